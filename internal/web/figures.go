package web

import (
	"fmt"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/figure"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// panel tells where a figure comes from. closed is the address without it; ""
// on the figure's own page. by holds what it is made of.
func (w *Web) panel(v *visit, a *figure.Answer, by map[string]*figure.Answer, closed string) (g.Node, error) {
	part, listNote := figure.Numerator, ""
	if a.Ratio() && a.Den > a.Num {
		part = figure.Rest
		listNote = fmt.Sprintf("以上为分母中其余的 %d %s", a.Den-a.Num, unitOf(a))
	}
	f := w.drawn(a, "")
	f.Href = ""
	p := ui.FigurePanel{Chapter: a.Chapter, Figure: f, AsOf: asOf(a), Close: closed, Beside: closed == "", Rule: a.Rule, Version: ui.Link{Label: fmt.Sprintf("第 %d 版", a.Version), Href: w.address(a.Name, a.Question)},
		Sources: w.sources(a)}
	if a.Ratio() {
		p.Above, p.Below = w.fraction(a, by)
	}
	if closed == "" {
		return p, nil // the list stands beside it
	}
	rows, err := w.Figures.Behind(v.ctx(), w.reader(v), a, part, 0, 6)
	if err != nil {
		return nil, err
	}
	p.All, p.ListNote = ui.Link{Label: fmt.Sprintf("全部 %s %s", ui.Comma(a.Num), unitOf(a)), Href: w.address(a.Name, a.Question)}, listNote
	for _, row := range rows.Rows {
		if row.Record != nil {
			p.List = append(p.List, ui.PanelRow{Label: w.titleOf(a.Register, row.Record), Href: w.at(a.Register, row.ID)})
		}
	}
	if rows.Hidden > 0 {
		p.ListNote = fmt.Sprintf("有 %d 条不在您的辖区，只计数，不列名；需要时请联系%s", rows.Hidden, a.Owner)
	}
	return p, nil
}

// fraction says what stands above and below the line, each part a figure that
// opens.
func (w *Web) fraction(a *figure.Answer, by map[string]*figure.Answer) (above, below []ui.Part) {
	above = []ui.Part{{Label: "计入", Count: a.Num, Href: w.address(a.Name, a.Question)}}
	below = []ui.Part{{Label: "总数", Count: a.Den, Href: w.address(a.Name, a.Question, "part", "denominator")}}
	if base := w.Figures.Contract(a.Base); base != nil {
		below[0].Label = base.Label
	}
	for i, name := range a.Adds {
		if i == 0 {
			above = nil
		}
		if x := by[name]; x != nil {
			above = append(above, ui.Part{Label: x.Label, Count: x.Num, Href: w.address(name, a.Question)})
		}
	}
	return above, below
}

func (w *Web) sources(a *figure.Answer) []ui.Source {
	out := []ui.Source{{Text: "名单：" + a.Register.Label + "台账，随时数出来，没有人填数"}}
	if a.Excludes != "" {
		out = append(out, ui.Source{Text: "不计入：" + a.Excludes})
	}
	if a.Basis != "" {
		out = append(out, ui.Source{Text: "依据：" + a.Basis})
	}
	return append(out, ui.Source{Text: "责任单位：" + a.Owner})
}

// unitOf is what the records behind a figure are counted in.
func unitOf(a *figure.Answer) string { return a.Counted() }

func asOf(a *figure.Answer) string {
	words := "截至 " + a.At.Chinese()
	if a.Period == figure.YearToDate {
		words = a.At.YearStart().Chinese() + "至" + a.At.Chinese()
	}
	if a.Known != 0 {
		words += fmt.Sprintf("，按第 %d 号变更时所知", a.Known)
	}
	return words
}

// figures lists every figure.
func (w *Web) figures(v *visit) (g.Node, error) {
	if err := w.mayFigures(v); err != nil {
		return nil, err
	}
	q, err := w.question(v)
	if err != nil {
		return nil, err
	}
	list, err := w.Figures.All(v.ctx(), q)
	if err != nil {
		return nil, err
	}
	var body g.Group
	for _, c := range w.Menu {
		var fs []ui.Figure
		for i := range list {
			if list[i].Chapter == c.Number {
				fs = append(fs, w.drawn(&list[i], ""))
			}
		}
		if len(fs) > 0 {
			body = append(body, ui.Card{Title: c.Name, Body: g.Group{ui.Figures(fs...)}})
		}
	}
	return w.shell(v, "全部指标", false, ui.Head{Title: "全部指标", Note: g.Text("截至 " + list[0].At.Chinese())}, h.Div(h.Class("stack hits1"), body)), nil
}

// figurePage is a figure's own page: what it says and every record behind it.
func (w *Web) figurePage(v *visit) (g.Node, error) {
	if err := w.mayFigures(v); err != nil {
		return nil, err
	}
	q, err := w.question(v)
	if err != nil {
		return nil, err
	}
	after, _ := strconv.ParseInt(v.r.URL.Query().Get("after"), 10, 64)
	part := figure.PartName(or(v.r.URL.Query().Get("part"), string(figure.Numerator)))
	by, err := w.madeOf(v, v.r.PathValue("name"), q)
	if err != nil {
		return nil, err
	}
	a := by[v.r.PathValue("name")]
	rows, err := w.Figures.Behind(v.ctx(), w.reader(v), a, part, after, 100)
	if err != nil {
		return nil, err
	}
	panel, err := w.panel(v, a, by, "")
	if err != nil {
		return nil, err
	}
	table, err := w.rowsTable(v, rows, part)
	if err != nil {
		return nil, err
	}
	tabs := ui.Tabs{}
	if a.Ratio() {
		for _, t := range []struct {
			part  figure.PartName
			label string
			n     int64
		}{{figure.Numerator, "计入", a.Num}, {figure.Rest, "其余", a.Den - a.Num}, {figure.Denominator, "总数", a.Den}} {
			tabs.Links = append(tabs.Links, ui.Link{Label: t.label, Count: ui.Comma(t.n), Href: w.address(a.Name, a.Question, "part", string(t.part)), Current: part == t.part})
		}
	}
	pager := ui.Pager{Total: fmt.Sprintf("共 %s %s", ui.Comma(map[figure.PartName]int64{figure.Numerator: a.Num, figure.Denominator: a.Den, figure.Rest: a.Den - a.Num}[part]), unitOf(a))}
	if rows.Next != 0 {
		pager.Next = w.address(a.Name, a.Question, "part", string(part), "after", strconv.FormatInt(rows.Next, 10))
	}
	head := ui.Head{Title: a.Label, Note: g.Text(asOf(a)), Crumbs: []ui.Link{{Label: "看板", Href: w.address("", a.Question)}, {Label: "数字来历"}}}
	return w.shell(v, a.Label, false, head, h.Div(h.Class("lay with figurepage"),
		h.Div(h.Class("stack"), h.Section(h.Class("card"), tabs, table, pager)), panel)), nil
}

// madeOf answers for a figure and those it is the sum of.
func (w *Web) madeOf(v *visit, name string, q figure.Question) (map[string]*figure.Answer, error) {
	names := []string{name}
	if c := w.Figures.Contract(name); c != nil {
		names = append(names, c.Adds...)
	}
	list, err := w.Figures.Several(v.ctx(), q, names...)
	by := map[string]*figure.Answer{}
	for i := range list {
		by[list[i].Name] = &list[i]
	}
	return by, err
}

// rowsTable lists the records behind a figure, each with what it contributes.
func (w *Web) rowsTable(v *visit, rows *figure.Rows, part figure.PartName) (ui.Table, error) {
	a := rows.Answer
	t := ui.Table{Caption: a.Label + "的名单", Columns: []ui.Column{{Label: a.Register.Label}, {Label: "所在地"}}}
	if a.Register.State != nil {
		t.Columns = append(t.Columns, ui.Column{Label: "现在的状态"})
	}
	if part != figure.Rest { // what is not counted contributes nothing
		t.Columns = append(t.Columns, ui.Column{Label: "计入", Unit: unitOf(a), Number: true})
	}
	var codes []string
	for _, r := range rows.Rows {
		codes = append(codes, r.Area)
	}
	areas, err := w.Store.AreaNames(v.ctx(), codes)
	if err != nil {
		return t, err
	}
	for _, r := range rows.Rows {
		row := ui.Row{Cells: []g.Node{h.Span(h.Class("mute"), g.Text("不在您的辖区，编号 "+record.Code(r.ID)))}}
		if r.Record != nil {
			row = ui.Row{Href: w.at(a.Register, r.ID), Cells: []g.Node{g.Text(w.titleOf(a.Register, r.Record))}}
		}
		row.Cells = append(row.Cells, g.Text(or(shortPlace(areas[r.Area]), r.Area)))
		if a.Register.State != nil {
			var tag g.Node
			if r.Record != nil {
				tag = w.tag(a.Register, r.Record)
			}
			row.Cells = append(row.Cells, tag)
		}
		if part != figure.Rest {
			row.Cells = append(row.Cells, ui.Num(r.N))
		}
		t.Rows = append(t.Rows, row)
	}
	t.Empty = ui.EmptyState{Title: "这一部分没有记录", Why: "数是 0。"}
	return t, nil
}
