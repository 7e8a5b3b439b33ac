package app_test

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

var (
	mdCode  = regexp.MustCompile("(?s)```.*?```")
	mdLinks = regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)
	mdPaths = regexp.MustCompile("`((?:internal|docs|cmd)/[\\w./-]+\\.\\w+)`")
)

// missing gives what a document leads to and is not there.
func missing(name, text string, there func(string) bool) (out []string) {
	say := func(to string) {
		if !there(path.Clean(to)) {
			out = append(out, name+" leads to "+to+", which is not there")
		}
	}
	text = mdCode.ReplaceAllString(text, "")
	for _, m := range mdLinks.FindAllStringSubmatch(text, -1) {
		if !strings.Contains(m[1], "://") {
			say(path.Join(path.Dir(name), m[1]))
		}
	}
	for _, m := range mdPaths.FindAllStringSubmatch(text, -1) {
		say(m[1])
	}
	return out
}

func TestDocuments(t *testing.T) {
	files := everyFile(t)
	there := func(name string) bool {
		_, err := os.Stat("../../" + name)
		return err == nil
	}
	for name, text := range files {
		if path.Ext(name) != ".md" {
			continue
		}
		for _, w := range missing(name, text, there) {
			t.Error(w)
		}
	}
	if n := strings.Count(files["ARCHITECTURE.md"], "\n"); n > 250 {
		t.Errorf("ARCHITECTURE.md has %d lines, at most 250", n)
	}
}

// The guard above notices what is not there, whichever way it is named.
func TestDocumentsNotices(t *testing.T) {
	text := "see [a](b.md), [c](../d.md#e), [f](https://example.org/g), `internal/h/i.go` and `go doc ./internal/h`"
	got := strings.Join(missing("docs/x.md", text, func(name string) bool { return name == "d.md" }), "\n")
	want := "docs/x.md leads to docs/b.md, which is not there\ndocs/x.md leads to internal/h/i.go, which is not there"
	if got != want {
		t.Error(got)
	}
}
