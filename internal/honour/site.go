package honour

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// DemoSite (示范阵地) is a place set up as an example. What is still in the making
// is never counted as named.
type DemoSite struct {
	record.Base
	Name   string
	Kind   SiteKind
	Level  Level
	Org    record.ID[org.SocialOrg]
	Begun  clock.Date
	Target clock.Date
	Named  record.ID[people.Document]
	State  SiteState
}

// DemoSites is the register of demonstration sites (示范阵地台账).
var DemoSites = record.Define[DemoSite]("demo_site", "示范阵地")

// Fields implements [record.Record].
func (s *DemoSite) Fields(f *record.Fields) {
	f.Text(&s.Name, "name", "名称").Required().Title()
	f.Choice(&s.Kind, "kind", "种类").Required().InList().Filter()
	f.Choice(&s.Level, "level", "级别").Required().InList().Filter()
	f.Ref(&s.Org, "org", "社会组织").InList().Filter()
	f.Date(&s.Begun, "begun_on", "开始打造").Required().Begins().InList().Filter()
	f.Date(&s.Target, "target_on", "计划建成").InList()
	f.Ref(&s.Named, "naming", "命名文件")
	f.State(&s.State, "state", "状态").InitialStates(Building)
}

// Check implements [record.Checker].
func (s *DemoSite) Check(p *record.Problems) {
	if s.Target != "" && s.Target < s.Begun {
		p.Add(&s.Target, "不能早于开始打造的日期")
	}
}

// Keys says one name is one site.
func (s *DemoSite) Keys(k *record.Keys) {
	k.One(&s.Name).Says("已经有一个叫这个名称的示范阵地")
}

// Steps describes how a site is named and struck off.
func (s *DemoSite) Steps(ss *record.Steps[DemoSite]) {
	ss.Step("apply", "申报", Applied).From(Building).By(people.CountyOfficer)
	ss.Step("name", "命名", SiteNamed).From(Building, Applied).By(people.CountyOfficer).Need(&s.Named).Says("从命名文件所载日期起计入")
	ss.Step("refuse", "未获命名，继续打造", Building).From(Applied).By(people.CountyOfficer).Reason()
	ss.Step("revoke", "摘牌", Revoked).From(SiteNamed).By(people.CountyOfficer).Reason().Says("从生效日起不再计入，以前各日不变")
	ss.Step("stop", "停止打造", Stopped).From(Building, Applied).By(people.CountyOfficer).Reason()
	ss.Step("rebuild", "重新打造", Building).From(Revoked, Stopped).By(people.CountyOfficer).Ask(&s.Target)
	ss.Path(Building, Applied, SiteNamed)
	ss.Task(Building, "build", "打造示范阵地", people.CountyOfficer).Due(func(s *DemoSite, _ record.Tx) clock.Date { return s.Target })
}

// Rights implements [record.Righted].
func (*DemoSite) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer)
	r.Reach, r.EditIn = record.County, []record.Chooser{Building, Applied, SiteNamed}
	return r
}

// SiteKind (种类) of a site.
type SiteKind string

const (
	Base SiteKind = "base"
	Spot SiteKind = "spot"
)

// Options implements [record.Chooser].
func (SiteKind) Options() []record.Option {
	return record.Options(Base, "示范阵地", Spot, "示范点")
}

// Level (级别) of a site.
type Level string

const (
	CountyLevel   Level = "county"
	CityLevel     Level = "city"
	ProvinceLevel Level = "province"
)

// Options implements [record.Chooser].
func (Level) Options() []record.Option {
	return record.Options(CityLevel, "市级", CountyLevel, "县级", ProvinceLevel, "省级")
}

// SiteState (状态) of a site.
type SiteState string

const (
	Building  SiteState = "building"
	Applied   SiteState = "applied"
	SiteNamed SiteState = "named"
	Revoked   SiteState = "revoked"
	Stopped   SiteState = "stopped"
)

// Options implements [record.Chooser].
func (SiteState) Options() []record.Option {
	return record.Options(Building, "正在打造", Applied, "已申报", SiteNamed, "已命名", Revoked, "已摘牌", Stopped, "已停止")
}
