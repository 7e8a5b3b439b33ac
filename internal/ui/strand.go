package ui

import (
	"fmt"
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Strand is one part of a whole, told under the heads of its [Strands].
type Strand struct {
	Title string
	Href  string
	Count int64
	Tag   Tag
	Done  bool // drawn solid, else tinted
	Void  bool // drawn as an outline: it will not come
	Cells []g.Node
}

// Strands draws the parts of a whole one under the other, each beginning where
// the one before ends, with what there is to say of it side by side: a contract's
// payments by 约定, 依据 and 资金. On phones these stand under one another. The
// caller orders the parts.
type Strands struct {
	Chapter int
	Unit    string
	Whole   int64
	Heads   []string
	List    []Strand
}

// Render writes the parts.
func (c Strands) Render(w io.Writer) error {
	x := 0.0
	return h.Ol(class("strands", chapter(c.Chapter)), g.Map(c.List, func(s Strand) g.Node {
		width := float64(s.Count) / float64(max(1, c.Whole)) * 300
		bar := rect(x, 0, max(1, width-1), 10, 0, when(s.Done, "w1")+when(s.Void, "w0")+when(!s.Done && !s.Void, "w3"))
		x += width
		return h.Li(
			h.P(h.Class("hd"), h.A(Href(s.Href), g.Text(s.Title)), g.Text(" "), s.Tag),
			svgStretch(300, 10, fmt.Sprintf("%s %s %s，全部 %s", s.Title, Comma(s.Count), c.Unit, Comma(c.Whole)), rect(0, 0, 300, 10, 0, "w"), bar),
			h.Dl(g.Group(cellsUnder(c.Heads, s.Cells))))
	})).Render(w)
}

func cellsUnder(heads []string, cells []g.Node) (out []g.Node) {
	for i, c := range cells {
		out = append(out, h.Div(h.Dt(g.Text(heads[i])), h.Dd(c)))
	}
	return out
}
