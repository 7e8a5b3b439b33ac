package web

import (
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// recordView says how a record's page stands: alone, or beside the inbox.
type recordView struct {
	back     ui.Link
	beside   bool // a list that heads the page
	notice   g.Node
	revealed map[string]string // fields shown in full this once
}

func (w *Web) idOf(v *visit) (*record.Register, int64, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, 0, err
	}
	id, err := strconv.ParseInt(v.r.PathValue("id"), 10, 64)
	if err != nil {
		return nil, 0, errNowhere()
	}
	return reg, id, nil
}

// record is the page of one record.
func (w *Web) record(v *visit) (g.Node, error) {
	reg, id, err := w.idOf(v)
	if err != nil {
		return nil, err
	}
	return w.recordPage(v, reg, id, recordView{notice: done(v.r.URL.Query().Get("done"))})
}

func (w *Web) recordPage(v *visit, reg *record.Register, id int64, view recordView) (g.Node, error) {
	view.back = ui.Link{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}
	body, err := w.recordBody(v, reg, id, view)
	if err != nil {
		return nil, err
	}
	return w.shellPage(v, ui.Page{Title: reg.Label, Print: ui.Print{Unit: w.Name + " · " + v.actor.Unit, Code: record.Code(id), URL: w.at(reg, id)}}, true, h.Div(h.Class("det alone"), body)), nil
}

// heading is what the page of a record is called: a record without a title of
// its own is named after what it is about.
func (w *Web) heading(n *names, reg *record.Register, rec record.Record) string {
	if f := reg.About(); f != nil {
		for _, id := range store.RefIDs(f, rec) {
			return title(n, w.Store.Book().Target(f), id) + " · " + reg.Label
		}
	}
	return w.titleOf(reg, rec)
}

// done says in quiet words what the step before did.
func done(what string) g.Node {
	words := map[string]string{"create": "已登记", "edit": "已保存", "void": "已作废", "unchanged": "没有改动"}[what]
	if words == "" && what != "" && !strings.ContainsAny(what, "<>") && len(what) < 60 {
		words = what
	}
	if words == "" {
		return nil
	}
	return ui.Notice(ui.OK, g.Text(words))
}

// recordBody draws a record: what it says, what may be done with it, how it
// came here, and what its domain adds.
func (w *Web) recordBody(v *visit, reg *record.Register, id int64, view recordView) (g.Node, error) {
	ctx, r := v.ctx(), w.reader(v)
	rec, err := r.Get(ctx, reg, id)
	if err != nil {
		return nil, err
	}
	n, err := w.namesOf(ctx, r, reg, []record.Record{rec}, nil)
	if err != nil {
		return nil, err
	}
	passages, err := r.Passages(ctx, reg, id)
	if err != nil {
		return nil, err
	}
	until, err := r.OpenUntil(ctx, reg, rec)
	if err != nil {
		return nil, err
	}
	n.open = until != 0
	b := record.BaseOf(rec)
	page := ui.Record{
		Crumbs: []ui.Link{{Label: reg.Label, Href: w.UI.URL("/r/" + reg.Name)}, {Label: record.Code(id)}, {Label: n.area(b.Area)}},
		Back:   view.back, Beside: view.beside, Title: w.heading(n, reg, rec), Tag: w.tag(reg, rec), Notice: view.notice,
	}
	if b.Voided != "" {
		page.Notice = ui.Notice(ui.Bad, g.Text("已作废："+b.Voided))
	}
	due, panels, err := w.panels(v, reg, rec)
	if err != nil {
		return nil, err
	}
	if reg.Rights.Closed {
		page.Body = append(page.Body, w.dossierBar(v, reg, rec, until))
	}
	if due != nil {
		page.Body = append(page.Body, due)
	}
	page.Body = append(append(page.Body, w.cards(n, reg, rec, view, v)...), panels...)
	page.Side = append(page.Side, ui.Card{Title: "办理经过", Link: ui.Link{Label: "修改历史", Href: w.at(reg, id, "/history")}, Body: g.Group{timeline(reg, rec, passages),
		h.P(h.Class("mute"), h.A(ui.Href(w.at(reg, id, "/who")), g.Text("谁能看到这条，为什么")))}})
	page.Steps = progress(reg, rec, passages)
	page.Bar = w.recordBar(v, reg, rec)
	return page, nil
}

