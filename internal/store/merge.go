package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// moved is one reference that a merge led elsewhere: what the field said before
// and after.
type moved struct {
	Register string `json:"r"`
	Field    string `json:"f"`
	Record   int64  `json:"id"`
	Was      string `json:"was"`
	Is       string `json:"is"`
	Into     int64  `json:"into,omitempty"` // the record it became part of, for it would have said the same
}

// Merge makes loser and keeper one: every reference to loser leads to keeper
// from now on, loser stays to be read. Unmerge takes back exactly that.
func (s *Store) Merge(ctx context.Context, a *record.Actor, reg *record.Register, keeper, loser int64, reason, key string) (Result, error) {
	return s.Write(ctx, a, Key{key, []any{"merge", reg.Name, keeper, loser, reason}}, func(tx *Tx) (Result, error) {
		if err := s.MayMerge(a, reg, nil); err != nil {
			return Result{}, err
		}
		if keeper == loser {
			return Result{}, fault.New(fault.Invalid, "不能把一条%s与它自己合并", reg.Label)
		}
		keep, err := tx.Mine().Get(ctx, reg, keeper)
		if err != nil {
			return Result{}, err
		}
		lose, err := tx.Mine().Get(ctx, reg, loser)
		if err != nil {
			return Result{}, err
		}
		if err := cmp.Or(s.MayMerge(a, reg, keep), s.MayMerge(a, reg, lose)); err != nil {
			return Result{}, err
		}
		list, err := tx.repoint(reg, loser, keeper)
		if err != nil {
			return Result{}, err
		}
		body, err := json.Marshal(list)
		if err != nil {
			return Result{}, err
		}
		after := reg.Copy(lose)
		record.BaseOf(after).Merged = keeper
		if err := tx.put(reg, lose, after); err != nil {
			return Result{}, err
		}
		if err := tx.endTasks(after); err != nil {
			return Result{}, err
		}
		_, err = tx.db.Exec(ctx, "INSERT INTO merge (id, register, loser, keeper, on_day, reason, moved, seq, undone, undone_day) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
			s.ids.next(), reg.Name, loser, keeper, string(tx.Today()), reason, string(body), tx.db.Seq())
		if err != nil {
			return Result{}, err
		}
		return result(keep), tx.audit("merge", reg, after, reason, []FieldChange{{Field: "merged", Label: "合并到", Is: record.Code(keeper)}})
	})
}

// Unmerge undoes the last merge of loser.
func (s *Store) Unmerge(ctx context.Context, a *record.Actor, reg *record.Register, loser int64, reason, key string) (Result, error) {
	return s.Write(ctx, a, Key{key, []any{"unmerge", reg.Name, loser, reason}}, func(tx *Tx) (Result, error) {
		lose, err := tx.Mine().Get(ctx, reg, loser)
		if err != nil {
			return Result{}, err
		}
		if err := s.MayUnmerge(a, reg, lose); err != nil {
			return Result{}, err
		}
		keeper := record.BaseOf(lose).Merged
		if keeper == 0 {
			return Result{}, fault.Coded(fault.Conflict, fault.CodeState, "这条%s没有被合并", reg.Label)
		}
		var id int64
		var body string
		err = tx.db.QueryRow(ctx, "SELECT id, moved FROM merge WHERE loser = ? AND keeper = ? AND undone = 0 ORDER BY id DESC LIMIT 1", loser, keeper).Scan(&id, &body)
		if errors.Is(err, sql.ErrNoRows) { // somebody undid it while we were reading
			return Result{}, fault.Coded(fault.Conflict, fault.CodeState, "这条%s没有被合并", reg.Label)
		}
		if err != nil {
			return Result{}, err
		}
		var list []moved
		if err := json.Unmarshal([]byte(body), &list); err != nil {
			return Result{}, err
		}
		if kept, err := tx.All().Get(ctx, reg, keeper); err != nil || record.BaseOf(kept).Merged != 0 {
			return Result{}, cmp.Or(err, error(fault.Coded(fault.Conflict, fault.CodeState, "它合并到的那条%s后来又合并到了别处，请先撤销那一次合并", reg.Label)))
		}
		after := reg.Copy(lose)
		record.BaseOf(after).Merged = 0
		if err := tx.put(reg, lose, after); err != nil {
			return Result{}, err
		}
		if err := tx.putBack(list); err != nil {
			return Result{}, err
		}
		if err := tx.openTasks(reg, after); err != nil {
			return Result{}, err
		}
		if _, err := tx.db.Exec(ctx, "UPDATE merge SET undone = ?, undone_day = ? WHERE id = ?", tx.db.Seq(), string(tx.Today()), id); err != nil {
			return Result{}, err
		}
		return result(after), tx.audit("unmerge", reg, after, reason, nil)
	})
}

