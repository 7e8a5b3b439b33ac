package giving

import (
	"cmp"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Donation (捐赠) is money or goods given, by whom, for what, with its receipt. Who
// does not want to be named is not named anywhere public.
type Donation struct {
	record.Base
	From      DonorKind
	Org       record.ID[org.SocialOrg]
	Unit      record.ID[people.Unit]
	Donor     string
	Nameless  bool
	On        clock.Date
	Money     record.Fen
	Goods     string
	Worth     record.Fen
	Purpose   string
	Theme     string
	Receiver  record.ID[org.SocialOrg]
	TakenBy   record.ID[people.Unit]
	Receipt   string
	Urgent    bool
	Used      record.Fen
	Published clock.Date
	Disclosed clock.Date
	State     DonationState
}

// Donations is the register of donations (捐赠台账).
var Donations = record.Define[Donation]("donation", "捐赠")

// Fields implements [record.Record].
func (d *Donation) Fields(f *record.Fields) {
	f.Section("谁捐的")
	f.Choice(&d.From, "donor_kind", "捐赠方").Required().Fixed().InList().Filter().Public()
	f.Ref(&d.Org, "org", "捐赠的社会组织").Owner().InList().Filter()
	f.Ref(&d.Unit, "unit", "捐赠的单位").Filter()
	f.Name(&d.Donor, "donor", "捐赠人").Personal()
	f.Bool(&d.Nameless, "nameless", "不愿公开姓名").Filter().Help("公开时写“爱心人士”")
	f.Section("捐了什么")
	f.Date(&d.On, "given_on", "捐赠日期").Required().Begins().InList().Filter().Public()
	f.Money(&d.Money, "money", "金额").InList().Public()
	f.Text(&d.Goods, "goods", "物资").InList().Public()
	f.Money(&d.Worth, "goods_value", "物资折价").Public()
	f.Text(&d.Purpose, "purpose", "用途").Required().InList().Public()
	f.Code(&d.Theme, "service_theme", "theme", "专题").InList().Filter()
	f.Section("接收")
	f.Ref(&d.Receiver, "receiver", "接收的社会组织").InList().Filter().Public()
	f.Ref(&d.TakenBy, "taken_by", "接收的单位").Filter().Public()
	f.Text(&d.Receipt, "receipt", "票据号").InList().Help("接受捐赠要开票据：慈善法")
	f.Bool(&d.Urgent, "urgent", "突发事件的捐赠").Filter().Help("公开的期限短得多")
	f.Money(&d.Used, "used", "已使用").System().InList().Public()
	f.Date(&d.Published, "published_on", "公开日期").System().InList()
	f.Date(&d.Disclosed, "disclosed_on", "最近公开使用").System()
	f.State(&d.State, "state", "状态").InitialStates(Given).Public()
}

// Keys says a receipt is one donation's.
func (d *Donation) Keys(k *record.Keys) { k.One(&d.Receipt).Says("这个票据号已经登记过") }

// Check implements [record.Checker].
func (d *Donation) Check(p *record.Problems) {
	switch {
	case d.Money < 0:
		p.Add(&d.Money, "不能是负数；退回的捐赠请作废并写明原因")
	case d.Worth < 0:
		p.Add(&d.Worth, "不能是负数")
	case d.Money == 0 && d.Goods == "":
		p.Add(&d.Money, "写明捐了多少钱，或捐了什么物资")
	case d.Goods == "" && d.Worth > 0:
		p.Add(&d.Goods, "写明是什么物资")
	}
	switch {
	case d.From == OrgDonor && d.Org == 0:
		p.Add(&d.Org, "写明是哪家社会组织")
	case d.From == UnitDonor && d.Unit == 0:
		p.Add(&d.Unit, "写明是哪个单位")
	case d.From == PersonDonor && d.Donor == "" && !d.Nameless:
		p.Add(&d.Donor, "写明捐赠人，或勾选不愿公开姓名")
	}
	if d.Receiver == 0 && d.TakenBy == 0 {
		p.Add(&d.Receiver, "写明由谁接收")
	}
}

// CheckIn implements [record.CheckerIn].
func (d *Donation) CheckIn(tx record.Tx, p *record.Problems) error {
	if d.On > tx.Today() {
		p.Add(&d.On, "%s还没有到", d.On.Chinese())
	}
	if d.Used > d.Money+d.Worth {
		p.Add(&d.Money, "已使用 %s 元，不能少于它", d.Used.Yuan())
	}
	return nil
}

// ShownName gives who gave, as anybody may see it.
func (d *Donation) ShownName(orgs, units map[int64]string) string {
	switch {
	case d.Nameless || d.From == PersonDonor && d.Donor == "":
		return "爱心人士"
	case d.From == OrgDonor:
		return orgs[int64(d.Org)]
	case d.From == UnitDonor:
		return units[int64(d.Unit)]
	}
	return d.Donor
}

// Dropped implements [store.Dropper]: what has been used was given.
func (d *Donation) Dropped(record.Tx) error {
	if d.Used > 0 {
		return fault.New(fault.Conflict, "这笔捐赠已使用 %s 元，不能作废；登记错了的使用先作废", d.Used.Yuan())
	}
	return nil
}

// Steps describes publishing within the days the law gives, what became of it
// every few months, and the end.
func (d *Donation) Steps(s *record.Steps[Donation]) {
	by := []record.Role{people.CommunityWorker, people.TownOfficer, people.CivilAffairs, people.CountyOfficer}
	s.Step("publish", "公开", Published).From(Given).By(by...).Need(&d.Receipt).Says("公开以后任何人都能在公示页看到；不愿公开姓名的只写“爱心人士”").Do(func(d *Donation, tx record.Tx) error {
		on := tx.On()
		return store.Change(tx, Donations, d, func(d *Donation) { d.Published = on })
	})
	s.Step("disclose", "公开使用情况", Published).From(Published).By(by...).Says("公示页上列出到今天为止登记的使用").Do(func(d *Donation, tx record.Tx) error {
		if err := d.disclosed(tx); err != nil {
			return err
		}
		return store.Retask(tx, Donations, d) // the clock starts anew
	})
	s.Step("settle", "用完并公开", Settled).From(Published).By(by...).Do(func(d *Donation, tx record.Tx) error {
		if left := d.Money + d.Worth - d.Used; left > 0 {
			return fault.New(fault.Conflict, "还有 %s 元没有登记用在哪里；先登记捐赠使用", left.Yuan())
		}
		return d.disclosed(tx)
	})
	s.Path(Given, Published, Settled)
	s.Task(Given, "publish_donation", "公开捐赠", people.CommunityWorker).Due((*Donation).publishDue)
	s.Task(Published, "disclose_use", "公开捐赠使用情况", people.CommunityWorker).Due((*Donation).discloseDue)
}

func (d *Donation) disclosed(tx record.Tx) error {
	on := tx.On()
	return store.Change(tx, Donations, d, func(d *Donation) { d.Disclosed = on })
}

// publishDue is the earliest day that a rule gives: five days in an emergency
// (慈善法 §72), three months, and 20 working days for what an office of the
// government took (政府信息公开条例).
func (d *Donation) publishDue(tx record.Tx) clock.Date {
	var due clock.Date
	for _, c := range []struct {
		holds   bool
		setting string
	}{{true, "giving.publish_days"}, {d.Urgent, "giving.urgent_publish_days"}, {d.TakenBy != 0, "giving.office_publish_days"}} {
		if !c.holds {
			continue
		}
		if day := store.Deadline(tx, c.setting, d.Area, d.On); day != "" && (due == "" || day < due) {
			due = day
		}
	}
	return due
}

// discloseDue counts from the last time (慈善法 §79).
func (d *Donation) discloseDue(tx record.Tx) clock.Date {
	months, err := store.Number(tx, "giving.use_months", d.Area)
	if err != nil {
		return ""
	}
	return cmp.Or(max(d.Published, d.Disclosed), tx.On()).AddMonths(months)
}

// Rights implements [record.Righted].
func (*Donation) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CivilAffairs, people.CountyOfficer)
	r.ReadOwn, r.Reveal = record.By(people.Organisation), r.Create
	return r
}

// DonorKind (捐赠方) says who gives.
type DonorKind string

const (
	OrgDonor    DonorKind = "org"
	UnitDonor   DonorKind = "unit"
	PersonDonor DonorKind = "person"
)

// Options implements [record.Chooser].
func (DonorKind) Options() []record.Option {
	return record.Options(OrgDonor, "社会组织", UnitDonor, "单位", PersonDonor, "个人")
}

// DonationState (状态) of a donation.
type DonationState string

const (
	Given     DonationState = "given"
	Published DonationState = "published"
	Settled   DonationState = "settled"
)

// Options implements [record.Chooser].
func (DonationState) Options() []record.Option {
	return record.Options(Given, "待公开", Published, "已公开", Settled, "用完并公开")
}
