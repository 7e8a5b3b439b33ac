package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Taking is how a step is taken: the day it takes effect ("" is today), the
// reason, and what the step asks.
type Taking struct {
	On   clock.Date
	Note string
	In   record.Input

	typed      bool  // by a person, who may refer only to what they may read
	unresolved error // what of In could not be resolved
}

// Take takes a step on a record as somebody saw it in version.
func (s *Store) Take(ctx context.Context, a *record.Actor, reg *record.Register, id, version int64, step string, t Taking, key string) (Result, error) {
	return s.Write(ctx, a, Key{key, []any{"step", reg.Name, id, version, step, t}}, func(tx *Tx) (Result, error) {
		rec, err := tx.Mine().Get(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		st := reg.Step(step)
		if st == nil {
			return Result{}, fault.New(fault.NotFound, "%s没有“%s”这一步", reg.Label, step)
		}
		if err := cmp.Or(s.may(question{actor: a, reg: reg, rec: rec, act: takeStep, step: st, now: true}), fresh(reg, rec, version)); err != nil {
			return Result{}, err
		}
		t := t // fn may run again
		t.typed = true
		t.In, t.unresolved = tx.Mine().Resolve(ctx, reg, t.In)
		if err := tx.take(reg, rec, st, t); err != nil {
			return Result{}, err
		}
		return result(rec), nil
	})
}

// whom says who could take a step that the actor may not.
func (s *Store) whom(st *record.Step) string {
	if len(st.Roles) == 0 {
		return "本单位管理员"
	}
	names := ""
	for i, r := range st.Roles {
		if i > 0 {
			names += "或"
		}
		names += s.RoleLabel(r)
	}
	return names
}

// TakeByResident takes a step on the record a receipt stands for.
func (s *Store) TakeByResident(ctx context.Context, a *record.Actor, reg *record.Register, id int64, step string, t Taking, key string) (Result, error) {
	return s.Write(ctx, a, Key{key, []any{"resident", reg.Name, id, step, t}}, func(tx *Tx) (Result, error) {
		rec, err := tx.All().Get(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		st := reg.Step(step)
		if st == nil || !st.ByResident {
			return Result{}, fault.New(fault.NotFound, "没有“%s”这一步", step)
		}
		if err := wrongState(reg, rec, st); err != nil {
			return Result{}, err
		}
		if err := tx.take(reg, rec, st, t); err != nil {
			return Result{}, err
		}
		return result(rec), nil
	})
}

// wrongState refuses a step that cannot be taken on rec as it is.
func wrongState(reg *record.Register, rec record.Record, st *record.Step) error {
	if err := standing(reg, rec); err != nil || st.Possible(reg.StateOf(rec)) {
		return err
	}
	return fault.Coded(fault.Conflict, fault.CodeState, "%s现在是“%s”，不能%s", reg.Label, reg.StateLabel(reg.StateOf(rec)), st.Label)
}

// take moves rec and writes everything that goes with it.
func (tx *Tx) take(reg *record.Register, rec record.Record, st *record.Step, t Taking) error {
	on := t.On
	if on == "" {
		on = tx.On()
	}
	var unsaid error
	if st.NeedsNote && strings.TrimSpace(t.Note) == "" {
		unsaid = fault.Fields(fault.Problem{Field: "note", Label: "原因", Text: fmt.Sprintf("%s要写明原因", st.Label)})
	}
	before := reg.Copy(rec)
	if err := gather(t.unresolved, tx.checkDay(rec, st, on), unsaid, st.Fill(rec, t.In)); err != nil {
		return err
	}
	if t.typed {
		if err := tx.checkReach(reg, rec, before); err != nil {
			return err
		}
	}
	outerOn, outerNote := tx.on, tx.note
	tx.on, tx.note = on, t.Note
	defer func() { tx.on, tx.note = outerOn, outerNote }()

	reg.SetState(rec, st.To)
	if err := tx.check(reg, rec, before); err != nil {
		return err
	}
	diff := append(tx.diff(reg, before, rec), tx.backdated(on)...)
	if err := tx.put(reg, before, rec); err != nil {
		return err
	}
	if err := tx.pass(reg, rec, st.Name, reg.StateOf(before), on, t.Note); err != nil {
		return err
	}
	if err := tx.closeTasks(rec, reg, st.Name); err != nil {
		return err
	}
	if ended := !slices.ContainsFunc(reg.Steps, func(next *record.Step) bool { return next.Possible(st.To) }); ended {
		if err := tx.endTasks(rec); err != nil {
			return err
		}
	}
	if err := tx.openTasks(reg, rec); err != nil {
		return err
	}
	if err := tx.audit(st.Name, reg, rec, t.Note, diff); err != nil {
		return err
	}
	return st.Do(rec, tx)
}

// checkDay refuses days that do not exist, lie ahead, or lie before the state
// that the step starts from.
func (tx *Tx) checkDay(rec record.Record, st *record.Step, on clock.Date) error {
	problem := func(format string, args ...any) error {
		return fault.Fields(fault.Problem{Field: "on", Label: "生效日期", Text: fmt.Sprintf(format, args...)})
	}
	if !on.Valid() {
		return problem("“%s”不是日期，应如 2026-07-27", on)
	}
	if on > tx.Today() {
		return problem("不能晚于今天（%s）", tx.Today().Chinese())
	}
	var last string
	err := tx.db.QueryRow(tx.ctx, "SELECT coalesce(max(on_day), '') FROM passage WHERE record = ? AND until = 0", record.BaseOf(rec).ID).Scan(&last)
	if err == nil && clock.Date(last) > on {
		return problem("%s不能早于上一步的 %s", st.Label, clock.Date(last).Chinese())
	}
	return err
}

// TakeStep takes a step from code, under the authority of the step it runs in,
// on the same day and for the same reason unless note gives another.
func TakeStep[T any](tx record.Tx, t record.Type[T], rec *T, step, note string) error {
	return TakeWith(tx, t, rec, step, Taking{On: tx.On(), Note: cmp.Or(note, tx.Note())})
}

// TakeWith takes a step from code with a day, a reason and answers of its own.
// Answers are values: codes, not their labels; ids, not titles.
func TakeWith[T any](tx record.Tx, t record.Type[T], rec *T, step string, with Taking) error {
	r := any(rec).(record.Record)
	st := t.Step(step)
	if st == nil {
		return fault.New(fault.Internal, "%s没有“%s”这一步", t.Label, step)
	}
	if err := wrongState(t.Register, r, st); err != nil {
		return err
	}
	return In(tx).take(t.Register, r, st, with)
}

// pass writes a passage.
func (tx *Tx) pass(reg *record.Register, rec record.Record, step, from string, on clock.Date, note string) error {
	b := record.BaseOf(rec)
	seq, err := tx.seq()
	if err != nil {
		return err
	}
	return tx.db.Insert(tx.ctx, `INSERT INTO passage (id, register, record, area, step, from_state, to_state, on_day, seq, at, account, name, unit, note)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		tx.store.ids.next(), reg.Name, b.ID, b.Area, step, from, reg.StateOf(rec), string(on), seq, tx.at.UnixMilli(),
		tx.actor.Account, tx.actor.Name, tx.actor.Unit, note)
}

// Passage (办理经过) is one move of a state.
type Passage struct {
	Step, Label string // Label is the step's, or 登记
	From, To    string // states
	On          clock.Date
	At          record.Moment
	Name, Unit  string // of who acted
	Note        string
}

// Passages gives how a record came to its state, oldest first. Whoever may
// read the record may read them.
func (r *Reader) Passages(ctx context.Context, reg *record.Register, id int64) ([]Passage, error) {
	rows, err := r.q.Query(ctx, "SELECT step, from_state, to_state, on_day, at, name, unit, note FROM passage WHERE record = ? AND register = ? AND until = 0 ORDER BY on_day, seq, id", id, reg.Name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Passage
	for rows.Next() {
		var p Passage
		if err := rows.Scan(&p.Step, &p.From, &p.To, (*string)(&p.On), (*int64)(&p.At), &p.Name, &p.Unit, &p.Note); err != nil {
			return nil, err
		}
		p.Label = map[string]string{"create": "登记", "import": "导入"}[p.Step]
		if st := reg.Step(p.Step); st != nil {
			p.Label = st.Label
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// Available gives the steps the actor may take on rec now, in the order of
// their description.
func (s *Store) Available(a *record.Actor, reg *record.Register, rec record.Record) []*record.Step {
	var out []*record.Step
	state, owned := reg.StateOf(rec), reg.OwnedBy(a, rec, s.book)
	for _, st := range reg.Steps {
		// What most steps fail by is looked at first: a refusal has its sentence to write.
		if st.Possible(state) && st.MayStep(a, owned) && s.MayTake(a, reg, rec, st) == nil {
			out = append(out, st)
		}
	}
	return out
}
