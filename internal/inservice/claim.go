package inservice

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Claim (认领) is a member taking up a post or a wish. What counts is that it was
// done, not how long it took.
type Claim struct {
	record.Base
	Opening record.ID[Opening]
	Member  record.ID[MemberReport]
	Unit    record.ID[people.Unit]
	On      clock.Date
	Done    clock.Date
	Result  string
	Ended   clock.Date
	State   ClaimState
}

// Claims is the register of claims (认领台账).
var Claims = record.Define[Claim]("claim", "认领")

// Fields implements [record.Record].
func (c *Claim) Fields(f *record.Fields) {
	f.Ref(&c.Opening, "opening", "认领事项").Required().Places().Fixed().InList().Filter()
	f.Ref(&c.Member, "member", "党员报到").Required().Fixed().InList().Filter()
	f.Ref(&c.Unit, "unit", "所在单位").Owner().System().InList().Filter()
	f.Date(&c.On, "claimed_on", "认领日期").Required().Begins().InList().Filter()
	f.Date(&c.Done, "done_on", "办成日期").InList().Filter()
	f.Text(&c.Result, "result", "怎么办的")
	f.Date(&c.Ended, "ended_on", "退出日期").System()
	f.State(&c.State, "state", "状态").InitialStates(Claimed)
}

// Keys says a member takes up a thing once at a time.
func (c *Claim) Keys(k *record.Keys) {
	k.WhileEmpty(k.One(&c.Opening, &c.Member).Says("这名党员已经认领了这件事"), &c.Ended)
}

// Start implements [record.Starter].
func (c *Claim) Start(_ record.Actor, today clock.Date) { c.On = today }

// Prepare implements [record.Preparer].
func (c *Claim) Prepare(tx record.Tx) error {
	if c.Member == 0 {
		return nil
	}
	m, err := store.One(tx.Context(), store.In(tx).All(), MemberReports, c.Member)
	if err == nil {
		c.Unit = m.Unit
	}
	return err
}

// CheckIn implements [record.CheckerIn]: no more take it up than are needed.
func (c *Claim) CheckIn(tx record.Tx, p *record.Problems) error {
	if p.Before != nil || c.Opening == 0 || c.Member == 0 {
		return nil
	}
	if err := store.Lock(tx, Openings, c.Opening); err != nil {
		return err
	}
	ctx, all := tx.Context(), store.In(tx).All()
	o, err := store.One(ctx, all, Openings, c.Opening)
	if err != nil {
		return err
	}
	if o.State != Open {
		p.Add(&c.Opening, "这件事已经收起")
	}
	taken, err := store.CountOf(ctx, all, Claims, func(x *Claim, w *store.Where) { w.Is(&x.Opening, c.Opening).Empty(&x.Ended) })
	if err != nil {
		return err
	}
	if int64(taken) >= o.Places {
		p.Add(&c.Opening, "需要 %d 人，已经认领满了", o.Places)
	}
	m, err := store.One(ctx, all, MemberReports, c.Member)
	if err == nil && m.State != Reported {
		p.Add(&c.Member, "这名党员已转出，请选现在的报到")
	}
	return err
}

// Steps describes how a claim is done or given up.
func (c *Claim) Steps(s *record.Steps[Claim]) {
	worker := []record.Role{people.CommunityWorker, people.TownOfficer}
	s.Step("finish", "办成", Finished).From(Claimed).By(worker...).Need(&c.Done).Ask(&c.Result)
	s.Step("give_up", "放弃认领", GivenUp).From(Claimed).By(worker...).Do(func(c *Claim, tx record.Tx) error {
		return store.Change(tx, Claims, c, func(c *Claim) { c.Ended = tx.On() })
	})
}

// Rights implements [record.Righted].
func (*Claim) Rights() record.Rights {
	keep := record.By(people.CommunityWorker, people.TownOfficer)
	return record.Rights{Read: record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer), ReadOwn: record.By(people.UnitBranch), Create: append(record.By(people.UnitBranch), keep...), Edit: keep, EditIn: []record.Chooser{Claimed},
		Void: keep, Export: keep, Reveal: record.Nobody, Import: keep}
}

// ClaimState (状态) of a claim.
type ClaimState string

const (
	Claimed  ClaimState = "claimed"
	Finished ClaimState = "done"
	GivenUp  ClaimState = "given_up"
)

// Options implements [record.Chooser].
func (ClaimState) Options() []record.Option {
	return record.Options(Claimed, "已认领", Finished, "已办成", GivenUp, "已放弃")
}
