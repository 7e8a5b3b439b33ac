package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// AsKnown gives a table expression of a register as it was known at a sealed
// sequence number: the live rows of that time and the images kept since.
func AsKnown(reg *record.Register, known int64) string {
	return AsKnownOf(reg, known, "1 = 1", "1 = 1")
}

// AsKnownOf is [AsKnown] of those live rows and those images that meet conditions.
func AsKnownOf(reg *record.Register, known int64, live, images string) string {
	p := newPlan(reg)
	return fmt.Sprintf("(SELECT %[1]s FROM %[2]s WHERE since <= %[3]d AND %[4]s UNION ALL SELECT %[1]s FROM %[2]s_history WHERE since <= %[3]d AND until > %[3]d AND %[5]s)",
		p.load, reg.Name, known, live, images)
}

// Version is one image of a record.
type Version struct {
	Record  record.Record
	Until   int64 // the change that ended it; 0 if it stands
	Changes []FieldChange
}

// Versions gives the images of a record, newest first, each with what it
// changed. Personal fields are named, not quoted.
func (r *Reader) Versions(ctx context.Context, reg *record.Register, id int64) ([]Version, error) {
	live, err := r.Get(ctx, reg, id)
	if err != nil {
		return nil, err
	}
	list := []Version{{Record: live}}
	p := r.store.plans[reg]
	rows, err := r.q.Query(ctx, "SELECT "+p.load+", until FROM "+reg.Name+"_history WHERE id = ? ORDER BY since DESC LIMIT 200", id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		v := Version{Record: reg.New()}
		if err := r.store.scan(p, rows, v.Record, &v.Until); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	for i := range list[:len(list)-1] {
		list[i].Changes = (&Tx{}).diff(reg, list[i+1].Record, list[i].Record)
	}
	return list, rows.Err()
}

// FindKnown gives the live records of a register as known at a sealed number, or
// as they stand for 0, oldest first: what the program itself goes by, such as
// definitions. It gives at most a thousand.
func FindKnown[T any](ctx context.Context, s *Store, t record.Type[T], known int64) ([]*T, error) {
	from := t.Name
	if known != 0 {
		from = AsKnown(t.Register, known) + " AS known"
	}
	list, err := (&Reader{s, s.db, nil}).read(ctx, s.plans[t.Register], from+" WHERE voided = '' AND merged = 0 ORDER BY id LIMIT 1000", nil)
	out := make([]*T, len(list))
	for i, rec := range list {
		out[i] = any(rec).(*T)
	}
	return out, err
}

// GetKnown gives a record as it was known at a sealed sequence number.
func (r *Reader) GetKnown(ctx context.Context, reg *record.Register, id, known int64) (record.Record, error) {
	if _, err := r.Get(ctx, reg, id); err != nil { // whoever may read it today may read what it was
		return nil, err
	}
	rec := reg.New()
	p := r.store.plans[reg]
	err := r.store.scan(p, r.q.QueryRow(ctx, "SELECT "+p.load+" FROM "+AsKnown(reg, known)+" AS known WHERE id = ?", id), rec)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "那时还没有%s %s", reg.Label, record.Code(id))
	}
	return rec, err
}
