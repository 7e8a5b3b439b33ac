package exchange

import (
	"slices"
	"testing"

	"sanshe/internal/need"
	"sanshe/internal/sheet"
)

// The guesser gives every column of whatever is pasted one meaning or none, and
// none of them twice.
func FuzzGuess(f *testing.F) {
	var cols []column
	for _, x := range need.Needs.Fields {
		if x.Asked() {
			cols = append(cols, column{sheet.Column{Label: x.Label, Kind: kindOf(x)}, x})
		}
	}
	for _, s := range []string{"要点\t具体说说\n甲\t乙", "2026-01-02\t13800002046", "\t\n\"a\nb\"\t", "手机号码\t手机", "区划\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows := sheet.ParsePaste(text)
		g := guess(need.Needs.New(), cols, rows, nil)
		for i, c := range g.Columns {
			if c != "" && (!has(cols, c) || slices.Contains(g.Columns[i+1:], c)) {
				t.Errorf("%q: %q", text, g.Columns)
			}
		}
	})
}

func TestLikely(t *testing.T) {
	places := []string{"滨江社区", "滨江路社区", "少岷社区", "符阳街道"}
	for value, want := range map[string]string{"少岷": "少岷社区", "滨江社区居委会": "滨江社区", "符阳街": "符阳街道", "滨江": "滨江社区", "江": "", "北京": "", "": "", "少岷社区": ""} {
		if got := likely(value, places); got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}
