package casework

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/station"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// Case (个案) is one person’s, family’s or quarrel’s, taken on by one social
// worker under one supervisor.
type Case struct {
	record.Base
	Alias      string
	Kind       Kind
	Field      string
	Client     string
	Phone      string
	Birth      clock.Date
	Address    string
	Guardian   string
	GuardPhone string
	Consent    clock.Date
	GuardAgree clock.Date
	Urgent     string
	Source     string
	Need       record.ID[need.Need]
	Station    record.ID[station.Station]
	Worker     record.ID[training.SocialWorker]
	Supervisor record.ID[training.SocialWorker]
	Begun      clock.Date
	Background string
	Assessment string
	Goals      []Goal
	Result     string
	Closing    Closing
	State      State
}

// Goal is one goal of the plan.
type Goal struct {
	What   string
	How    string
	By     clock.Date
	Reach  Reached
	Remark string
}

// Cases is the register of cases (个案台账).
var Cases = record.Define[Case]("social_case", "个案")

// Fields implements [record.Record].
func (c *Case) Fields(f *record.Fields) {
	f.Section("接案")
	f.Text(&c.Alias, "alias", "代称").Required().Title().Help("如 滨江 03 号，不写姓名：待办和名单里只出现代称")
	f.Choice(&c.Kind, "kind", "种类").Required().Fixed().InList().Filter()
	f.Code(&c.Field, "station_field", "field", "服务领域").InList().Filter()
	f.Ref(&c.Worker, "worker", "负责的社工").Required().Owner().InList().Filter()
	f.Ref(&c.Supervisor, "supervisor", "督导").Required().Owner().InList().Filter()
	f.Ref(&c.Station, "station", "社工站").InList().Filter()
	f.Ref(&c.Need, "need", "来自哪条需求")
	f.Text(&c.Source, "source", "来源").Personal().Help("本人求助、走访发现、转介")
	f.Date(&c.Begun, "opened_on", "接案日期").Required().Begins().InList().Filter()
	f.Section("服务对象")
	f.Name(&c.Client, "client", "姓名").Required().Personal()
	f.Phone(&c.Phone, "phone", "手机号").Sealed()
	f.Date(&c.Birth, "birth", "出生日期").Personal()
	f.Address(&c.Address, "address", "住址").Personal()
	f.Name(&c.Guardian, "guardian", "监护人").Personal()
	f.Phone(&c.GuardPhone, "guardian_phone", "监护人手机号").Sealed()
	f.Section("同意")
	f.Date(&c.Consent, "consent_on", "本人知情同意日期")
	f.Date(&c.GuardAgree, "guardian_consent_on", "监护人同意日期").Help("不满十四周岁的必须有")
	f.Prose(&c.Urgent, "urgent_reason", "紧急情形").Personal().Help("来不及取得监护人同意时写明，立案后几日内补上")
	f.Section("预估与计划")
	f.Prose(&c.Background, "background", "基本情况").Personal()
	f.Prose(&c.Assessment, "assessment", "预估").Personal()
	record.Rows(f, &c.Goals, "goals", "目标与计划").Personal()
	f.Section("评估与结案")
	f.Prose(&c.Result, "result", "评估").Personal()
	f.Choice(&c.Closing, "closing", "结案情形").InList()
	f.State(&c.State, "state", "状态").InitialStates(Intake)
}

// Fields implements [record.Row].
func (g *Goal) Fields(f *record.Fields) {
	f.Text(&g.What, "what", "目标").Required()
	f.Text(&g.How, "how", "怎么做")
	f.Date(&g.By, "by_day", "到什么时候")
	f.Choice(&g.Reach, "reached", "达成")
	f.Text(&g.Remark, "remark", "说明")
}

// consentAge is the age under which a guardian consents: 个人信息保护法 §31.
const consentAge = 14

// adultAge is the age from which somebody is no minor: 未成年人保护法 §2.
const adultAge = 18

// Minor reports whether the client is one on a day.
func (c *Case) Minor(on clock.Date) bool { return c.Birth != "" && c.Birth.AddMonths(12*adultAge) > on }

// Check implements [record.Checker].
func (c *Case) Check(p *record.Problems) {
	if c.Worker != 0 && c.Worker == c.Supervisor {
		p.Add(&c.Supervisor, "督导不能是负责的社工自己")
	}
	if c.Birth > c.Begun && c.Begun != "" {
		p.Add(&c.Birth, "晚于接案日期")
	}
	if c.Minor(c.Begun) && c.Guardian == "" {
		p.Add(&c.Guardian, "服务对象未成年，写明监护人")
	}
	if c.Birth != "" && c.Birth.AddMonths(12*consentAge) > c.Begun && c.GuardAgree == "" && c.Urgent == "" {
		p.Add(&c.GuardAgree, "服务对象不满十四周岁，要有监护人同意才能立案；情况紧急的写明紧急情形")
	}
}

// Guarded implements [store.Guarded]: a child's dossier is opened with a reason.
func (c *Case) Guarded(today clock.Date) bool { return c.Minor(today) }

// Start implements [record.Starter]: whoever opens a case is usually whose it is.
func (c *Case) Start(a record.Actor, today clock.Date) {
	c.Begun = today
	if me := myself(&a); a.Holds(record.By(people.SocialWorker)) {
		c.Worker = me
	} else {
		c.Supervisor = me
	}
}

// myself gives the actor's own entry as a social worker, 0 if they are none.
func myself(a *record.Actor) record.ID[training.SocialWorker] {
	return record.ID[training.SocialWorker](a.Owns[training.SocialWorkers.Name])
}

