package service

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Participation (参与) is one person at one activity. It carries the activity's
// division, whatever becomes of the person.
type Participation struct {
	record.Base
	Activity record.ID[Activity]
	Person   record.ID[people.Person]
	Name     string
	Role     Role
	Minutes  int64
	Note     string
}

// Participations is the register of participation (参与台账).
var Participations = record.Define[Participation]("participation", "参与")

// Fields implements [record.Record].
func (p *Participation) Fields(f *record.Fields) {
	f.Name(&p.Name, "name", "姓名").Required().Title().Personal()
	f.Ref(&p.Activity, "activity", "服务活动").Required().Fixed().InList().Filter()
	f.Ref(&p.Person, "person", "人员").Filter().Help("认得是谁就选上，同一个人只算一人")
	f.Choice(&p.Role, "role", "身份").Required().InList().Filter()
	f.Minutes(&p.Minutes, "minutes", "时长").InList()
	f.Text(&p.Note, "note", "说明")
}

// Start implements [record.Starter].
func (p *Participation) Start(record.Actor, clock.Date) { p.Role = Taker }

// Check implements [record.Checker].
func (p *Participation) Check(ps *record.Problems) {
	if p.Minutes < 0 || p.Minutes > 24*60 {
		ps.Add(&p.Minutes, "一场活动不超过 24 小时")
	}
}

// CheckIn implements [record.CheckerIn]: it lies where the activity is.
func (p *Participation) CheckIn(tx record.Tx, ps *record.Problems) error {
	if ps.Before != nil {
		return nil
	}
	a, err := store.One(tx.Context(), store.In(tx).All(), Activities, p.Activity)
	if err != nil {
		return err
	}
	p.Area = a.Area
	if a.State == Cancelled {
		ps.Add(&p.Activity, "“%s”已取消，不能再记参与", a.Title)
	}
	return nil
}

// Keys says a known person is at an activity once, also if two people entered for
// it turn out to be one.
func (p *Participation) Keys(k *record.Keys) {
	k.One(&p.Activity, &p.Person).Says("这个人已经在这场活动里了").Folds()
}

// Rights implements [record.Righted].
func (*Participation) Rights() record.Rights {
	return record.Rights{
		Read:   record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker),
		Create: record.By(people.CommunityWorker, people.TownOfficer),
		Edit:   record.By(people.CommunityWorker, people.TownOfficer),
		Void:   record.By(people.CommunityWorker, people.TownOfficer),
		Export: record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		Reveal: record.By(people.CommunityWorker, people.TownOfficer),
		Import: record.By(people.CommunityWorker, people.TownOfficer),
	}
}

// Role (身份) of somebody at an activity.
type Role string

const (
	Taker  Role = "taker"
	Helper Role = "helper"
	Worker Role = "worker"
)

// Options implements [record.Chooser].
func (Role) Options() []record.Option {
	return record.Options(Taker, "服务对象", Helper, "志愿者", Worker, "社工或工作人员")
}

func problem(field, label, format string, args ...any) error {
	return fault.Fields(fault.Problem{Field: field, Label: label, Text: fault.New(fault.Invalid, format, args...).Message})
}
