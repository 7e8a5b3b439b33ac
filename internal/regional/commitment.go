package regional

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Commitment (共建承诺) is one thing a pact promises, by a day.
type Commitment struct {
	record.Base
	Pact   record.ID[Pact]
	What   string
	By     Side
	Due    clock.Date
	Done   clock.Date
	Result string
	State  CommitmentState
}

// Commitments is the register of commitments (共建承诺台账).
var Commitments = record.Define[Commitment]("commitment", "共建承诺")

// Fields implements [record.Record].
func (c *Commitment) Fields(f *record.Fields) {
	f.Ref(&c.Pact, "pact", "共建契约").Required().Places().Fixed().InList().Filter()
	f.Text(&c.What, "what", "承诺的事").Required().Title()
	f.Choice(&c.By, "by", "由谁办").Required().InList().Filter()
	f.Date(&c.Due, "due_on", "办成期限").Required().InList().Filter()
	f.Date(&c.Done, "done_on", "实际办成").InList()
	f.Text(&c.Result, "result", "怎么办的")
	f.State(&c.State, "state", "状态").InitialStates(Promised, Kept)
}

// hasCommitments refuses a pact in which nothing is promised.
func (c *Pact) hasCommitments(tx record.Tx) error {
	n, err := store.CountOf(tx.Context(), store.In(tx).All(), Commitments, func(x *Commitment, w *store.Where) { w.Is(&x.Pact, record.ID[Pact](c.ID)) })
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "契约里还没有承诺的事；先登记至少一条共建承诺，再签约")
	}
	return err
}

// Steps describes how a commitment is kept or dropped.
func (c *Commitment) Steps(s *record.Steps[Commitment]) {
	staff := []record.Role{people.CommunityWorker, people.CommunitySecretary, people.TownOfficer}
	s.Step("keep", "兑现", Kept).From(Promised).By(staff...).Need(&c.Done).Ask(&c.Result)
	s.Step("drop", "不再办", Dropped).From(Promised).By(staff...).Reason()
	s.Task(Promised, "keep", "共建承诺到期", people.CommunityWorker).Due(func(c *Commitment, _ record.Tx) clock.Date { return c.Due })
}

// Rights implements [record.Righted].
func (*Commitment) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer)
	r.EditIn = []record.Chooser{Promised}
	return r
}

// Side (由谁办) of a pact.
type Side string

const (
	UnitSide      Side = "unit"
	CommunitySide Side = "community"
	BothSides     Side = "both"
)

// Options implements [record.Chooser].
func (Side) Options() []record.Option {
	return record.Options(UnitSide, "单位", CommunitySide, "社区", BothSides, "双方")
}

// CommitmentState (状态) of a commitment.
type CommitmentState string

const (
	Promised CommitmentState = "promised"
	Kept     CommitmentState = "kept"
	Dropped  CommitmentState = "dropped"
)

// Options implements [record.Chooser].
func (CommitmentState) Options() []record.Option {
	return record.Options(Promised, "待兑现", Kept, "已兑现", Dropped, "不再办")
}
