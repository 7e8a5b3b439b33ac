package need

import (
	"context"
	"slices"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Match (对接) asks whoever has a resource, or carries a project, to take a need.
// A person decided it, and what spoke for and against is kept with it.
type Match struct {
	record.Base
	Need     record.ID[Need]
	Resource record.ID[Resource]
	Project  record.ID[Project]
	Org      record.ID[org.SocialOrg]
	Score    int64
	Reasons  string
	Why      string
	Refusal  string
	State    MatchState
}

// Matches is the register of matches (对接台账).
var Matches = record.Define[Match]("match", "对接")

// Fields implements [record.Record].
func (m *Match) Fields(f *record.Fields) {
	f.Ref(&m.Need, "need", "需求").Required().Fixed().InList().Filter()
	f.Ref(&m.Resource, "resource", "资源").Fixed().InList().Filter()
	f.Ref(&m.Project, "project", "项目").Fixed().InList().Filter()
	f.Ref(&m.Org, "org", "社会组织").Owner().System().InList().Filter()
	f.Int(&m.Score, "score", "合适程度").System().Help("由列出的理由逐项相加，只用于排列建议")
	f.Prose(&m.Reasons, "reasons", "理由").System()
	f.Text(&m.Why, "why", "选它的原因").Help("没有选排在前面的，可以写一句原因")
	f.Code(&m.Refusal, "refusal_reason", "refusal", "谢绝原因").InList().Filter()
	f.State(&m.State, "state", "状态")
}

// Start implements [record.Starter].
func (m *Match) Start(record.Actor, clock.Date) {}

// Prepare implements [record.Preparer]: the match lies where the need is, with
// whoever has to answer and the reasons of the day.
func (m *Match) Prepare(tx record.Tx) error {
	if m.Need == 0 || (m.Resource == 0) == (m.Project == 0) {
		return nil // said by the check
	}
	ctx, all := tx.Context(), store.In(tx).All()
	n, err := store.One(ctx, store.In(tx).Mine(), Needs, m.Need)
	if err != nil {
		return err
	}
	s, field, err := m.assess(ctx, all, n, tx.Today())
	if err != nil {
		return err
	}
	if len(s.Misses) > 0 {
		return fault.Fields(fault.Problem{Field: field.Name, Label: field.Label, Text: "不能对接：" + join(s.Misses)})
	}
	m.Area, m.Score = n.Area, int64(s.Score)
	m.Reasons = join(append(append([]string{}, s.Helped...), s.Hurt...))
	return nil
}

// assess weighs what the match is to.
func (m *Match) assess(ctx context.Context, all *store.Reader, n *Need, today clock.Date) (Suggestion, *record.Field, error) {
	if m.Project != 0 {
		p, err := store.One(ctx, all, Projects, m.Project)
		if err != nil {
			return Suggestion{}, nil, err
		}
		m.Org = p.Lead
		list, err := weighProjects(ctx, all, n, []*Project{p}, today)
		if err != nil {
			return Suggestion{}, nil, err
		}
		return list[0], Matches.Field("project"), nil
	}
	r, err := store.One(ctx, all, Resources, m.Resource)
	if err != nil {
		return Suggestion{}, nil, err
	}
	m.Org = r.Org
	list, err := weighResources(ctx, all, n, []*Resource{r}, today)
	if err != nil {
		return Suggestion{}, nil, err
	}
	return list[0], Matches.Field("resource"), nil
}

// Check implements [record.Checker].
func (m *Match) Check(p *record.Problems) {
	if (m.Resource == 0) == (m.Project == 0) {
		p.Add(&m.Resource, "选一个资源，或者选一个项目")
	}
}

// CheckIn implements [record.CheckerIn]: a need is offered to one at a time.
func (m *Match) CheckIn(tx record.Tx, p *record.Problems) error {
	if p.Before != nil || m.Need == 0 {
		return nil
	}
	if err := store.Lock(tx, Needs, m.Need); err != nil {
		return err
	}
	n, err := store.CountOf(tx.Context(), store.In(tx).All(), Matches, func(x *Match, w *store.Where) {
		w.Is(&x.Need, m.Need).In(&x.State, Asked, Accepted)
	})
	if err == nil && n > 0 {
		p.Add(&m.Need, "这条需求已有一次对接在进行，请先等答复或取消")
	}
	return err
}

// Steps describes how a match is answered.
func (m *Match) Steps(s *record.Steps[Match]) {
	s.Step("accept", "接受", Accepted).From(Asked).By(people.CommunityWorker, people.TownOfficer).ByOwner(people.Organisation).Do((*Match).accepted)
	s.Step("decline", "谢绝", Declined).From(Asked).By(people.CommunityWorker, people.TownOfficer).ByOwner(people.Organisation).Need(&m.Refusal)
	s.Step("cancel", "取消", Called).From(Asked, Accepted).By(people.CommunityWorker, people.TownOfficer).Reason().Do((*Match).cancelled)
	s.Task(Asked, "answer", "答复对接", people.Organisation).Owner().Due((*Match).answerDue)
	s.Path(Asked, Accepted)
}

// Opened implements [record.Opener]: what a unit offers has no owner who signs
// in, so the community asks the unit and answers for it.
func (m *Match) Opened(tx record.Tx) error {
	if m.Org != 0 {
		return nil
	}
	return store.OpenTask(tx, Matches, m, "answer", "问单位能否接，代为答复", people.CommunityWorker, m.answerDue(tx))
}

func (m *Match) answerDue(tx record.Tx) clock.Date {
	days, err := store.Number(tx, "match.answer_days", m.Area)
	if err != nil {
		return ""
	}
	return store.WorkingDays(tx, tx.On(), days)
}

func (m *Match) accepted(tx record.Tx) error {
	if err := m.enlist(tx, func(list record.IDs[Need]) record.IDs[Need] {
		if slices.Contains(list, m.Need) {
			return list
		}
		return append(slices.Clone(list), m.Need)
	}); err != nil {
		return err
	}
	n, err := store.One(tx.Context(), store.In(tx).All(), Needs, m.Need)
	if err != nil || n.State != Verified && n.State != NoResource {
		return err
	}
	return store.TakeStep(tx, Needs, n, "arrange", "")
}

// enlist changes which needs the project of the match answers, if it has one.
func (m *Match) enlist(tx record.Tx, change func(record.IDs[Need]) record.IDs[Need]) error {
	if m.Project == 0 {
		return nil
	}
	p, err := store.One(tx.Context(), store.In(tx).All(), Projects, m.Project)
	if err != nil {
		return err
	}
	return store.Change(tx, Projects, p, func(p *Project) { p.Needs = change(p.Needs) })
}

func (m *Match) cancelled(tx record.Tx) error {
	n, err := store.One(tx.Context(), store.In(tx).All(), Needs, m.Need)
	if err != nil || n.State != Arranged || n.Voided != "" {
		return err // it had not been accepted, or has gone on since
	}
	if err := m.enlist(tx, func(list record.IDs[Need]) record.IDs[Need] {
		return slices.DeleteFunc(slices.Clone(list), func(id record.ID[Need]) bool { return id == m.Need })
	}); err != nil {
		return err
	}
	return store.TakeStep(tx, Needs, n, "unarrange", "")
}

// Rights implements [record.Righted].
func (*Match) Rights() record.Rights {
	return record.Rights{
		Read:    record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker),
		ReadOwn: record.By(people.Organisation),
		Create:  record.By(people.CommunityWorker, people.TownOfficer),
		Edit:    record.Nobody,
		Void:    record.By(people.CommunityWorker, people.TownOfficer),
		Export:  record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		Reveal:  record.Nobody,
		Import:  record.Nobody,
	}
}

// MatchState (状态) of a match.
type MatchState string

const (
	Asked    MatchState = "asked"
	Accepted MatchState = "accepted"
	Declined MatchState = "declined"
	Called   MatchState = "cancelled"
)

// Options implements [record.Chooser].
func (MatchState) Options() []record.Option {
	return record.Options(Asked, "待答复", Accepted, "已接受", Declined, "已谢绝", Called, "已取消")
}
