package figure

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// statement is one statement of SQL as it is written for a question: lists
// with their names filled in, before them the tables that lists share. Days,
// codes and numbers have been checked, so they stand in the text as they are.
type statement struct {
	*Engine
	q        Question
	settings map[string]string
	shared   []string
}

// view is how a list sees the registers: as known at a number (0: now), and
// maybe only the records that changed after a number.
type view struct{ known, since int64 }

func (s *statement) now() view { return view{known: s.q.Known} }

// with begins the statement with the tables that its lists share.
func (s *statement) with() string {
	if len(s.shared) == 0 {
		return ""
	}
	return "WITH " + strings.Join(s.shared, ", ") + " "
}

// share gives the name of a table that is made once for the whole statement.
func (s *statement) share(name, body string) string {
	if def := name + " AS MATERIALIZED (" + body + ")"; !slices.Contains(s.shared, def) {
		s.shared = append(s.shared, def)
	}
	return name
}

// list fills in the names a contract's list says in braces.
func (s *statement) list(c *Contract, list string, v view) string {
	return macro.ReplaceAllStringFunc(list, func(m string) string {
		part := macro.FindStringSubmatch(m)
		switch part[1] {
		case "at":
			return "'" + string(s.q.At) + "'"
		case "from":
			if c.Period == Cumulative {
				return "'0000'"
			}
			return "'" + string(s.q.At.YearStart()) + "'"
		case "setting":
			return s.settings[part[2]]
		case "state":
			return s.states(s.store.Book().Register(part[2]), v)
		}
		return "(SELECT * FROM " + s.table(c, s.store.Book().Register(part[1]), v) + " AS seen WHERE voided = '' AND merged = 0)"
	})
}

// table gives a register as a view sees it, with what is void and merged.
func (s *statement) table(c *Contract, reg *record.Register, v view) string {
	switch {
	case v.since == 0 && v.known == 0:
		return reg.Name
	case v.since == 0:
		return store.AsKnown(reg, v.known)
	}
	name, touched := s.touched(c, reg, v.since)
	if v.known == 0 {
		return s.share(name+"_now", "SELECT * FROM "+reg.Name+" WHERE id"+touched)
	}
	return s.share(name+"_then", "SELECT * FROM "+store.AsKnown(reg, v.known, "id"+touched)+" AS known")
}

// touched keeps the records of a register by which a figure may have changed
// after a number, and gives a name for them: the records of its list that
// changed or had one beside them that did, and those beside these.
func (s *statement) touched(c *Contract, reg *record.Register, since int64) (name, in string) {
	changed := func(register string) string {
		return fmt.Sprintf("SELECT record FROM audit WHERE register = '%s' AND seq > %d", register, since)
	}
	name, main := fmt.Sprintf("%s_%d", c.Register.Name, since), changed(c.Register.Name)
	for _, beside := range slices.Sorted(maps.Keys(c.Beside)) {
		name += "_" + beside
		for _, table := range []string{beside, beside + "_history"} {
			main += fmt.Sprintf(" UNION SELECT %s FROM %s WHERE id IN (%s)", c.Beside[beside], table, changed(beside))
		}
	}
	in = " IN (SELECT record FROM " + s.share(name, main) + ")"
	if reg == c.Register {
		return name, in
	}
	return name + "__" + reg.Name, fmt.Sprintf(" IN (SELECT id FROM %s WHERE %s%s UNION %s)", reg.Name, c.Beside[reg.Name], in, changed(reg.Name))
}

// today reports whether the question is of today or later: what stands in a
// record now is then its state, for no step can take effect tomorrow.
func (s *statement) today() bool { return s.q.At >= s.store.Today() }

// states gives (record, state) on the question's day, null before the first.
// Records are found by their ids on purpose: whatever a database believes of
// its tables, a list then takes one look at each of its records, and after a
// change only at those that changed.
func (s *statement) states(reg *record.Register, v view) string {
	state := reg.State.Name
	switch {
	case s.today() && v == view{}:
	case s.today() && v.known == 0:
		state += " || ''" // no index of states leads to all those that did not change
	default:
		known := ""
		if v.known != 0 {
			known = fmt.Sprintf(" AND p.seq <= %d", v.known)
		}
		state = fmt.Sprintf("(SELECT p.to_state FROM passage p WHERE p.record = seen.id AND p.on_day <= '%s'%s ORDER BY p.on_day DESC, p.id DESC LIMIT 1)", s.q.At, known)
	}
	return fmt.Sprintf("(SELECT seen.id AS record, %s AS state FROM %s AS seen)", state, reg.Name)
}

// within keeps the rows of a list that lie in the question's division. A record
// of several divisions lies in each of them and is counted once in what holds
// them all.
func (s *statement) within(c *Contract, v view) string {
	if s.q.Area == "" {
		return "1 = 1"
	}
	lo, hi := area.Bounds(s.q.Area)
	in := fmt.Sprintf("(area >= '%s' AND area < '%s')", lo, hi)
	if !several(c.Register) {
		return in
	}
	return fmt.Sprintf("(%s OR id IN (SELECT record FROM record_area WHERE register = '%s' AND %s AND %s))", in, c.Register.Name, in, open(v))
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
	return fmt.Sprintf("(SELECT %s FROM (%s) AS listed WHERE %s)", c.total(), s.list(c, list, v), s.within(c, v))
}

// number gives the SQL of one number, as it stands; or, of one that was counted
// at an earlier change, what it was then, less what the records touched since
// added to it, plus what they add now.
func (s *statement) number(c *Contract, list string, was, since int64) string {
	if since == 0 || list == "" {
		return s.measure(c, list, s.now())
	}
	return fmt.Sprintf("%d - %s + %s", was, s.measure(c, list, view{known: since, since: since}), s.measure(c, list, view{since: since}))
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
func (s *statement) spread(c *Contract) string {
	own := fmt.Sprintf("SELECT %s FROM (%s) AS own", c.columns(), s.list(c, c.List, s.now()))
	if !several(c.Register) {
		return own
	}
	more := strings.Replace(c.columns(), "area", "further.area", 1)
	return fmt.Sprintf("%s UNION SELECT %s FROM (%s) AS own JOIN (SELECT record, area FROM record_area WHERE register = '%s' AND %s) AS further ON further.record = own.id",
		own, strings.Replace(more, "id", "own.id", 1), s.list(c, c.List, s.now()), c.Register.Name, open(s.now()))
}
