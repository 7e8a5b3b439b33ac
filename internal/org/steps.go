package org

import (
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
	s.Step("register", "发证，登记入册", Normal).From(Preparing, Approved).By(people.CivilAffairs).Proof().Need(&o.Code).Do((*SocialOrg).registered)
	s.Step("reject", "不予登记", Rejected).From(Preparing).By(people.CivilAffairs).Reason()
	s.Step("approve_charter", "核准章程", Normal).From(Normal).By(people.CivilAffairs).Need(&o.CharterOn).Ask(&o.Charter).Do((*SocialOrg).chartered)
	s.Step("list_abnormal", "列入活动异常名录", Abnormal).From(Normal).By(people.CivilAffairs).Reason()
	s.Step("delist", "移出活动异常名录", Normal).From(Abnormal).By(people.CivilAffairs).Reason()
	s.Step("apply_cancel", "受理注销", Leaving).From(Normal, Abnormal).By(people.CivilAffairs)
	s.Step("stay", "终止注销", Normal).From(Leaving).By(people.CivilAffairs).Reason()
	s.Step("cancel", "准予注销", Cancelled).From(Leaving).By(people.CivilAffairs).Proof().
		Says("从生效日起退出登记，党组织覆盖和纳入基数随之变动；以前各日的数不变").Do((*SocialOrg).left)
	s.Step("revoke", "撤销登记", Revoked).From(Normal, Abnormal, Leaving).By(people.CivilAffairs).Proof().Reason().Do((*SocialOrg).left)
}

func (o *SocialOrg) approved(tx record.Tx) error { return store.In(tx).Emit(Passing{o, Approval}) }

func (o *SocialOrg) chartered(tx record.Tx) error { return store.In(tx).Emit(Passing{o, CharterOK}) }

func (o *SocialOrg) registered(tx record.Tx) error {
	if err := store.In(tx).Emit(Passing{o, Certifying}); err != nil {
		return err
	}
	return store.In(tx).Emit(Registered{o, tx.On()})
}

func (o *SocialOrg) left(tx record.Tx) error { return store.In(tx).Emit(Left{o, tx.On()}) }
