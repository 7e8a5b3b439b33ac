package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

var lines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\ufeff", "")

// CleanText puts text into its stored form: lines end in \n, no byte-order marks,
// ends trimmed. It takes out nothing that CheckText would refuse, and leaves what is
// not UTF-8 as it is: stray bytes might join into a character.
func CleanText(s string) string {
	if !utf8.ValidString(s) {
		return s
	}
	return strings.TrimSpace(lines.Replace(s))
}

// CheckText refuses what no honest text holds and what makes a page show other
// words than are stored: control characters other than \n and \t, characters that
// turn the direction of writing (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066
// to U+2069), and bytes that are not UTF-8.
func CheckText(s string) error {
	at := 0
	for i, r := range s {
		at++
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return invalid("第 %d 个字符是乱码，请删去这里的内容重新输入", at)
			}
		}
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) {
			return invalid("第 %d 个字符看不见，会让文字显示错乱（U+%04X），请删去这里的内容重新输入", at, r)
		}
	}
	return nil
}
