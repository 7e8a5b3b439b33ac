package store

import (
	"slices"

	"sanshe/internal/area"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// question is whether an actor may do something: with a record, or with those
// of a register at large.
type question struct {
	actor *record.Actor
	reg   *record.Register
	rec   record.Record // nil for none in particular
	act   record.Action // "" for a step
	step  *record.Step
	gone  bool   // it need not stand
	now   bool   // it is being done, not only offered
	what  string // what messages call it
}

// does reports whether the question is about one of acts.
func (q *question) does(acts ...record.Action) bool { return slices.Contains(acts, q.act) }

// rule is one condition on what changes a record, shows what is masked in it or
// takes it away. All must agree; the first that does not gives the answer. They
// are a list so that a test can take each away and see that it is missed.
type rule struct {
	name    string
	refuses func(*Store, *question) error
}

const takeStep record.Action = "" // the act of a question about a step

// rulesOfActing lists them all.
func rulesOfActing() []rule {
	return []rule{
		{"looking", func(_ *Store, q *question) error { return looking(q.actor) }},
		{"own name", func(_ *Store, q *question) error {
			if !q.reg.Rights.Closed || q.actor.InOwnName() {
				return nil
			}
			return fault.New(fault.Refused, "%s是保密的，只能以本人身份办理；需要时请联系负责的社工本人", q.reg.Label)
		}},
		{"limits", func(_ *Store, q *question) error { return q.limited() }},
		{"role", (*Store).ofRole},
		{"editable", (*Store).editable},
		{"home", (*Store).athome},
		{"shown at home", (*Store).shownAtHome},
		{"standing", func(_ *Store, q *question) error {
			if q.rec == nil || q.gone || !q.does(record.Edit, record.Merge, takeStep) {
				return nil
			}
			return standing(q.reg, q.rec)
		}},
		{"from", func(_ *Store, q *question) error {
			if q.step == nil {
				return nil
			}
			return wrongState(q.reg, q.rec, q.step)
		}},
		{"proof", func(_ *Store, q *question) error {
			if !q.now || !q.does(record.Export, record.Reveal) && (q.step == nil || !q.step.NeedsProof) {
				return nil
			}
			return Proven(q.actor)
		}},
	}
}

func (s *Store) may(q question) error {
	if q.what == "" {
		q.what = q.reg.Label
	}
	for _, r := range s.acting {
		if err := r.refuses(s, &q); err != nil {
			return err
		}
	}
	return nil
}

// MayCreate refuses an actor who may not make records of a register anywhere;
// where is for the record to say.
func (s *Store) MayCreate(a *record.Actor, reg *record.Register) error {
	return s.may(question{actor: a, reg: reg, act: record.Create})
}

// MayEdit refuses an actor who may not edit rec, or not as it is. Pages ask it
// before they show a form; [Store.Edit] asks it again.
func (s *Store) MayEdit(a *record.Actor, reg *record.Register, rec record.Record) error {
	return s.may(question{actor: a, reg: reg, rec: rec, act: record.Edit})
}

// MayVoid refuses an actor who may not void rec.
func (s *Store) MayVoid(a *record.Actor, reg *record.Register, rec record.Record) error {
	return s.may(question{actor: a, reg: reg, rec: rec, act: record.Void})
}

// MayTake refuses an actor who may not take a step on rec, or not from the
// state it is in. It names whom to ask.
func (s *Store) MayTake(a *record.Actor, reg *record.Register, rec record.Record, st *record.Step) error {
	return s.may(question{actor: a, reg: reg, rec: rec, act: takeStep, step: st})
}

// MayMerge refuses an actor who may not merge rec, nil for any, with another.
func (s *Store) MayMerge(a *record.Actor, reg *record.Register, rec record.Record) error {
	return s.may(question{actor: a, reg: reg, rec: rec, act: record.Merge})
}

// MayUnmerge refuses an actor who may not undo the merge of rec, which of course
// no longer stands.
func (s *Store) MayUnmerge(a *record.Actor, reg *record.Register, rec record.Record) error {
	return s.may(question{actor: a, reg: reg, rec: rec, act: record.Merge, gone: true})
}

// MayReveal refuses an actor who may not see personal fields of rec in full.
func (s *Store) MayReveal(a *record.Actor, reg *record.Register, rec record.Record) error {
	return s.mayReveal(a, reg, rec, false)
}

func (s *Store) mayReveal(a *record.Actor, reg *record.Register, rec record.Record, now bool) error {
	return s.may(question{actor: a, reg: reg, rec: rec, act: record.Reveal, now: now, what: reg.Label + "的个人信息"})
}

// MayExport refuses an actor who may not take records of a register away.
func (s *Store) MayExport(a *record.Actor, reg *record.Register) error {
	return s.may(question{actor: a, reg: reg, act: record.Export})
}

// MayImport refuses an actor who may not bring records of a register in.
func (s *Store) MayImport(a *record.Actor, reg *record.Register) error {
	return s.may(question{actor: a, reg: reg, act: record.Import})
}

// looking refuses whoever looks as somebody else does.
func looking(a *record.Actor) error {
	if a != nil && a.Looking {
		return fault.New(fault.Refused, "现在是以别人的身份看，只能看；要办理请先退出，需要时请联系%s本人", a.Name)
	}
	return nil
}

// Proven refuses whoever has not shown of late that it is they. A surface that
// can asks them for proof and does then what they asked.
func Proven(a *record.Actor) error {
	if a != nil && a.Unproven {
		return fault.Coded(fault.Refused, fault.CodeProof, "这一步要先确认是您本人；需要时请联系本单位管理员")
	}
	return nil
}

// OutOfLimits refuses what a token was not made for; of names what with "的", "" for none.
func OutOfLimits(of string, s record.Scope) error {
	return fault.New(fault.Refused, "这个接口令牌的范围里没有%s“%s”（%s）；需要时请联系发令牌的人另发一个", of, s.Label(), s)
}

// limited refuses what a token was not made for.
func (q *question) limited() error {
	need := record.ToWrite
	switch {
	case q.does(record.Export):
		need = record.ToExport
	case q.does(record.Reveal):
		need = record.ToReveal
	case q.step != nil && q.step.NeedsProof:
		need = record.ToApprove
	}
	if q.actor.Only.Allows(need, q.reg.Name) {
		return nil
	}
	return OutOfLimits(q.reg.Label+"的", need)
}

// ofRole refuses whoever holds no role for the act.
func (s *Store) ofRole(q *question) error {
	if q.step != nil {
		if !q.step.MayStep(q.actor, q.reg.OwnedBy(q.actor, q.rec, s.book)) {
			return fault.New(fault.Refused, "您的岗位不能%s；需要时请联系%s", q.step.Label, s.whom(q.step))
		}
		return nil
	}
	if q.actor.Holds(q.reg.Rights.For(q.act)) {
		return nil
	}
	whom := "本单位管理员"
	switch q.act {
	case record.Edit, record.Void:
		whom = "登记单位"
	case record.Reveal:
		whom = "办理人"
	}
	verb := map[record.Action]string{record.Create: "登记", record.Edit: "修改", record.Void: "作废", record.Export: "导出",
		record.Import: "导入", record.Merge: "合并", record.Reveal: "查看完整的"}[q.act]
	return fault.New(fault.Refused, "您的岗位不能%s%s；需要时请联系%s", verb, q.what, whom)
}

// editable refuses to edit a record in a state in which it is settled.
func (s *Store) editable(q *question) error {
	if !q.does(record.Edit) || q.reg.State == nil || q.reg.Rights.MayEditIn(q.reg.StateOf(q.rec)) {
		return nil
	}
	return fault.Coded(fault.Conflict, fault.CodeState, "%s现在是“%s”，不能再修改", q.reg.Label, q.reg.StateLabel(q.reg.StateOf(q.rec)))
}

// athome refuses to change what lies outside the actor's division and is not
// theirs: reading may reach further than that.
func (s *Store) athome(q *question) error {
	if q.rec == nil || q.does(record.Reveal) || q.actor.Within(record.BaseOf(q.rec).Area) || q.reg.OwnedBy(q.actor, q.rec, s.book) {
		return nil
	}
	return fault.New(fault.Refused, "这条%s不在您的辖区，只能看；要改请联系它所在的社区或镇街", q.reg.Label)
}

// shownAtHome keeps what is masked to those in whose division the record lies,
// or also lies: whoever sees it from elsewhere sees the masks.
func (s *Store) shownAtHome(q *question) error {
	if q.rec == nil || !q.does(record.Reveal) || q.reg.Rights.Closed && q.reg.OwnedBy(q.actor, q.rec, s.book) {
		return nil
	}
	places := []string{record.BaseOf(q.rec).Area}
	for _, f := range q.reg.Fields {
		if f.IsAreas && q.reg.Rights.Reach == record.Below {
			places = append(places, f.Value(q.rec).([]string)...)
		}
	}
	if slices.ContainsFunc(places, func(p string) bool { return area.Contains(q.actor.Area, p) }) {
		return nil
	}
	return fault.New(fault.Refused, "这条%s不在您的辖区，不能查看完整的个人信息；需要时请联系它所在的社区或镇街", q.reg.Label)
}
