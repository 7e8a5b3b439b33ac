package ui

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// blankRows is how many empty rows a grid offers, enough to go on without script.
const blankRows = 3

// grid writes the rows of a Grid field as a table, with a template from which
// script adds further rows; "__i__" in it stands for the row's number.
func (f Field) grid() g.Node {
	if f.Grid == nil {
		return nil
	}
	grid, n := f.Grid, len(f.Grid.Rows)
	var rows g.Group
	for i := range n + blankRows {
		row := GridRow{}
		if i < n {
			row = grid.Rows[i]
		}
		rows = append(rows, f.gridRow(strconv.Itoa(i), row, i < n))
	}
	if f.ReadOnly {
		rows = rows[:n]
	}
	return h.Div(h.Class("gridbox"), h.Data("rows", ""),
		h.Table(h.Class("tight"), h.Caption(h.Class("vh"), g.Text(f.Label)),
			h.THead(h.Tr(
				g.Map(grid.Columns, func(c Field) g.Node {
					return h.Th(h.Scope("col"), g.Text(c.Label+when(c.Unit != "", "（"+c.Unit+"）")))
				}),
				h.Th(VisuallyHidden("操作")))),
			h.TBody(rows)),
		g.If(!f.ReadOnly, h.Template(f.gridRow("__i__", GridRow{}, false))),
		g.If(!f.ReadOnly, h.Button(h.Type("button"), h.Class("btn sm"), h.Data("add", ""), g.Attr("hidden"), Icon("plus"), g.Text(or(grid.Add, "加一行")))),
	)
}

func (f Field) gridRow(i string, row GridRow, filled bool) g.Node {
	no := i
	if n, err := strconv.Atoi(i); err == nil {
		no = strconv.Itoa(n + 1)
	}
	return h.Tr(g.If(!filled, h.Data("blank", "")),
		g.Map(f.Grid.Columns, func(c Field) g.Node {
			name := c.Name
			c.Name, c.Value, c.Text, c.Error = f.Name+"."+i+"."+name, row.Values[name], row.Texts[name], row.Errors[name]
			c.Prefix, c.Hint, c.From, c.ReadOnly, c.Unit = f.Prefix, "", "", f.ReadOnly, ""
			c.Empty = or(c.Empty, "选一个")
			if c.Widget == Choice || c.Widget == Radios {
				c.Widget = Select
			}
			if c.Widget == Check {
				c.Widget = Select
				c.Options = []Option{{Value: "1", Label: "是"}, {Value: "0", Label: "否"}}
			}
			return h.Td(class(when(c.Error != "", "has")), h.Data("label", c.Label),
				h.Label(h.Class("vh"), h.For(c.id()), g.Text("第 "+no+" 行"+c.Label)), c.input(), c.notes())
		}),
		h.Td(h.Class("acts"), h.Button(h.Type("button"), h.Class("btn txt sm"), h.Data("drop", ""), g.Attr("hidden"), g.Text("去掉"), VisuallyHidden("第 "+no+" 行"))))
}
