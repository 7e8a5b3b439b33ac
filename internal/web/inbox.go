package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// home sends everybody to what they have to do next.
func (w *Web) home(v *visit) (g.Node, error) {
	if w.Store.MayAudit(v.actor) == nil {
		return w.go303(v, "/audit")
	}
	for _, p := range w.pages() {
		if v.actor.Holds(p.Home) {
			return w.go303(v, p.Path)
		}
	}
	if len(v.actor.Roles) > 0 && w.seesFigures(v.actor) && area.LevelOf(v.actor.Area) == area.County {
		return w.go303(v, "/board")
	}
	if v.actor.Holds(record.By(w.Admin)) {
		return w.go303(v, "/accounts")
	}
	return w.go303(v, "/inbox")
}

// inboxLimit bounds the inbox; nobody works through more at a time.
const inboxLimit = 200

// inbox is the list of what waits for the visitor, with one of them opened.
func (w *Web) inbox(v *visit) (g.Node, error) {
	tasks, err := w.Store.Inbox(v.ctx(), v.actor, inboxLimit)
	if err != nil {
		return nil, err
	}
	tab := v.r.URL.Query().Get("tab")
	box, err := w.inboxOf(v, tasks, tab)
	if err != nil {
		return nil, err
	}
	detail, open, err := w.opened(v, tasks, tab)
	if err != nil {
		return nil, err
	}
	box.Heading = !open
	title := "待办"
	if detail == nil {
		detail = ui.EmptyState{Title: "都办完了", Why: "没有等您办的事。有新的会出现在左边。", Action: w.start(v)}
		if len(tasks) > 0 {
			detail = ui.EmptyState{Title: "选一件来办", Why: "点左边的一件，在这里看详情、对接资源、办理。"}
		}
	}
	return w.shell(v, fmt.Sprintf("%s（%d）", title, len(tasks)), true, ui.Split{List: box, Detail: detail, Open: open, Label: "待办详情"}), nil
}

func (w *Web) start(v *visit) []ui.Action {
	if w.Quick == nil || w.Store.MayCreate(v.actor, w.Quick) != nil {
		return nil
	}
	return []ui.Action{{Label: w.making(w.Quick), Href: w.UI.URL("/r/" + w.Quick.Name + "/new")}}
}

func (w *Web) inboxOf(v *visit, tasks []store.Task, tab string) (ui.Inbox, error) {
	today := w.Store.Today()
	cal, err := w.Store.Calendar(v.ctx())
	if err != nil {
		return ui.Inbox{}, err
	}
	opened := w.openedRef(v, tasks, tab)
	groups := []ui.InboxGroup{{Title: "已超期", Overdue: true}, {Title: "今天到期"}, {Title: "本周"}, {Title: "以后"}}
	counts, late := map[string]int{}, 0
	for _, t := range tasks {
		counts[t.Register.Name]++
		i, due, tone := span(t.Due, today, cal)
		if i == 0 {
			late++
		}
		if tab != "" && tab != t.Register.Name {
			continue
		}
		ref := fmt.Sprintf("%s/%d", t.Register.Name, t.Record)
		href := "/inbox?open=" + ref
		if tab != "" {
			href += "&tab=" + tab
		}
		groups[i].Rows = append(groups[i].Rows, ui.InboxRow{Chapter: w.chapterOf[t.Register.Name], Kind: short(t.Register.Label), Title: t.Title, Meta: t.Label,
			Due: due, Tone: tone, Href: w.UI.URL(href), Current: ref == opened})
	}
	box := ui.Inbox{Title: "待办", Groups: groups, Summary: fmt.Sprintf("%d 件", len(tasks)),
		Empty: ui.EmptyState{Title: "都办完了", Why: "没有等您办的事。"}}
	if late > 0 {
		box.Summary += fmt.Sprintf("，%d 件超期", late)
	}
	box.Tabs = append(box.Tabs, ui.Link{Label: "全部", Href: w.UI.URL("/inbox"), Current: tab == ""})
	for _, c := range w.Store.Book().Registers {
		if n := counts[c.Name]; n > 0 {
			box.Tabs = append(box.Tabs, ui.Link{Label: c.Label, Count: strconv.Itoa(n), Href: w.UI.URL("/inbox?tab=" + c.Name), Current: tab == c.Name})
		}
	}
	return box, nil
}

