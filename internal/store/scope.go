package store

import (
	"slices"
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

	sorted bool   // an index gives what is found in the order of lists
	total  *int64 // how many are found, if that is known
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

// way is one of the ways in which a record is read: to whom it is open, and
// which records it leads to. They are a list so that a test can take each away,
// or let it lead everybody anywhere, and see that this is noticed.
type way struct {
	name  string
	below bool // leads to a division and everything under it
	open  func(*Store, *record.Register, *record.Actor) bool
	to    func(s *Store, c *cond, r *record.Register, a *record.Actor, place string)
}

// waysToRead lists them all.
func waysToRead() []way {
	below := func(_ *Store, c *cond, r *record.Register, _ *record.Actor, place string) { inArea(c, r, place) }
	return []way{
		{"division", true, func(_ *Store, r *record.Register, a *record.Actor) bool { return a.Holds(r.Rights.Read) }, below},
		{"audit", true, func(s *Store, r *record.Register, a *record.Actor) bool {
			return a.Holds(s.opts.Auditors) && !a.Holds(r.Rights.Read) && !r.Rights.Closed
		}, below},
		{"own", false, func(_ *Store, r *record.Register, a *record.Actor) bool { return a.Holds(r.Rights.ReadOwn) }, (*Store).owned},
		{"task of the owner", false, (*Store).hasOwnersTasks, (*Store).ownersTask},
		{"task by name", false, func(_ *Store, r *record.Register, a *record.Actor) bool { return a.Holds(r.Rights.ReadTask) }, (*Store).namedTask},
		{"glimpse", false, func(_ *Store, r *record.Register, a *record.Actor) bool { return a.Holds(r.Rights.Read) }, (*Store).glimpsed},
	}
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
	if !a.Only.Allows(record.ToRead, r.Name) || r.Rights.Closed && !a.InOwnName() {
		c.add("1 = 0")
		return "", false
	}
	var any cond
	reach := s.reachOf(r, a)
	if within != "" && area.Contains(reach, within) {
		reach = within
	}
	for _, w := range s.ways {
		if !w.open(s, r, a) {
			continue
		}
		if w.below {
			place, alone = reach, true
		}
		w.to(s, &any, r, a, reach)
	}
	if len(any.parts) == 0 {
		c.add("1 = 0")
		return "", false
	}
	c.add("("+strings.Join(any.parts, " OR ")+")", any.args...)
	return place, alone && len(any.parts) == 1
}

// reachOf gives the division in which an actor who may read a register reads it.
func (s *Store) reachOf(r *record.Register, a *record.Actor) string {
	if r.Rights.Reach == record.County {
		return record.CountyOf(a.Area)
	}
	return a.Area
}

// ReadsAtHome reports whether an actor may read rec for the division it is in,
// which needs no query to tell.
func (s *Store) ReadsAtHome(a *record.Actor, r *record.Register, rec record.Record) bool {
	return a.Only.Allows(record.ToRead, r.Name) && area.Contains(s.reachOf(r, a), record.BaseOf(rec).Area) && slices.ContainsFunc(s.ways, func(w way) bool { return w.below && w.open(s, r, a) })
}

// owned adds the records that belong to the actor, by any of their owners, and
// those that belong to a closed record that does: notes go with their case.
func (s *Store) owned(c *cond, r *record.Register, a *record.Actor, _ string) {
	var any cond
	if id := a.Owns[r.Name]; r.Owner == nil && id != 0 {
		any.add("id = ?", id)
	}
	for _, f := range r.Owners {
		target := s.book.Target(f)
		if id := a.Owns[target.Name]; id != 0 {
			any.add(f.Name+" = ?", id)
		}
		for _, g := range target.Owners {
			if !target.Rights.Closed {
				break
			}
			if id := a.Owns[s.book.Target(g).Name]; id != 0 {
				any.add(f.Name+" IN (SELECT id FROM "+target.Name+" WHERE "+g.Name+" = ?)", id)
			}
		}
	}
	if len(any.parts) > 0 {
		c.add("("+strings.Join(any.parts, " OR ")+")", any.args...)
	}
}

func (s *Store) hasOwnersTasks(r *record.Register, a *record.Actor) bool {
	return slices.ContainsFunc(r.Tasks, func(t *record.TaskRule) bool { return t.ToOwner && a.Holds(t.Roles) })
}

// ownersTask adds the records with an open task of an owner's: it lets whoever
// has it read exactly its record.
func (s *Store) ownersTask(c *cond, r *record.Register, a *record.Actor, _ string) {
	for register, id := range a.Owns {
		c.add("id IN (SELECT record FROM task WHERE owner_register = ? AND owner = ? AND register = ? AND closed = 0)", register, id, r.Name)
	}
}

// namedTask adds the records with an open task that was given to the actor by
// name.
func (s *Store) namedTask(c *cond, r *record.Register, a *record.Actor, _ string) {
	c.add("id IN (SELECT record FROM task WHERE account = ? AND account <> 0 AND register = ? AND closed = 0)", a.Self(), r.Name)
}

// glimpsed adds what the actor was let read for a while.
func (s *Store) glimpsed(c *cond, r *record.Register, a *record.Actor, _ string) {
	for _, g := range a.Glimpses {
		if g.Register == r.Name {
			c.add("id = ?", g.Record)
		}
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
	return slices.ContainsFunc(r.Fields, func(f *record.Field) bool { return f.IsAreas })
}

// MayRead reports whether the actor may read any of r's records.
func (s *Store) MayRead(r *record.Register, a *record.Actor) bool {
	var c cond
	s.scope(&c, r, a)
	return c.sql() != "1 = 0"
}
