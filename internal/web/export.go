package web

import (
	"fmt"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// chosen gives the fields a list shows: those its address names, or the usual ones.
func chosen(reg *record.Register, q url.Values) []*record.Field {
	names := q["col"]
	var out []*record.Field
	for _, f := range reg.Fields {
		if !f.IsState && (len(names) == 0 && f.InListing || slices.Contains(names, f.Name)) {
			out = append(out, f)
		}
	}
	return out
}

// columnChooser offers the columns of a list. The address holds the choice.
func (w *Web) columnChooser(v *visit, reg *record.Register) g.Node {
	q := v.r.URL.Query()
	shown := chosen(reg, q)
	var boxes, kept g.Group
	for _, f := range reg.Fields {
		if !f.IsState {
			boxes = append(boxes, h.Label(h.Class("ck"), h.Input(h.Type("checkbox"), h.Name("col"), h.Value(f.Name), g.If(slices.Contains(shown, f), h.Checked())), h.Span(g.Text(f.Label))))
		}
	}
	for name, list := range q {
		if name != "col" && name != "after" && name != "before" && list[0] != "" {
			kept = append(kept, hiddenInput(name, list[0]))
		}
	}
	return h.Details(h.Class("more cols-menu"), h.Data("menu", ""), h.Summary(h.Class("btn sm"), g.Text("选列"), ui.Icon("down")),
		h.Form(h.Class("pop"), h.Action(w.UI.URL("/r/"+reg.Name)), kept, h.FieldSet(h.Legend(g.Text("显示和导出哪些列")), boxes), ui.Action{Label: "显示这些列", Small: true}))
}

// wanted is what the address of a list asks to be exported.
func (w *Web) wanted(v *visit, reg *record.Register) (exchange.Wanted, error) {
	query, err := w.query(v, reg)
	q := v.r.URL.Query()
	return exchange.Wanted{Query: query, Fields: q["col"], Why: strings.TrimSpace(q.Get("_why")), Who: strings.TrimSpace(v.actor.Name + " " + v.actor.Unit)}, err
}

func (w *Web) export(v *visit, f exchange.Format) (g.Node, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, err
	}
	x, err := w.wanted(v, reg)
	if err != nil {
		return nil, err
	}
	page, err := w.send(v, reg.Label+" "+string(w.Store.Today()), f, func(out io.Writer) error {
		return exchange.Export(v.ctx(), w.Store, w.reader(v), reg, x, f, out)
	})
	if e := fault.As(err); e != nil && slices.ContainsFunc(e.Problems, func(p fault.Problem) bool { return p.Field == "_why" }) {
		return w.exportFormWith(v, reg, err)
	}
	return page, err
}

// exportForm asks for what a register with personal columns is exported.
func (w *Web) exportForm(v *visit) (g.Node, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, err
	}
	if err := w.Store.MayExport(v.actor, reg); err != nil {
		return nil, err
	}
	return w.exportFormWith(v, reg, nil)
}

func (w *Web) exportFormWith(v *visit, reg *record.Register, wrong error) (g.Node, error) {
	list, byField, err := problems(wrong)
	if err != nil && wrong != nil {
		return nil, err
	}
	if wrong != nil {
		v.status = statusOf(wrong)
	}
	q, err := w.query(v, reg)
	if err != nil {
		return nil, err
	}
	page, err := w.reader(v).Count(v.ctx(), reg, q)
	if err != nil {
		return nil, err
	}
	at := w.UI.URL("/r/" + reg.Name)
	var kept []ui.Pair
	for name, values := range v.r.URL.Query() {
		for _, x := range values {
			if name != "_why" && name != "after" && name != "before" && x != "" {
				kept = append(kept, ui.Pair{Name: name, Value: x})
			}
		}
	}
	return w.shellPage(v, ui.Page{Title: "导出" + reg.Label, Problem: wrong != nil}, false,
		ui.Head{Title: "导出" + reg.Label, Crumbs: []ui.Link{{Label: reg.Label, Href: at}, {Label: "导出"}},
			Note: g.Text(fmt.Sprintf("按列表现在的条件和列，共 %s 条。姓名、号码遮住；谁在什么时候导出了什么会记下来，首行也写明。", totalText(page)))},
		h.Section(h.Class("card"), ui.Form{Action: at + "/export.xlsx", Get: true, NoDraft: true, Problems: list, Hidden: kept, Body: g.Group{
			ui.Field{Name: "_why", Label: "用途", Required: true, Value: v.r.URL.Query().Get("_why"), Error: byField["_why"], Hint: "有个人信息，写明做什么用，如 7 月走访核对"},
		}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "导出 Excel", Style: ui.Primary}, {Label: "导出 csv", To: at + "/export.csv"}, {Label: "返回", Href: at}}}})), nil
}

// exports lists who took what out: to administrators all, to others their own.
func (w *Web) exports(v *visit) (g.Node, error) {
	before, _ := strconv.ParseInt(v.r.URL.Query().Get("before"), 10, 64)
	all := v.actor.Holds(record.By(w.Admin))
	list, err := w.Store.Exports(v.ctx(), v.actor, all, before, shownRows+1)
	if err != nil {
		return nil, err
	}
	pager := ui.Pager{Total: "新的在前"}
	if len(list) > shownRows {
		list = list[:shownRows]
		pager.Next = w.UI.URL(fmt.Sprintf("/exports?before=%d", list[shownRows-1].ID))
	}
	t := ui.Table{Caption: "导出", Columns: []ui.Column{{Label: "谁"}, {Label: "时间"}, {Label: "台账"}, {Label: "条件和用途"}, {Label: "多少"}},
		Empty: ui.EmptyState{Title: "还没有导出过", Why: "在台账的列表里可以导出当前条件下的记录。"}}
	for _, e := range list {
		label := e.Register
		if reg := w.Store.Book().Register(e.Register); reg != nil {
			label = reg.Label
		}
		if label == "" {
			label = e.Reason
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(strings.TrimSpace(e.Name + " " + e.Unit)), g.Text(e.At.String()), g.Text(label), g.Text(e.Reason), g.Text(e.Detail)}})
	}
	who := "您自己导出过的。"
	if all {
		who = "辖区内各人导出过的。"
	}
	return w.shell(v, "导出记录", false, ui.Head{Title: "导出记录", Note: g.Text(who)}, h.Section(h.Class("card"), t, pager)), nil
}