// repoint leads all references from one record to another.
func (tx *Tx) repoint(reg *record.Register, from, to int64) ([]moved, error) {
	done := []moved{}
	for _, ptr := range tx.store.book.PointingAt(reg) {
		where := fmt.Sprintf("%s = %d", ptr.Field.Name, from)
		if _, ok := ptr.Field.Kind.(record.Refs); ok {
			where = fmt.Sprintf("id IN (SELECT record FROM link WHERE register = '%s' AND field = '%s' AND target = %d AND until = 0)", ptr.From.Name, ptr.Field.Name, from)
		}
		list, err := tx.All().load(tx.ctx, ptr.From, where+" ORDER BY id", nil)
		if err != nil {
			return nil, err
		}
		for _, before := range list {
			after := ptr.From.Copy(before)
			if err := redirect(ptr.Field, after, from, to); err != nil {
				return nil, err
			}
			twin, err := tx.twin(ptr.From, after)
			if err != nil {
				return nil, err
			}
			id := record.BaseOf(before).ID
			if twin != 0 {
				further, err := tx.repoint(ptr.From, id, twin)
				if err != nil {
					return nil, err
				}
				done = append(done, further...)
				record.BaseOf(after).Merged = twin
				if err := tx.endTasks(after); err != nil {
					return nil, err
				}
			}
			if err := tx.lead(ptr.From, before, after); err != nil {
				return nil, err
			}
			done = append(done, moved{ptr.From.Name, ptr.Field.Name, id, ptr.Field.Text(before), ptr.Field.Text(after), twin})
		}
	}
	return done, nil
}

// twin gives the record that says the same as rec by a key that folds, or 0.
func (tx *Tx) twin(reg *record.Register, rec record.Record) (id int64, err error) {
	if b := record.BaseOf(rec); b.Voided != "" || b.Merged != 0 {
		return 0, nil
	}
	for _, k := range reg.Keys {
		values, holds := tx.store.keyValues(k, rec)
		if !k.Folding || !holds {
			continue
		}
		var c cond
		c.add("id <> ?", record.BaseOf(rec).ID)
		c.addKey(reg, k, values)
		if err := tx.db.QueryRow(tx.ctx, "SELECT coalesce(max(id), 0) FROM "+reg.Name+" WHERE "+c.sql(), c.args...).Scan(&id); err != nil || id != 0 {
			return id, err
		}
	}
	return 0, nil
}

// putBack gives the fields that a merge changed what they said before, unless
// somebody has changed them since.
func (tx *Tx) putBack(list []moved) error {
	for _, m := range slices.Backward(list) {
		reg := tx.store.book.Register(m.Register)
		before, err := tx.All().Get(tx.ctx, reg, m.Record)
		if err != nil {
			return err
		}
		f, after := reg.Field(m.Field), reg.Copy(before)
		if f.Text(before) != m.Is {
			continue
		}
		if err := f.Kind.Parse(f.Ptr(after), m.Was); err != nil {
			return err
		}
		if m.Into != 0 {
			record.BaseOf(after).Merged = 0
			if err := tx.openTasks(reg, after); err != nil {
				return err
			}
		}
		if err := tx.lead(reg, before, after); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) lead(reg *record.Register, before, after record.Record) error {
	if err := tx.put(reg, before, after); err != nil {
		return err
	}
	diff := tx.diff(reg, before, after)
	if was, is := record.BaseOf(before).Merged, record.BaseOf(after).Merged; was == 0 && is != 0 {
		diff = append(diff, FieldChange{Field: "merged", Label: "合并到", Is: record.Code(is)})
	} else if was != is {
		diff = append(diff, FieldChange{Field: "merged", Label: "合并到", Was: record.Code(was)})
	}
	return tx.audit("repoint", reg, after, tx.note, diff)
}

// redirect puts one id in place of another in a reference field.
func redirect(f *record.Field, rec record.Record, from, to int64) error {
	text := ""
	for _, id := range RefIDs(f, rec) {
		if id == from {
			id = to
		}
		text += fmt.Sprintf("%d、", id)
	}
	if _, ok := f.Kind.(record.Ref); ok {
		text = fmt.Sprint(to)
	}
	return f.Kind.Parse(f.Ptr(rec), text)
}

// MergedOn gives the day a record was merged into another, "" if it was not.
func (r *Reader) MergedOn(ctx context.Context, loser int64) (clock.Date, error) {
	var day string
	err := r.q.QueryRow(ctx, "SELECT coalesce(max(on_day), '') FROM merge WHERE loser = ? AND undone = 0", loser).Scan(&day)
	return clock.Date(day), err
}