// cards draws the fields on one sheet, section by section.
func (w *Web) cards(n *names, reg *record.Register, rec record.Record, view recordView, v *visit) g.Group {
	card := ui.Card{Title: reg.Label, Bare: true}
	section := ""
	var items []ui.SummaryItem
	flush := func() {
		if len(items) == 0 {
			return
		}
		if len(card.Body) == 0 && section != "" {
			card.Title = section
		} else if section != "" {
			card.Body = append(card.Body, h.H3(h.Class("sub"), g.Text(section)))
		}
		card.Body = append(card.Body, ui.SummaryList{Items: items})
		items = nil
	}
	for _, f := range reg.Fields {
		if f.Section != section {
			flush()
			section = f.Section
		}
		if !said(f, reg, rec) {
			continue
		}
		item := ui.SummaryItem{Label: f.Label, Value: w.show(n, f, rec), Wide: f.Kind.Name() == "prose" || f.Kind.Name() == "rows" || f.Kind.Name() == "refs"}
		if plain, ok := view.revealed[f.Name]; ok {
			item.Value, item.Note = h.Span(h.Class("code"), g.Text(plain)), "查看已记录"
		} else if n.masks(f) && !f.Empty(rec) && w.Store.MayReveal(v.actor, reg, rec) == nil {
			item.Reveal = ui.Action{Post: w.at(reg, record.BaseOf(rec).ID, "/reveal"), Hidden: []ui.Pair{{Name: "field", Value: f.Name}}}
		}
		items = append(items, item)
	}
	flush()
	if len(card.Body) == 0 {
		return nil
	}
	return g.Group{card}
}

// said reports whether a record's page has something to say of a field that its
// heading has not said: what nobody filled in is left out, unless it is asked of
// everybody.
func said(f *record.Field, reg *record.Register, rec record.Record) bool {
	switch {
	case f.IsState, f == reg.Title && !f.IsPersonal:
		return false
	case f.IsSystem && f.Kind.Name() == "text" && slices.ContainsFunc(reg.Keys, func(k *record.Key) bool { return slices.Contains(k.Fields, f) }):
		return false // what a name comes to, kept to tell twins apart
	case f.Kind.Name() == "bool":
		return f.IsRequired || f.Value(rec) != false
	case f.Kind.ZeroCounts() && !f.IsRequired && !f.InListing && f.Kind.JSON(f.Value(rec)) == int64(0):
		return false
	}
	return !unsaid(f, rec) || f.IsRequired && !f.IsSystem
}

func timeline(reg *record.Register, rec record.Record, passages []store.Passage) g.Node {
	t := ui.Timeline{}
	for i := len(passages) - 1; i >= 0; i-- {
		p := passages[i]
		e := ui.TimelineEntry{Who: p.Name, What: p.Label, When: p.At.String(), System: p.Name == "系统"}
		if p.Unit != "" {
			e.When = p.At.String() + " · " + p.Unit
		}
		if on := p.On; on != "" && string(on) != p.At.Time().Format("2006-01-02") {
			e.What += "（自 " + on.Chinese() + " 起）"
		}
		if p.Note != "" {
			e.Note = h.P(h.Class("sec"), g.Text(p.Note))
		}
		t.Entries = append(t.Entries, e)
	}
	if len(t.Entries) == 0 {
		b := record.BaseOf(rec)
		t.Entries = append(t.Entries, ui.TimelineEntry{What: "登记", When: b.Created.String(), System: true})
	}
	return t
}

// progress draws how far a record has come along its ordinary way; nothing for
// one that left it.
func progress(reg *record.Register, rec record.Record, passages []store.Passage) ui.Steps {
	at := slices.Index(reg.Path, reg.StateOf(rec))
	if at < 0 {
		return ui.Steps{}
	}
	var out ui.Steps
	for i, state := range reg.Path {
		step := ui.Step{Label: reg.StateLabel(state), Done: i < at || i == at && i == len(reg.Path)-1, Current: i == at}
		for _, p := range passages {
			if p.To == state && i <= at {
				step.Note = p.On.Time().Format("1月2日")
			}
		}
		out.List = append(out.List, step)
	}
	return out
}

