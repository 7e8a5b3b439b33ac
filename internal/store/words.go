package store

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"sanshe/internal/area"
	"sanshe/internal/record"
)

// words gives the words of a record, a space between.
func (s *Store) words(reg *record.Register, rec record.Record) string {
	w := wording{b: make([]byte, 0, 4096)}
	w.add(registerWord(reg))
	for _, code := range areasOf(reg, rec) {
		w.add("a" + code)
		for _, up := range area.Ancestors(code) {
			w.add("a" + up)
		}
	}
	for _, f := range reg.Fields {
		if !f.IsSearched || f.Empty(rec) {
			continue
		}
		text := f.Text(rec)
		w.text(text)
		if f == reg.Title || f.Kind.Name() == "name" {
			for _, p := range s.spell.pinyins(text) {
				w.letters('y', p)
			}
		}
	}
	w.add("x" + strings.ToLower(record.Code(record.BaseOf(rec).ID)))
	return string(w.b)
}

// wording writes words, a space after each.
type wording struct{ b []byte }

func (w *wording) add(word string) { w.b = append(append(w.b, word...), ' ') }

// text writes the words of a text: of each run of Chinese every two characters
// that follow one another and the last one, so that a single character is the
// beginning of a word wherever it stands; of each run of letters and digits its
// letters as written.
func (w *wording) text(text string) {
	for run := range runs(text) {
		if !isHan(firstRune(run)) {
			w.letters('l', run)
			continue
		}
		for last := 0; last < len(run); {
			_, size := utf8.DecodeRuneInString(run[last:])
			_, next := utf8.DecodeRuneInString(run[last+size:])
			w.add(run[last : last+size+next])
			last += size
		}
	}
}

// letters writes every three letters of s that follow one another, the last two
// and the last, marked with what they are: l letters as written, y pinyin or
// initials. (A record's number, marked x, is one word.)
func (w *wording) letters(mark byte, s string) {
	s = strings.Map(asciiLetter, s)
	for i := range s {
		w.b = append(append(append(w.b, mark), s[i:min(i+3, len(s))]...), ' ')
	}
}

func asciiLetter(r rune) rune {
	if 'a' <= r && r <= 'z' || '0' <= r && r <= '9' {
		return r
	}
	return -1
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// isHan reports whether r is a Chinese character.
func isHan(r rune) bool {
	return 0x4e00 <= r && r <= 0x9fff || r > 0x2e7f && unicode.Is(unicode.Han, r)
}

func registerWord(reg *record.Register) string { return "r" + strings.ReplaceAll(reg.Name, "_", "") }

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

// runs cuts text, in small letters, into stretches of Chinese characters and of
// letters and digits; the rest separates.
func runs(text string) iter.Seq[string] {
	const gap, han, letters = 0, 1, 2
	sort := func(r rune) int {
		switch {
		case isHan(r):
			return han
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return letters
		}
		return gap
	}
	text = strings.ToLower(text)
	return func(yield func(string) bool) {
		start, in := 0, gap
		for i, r := range text {
			now := sort(r)
			if now == in {
				continue
			}
			if in != gap && !yield(text[start:i]) {
				return
			}
			start, in = i, now
		}
		if in != gap {
			yield(text[start:])
		}
	}
}

// speller knows how characters are spelled, once they have been looked up.
type speller struct{ readings sync.Map }

func (s *speller) of(char rune) []string {
	if list, ok := s.readings.Load(char); ok {
		return list.([]string)
	}
	list := readings(char)
	s.readings.Store(char, list)
	return list
}

// pinyins gives the spellings of a name: initials and whole, for the first
// reading of every character and, where a character has several, for each of
// the first four combinations (单 is dan and shan, 曾 is ceng and zeng). What is
// longer than a name is a sentence: it is spelled out in the usual readings
// alone, or its spellings would take more room than its words.
func (s *speller) pinyins(name string) []string {
	most := 4
	if utf8.RuneCountInString(name) > longestName {
		most = 1
	}
	whole, initials := []string{""}, []string{""}
	for _, char := range name {
		var w, in []string
		for _, r := range s.of(char) { // in the dictionary's order, the usual one first
			for i := range whole {
				if len(w) < most {
					w, in = append(w, whole[i]+r), append(in, initials[i]+r[:1])
				}
			}
		}
		if len(w) > 0 {
			whole, initials = w, in
		}
	}
	out := append(initials, whole...)
	slices.Sort(out)
	return slices.Compact(out)
}

// longestName is how many characters the name of an organisation, a community or
// a resource hardly exceeds.
const longestName = 16

// readings gives how a character may be read, without tones and each once; itself
// if it is not Chinese. It takes the library's dictionary and not its function,
// which searches each reading by expression.
func readings(char rune) (out []string) {
	list, ok := pinyin.PinyinDict[int(char)]
	if !ok {
		return []string{strings.ToLower(string(char))}
	}
	for r := range strings.SplitSeq(toneless.Replace(list), ",") {
		if r != "" && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

var toneless = strings.NewReplacer("ā", "a", "á", "a", "ǎ", "a", "à", "a", "ē", "e", "é", "e", "ě", "e", "è", "e", "ō", "o", "ó", "o", "ǒ", "o", "ò", "o",
	"ī", "i", "í", "i", "ǐ", "i", "ì", "i", "ū", "u", "ú", "u", "ǔ", "u", "ù", "u", "ü", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ń", "n", "ň", "n", "ǹ", "n", "ḿ", "m")
