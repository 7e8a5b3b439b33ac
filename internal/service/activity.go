package service

import (
	"fmt"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/ident"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
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
	Names   string
	Unnamed int64
	Summary string
	Theme   string
	Did     []Did
	Photo   string
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
	f.Choice(&a.Kind, "kind", "种类").Required().InList().Filter().Public()
	f.Date(&a.On, "held_on", "日期").Required().Begins().InList().Filter().Public()
	f.Minutes(&a.Length, "length", "时长").InList().Help("每人参加的时间，如 2小时")
	f.Prose(&a.Names, "names", "参加的人").Personal().Help("从名单粘贴姓名，每行或用顿号分开；保存后成为参与记录，这里不再保留")
	f.Int(&a.Unnamed, "unnamed", "没有记名的人数").InList().Help("只有人数没有名单的部分；不并入人数，另行说明")
	f.Prose(&a.Summary, "summary", "一句话说说").Search().Public()
	f.Section("可不填")
	record.Rows(f, &a.Did, "items", "做了哪些服务").Help("如 理发 13 人次；保存后成为服务内容记录，这里不再保留")
	f.Code(&a.Theme, "service_theme", "theme", "专题").Filter().Help("不填就随项目")
	f.Text(&a.Place, "place", "地点").Public()
	f.Divisions(&a.Also, "also", "合办的社区").Help("与别的社区一起办的填上：全县算一场，每个社区各算一场")
	f.Ref(&a.Org, "org", "服务的社会组织").Owner().InList().Filter().Public()
	f.Ref(&a.Project, "project", "项目").Filter()
	f.Refs(&a.Needs, "needs", "回应的需求")
	f.File(&a.Photo, "photo", "照片").Help("可不传")
	f.State(&a.State, "state", "状态").InitialStates(Held, Planned).Public()
}

// Fields implements [record.Row].
func (d *Did) Fields(f *record.Fields) {
	f.Code(&d.Item, "service_item", "item", "服务内容").Required()
	f.Int(&d.Times, "times", "人次")
}

// Start implements [record.Starter].
func (a *Activity) Start(_ record.Actor, today clock.Date) { a.On, a.Kind = today, Volunteer }

// Named is a pasted name.
type Named struct{ Name string }

// Prepare implements [record.Preparer]: pasted names leave the form and become
// records of participation.
func (a *Activity) Prepare(tx record.Tx) error {
	if len(a.Area) < 12 && len(a.Also) > 0 {
		a.Area = a.Also[0]
	}
	var err error
	if a.pasted, err = ParseNames(a.Names); err != nil {
		return err
	}
	a.Names, a.did, a.Did = "", a.Did, nil
	if a.Theme != "" || a.Project == 0 {
		return nil
	}
	p, err := store.One(tx.Context(), store.In(tx).All(), need.Projects, a.Project)
	if err == nil {
		a.Theme = p.Theme
	}
	return err
}

// ParseNames reads pasted names: one a line or separated by 、 and the like;
// anything after the name on a line (a phone number, a column) is left out, and
// a name that is there twice counts once.
func ParseNames(text string) ([]Named, error) {
	var out []Named
	seen := map[string]bool{}
	for i, line := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r、，,;；", r) }) {
		fields := strings.FieldsFunc(line, func(r rune) bool { return r == '\t' || r == ' ' || r == '　' })
		if len(fields) == 0 {
			continue
		}
		name := ident.NormalizeName(fields[0])
		if err := ident.CheckName(name); err != nil {
			return nil, problem("names", "参加的人", "第 %d 个：%v", i+1, err)
		}
		if !seen[name] {
			seen[name] = true
			out = append(out, Named{name})
		}
	}
	if len(out) > 500 {
		return nil, problem("names", "参加的人", "一次最多 500 人，现有 %d 人，请分场登记", len(out))
	}
	return out, nil
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

// CheckIn implements [record.CheckerIn]: what is to come is planned, not held.
func (a *Activity) CheckIn(tx record.Tx, p *record.Problems) error {
	if a.State == Held && a.On > tx.Today() {
		p.Add(&a.On, "%s还没有到；状态请选“计划中”，办完再记", a.On.Chinese())
	}
	return nil
}

// Opened implements [record.Opener].
func (a *Activity) Opened(tx record.Tx) error {
	for _, n := range a.pasted {
		_, err := store.Add(tx, Participations, a.Area, func(p *Participation) {
			p.Activity, p.Name, p.Role, p.Minutes = record.ID[Activity](a.ID), n.Name, Taker, a.Length
		})
		if err != nil {
			return fmt.Errorf("%s: %w", n.Name, err)
		}
	}
	for _, d := range a.did {
		if _, err := store.Add(tx, Servings, a.Area, func(s *Serving) { s.Activity, s.Item, s.Times = record.ID[Activity](a.ID), d.Item, d.Times }); err != nil {
			return err
		}
	}
	if a.State == Held {
		return a.held(tx)
	}
	return nil
}

// held tells the needs it answered that somebody was there.
func (a *Activity) held(tx record.Tx) error {
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
		Read:    record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker, people.ReportWriter),
		ReadOwn: record.By(people.Organisation),
		Create:  record.By(people.CommunityWorker, people.TownOfficer),
		Edit:    record.By(people.CommunityWorker, people.TownOfficer),
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
