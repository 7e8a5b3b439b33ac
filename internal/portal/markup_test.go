package portal_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// problems lists what is wrong with the markup of a page for people on old
// telephones, with readers and without scripts.
func problems(page string) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	ids, labels, refs, h1 := map[string]int{}, map[string]bool{}, map[string]string{}, 0
	var inputs []*html.Node
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "h1":
			h1++
		case "script", "style", "iframe", "object", "embed", "base":
			say("<%s>", n.Data)
		case "input", "select", "textarea":
			if get(n, "type") != "hidden" {
				inputs = append(inputs, n)
			}
		case "label":
			labels[get(n, "for")] = true
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style", strings.HasPrefix(a.Key, "on"), strings.HasPrefix(strings.ToLower(a.Val), "javascript:"):
				say("<%s %s=%q>", n.Data, a.Key, a.Val)
			case a.Key == "id":
				ids[a.Val]++
			case a.Key == "for", a.Key == "form":
				refs[a.Val] = a.Key
			case a.Key == "href" && len(a.Val) > 1 && a.Val[0] == '#':
				refs[a.Val[1:]] = a.Key
			case a.Key == "aria-describedby":
				for _, id := range strings.Fields(a.Val) {
					refs[id] = a.Key
				}
			case (a.Key == "src" || a.Key == "href" || a.Key == "action") && (strings.Contains(a.Val, "//") || strings.HasPrefix(a.Val, "data:")):
				say("<%s %s=%q> leaves the site", n.Data, a.Key, a.Val)
			}
		}
	}
	if h1 != 1 {
		say("%d h1", h1)
	}
	for id, n := range ids {
		if n > 1 {
			say("id %q stands %d times", id, n)
		}
	}
	for id, by := range refs {
		if ids[id] == 0 {
			say("%s points at %q, which is not there", by, id)
		}
	}
	for _, n := range inputs {
		if !labels[get(n, "id")] && !within(n, "label") {
			say("<%s name=%q> has no label", n.Data, get(n, "name"))
		}
	}
	if !strings.Contains(page, "<title>") || !strings.Contains(page, `lang="zh-CN"`) {
		say("no title or language")
	}
	return out
}

func get(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func within(n *html.Node, tag string) bool {
	for p := range n.Ancestors() {
		if p.Data == tag {
			return true
		}
	}
	return false
}

// TestProblemsAreFound feeds the check pages that break one rule each.
func TestProblemsAreFound(t *testing.T) {
	const good = `<html lang="zh-CN"><title>x</title><h1>a</h1>`
	if p := problems(good); len(p) > 0 {
		t.Error(p)
	}
	for _, bad := range []string{
		`<h1>b</h1>`, `<p id=x></p><p id=x></p>`, `<input name=q>`, `<p style="color:red"></p>`, `<p onclick="x()"></p>`, `<script src="/a.js"></script>`,
		`<a href="javascript:x()">x</a>`, `<a href="#nowhere">x</a>`, `<label for=y>x</label>`, `<button form=f>x</button>`, `<img src="https://else.example/a.png">`,
	} {
		if len(problems(good+bad)) == 0 {
			t.Errorf("not found: %s", bad)
		}
	}
}
