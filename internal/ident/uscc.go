package ident

import (
	"fmt"
	"strings"
)

// The alphabet of GB 32100-2015, without I, O, S, V and Z, and the weights
// 3^i mod 31 of its first 17 characters.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var usccWeights = [...]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// Weights of the organisation code (组织机构代码, GB 11714), which is inside.
var orgWeights = [...]int{3, 7, 9, 10, 5, 8, 4, 2}

// What the letters that the alphabet leaves out are usually misread from.
var usccMisread = map[rune]string{'I': "数字 1", 'O': "数字 0", 'S': "数字 5", 'V': "字母 U", 'Z': "数字 2"}

// Category is the registering department and class of a credit code: its first two
// characters.
type Category string

// Those of civil affairs (民政). Village and Residents are inferred (推断).
const (
	Association          Category = "51" // 社会团体
	PrivateNonEnterprise Category = "52" // 民办非企业单位（社会服务机构）
	Foundation           Category = "53" // 基金会
	Village              Category = "54" // 村委会
	ResidentsCommittee   Category = "55" // 居委会
	OtherCivil           Category = "59" // 其他
)

// Label names the category in Chinese, "" if it is not known here. What is not of
// civil affairs is inferred (推断).
func (c Category) Label() string {
	return map[Category]string{
		Association: "社会团体", PrivateNonEnterprise: "民办非企业单位", Foundation: "基金会",
		Village: "村委会", ResidentsCommittee: "居委会", OtherCivil: "民政登记的其他组织",
		"11": "机关", "12": "事业单位", "13": "群众团体", "91": "企业", "92": "个体工商户", "93": "农民专业合作社",
	}[c]
}

// USCCCategory gives the category of a credit code, "" if it is too short.
func USCCCategory(code string) Category {
	if len(code) < 2 {
		return ""
	}
	return Category(code[:2])
}

// NormalizeUSCC puts a credit code into its stored form: 18 half-width capitals
// and digits, without spaces.
func NormalizeUSCC(s string) string { return code(s) }

// CheckUSCC checks the form of a normalised credit code by GB 32100-2015: length,
// alphabet, digits in the registrar's division (3 to 8) and check character. The
// organisation code inside has a check of its own, which some early codes break
// (推断): that is only a warning, to be shown beside the field.
func CheckUSCC(s string) (warning string, err error) {
	runes := []rune(s)
	for i, r := range runes {
		if guess := usccMisread[r]; guess != "" {
			return "", invalid("统一社会信用代码第 %d 位不会是字母 %c，可能是%s，请对照证书改正", i+1, r, guess)
		}
		if !strings.ContainsRune(usccAlphabet, r) {
			return "", invalid("统一社会信用代码第 %d 位应为数字或大写字母，现在是%s，请对照证书改正", i+1, say(r))
		}
		if 2 <= i && i < 8 && r > '9' {
			return "", invalid("统一社会信用代码第 %d 位属登记机关的区划代码，应为数字，现在是%s，请对照证书改正", i+1, say(r))
		}
	}
	if len(runes) != 18 {
		return "", invalid("统一社会信用代码应为 18 位，现在是 %d 位，请对照证书改正", len(runes))
	}
	if s[17] != usccCheck(s) {
		return "", invalid("统一社会信用代码的校验位对不上，至少有一位写错，请对照证书逐位核对")
	}
	if s[16] != orgCheck(s[8:]) {
		return "统一社会信用代码第 9 到 17 位（主体标识码）的校验位对不上，个别早期代码如此，请再对照证书核对一次", nil
	}
	return "", nil
}

// usccCheck gives the check character of the first 17 of s.
func usccCheck(s string) byte {
	sum := 0
	for i, w := range usccWeights {
		sum += w * strings.IndexByte(usccAlphabet, s[i])
	}
	return usccAlphabet[(31-sum%31)%31]
}

// orgCheck gives the check character of an organisation code's first 8.
func orgCheck(s string) byte {
	sum := 0
	for i, w := range orgWeights {
		digit := int(s[i] - '0')
		if s[i] >= 'A' {
			digit = int(s[i]-'A') + 10
		}
		sum += w * digit
	}
	return "0123456789X0"[11-sum%11]
}

// USCCFor makes a valid credit code for the demo and the tests: of a category, by
// the registrar of a county (6 digits), numbered by serial from 0. It is made up,
// but an organisation may bear it by chance: never look one up.
func USCCFor(category Category, county string, serial int) (string, error) {
	head := "MJQ"
	switch category {
	case Village, ResidentsCommittee:
		head = "MEQ"
	case "11":
		head = "MB0Q"
	case "91":
		head = "MA6Q"
	}
	s := fmt.Sprintf("%s%s%s%0*d", category, county, head, 8-len(head), serial)
	if category.Label() == "" || len(county) != 6 || serial < 0 || len(s) != 16 {
		return "", fmt.Errorf("no credit code for category %q, county %q, serial %d", category, county, serial)
	}
	s += string(orgCheck(s[8:]))
	s += string(usccCheck(s))
	_, err := CheckUSCC(s)
	return s, err
}
