package ui

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Waffle draws a countable whole of up to about 150: one square is one
// organisation. Parts are filled, Rest is only outlined.
type Waffle struct {
	Chapter int
	What    string // "纳入基数的社会组织"
	Unit    string // "家"
	Parts   []Part // at most three
	Rest    Part   // "未覆盖"
	Data    bool   // adds 看数据
}

// Render writes the drawing.
func (c Waffle) Render(w io.Writer) error {
	parts := c.Parts
	if c.Rest.Label != "" {
		parts = append(parts[:len(parts):len(parts)], c.Rest)
	}
	total := sum(parts)
	rows := max(1, int(math.Round(math.Sqrt(float64(total)/2.2))))
	cols := (int(total) + rows - 1) / rows
	i := 0
	groups := g.Map(parts, func(p Part) g.Node {
		cls := "w" + strconv.Itoa(indexOf(parts, p)+1)
		if p == c.Rest {
			cls = "w0"
		}
		var squares g.Group
		for range p.Count {
			x, y, size := float64(i/rows*15), float64(i%rows*15), 12.0
			if cls == "w0" { // keep the outline inside the square
				x, y, size = x+.6, y+.6, 10.8
			}
			squares = append(squares, rect(x, y, size, size, 2, ""))
			i++
		}
		return g.El("g", h.Class(cls), linked(p, c.Unit, squares))
	})
	return chartBox("waf", c.Chapter, c.Data, parts, c.Unit,
		svg(max(117, cols*15-3), max(12, rows*15-3), c.sentence(parts, total), anyLink(parts), groups)).Render(w)
}

func (c Waffle) sentence(parts []Part, total int64) string {
	return Comma(total) + " " + c.Unit + c.What + "：" + list(parts, c.Unit)
}

// SplitBar draws a whole in two or three parts as one bar, labels under it.
type SplitBar struct {
	Chapter int
	Unit    string
	Parts   []Part
}

// Render writes the drawing.
func (c SplitBar) Render(w io.Writer) error {
	total, x := float64(max(1, sum(c.Parts))), 0.0
	var bars, labels g.Group
	for i, p := range c.Parts {
		width := float64(p.Count) / total * 200
		gap := 0.0
		if i < len(c.Parts)-1 {
			gap = 2
		}
		bars = append(bars, g.El("g", h.Class("w"+strconv.Itoa(i+1)), rect(x, 0, max(0, width-gap), 24, 0, "")))
		x += width
		value := g.Node(h.B(g.Text(Comma(p.Count))))
		if p.Href != "" {
			value = h.A(h.Class("f"), Href(p.Href), value, VisuallyHidden(c.Unit+p.Label))
		}
		labels = append(labels, h.Span(g.Text(p.Label), h.Br(), value))
	}
	return h.Div(class("chart", "mix", chapter(c.Chapter)),
		svgStretch(200, 24, list(c.Parts, c.Unit), bars), h.Div(h.Class("l"), labels)).Render(w)
}

// Columns draws a count by month: the last column is solid, the highest is
// labelled, the base line is zero.
type Columns struct {
	Chapter int
	What    string // "每月服务次数"
	Unit    string
	Points  []Part // Label is the month: "1月"
	Data    bool
}

// Render writes the drawing.
func (c Columns) Render(w io.Writer) error {
	const base, tall = 58.0, 40.0
	if len(c.Points) == 0 {
		return nil
	}
	top, at := int64(0), 0
	for i, p := range c.Points {
		if p.Count > top {
			top, at = p.Count, i
		}
	}
	width, end := max(188, len(c.Points)*17+1), len(c.Points)*17-1
	var out g.Group
	for i, p := range c.Points {
		height := float64(p.Count) / float64(max(1, top)) * tall
		cls := "w2"
		if i == len(c.Points)-1 {
			cls = "w1"
		}
		out = append(out, g.El("g", h.Class(cls), linked(p, c.Unit, rect(float64(i*17+1), base-height, 13, height, 1.5, ""))))
	}
	last := len(c.Points) - 1
	out = append(out, label(1, 72, "start", "t3", c.Points[0].Label), g.If(last > 0, label(float64(end), 72, "end", "t3", c.Points[last].Label)),
		g.If(top > 0, label(float64(at*17)+7.5, 13, "middle", "t2", Comma(top))))
	return chartBox("cols1", c.Chapter, c.Data, c.Points, c.Unit,
		svg(width, 74, c.What+"："+list(c.Points, c.Unit), anyLink(c.Points), out)).Render(w)
}

// Squares draws how many of some tasks are done: one square is one task.
type Squares struct {
	Chapter int
	What    string // "举措"
	Unit    string // "项"
	Done    Part   // filled
	Doing   Part   // tinted
	Todo    Part   // outlined
}

