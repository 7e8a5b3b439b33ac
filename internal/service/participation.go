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
	Phone    string
	Role     Role
	Minutes  int64
	Note     string
}

// Participations is the register of participation (参与台账).
var Participations = record.Define[Participation]("participation", "参与")

// Fields implements [record.Record].
func (p *Participation) Fields(f *record.Fields) {
	f.Name(&p.Name, "name", "姓名").Required().Title().Personal()
	f.Phone(&p.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里")
	f.Ref(&p.Activity, "activity", "服务活动").Required().Fixed().InList().Filter()
	f.Ref(&p.Person, "person", "人员").Filter().Help("认得是谁就选上，同一个人只算一人")
	f.Choice(&p.Role, "role", "身份").Required().InList().Filter()
	f.Minutes(&p.Minutes, "minutes", "时长").InList()
	f.Text(&p.Note, "note", "说明").Personal()
}

// Start implements [record.Starter].
func (p *Participation) Start(record.Actor, clock.Date) { p.Role = Taker }

// Check implements [record.Checker].
func (p *Participation) Check(ps *record.Problems) {
	if p.Minutes < 0 || p.Minutes > 24*60 {
		ps.Add(&p.Minutes, "一场活动不超过 24 小时")
	}
}

// Prepare implements [record.Preparer]: it lies where the activity is, and a
// telephone number tells who it is.
func (p *Participation) Prepare(tx record.Tx) error {
	if p.Activity == 0 {
		return nil
	}
	a, err := store.One(tx.Context(), store.In(tx).All(), Activities, p.Activity)
	if err != nil {
		return err
	}
	if p.Area = a.Area; a.State == Cancelled {
		return problem("activity", "服务活动", "“%s”已取消，不能再记参与", a.Title)
	}
	if p.Phone == "" {
		return nil
	}
	return people.Identify(tx, p.Area, &p.Person, &p.Name, p.Phone, 0)
}

// Keys says a known person is at an activity once, also if two people entered for
// it turn out to be one.
func (p *Participation) Keys(k *record.Keys) {
	k.One(&p.Activity, &p.Person).Says("这个人已经在这场活动里了").Folds()
}

// Rights implements [record.Righted].
func (*Participation) Rights() record.Rights {
	return record.Rights{
		Read:   record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker, people.SocialWorker),
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
