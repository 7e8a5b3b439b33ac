package inservice

import (
	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Opening (认领事项) is a post or a small wish (微心愿) of a community that members
// and units may take up.
type Opening struct {
	record.Base
	Title    string
	Kind     OpeningKind
	Category string
	Detail   string
	Need     record.ID[need.Need]
	Places   int64
	Due      clock.Date
	State    OpeningState
}

// Openings is the register of what may be taken up (认领事项台账).
var Openings = record.Define[Opening]("opening", "认领事项")

// Fields implements [record.Record].
func (o *Opening) Fields(f *record.Fields) {
	f.Text(&o.Title, "title", "要做什么").Required().Title()
	f.Choice(&o.Kind, "kind", "种类").Required().InList().Filter()
	f.Code(&o.Category, "post_category", "category", "岗位类别").InList().Filter()
	f.Prose(&o.Detail, "detail", "具体说明").Search()
	f.Ref(&o.Need, "need", "来自需求").Fixed()
	f.Int(&o.Places, "places", "需要几人").InList()
	f.Date(&o.Due, "due_on", "希望办成").InList().Filter()
	f.State(&o.State, "state", "状态").InitialStates(Open)
}

// Start implements [record.Starter].
func (o *Opening) Start(record.Actor, clock.Date) { o.Places, o.Kind = 1, Wish }

// Check implements [record.Checker].
func (o *Opening) Check(p *record.Problems) {
	if o.Places < 1 || o.Places > 500 {
		p.Add(&o.Places, "应在 1 到 500 之间")
	}
	if len(o.Area) < 12 {
		p.Add(&o.Title, "认领事项由社区发布，请选社区")
	}
}

// Steps describes how an opening closes.
func (o *Opening) Steps(s *record.Steps[Opening]) {
	s.Step("close", "收起", Closed).From(Open).By(people.CommunityWorker, people.TownOfficer)
	s.Step("reopen", "重新开放", Open).From(Closed).By(people.CommunityWorker, people.TownOfficer)
}

// Rights implements [record.Righted].
func (*Opening) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer)
	r.Reach, r.EditIn = record.County, []record.Chooser{Open}
	r.Read = append(r.Read, people.UnitBranch)
	return r
}

// OpeningKind (种类) of an opening.
type OpeningKind string

const (
	Wish OpeningKind = "wish"
	Post OpeningKind = "post"
)

// Options implements [record.Chooser].
func (OpeningKind) Options() []record.Option {
	return record.Options(Wish, "微心愿", Post, "服务岗位")
}

// OpeningState (状态) of an opening.
type OpeningState string

const (
	Open   OpeningState = "open"
	Closed OpeningState = "closed"
)

// Options implements [record.Chooser].
func (OpeningState) Options() []record.Option {
	return record.Options(Open, "可认领", Closed, "已收起")
}
