package training

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Attendance (参训) is one person at one training: how many of its sessions they
// came to. Persons and person-times are counted apart.
type Attendance struct {
	record.Base
	Name     string
	Phone    string
	Person   record.ID[people.Person]
	Training record.ID[Training]
	Unit     record.ID[people.Unit]
	Org      record.ID[org.SocialOrg]
	Times    int64
	Length   int64
	Passed   bool
}

// Attendances is the register of attendance (参训台账).
var Attendances = record.Define[Attendance]("attendance", "参训")

// Fields implements [record.Record].
func (a *Attendance) Fields(f *record.Fields) {
	f.Name(&a.Name, "name", "姓名").Required().Title().Personal()
	f.Phone(&a.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里")
	f.Ref(&a.Person, "person", "人员").System()
	f.Ref(&a.Training, "training", "培训").Required().Places().Fixed().InList().Filter()
	f.Ref(&a.Unit, "unit", "单位").InList().Filter()
	f.Ref(&a.Org, "org", "社会组织").Owner().InList().Filter()
	f.Int(&a.Times, "times", "参加课次").InList()
	f.Minutes(&a.Length, "length", "学时").InList()
	f.Bool(&a.Passed, "passed", "结业")
}

// Start implements [record.Starter].
func (a *Attendance) Start(record.Actor, clock.Date) { a.Times = 1 }

// Keys says a person attends a training once, however many its sessions.
func (a *Attendance) Keys(k *record.Keys) {
	k.One(&a.Training, &a.Person).Says("这个人已在这次培训的名单里；多来几课请改“参加课次”")
}

// Prepare implements [record.Preparer].
func (a *Attendance) Prepare(tx record.Tx) (err error) {
	if a.Training != 0 {
		t, err := store.One(tx.Context(), store.In(tx).All(), Trainings, a.Training)
		if err != nil {
			return err
		}
		a.Area = t.Area
	}
	a.Person, err = who(tx, a.Area, a.Name, a.Phone, a.Unit, a.Org)
	return err
}

// CheckIn implements [record.CheckerIn].
func (a *Attendance) CheckIn(tx record.Tx, p *record.Problems) error {
	if a.Training == 0 {
		return nil
	}
	t, err := store.One(tx.Context(), store.In(tx).All(), Trainings, a.Training)
	if err != nil {
		return err
	}
	if most := max(1, len(t.Sessions)); a.Times < 1 || a.Times > int64(most) {
		p.Add(&a.Times, "这次培训有 %d 课次，应在 1 到 %d 之间", most, most)
	}
	return nil
}

// Rights implements [record.Righted].
func (*Attendance) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.CivilAffairs)
	r.Read = record.By(people.CountyOfficer, people.CivilAffairs)
	r.ReadOwn, r.Reveal = record.By(people.Organisation), r.Create
	return r
}
