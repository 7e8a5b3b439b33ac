package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// resolver resolves what people wrote and remembers what it has found, so that
// an import asks once for what many rows name.
type resolver struct {
	*Reader
	refs   map[called][2]int64  // least and greatest id of those called so; zeros for none
	areas  map[string][2]string // least and greatest code of the divisions called so
	there  map[inRegister]bool  // references that may be made
	placed map[string]placed    // codes, as the table of divisions has them
}

type called struct {
	reg  *record.Register
	text string
}

type inRegister struct {
	reg *record.Register
	id  int64
}

func newResolver(r *Reader) *resolver {
	return &resolver{r, map[called][2]int64{}, map[string][2]string{}, map[inRegister]bool{}, map[string]placed{}}
}

// namings are the fields a record is known by: its title, and each field that
// is a key of its own.
func namings(reg *record.Register) []*record.Field {
	var out []*record.Field
	if reg.Title != nil && !reg.Title.IsSealed {
		out = append(out, reg.Title)
	}
	for _, k := range reg.Keys {
		if f := k.Fields[0]; len(k.Fields) == 1 && f.Kind.Column() == "TEXT" && !f.IsSealed && f != reg.Title {
			out = append(out, f)
		}
	}
	return out
}

// lookUp finds the live records called one of texts that the actor may read:
// what cannot be read cannot be guessed at by name.
func (r *resolver) lookUp(ctx context.Context, target *record.Register, texts []string) error {
	texts = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(texts))), func(t string) bool {
		_, known := r.refs[called{target, t}]
		return known
	})
	for _, t := range texts {
		r.refs[called{target, t}] = [2]int64{}
	}
	for _, f := range namings(target) {
		c := oneOf(f.Name, texts)
		c.add("voided = '' AND merged = 0")
		r.store.scope(c, target, r.actor)
		if len(texts) == 0 {
			return nil
		}
		rows, err := r.q.Query(ctx, fmt.Sprintf("SELECT %[1]s, min(id), max(id) FROM %[2]s WHERE %[3]s GROUP BY %[1]s", f.Name, target.Name, c.sql()), c.args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			var lo, hi int64
			if err := rows.Scan(&text, &lo, &hi); err != nil {
				return err
			}
			key := called{target, text}
			if was := r.refs[key]; was[0] != 0 {
				lo, hi = min(lo, was[0]), max(hi, was[1])
			}
			r.refs[key] = [2]int64{lo, hi}
		}
		if err := rows.Err(); err != nil {
			return err
		}
	}
	return nil
}

// lookUpAreas finds the divisions in the actor's own that are called one of names.
func (r *resolver) lookUpAreas(ctx context.Context, names []string) error {
	names = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(names))), func(n string) bool {
		_, known := r.areas[n]
		return known
	})
	reg := r.store.opts.Divisions
	if len(names) == 0 || reg == nil {
		return nil
	}
	for _, n := range names {
		r.areas[n] = [2]string{}
	}
	c := oneOf(reg.Title.Name, names)
	lo, hi := area.Bounds(r.place())
	c.add("area >= ? AND area < ? AND voided = ''", lo, hi)
	rows, err := r.q.Query(ctx, fmt.Sprintf("SELECT %[1]s, min(area), max(area) FROM %[2]s WHERE %[3]s GROUP BY %[1]s", reg.Title.Name, reg.Name, c.sql()), c.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, lo, hi string
		if err := rows.Scan(&name, &lo, &hi); err != nil {
			return err
		}
		r.areas[name] = [2]string{lo, hi}
	}
	return rows.Err()
}

// division gives what a code is called, and whether it may be used: a county
// that has not loaded the table of divisions takes any, and grids are not in it.
func (r *resolver) division(ctx context.Context, code string) (name string, known bool, err error) {
	reg := r.store.opts.Divisions
	if reg == nil {
		return "", true, nil
	}
	code = code[:min(len(code), int(area.Community))]
	p, asked := r.placed[code]
	if !asked {
		var any bool
		err = r.q.QueryRow(ctx, fmt.Sprintf("SELECT coalesce((SELECT min(%[1]s) FROM %[2]s WHERE area = ? AND voided = ''), ''), EXISTS (SELECT 1 FROM %[2]s WHERE voided = '')",
			reg.Title.Name, reg.Name), code).Scan(&p.name, &any)
		p.known = p.name != "" || !any
		r.placed[code] = p
	}
	return p.name, p.known, err
}

