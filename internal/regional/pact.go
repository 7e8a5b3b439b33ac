package regional

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Pact (共建契约) is what a community and a unit on its ground have promised each
// other for a time: what one has, what the other needs, and what will be done by
// when. At its end both say how it went.
type Pact struct {
	record.Base
	Title     string
	Community record.ID[place.Community]
	Unit      record.ID[people.Unit]
	Signed    clock.Date
	Last      clock.Date
	Offers    string
	Wants     string
	File      string
	ByUnit    string
	ByPlace   string
	Renews    record.ID[Pact]
	State     PactState
}

// Pacts is the register of pacts (共建契约台账).
var Pacts = record.Define[Pact]("pact", "共建契约")

// Fields implements [record.Record].
func (c *Pact) Fields(f *record.Fields) {
	f.Text(&c.Title, "title", "契约名称").Required().Title()
	f.Ref(&c.Community, "community", "社区").Required().Places().Fixed().InList().Filter()
	f.Ref(&c.Unit, "unit", "共建单位").Required().Fixed().Owner().InList().Filter()
	f.Prose(&c.Offers, "offers", "资源清单").Search().Help("单位能拿出什么")
	f.Prose(&c.Wants, "wants", "需求清单").Search().Help("社区需要什么")
	f.Date(&c.Signed, "signed_on", "签约日期").InList().Filter()
	f.Date(&c.Last, "last_day", "期限至").InList().Filter().Help("含当日")
	f.File(&c.File, "file", "契约文本")
	f.Text(&c.ByPlace, "community_says", "社区的评议")
	f.Text(&c.ByUnit, "unit_says", "单位的评议")
	f.Ref(&c.Renews, "renews", "续签自").System()
	f.State(&c.State, "state", "状态").InitialStates(Drafted, InForce)
}

// Check implements [record.Checker].
func (c *Pact) Check(p *record.Problems) {
	if c.State == InForce && (c.Signed == "" || c.Last == "") {
		p.Add(&c.Signed, "已签的契约要填签约日期和期限")
	}
	if c.Last != "" && c.Last < c.Signed {
		p.Add(&c.Last, "不能早于签约日期")
	}
}

// Steps describes the life of a pact.
func (c *Pact) Steps(s *record.Steps[Pact]) {
	staff := []record.Role{people.CommunityWorker, people.CommunitySecretary, people.TownOfficer}
	s.Step("sign", "签约", InForce).From(Drafted).By(staff...).Need(&c.Signed, &c.Last).Do((*Pact).signed)
	s.Step("answer", "单位评议", InForce).From(InForce).By(staff...).ByOwner(people.UnitBranch).Need(&c.ByUnit)
	s.Step("review", "双向评议", Reviewed).From(InForce).By(staff...).Need(&c.ByPlace, &c.ByUnit)
	s.Step("renew", "续签", Renewed).From(InForce, Reviewed).By(staff...).Says("另立一份新的契约，期限重新写").Do((*Pact).renewed)
	s.Step("end", "解除契约", Ended).From(InForce, Reviewed).By(staff...).Reason()
	s.Path(Drafted, InForce, Reviewed, Renewed)
	s.Task(InForce, "review", "共建契约到期：双向评议", people.CommunityWorker).Due(func(c *Pact, _ record.Tx) clock.Date { return c.Last })
}

// signed makes sure there is something to keep: a pact without commitments binds nobody.
func (c *Pact) signed(tx record.Tx) error { return c.hasCommitments(tx) }

// renewed begins the next pact from this one, to be dated and signed anew.
func (c *Pact) renewed(tx record.Tx) error {
	_, err := store.Add(tx, Pacts, c.Area, func(n *Pact) {
		n.Title, n.Community, n.Unit, n.Offers, n.Wants, n.Renews, n.State = c.Title, c.Community, c.Unit, c.Offers, c.Wants, record.ID[Pact](c.ID), Drafted
	})
	return err
}

// Rights implements [record.Righted].
func (*Pact) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer)
	r.EditIn = []record.Chooser{Drafted, InForce}
	r.ReadOwn = record.By(people.UnitBranch)
	return r
}

// PactState (状态) of a pact.
type PactState string

const (
	Drafted  PactState = "draft"
	InForce  PactState = "in_force"
	Reviewed PactState = "reviewed"
	Renewed  PactState = "renewed"
	Ended    PactState = "ended"
)

// Options implements [record.Chooser].
func (PactState) Options() []record.Option {
	return record.Options(Drafted, "草拟", InForce, "履行中", Reviewed, "已评议", Renewed, "已续签", Ended, "已解除")
}
