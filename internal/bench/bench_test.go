package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets the test's own program be the child.
func TestMain(m *testing.M) {
	if os.Getenv(childMark) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// Everything runs once, briefly: every workload answers as it should and every
// line of the report is there. How fast is not looked at.
func TestRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("starts servers")
	}
	out := filepath.Join(t.TempDir(), "report.md")
	if err := bench(t.Context(), settings{n: 400, rounds: 1, length: 20 * time.Millisecond, out: out, data: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines() {
		if !strings.Contains(string(raw), "| "+l.label+" |") {
			t.Errorf("no line for %s", l.label)
		}
	}
	if strings.Contains(string(raw), "wrong answers") {
		t.Error(string(raw))
	}
}

// The generator gives the same row for the same number, and words as rare as
// the searches take them to be.
func TestRows(t *testing.T) {
	g, common, rare := newGenerator(20_000), 0, 0
	for k := range g.n {
		r := g.row(k)
		if k%1000 == 0 && r != g.row(k) {
			t.Fatalf("row %d changes", k)
		}
		title, detail := len([]rune(r.Title)), len([]rune(r.Detail))
		if title < 10 || title > 30 || detail < 100 || detail > 320 || len(r.Place) != 12 || len(r.Phone) != 11 {
			t.Fatalf("%+v", r)
		}
		if strings.Contains(r.Title, commonWord) {
			common++
		}
		if strings.Contains(r.Title+r.Detail, rareWord) {
			rare++
		}
		if strings.Contains(r.Title+r.Detail, absentWord) {
			t.Fatalf("%+v", r)
		}
	}
	if common < g.n/15 || common > g.n/9 || rare != g.n/2000 {
		t.Errorf("%d common, %d rare", common, rare)
	}
}
