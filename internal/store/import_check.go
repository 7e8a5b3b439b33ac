package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Labels of the columns that every register has in files besides its fields.
const (
	ColumnCode = "编号"
	ColumnArea = "区划"
)

// stager checks the rows of a batch, slice by slice.
type stager struct {
	store *Store
	actor *record.Actor
	reg   *record.Register
	known []*record.Field // what the system knows of a new record
	twins string          // what to do with rows that are there already
	find  *resolver
	seen  map[string]int64 // keys and numbers of rows before, with their lines
	named map[string]int64 // titles of rows before

}

func newStager(s *Store, a *record.Actor, b *Batch) *stager {
	st := &stager{store: s, actor: a, reg: b.Register, twins: b.Twins, find: newResolver(s.Reader(a)), seen: map[string]int64{}, named: map[string]int64{}}
	empty := st.reg.New()
	for _, f := range st.reg.Fields {
		if !f.IsState && !f.Same(empty, begun(st.reg, a, s.Today())) {
			st.known = append(st.known, f)
		}
	}
	return st
}

// draft is a row being checked.
type draft struct {
	ImportRow
	place    string
	in       record.Input  // resolved
	before   record.Record // nil if it makes a record
	after    record.Record
	changes  []FieldChange
	problems []fault.Problem
	notes    []fault.Problem
	named    int64 // the record its keys name
	twin     int64 // the record it is probably
	left     bool  // somebody left it out
}

func (d *draft) add(field, label, format string, args ...any) {
	d.problems = append(d.problems, fault.Problem{Field: field, Label: label, Text: fmt.Sprintf(format, args...)})
}

// take adds the problems of an error with fields; any other error comes back.
func (d *draft) take(err error) error {
	e := fault.As(err)
	if err == nil || e == nil || e.Kind != fault.Invalid {
		return err
	}
	d.problems = append(d.problems, e.Problems...)
	if len(e.Problems) == 0 {
		d.add("", "", "%s", e.Message)
	}
	return nil
}

// slice checks rows on one snapshot.
func (st *stager) slice(ctx context.Context, rows []ImportRow) ([]StagedRow, error) {
	var out []StagedRow
	err := st.store.db.Snapshot(ctx, func(q db.Queryer) error {
		st.find.Reader = st.store.ReaderAt(q, st.actor)
		drafts := make([]*draft, len(rows))
		for i, r := range rows {
			drafts[i] = &draft{ImportRow: r, problems: slices.Clone(r.Problems), left: r.Left}
		}
		for _, step := range []func(context.Context, []*draft) error{st.names, st.match, st.read, st.verify, st.keys} {
			if err := step(ctx, drafts); err != nil {
				return err
			}
		}
		for _, d := range drafts {
			out = append(out, st.staged(d))
		}
		return nil
	})
	return out, err
}