type placed struct {
	name  string
	known bool
}

func oneOf(column string, values []string) *cond {
	c := &cond{}
	for _, v := range values {
		c.args = append(c.args, v)
	}
	c.parts = []string{column + " IN (" + strings.TrimPrefix(strings.Repeat(", ?", len(values)), ", ") + ")"}
	return c
}

// check says of each reference and division of rec whether it may be made, as
// a change would ask; what before has already may stay.
func (r *resolver) check(ctx context.Context, reg *record.Register, rec, before record.Record) ([]fault.Problem, error) {
	var problems []fault.Problem
	for _, f := range reg.Fields {
		target := r.store.book.Target(f)
		if target == nil || before != nil && f.Same(before, rec) {
			continue
		}
		ids := RefIDs(f, rec)
		if err := r.find(ctx, target, ids); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(ids, func(id int64) bool { return !r.there[inRegister{target, id}] }) {
			problems = append(problems, fault.Problem{Field: f.Name, Label: f.Label,
				Text: fmt.Sprintf("没有找到所写的%s，或它已作废，或不在您的辖区；请核对", target.Label)})
		}
	}
	return problems, nil
}

// find remembers which of ids are live records that the actor may read.
func (r *resolver) find(ctx context.Context, target *record.Register, ids []int64) error {
	var marks []string
	for _, id := range ids {
		key := inRegister{target, id}
		if _, known := r.there[key]; !known {
			r.there[key] = false
			marks = append(marks, strconv.FormatInt(id, 10))
		}
	}
	if len(marks) == 0 {
		return nil
	}
	c := &cond{}
	c.add("id IN (" + strings.Join(marks, ", ") + ") AND voided = '' AND merged = 0")
	r.store.scope(c, target, r.actor)
	rows, err := r.q.Query(ctx, "SELECT id FROM "+target.Name+" WHERE "+c.sql(), c.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		r.there[inRegister{target, id}] = true
	}
	return rows.Err()
}

// tail gives what stands in 〔〕 at the end of a name: the number of a record or
// the code of a division, where the name alone would not do; "" if nothing.
func tail(text string) string {
	body, closed := strings.CutSuffix(text, "〕")
	if i := strings.LastIndex(body, "〔"); closed && i >= 0 {
		return body[i+len("〔"):]
	}
	return ""
}

// spell writes a name so that it is read as exactly one thing again: alone if
// it is clear, else with its number or code.
func spell(name, code string, clear bool) string {
	if _, err := strconv.ParseInt(name, 10, 64); clear && err != nil && !strings.ContainsAny(name, "、,，;；\n\r\t〕") {
		return name
	}
	return strings.Join(record.Split(name), " ") + "〔" + code + "〕"
}

// Spell gives how references to records are written in a file: by title where
// that is clear to this reader, else with the number, so that [Reader.Resolve]
// finds the same record again. Titles that are personal are masked.
func (r *Reader) Spell(ctx context.Context, target *record.Register, ids []int64) (map[int64]string, error) {
	out, err := r.Titles(ctx, target, slices.Clone(ids))
	if err != nil {
		return nil, err
	}
	find, titles := newResolver(r), []string{}
	for _, t := range out {
		titles = append(titles, t)
	}
	if err := find.lookUp(ctx, target, titles); err != nil {
		return nil, err
	}
	for _, id := range ids {
		title := out[id]
		if title == "" {
			title = target.Label
		}
		out[id] = spell(title, record.Code(id), find.refs[called{target, title}] == [2]int64{id, id})
	}
	return out, nil
}

// SpellAreas is [Reader.Spell] for divisions.
func (r *Reader) SpellAreas(ctx context.Context, codes []string) (map[string]string, error) {
	out, err := r.store.AreaNames(ctx, slices.Clone(codes))
	if err != nil {
		return nil, err
	}
	find, names := newResolver(r), []string{}
	for _, n := range out {
		names = append(names, n)
	}
	if err := find.lookUpAreas(ctx, names); err != nil {
		return nil, err
	}
	for _, code := range codes {
		if name := out[code]; name == "" {
			out[code] = code
		} else {
			out[code] = spell(name, code, find.areas[name] == [2]string{code, code})
		}
	}
	return out, nil
}
