package store

import (
	"slices"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

// Every character of the dictionary is read as the library reads it.
func TestReadings(t *testing.T) {
	args := pinyin.NewArgs()
	args.Heteronym = true
	if len(pinyin.PinyinDict) < 20_000 {
		t.Fatal(len(pinyin.PinyinDict))
	}
	for char := range pinyin.PinyinDict {
		var got []string
		for _, r := range readings(rune(char)) { // the library gives each once
			if !slices.Contains(got, r) {
				got = append(got, r)
			}
		}
		if want := pinyin.SinglePinyin(rune(char), args); !slices.Equal(got, want) {
			t.Fatalf("%c is read %q, by the library %q", rune(char), got, want)
		}
	}
	if got := readings('A'); !slices.Equal(got, []string{"a"}) {
		t.Error(got)
	}
}
