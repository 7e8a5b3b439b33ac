package ident

import (
	"regexp"
	"strings"
)

var (
	mobile     = regexp.MustCompile(`^1[3-9]\d{9}$`)
	landline   = regexp.MustCompile(`^(010|02\d|0[3-9]\d\d)-[2-9]\d{6,7}$`)
	areaCode   = regexp.MustCompile(`^(010|02\d|0[3-9]\d\d)(\d+)$`)
	mainland   = regexp.MustCompile(`^(?:\+|00)?86(1\d{10}|0\d{9,11})$`)
	otherDials = strings.NewReplacer("(", "", ")", "")
)

// NormalizePhone puts a telephone number into its stored form: a mobile number as
// 11 digits without +86, a landline with its area code as 0830-2345678.
func NormalizePhone(s string) string {
	s = otherDials.Replace(code(s))
	s = mainland.ReplaceAllString(s, "$1")
	return areaCode.ReplaceAllString(s, "$1-$2")
}

// CheckPhone checks a normalised number: a mobile (手机) 1[3-9] and 9 digits, or a
// landline (固定电话) with area code and 7 or 8 digits.
func CheckPhone(s string) error {
	switch {
	case mobile.MatchString(s), landline.MatchString(s):
		return nil
	case strings.HasPrefix(s, "1") && len(s) != 11:
		return invalid("手机号应为 11 位，现在是 %d 位", len([]rune(s)))
	case strings.HasPrefix(s, "1"):
		return invalid("手机号不对：应为 11 位数字，第 2 位是 3 到 9")
	}
	return invalid("电话应为 11 位手机号，或“区号-号码”的固定电话；分机号请写在备注里")
}

// MaskPhone shows the ends of a mobile number, 138****2046, and the area code and
// the last four of a landline, 0830-****5678. All else is hidden whole.
func MaskPhone(s string) string {
	switch {
	case mobile.MatchString(s):
		return s[:3] + "****" + s[7:]
	case landline.MatchString(s):
		return s[:strings.Index(s, "-")] + "-****" + s[len(s)-4:]
	}
	return hide(s)
}
