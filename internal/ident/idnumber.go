package ident

import (
	"fmt"
	"regexp"
	"strings"

	"sanshe/internal/clock"
)

// Weights and check characters of GB 11643-1999.
var idWeights = [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const idChecks = "10X98765432"

var idShape = regexp.MustCompile(`^\d{17}[\dX]$`)

// Sex is coded as in GB/T 2261.1.
type Sex int

const (
	SexUnknown Sex = 0
	Male       Sex = 1
	Female     Sex = 2
)

func (s Sex) String() string {
	switch s {
	case Male:
		return "男"
	case Female:
		return "女"
	}
	return "未知"
}

// NormalizeID puts an identity number into its stored form: half-width, without
// spaces, X in capital.
func NormalizeID(s string) string { return code(s) }

// CheckID checks a normalised identity number by GB 11643-1999: length, digits, a
// date of birth that exists, check character. It knows no present: that the birth
// is not in the future is for the caller to see.
func CheckID(s string) error {
	runes := []rune(s)
	for i, r := range runes {
		isDigit := '0' <= r && r <= '9'
		switch {
		case i < 17 && !isDigit:
			return invalid("身份证号第 %d 位应为数字，现在是%s", i+1, say(r))
		case i == 17 && !isDigit && r != 'X':
			return invalid("身份证号第 18 位应为数字或 X，现在是%s", say(r))
		}
	}
	switch len(runes) {
	case 18:
	case 15:
		return invalid("15 位的旧身份证号已停用，请填 18 位的新号")
	default:
		return invalid("身份证号应为 18 位，现在是 %d 位", len(runes))
	}
	if _, err := clock.ParseDate(s[6:14], ""); err != nil {
		return invalid("身份证号第 7 到 14 位的出生日期不对：%s", err)
	}
	if s[17] != idCheck(s) {
		return invalid("身份证号的校验位对不上，至少有一位写错，请对照证件逐位核对")
	}
	return nil
}

// idCheck gives the check character of the first 17 digits of s.
func idCheck(s string) byte {
	sum := 0
	for i, w := range idWeights {
		sum += w * int(s[i]-'0')
	}
	return idChecks[sum%11]
}

// IDBirth gives the date of birth in a valid identity number, else "".
func IDBirth(s string) clock.Date {
	if CheckID(s) != nil {
		return ""
	}
	return clock.Date(s[6:10] + "-" + s[10:12] + "-" + s[12:14])
}

// IDSex gives the sex in a valid identity number, else SexUnknown.
func IDSex(s string) Sex {
	switch {
	case CheckID(s) != nil:
		return SexUnknown
	case s[16]%2 == 1:
		return Male
	}
	return Female
}

// MaskID shows the division and the last four: 510522********0012. What is not
// shaped so is hidden whole.
func MaskID(s string) string {
	if !idShape.MatchString(s) {
		return hide(s)
	}
	return s[:6] + "********" + s[14:]
}

// hide gives stars that do not tell the length; nothing for nothing.
func hide(s string) string {
	if s == "" {
		return ""
	}
	return "****"
}

// SyntheticID makes a valid identity number that nobody living can bear, for the
// demo and the tests: born 1901 to 1904, of a county (6 digits), seq 0 to 999 (odd
// is male).
func SyntheticID(county string, birth clock.Date, seq int) (string, error) {
	if len(county) != 6 || birth.Year() < 1901 || birth.Year() > 1904 || seq < 0 || seq > 999 {
		return "", fmt.Errorf("no synthetic identity number for county %q, birth %q, seq %d: only births 1901 to 1904, seq 0 to 999", county, birth, seq)
	}
	s := fmt.Sprintf("%s%s%03d", county, strings.ReplaceAll(string(birth), "-", ""), seq)
	s += string(idCheck(s))
	return s, CheckID(s)
}
