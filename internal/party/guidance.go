package party

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Guidance (指导记录) is one visit of an instructor to an organisation: what was
// done and what was asked for. No place and no photo is asked.
type Guidance struct {
	record.Base
	Posting    record.ID[Posting]
	Instructor record.ID[Instructor]
	On         clock.Date
	Done       string
	Asked      string
}

// Guidances is the register of visits of instructors (指导记录台账).
var Guidances = record.Define[Guidance]("guidance", "指导记录")

// Fields implements [record.Record].
func (v *Guidance) Fields(f *record.Fields) {
	f.Ref(&v.Posting, "posting", "派驻").Required().Places().Fixed().InList().Filter()
	f.Ref(&v.Instructor, "instructor", "党建指导员").Owner().System().InList().Filter()
	f.Date(&v.On, "visited_on", "日期").Required().InList().Filter()
	f.Text(&v.Done, "done", "做了什么").Required().Title()
	f.Prose(&v.Asked, "asked", "对方提出的事").Search()
}

// Start implements [record.Starter].
func (v *Guidance) Start(_ record.Actor, today clock.Date) { v.On = today }

// Prepare implements [record.Preparer].
func (v *Guidance) Prepare(tx record.Tx) error {
	if v.Posting == 0 {
		return nil
	}
	p, err := store.One(tx.Context(), store.In(tx).All(), Postings, v.Posting)
	if err == nil {
		v.Instructor = p.Instructor
	}
	return err
}

// CheckIn implements [record.CheckerIn].
func (v *Guidance) CheckIn(tx record.Tx, p *record.Problems) error {
	if v.On > tx.Today() {
		p.Add(&v.On, "%s还没有到", v.On.Chinese())
	}
	if v.Posting == 0 {
		return nil
	}
	at, err := store.One(tx.Context(), store.In(tx).All(), Postings, v.Posting)
	if err == nil && (v.On < at.From || at.Until != "" && v.On >= at.Until) {
		p.Add(&v.On, "不在派驻期内")
	}
	return err
}

// Rights implements [record.Righted].
func (*Guidance) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.Instructor)
	r.Read, r.ReadOwn = append(people.Staff(), people.OrganisationDept), record.By(people.Instructor)
	r.Export, r.Import = record.By(people.CountyOfficer), record.By(people.CountyOfficer)
	return r
}
