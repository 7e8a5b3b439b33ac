package centre

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Renovation (亲民化改造) makes a centre friendlier, stage by stage. It counts once,
// in the year of its acceptance by the day in Shanghai.
type Renovation struct {
	record.Base
	Title    string
	Centre   record.ID[Centre]
	Plan     string
	Budget   record.Fen
	Source   string
	Begun    clock.Date
	Accepted clock.Date
	Offices  int64
	Public   int64
	State    RenovationState
}

// Renovations is the register of renovations (亲民化改造台账).
var Renovations = record.Define[Renovation]("renovation", "亲民化改造")

// Fields implements [record.Record].
func (r *Renovation) Fields(f *record.Fields) {
	f.Text(&r.Title, "title", "项目名称").Required().Title()
	f.Ref(&r.Centre, "centre", "党群服务中心").Required().Places().Fixed().InList().Filter()
	f.Prose(&r.Plan, "plan", "改造内容").Search()
	f.Money(&r.Budget, "budget", "预算").InList()
	f.Text(&r.Source, "source", "资金来源")
	f.Date(&r.Begun, "begun_on", "开工日期").InList()
	f.Date(&r.Accepted, "accepted_on", "验收日期").Begins().InList().Filter().Help("补录已验收的才填；办“验收合格”时就是它的生效日期")
	f.Int(&r.Offices, "office_area", "改造后办公面积（平方米）")
	f.Int(&r.Public, "public_area", "改造后服务面积（平方米）")
	f.State(&r.State, "state", "状态").InitialStates(Plan, Accepted, Opened)
}

// Check implements [record.Checker].
func (r *Renovation) Check(p *record.Problems) {
	if r.Budget < 0 {
		p.Add(&r.Budget, "不能是负数")
	}
	if (r.State == Accepted || r.State == Opened) && r.Accepted == "" && p.Before == nil {
		p.Add(&r.Accepted, "补录已验收的，要填验收日期")
	}
	if r.Accepted != "" && r.State != Accepted && r.State != Opened {
		p.Add(&r.Accepted, "还没有验收；验收后办“验收合格”")
	}
	if r.Accepted != "" && r.Begun != "" && r.Accepted < r.Begun {
		p.Add(&r.Accepted, "不能早于开工日期")
	}
}

// CheckIn implements [record.CheckerIn].
func (r *Renovation) CheckIn(tx record.Tx, p *record.Problems) error {
	if r.Accepted > tx.Today() {
		p.Add(&r.Accepted, "%s还没有到", r.Accepted.Chinese())
	}
	return nil
}

// Steps describes the stages.
func (r *Renovation) Steps(s *record.Steps[Renovation]) {
	staff := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("design", "完成设计", Designed).From(Plan).By(staff...)
	s.Step("build", "开工", UnderWork).From(Plan, Designed).By(staff...).Need(&r.Begun)
	s.Step("accept", "验收合格", Accepted).From(UnderWork).By(people.TownOfficer, people.CountyOfficer).Ask(&r.Offices, &r.Public).
		Says("生效日期就是验收日期，按它（北京时间）算在哪一年").Do(func(r *Renovation, tx record.Tx) error {
		return store.Change(tx, Renovations, r, func(r *Renovation) { r.Accepted = tx.On() })
	})
	s.Step("open", "对外开放", Opened).From(Accepted).By(staff...)
	s.Step("drop", "终止", Given).From(Plan, Designed, UnderWork).By(people.TownOfficer, people.CountyOfficer).Reason()
	s.Path(Plan, Designed, UnderWork, Accepted, Opened)
}

// Rights implements [record.Righted].
func (*Renovation) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.EditIn = []record.Chooser{Plan, Designed, UnderWork}
	return r
}

// RenovationState (状态) of a renovation.
type RenovationState string

const (
	Plan      RenovationState = "planned"
	Designed  RenovationState = "designed"
	UnderWork RenovationState = "building"
	Accepted  RenovationState = "accepted"
	Opened    RenovationState = "opened"
	Given     RenovationState = "dropped"
)

// Options implements [record.Chooser].
func (RenovationState) Options() []record.Option {
	return record.Options(Plan, "计划", Designed, "已设计", UnderWork, "施工中", Accepted, "已验收", Opened, "已开放", Given, "已终止")
}
