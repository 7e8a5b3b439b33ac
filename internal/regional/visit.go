package regional

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// LiaisonVisit (联系走访) is one visit of a leader to the community: what was
// asked there and what came of it. Each thing asked is somebody's to answer.
type LiaisonVisit struct {
	record.Base
	Liaison record.ID[Liaison]
	On      clock.Date
	Title   string
	Matters []Matter
	Answer  string
	Due     clock.Date
	State   VisitState
}

// Matter is one thing asked on a visit.
type Matter struct {
	Asked string
	Done  string
}

// LiaisonVisits is the register of visits (联系走访台账).
var LiaisonVisits = record.Define[LiaisonVisit]("liaison_visit", "联系走访")

// Fields implements [record.Record].
func (v *LiaisonVisit) Fields(f *record.Fields) {
	f.Ref(&v.Liaison, "liaison", "联系").Required().Places().Fixed().InList().Filter()
	f.Date(&v.On, "visited_on", "走访日期").Required().Begins().InList().Filter()
	f.Text(&v.Title, "title", "走访了解的事").Required().Title()
	record.Rows(f, &v.Matters, "matters", "提出的事项")
	f.Date(&v.Due, "due_on", "办结期限").InList()
	f.Prose(&v.Answer, "answer", "办理结果")
	f.State(&v.State, "state", "状态").InitialStates(ToFollow, Followed)
}

// Fields implements [record.Row].
func (m *Matter) Fields(f *record.Fields) {
	f.Text(&m.Asked, "asked", "提出了什么").Required()
	f.Text(&m.Done, "done", "怎么办的")
}

// Start implements [record.Starter].
func (v *LiaisonVisit) Start(_ record.Actor, today clock.Date) { v.On = today }

// CheckIn implements [record.CheckerIn].
func (v *LiaisonVisit) CheckIn(tx record.Tx, p *record.Problems) error {
	if v.On > tx.Today() {
		p.Add(&v.On, "%s还没有到", v.On.Chinese())
	}
	if v.Due != "" && v.Due < v.On {
		p.Add(&v.Due, "不能早于走访日期")
	}
	if v.Liaison == 0 {
		return nil
	}
	l, err := store.One(tx.Context(), store.In(tx).All(), Liaisons, v.Liaison)
	if err == nil && (v.On < l.From || l.Until != "" && v.On >= l.Until) {
		p.Add(&v.On, "不在联系期内")
	}
	return err
}

// Steps describes how what was asked is answered.
func (v *LiaisonVisit) Steps(s *record.Steps[LiaisonVisit]) {
	s.Step("follow", "事项办结", Followed).From(ToFollow).By(people.CountyOfficer, people.OrganisationDept, people.CommunityWorker, people.CommunitySecretary).Need(&v.Answer).Ask(&v.Matters)
	s.Task(ToFollow, "follow", "办理走访提出的事项", people.CommunityWorker).Due(func(v *LiaisonVisit, _ record.Tx) clock.Date { return v.Due })
}

// Rights implements [record.Righted].
func (*LiaisonVisit) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.OrganisationDept, people.CommunityWorker, people.CommunitySecretary)
	r.EditIn = []record.Chooser{ToFollow}
	return r
}

// VisitState (状态) of a visit.
type VisitState string

const (
	ToFollow VisitState = "to_follow"
	Followed VisitState = "followed"
)

// Options implements [record.Chooser].
func (VisitState) Options() []record.Option {
	return record.Options(ToFollow, "待办理", Followed, "事项已办结")
}
