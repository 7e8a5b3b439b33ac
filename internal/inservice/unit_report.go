package inservice

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// UnitReport (单位报到) is the Party organisation of a unit reporting to the
// community where the unit stands.
type UnitReport struct {
	record.Base
	Unit      record.ID[people.Unit]
	Community record.ID[place.Community]
	On        clock.Date
	Until     clock.Date
	Contact   string
	Phone     string
	Offers    string
	State     ReportState
}

// UnitReports is the register of units that have reported (单位报到台账).
var UnitReports = record.Define[UnitReport]("unit_report", "单位报到")

// Fields implements [record.Record].
func (u *UnitReport) Fields(f *record.Fields) {
	f.Ref(&u.Unit, "unit", "单位").Required().Fixed().Owner().InList().Filter()
	f.Ref(&u.Community, "community", "报到社区").Required().Places().Fixed().InList().Filter()
	f.Date(&u.On, "reported_on", "报到日期").Required().Begins().Fixed().InList().Filter()
	f.Date(&u.Until, "until_day", "转出日期").System().InList()
	f.Name(&u.Contact, "contact", "联系人").Personal()
	f.Phone(&u.Phone, "phone", "联系电话").Sealed()
	f.Prose(&u.Offers, "offers", "能提供什么").Search()
	f.State(&u.State, "state", "状态").InitialStates(Reported)
}

// Keys says a unit reports to one community at a time.
func (u *UnitReport) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&u.Unit).Says("这个单位已经报到；单位搬迁的，先办转出再重新报到"), &u.Until)
}

// Start implements [record.Starter]: a unit reports for itself.
func (u *UnitReport) Start(a record.Actor, today clock.Date) {
	u.Unit, u.On = record.ID[people.Unit](a.Owns[people.Units.Name]), today
}

// CheckIn implements [record.CheckerIn]: a unit reports for no other.
func (u *UnitReport) CheckIn(tx record.Tx, p *record.Problems) error {
	if u.On > tx.Today() {
		p.Add(&u.On, "%s还没有到", u.On.Chinese())
	}
	if a := tx.Actor(); a.Holds(record.By(people.UnitBranch)) && !a.Holds(reporters()) && record.ID[people.Unit](a.Owns[people.Units.Name]) != u.Unit {
		p.Add(&u.Unit, "只能为本单位报到；别的单位由它自己或社区登记")
	}
	return nil
}

// Steps describes how a unit leaves a community.
func (u *UnitReport) Steps(s *record.Steps[UnitReport]) {
	s.Step("leave", "转出", Moved).From(Reported).By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer).Do((*UnitReport).left)
}

func (u *UnitReport) left(tx record.Tx) error {
	return store.Change(tx, UnitReports, u, func(u *UnitReport) { u.Until = tx.On() })
}

// reporters are those who enter what others report.
func reporters() record.Roles {
	return record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
}

// Rights implements [record.Righted].
func (*UnitReport) Rights() record.Rights {
	r := people.KeptBy(reporters()...)
	r.Create, r.Reveal, r.ReadOwn = append(reporters(), people.UnitBranch), reporters(), record.By(people.UnitBranch)
	return r
}

// ReportState (状态) of a report.
type ReportState string

const (
	Reported ReportState = "reported"
	Moved    ReportState = "left"
)

// Options implements [record.Chooser].
func (ReportState) Options() []record.Option {
	return record.Options(Reported, "已报到", Moved, "已转出")
}
