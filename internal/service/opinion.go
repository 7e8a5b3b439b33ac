package service

import (
	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Opinion (服务评价) is what a resident said of how a need was met, or of an
// activity. A bad one is called back within one working day and put right within
// fifteen, both counted from the day it was given; nobody is ranked by it.
type Opinion struct {
	record.Base
	Need     record.ID[need.Need]
	Activity record.ID[Activity]
	Org      record.ID[org.SocialOrg]
	Level    Level
	Words    string
	Given    clock.Date
	Call     string
	Mend     string
	State    OpinionState
}

// Opinions is the register of opinions (服务评价台账).
var Opinions = record.Define[Opinion]("opinion", "服务评价")

// Fields implements [record.Record].
func (o *Opinion) Fields(f *record.Fields) {
	f.Ref(&o.Need, "need", "需求").Fixed().InList().Filter()
	f.Ref(&o.Activity, "activity", "服务活动").Fixed().Filter()
	f.Ref(&o.Org, "org", "社会组织").Owner().System().InList().Filter()
	f.Choice(&o.Level, "level", "满意程度").Required().Fixed().InList().Filter().Public()
	f.Prose(&o.Words, "words", "想说的话").Fixed().Public()
	f.Date(&o.Given, "given_on", "评价日期").Required().Fixed().Begins().InList().Filter()
	f.Prose(&o.Call, "call", "回访情况")
	f.Prose(&o.Mend, "mend", "整改情况")
	f.State(&o.State, "state", "状态").InitialStates(Received, ToCall)
}

// Start implements [record.Starter].
func (o *Opinion) Start(_ record.Actor, today clock.Date) { o.Given = today }

// Prepare implements [record.Preparer]: an opinion lies where its need is, and
// a bad one begins with a call.
func (o *Opinion) Prepare(tx record.Tx) error {
	o.State = Received
	if o.Level == Bad || o.Level == VeryBad {
		o.State = ToCall
	}
	if o.Need == 0 {
		return o.aboutActivity(tx)
	}
	n, err := store.One(tx.Context(), store.In(tx).All(), need.Needs, o.Need)
	if err != nil {
		return err
	}
	o.Area = n.Area
	m, err := store.First(tx.Context(), store.In(tx).All(), need.Matches, func(m *need.Match, w *store.Where) {
		w.Is(&m.Need, o.Need).Is(&m.State, need.Accepted)
	})
	if m != nil {
		o.Org = m.Org
	}
	return err
}

// aboutActivity lets the opinion lie where the activity was.
func (o *Opinion) aboutActivity(tx record.Tx) error {
	if o.Activity == 0 {
		return nil // said by the check
	}
	a, err := store.One(tx.Context(), store.In(tx).All(), Activities, o.Activity)
	if err == nil {
		o.Area, o.Org = a.Area, a.Org
	}
	return err
}

// Check implements [record.Checker].
func (o *Opinion) Check(p *record.Problems) {
	if o.Need == 0 && o.Activity == 0 {
		p.Add(&o.Need, "要写明评价的是哪条需求或哪场活动")
	}
}

// Keys says a need is rated once; a changed mind is a new need or a reopening.
func (o *Opinion) Keys(k *record.Keys) { k.One(&o.Need).Says("这条需求已经评价过了") }

// Steps describes what becomes of a bad opinion.
func (o *Opinion) Steps(s *record.Steps[Opinion]) {
	worker := []record.Role{people.CommunityWorker, people.TownOfficer}
	s.Step("call", "记录回访", ToMend).From(ToCall).By(worker...).Need(&o.Call)
	s.Step("mend", "整改完成", Mended).From(ToMend).By(worker...).Need(&o.Mend)
	s.Step("explain", "回访已说明，无须整改", Mended).From(ToCall).By(worker...).Need(&o.Call)
	s.Task(ToCall, "call", "回访不满意的评价", people.CommunityWorker).Due(within("opinion.call_days"))
	s.Task(ToMend, "mend", "整改不满意的服务", people.CommunityWorker).Due(within("opinion.mend_days"))
}

// within counts working days from the day the opinion was given: a late call
// leaves no more time to mend.
func within(setting string) func(*Opinion, record.Tx) clock.Date {
	return func(o *Opinion, tx record.Tx) clock.Date {
		days, err := store.NumberOn(tx, setting, o.Area, o.Given)
		if err != nil {
			return ""
		}
		return store.WorkingDays(tx, o.Given, days)
	}
}

// Rights implements [record.Righted].
func (*Opinion) Rights() record.Rights {
	return record.Rights{
		Read:         record.By(people.CountyOfficer, people.TownOfficer, people.CommunitySecretary, people.CommunityWorker),
		ReadTask:     record.By(people.SocialWorker, people.Supervisor),
		ReadOwn:      record.By(people.Organisation),
		Create:       record.By(people.CommunityWorker, people.TownOfficer),
		Edit:         record.Nobody,
		Void:         record.By(people.TownOfficer),
		Export:       record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer),
		Reveal:       record.Nobody,
		Import:       record.Nobody,
		PublicCreate: true,
	}
}

// Level (满意程度) by the five levels of 政务服务“好差评”.
type Level string

const (
	VeryGood Level = "5"
	Good     Level = "4"
	Fair     Level = "3"
	Bad      Level = "2"
	VeryBad  Level = "1"
)

// Options implements [record.Chooser].
func (Level) Options() []record.Option {
	return record.Options(VeryGood, "非常满意", Good, "满意", Fair, "基本满意", Bad, "不满意", VeryBad, "非常不满意")
}

// OpinionState (状态) of an opinion.
type OpinionState string

const (
	Received OpinionState = "received"
	ToCall   OpinionState = "to_call"
	ToMend   OpinionState = "to_mend"
	Mended   OpinionState = "mended"
)

// Options implements [record.Chooser].
func (OpinionState) Options() []record.Option {
	return record.Options(Received, "已收到", ToCall, "待回访", ToMend, "待整改", Mended, "已处理")
}
