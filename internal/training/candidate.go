package training

import (
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Candidate (报考) is one person sitting one exam, with the result of each subject.
type Candidate struct {
	record.Base
	Name      string
	Phone     string
	Person    record.ID[people.Person]
	Exam      record.ID[Exam]
	Unit      record.ID[people.Unit]
	Results   []Result
	Qualified bool
	State     CandidateState
}

// Result (成绩) of one subject.
type Result struct {
	Subject string
	Score   int64
}

// Candidates is the register of candidates (报考台账).
var Candidates = record.Define[Candidate]("candidate", "报考")

// Fields implements [record.Record].
func (c *Candidate) Fields(f *record.Fields) {
	f.Name(&c.Name, "name", "姓名").Required().Title().Personal()
	f.Phone(&c.Phone, "phone", "手机号").Sealed().Passing().Help("用来认出是不是同一个人，只存在人员台账里")
	f.Ref(&c.Person, "person", "人员").System()
	f.Ref(&c.Exam, "exam", "考试").Required().Fixed().InList().Filter()
	f.Ref(&c.Unit, "unit", "单位").InList().Filter()
	record.Rows(f, &c.Results, "results", "成绩")
	f.Bool(&c.Qualified, "qualified", "取得资格").System().InList().Filter()
	f.State(&c.State, "state", "状态").InitialStates(Entered)
}

// Fields implements [record.Row].
func (r *Result) Fields(f *record.Fields) {
	f.Text(&r.Subject, "subject", "科目").Required()
	f.Int(&r.Score, "score", "分数")
}

// Keys says a person sits an exam once.
func (c *Candidate) Keys(k *record.Keys) {
	k.One(&c.Exam, &c.Person).Says("这个人已报考这次考试")
}

// Prepare implements [record.Preparer].
func (c *Candidate) Prepare(tx record.Tx) (err error) {
	c.Person, err = who(tx, c.Area, c.Name, c.Phone, c.Unit, 0)
	return err
}

// CheckIn implements [record.CheckerIn].
func (c *Candidate) CheckIn(tx record.Tx, p *record.Problems) error {
	if c.Exam == 0 {
		return nil
	}
	e, err := store.One(tx.Context(), store.In(tx).All(), Exams, c.Exam)
	if err != nil {
		return err
	}
	for i, r := range c.Results {
		if _, ok := e.mark(r.Subject); !ok {
			p.Add(&c.Results, "第 %d 行：这次考试没有“%s”这个科目", i+1, r.Subject)
		}
	}
	return nil
}

func (e *Exam) mark(subject string) (int64, bool) {
	for _, s := range e.Subjects {
		if s.Name == subject {
			return s.Pass, true
		}
	}
	return 0, false
}

// Steps describes entering the results.
func (c *Candidate) Steps(s *record.Steps[Candidate]) {
	staff := []record.Role{people.CountyOfficer, people.CivilAffairs}
	s.Step("result", "登记成绩", Resulted).From(Entered, Resulted).By(staff...).Need(&c.Results).
		Says("助理社会工作师要一年内全部合格，社会工作师可以连续两年累计").Do((*Candidate).judge)
	s.Step("absent", "缺考", Absent).From(Entered).By(staff...)
}

// judge says whether every subject is passed: in this year for an assistant, in
// this and the year before for a social worker.
func (c *Candidate) judge(tx record.Tx) error {
	ctx, all := tx.Context(), store.In(tx).All()
	e, err := store.One(ctx, all, Exams, c.Exam)
	if err != nil {
		return err
	}
	passed := map[string]bool{}
	c.passes(e, passed)
	if e.Level == Qualified {
		last, err := store.First(ctx, all, Exams, func(x *Exam, w *store.Where) { w.Is(&x.Level, Qualified).Is(&x.Year, e.Year-1) })
		if err != nil {
			return err
		}
		if last != nil {
			before, err := store.First(ctx, all, Candidates, func(x *Candidate, w *store.Where) {
				w.Is(&x.Exam, record.ID[Exam](last.ID)).Is(&x.Person, c.Person)
			})
			if err != nil {
				return err
			}
			if before != nil {
				before.passes(last, passed)
			}
		}
	}
	done := true
	for _, s := range e.Subjects {
		done = done && passed[s.Name]
	}
	return store.Change(tx, Candidates, c, func(c *Candidate) { c.Qualified = done })
}

func (c *Candidate) passes(e *Exam, into map[string]bool) {
	for _, r := range c.Results {
		if mark, ok := e.mark(r.Subject); ok && r.Score >= mark {
			into[r.Subject] = true
		}
	}
}

// Rights implements [record.Righted].
func (*Candidate) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.CivilAffairs)
	r.Read, r.Reveal = record.By(people.CountyOfficer, people.CivilAffairs), r.Create
	return r
}

// CandidateState (状态) of a candidate.
type CandidateState string

const (
	Entered  CandidateState = "entered"
	Resulted CandidateState = "resulted"
	Absent   CandidateState = "absent"
)

// Options implements [record.Chooser].
func (CandidateState) Options() []record.Option {
	return record.Options(Entered, "已报考", Resulted, "已有成绩", Absent, "缺考")
}
