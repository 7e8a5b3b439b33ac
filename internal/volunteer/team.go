package volunteer

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/station"
	"sanshe/internal/training"
)

// Team (服务队) is a team of volunteers, such as 志愿帮扶服务队 or 河小青, and the
// station and social worker it works with.
type Team struct {
	record.Base
	Name    string
	Kind    string
	Org     record.ID[org.SocialOrg]
	Station record.ID[station.Station]
	Worker  record.ID[training.SocialWorker]
	Leader  record.ID[Volunteer]
	Members record.IDs[Volunteer]
	Founded clock.Date
	Does    string
	State   TeamState
}

// Teams is the register of teams (服务队台账).
var Teams = record.Define[Team]("volunteer_team", "志愿服务队")

// Fields implements [record.Record].
func (t *Team) Fields(f *record.Fields) {
	f.Text(&t.Name, "name", "名称").Required().Title().Public()
	f.Code(&t.Kind, "team_kind", "kind", "种类").Required().InList().Filter().Public()
	f.Ref(&t.Org, "org", "所属社会组织").Owner().InList().Filter()
	f.Ref(&t.Station, "station", "配合的社工站").InList().Filter()
	f.Ref(&t.Worker, "worker", "带队的社工").Filter()
	f.Ref(&t.Leader, "leader", "队长")
	f.Refs(&t.Members, "members", "队员")
	f.Date(&t.Founded, "founded_on", "成立日期").Required().Begins().InList().Filter().Public()
	f.Text(&t.Does, "does", "做什么").Public()
	f.State(&t.State, "state", "状态").InitialStates(Going).Public()
}

// Keys says one name is one team.
func (t *Team) Keys(k *record.Keys) {
	k.One(&t.Name).Says("已经有一个叫这个名称的服务队")
}

// Steps describes dissolving.
func (*Team) Steps(s *record.Steps[Team]) {
	s.Step("dissolve", "解散", Dissolved).From(Going).By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer).Reason()
}

// Rights implements [record.Righted].
func (*Team) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Reach, r.ReadOwn, r.EditIn = record.County, record.By(people.Organisation), []record.Chooser{Going}
	return r
}

// TeamState (状态) of a team.
type TeamState string

const (
	Going     TeamState = "going"
	Dissolved TeamState = "dissolved"
)

// Options implements [record.Chooser].
func (TeamState) Options() []record.Option {
	return record.Options(Going, "活动中", Dissolved, "已解散")
}
