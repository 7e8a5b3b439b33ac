package org

import (
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// State (状态) of an organisation in the register.
type State string

const (
	Preparing State = "preparing"
	Approved  State = "approved"
	Normal    State = "normal"
	Abnormal  State = "abnormal"
	Leaving   State = "leaving"
	Cancelled State = "cancelled"
	Revoked   State = "revoked"
	Rejected  State = "rejected"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Preparing, "筹备", Approved, "已准予登记，待领证", Normal, "正常", Abnormal, "活动异常", Leaving, "注销中", Cancelled, "已注销", Revoked, "已撤销登记", Rejected, "未获登记")
}

// Steps describes how an organisation enters, stands in and leaves the register.
func (o *SocialOrg) Steps(s *record.Steps[SocialOrg]) {
	s.Step("approve", "准予登记", Approved).From(Preparing).By(people.CivilAffairs).Proof().Do((*SocialOrg).approved)
	s.Step("register", "发证，登记入册", Normal).From(Approved).By(people.CivilAffairs).Proof().Need(&o.Code).Ask(&o.Certificate, &o.CertFrom, &o.CertLast).Do((*SocialOrg).registered)
	s.Step("reject", "不予登记", Rejected).From(Preparing).By(people.CivilAffairs).Reason()
	s.Step("approve_charter", "核准章程", Normal).From(Normal).By(people.CivilAffairs).Need(&o.CharterOn).Ask(&o.Charter).Do((*SocialOrg).chartered)
	s.Step("inspect", "办理年度检查", Normal).From(Normal).By(people.CivilAffairs).Says("党建同步：要有的党建材料不齐就办不了").Do((*SocialOrg).inspected)
	s.Step("rate", "办理等级评估", Normal).From(Normal).By(people.CivilAffairs).Says("党建同步：要有的党建材料不齐就办不了").Do((*SocialOrg).rated)
	s.Step("list_abnormal", "列入活动异常名录", Abnormal).From(Normal).By(people.CivilAffairs).Reason().
		Says("入驻和孵化随之要核对；移出前不能再入驻").Do((*SocialOrg).troubled)
	s.Step("delist", "移出活动异常名录", Normal).From(Abnormal).By(people.CivilAffairs).Reason()
	s.Step("apply_cancel", "受理注销", Leaving).From(Normal, Abnormal).By(people.CivilAffairs).Do((*SocialOrg).troubled)
	s.Step("stay", "终止注销", Normal).From(Leaving).By(people.CivilAffairs).Reason().Do((*SocialOrg).stays)
	s.Step("stay_abnormal", "终止注销，仍列异常", Abnormal).From(Leaving).By(people.CivilAffairs).Reason()
	s.Step("cancel", "准予注销", Cancelled).From(Leaving).By(people.CivilAffairs).Proof().
		Says("从生效日起退出登记：覆盖、派驻、入驻、预约、孵化和负责人任期随之结束，支部、社工等成为待办；以前各日的数不变").Do((*SocialOrg).left)
	s.Step("revoke", "撤销登记", Revoked).From(Normal, Abnormal, Leaving).By(people.CivilAffairs).Proof().Reason().Do((*SocialOrg).left)
}

func (o *SocialOrg) approved(tx record.Tx) error { return store.In(tx).Emit(Passing{o, Approval}) }

func (o *SocialOrg) chartered(tx record.Tx) error { return store.In(tx).Emit(Passing{o, CharterOK}) }

func (o *SocialOrg) inspected(tx record.Tx) error { return store.In(tx).Emit(Passing{o, Inspection}) }

func (o *SocialOrg) rated(tx record.Tx) error { return store.In(tx).Emit(Passing{o, RatingGiven}) }

func (o *SocialOrg) registered(tx record.Tx) error {
	if err := store.In(tx).Emit(Passing{o, Certifying}); err != nil {
		return err
	}
	if err := store.Change(tx, SocialOrgs, o, func(o *SocialOrg) { o.Registered = tx.On() }); err != nil {
		return err
	}
	return store.In(tx).Emit(Registered{o, o.Registered})
}

func (o *SocialOrg) troubled(tx record.Tx) error { return store.In(tx).Emit(Troubled{o, tx.On()}) }

// stays refuses to take an organisation off the list of the abnormal in passing.
func (o *SocialOrg) stays(tx record.Tx) error {
	list, err := store.In(tx).All().Passages(tx.Context(), SocialOrgs.Register, o.ID)
	if n := len(list); err == nil && n > 1 && list[n-1].Step == "stay" && list[n-2].From == string(Abnormal) {
		return fault.Coded(fault.Conflict, fault.CodeState, "受理注销以前在活动异常名录里：办“终止注销，仍列异常”，核实后再移出")
	}
	return err
}

// left ends the terms of the leaders, and lets everybody else hear.
func (o *SocialOrg) left(tx record.Tx) error {
	err := store.Every(tx, OrgLeaders, func(l *OrgLeader, w *store.Where) { w.Is(&l.Org, record.ID[SocialOrg](o.ID)).Is(&l.State, InPost) }, func(l *OrgLeader) error {
		day, err := DayOf(tx, OrgLeaders.Register, l.ID, tx.On())
		if err != nil {
			return err
		}
		return store.TakeWith(tx, OrgLeaders, l, "leave", store.Taking{On: day, Note: "社会组织退出登记"})
	})
	if err != nil {
		return err
	}
	err = store.Every(tx, OrgChanges, func(c *OrgChange, w *store.Where) {
		w.Is(&c.Org, record.ID[SocialOrg](o.ID)).Is(&c.State, ChangeApplied)
	}, func(c *OrgChange) error {
		return store.TakeWith(tx, OrgChanges, c, "refuse", store.Taking{On: tx.Today(), Note: "社会组织退出登记"})
	})
	if err != nil {
		return err
	}
	err = store.Every(tx, SocialEnterprises, func(e *SocialEnterprise, w *store.Where) {
		w.Is(&e.Origin, record.ID[SocialOrg](o.ID)).Is(&e.State, Recognised)
	}, func(e *SocialEnterprise) error {
		return store.In(tx).Tell(SocialEnterprises.Register, e, people.CivilAffairs, "来源的社会组织已退出登记：核对认定")
	})
	if err != nil {
		return err
	}
	return store.In(tx).Emit(Left{o, tx.On()})
}
