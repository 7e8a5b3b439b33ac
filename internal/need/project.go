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
	State   ProjectState
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
	f.State(&p.State, "state", "状态").InitialStates(Planned, Running).Public()
}

// Check implements [record.Checker].
func (p *Project) Check(ps *record.Problems) {
	if p.Budget < 0 {
		ps.Add(&p.Budget, "不能是负数")
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
		Read:    record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker, people.Finance, people.ReportWriter),
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
