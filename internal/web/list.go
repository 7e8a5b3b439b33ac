package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/area"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

func escape(s string) string { return url.QueryEscape(s) }

func writeJSON(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(v)
}

// queryOf reads what a list's address asks for. The address holds all of it.
func queryOf(reg *record.Register, q url.Values) store.Query {
	out := store.Query{Filters: map[string]string{}, Text: strings.TrimSpace(q.Get("q")), Area: q.Get("area"), Voided: q.Get("voided") == "1"}
	out.After, _ = strconv.ParseInt(q.Get("after"), 10, 64)
	out.Before, _ = strconv.ParseInt(q.Get("before"), 10, 64)
	for _, f := range reg.Fields {
		if s := strings.TrimSpace(q.Get(f.Name)); s != "" && f.CanFilter {
			out.Filters[f.Name] = s
		}
	}
	return out
}

// query reads what a visitor's address asks for. A number that is kept sealed
// is not taken from an address.
func (w *Web) query(v *visit, reg *record.Register) (store.Query, error) {
	values := v.r.URL.Query()
	for _, f := range reg.Fields {
		if f.IsSealed && values.Has(f.Name) {
			return store.Query{}, fault.New(fault.Invalid, "%s加密保存，不能写在网址里查；请用名单下面的“按号码查”", f.Label)
		}
	}
	return w.sought(v, reg, queryOf(reg, values))
}

// list is a register's list, narrowed by its address.
func (w *Web) list(v *visit) (g.Node, error) {
	reg, err := w.register(v)
	if err != nil {
		return nil, err
	}
	q, err := w.query(v, reg)
	if err != nil {
		return nil, err
	}
	q.Lean = !v.r.URL.Query().Has("col") // a chosen column may be any
	shown := chosen(reg, v.r.URL.Query())
	page, err := w.reader(v).List(v.ctx(), reg, q)
	if err != nil {
		return nil, err
	}
	n, err := w.namesOf(v.ctx(), w.reader(v), reg, page.Records, func(f *record.Field) bool { return slices.Contains(shown, f) })
	if err != nil {
		return nil, err
	}
	head := ui.Head{Title: reg.Label}
	if v.r.URL.Query().Has("seek") {
		head.Note = g.Text("按号码查到的")
	}
	if w.Store.MayCreate(v.actor, reg) == nil {
		head.Actions = append(head.Actions, ui.Action{Label: w.making(reg), Href: w.UI.URL("/r/" + reg.Name + "/new"), Style: ui.Primary, Icon: "plus"})
	}
	filter, err := w.filterBar(v, reg, q)
	if err != nil {
		return nil, err
	}
	table := w.table(n, reg, shown, page.Records)
	table.Empty = w.emptyList(v, reg, q)
	return w.shell(v, reg.Label, false, head, filter, h.Div(h.ID("list"), h.Section(h.Class("card"), table), w.pager(v, reg, page))), nil
}

func (w *Web) emptyList(v *visit, reg *record.Register, q store.Query) g.Node {
	if len(q.Filters) > 0 || q.Text != "" || q.Area != "" || q.Voided {
		return ui.EmptyState{Title: "没有符合条件的" + reg.Label, Why: "放宽条件，或清除条件看全部。", Action: []ui.Action{{Label: "清除条件", Href: w.UI.URL("/r/" + reg.Name)}}}
	}
	e := ui.EmptyState{Title: "还没有" + reg.Label, Why: "您能看到的范围里还没有登记。"}
	if w.Store.MayCreate(v.actor, reg) == nil {
		e.Action = []ui.Action{{Label: w.making(reg), Href: w.UI.URL("/r/" + reg.Name + "/new")}}
	}
	return e
}

