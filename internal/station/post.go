package station

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// Post (社工岗位) is a post at a station: who has it, from when.
type Post struct {
	record.Base
	Title   string
	Station record.ID[Station]
	Kind    string
	Worker  record.ID[training.SocialWorker]
	From    clock.Date
	Until   clock.Date
	Duties  string
	State   PostState
}

// Posts is the register of posts (社工岗位台账).
var Posts = record.Define[Post]("station_post", "社工岗位")

// Fields implements [record.Record].
func (p *Post) Fields(f *record.Fields) {
	f.Text(&p.Title, "title", "岗位").Required().Title()
	f.Ref(&p.Station, "station", "社工站").Required().Places().Fixed().InList().Filter()
	f.Code(&p.Kind, "station_post_kind", "kind", "岗位种类").InList().Filter()
	f.Ref(&p.Worker, "worker", "在岗社工").InList().Filter().Help("没有人就留空，是空岗")
	f.Date(&p.From, "from_day", "设岗日期").Required().Begins().InList()
	f.Date(&p.Until, "until_day", "撤岗日期").System().InList()
	f.Prose(&p.Duties, "duties", "职责")
	f.State(&p.State, "state", "状态").InitialStates(Standing)
}

// Keys says a worker has a post of a title at a station once.
func (p *Post) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&p.Station, &p.Worker).Says("这名社工在这个站已有岗位"), &p.Until)
}

// Steps describes giving a post up.
func (p *Post) Steps(s *record.Steps[Post]) {
	s.Step("end", "撤岗", Gone).From(Standing).By(people.CivilAffairs, people.CountyOfficer, people.TownOfficer).Reason().Do(func(p *Post, tx record.Tx) error {
		on := tx.On()
		return store.Change(tx, Posts, p, func(p *Post) { p.Until = on })
	})
}

// Rights implements [record.Righted].
func (*Post) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer, people.TownOfficer)
	r.Read = append(r.Read, people.SocialWorker, people.Supervisor)
	r.Reach, r.EditIn = record.County, []record.Chooser{Standing}
	return r
}

// PostState (状态) of a post.
type PostState string

const (
	Standing PostState = "standing"
	Gone     PostState = "ended"
)

// Options implements [record.Chooser].
func (PostState) Options() []record.Option { return record.Options(Standing, "在设", Gone, "已撤") }
