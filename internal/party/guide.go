package party

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// work is what an instructor has to do: where they are sent, and what they did.
type work struct {
	postings []*Posting
	names    map[int64]string // of organisations
	open     map[int64]bool   // organisations the reader may open
	visits   []*Guidance
	tasks    []store.Task
}

// workOf reads it for one instructor: what is still open first, then by the day it ends.
func workOf(ctx context.Context, r *store.Reader, id record.ID[Instructor]) (*work, error) {
	w := &work{open: map[int64]bool{}}
	var err error
	w.postings, err = store.Find(ctx, r, Postings, func(p *Posting, w *store.Where) { w.Is(&p.Instructor, id).Is(&p.State, Posted).By(&p.Last).Limit(100) })
	if err != nil {
		return nil, err
	}
	var orgs []int64
	var ids []any
	for _, p := range w.postings {
		orgs, ids = append(orgs, int64(p.Org)), append(ids, int64(p.Org))
	}
	if w.names, err = r.Titles(ctx, org.SocialOrgs.Register, orgs); err != nil {
		return nil, err
	}
	may, err := store.Find(ctx, r, org.SocialOrgs, func(_ *org.SocialOrg, w *store.Where) { w.IDs(ids) })
	if err != nil {
		return nil, err
	}
	for _, o := range may {
		w.open[o.ID] = true
	}
	if w.visits, err = store.Find(ctx, r, Guidances, func(v *Guidance, w *store.Where) { w.Is(&v.Instructor, id).Last(&v.On).Limit(50) }); err != nil {
		return nil, err
	}
	w.tasks, err = r.Tasks(ctx, org.SocialOrgs.Register, orgs...)
	return w, err
}

// Guide is the page of whoever is a Party-building instructor: what is to do, my
// organisations and when each posting ends, and a form for a visit.
func Guide(ctx context.Context, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error) {
	view := &ui.View{Head: ui.Head{Title: "我的指导工作"}}
	me := record.ID[Instructor](r.Actor().Owns[Instructors.Name])
	if me == 0 {
		view.Body = g.Group{ui.EmptyState{Title: "这个账号还没有对上党建指导员", Why: "由管理员在“账号与岗位”里把账号和党建指导员台账里的人对上，这里就列出派驻的社会组织。"}}
		return view, nil
	}
	w, err := workOf(ctx, r, me)
	if err != nil {
		return nil, err
	}
	today := r.Today()
	view.Head.Note = g.Text(fmt.Sprintf("派驻 %d 家社会组织。", len(w.postings)))
	view.Body = g.Group{h.Div(h.Class("two-up"), w.todo(today, url), w.form(q.Get("posting"), today, url), w.places(today, url), w.done(r, url))}
	return view, nil
}

// InstructorFile draws the same for whoever looks at an instructor's record.
func InstructorFile(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	i := rec.(*Instructor)
	w, err := workOf(ctx, r, record.ID[Instructor](i.ID))
	if err != nil {
		return nil, err
	}
	panel := &ui.Panel{Body: h.Div(h.Class("two-up"), w.places(r.Today(), url), w.done(r, url))}
	if i.Last != "" && i.State == Serving {
		panel.Due = append(panel.Due, ui.Item{Title: "聘期届满", Note: "续聘，或把派驻的社会组织改派别人", Day: string(i.Last)})
	}
	for _, p := range w.postings {
		if p.Last != "" {
			panel.Due = append(panel.Due, ui.Item{Title: w.names[int64(p.Org)], Note: "派驻到期", Href: url(fmt.Sprintf("/r/posting/%d", p.ID)), Day: string(p.Last)})
		}
	}
	return panel, nil
}

