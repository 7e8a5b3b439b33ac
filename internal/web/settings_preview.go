package web

import (
	"fmt"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// preview shows what a change does before it is made: the figures by the same
// engine under the rules as they would be, the due days by the same clocks.
func (w *Web) preview(v *visit, before, after *store.Rules, c store.Ruling) (g.Node, error) {
	changes := w.Store.Changes(before, c)
	t := ui.Table{Caption: "改动", Columns: []ui.Column{{Label: "范围和起止"}, {Label: "原来"}, {Label: "改成"}}}
	var codes []store.Provision
	for _, x := range c.Rows {
		codes = append(codes, store.Provision{Area: x.Area})
	}
	place, err := w.placesOf(v, codes)
	if err != nil {
		return nil, err
	}
	for _, x := range changes {
		label := strings.TrimSpace(x.Label)
		if c.Sort != store.OfDay {
			x := c.Rows[0]
			label = strings.TrimSpace(place(x.Area) + " " + spell(store.Provision{From: x.From, To: x.To}))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(label), g.Text(or(x.Was, "无")), h.Strong(g.Text(or(x.Is, "不再适用")))}})
	}
	out := g.Group{ui.Card{Title: "改动", Body: g.Group{t}, Bare: true}}
	var more []g.Node
	switch c.Sort {
	case store.OfSetting:
		more, err = w.settingEffects(v, before, after, c)
	case store.OfCode:
		more, err = w.codeEffects(v, c)
	case store.OfDay:
		more, err = w.calendarEffects(v, after, c)
	}
	return append(out, more...), err
}

// settingEffects shows the figures and the due days that depend on a setting.
func (w *Web) settingEffects(v *visit, before, after *store.Rules, c store.Ruling) (out g.Group, err error) {
	s, x := w.Store.Described(c.Name), c.Rows[0]
	if using := w.Figures.Using(c.Name); len(using) > 0 && w.seesFigures(v.actor) {
		card, err := w.figureEffects(v, before, after, x, using)
		if err != nil {
			return nil, err
		}
		out = append(out, card)
		if since, past := w.Store.Past(c); past {
			if card, err = w.pastEffects(v, before, after, x, using, since); err != nil {
				return nil, err
			}
			out = append(out, card)
		}
	}
	if len(s.Clocks) == 0 {
		return out, nil
	}
	list, many, err := w.Store.Recount(v.ctx(), after, x.From, or(x.Area, w.County), s)
	if err != nil {
		return nil, err
	}
	began := max(x.From, w.Store.Today())
	words := fmt.Sprintf("%s 开始计时的，原来 %s 到期，改后 %s 到期。改动只管以后开始计时的；下面这些已经开始的保持原来的期限，“按新值算”只供参考。",
		began.Chinese(), shownDay(before.Due(s, x.Area, began, began)), shownDay(after.Due(s, x.Area, began, began)))
	return append(out, ui.Card{Title: "对期限的影响", Body: g.Group{h.P(g.Text(words)), dueTable(list, many, "按新值算")}}), nil
}

func shownDay(d clock.Date) string {
	if d == "" {
		return "没有期限"
	}
	return string(d) + " " + d.ChineseWeekday()
}

// dueTable lists the open tasks by the day they are due and the day they would be.
func dueTable(list []store.DueMove, many bool, label string) g.Node {
	t := ui.Table{Caption: "未办结的待办", Columns: []ui.Column{{Label: "待办"}, {Label: "现在的期限"}, {Label: label}, {Label: "件数", Number: true}},
		Empty: ui.EmptyState{Title: "没有受影响的待办", Why: "现在没有这类未办结的待办，或者期限一天不差。"}}
	var rest, total int64
	for i, m := range list {
		if total += m.N; i >= 20 {
			rest += m.N
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(m.Label), g.Text(shownDay(m.Due)), g.Text(shownDay(m.New)), ui.Num(m.N)}})
	}
	note := ""
	if rest > 0 {
		note = fmt.Sprintf("还有 %d 件没有列出。", rest)
	}
	if many {
		note += "待办太多，只算了到期最早的一部分。"
	}
	return g.Group{t, g.If(note != "", h.P(h.Class("sec"), g.Text(note)))}
}

func namesOf(list []*figure.Contract) (names []string) {
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

// bothWays answers for figures as they are and as they would be.
func (w *Web) bothWays(v *visit, before, after *store.Rules, q figure.Question, names []string) (was, is []figure.Answer, err error) {
	if was, err = w.Figures.Under(before).Several(v.ctx(), q, names...); err == nil {
		is, err = w.Figures.Under(after).Several(v.ctx(), q, names...)
	}
	return was, is, err
}

// figureEffects shows each figure before and after, and which records come and go.
func (w *Web) figureEffects(v *visit, before, after *store.Rules, x store.Wanted, using []*figure.Contract) (g.Node, error) {
	q := figure.Question{Area: or(x.Area, w.County), At: max(x.From, w.Store.Today())}
	was, is, err := w.bothWays(v, before, after, q, namesOf(using))
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: "指标前后", Columns: []ui.Column{{Label: "指标"}, {Label: "原来", Number: true}, {Label: "改后", Number: true}, {Label: "名单的变化"}}}
	old, next, who := w.Figures.Under(before), w.Figures.Under(after), w.reader(v)
	for i := range was {
		come, more, err := next.Differing(v.ctx(), who, &was[i], old, 10)
		if err != nil {
			return nil, err
		}
		gone, less, err := old.Differing(v.ctx(), who, &was[i], next, 10)
		if err != nil {
			return nil, err
		}
		diff := g.Group{w.differing("多出", was[i].Counted(), come, more), w.differing("少了", was[i].Counted(), gone, less)}
		if more+less == 0 {
			diff = g.Group{g.Text("没有变化")}
		}
		t.Rows = append(t.Rows, ui.Row{Href: w.address(was[i].Name, q), Cells: []g.Node{g.Text(was[i].Label), g.Text(strings.TrimSpace(was[i].Text() + " " + parted(&was[i]))), h.Strong(g.Text(strings.TrimSpace(is[i].Text() + " " + parted(&is[i])))), diff}})
	}
	return ui.Card{Title: "对指标的影响", Note: "截至 " + q.At.Chinese(), Body: g.Group{t}, Bare: true}, nil
}

