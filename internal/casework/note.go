package casework

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Note (个案记录) is one piece of work in a case. It belongs to its case, and whoever
// has the case reads it.
type Note struct {
	record.Base
	Case   record.ID[Case]
	On     clock.Date
	Way    Way
	Length int64
	What   string
	Next   string
	NextOn clock.Date
}

// Notes is the register of case notes (个案记录台账).
var Notes = record.Define[Note]("case_note", "个案记录")

// Fields implements [record.Record].
func (n *Note) Fields(f *record.Fields) {
	f.Ref(&n.Case, "social_case", "个案").Required().Fixed().Owner().InList().Filter()
	f.Date(&n.On, "on_day", "日期").Required().InList().Filter()
	f.Choice(&n.Way, "way", "方式").Required().InList().Filter()
	f.Minutes(&n.Length, "length", "时长").InList()
	f.Prose(&n.What, "what", "过程").Required().Personal()
	f.Prose(&n.Next, "next", "下一步").Personal()
	f.Date(&n.NextOn, "next_on", "下次日期").InList().Help("约好的下次见面，在“我的个案”里提示")
}

// Start implements [record.Starter].
func (n *Note) Start(_ record.Actor, today clock.Date) { n.On = today }

// Prepare implements [record.Preparer]: it lies where its case does.
func (n *Note) Prepare(tx record.Tx) error {
	if n.Case == 0 {
		return nil
	}
	c, err := store.One(tx.Context(), store.In(tx).All(), Cases, n.Case)
	if err == nil {
		n.Area = c.Area
	}
	return err
}

// CheckIn implements [record.CheckerIn].
func (n *Note) CheckIn(tx record.Tx, p *record.Problems) error {
	if n.On > tx.Today() {
		p.Add(&n.On, "%s还没有到", n.On.Chinese())
	}
	if n.NextOn != "" && n.NextOn < n.On {
		p.Add(&n.NextOn, "早于这一次的日期")
	}
	if n.Case == 0 {
		return nil
	}
	c, err := store.One(tx.Context(), store.In(tx).All(), Cases, n.Case)
	if err == nil && n.On < c.Begun {
		p.Add(&n.On, "早于接案日期 %s", c.Begun.Chinese())
	}
	return err
}

// Rights implements [record.Righted].
func (*Note) Rights() record.Rights { return closed(people.SocialWorker, people.Supervisor) }

// Way (方式) of working.
type Way string

const (
	Talk   Way = "talk"
	Visit  Way = "visit"
	Call   Way = "call"
	Link   Way = "link"
	Advise Way = "advise"
	Review Way = "review"
	Return Way = "return"
)

// Options implements [record.Chooser].
func (Way) Options() []record.Option {
	return record.Options(Talk, "面谈", Visit, "家访", Call, "电话", Link, "链接资源", Advise, "督导讨论", Review, "回看计划", Return, "结案回访")
}
