package app_test

import (
	"os"
	"strings"
	"testing"

	"sanshe/internal/app"
)

// golden holds a document that is generated to the file that is checked in.
// UPDATE=1 writes the file; whoever does reads the difference.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if at := firstDifference(string(want), got); at != "" {
		t.Errorf("%s is not what the code says (make catalogue writes it anew, then read the difference):\n%s", file, at)
	}
}

// firstDifference shows the first line in which two texts differ, "" if none.
func firstDifference(want, got string) string {
	was, is := strings.Split(want, "\n"), strings.Split(got, "\n")
	line := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return "(end)"
	}
	for i := range max(len(was), len(is)) {
		if line(was, i) != line(is, i) {
			return "- " + line(was, i) + "\n+ " + line(is, i)
		}
	}
	return ""
}

func TestCatalogue(t *testing.T) { golden(t, "../../docs/CATALOGUE.md", app.Catalogue()) }

func TestFirstDifference(t *testing.T) {
	for _, c := range []struct{ want, got, says string }{
		{"a\nb", "a\nb", ""},
		{"a\nb", "a\nc", "- b\n+ c"},
		{"a", "a\nb", "- (end)\n+ b"},
		{"a\nb", "a", "- b\n+ (end)"},
	} {
		if says := firstDifference(c.want, c.got); says != c.says {
			t.Errorf("%q, %q: %q", c.want, c.got, says)
		}
	}
}
