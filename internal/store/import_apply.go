package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// A slice is as many rows as keep the writer busy for sliceTime, so that others’
// changes come between: how many that is shows from the slices before.
const (
	sliceTime  = 20 * time.Millisecond
	firstSlice = 50
	leastSlice = 10
	mostSlice  = 400
)

// applier writes the rows of a batch. It runs under the batch's lease.
type applier struct {
	store  *Store
	actor  *record.Actor
	batch  *Batch
	reason string
	holder string       // of the lease
	size   atomic.Int64 // rows of the next slice
}

// readied is a row with the record it makes, read outside the transaction,
// which others wait for.
type readied struct {
	StagedRow
	draft record.Record
	err   error // what stands against it
}

// run writes what is left, reading the next slice while one is being written.
func (ap *applier) run(ctx context.Context, progress func(done, total int)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done, failed := ap.batch.Done, error(nil)
	slices := make(chan []readied)
	go func() {
		defer close(slices)
		failed = ap.read(ctx, slices)
	}()
	for rows := range slices {
		if err := ap.slice(ctx, rows); err != nil {
			return err
		}
		if done += len(rows); progress != nil {
			progress(done, ap.batch.New+ap.batch.Update)
		}
	}
	if failed != nil {
		return failed
	}
	return ap.finish(ctx)
}

