package web

import (
	"encoding/json"
	"strconv"
	"strings"

	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// field turns a described field into a form's field, holding text.
func (w *Web) field(v *visit, n *names, reg *record.Register, f *record.Field, rec record.Record, in record.Input, problem string) (ui.Field, error) {
	out := ui.Field{Name: f.Name, Label: f.Label, Hint: f.Hint, Required: f.IsRequired, Error: problem, Sealed: f.IsSealed}
	out.Value = f.Text(rec)
	if n.masks(f) {
		out.Value = f.Masked(rec)
	}
	if unsaid(f, rec) || record.BaseOf(rec).ID == 0 && f.Kind.ZeroCounts() && f.Kind.JSON(f.Value(rec)) == int64(0) {
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
		grid, err := w.gridRows(v, f.Kind.(record.Grid), out.Value)
		if err != nil {
			return out, err
		}
		out.Grid = grid
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

func (w *Web) gridRows(v *visit, grid record.Grid, value string) (*ui.GridRows, error) {
	out := &ui.GridRows{}
	for _, f := range grid.Fields {
		col := ui.Field{Name: f.Name, Label: f.Label}
		var options []record.Option
		switch k := f.Kind.(type) {
		case record.Chosen:
			options = k.Options()
		case record.Coded:
			var err error
			if options, err = w.Store.Options(v.ctx(), k.List(), v.actor.Area, w.Store.Today()); err != nil {
				return nil, err
			}
		}
		if f.Kind.Name() == "bool" {
			options = []record.Option{{Value: "是", Label: "是"}, {Value: "否", Label: "否"}}
		}
		for _, o := range options {
			col.Widget, col.Options = ui.Select, append(col.Options, ui.Option{Value: o.Value, Label: o.Label})
		}
		out.Columns = append(out.Columns, col)
	}
	var rows []map[string]string
	if value != "" && json.Unmarshal([]byte(value), &rows) == nil {
		for _, r := range rows {
			out.Rows = append(out.Rows, ui.GridRow{Values: r})
		}
	}
	return out, nil
}
