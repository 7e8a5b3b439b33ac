package incubation

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Mentoring (孵化辅导) is one session with a mentor.
type Mentoring struct {
	record.Base
	Incubation record.ID[Incubation]
	Org        record.ID[org.SocialOrg]
	On         clock.Date
	Topic      string
	Mentor     string
	Length     int64
	Next       string
}

// Mentorings is the register of mentoring (孵化辅导台账).
var Mentorings = record.Define[Mentoring]("mentoring", "孵化辅导")

// Fields implements [record.Record].
func (m *Mentoring) Fields(f *record.Fields) {
	f.Ref(&m.Incubation, "incubation", "孵化").Required().Places().Fixed().InList().Filter()
	f.Ref(&m.Org, "org", "社会组织").System().Owner().Filter()
	f.Date(&m.On, "held_on", "日期").Required().InList().Filter()
	f.Text(&m.Topic, "topic", "辅导内容").Required().Title()
	f.Text(&m.Mentor, "mentor", "导师").InList()
	f.Minutes(&m.Length, "length", "时长").InList()
	f.Text(&m.Next, "next", "接下来要做的")
}

// Start implements [record.Starter].
func (m *Mentoring) Start(_ record.Actor, today clock.Date) { m.On = today }

// Prepare implements [record.Preparer].
func (m *Mentoring) Prepare(tx record.Tx) error {
	if m.Incubation == 0 {
		return nil
	}
	i, err := store.One(tx.Context(), store.In(tx).All(), Incubations, m.Incubation)
	if err == nil {
		m.Area, m.Org = i.Area, i.Org
	}
	return err
}

// CheckIn implements [record.CheckerIn].
func (m *Mentoring) CheckIn(tx record.Tx, p *record.Problems) error {
	if m.On > tx.Today() {
		p.Add(&m.On, "%s还没有到", m.On.Chinese())
	}
	if m.Incubation == 0 {
		return nil
	}
	i, err := store.One(tx.Context(), store.In(tx).All(), Incubations, m.Incubation)
	if err == nil && (i.From == "" || m.On < i.From || i.Left != "" && m.On > i.Left) {
		p.Add(&m.On, "那天不在孵化期内")
	}
	return err
}

// Rights implements [record.Righted].
func (*Mentoring) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.ReadOwn = record.By(people.Organisation)
	return r
}