// table draws records as rows: the fields shown, the place, the state.
func (w *Web) table(n *names, reg *record.Register, shown []*record.Field, recs []record.Record) ui.Table {
	t := ui.Table{Caption: reg.Label, Swap: "#list"}
	var fields []*record.Field
	lead := reg.About() // a record without a title leads with what it is about
	if lead != nil && !slices.Contains(shown, lead) {
		lead = nil
	}
	if lead != nil {
		t.Columns = append(t.Columns, ui.Column{Label: lead.Label})
	} else if reg.Title == nil {
		t.Columns = append(t.Columns, ui.Column{Label: "编号"})
	}
	for _, f := range reg.Fields {
		if slices.Contains(shown, f) && f != lead {
			fields = append(fields, f)
			kind := f.Kind.Name()
			t.Columns = append(t.Columns, ui.Column{Label: f.Label, Number: kind == "int" || kind == "decimal" || kind == "money" || kind == "minutes", Unit: map[string]string{"money": "元"}[kind]})
		}
	}
	t.Columns = append(t.Columns, ui.Column{Label: "所在地"})
	if reg.State != nil {
		t.Columns = append(t.Columns, ui.Column{Label: reg.State.Label})
	}
	for _, rec := range recs {
		b := record.BaseOf(rec)
		row := ui.Row{Href: w.at(reg, b.ID), Name: w.titleOf(reg, rec)}
		if lead != nil {
			row.Cells = append(row.Cells, g.Text(or(w.text(n, lead, rec), record.Code(b.ID))))
		} else if reg.Title == nil {
			row.Cells = append(row.Cells, h.Span(h.Class("code"), g.Text(record.Code(b.ID))))
		}
		for _, f := range fields {
			row.Cells = append(row.Cells, g.Text(w.text(n, f, rec)))
		}
		row.Cells = append(row.Cells, g.Text(n.area(b.Area)))
		if reg.State != nil {
			row.Cells = append(row.Cells, w.tag(reg, rec))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// filterBar offers what the register may be filtered on: its state as tabs,
// the rest as fields.
func (w *Web) filterBar(v *visit, reg *record.Register, q store.Query) (ui.FilterBar, error) {
	bar := ui.FilterBar{Action: w.UI.URL("/r/" + reg.Name), Swap: "#list"}
	values := v.r.URL.Query()
	if reg.State != nil {
		tab := func(label, state string) {
			u := url.Values{}
			for k, l := range values {
				if k != reg.State.Name && k != "after" && k != "before" && l[0] != "" {
					u[k] = l
				}
			}
			if state != "" {
				u.Set(reg.State.Name, state)
			}
			href := w.UI.URL("/r/" + reg.Name)
			if len(u) > 0 {
				href += "?" + u.Encode()
			}
			bar.Tabs = append(bar.Tabs, ui.Link{Label: label, Href: href, Current: q.Filters[reg.State.Name] == state})
		}
		tab("全部", "")
		for _, o := range reg.State.Kind.(record.Chosen).Options() {
			tab(o.Label, o.Value)
		}
		if s := q.Filters[reg.State.Name]; s != "" {
			bar.Hidden = append(bar.Hidden, ui.Pair{Name: reg.State.Name, Value: s})
		}
	}
	for _, name := range values["col"] {
		bar.Hidden = append(bar.Hidden, ui.Pair{Name: "col", Value: name})
	}
	bar.Fields = append(bar.Fields, ui.Field{Name: "q", Label: "包含文字", Value: q.Text})
	if places, err := w.places(v); err != nil {
		return bar, err
	} else if len(places) > 0 {
		bar.Fields = append(bar.Fields, ui.Field{Widget: ui.Select, Name: "area", Label: "所在地", Value: q.Area, Options: places, Empty: "全部"})
	}
	var days, fields []*record.Field // what is chosen from a list before days, which are typed
	for _, f := range reg.Fields {
		if f.Kind.Name() == "date" {
			days = append(days, f)
		} else {
			fields = append(fields, f)
		}
	}
	for _, f := range append(fields, days...) {
		if !f.CanFilter || f.IsState {
			continue
		}
		x, err := w.filterField(v, f, q.Filters[f.Name])
		if err != nil {
			return bar, err
		}
		if x.Name != "" {
			bar.Opened = bar.Opened || len(bar.Fields) >= 4 && x.Value != ""
			bar.Fields = append(bar.Fields, x)
		}
	}
	if len(q.Filters) > 0 || q.Text != "" || q.Area != "" || q.Voided {
		bar.Clear = w.UI.URL("/r/" + reg.Name)
	}
	return bar, nil
}

// filterField draws one condition. References are filtered by the links that
// lead here, dates by 甲..乙.
func (w *Web) filterField(v *visit, f *record.Field, value string) (ui.Field, error) {
	x := ui.Field{Name: f.Name, Label: f.Label, Value: value, Widget: ui.Select, Empty: "全部"}
	if c, ok := f.Kind.(record.Chosen); ok {
		for _, o := range c.Options() {
			x.Options = append(x.Options, ui.Option{Value: o.Value, Label: o.Label})
		}
		return x, nil
	}
	if c, ok := f.Kind.(record.Coded); ok {
		options, err := w.Store.Options(v.ctx(), c.List(), v.actor.Area, w.Store.Today())
		for _, o := range options {
			x.Options = append(x.Options, ui.Option{Value: o.Value, Label: o.Label})
		}
		return x, err
	}
	switch f.Kind.Name() {
	case "bool":
		x.Options = []ui.Option{{Value: "1", Label: "是"}, {Value: "0", Label: "否"}}
		return x, nil
	case "date":
		x.Widget, x.Hint = ui.TextInput, "如 2026-01-01..2026-09-30"
		return x, nil
	case "int", "year":
		x.Widget = ui.TextInput
		return x, nil
	}
	return ui.Field{}, nil
}

// places gives the divisions right under the visitor's own, for narrowing.
func (w *Web) places(v *visit) ([]ui.Option, error) {
	digits := map[area.Level]int{area.County: 9, area.Town: 12}[area.LevelOf(v.actor.Area)]
	if digits == 0 {
		return nil, nil
	}
	list, err := w.Store.AreasBelow(v.ctx(), v.actor.Area, digits)
	var out []ui.Option
	for _, o := range list {
		out = append(out, ui.Option{Value: o.Value, Label: o.Label})
	}
	return out, err
}

func (w *Web) pager(v *visit, reg *record.Register, page *store.Page) ui.Pager {
	to := func(name string, id int64) string {
		if id == 0 {
			return ""
		}
		u := v.r.URL.Query()
		u.Del("after")
		u.Del("before")
		u.Set(name, strconv.FormatInt(id, 10))
		return w.UI.URL("/r/" + reg.Name + "?" + u.Encode())
	}
	p := ui.Pager{Total: fmt.Sprintf("共 %s 条", totalText(page)), Next: to("after", page.Next), Prev: to("before", page.Prev), Swap: "#list"}
	u := v.r.URL.Query()
	u.Del("after")
	u.Del("before")
	with := func(path string) string {
		if len(u) > 0 {
			return w.UI.URL("/r/"+reg.Name+path) + "?" + u.Encode()
		}
		return w.UI.URL("/r/" + reg.Name + path)
	}
	if len(sealedFields(v, reg)) > 0 {
		p.Actions = append(p.Actions, ui.Action{Label: "按号码查", Href: w.UI.URL("/r/" + reg.Name + "/seek"), Small: true})
	}
	if w.Store.MayExport(v.actor, reg) == nil {
		way := "/export.xlsx"
		if (exchange.Wanted{Fields: u["col"]}).Personal(reg) {
			way = "/export"
		}
		p.Actions = append(p.Actions, ui.Action{Label: "导出 Excel", Href: with(way), Small: true})
	}
	if w.Store.MayImport(v.actor, reg) == nil {
		p.Actions = append(p.Actions, ui.Action{Label: "从 Excel 粘贴", Href: w.UI.URL("/r/" + reg.Name + "/paste"), Small: true}, ui.Action{Label: "从 Excel 导入", Href: w.UI.URL("/r/" + reg.Name + "/import"), Small: true})
	}
	if w.Store.MayCreate(v.actor, reg) == nil {
		p.Actions = append(p.Actions, ui.Action{Label: "空白表", Href: w.UI.URL("/r/" + reg.Name + "/blank"), Small: true})
	}
	p.Extra = w.columnChooser(v, reg)
	return p
}

func totalText(p *store.Page) string {
	if p.Over {
		return "1万+"
	}
	return ui.Comma(int64(p.Total))
}
