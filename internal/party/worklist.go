package party

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// workable is how many lines of a worklist are shown; the figure's page has all.
const workable = 200

// worklist is what a Party officer works down today.
type worklist struct {
	ctx     context.Context
	r       *store.Reader
	url     func(string) string
	today   clock.Date
	due     map[int64]clock.Date    // by record
	surveys map[int64]*MemberSurvey // the last verified, by organisation
	covered map[int64]*Coverage     // by organisation
}

// Worklist gives the page of what is to be built or looked at: the organisations
// that must have a branch and have none (应建未建), first those due first, and the
// branches with fewer than three full members.
func Worklist(e *figure.Engine) func(context.Context, *store.Reader, url.Values, func(string) string) (*ui.View, error) {
	return func(ctx context.Context, r *store.Reader, _ url.Values, url func(string) string) (*ui.View, error) {
		w := &worklist{ctx: ctx, r: r, url: url, today: r.Today(), due: map[int64]clock.Date{}, surveys: map[int64]*MemberSurvey{}, covered: map[int64]*Coverage{}}
		list, err := e.Several(ctx, figure.Question{Area: r.Actor().Area, At: w.today}, "party.unbuilt", "party.small_branches")
		if err != nil {
			return nil, err
		}
		unbuilt, err := e.Behind(ctx, r, &list[0], figure.Numerator, 0, workable)
		if err != nil {
			return nil, err
		}
		small, err := e.Behind(ctx, r, &list[1], figure.Numerator, 0, workable)
		if err != nil {
			return nil, err
		}
		if err := w.read(unbuilt, small); err != nil {
			return nil, err
		}
		return &ui.View{
			Head: ui.Head{Title: "应建未建", Note: ui.Lines("三名以上正式党员就要单独建立党支部，", "预备党员不算。", "建成期限从核实的那天算起；", "暂缓的到批准的那天，", "仍算应建未建。")},
			AsOf: "截至 " + w.today.Chinese(),
			Body: g.Group{h.Div(h.Class("stack"), w.toBuild(unbuilt), w.tooSmall(small))},
		}, nil
	}
}

// read gathers when each is due, and what is known of the organisations.
func (w *worklist) read(unbuilt, small *figure.Rows) error {
	var ids []int64
	for _, row := range unbuilt.Rows {
		ids = append(ids, row.ID)
	}
	tasks, err := w.r.Tasks(w.ctx, org.SocialOrgs.Register, ids...)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.Kind == taskFound {
			w.due[t.Record] = t.Due
		}
	}
	branches := make([]any, len(small.Rows))
	for i, row := range small.Rows {
		branches[i] = record.ID[PartyOrg](row.ID)
	}
	of, err := store.Find(w.ctx, w.r, Coverages, func(c *Coverage, q *store.Where) {
		q.In(&c.PartyOrg, branches...).In(&c.Kind, Single, Joint).Empty(&c.Until).Limit(5 * workable)
	})
	if err != nil {
		return err
	}
	for _, c := range of {
		w.covered[int64(c.Org)] = c
		ids = append(ids, int64(c.Org))
	}
	orgs := make([]any, len(ids))
	for i, id := range ids {
		orgs[i] = record.ID[org.SocialOrg](id)
	}
	open, err := store.Find(w.ctx, w.r, Coverages, func(c *Coverage, q *store.Where) { q.In(&c.Org, orgs...).Empty(&c.Until).Limit(5 * workable) })
	if err != nil {
		return err
	}
	for _, c := range open {
		w.covered[int64(c.Org)] = c
	}
	found, err := store.Find(w.ctx, w.r, MemberSurveys, func(m *MemberSurvey, q *store.Where) {
		q.In(&m.Org, orgs...).Is(&m.State, Verified).AtMost(&m.On, w.today).By(&m.On).Limit(20 * workable)
	})
	for _, m := range found {
		w.surveys[int64(m.Org)] = m
	}
	return err
}

