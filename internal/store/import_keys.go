package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// match finds the records that rows are about: by number, or by a field that
// is a key of its own.
func (st *stager) match(ctx context.Context, drafts []*draft) error {
	wanted := map[int64][]*draft{}
	for _, d := range drafts {
		switch code := strings.TrimSpace(d.Code); {
		case code != "":
			if id := ParseCode(code); id != 0 {
				wanted[id] = append(wanted[id], d)
			} else {
				d.add("", ColumnCode, "“%s”不是%s的编号；新登记的请清空这一格", code, st.reg.Label)
			}
		default:
			d.Code = ""
		}
	}
	for _, k := range st.reg.Keys {
		if len(k.Fields) != 1 || len(k.While) > 0 {
			continue
		}
		if err := st.matchKey(ctx, k, drafts, wanted); err != nil {
			return err
		}
	}
	for _, k := range st.reg.Likes {
		if err := st.matchLike(ctx, k, drafts, wanted); err != nil {
			return err
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	ids := make([]string, 0, len(wanted))
	for id := range wanted {
		ids = append(ids, fmt.Sprint(id))
	}
	c := &cond{}
	c.add("id IN (" + strings.Join(ids, ", ") + ")")
	st.store.scope(c, st.reg, st.actor)
	list, err := st.find.load(ctx, st.reg, c.sql(), c.args)
	if err != nil {
		return err
	}
	for _, rec := range list {
		for _, d := range wanted[record.BaseOf(rec).ID] {
			if err := standing(st.reg, rec); err != nil {
				d.add("", ColumnCode, "%s；请删去这一行", fault.As(err).Message)
			}
			d.before = rec
		}
		delete(wanted, record.BaseOf(rec).ID)
	}
	for id, unread := range wanted {
		for _, d := range unread {
			if d.Code == "" { // it is there, and not theirs to read
				d.add("", "", "已经有这条%s（%s），不在您的辖区；请删去这一行", st.reg.Label, record.Code(id))
				continue
			}
			d.add("", ColumnCode, "没有找到编号为“%s”的%s；新登记的请清空这一格", d.Code, st.reg.Label)
		}
	}
	return nil
}

// matchKey looks up at once the key's values in rows that name no record.
func (st *stager) matchKey(ctx context.Context, k *record.Key, drafts []*draft, wanted map[int64][]*draft) error {
	asked := map[string][]*draft{}
	var tuples [][]any
	for _, d := range drafts {
		if d.Code != "" || strings.TrimSpace(d.In[k.Fields[0].Name]) == "" {
			continue
		}
		values, ok := st.said(ctx, k, d)
		if !ok {
			continue
		}
		what := fmt.Sprint(values)
		if asked[what] == nil {
			tuples = append(tuples, values)
		}
		asked[what] = append(asked[what], d)
	}
	return st.found(ctx, k, tuples, nil, func(id int64, values []any) {
		for _, d := range asked[fmt.Sprint(values)] {
			if d.named != id {
				wanted[id] = append(wanted[id], d)
			}
			d.keyed(id, st.reg, k)
		}
	})
}

// keyed notes which record a key names; two keys may name two.
func (d *draft) keyed(id int64, reg *record.Register, k *record.Key) {
	if d.named != 0 && d.named != id {
		d.add(k.Fields[0].Name, k.Fields[0].Label, "与另一条%s（%s）相同：%s；请核对", reg.Label, record.Code(id), k.Message)
	}
	d.named = id
}

// keyValue gives the value of a field as its key column keeps it.
func (s *Store) keyValue(f *record.Field, rec record.Record) any {
	if f.IsSealed {
		return s.keys.index(whole(f), f.Text(rec))
	}
	return f.Kind.Arg(f.Value(rec))
}

// keys holds rows against the rows before them, and against the records there
// are: one query a key. A key that holds only while a field is empty is left to
// the change itself where making a record puts the one before in order.
func (st *stager) keys(ctx context.Context, drafts []*draft) error {
	for _, d := range drafts {
		if d.before != nil && len(d.changes) > 0 {
			st.once(d, fmt.Sprint("id ", record.BaseOf(d.before).ID), fault.Problem{Label: ColumnCode, Text: "是同一条" + st.reg.Label})
		}
	}
	for _, k := range st.reg.Keys {
		if err := st.key(ctx, k, drafts); err != nil {
			return err
		}
	}
	for _, k := range st.reg.Likes {
		for _, d := range drafts {
			if values, holds := st.valuesOf(k, d.after); holds && d.before == nil {
				st.alike(d, k, fmt.Sprint("like ", labelsOf(k), values))
			}
		}
	}
	return nil
}

func (st *stager) key(ctx context.Context, k *record.Key, drafts []*draft) error {
	asked := map[string][]*draft{}
	var tuples [][]any
	for _, d := range drafts {
		values, holds := st.valuesOf(k, d.after)
		if _, prepares := d.after.(record.Preparer); !holds || prepares && len(k.While) > 0 || d.before != nil && len(d.changes) == 0 {
			continue
		}
		f, what := k.Fields[0], fmt.Sprint(values)
		st.once(d, fmt.Sprint("key ", labelsOf(k), what), fault.Problem{Field: f.Name, Label: f.Label, Text: k.Message})
		if d.before != nil {
			if was, held := st.valuesOf(k, d.before); held && fmt.Sprint(was) == what {
				continue
			}
		}
		if asked[what] == nil {
			tuples = append(tuples, values)
		}
		asked[what] = append(asked[what], d)
	}
	return st.found(ctx, k, tuples, nil, func(_ int64, values []any) {
		for _, d := range asked[fmt.Sprint(values)] {
			d.add(k.Fields[0].Name, k.Fields[0].Label, "%s", k.Message)
		}
	})
}

// found gives the live records that have one of the values of a key, tupleSlice
// of them in a query.
func (st *stager) found(ctx context.Context, k *record.Key, tuples [][]any, scope *cond, fn func(id int64, values []any)) error {
	for part := range slices.Chunk(tuples, tupleSlice) {
		c := &cond{parts: []string{"voided = ''", "merged = 0"}}
		columns := keyColumns(k)
		one := "(" + strings.Join(columns, " = ? AND ") + " = ?)"
		c.add("(" + one + strings.Repeat(" OR "+one, len(part)-1) + ")")
		for _, values := range part {
			c.args = append(c.args, values...)
		}
		for _, w := range k.While {
			c.add(w.Name+" = ?", w.Kind.Arg(w.Value(st.reg.New())))
		}
		if scope != nil {
			c.add(scope.sql(), scope.args...)
		}
		rows, err := st.find.q.Query(ctx, "SELECT id, "+strings.Join(columns, ", ")+" FROM "+st.reg.Name+" WHERE "+c.sql(), c.args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			values := make([]any, len(k.Fields))
			dest := []any{&id}
			for i := range values {
				dest = append(dest, &values[i])
			}
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			for i, v := range values {
				if raw, ok := v.([]byte); ok {
					values[i] = string(raw)
				}
			}
			fn(id, values)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
	}
	return nil
}

const tupleSlice = 200

func labelsOf(k *record.Key) string {
	var words []string
	for _, f := range k.Fields {
		words = append(words, f.Label)
	}
	return strings.Join(words, "、")
}

// matchLike finds the records that rows are probably, among those the actor may
// read, and does what was said of them.
func (st *stager) matchLike(ctx context.Context, k *record.Key, drafts []*draft, wanted map[int64][]*draft) error {
	asked := map[string][]*draft{}
	var tuples [][]any
	for _, d := range drafts {
		if d.Code != "" || d.named != 0 || d.twin != 0 {
			continue
		}
		values, ok := st.said(ctx, k, d)
		if !ok {
			continue
		}
		what := fmt.Sprint(values)
		if asked[what] == nil {
			tuples = append(tuples, values)
		}
		asked[what] = append(asked[what], d)
	}
	mine := &cond{}
	st.store.scope(mine, st.reg, st.actor)
	return st.found(ctx, k, tuples, mine, func(id int64, values []any) {
		for _, d := range asked[fmt.Sprint(values)] {
			if d.twin == 0 && st.twins == TwinsUpdate {
				wanted[id] = append(wanted[id], d)
			}
			if d.twin == 0 {
				d.twin = id
			}
		}
	})
}

// said gives what a row says of a key’s fields, if it says all of them.
func (st *stager) said(ctx context.Context, k *record.Key, d *draft) ([]any, bool) {
	scratch, in := begun(st.reg, st.actor, st.store.Today()), record.Input{}
	for _, f := range k.Fields {
		if text := d.In[f.Name]; strings.TrimSpace(text) != "" {
			in[f.Name] = text
		}
	}
	in, err := st.find.Resolve(ctx, st.reg, in)
	if err != nil || st.reg.Set(scratch, in) != nil {
		return nil, false // said when the row is read
	}
	return st.valuesOf(k, scratch)
}

// alike notes that a row before is probably the same.
func (st *stager) alike(d *draft, k *record.Key, what string) {
	if line := st.seen[what]; line != 0 {
		d.notes = append(d.notes, fault.Problem{Field: k.Fields[0].Name, Label: k.Fields[0].Label, Text: fmt.Sprintf("与第 %d 行的%s都相同；要是同一条，请跳过一行", line, labelsOf(k))})
		return
	}
	st.seen[what] = d.Line
}

// once complains of a row that says again what a row before it said.
func (st *stager) once(d *draft, what string, p fault.Problem) {
	if line := st.seen[what]; line != 0 {
		d.add(p.Field, p.Label, "与第 %d 行重复：%s；请留一行", line, p.Text)
		return
	}
	st.seen[what] = d.Line
}

// valuesOf gives what a key compares in rec, and whether the key holds for it; a
// row that could not be read has no record.
func (st *stager) valuesOf(k *record.Key, rec record.Record) ([]any, bool) {
	if rec == nil {
		return nil, false
	}
	return st.store.keyValues(k, rec)
}
