package browser_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// missing lists the tests a text names, as package: TestName, that are not there.
func missing(text string) (out []string) {
	for _, m := range regexp.MustCompile("`(\\w+): (Test[\\p{L}\\d]+)`").FindAllStringSubmatch(text, -1) {
		files, _ := filepath.Glob("../" + m[1] + "/*_test.go")
		found := false
		for _, f := range files {
			src, err := os.ReadFile(f)
			found = found || err == nil && strings.Contains(string(src), "func "+m[2]+"(")
		}
		if !found {
			out = append(out, m[1]+": "+m[2])
		}
	}
	return out
}

// The twenty things in docs/LOOKS.md are held by tests that are there.
func TestLooksTable(t *testing.T) {
	text, err := os.ReadFile("../../docs/LOOKS.md")
	if err != nil {
		t.Fatal(err)
	}
	if list := missing(string(text)); len(list) > 0 {
		t.Errorf("no such tests: %v", list)
	}
	rows := regexp.MustCompile("(?m)^\\| \\d+ \\|.* (pass|fail) \\|.*`\\w+: Test").FindAll(text, -1)
	if len(rows) != 20 {
		t.Errorf("%d of 20 things are held by a test", len(rows))
	}
	if list := missing("`browser: TestNothing`"); len(list) != 1 {
		t.Error("a test that is not there is not noticed")
	}
}

// A need asks for three things at most and an activity for four, never for a
// photo; what is known is filled in.
func TestFewFields(t *testing.T) {
	for _, c := range []struct {
		as, path string
		most     string
	}{{"", "", "3"}, {"worker", "/r/need/new", "3"}, {"worker", "/r/activity/new", "4"}} {
		w := visit(t, 1366, 768)
		if c.as == "" {
			portal(w)
		} else {
			w.as(c.as).open(c.path)
		}
		const asked = `[...document.querySelectorAll(".form .fd")].filter(f => f.getClientRects().length && !f.querySelector(".opt, [type=checkbox]") && ![...f.querySelectorAll("input:not([type=hidden]):not([aria-hidden]), textarea, select")].some(e => /radio|checkbox/.test(e.type) ? e.checked : e.value))`
		names := w.text(asked + `.map(f => f.querySelector("label, legend").textContent.trim()).join("、")`)
		t.Logf("%s asks %s", c.path, names)
		if n := w.text(asked + `.length`); n == "0" || n > c.most {
			t.Errorf("%s asks for %s things: %s", c.path, n, names)
		}
		if photo := w.text(asked + `.filter(f => f.querySelector("[type=file]")).length`); photo != "0" {
			t.Errorf("%s demands a photo", c.path)
		}
	}
}
