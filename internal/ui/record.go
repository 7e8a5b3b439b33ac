package ui

import (
	"fmt"
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Record is the page of one record: heading, progress, what is known, and at
// the side what follows from it. It stands in a Split or alone in a Shell.
type Record struct {
	Crumbs []Link
	Back   Link // shown below 900 px: back to the list
	Beside bool // opened beside a list that is the page's heading
	Title  string
	Tag    g.Node
	Notice g.Node // what just happened, or problems
	Steps  Steps
	Body   g.Group // cards
	Side   g.Group // cards at the side on wide screens: figures touched, timeline
	Bar    g.Node  // usually an ActionBar
}

// Render writes the page.
func (r Record) Render(w io.Writer) error {
	heading := h.H1
	if r.Beside {
		heading = h.H2
	}
	return h.Div(h.Class("rec"),
		h.Div(h.Class("scroll"),
			g.If(r.Back.Href != "", h.A(h.Class("back"), Href(r.Back.Href), Icon("back"), g.Text(or(r.Back.Label, "返回")))),
			Crumbs(r.Crumbs...),
			h.Div(h.Class("ttl"), heading(h.TabIndex("-1"), g.Text(r.Title)), r.Tag),
			r.Notice,
			r.Steps,
			h.Div(class("cols", when(len(r.Side) == 0, "single")),
				h.Div(h.Class("stack"), r.Body),
				g.Iff(len(r.Side) > 0, func() g.Node { return h.Div(h.Class("rail"), r.Side) })),
		),
		r.Bar,
	).Render(w)
}

// Step is one stage of a process.
type Step struct {
	Label   string
	Note    string // "11月21日", "今天"
	Done    bool
	Current bool
}

// Steps shows how far a record has come. It is read, never clicked.
type Steps struct {
	Label string // defaults to "办理进度"
	List  []Step
}

// Render writes nothing without steps.
func (s Steps) Render(w io.Writer) error {
	if len(s.List) == 0 {
		return nil
	}
	return h.Ol(h.Class("steps"), h.Aria("label", s.label()), steps(s.List)).Render(w)
}

func (s Steps) label() string {
	label := or(s.Label, "办理进度")
	for i, st := range s.List {
		if st.Current {
			return fmt.Sprintf("%s，第 %d 步，共 %d 步", label, i+1, len(s.List))
		}
	}
	return label
}

func steps(list []Step) g.Node {
	return g.Map(list, func(s Step) g.Node {
		return h.Li(class(when(s.Done, "done"), when(s.Current, "cur")), current(s.Current, "step"),
			h.B(g.Text(s.Label), g.If(s.Done, VisuallyHidden("，已完成"))), text(h.Small, s.Note))
	})
}

// Card is a white sheet with a heading.
type Card struct {
	ID     string
	Title  string
	Note   string // quiet words after the title
	Link   Link   // at the right of the heading
	Body   g.Group
	Bare   bool // Body brings its own padding: tables, lists
	Screen bool // not printed: notes to oneself, matching
}

// Render writes the card.
func (c Card) Render(w io.Writer) error {
	return h.Section(class("card", when(c.Screen, "noprint")), attr("id", c.ID),
		g.If(c.Title != "", h.H2(h.Span(g.Text(c.Title)), text(h.Small, c.Note), g.If(c.Link.Href != "", h.A(h.Class("r"), Href(c.Link.Href), g.Text(c.Link.Label))))),
		g.Iff(len(c.Body) > 0, func() g.Node {
			if c.Bare {
				return c.Body
			}
			return h.Div(h.Class("in"), c.Body)
		}),
	).Render(w)
}

// Quote is what a resident said, in the resident's words.
type Quote struct {
	Text   string
	Source string   // "手机扫码提交 · 2026年11月21日 09:12"
	Photos []g.Node // small images at the right
}

// Render writes the quotation.
func (q Quote) Render(w io.Writer) error {
	return h.Div(h.Class("say"),
		h.BlockQuote(h.P(g.Text(q.Text)), text(h.Cite, q.Source)),
		g.Iff(len(q.Photos) > 0, func() g.Node {
			return h.Div(h.Class("phs"), g.Map(q.Photos, func(p g.Node) g.Node { return h.Div(h.Class("ph"), p) }))
		})).Render(w)
}

// SummaryItem is one line of a SummaryList.
type SummaryItem struct {
	Label  string
	Value  g.Node // nil is shown as 未填写
	Note   string // quiet words after the value
	Reveal Action // 查看: shows a masked value; a logged act, so it is a POST
	Change string // address of 更改
	Wide   bool   // takes the whole width
}

// SummaryList shows what a record says, label and value.
type SummaryList struct {
	Items []SummaryItem
}

// Render writes the list.
func (s SummaryList) Render(w io.Writer) error {
	return h.Dl(h.Class("kv"), g.Map(s.Items, func(it SummaryItem) g.Node {
		value := it.Value
		if value == nil {
			value = h.Span(h.Class("mute"), g.Text("未填写"))
		}
		reveal := it.Reveal
		reveal.Style, reveal.Small, reveal.Icon, reveal.Note = Quiet, true, "eye", or(reveal.Note, it.Label)
		reveal.Label = or(reveal.Label, "查看")
		return h.Div(class(when(it.Wide, "all")), h.Dt(g.Text(it.Label)),
			h.Dd(value, g.If(it.Note != "", g.Group{g.Text(" "), h.Span(h.Class("mute"), g.Text(it.Note))}),
				g.Iff(it.Reveal.Post != "", func() g.Node { return reveal }),
				g.If(it.Change != "", h.A(h.Class("chg"), Href(it.Change), g.Text("更改"), VisuallyHidden(it.Label)))))
	})).Render(w)
}

// TimelineEntry is one thing that happened.
type TimelineEntry struct {
	Who    string
	What   string
	When   string
	Note   g.Node // an opinion, an attachment
	System bool   // done by the program: drawn quieter
}

// Timeline is what happened to a record [办理经过], newest where the caller
// puts it.
type Timeline struct{ Entries []TimelineEntry }

// Render writes the list.
func (t Timeline) Render(w io.Writer) error {
	return h.Ol(h.Class("tl"), g.Map(t.Entries, func(e TimelineEntry) g.Node {
		return h.Li(class(when(e.System, "sys")), g.If(e.Who != "", g.Text(e.Who+" ")), g.Text(e.What), e.Note, g.If(e.When != "", h.Small(Date(e.When))))
	})).Render(w)
}

// Effect is a figure that this record counts in, or will.
type Effect struct {
	Figure string
	Href   string
	Note   string // "已计入", "办结后"
	Value  g.Node // "117", or From 586 → To 587
}

// Effects lists the figures a record touches [计入哪些数字].
type Effects struct{ List []Effect }

// Render writes the list.
func (e Effects) Render(w io.Writer) error {
	return h.Ul(h.Class("fx"), g.Map(e.List, func(f Effect) g.Node {
		return h.Li(h.Span(h.A(h.Class("f"), Href(f.Href), g.Text(f.Figure)), g.Text(" "), text(h.Span, f.Note, h.Class("mute"))), h.Span(h.Class("nw"), f.Value))
	})).Render(w)
}
