package training

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// mostRows bounds what a page adds up by itself; beyond it the page says so.
const mostRows = 3000

// tally is who came to a training: persons and person-times, kept apart.
type tally struct{ persons, times int64 }

func (t tally) String() string { return fmt.Sprintf("%d 人，%d 人次", t.persons, t.times) }

// tallies adds up attendance by training. A person is in a training once, so rows
// are persons.
func tallies(list []*Attendance) map[record.ID[Training]]tally {
	out := map[record.ID[Training]]tally{}
	for _, a := range list {
		t := out[a.Training]
		out[a.Training] = tally{t.persons + 1, t.times + a.Times}
	}
	return out
}

// Overview gives the page of training and talent: what is trained, who sits
// exams, and which certificates are about to run out.
func Overview(e *figure.Engine) func(context.Context, *store.Reader, url.Values, func(string) string) (*ui.View, error) {
	return func(ctx context.Context, r *store.Reader, _ url.Values, url func(string) string) (*ui.View, error) {
		answers, err := e.Several(ctx, figure.Question{Area: r.Actor().Area, At: r.Today()}, "training.trained", "training.person_times", "training.certified", "training.red_workers")
		if err != nil {
			return nil, err
		}
		numbers := g.Map(answers, func(a figure.Answer) g.Node {
			return ui.Headline(ui.Figure{Name: a.Label, Value: a.Number(), Unit: a.Unit, Href: url("/figures/" + a.Name)})
		})
		events, err := recent(ctx, r, url)
		if err != nil {
			return nil, err
		}
		exams, err := cohorts(ctx, r, url)
		if err != nil {
			return nil, err
		}
		due, err := registrations(ctx, r, url)
		if err != nil {
			return nil, err
		}
		view := &ui.View{Head: ui.Head{Title: "教育培训", Note: ui.Lines("参训人数一人算一名，", "参训人次来几课算几次，", "两个数分开。")},
			Body: g.Group{ui.Card{Title: "累计", Bare: true, Body: g.Group{h.Div(h.Class("numbers"), numbers)}}, h.Div(h.Class("two-up below"), events, exams, due)}}
		if r.Actor().Holds(Trainings.Rights.Create) {
			view.Head.Actions = []ui.Action{{Label: "登记培训", Href: url("/r/training/new"), Style: ui.Primary}}
		}
		return view, nil
	}
}

// recent draws the last trainings with who came.
func recent(ctx context.Context, r *store.Reader, url func(string) string) (g.Node, error) {
	list, err := store.Find(ctx, r, Trainings, func(t *Training, w *store.Where) { w.Last(&t.From).Limit(10) })
	if err != nil {
		return nil, err
	}
	ids := make([]any, len(list))
	for i, t := range list {
		ids[i] = record.ID[Training](t.ID)
	}
	came, err := store.Find(ctx, r, Attendances, func(a *Attendance, w *store.Where) { w.In(&a.Training, ids...).Limit(mostRows) })
	if err != nil {
		return nil, err
	}
	by, items := tallies(came), ui.Items{Empty: "还没有登记培训。"}
	for _, t := range list {
		it := ui.Item{Title: t.Title, Href: url(fmt.Sprintf("/r/training/%d", t.ID)), Note: t.when(), Tag: ui.Tag{Text: Trainings.StateLabel(string(t.State))}}
		if t.Partner != "" {
			it.Note += "，与" + t.Partner + "合作"
		}
		if n := by[record.ID[Training](t.ID)]; n.persons > 0 && len(came) < mostRows {
			it.Tag = ui.Tag{Text: n.String()}
		}
		items.List = append(items.List, it)
	}
	return ui.Card{Title: "培训", Link: ui.Link{Label: "全部", Href: url("/r/training")}, Bare: true, Body: g.Group{items}}, nil
}

// when says the days and the place of a training.
func (t *Training) when() string {
	s := string(t.From)
	if t.Last != "" && t.Last != t.From {
		s += " 至 " + string(t.Last)
	}
	if t.Place != "" {
		s += "，" + t.Place
	}
	return s
}

