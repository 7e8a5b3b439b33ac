package ui

import (
	"io"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Split is a list with one opened record beside it, the shape of the inbox
// [待办]. Below 900 px they are two pages: the list, or with Open the record.
// Links of the list exchange only the detail.
type Split struct {
	List   g.Node
	Detail g.Node // has the id "detail"; usually a Record
	Open   bool   // the address names a record
	Label  string // what the detail is, for screen readers: "需求详情"
}

// Render writes both halves.
func (s Split) Render(w io.Writer) error {
	return h.Div(class("split", when(s.Open, "open")),
		s.List,
		h.Section(h.ID("detail"), h.Class("det"), h.Aria("label", or(s.Label, "详情")), s.Detail),
	).Render(w)
}

// Inbox is the list of what is waiting to be done. The groups come in the
// order given: 已超期, 今天到期, 本周, 以后.
type Inbox struct {
	Title   string // "待办"
	Summary string // "12 件，1 件超期"
	Tabs    []Link
	Groups  []InboxGroup
	Extra   g.Node // under the title, such as a chooser of the place
	Empty   g.Node // shown when no group has a row; usually an EmptyState
	Heading bool   // Title is the page's h1 (nothing is opened beside it)
}

// InboxGroup is the rows due in one span of time.
type InboxGroup struct {
	Title   string // "今天到期"; the number of rows is added
	Overdue bool
	Rows    []InboxRow
}

// InboxRow is one thing to do.
type InboxRow struct {
	Chapter int    // 1 to 4, colour of the dot
	Kind    string // two characters: 需求, 活动, 报表
	Title   string
	Meta    string // what is already prepared: "38 个数中 36 个已核对，剩 2 处待看"
	Due     string // "17:30", "超 1 天", "周三"
	Tone    Tone   // of Due: Bad overdue, Warn today
	Href    string
	Current bool // opened beside the list
}

// Render writes the list.
func (b Inbox) Render(w io.Writer) error {
	rows := 0
	for _, grp := range b.Groups {
		rows += len(grp.Rows)
	}
	heading := h.H2
	if b.Heading {
		heading = h.H1
	}
	return h.Section(h.Class("list"), h.Aria("label", b.Title+"列表"),
		h.Header(heading(h.Class("lh"), g.Text(b.Title), g.Text(" "), text(h.Small, b.Summary)), b.Extra, Tabs{Label: "按类型筛选", Links: b.Tabs}),
		g.If(rows == 0, b.Empty),
		g.Iff(rows > 0, func() g.Node {
			return h.Div(h.Class("rows"), h.Data("list", ""), h.Data("swap", "#detail"), g.Map(b.Groups, func(grp InboxGroup) g.Node { return inboxGroup(grp, b.Heading) }))
		}),
		g.If(rows > 0, h.P(h.Class("hint"), h.Aria("hidden", "true"),
			h.Span(kbd("J"), g.Text(" "), kbd("K"), g.Text(" 上下")), h.Span(kbd("A"), g.Text(" 主要操作")), h.Span(kbd("?"), g.Text(" 全部快捷键")))),
	).Render(w)
}

func kbd(key string) g.Node { return h.Span(h.Class("kbd"), g.Text(key)) }

func inboxGroup(grp InboxGroup, alone bool) g.Node {
	heading := h.H3
	if alone {
		heading = h.H2
	}
	if len(grp.Rows) == 0 {
		return nil
	}
	return g.Group{
		heading(class("gh", when(grp.Overdue, "bad")), g.If(grp.Overdue, Icon("warn")), g.Text(grp.Title+" "+strconv.Itoa(len(grp.Rows)))),
		g.Map(grp.Rows, func(r InboxRow) g.Node {
			return h.A(class("it", chapter(r.Chapter)), Href(r.Href), h.Data("row", ""), current(r.Current, "true"),
				h.Span(h.Class("k"), g.Text(r.Kind)), h.Span(h.Class("t"), g.Text(r.Title)),
				h.Span(class("d", string(r.Tone)), g.Text(r.Due)), text(h.Span, r.Meta, h.Class("m")))
		}),
	}
}

// Tabs are links above a list, each with its count. They are not a widget:
// each leads to its own address.
type Tabs struct {
	Label string // for screen readers: "按状态筛选"
	Links []Link
	Swap  string // selector of the part a click exchanges, such as "#list"
}

// Render writes nothing without links.
func (t Tabs) Render(w io.Writer) error {
	if len(t.Links) == 0 {
		return nil
	}
	return h.Nav(h.Class("seg"), h.Aria("label", or(t.Label, "筛选")), attr("data-swap", t.Swap),
		g.Map(t.Links, func(l Link) g.Node {
			return h.A(Href(l.Href), current(l.Current, "true"), g.Text(l.Label), g.If(l.Count != "", g.Text(" "+l.Count)))
		})).Render(w)
}

// Tag is a small chip: a state, a deadline.
type Tag struct {
	Text string
	Tone Tone
	Icon string // "clock" for a deadline
}

// Render writes the chip.
func (t Tag) Render(w io.Writer) error {
	return h.Span(class("tag", string(t.Tone)), Icon(t.Icon), g.Text(t.Text)).Render(w)
}
