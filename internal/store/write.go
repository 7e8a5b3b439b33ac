package store

import (
	"cmp"
	"errors"
	"slices"

	"sanshe/internal/area"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// create checks and writes a new record with its passage, tasks, words and
// audit entry.
func (tx *Tx) create(reg *record.Register, rec record.Record, action, reason string) error {
	b := record.BaseOf(rec)
	if err := tx.checkArea(reg, rec); err != nil {
		return err
	}
	asked := b.Area
	if err := tx.place(reg, rec); err != nil {
		return err
	}
	if p, ok := rec.(record.Preparer); ok {
		if err := p.Prepare(tx); err != nil {
			return err
		}
	}
	if b.Area != asked && !reg.OwnedBy(tx.actor, rec, tx.store.book) {
		if err := tx.checkArea(reg, rec); err != nil {
			return err
		}
	}
	if err := tx.check(reg, rec, nil); err != nil {
		return err
	}
	for _, f := range reg.Fields {
		if f.IsPassing {
			f.Clear(rec)
		}
	}
	seq, err := tx.seq()
	if err != nil {
		return err
	}
	if b.ID == 0 {
		b.ID = tx.store.ids.next()
	}
	b.Version, b.Since = 1, seq
	b.Created, b.Changed = record.MomentOf(tx.at), record.MomentOf(tx.at)
	p := tx.store.plans[reg]
	args, err := tx.store.args(p, rec)
	if err == nil {
		err = tx.keyedBefore(reg, rec)
	}
	if err != nil {
		return err
	}
	if err := tx.db.Insert(tx.ctx, p.insert, args...); err != nil {
		return tx.keyError(reg, rec, err)
	}
	if err := tx.links(reg, nil, rec); err != nil {
		return err
	}
	if reg.State != nil {
		if err := tx.pass(reg, rec, action, "", first(reg, rec, tx.On()), reason); err != nil {
			return err
		}
		if err := tx.openTasks(reg, rec); err != nil {
			return err
		}
	}
	if err := tx.index(reg, nil, rec); err != nil {
		return err
	}
	if err := tx.audit(action, reg, rec, reason, tx.backdated(tx.On())); err != nil {
		return err
	}
	if o, ok := rec.(record.Opener); ok {
		return o.Opened(tx)
	}
	return nil
}

// place puts a record where what it refers to lies: a room where its centre is.
func (tx *Tx) place(reg *record.Register, rec record.Record) error {
	if reg.Place == nil {
		return nil
	}
	for _, id := range RefIDs(reg.Place, rec) {
		beside, err := tx.All().Get(tx.ctx, tx.store.book.Target(reg.Place), id)
		if err != nil {
			return err
		}
		record.BaseOf(rec).Area = record.BaseOf(beside).Area
	}
	return nil
}

// checkArea holds a record to the actor's division.
func (tx *Tx) checkArea(reg *record.Register, rec record.Record) error {
	b := record.BaseOf(rec)
	if b.Area == "" {
		b.Area = tx.actor.Area
	}
	if err := area.Valid(b.Area); err != nil {
		return err
	}
	if !tx.actor.Within(b.Area) {
		names, err := tx.store.AreaNames(tx.ctx, []string{b.Area})
		if err != nil {
			return err
		}
		return fault.New(fault.Refused, "%s不在您的辖区，不能在那里登记%s；改选辖区里的，或由那里登记", cmp.Or(names[b.Area], b.Area), reg.Label)
	}
	return nil
}

func (tx *Tx) check(reg *record.Register, rec, before record.Record) error {
	ps := reg.Check(rec, before)
	if err := tx.checkRefs(reg, rec, before, ps); err != nil {
		return err
	}
	if c, ok := rec.(record.CheckerIn); ok && len(ps.List) == 0 {
		if err := c.CheckIn(tx, ps); err != nil {
			return err
		}
	}
	return ps.Err()
}

// change checks and writes what an edit made of a record.
func (tx *Tx) change(reg *record.Register, before, after record.Record, action, reason string) error {
	if err := tx.check(reg, after, before); err != nil {
		return err
	}
	diff := tx.diff(reg, before, after)
	if len(diff) == 0 {
		return nil // nothing changed: no version, no history
	}
	if err := tx.put(reg, before, after); err != nil {
		return err
	}
	if place := record.BaseOf(after).Area; place != record.BaseOf(before).Area { // its tasks go with it
		if _, err := tx.db.Exec(tx.ctx, "UPDATE task SET area = ? WHERE record = ? AND closed = 0", place, record.BaseOf(after).ID); err != nil {
			return err
		}
	}
	if err := tx.audit(action, reg, after, reason, diff); err != nil {
		return err
	}
	if c, ok := after.(record.Changer); ok {
		return c.Edited(tx)
	}
	return nil
}

// put writes after in place of before, keeping before's image as history.
func (tx *Tx) put(reg *record.Register, before, after record.Record) error {
	seq, err := tx.seq()
	if err != nil {
		return err
	}
	p, b, was := tx.store.plans[reg], record.BaseOf(after), record.BaseOf(before)
	if was.Since > seq {
		return errOvertaken
	}
	if was.Since != seq { // a second change in one transaction leaves no image of the first
		if _, err := tx.db.Exec(tx.ctx, p.archive, seq, b.ID); err != nil {
			return err
		}
	}
	b.Version, b.Since, b.Changed = was.Version+1, seq, record.MomentOf(tx.at)
	args, err := tx.store.args(p, after)
	if err == nil {
		err = tx.keyedBefore(reg, after)
	}
	if err != nil {
		return err
	}
	n, err := tx.db.Exec(tx.ctx, p.update, append(args[1:], b.ID, was.Version)...)
	if err != nil {
		return tx.keyError(reg, after, err)
	}
	if n == 0 {
		now, err := tx.All().Get(tx.ctx, reg, b.ID)
		if err != nil {
			return err
		}
		return fresh(reg, now, was.Version)
	}
	if err := tx.links(reg, before, after); err != nil {
		return err
	}
	if err := tx.begin(reg, before, after); err != nil {
		return err
	}
	return tx.index(reg, before, after)
}

func (tx *Tx) seq() (int64, error) { return tx.db.Seq(), nil }

// keyError turns a broken key of the database into the sentence the register
// gives for it.
func (tx *Tx) keyError(reg *record.Register, rec record.Record, err error) error {
	var unique *db.UniqueError
	if !errors.As(err, &unique) {
		return err
	}
	for i, k := range reg.Keys {
		if unique.Constraint == keyName(reg, i) || unique.Table == reg.Name && slices.Equal(unique.Columns, keyColumns(k)) {
			return taken(k)
		}
	}
	return fault.Wrap(err, fault.Conflict, "%s与已有记录重复", reg.Label)
}

func taken(k *record.Key) error {
	return fault.Fields(fault.Problem{Field: k.Fields[0].Name, Label: k.Fields[0].Label, Text: k.Message})
}

// Add makes a record from code, under the authority of the step it runs in.
func Add[T any](tx record.Tx, t record.Type[T], area string, fill func(*T)) (*T, error) {
	s := In(tx)
	rec := t.New()
	fill(rec)
	r := any(rec).(record.Record)
	if area != "" {
		record.BaseOf(r).Area = area
	}
	was := s.actor
	s.actor = s.authority()
	err := s.create(t.Register, r, "create", s.note)
	s.actor = was
	return rec, err
}

// Change changes a record from code, under the authority of the step it runs in.
// A state it cannot change: that takes a step.
func Change[T any](tx record.Tx, t record.Type[T], rec *T, change func(*T)) error {
	s, r := In(tx), any(rec).(record.Record)
	before := t.Copy(r)
	change(rec)
	if was, is := t.StateOf(before), t.StateOf(r); was != is {
		return fault.New(fault.Internal, "%s从“%s”到“%s”要经过办理，不能直接改", t.Label, t.StateLabel(was), t.StateLabel(is))
	}
	return s.change(t.Register, before, r, "edit", s.note)
}

// VoidOne voids a record from code, under the authority of the step it runs in.
func VoidOne[T any](tx record.Tx, t record.Type[T], rec *T, reason string) error {
	_, err := In(tx).void(t.Register, any(rec).(record.Record), reason)
	return err
}
