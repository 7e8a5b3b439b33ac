package store

import (
	"context"
	"fmt"
	"math"

	"sanshe/internal/area"
	"sanshe/internal/record"
)

// Export gives every record a query finds to fn, page by page in the order of
// lists; fn is called at least once. Who takes how many of what is in the audit
// before fn sees the first: what has left cannot be called back. how says in
// which form and under which conditions.
//
// It holds no snapshot, which a slow receiver would keep open: a record that
// changes meanwhile is given as it was or as it is, and none twice.
func (r *Reader) Export(ctx context.Context, reg *record.Register, q Query, how string, fn func([]record.Record) error) error {
	if err := r.store.may(question{actor: r.actor, reg: reg, act: record.Export, now: true}); err != nil {
		return err
	}
	r = r.without(r.actor.Glimpses) // what may be glimpsed is not taken away
	c, err := r.where(ctx, reg, q)
	if err != nil {
		return err
	}
	n := 0
	if err := r.q.QueryRow(ctx, "SELECT count(*) FROM "+c.source(reg)+" WHERE "+c.sql(), c.values()...).Scan(&n); err != nil {
		return err
	}
	_, err = r.store.Write(ctx, r.actor, Key{}, func(tx *Tx) (Result, error) {
		return Result{}, tx.Entry("export", reg.Name, how, fmt.Sprintf("%d 条", n))
	})
	if err != nil {
		return err
	}
	q.After, q.Before, q.Limit, q.NoTotal, q.ByArea = 0, 0, 200, true, false
	for {
		page, err := r.List(ctx, reg, q)
		if err != nil {
			return err
		}
		if err := fn(page.Records); err != nil || page.Next == 0 {
			return err
		}
		q.After = page.Next
	}
}

// Exports gives who exported what, newest first from before an id on: all in the
// actor’s division, or the actor’s own.
func (s *Store) Exports(ctx context.Context, a *record.Actor, all bool, before int64, limit int) ([]Entry, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	c := &cond{parts: []string{"action = 'export'"}}
	c.add("id < ?", before)
	if lo, hi := area.Bounds(a.Area); all {
		c.add("area >= ? AND area < ?", lo, hi)
	} else {
		c.add("account = ?", a.Account)
	}
	rows, err := s.db.Query(ctx, fmt.Sprintf("SELECT %s FROM audit WHERE %s ORDER BY id DESC LIMIT %d", entryColumns, c.sql(), limit), c.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}
