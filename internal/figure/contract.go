// Package figure gives the numbers the county reports. A figure is a list that
// has been counted: a contract names the list of records it measures (and, for
// a ratio, the list it is out of), so that opening a figure always shows the
// records behind it, for the division, the day and the knowledge it was for.
// No number is ever typed in.
package figure

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sanshe/internal/clock"
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
	Money                // a sum in fen (分), shown in yuan
)

// Contract (指标口径) says what a figure measures.
type Contract struct {
	Name     string // stable: API, command line and reports
	Label    string
	Unit     string // 家 个 场 人次 人 小时 %
	Each     string // what a percentage counts its records in: 家; others count in Unit
	Chapter  int    // 1 to 4
	Register *record.Register
	Rule     string       // in words an auditor can follow
	Excludes string       // what is left out, and why
	Basis    string       // the rule it rests on
	Owner    string       // who answers for it
	Version  int          // of the definition
	Before   []Definition // the versions before it, oldest first
	Settings []string     // the parameters it depends on
	Period   Period
	Measure  Measure
	Shape    Shape
	Style    Style

	// List is SQL that gives the records, each once: columns id and area; n for
	// Sum, k for Distinct, d for a Dated figure's day. It may say {register} for
	// a register's table and {state register} for (record, state), both as known;
	// {at} and {from} for the last and the first day; {setting name}.
	List string
	// Of is the base of a ratio, in the same terms. List must lie within it.
	Of    string
	Dated bool
	// Alone says that whether a record is listed, and what it adds, depends on
	// that record and nothing else, or on those Beside it: records of the other
	// registers the list reads that point at it through a field. A change is
	// then counted by itself, instead of the whole list again.
	Alone  bool
	Beside map[string]string // register to field

	Adds []string // figures that add up to this one's numerator, shown in the fraction
	Base string   // the figure that is its denominator

	sources  []string          // the registers it depends on, once New has looked
	params   map[string]string // of an instance: what it is asked of
	from, to clock.Date        // of an instance: its own days
	asked    string            // of an instance: params and days, as one text
}

// Definition is an earlier version of what a figure measures.
type Definition struct {
	Rule  string
	Until clock.Date // the first day of the version after it
	Why   string     // 文号, or that it is inferred (推断)
}

var macro = regexp.MustCompile(`\{([a-z][a-z0-9_]*)(?: ([a-z0-9_.]+))?\}`)

// check reports the first way in which a contract is unsound.
func (c *Contract) check(book *record.Book) error {
	var says string
	switch {
	case c.Name == "" || c.Label == "" || c.Unit == "" || c.Rule == "" || c.Register == nil || c.List == "" || c.Version == 0:
		says = "lacks a name, label, unit, rule, version, register or list"
	case c.Version != len(c.Before)+1:
		says = "does not say what its earlier versions were"
	case c.Chapter < 1 || c.Chapter > 4:
		says = "belongs to no chapter"
	case c.Ratio() == (c.Of == ""):
		says = "only a ratio has a base"
	case c.Ratio() && c.Measure != Count:
		says = "a ratio counts records"
	case (c.Shape == Percent) != (c.Unit == "%"), (c.Shape == Percent) != (c.Each != ""):
		says = "a percentage has the unit % and says what it counts in"
	case (c.Shape == Money) != (c.Unit == "元"), c.Shape == Money && c.Measure != Sum:
		says = "money is a sum in 元"
	case !c.Ratio() && (c.Base != "" || c.Adds != nil):
		says = "only a ratio has parts"
	case strings.ContainsAny(macro.ReplaceAllString(c.List+c.Of, ""), "{}"):
		says = "a brace in its list is not filled in"
	case book.Register(c.Register.Name) != c.Register:
		says = "its register is not in the book"
	default:
		says = cmp.Or(c.checkNames(book), c.checkAlone(book))
	}
	if says != "" {
		return fmt.Errorf("figure %q: %s", c.Name, says)
	}
	return nil
}

// checkNames says which name in braces leads nowhere.
func (c *Contract) checkNames(book *record.Book) string {
	used := map[string]bool{}
	for _, m := range macro.FindAllStringSubmatch(c.List+c.Of, -1) {
		switch m[1] {
		case "at", "from":
		case "id", "of":
			if m[2] == "" {
				return "is asked of something without a name"
			}
		case "state":
			if r := book.Register(m[2]); r == nil || r.State == nil {
				return fmt.Sprintf("asks for the state of %q, which has none", m[2])
			}
		case "setting":
			if used[m[2]] = true; !slices.Contains(c.Settings, m[2]) {
				return fmt.Sprintf("does not declare setting %q", m[2])
			}
		default:
			if book.Register(m[1]) == nil {
				return fmt.Sprintf("reads %q, which is no register", m[1])
			}
		}
	}
	for _, s := range c.Settings {
		if !used[s] {
			return fmt.Sprintf("declares setting %q, which its list does not use", s)
		}
	}
	return ""
}

// checkAlone refuses the promise of Alone to lists that visibly look at records
// other than those it speaks of.
func (c *Contract) checkAlone(book *record.Book) string {
	if !c.Alone {
		return ""
	}
	if c.Measure == Distinct {
		return "says its records stand alone, but several may count as one"
	}
	for _, name := range c.reads() {
		for _, m := range []string{"{" + name + "}", "{state " + name + "}"} {
			if strings.Count(c.List, m) > 1 || strings.Count(c.Of, m) > 1 {
				return fmt.Sprintf("says its records stand alone, but reads %s twice", name)
			}
		}
		if name == c.Register.Name {
			continue
		}
		if f := book.Register(name).Field(c.Beside[name]); f == nil || book.Target(f) != c.Register {
			return fmt.Sprintf("says its records stand alone, but not how %s belongs to them", name)
		}
	}
	return ""
}

// reads gives the registers a contract depends on.
func (c *Contract) reads() []string {
	if c.sources != nil {
		return c.sources
	}
	out := []string{}
	for _, m := range macro.FindAllStringSubmatch(c.List+c.Of, -1) {
		name := m[1]
		if name == "state" {
			name = m[2]
		}
		if name != "at" && name != "from" && name != "setting" && name != "id" && name != "of" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Ratio reports whether the figure has a base, which is shown wherever it is.
func (c *Contract) Ratio() bool { return c.Shape == Percent || c.Shape == Part }

// Counted gives the unit of the records behind a figure.
func (c *Contract) Counted() string { return cmp.Or(c.Each, c.Unit) }

// total is the SQL of what the figure measures of a list.
func (c *Contract) total() string {
	return [...]string{Count: "count(*)", Sum: "CAST(coalesce(sum(n), 0) AS BIGINT)", Distinct: "count(DISTINCT k)"}[c.Measure]
}

// share is the SQL of what one row of a list adds: of several with the same k,
// the first adds one and the others nothing.
func (c *Contract) share() string {
	return [...]string{Count: "1", Sum: "n", Distinct: "CASE WHEN row_number() OVER (PARTITION BY k ORDER BY id) = 1 THEN 1 ELSE 0 END"}[c.Measure]
}

// columns are those of a list that total and share need.
func (c *Contract) columns() string {
	return [...]string{Count: "id, area", Sum: "id, area, n", Distinct: "id, area, k"}[c.Measure]
}
