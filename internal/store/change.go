package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Create makes a record of what was typed.
func (s *Store) Create(ctx context.Context, a *record.Actor, reg *record.Register, place string, in record.Input, key string) (Result, error) {
	if err := s.MayCreate(a, reg); err != nil {
		return Result{}, err
	}
	return s.Write(ctx, a, Key{key, []any{"create", reg.Name, place, in}}, func(tx *Tx) (Result, error) {
		rec := reg.New()
		if st, ok := rec.(record.Starter); ok {
			st.Start(*a, tx.Today())
		}
		record.BaseOf(rec).Area = place
		err := gather(tx.mayBegin(reg, in), tx.fill(reg, rec, in))
		if err == nil {
			err = tx.checkReach(reg, rec, nil)
		}
		if err != nil {
			return Result{}, err
		}
		if err := tx.create(reg, rec, "create", in[""]); err != nil {
			return Result{}, err
		}
		return result(rec), nil
	})
}

// mayBegin refuses a first state other than the first of all to who may not
// choose it: only whoever may import may, for everybody else there are steps.
func (tx *Tx) mayBegin(reg *record.Register, in record.Input) error {
	if reg.State == nil || in[reg.State.Name] == "" || tx.actor.Holds(reg.Rights.Import) {
		return nil
	}
	rec, first := reg.New(), reg.New()
	if err := reg.Set(rec, record.Input{reg.State.Name: in[reg.State.Name]}); err != nil || reg.StateOf(rec) == reg.StateOf(first) {
		return err
	}
	return fault.Fields(fault.Problem{Field: reg.State.Name, Label: reg.State.Label, Text: "您登记时只能是“" + reg.StateLabel(reg.StateOf(first)) + "”"})
}

// fill parses what was typed into rec and says at once everything wrong with
// it: what cannot be resolved, what will not parse and what is missing.
func (tx *Tx) fill(reg *record.Register, rec record.Record, in record.Input) error {
	resolved, unresolved := tx.Mine().Resolve(tx.ctx, reg, in)
	err := gather(unresolved, reg.Set(rec, resolved))
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	var missing []fault.Problem
	for _, f := range reg.Fields {
		if f.IsRequired && f.Asked() && f.Empty(rec) {
			missing = append(missing, fault.Problem{Field: f.Name, Label: f.Label, Text: "没有填"})
		}
	}
	return gather(err, fault.Fields(missing...))
}

// gather makes one error of several about fields; what a later one says of a
// field already complained of is left out. Any other error comes before them.
func gather(errs ...error) error {
	var all []fault.Problem
	for _, err := range errs {
		if err == nil {
			continue
		}
		e := fault.As(err)
		if e == nil || e.Kind != fault.Invalid || e.Message != "" {
			return err
		}
		said := all
		for _, p := range e.Problems {
			if !slices.ContainsFunc(said, func(q fault.Problem) bool { return q.Field == p.Field }) {
				all = append(all, p)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return fault.Fields(all...)
}

func result(rec record.Record) Result {
	b := record.BaseOf(rec)
	return Result{ID: b.ID, Version: b.Version, Record: rec}
}

// Edit changes fields of a record as somebody saw it in version.
func (s *Store) Edit(ctx context.Context, a *record.Actor, reg *record.Register, id, version int64, in record.Input, key string) (Result, error) {
	return s.Write(ctx, a, Key{key, []any{"edit", reg.Name, id, version, in}}, func(tx *Tx) (Result, error) {
		before, err := tx.Mine().Get(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		if err := cmp.Or(s.MayEdit(a, reg, before), fresh(reg, before, version)); err != nil {
			return Result{}, err
		}
		after := reg.Copy(before)
		if err := tx.fill(reg, after, in); err != nil {
			return Result{}, err
		}
		if err := tx.checkReach(reg, after, before); err != nil {
			return Result{}, err
		}
		if err := tx.change(reg, before, after, "edit", ""); err != nil {
			return Result{}, err
		}
		return result(after), nil
	})
}

// standing refuses to change what no longer counts.
func standing(reg *record.Register, rec record.Record) error {
	switch b := record.BaseOf(rec); {
	case b.Voided != "":
		return fault.Coded(fault.Conflict, fault.CodeState, "这条%s已经作废", reg.Label)
	case b.Merged != 0:
		return fault.Coded(fault.Conflict, fault.CodeState, "这条%s已经合并到 %s，请在那一条上办理", reg.Label, record.Code(b.Merged))
	}
	return nil
}

// Stale is the detail of a stale change: the record as it is now.
type Stale struct{ Now record.Record }

// AnyVersion stands for the record as it is now, whichever version that is:
// for steps taken by a program, whose meaning does not depend on what the
// record's fields said.
const AnyVersion int64 = -1

func fresh(reg *record.Register, now record.Record, version int64) error {
	switch b := record.BaseOf(now); {
	case version == AnyVersion:
		return nil
	case version == 0:
		return fault.Coded(fault.Invalid, fault.CodeMissing, "没有说明是在哪一版上修改的；请刷新后再试")
	case version != b.Version:
		e := fault.Coded(fault.Conflict, fault.CodeStale, "%s在您打开之后已被改过，请看两个版本后再决定", reg.Label)
		e.Detail = Stale{now}
		return e
	}
	return nil
}

// Void takes a record out of every list and figure, with a reason. Nothing is
// ever deleted.
func (s *Store) Void(ctx context.Context, a *record.Actor, reg *record.Register, id, version int64, reason, key string) (Result, error) {
	return s.Write(ctx, a, Key{key, []any{"void", reg.Name, id, version, reason}}, func(tx *Tx) (Result, error) {
		before, err := tx.Mine().Get(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		if err := cmp.Or(s.MayVoid(a, reg, before), fresh(reg, before, version)); err != nil {
			return Result{}, err
		}
		after, err := tx.void(reg, before, reason)
		if err != nil {
			return Result{}, err
		}
		return result(after), nil
	})
}

// Dropper is implemented by records whose voiding has effects on others, or that
// must not be voided as they stand.
type Dropper interface{ Dropped(record.Tx) error }

func (tx *Tx) void(reg *record.Register, before record.Record, reason string) (record.Record, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return nil, fault.Fields(fault.Problem{Field: "reason", Label: "原因", Text: "作废要写明原因"})
	}
	if err := standing(reg, before); err != nil {
		return nil, err
	}
	if v, ok := before.(record.Voider); ok {
		if err := v.Voiding(tx); err != nil {
			return nil, err
		}
	}
	after := reg.Copy(before)
	record.BaseOf(after).Voided = reason
	if err := tx.put(reg, before, after); err != nil {
		return nil, err
	}
	if err := tx.endTasks(after); err != nil {
		return nil, err
	}
	if err := tx.audit("void", reg, after, reason, nil); err != nil {
		return nil, err
	}
	if d, ok := after.(Dropper); ok {
		return after, d.Dropped(tx)
	}
	return after, nil
}
