package web

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// names is what a page calls the records and divisions its records refer to,
// read once for the whole page.
type names struct {
	titles map[string]map[int64]string
	areas  map[string]string
	label  func(list, value string) string

	readable func(*record.Register) bool // by whoever visits
}

// namesOf gathers the names that records of a register need: one query a
// register referred to, one for divisions.
func (w *Web) namesOf(ctx context.Context, r *store.Reader, reg *record.Register, recs []record.Record, only func(*record.Field) bool) (*names, error) {
	n := &names{titles: map[string]map[int64]string{}, label: func(list, value string) string { return w.Store.CodeLabel(ctx, list, value) },
		readable: func(reg *record.Register) bool { return w.Store.MayRead(reg, r.Actor()) }}
	ids := map[*record.Register][]int64{}
	var codes []string
	for _, rec := range recs {
		codes = append(codes, record.BaseOf(rec).Area)
		for _, f := range reg.Fields {
			if only != nil && !only(f) {
				continue
			}
			if target := w.Store.Book().Target(f); target != nil {
				ids[target] = append(ids[target], store.RefIDs(f, rec)...)
			}
			switch v := f.Value(rec).(type) {
			case string:
				if f.Kind.Name() == "division" {
					codes = append(codes, v)
				}
			case []string:
				if f.Kind.Name() == "divisions" {
					codes = append(codes, v...)
				}
			}
		}
	}
	var err error
	for target, list := range ids {
		if n.titles[target.Name], err = r.Titles(ctx, target, list); err != nil {
			return nil, err
		}
	}
	n.areas, err = w.Store.AreaNames(ctx, codes)
	return n, err
}

func (n *names) area(code string) string {
	return or(shortPlace(n.areas[code]), code)
}

// shortPlace says a community's name as people say it.
func shortPlace(name string) string {
	if s, ok := strings.CutSuffix(name, "社区居民委员会"); ok {
		return s + "社区"
	}
	if s, ok := strings.CutSuffix(name, "村民委员会"); ok {
		return s + "村"
	}
	return name
}

// text gives a field's value as words. What is personal is masked.
func (w *Web) text(n *names, f *record.Field, rec record.Record) string {
	if f.Empty(rec) {
		return ""
	}
	if f.IsPersonal {
		return f.Masked(rec)
	}
	if target := w.Store.Book().Target(f); target != nil {
		var out []string
		for _, id := range store.RefIDs(f, rec) {
			out = append(out, title(n, target, id))
		}
		return strings.Join(out, "、")
	}
	switch v := f.Value(rec).(type) {
	case string:
		if c, ok := f.Kind.(record.Coded); ok {
			return n.label(c.List(), v)
		}
		if f.Kind.Name() == "division" {
			return n.area(v)
		}
	case []string:
		out := make([]string, len(v))
		for i, x := range v {
			out[i] = x
			if c, ok := f.Kind.(record.Coded); ok {
				out[i] = n.label(c.List(), x)
			} else if f.Kind.Name() == "divisions" {
				out[i] = n.area(x)
			}
		}
		return strings.Join(out, "、")
	}
	return f.Text(rec)
}

func title(n *names, target *record.Register, id int64) string {
	if t := n.titles[target.Name][id]; t != "" {
		return t
	}
	return target.Label + " " + record.Code(id)
}

// show draws a field's value; nil if it is empty.
func (w *Web) show(n *names, f *record.Field, rec record.Record) g.Node {
	if f.Empty(rec) {
		return nil
	}
	if target := w.Store.Book().Target(f); target != nil && !f.IsPersonal {
		var out g.Group
		for i, id := range store.RefIDs(f, rec) {
			if i > 0 {
				out = append(out, g.Text("、"))
			}
			if label := g.Text(title(n, target, id)); n.readable(target) {
				out = append(out, h.A(ui.Href(w.at(target, id)), label))
			} else {
				out = append(out, label)
			}
		}
		return out
	}
	if grid, ok := f.Kind.(record.Grid); ok && !f.IsPersonal {
		return showGrid(grid, f.Value(rec))
	}
	words := w.text(n, f, rec)
	switch f.Kind.Name() {
	case "prose":
		return h.Span(h.Class("prose"), lines(words))
	case "date", "time", "phone", "credit_code", "id_number":
		return h.Span(h.Class("code"), g.Text(words))
	case "int", "decimal", "minutes":
		return g.Text(words)
	case "money":
		return g.Text(words + " 元")
	case "file":
		at := w.at(w.Store.Book().RegisterOf(rec), record.BaseOf(rec).ID, "/file/"+f.Name)
		if strings.HasSuffix(words, ".pdf") {
			return h.A(ui.Href(at), g.Text("打开附件"))
		}
		return h.A(ui.Href(at), h.Img(h.Class("photo"), h.Src(at), h.Alt(f.Label)))
	}
	return g.Text(words)
}

func lines(s string) g.Node {
	var out g.Group
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			out = append(out, h.Br())
		}
		out = append(out, g.Text(line))
	}
	return out
}

