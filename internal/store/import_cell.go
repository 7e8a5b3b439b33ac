package store

import (
	"context"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// unchanged reports whether text is what a file of ours would say of the
// field as it is.
func (st *stager) unchanged(ctx context.Context, f *record.Field, before record.Record, text string) bool {
	switch {
	case text == f.Text(before), f.IsPersonal && text == f.Masked(before):
		return true
	case f.IsState && strings.TrimSpace(text) == "":
		return true
	}
	if c, ok := f.Kind.(record.Coded); ok {
		return text == st.store.codeWords(ctx, c.List(), f, before)
	}
	return false
}

// inWords puts names in the place of codes and numbers in what a row changes.
func (st *stager) inWords(ctx context.Context, d *draft) error {
	for i, c := range d.changes {
		f := st.reg.Field(c.Field)
		if f == nil || f.IsPersonal {
			continue
		}
		d.changes[i].Is = strings.TrimSpace(d.In[f.Name])
		if k, ok := f.Kind.(record.Coded); ok {
			d.changes[i].Was = st.store.codeWords(ctx, k.List(), f, d.before)
		}
		target := st.store.book.Target(f)
		if target == nil {
			continue
		}
		var words []string
		ids := RefIDs(f, d.before)
		names, err := st.find.Spell(ctx, target, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			words = append(words, names[id])
		}
		d.changes[i].Was = strings.Join(words, "、")
	}
	return nil
}

// codeWords gives the labels of a field's codes, also of codes no longer in use.
func (s *Store) codeWords(ctx context.Context, list string, f *record.Field, rec record.Record) string {
	values, ok := f.Value(rec).([]string)
	if !ok {
		values = []string{f.Text(rec)}
	}
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = s.CodeLabel(ctx, list, v)
	}
	return strings.Join(words, "、")
}

// masked reports whether text is what a mask leaves.
func masked(f *record.Field, text string) bool {
	switch f.Kind.Name() {
	case "name", "phone", "id_number":
		return strings.Contains(text, "*")
	}
	return strings.ContainsAny(text, "*…") && text == f.Kind.Mask(text)
}

// place finds the division of a row, and holds it to the actor's own.
func (st *stager) place(ctx context.Context, d *draft) error {
	text := strings.TrimSpace(d.Area)
	switch {
	case text == "" && d.before != nil:
		d.place = record.BaseOf(d.before).Area
		return nil
	case text == "":
		d.place = st.actor.Area
		return nil
	}
	code, err := st.find.resolveDivision(ctx, text)
	if e := fault.As(err); e != nil && e.Kind == fault.Invalid {
		d.add("", ColumnArea, "%s", e.Message)
		return nil
	} else if err != nil {
		return err
	}
	name, known, err := st.find.division(ctx, code)
	if err != nil {
		return err
	}
	if d.AreaName != "" && name != "" && d.AreaName != name {
		d.add("", ColumnArea, "区划代码 %s 是“%s”，不是“%s”；请改对一个，或只填一个", code, name, d.AreaName)
	}
	switch d.place = code; {
	case !known && d.before == nil && st.reg != st.store.opts.Divisions:
		d.add("", ColumnArea, "区划表里没有“%s”；请核对，或改填社区、镇街的名称", code)
	case d.before != nil && code != record.BaseOf(d.before).Area:
		d.add("", ColumnArea, "这条%s登记在 %s；导入不能改变所在地，请打开它修改", st.reg.Label, record.BaseOf(d.before).Area)
	case d.before == nil && !st.actor.Within(code):
		d.add("", ColumnArea, "“%s”不在您的辖区，不能在那里登记%s", text, st.reg.Label)
	}
	return nil
}
