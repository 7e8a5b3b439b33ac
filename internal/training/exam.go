package training

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Exam (职业资格考试) is one year's exam of one level, with its subjects.
type Exam struct {
	record.Base
	Title    string
	Year     int64
	Level    Level
	On       clock.Date
	Subjects []Subject
}

// Subject (科目) of an exam.
type Subject struct {
	Name string
	Pass int64
}

// Exams is the register of exams (职业资格考试台账).
var Exams = record.Define[Exam]("exam", "职业资格考试")

// Fields implements [record.Record].
func (e *Exam) Fields(f *record.Fields) {
	f.Text(&e.Title, "title", "考试名称").Required().Title()
	f.Year(&e.Year, "year", "年度").Required().InList().Filter()
	f.Choice(&e.Level, "level", "级别").Required().InList().Filter()
	f.Date(&e.On, "held_on", "考试日期").InList().Filter()
	record.Rows(f, &e.Subjects, "subjects", "科目").Required()
}

// Fields implements [record.Row].
func (s *Subject) Fields(f *record.Fields) {
	f.Text(&s.Name, "name", "科目").Required()
	f.Int(&s.Pass, "pass_mark", "合格分")
}

// Start implements [record.Starter].
func (e *Exam) Start(_ record.Actor, today clock.Date) { e.Year = int64(today.Year()) }

// Keys says a level is examined once a year.
func (e *Exam) Keys(k *record.Keys) {
	k.One(&e.Year, &e.Level).Says("这一年这个级别的考试已经登记过")
}

// Rights implements [record.Righted].
func (*Exam) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.CivilAffairs)
	r.Reach = record.County
	return r
}

// Level (级别) of a certificate, from the lowest up.
type Level string

const (
	Assistant Level = "assistant"
	Qualified Level = "social_worker"
	Senior    Level = "senior"
)

// Options implements [record.Chooser].
func (Level) Options() []record.Option {
	return record.Options(Assistant, "助理社会工作师", Qualified, "社会工作师", Senior, "高级社会工作师")
}
