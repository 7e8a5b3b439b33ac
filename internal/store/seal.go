package store

import (
	"context"
	"fmt"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/ident"
	"sanshe/internal/record"
)

// A sealed field has a column beside it with the index of its value, and one
// with that of its last four characters if people tell such numbers by them.

// lastFour reports whether a sealed field is found by its last four characters.
func lastFour(f *record.Field) bool {
	return f.IsSealed && (f.Kind.Name() == "phone" || f.Kind.Name() == "id_number")
}

// blindColumns names the columns by which a sealed field is found.
func blindColumns(f *record.Field) []string {
	switch {
	case !f.IsSealed:
		return nil
	case lastFour(f):
		return []string{f.Name + "_eq", f.Name + "_last4"}
	}
	return []string{f.Name + "_eq"}
}

// whole is the purpose of an index over a value: its kind, not its field, so
// that one telephone number is found in whatever register it is.
func whole(f *record.Field) string { return f.Kind.Name() }

// ending is the purpose of an index over last four characters, which are few:
// each field has its own, so that fields cannot be compared.
func ending(reg *record.Register, f *record.Field) string {
	return "last4|" + reg.Name + "." + f.Name
}

func endOf(value string) string {
	if strings.HasPrefix(value, record.Lost) {
		return ""
	}
	return value[max(0, len(value)-4):]
}

// blind gives the values of f's blind columns.
func (s *Store) blind(reg *record.Register, f *record.Field, value string) []any {
	out := []any{s.keys.index(whole(f), value)}
	if lastFour(f) {
		out = append(out, s.keys.index(ending(reg, f), endOf(value)))
	}
	return out
}

func (s *Store) unseal(r *record.Register, f *record.Field, rec record.Record) error {
	p, ok := f.Ptr(rec).(*string)
	if !ok {
		return fault.New(fault.Internal, "加密字段 %s.%s 不是文字", r.Name, f.Name)
	}
	plain, err := s.keys.Open(r.Name, f.Name, record.BaseOf(rec).ID, *p)
	*p = plain
	return err
}

// among keeps what stands under any of a value's indexes.
func (c *cond) among(column string, indexes []string) {
	args := make([]any, len(indexes))
	for i, x := range indexes {
		args[i] = x
	}
	// The index leaves out what is empty, and is used only by a query that does too.
	c.add(column+" IN (?"+strings.Repeat(", ?", len(args)-1)+") AND "+column+" <> ''", args...)
}

// filterSealed finds a sealed value by equality, a telephone or identity number
// also by its last four characters, for those who might reveal it anyway.
func (r *Reader) filterSealed(c *cond, reg *record.Register, f *record.Field, want string) error {
	if r.actor != nil {
		if r.store.may(question{actor: r.actor, reg: reg, act: record.Reveal}) != nil {
			return fmt.Errorf("您的岗位不能按这一项查找")
		}
		if reg.Rights.Reach == record.County || len(r.actor.Glimpses) > 0 { // records elsewhere are read, but not their numbers
			inArea(c, reg, r.actor.Area)
		}
	}
	if end := strings.ToUpper(strings.TrimSpace(ident.Narrow(want))); lastFour(f) && len(end) == 4 {
		c.among(f.Name+"_last4", r.store.keys.sought(ending(reg, f), end))
		return nil
	}
	scratch := reg.New()
	if err := f.Kind.Parse(f.Ptr(scratch), want); err != nil {
		return err
	}
	c.among(f.Name+"_eq", r.store.keys.sought(whole(f), f.Text(scratch)))
	return nil
}

// MaySeek reports whether a sealed number may be looked for as it was typed.
func (r *Reader) MaySeek(reg *record.Register, field, number string) error {
	return r.filterSealed(&cond{}, reg, reg.Field(field), number)
}

// seek writes down that somebody looks for a sealed number, before the answer
// leaves; not which.
func (r *Reader) seek(ctx context.Context, reg *record.Register, q Query) error {
	var sought []FieldChange
	for _, f := range reg.Fields {
		if f.IsSealed && q.Filters[f.Name] != "" {
			sought = append(sought, FieldChange{Field: f.Name, Label: f.Label})
		}
	}
	if len(sought) == 0 || r.actor == nil || r.q != r.store.db {
		return nil
	}
	_, err := r.store.Write(ctx, r.actor, Key{}, func(tx *Tx) (Result, error) {
		return Result{}, tx.audit("seek", reg, nil, "", sought)
	})
	return err
}

// keyedBefore refuses a record whose sealed number another has under a key that
// is being retired: the key of the database knows the new index only.
func (tx *Tx) keyedBefore(reg *record.Register, rec record.Record) error {
	for _, k := range reg.Keys {
		f := k.Fields[0]
		if len(k.Fields) > 1 || !f.IsSealed || f.Empty(rec) || strings.HasPrefix(f.Text(rec), record.Lost) {
			continue
		}
		for _, index := range tx.store.keys.sought(whole(f), f.Text(rec))[1:] {
			var n int
			err := tx.db.QueryRow(tx.ctx, fmt.Sprintf("SELECT count(*) FROM %s WHERE %s_eq = ? AND id <> ? AND voided = '' AND merged = 0", reg.Name, f.Name), index, record.BaseOf(rec).ID).Scan(&n)
			if err == nil && n > 0 {
				err = taken(k)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
