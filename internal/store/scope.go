package store

import (
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/record"
)

// cond is a condition being gathered: parts joined by AND, with their values.
type cond struct {
	parts []string
	args  []any
	words string // SQLite: the search that finds the records, "" for none
	way   string // SQLite: the index a page is read by, "" for what the planner takes
}

func (c *cond) add(part string, args ...any) {
	c.parts = append(c.parts, part)
	c.args = append(c.args, args...)
}

func (c *cond) sql() string {
	if len(c.parts) == 0 {
		return "1 = 1"
	}
	return strings.Join(c.parts, " AND ")
}

// scope is the one place that says which records an actor may read. A nil
// actor is the authority of a step's effects and sees everything.
func (s *Store) scope(c *cond, r *record.Register, a *record.Actor) { s.scopeIn(c, r, a, "") }

// scopeIn is scope for a query that keeps to a division, "" for any. It gives
// the division the condition comes to, and whether it comes to nothing else: a
// division within the actor's own stands in its place, for of two ranges an
// index answers one.
func (s *Store) scopeIn(c *cond, r *record.Register, a *record.Actor, within string) (place string, alone bool) {
	if a == nil {
		return "", within == ""
	}
	var any cond
	if a.Holds(r.Rights.Read) {
		if place = a.Area; r.Rights.Reach == record.County {
			place = record.CountyOf(a.Area)
		}
		if within != "" && area.Contains(place, within) {
			place = within
		}
		inArea(&any, r, place)
		alone = true
	}
	if a.Holds(r.Rights.ReadOwn) {
		s.owned(&any, r, a)
	}
	for _, t := range r.Tasks {
		if t.ToOwner && a.Holds(t.Roles) { // an open task lets whoever has it read exactly its record
			for register, id := range a.Owns {
				any.add("id IN (SELECT record FROM task WHERE owner_register = ? AND owner = ? AND register = ? AND closed = 0)", register, id, r.Name)
			}
			break
		}
	}
	if len(any.parts) == 0 {
		c.add("1 = 0")
		return "", false
	}
	c.add("("+strings.Join(any.parts, " OR ")+")", any.args...)
	return place, alone && len(any.parts) == 1
}

// owned adds the records that belong to the actor.
func (s *Store) owned(c *cond, r *record.Register, a *record.Actor) {
	if r.Owner == nil {
		if id := a.Owns[r.Name]; id != 0 {
			c.add("id = ?", id)
		}
		return
	}
	if id := a.Owns[s.book.Target(r.Owner).Name]; id != 0 {
		c.add(r.Owner.Name+" = ?", id)
	}
}

// inArea adds the records of a division and everything under it. Codes are
// compared as a range, which an index answers.
func inArea(c *cond, r *record.Register, code string) {
	if code == "" {
		c.add("1 = 1")
		return
	}
	lo, hi := area.Bounds(code)
	if !hasAreas(r) {
		c.add("(area >= ? AND area < ?)", lo, hi)
		return
	}
	c.add("((area >= ? AND area < ?) OR id IN (SELECT record FROM record_area WHERE register = ? AND area >= ? AND area < ? AND until = 0))",
		lo, hi, r.Name, lo, hi)
}

func hasAreas(r *record.Register) bool {
	for _, f := range r.Fields {
		if f.IsAreas {
			return true
		}
	}
	return false
}

// MayRead reports whether the actor may read any of r's records.
func (s *Store) MayRead(r *record.Register, a *record.Actor) bool {
	var c cond
	s.scope(&c, r, a)
	return c.sql() != "1 = 0"
}
