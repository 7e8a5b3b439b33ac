package ui

import (
	"io"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// View is a whole page that a domain draws: its heading, and what stands below.
type View struct {
	Head Head
	AsOf string // at the head of the printed page: "截至 2026年11月23日"
	Wide bool   // the body is a Split, which has its own headings
	Code string // below the site: where a code on the page leads
	Body g.Group
}

// Panel is what a domain adds to the page of a record: what of it is due, which
// the page gathers first, and a card; or, while there is nothing, where to begin.
type Panel struct {
	Due  []Item
	Body g.Node
	Add  Link
}

// Item is one line of a list: what it is, what there is to say of it, and at the
// right its day or state.
type Item struct {
	Title  string
	Href   string
	Note   string
	Day    string // 2026-11-30; a due item without one is due at any time
	Tag    Tag
	Action Action // at the right, small
}

// DueTag says of a day that it has passed or is today; nothing of a later one.
func DueTag(day, today string) Tag {
	switch {
	case day == "" || day > today:
		return Tag{}
	case day == today:
		return Tag{Text: "今天到期", Tone: Warn, Icon: "clock"}
	}
	return Tag{Text: "已到期", Tone: Bad, Icon: "clock"}
}

// Items is a list of lines, each a link to what it speaks of. The caller orders it.
type Items struct {
	List  []Item
	Empty string // said instead of an empty list
}

// Render writes the list.
func (l Items) Render(w io.Writer) error {
	if len(l.List) == 0 {
		return text(h.P, l.Empty, h.Class("in mute")).Render(w)
	}
	return h.Ul(h.Class("items"), g.Map(l.List, func(it Item) g.Node {
		title := g.Node(h.Span(g.Text(it.Title)))
		if it.Href != "" {
			title = h.A(Href(it.Href), g.Text(it.Title))
		}
		it.Action.Small, it.Action.Note = true, or(it.Action.Note, it.Title)
		return h.Li(h.Div(h.Class("what"), title, text(h.Small, it.Note)),
			h.Div(h.Class("when"), g.If(it.Tag.Text != "", it.Tag), g.If(it.Day != "", Date(it.Day)), g.If(it.Action.Label != "", it.Action)))
	})).Render(w)
}

// Mosaic shows every member of a whole as a square of its own that leads to it:
// one organisation, one square. A square says its state by a character as well
// as by its colour.
type Mosaic struct {
	Chapter int
	What    string // "78 家纳入基数的社会组织"
	Squares []Square
	Kinds   []Kind // in the order of the legend
	Past    string // id of what follows, for whoever does not want to pass every square
}

// Square is one member.
type Square struct {
	Name, Kind, Href string
}

// Kind is a state that squares may be in.
type Kind struct {
	Name  string // 未覆盖
	Mark  string // 未: one character
	Shade int    // 0 outlined and bold, 1 filled, 2 tinted, 3 outlined
	Href  string // the list of those in it
}

// Render writes the squares and their legend with counts.
func (m Mosaic) Render(w io.Writer) error {
	count := map[string]int64{}
	for _, s := range m.Squares {
		count[s.Kind]++
	}
	at := func(name string) Kind {
		return m.Kinds[max(0, slices.IndexFunc(m.Kinds, func(k Kind) bool { return k.Name == name }))]
	}
	shade := func(k Kind) string { return "sq" + string(rune('0'+k.Shade)) }
	return h.Div(class("mosaic", chapter(m.Chapter)),
		h.Ul(h.Class("legend"), g.Map(m.Kinds, func(k Kind) g.Node {
			n := g.Node(h.B(g.Text(Comma(count[k.Name]))))
			if k.Href != "" {
				n = h.A(h.Class("f"), Href(k.Href), h.Aria("label", k.Name+" "+Comma(count[k.Name])), n)
			}
			return h.Li(h.I(class(shade(k)), h.Aria("hidden", "true"), g.Text(k.Mark)), g.Text(k.Name+" "), n)
		})),
		g.If(m.Past != "", h.A(h.Class("past"), Href("#"+m.Past), g.Text("跳过图"))),
		h.Ul(h.Class("squares"), h.Aria("label", m.What), g.Map(m.Squares, func(s Square) g.Node {
			k := at(s.Kind)
			return h.Li(h.A(class(shade(k)), Href(s.Href), h.Title(s.Name+"："+s.Kind), VisuallyHidden(s.Name+"，"), h.Span(h.Aria("hidden", "true"), g.Text(k.Mark)), VisuallyHidden(s.Kind)))
		})),
	).Render(w)
}

// Headline is a figure set large, with its name above and its note below.
func Headline(f Figure) g.Node {
	return h.Div(h.P(h.Class("cap"), g.Text(f.Name)), f.link("big"), text(h.P, f.Note, h.Class("up")))
}
