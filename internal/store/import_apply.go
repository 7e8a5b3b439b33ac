package store

import (
	"context"
	"errors"
	"fmt"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Apply writes the rows of a batch that are left, a slice at a time, and gives
// the batch as it then is. A row that is refused, because another record
// contradicts it or its own has changed since, becomes a problem and the others
// go on. It may be called again after anything that ended it.
//
// Records are made as by the actor, with the action “import”: their effects on
// others run, but no step is taken on them.
func (s *Store) Apply(ctx context.Context, a *record.Actor, id int64, progress func(done, total int)) (*Batch, error) {
	b, err := s.own(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if b.State != Staged && b.State != Applying {
		return nil, errMoved
	}
	if b.New+b.Update == 0 {
		return nil, fault.New(fault.Invalid, "这批没有要导入的行：没有新的，也没有变化")
	}
	if err := s.setBatch(ctx, id, Applying, Staged, Applying); err != nil {
		return s.overtaken(ctx, a, id, err)
	}
	ap := &applier{s, a, b, fmt.Sprintf("导入“%s”", b.File)}
	for done, line := b.Done, int64(0); ; {
		rows, err := s.rowsOf(ctx, s.db, id, fmt.Sprintf("action IN ('new', 'update') AND applied = 0 AND line > ? ORDER BY line LIMIT %d", applySlice), line)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			break
		}
		if err := ap.slice(ctx, rows); err != nil {
			return s.overtaken(ctx, a, id, err)
		}
		line = rows[len(rows)-1].Line
		if done += len(rows); progress != nil {
			progress(done, b.New+b.Update)
		}
	}
	if err := ap.finish(ctx); err != nil {
		return s.overtaken(ctx, a, id, err)
	}
	return s.Batch(ctx, a, id)
}

// overtaken gives the batch if somebody else has meanwhile applied the rest of it.
func (s *Store) overtaken(ctx context.Context, a *record.Actor, id int64, err error) (*Batch, error) {
	if !errors.Is(err, errMoved) {
		return nil, err
	}
	if b, read := s.Batch(ctx, a, id); read != nil || b.State == Applied {
		return b, read
	}
	return nil, err
}

type applier struct {
	store  *Store
	actor  *record.Actor
	batch  *Batch
	reason string
}

// slice writes rows in one transaction or, if one of them is refused, each in
// its own.
func (ap *applier) slice(ctx context.Context, rows []StagedRow) error {
	err := ap.write(ctx, rows)
	if !refusal(err) {
		return err
	}
	for i := range rows {
		if err := ap.write(ctx, rows[i:i+1]); refusal(err) {
			if err := ap.spoil(ctx, &rows[i], err); err != nil {
				return err
			}
		} else if err != nil {
			return err
		}
	}
	return nil
}

// refusal reports whether an error is about the row, and not the machine.
func refusal(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.NotFound, fault.Refused, fault.Conflict:
		return err != nil && !errors.Is(err, errMoved)
	}
	return false
}

func (ap *applier) write(ctx context.Context, rows []StagedRow) error {
	drafts := make([]record.Record, len(rows)) // read outside the transaction, which others wait for
	for i := range rows {
		if rows[i].Action != RowNew {
			continue
		}
		drafts[i] = ap.batch.Register.New()
		record.BaseOf(drafts[i]).Area = rows[i].Place
		if err := ap.batch.Register.Set(drafts[i], rows[i].In); err != nil {
			return err
		}
	}
	_, err := ap.store.Write(ctx, ap.actor, Key{}, func(tx *Tx) (Result, error) {
		left, err := ap.claim(tx, rows)
		if err != nil {
			return Result{}, err
		}
		for i := range rows {
			if !left[rows[i].Line] {
				continue // whoever else applies this batch was faster
			}
			rec, err := ap.row(tx, &rows[i], drafts[i])
			if err != nil {
				return Result{}, err
			}
			b := record.BaseOf(rec)
			if _, err := tx.Exec(ctx, "UPDATE import_row SET applied = ?, record = ?, version = ?, content = '' WHERE batch = ? AND line = ?",
				tx.at.UnixMilli(), b.ID, b.Version, ap.batch.ID, rows[i].Line); err != nil {
				return Result{}, err
			}
		}
		return Result{}, nil
	})
	return err
}

// claim takes the batch for this transaction and says which of the rows are
// still to be applied.
func (ap *applier) claim(tx *Tx, rows []StagedRow) (map[int64]bool, error) {
	if err := moveBatch(tx.ctx, tx, ap.batch.ID, Applying, Applying); err != nil {
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
func (ap *applier) row(tx *Tx, row *StagedRow, draft record.Record) (record.Record, error) {
	reg := ap.batch.Register
	if draft != nil {
		rec := reg.Copy(draft) // the transaction may run again
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
	bad.Action, bad.In, bad.Said, bad.Changes = RowBad, row.Typed(), nil, nil
	e := fault.As(cause)
	for _, p := range e.Problems {
		bad.Problems = append(bad.Problems, RowProblem{Label: p.Label, Value: bad.In[p.Field], Text: p.Text})
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

// finish closes the batch, with one entry in the audit for the whole.
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
		return Result{}, tx.Entry("import", ap.batch.Register.Name, ap.reason, detail)
	})
	return err
}
