package training

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Credit (继续教育学时) is some hours of continuing education for a certificate.
type Credit struct {
	record.Base
	Certificate record.ID[Certificate]
	Worker      record.ID[SocialWorker]
	On          clock.Date
	Length      int64
	Source      string
	Training    record.ID[Training]
}

// Credits is the register of continuing education (继续教育台账).
var Credits = record.Define[Credit]("credit", "继续教育学时")

// Fields implements [record.Record].
func (c *Credit) Fields(f *record.Fields) {
	f.Ref(&c.Certificate, "certificate", "职业资格证书").Required().Places().Fixed().InList().Filter()
	f.Ref(&c.Worker, "worker", "社工").System().Owner().Filter()
	f.Date(&c.On, "on_day", "日期").Required().InList().Filter()
	f.Minutes(&c.Length, "length", "学时").InList().Help("按小时写，如 8小时")
	f.Text(&c.Source, "source", "学了什么").Required().Title()
	f.Ref(&c.Training, "training", "培训").Filter()
}

// Prepare implements [record.Preparer].
func (c *Credit) Prepare(tx record.Tx) error {
	if c.Certificate == 0 {
		return nil
	}
	of, err := store.One(tx.Context(), store.In(tx).All(), Certificates, c.Certificate)
	if err == nil {
		c.Area, c.Worker = of.Area, of.Worker
	}
	return err
}

// Check implements [record.Checker].
func (c *Credit) Check(p *record.Problems) {
	if c.Length <= 0 {
		p.Add(&c.Length, "要大于 0")
	}
}

// CheckIn implements [record.CheckerIn].
func (c *Credit) CheckIn(tx record.Tx, p *record.Problems) error {
	if c.On > tx.Today() {
		p.Add(&c.On, "%s还没有到", c.On.Chinese())
	}
	return nil
}

// Rights implements [record.Righted].
func (*Credit) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Read = record.By(people.CivilAffairs, people.CountyOfficer, people.TownOfficer)
	r.ReadOwn = record.By(people.SocialWorker, people.Supervisor)
	return r
}
