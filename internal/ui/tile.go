package ui

import (
	"io"
	"slices"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// TileMap shows divisions as tiles of equal size, darker for more, each with
// its number. Tiles come in division order; with no positions given they fill
// rows of four in that order. A table of the same numbers belongs beside it.
type TileMap struct {
	What  string // "服务次数"
	Unit  string // "次"
	Tiles []Tile
}

// Tile is one division.
type Tile struct {
	Label    string // short name: 滨江
	Name     string // full name: 滨江社区; defaults to Label
	Value    int64
	Note     string // said after the value: "需求 15 个"
	Href     string
	Row, Col int // schematic position from 1; 0 everywhere: in order
}

// Render writes the map and its legend.
func (m TileMap) Render(w io.Writer) error {
	const width, height, gap = 86, 64, 5
	placed := slices.ContainsFunc(m.Tiles, func(t Tile) bool { return t.Row > 0 })
	rows, cols := 1, 1
	var tiles g.Group
	for i, t := range m.Tiles {
		row, col := i/4+1, i%4+1
		if placed {
			row, col = max(1, t.Row), max(1, t.Col)
		}
		rows, cols = max(rows, row), max(cols, col)
		x, y := float64((col-1)*(width+gap)), float64((row-1)*(height+gap))
		drawing := g.Group{rect(x, y, width, height, 6, ""), label(x+10, y+21, "start", "n", t.Label), label(x+10, y+48, "start", "v", Comma(t.Value))}
		name := or(t.Name, t.Label) + "，" + m.What + " " + Comma(t.Value) + " " + m.Unit + when(t.Note != "", "，"+t.Note)
		cls := "q" + strconv.Itoa(m.class(t.Value))
		if t.Href == "" {
			tiles = append(tiles, g.El("g", h.Class(cls), h.Role("img"), h.Aria("label", name), drawing))
		} else {
			tiles = append(tiles, h.A(h.Class(cls), Href(t.Href), h.Aria("label", name), drawing))
		}
	}
	lo, hi := m.bounds()
	return h.Div(h.Class("mapbox"),
		g.El("svg", h.Class("map"), g.Attr("viewBox", "0 0 "+strconv.Itoa(cols*(width+gap)-gap)+" "+strconv.Itoa(rows*(height+gap)-gap)),
			h.Role("group"), h.Aria("label", strconv.Itoa(len(m.Tiles))+" 个社区"+m.What+"示意图"), tiles),
		h.P(h.Class("leg"), g.Text(m.What), legend(), h.Span(g.Text(Comma(lo)+" 至 "+Comma(hi)))),
	).Render(w)
}

func legend() g.Node {
	var out g.Group
	for i := range 5 {
		out = append(out, rect(float64(i*34), 0, 34, 8, 0, "q"+strconv.Itoa(i+1)))
	}
	return g.El("svg", g.Attr("viewBox", "0 0 170 8"), h.Aria("hidden", "true"), out)
}

// class is the shade from 1 to 5: five classes of about equal count, equal
// values always alike.
func (m TileMap) class(v int64) int {
	below := 0
	for _, t := range m.Tiles {
		if t.Value < v {
			below++
		}
	}
	return below*5/max(1, len(m.Tiles)) + 1
}

func (m TileMap) bounds() (lo, hi int64) {
	for i, t := range m.Tiles {
		if i == 0 {
			lo, hi = t.Value, t.Value
		}
		lo, hi = min(lo, t.Value), max(hi, t.Value)
	}
	return lo, hi
}
