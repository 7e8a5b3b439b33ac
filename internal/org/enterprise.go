package org

import (
	"sanshe/internal/clock"
	"sanshe/internal/ident"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// SocialEnterprise (社会企业) is an enterprise, organisation or cooperative
// recognised as putting a social purpose first. A social organisation may not
// become an enterprise; what grows out of one is another entity linked to it.
type SocialEnterprise struct {
	record.Base
	Name       string
	Code       string
	Form       Form
	Origin     record.ID[SocialOrg]
	Mission    string
	Targets    []string
	Reinvests  int64
	Applied    clock.Date
	Recognised clock.Date
	Last       clock.Date
	Reviews    []YearReview
	State      VentureState
}

// YearReview (年度复核) is one yearly look at a social enterprise.
type YearReview struct {
	Year   int64
	On     clock.Date
	Says   string
	Passed bool
}

// SocialEnterprises is the register of social enterprises (社会企业台账).
var SocialEnterprises = record.Define[SocialEnterprise]("social_enterprise", "社会企业")

// Fields implements [record.Record].
func (e *SocialEnterprise) Fields(f *record.Fields) {
	f.Text(&e.Name, "name", "名称").Required().Title().Public()
	f.CreditCode(&e.Code, "code", "统一社会信用代码").Required().InList().Search().Public()
	f.Choice(&e.Form, "form", "主体").Required().InList().Filter().Public()
	f.Ref(&e.Origin, "origin", "来自社会组织").Owner().InList().Filter().Help("由社会组织发起或转型而来的，选那家社会组织；两者是两个主体")
	f.Prose(&e.Mission, "mission", "社会目标").Search().Public()
	f.Codes(&e.Targets, "target_group", "targets", "服务对象").Public()
	f.Percent(&e.Reinvests, "reinvests", "利润再投入比例").InList()
	f.Date(&e.Applied, "applied_on", "申请日期").InList().Filter()
	f.Date(&e.Recognised, "recognised_on", "认定日期").InList().Filter().Public()
	f.Date(&e.Last, "last_day", "认定有效期至").InList().Filter().Public().Help("含当日")
	record.Rows(f, &e.Reviews, "reviews", "年度复核")
	f.State(&e.State, "state", "状态").InitialStates(VentureApplied, Recognised).Public()
}

// Fields implements [record.Row].
func (y *YearReview) Fields(f *record.Fields) {
	f.Year(&y.Year, "year", "年度").Required()
	f.Date(&y.On, "on_day", "日期").Required()
	f.Text(&y.Says, "says", "结论").Required()
	f.Bool(&y.Passed, "passed", "合格")
}

// Keys says one code is one enterprise.
func (e *SocialEnterprise) Keys(k *record.Keys) {
	k.One(&e.Code).Says("这个统一社会信用代码已经登记过")
}

// Check implements [record.Checker].
func (e *SocialEnterprise) Check(p *record.Problems) {
	if c := ident.USCCCategory(e.Code); e.Code != "" && (e.Form == FromOrg) != (c == ident.Association || c == ident.PrivateNonEnterprise || c == ident.Foundation) {
		p.Add(&e.Form, "与统一社会信用代码的类别“%s”不符", c.Label())
	}
	if e.Reinvests < 0 || e.Reinvests > 10_000 {
		p.Add(&e.Reinvests, "应在 0 到 100%% 之间")
	}
	if e.State == Recognised && (e.Recognised == "" || e.Last == "") {
		p.Add(&e.Recognised, "已认定的要填认定日期和有效期")
	}
	if e.Last != "" && e.Last < e.Recognised {
		p.Add(&e.Last, "不能早于认定日期")
	}
}

// Steps describes recognition and the looks afterwards.
func (e *SocialEnterprise) Steps(s *record.Steps[SocialEnterprise]) {
	civil := []record.Role{people.CivilAffairs, people.CountyOfficer}
	s.Step("recognise", "认定", Recognised).From(VentureApplied).By(civil...).Need(&e.Recognised, &e.Last)
	s.Step("review", "年度复核", Recognised).From(Recognised).By(civil...).Need(&e.Reviews)
	s.Step("renew", "重新认定", Recognised).From(Recognised, Withdrawn).By(civil...).Need(&e.Recognised, &e.Last)
	s.Step("withdraw", "取消认定", Withdrawn).From(Recognised).By(civil...).Reason()
	s.Step("refuse", "不予认定", NotRecognised).From(VentureApplied).By(civil...).Reason()
	s.Task(VentureApplied, "recognise", "评审社会企业申请", people.CivilAffairs)
	s.Task(Recognised, "review", "社会企业年度复核", people.CivilAffairs).Due(func(e *SocialEnterprise, _ record.Tx) clock.Date { return e.nextReview() })
}

// nextReview gives the day the next yearly review is due, at the latest when the
// recognition runs out.
func (e *SocialEnterprise) nextReview() clock.Date {
	last := e.Recognised
	for _, y := range e.Reviews {
		last = max(last, y.On)
	}
	return min(last.AddMonths(12), e.Last)
}

// Stands reports whether the recognition holds on a day.
func (e *SocialEnterprise) Stands(on clock.Date) bool {
	return e.State == Recognised && e.Recognised <= on && on <= e.Last
}

// Rights implements [record.Righted].
func (*SocialEnterprise) Rights() record.Rights {
	r := people.KeptBy(people.CivilAffairs, people.CountyOfficer)
	r.Reach, r.ReadOwn, r.EditIn = record.County, record.By(people.Organisation), []record.Chooser{VentureApplied, Recognised}
	return r
}

// Form (主体) of a social enterprise.
type Form string

const (
	Company     Form = "company"
	FromOrg     Form = "social_org"
	Cooperative Form = "cooperative"
)

// Options implements [record.Chooser].
func (Form) Options() []record.Option {
	return record.Options(Company, "企业", FromOrg, "社会组织", Cooperative, "合作社")
}

// VentureState (状态) of a social enterprise.
type VentureState string

const (
	VentureApplied VentureState = "applied"
	Recognised     VentureState = "recognised"
	Withdrawn      VentureState = "withdrawn"
	NotRecognised  VentureState = "refused"
)

// Options implements [record.Chooser].
func (VentureState) Options() []record.Option {
	return record.Options(VentureApplied, "待评审", Recognised, "已认定", Withdrawn, "认定已取消", NotRecognised, "未认定")
}
