package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"sanshe/internal/area"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Discard forgets a batch before it is applied.
func (s *Store) Discard(ctx context.Context, a *record.Actor, id int64) error {
	b, err := s.own(ctx, a, id)
	if err != nil {
		return err
	}
	if b.State != Staged && b.State != Staging {
		return fault.Coded(fault.Conflict, fault.CodeState, "这批已经开始导入，不能取消；可以撤销整批")
	}
	return s.drop(ctx, id)
}

const batchColumns = "id, register, area, file, hash, state, account, name, unit, at, note, twins"

// Batch gives a batch that the actor may see: whoever may import where it was
// imported.
func (s *Store) Batch(ctx context.Context, a *record.Actor, id int64) (*Batch, error) {
	list, err := s.batches(ctx, a, "id = ?", id)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.New(fault.NotFound, "没有这批导入：它不存在、已经取消，或者不在您的辖区")
	}
	b := list[0]
	err = s.db.QueryRow(ctx, "SELECT coalesce(max(at), 0) FROM import_batch WHERE register = ? AND hash = ? AND id < ? AND state = ?",
		b.Register.Name, b.Hash, b.ID, Applied).Scan((*int64)(&b.Again))
	return b, err
}

// Batches gives the newest imports of a register that the actor may see.
func (s *Store) Batches(ctx context.Context, a *record.Actor, reg *record.Register) ([]*Batch, error) {
	lo, hi := area.Bounds(a.Area)
	return s.batches(ctx, a, "register = ? AND area >= ? AND area < ? AND state <> ? ORDER BY id DESC LIMIT 20", reg.Name, lo, hi, Staging)
}

// AllBatches gives the imports of every register that the actor may see, newest
// first, from before an id on; 0 begins with the newest.
func (s *Store) AllBatches(ctx context.Context, a *record.Actor, before int64, limit int) ([]*Batch, error) {
	args := []any{Staging}
	marks := ""
	for _, reg := range s.book.Registers {
		if s.MayImport(a, reg) == nil {
			args, marks = append(args, reg.Name), marks+", ?"
		}
	}
	if marks == "" {
		return nil, nil
	}
	if before == 0 {
		before = math.MaxInt64
	}
	lo, hi := area.Bounds(a.Area)
	return s.batches(ctx, a, fmt.Sprintf("state <> ? AND register IN (%s) AND id < ? AND area >= ? AND area < ? ORDER BY id DESC LIMIT %d", marks[2:], limit), append(args, before, lo, hi)...)
}

