package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page is an answer.
type page struct {
	*testing.T
	name   string
	status int
	head   http.Header
	body   string
	doc    *html.Node
}

// form is a form with what a browser would send of it.
type form struct {
	url.Values
	action, method string
	files          bool
}

func (p *page) is(status int) *page {
	p.Helper()
	if p.status != status {
		p.Fatalf("%s: %d, want %d\n%s", p.name, p.status, status, p.text())
	}
	return p
}

// to fails unless the answer leads to an address.
func (p *page) to(h *hand, want string) {
	p.Helper()
	if got := p.head.Get("Location"); p.status != http.StatusSeeOther || got != want {
		h.Fatalf("%s: %d to %q, want %q\n%s", p.name, p.status, got, want, p.text())
	}
}

func (p *page) says(words ...string) *page {
	p.Helper()
	text := p.text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			p.Errorf("%s (%d) does not say %q:\n%s", p.name, p.status, w, text)
		}
	}
	return p
}

func (p *page) silent(words ...string) *page {
	p.Helper()
	for _, w := range words {
		if strings.Contains(p.body, w) {
			p.Errorf("%s (%d) shows %q", p.name, p.status, w)
		}
	}
	return p
}

var spaces = regexp.MustCompile(`\s+`)

// text gives the words of the main part of a page, and of all of it without one.
func (p *page) text() string {
	if p.doc == nil {
		return p.body
	}
	from := p.doc
	if m := find(p.doc, func(n *html.Node) bool { return n.Data == "main" }); m != nil {
		from = m
	}
	return strings.TrimSpace(spaces.ReplaceAllString(words(from), " "))
}

// form gives the form sent to an address, as it stands on the page.
func (p *page) form(action string) *form {
	p.Helper()
	n := find(p.doc, func(n *html.Node) bool {
		to, _, _ := strings.Cut(get(n, "action"), "?")
		return n.Data == "form" && to == action
	})
	if n == nil {
		p.Fatalf("%s (%d): no form to %s\n%s", p.name, p.status, action, p.text())
	}
	f := &form{url.Values{}, get(n, "action"), http.MethodGet, get(n, "enctype") == "multipart/form-data"}
	if strings.EqualFold(get(n, "method"), "post") {
		f.method = http.MethodPost
	}
	for c := range n.Descendants() {
		name := get(c, "name")
		switch {
		case name == "" || has(c, "disabled"):
		case c.Data == "textarea":
			f.Add(name, strings.TrimPrefix(words(c), "\n"))
		case c.Data == "select":
			f.Add(name, chosen(c))
		case c.Data == "input" && slices.Contains([]string{"checkbox", "radio"}, get(c, "type")):
			if has(c, "checked") {
				f.Add(name, get(c, "value"))
			}
		case c.Data == "input" && get(c, "type") != "file" && get(c, "type") != "submit":
			f.Add(name, get(c, "value"))
		}
	}
	return f
}

// with gives the form with some of it filled in.
func (f *form) with(pairs ...string) *form {
	out := *f
	out.Values = maps.Clone(f.Values)
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return &out
}

func chosen(n *html.Node) string {
	first, value := true, ""
	for o := range n.Descendants() {
		if o.Data == "option" && (first || has(o, "selected")) {
			value, first = get(o, "value"), false
		}
	}
	return value
}

func find(n *html.Node, ok func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && ok(d) {
			return d
		}
	}
	return nil
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" && d.Parent.Data != "style" {
			b.WriteString(d.Data)
		}
		if d.Type == html.ElementNode {
			b.WriteString(" ")
		}
	}
	return b.String()
}

// banned are the widgets of 数字形式主义 that no page may have (G43).
var banned = []string{"积分", "排行", "打卡签到", "签到率", "在线时长", "连续登录", "活跃度", "星级排序", "第一名"}