// short names a register in two characters: the last, which say what it is; a
// person takes three (负责人).
func short(label string) string {
	r, most := []rune(label), 2
	if strings.HasSuffix(label, "人") {
		most = 3
	}
	return string(r[max(0, len(r)-most):])
}

// group says in which group of the inbox a day falls: overdue, today, this week, later.
func group(due, today clock.Date) int {
	switch {
	case due == "":
		return 3
	case due < today:
		return 0
	case due == today:
		return 1
	case due.Sub(today) < 7:
		return 2
	}
	return 3
}

// span says in which group a day falls, and how it is written. What is overdue
// is so by working days.
func span(due, today clock.Date, cal *clock.Calendar) (int, string, ui.Tone) {
	switch i := group(due, today); i {
	case 0:
		n, _ := cal.WorkingDaysBetween(due, today)
		return i, fmt.Sprintf("超 %d 天", max(n, 1)), ui.Bad
	case 1:
		return i, "今天", ui.Warn
	case 2:
		return i, due.ChineseWeekday(), ""
	default:
		return i, string(due), ""
	}
}

// openedRef says which task is opened: the one the address names, or the first.
func (w *Web) openedRef(v *visit, tasks []store.Task, tab string) string {
	if ref := v.r.URL.Query().Get("open"); ref != "" {
		return ref
	}
	today, best, ref := w.Store.Today(), 9, ""
	for _, t := range tasks {
		if i := group(t.Due, today); (tab == "" || tab == t.Register.Name) && i < best {
			best, ref = i, fmt.Sprintf("%s/%d", t.Register.Name, t.Record)
		}
	}
	return ref
}

// opened draws the task that the address opens, or on a wide page the first.
func (w *Web) opened(v *visit, tasks []store.Task, tab string) (g.Node, bool, error) {
	ref, asked := w.openedRef(v, tasks, tab), v.r.URL.Query().Get("open") != ""
	if ref == "" {
		return nil, false, nil
	}
	name, number, _ := strings.Cut(ref, "/")
	reg := w.Store.Book().Register(name)
	id, err := strconv.ParseInt(number, 10, 64)
	if reg == nil || err != nil {
		return nil, false, errNowhere()
	}
	page, err := w.recordBody(v, reg, id, recordView{back: ui.Link{Label: "待办", Href: w.UI.URL("/inbox")}, beside: !asked})
	if fault.Is(err, fault.NotFound) {
		return ui.EmptyState{Title: "这件已经不在您这里", Why: "它可能已被别人办完，或者转走了。"}, true, nil
	}
	if fault.HasCode(err, fault.CodeReason) {
		return ui.EmptyState{Title: "这是未成年人的案卷", Why: "写明为什么要看才能打开。", Action: []ui.Action{{Label: "打开案卷", Href: w.at(reg, id)}}}, true, nil
	}
	return page, asked, err
}

