package ui

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Figure is a number that opens where it comes from. A ratio carries its
// numerator and denominator in Note: "78 家中 74 家已覆盖".
type Figure struct {
	Name    string
	Value   string // "94.87", "8,184", "—"; or words: "推进中"
	Unit    string // "%", "家", "余人次"
	Before  string // 近, 逾, 约
	Note    string // beside or under the name
	Href    string
	Key     string // name of the figure, for the address of its panel
	Current bool   // its panel is open
	Words   bool   // Value is words, set smaller
}

// Render writes the number alone, as a link.
func (f Figure) Render(w io.Writer) error { return f.link("f").Render(w) }

func (f Figure) link(cls string) g.Node {
	inner := g.Group{class(cls, when(f.Words, "words")), text(h.Em, f.Before), h.B(g.Text(f.Value)), text(h.Small, f.Unit)}
	if f.Href == "" {
		return h.Span(inner)
	}
	return h.A(Href(f.Href), current(f.Current, "true"), g.If(f.Key != "", g.Group{h.Data("figure", f.Key), h.Data("swap", "#board")}), attr("aria-label", f.sentence()), inner)
}

// sentence is the figure in words: "党组织覆盖率 94.87%，78 家中 74 家已覆盖".
func (f Figure) sentence() string {
	return f.Name + " " + f.Before + f.Value + f.Unit + when(f.Note != "", "，"+f.Note)
}

// ChapterCard is one of the four cards of the dashboard [看板]: a leading
// figure with a small chart, then up to six figures.
type ChapterCard struct {
	Chapter int
	Title   string
	More    Link // "23 个指标"
	Lead    Figure
	Chart   g.Node
	Figures []Figure
}

// Render writes the card.
func (c ChapterCard) Render(w io.Writer) error {
	return h.Section(class("card", "pl", chapter(c.Chapter)),
		h.H2(ChapterMark(c.Chapter), h.Span(g.Text(c.Title)), g.If(c.More.Href != "", h.A(h.Class("r"), Href(c.More.Href), g.Text(c.More.Label)))),
		h.Div(h.Class("lead"),
			h.Div(h.P(h.Class("cap"), g.Text(c.Lead.Name)), c.Lead.link("big"), text(h.P, c.Lead.Note, h.Class("up"))),
			c.Chart),
		Figures(c.Figures...),
	).Render(w)
}

// Figures is a list of figures, name at the left, number at the right.
func Figures(fs ...Figure) g.Node {
	return h.Ul(h.Class("figs"), g.Map(fs, func(f Figure) g.Node {
		return h.Li(h.Span(h.Class("lb"), g.Text(f.Name+" "), text(h.Span, f.Note, h.Class("nt"))), f)
	}))
}

// Board lays out the dashboard: the cards two abreast (four on the wall), Area
// under them, the figure panel at the right.
type Board struct {
	Cards []ChapterCard
	Area  g.Node // usually an AreaCard
	Panel g.Node // usually a FigurePanel; nil: closed
	Note  string // line under everything
}

// Render writes the board with the id "board": a click on a figure that has a
// Key exchanges it for the same board with the panel open.
func (b Board) Render(w io.Writer) error {
	return g.Group{
		h.Div(class("lay", when(b.Panel != nil, "with")), h.ID("board"),
			h.Div(h.Class("grid"), g.Map(b.Cards, func(c ChapterCard) g.Node { return c }), b.Area),
			b.Panel),
		text(h.P, b.Note, h.Class("fine")),
	}.Render(w)
}

// AreaCard shows the divisions [社区] as a tile map beside the table of the
// same numbers, in division order.
type AreaCard struct {
	Title string
	Note  string
	Link  Link
	Map   TileMap
	Table Table
}

// Render writes the card.
func (a AreaCard) Render(w io.Writer) error {
	return h.Section(h.Class("card com"),
		h.H2(h.Span(g.Text(a.Title)), text(h.Small, a.Note), g.If(a.Link.Href != "", h.A(h.Class("r"), Href(a.Link.Href), g.Text(a.Link.Label)))),
		h.Div(h.Class("two"), a.Map, a.Table),
	).Render(w)
}

// Part is a part of a figure: of a fraction, of a chart.
type Part struct {
	Label string
	Count int64
	Href  string
}

// PanelRow is one record named in a FigurePanel.
type PanelRow struct {
	Label, Href, Note string
}

