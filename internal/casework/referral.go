package casework

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Referral (转介) hands a case on. What is told to the other side is written here
// and nothing else of the case goes with it; an organisation reads that much.
type Referral struct {
	record.Base
	Case    record.ID[Case]
	Org     record.ID[org.SocialOrg]
	To      string
	On      clock.Date
	Agreed  clock.Date
	Told    string
	Why     string
	Outcome string
	State   ReferralState
}

// Referrals is the register of referrals (转介台账).
var Referrals = record.Define[Referral]("case_referral", "转介")

// Fields implements [record.Record].
func (r *Referral) Fields(f *record.Fields) {
	f.Ref(&r.Org, "org", "转给的社会组织").Owner().InList().Filter()
	f.Text(&r.To, "to_whom", "转给的单位").InList().Help("不是社会组织的，写明单位")
	f.Ref(&r.Case, "social_case", "个案").Required().Fixed().Owner().InList().Filter()
	f.Date(&r.On, "on_day", "转介日期").Required().Begins().InList().Filter()
	f.Date(&r.Agreed, "agreed_on", "服务对象同意日期").Required()
	f.Prose(&r.Told, "told", "告诉对方的内容").Required().Personal().Help("只写对方办事必须知道的")
	f.Text(&r.Why, "why", "为什么转介").Required()
	f.Prose(&r.Outcome, "outcome", "对方的答复")
	f.State(&r.State, "state", "状态").InitialStates(Sent)
}

// Prepare implements [record.Preparer].
func (r *Referral) Prepare(tx record.Tx) error {
	if r.Case == 0 {
		return nil
	}
	c, err := store.One(tx.Context(), store.In(tx).All(), Cases, r.Case)
	if err == nil {
		r.Area = c.Area
	}
	return err
}

// Check implements [record.Checker].
func (r *Referral) Check(p *record.Problems) {
	if r.Org == 0 && r.To == "" {
		p.Add(&r.To, "写明转给谁")
	}
	if r.Agreed > r.On {
		p.Add(&r.Agreed, "服务对象同意以后才能转介")
	}
}

// Start implements [record.Starter].
func (r *Referral) Start(_ record.Actor, today clock.Date) { r.On = today }

// Steps describes how a referral is answered.
func (r *Referral) Steps(s *record.Steps[Referral]) {
	s.Step("take", "接收", Taken).From(Sent).ByOwner(people.Organisation, people.SocialWorker, people.Supervisor).Ask(&r.Outcome)
	s.Task(Sent, "answer_referral", "答复转介", people.Organisation).Owner().Due(func(r *Referral, _ record.Tx) clock.Date { return r.On.AddDays(answerDays) })
	s.Step("decline", "不接收", NotTaken).From(Sent).ByOwner(people.Organisation, people.SocialWorker, people.Supervisor).Need(&r.Outcome)
}

// answerDays is within how many days a referral is answered (推断).
const answerDays = 5

// Rights implements [record.Righted].
func (*Referral) Rights() record.Rights {
	r := closed(people.SocialWorker, people.Supervisor)
	r.ReadOwn = append(r.ReadOwn, people.Organisation)
	r.Reveal = append(r.Reveal, people.Organisation)
	r.EditIn = []record.Chooser{Sent}
	return r
}

// ReferralState (状态) of a referral.
type ReferralState string

const (
	Sent     ReferralState = "sent"
	Taken    ReferralState = "taken"
	NotTaken ReferralState = "declined"
)

// Options implements [record.Chooser].
func (ReferralState) Options() []record.Option {
	return record.Options(Sent, "等答复", Taken, "已接收", NotTaken, "没有接收")
}
