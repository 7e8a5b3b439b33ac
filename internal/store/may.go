package store

import (
	"cmp"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// MayEdit refuses an actor who may not edit rec, or not as it is. Pages ask it
// before they show a form; [Store.Edit] asks it again.
func (s *Store) MayEdit(a *record.Actor, reg *record.Register, rec record.Record) error {
	if !a.Holds(reg.Rights.Edit) {
		return fault.New(fault.Refused, "您的岗位不能修改%s；需要时请联系登记单位", reg.Label)
	}
	if state := reg.StateOf(rec); reg.State != nil && !reg.Rights.MayEditIn(state) {
		return fault.Coded(fault.Conflict, fault.CodeState, "%s现在是“%s”，不能再修改", reg.Label, reg.StateLabel(state))
	}
	return cmp.Or(s.athome(a, reg, rec), standing(reg, rec))
}

// MayVoid refuses an actor who may not void rec.
func (s *Store) MayVoid(a *record.Actor, reg *record.Register, rec record.Record) error {
	if !a.Holds(reg.Rights.Void) {
		return fault.New(fault.Refused, "您的岗位不能作废%s；需要时请联系登记单位", reg.Label)
	}
	return s.athome(a, reg, rec)
}

// MayTake refuses an actor who may not take a step on rec, or not from the
// state it is in. It names whom to ask.
func (s *Store) MayTake(a *record.Actor, reg *record.Register, rec record.Record, st *record.Step) error {
	if !st.MayStep(a, reg.OwnedBy(a, rec, s.book)) {
		return fault.New(fault.Refused, "您的岗位不能%s；需要时请联系%s", st.Label, s.whom(st))
	}
	return cmp.Or(s.athome(a, reg, rec), wrongState(reg, rec, st))
}

// athome refuses to change what lies outside the actor's division and is not
// theirs: reading may reach further than that.
func (s *Store) athome(a *record.Actor, reg *record.Register, rec record.Record) error {
	if a.Within(record.BaseOf(rec).Area) || reg.OwnedBy(a, rec, s.book) {
		return nil
	}
	return fault.New(fault.Refused, "这条%s不在您的辖区，只能看；要改请联系它所在的社区或镇街", reg.Label)
}
