package casework

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/station"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// Group (小组) is a group of people who meet several times under a social worker.
type Group struct {
	record.Base
	Title      string
	Field      string
	Kind       GroupKind
	Worker     record.ID[training.SocialWorker]
	Supervisor record.ID[training.SocialWorker]
	Station    record.ID[station.Station]
	From       clock.Date
	Goal       string
	Members    []Member
	Planned    int64
	Minors     bool
	Result     string
	State      GroupState
}

// Member is somebody in a group.
type Member struct {
	Name   string
	Agreed bool
	Before string
	After  string
}

// Groups is the register of groups (小组台账).
var Groups = record.Define[Group]("social_group", "小组")

// Fields implements [record.Record].
func (g *Group) Fields(f *record.Fields) {
	f.Text(&g.Title, "title", "小组名称").Required().Title()
	f.Choice(&g.Kind, "kind", "类型").Required().InList().Filter()
	f.Code(&g.Field, "station_field", "field", "服务领域").InList().Filter()
	f.Ref(&g.Worker, "worker", "带领的社工").Required().Owner().InList().Filter()
	f.Ref(&g.Supervisor, "supervisor", "督导").Required().Owner().InList().Filter()
	f.Ref(&g.Station, "station", "社工站").InList().Filter()
	f.Date(&g.From, "from_day", "开始日期").Required().Begins().InList().Filter()
	f.Int(&g.Planned, "planned", "计划节数").InList()
	f.Bool(&g.Minors, "minors", "有未成年人参加").Help("带领的社工要在一年内查过从业记录")
	f.Prose(&g.Goal, "goal", "目标").Required()
	record.Rows(f, &g.Members, "members", "组员").Personal()
	f.Prose(&g.Result, "result", "总结")
	f.State(&g.State, "state", "状态").InitialStates(Preparing)
}

// Fields implements [record.Row].
func (m *Member) Fields(f *record.Fields) {
	f.Name(&m.Name, "name", "姓名").Required()
	f.Bool(&m.Agreed, "agreed", "已同意参加")
	f.Text(&m.Before, "before", "组前评估")
	f.Text(&m.After, "after", "组后评估")
}

// Check implements [record.Checker].
func (g *Group) Check(p *record.Problems) {
	if g.Worker != 0 && g.Worker == g.Supervisor {
		p.Add(&g.Supervisor, "督导不能是带领的社工自己")
	}
	if g.Planned < 0 {
		p.Add(&g.Planned, "不能是负数")
	}
}

// Start implements [record.Starter].
func (g *Group) Start(a record.Actor, today clock.Date) {
	g.From = today
	if me := myself(&a); a.Holds(record.By(people.SocialWorker)) {
		g.Worker = me
	} else {
		g.Supervisor = me
	}
}

// Guarded implements [store.Guarded].
func (g *Group) Guarded(clock.Date) bool { return g.Minors }

// CheckIn implements [record.CheckerIn].
func (g *Group) CheckIn(tx record.Tx, p *record.Problems) error {
	if me := myself(tx.Actor()); me != 0 && me != g.Worker && me != g.Supervisor {
		p.Add(&g.Worker, "只能登记自己带领的或者自己督导的小组")
	}
	before, _ := p.Before.(*Group)
	if !g.Minors || g.State == GroupClosed || before != nil && before.Worker == g.Worker && before.Minors {
		return nil
	}
	why, err := unchecked(tx, g.Worker)
	if err == nil && why != "" {
		p.Add(&g.Worker, "%s", why)
	}
	return err
}

// Steps describes the five stages: 筹备、形成、转折、成熟、结束.
func (g *Group) Steps(s *record.Steps[Group]) {
	mine := []record.Role{people.SocialWorker, people.Supervisor}
	s.Step("form", "招募完成，开始", Forming).From(Preparing).ByOwner(mine...).Do(func(g *Group, _ record.Tx) error {
		if len(g.Members) < 3 {
			return fault.Fields(fault.Problem{Field: "members", Label: "组员", Text: "小组至少 3 名组员，现有 " + Groups.Field("members").Text(g)})
		}
		return nil
	})
	s.Step("turn", "进入转折期", Turning).From(Forming).ByOwner(mine...)
	s.Step("mature", "进入成熟期", Mature).From(Turning).ByOwner(mine...)
	s.Step("end", "结束", GroupClosed).From(Forming, Turning, Mature).ByOwner(mine...).Need(&g.Result)
	s.Step("drop", "没有办成", GroupClosed).From(Preparing).ByOwner(mine...).Reason()
	s.Path(Preparing, Forming, Turning, Mature, GroupClosed)
}

// Rights implements [record.Righted].
func (*Group) Rights() record.Rights { return closed(people.SocialWorker, people.Supervisor) }

// Session (小组节次) is one meeting of a group.
type Session struct {
	record.Base
	Group  record.ID[Group]
	On     clock.Date
	Topic  string
	Length int64
	Came   int64
	What   string
	Next   string
}

// Sessions is the register of group sessions (小组节次台账).
var Sessions = record.Define[Session]("group_session", "小组节次")

// Fields implements [record.Record].
func (s *Session) Fields(f *record.Fields) {
	f.Text(&s.Topic, "topic", "主题").Required().Title()
	f.Ref(&s.Group, "social_group", "小组").Required().Fixed().Owner().InList().Filter()
	f.Date(&s.On, "on_day", "日期").Required().InList().Filter()
	f.Minutes(&s.Length, "length", "时长").InList()
	f.Int(&s.Came, "came", "到场人数").InList()
	f.Prose(&s.What, "what", "过程").Personal()
	f.Prose(&s.Next, "next", "下一步").Personal()
}

// Prepare implements [record.Preparer].
func (s *Session) Prepare(tx record.Tx) error {
	if s.Group == 0 {
		return nil
	}
	g, err := store.One(tx.Context(), store.In(tx).All(), Groups, s.Group)
	if err == nil {
		s.Area = g.Area
	}
	return err
}

// Start implements [record.Starter].
func (s *Session) Start(_ record.Actor, today clock.Date) { s.On = today }

// CheckIn implements [record.CheckerIn].
func (s *Session) CheckIn(tx record.Tx, p *record.Problems) error {
	if s.On > tx.Today() {
		p.Add(&s.On, "%s还没有到", s.On.Chinese())
	}
	if s.Came < 0 {
		p.Add(&s.Came, "不能是负数")
	}
	return nil
}

// Rights implements [record.Righted].
func (*Session) Rights() record.Rights { return closed(people.SocialWorker, people.Supervisor) }

// GroupKind (类型) of a group.
type GroupKind string

const (
	Support  GroupKind = "support"
	Growth   GroupKind = "growth"
	Learning GroupKind = "learning"
	Interest GroupKind = "interest"
	Healing  GroupKind = "healing"
)

// Options implements [record.Chooser].
func (GroupKind) Options() []record.Option {
	return record.Options(Support, "支持小组", Growth, "成长小组", Learning, "教育小组", Interest, "兴趣小组", Healing, "治疗小组")
}

// GroupState (状态) of a group, by the stages of MZ/T 095-2017.
type GroupState string

const (
	Preparing   GroupState = "preparing"
	Forming     GroupState = "forming"
	Turning     GroupState = "turning"
	Mature      GroupState = "mature"
	GroupClosed GroupState = "ended"
)

// Options implements [record.Chooser].
func (GroupState) Options() []record.Option {
	return record.Options(Preparing, "筹备", Forming, "形成", Turning, "转折", Mature, "成熟", GroupClosed, "已结束")
}
