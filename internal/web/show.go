package web

import (
	"context"
	"fmt"
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
	away   map[string]map[int64]bool // those whose page is not for whoever visits
	areas  map[string]string
	label  func(list, value string) string
	open   bool // the dossier is: what is personal is shown in full, but for numbers

	readable func(*record.Register) bool // by whoever visits
}

// namesOf gathers the names that records of a register need: one query a
// register referred to, one for divisions.
func (w *Web) namesOf(ctx context.Context, r *store.Reader, reg *record.Register, recs []record.Record, only func(*record.Field) bool) (*names, error) {
	n := &names{titles: map[string]map[int64]string{}, away: map[string]map[int64]bool{}, label: func(list, value string) string { return w.Store.CodeLabel(ctx, list, value) },
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
		if n.titles[target.Name], n.away[target.Name], err = r.Called(ctx, target, list); err != nil {
			return nil, err
		}
	}
	n.areas, err = w.Store.AreaNames(ctx, codes)
	return n, err
}

// masks reports whether a field is shown by its mask.
func (n *names) masks(f *record.Field) bool { return f.IsPersonal && (f.IsSealed || !n.open) }

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

// unsaid reports whether nobody has said a field of a record or row: an amount of
// nothing that nobody typed is none.
func unsaid(f *record.Field, rec any) bool {
	return f.Empty(rec) || f.Kind.Name() == "money" && !f.IsSystem && f.Value(rec) == record.Fen(0)
}

// text gives a field's value as words. What is personal is masked.
func (w *Web) text(n *names, f *record.Field, rec record.Record) string {
	if unsaid(f, rec) {
		return ""
	}
	if n.masks(f) {
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
	if unsaid(f, rec) {
		return nil
	}
	if target := w.Store.Book().Target(f); target != nil && !n.masks(f) {
		var out g.Group
		for i, id := range store.RefIDs(f, rec) {
			if i > 0 {
				out = append(out, g.Text("、"))
			}
			if label := g.Text(title(n, target, id)); n.readable(target) && !n.away[target.Name][id] {
				out = append(out, h.A(ui.Href(w.at(target, id)), label))
			} else {
				out = append(out, label)
			}
		}
		return out
	}
	if grid, ok := f.Kind.(record.Grid); ok && !n.masks(f) {
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
	t := ui.Table{}
	for _, f := range grid.Fields {
		t.Columns = append(t.Columns, ui.Column{Label: f.Label})
	}
	for _, row := range grid.Each(value) {
		var cells []g.Node
		for _, f := range grid.Fields {
			cells = append(cells, g.If(!unsaid(f, row), g.Text(f.Text(row))))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// at gives the address of a record.
func (w *Web) at(reg *record.Register, id int64, more ...string) string {
	return w.UI.URL(fmt.Sprintf("/r/%s/%d%s", reg.Name, id, strings.Join(more, "")))
}
