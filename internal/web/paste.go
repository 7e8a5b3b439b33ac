package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// pasteForm asks for a table from the clipboard: into a text field or, with
// script, into a grid that fills the field.
func (w *Web) pasteForm(v *visit) (g.Node, error) {
	reg, err := w.importable(v)
	if err != nil {
		return nil, err
	}
	heads, err := w.usualHeads(v, reg)
	if err != nil {
		return nil, err
	}
	return w.pasteFormWith(v, reg, strings.Join(heads, "\t")+"\n", nil)
}

// usualHeads are the headings that a table begins with: what must be filled in,
// what lists show, whose it is, and the number that tells people apart.
func (w *Web) usualHeads(v *visit, reg *record.Register) ([]string, error) {
	all, err := exchange.Heads(v.ctx(), w.Store, v.actor, reg)
	var out []string
	if slices.Contains(all, store.ColumnArea) && len(v.actor.Area) < 12 && reg.Place == nil {
		out = append(out, store.ColumnArea)
	}
	for _, f := range reg.Fields {
		if f.Asked() && (f.IsRequired || f.InListing || f == reg.Owner || f.IsSealed && f.IsFixed) {
			out = append(out, f.Label)
		}
	}
	return out, err
}

func (w *Web) pasteFormWith(v *visit, reg *record.Register, text string, wrong error) (g.Node, error) {
	list, byField, err := problems(wrong)
	if err != nil && wrong != nil {
		return nil, err
	}
	at, l := w.UI.URL("/r/"+reg.Name), sheet.BrowserLimits()
	return w.shellPage(v, ui.Page{Title: "粘贴" + reg.Label, Problem: wrong != nil}, false,
		ui.Head{Title: "从 Excel 粘贴" + reg.Label, Crumbs: []ui.Link{{Label: reg.Label, Href: at}, {Label: "粘贴"}},
			Note:    g.Text(fmt.Sprintf("在 Excel 里选中要登记的行，复制，粘贴到下面。一次最多 %s 行、%d MB。先核对，再登记。", ui.Comma(int64(l.Rows)), l.Bytes>>20)),
			Actions: []ui.Action{{Label: "下载模板", Href: at + "/template.xlsx", Icon: "doc"}, {Label: "用文件导入", Href: at + "/import"}}},
		h.Section(h.Class("card"), ui.Form{Action: at + "/paste", Files: true, NoDraft: true, Problems: list, Body: g.Group{
			h.Div(h.Data("sheet", ""), ui.Field{Widget: ui.Prose, Name: "text", Label: "表格内容", Required: true, Lines: 12, Value: text, Error: byField["text"],
				Hint: "第一行是表头，可以换成您表里的表头；列的先后随意，多出的列可以不读"}),
		}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "核对", Style: ui.Primary}, {Label: "返回", Href: at}}}}),
		h.Ul(h.Class("mute"), h.Li(g.Text("粘贴的内容只用来核对，点“登记”以前什么都不写。")),
			h.Li(g.Text("日期写 2026-11-23、2026/11/23、20261123 都可以；几样东西用顿号分开。")))), nil
}

