// Package ident reads and checks what identifies: unified social credit codes
// (统一社会信用代码), citizen identity numbers (公民身份号码), telephone numbers, names,
// and text in general.
//
// Each kind has up to three functions. Normalize puts what was typed into the one
// stored form and never fails; Check judges the stored form, blank included, and
// says in Chinese what is wrong without telling the right digit; Mask gives what
// may be shown. Errors of Check are fault.Invalid.
package ident

import (
	"strings"
	"unicode"

	"sanshe/internal/fault"
)

// Narrow turns full-width letters, digits, punctuation and spaces (全角) into ASCII.
// It is for codes and numbers only: in prose full-width punctuation is right.
func Narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '　':
			return ' '
		case '！' <= r && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, s)
}

// code gives s narrow, in capitals, and without spaces, hyphens and invisible
// characters.
func code(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return r
	}, strings.ToUpper(Narrow(s)))
}

func invalid(format string, args ...any) error {
	return fault.New(fault.Invalid, format, args...)
}

// say names one character in a sentence: 字母 O, “号”, or that it cannot be seen.
func say(r rune) string {
	switch {
	case unicode.IsPrint(r) && r < unicode.MaxASCII && unicode.IsLetter(r):
		return "字母 " + string(r)
	case r == ' ':
		return "空格"
	case unicode.IsPrint(r):
		return "“" + string(r) + "”"
	}
	return "看不见的字符"
}
