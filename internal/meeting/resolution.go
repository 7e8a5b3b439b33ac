package meeting

import (
	"sanshe/internal/clock"
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
	State   ResolutionState
}

// Resolutions is the register of resolutions (议定事项台账).
var Resolutions = record.Define[Resolution]("resolution", "议定事项")

// Fields implements [record.Record].
func (r *Resolution) Fields(f *record.Fields) {
	f.Ref(&r.Meeting, "meeting", "联席会议").Required().Fixed().InList().Filter()
	f.Text(&r.What, "what", "议定的事").Required().Title()
	f.Choice(&r.Owner, "owner", "谁来办").Required().InList().Filter()
	f.Ref(&r.Org, "org", "社会组织").Owner().InList().Filter()
	f.Ref(&r.Unit, "unit", "单位").InList().Filter()
	f.Date(&r.Due, "due_on", "办结期限").Required().InList().Filter()
	f.Date(&r.Done, "done_on", "办结日期").InList()
	f.Prose(&r.Result, "result", "办理结果")
	f.Text(&r.Told, "told", "怎么反馈的").Help("向提出的居民或单位反馈了什么")
	f.State(&r.State, "state", "状态").InitialStates(Pending)
}

// Prepare implements [record.Preparer].
func (r *Resolution) Prepare(tx record.Tx) error {
	if r.Meeting == 0 {
		return nil
	}
	m, err := store.One(tx.Context(), store.In(tx).All(), Meetings, r.Meeting)
	if err == nil {
		r.Area = m.Area
	}
	return err
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
	s.Step("finish", "办结", Finished).From(Pending).By(staff...).ByOwner(people.Organisation).Need(&r.Done, &r.Result)
	s.Step("report_back", "已反馈", Reported).From(Finished).By(staff...).Need(&r.Told)
	s.Step("drop", "不再办", Dropped).From(Pending).By(staff...).Reason()
	s.Path(Pending, Finished, Reported)
	s.Task(Pending, "carry_out_org", "办理议定事项", people.Organisation).Owner().Due(func(r *Resolution, _ record.Tx) clock.Date { return r.Due })
	s.Task(Finished, "report_back", "反馈议定事项的结果", people.CommunityWorker)
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
	Finished ResolutionState = "done"
	Reported ResolutionState = "reported_back"
	Dropped  ResolutionState = "dropped"
)

// Options implements [record.Chooser].
func (ResolutionState) Options() []record.Option {
	return record.Options(Pending, "待办", Finished, "已落实", Reported, "已反馈", Dropped, "不再办")
}
