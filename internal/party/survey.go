package party

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// MemberSurvey (党员情况摸排) is what one look at an organisation's Party members
// found. The last verified one by a day is what holds on that day.
type MemberSurvey struct {
	record.Base
	Org            record.ID[org.SocialOrg]
	On             clock.Date
	Source         Source
	Full           int64
	Probationary   int64
	Elsewhere      int64
	Applicants     int64
	Staff          int64
	LeaderIsMember bool
	Note           string
	PutOff         clock.Date
	Approver       string
	State          SurveyState
}

// MemberSurveys is the register of surveys (党员情况摸排台账).
var MemberSurveys = record.Define[MemberSurvey]("member_survey", "党员情况摸排")

// Fields implements [record.Record].
func (m *MemberSurvey) Fields(f *record.Fields) {
	f.Ref(&m.Org, "org", "社会组织").Required().Places().Fixed().Owner().InList().Filter()
	f.Date(&m.On, "surveyed_on", "摸排日期").Required().Begins().InList().Filter()
	f.Choice(&m.Source, "source", "来源").Required().InList().Filter()
	f.Int(&m.Full, "full_members", "正式党员").InList().Help("预备党员不算在内")
	f.Int(&m.Probationary, "probationary_members", "预备党员").InList()
	f.Int(&m.Elsewhere, "members_elsewhere", "组织关系未转入的党员").Help("含在以上人数之内的，组织关系仍在别处的人数")
	f.Int(&m.Applicants, "applicants", "入党申请人")
	f.Int(&m.Staff, "staff", "从业人数")
	f.Bool(&m.LeaderIsMember, "leader_is_member", "负责人是党员")
	f.Prose(&m.Note, "note", "说明")
	f.Date(&m.PutOff, "put_off_to", "暂缓组建到")
	f.Text(&m.Approver, "approver", "暂缓的批准人")
	f.State(&m.State, "state", "状态").InitialStates(Draft, Verified)
}

// Check implements [record.Checker].
func (m *MemberSurvey) Check(p *record.Problems) {
	for _, n := range []*int64{&m.Full, &m.Probationary, &m.Elsewhere, &m.Applicants, &m.Staff} {
		if *n < 0 {
			p.Add(n, "不能是负数")
		}
	}
	if m.Elsewhere > m.Full+m.Probationary {
		p.Add(&m.Elsewhere, "比正式党员与预备党员之和 %d 还多，请核对", m.Full+m.Probationary)
	}
	if m.Staff > 0 && m.Full+m.Probationary > m.Staff {
		p.Add(&m.Staff, "比党员人数 %d 还少，请核对", m.Full+m.Probationary)
	}
}

// Start implements [record.Starter].
func (m *MemberSurvey) Start(_ record.Actor, today clock.Date) { m.On, m.Source = today, Visit }

// CheckIn implements [record.CheckerIn]: nobody has found yet what they will find.
func (m *MemberSurvey) CheckIn(tx record.Tx, p *record.Problems) error {
	if m.On > tx.Today() {
		p.Add(&m.On, "%s还没有到", m.On.Chinese())
	}
	return nil
}

// Opened implements [record.Opener]: an imported survey may be verified already.
func (m *MemberSurvey) Opened(tx record.Tx) error {
	if m.State == Verified {
		return m.verified(tx)
	}
	return nil
}

// Rights implements [record.Righted].
func (*MemberSurvey) Rights() record.Rights {
	return record.Rights{
		Read:     append(people.Staff(), people.OrganisationDept, people.ReportWriter),
		ReadOwn:  record.By(people.Organisation),
		ReadTask: record.By(people.Instructor),
		Create:   record.By(people.CountyOfficer, people.CivilAffairs, people.TownOfficer),
		Edit:     record.By(people.CountyOfficer, people.CivilAffairs, people.TownOfficer),
		EditIn:   []record.Chooser{Draft},
		Void:     record.By(people.CountyOfficer),
		Export:   record.By(people.CountyOfficer, people.CivilAffairs, people.OrganisationDept),
		Reveal:   record.Nobody,
		Import:   record.By(people.CountyOfficer),
	}
}

// Source (来源) of a survey.
type Source string

const (
	Visit        Source = "visit"
	Registration Source = "registration"
	Inspection   Source = "inspection"
)

// Options implements [record.Chooser].
func (Source) Options() []record.Option {
	return record.Options(Visit, "摸排", Registration, "登记", Inspection, "年检")
}
