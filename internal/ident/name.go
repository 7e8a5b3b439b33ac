package ident

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxName is the longest name in characters (字).
const MaxName = 50

var (
	// The dots that keyboards and old systems put for the middle dot (间隔号) of a name.
	hanDot   = regexp.MustCompile(`(\p{Han}) ?[•・･．.‧∙⋅●] ?(\p{Han})`)
	hanSpace = regexp.MustCompile(`([\p{Han}·]) ([\p{Han}·])`)
)

// NormalizeName puts a name into its stored form: ends trimmed, no spaces between
// Chinese characters (王　明 is 王明), · between them for any like dot, one space
// between other words.
func NormalizeName(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for range 2 { // matches share no character: of 阿.布.都 each pass joins one
		s = hanDot.ReplaceAllString(s, "$1·$2")
		s = hanSpace.ReplaceAllString(s, "$1$2")
	}
	return s
}

// CheckName checks a person's normalised name: 1 to MaxName letters of any script,
// with ·, space, hyphen, full stop, apostrophe and the Tibetan ་ between.
func CheckName(s string) error {
	switch n := utf8.RuneCountInString(s); {
	case n == 0:
		return invalid("请填写姓名")
	case n > MaxName:
		return invalid("姓名最多 %d 个字，现在是 %d 个", MaxName, n)
	}
	letters, at := 0, 0
	for _, r := range s {
		at++
		switch {
		case inName(r):
			letters++
		case unicode.Is(unicode.Co, r):
			return invalid("姓名第 %d 个字是自造字，别的电脑显示不出，请改用国标字（可用手写输入法查找）", at)
		case !unicode.IsMark(r) && !strings.ContainsRune("·་ -.'’", r) || letters == 0:
			return invalid("姓名第 %d 个字不能是%s，请只写文字和间隔号“·”", at, say(r))
		}
	}
	return nil
}

// inName tells the letters of all scripts, with 〇, which Unicode counts as a
// number, and the two planes of rare Chinese characters (生僻字), of which Unicode
// fills more each year than this program knows.
func inName(r rune) bool {
	return unicode.IsLetter(r) || r == '〇' || 0x20000 <= r && r <= 0x3FFFD
}

// MaskName shows the first character: 王*, and 陈* for 陈小梅, so that the star does
// not tell how long the name is. Of 欧阳 it shows 欧.
func MaskName(s string) string {
	for _, first := range s {
		return string(first) + "*"
	}
	return ""
}
