package inservice

import (
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// FeedbackRound (季度反馈批次) writes the feedback of a quarter for every unit whose
// members have reported, and sends all of it in one step.
type FeedbackRound struct {
	record.Base
	Title   string
	Year    int64
	Quarter int64
	Units   int64
	Sent    clock.Date
	State   FeedbackState
}

// FeedbackRounds is the register of rounds (季度反馈批次台账).
var FeedbackRounds = record.Define[FeedbackRound]("feedback_round", "季度反馈批次")

// Fields implements [record.Record].
func (o *FeedbackRound) Fields(f *record.Fields) {
	f.Text(&o.Title, "title", "标题").System().Title()
	f.Year(&o.Year, "year", "年度").Required().Fixed().InList().Filter()
	f.Int(&o.Quarter, "quarter", "季度").Fixed().InList()
	f.Int(&o.Units, "units", "单位数").System().InList().Help("这个季度有党员在社区报到的单位")
	f.Date(&o.Sent, "sent_on", "反馈日期").InList()
	f.State(&o.State, "state", "状态")
}

// Keys says a quarter has one round.
func (o *FeedbackRound) Keys(k *record.Keys) {
	k.One(&o.Year, &o.Quarter).Says("这个季度已经成批写过；新添的单位在“季度反馈”里单独登记")
}

// Start implements [record.Starter]: the quarter that has just ended.
func (o *FeedbackRound) Start(_ record.Actor, today clock.Date) {
	o.Year, o.Quarter = quarterBefore(today)
}

// Check implements [record.Checker].
func (o *FeedbackRound) Check(p *record.Problems) { checkQuarter(&o.Quarter, p) }

// Prepare implements [record.Preparer].
func (o *FeedbackRound) Prepare(record.Tx) error {
	o.Title = fmt.Sprintf("%d年第%d季度", o.Year, o.Quarter)
	return nil
}

// CheckIn implements [record.CheckerIn].
func (o *FeedbackRound) CheckIn(tx record.Tx, p *record.Problems) error {
	if _, last := quarter(o.Year, o.Quarter); last >= tx.Today() {
		p.Add(&o.Quarter, "这个季度到 %s 才结束", last.Chinese())
	}
	return nil
}

// Opened implements [record.Opener]: what a unit has been written already joins
// the round, unless it was sent.
func (o *FeedbackRound) Opened(tx record.Tx) error {
	from, last := quarter(o.Year, o.Quarter)
	id, there := record.ID[FeedbackRound](o.ID), map[record.ID[people.Unit]]bool{}
	err := store.Every(tx, Feedbacks, func(b *Feedback, w *store.Where) { w.Is(&b.Year, o.Year).Is(&b.Quarter, o.Quarter) }, func(b *Feedback) error {
		if there[b.Unit] = true; b.State == Sent {
			return nil
		}
		return store.Change(tx, Feedbacks, b, func(b *Feedback) { b.Round = id })
	})
	if err != nil {
		return err
	}
	err = store.Every(tx, MemberReports, func(m *MemberReport, w *store.Where) { w.AtMost(&m.On, last) }, func(m *MemberReport) error {
		if there[m.Unit] || m.Until != "" && m.Until <= from {
			return nil
		}
		there[m.Unit] = true
		_, err := store.Add(tx, Feedbacks, o.Area, func(b *Feedback) { b.Unit, b.Year, b.Quarter, b.Round = m.Unit, o.Year, o.Quarter, id })
		return err
	})
	if err != nil {
		return err
	}
	return store.Change(tx, FeedbackRounds, o, func(o *FeedbackRound) { o.Units = int64(len(there)) })
}

// Steps describes sending them all.
func (o *FeedbackRound) Steps(s *record.Steps[FeedbackRound]) {
	s.Step("send", "全部反馈给单位", Sent).From(ToSend).By(people.CountyOfficer).Need(&o.Sent).Do(func(o *FeedbackRound, tx record.Tx) error {
		mine := func(b *Feedback, w *store.Where) { w.Is(&b.Round, record.ID[FeedbackRound](o.ID)).Is(&b.State, ToSend) }
		return store.Every(tx, Feedbacks, mine, func(b *Feedback) error {
			return store.TakeWith(tx, Feedbacks, b, "send", store.Taking{On: tx.On(), In: record.Input{"sent_on": string(o.Sent)}})
		})
	})
	s.Path(ToSend, Sent)
	s.Task(ToSend, "send", "把季度反馈发给各单位", people.CountyOfficer)
}

// Rights implements [record.Righted].
func (*FeedbackRound) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer)
	r.Import, r.EditIn = record.Nobody, []record.Chooser{ToSend}
	return r
}