// forward puts the step to take next first: the first that needs no reason, and
// has not been taken if another leads on. What turns something down, or ends it
// before its time, is never the primary action.
func forward(reg *record.Register, rec record.Record, list []*record.Step) []*record.Step {
	next := func(st *record.Step) bool { return !st.NeedsNote }
	i := slices.IndexFunc(list, next)
	if i >= 0 && taken(reg, rec, list[i]) {
		if j := slices.IndexFunc(list, func(st *record.Step) bool { return next(st) && !taken(reg, rec, st) && !final(reg, st.To) }); j >= 0 {
			i = j
		}
	}
	if i <= 0 {
		return list
	}
	return append([]*record.Step{list[i]}, append(slices.Clone(list[:i]), list[i+1:]...)...)
}

// taken reports whether a step that leaves a record in its state was taken: what
// it needs has been said.
func taken(reg *record.Register, rec record.Record, st *record.Step) bool {
	return st.To == reg.StateOf(rec) && len(st.Needed) > 0 && !slices.ContainsFunc(st.Needed, func(f *record.Field) bool { return unsaid(f, rec) })
}

// final reports whether a record ends in a state.
func final(reg *record.Register, state string) bool {
	return !slices.ContainsFunc(reg.Steps, func(st *record.Step) bool { return st.Possible(state) })
}

// recordBar offers what may be done now: the first step is the primary one.
func (w *Web) recordBar(v *visit, reg *record.Register, rec record.Record) g.Node {
	b := record.BaseOf(rec)
	bar := ui.ActionBar{}
	for i, st := range forward(reg, rec, w.Store.Available(v.actor, reg, rec)) {
		a := ui.Action{Label: st.Label, Href: w.at(reg, b.ID, "/do/"+st.Name)}
		if len(st.Needed) > 0 || st.NeedsNote { // what it asks besides can be mended afterwards
			a.Label += "…"
		} else {
			a.Href, a.Post = "", w.at(reg, b.ID, "/do/"+st.Name)
			a.Hidden = []ui.Pair{{Name: "_version", Value: strconv.FormatInt(b.Version, 10)}, {Name: "_key", Value: key()}}
		}
		if i == 0 && !st.NeedsNote {
			a.Style, a.Key = ui.Primary, "A"
		}
		if i < 4 {
			bar.Actions = append(bar.Actions, a)
		} else {
			bar.More = append(bar.More, a)
		}
	}
	if w.Store.MayEdit(v.actor, reg, rec) == nil {
		a := ui.Action{Label: "修改", Href: w.at(reg, b.ID, "/edit"), Key: "E"}
		if len(bar.Actions) == 0 {
			a.Style = ui.Primary
		}
		bar.Actions = append(bar.Actions, a)
	}
	if b.Voided == "" && w.Store.MayVoid(v.actor, reg, rec) == nil {
		bar.More = append(bar.More, ui.Action{Label: "作废…", Href: w.at(reg, b.ID, "/void")})
	}
	if b.Merged != 0 {
		if w.Store.MayUnmerge(v.actor, reg, rec) == nil {
			bar.Actions = append(bar.Actions, ui.Action{Label: "撤销合并", Post: w.at(reg, b.ID, "/unmerge"), Hidden: []ui.Pair{{Name: "_key", Value: key()}}})
		}
	} else if w.Store.MayMerge(v.actor, reg, rec) == nil {
		bar.More = append(bar.More, ui.Action{Label: "与另一条合并…", Href: w.at(reg, b.ID, "/merge")})
	}
	if w.mayAssign(v.actor, reg, rec) {
		bar.More = append(bar.More, ui.Action{Label: "指派…", Href: w.at(reg, b.ID, "/assign")})
	}
	bar.More = append(bar.More, ui.Action{Label: "打印成表", Href: w.at(reg, b.ID, "/paper")})
	return bar
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
