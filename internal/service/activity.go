package service

import (
	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/station"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// Activity (服务活动) is one service to residents, planned or held. One short
// form records it: names are pasted, one sentence says what was done, photos
// are never required.
type Activity struct {
	record.Base
	Title   string
	Kind    Kind
	On      clock.Date
	Length  int64
	Place   string
	Also    []string
	Org     record.ID[org.SocialOrg]
	Project record.ID[need.Project]
	Needs   record.IDs[need.Need]
	Station record.ID[station.Station]
	Workers record.IDs[training.SocialWorker]
	Names   string
	Helpers string
	Unnamed int64
	Summary string
	Theme   string
	Did     []Did
	Photo   string
	Roll    string
	State   State

	pasted []Named
	did    []Did
}

// Did is what was done at an activity and for how many, such as 理发 for 13.
type Did struct {
	Item  string
	Times int64
}

// Activities is the register of activities (服务活动台账).
var Activities = record.Define[Activity]("activity", "服务活动")

// Fields implements [record.Record].
func (a *Activity) Fields(f *record.Fields) {
	f.Text(&a.Title, "title", "做了什么").Required().Title().Public()
	f.Prose(&a.Names, "names", "参加的人").Personal().Help("从名单粘贴姓名和手机号，每行一人或用顿号分开；保存后成为参与记录，这里不再保留")
	f.Int(&a.Unnamed, "unnamed", "没有记名的人数").InList().Help("只有人数没有名单的部分；不并入人数，另行说明")
	f.Date(&a.On, "held_on", "日期").Required().Begins().InList().Filter().Public()
	f.Choice(&a.Kind, "kind", "种类").Required().InList().Filter().Public()
	f.Minutes(&a.Length, "length", "时长").InList().Help("每人参加的时间，如 2小时")
	f.Prose(&a.Helpers, "helpers", "志愿者").Personal().Help("同样从名单粘贴；也成为参与记录")
	f.Prose(&a.Summary, "summary", "一句话说说").Search().Public()
	f.Text(&a.Place, "place", "地点").Public()
	f.Ref(&a.Org, "org", "服务的社会组织").Owner().InList().Filter().Public()
	f.Ref(&a.Station, "station", "社工站").Filter()
	f.Section("可不填")
	record.Rows(f, &a.Did, "items", "做了哪些服务").Help("如 理发 13 人次；保存后成为服务内容记录，这里不再保留")
	f.Refs(&a.Workers, "workers", "社工")
	f.Code(&a.Theme, "service_theme", "theme", "专题").Filter().Help("不填就随项目")
	f.Divisions(&a.Also, "also", "合办的社区").Help("与别的社区一起办的填上：全县算一场，每个社区各算一场")
	f.Ref(&a.Project, "project", "项目").Filter()
	f.Refs(&a.Needs, "needs", "回应的需求")
	f.File(&a.Photo, "photo", "照片").Help("可不传；拍摄地点和时间不会留下")
	f.Prose(&a.Roll, "roll", "名单核对").System()
	f.State(&a.State, "state", "状态").InitialStates(Held, Planned).Public()
}

// Fields implements [record.Row].
func (d *Did) Fields(f *record.Fields) {
	f.Code(&d.Item, "service_item", "item", "服务内容").Required()
	f.Int(&d.Times, "times", "人次")
}

// Start implements [record.Starter].
func (a *Activity) Start(_ record.Actor, today clock.Date) { a.On, a.Kind = today, Volunteer }

// Prepare implements [record.Preparer]: an activity lies in a community, and has
// its project's theme.
func (a *Activity) Prepare(tx record.Tx) error {
	if len(a.Area) < 12 && len(a.Also) > 0 {
		a.Area = a.Also[0]
	}
	if a.Theme != "" || a.Project == 0 {
		return nil
	}
	p, err := store.One(tx.Context(), store.In(tx).All(), need.Projects, a.Project)
	if err == nil {
		a.Theme = p.Theme
	}
	return err
}

// Check implements [record.Checker].
func (a *Activity) Check(p *record.Problems) {
	if len(a.Area) < 12 && p.Before == nil {
		p.Add(&a.Title, "请选活动所在的社区")
	}
	if a.Unnamed < 0 || a.Unnamed > 100_000 {
		p.Add(&a.Unnamed, "人数应在 0 到 100,000 之间")
	}
	if a.Length < 0 || a.Length > 24*60 {
		p.Add(&a.Length, "一场活动不超过 24 小时")
	}
}

// CheckIn implements [record.CheckerIn]: what is to come is planned, not held;
// and what was pasted leaves the form, however it came, to become records.
func (a *Activity) CheckIn(tx record.Tx, p *record.Problems) error {
	if a.State == Held && a.On > tx.Today() {
		p.Add(&a.On, "%s还没有到；状态请选“计划中”，办完再记", a.On.Chinese())
	}
	return a.gather(tx)
}

// Opened implements [record.Opener].
func (a *Activity) Opened(tx record.Tx) error {
	if a.State == Held {
		return a.held(tx)
	}
	return a.enter(tx)
}

// Edited implements [record.Changer].
func (a *Activity) Edited(tx record.Tx) error { return a.enter(tx) }

// held enters who came and tells the needs it answered that somebody was there.
func (a *Activity) held(tx record.Tx) error {
	if err := a.enter(tx); err != nil {
		return err
	}
	for _, id := range a.Needs {
		n, err := store.One(tx.Context(), store.In(tx).All(), need.Needs, id)
		if err != nil {
			return err
		}
		if n.Voided != "" || n.State != need.Verified && n.State != need.Arranged && n.State != need.NoResource {
			continue
		}
		if n.Outcome == "" {
			if err := store.Change(tx, need.Needs, n, func(n *need.Need) { n.Outcome = a.outcome() }); err != nil {
				return err
			}
		}
		if err := store.TakeStep(tx, need.Needs, n, "serve", ""); err != nil {
			return err
		}
	}
	return nil
}

func (a *Activity) outcome() string {
	if a.Summary != "" {
		return a.Summary
	}
	return a.Title
}

// Rights implements [record.Righted].
func (*Activity) Rights() record.Rights {
	return record.Rights{
		Read:    record.By(people.CountyOfficer, people.CivilAffairs, people.Finance, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker, people.SocialWorker, people.ReportWriter),
		ReadOwn: record.By(people.Organisation),
		Create:  record.By(people.CommunityWorker, people.SocialWorker, people.TownOfficer),
		Edit:    record.By(people.CommunityWorker, people.SocialWorker, people.TownOfficer),
		EditIn:  []record.Chooser{Planned, Held},
		Void:    record.By(people.CommunityWorker, people.TownOfficer),
		Export:  record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		Reveal:  record.By(people.CommunityWorker),
		Import:  record.By(people.CommunityWorker, people.TownOfficer),
	}
}

// Kind (种类) of an activity.
type Kind string

const (
	Mutual       Kind = "mutual"
	Culture      Kind = "culture"
	Volunteer    Kind = "volunteer"
	Professional Kind = "professional"
)

// Options implements [record.Chooser].
func (Kind) Options() []record.Option {
	return record.Options(Volunteer, "志愿服务", Mutual, "互助服务", Culture, "文体活动", Professional, "专业社工服务")
}
