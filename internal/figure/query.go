package figure

import (
	"fmt"
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
		return "(SELECT * FROM " + s.table(s.store.Book().Register(part[1]), v) + " AS seen WHERE voided = '' AND merged = 0)"
	})
}

// table gives a register as a view sees it, with what is void and merged.
func (s *statement) table(reg *record.Register, v view) string {
	switch {
	case v.since == 0 && v.known == 0:
		return reg.Name
	case v.since == 0:
		return store.AsKnown(reg, v.known)
	case v.known == 0:
		return s.share(fmt.Sprintf("%s_now_%d", reg.Name, v.since), "SELECT * FROM "+reg.Name+" WHERE id"+changed(reg, v.since))
	}
	return s.share(fmt.Sprintf("%s_at_%d", reg.Name, v.known), "SELECT * FROM "+store.AsKnown(reg, v.known, "id"+changed(reg, v.since))+" AS known")
}

// changed keeps the records of a register that changed after a number.
func changed(reg *record.Register, since int64) string {
	return fmt.Sprintf(" IN (SELECT record FROM audit WHERE register = '%s' AND seq > %d)", reg.Name, since)
}

// today reports whether the question is of today or later: what stands in a
// record now is then its state, for no step can take effect tomorrow.
func (s *statement) today() bool { return s.q.At >= s.store.Today() }

// states gives (record, state) on the question's day.
func (s *statement) states(reg *record.Register, v view) string {
	if s.today() && (v.known == 0 || v.since != 0) {
		return fmt.Sprintf("(SELECT id AS record, %s AS state FROM %s AS seen)", reg.State.Name, s.table(reg, v))
	}
	name, where := reg.Name+"_state", ""
	if v.known != 0 {
		name, where = fmt.Sprintf("%s_at_%d", name, v.known), fmt.Sprintf(" AND seq <= %d", v.known)
	}
	if v.since != 0 {
		name, where = fmt.Sprintf("%s_since_%d", name, v.since), where+" AND record"+changed(reg, v.since)
	}
	return s.share(name, fmt.Sprintf(`SELECT record, to_state AS state FROM (SELECT record, to_state, row_number() OVER (PARTITION BY record ORDER BY on_day DESC, id DESC) AS place
		FROM passage WHERE register = '%s' AND on_day <= '%s'%s) AS ranked WHERE place = 1`, reg.Name, s.q.At, where))
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

// number gives the SQL of one number; or, of one that was counted at an
// earlier change, what it was then, less what the records changed since added
// to it, plus what they add now.
func (s *statement) number(c *Contract, list string, was int64, since int64) string {
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
