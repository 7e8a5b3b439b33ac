package training

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Certificate (职业资格证书) of a social worker: issued once, registered for a time,
// and registered again with enough hours of continuing education. A registration
// that has run out ends by itself.
type Certificate struct {
	record.Base
	Name       string
	Phone      string
	Person     record.ID[people.Person]
	Worker     record.ID[SocialWorker]
	Unit       record.ID[people.Unit]
	Level      Level
	Number     string
	Issued     clock.Date
	Registered clock.Date
	Last       clock.Date
	State      CertificateState
}

// Certificates is the register of certificates (职业资格证书台账).
var Certificates = record.Define[Certificate]("certificate", "职业资格证书")

// Fields implements [record.Record].
func (c *Certificate) Fields(f *record.Fields) {
	f.Name(&c.Name, "name", "姓名").Required().Title().Personal()
	f.Phone(&c.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里")
	f.Ref(&c.Person, "person", "人员").System()
	f.Ref(&c.Worker, "worker", "社工").System().Owner().Filter()
	f.Ref(&c.Unit, "unit", "单位").InList().Filter()
	f.Choice(&c.Level, "level", "级别").Required().Fixed().InList().Filter()
	f.Text(&c.Number, "number", "证书编号").Required().InList()
	f.Date(&c.Issued, "issued_on", "发证日期").Required().Begins().InList().Filter()
	f.Date(&c.Registered, "registered_on", "登记日期").InList().Filter()
	f.Date(&c.Last, "last_day", "登记有效期至").InList().Filter().Help("含当日")
	f.State(&c.State, "state", "状态").InitialStates(Valid)
}

// Keys says a number is one certificate of its level, and a person has a level once.
func (c *Certificate) Keys(k *record.Keys) {
	k.One(&c.Level, &c.Number).Says("这个级别的这个证书编号已经登记过")
	k.One(&c.Level, &c.Person).Says("这个人已有这个级别的证书")
}

// Prepare implements [record.Preparer].
func (c *Certificate) Prepare(tx record.Tx) (err error) {
	if c.Registered != "" && c.Last == "" { // it follows, so nobody types it
		if c.Last, err = c.term(tx, c.Registered); err != nil {
			return err
		}
	}
	if c.Person, err = who(tx, c.Area, c.Name, c.Phone, c.Unit, 0); err != nil || c.Person == 0 {
		return err
	}
	w, err := store.First(tx.Context(), store.In(tx).All(), SocialWorkers, func(x *SocialWorker, w *store.Where) { w.Is(&x.Person, c.Person) })
	if w != nil {
		c.Worker = record.ID[SocialWorker](w.ID)
	}
	return err
}

// term gives the last day of a registration that begins on a day.
func (c *Certificate) term(tx record.Tx, from clock.Date) (clock.Date, error) {
	years, err := store.Number(tx, "training.registration_years", c.Area)
	return from.AddMonths(12 * years).AddDays(-1), err
}

func (c *Certificate) registered(tx record.Tx) error {
	last, err := c.term(tx, c.Registered)
	if err != nil {
		return err
	}
	return store.Change(tx, Certificates, c, func(c *Certificate) { c.Last = last })
}

// Check implements [record.Checker].
func (c *Certificate) Check(p *record.Problems) {
	if c.Registered != "" && c.Registered < c.Issued {
		p.Add(&c.Registered, "早于发证日期 %s", c.Issued.Chinese())
	}
	if c.Last != "" && (c.Registered == "" || c.Last < c.Registered) {
		p.Add(&c.Last, "不能早于登记日期")
	}
}

// CheckIn implements [record.CheckerIn].
func (c *Certificate) CheckIn(tx record.Tx, p *record.Problems) error {
	if c.Issued > tx.Today() {
		p.Add(&c.Issued, "%s还没有到", c.Issued.Chinese())
	}
	return nil
}

// Edited implements [record.Changer].
func (c *Certificate) Edited(tx record.Tx) error { return store.Retask(tx, Certificates, c) }

// due gives the next day that counts: to register within a year of the issue, or
// to register again before the term is over.
func (c *Certificate) due(record.Tx) clock.Date {
	if c.Registered == "" {
		return c.Issued.AddMonths(12)
	}
	return c.Last
}

// Steps describes registering, registering again and revoking.
func (c *Certificate) Steps(s *record.Steps[Certificate]) {
	civil := []record.Role{people.CivilAffairs, people.CountyOfficer}
	s.Step("register", "登记", Valid).From(Valid).By(civil...).Need(&c.Registered).Do((*Certificate).registered)
	s.Step("renew", "继续登记", Valid).From(Valid).By(civil...).Says("继续教育学时要够；有效期接着原来的算，已经过期的从今天算").Do((*Certificate).renewed)
	s.Step("revoke", "注销", CertificateRevoked).From(Valid).By(civil...).Reason()
	s.Task(Valid, "register", "证书要按期登记", people.CivilAffairs).Due((*Certificate).due)
	s.Task(Valid, "register_own", "我的证书要按期登记", people.SocialWorker, people.Supervisor).Owner().Due((*Certificate).due)
}

// hours gives how many hours of continuing education a term asks for.
func (c *Certificate) hours(tx record.Tx) (int, error) {
	if c.Level == Assistant {
		return store.Number(tx, "training.hours_assistant", c.Area)
	}
	return store.Number(tx, "training.hours_social_worker", c.Area)
}

// renewed counts the hours of the term that ends.
func (c *Certificate) renewed(tx record.Tx) error {
	hours, err := c.hours(tx)
	if err != nil {
		return err
	}
	years, err := store.Number(tx, "training.registration_years", c.Area)
	if err != nil {
		return err
	}
	credits, err := store.Find(tx.Context(), store.In(tx).All(), Credits, func(x *Credit, w *store.Where) {
		w.Is(&x.Certificate, record.ID[Certificate](c.ID)).More(&x.On, tx.On().AddMonths(-12*years)).AtMost(&x.On, tx.On())
	})
	if err != nil {
		return err
	}
	var minutes int64
	for _, x := range credits {
		minutes += x.Length
	}
	if have := minutes / 60; have < int64(hours) {
		return fault.New(fault.Conflict, "近 %d 年的继续教育有 %d 学时，要 %d 学时，还差 %d；补登学时后再继续登记", years, have, hours, int64(hours)-have)
	}
	last, err := c.term(tx, max(c.Last.AddDays(1), tx.On()))
	if err != nil {
		return err
	}
	return store.Change(tx, Certificates, c, func(c *Certificate) { c.Last = last })
}

// Rights implements [record.Righted].
func (*Certificate) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Read = record.By(people.CivilAffairs, people.CountyOfficer, people.TownOfficer)
	r.ReadOwn = record.By(people.SocialWorker, people.Supervisor)
	r.Reveal, r.EditIn = r.Create, []record.Chooser{Valid}
	return r
}

// CertificateState (状态) of a certificate.
type CertificateState string

const (
	Valid              CertificateState = "valid"
	CertificateRevoked CertificateState = "revoked"
)

// Options implements [record.Chooser].
func (CertificateState) Options() []record.Option {
	return record.Options(Valid, "有效", CertificateRevoked, "证书已注销")
}
