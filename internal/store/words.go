package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"sanshe/internal/area"
	"sanshe/internal/record"
)

// words gives the words of a record, in order; "" separates what must not join.
func (s *Store) words(reg *record.Register, rec record.Record) []string {
	out := []string{registerWord(reg)}
	for _, code := range areasOf(reg, rec) {
		out = append(out, placeWords(code)...)
	}
	add := func(list []string) { out = append(append(out, "z"), list...) }
	for _, f := range reg.Fields {
		if !f.IsSearched || f.Empty(rec) {
			continue
		}
		text := f.Text(rec)
		add(bigrams(text))
		if f == reg.Title || f.Kind.Name() == "name" {
			for _, p := range pinyins(text) {
				add(latin("y", p))
			}
		}
	}
	add(latin("x", strings.ToLower(record.Code(record.BaseOf(rec).ID))))
	return out
}

func registerWord(reg *record.Register) string { return "r" + strings.ReplaceAll(reg.Name, "_", "") }

func placeWords(code string) []string {
	out := []string{"a" + code}
	for _, up := range area.Ancestors(code) {
		out = append(out, "a"+up)
	}
	return out
}

func areasOf(reg *record.Register, rec record.Record) []string {
	out := []string{record.BaseOf(rec).Area}
	for _, f := range reg.Fields {
		if f.IsAreas {
			out = append(out, f.Value(rec).([]string)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// runs cuts text into stretches of Chinese characters and of Latin letters and
// digits; the rest separates.
func runs(text string) (out []string) {
	var run []rune
	var han bool
	flush := func() {
		if len(run) > 0 {
			out = append(out, string(run))
		}
		run = run[:0]
	}
	for _, r := range strings.ToLower(text) {
		isHan := unicode.Is(unicode.Han, r)
		if !isHan && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			flush()
			continue
		}
		if len(run) > 0 && isHan != han {
			flush()
		}
		han, run = isHan, append(run, r)
	}
	flush()
	return out
}

// bigrams gives the words of a text; a run of one character is its own word.
func bigrams(text string) (out []string) {
	for i, run := range runs(text) {
		if i > 0 {
			out = append(out, "z")
		}
		rs := []rune(run)
		if !unicode.Is(unicode.Han, rs[0]) {
			out = append(out, latin("l", run)...)
			continue
		}
		if len(rs) == 1 {
			out = append(out, run)
		}
		for i := 0; i+1 < len(rs); i++ {
			out = append(out, string(rs[i:i+2]))
		}
	}
	return out
}

// latin gives the letter pairs of s, marked with what they are: l letters as
// written, y pinyin or initials, x a record's number.
func latin(mark, s string) (out []string) {
	var letters []rune
	for _, r := range s {
		if r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			letters = append(letters, r)
		}
	}
	if len(letters) == 1 {
		return []string{mark + string(letters)}
	}
	for i := 0; i+1 < len(letters); i++ {
		out = append(out, mark+string(letters[i:i+2]))
	}
	return out
}

// pinyins gives the spellings of a name: initials and whole, for the first
// reading of every character and, where a character has several, for each of
// the first four combinations (单 is dan and shan, 曾 is ceng and zeng). What is
// longer than a name is a sentence: it is spelled out in the usual readings
// alone, or its spellings would take more room than its words.
func pinyins(name string) []string {
	whole, initials := []string{""}, []string{""}
	for _, char := range name {
		list := readings(char)
		var w, in []string
		for n, r := range list { // in the dictionary's order, the usual one first: four combinations must have it
			if r == "" || slices.Contains(list[:n], r) {
				continue
			}
			for i := range whole {
				w = append(w, whole[i]+r)
				in = append(in, initials[i]+r[:1])
			}
		}
		if len(w) == 0 {
			continue
		}
		whole, initials = w[:min(len(w), 4)], in[:min(len(in), 4)]
	}
	if utf8.RuneCountInString(name) > longestName {
		whole = whole[:1]
	}
	out := append(initials, whole...)
	slices.Sort(out)
	return slices.Compact(out)
}

// longestName is how many characters the name of an organisation, a community or
// a resource hardly exceeds.
const longestName = 16

// readings gives how a character may be read, without tones; itself if it is
// not Chinese. It takes the library's dictionary and not its function, which
// searches each reading by expression.
func readings(char rune) []string {
	if list, ok := pinyin.PinyinDict[int(char)]; ok {
		return strings.Split(toneless.Replace(list), ",")
	}
	return []string{strings.ToLower(string(char))}
}

var toneless = strings.NewReplacer("ā", "a", "á", "a", "ǎ", "a", "à", "a", "ē", "e", "é", "e", "ě", "e", "è", "e", "ō", "o", "ó", "o", "ǒ", "o", "ò", "o",
	"ī", "i", "í", "i", "ǐ", "i", "ì", "i", "ū", "u", "ú", "u", "ǔ", "u", "ù", "u", "ü", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ń", "n", "ň", "n", "ǹ", "n", "ḿ", "m")
