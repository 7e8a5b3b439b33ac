package store

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/record"
)

// Where gathers conditions on the fields of a record, told by address.
type Where struct {
	reg   *record.Register
	proto record.Record
	cond
	order string
	limit int
	find  string // where a text stands in another, as the engine calls it
}

func (w *Where) name(p any) (string, *record.Field) {
	f := w.reg.At(w.proto, p)
	if f.IsSealed {
		panic(fmt.Sprintf("store: %s.%s is sealed; find it with Sealed", w.reg.Name, f.Name))
	}
	return f.Name, f
}

// Is keeps records whose field at p equals value.
func (w *Where) Is(p, value any) *Where {
	n, f := w.name(p)
	w.add(n+" = ?", f.Kind.Arg(value))
	return w
}

// Not keeps records whose field at p differs from value.
func (w *Where) Not(p, value any) *Where {
	n, f := w.name(p)
	w.add(n+" <> ?", f.Kind.Arg(value))
	return w
}

// In keeps records whose field at p is one of values.
func (w *Where) In(p any, values ...any) *Where {
	n, f := w.name(p)
	if len(values) == 0 {
		w.add("1 = 0")
		return w
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = f.Kind.Arg(v)
	}
	w.add(n+" IN (?"+strings.Repeat(", ?", len(values)-1)+")", args...)
	return w
}

// AtMost keeps records whose field at p is value or less.
func (w *Where) AtMost(p, value any) *Where {
	n, f := w.name(p)
	w.add(n+" <= ?", f.Kind.Arg(value))
	return w
}

// AtLeast keeps records whose field at p is value or more.
func (w *Where) AtLeast(p, value any) *Where {
	n, f := w.name(p)
	w.add(n+" >= ?", f.Kind.Arg(value))
	return w
}

// Less keeps records whose field at p is below value.
func (w *Where) Less(p, value any) *Where {
	n, f := w.name(p)
	w.add(n+" < ?", f.Kind.Arg(value))
	return w
}

// More keeps records whose field at p is above value.
func (w *Where) More(p, value any) *Where {
	n, f := w.name(p)
	w.add(n+" > ?", f.Kind.Arg(value))
	return w
}

// Other leaves one record out.
func (w *Where) Other(id int64) *Where { w.add("id <> ?", id); return w }

// Empty keeps records whose text or day at p is empty.
func (w *Where) Empty(p any) *Where {
	n, f := w.name(p)
	if f.Kind.Column() == "BIGINT" {
		w.add(n + " = 0")
	} else {
		w.add(n + " = ''")
	}
	return w
}

// Sealed keeps records whose sealed field at p equals value.
func (w *Where) Sealed(s *Store, p any, value string) *Where {
	f := w.reg.At(w.proto, p)
	w.among(f.Name+"_eq", s.keys.sought(whole(f), value))
	return w
}

// Below keeps records of a division and everything under it.
func (w *Where) Below(code string) *Where { inArea(&w.cond, w.reg, code); return w }

// Over keeps records of the divisions that a division lies in, itself among
// them, and those that also belong to one of these: what is to be had there.
func (w *Where) Over(code string) *Where {
	places := []any{code}
	for _, up := range area.Ancestors(code) {
		places = append(places, up)
	}
	in := "area IN (?" + strings.Repeat(", ?", len(places)-1) + ")"
	if !hasAreas(w.reg) {
		w.add(in, places...)
		return w
	}
	w.add("id IN (SELECT id FROM "+w.reg.Name+" WHERE "+in+" AND voided = '' AND merged = 0 UNION SELECT record FROM record_area WHERE register = ? AND "+in+" AND until = 0)",
		append(append(slices.Clone(places), w.reg.Name), places...)...)
	return w
}

// Has keeps records whose list of texts at p holds a value.
func (w *Where) Has(p any, value string) *Where {
	n, _ := w.name(p)
	w.add(w.find+"("+n+", ?) > 0", `"`+value+`"`)
	return w
}

// IDs keeps the records with these ids.
func (w *Where) IDs(ids []any) *Where {
	if len(ids) == 0 {
		w.add("1 = 0")
		return w
	}
	w.add("id IN (?"+strings.Repeat(", ?", len(ids)-1)+")", ids...)
	return w
}

