package station

import (
	"sanshe/internal/centre"
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Station (社工站) is where social workers work with volunteers: of the county, a
// town, or a community.
type Station struct {
	record.Base
	Name     string
	Level    Level
	Centre   record.ID[centre.Centre]
	Operator record.ID[org.SocialOrg]
	Guide    record.ID[people.Unit]
	Covers   []string
	Opened   clock.Date
	Hours    clock.Window
	Phone    string
	Address  string
	State    State
}

// Stations is the register of stations (社工站台账).
var Stations = record.Define[Station]("station", "社工站")

// Fields implements [record.Record].
func (s *Station) Fields(f *record.Fields) {
	f.Text(&s.Name, "name", "名称").Required().Title().Public()
	f.Choice(&s.Level, "level", "层级").Required().InList().Filter().Public()
	f.Ref(&s.Centre, "centre", "所在党群服务中心").Filter()
	f.Ref(&s.Operator, "operator", "运营的社会组织").Owner().InList().Filter().Public()
	f.Ref(&s.Guide, "guide", "指导单位")
	f.Codes(&s.Covers, "station_field", "service_fields", "服务领域").InList().Public()
	f.Date(&s.Opened, "opened_on", "启用日期").Required().Begins().InList().Filter().Public()
	f.Window(&s.Hours, "hours", "开放时间").InList().Public().Help("如 周一至周五 09:00-17:30")
	f.Phone(&s.Phone, "phone", "公开电话").InList().Public()
	f.Address(&s.Address, "address", "地址").Public()
	f.State(&s.State, "state", "状态").InitialStates(Open)
}

// Keys says one name is one station.
func (s *Station) Keys(k *record.Keys) {
	k.One(&s.Name).Says("已经有一个叫这个名称的社工站")
}

// Steps describes closing and opening again.
func (*Station) Steps(s *record.Steps[Station]) {
	civil := []record.Role{people.CivilAffairs, people.CountyOfficer}
	s.Step("retire", "停用", Closed).From(Open).By(civil...).Reason()
	s.Step("reopen", "重新启用", Open).From(Closed).By(civil...)
}

// Rights implements [record.Righted].
func (*Station) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer, people.TownOfficer)
	r.Read = append(r.Read, people.SocialWorker, people.Supervisor)
	r.Reach, r.EditIn, r.ReadOwn = record.County, []record.Chooser{Open}, record.By(people.Organisation)
	return r
}

// Level (层级) of a station.
type Level string

const (
	County    Level = "county"
	Town      Level = "town"
	Community Level = "community"
)

// Options implements [record.Chooser].
func (Level) Options() []record.Option {
	return record.Options(County, "县级指导中心", Town, "镇（街道）社工站", Community, "社区社工服务站")
}

// State (状态) of a station.
type State string

const (
	Open   State = "open"
	Closed State = "retired"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option { return record.Options(Open, "运行中", Closed, "已停用") }
