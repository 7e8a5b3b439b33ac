package casework

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// Supervision (督导) is one talk of a supervisor with a social worker.
type Supervision struct {
	record.Base
	Worker     record.ID[training.SocialWorker]
	Supervisor record.ID[training.SocialWorker]
	Case       record.ID[Case]
	On         clock.Date
	Length     int64
	Topic      string
	Advice     string
}

// Supervisions is the register of supervision (督导台账).
var Supervisions = record.Define[Supervision]("supervision", "督导")

// Fields implements [record.Record].
func (s *Supervision) Fields(f *record.Fields) {
	f.Text(&s.Topic, "topic", "谈了什么").Required().Title()
	f.Ref(&s.Worker, "worker", "社工").Required().Fixed().Owner().InList().Filter()
	f.Ref(&s.Supervisor, "supervisor", "督导").Required().Fixed().Owner().InList().Filter()
	f.Ref(&s.Case, "social_case", "个案").Fixed().Owner().Filter()
	f.Date(&s.On, "on_day", "日期").Required().InList().Filter()
	f.Minutes(&s.Length, "length", "时长").InList()
	f.Prose(&s.Advice, "advice", "建议").Personal()
}

// Start implements [record.Starter].
func (s *Supervision) Start(a record.Actor, today clock.Date) { s.On, s.Supervisor = today, myself(&a) }

// CheckIn implements [record.CheckerIn].
func (s *Supervision) CheckIn(tx record.Tx, p *record.Problems) error {
	if s.On > tx.Today() {
		p.Add(&s.On, "%s还没有到", s.On.Chinese())
	}
	if s.Worker == s.Supervisor {
		p.Add(&s.Supervisor, "督导不能是社工自己")
	}
	if me := myself(tx.Actor()); me != 0 && me != s.Supervisor {
		p.Add(&s.Supervisor, "只能登记自己做的督导")
	}
	if s.Case == 0 {
		return nil
	}
	c, err := store.One(tx.Context(), store.In(tx).All(), Cases, s.Case)
	if err == nil && c.Worker != s.Worker {
		p.Add(&s.Case, "不是这名社工负责的个案")
	}
	return err
}

// Rights implements [record.Righted].
func (*Supervision) Rights() record.Rights { return closed(people.Supervisor) }

// RecordCheck (从业查询) is the yearly check of whoever works with children, as far as
// the law lets it be kept: the day, and that nothing stood against it.
type RecordCheck struct {
	record.Base
	Worker record.ID[training.SocialWorker]
	On     clock.Date
	By     record.ID[people.Unit]
	Clear  bool
	Number string
}

// RecordChecks is the register of record checks (从业查询台账).
var RecordChecks = record.Define[RecordCheck]("record_check", "从业查询")

// Fields implements [record.Record].
func (r *RecordCheck) Fields(f *record.Fields) {
	f.Ref(&r.Worker, "worker", "社工").Required().Fixed().Owner().InList().Filter()
	f.Date(&r.On, "on_day", "查询日期").Required().Fixed().InList().Filter()
	f.Ref(&r.By, "checked_by", "查询单位").InList()
	f.Bool(&r.Clear, "clear", "可以从业").InList().Filter()
	f.Text(&r.Number, "number", "查询回执号")
}

// CheckIn implements [record.CheckerIn].
func (r *RecordCheck) CheckIn(tx record.Tx, p *record.Problems) error {
	if r.On > tx.Today() {
		p.Add(&r.On, "%s还没有到", r.On.Chinese())
	}
	return nil
}

// Opened implements [record.Opener]: in a year it is asked again (未成年人保护法 §62).
func (r *RecordCheck) Opened(tx record.Tx) error {
	err := store.Every(tx, RecordChecks, func(x *RecordCheck, w *store.Where) { w.Is(&x.Worker, r.Worker).Other(r.ID) }, func(x *RecordCheck) error {
		return store.CloseTasks(tx, RecordChecks, x, renewTask)
	})
	if err != nil || !r.Clear {
		return err
	}
	return store.OpenTask(tx, RecordChecks, r, renewTask, "重新做从业查询", people.CivilAffairs, r.lasts())
}

const renewTask = "renew_check"

// lasts is the last day on which the check counts.
func (r *RecordCheck) lasts() clock.Date { return r.On.AddMonths(12) }

// Rights implements [record.Righted].
func (*RecordCheck) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs)
	r.Read, r.ReadOwn = record.By(people.CivilAffairs, people.CountyOfficer), record.By(people.SocialWorker, people.Supervisor)
	return r
}

// unchecked says why somebody may not work with children today, "" if they may:
// 未成年人保护法 §62.
func unchecked(tx record.Tx, worker record.ID[training.SocialWorker]) (string, error) {
	last, err := store.First(tx.Context(), store.In(tx).All(), RecordChecks, func(r *RecordCheck, w *store.Where) {
		w.Is(&r.Worker, worker).Last(&r.On)
	})
	switch {
	case err != nil || worker == 0:
		return "", err
	case last == nil || !last.Clear: // what a check found is told to nobody who need not know
		return "这名社工没有可以为未成年人服务的从业查询记录；由民政查询并登记以后再指派", nil
	case last.lasts() < tx.Today():
		return "这名社工的从业查询是 " + last.On.Chinese() + " 做的，已超过一年；由民政重新查询并登记以后再指派", nil
	}
	return "", nil
}
