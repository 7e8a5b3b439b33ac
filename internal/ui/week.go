package ui

import (
	"io"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Week is a calendar of several things over days: rows are rooms, columns are
// days. On phones one day is shown, the others are a tap away.
type Week struct {
	Caption string
	Days    []Day
	Rows    []WeekRow
	Empty   EmptyState
}

// Day is a column.
type Day struct {
	Label   string // 周一
	Date    string // 11-23
	Href    string // the calendar with this day in view
	Shown   bool   // the day that phones show
	Today   bool
	Past    bool
	Holiday string // 国庆节
}

// WeekRow is one room with what is in its cells, a list for each day.
type WeekRow struct {
	Title string
	Note  string
	Href  string
	Feed  string // its bookings as a calendar file
	Cells [][]Span
}

// Span is a stretch of a day: taken, free to be taken, or past.
type Span struct {
	From, To string // 09:00
	Hours    int    // how tall it is drawn, rounded
	Title    string // what it is for; of a free one what a link to take it says
	Note     string
	Href     string
	Free     bool
	Past     bool
}

// Render writes the calendar as a table.
func (c Week) Render(w io.Writer) error {
	if len(c.Rows) == 0 {
		return c.Empty.Render(w)
	}
	on := func(d Day) string { return when(d.Shown, "on") }
	return g.Group{
		h.Nav(h.Class("days"), h.Aria("label", "哪一天"), g.Map(c.Days, func(d Day) g.Node {
			return h.A(Href(d.Href), current(d.Shown, "date"), h.Span(g.Text(d.Label)), h.B(g.Text(d.Date)))
		})),
		h.Div(h.Class("tw weekbox"), h.Table(h.Class("week"), h.Caption(h.Class("vh"), g.Text(c.Caption)),
			h.THead(h.Tr(h.Th(h.Scope("col"), VisuallyHidden("场地")), g.Map(c.Days, func(d Day) g.Node {
				return h.Th(h.Scope("col"), class(on(d), when(d.Today, "today")), g.Text(d.Label+" "), Date(d.Date), text(h.Small, d.Holiday), g.If(d.Today, VisuallyHidden("，今天")))
			}))),
			h.TBody(g.Map(c.Rows, func(r WeekRow) g.Node {
				cells := g.Group{h.Th(h.Scope("row"), h.A(Href(r.Href), g.Text(r.Title)), text(h.Small, r.Note),
					g.If(r.Feed != "", h.A(h.Class("feed"), Href(r.Feed), g.Text("日历文件"), VisuallyHidden("："+r.Title))))}
				for i, list := range r.Cells {
					d := c.Days[i]
					cells = append(cells, h.Td(class(on(d), when(d.Today, "today")), g.If(len(list) == 0, h.Span(h.Class("shut"), g.Text(when(d.Past, "已过")+when(!d.Past, "不开放")))),
						g.Map(list, func(s Span) g.Node { return s.draw(r.Title + "，" + d.Label + d.Date) })))
				}
				return h.Tr(cells)
			})))),
	}.Render(w)
}

// draw writes one stretch; where says of which room and day, for screen readers.
func (s Span) draw(where string) g.Node {
	inner := g.Group{class("span", "h"+strconv.Itoa(min(12, max(1, s.Hours))), when(s.Free, "free"), when(s.Past, "past")),
		h.Span(h.Class("nw"), Date(s.From+"–"+s.To)), g.Text(" "), h.B(g.Text(s.Title)), text(h.Small, s.Note)}
	if s.Href == "" {
		return h.Div(inner)
	}
	return h.A(Href(s.Href), VisuallyHidden(where+"，"), inner)
}