func (ap *applier) read(ctx context.Context, to chan<- []readied) error {
	for line := int64(0); ; {
		rows, err := ap.store.rowsOf(ctx, ap.store.db, ap.batch.ID, fmt.Sprintf("action IN ('new', 'update') AND applied = 0 AND line > ? ORDER BY line LIMIT %d", ap.size.Load()), line)
		if err != nil || len(rows) == 0 {
			return err
		}
		line = rows[len(rows)-1].Line
		ready := make([]readied, len(rows))
		for i, r := range rows {
			ready[i] = ap.ready(r)
		}
		select {
		case to <- ready:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (ap *applier) ready(r StagedRow) readied {
	if r.Action != RowNew {
		return readied{StagedRow: r}
	}
	draft := begun(ap.batch.Register, ap.actor, ap.store.Today())
	record.BaseOf(draft).Area = r.Place
	return readied{r, draft, ap.batch.Register.Set(draft, r.In)}
}

// begun gives a new record with what the system knows already.
func begun(reg *record.Register, a *record.Actor, today clock.Date) record.Record {
	rec := reg.New()
	if s, ok := rec.(record.Starter); ok {
		s.Start(*a, today)
	}
	return rec
}

// slice writes rows in one transaction or, if one of them is refused, by halves
// until it stands alone.
func (ap *applier) slice(ctx context.Context, rows []readied) error {
	err := ap.write(ctx, rows)
	if !refusal(err) {
		return err
	}
	if len(rows) == 1 {
		return ap.spoil(ctx, &rows[0].StagedRow, err)
	}
	half := len(rows) / 2
	if err := ap.slice(ctx, rows[:half]); err != nil {
		return err
	}
	return ap.slice(ctx, rows[half:])
}

// refusal reports whether an error is about the row, and not the machine.
func refusal(err error) bool {
	var unique *db.UniqueError // of rows written together: which one is refused, each alone will tell
	if errors.As(err, &unique) {
		return true
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.NotFound, fault.Refused, fault.Conflict:
		return err != nil && !errors.Is(err, errMoved)
	}
	return false
}

func (ap *applier) write(ctx context.Context, rows []readied) error {
	var took time.Duration
	_, err := ap.store.Write(ctx, ap.actor, Key{}, func(tx *Tx) (Result, error) {
		began := clock.System().Now()
		if len(rows) > 1 {
			tx.db.Gather()
		}
		left, err := ap.claim(tx, rows)
		if err != nil {
			return Result{}, err
		}
		var done []string
		for i := range rows {
			if !left[rows[i].Line] {
				continue // somebody else was faster
			}
			rec, err := ap.row(tx, &rows[i])
			if err != nil {
				return Result{}, err
			}
			b := record.BaseOf(rec)
			done = append(done, fmt.Sprintf("(%d, %d, %d)", rows[i].Line, b.ID, b.Version))
		}
		if len(done) > 0 {
			_, err = tx.Exec(ctx, "UPDATE import_row SET applied = ?, record = made.column2, version = made.column3, content = '' FROM (VALUES "+
				strings.Join(done, ", ")+") AS made WHERE batch = ? AND line = made.column1", tx.at.UnixMilli(), ap.batch.ID)
		}
		took = clock.System().Now().Sub(began)
		return Result{}, err
	})
	if err == nil && int64(len(rows)) >= ap.size.Load()/2 && took > 0 {
		fits := int64(sliceTime) * int64(len(rows)) / int64(took)
		ap.size.Store(max(leastSlice, min(mostSlice, fits, 2*ap.size.Load())))
	}
	return err
}

// claim holds the batch and its lease for this transaction, and says which of
// the rows are still to be applied.
func (ap *applier) claim(tx *Tx, rows []readied) (map[int64]bool, error) {
	if err := moveBatch(tx.ctx, tx, ap.batch.ID, Applying, Applying); err != nil {
		return nil, err
	}
	if err := ap.store.keepLease(tx.ctx, tx, ap.batch.ID, ap.holder); err != nil {
		return nil, err
	}
	list, err := tx.db.Query(tx.ctx, "SELECT line FROM import_row WHERE batch = ? AND line >= ? AND line <= ? AND applied = 0 AND action IN ('new', 'update')",
		ap.batch.ID, rows[0].Line, rows[len(rows)-1].Line)
	if err != nil {
		return nil, err
	}
	defer list.Close()
	left := map[int64]bool{}
	for list.Next() {
		var line int64
		if err := list.Scan(&line); err != nil {
			return nil, err
		}
		left[line] = true
	}
	return left, list.Err()
}

// row makes or changes the record of a row.
func (ap *applier) row(tx *Tx, row *readied) (record.Record, error) {
	reg := ap.batch.Register
	if row.err != nil {
		return nil, row.err
	}
	if row.draft != nil {
		rec := reg.Copy(row.draft) // the transaction may run again
		if err := tx.checkReach(reg, rec, nil); err != nil {
			return nil, err
		}
		return rec, tx.create(reg, rec, "import", ap.reason)
	}
	before, err := tx.Mine().Get(tx.ctx, reg, row.Record)
	if err != nil {
		return nil, err
	}
	if record.BaseOf(before).Version != row.Version {
		return nil, fault.Coded(fault.Conflict, fault.CodeStale, "核对之后这条%s已被改过，没有覆盖；请重新导出、改好再导入这一行", reg.Label)
	}
	after := reg.Copy(before)
	if err := reg.Set(after, row.In); err != nil {
		return nil, err
	}
	settle(reg, after, before)
	if err := tx.checkReach(reg, after, before); err != nil {
		return nil, err
	}
	return after, tx.change(reg, before, after, "import", ap.reason)
}

// settle leaves as they were the fields of after that read the same as before.
func settle(reg *record.Register, after, before record.Record) {
	for _, f := range reg.Fields {
		if f.Text(after) == f.Text(before) {
			f.Set(after, before)
		}
	}
}

// spoil leaves a row out, with what was said against it.
func (ap *applier) spoil(ctx context.Context, row *StagedRow, cause error) error {
	bad := *row
	bad.Action, bad.In, bad.Said, bad.Changes, bad.body = RowBad, row.Typed(), nil, nil, ""
	e := fault.As(cause)
	if e == nil {
		return cause
	}
	for _, p := range e.Problems {
		bad.Problems = append(bad.Problems, RowProblem{Field: p.Field, Label: p.Label, Value: bad.In[p.Field], Text: p.Text})
	}
	if e.Message != "" {
		bad.Problems = append(bad.Problems, RowProblem{Text: e.Message})
	}
	content, err := ap.store.sealRow(ap.batch.ID, &bad)
	if err != nil {
		return err
	}
	_, err = ap.store.Write(ctx, ap.actor, Key{}, func(tx *Tx) (Result, error) {
		_, err := tx.Exec(ctx, "UPDATE import_row SET action = ?, content = ? WHERE batch = ? AND line = ? AND applied = 0", RowBad, content, ap.batch.ID, row.Line)
		return Result{}, err
	})
	return err
}

// finish closes the batch, with one entry in the audit for the whole, and
// forgets what the rows said that wrote nothing.
func (ap *applier) finish(ctx context.Context) error {
	b := &Batch{ID: ap.batch.ID}
	if err := ap.store.count(ctx, b); err != nil {
		return err
	}
	_, err := ap.store.Write(ctx, ap.actor, Key{}, func(tx *Tx) (Result, error) {
		if err := moveBatch(ctx, tx, ap.batch.ID, Applied, Applying); err != nil {
			return Result{}, err
		}
		detail := fmt.Sprintf("新增 %d，更新 %d，不变 %d，有问题没有导入 %d", b.New, b.Update, b.Same, b.Bad)
		if b.Twin+b.Skip > 0 {
			detail += fmt.Sprintf("，跳过 %d", b.Twin+b.Skip)
		}
		return Result{}, tx.Entry("import", ap.batch.Register.Name, ap.reason, detail)
	})
	if err != nil {
		return err
	}
	return ap.store.empty(ctx, ap.batch.ID, "'same', 'skip', 'twin'")
}
