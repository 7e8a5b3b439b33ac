package store

import (
	"fmt"
	"strings"

	"sanshe/internal/db"
	"sanshe/internal/record"
)

// How a page is read. Lists come newest first, which is the order of ids. Of a
// division with few records the index of the division finds them all, and the
// newest are taken of those; over a county that would be everything, so there
// records are walked from the newest until the page is full. SQLite, which keeps
// no count of what an index holds, is told; PostgreSQL knows.

// wayOf gives the index a page over a large division is walked by: that of its
// state, or none. It gives "" if another index may find fewer records at once.
func wayOf(reg *record.Register, q Query, place string) string {
	if len(place) > 6 || q.Text != "" || q.IDs != nil || q.Voided || q.ByArea {
		return ""
	}
	way := " NOT INDEXED"
	for name, want := range q.Filters {
		f := reg.Field(name)
		switch {
		case want == "":
		case f == reg.State && !strings.ContainsAny(want, ",."):
			way = " INDEXED BY " + reg.Name + "_recent"
		case hasIndex(reg, f):
			return ""
		}
	}
	return way
}

// hasIndex reports whether records are found by a field without reading others.
func hasIndex(reg *record.Register, f *record.Field) bool {
	if _, ok := f.Kind.(record.Ref); ok || f.IsSealed {
		return true
	}
	for _, k := range reg.Keys {
		if k.Fields[0] == f {
			return true
		}
	}
	return false
}

// source gives what the records of a condition are selected from. FTS5 gives
// what it found newest first, so that a page of a common word is as soon full
// as one of a rare word is exhausted.
func (c *cond) source(reg *record.Register) string {
	if c.words == "" {
		return reg.Name
	}
	return "(SELECT search.rowid AS hit, record AS found FROM search CROSS JOIN search_doc ON doc = search.rowid AND register = '" + reg.Name + "' WHERE search MATCH ?) AS hits CROSS JOIN " + reg.Name + " ON id = found"
}

// turn keeps what comes after a record, or before it, in the order of lists.
func (c *cond) turn(op string, id int64) {
	if c.words == "" {
		c.add("id "+op+" ?", id)
		return
	}
	c.add("hit "+op+" (SELECT doc FROM search_doc WHERE record <= ? ORDER BY record DESC LIMIT 1)", id)
}

// values gives the values of source and sql, in order.
func (c *cond) values() []any {
	if c.words == "" {
		return c.args
	}
	return append([]any{c.words}, c.args...)
}

// page gives where the records of one page are selected from, and which. What is
// walked in the order of the list is read as it is met; of what must be put in
// order SQLite finds the ids first, by an index that holds all that is asked,
// and then reads only the page.
func (c *cond) page(reg *record.Register, e db.Engine, order string, limit int) string {
	all := func(order string) string {
		return fmt.Sprintf("%s%s WHERE %s ORDER BY %s LIMIT %d", c.source(reg), c.way, c.sql(), order, limit)
	}
	switch {
	case c.words != "" && !strings.HasPrefix(order, "area"):
		return all(strings.Replace(order, "id", "hit", 1))
	case e == db.Postgres || c.way != "" || c.sorted:
		return all(order)
	}
	return fmt.Sprintf("%s WHERE id IN (SELECT id FROM %s) ORDER BY %s", reg.Name, all(order), order)
}
