package purchase

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Tie (任职关系) is what binds somebody to an organisation they are not to judge.
type Tie struct {
	record.Base
	Name   string
	Person record.ID[people.Person]
	Org    record.ID[org.SocialOrg]
	What   string
	From   clock.Date
	Until  clock.Date
}

// Ties is the register of ties (任职关系台账).
var Ties = record.Define[Tie]("tie", "任职关系")

// Fields implements [record.Record].
func (t *Tie) Fields(f *record.Fields) {
	f.Name(&t.Name, "name", "姓名").System().Title().Personal()
	f.Ref(&t.Person, "person", "人员").Required().Fixed().InList().Filter()
	f.Ref(&t.Org, "org", "社会组织").Required().Fixed().InList().Filter()
	f.Text(&t.What, "what", "什么关系").Required().InList().Help("如 任项目主管、理事、亲属任负责人")
	f.Date(&t.From, "from_day", "开始日期").Required().InList()
	f.Date(&t.Until, "until_day", "结束日期").InList().Help("从这一天起不再有；还在的留空")
}

// Prepare implements [record.Preparer].
func (t *Tie) Prepare(tx record.Tx) error {
	if t.Person == 0 {
		return nil
	}
	p, err := store.One(tx.Context(), store.In(tx).All(), people.Persons, t.Person)
	if err == nil {
		t.Name = p.Name
	}
	return err
}

// Check implements [record.Checker].
func (t *Tie) Check(p *record.Problems) {
	if t.Until != "" && t.Until < t.From {
		p.Add(&t.Until, "不能早于开始日期")
	}
}

// Rights implements [record.Righted].
func (*Tie) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Read = record.By(people.CivilAffairs, people.CountyOfficer)
	return r
}

// Flag (承接限制) keeps an organisation from taking on services for a time, and may
// be appealed against.
type Flag struct {
	record.Base
	Org      record.ID[org.SocialOrg]
	Contract record.ID[Contract]
	From     clock.Date
	Last     clock.Date
	Why      string
	Appeal   string
	Answer   string
	State    FlagState
}

// Flags is the register of flags (承接限制台账).
var Flags = record.Define[Flag]("provider_flag", "承接限制")

// Fields implements [record.Record].
func (g *Flag) Fields(f *record.Fields) {
	f.Ref(&g.Org, "org", "社会组织").Required().Fixed().Owner().InList().Filter()
	f.Ref(&g.Contract, "contract", "合同").Fixed().InList()
	f.Date(&g.From, "from_day", "起始日期").Required().Begins().InList().Filter()
	f.Date(&g.Last, "last_day", "限制到").Required().InList().Filter().Help("含当日")
	f.Text(&g.Why, "why", "原因").Required().InList()
	f.Prose(&g.Appeal, "appeal", "申诉")
	f.Prose(&g.Answer, "answer", "申诉答复")
	f.State(&g.State, "state", "状态").InitialStates(Flagged)
}

// Check implements [record.Checker].
func (g *Flag) Check(p *record.Problems) {
	if g.Last < g.From {
		p.Add(&g.Last, "不能早于起始日期")
	}
}

// Steps describes the appeal.
func (g *Flag) Steps(s *record.Steps[Flag]) {
	by := []record.Role{people.CivilAffairs, people.CountyOfficer}
	s.Step("appeal", "申诉", Appealed).From(Flagged).By(by...).ByOwner(people.Organisation).Need(&g.Appeal)
	s.Step("lift", "申诉成立，解除", Lifted).From(Flagged, Appealed).By(by...).Need(&g.Answer)
	s.Step("uphold", "申诉不成立，维持", Upheld).From(Appealed).By(by...).Need(&g.Answer)
	s.Task(Appealed, "answer_appeal", "答复申诉", people.CountyOfficer).Due(func(g *Flag, tx record.Tx) clock.Date {
		days, err := store.Number(tx, "purchase.appeal_days", g.Area)
		if err != nil {
			return ""
		}
		return store.WorkingDays(tx, tx.On(), days)
	})
}

// Rights implements [record.Righted].
func (*Flag) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Read, r.ReadOwn, r.EditIn = append(r.Read, people.Finance), record.By(people.Organisation), []record.Chooser{Flagged}
	r.Import = record.Nobody
	return r
}

// FlagState (状态) of a flag.
type FlagState string

const (
	Flagged  FlagState = "flagged"
	Appealed FlagState = "appealed"
	Upheld   FlagState = "upheld"
	Lifted   FlagState = "lifted"
)

// Options implements [record.Chooser].
func (FlagState) Options() []record.Option {
	return record.Options(Flagged, "限制中", Appealed, "申诉中", Upheld, "申诉后维持", Lifted, "限制已解除")
}
