// Package figure gives the numbers the county reports. A figure is a list that
// has been counted: a contract names the list of records it measures (and, for
// a ratio, the list it is out of), so that opening a figure always shows the
// records behind it, for the division, the day and the knowledge it was for.
// No number is ever typed in.
package figure

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sanshe/internal/record"
)

// Period says which days a figure speaks of.
type Period int

const (
	AsOf       Period = iota // 截至当日
	YearToDate               // 今年以来: from 1 January to the day
	Cumulative               // 累计: everything up to the day
)

func (p Period) String() string { return [...]string{"截至当日", "今年以来", "累计"}[p] }

// Measure says what is counted of a list.
type Measure int

const (
	Count    Measure = iota // rows
	Sum                     // of column n
	Distinct                // values of column k; never adds up over divisions
)

// Shape says how a figure with a base is shown.
type Shape int

const (
	Plain   Shape = iota // a number
	Percent              // a ratio, two decimals, half up
	Part                 // the number, out of the base: 11 of 11
)

// Contract (指标口径) says what a figure measures.
type Contract struct {
	Name     string // stable: API, command line and reports
	Label    string
	Unit     string // 家 个 场 人次 人 小时 %
	Chapter  int    // 1 to 4
	Register *record.Register
	Rule     string   // in words an auditor can follow
	Excludes string   // what is left out, and why
	Basis    string   // the rule it rests on
	Owner    string   // who answers for it
	Version  int      // of the definition
	Settings []string // the parameters it depends on
	Period   Period
	Measure  Measure
	Shape    Shape
	Style    Style

	// List is SQL that gives the records: columns id and area; n for Sum, k for
	// Distinct, d for a Dated figure's day. It may say {register} for a
	// register's table and {state register} for (record, state), both as known;
	// {at} and {from} for the last and the first day; {setting name}.
	List string
	// Of is the base of a ratio, in the same terms. List must lie within it.
	Of    string
	Dated bool

	Adds []string // figures that add up to this one's numerator, shown in the fraction
	Base string   // the figure that is its denominator
}

var macro = regexp.MustCompile(`\{([a-z_]+)(?: ([a-z_.]+))?\}`)

// check reports the first way in which a contract is unsound.
func (c *Contract) check(book *record.Book) error {
	switch {
	case c.Name == "" || c.Label == "" || c.Rule == "" || c.Register == nil || c.List == "" || c.Version == 0:
		return fmt.Errorf("figure %q lacks a name, label, rule, version, register or list", c.Name)
	case c.Chapter < 1 || c.Chapter > 4:
		return fmt.Errorf("figure %q belongs to no chapter", c.Name)
	case (c.Shape == Plain) != (c.Of == ""):
		return fmt.Errorf("figure %q: only a ratio has a base", c.Name)
	}
	for _, m := range macro.FindAllStringSubmatch(c.List+c.Of, -1) {
		switch m[1] {
		case "at", "from":
		case "state":
			if r := book.Register(m[2]); r == nil || r.State == nil {
				return fmt.Errorf("figure %q asks for the state of %q, which has none", c.Name, m[2])
			}
		case "setting":
			if !slices.Contains(c.Settings, m[2]) {
				return fmt.Errorf("figure %q does not declare setting %q", c.Name, m[2])
			}
		default:
			if book.Register(m[1]) == nil {
				return fmt.Errorf("figure %q reads %q, which is no register", c.Name, m[1])
			}
		}
	}
	return nil
}

// reads gives the registers a contract depends on.
func (c *Contract) reads() []string {
	var out []string
	for _, m := range macro.FindAllStringSubmatch(c.List+c.Of, -1) {
		name := m[1]
		if name == "state" {
			name = m[2]
		}
		if name != "at" && name != "from" && name != "setting" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Percentage writes num out of den with two decimals, half up, from integers;
// "" if there is nothing to divide by.
func Percentage(num, den int64) string {
	if den == 0 {
		return ""
	}
	h := (2*num*10_000 + den) / (2 * den)
	return fmt.Sprintf("%d.%02d", h/100, h%100)
}

// Style is how a number is rounded in a document (近、逾、余). The word is chosen
// from the exact value, which stays to be seen.
type Style struct {
	Round int64  // in units of the figure; 0 leaves the number as it is
	Near  int64  // from how many percent of the next round number 近 is said; 90 if 0
	Over  int64  // up to how many percent of the last one 逾 or 余 is said; 110 if 0
	Word  string // 逾 stands before, 余 after
}

// Words writes a value as a document says it.
func (s Style) Words(v int64) string {
	if s.Round <= 0 || v < 0 || v%s.Round == 0 {
		return plain(v)
	}
	near, over, word := s.Near, s.Over, s.Word
	if near == 0 {
		near = 90
	}
	if over == 0 {
		over = 110
	}
	down := v / s.Round * s.Round
	up := down + s.Round
	if down > 0 && v-down <= up-v && v*100 <= down*over {
		if word == "余" {
			return plain(down) + "余"
		}
		return "逾" + plain(down)
	}
	if up-v < v-down && v*100 >= up*near {
		return "近" + plain(up)
	}
	return plain(v)
}

// plain writes a number as documents do: whole ten-thousands with 万.
func plain(v int64) string {
	if v >= 10_000 && v%10_000 == 0 {
		return fmt.Sprintf("%d万", v/10_000)
	}
	return fmt.Sprint(v)
}

// grouped writes a number with separators, for tables.
func grouped(v int64) string {
	s := fmt.Sprint(v)
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 && s[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return b.String()
}
