// Package incubation keeps how young organisations are helped to stand
// (孵化培育): who applied, what was checked at the door, who mentors them, how
// they stood half-way, and how they left.
//
// Term (2 to 3 years elsewhere) and marks for leaving are local rules (推断).
package incubation

import (
	"sanshe/internal/centre"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Incubation (孵化) is one organisation's time in an incubator.
type Incubation struct {
	record.Base
	Name    string
	Org     record.ID[org.SocialOrg]
	Centre  record.ID[centre.Centre]
	Applied clock.Date
	Checks  []EntryCheck
	Phase   Phase
	Mentor  string
	From    clock.Date
	Last    clock.Date
	File    string
	MidTerm string
	MidOn   clock.Date
	Result  string
	Left    clock.Date
	State   State
}

// EntryCheck (入孵核查) is one thing looked at before an organisation may enter.
type EntryCheck struct {
	Item string
	Met  bool
	Note string
}

// Incubations is the register of incubations (孵化台账).
var Incubations = record.Define[Incubation]("incubation", "孵化")

// Fields implements [record.Record].
func (i *Incubation) Fields(f *record.Fields) {
	f.Text(&i.Name, "name", "孵化的组织").Required().Title().Help("还没有登记的写拟用名称")
	f.Ref(&i.Org, "org", "社会组织").Owner().InList().Filter()
	f.Ref(&i.Centre, "centre", "孵化中心或站点").Required().InList().Filter()
	f.Date(&i.Applied, "applied_on", "申请日期").Required().Begins().InList().Filter()
	record.Rows(f, &i.Checks, "entry_checks", "入孵核查")
	f.Choice(&i.Phase, "phase", "成长阶段").InList().Filter()
	f.Text(&i.Mentor, "mentor", "导师").InList()
	f.Date(&i.From, "from_day", "入孵日期").InList().Filter()
	f.Date(&i.Last, "last_day", "协议至").InList().Filter().Help("含当日")
	f.File(&i.File, "file", "协议")
	f.Prose(&i.MidTerm, "mid_term", "中期评估")
	f.Date(&i.MidOn, "mid_term_on", "中期评估日期").InList()
	f.Prose(&i.Result, "result", "出壳评估")
	f.Date(&i.Left, "left_on", "离开日期").System().InList()
	f.State(&i.State, "state", "状态").InitialStates(Applied, Incubating)
}

// Fields implements [record.Row].
func (c *EntryCheck) Fields(f *record.Fields) {
	f.Text(&c.Item, "item", "核查内容").Required()
	f.Bool(&c.Met, "met", "符合")
	f.Text(&c.Note, "note", "说明")
}

// Start implements [record.Starter]: what incubators elsewhere look at, to be
// changed at will (推断).
func (i *Incubation) Start(_ record.Actor, today clock.Date) {
	i.Applied, i.Phase = today, Seed
	for _, item := range []string{"两年内没有受过行政处罚", "按时参加年检且合格", "有独立账户，内部管理健全", "没有失信记录"} {
		i.Checks = append(i.Checks, EntryCheck{Item: item})
	}
}

// Keys says an organisation is incubated once at a time.
func (i *Incubation) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&i.Org).Says("这家社会组织正在孵化或申请孵化"), &i.Left)
}

// Check implements [record.Checker].
func (i *Incubation) Check(p *record.Problems) {
	if i.Last != "" && i.Last < i.From {
		p.Add(&i.Last, "不能早于入孵日期")
	}
	if i.State == Incubating && (i.From == "" || i.Last == "") {
		p.Add(&i.From, "在孵的要填入孵日期和协议期限")
	}
}

// Steps describes the way through.
func (i *Incubation) Steps(s *record.Steps[Incubation]) {
	civil := []record.Role{people.CivilAffairs, people.CountyOfficer}
	s.Step("check", "初核通过", Checked).From(Applied).By(civil...).Need(&i.Checks).Do((*Incubation).checked)
	s.Step("admit", "评审通过，签约入孵", Incubating).From(Checked).By(civil...).Need(&i.From, &i.Last).Ask(&i.Mentor, &i.File)
	s.Step("mid_term", "中期评估", Incubating).From(Incubating).By(civil...).Need(&i.MidTerm, &i.MidOn).Ask(&i.Phase)
	s.Step("extend", "延期", Incubating).From(Incubating).By(civil...).Need(&i.Last).Reason()
	s.Step("graduate", "出壳", Graduated).From(Incubating).By(civil...).Need(&i.Result, &i.Org).Do((*Incubation).left)
	s.Step("leave", "退出", LeftEarly).From(Incubating).By(civil...).Reason().Do((*Incubation).left)
	s.Step("refuse", "不予入孵", Refused).From(Applied, Checked).By(civil...).Reason().Do((*Incubation).left)
	s.Path(Applied, Checked, Incubating, Graduated)
	s.Task(Applied, "check", "初核孵化申请", people.CivilAffairs)
	s.Task(Checked, "admit", "评审孵化申请", people.CivilAffairs)
	s.Task(Incubating, "leave", "孵化协议到期：评估", people.CivilAffairs).Due(func(i *Incubation, _ record.Tx) clock.Date { return i.Last })
}

// checked refuses what the door is not open to.
func (i *Incubation) checked(record.Tx) error {
	for _, c := range i.Checks {
		if !c.Met {
			return fault.New(fault.Conflict, "“%s”还不符合，不能初核通过；不符合的请不予入孵并写明原因", c.Item)
		}
	}
	return nil
}

func (i *Incubation) left(tx record.Tx) error {
	return store.Change(tx, Incubations, i, func(i *Incubation) { i.Left = tx.On() })
}

// Rights implements [record.Righted].
func (*Incubation) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.ReadOwn, r.EditIn = record.By(people.Organisation), []record.Chooser{Applied, Checked, Incubating}
	return r
}

// Phase (成长阶段) of what is incubated.
type Phase string

const (
	Seed    Phase = "seed"
	Sprout  Phase = "sprout"
	Growing Phase = "growing"
	Hub     Phase = "hub"
)

// Options implements [record.Chooser].
func (Phase) Options() []record.Option {
	return record.Options(Seed, "萌芽", Sprout, "初创", Growing, "成长", Hub, "枢纽")
}

// State (状态) of an incubation.
type State string

const (
	Applied    State = "applied"
	Checked    State = "checked"
	Incubating State = "incubating"
	Graduated  State = "graduated"
	LeftEarly  State = "left"
	Refused    State = "refused"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Applied, "待初核", Checked, "已初核", Incubating, "在孵", Graduated, "已出壳", LeftEarly, "已退出", Refused, "未入孵")
}
