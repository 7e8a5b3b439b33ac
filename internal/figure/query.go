package figure

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/db"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// statement is the SQL of one question. Days, codes and numbers have been
// checked, so they stand in the text as they are.
type statement struct {
	*Engine
	q        Question
	settings map[string]string
	ahead    bool // a state moved on a day after the question's: a clock went wrong, or midnight passed
}

// view is how a list sees the registers: as known at a number (0: now), and
// maybe only by the records that changes touched.
type view struct {
	known int64
	only  *touched
}

func (s *statement) now() view { return view{known: s.q.Known} }

// looksUp is how a list looks up the state of a record of its own.
var looksUp = regexp.MustCompile(`JOIN \{state ([a-z0-9_]+)\} (\w+) ON (\w+)\.record = (\w+)\.id\b`)

// straight has a list take today's states where they stand, in the records it
// reads anyway, and not look for each once more by its id.
func (s *statement) straight(list string) string {
	for _, m := range looksUp.FindAllStringSubmatch(list, -1) {
		all, register, as, on, of := m[0], m[1], m[2], m[3], m[4]
		again := strings.Count(list, "} "+as+" ") > 1 || as != on || !strings.Contains(list, "{"+register+"} "+of+" ")
		if again || strings.Count(list, "} "+of+" ") > 1 {
			continue
		}
		list = strings.Replace(list, all, "JOIN (SELECT 1) "+as+" ON 1 = 1", 1)
		list = regexp.MustCompile(`\b`+as+`\.state\b`).ReplaceAllString(list, of+"."+s.store.Book().Register(register).State.Name)
	}
	return list
}

// list fills in the names that a contract's list says in braces.
func (s *statement) list(c *Contract, list string, v view) string {
	list = c.narrowed(list)
	if s.today() && v == (view{}) {
		list = s.straight(list)
	}
	return macro.ReplaceAllStringFunc(list, func(m string) string {
		part := macro.FindStringSubmatch(m)
		switch part[1] {
		case "at":
			if c.to != "" {
				return "'" + string(min(s.q.At, c.to)) + "'"
			}
			return "'" + string(s.q.At) + "'"
		case "id":
			return cmp.Or(c.params[part[2]], "0")
		case "of":
			return "'" + c.params[part[2]] + "'"
		case "from":
			if c.from != "" {
				return "'" + string(c.from) + "'"
			}
			if c.Period == Cumulative {
				return "'0000'"
			}
			return "'" + string(s.q.At.YearStart()) + "'"
		case "setting":
			return s.settings[part[2]]
		case "state":
			return s.states(s.store.Book().Register(part[2]), v)
		}
		return "(SELECT * FROM " + table(s.store.Book().Register(part[1]), v) + " AS seen WHERE voided = '' AND merged = 0)"
	})
}

// ofOne is a condition that holds for one thing when a contract is asked of it:
// AND ({id project} = 0 OR a.project = {id project}).
var ofOne = regexp.MustCompile(` AND \(\{(?:id|of) ([a-z_]+)\} = (?:0|'') OR ([^()]*)\)`)

// narrowed keeps of such conditions what is asked, and leaves out the others: an
// index then answers what it answered without them.
func (c *Contract) narrowed(list string) string {
	return ofOne.ReplaceAllStringFunc(list, func(m string) string {
		part := ofOne.FindStringSubmatch(m)
		if c.params[part[1]] == "" {
			return ""
		}
		return " AND " + part[2]
	})
}

// table gives a register as a view sees it, with what is void and merged.
func table(reg *record.Register, v view) string {
	switch {
	case v.only != nil && v.known == 0:
		return "(SELECT * FROM " + reg.Name + " WHERE " + v.only.live(reg) + ")"
	case v.only != nil:
		return store.AsKnownOf(reg, v.known, v.only.live(reg), v.only.images(reg))
	case v.known != 0:
		return store.AsKnown(reg, v.known)
	}
	return reg.Name
}

// today reports whether the question is of today or later: what stands in a
// record now is then its state, for no step can take effect tomorrow.
func (s *statement) today() bool { return !s.ahead && s.q.At >= s.store.Today() }