func (s *Store) batches(ctx context.Context, a *record.Actor, where string, args ...any) ([]*Batch, error) {
	rows, err := s.db.Query(ctx, "SELECT "+batchColumns+" FROM import_batch WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*Batch
	for rows.Next() {
		b, register := &Batch{}, ""
		if err := rows.Scan(&b.ID, &register, &b.Area, &b.File, &b.Hash, &b.State, &b.Account, &b.Name, &b.Unit, (*int64)(&b.At), &b.Note, &b.Twins); err != nil {
			return nil, err
		}
		if b.Register = s.book.Register(register); b.Register != nil && a.Within(b.Area) && s.MayImport(a, b.Register) == nil {
			list = append(list, b)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	return list, s.count(ctx, list...)
}

// count counts the rows of batches.
func (s *Store) count(ctx context.Context, list ...*Batch) error {
	if len(list) == 0 {
		return nil
	}
	of, ids := map[int64]*Batch{}, make([]int64, len(list))
	for i, b := range list {
		of[b.ID], ids[i] = b, b.ID
	}
	rows, err := s.db.Query(ctx, "SELECT batch, action, count(*), coalesce(sum(CASE WHEN applied > 0 THEN 1 ELSE 0 END), 0), max(applied) FROM import_row WHERE batch IN ("+marks(ids)+") GROUP BY batch, action")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var action string
		var n, done int
		var id, last int64
		if err := rows.Scan(&id, &action, &n, &done, &last); err != nil {
			return err
		}
		b := of[id]
		if action == RowNew || action == RowUpdate {
			b.Done += done
		}
		b.Last = max(b.Last, record.Moment(last))
		*map[string]*int{RowNew: &b.New, RowUpdate: &b.Update, RowSame: &b.Same, RowBad: &b.Bad, RowTwin: &b.Twin, RowSkip: &b.Skip, RowUndone: &b.Undone, RowKept: &b.Kept}[action] = n
	}
	return rows.Err()
}

// own gives a batch to whoever staged it: others may know of it, but not read
// what it says, which nothing masks.
func (s *Store) own(ctx context.Context, a *record.Actor, id int64) (*Batch, error) {
	b, err := s.Batch(ctx, a, id)
	if err == nil && b.Account != a.Account {
		return nil, fault.New(fault.Refused, "这批是%s上传的，由上传的人核对和导入", b.Name)
	}
	return b, err
}

// Rows gives the rows of a batch of one action after a line, at most limit, to
// whoever staged it.
func (s *Store) Rows(ctx context.Context, a *record.Actor, batch int64, action string, after int64, limit int) ([]StagedRow, error) {
	if _, err := s.own(ctx, a, batch); err != nil {
		return nil, err
	}
	return s.rowsOf(ctx, s.db, batch, fmt.Sprintf("action = ? AND line > ? ORDER BY line LIMIT %d", limit), action, after)
}

func (s *Store) rowsOf(ctx context.Context, q db.Queryer, batch int64, where string, args ...any) ([]StagedRow, error) {
	rows, err := q.Query(ctx, "SELECT line, action, record, version, content FROM import_row WHERE batch = ? AND "+where, append([]any{batch}, args...)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []StagedRow
	for rows.Next() {
		var r StagedRow
		var content string
		if err := rows.Scan(&r.Line, &r.Action, &r.Record, &r.Version, &content); err != nil {
			return nil, err
		}
		if err := s.openRow(batch, &r, content); err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// drop forgets a batch that wrote nothing, some rows at a time.
func (s *Store) drop(ctx context.Context, id int64) error {
	if err := s.sweep(ctx, "DELETE FROM import_row WHERE batch = ? AND line IN (SELECT line FROM import_row WHERE batch = ? LIMIT 1000)", id, id); err != nil {
		return err
	}
	return s.sweep(ctx, "DELETE FROM import_batch WHERE id = ?", id)
}

// sweep runs a statement until it finds nothing more to do.
func (s *Store) sweep(ctx context.Context, query string, args ...any) error {
	for n := int64(1); n > 0; {
		err := s.db.Write(ctx, func(tx *db.Tx) (err error) { n, err = tx.Exec(ctx, query, args...); return err })
		if err != nil {
			return err
		}
	}
	return nil
}

// dropStale forgets what was staged and left lying, and what rows said that
// were left out: it may be personal.
func (s *Store) dropStale(ctx context.Context) error {
	rows, err := s.db.Query(ctx, "SELECT id, state FROM import_batch WHERE at < ? AND state NOT IN (?, ?, ?) ORDER BY id", s.now().Add(-stageKept).UnixMilli(), Applying, Stopped, Undoing)
	if err != nil {
		return err
	}
	defer rows.Close()
	stale := map[int64]string{}
	for rows.Next() {
		var id int64
		var state string
		if err := rows.Scan(&id, &state); err != nil {
			return err
		}
		stale[id] = state
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for id, state := range stale {
		if state == Staging || state == Staged {
			err = s.drop(ctx, id)
		} else {
			err = s.empty(ctx, id, "'bad', 'kept', 'same', 'skip', 'twin'")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// empty drops what rows say that nobody needs any more: it may be personal.
func (s *Store) empty(ctx context.Context, id int64, actions string) error {
	return s.sweep(ctx, "UPDATE import_row SET content = '' WHERE batch = ? AND line IN (SELECT line FROM import_row WHERE batch = ? AND action IN ("+actions+") AND content <> '' LIMIT 1000)", id, id)
}
