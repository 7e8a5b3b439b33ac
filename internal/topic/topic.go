// Package topic keeps figures asked of one thing (专题指标): how many were trained
// before the exam, how much one project cost. Which there are is data; officials
// add them, and each is counted from the same records by the same contract.
package topic

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// Topic (专题指标) is one figure asked of one thing. In reports it stands as
// figure@name.
type Topic struct {
	record.Base
	Title    string
	Figure   Figure
	Name     string
	Training record.ID[training.Training]
	Kind     string
	Project  record.ID[need.Project]
	Theme    string
	Item     string
	From     clock.Date
	Last     clock.Date
	Round    int64
	Word     Word
}

// Topics is the register of topics (专题指标台账).
var Topics = record.Define[Topic]("topic", "专题指标")

// Fields implements [record.Record].
func (t *Topic) Fields(f *record.Fields) {
	f.Text(&t.Title, "title", "叫法").Required().Title()
	f.Choice(&t.Figure, "figure", "指标").Required().Fixed().InList().Filter()
	f.Text(&t.Name, "name", "代号").Required().Fixed().InList().Help("小写字母、数字和下划线；报告里写作 指标@代号")
	f.Section("只数哪些")
	f.Ref(&t.Training, "training", "培训").InList()
	f.Code(&t.Kind, "training_kind", "training_kind", "培训种类").InList()
	f.Ref(&t.Project, "project", "项目").InList()
	f.Code(&t.Theme, "service_theme", "theme", "专题").InList()
	f.Code(&t.Item, "service_item", "item", "服务内容").InList()
	f.Date(&t.From, "from_day", "起始日期").Help("不填按指标自己的期间")
	f.Date(&t.Last, "last_day", "截止日期").Help("含当日")
	f.Section("公文里怎么写")
	f.Int(&t.Round, "round_to", "约到").Help("如 100；0 是照写")
	f.Choice(&t.Word, "word", "超过时写")
}

// Keys says a figure has a name once.
func (t *Topic) Keys(k *record.Keys) {
	k.One(&t.Figure, &t.Name).Says("这个指标已有叫这个代号的专题")
}

var slug = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Check implements [record.Checker].
func (t *Topic) Check(p *record.Problems) {
	if t.Name != "" && !slug.MatchString(t.Name) {
		p.Add(&t.Name, "应以小写字母开头，只含小写字母、数字和下划线")
	}
	if t.Last != "" && t.Last < t.From {
		p.Add(&t.Last, "不能早于起始日期")
	}
	if t.Round < 0 {
		p.Add(&t.Round, "不能是负数")
	}
	if len(t.params()) == 0 && t.From == "" {
		p.Add(&t.Training, "写明只数哪些：选培训、项目、专题、服务内容，或填起止日期")
	}
}

// Rights implements [record.Righted].
func (*Topic) Rights() record.Rights {
	r := people.KeptBy(people.CountyOfficer, people.ReportWriter)
	r.Reach, r.Import = record.County, record.Nobody
	return r
}

// Instances gives the topics as the engine asks for them.
func Instances(s *store.Store) func(context.Context, int64) ([]figure.Instance, error) {
	return func(ctx context.Context, known int64) ([]figure.Instance, error) {
		list, err := store.FindKnown(ctx, s, Topics, known)
		var out []figure.Instance
		for _, t := range list {
			out = append(out, t.instance())
		}
		slices.SortFunc(out, func(a, b figure.Instance) int { return strings.Compare(a.Name, b.Name) })
		return out, err
	}
}

func (t *Topic) instance() figure.Instance {
	return figure.Instance{Name: t.Name, Contract: string(t.Figure), Label: t.Title, Params: t.params(), From: t.From, To: t.Last, Style: figure.Style{Round: t.Round, Word: string(t.Word)}}
}

// params gives what the figure is asked of.
func (t *Topic) params() map[string]string {
	out := map[string]string{"kind": t.Kind, "theme": t.Theme, "item": t.Item}
	for name, id := range map[string]int64{"training": int64(t.Training), "project": int64(t.Project)} {
		if id != 0 {
			out[name] = fmt.Sprint(id)
		}
	}
	maps.DeleteFunc(out, func(_, v string) bool { return v == "" })
	return out
}

// Figure (指标) is a contract that may be asked of one thing.
type Figure string

const (
	Trained     Figure = "training.trained"
	PersonTimes Figure = "training.person_times"
	Held        Figure = "service.held"
	Served      Figure = "service.beneficiaries"
	ServedTimes Figure = "service.person_times"
	Attended    Figure = "service.attendances"
	Unnamed     Figure = "service.unnamed"
	Spent       Figure = "purchase.spent"
	Promised    Figure = "purchase.signed"
	PairedOrgs  Figure = "giving.paired_orgs"
	Donated     Figure = "giving.donated"
)

// Options implements [record.Chooser].
func (Figure) Options() []record.Option {
	return record.Options(Trained, "参训人数", PersonTimes, "参训人次", Held, "社区服务", Served, "服务对象", ServedTimes, "服务人次", Attended, "参与人次", Unnamed, "没有记名的服务对象",
		Spent, "购买服务投入资金", Promised, "购买服务合同金额", PairedOrgs, "结对帮扶的社会组织", Donated, "社会组织捐款")
}

// Word (超过时写) is how a document says that a number is somewhat over a round one.
type Word string

const (
	Over Word = "逾"
	And  Word = "余"
)

// Options implements [record.Chooser].
func (Word) Options() []record.Option {
	return record.Options(Over, "逾（在前）", And, "余（在后）")
}