func parted(a *figure.Answer) string {
	if !a.Ratio() {
		return ""
	}
	return fmt.Sprintf("%d/%d", a.Num, a.Den)
}

// differing names the records that come or go; the list opens.
func (w *Web) differing(word, unit string, rows *figure.Rows, n int64) g.Node {
	if n == 0 {
		return nil
	}
	items := g.Group{}
	for _, r := range rows.Rows {
		item := g.Node(g.Text("不在您的辖区的一条"))
		if r.Record != nil {
			item = h.A(ui.Href(w.at(rows.Answer.Register, r.ID)), g.Text(w.titleOf(rows.Answer.Register, r.Record)))
		}
		items = append(items, h.Li(item))
	}
	if int64(len(rows.Rows)) < n {
		items = append(items, h.Li(g.Text(fmt.Sprintf("……共 %d %s", n, unit))))
	}
	return h.Details(h.Class("data"), h.Summary(g.Text(fmt.Sprintf("%s %d %s", word, n, unit))), h.Ul(items))
}

// mostPast is how many days gone by a change that reaches back is shown for.
const mostPast = 6

// pastEffects shows how a change alters what figures say of days gone by.
func (w *Web) pastEffects(v *visit, before, after *store.Rules, x store.Wanted, using []*figure.Contract, since clock.Date) (g.Node, error) {
	today := w.Store.Today()
	days := []clock.Date{today.AddDays(-1)}
	for d := clock.Date(today.Month() + "-01").AddDays(-1); d > since && len(days) < mostPast-1; d = clock.Date(d.Month() + "-01").AddDays(-1) {
		days = append(days, d)
	}
	if !slices.Contains(days, since) {
		days = append(days, since)
	}
	slices.Reverse(days)
	t := ui.Table{Caption: "过去的指标", Columns: []ui.Column{{Label: "截至"}, {Label: "指标"}, {Label: "原来", Number: true}, {Label: "改后", Number: true}},
		Empty: ui.EmptyState{Title: "过去的数都不变", Why: "看了 " + fmt.Sprint(len(days)) + " 个日子。"}}
	for _, d := range days {
		q := figure.Question{Area: or(x.Area, w.County), At: d}
		was, is, err := w.bothWays(v, before, after, q, namesOf(using))
		if err != nil {
			return nil, err
		}
		for i := range was {
			if was[i].Num != is[i].Num || was[i].Den != is[i].Den {
				t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(d.Chinese()), g.Text(was[i].Label), g.Text(was[i].Text()), h.Strong(g.Text(is[i].Text()))}})
			}
		}
	}
	return ui.Card{Title: "会改动过去的数", Note: "已按变更号固定的报告不变", Body: g.Group{h.P(g.Text("以下是" + string(since) + "、各月末和昨天的数。今后再问这些日子，得到的是改后的数；按当时的变更号问，仍是原来的数。")), t}}, nil
}

// codeEffects says how many records use a value.
func (w *Web) codeEffects(v *visit, c store.Ruling) (g.Group, error) {
	used, err := w.Store.CodeUse(v.ctx(), w.Store.DB(), c.Name)
	if err != nil {
		return nil, err
	}
	x := c.Rows[0]
	words := fmt.Sprintf("有 %d 条记录用着“%s”。", used[x.Key], x.Key)
	switch {
	case x.End && used[x.Key] > 0:
		words += "停用以后表单里不能再选；这些记录不变，照样显示原来的名称。"
	case x.End:
		words += "停用以后表单里不能再选。"
	default:
		words += "从起始日期起，表单里和记录上显示新的名称；记录本身不变。"
	}
	return g.Group{ui.Card{Title: "对记录的影响", Body: g.Group{h.P(g.Text(words))}}}, nil
}

// calendarEffects says which open due days would move if they were counted
// again, and shows an example.
func (w *Web) calendarEffects(v *visit, after *store.Rules, c store.Ruling) (g.Group, error) {
	var clocks []*store.Setting
	for i := range w.Store.Settings() {
		if s := &w.Store.Settings()[i]; s.Kind == store.WorkDays {
			clocks = append(clocks, s)
		}
	}
	list, many, err := w.Store.Recount(v.ctx(), after, "", w.County, clocks...)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(m store.DueMove) bool { return m.Due == m.New })
	before, err := w.Store.Calendar(v.ctx())
	if err != nil {
		return nil, err
	}
	from := max(w.Store.Today(), clock.Date(c.Rows[0].Key).AddDays(-1))
	was, _ := before.AddWorkingDays(from, 10)
	is, _ := after.Calendar().AddWorkingDays(from, 10)
	words := fmt.Sprintf("例如从 %s 起 10 个工作日：原来到 %s，改后到 %s。改动只管以后算的期限；已经给出的期限不会自己变。", from.Chinese(), shownDay(was), shownDay(is))
	return g.Group{ui.Card{Title: "对期限的影响", Body: g.Group{h.P(g.Text(words)), dueTable(list, many, "重新算")}}}, nil
}
