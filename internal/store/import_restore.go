package store

import (
	"context"
	"slices"

	"sanshe/internal/record"
)

// undoStep takes back one transaction of the import.
func (s *Store) undoStep(ctx context.Context, a *record.Actor, b *Batch, step undoStep) error {
	_, err := s.Write(ctx, a, Key{}, func(tx *Tx) (Result, error) {
		for _, m := range slices.Backward(step.also) {
			rec, err := tx.All().Get(ctx, m.reg, m.id)
			if err != nil {
				return Result{}, err
			}
			if record.BaseOf(rec).Version == 1 {
				if _, err := tx.void(m.reg, rec, undoReason(b)); err != nil {
					return Result{}, err
				}
			}
		}
		for _, r := range slices.Backward(step.rows) {
			if err := tx.undoRow(b, r); err != nil {
				return Result{}, err
			}
		}
		return Result{}, nil
	})
	return err
}

func (tx *Tx) undoRow(b *Batch, r StagedRow) error {
	rec, err := tx.All().Get(tx.ctx, b.Register, r.Record)
	if err != nil {
		return err
	}
	if record.BaseOf(rec).Version != r.Version {
		_, err := tx.Exec(tx.ctx, "UPDATE import_row SET action = ? WHERE batch = ? AND line = ?", RowKept, b.ID, r.Line)
		return err
	}
	if r.Action == RowNew {
		_, err = tx.void(b.Register, rec, undoReason(b))
	} else {
		err = tx.restore(b.Register, rec, undoReason(b))
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(tx.ctx, "UPDATE import_row SET action = ? WHERE batch = ? AND line = ?", RowUndone, b.ID, r.Line)
	return err
}

// restore puts a record back to its image before the change that made the
// version it stands in.
func (tx *Tx) restore(reg *record.Register, now record.Record, reason string) error {
	was, b := reg.New(), record.BaseOf(now)
	row := tx.db.QueryRow(tx.ctx, "SELECT "+tx.store.plans[reg].load+" FROM "+reg.Name+"_history WHERE id = ? AND until = ?", b.ID, b.Since)
	if err := tx.store.scan(tx.store.plans[reg], row, was); err != nil {
		return err
	}
	after := reg.Copy(now)
	for _, f := range reg.Fields {
		f.Set(after, was)
	}
	diff := tx.diff(reg, now, after)
	if err := tx.put(reg, now, after); err != nil {
		return err
	}
	if err := tx.audit("undo_import", reg, after, reason, diff); err != nil {
		return err
	}
	if c, ok := after.(record.Changer); ok {
		return c.Edited(tx)
	}
	return nil
}
