package ui

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Door is one of the few large ways on from a resident's first page.
type Door struct {
	Label   string // 提需求
	Note    string // "照顾老人、孩子托管、环境卫生……"
	Href    string
	Icon    string
	Chapter int // 1 to 4, colour of the icon
}

// Render writes the link.
func (d Door) Render(w io.Writer) error {
	return h.A(h.Class("face door"), Href(d.Href), h.Span(class("g", chapter(d.Chapter)), Icon(d.Icon)),
		h.Span(h.B(g.Text(d.Label)), text(h.Small, d.Note))).Render(w)
}

// Reveal is a box that shows more when it is ticked, without script. Without
// the style sheet the rest is always there, so it must be optional.
type Reveal struct {
	Name  string // value "1"
	Label string
	On    bool
	Body  g.Group
}

// Render writes the box and what it shows.
func (r Reveal) Render(w io.Writer) error {
	id := FieldID(r.Name)
	return h.Div(h.Class("reveal"), h.Input(h.ID(id), h.Name(r.Name), h.Type("checkbox"), h.Value("1"), g.If(r.On, h.Checked())),
		h.Label(h.For(id), g.Text(r.Label)), h.Div(h.Class("rest"), r.Body)).Render(w)
}

// Fold is a second choice that asks something first: a button that opens the
// form under it, without script.
type Fold struct {
	Label string
	Open  bool
	Body  g.Group
}

// Render writes the button and what it opens.
func (f Fold) Render(w io.Writer) error {
	return h.Details(h.Class("fold"), g.If(f.Open, g.Attr("open")), h.Summary(h.Class("big1 quiet"), g.Text(f.Label), Icon("down")), h.Div(h.Class("box"), f.Body)).Render(w)
}