// cohorts draws who sat the last exams. How many qualified is a number, and no
// rate: those trained, those sitting and those certified are not the same people.
func cohorts(ctx context.Context, r *store.Reader, url func(string) string) (g.Node, error) {
	list, err := store.Find(ctx, r, Exams, func(e *Exam, w *store.Where) { w.Last(&e.Year).Limit(6) })
	if err != nil {
		return nil, err
	}
	ids := make([]any, len(list))
	for i, e := range list {
		ids[i] = record.ID[Exam](e.ID)
	}
	sat, err := store.Find(ctx, r, Candidates, func(c *Candidate, w *store.Where) { w.In(&c.Exam, ids...).Limit(mostRows) })
	if err != nil {
		return nil, err
	}
	type cohort struct{ in, out, passed int }
	by := map[record.ID[Exam]]cohort{}
	for _, c := range sat {
		n := by[c.Exam]
		n.in++
		if c.State == Resulted {
			n.out++
		}
		if c.Qualified {
			n.passed++
		}
		by[c.Exam] = n
	}
	items := ui.Items{Empty: "还没有登记职业资格考试。"}
	for _, e := range list {
		it := ui.Item{Title: e.Title, Href: url(fmt.Sprintf("/r/exam/%d", e.ID)), Note: Exams.Field("level").Text(e), Day: string(e.On)}
		if n := by[record.ID[Exam](e.ID)]; n.in > 0 && len(sat) < mostRows {
			it.Note = fmt.Sprintf("报考 %d 人，有成绩 %d 人，取得资格 %d 人", n.in, n.out, n.passed)
		}
		items.List = append(items.List, it)
	}
	return ui.Card{Title: "职业资格考试", Note: "按年度", Link: ui.Link{Label: "全部", Href: url("/r/exam")}, Bare: true, Body: g.Group{items}}, nil
}

// soonDays is how far ahead the page looks for registrations that run out.
const soonDays = 90

// registrations draws the certificates whose registration is over or will be
// soon, and those never registered.
func registrations(ctx context.Context, r *store.Reader, url func(string) string) (g.Node, error) {
	today := r.Today()
	ending, err := store.Find(ctx, r, Certificates, func(c *Certificate, w *store.Where) {
		w.Is(&c.State, Valid).More(&c.Last, "").AtMost(&c.Last, today.AddDays(soonDays)).By(&c.Last).Limit(30)
	})
	if err != nil {
		return nil, err
	}
	never, err := store.Find(ctx, r, Certificates, func(c *Certificate, w *store.Where) {
		w.Is(&c.State, Valid).Empty(&c.Registered).By(&c.Issued).Limit(30)
	})
	if err != nil {
		return nil, err
	}
	items := ui.Items{Empty: "没有三个月内到期的登记。"}
	add := func(c *Certificate, what string, day clock.Date) {
		items.List = append(items.List, ui.Item{Title: Certificates.ShownTitle(c), Note: Certificates.Field("level").Text(c) + "，" + what, Href: url(fmt.Sprintf("/r/certificate/%d", c.ID)), Day: string(day), Tag: ui.DueTag(string(day), string(today))})
	}
	for _, c := range ending {
		add(c, "登记有效期至", c.Last)
	}
	for _, c := range never {
		add(c, "发证一年内登记", c.Issued.AddMonths(12))
	}
	slices.SortStableFunc(items.List, func(a, b ui.Item) int { return strings.Compare(a.Day, b.Day) })
	return ui.Card{Title: "证书登记到期", Note: fmt.Sprintf("%d 天以内的", soonDays), Link: ui.Link{Label: "全部证书", Href: url("/r/certificate")}, Bare: true, Body: g.Group{items}}, nil
}

// shown is how many of those who came the page of a training lists.
const shown = 20