// paste reads the table. What its columns mean is asked once, unless each says
// so itself.
func (w *Web) paste(v *visit) (g.Node, error) {
	reg, err := w.importable(v)
	if err != nil {
		return nil, err
	}
	_ = http.NewResponseController(v.w).SetReadDeadline(clock.System().Now().Add(transferTime))
	if err := v.parse(); err != nil {
		return nil, err
	}
	text := completed(v, reg)
	p, err := exchange.Paste(v.ctx(), w.Store, v.actor, reg, text)
	if fault.Is(err, fault.Invalid) {
		v.status = statusOf(err)
		return w.pasteFormWith(v, reg, text, err)
	}
	if err != nil {
		return nil, err
	}
	if v.r.PostForm.Has("map.0") {
		p.Head = v.r.PostForm.Get("head") == "1"
		for i := range p.Columns {
			p.Columns[i], p.Fill[i] = v.r.PostForm.Get(fmt.Sprint("map.", i)), v.r.PostForm.Get(fmt.Sprint("fill.", i)) == "1"
		}
	} else if !p.Sure || !p.Head || v.r.PostForm.Get("ask") != "" {
		return w.mapForm(v, reg, text, "", p, nil)
	}
	b, err := p.Stage(v.ctx(), w.Store, v.actor, reg, or(v.r.PostForm.Get("name"), "粘贴的表格"))
	if fault.Is(err, fault.Invalid) {
		v.status = statusOf(err)
		return w.mapForm(v, reg, text, v.r.PostForm.Get("name"), p, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/imports/%d", b.ID))
}

// mapForm shows what the columns of a table are thought to mean, to be put right.
func (w *Web) mapForm(v *visit, reg *record.Register, text, name string, p *exchange.Pasted, wrong error) (g.Node, error) {
	list, _, err := problems(wrong)
	if err != nil && wrong != nil {
		return nil, err
	}
	heads, err := exchange.Heads(v.ctx(), w.Store, v.actor, reg)
	if err != nil {
		return nil, err
	}
	at := w.UI.URL("/r/" + reg.Name)
	sample := p.Rows[:min(len(p.Rows), 6)]
	cell := func(r []string, i int) string {
		if i < len(r) {
			return clip(r[i], 40)
		}
		return ""
	}
	var columns g.Group
	for i, is := range p.Columns {
		name := fmt.Sprint("map.", i)
		options := g.Map(heads, func(label string) g.Node {
			return h.Option(h.Value(label), g.If(label == is, h.Selected()), g.Text(label))
		})
		columns = append(columns, h.Th(h.Scope("col"),
			h.Label(h.Class("vh"), h.For(ui.FieldID(name)), g.Text(fmt.Sprintf("第 %d 列是", i+1))),
			h.Span(h.Class("sel1"), h.Select(h.ID(ui.FieldID(name)), h.Name(name), h.Option(h.Value(""), g.Text("不读这一列")), options)),
			g.If(gaps(p, i), h.Label(h.Class("ck"), h.Input(h.Type("checkbox"), h.Name(fmt.Sprint("fill.", i)), h.Value("1"), g.If(p.Fill[i], h.Checked())), h.Span(g.Text("空格照上一行"))))))
	}
	rows := g.Map(sample, func(r []string) g.Node {
		var cells g.Group
		for i := range p.Columns {
			cells = append(cells, h.Td(g.Text(cell(r, i))))
		}
		return h.Tr(cells)
	})
	return w.shellPage(v, ui.Page{Title: "各列是什么", Problem: wrong != nil}, false,
		ui.Head{Title: "各列是什么", Crumbs: []ui.Link{{Label: reg.Label, Href: at}, {Label: "粘贴", Href: at + "/paste"}, {Label: "各列是什么"}},
			Note: g.Text(fmt.Sprintf("共 %s 行。已按表头和内容猜好，不对的改一下；同样的表头下次不再问。", ui.Comma(int64(len(p.Rows)))))},
		ui.Form{Action: at + "/paste", Files: true, NoDraft: true, Problems: list, Hidden: []ui.Pair{{Name: "name", Value: name}}, Body: g.Group{
			h.Section(h.Class("card"), h.Div(h.Class("tw scrollx"), h.TabIndex("0"), h.Role("region"), h.Aria("label", "前几行"),
				h.Table(h.Class("tight heads"), h.Caption(h.Class("vh"), g.Text("各列是什么")), h.THead(h.Tr(columns)), h.TBody(rows)))),
			ui.Field{Widget: ui.Check, Name: "head", Label: "第一行是表头，不登记", Value: map[bool]string{true: "1"}[p.Head]},
			h.Details(h.Class("in"), h.Summary(g.Text("改粘贴的内容")), ui.Field{Widget: ui.Prose, Name: "text", Label: "表格内容", Required: true, Lines: 8, Value: text}),
		}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "核对", Style: ui.Primary}, {Label: "重新粘贴", Href: at + "/paste"}}}}), nil
}

// gaps reports whether a column has blanks below something, as merged cells leave.
func gaps(p *exchange.Pasted, i int) bool {
	above := false
	for _, r := range p.Rows[:min(len(p.Rows), 200)] {
		blank := i >= len(r) || r[i] == ""
		if blank && above {
			return true
		}
		above = above || !blank
	}
	return false
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// askColumns takes a file whose headings are not ours for what it is, a table,
// and asks what its columns mean. It gives nil if that cannot be read either.
func (w *Web) askColumns(v *visit, reg *record.Register, name string, data []byte, refused error) (g.Node, error) {
	if !fault.HasCode(refused, sheet.CodeNoHeadings) {
		return nil, nil
	}
	text, err := sheet.PasteText(data, name, sheet.BrowserLimits())
	if err != nil {
		return nil, nil //nolint:nilerr // the first refusal says it better
	}
	p, err := exchange.Paste(v.ctx(), w.Store, v.actor, reg, text)
	if err != nil {
		return nil, nil //nolint:nilerr // as above
	}
	return w.mapForm(v, reg, text, name, p, nil)
}
