package purchase

import (
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Evaluation (绩效评价) is one look at how a contract is carried out, by people who
// have nothing to do with the provider. Its score is computed from its lines.
type Evaluation struct {
	record.Base
	Contract record.ID[Contract]
	Org      record.ID[org.SocialOrg]
	Kind     EvaluationKind
	Agency   record.ID[people.Unit]
	Team     record.IDs[people.Person]
	On       clock.Date
	Lines    []ScoreLine
	Score    int64
	Grade    Grade
	Defects  string
	MendDue  clock.Date
	Mended   string
	State    EvaluationState
}

// ScoreLine is one line of the score.
type ScoreLine struct {
	What   string
	Weight int64
	Points int64
	Why    string
}

// Evaluations is the register of evaluations (绩效评价台账).
var Evaluations = record.Define[Evaluation]("evaluation", "绩效评价")

// Fields implements [record.Record].
func (e *Evaluation) Fields(f *record.Fields) {
	f.Ref(&e.Contract, "contract", "合同").Required().Places().Fixed().InList().Filter()
	f.Ref(&e.Org, "org", "承接的社会组织").Owner().System().InList().Filter()
	f.Choice(&e.Kind, "kind", "种类").Required().Fixed().InList().Filter()
	f.Ref(&e.Agency, "agency", "评估机构").Owner().InList().Fixed().Help("受委托的单位；它的人能看这份合同、打分、作结论")
	f.Refs(&e.Team, "team", "评估人员").Help("两年内在这家社会组织任职的不能评")
	f.Date(&e.On, "on_day", "评价日期").Required().InList().Filter()
	record.Rows(f, &e.Lines, "lines", "评分")
	f.Decimal(&e.Score, 2, "score", "得分").System().InList()
	f.Choice(&e.Grade, "grade", "等次").System().InList().Filter()
	f.Prose(&e.Defects, "defects", "发现的问题")
	f.Date(&e.MendDue, "mend_due", "整改期限").InList()
	f.Prose(&e.Mended, "mended", "整改情况")
	f.State(&e.State, "state", "状态").InitialStates(Open)
}

// Fields implements [record.Row].
func (l *ScoreLine) Fields(f *record.Fields) {
	f.Text(&l.What, "what", "评什么").Required()
	f.Percent(&l.Weight, "weight", "权重")
	f.Decimal(&l.Points, 2, "mark", "得分（百分制）")
	f.Text(&l.Why, "why", "依据")
}

// Prepare implements [record.Preparer].
func (e *Evaluation) Prepare(tx record.Tx) error {
	if e.Contract == 0 {
		return nil
	}
	c, err := store.One(tx.Context(), store.In(tx).All(), Contracts, e.Contract)
	if err == nil {
		e.Area, e.Org = c.Area, c.Org
	}
	return err
}

// sum gives the weighted score, half up, in hundredths of a point.
func (e *Evaluation) sum() int64 {
	var total int64
	for _, l := range e.Lines {
		total += l.Weight * l.Points
	}
	return (total + hundredPercent/2) / hundredPercent
}

// Check implements [record.Checker].
func (e *Evaluation) Check(p *record.Problems) {
	var weights int64
	for i, l := range e.Lines {
		weights += l.Weight
		if l.Points < 0 || l.Points > 100*100 {
			p.Add(&e.Lines, "第 %d 行：得分应在 0 到 100 之间", i+1)
		}
		if l.Weight < 0 {
			p.Add(&e.Lines, "第 %d 行：权重不能是负数", i+1)
		}
	}
	if len(e.Lines) > 0 && weights != hundredPercent {
		p.Add(&e.Lines, "权重加起来是 %d.%02d%%，应为 100%%", weights/100, weights%100)
	}
}

// CheckIn implements [record.CheckerIn]: nobody evaluates whom they worked for.
// Score and grade follow from the lines.
func (e *Evaluation) CheckIn(tx record.Tx, p *record.Problems) error {
	if err := e.grade(tx); err != nil {
		return err
	}
	if e.On > tx.Today() {
		p.Add(&e.On, "%s还没有到", e.On.Chinese())
	}
	if e.Contract == 0 || len(e.Team) == 0 {
		return nil
	}
	years, err := store.NumberOn(tx, "purchase.recusal_years", e.Area, e.On)
	if err != nil {
		return err
	}
	var team []any
	for _, id := range e.Team {
		team = append(team, id)
	}
	ties, err := store.Find(tx.Context(), store.In(tx).All(), Ties, func(t *Tie, w *store.Where) { w.Is(&t.Org, e.Org).In(&t.Person, team...).AtMost(&t.From, e.On) })
	for _, t := range ties {
		if t.Until == "" || t.Until.AddMonths(12*years) >= e.On {
			p.Add(&e.Team, "%s 与这家社会组织的关系（%s）不满 %d 年，应当回避", record.Code(int64(t.Person)), t.What, years)
		}
	}
	return err
}

// Steps describes concluding, putting right and what follows.
func (e *Evaluation) Steps(s *record.Steps[Evaluation]) {
	by := []record.Role{people.CivilAffairs, people.CountyOfficer}
	s.Step("conclude", "作出结论", Concluded).From(Open).By(by...).ByOwner(people.Evaluator).Says("不合格的，中期暂缓下一笔，终期不付尾款").Do((*Evaluation).concluded)
	s.Step("mend", "报送整改", Mending).From(Concluded).By(by...).ByOwner(people.Organisation).Need(&e.Mended)
	s.Step("accept", "整改通过", Mended).From(Mending).By(by...).Do((*Evaluation).accepted)
	s.Step("insist", "整改不到位", Concluded).From(Mending).By(by...).Reason()
	s.Path(Open, Concluded)
	s.Task(Open, "evaluate", "评分，作出结论", people.CivilAffairs)
	s.Task(Mending, "accept_mending", "看整改", people.CivilAffairs)
}

// grade works out score and grade, by the bands of the day of the evaluation.
func (e *Evaluation) grade(tx record.Tx) error {
	if e.Score, e.Grade = e.sum(), ""; len(e.Lines) == 0 {
		return nil
	}
	for _, band := range []struct {
		grade   Grade
		setting string
	}{{Excellent, "purchase.excellent_score"}, {Good, "purchase.good_score"}, {Passed, "purchase.pass_score"}} {
		least, err := store.NumberOn(tx, band.setting, e.Area, e.On)
		if err != nil {
			return err
		}
		if e.Score >= int64(least)*100 {
			e.Grade = band.grade
			return nil
		}
	}
	e.Grade = Failed
	return nil
}

// Opened implements [record.Opener]: who evaluates sees the contract and its
// payments.
func (e *Evaluation) Opened(tx record.Tx) error {
	if e.Agency == 0 {
		return nil
	}
	c, err := store.One(tx.Context(), store.In(tx).All(), Contracts, e.Contract)
	if err == nil {
		err = store.Change(tx, Contracts, c, func(c *Contract) { c.Agency = e.Agency })
	}
	if err != nil {
		return err
	}
	return store.Every(tx, Milestones, func(m *Milestone, w *store.Where) { w.Is(&m.Contract, e.Contract) }, func(m *Milestone) error {
		return store.Change(tx, Milestones, m, func(m *Milestone) { m.Agency = e.Agency })
	})
}

// concluded draws what follows: a bad look half way holds the next payment, a bad
// last one withholds the rest and flags the provider.
func (e *Evaluation) concluded(tx record.Tx) error {
	if len(e.Lines) == 0 || len(e.Team) == 0 {
		return fault.Fields(fault.Problem{Field: "lines", Label: "评分", Text: "写上评分和评估人员再作结论"})
	}
	if e.Kind == Final {
		c, err := store.One(tx.Context(), store.In(tx).All(), Contracts, e.Contract)
		if err == nil {
			err = store.CloseTasks(tx, Contracts, c, "evaluate_contract")
		}
		if err != nil {
			return err
		}
	}
	if e.Grade != Failed {
		return nil
	}
	next, err := store.First(tx.Context(), store.In(tx).All(), Milestones, func(m *Milestone, w *store.Where) {
		if w.Is(&m.Contract, e.Contract).In(&m.State, Waiting, Submitted, Accepted).By(&m.Order); e.Kind == Final {
			w.In(&m.State, Waiting, Submitted, Accepted, Held).Last(&m.Order)
		}
	})
	if err != nil {
		return err
	}
	if e.Kind != Final {
		if next == nil {
			return nil
		}
		return store.TakeStep(tx, Milestones, next, "hold", "评价不合格，整改通过以后再支付")
	}
	if next != nil {
		if err := store.TakeStep(tx, Milestones, next, "withhold", "终期评价不合格"); err != nil {
			return err
		}
	}
	years, err := store.Number(tx, "purchase.bar_years", e.Area)
	if err != nil {
		return err
	}
	on := tx.On()
	_, err = store.Add(tx, Flags, e.Area, func(f *Flag) {
		f.Org, f.Contract, f.From, f.Last, f.Why = e.Org, e.Contract, on, on.AddMonths(12*years), "终期评价不合格"
	})
	return err
}

// accepted lets the payment go on that was held for it: to be paid if it had been
// accepted, or else to be handed in.
func (e *Evaluation) accepted(tx record.Tx) error {
	held, err := store.Find(tx.Context(), store.In(tx).All(), Milestones, func(m *Milestone, w *store.Where) {
		w.Is(&m.Contract, e.Contract).Is(&m.State, Held)
	})
	for _, m := range held {
		step := "release"
		if m.Accepted == "" {
			step = "resume"
		}
		if err = store.TakeStep(tx, Milestones, m, step, "整改通过"); err != nil {
			return err
		}
	}
	return err
}

// Rights implements [record.Righted].
func (*Evaluation) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Read, r.ReadOwn = append(r.Read, people.Finance), record.By(people.Organisation, people.Evaluator)
	r.Edit, r.EditIn = append(r.Edit, people.Evaluator), []record.Chooser{Open}
	return r
}