// names looks up at once what the rows call by name.
func (st *stager) names(ctx context.Context, drafts []*draft) error {
	for _, d := range drafts {
		if t := st.reg.Title; t != nil && d.Code == "" && strings.TrimSpace(d.In[t.Name]) != "" {
			st.named[strings.TrimSpace(d.In[t.Name])] = d.Line
		}
	}
	for _, f := range st.reg.Fields {
		target := st.store.book.Target(f)
		division := strings.HasPrefix(f.Kind.Name(), "division")
		if target == nil && !division {
			continue
		}
		var texts []string
		for _, d := range drafts {
			parts := []string{strings.TrimSpace(d.In[f.Name])}
			if f.Kind.Name() == "refs" || f.Kind.Name() == "divisions" {
				parts = record.Split(parts[0])
			}
			for _, p := range parts {
				if p = strings.TrimSpace(p); p != "" && tail(p) == "" {
					texts = append(texts, p)
				}
			}
		}
		var err error
		if division {
			err = st.find.lookUpAreas(ctx, texts)
		} else {
			err = st.find.lookUp(ctx, target, texts)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// read makes of each row the record it would be.
func (st *stager) read(ctx context.Context, drafts []*draft) error {
	ids := map[*record.Register][]int64{}
	for _, d := range drafts {
		if len(d.problems) > 0 && d.Code != "" && d.before == nil { // nobody knows which record it means
			continue
		}
		if err := st.readOne(ctx, d); err != nil {
			return err
		}
		for _, f := range st.reg.Fields {
			if target := st.store.book.Target(f); target != nil {
				ids[target] = append(ids[target], RefIDs(f, d.after)...)
			}
		}
	}
	for target, list := range ids {
		if err := st.find.find(ctx, target, list); err != nil {
			return err
		}
	}
	return nil
}

func (st *stager) readOne(ctx context.Context, d *draft) error {
	typed := record.Input{}
	for name, text := range d.In {
		f := st.reg.Field(name)
		if f != nil && d.before != nil && st.unchanged(ctx, f, d.before, text) {
			continue
		}
		if f != nil && f.IsPersonal && masked(f, text) {
			d.add(f.Name, f.Label, "“%s”是打码后的内容；请填完整的，或留着与现在一样的打码不改", text)
			continue
		}
		typed[name] = text
	}
	if err := st.place(ctx, d); err != nil {
		return err
	}
	if d.before == nil {
		d.after = begun(st.reg, st.actor, st.store.Today())
		record.BaseOf(d.after).Area = d.place
		if f := st.reg.State; f != nil && strings.TrimSpace(typed[f.Name]) == "" {
			delete(typed, f.Name)
		}
		for _, f := range st.known {
			if f.Asked() && strings.TrimSpace(typed[f.Name]) == "" {
				typed[f.Name] = f.Text(d.after)
				if f.IsRequired {
					d.notes = append(d.notes, fault.Problem{Field: f.Name, Label: f.Label, Text: "没有填，登记为“" + f.Text(d.after) + "”"})
				}
			}
		}
	} else {
		d.after = st.reg.Copy(d.before)
	}
	resolved, unresolved := st.find.Resolve(ctx, st.reg, typed)
	d.in = resolved
	if e := fault.As(unresolved); e != nil {
		for i, p := range e.Problems { // rows of one table do not see one another before they are records
			f := st.reg.Field(p.Field)
			if line := st.named[strings.TrimSpace(typed[p.Field])]; f != nil && line != 0 && st.store.book.Target(f) == st.reg {
				e.Problems[i].Text = fmt.Sprintf("“%s”在这张表的第 %d 行，还没有登记；先导入那一行，再导入这一行", typed[p.Field], line)
			}
		}
	}
	return d.take(gather(unresolved, st.reg.Set(d.after, resolved)))
}

// verify checks what the rows would make, as far as that needs no change.
func (st *stager) verify(ctx context.Context, drafts []*draft) error {
	for _, d := range drafts {
		if d.after == nil {
			continue
		}
		if err := st.verifyOne(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

func (st *stager) verifyOne(ctx context.Context, d *draft) error {
	if d.before != nil {
		settle(st.reg, d.after, d.before)
		if d.changes = (&Tx{}).diff(st.reg, d.before, d.after); len(d.changes) == 0 {
			return nil
		}
		if err := st.mayChange(d); err != nil {
			return d.take(err)
		}
		if err := st.inWords(ctx, d); err != nil {
			return err
		}
	}
	list := missing(st.reg, d.after)
	if len(d.problems) == 0 {
		list = st.reg.Check(d.after, d.before).List
	}
	refs, err := st.find.check(ctx, st.reg, d.after, d.before)
	if err != nil {
		return err
	}
	d.problems = append(append(d.problems, list...), refs...)
	return nil
}

// mayChange says what [Store.Edit] would.
func (st *stager) mayChange(d *draft) error {
	state := st.reg.StateOf(d.before)
	switch {
	case st.store.MayEdit(st.actor, st.reg, d.before) == nil:
		return nil
	case !st.actor.Holds(st.reg.Rights.Edit):
		return fault.New(fault.Invalid, "已经有这条%s，您的岗位不能修改它；请删去这一行，或联系登记单位", st.reg.Label)
	case !st.actor.Within(record.BaseOf(d.before).Area):
		return fault.New(fault.Invalid, "已经有这条%s，它不在您的辖区，不能修改；请删去这一行", st.reg.Label)
	}
	return fault.New(fault.Invalid, "这条%s现在是“%s”，不能再修改；请删去这一行", st.reg.Label, st.reg.StateLabel(state))
}

func missing(reg *record.Register, rec record.Record) []fault.Problem {
	var out []fault.Problem
	for _, f := range reg.Fields {
		if f.IsRequired && f.Asked() && f.Empty(rec) {
			out = append(out, fault.Problem{Field: f.Name, Label: f.Label, Text: "没有填"})
		}
	}
	return out
}

// firsts keeps the first problem of each field.
func firsts(list []fault.Problem) (out []fault.Problem) {
	for _, p := range list {
		same := func(q fault.Problem) bool { return q.Label == p.Label && (p.Label != "" || q.Text == p.Text) }
		if !slices.ContainsFunc(out, same) {
			out = append(out, p)
		}
	}
	return out
}

// staged gives what is kept of a row.
func (st *stager) staged(d *draft) StagedRow {
	row := StagedRow{Line: d.Line, Action: RowNew, Place: d.place, In: d.in, Code: d.Code, Area: d.Area, AreaName: d.AreaName, Changes: d.changes}
	if d.before != nil {
		b := record.BaseOf(d.before)
		row.Record, row.Version, row.Action = b.ID, b.Version, RowUpdate
		if len(d.changes) == 0 {
			row.Action = RowSame
		}
	}
	if d.twin != 0 && d.before == nil {
		if row.Twin = d.twin; st.twins == "" {
			row.Action = RowTwin
		}
	}
	for _, p := range firsts(d.notes) {
		row.Notes = append(row.Notes, d.said(p))
	}
	if d.after != nil {
		row.Title = st.reg.ShownTitle(d.after)
	}
	row.Said = record.Input{}
	for name, text := range d.In {
		if v, ok := d.in[name]; !ok || v != text {
			row.Said[name] = text
		}
	}
	if len(d.problems) > 0 {
		row.Action, row.In, row.Said, row.Changes = RowBad, d.In, nil, nil
		order := func(p fault.Problem) int { // as the columns stand
			return slices.IndexFunc(st.reg.Fields, func(f *record.Field) bool { return f.Label == p.Label })
		}
		slices.SortStableFunc(d.problems, func(a, b fault.Problem) int { return order(a) - order(b) })
		for _, p := range firsts(d.problems) {
			row.Problems = append(row.Problems, d.said(p))
		}
	}
	row.Unread = d.Problems
	if d.left || st.twins == TwinsSkip && (d.named != 0 || d.twin != 0) && d.Code == "" && row.Action != RowBad {
		row.Action, row.Left = RowSkip, d.left
	}
	return row
}

// said gives a problem with the cell it is about and what stands there.
func (d *draft) said(p fault.Problem) RowProblem {
	out := RowProblem{Field: p.Field, Label: p.Label, Text: p.Text}
	switch {
	case p.Field != "":
		out.Value = d.In[p.Field]
	case p.Label == ColumnArea:
		out.Field, out.Value = CellArea, d.Area
	case p.Label == ColumnCode:
		out.Field, out.Value = CellCode, d.Code
	}
	return out
}
