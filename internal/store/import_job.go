package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Writing the rows of a batch is a job: whoever has the batch's lease does it,
// a slice at a time, and every slice renews the lease in the same transaction.
// A process that dies leaves a lease that runs out, and the job goes on
// elsewhere or here, after the last slice that was committed.

// importLease is how long a batch is left to a process that says nothing more.
const importLease = 10 * time.Second

// errLeased says that another process has a batch.
var errLeased = fault.Coded(fault.Conflict, fault.CodeState, "这批正在导入；请刷新页面看进度")

// Begin has the rows of a batch written by whoever works imports off, see
// [Store.WorkImports].
func (s *Store) Begin(ctx context.Context, a *record.Actor, id int64) error {
	b, err := s.own(ctx, a, id)
	if err == nil {
		err = s.begin(ctx, b)
	}
	if err != nil {
		return err
	}
	select {
	case s.imports <- struct{}{}:
	default: // told already
	}
	return nil
}

func (s *Store) begin(ctx context.Context, b *Batch) error {
	switch {
	case b.State != Staged && b.State != Stopped && b.State != Applying:
		return errMoved
	case b.New+b.Update == 0:
		return fault.New(fault.Invalid, "这批没有要导入的行：没有新的，也没有变化")
	}
	return s.setBatch(ctx, b.ID, Applying, Staged, Stopped, Applying)
}

// Stop ends the writing of a batch after the slice under way. What is written
// stays; the rest can be gone on with, or all of it undone.
func (s *Store) Stop(ctx context.Context, a *record.Actor, id int64) error {
	if _, err := s.own(ctx, a, id); err != nil {
		return err
	}
	return s.setBatch(ctx, id, Stopped, Applying)
}

// Apply writes the rows of a batch that are left, here and now, and gives the
// batch as it then is. A row that is refused, because another record
// contradicts it or its own has changed since, becomes a problem and the others
// go on. It may be called again after anything that ended it.
//
// Records are made as by the actor, with the action “import”: their effects on
// others run, but no step is taken on them.
func (s *Store) Apply(ctx context.Context, a *record.Actor, id int64, progress func(done, total int)) (*Batch, error) {
	b, err := s.own(ctx, a, id)
	if err == nil {
		err = s.begin(ctx, b)
	}
	if err == nil {
		err = s.carry(ctx, a, b, progress)
	}
	if err != nil {
		return nil, err
	}
	return s.Batch(ctx, a, id)
}

// carry writes what is left of a batch under its lease.
func (s *Store) carry(ctx context.Context, a *record.Actor, b *Batch, progress func(done, total int)) error {
	ctx = db.Bulk(ctx)
	ap := &applier{store: s, actor: a, batch: b, reason: fmt.Sprintf("导入“%s”", b.File), holder: rand.Text()}
	ap.size.Store(firstSlice)
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return s.takeLease(ctx, tx, b.ID, ap.holder) }); err != nil {
		return err
	}
	err := ap.run(ctx, progress)
	if err == nil && b.New+b.Update >= manyRows {
		err = s.db.Optimize(ctx) // whoever asks next is not to wait for plans made for the county before
	}
	ctx = context.WithoutCancel(ctx) // whatever ended the work, the lease is given back
	return errors.Join(err, s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM lease WHERE name = ? AND holder = ?", leaseOf(b.ID), ap.holder)
		return err
	}))
}

// manyRows is how many rows of an import make the database look at its tables anew.
const manyRows = 200

func leaseOf(batch int64) string { return fmt.Sprintf("import %d", batch) }

// takeLease takes the lease of a batch that nobody has. Leases run by the
// machine's own time: the store's clock may stand in the past.
func (s *Store) takeLease(ctx context.Context, tx *db.Tx, batch int64, holder string) error {
	now := clock.System().Now()
	n, err := tx.Exec(ctx, `INSERT INTO lease (name, holder, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
		WHERE lease.until < ?`, leaseOf(batch), holder, now.Add(importLease).UnixMilli(), now.UnixMilli())
	if err == nil && n == 0 {
		return errLeased
	}
	return err
}

// keepLease renews the lease of a batch, or says that it was lost.
func (s *Store) keepLease(ctx context.Context, tx *Tx, batch int64, holder string) error {
	n, err := tx.Exec(ctx, "UPDATE lease SET until = ? WHERE name = ? AND holder = ?", clock.System().Now().Add(importLease).UnixMilli(), leaseOf(batch), holder)
	if err == nil && n == 0 {
		return errMoved
	}
	return err
}

// WorkImports writes batches that were begun, also those another process left,
// one after the other until ctx ends. who gives the holder of an account with
// the rights of today; whoever has lost them has the batch stopped.
func (s *Store) WorkImports(ctx context.Context, who func(ctx context.Context, account int64) (*record.Actor, error)) {
	tick := time.NewTicker(importLease / 4)
	defer tick.Stop()
	for {
		if err := s.workImports(ctx, who); err != nil && ctx.Err() == nil {
			slog.Error("import not finished", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.imports:
		case <-tick.C:
		}
	}
}

func (s *Store) workImports(ctx context.Context, who func(ctx context.Context, account int64) (*record.Actor, error)) error {
	rows, err := s.db.Query(ctx, "SELECT id, account FROM import_batch WHERE state = ? AND account <> 0 ORDER BY id LIMIT 20", Applying)
	if err != nil {
		return err
	}
	defer rows.Close()
	var begun [][2]int64
	for rows.Next() {
		var b [2]int64
		if err := rows.Scan(&b[0], &b[1]); err != nil {
			return err
		}
		begun = append(begun, b)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	var failed error
	for _, of := range begun {
		a, err := who(ctx, of[1])
		if err == nil {
			a.Via = "web"
			_, err = s.Apply(ctx, a, of[0], nil)
		}
		switch {
		case errors.Is(err, errMoved), errors.Is(err, errLeased): // stopped, or somebody else's
		case fault.Is(err, fault.Refused), fault.Is(err, fault.NotFound):
			failed = errors.Join(failed, err, s.setBatch(ctx, of[0], Stopped, Applying))
		default:
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
