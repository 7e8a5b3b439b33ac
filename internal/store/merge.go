package store

import (
	"context"
	"encoding/json"
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// moved is one reference that a merge led elsewhere.
type moved struct {
	Register string `json:"r"`
	Field    string `json:"f"`
	Record   int64  `json:"id"`
}

// Merge makes loser and keeper one: every reference to loser leads to keeper
// from now on, loser stays to be read. Unmerge takes back exactly that.
func (s *Store) Merge(ctx context.Context, a *record.Actor, reg *record.Register, keeper, loser int64, reason, key string) (Result, error) {
	return s.Write(ctx, a, Key{key, []any{"merge", reg.Name, keeper, loser, reason}}, func(tx *Tx) (Result, error) {
		if !a.Holds(reg.Rights.Merge) {
			return Result{}, fault.New(fault.Refused, "您的岗位不能合并%s；需要时请联系本单位管理员", reg.Label)
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
		for _, rec := range []record.Record{keep, lose} {
			if b := record.BaseOf(rec); b.Voided != "" || b.Merged != 0 {
				return Result{}, fault.Coded(fault.Conflict, fault.CodeState, "%s %s已作废或已合并", reg.Label, record.Code(b.ID))
			}
		}
		list, err := tx.repoint(reg, loser, keeper, nil)
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
		if err := tx.closeTasks(after); err != nil {
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
		if !a.Holds(reg.Rights.Merge) {
			return Result{}, fault.New(fault.Refused, "您的岗位不能撤销合并%s；需要时请联系本单位管理员", reg.Label)
		}
		lose, err := tx.Mine().Get(ctx, reg, loser)
		if err != nil {
			return Result{}, err
		}
		keeper := record.BaseOf(lose).Merged
		if keeper == 0 {
			return Result{}, fault.Coded(fault.Conflict, fault.CodeState, "这条%s没有被合并", reg.Label)
		}
		var id int64
		var body string
		err = tx.db.QueryRow(ctx, "SELECT id, moved FROM merge WHERE loser = ? AND keeper = ? AND undone = 0 ORDER BY id DESC LIMIT 1", loser, keeper).Scan(&id, &body)
		if err != nil {
			return Result{}, err
		}
		var list []moved
		if err := json.Unmarshal([]byte(body), &list); err != nil {
			return Result{}, err
		}
		after := reg.Copy(lose)
		record.BaseOf(after).Merged = 0
		if err := tx.put(reg, lose, after); err != nil {
			return Result{}, err
		}
		if _, err := tx.repoint(reg, keeper, loser, list); err != nil {
			return Result{}, err
		}
		if _, err := tx.db.Exec(ctx, "UPDATE merge SET undone = ?, undone_day = ? WHERE id = ?", tx.db.Seq(), string(tx.Today()), id); err != nil {
			return Result{}, err
		}
		return result(after), tx.audit("unmerge", reg, after, reason, nil)
	})
}

// repoint leads references from one record to another: all of them, or only
// those listed (and of those, the ones nobody has changed since).
func (tx *Tx) repoint(reg *record.Register, from, to int64, only []moved) ([]moved, error) {
	wanted := map[moved]bool{}
	for _, m := range only {
		wanted[m] = true
	}
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
			m := moved{ptr.From.Name, ptr.Field.Name, record.BaseOf(before).ID}
			if only != nil && !wanted[m] {
				continue
			}
			after := ptr.From.Copy(before)
			if err := redirect(ptr.Field, after, from, to); err != nil {
				return nil, err
			}
			if err := tx.put(ptr.From, before, after); err != nil {
				return nil, err
			}
			if err := tx.audit("repoint", ptr.From, after, tx.note, tx.diff(ptr.From, before, after)); err != nil {
				return nil, err
			}
			done = append(done, m)
		}
	}
	return done, nil
}

// redirect puts one id in place of another in a reference field.
func redirect(f *record.Field, rec record.Record, from, to int64) error {
	text := ""
	for _, id := range refIDs(f, rec) {
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