// ID keeps one record.
func (w *Where) ID(id int64) *Where { w.add("id = ?", id); return w }

// By orders by the field at p, rising.
func (w *Where) By(p any) *Where { w.order, _ = w.name(p); return w }

// Last orders by the field at p, falling.
func (w *Where) Last(p any) *Where { w.By(p); w.order += " DESC"; return w }

// Limit bounds how many records are found; 1,000 unless told.
func (w *Where) Limit(n int) *Where { w.limit = n; return w }

// Find gives the live records that meet conditions, oldest first unless told
// otherwise. Inside a step's effects it sees everything; a reader's actor sees
// what is theirs to see.
func Find[T any](ctx context.Context, r *Reader, t record.Type[T], where func(*T, *Where)) ([]*T, error) {
	proto := t.New()
	w := &Where{reg: t.Register, proto: any(proto).(record.Record), limit: 1000, find: finder(r.q.Engine())}
	r.store.scope(&w.cond, t.Register, r.actor)
	w.add("voided = '' AND merged = 0")
	if where != nil {
		where(proto, w)
	}
	order := "id"
	if w.order != "" {
		order = w.order + ", id"
		if strings.HasSuffix(w.order, "DESC") {
			order += " DESC"
		}
	}
	list, err := r.load(ctx, t.Register, fmt.Sprintf("%s ORDER BY %s LIMIT %d", w.sql(), order, w.limit), w.args)
	out := make([]*T, len(list))
	for i, rec := range list {
		out[i] = any(rec).(*T)
	}
	return out, err
}

// First gives the first record that Find would, or nil.
func First[T any](ctx context.Context, r *Reader, t record.Type[T], where func(*T, *Where)) (*T, error) {
	list, err := Find(ctx, r, t, func(p *T, w *Where) {
		if where(p, w); w.limit == 1000 {
			w.limit = 1
		}
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// Every does something with every record that a condition finds, however many.
func Every[T any](tx record.Tx, t record.Type[T], where func(*T, *Where), do func(*T) error) error {
	list, err := Find(tx.Context(), In(tx).All(), t, func(p *T, w *Where) {
		where(p, w)
		w.Limit(math.MaxInt32)
	})
	for i := 0; i < len(list) && err == nil; i++ {
		err = do(list[i])
	}
	return err
}

// One gives the record with an id, if the reader may read it.
func One[T any](ctx context.Context, r *Reader, t record.Type[T], id record.ID[T]) (*T, error) {
	rec, err := r.Get(ctx, t.Register, int64(id))
	if err != nil {
		return nil, err
	}
	return any(rec).(*T), nil
}

// Lock lets one change at a time look at what belongs to a record and add to it,
// for what no key can say: places left, times that must not overlap. A check
// locks first and looks then.
func Lock[T any](tx record.Tx, _ record.Type[T], id record.ID[T]) error {
	return In(tx).db.Lock(tx.Context(), int64(id))
}

// LockWord does the same for what has no record yet, such as somebody's number.
func LockWord(tx record.Tx, word string) error {
	h := fnv.New64a()
	_, _ = h.Write([]byte(word))
	return In(tx).db.Lock(tx.Context(), int64(h.Sum64())) //nolint:gosec // any number will do
}

// CountOf gives how many live records meet conditions.
func CountOf[T any](ctx context.Context, r *Reader, t record.Type[T], where func(*T, *Where)) (n int, err error) {
	proto := t.New()
	w := &Where{reg: t.Register, proto: any(proto).(record.Record), find: finder(r.q.Engine())}
	r.store.scope(&w.cond, t.Register, r.actor)
	w.add("voided = '' AND merged = 0")
	if where != nil {
		where(proto, w)
	}
	err = r.q.QueryRow(ctx, "SELECT count(*) FROM "+t.Name+" WHERE "+w.sql(), w.args...).Scan(&n)
	return n, err
}

// Either keeps records one of whose text fields equals value.
func (w *Where) Either(value string, at ...any) *Where {
	var any cond
	for _, p := range at {
		n, _ := w.name(p)
		any.add(n+" = ?", value)
	}
	w.add("("+join(any.parts, " OR ")+")", any.args...)
	return w
}
