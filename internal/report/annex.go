package report

import (
	"fmt"
	"strings"
)

// row is one line of the annex 数字来历表.
type row struct {
	No                                   int
	Number, Label, Share, Rule, At, Code string
	URL                                  string
}

// rows lists the known figures in order of appearance.
func (f *Filled) rows() []row {
	var rows []row
	for _, g := range f.figures {
		if g.Missing {
			continue
		}
		rows = append(rows, row{
			No: len(rows) + 1, Number: g.exact(), Label: g.Label, Share: g.share(),
			Rule: g.rule(), At: g.At, Code: g.Code, URL: g.URL,
		})
	}
	return rows
}

// notes are the lines under the table.
func (f *Filled) notes() []string {
	var waits, notes []string
	for _, g := range f.figures {
		if g.Missing {
			waits = append(waits, g.caption())
		}
	}
	if waits != nil {
		notes = append(notes, fmt.Sprintf("另有 %d 个数字还没有记录，正文中印作%s：%s。", len(waits), waiting, strings.Join(waits, "、 "))) // the blank lets lines break between names
	}
	if f.Final {
		notes = append(notes, "定稿校验码（SHA-256）："+f.Hash())
	}
	return notes
}

// exact is the number with its unit and, where the text rounds it, its value.
func (g *Figure) exact() string {
	if g.Text == "" {
		return "—"
	}
	out := overlap(g.Text, g.Unit)
	if g.Numerator == nil && g.Value != "" && g.Value != g.Text {
		out += "（" + overlap(g.Value, g.Unit) + "）"
	}
	return out
}

// overlap joins two strings where the end of one begins the other: 94.87% and
// %, 近100万 and 万元.
func overlap(a, b string) string {
	for i := range b {
		if head := b[:len(b)-i]; strings.HasSuffix(a, head) {
			return a + b[len(head):]
		}
	}
	return a + b
}

func (g *Figure) rule() string {
	if g.Definition == 0 {
		return g.Rule
	}
	return fmt.Sprintf("%s（第%d版）", g.Rule, g.Definition)
}

// caption names the figure in a tip or a list.
func (g *Figure) caption() string {
	switch {
	case g.Label == "":
		return g.Name
	case g.Missing:
		return g.Label
	}
	out := g.Label
	if g.Numerator != nil {
		out += " " + g.share()
	}
	if g.At != "" {
		out += "，截至 " + g.At
	}
	return out
}
