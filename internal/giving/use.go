package giving

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// Use (捐赠使用) says what became of part of a donation.
type Use struct {
	record.Base
	Donation record.ID[Donation]
	On       clock.Date
	Amount   record.Fen
	What     string
	Activity record.ID[service.Activity]
	File     string
}

// Uses is the register of uses (捐赠使用台账).
var Uses = record.Define[Use]("donation_use", "捐赠使用")

// Fields implements [record.Record].
func (u *Use) Fields(f *record.Fields) {
	f.Text(&u.What, "what", "用在哪里").Required().Title().Public()
	f.Ref(&u.Donation, "donation", "捐赠").Required().Places().Fixed().InList().Filter()
	f.Date(&u.On, "on_day", "日期").Required().InList().Filter().Public()
	f.Money(&u.Amount, "amount", "金额或折价").Fixed().InList().Public()
	f.Ref(&u.Activity, "activity", "服务活动").Filter()
	f.File(&u.File, "file", "凭证")
}

// Check implements [record.Checker].
func (u *Use) Check(p *record.Problems) {
	if u.Amount <= 0 {
		p.Add(&u.Amount, "要大于 0")
	}
}

// Prepare implements [record.Preparer]: no more is used than was given, whoever
// else uses it at this moment.
func (u *Use) Prepare(tx record.Tx) error {
	if u.Donation == 0 || u.Amount <= 0 || u.ID != 0 && u.Version > 0 {
		return nil
	}
	if err := store.Lock(tx, Donations, u.Donation); err != nil {
		return err
	}
	d, err := store.One(tx.Context(), store.In(tx).All(), Donations, u.Donation)
	if err != nil {
		return err
	}
	if u.Area = d.Area; u.Amount > d.Money+d.Worth-d.Used {
		return fault.Fields(fault.Problem{Field: "amount", Label: "金额或折价", Text: "这笔捐赠还剩 " + (d.Money + d.Worth - d.Used).Yuan() + " 元"})
	}
	return nil
}

// CheckIn implements [record.CheckerIn].
func (u *Use) CheckIn(tx record.Tx, p *record.Problems) error {
	if u.On > tx.Today() {
		p.Add(&u.On, "%s还没有到", u.On.Chinese())
	}
	if u.Donation == 0 {
		return nil
	}
	d, err := store.One(tx.Context(), store.In(tx).All(), Donations, u.Donation)
	if err == nil && u.On < d.On {
		p.Add(&u.On, "早于捐赠日期 %s", d.On.Chinese())
	}
	return err
}

// Opened implements [record.Opener].
func (u *Use) Opened(tx record.Tx) error { return u.tell(tx) }

// Dropped implements [store.Dropper]: what is void was not used.
func (u *Use) Dropped(tx record.Tx) error { return u.tell(tx) }

// tell adds up anew what of the donation has been used.
func (u *Use) tell(tx record.Tx) error {
	if err := store.Lock(tx, Donations, u.Donation); err != nil {
		return err
	}
	d, err := store.One(tx.Context(), store.In(tx).All(), Donations, u.Donation)
	if err != nil {
		return err
	}
	if d.State == Settled {
		return fault.New(fault.Conflict, "这笔捐赠已经用完并公开，不能再改它的使用")
	}
	list, err := store.Find(tx.Context(), store.In(tx).All(), Uses, func(x *Use, w *store.Where) { w.Is(&x.Donation, u.Donation) })
	if err != nil {
		return err
	}
	var sum record.Fen
	for _, x := range list {
		sum += x.Amount
	}
	return store.Change(tx, Donations, d, func(d *Donation) { d.Used = sum })
}

// Rights implements [record.Righted].
func (*Use) Rights() record.Rights {
	return people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CivilAffairs, people.CountyOfficer)
}