// todo lists what is open about the organisations, and the postings that end soon.
func (w *work) todo(today clock.Date, url func(string) string) g.Node {
	list := ui.Items{Empty: "没有要办的。派驻到期前两个月会在这里提醒。"}
	for _, t := range w.tasks {
		it := ui.Item{Title: t.Label, Note: t.Title, Day: string(t.Due), Tag: ui.DueTag(string(t.Due), string(today))}
		if w.open[t.Record] {
			it.Href = url(fmt.Sprintf("/r/social_org/%d", t.Record))
		}
		list.List = append(list.List, it)
	}
	for _, p := range w.postings {
		if p.Last != "" && p.Last <= today.AddDays(termDays) {
			list.List = append(list.List, ui.Item{Title: "派驻到期", Note: w.names[int64(p.Org)] + "：与县里商量续派或改派", Href: url(fmt.Sprintf("/r/posting/%d", p.ID)), Day: string(p.Last), Tag: ui.DueTag(string(p.Last), string(today))})
		}
	}
	return ui.Card{Title: "要办的", Bare: true, Body: g.Group{list}}
}

// places lists the organisations with the day the posting ends and the last visit.
func (w *work) places(today clock.Date, url func(string) string) g.Node {
	last := map[record.ID[Posting]]clock.Date{}
	for _, v := range w.visits {
		last[v.Posting] = max(last[v.Posting], v.On)
	}
	list := ui.Items{Empty: "没有在派的社会组织。"}
	for _, p := range w.postings {
		it := ui.Item{Title: w.names[int64(p.Org)], Note: "派驻自 " + string(p.From), Href: url(fmt.Sprintf("/r/posting/%d", p.ID)), Tag: ui.Tag{Text: "没有定期限"}}
		if w.open[int64(p.Org)] {
			it.Href = url(fmt.Sprintf("/r/social_org/%d", p.Org))
		}
		if on := last[record.ID[Posting](p.ID)]; on != "" {
			it.Note += "，上次指导 " + string(on)
		} else {
			it.Note += "，还没有指导记录"
		}
		if p.Last != "" {
			it.Tag, it.Day = ui.DueTag(string(p.Last), string(today)), "至 "+string(p.Last)
		}
		list.List = append(list.List, it)
	}
	return ui.Card{Title: "派驻的社会组织", Bare: true, Body: g.Group{list}}
}

func (w *work) done(r *store.Reader, url func(string) string) g.Node {
	at := map[record.ID[Posting]]string{}
	for _, p := range w.postings {
		at[record.ID[Posting](p.ID)] = w.names[int64(p.Org)]
	}
	list := ui.Items{Empty: "还没有指导记录。"}
	for i, v := range w.visits {
		if i < 8 {
			list.List = append(list.List, ui.Item{Title: v.Done, Note: at[v.Posting], Href: url(fmt.Sprintf("/r/guidance/%d", v.ID)), Day: string(v.On)})
		}
	}
	card := ui.Card{Title: "指导记录", Bare: true, Body: g.Group{list}}
	if r.Actor().Holds(Guidances.Rights.Read) || r.Actor().Holds(Guidances.Rights.ReadOwn) {
		card.Link = ui.Link{Label: "全部", Href: url("/r/guidance")}
	}
	return card
}

// form records a visit: where, and one sentence. The day is today unless said.
func (w *work) form(chosen string, today clock.Date, url func(string) string) g.Node {
	if len(w.postings) == 0 {
		return nil
	}
	var at []ui.Option
	for _, p := range w.postings {
		at = append(at, ui.Option{Value: fmt.Sprint(p.ID), Label: w.names[int64(p.Org)]})
	}
	if len(at) == 1 {
		chosen = at[0].Value
	}
	return ui.Card{Title: "记一次指导", Note: "一句话就够，不用传照片", Body: g.Group{ui.Form{Action: url("/r/guidance"), Key: fmt.Sprintf("%x%x", rand.Uint64(), rand.Uint64()), //nolint:gosec // a form's key is no secret
		Hidden: []ui.Pair{{Name: "_asked", Value: "1"}, {Name: "_to", Value: "/guide"}}, Body: g.Group{
			ui.Field{Widget: ui.Select, Name: "posting", Label: "社会组织", Required: true, Options: at, Value: chosen},
			ui.Field{Widget: ui.DateInput, Name: "visited_on", Label: "日期", Required: true, Value: string(today)},
			ui.Field{Name: "done", Label: "做了什么", Required: true},
			ui.Field{Widget: ui.Prose, Name: "asked", Label: "对方提出的事", Lines: 2}},
		Bar: ui.ActionBar{Actions: []ui.Action{{Label: "记下来", Style: ui.Primary}}}}}}
}