func showGrid(grid record.Grid, value any) g.Node {
	t := ui.Table{Plain: true}
	for _, f := range grid.Fields {
		t.Columns = append(t.Columns, ui.Column{Label: f.Label})
	}
	for _, row := range grid.Each(value) {
		var cells []g.Node
		for _, f := range grid.Fields {
			cells = append(cells, g.Text(f.Text(row)))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// at gives the address of a record.
func (w *Web) at(reg *record.Register, id int64, more ...string) string {
	return w.UI.URL(fmt.Sprintf("/r/%s/%d%s", reg.Name, id, strings.Join(more, "")))
}

// field turns a described field into a form's field, holding text.
func (w *Web) field(v *visit, n *names, reg *record.Register, f *record.Field, rec record.Record, in record.Input, problem string) (ui.Field, error) {
	out := ui.Field{Name: f.Name, Label: f.Label, Hint: f.Hint, Required: f.IsRequired, Error: problem, Sealed: f.IsSealed}
	out.Value = f.Text(rec)
	if f.IsPersonal {
		out.Value = f.Masked(rec)
	}
	if f.Empty(rec) || record.BaseOf(rec).ID == 0 && f.Kind.ZeroCounts() && f.Kind.JSON(f.Value(rec)) == int64(0) {
		out.Value = "" // a new form does not begin with noughts
	}
	if typed, ok := in[f.Name]; ok {
		out.Value = typed
	}
	out.Widget = map[string]ui.Widget{"prose": ui.Prose, "int": ui.Number, "decimal": ui.Number, "year": ui.Number, "money": ui.Money, "date": ui.DateInput,
		"time": ui.DateTime, "month": ui.Month, "bool": ui.Check, "phone": ui.Phone, "credit_code": ui.Code, "id_number": ui.Code, "rows": ui.Grid}[f.Kind.Name()]
	switch {
	case f.Kind.Name() == "bool":
		out.Value = map[bool]string{true: "1"}[out.Value == "是" || out.Value == "1"]
		out.Required = true // an unticked box is an answer
	case f.Kind.Name() == "file":
		w.fileField(&out, reg, rec, out.Value)
	case f.Kind.Name() == "money":
		out.Unit = "元"
	case f.Kind.Name() == "rows":
		out.Grid = gridRows(f.Kind.(record.Grid), out.Value)
	}
	if c, ok := f.Kind.(record.Chosen); ok {
		out.Widget = ui.Choice
		for _, o := range c.Options() {
			out.Options = append(out.Options, ui.Option{Value: o.Value, Label: o.Label})
			if out.Value == o.Label {
				out.Value = o.Value
			}
		}
	}
	if c, ok := f.Kind.(record.Coded); ok {
		options, err := w.Store.Options(v.ctx(), c.List(), v.actor.Area, w.Store.Today())
		if err != nil {
			return out, err
		}
		out.Widget = ui.Select
		if f.Kind.Name() == "codes" {
			out.Widget, out.Values = ui.Checks, record.Split(out.Value)
		}
		for _, o := range options {
			out.Options = append(out.Options, ui.Option{Value: o.Value, Label: o.Label})
			if out.Value == o.Label {
				out.Value = o.Value
			}
		}
	}
	if target := w.Store.Book().Target(f); target != nil {
		w.picker(&out, n, target, f.Kind.Name() == "refs")
	}
	if f.Kind.Name() == "division" || f.Kind.Name() == "divisions" {
		out.Hint = strings.TrimSpace(out.Hint + " 填名称或区划代码，几个用顿号分开")
		parts := record.Split(out.Value)
		for i, p := range parts {
			if name := n.areas[p]; name != "" {
				parts[i] = name + "〔" + p + "〕"
			}
		}
		out.Value = strings.Join(parts, "、")
	}
	return out, nil
}

// picker makes a field find records by typing.
func (w *Web) picker(out *ui.Field, n *names, target *record.Register, several bool) {
	if several { // several are written as titles; the store finds them
		parts := record.Split(out.Value)
		for i, p := range parts {
			if id, err := strconv.ParseInt(p, 10, 64); err == nil {
				parts[i] = strings.Join(record.Split(title(n, target, id)), " ") + "〔" + record.Code(id) + "〕"
			}
		}
		out.Widget, out.Lines, out.Value = ui.Prose, 3, strings.Join(parts, "\n")
		out.Hint = strings.TrimSpace(out.Hint + " 填" + target.Label + "的名称或编号，一行一个")
		return
	}
	out.Widget, out.Source = ui.Picker, w.UI.URL("/pick/"+target.Name)
	if id, err := strconv.ParseInt(out.Value, 10, 64); err == nil {
		out.Text = title(n, target, id)
	} else {
		out.Text, out.Value = out.Value, ""
	}
}

func gridRows(grid record.Grid, value string) *ui.GridRows {
	out := &ui.GridRows{}
	for _, f := range grid.Fields {
		col := ui.Field{Name: f.Name, Label: f.Label}
		if c, ok := f.Kind.(record.Chosen); ok {
			col.Widget = ui.Select
			for _, o := range c.Options() {
				col.Options = append(col.Options, ui.Option{Value: o.Value, Label: o.Label})
			}
		}
		out.Columns = append(out.Columns, col)
	}
	var rows []map[string]string
	if value != "" && json.Unmarshal([]byte(value), &rows) == nil {
		for _, r := range rows {
			out.Rows = append(out.Rows, ui.GridRow{Values: r})
		}
	}
	return out
}
