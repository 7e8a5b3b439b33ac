package inservice

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// MemberReport (党员报到) is an in-service Party member reporting to the community
// they live in. Whoever moves reports anew, which ends the report before; they
// are one person all the while.
type MemberReport struct {
	record.Base
	Name      string
	Phone     string
	Person    record.ID[people.Person]
	Unit      record.ID[people.Unit]
	Community record.ID[place.Community]
	On        clock.Date
	Until     clock.Date
	Skills    []string
	State     ReportState
}

// MemberReports is the register of members who have reported (党员报到台账).
var MemberReports = record.Define[MemberReport]("member_report", "党员报到")

// Fields implements [record.Record].
func (m *MemberReport) Fields(f *record.Fields) {
	f.Name(&m.Name, "name", "姓名").Required().Title().Personal()
	f.Phone(&m.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里")
	f.Ref(&m.Unit, "unit", "所在单位").Required().Owner().InList().Filter()
	f.Ref(&m.Community, "community", "居住社区").Required().Places().Fixed().InList().Filter()
	f.Date(&m.On, "reported_on", "报到日期").Required().Begins().Fixed().InList().Filter()
	f.Codes(&m.Skills, "post_category", "skills", "能做哪方面的事")
	f.Ref(&m.Person, "person", "人员").System()
	f.Date(&m.Until, "until_day", "转出日期").System().InList()
	f.State(&m.State, "state", "状态").InitialStates(Reported)
}

// Keys says somebody has reported to one community at a time.
func (m *MemberReport) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&m.Person).Says("这名党员已在一个社区报到"), &m.Until)
}

// Prepare implements [record.Preparer]: it finds the person, and ends the report
// they have elsewhere.
func (m *MemberReport) Prepare(tx record.Tx) (err error) {
	if m.Community == 0 || m.Name == "" || m.Unit == 0 {
		return nil // said by the check
	}
	if m.Person == 0 {
		if m.Person, err = people.Known(tx, m.Area, m.Name, m.Phone, m.Unit); err != nil {
			return err
		}
	}
	open, err := store.First(tx.Context(), store.In(tx).All(), MemberReports, func(x *MemberReport, w *store.Where) {
		w.Is(&x.Person, m.Person).Empty(&x.Until)
	})
	switch {
	case err != nil || open == nil:
		return err
	case open.Community == m.Community:
		return fault.Fields(fault.Problem{Field: "name", Label: "姓名", Text: "这名党员已于 " + open.On.Chinese() + "在本社区报到"})
	case m.On < open.On:
		return fault.Fields(fault.Problem{Field: "reported_on", Label: "报到日期", Text: "早于在另一社区的报到日期 " + open.On.Chinese()})
	}
	return store.TakeWith(tx, MemberReports, open, "leave", store.Taking{On: m.On, Note: "迁居，在新的社区报到"})
}

// CheckIn implements [record.CheckerIn].
func (m *MemberReport) CheckIn(tx record.Tx, p *record.Problems) error {
	if m.On > tx.Today() {
		p.Add(&m.On, "%s还没有到", m.On.Chinese())
	}
	return nil
}

// Steps describes how a member leaves a community.
func (m *MemberReport) Steps(s *record.Steps[MemberReport]) {
	s.Step("leave", "转出", Moved).From(Reported).By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer).Do((*MemberReport).left)
}

func (m *MemberReport) left(tx record.Tx) error {
	return store.Change(tx, MemberReports, m, func(m *MemberReport) { m.Until = tx.On() })
}

// Rights implements [record.Righted].
func (*MemberReport) Rights() record.Rights {
	keep := record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	return record.Rights{Read: keep, ReadOwn: record.By(people.UnitBranch), Create: keep, Edit: keep, EditIn: []record.Chooser{Reported}, Void: keep, Export: keep, Reveal: keep, Import: keep}
}
