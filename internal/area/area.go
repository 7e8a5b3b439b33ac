// Package area reckons with division codes (行政区划代码): GB/T 2260 down to the
// county, then the statistical code (统计用区划代码) of the National Bureau of
// Statistics, then grids (网格). A code lies under another when it begins with it.
package area

import (
	"strings"

	"sanshe/internal/fault"
)

// Level is the storey a code belongs to, told by its number of digits.
type Level int

const (
	Malformed  Level = -1
	Everywhere Level = 0 // the code ""
	Province   Level = 2
	City       Level = 4
	County     Level = 6
	Town       Level = 9  // 镇、乡、街道
	Community  Level = 12 // 社区、村
	Grid       Level = 13 // 网格: any code longer than its community's
)

var levels = []Level{Everywhere, Province, City, County, Town, Community}

func (l Level) String() string {
	switch l {
	case Everywhere:
		return "全部"
	case Province:
		return "省"
	case City:
		return "市"
	case County:
		return "县（区）"
	case Town:
		return "镇（街道）"
	case Community:
		return "社区（村）"
	case Grid:
		return "网格"
	}
	return "区划代码不对"
}

// LevelOf tells the level of a code by its shape; Malformed if it is not Valid
// and not "".
func LevelOf(code string) Level {
	switch {
	case code == "":
		return Everywhere
	case Valid(code) != nil:
		return Malformed
	}
	return min(Level(len(code)), Grid)
}

const maxDigits = 20

// Cities without counties, whose towns lie under the city's code filled up to six
// digits: 东莞, 中山, 儋州, 嘉峪关.
var countyless = map[string]bool{"441900": true, "442000": true, "460400": true, "620200": true}

// Valid checks the shape of a code: digits, of a level's length, not filled up
// with zeros (510500 for 5105). Whether such a division exists it does not know.
// A grid's code is its community's and 1 to 8 digits more; grids of one community
// should have codes of one length, lest one begin with another. Errors are
// fault.Invalid.
func Valid(code string) error {
	if code == "" {
		return fault.New(fault.Invalid, "缺行政区划代码")
	}
	if i := strings.IndexFunc(code, func(r rune) bool { return r < '0' || r > '9' }); i >= 0 {
		return fault.New(fault.Invalid, "行政区划代码第 %d 位不是数字", i+1)
	}
	switch len(code) {
	case 2, 4, 6, 9, 12:
	default:
		if len(code) < 12 || len(code) > maxDigits {
			return fault.New(fault.Invalid, "行政区划代码现在是 %d 位，应为省 2 位、市 4 位、县 6 位、镇 9 位、社区 12 位，网格 13 到 %d 位", len(code), maxDigits)
		}
	}
	if short := unpadded(code); short != code {
		return fault.New(fault.Invalid, "行政区划代码“%s”末尾是补足位数的 0，应写“%s”", code, short)
	}
	return nil
}

// unpadded drops the zeros that fill a code up to the length of a lower level.
func unpadded(code string) string {
	for len(code) <= int(Community) && !countyless[code] {
		parent := Parent(code)
		if parent == "" || strings.Trim(code[len(parent):], "0") != "" {
			break
		}
		code = parent
	}
	return code
}

// Parent gives the code one level up: a grid's community, a county's city; "" for
// a province.
func Parent(code string) string {
	parent := ""
	for _, l := range levels {
		if int(l) < len(code) {
			parent = code[:l]
		}
	}
	return parent
}

// Ancestors gives the codes above code, the nearest first, down to the province's
// and without "".
func Ancestors(code string) []string {
	var above []string
	for p := Parent(code); p != ""; p = Parent(p) {
		above = append(above, p)
	}
	return above
}

// Bounds gives the range lo <= c < hi of the codes c at or below code, by bytes:
// the database must collate them so (PostgreSQL: C). It ends in ":", the byte
// after "9". "" is everywhere.
func Bounds(code string) (lo, hi string) { return code, code + ":" }

// Contains reports whether inner is outer or lies below it, just as Bounds does.
func Contains(outer, inner string) bool {
	lo, hi := Bounds(outer)
	return lo <= inner && inner < hi
}

// Kinds of a community.
const (
	Residents = "居委会" // residents' committee
	Villagers = "村委会" // villagers' committee
	Alike     = "其他"  // what is counted like one: a campus, a forest farm
)

// CommunityKind tells by the last three digits of a community (or the community of
// a grid) whether it is a residents' committee (001 to 199), a village (200 to
// 399) or neither; "" above the community. The ranges are inferred (推断), not read
// from a standard; the names of Sichuan's 2023 edition bear them out (README.md).
func CommunityKind(code string) string {
	if LevelOf(code) < Community {
		return ""
	}
	switch serial := code[9:12]; {
	case serial < "200":
		return Residents
	case serial < "400":
		return Villagers
	}
	return Alike
}
