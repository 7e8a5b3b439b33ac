package report

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestHTML(t *testing.T) {
	f := fill(t, `题
一、覆盖
（一）摸排
1.入户
（1）电话
共{party.single}个。开展攻坚。选派{party.instructors}名。{?need.listed_communities=all:均已|已有{need.listed_communities|part}个}建立`, available().listed(10, 11))
	f.Signature, f.Date, f.Final = "合江县", time.Date(2026, 9, 5, 0, 0, 0, 0, time.UTC), true
	got := html(t, f)
	golden(t, "testdata/report.html", got)
}

func TestHTMLEscapes(t *testing.T) {
	evil := `<script>alert("1")</script>&'`
	c := available().with("party.single", Figure{Label: evil, Text: evil, Unit: evil, Rule: evil, At: evil, Code: evil,
		URL: `javascript:alert(1)"onclick="x`})
	f := fill(t, "题"+evil+"\n一、"+evil+"\n"+evil+"。{party.single}", c)
	f.Signature = evil
	got := html(t, f)
	if strings.Contains(got, "<script") || strings.Contains(got, "javascript:") || strings.Contains(got, `"onclick`) {
		t.Error(got)
	}
}

// Every sentence of the county's text is either editable or holds a figure.
func TestProseIsMarked(t *testing.T) {
	got := html(t, fill(t, Hejiang(), complete()))
	prose := regexp.MustCompile(`<span class="prose" title="可改的文字">(.*?)</span>`).FindAllStringSubmatch(got, -1)
	if len(prose) < 12 {
		t.Errorf("%d stretches of prose", len(prose))
	}
	for _, p := range prose {
		if strings.ContainsAny(p[1], "<{") {
			t.Errorf("prose holds a figure: %s", p[1])
		}
	}
	if strings.Contains(got, "待接入") {
		t.Error("a published figure is missing")
	}
}

// golden compares with a file; UPDATE=1 writes it.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (UPDATE=1 accepts it):\n%s", path, got)
	}
}
