package store

import (
	"context"
	"fmt"
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
			if id := parseCode(code); id != 0 {
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
	f := k.Fields[0]
	byValue := map[any][]*draft{}
	var values []any
	for _, d := range drafts {
		text := d.In[f.Name]
		if d.Code != "" || strings.TrimSpace(text) == "" {
			continue
		}
		in, err := st.find.Resolve(ctx, st.reg, record.Input{f.Name: text})
		if err != nil {
			continue // said when the row is read
		}
		scratch := st.reg.New()
		if f.Kind.Parse(f.Ptr(scratch), in[f.Name]) != nil {
			continue
		}
		v := st.store.keyValue(f, scratch)
		if byValue[v] == nil {
			values = append(values, v)
		}
		byValue[v] = append(byValue[v], d)
	}
	if len(values) == 0 {
		return nil
	}
	column := keyColumns(k)[0]
	rows, err := st.find.q.Query(ctx, fmt.Sprintf("SELECT id, %[1]s FROM %[2]s WHERE %[1]s IN (?%[3]s) AND voided = '' AND merged = 0",
		column, st.reg.Name, strings.Repeat(", ?", len(values)-1)), values...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var v any
		if err := rows.Scan(&id, &v); err != nil {
			return err
		}
		if raw, ok := v.([]byte); ok {
			v = string(raw)
		}
		for _, d := range byValue[v] {
			if d.named != id {
				wanted[id] = append(wanted[id], d)
			}
			d.keyed(id, st.reg, k)
		}
	}
	return rows.Err()
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

// keys holds a row against the rows before it, and against the records there
// are. A key that holds only while a field is empty is left to the change
// itself where making a record puts the one before in order.
func (st *stager) keys(ctx context.Context, d *draft) error {
	if d.before != nil {
		st.once(d, fmt.Sprint("id ", record.BaseOf(d.before).ID), fault.Problem{Label: ColumnCode, Text: "是同一条" + st.reg.Label})
	}
	_, prepares := d.after.(record.Preparer)
	for i, k := range st.reg.Keys {
		values, holds := st.store.keyValues(k, d.after)
		if !holds || prepares && len(k.While) > 0 {
			continue
		}
		f := k.Fields[0]
		st.once(d, fmt.Sprint("key ", i, values), fault.Problem{Field: f.Name, Label: f.Label, Text: k.Message})
		if d.before != nil {
			if was, held := st.store.keyValues(k, d.before); held && fmt.Sprint(was) == fmt.Sprint(values) {
				continue
			}
		}
		c := &cond{}
		c.addKey(st.reg, k, values)
		var n int
		if err := st.find.q.QueryRow(ctx, "SELECT count(*) FROM "+st.reg.Name+" WHERE "+c.sql(), c.args...).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			d.add(f.Name, f.Label, "%s", k.Message)
		}
	}
	return nil
}

// once complains of a row that says again what a row before it said.
func (st *stager) once(d *draft, what string, p fault.Problem) {
	if line := st.seen[what]; line != 0 {
		d.add(p.Field, p.Label, "与第 %d 行重复：%s；请留一行", line, p.Text)
		return
	}
	st.seen[what] = d.Line
}
