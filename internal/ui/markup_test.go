package ui

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestScreens holds the markup of every screen to the rules of doc.go.
func TestScreens(t *testing.T) {
	for name, n := range screens(New("/x")) {
		t.Run(name, func(t *testing.T) { checkPage(t, render(t, n)) })
	}
}

// TestScreensCanFail feeds the checks pages that break one rule each.
func TestScreensCanFail(t *testing.T) {
	for _, bad := range []string{
		`<h1>a</h1><h1>b</h1>`, `<h1>a</h1><p id=x></p><p id=x></p>`, `<h1>a</h1><input name=q>`, `<h1>a</h1><p style="color:red"></p>`,
		`<h1>a</h1><p onclick="x()"></p>`, `<h1>a</h1><a href="javascript:x()">x</a>`, `<h1>a</h1><a href="#nowhere">x</a>`, `<h1>a</h1><label for=y>x</label>`,
		`<h1>a</h1><button></button>`, `<h1>a</h1><a href="/"></a>`, `<h1>a</h1><form><form></form></form>`, `<h1>a</h1><p><div></div></p>`, `<h1>a</h1><svg role="img"></svg>`,
	} {
		if len(problems(`<!doctype html><html lang="zh-CN"><head><title>x</title></head><body><main id="main">`+bad+`</main></body></html>`)) == 0 {
			t.Errorf("not noticed: %s", bad)
		}
	}
}

func checkPage(t *testing.T, page string) {
	t.Helper()
	for _, p := range problems(page) {
		t.Error(p)
	}
}

var schemes = regexp.MustCompile(`^(https?:|mailto:|tel:|/|\?|#|[^:]*$)`)

// problems lists what is wrong with the markup of a page.
func problems(page string) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	nesting(page, say)
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	ids, labelled, h1 := map[string]int{}, map[string]bool{}, 0
	for n := range root.Descendants() {
		if id := get(n, "id"); id != "" {
			ids[id]++
		}
		if n.Data == "label" {
			labelled[get(n, "for")] = true
		}
		if n.Type == html.ElementNode && n.Data == "h1" {
			h1++
		}
	}
	for id, count := range ids {
		if count > 1 {
			say("id %q %d times", id, count)
		}
	}
	if h1 != 1 {
		say("%d h1", h1)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				say("attribute %s on %s", a.Key, n.Data)
			}
			if slices.Contains([]string{"href", "action", "formaction", "src"}, a.Key) && !schemes.MatchString(a.Val) {
				say("address %q", a.Val)
			}
			if slices.Contains([]string{"aria-describedby", "aria-labelledby", "list", "form"}, a.Key) && a.Val != "merge-form" {
				for _, id := range strings.Fields(a.Val) {
					if ids[id] == 0 {
						say("%s names %q, which is not there", a.Key, id)
					}
				}
			}
		}
		if n.Data == "a" && strings.HasPrefix(get(n, "href"), "#") && len(get(n, "href")) > 1 && ids[get(n, "href")[1:]] == 0 {
			say("link to %s, which is not there", get(n, "href"))
		}
		switch n.Data {
		case "input", "select", "textarea":
			kind := get(n, "type")
			if kind != "hidden" && !labelled[get(n, "id")] && get(n, "aria-label") == "" && !within(n, "label") {
				say("%s %q without label", n.Data, get(n, "name"))
			}
			if get(n, "name") == "" && get(n, "id") != "keys-on" && !has(n, "data-all") {
				say("%s without name", n.Data)
			}
		case "label":
			if id := get(n, "for"); id != "" && ids[id] == 0 && !within(n, "template") {
				say("label for %q, which is not there", id)
			}
		case "button", "a", "summary", "h1", "h2", "h3", "th", "legend":
			if strings.TrimSpace(words(n)) == "" && get(n, "aria-label") == "" {
				say("%s without words", n.Data)
			}
		case "img":
			if !has(n, "alt") {
				say("img without alt")
			}
		case "svg":
			if get(n, "aria-hidden") != "true" && get(n, "aria-label") == "" {
				say("svg neither hidden nor named")
			}
		case "script":
			if get(n, "src") == "" {
				say("inline script")
			}
		}
	}
	return out
}

// nesting reads the tags as written: the parser would mend what is wrong.
func nesting(page string, say func(string, ...any)) {
	void := []string{"meta", "link", "input", "br", "hr", "img", "col", "wbr"}
	block := []string{"div", "p", "ul", "ol", "dl", "table", "form", "section", "h1", "h2", "h3", "fieldset", "details", "header", "nav"}
	z, stack := html.NewTokenizer(strings.NewReader(page)), []string{}
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(stack) > 0 {
				say("never closed: %v", stack)
			}
			return
		case html.StartTagToken:
			tag := token(z)
			if slices.Contains([]string{"a", "form", "button", "label"}, tag) && slices.Contains(stack, tag) {
				say("%s inside %s", tag, tag)
			}
			if slices.Contains(block, tag) && slices.ContainsFunc(stack, func(s string) bool { return s == "p" || s == "h1" || s == "h2" || s == "h3" || s == "button" }) {
				say("%s inside %v", tag, stack)
			}
			if slices.Contains(block, tag) && slices.Contains(stack, "span") && tag != "ul" {
				say("%s inside span %v", tag, stack)
			}
			if !slices.Contains(void, tag) {
				stack = append(stack, tag)
			}
		case html.EndTagToken:
			tag := token(z)
			if len(stack) == 0 || stack[len(stack)-1] != tag {
				say("</%s> closes %v", tag, stack)
				return
			}
			stack = stack[:len(stack)-1]
		}
	}
}

func token(z *html.Tokenizer) string { name, _ := z.TagName(); return string(name) }

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

func within(n *html.Node, tag string) bool {
	for p := range n.Ancestors() {
		if p.Data == tag {
			return true
		}
	}
	return false
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
		b.WriteString(get(d, "aria-label"))
	}
	return b.String()
}