// problems lists what is wrong with the markup of a page.
func problems(body string, doc *html.Node) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if !strings.HasPrefix(body, "<!doctype html>") {
		say("no doctype")
	}
	ids, labelled, count := map[string]int{}, map[string]bool{}, map[string]int{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			count[n.Data]++
			ids[get(n, "id")]++
			if n.Data == "label" {
				labelled[get(n, "for")] = true
			}
		}
	}
	delete(ids, "")
	for id, n := range ids {
		if n > 1 {
			say("id %q %d times", id, n)
		}
	}
	if count["h1"] != 1 || count["main"] != 1 || count["title"] < 1 {
		say("%d h1, %d main, %d title", count["h1"], count["main"], count["title"])
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			element(n, ids, labelled, say)
		}
	}
	return out
}

func element(n *html.Node, ids map[string]int, labelled map[string]bool, say func(string, ...any)) {
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			say("attribute %s on %s", a.Key, n.Data)
		}
		if slices.Contains([]string{"href", "action", "formaction", "src"}, a.Key) && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
			say("address %q", a.Val)
		}
		if a.Key == "aria-describedby" || a.Key == "aria-labelledby" {
			for _, id := range strings.Fields(a.Val) {
				if ids[id] == 0 {
					say("%s names %q, which is not there", a.Key, id)
				}
			}
		}
	}
	switch n.Data {
	case "input", "select", "textarea":
		inLabel := slices.ContainsFunc(slices.Collect(n.Ancestors()), func(p *html.Node) bool { return p.Data == "label" })
		if get(n, "type") != "hidden" && !labelled[get(n, "id")] && !inLabel && get(n, "aria-label") == "" {
			say("%s %q without label", n.Data, get(n, "name"))
		}
	case "a":
		if to, ok := strings.CutPrefix(get(n, "href"), "#"); ok && to != "" && ids[to] == 0 {
			say("link to #%s, which is not there", to)
		}
		fallthrough
	case "button", "summary", "h1", "h2", "h3", "legend":
		if strings.TrimSpace(words(n)) == "" && get(n, "aria-label") == "" {
			say("%s without words", n.Data)
		}
	case "script":
		if get(n, "src") == "" {
			say("inline script")
		}
	case "style", "iframe", "object", "embed", "marquee":
		say("%s", n.Data)
	}
	if n.FirstChild != nil && n.FirstChild.Type == html.TextNode && n.Data != "textarea" {
		for _, b := range banned {
			if strings.Contains(n.FirstChild.Data, b) && (n.Data == "a" || n.Data == "button" || n.Data == "th" || strings.HasPrefix(n.Data, "h")) {
				say("%s says %q", n.Data, n.FirstChild.Data)
			}
		}
	}
}

// The rules notice each way of breaking them.
func TestProblemsNotices(t *testing.T) {
	const head, foot = `<!doctype html><html><head><title>x</title></head><body><main><h1>a</h1>`, `</main></body></html>`
	for _, bad := range []string{
		`<h1>b</h1>`, `<p id=x></p><p id=x></p>`, `<input name=q>`, `<p style="color:red"></p>`, `<p onclick="x()"></p>`, `<a href="javascript:x()">x</a>`, `<a href=" JavaScript:x()">x</a>`,
		`<a href="#nowhere">x</a>`, `<button></button>`, `<a href="/"></a>`, `<script>x()</script>`, `<style>p{}</style>`, `<iframe></iframe>`, `<main></main>`,
		`<input aria-label=x aria-describedby=y>`, `<table><tr><th>积分</th></tr></table>`, `<a href="/rank">社区排行</a>`,
	} {
		doc, err := html.Parse(strings.NewReader(head + bad + foot))
		if err != nil || len(problems(head+bad+foot, doc)) == 0 {
			t.Errorf("not noticed: %s %v", bad, err)
		}
	}
	doc, _ := html.Parse(strings.NewReader(head + foot))
	if got := problems(head+foot, doc); len(got) > 0 {
		t.Errorf("noticed: %v", got)
	}
}
