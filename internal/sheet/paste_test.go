package sheet

import (
	"slices"
	"strings"
	"testing"
)

// What is written as a paste is read again as the same cells, whatever is in
// them; and whatever is on the clipboard is read without complaint.
func FuzzPaste(f *testing.F) {
	for _, s := range []string{"a\tb\nc", "\"a\nb\"\t\"\"\"\"", "\"open\tb", "\r\n\r\n", "　全角　\t１２３"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows := ParsePaste(text)
		var again strings.Builder
		for _, r := range rows {
			again.WriteString(pasteLine(r))
		}
		back := ParsePaste(again.String())
		if !slices.EqualFunc(rows, back, func(a, b []string) bool { return slices.Equal(a, b) }) {
			t.Errorf("%q: %q, then %q", text, rows, back)
		}
	})
}