// Roll draws who came to a training, persons and person-times apart, and takes a
// pasted list of names.
func Roll(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	t := rec.(*Training)
	if !r.Actor().Holds(Attendances.Rights.Read) {
		return nil, nil
	}
	id := record.ID[Training](t.ID)
	list, err := store.Find(ctx, r, Attendances, func(a *Attendance, w *store.Where) { w.Is(&a.Training, id).Limit(mostRows) })
	if err != nil {
		return nil, err
	}
	var units, orgs []int64
	for _, a := range list {
		units, orgs = append(units, int64(a.Unit)), append(orgs, int64(a.Org))
	}
	unit, err := r.Titles(ctx, people.Units.Register, units)
	if err != nil {
		return nil, err
	}
	at, err := r.Titles(ctx, org.SocialOrgs.Register, orgs)
	if err != nil {
		return nil, err
	}
	table := ui.Table{Caption: "参训人员", Plain: true, Columns: []ui.Column{{Label: "姓名"}, {Label: "单位"}, {Label: "课次", Number: true}, {Label: "学时"}},
		Empty: h.P(h.Class("in mute"), g.Text("还没有登记参训的人。"))}
	for i, a := range list {
		if i < shown {
			table.Rows = append(table.Rows, ui.Row{Href: url(fmt.Sprintf("/r/attendance/%d", a.ID)), Cells: []g.Node{g.Text(Attendances.ShownTitle(a)),
				g.Text(unit[int64(a.Unit)] + at[int64(a.Org)]), ui.Num(a.Times), g.Text(Attendances.Field("length").Text(a))}})
		}
	}
	card := ui.Card{Title: "参训", Note: tallies(list)[id].String(), Bare: true, Link: ui.Link{Label: "全部", Href: url(fmt.Sprintf("/r/attendance?training=%d", t.ID))}, Body: g.Group{table}}
	if len(list) > shown {
		card.Body = append(card.Body, h.P(h.Class("in mute"), g.Text(fmt.Sprintf("这里只列前 %d 人，其余见全部。", shown))))
	}
	if r.Actor().Holds(Attendances.Rights.Import) && t.State != Cancelled {
		card.Body = append(card.Body, h.Details(h.Class("in"), g.If(len(list) == 0, g.Attr("open")), h.Summary(g.Text("粘贴名单")), roll(t, url)))
	}
	return &ui.Panel{Body: card}, nil
}

// roll is the form that takes names: it goes through the ordinary preview of
// pasted tables, with the training filled in.
func roll(t *Training, url func(string) string) g.Node {
	return ui.Form{Action: url("/r/attendance/paste"), Files: true, NoDraft: true, Key: fmt.Sprintf("%x", rand.Uint64()), //nolint:gosec // a form's key is no secret
		Hidden: []ui.Pair{{Name: "heads", Value: "姓名\t手机号"}, {Name: "with.training", Value: record.Input{}.ID(t.ID)}, {Name: "name", Value: t.Title + "参训名单"}},
		Body: g.Group{
			ui.Field{Widget: ui.Prose, Name: "text", Label: "名单", Required: true, Lines: 6, Hint: "每行一人：姓名、手机号；从 Excel 复制也行。先核对，再登记"},
			ui.Field{Widget: ui.Picker, Name: "with.unit", Label: "都是哪个单位的", Source: url("/pick/unit"), Hint: "没有手机号的，按单位认人"}},
		Bar: ui.ActionBar{Actions: []ui.Action{{Label: "核对名单", Style: ui.Primary}}}}
}

// OrgTalent draws an organisation's social workers and the trainings its people went to.
func OrgTalent(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	id := record.ID[org.SocialOrg](record.BaseOf(rec).ID)
	workers, err := store.Find(ctx, r, SocialWorkers, func(s *SocialWorker, w *store.Where) { w.Is(&s.Org, id).Is(&s.State, Working).Limit(mostRows) })
	if err != nil {
		return nil, err
	}
	came, err := store.Find(ctx, r, Attendances, func(a *Attendance, w *store.Where) { w.Is(&a.Org, id).Limit(mostRows) })
	if err != nil || len(workers)+len(came) == 0 {
		return nil, err
	}
	by := tallies(came)
	var ids []any
	for t := range by {
		ids = append(ids, int64(t))
	}
	list, err := store.Find(ctx, r, Trainings, func(t *Training, w *store.Where) { w.IDs(ids).Last(&t.From).Limit(5) })
	if err != nil {
		return nil, err
	}
	items, red := ui.Items{}, 0
	for _, w := range workers {
		if w.Red {
			red++
		}
	}
	if len(workers) > 0 {
		items.List = append(items.List, ui.Item{Title: fmt.Sprintf("在岗社工 %d 名", len(workers)), Note: fmt.Sprintf("其中红色社工 %d 名", red), Href: url(fmt.Sprintf("/r/social_worker?org=%d", id))})
	}
	for _, t := range list {
		items.List = append(items.List, ui.Item{Title: t.Title, Note: t.when(), Href: url(fmt.Sprintf("/r/training/%d", t.ID)), Tag: ui.Tag{Text: by[record.ID[Training](t.ID)].String()}})
	}
	return &ui.Panel{Body: ui.Card{Title: "人才和培训", Bare: true, Body: g.Group{items}}}, nil
}