// toBuild lists the organisations to build a branch in, those due first first.
func (w *worklist) toBuild(rows *figure.Rows) g.Node {
	t := ui.Table{Caption: "应建未建的社会组织", Columns: []ui.Column{{Label: "社会组织"}, {Label: "正式党员", Unit: "名", Number: true}, {Label: "摸排日期"}, {Label: "现在"}, {Label: "建成期限"}},
		Empty: ui.EmptyState{Title: "没有应建未建的", Why: "有三名以上正式党员的社会组织都单独建立了党支部。"}}
	slices.SortStableFunc(rows.Rows, func(a, b figure.Row) int { return cmp.Compare(w.dayOf(a.ID), w.dayOf(b.ID)) })
	late := 0
	for _, row := range rows.Rows {
		o, ok := row.Record.(*org.SocialOrg)
		if !ok {
			continue
		}
		line := ui.Row{Name: o.Name, Href: w.url(fmt.Sprintf("/r/social_org/%d", o.ID)), Cells: []g.Node{g.Text(o.Name), nil, nil, g.Text("未覆盖"), nil}}
		if c := w.covered[o.ID]; c != nil {
			line.Cells[3] = g.Text(Coverages.Field("kind").Text(c))
		}
		if w.r.Actor().Holds(Coverages.Rights.Create) {
			line.Actions = append(line.Actions, ui.Action{Label: "登记覆盖", Href: w.url(fmt.Sprintf("/r/party_coverage/new?org=%d", o.ID))})
		}
		if m := w.surveys[o.ID]; m != nil {
			line.Cells[1], line.Cells[2] = g.Text(fmt.Sprint(m.Full)), ui.Date(string(m.On))
			if st := MemberSurveys.Step("put_off"); w.r.Actor().Holds(st.Roles) {
				line.Actions = append(line.Actions, ui.Action{Label: "暂缓…", Href: w.url(fmt.Sprintf("/r/member_survey/%d/do/put_off", m.ID))})
			}
		}
		if day := w.due[o.ID]; day != "" {
			tag := ui.DueTag(string(day), string(w.today))
			line.Cells[4] = g.Group{ui.Date(string(day)), g.If(tag.Text != "", g.Group{g.Text(" "), tag})}
			if day < w.today {
				late++
			}
		}
		t.Rows = append(t.Rows, line)
	}
	note := ""
	if late > 0 {
		note = fmt.Sprintf("%d 家已到期", late)
	}
	return ui.Card{Title: fmt.Sprintf("应建未建 %d 家", rows.Answer.Num), Note: note, Link: ui.Link{Label: "怎么算的、名单", Href: w.url("/figures/" + rows.Answer.Name)}, Bare: true, Body: g.Group{t}}
}

// dayOf gives the day an organisation is due; one without comes last.
func (w *worklist) dayOf(id int64) clock.Date { return cmp.Or(w.due[id], "9999") }

// tooSmall lists the branches with fewer than three full members.
func (w *worklist) tooSmall(rows *figure.Rows) g.Node {
	full, orgs := map[int64]int64{}, map[int64]int{}
	for id, c := range w.covered {
		orgs[int64(c.PartyOrg)]++
		if m := w.surveys[id]; m != nil {
			full[int64(c.PartyOrg)] += m.Full
		}
	}
	items := ui.Items{Empty: "每个党支部都有三名以上正式党员。"}
	for _, row := range rows.Rows {
		if o, ok := row.Record.(*PartyOrg); ok {
			items.List = append(items.List, ui.Item{Title: o.Name, Href: w.url(fmt.Sprintf("/r/party_org/%d", o.ID)), Tag: ui.Tag{Text: fmt.Sprintf("正式党员 %d 名", full[o.ID]), Tone: ui.Warn},
				Note: fmt.Sprintf("%s，覆盖 %d 家", PartyOrgs.Field("kind").Text(o), orgs[o.ID])})
		}
	}
	return ui.Card{Title: fmt.Sprintf("正式党员不足三名的党支部 %d 个", rows.Answer.Num), Note: "核对后联合组建、并入或撤销", Link: ui.Link{Label: "怎么算的、名单", Href: w.url("/figures/" + rows.Answer.Name)}, Bare: true, Body: g.Group{items}}
}
