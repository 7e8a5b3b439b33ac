package honour

import (
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Scheme (评定办法) is one version of the rules of a grading: criteria with their
// weights, bands with their quotas. A scheme in force is not changed; the next
// year has its own.
type Scheme struct {
	record.Base
	Name      string
	Year      int64
	Basis     record.ID[people.Document]
	Criteria  []Criterion
	Bands     []Band
	Publicity int64
	Valid     int64
	Review    bool
	State     SchemeState
}

// Criterion is one thing that is looked at; weights add up to 100.
type Criterion struct {
	Name   string
	Weight int64
	Shows  string
}

// Band is one grade, from a score on, for at most a share of those graded.
type Band struct {
	Name  string
	From  int64
	Quota int64
	Star  bool
	Aim   string
}

// Schemes is the register of schemes (评定办法台账).
var Schemes = record.Define[Scheme]("scheme", "评定办法")

// Fields implements [record.Record].
func (s *Scheme) Fields(f *record.Fields) {
	f.Text(&s.Name, "name", "名称").Required().Title()
	f.Year(&s.Year, "year", "年度").Required().InList().Filter()
	f.Ref(&s.Basis, "basis", "依据文件")
	record.Rows(f, &s.Criteria, "criteria", "评定内容").Required()
	record.Rows(f, &s.Bands, "bands", "等次").Required()
	f.Int(&s.Publicity, "publicity_days", "公示工作日").InList().Help("至少几个工作日（推断，可改）")
	f.Int(&s.Valid, "valid_years", "有效年数").Help("0 是不定期限")
	f.Bool(&s.Review, "yearly_review", "每年复核")
	f.State(&s.State, "state", "状态").InitialStates(SchemeDraft, SchemeInForce)
}

// Fields implements [record.Row].
func (c *Criterion) Fields(f *record.Fields) {
	f.Text(&c.Name, "name", "内容").Required()
	f.Int(&c.Weight, "weight", "分值")
	f.Text(&c.Shows, "shows", "看什么")
}

// Fields implements [record.Row].
func (b *Band) Fields(f *record.Fields) {
	f.Text(&b.Name, "name", "等次").Required()
	f.Int(&b.From, "from_score", "起始分")
	f.Percent(&b.Quota, "quota", "名额比例").Help("空或 0 是不限")
	f.Bool(&b.Star, "star", "星级")
	f.Text(&b.Aim, "aim", "升级目标").Help("三分类三升级这样的办法：这一类下一步升到哪一类")
}

// Start implements [record.Starter].
func (s *Scheme) Start(_ record.Actor, today clock.Date) {
	s.Year, s.Publicity = int64(today.Year()), 5
}

// Keys says a name has one version a year.
func (s *Scheme) Keys(k *record.Keys) { k.One(&s.Name, &s.Year).Says("这个办法今年已有一版") }

// Check implements [record.Checker].
func (s *Scheme) Check(p *record.Problems) {
	var sum int64
	for i, c := range s.Criteria {
		if sum += c.Weight; c.Weight <= 0 {
			p.Add(&s.Criteria, "第 %d 行：分值要大于 0", i+1)
		}
	}
	if len(s.Criteria) > 0 && sum != 100 {
		p.Add(&s.Criteria, "分值合计应为 100，现在是 %d", sum)
	}
	for i := 1; i < len(s.Bands); i++ {
		if slices.ContainsFunc(s.Bands[:i], func(b Band) bool { return b.Name == s.Bands[i].Name }) {
			p.Add(&s.Bands, "第 %d 行：“%s”写了两次", i+1, s.Bands[i].Name)
		}
		if s.Bands[i].From >= s.Bands[i-1].From {
			p.Add(&s.Bands, "第 %d 行：等次从高到低排，起始分应低于上一行的 %d", i+1, s.Bands[i-1].From)
		}
	}
	if s.Publicity < 1 {
		p.Add(&s.Publicity, "至少公示 1 个工作日")
	}
}

// BandOf gives the band of a score.
func (s *Scheme) BandOf(score int64) (Band, bool) {
	for _, b := range s.Bands {
		if score >= b.From*100 {
			return b, true
		}
	}
	return Band{}, false
}

// blank gives the criteria as marks still to be given.
func (s *Scheme) blank() (marks []Mark) {
	for _, c := range s.Criteria {
		marks = append(marks, Mark{Criterion: c.Name})
	}
	return marks
}

// band gives a band by name.
func (s *Scheme) band(name string) (Band, bool) {
	i := slices.IndexFunc(s.Bands, func(b Band) bool { return b.Name == name })
	if i < 0 {
		return Band{}, false
	}
	return s.Bands[i], true
}

func (s *Scheme) bandNames() string {
	var names []string
	for _, b := range s.Bands {
		names = append(names, b.Name)
	}
	return strings.Join(names, "、")
}

// lower reports whether a band stands below another and is as starry as that.
func (s *Scheme) lower(name, than string) bool {
	a, _ := s.band(name)
	b, known := s.band(than)
	return known && a.From < b.From && a.Star == b.Star
}

// Steps describes the life of a scheme.
func (s *Scheme) Steps(ss *record.Steps[Scheme]) {
	ss.Step("issue", "施行", SchemeInForce).From(SchemeDraft).By(people.CountyOfficer).Need(&s.Basis)
	ss.Step("end", "停止施行", SchemeEnded).From(SchemeInForce).By(people.CountyOfficer).Reason()
}

// Rights implements [record.Righted].
func (*Scheme) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer)
	r.Reach, r.EditIn = record.County, []record.Chooser{SchemeDraft}
	return r
}

// SchemeState (状态) of a scheme.
type SchemeState string

const (
	SchemeDraft   SchemeState = "draft"
	SchemeInForce SchemeState = "in_force"
	SchemeEnded   SchemeState = "ended"
)

// Options implements [record.Chooser].
func (SchemeState) Options() []record.Option {
	return record.Options(SchemeDraft, "草案", SchemeInForce, "施行中", SchemeEnded, "已废止")
}
