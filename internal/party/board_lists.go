package party

import (
	"cmp"
	"fmt"
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

// listed is how many lines a worklist shows; the figure's own page has them all.
const listed = 30

// termDays is how far ahead the board looks for terms that run out.
const termDays = 60

// behind gives the organisations a figure of the board counts.
func (b *board) behind(name string, most int) (*figure.Rows, error) {
	return b.e.Behind(b.ctx, b.r, b.by[name], figure.Numerator, 0, most)
}

// worklists draws 应建未建, 待派, the coverage by work, and the terms that run out.
func (b *board) worklists() (g.Group, error) {
	unbuilt, err := b.behind("party.unbuilt", listed)
	if err != nil {
		return nil, err
	}
	waiting, err := b.behind("party.unreached", listed)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, row := range slices.Concat(unbuilt.Rows, waiting.Rows) {
		ids = append(ids, row.ID)
	}
	tasks, err := b.r.Tasks(b.ctx, org.SocialOrgs.Register, ids...)
	if err != nil {
		return nil, err
	}
	last, err := b.lastPostings(waiting)
	if err != nil {
		return nil, err
	}
	ends, err := b.ending()
	if err != nil {
		return nil, err
	}
	due := map[int64]clock.Date{}
	for _, t := range tasks {
		if t.Kind == taskFound && b.q.At == b.r.Today() { // what is open now says nothing of another day
			due[t.Record] = t.Due
		}
	}
	build := b.list(unbuilt, "应建未建", "三名以上正式党员，还没有单独建立党支部", "没有应建未建的。", func(o *org.SocialOrg, it *ui.Item) {
		it.Day, it.Tag = string(due[o.ID]), ui.DueTag(string(due[o.ID]), string(b.q.At))
		if c := b.covered[o.ID]; c != nil {
			it.Note = "现在是" + Coverages.Field("kind").Text(c)
		}
		if it.Day != "" {
			it.Note += "，" + it.Day + " 前建"
			it.Day = ""
		}
		if b.r.Actor().Holds(Coverages.Rights.Create) {
			it.Action = ui.Action{Label: "登记覆盖", Href: b.url(fmt.Sprintf("/r/party_coverage/new?org=%d", o.ID))}
		}
	})
	post := b.list(waiting, "待派指导员", "既没有党组织覆盖，也没有在聘指导员在派", "每一家都有党组织或指导员。", func(o *org.SocialOrg, it *ui.Item) {
		it.Note = "登记于 " + string(o.Registered)
		if p := last[o.ID]; p != nil {
			it.Note = "上一名指导员派驻到 " + string(cmp.Or(p.Until, p.Last, p.From))
		}
		if b.r.Actor().Holds(Postings.Rights.Create) {
			it.Action = ui.Action{Label: "选派", Href: b.url(fmt.Sprintf("/r/posting/new?org=%d", o.ID))}
		}
	})
	return g.Group{build, post, b.work(), ui.Card{Title: "两个月内到期", Note: "到期就不再算在内", Bare: true, Body: g.Group{ui.Items{List: ends, Empty: "没有聘期、换届日期在两个月内到期的。"}}}}, nil
}

// list draws the first organisations behind a figure, each with what is said of it.
func (b *board) list(rows *figure.Rows, title, note, none string, say func(*org.SocialOrg, *ui.Item)) g.Node {
	items := ui.Items{Empty: none}
	for _, row := range rows.Rows {
		if o, ok := row.Record.(*org.SocialOrg); ok {
			it := ui.Item{Title: o.Name, Href: b.url(fmt.Sprintf("/r/social_org/%d", o.ID))}
			say(o, &it)
			items.List = append(items.List, it)
		}
	}
	return ui.Card{Title: fmt.Sprintf("%s %d 家", title, rows.Answer.Num), Note: note, Link: ui.Link{Label: "全部", Href: b.figure(rows.Answer.Name)}, Bare: true, Body: g.Group{items}}
}

// lastPostings gives the last posting to each of the organisations that wait for one.
func (b *board) lastPostings(waiting *figure.Rows) (map[int64]*Posting, error) {
	var ids []any
	for _, row := range waiting.Rows {
		ids = append(ids, record.ID[org.SocialOrg](row.ID))
	}
	list, err := store.Find(b.ctx, b.r, Postings, func(p *Posting, w *store.Where) { w.In(&p.Org, ids...).AtMost(&p.From, b.q.At).By(&p.From) })
	out := map[int64]*Posting{}
	for _, p := range list {
		out[int64(p.Org)] = p
	}
	return out, err
}

// ending gives the terms of instructors and Party organisations that run out soon.
func (b *board) ending() ([]ui.Item, error) {
	until := b.q.At.AddDays(termDays)
	who, err := store.Find(b.ctx, b.r, Instructors, func(i *Instructor, w *store.Where) {
		w.Is(&i.State, Serving).AtLeast(&i.Last, b.q.At).AtMost(&i.Last, until).By(&i.Last).Limit(listed)
	})
	if err != nil {
		return nil, err
	}
	elect, err := store.Find(b.ctx, b.r, PartyOrgs, func(o *PartyOrg, w *store.Where) {
		w.Is(&o.State, Founded).More(&o.Election, "").AtMost(&o.Election, until).By(&o.Election).Limit(listed)
	})
	var out []ui.Item
	for _, o := range elect {
		out = append(out, ui.Item{Title: o.Name, Note: "换届", Href: b.url(fmt.Sprintf("/r/party_org/%d", o.ID)), Day: string(o.Election), Tag: ui.DueTag(string(o.Election), string(b.q.At))})
	}
	for _, i := range who {
		out = append(out, ui.Item{Title: i.Name, Note: "党建指导员聘期", Href: b.url(fmt.Sprintf("/r/instructor/%d", i.ID)), Day: string(i.Last), Tag: ui.DueTag(string(i.Last), string(b.q.At))})
	}
	slices.SortStableFunc(out, func(a, b ui.Item) int { return cmp.Compare(a.Day, b.Day) })
	return out, err
}

// work draws the coverage by work, which has every registered organisation as its base.
func (b *board) work() g.Node {
	work, who := b.by["party.work_coverage"], b.by["party.instructors"]
	return ui.Card{Title: "工作覆盖", Note: "有党组织覆盖，或有在聘指导员在派", Link: ui.Link{Label: "怎么算的、名单", Href: b.figure(work.Name)}, Body: g.Group{
		ui.SplitBar{Chapter: 1, Unit: "家", Parts: []ui.Part{{Label: "工作已覆盖", Count: work.Num, Href: b.figure(work.Name)}, {Label: "待派指导员", Count: work.Den - work.Num, Href: b.figure("party.unreached")}}},
		h.P(h.Class("fine"), g.Text(fmt.Sprintf("全部登记 %d 家中 %d 家。在聘党建指导员 ", work.Den, work.Num)), h.A(ui.Href(b.figure(who.Name)), g.Text(who.Text())), g.Text("。"))}}
}
