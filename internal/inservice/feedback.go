package inservice

import (
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Feedback (季度反馈) tells a unit, once a quarter, what its members did in the
// communities. The system writes it from the claims that were done; it compares
// nobody with anybody.
type Feedback struct {
	record.Base
	Title   string
	Unit    record.ID[people.Unit]
	Year    int64
	Quarter int64
	Members int64
	Things  []DoneThing
	Sent    clock.Date
	Round   record.ID[FeedbackRound]
	State   FeedbackState
}

// DoneThing is one thing that was done.
type DoneThing struct {
	What string
	On   clock.Date
	How  string
}

// Feedbacks is the register of feedback (季度反馈台账).
var Feedbacks = record.Define[Feedback]("feedback", "季度反馈")

// Fields implements [record.Record].
func (b *Feedback) Fields(f *record.Fields) {
	f.Text(&b.Title, "title", "标题").System().Title()
	f.Ref(&b.Unit, "unit", "单位").Required().Fixed().Owner().InList().Filter()
	f.Year(&b.Year, "year", "年度").Required().Fixed().InList().Filter()
	f.Int(&b.Quarter, "quarter", "季度").Fixed().InList()
	f.Int(&b.Members, "members", "季末在社区报到的党员").System().InList()
	record.Rows(f, &b.Things, "things", "办成的事").System()
	f.Date(&b.Sent, "sent_on", "反馈日期").InList()
	f.Ref(&b.Round, "batch", "批次").System().Filter()
	f.State(&b.State, "state", "状态")
}

// Fields implements [record.Row].
func (d *DoneThing) Fields(f *record.Fields) {
	f.Text(&d.What, "what", "做了什么").Required()
	f.Date(&d.On, "done_on", "办成日期")
	f.Text(&d.How, "how", "怎么办的")
}

// Keys says a unit is told once a quarter.
func (b *Feedback) Keys(k *record.Keys) {
	k.One(&b.Unit, &b.Year, &b.Quarter).Says("这个单位这个季度已有反馈")
}

// Start implements [record.Starter]: the quarter that has just ended.
func (b *Feedback) Start(_ record.Actor, today clock.Date) {
	b.Year, b.Quarter = quarterBefore(today)
}

// Check implements [record.Checker].
func (b *Feedback) Check(p *record.Problems) { checkQuarter(&b.Quarter, p) }

func checkQuarter(q *int64, p *record.Problems) {
	if *q < 1 || *q > 4 {
		p.Add(q, "应为 1 到 4")
	}
}

// quarter gives the first and last day of one.
func quarter(year, n int64) (from, last clock.Date) {
	from = clock.Date(fmt.Sprintf("%04d-%02d-01", year, n*3-2))
	return from, from.AddMonths(3).AddDays(-1)
}

// quarterBefore gives the quarter that has just ended.
func quarterBefore(today clock.Date) (year, n int64) {
	last := today.AddMonths(-3)
	return int64(last.Year()), int64(last.Time().Month()-1)/3 + 1
}

// Prepare implements [record.Preparer]: it gathers what was done.
func (b *Feedback) Prepare(tx record.Tx) error {
	if b.Unit == 0 || b.Quarter < 1 || b.Quarter > 4 {
		return nil // said by the check
	}
	from, last := quarter(b.Year, b.Quarter)
	if from > tx.Today() {
		return fault.Fields(fault.Problem{Field: "quarter", Label: "季度", Text: "这个季度还没有开始"})
	}
	ctx, all := tx.Context(), store.In(tx).All()
	done, err := store.Find(ctx, all, Claims, func(c *Claim, w *store.Where) {
		w.Is(&c.Unit, b.Unit).Is(&c.State, Finished).AtLeast(&c.Done, from).AtMost(&c.Done, last).By(&c.Done)
	})
	if err != nil {
		return err
	}
	came, err := store.CountOf(ctx, all, MemberReports, func(m *MemberReport, w *store.Where) { w.Is(&m.Unit, b.Unit).AtMost(&m.On, last) })
	if err != nil {
		return err
	}
	left, err := store.CountOf(ctx, all, MemberReports, func(m *MemberReport, w *store.Where) {
		w.Is(&m.Unit, b.Unit).AtMost(&m.On, last).Not(&m.Until, clock.Date("")).AtMost(&m.Until, last)
	})
	if err != nil {
		return err
	}
	b.Things, b.Members = nil, int64(came-left)
	titles, err := store.In(tx).All().Titles(ctx, Openings.Register, openings(done))
	if err != nil {
		return err
	}
	for _, c := range done {
		b.Things = append(b.Things, DoneThing{What: titles[int64(c.Opening)], On: c.Done, How: c.Result})
	}
	u, err := store.One(ctx, all, people.Units, b.Unit)
	if err == nil {
		b.Title = fmt.Sprintf("%s %d年第%d季度", u.Name, b.Year, b.Quarter)
	}
	return err
}

func openings(claims []*Claim) (ids []int64) {
	for _, c := range claims {
		ids = append(ids, int64(c.Opening))
	}
	return ids
}

// Steps describes sending.
func (b *Feedback) Steps(s *record.Steps[Feedback]) {
	s.Step("send", "反馈给单位", Sent).From(ToSend).By(people.CountyOfficer, people.TownOfficer).Need(&b.Sent)
}

// Rights implements [record.Righted].
func (*Feedback) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.TownOfficer)
	r.Import, r.EditIn = record.Nobody, []record.Chooser{ToSend}
	r.ReadOwn = record.By(people.UnitBranch)
	return r
}

// FeedbackState (状态) of feedback.
type FeedbackState string

const (
	ToSend FeedbackState = "to_send"
	Sent   FeedbackState = "sent"
)

// Options implements [record.Chooser].
func (FeedbackState) Options() []record.Option {
	return record.Options(ToSend, "待反馈", Sent, "已送达")
}
