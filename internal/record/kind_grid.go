package record

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"sanshe/internal/fault"
)

// Grid is the kind of a field that holds rows.
type Grid struct {
	structured
	Fields []*Field // of a row
	row    reflect.Type
}

// Name implements [Kind].
func (Grid) Name() string { return "rows" }

// NewRow gives the address of an empty row.
func (g Grid) NewRow() any { return reflect.New(g.row).Interface() }

// Each gives the addresses of the rows in v.
func (g Grid) Each(v any) []any {
	l := reflect.ValueOf(v)
	out := make([]any, l.Len())
	for i := range out {
		row := reflect.New(g.row)
		row.Elem().Set(l.Index(i))
		out[i] = row.Interface()
	}
	return out
}

// Put replaces the rows at p.
func (g Grid) Put(p any, rows []any) {
	l := reflect.MakeSlice(reflect.SliceOf(g.row), 0, len(rows))
	for _, r := range rows {
		l = reflect.Append(l, reflect.ValueOf(r).Elem())
	}
	reflect.ValueOf(p).Elem().Set(l)
}

// Parse reads rows written as a JSON array of objects of texts; forms and the
// API bring them together into that.
func (g Grid) Parse(p any, s string) error {
	if strings.TrimSpace(s) == "" {
		g.Put(p, nil)
		return nil
	}
	var raw []map[string]string
	if err := json.Unmarshal([]byte(s), &raw); err != nil {
		return fmt.Errorf("表格读不出来，请重新填写")
	}
	var rows []any
	for i, m := range raw {
		row, blank := g.NewRow(), true
		var problems []fault.Problem
		for _, f := range g.Fields {
			if strings.TrimSpace(m[f.Name]) == "" {
				continue
			}
			blank = false
			if err := f.Kind.Parse(f.Ptr(row), m[f.Name]); err != nil {
				problems = append(problems, f.problem("第 %d 行：%v", i+1, err))
			}
		}
		if blank {
			continue
		}
		for _, f := range g.Fields {
			if f.IsRequired && f.Empty(row) && m[f.Name] == "" {
				problems = append(problems, f.problem("第 %d 行：没有填", i+1))
			}
		}
		if len(problems) > 0 {
			return fault.Fields(problems...)
		}
		rows = append(rows, row)
	}
	g.Put(p, rows)
	return nil
}

// Format writes rows as JSON that Parse takes back.
func (g Grid) Format(v any) string {
	out := []map[string]string{}
	for _, row := range g.Each(v) {
		m := map[string]string{}
		for _, f := range g.Fields {
			if !f.Empty(row) {
				m[f.Name] = f.Text(row)
			}
		}
		out = append(out, m)
	}
	if len(out) == 0 {
		return ""
	}
	b, _ := json.Marshal(out) // strings only
	return string(b)
}

// JSON implements [Kind].
func (g Grid) JSON(v any) any {
	return g.rows(v, func(f *Field, row any) any { return f.Kind.JSON(f.Value(row)) })
}

// Arg implements [Kind]: rows are kept under the names of their fields, so that
// a Go field may be renamed.
func (g Grid) Arg(v any) any {
	return structured{}.Arg(g.rows(v, func(f *Field, row any) any { return f.Value(row) }))
}

// Dest implements [Kind].
func (g Grid) Dest(p any) any { return gridDest{g, p} }

func (g Grid) rows(v any, value func(*Field, any) any) []map[string]any {
	out := []map[string]any{}
	for _, row := range g.Each(v) {
		m := map[string]any{}
		for _, f := range g.Fields {
			m[f.Name] = value(f, row)
		}
		out = append(out, m)
	}
	return out
}

type gridDest struct {
	Grid
	p any
}

// Scan implements [sql.Scanner].
func (d gridDest) Scan(v any) error {
	var kept []map[string]json.RawMessage
	err := jsonDest{&kept}.Scan(v)
	rows := make([]any, len(kept))
	for i, m := range kept {
		rows[i] = d.NewRow()
		for _, f := range d.Fields {
			if raw := m[f.Name]; raw != nil && err == nil {
				err = json.Unmarshal(raw, f.Ptr(rows[i]))
			}
		}
	}
	d.Put(d.p, rows)
	return err
}

// Schema implements [Kind].
func (g Grid) Schema() map[string]any {
	props := map[string]any{}
	for _, f := range g.Fields {
		s := f.Kind.Schema()
		s["title"] = f.Label
		props[f.Name] = s
	}
	return map[string]any{"type": "array", "items": map[string]any{"type": "object", "properties": props}}
}