// orLacks refuses what lacks something that is counted.
func orLacks(n int, err error, lack string) error {
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "%s", lack)
	}
	return err
}

// EvaluationKind (种类) of an evaluation.
type EvaluationKind string

const (
	Midterm EvaluationKind = "midterm"
	Spot    EvaluationKind = "spot"
	Final   EvaluationKind = "final"
)

// Options implements [record.Chooser].
func (EvaluationKind) Options() []record.Option {
	return record.Options(Midterm, "中期评价", Spot, "抽查", Final, "终期评价")
}

// Grade (等次) of an evaluation.
type Grade string

const (
	Excellent Grade = "excellent"
	Good      Grade = "good"
	Passed    Grade = "passed"
	Failed    Grade = "failed"
)

// Options implements [record.Chooser].
func (Grade) Options() []record.Option {
	return record.Options(Excellent, "优秀", Good, "良好", Passed, "基本合格", Failed, "不合格")
}

// EvaluationState (状态) of an evaluation.
type EvaluationState string

const (
	Open      EvaluationState = "open"
	Concluded EvaluationState = "concluded"
	Mending   EvaluationState = "mending"
	Mended    EvaluationState = "mended"
)

// Options implements [record.Chooser].
func (EvaluationState) Options() []record.Option {
	return record.Options(Open, "评价中", Concluded, "已出结论", Mending, "已报整改", Mended, "整改通过")
}
