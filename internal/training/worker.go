package training

import (
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// SocialWorker (社工) is somebody who works as a social worker here, with or
// without a certificate.
type SocialWorker struct {
	record.Base
	Name   string
	Phone  string
	Person record.ID[people.Person]
	Unit   record.ID[people.Unit]
	Org    record.ID[org.SocialOrg]
	Red    bool
	Local  bool
	From   clock.Date
	Until  clock.Date
	State  WorkerState
}

// SocialWorkers is the register of social workers (社工台账).
var SocialWorkers = record.Define[SocialWorker]("social_worker", "社工")

// Fields implements [record.Record].
func (s *SocialWorker) Fields(f *record.Fields) {
	f.Name(&s.Name, "name", "姓名").Required().Title().Personal()
	f.Phone(&s.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里")
	f.Ref(&s.Person, "person", "人员").System()
	f.Ref(&s.Unit, "unit", "用人单位").InList().Filter()
	f.Ref(&s.Org, "org", "所在社会组织").Owner().InList().Filter()
	f.Bool(&s.Red, "red", "红色社工").InList().Filter().Help("中共党员社工")
	f.Bool(&s.Local, "local", "本土社工").InList().Filter()
	f.Date(&s.From, "from_day", "从业日期").Required().Begins().InList().Filter()
	f.Date(&s.Until, "until_day", "离岗日期").System().InList()
	f.State(&s.State, "state", "状态").InitialStates(Working)
}

// Keys says one person is one social worker.
func (s *SocialWorker) Keys(k *record.Keys) { k.One(&s.Person).Says("这个人已经登记为社工") }

// Prepare implements [record.Preparer].
func (s *SocialWorker) Prepare(tx record.Tx) (err error) {
	s.Person, err = who(tx, s.Area, s.Name, s.Phone, s.Unit, s.Org)
	return err
}

// who finds the person, by telephone number or by where they work.
func who(tx record.Tx, area, name, phone string, unit record.ID[people.Unit], at record.ID[org.SocialOrg]) (record.ID[people.Person], error) {
	if name == "" {
		return 0, nil // said by the check
	}
	if phone == "" && unit == 0 && at != 0 {
		w, err := store.First(tx.Context(), store.In(tx).All(), SocialWorkers, func(w *SocialWorker, c *store.Where) { c.Is(&w.Name, name).Is(&w.Org, at) })
		if err != nil || w != nil {
			return w.person(), err
		}
	}
	return people.Known(tx, area, name, phone, unit)
}

func (s *SocialWorker) person() record.ID[people.Person] {
	if s == nil {
		return 0
	}
	return s.Person
}

// Check implements [record.Checker].
func (s *SocialWorker) Check(p *record.Problems) {
	if s.Unit == 0 && s.Org == 0 {
		p.Add(&s.Unit, "写明在哪个单位或社会组织工作")
	}
}

// Opened implements [record.Opener]: certificates that are here already are theirs.
func (s *SocialWorker) Opened(tx record.Tx) error {
	id := record.ID[SocialWorker](s.ID)
	return store.Every(tx, Certificates, func(c *Certificate, w *store.Where) { w.Is(&c.Person, s.Person) }, func(c *Certificate) error {
		if err := store.Change(tx, Certificates, c, func(c *Certificate) { c.Worker = id }); err != nil {
			return err
		}
		return store.Every(tx, Credits, func(x *Credit, w *store.Where) { w.Is(&x.Certificate, record.ID[Certificate](c.ID)) }, func(x *Credit) error {
			return store.Change(tx, Credits, x, func(x *Credit) { x.Worker = id })
		})
	})
}

// employer is the task to ask where somebody works now.
const employer = "employer"

// Edited implements [record.Changer].
func (s *SocialWorker) Edited(tx record.Tx) error {
	if gone, err := org.Gone(tx, s.Org); err != nil || gone {
		return err
	}
	return store.CloseTasks(tx, SocialWorkers, s, employer)
}

// Steps describes leaving the work and coming back to it.
func (s *SocialWorker) Steps(ss *record.Steps[SocialWorker]) {
	staff := []record.Role{people.CountyOfficer, people.CivilAffairs, people.TownOfficer}
	ss.Step("leave", "离岗", Gone).From(Working).By(staff...).Do(func(s *SocialWorker, tx record.Tx) error {
		if err := store.CloseTasks(tx, SocialWorkers, s, employer); err != nil {
			return err
		}
		return store.Change(tx, SocialWorkers, s, func(s *SocialWorker) { s.Until = tx.On() })
	})
	ss.Step("return", "回到岗位", Working).From(Gone).By(staff...).Do(func(s *SocialWorker, tx record.Tx) error {
		return store.Change(tx, SocialWorkers, s, func(s *SocialWorker) { s.Until = "" })
	})
}

// Hear is what becomes of the social workers of an organisation that leaves the
// register: where they work now is for people to say.
func Hear(tx *store.Tx, event any) error {
	e, ok := event.(org.Left)
	if !ok {
		return nil
	}
	return store.Every(tx, SocialWorkers, func(s *SocialWorker, w *store.Where) {
		w.Is(&s.Org, record.ID[org.SocialOrg](e.Org.ID)).Is(&s.State, Working)
	}, func(s *SocialWorker) error {
		return store.OpenTask(tx, SocialWorkers, s, employer, "所在社会组织已退出登记：核对单位或离岗", people.CivilAffairs, "")
	})
}

// Rights implements [record.Righted].
func (*SocialWorker) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.CivilAffairs, people.TownOfficer)
	r.Read, r.Reach = append(r.Read, people.SocialWorker, people.Supervisor), record.County // cases name their worker and supervisor
	r.ReadOwn, r.Reveal, r.EditIn = record.By(people.Organisation), r.Create, []record.Chooser{Working}
	return r
}

// WorkerState (状态) of a social worker.
type WorkerState string

const (
	Working WorkerState = "working"
	Gone    WorkerState = "left"
)

// Options implements [record.Chooser].
func (WorkerState) Options() []record.Option {
	return record.Options(Working, "在岗", Gone, "已离岗")
}