// Render writes the drawing and the counts under it.
func (c Squares) Render(w io.Writer) error {
	parts := []Part{}
	for _, p := range []Part{c.Done, c.Doing, c.Todo} {
		if p.Count > 0 {
			parts = append(parts, p)
		}
	}
	total, per := int(sum(parts)), 7
	if total > 28 {
		per = 10
	}
	cell := (200.0 - float64(per-1)*6) / float64(per)
	var out g.Group
	i := 0
	draw := func(p Part, cls string) {
		var sq g.Group
		for range p.Count {
			sq = append(sq, rect(float64(i%per)*(cell+6)+.5, float64(i/per*26)+.5, cell-1, 19, 3, ""))
			i++
		}
		if len(sq) > 0 {
			out = append(out, g.El("g", h.Class(cls), sq))
		}
	}
	draw(c.Done, "s1")
	draw(c.Doing, "s2")
	draw(c.Todo, "s3")
	short := make([]string, len(parts))
	for j, p := range parts {
		short[j] = p.Label + " " + Comma(p.Count)
	}
	return h.Div(class("chart", "sqs", chapter(c.Chapter)),
		svg(200, max(20, (total+per-1)/per*26-6), Comma(int64(total))+" "+c.Unit+c.What+"："+list(parts, c.Unit), false, out),
		h.P(h.Class("l"), g.Text(strings.Join(short, "，")))).Render(w)
}

// Bars draws aligned horizontal bars with the number at the end: a flow
// [需求到办结], money by item. Rows keep the caller's order.
type Bars struct {
	Chapter int
	What    string
	Unit    string
	Parts   []Part
}

// Render writes a table whose bars are drawn.
func (c Bars) Render(w io.Writer) error {
	top := int64(1)
	for _, p := range c.Parts {
		top = max(top, p.Count)
	}
	return h.Table(class("tight", "bars", chapter(c.Chapter)), h.Caption(h.Class("vh"), g.Text(c.What)),
		h.TBody(g.Map(c.Parts, func(p Part) g.Node {
			num := g.Node(g.Group{h.B(g.Text(Comma(p.Count))), g.Text(c.Unit)})
			if p.Href != "" {
				num = h.A(h.Class("f"), Href(p.Href), num)
			}
			return h.Tr(h.Th(h.Scope("row"), g.Text(p.Label)), h.Td(h.Class("barc"), Bar(float64(p.Count)/float64(top))), h.Td(h.Class("num"), num))
		}))).Render(w)
}

func rect(x, y, width, height, radius float64, cls string) g.Node {
	return g.El("rect", class(cls), g.Attr("x", num(x)), g.Attr("y", num(y)), g.Attr("width", num(width)), g.Attr("height", num(height)), attr("rx", when(radius > 0, num(radius))))
}

func label(x, y float64, anchor, cls, words string) g.Node {
	return g.El("text", h.Class(cls), g.Attr("x", num(x)), g.Attr("y", num(y)), g.Attr("text-anchor", anchor), g.Text(words))
}

func num(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }

// svg is a drawing with its sentence. With links inside it is a group, for a
// picture's content cannot be reached.
func svg(width, height int, sentence string, links bool, body ...g.Node) g.Node {
	role := "img"
	if links {
		role = "group"
	}
	return g.El("svg", g.Attr("viewBox", fmt.Sprintf("0 0 %d %d", width, height)), g.Attr("preserveAspectRatio", "xMinYMid meet"), h.Role(role), h.Aria("label", sentence), g.Group(body))
}

func svgStretch(width, height int, sentence string, body ...g.Node) g.Node {
	return g.El("svg", g.Attr("viewBox", fmt.Sprintf("0 0 %d %d", width, height)), g.Attr("preserveAspectRatio", "none"), h.Role("img"), h.Aria("label", sentence), g.Group(body))
}

// linked puts a part's drawing into a link with a name.
func linked(p Part, unit string, body g.Node) g.Node {
	if p.Href == "" {
		return body
	}
	return h.A(Href(p.Href), h.Aria("label", p.Label+" "+Comma(p.Count)+" "+unit), body)
}

// chartBox is a drawing, with the table behind it under 看数据.
func chartBox(cls string, ch int, data bool, parts []Part, unit string, drawing g.Node) g.Node {
	return h.Div(class("chart", cls, chapter(ch)), drawing, g.If(data, Data(parts, unit)))
}

// Data is the table behind a chart, folded under 看数据.
func Data(parts []Part, unit string) g.Node {
	return h.Details(h.Class("data"), h.Summary(g.Text("看数据")), h.Table(h.Class("tight"),
		h.Caption(h.Class("vh"), g.Text("图中的数据")),
		h.TBody(g.Map(parts, func(p Part) g.Node {
			return h.Tr(h.Th(h.Scope("row"), g.Text(p.Label)), h.Td(h.Class("num"), g.Text(Comma(p.Count)+" "+unit)))
		}))))
}

func sum(parts []Part) (total int64) {
	for _, p := range parts {
		total += p.Count
	}
	return total
}

func indexOf(parts []Part, p Part) int {
	for i := range parts {
		if parts[i] == p {
			return i
		}
	}
	return 0
}

func anyLink(parts []Part) bool {
	for _, p := range parts {
		if p.Href != "" {
			return true
		}
	}
	return false
}

// list is "单独建立 63 家，联合覆盖 9 家".
func list(parts []Part, unit string) string {
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = p.Label + " " + Comma(p.Count) + " " + unit
	}
	return strings.Join(words, "，")
}
