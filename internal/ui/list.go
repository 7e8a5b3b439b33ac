package ui

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// List is a list page below its Head: filters, table, paging, and the bar for
// selected rows. Filtering, sorting and paging exchange the list alone.
type List struct {
	Filter FilterBar
	Table  Table
	Pager  Pager
	Batch  BatchBar // left out without actions
}

// Render writes the list with the id "list".
func (l List) Render(w io.Writer) error {
	const id = "#list"
	l.Filter.Swap, l.Table.Swap, l.Pager.Swap = id, id, id
	if len(l.Batch.Actions) > 0 && l.Table.Select != "" {
		l.Table.Form = or(l.Batch.ID, "batch")
	}
	return h.Div(h.ID("list"), l.Filter, h.Div(h.Class("card"), l.Table, l.Pager),
		g.If(len(l.Batch.Actions) > 0, l.Batch)).Render(w)
}

// Pager leads to the next and previous part of a list found by key, not by
// page number.
type Pager struct {
	Prev, Next string // addresses; empty: there is none
	Total      string // "共 1,234 条", "1万+ 条"
	Actions    []Action
	Extra      g.Node // beside the actions, such as a chooser of columns
	Swap       string
}

// Render writes the foot of a list.
func (p Pager) Render(w io.Writer) error {
	step := func(href, label, rel string) g.Node {
		if href == "" {
			return h.Span(h.Class("btn sm off"), g.Text(label))
		}
		return h.A(h.Class("btn sm"), Href(href), h.Rel(rel), g.Text(label))
	}
	return h.Div(h.Class("pager"),
		h.Span(h.Class("mute"), h.Data("total", ""), g.Text(p.Total)),
		g.Iff(len(p.Actions) > 0 || p.Extra != nil, func() g.Node { return h.Div(h.Class("ac"), p.Extra, actions(p.Actions)) }),
		g.If(p.Prev != "" || p.Next != "", h.Nav(h.Aria("label", "翻页"), attr("data-swap", p.Swap), step(p.Prev, "上一页", "prev"), step(p.Next, "下一页", "next"))),
	).Render(w)
}

// BatchBar acts on the selected rows of a table: its form owns the select
// boxes (Table.Form is its ID). With script it shows itself on selection only.
type BatchBar struct {
	ID      string // defaults to "batch"
	Action  string // default address of the buttons; each may have its own To
	Hidden  []Pair
	Actions []Action
}

// Render writes the bar.
func (b BatchBar) Render(w io.Writer) error {
	return h.Form(h.ID(or(b.ID, "batch")), h.Class("batch"), h.Method("post"), h.Action(safe(b.Action)), h.Data("batch", ""), hidden(b.Hidden),
		h.Span(h.Role("status"), h.Data("picked", ""), g.Text("对选中的行")), actions(b.Actions),
		h.Button(h.Type("button"), h.Class("btn txt"), h.Data("unpick", ""), g.Attr("hidden"), g.Text("取消选择"), h.Span(h.Class("kbd"), h.Aria("hidden", "true"), g.Text("Esc"))),
	).Render(w)
}

// FilterBar narrows a list by a GET form, so that the address holds all of it.
type FilterBar struct {
	Action  string
	Tabs    []Link  // saved views with counts
	Fields  []Field // the first four are shown, the others under 更多条件
	Hidden  []Pair
	Clear   string // address without any condition; empty: nothing is narrowed
	Swap    string // selector of the part a change exchanges, such as "#list"
	Opened  bool   // a field under 更多条件 is in use
	Actions []Action
}

// Render writes tabs and form.
func (f FilterBar) Render(w io.Writer) error {
	n := min(4, len(f.Fields))
	narrow := func(fs []Field) g.Node {
		return g.Map(fs, func(x Field) g.Node {
			x.Required, x.filter = true, true
			return x
		})
	}
	return h.Div(h.Class("filter"),
		Tabs{Links: f.Tabs, Swap: f.Swap},
		g.Iff(len(f.Fields) > 0, func() g.Node {
			return h.Form(h.Action(safe(f.Action)), h.Role("search"), h.Aria("label", "筛选"), attr("data-swap", f.Swap), hidden(f.Hidden),
				narrow(f.Fields[:n]),
				g.Iff(len(f.Fields) > n, func() g.Node {
					return h.Details(g.If(f.Opened, g.Attr("open")), h.Summary(h.Class("btn txt"), g.Text("更多条件"), Icon("down")), h.Div(h.Class("rest"), narrow(f.Fields[n:])))
				}),
				h.Div(h.Class("ac"), h.Button(h.ID("filter-go"), h.Class("btn"), h.Type("submit"), g.Text("筛选")),
					g.If(f.Clear != "", h.A(h.Class("btn txt"), Href(f.Clear), g.Text("清除条件"))), actions(f.Actions)))
		})).Render(w)
}