// Source is one line of 来源与核对.
type Source struct {
	Text string
	Open bool // not settled yet: 待确认
}

// FigurePanel tells where a figure comes from [数字来历]: how it is computed,
// by which definition, from which records, checked by whom.
type FigurePanel struct {
	Chapter  int
	Figure   Figure
	AsOf     string // "截至 2026年11月23日 08:00"
	Close    string // address without the panel; empty on the figure's own page
	Beside   bool   // nothing closes it, but the page has a heading of its own
	Above    []Part // numerator, or for a plain count the parts that add up
	Below    []Part // denominator; empty: the figure is a sum
	Rule     string // 口径 in words
	Version  Link   // "第 3 版，看变更"
	List     []PanelRow
	All      Link   // "全部 78 家"
	ListNote string // "以上为尚未覆盖的 4 家", or whom to ask when the list is restricted
	Change   Link   // 较上期: "较上月 +5"; leads to the list of differences
	Sources  []Source
	Actions  []Action
}

// Render writes the panel.
func (p FigurePanel) Render(w io.Writer) error {
	f, heading, sub := p.Figure, h.H2, h.H3
	if p.Close == "" && !p.Beside {
		heading, sub = h.H1, h.H2
	}
	section := func(title string, link Link, body ...g.Node) g.Node {
		return h.Section(sub(h.Class("sh"), g.Text(title), g.If(link.Href != "", h.A(Href(link.Href), g.Text(link.Label)))), g.Group(body))
	}
	return h.Aside(h.ID("figure"), class("card", "src", chapter(p.Chapter)), h.Aria("label", "数字来历："+f.Name),
		h.Header(
			h.Div(h.Class("t"), heading(h.TabIndex("-1"), g.Text(f.Name)), g.If(p.Close != "", h.A(h.Class("btn sm"), Href(p.Close), h.Data("close-panel", ""), h.Data("swap", "#board"), g.Text("收起")))),
			h.P(h.Class("v"), text(h.Em, f.Before), g.Text(f.Value), text(h.Small, f.Unit)),
			h.P(h.Class("as"), g.Text(p.AsOf))),
		g.Iff(len(p.Above) > 0, func() g.Node { return section("怎么算", p.Change, p.fraction()) }),
		g.Iff(p.Rule != "", func() g.Node { return section("口径", p.Version, h.P(g.Text(p.Rule))) }),
		g.Iff(len(p.List) > 0 || p.ListNote != "", func() g.Node {
			return section("名单", p.All,
				h.Ul(h.Class("un"), g.Map(p.List, func(r PanelRow) g.Node {
					label := g.Node(g.Text(r.Label))
					if r.Href != "" {
						label = h.A(Href(r.Href), label)
					}
					return h.Li(label, text(h.Span, r.Note))
				})), text(h.P, p.ListNote, h.Class("mute")))
		}),
		g.Iff(len(p.Sources) > 0, func() g.Node {
			return section("来源与核对", Link{}, h.Ul(h.Class("chk"), g.Map(p.Sources, func(s Source) g.Node {
				if s.Open {
					return h.Li(h.Class("open"), Icon("warn"), h.Span(g.Text(s.Text)))
				}
				return h.Li(Icon("ok"), h.Span(g.Text(s.Text)))
			})))
		}),
		g.Iff(len(p.Actions) > 0, func() g.Node { return h.Div(h.Class("do"), actions(p.Actions)) }),
	).Render(w)
}

// fraction writes the parts, over a line and the denominator if there is one.
func (p FigurePanel) fraction() g.Node {
	sum := func(parts []Part) g.Node {
		var out g.Group
		for i, x := range parts {
			if i > 0 {
				out = append(out, g.Text(" + "))
			}
			inner := g.Group{h.B(g.Text(Comma(x.Count))), g.Text(" " + x.Label)}
			if x.Href == "" {
				out = append(out, h.Span(h.Class("nw"), inner))
			} else {
				out = append(out, h.A(h.Class("f"), Href(x.Href), inner))
			}
		}
		return h.Span(out)
	}
	return h.Div(h.Class("fm"),
		h.Span(h.Class("fr"), sum(p.Above), g.If(len(p.Below) > 0, g.Group{VisuallyHidden(" 除以 "), sum(p.Below)})),
		h.Span(h.Class("nw"), g.Text("= "+p.Figure.Before+p.Figure.Value+p.Figure.Unit)))
}
