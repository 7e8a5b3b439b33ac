package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// where turns a query into a condition within the actor's scope.
func (r *Reader) where(ctx context.Context, reg *record.Register, q Query) (*cond, error) {
	c := &cond{}
	if q.Area != "" {
		if err := area.Valid(q.Area); err != nil {
			return nil, err
		}
	}
	place, alone := r.store.scopeIn(c, reg, r.actor, q.Area)
	if alone && !hasAreas(reg) && r.q == db.Queryer(r.store.db) {
		if err := r.tally(ctx, c, reg, q, place); err != nil {
			return nil, err
		}
	}
	if q.Voided {
		c.add("(voided <> '' OR merged <> 0)")
	} else {
		c.add(live)
	}
	if q.Area != "" && (!alone || place != q.Area) {
		inArea(c, reg, q.Area)
	}
	var problems []fault.Problem
	for _, f := range reg.Fields { // in the order of the fields, so that statements are prepared once
		want, ok := q.Filters[f.Name]
		if !ok || want == "" {
			continue
		}
		if err := r.filter(c, reg, f, want); err != nil {
			problems = append(problems, fault.Problem{Field: f.Name, Label: f.Label, Text: err.Error()})
		}
	}
	for name := range q.Filters {
		if reg.Field(name) == nil {
			problems = append(problems, fault.Problem{Field: name, Label: name, Text: reg.Label + "没有这个字段"})
		}
	}
	if len(problems) > 0 {
		return nil, fault.Fields(problems...)
	}
	if q.IDs != nil {
		marks := make([]string, len(q.IDs))
		for i, id := range q.IDs {
			marks[i] = strconv.FormatInt(id, 10)
		}
		c.add("id IN (" + strings.Join(append(marks, "0"), ", ") + ")")
	}
	if q.Text != "" {
		r.match(c, reg, q)
	}
	if alone && r.q.Engine() == db.SQLite {
		c.way = wayOf(reg, q, place)
	}
	return c, nil
}

// tally tells what the tally of reg knows of a query: its total and, if nothing
// is in a grid (网格) below a community, that the community itself may be asked
// for: an index then gives its records in the order of lists.
func (r *Reader) tally(ctx context.Context, c *cond, reg *record.Register, q Query, place string) error {
	states, counts := r.statesOf(reg, q)
	counts = counts && !q.NoTotal
	narrow := !q.Voided && q.IDs == nil && area.LevelOf(place) == area.Community
	if !counts && !narrow {
		return nil
	}
	return r.store.tallied(ctx, reg, func(n *cells) {
		if counts {
			total := n.sum(place, states)
			c.total = &total
		}
		if narrow && !n.below(place) {
			c.parts, c.args, c.sorted = []string{"area = ?"}, []any{place}, true
		}
	})
}

func (r *Reader) filter(c *cond, reg *record.Register, f *record.Field, want string) error {
	if f.IsSealed {
		return r.filterSealed(c, reg, f, want)
	}
	if !f.CanFilter {
		return fmt.Errorf("不能按这一项筛选")
	}
	parse := func(s string) (any, error) {
		scratch := reg.New()
		if err := f.Kind.Parse(f.Ptr(scratch), s); err != nil {
			return nil, err
		}
		return f.Kind.Arg(f.Value(scratch)), nil
	}
	if from, to, ok := strings.Cut(want, ".."); ok {
		for _, end := range []struct{ op, s string }{{" >= ?", from}, {" <= ?", to}} {
			if end.s == "" {
				continue
			}
			v, err := parse(end.s)
			if err != nil {
				return err
			}
			c.add(f.Name+end.op, v)
		}
		c.add(f.Name + " <> ''")
		if f.Kind.Column() == "BIGINT" {
			c.parts = c.parts[:len(c.parts)-1]
		}
		return nil
	}
	var marks []string
	parts := []string{want}
	if choosy(f) { // a comma inside a number or a name is part of it
		parts = strings.Split(want, ",")
	}
	for _, part := range parts {
		v, err := parse(part)
		if err != nil {
			return err
		}
		marks, c.args = append(marks, "?"), append(c.args, v)
	}
	if len(marks) == 1 {
		c.parts = append(c.parts, f.Name+" = ?")
	} else {
		c.parts = append(c.parts, f.Name+" IN ("+strings.Join(marks, ", ")+")")
	}
	return nil
}

// choosy reports whether a field's values are picked from a list, so that
// several may be asked for.
func choosy(f *record.Field) bool {
	switch f.Kind.(type) {
	case record.Chosen, record.Coded, record.Targeted:
		return true
	}
	return f.Kind.Name() == "division"
}
