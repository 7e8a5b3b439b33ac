package giving

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Pairing (结对帮扶) binds an organisation to a village for a time, with what it
// does there.
type Pairing struct {
	record.Base
	Org      record.ID[org.SocialOrg]
	Village  string
	Campaign string
	From     clock.Date
	Until    clock.Date
	Projects []Help
	Result   string
	State    State
}

// Help is one thing done for a village.
type Help struct {
	What  string
	Money record.Fen
	On    clock.Date
	Came  string
}

// Pairings is the register of pairings (结对帮扶台账).
var Pairings = record.Define[Pairing]("pairing", "结对帮扶")

// Fields implements [record.Record].
func (x *Pairing) Fields(f *record.Fields) {
	f.Ref(&x.Org, "org", "社会组织").Required().Fixed().Owner().InList().Filter()
	f.Division(&x.Village, "village", "结对的村").Required().Fixed().InList().Filter()
	f.Code(&x.Campaign, "service_theme", "theme", "行动").InList().Filter()
	f.Date(&x.From, "from_day", "开始日期").Required().Begins().InList().Filter()
	f.Date(&x.Until, "until_day", "结束日期").System().InList()
	record.Rows(f, &x.Projects, "projects", "帮扶项目")
	f.Prose(&x.Result, "result", "成效")
	f.State(&x.State, "state", "状态").InitialStates(Paired)
}

// Fields implements [record.Row].
func (h *Help) Fields(f *record.Fields) {
	f.Text(&h.What, "what", "做什么").Required()
	f.Money(&h.Money, "money", "资金")
	f.Date(&h.On, "on_day", "日期")
	f.Text(&h.Came, "came_of_it", "结果")
}

// Keys says an organisation is paired with a village once at a time.
func (x *Pairing) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&x.Org, &x.Village).Says("这家社会组织已经和这个村结对"), &x.Until)
}

// Prepare implements [record.Preparer]: a pairing lies where the village is.
func (x *Pairing) Prepare(record.Tx) error {
	if x.Village != "" {
		x.Area = x.Village
	}
	return nil
}

// Check implements [record.Checker].
func (x *Pairing) Check(p *record.Problems) {
	if x.Village != "" && len(x.Village) < 12 {
		p.Add(&x.Village, "选到村（社区）")
	}
	for i, h := range x.Projects {
		if h.Money < 0 {
			p.Add(&x.Projects, "第 %d 行：资金不能是负数", i+1)
		}
	}
}

// CheckIn implements [record.CheckerIn].
func (x *Pairing) CheckIn(tx record.Tx, p *record.Problems) error {
	if p.Before != nil || x.Org == 0 {
		return nil
	}
	o, err := store.One(tx.Context(), store.In(tx).All(), org.SocialOrgs, x.Org)
	if err == nil && !o.State.Live() {
		p.Add(&x.Org, "“%s”现在是“%s”，不能结对", o.Name, org.SocialOrgs.StateLabel(string(o.State)))
	}
	return err
}

// Steps describes ending a pairing.
func (x *Pairing) Steps(s *record.Steps[Pairing]) {
	s.Step("end", "结束结对", Parted).From(Paired).By(people.CountyOfficer, people.TownOfficer).Ask(&x.Result).Reason().Do(func(x *Pairing, tx record.Tx) error {
		on := tx.On()
		return store.Change(tx, Pairings, x, func(x *Pairing) { x.Until = on })
	})
}

// Rights implements [record.Righted].
func (*Pairing) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.TownOfficer)
	r.ReadOwn, r.EditIn = record.By(people.Organisation), []record.Chooser{Paired}
	return r
}

// State (状态) of a pairing.
type State string

const (
	Paired State = "paired"
	Parted State = "ended"
)

// Options implements [record.Chooser].
func (State) Options() []record.Option {
	return record.Options(Paired, "结对中", Parted, "已结束")
}
