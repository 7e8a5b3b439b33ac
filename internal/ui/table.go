package ui

import (
	"io"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Column is a column of a Table.
type Column struct {
	Label  string
	Unit   string // stands in the head: 服务（次）
	Number bool   // aligned right, tabular digits
	Sort   string // address that sorts by this column; empty: not sortable
	Sorted string // "asc" or "desc" when the rows are in this column's order
	Bar    bool   // cells are Bars; the head is for screen readers only
	Lead   bool   // the large number of a tile on the wall screen
	Hidden bool   // the head is for screen readers only
}

// Row is a row of a Table. The first cell is linked to Href.
type Row struct {
	Key     string // value of the select box
	Name    string // what the row is, for screen readers; needed with Key or Actions
	Href    string
	Cells   []g.Node
	Actions []Action // the two most frequent; more go to More
	More    []Action
	Best    bool // quietly tinted: the suggestion
	Current bool
}

// Table is a list of records. Below 560 px each row becomes a card, unless
// Plain; with more than eight columns it scrolls in a box of its own. Rows stand in the caller's order; the table never orders or ranks.
type Table struct {
	ID      string // defaults to none
	Caption string // for screen readers: what the table lists
	Columns []Column
	Rows    []Row
	Foot    []g.Node // one cell per column; the first is the row's heading
	Select  string   // name of the select boxes; empty: none
	Form    string   // id of the form the boxes belong to, see BatchBar
	Empty   g.Node   // shown instead of a table without rows; usually EmptyState
	Plain   bool     // stays a table on phones: few narrow columns
	Tight   bool     // low rows, for figures
	Swap    string   // selector of the part that sorting exchanges
}

// Render writes the table, or Empty.
func (t Table) Render(w io.Writer) error {
	if len(t.Rows) == 0 && t.Empty != nil {
		return t.Empty.Render(w)
	}
	acts := false
	for _, r := range t.Rows {
		acts = acts || len(r.Actions)+len(r.More) > 0
	}
	wide, opens := len(t.Columns) > 8, t.opens()
	return h.Div(class("tw", when(!t.Plain, "cards"), when(wide, "scrollx")), attr("id", t.ID), h.Data("list", ""),
		g.If(wide, g.Group{h.TabIndex("0"), h.Role("region"), h.Aria("label", or(t.Caption, "表格"))}),
		h.Table(class(when(t.Tight, "tight")),
			text(h.Caption, t.Caption, h.Class("vh")),
			h.THead(attr("data-swap", t.Swap), h.Tr(
				g.If(t.Select != "", h.Th(h.Class("sel"), h.Scope("col"), h.Label(h.Class("box"), VisuallyHidden("全选本页"), h.Input(h.Type("checkbox"), h.Data("all", ""))))),
				g.Map(t.Columns, t.head),
				g.If(acts, h.Th(h.Class("acts"), h.Scope("col"), VisuallyHidden("操作"))))),
			h.TBody(g.Map(t.Rows, func(r Row) g.Node { return t.row(r, opens, acts) })),
			g.Iff(len(t.Foot) > 0, func() g.Node { return h.TFoot(h.Tr(cells(Row{Cells: t.Foot}, opens), g.If(acts, h.Td()))) }),
		)).Render(w)
}

func (t Table) head(c Column) g.Node {
	label := g.Node(g.Text(c.Label + when(c.Unit != "", "（"+c.Unit+"）")))
	if c.Bar || c.Hidden {
		label = h.Span(h.Class("vh"), label)
	}
	if c.Sort != "" {
		label = h.A(Href(c.Sort), label, g.If(c.Sorted != "", Icon(when(c.Sorted == "asc", "up")+when(c.Sorted != "asc", "down"))))
	}
	order := map[string]string{"asc": "ascending", "desc": "descending"}[c.Sorted]
	return h.Th(h.Scope("col"), class(when(c.Number, "num"), when(c.Bar, "barc")), attr("aria-sort", order), label)
}

func (t Table) row(r Row, opens []string, acts bool) g.Node {
	return h.Tr(class(when(r.Best, "best")), h.Data("row", ""), current(r.Current, "true"),
		g.If(t.Select != "", h.Td(h.Class("sel"), h.Label(h.Class("box"), VisuallyHidden("选中"+r.Name),
			h.Input(h.Type("checkbox"), h.Name(t.Select), h.Value(r.Key), attr("form", t.Form), h.Data("pick", ""))))),
		cells(r, opens),
		g.Iff(acts, func() g.Node {
			return h.Td(h.Class("acts"), g.Map(r.Actions, func(a Action) g.Node {
				a.Small, a.Note = true, or(a.Note, r.Name)
				return a
			}), More{Note: r.Name, Actions: r.More})
		}),
	)
}

// opens gives the opening tag of every column's cells, made once: a page has
// hundreds of cells.
func (t Table) opens() []string {
	out := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		var b strings.Builder
		td := h.Td(class(when(c.Number, "num"), when(c.Bar, "barc"), when(c.Lead, "lead1")), attr("data-label", when(!c.Bar, c.Label)))
		_ = td.Render(&b) // into memory, which takes everything
		out[i] = strings.TrimSuffix(b.String(), "</td>")
	}
	return out
}

// cells writes the cells of a row; the first is the heading of the row.
func cells(r Row, opens []string) g.Node {
	return g.NodeFunc(func(w io.Writer) error {
		for i, c := range r.Cells {
			open, shut := "<td>", "</td>"
			if i == 0 {
				open, shut = `<th scope="row">`, "</th>"
				if r.Href != "" {
					c = h.A(Href(r.Href), h.Data("open", ""), c)
				}
			} else if i < len(opens) {
				open = opens[i]
			}
			if _, err := io.WriteString(w, open); err != nil {
				return err
			}
			if c != nil {
				if err := c.Render(w); err != nil {
					return err
				}
			}
			if _, err := io.WriteString(w, shut); err != nil {
				return err
			}
		}
		return nil
	})
}

// Cell is a cell with a second, quieter line.
func Cell(main, note string) g.Node {
	return g.Group{g.Text(main), text(h.Small, note)}
}

// Num is a cell with a number, thousands separated.
func Num(n int64) g.Node { return g.Text(Comma(n)) }

// Comma is a number with thousands separated: 8,184.
func Comma(n int64) string {
	s := strconv.FormatInt(n, 10)
	start := 0
	if n < 0 {
		start = 1
	}
	for i := len(s) - 3; i > start; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Bar is a horizontal bar for a table cell, share between 0 and 1.
func Bar(share float64) g.Node {
	share = max(0, min(1, share))
	return g.El("svg", h.Class("minibar"), g.Attr("viewBox", "0 0 100 9"), g.Attr("preserveAspectRatio", "none"), h.Aria("hidden", "true"),
		g.El("rect", h.Width(strconv.FormatFloat(share*100, 'f', 1, 64)), h.Height("9")))
}
