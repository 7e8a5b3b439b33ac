package service

import (
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Serving (服务内容) is one kind of thing done at an activity, and for how many:
// 理发 13 人次. Person-times are never persons.
type Serving struct {
	record.Base
	Activity record.ID[Activity]
	Item     string
	Times    int64
	Note     string
}

// Servings is the register of servings (服务内容台账).
var Servings = record.Define[Serving]("serving", "服务内容")

// Fields implements [record.Record].
func (s *Serving) Fields(f *record.Fields) {
	f.Ref(&s.Activity, "activity", "服务活动").Required().Places().Fixed().InList().Filter()
	f.Code(&s.Item, "service_item", "item", "服务内容").Required().InList().Filter()
	f.Int(&s.Times, "times", "人次").InList()
	f.Text(&s.Note, "note", "说明")
}

// Keys says an activity has an item once.
func (s *Serving) Keys(k *record.Keys) {
	k.One(&s.Activity, &s.Item).Says("这场活动已记过这项内容，请修改那一条")
}

// Check implements [record.Checker].
func (s *Serving) Check(p *record.Problems) {
	if s.Times < 1 || s.Times > 100_000 {
		p.Add(&s.Times, "应在 1 到 100,000 之间")
	}
}

// Rights implements [record.Righted].
func (*Serving) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer)
	r.Read = record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker, people.SocialWorker, people.ReportWriter)
	return r
}
