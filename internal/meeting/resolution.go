package meeting

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Resolution (议定事项) is one thing a meeting resolved: whose it is, by when, and
// what was told to those who had raised it.
type Resolution struct {
	record.Base
	Meeting record.ID[Meeting]
	What    string
	Owner   Owner
	Org     record.ID[org.SocialOrg]
	Unit    record.ID[people.Unit]
	Due     clock.Date
	Done    clock.Date
	Result  string
	Told    string
	About   string
	Need    record.ID[need.Need]
	State   ResolutionState
}

// Resolutions is the register of resolutions (议定事项台账).
var Resolutions = record.Define[Resolution]("resolution", "议定事项")

// Fields implements [record.Record].
func (r *Resolution) Fields(f *record.Fields) {
	f.Ref(&r.Meeting, "meeting", "联席会议").Required().Places().Fixed().InList().Filter()
	f.Text(&r.What, "what", "议定的事").Required().Title()
	f.Choice(&r.Owner, "owner", "谁来办").Required().InList().Filter()
	f.Ref(&r.Org, "org", "社会组织").Owner().InList().Filter()
	f.Ref(&r.Unit, "unit", "单位").InList().Filter()
	f.Date(&r.Due, "due_on", "办结期限").Required().InList().Filter()
	f.Date(&r.Done, "done_on", "办结日期").InList()
	f.Prose(&r.Result, "result", "办理结果")
	f.Text(&r.Told, "told", "怎么反馈的").Help("向提出的居民或单位反馈了什么")
	f.Code(&r.About, "need_category", "about", "哪方面的事").System().Help("转为需求时填")
	f.Ref(&r.Need, "need", "转成的需求").System().Filter()
	f.State(&r.State, "state", "状态").InitialStates(Pending)
}

// Check implements [record.Checker].
func (r *Resolution) Check(p *record.Problems) {
	switch {
	case r.Owner == ByOrg && r.Org == 0:
		p.Add(&r.Org, "由社会组织办的要选是哪一家")
	case r.Owner == ByUnit && r.Unit == 0:
		p.Add(&r.Unit, "由单位办的要选是哪一个")
	}
}

// CheckIn implements [record.CheckerIn].
func (r *Resolution) CheckIn(tx record.Tx, p *record.Problems) error {
	if p.Before != nil || r.Meeting == 0 {
		return nil
	}
	m, err := store.One(tx.Context(), store.In(tx).All(), Meetings, r.Meeting)
	if err != nil {
		return err
	}
	if !m.Hold() {
		p.Add(&r.Meeting, "会议还没有开，先记会议，再登议定事项")
	}
	if r.Due < m.On {
		p.Add(&r.Due, "不能早于会议日期 %s", m.On.Chinese())
	}
	return nil
}

// Opened implements [record.Opener]: what is a unit's to do the community asks
// for and follows up; an organisation and a community have it in their own inbox.
func (r *Resolution) Opened(tx record.Tx) error {
	role := people.CommunityWorker
	if r.Owner == ByTown {
		role = people.TownOfficer
	}
	if r.Owner == ByOrg {
		return nil // the task of the state is the organisation's
	}
	return store.OpenTask(tx, Resolutions, r, "carry_out", "办理议定事项", role, r.Due)
}

// Steps describes how a resolution is carried out and reported back.
func (r *Resolution) Steps(s *record.Steps[Resolution]) {
	staff := []record.Role{people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer}
	s.Step("pass_on", "转为需求", PassedOn).From(Pending).By(people.CommunityWorker, people.TownOfficer).Need(&r.About).
		Says("在需求清单里登记一件，来源是联席会；照需求对接、办结、请人评价，再回来办结这一项").Do((*Resolution).passOn)
	s.Step("finish", "办结", Finished).From(Pending, PassedOn).By(staff...).ByOwner(people.Organisation).Need(&r.Done, &r.Result).Do((*Resolution).carried)
	s.Step("report_back", "已反馈", Reported).From(Finished).By(staff...).Need(&r.Told)
	s.Step("drop", "不再办", Dropped).From(Pending, PassedOn).By(staff...).Reason()
	s.Path(Pending, Finished, Reported)
	s.Task(Pending, "carry_out_org", "办理议定事项", people.Organisation).Owner().Due(func(r *Resolution, _ record.Tx) clock.Date { return r.Due })
	s.Task(PassedOn, "finish", "需求办好以后办结议定事项", people.CommunityWorker).Due(func(r *Resolution, _ record.Tx) clock.Date { return r.Due })
	s.Task(Finished, "report_back", "反馈议定事项的结果", people.CommunityWorker)
}

// passOn makes a need of what was resolved; the two lead to each other.
func (r *Resolution) passOn(tx record.Tx) error {
	if len(r.Area) < 12 {
		return fault.New(fault.Conflict, "这次会议是镇街开的，需求要登记在社区：请在需求清单里选社区登记，来源选“联席会”")
	}
	n, err := store.Add(tx, need.Needs, r.Area, func(n *need.Need) {
		n.Detail, n.Category, n.Source, n.Raised, n.State = r.What, r.About, need.Meeting, tx.On(), need.Verified
	})
	if err != nil {
		return err
	}
	if err := r.carried(tx); err != nil {
		return err
	}
	return store.Change(tx, Resolutions, r, func(r *Resolution) { r.Need = record.ID[need.Need](n.ID) })
}

// carried closes the task of whoever was to carry it out.
func (r *Resolution) carried(tx record.Tx) error {
	return store.CloseTasks(tx, Resolutions, r, "carry_out")
}

// Rights implements [record.Righted].
func (*Resolution) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer)
	r.ReadOwn, r.EditIn = record.By(people.Organisation), []record.Chooser{Pending}
	return r
}

// Owner (谁来办) of a resolution.
type Owner string

const (
	ByCommunity Owner = "community"
	ByOrg       Owner = "social_org"
	ByUnit      Owner = "unit"
	ByTown      Owner = "town"
)

// Options implements [record.Chooser].
func (Owner) Options() []record.Option {
	return record.Options(ByCommunity, "社区", ByOrg, "社会组织", ByUnit, "单位", ByTown, "镇街")
}

// ResolutionState (状态) of a resolution.
type ResolutionState string

const (
	Pending  ResolutionState = "pending"
	PassedOn ResolutionState = "passed_on"
	Finished ResolutionState = "done"
	Reported ResolutionState = "reported_back"
	Dropped  ResolutionState = "dropped"
)

// Options implements [record.Chooser].
func (ResolutionState) Options() []record.Option {
	return record.Options(Pending, "待办", PassedOn, "已转为需求", Finished, "已落实", Reported, "已反馈", Dropped, "不再办")
}