// snapshot reads for the statement. States of a day gone by are looked up one by
// one, which takes its time.
func (s *statement) snapshot(ctx context.Context, fn func(db.Queryer) error) error {
	if !s.today() || s.q.Known != 0 {
		ctx = db.Patient(ctx)
	}
	return s.store.DB().Snapshot(ctx, fn)
}

// states gives (record, state) on the question's day, null before the first.
// Records are found by their ids on purpose: whatever a database believes of
// its tables, a list then takes one look at each of its records, and after a
// change only at those that were touched.
func (s *statement) states(reg *record.Register, v view) string {
	state := reg.State.Name
	switch {
	case s.today() && v == view{}:
	case s.today() && v.known == 0:
		state += " || ''" // no index of states leads to all those that were not touched
	default:
		known := "p.until = 0"
		if v.known != 0 {
			known = fmt.Sprintf("p.seq <= %[1]d AND (p.until = 0 OR p.until > %[1]d)", v.known)
		}
		state = fmt.Sprintf("(SELECT p.to_state FROM passage p WHERE p.record = seen.id AND p.on_day <= '%s' AND %s ORDER BY p.on_day DESC, p.seq DESC, p.id DESC LIMIT 1)", s.q.At, known)
	}
	return fmt.Sprintf("(SELECT seen.id AS record, %s AS state FROM %s AS seen)", state, reg.Name)
}

// within keeps the rows of a list that lie in the question's division. A record
// of several divisions lies in each of them and is counted once in what holds
// them all.
func (s *statement) within(reg *record.Register, v view) string {
	if s.q.Area == "" {
		return "1 = 1"
	}
	lo, hi := area.Bounds(s.q.Area)
	in := fmt.Sprintf("(area >= '%s' AND area < '%s')", lo, hi)
	if !several(reg) {
		if s.store.DB().Engine() == db.SQLite && len(s.q.Area) <= 6 {
			return strings.ReplaceAll(in, "area", "+area") // no index of divisions leads to all of a county
		}
		return in
	}
	return fmt.Sprintf("(%s OR id IN (SELECT record FROM record_area WHERE register = '%s' AND %s AND %s))", in, reg.Name, in, open(v))
}

// open keeps the further divisions of records that stand in a view.
func open(v view) string {
	if v.known == 0 {
		return "until = 0"
	}
	return fmt.Sprintf("since <= %[1]d AND (until = 0 OR until > %[1]d)", v.known)
}

// several reports whether a register's records may belong to several divisions.
func several(r *record.Register) bool {
	return slices.ContainsFunc(r.Fields, func(f *record.Field) bool { return f.IsAreas })
}

// measure gives the SQL of one number.
func (s *statement) measure(c *Contract, list string, v view) string {
	if list == "" {
		return "0"
	}
	return fmt.Sprintf("(SELECT %s FROM (%s) AS listed WHERE %s)", c.total(), s.list(c, list, v), s.within(c.Register, v))
}

// part gives the SQL of one of a figure's lists.
func (s *statement) part(c *Contract, part PartName) string {
	switch part {
	case Denominator:
		return s.list(c, c.Of, s.now())
	case Rest:
		return fmt.Sprintf("SELECT * FROM (%s) AS base WHERE id NOT IN (SELECT id FROM (%s) AS counted)", s.list(c, c.Of, s.now()), s.list(c, c.List, s.now()))
	}
	return s.list(c, c.List, s.now())
}

// spread repeats a record for each further division it belongs to.
func (s *statement) spread(c *Contract, v view) string {
	list := s.list(c, c.List, v)
	own := fmt.Sprintf("SELECT %s FROM (%s) AS own", c.columns(), list)
	if !several(c.Register) {
		return own
	}
	return fmt.Sprintf("%s UNION SELECT %s FROM (%s) AS own JOIN (SELECT record, area AS further FROM record_area WHERE register = '%s' AND %s) AS also ON record = id",
		own, strings.Replace(c.columns(), "area", "further", 1), list, c.Register.Name, open(v))
}
