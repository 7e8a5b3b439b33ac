package store

import (
	"fmt"
	"strconv"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// links keeps the tables that follow list fields backwards: the further
// divisions of a record, and the records it lists. Rows are closed, not
// removed, so that they can be asked as known on an earlier day.
func (tx *Tx) links(reg *record.Register, before, after record.Record) error {
	b := record.BaseOf(after)
	for _, f := range reg.Fields {
		_, refs := f.Kind.(record.Refs)
		if !refs && !f.IsAreas || before != nil && f.Same(before, after) || before == nil && f.Empty(after) {
			continue
		}
		seq := tx.db.Seq()
		if f.IsAreas {
			if before != nil {
				if _, err := tx.db.Exec(tx.ctx, "UPDATE record_area SET until = ? WHERE record = ? AND until = 0", seq, b.ID); err != nil {
					return err
				}
			}
			for _, code := range f.Value(after).([]string) {
				if code == b.Area {
					continue
				}
				if err := tx.db.Insert(tx.ctx, "INSERT INTO record_area (register, record, area, since, until) VALUES (?, ?, ?, ?, 0)", reg.Name, b.ID, code, seq); err != nil {
					return err
				}
			}
			continue
		}
		if before != nil {
			if _, err := tx.db.Exec(tx.ctx, "UPDATE link SET until = ? WHERE record = ? AND field = ? AND until = 0", seq, b.ID, f.Name); err != nil {
				return err
			}
		}
		for _, id := range f.Kind.JSON(f.Value(after)).([]int64) {
			if err := tx.db.Insert(tx.ctx, "INSERT INTO link (register, field, record, target, since, until) VALUES (?, ?, ?, ?, ?, 0)", reg.Name, f.Name, b.ID, id, seq); err != nil {
				return err
			}
		}
	}
	return nil
}

// RefIDs gives the ids a reference field holds.
func RefIDs(f *record.Field, rec record.Record) []int64 {
	switch f.Kind.(type) {
	case record.Ref:
		if id := f.Kind.JSON(f.Value(rec)).(int64); id != 0 {
			return []int64{id}
		}
	case record.Refs:
		return f.Kind.JSON(f.Value(rec)).([]int64)
	}
	return nil
}

// checkRefs refuses references to records that are not there, or are void.
// References that the change leaves alone are not asked again.
func (tx *Tx) checkRefs(reg *record.Register, rec, before record.Record, ps *record.Problems) error {
	for _, f := range reg.Fields {
		target := tx.store.book.Target(f)
		if target == nil || before != nil && f.Same(before, rec) {
			continue
		}
		ids := RefIDs(f, rec)
		if len(ids) == 0 {
			continue
		}
		marks := make([]string, len(ids))
		for i, id := range ids {
			marks[i] = strconv.FormatInt(id, 10)
		}
		var n int
		err := tx.db.QueryRow(tx.ctx, fmt.Sprintf("SELECT count(*) FROM %s WHERE id IN (%s) AND voided = '' AND merged = 0", target.Name, strings.Join(marks, ", "))).Scan(&n)
		if err != nil {
			return err
		}
		if n != len(ids) {
			ps.List = append(ps.List, fault.Problem{Field: f.Name, Label: f.Label, Text: fmt.Sprintf("没有找到所选的%s，或它已作废，请重新选", target.Label)})
		}
	}
	for _, f := range reg.Fields {
		if f.Kind.Name() == "division" && !f.Empty(rec) {
			if err := area.Valid(f.Text(rec)); err != nil {
				ps.List = append(ps.List, fault.Problem{Field: f.Name, Label: f.Label, Text: err.Error()})
			}
		}
	}
	return nil
}

// checkReach refuses references that somebody typed to records they may not
// read: a reference shows what it points at. Those that stand already may stay.
func (tx *Tx) checkReach(reg *record.Register, rec, before record.Record) error {
	var problems []fault.Problem
	for _, f := range reg.Fields {
		target := tx.store.book.Target(f)
		ids := RefIDs(f, rec)
		if target == nil || len(ids) == 0 || before != nil && f.Same(before, rec) {
			continue
		}
		page, err := tx.Mine().without(tx.actor.Glimpses).Count(tx.ctx, target, Query{IDs: ids})
		if err != nil {
			return err
		}
		if page.Total < len(ids) {
			problems = append(problems, fault.Problem{Field: f.Name, Label: f.Label, Text: fmt.Sprintf("没有找到所选的%s，或不在您的辖区，请重新选", target.Label)})
		}
	}
	if len(problems) > 0 {
		return fault.Fields(problems...)
	}
	return nil
}

// Lists keeps records whose list field at p holds id.
func (w *Where) Lists(p any, id int64) *Where {
	f := w.reg.At(w.proto, p)
	w.add("id IN (SELECT record FROM link WHERE register = ? AND field = ? AND target = ? AND until = 0)", w.reg.Name, f.Name, id)
	return w
}
