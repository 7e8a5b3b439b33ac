package party

import (
	"cmp"

	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Undertaking (党建工作承诺书) is what the promoters of an organisation sign when
// they apply to register it. After the approval it is handed to the body that
// leads the organisation's Party work.
type Undertaking struct {
	record.Base
	Org      record.ID[org.SocialOrg]
	Signed   clock.Date
	Signer   string
	Body     record.ID[people.Unit]
	HandedOn clock.Date
	File     string
	State    UndertakingState
}

// Undertakings is the register of undertakings (党建工作承诺书台账).
var Undertakings = record.Define[Undertaking]("undertaking", "党建工作承诺书")

// Fields implements [record.Record].
func (u *Undertaking) Fields(f *record.Fields) {
	f.Ref(&u.Org, "org", "社会组织").Required().Places().Fixed().Owner().InList().Filter()
	f.Date(&u.Signed, "signed_on", "签署日期").Required().Begins().InList().Filter()
	f.Name(&u.Signer, "signer", "签署人")
	f.Ref(&u.Body, "body", "主管党建工作的机构").InList().Filter().Help("移交给哪个机构；直接登记的归民政部门党组织，双重管理的归业务主管单位党组织（推断，可改）")
	f.Date(&u.HandedOn, "handed_on", "移交日期").InList()
	f.File(&u.File, "file", "扫描件")
	f.State(&u.State, "state", "状态").InitialStates(Signed)
}

// Keys says an organisation signs once.
func (u *Undertaking) Keys(k *record.Keys) {
	k.One(&u.Org).Says("这家社会组织已经交过承诺书").Folds()
}

// Prepare implements [record.Preparer].
func (u *Undertaking) Prepare(tx record.Tx) error {
	if u.Org == 0 {
		return nil
	}
	o, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, u.Org)
	if err != nil {
		return err
	}
	if u.Body == 0 {
		u.Body = cmp.Or(o.PartyBody, o.Supervisor)
	}
	return nil
}

// CheckIn implements [record.CheckerIn].
func (u *Undertaking) CheckIn(tx record.Tx, p *record.Problems) error {
	if u.Signed > tx.Today() {
		p.Add(&u.Signed, "%s还没有到", u.Signed.Chinese())
	}
	if u.HandedOn > tx.Today() {
		p.Add(&u.HandedOn, "%s还没有到", u.HandedOn.Chinese())
	}
	return nil
}

// Steps describes how an undertaking reaches the body for Party work.
func (u *Undertaking) Steps(s *record.Steps[Undertaking]) {
	s.Step("hand_over", "移交党建资料", Handed).From(Signed).By(people.CivilAffairs).Need(&u.Body, &u.HandedOn).Do((*Undertaking).handed)
}

func (u *Undertaking) handed(tx record.Tx) error {
	o, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, u.Org)
	if err != nil {
		return err
	}
	if err := store.CloseTasks(tx, org.SocialOrgs, o, taskHandOver); err != nil || o.PartyBody == u.Body {
		return err
	}
	return store.Change(tx, org.SocialOrgs, o, func(o *org.SocialOrg) { o.PartyBody = u.Body })
}

// Rights implements [record.Righted].
func (*Undertaking) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.ReadOwn, r.EditIn = record.By(people.Organisation), []record.Chooser{Signed}
	return r
}

// UndertakingState (状态) of an undertaking.
type UndertakingState string

const (
	Signed UndertakingState = "signed"
	Handed UndertakingState = "handed_over"
)

// Options implements [record.Chooser].
func (UndertakingState) Options() []record.Option {
	return record.Options(Signed, "已签署", Handed, "已移交")
}
