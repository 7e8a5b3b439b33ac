package station

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// Duty (值班) says who is to be found at a station on a day. It is a plan residents
// can read, not attendance: nobody signs in.
type Duty struct {
	record.Base
	Station record.ID[Station]
	On      clock.Date
	Worker  record.ID[training.SocialWorker]
	Hours   string
	Note    string
}

// Duties is the register of duty (社工站值班表).
var Duties = record.Define[Duty]("station_duty", "社工站值班")

// Fields implements [record.Record].
func (d *Duty) Fields(f *record.Fields) {
	f.Ref(&d.Station, "station", "社工站").Required().Places().Fixed().InList().Filter()
	f.Date(&d.On, "on_day", "日期").Required().InList().Filter()
	f.Ref(&d.Worker, "worker", "社工").Required().InList().Filter()
	f.Text(&d.Hours, "hours", "时间").InList().Help("如 上午，或 09:00-12:00")
	f.Text(&d.Note, "note", "说明")
}

// Keys says a worker is down for a station once a day.
func (d *Duty) Keys(k *record.Keys) {
	k.One(&d.Station, &d.On, &d.Worker).Says("这名社工这天已排在这个站")
}

// CheckIn implements [record.CheckerIn].
func (d *Duty) CheckIn(tx record.Tx, p *record.Problems) error {
	if d.Station == 0 {
		return nil
	}
	s, err := store.One(tx.Context(), store.In(tx).All(), Stations, d.Station)
	if err == nil && s.State == Closed {
		p.Add(&d.Station, "“%s”已停用，不能排班", s.Name)
	}
	return err
}

// Rights implements [record.Righted].
func (*Duty) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.TownOfficer, people.CommunityWorker, people.SocialWorker)
	r.Read, r.Reach = append(r.Read, people.SocialWorker, people.Supervisor), record.County
	return r
}
