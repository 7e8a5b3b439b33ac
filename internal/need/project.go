package need

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Project (项目) brings needs and resources together over a time.
type Project struct {
	record.Base
	Title   string
	Goal    string
	Needs   record.IDs[Need]
	Uses    record.IDs[Resource]
	Lead    record.ID[org.SocialOrg]
	Budget  record.Fen
	Funding string
	From    clock.Date
	Until   clock.Date
	Theme   string
	Outputs []Output
	Came    string
	State   ProjectState
}

// Output is what a project is to bring forth. What it did is counted from its
// activities, or told in words.
type Output struct {
	What    string
	Measure Measure
	Wanted  int64
	Came    string
}

// Projects is the register of projects (项目清单).
var Projects = record.Define[Project]("project", "项目")

// Fields implements [record.Record].
func (p *Project) Fields(f *record.Fields) {
	f.Text(&p.Title, "title", "项目名称").Required().Title().Public()
	f.Prose(&p.Goal, "goal", "目标").Search().Public()
	f.Refs(&p.Needs, "needs", "回应的需求")
	f.Refs(&p.Uses, "resources", "使用的资源")
	f.Ref(&p.Lead, "lead", "承接的社会组织").Owner().InList().Filter().Public()
	f.Money(&p.Budget, "budget", "预算").InList().Public()
	f.Text(&p.Funding, "funding", "资金来源").InList().Public()
	f.Date(&p.From, "from_day", "开始日期").InList().Filter().Public()
	f.Date(&p.Until, "until_day", "结束日期").InList().Filter().Public()
	f.Code(&p.Theme, "service_theme", "theme", "专题").InList().Filter().Help("如 困境儿童关爱；服务活动和资金按它汇总")
	record.Rows(f, &p.Outputs, "outputs", "产出")
	f.Prose(&p.Came, "outcome", "成效").Public()
	f.State(&p.State, "state", "状态").InitialStates(Planned, Running).Public()
}

// Fields implements [record.Row].
func (o *Output) Fields(f *record.Fields) {
	f.Text(&o.What, "what", "内容").Required()
	f.Choice(&o.Measure, "measure", "按什么数").Required()
	f.Int(&o.Wanted, "wanted", "数量")
	f.Text(&o.Came, "came_of_it", "结果")
}

// Check implements [record.Checker].
func (p *Project) Check(ps *record.Problems) {
	if p.Budget < 0 {
		ps.Add(&p.Budget, "不能是负数")
	}
	for i, o := range p.Outputs {
		if o.Wanted < 0 {
			ps.Add(&p.Outputs, "第 %d 行：数量不能是负数", i+1)
		}
	}
	if p.Until != "" && p.From != "" && p.Until < p.From {
		ps.Add(&p.Until, "不能早于开始日期")
	}
}

// Steps describes the life of a project.
func (p *Project) Steps(s *record.Steps[Project]) {
	staff := []record.Role{people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer}
	s.Step("publish", "发布", Published).From(Planned).By(staff...)
	s.Step("run", "确定承接，开始实施", Running).From(Planned, Published).By(staff...).Need(&p.Lead)
	s.Step("finish", "结项", Finished).From(Running).By(staff...)
	s.Step("drop", "终止", Dropped).From(Planned, Published, Running).By(staff...).Reason()
	s.Path(Planned, Published, Running, Finished)
}

// Rights implements [record.Righted].
func (*Project) Rights() record.Rights {
	return record.Rights{
		Read:    record.By(people.CountyOfficer, people.CivilAffairs, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker, people.Finance, people.ReportWriter),
		ReadOwn: record.By(people.Organisation),
		Create:  record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		Edit:    record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		EditIn:  []record.Chooser{Planned, Published, Running},
		Void:    record.By(people.TownOfficer, people.CountyOfficer),
		Export:  record.By(people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer, people.Finance),
		Reveal:  record.Nobody,
		Import:  record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
	}
}

// ProjectState (状态) of a project.
type ProjectState string

const (
	Planned   ProjectState = "planned"
	Published ProjectState = "published"
	Running   ProjectState = "running"
	Finished  ProjectState = "finished"
	Dropped   ProjectState = "dropped"
)

// Options implements [record.Chooser].
func (ProjectState) Options() []record.Option {
	return record.Options(Planned, "策划", Published, "已发布", Running, "实施中", Finished, "已结项", Dropped, "已终止")
}

// Measure (按什么数) says what of the activities is counted.
type Measure string

const (
	Times       Measure = "held"
	Persons     Measure = "persons"
	PersonTimes Measure = "person_times"
	ByProof     Measure = "proof"
)

// Options implements [record.Chooser].
func (Measure) Options() []record.Option {
	return record.Options(Times, "活动场次", Persons, "服务人数", PersonTimes, "服务人次", ByProof, "看材料")
}
