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
	f.Ref(&i.Org, "org", "社会组织").Owner().Filter()
	f.Ref(&i.Centre, "centre", "孵化中心或站点").Required().InList().Filter()
	f.Date(&i.Applied, "applied_on", "申请日期").Required().Begins().InList().Filter()
	record.Rows(f, &i.Checks, "entry_checks", "入孵核查")
	f.Choice(&i.Phase, "phase", "成长阶段").InList().Filter()
	f.Text(&i.Mentor, "mentor", "导师")
	f.Date(&i.From, "from_day", "入孵日期").InList().Filter()
	f.Date(&i.Last, "last_day", "协议至").InList().Filter().Help("含当日")
	f.File(&i.File, "file", "协议")
	f.Prose(&i.MidTerm, "mid_term", "中期评估")
	f.Date(&i.MidOn, "mid_term_on", "中期评估日期")
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

// Prepare implements [record.Preparer]: an organisation applies for itself.
func (i *Incubation) Prepare(tx record.Tx) error {
	if i.Org == 0 {
		i.Org = org.Mine(tx)
	}
	return nil
}

// CheckIn implements [record.CheckerIn]: what the county knows of the place and
// of the organisation is not asked again.
func (i *Incubation) CheckIn(tx record.Tx, p *record.Problems) error {
	was, _ := p.Before.(*Incubation)
	if len(p.List) > 0 || i.Left != "" {
		return nil
	}
	ctx, all := tx.Context(), store.In(tx).All()
	if was == nil || was.Centre != i.Centre {
		c, err := store.One(ctx, all, centre.Centres, i.Centre)
		if err != nil {
			return err
		}
		if c.Kind != centre.Incubator && c.Kind != centre.OrgStation {
			p.Add(&i.Centre, "“%s”不是孵化中心或综合服务站点", c.Name)
		}
	}
	if i.Org == 0 || was != nil && was.Org == i.Org {
		return nil
	}
	o, err := store.One(ctx, all, org.SocialOrgs, i.Org)
	if err == nil && o.State != org.Normal && o.State != org.Preparing && o.State != org.Approved {
		p.Add(&i.Org, "“%s”现在是“%s”，不能入孵", o.Name, org.SocialOrgs.StateLabel(string(o.State)))
	}
	return err
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
	s.Step("admit", "评审通过，签约入孵", Incubating).From(Checked).By(civil...).Need(&i.From, &i.Last).Ask(&i.Mentor, &i.File).Do((*Incubation).admitted)
	s.Step("mid_term", "中期评估", Incubating).From(Incubating).By(civil...).Need(&i.MidTerm, &i.MidOn).Ask(&i.Phase)
	s.Step("extend", "延期", Incubating).From(Incubating).By(civil...).Need(&i.Last).Reason().Do((*Incubation).halfway)
	s.Step("graduate", "出壳", Graduated).From(Incubating).By(civil...).Need(&i.Result, &i.Org).Do((*Incubation).left)
	s.Step("leave", "退出", LeftEarly).From(Incubating).By(civil...).Reason().Do((*Incubation).left)
	s.Step("refuse", "不予入孵", Refused).From(Applied, Checked).By(civil...).Reason().Do((*Incubation).left)
	s.Path(Applied, Checked, Incubating, Graduated)
	s.Task(Applied, "check", "初核孵化申请", people.CivilAffairs)
	s.Task(Checked, "admit", "评审孵化申请", people.CivilAffairs)
	s.Task(Incubating, "leave", "孵化协议到期：评估", people.CivilAffairs).Due(func(i *Incubation, _ record.Tx) clock.Date { return i.Last })
}

// checked refuses what the door is not open to.
func (i *Incubation) checked(tx record.Tx) error {
	for _, c := range i.Checks {
		if !c.Met {
			return fault.New(fault.Conflict, "“%s”还不符合，不能初核通过；补齐以后再核，补不齐的办“不予入孵”", c.Item)
		}
	}
	return i.stands(tx)
}

// stands refuses an organisation that fell into trouble while it waited.
func (i *Incubation) stands(tx record.Tx) error {
	if i.Org == 0 {
		return nil
	}
	o, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, i.Org)
	if err != nil || o.State != org.Abnormal && o.State != org.Leaving {
		return err
	}
	why, err := org.Ground(tx, o)
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "“%s”现在是“%s”（%s），不能入孵", o.Name, org.SocialOrgs.StateLabel(string(o.State)), why)
}

func (i *Incubation) admitted(tx record.Tx) error {
	if err := i.stands(tx); err != nil {
		return err
	}
	return i.halfway(tx)
}

// Opened implements [record.Opener].
func (i *Incubation) Opened(tx record.Tx) error {
	if i.State != Incubating {
		return nil
	}
	return i.halfway(tx)
}

// halfway opens the task of the mid-term review, in the middle of the agreed
// time (推断), unless it has been held.
func (i *Incubation) halfway(tx record.Tx) error {
	if err := store.CloseTasks(tx, Incubations, i, "mid_term"); err != nil || i.MidOn != "" {
		return err
	}
	return store.OpenTask(tx, Incubations, i, "mid_term", "孵化中期评估", people.CivilAffairs, i.From.AddDays(i.Last.Sub(i.From)/2))
}

// Hear is what an incubator does when an organisation leaves the register or
// falls into trouble.
func Hear(tx *store.Tx, event any) error {
	switch e := event.(type) {
	case org.Left:
		return open(tx, e.Org.ID, func(i *Incubation) error {
			step := "refuse"
			if i.State == Incubating {
				step = "leave"
			}
			day, err := org.DayOf(tx, Incubations.Register, i.ID, e.On)
			if err != nil {
				return err
			}
			if err := store.TakeWith(tx, Incubations, i, step, store.Taking{On: day, Note: "社会组织退出登记"}); err != nil {
				return err
			}
			return store.CloseTasks(tx, Incubations, i, "") // nothing is left to look into
		})
	case org.Troubled:
		return open(tx, e.Org.ID, func(i *Incubation) error {
			return tx.Tell(Incubations.Register, i, people.CivilAffairs, "社会组织"+org.SocialOrgs.StateLabel(string(e.Org.State))+"：核对孵化")
		})
	}
	return nil
}

// open goes through what an organisation has not left, nor been refused.
func open(tx *store.Tx, id int64, do func(*Incubation) error) error {
	return store.Every(tx, Incubations, func(i *Incubation, w *store.Where) { w.Is(&i.Org, record.ID[org.SocialOrg](id)).Empty(&i.Left) }, do)
}

func (i *Incubation) left(tx record.Tx) error {
	return store.Change(tx, Incubations, i, func(i *Incubation) { i.Left = tx.On() })
}

// Rights implements [record.Righted].
func (*Incubation) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Create = append(record.By(people.Organisation), r.Create...)
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