// CheckIn implements [record.CheckerIn]: who takes on a child was checked within
// the last year, and nobody makes cases that they could not read.
func (c *Case) CheckIn(tx record.Tx, p *record.Problems) error {
	if c.Begun > tx.Today() {
		p.Add(&c.Begun, "%s还没有到", c.Begun.Chinese())
	}
	if me := myself(tx.Actor()); me != 0 && me != c.Worker && me != c.Supervisor {
		p.Add(&c.Worker, "只能登记自己负责的或者自己督导的个案")
	}
	before, _ := p.Before.(*Case)
	if !c.Minor(tx.Today()) || c.State == Closed || before != nil && before.Worker == c.Worker && before.Minor(tx.Today()) {
		return nil
	}
	why, err := unchecked(tx, c.Worker)
	if err == nil && why != "" {
		p.Add(&c.Worker, "%s", why)
	}
	return err
}

// Opened implements [record.Opener]: what was done in haste is made good.
func (c *Case) Opened(tx record.Tx) error { return c.seekConsent(tx) }

// Edited implements [record.Changer]: who has the case has what is to be done in it.
func (c *Case) Edited(tx record.Tx) error {
	if err := store.CloseTasks(tx, Cases, c, consentTask); err != nil {
		return err
	}
	return c.seekConsent(tx)
}

const consentTask = "guardian_consent"

func (c *Case) seekConsent(tx record.Tx) error {
	if c.Urgent == "" || c.GuardAgree != "" || c.State == Closed {
		return nil
	}
	days, err := store.Number(tx, "casework.consent_days", c.Area)
	if err != nil {
		return err
	}
	return store.OpenTask(tx, Cases, c, consentTask, "补监护人同意", people.SocialWorker, c.Begun.AddDays(days))
}

// Steps describes the six stages: 接案、预估、计划、介入、评估、结案.
func (c *Case) Steps(s *record.Steps[Case]) {
	mine := people.SocialWorker
	s.Step("assess", "接案，做预估", Assessing).From(Intake).ByOwner(mine, people.Supervisor).Need(&c.Consent)
	s.Step("plan", "预估完成，订计划", Planning).From(Assessing).ByOwner(mine, people.Supervisor).Need(&c.Assessment)
	s.Step("intervene", "计划商定，开始介入", Working).From(Planning).ByOwner(mine, people.Supervisor).Do((*Case).planned)
	s.Step("evaluate", "介入完成，做评估", Evaluating).From(Working).ByOwner(mine, people.Supervisor)
	s.Step("close", "结案", Closed).From(Evaluating).ByOwner(people.Supervisor).Need(&c.Result, &c.Closing)
	s.Step("end_early", "中途结束", Closed).From(Intake, Assessing, Planning, Working).ByOwner(people.Supervisor).Need(&c.Closing).Reason()
	s.Step("reopen", "重新开案", Working).From(Closed).ByOwner(people.Supervisor).Reason().Do((*Case).reopened)
	s.Path(Intake, Assessing, Planning, Working, Evaluating, Closed)
}

func (c *Case) planned(record.Tx) error {
	if len(c.Goals) == 0 {
		return fault.Fields(fault.Problem{Field: "goals", Label: "目标与计划", Text: "至少写一个目标，和服务对象商定后再开始介入"})
	}
	return nil
}

// reopened asks again what was asked when the case was taken on.
func (c *Case) reopened(tx record.Tx) error {
	if !c.Minor(tx.Today()) {
		return nil
	}
	why, err := unchecked(tx, c.Worker)
	if err == nil && why != "" {
		err = fault.Fields(fault.Problem{Field: "worker", Label: "负责的社工", Text: why})
	}
	return err
}

// Rights implements [record.Righted].
func (*Case) Rights() record.Rights { return closed(people.SocialWorker, people.Supervisor) }

// closed are the rights of a register that only those it belongs to read.
func closed(by ...record.Role) record.Rights {
	keep := record.By(by...)
	return record.Rights{Closed: true, Read: record.Nobody, ReadOwn: record.By(people.SocialWorker, people.Supervisor),
		Create: keep, Edit: keep, Void: record.By(people.Supervisor), Export: record.Nobody, Reveal: keep, Import: record.Nobody}
}

// Kind (种类) of a case.
type Kind string

const (
	Person    Kind = "person"
	Family    Kind = "family"
	Mediation Kind = "mediation"
)

// Options implements [record.Chooser].
func (Kind) Options() []record.Option {
	return record.Options(Person, "个人", Family, "家庭", Mediation, "纠纷调解")
}

// Reached (达成) says how far a goal was reached.
type Reached string

const (
	Full   Reached = "full"
	Partly Reached = "partly"
	Not    Reached = "not"
)

// Options implements [record.Chooser].
func (Reached) Options() []record.Option {
	return record.Options(Full, "达成", Partly, "部分达成", Not, "没有达成")
}

// Closing (结案情形) says why a case ended.
type Closing string

const (
	GoalsReached Closing = "goals"
	Referred     Closing = "referred"
	Withdrew     Closing = "withdrew"
	Moved        Closing = "moved"
	Otherwise    Closing = "other"
)

// Options implements [record.Chooser].
func (Closing) Options() []record.Option {
	return record.Options(GoalsReached, "目标达成", Referred, "已转介", Withdrew, "服务对象不再需要", Moved, "迁出", Otherwise, "其他")
}

// State (状态) of a case, by the stages of MZ/T 094-2017.
type State string

const (
	Intake     State = "intake"
	Assessing  State = "assessing"
	Planning   State = "planning"
	Working    State = "working"
	Evaluating State = "evaluating"
	Closed     State = "closed"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Intake, "接案", Assessing, "预估", Planning, "订计划", Working, "介入", Evaluating, "评估", Closed, "已结案")
}