// search looks in every register the visitor may read.
func (w *Web) search(v *visit) (g.Node, error) {
	q := strings.TrimSpace(v.r.URL.Query().Get("q"))
	body := ui.Head{Title: "搜索“" + q + "”"}
	if q == "" {
		return w.shell(v, "搜索", false, ui.Head{Title: "搜索"}, ui.EmptyState{Title: "想找什么", Why: "输入需求、活动、组织或人员的名称；也可以只打拼音首字母，如 bjsq。"}), nil
	}
	hits, err := w.reader(v).Search(v.ctx(), q, 8)
	if err != nil {
		return nil, err
	}
	var found g.Group
	var areas []string
	for _, hit := range hits {
		areas = append(areas, areasOf(hit.Records)...)
	}
	places, err := w.Store.AreaNames(v.ctx(), areas)
	if err != nil {
		return nil, err
	}
	var more g.Group
	for _, hit := range hits {
		all := ui.Link{Label: "全部", Href: w.UI.URL("/r/" + hit.Register.Name + "?q=" + escape(q))}
		if len(hit.Records) == 0 {
			more = append(more, h.A(ui.Href(all.Href), g.Text(hit.Register.Label)), g.Text(" "))
			continue
		}
		t := ui.Table{Caption: hit.Register.Label, Columns: []ui.Column{{Label: "名称"}, {Label: "所在地"}, {Label: "状态"}}, Plain: true}
		for _, rec := range hit.Records {
			b := record.BaseOf(rec)
			t.Rows = append(t.Rows, ui.Row{Href: w.at(hit.Register, b.ID), Cells: []g.Node{g.Text(w.titleOf(hit.Register, rec)), g.Text(shortPlace(places[b.Area])), w.tag(hit.Register, rec)}})
		}
		found = append(found, ui.Card{Title: hit.Register.Label, Bare: true, Link: all, Body: g.Group{t}})
	}
	if len(more) > 0 {
		found = append(found, h.P(g.Text("这些台账里也可能有，点开看："), more))
	}
	if len(hits) == 0 {
		empty := ui.EmptyState{Title: "没有找到“" + q + "”", Why: "换个说法试试。"}
		if w.Ask != nil && w.Store.MayCreate(v.actor, w.Ask) == nil {
			empty.Why = "换个说法试试，或登记为新" + w.Ask.Label + "。"
			empty.Action = []ui.Action{{Label: "登记" + w.Ask.Label, Href: w.UI.URL("/r/" + w.Ask.Name + "/new")}}
		}
		found = append(found, empty)
	}
	return w.shell(v, "搜索“"+q+"”", false, body, h.Div(h.Class("stack hits1"), found)), nil
}

// titleOf gives what a record is called, masked if that is personal.
func (w *Web) titleOf(reg *record.Register, rec record.Record) string {
	if reg.Title != nil && reg.Title.IsPersonal {
		return reg.Title.Masked(rec)
	}
	return reg.TitleOf(rec)
}

// tag is the chip with a record's state.
func (w *Web) tag(reg *record.Register, rec record.Record) g.Node {
	b := record.BaseOf(rec)
	switch {
	case b.Voided != "":
		return ui.Tag{Text: "已作废", Tone: ui.Bad}
	case b.Merged != 0:
		return ui.Tag{Text: "已合并"}
	case reg.State == nil:
		return nil
	}
	state := reg.StateOf(rec)
	tag := ui.Tag{Text: reg.StateLabel(state)}
	for _, t := range reg.Tasks { // somebody has something to do
		if t.State == state {
			tag.Tone = ui.Warn
		}
	}
	return tag
}

// pick answers a picker: the records that have the words.
func (w *Web) pick(v *visit) (g.Node, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, err
	}
	page, err := w.reader(v).List(v.ctx(), reg, store.Query{Text: strings.TrimSpace(v.r.URL.Query().Get("q")), Limit: 12, NoTotal: true})
	if err != nil {
		return nil, err
	}
	n, err := w.Store.AreaNames(v.ctx(), areasOf(page.Records))
	if err != nil {
		return nil, err
	}
	out := []map[string]string{}
	for _, rec := range page.Records {
		b := record.BaseOf(rec)
		out = append(out, map[string]string{"value": strconv.FormatInt(b.ID, 10), "label": w.titleOf(reg, rec), "note": n[b.Area]})
	}
	v.w.Header().Set("Cache-Control", "no-store")
	return nil, writeJSON(v.w, http.StatusOK, out)
}

func areasOf(list []record.Record) []string {
	out := make([]string, len(list))
	for i, rec := range list {
		out[i] = record.BaseOf(rec).Area
	}
	return out
}
