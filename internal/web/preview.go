package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

const (
	shownRows   = 50   // rows a page of the preview lists
	groupedRows = 2000 // rows whose problems are sorted by how they are mended
)

// importRows lists what is wrong, by what to do about it and row by row, what
// is probably there already, and what updates change.
func (w *Web) importRows(v *visit, b *store.Batch) (g.Node, error) {
	q := v.r.URL.Query()
	after := func(name string) int64 { n, _ := strconv.ParseInt(q.Get(name), 10, 64); return n }
	read := func(action string, after int64, limit int) ([]store.StagedRow, error) {
		return w.Store.Rows(v.ctx(), v.actor, b.ID, action, after, limit)
	}
	var out g.Group
	open := b.State == store.Staged
	if b.Bad > 0 {
		grouped, err := read(store.RowBad, 0, groupedRows)
		if err != nil {
			return nil, err
		}
		bad, err := read(store.RowBad, after("bad"), shownRows+1)
		if err != nil {
			return nil, err
		}
		cells, err := exchange.Cells(v.ctx(), w.Store, v.actor, b.Register)
		if err != nil {
			return nil, err
		}
		groups, err := exchange.Groups(v.ctx(), w.Store, v.actor, b.Register, grouped)
		if err != nil {
			return nil, err
		}
		out = append(out, ui.Card{Title: "怎么改", Note: "同样的问题一起改", Bare: true, Body: g.Group{w.groupTable(b, groups, open)}}, w.badRows(b, bad, cells, open))
	}
	if b.Twin > 0 || open && b.Twins != "" {
		twins, err := read(store.RowTwin, after("twin"), shownRows+1)
		if err != nil {
			return nil, err
		}
		out = append(out, w.twinCard(b, twins, open))
	}
	if b.Update > 0 {
		updates, err := read(store.RowUpdate, after("update"), shownRows+1)
		if err != nil {
			return nil, err
		}
		if len(updates) > 0 && len(updates[0].Changes) > 0 {
			n := min(len(updates), shownRows)
			out = append(out, ui.Card{Title: "更新了什么", Bare: true, Body: g.Group{w.changeTable(b.Register, updates[:n]), w.nextRows(b, "update", updates)}})
		}
	}
	if open && b.New > 0 {
		fresh, err := read(store.RowNew, after("new"), shownRows+1)
		if err != nil {
			return nil, err
		}
		out = append(out, w.newCard(b, fresh))
	}
	if open && b.Skip > 0 {
		left, err := read(store.RowSkip, after("skip"), shownRows+1)
		if err != nil {
			return nil, err
		}
		out = append(out, w.skipCard(b, left))
	}
	return out, nil
}

// nextRows leads on through rows, of which one more than shown was read.
func (w *Web) nextRows(b *store.Batch, name string, rows []store.StagedRow) g.Node {
	if len(rows) <= shownRows {
		return nil
	}
	return h.P(h.Class("pager"), h.A(h.Class("btn sm"), ui.Href(w.UI.URL(fmt.Sprintf("/imports/%d?%s=%d", b.ID, name, rows[shownRows-1].Line))), g.Text(fmt.Sprintf("后面 %d 行", shownRows))))
}

func (w *Web) mendAt(b *store.Batch) string { return w.UI.URL(fmt.Sprintf("/imports/%d/mend", b.ID)) }

// groupTable mends one value everywhere with one press.
func (w *Web) groupTable(b *store.Batch, groups []exchange.Group, open bool) ui.Table {
	t := ui.Table{Caption: "要改的地方", Columns: []ui.Column{{Label: "问题和改法"}, {Label: "列"}, {Label: "行数", Number: true}, {Label: "在第几行"}, {Label: "全部改成"}}}
	for i, x := range groups {
		var lines []string
		for _, n := range x.Lines[:min(len(x.Lines), 8)] {
			lines = append(lines, strconv.FormatInt(n, 10))
		}
		at := strings.Join(lines, "、")
		if len(x.Lines) > 8 {
			at += " 等"
		}
		cells := []g.Node{g.Text(x.Text), g.Text(x.Label), ui.Num(int64(len(x.Lines))), g.Text(at), g.Text("在下面逐行改")}
		if open && x.Cell != "" && x.Value != "" {
			name := fmt.Sprint("to.", i)
			cells[4] = h.Form(h.Class("mend"), h.Method("post"), h.Action(w.mendAt(b)), hiddenInput("cell", x.Cell), hiddenInput("from", x.Value),
				h.Label(h.Class("vh"), h.For(ui.FieldID(name)), g.Text("“"+x.Value+"”全部改成")), cellInput(ui.FieldID(name), "to", or(x.Likely, map[bool]string{true: x.Value}[len(x.Options) == 0]), x.Options, ""),
				ui.Action{Label: "全部改", Small: true, Note: "：" + x.Value})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

func hiddenInput(name, value string) g.Node {
	return h.Input(h.Type("hidden"), h.Name(name), h.Value(value))
}

// cellInput is the input of one cell: what may stand there to choose from, or
// plain text.
func cellInput(id, name, value string, options []string, label string) g.Node {
	said := g.If(label != "", h.Aria("label", label))
	if len(options) == 0 {
		return h.Input(h.ID(id), h.Name(name), h.Type("text"), h.Value(value), h.AutoComplete("off"), said)
	}
	return h.Span(h.Class("sel1"), h.Select(h.ID(id), h.Name(name), said, h.Option(h.Value(""), g.Text("选一个")), g.Map(options, func(o string) g.Node {
		return h.Option(h.Value(o), g.If(o == value, h.Selected()), g.Text(o))
	})))
}

// badRows are the rows to mend, each bad cell with an input.
func (w *Web) badRows(b *store.Batch, rows []store.StagedRow, cells map[string]exchange.Cell, open bool) g.Node {
	t := ui.Table{Caption: "有问题的行", Columns: []ui.Column{{Label: "行"}, {Label: "列"}, {Label: "现在的内容"}, {Label: "应为什么、怎么改"}, {Label: "跳过"}}}
	last := ""
	for _, r := range rows[:min(len(rows), shownRows)] {
		line := strconv.FormatInt(r.Line, 10)
		last = line
		for i, p := range r.Problems {
			now, skip := g.Node(g.Text(p.Value)), g.Node(nil)
			if open && p.Field != "" {
				name := "cell." + line + "." + p.Field
				options, was := cells[p.Field].Options, p.Value
				if len(options) > 0 && !slices.Contains(options, was) {
					was = "" // what the select says until something is chosen
				}
				now = g.Group{g.If(was != p.Value, h.Small(g.Text(p.Value))), cellInput(ui.FieldID(name), name, was, options, "第 "+line+" 行"+p.Label), hiddenInput("was."+line+"."+p.Field, was)}
			}
			if open && i == 0 {
				skip = h.Label(h.Class("ck"), h.Input(h.Type("checkbox"), h.Name("left"), h.Value(line)), h.Span(ui.VisuallyHidden("跳过第 "+line+" 行")))
			}
			t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(line), g.Text(p.Label), now, g.Text(p.Text), skip}})
		}
	}
	more := len(rows) > shownRows
	if !open {
		t.Columns = t.Columns[:4]
		for i := range t.Rows {
			t.Rows[i].Cells = t.Rows[i].Cells[:4]
		}
		return ui.Card{Title: "有问题的行", Bare: true, Body: g.Group{t, w.nextRows(b, "bad", rows)}}
	}
	return ui.Card{Title: "有问题的行", Note: "在这里改，改好的不用重新上传", Bare: true, Body: g.Group{
		h.Form(h.Class("form rows wide"), h.Method("post"), h.Action(w.mendAt(b)), h.Data("nodraft", ""), t,
			h.Div(h.Class("pager"), h.Div(h.Class("ac"), ui.Action{Label: "全部应用", Style: ui.Normal},
				g.If(more, ui.Action{Label: "应用，看后面的", Name: "next", Value: last}),
				ui.Action{Label: "跳过有问题的行", Name: "skip", Value: "bad"})))}}
}

// twinCard asks what to do with rows that are probably there already.
func (w *Web) twinCard(b *store.Batch, rows []store.StagedRow, open bool) g.Node {
	t := ui.Table{Caption: "疑似重复", Columns: []ui.Column{{Label: "行"}, {Label: b.Register.Label}, {Label: "像是已有的"}}}
	for _, r := range rows[:min(len(rows), shownRows)] {
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(strconv.FormatInt(r.Line, 10)), g.Text(r.Title), h.A(ui.Href(w.at(b.Register, r.Twin)), g.Text(record.Code(r.Twin)))}})
	}
	ask := g.Node(nil)
	if open {
		one := func(label, way string) g.Node {
			return ui.Action{Label: label, Name: "twins", Value: way}
		}
		now := map[string]string{store.TwinsSkip: "现在的选择：跳过。", store.TwinsUpdate: "现在的选择：更新已有的。", store.TwinsBoth: "现在的选择：都保留。"}[b.Twins]
		ask = h.Form(h.Class("ask"), h.Method("post"), h.Action(w.mendAt(b)), h.P(g.Text(now+"没有选以前，疑似重复的行不登记。")),
			h.Div(h.Class("ac"), one("跳过", store.TwinsSkip), one("更新已有的", store.TwinsUpdate), one("都保留", store.TwinsBoth)))
	}
	return ui.Card{Title: "疑似重复", Note: "看的是" + likeness(b.Register), Bare: true, Body: g.Group{g.If(len(t.Rows) > 0, g.Node(t)), w.nextRows(b, "twin", rows), ask}}
}

// likeness names what records are told apart by.
func likeness(reg *record.Register) string {
	var out []string
	for _, k := range append(append([]*record.Key{}, reg.Keys...), reg.Likes...) {
		var labels []string
		for _, f := range k.Fields {
			labels = append(labels, f.Label)
		}
		out = append(out, strings.Join(labels, "＋"))
	}
	return strings.Join(out, "，或")
}

// newCard lists what would be made, with what to look at once more.
func (w *Web) newCard(b *store.Batch, rows []store.StagedRow) g.Node {
	t := ui.Table{Caption: "新增", Columns: []ui.Column{{Label: "行"}, {Label: b.Register.Label}, {Label: "提醒"}}}
	for _, r := range rows[:min(len(rows), shownRows)] {
		var notes []string
		for _, p := range r.Notes {
			notes = append(notes, p.Label+"："+p.Text)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(strconv.FormatInt(r.Line, 10)), g.Text(r.Title), g.Text(strings.Join(notes, "；"))}})
	}
	return ui.Card{Title: "新增", Note: "提醒的不拦，核对一下", Bare: true, Body: g.Group{t, w.nextRows(b, "new", rows)}}
}

// skipCard lists what is left out, to be taken in again.
func (w *Web) skipCard(b *store.Batch, rows []store.StagedRow) g.Node {
	t := ui.Table{Caption: "跳过的行", Columns: []ui.Column{{Label: "行"}, {Label: b.Register.Label}, {Label: "操作"}}}
	for _, r := range rows[:min(len(rows), shownRows)] {
		act := g.Node(g.Text("疑似重复，按您的选择跳过"))
		if line := strconv.FormatInt(r.Line, 10); r.Left {
			act = ui.Action{Label: "不跳过", Post: w.mendAt(b), Hidden: []ui.Pair{{Name: "take", Value: line}}, Small: true, Note: "第 " + line + " 行"}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(strconv.FormatInt(r.Line, 10)), g.Text(r.Title), act}})
	}
	return ui.Card{Title: "跳过的行", Bare: true, Body: g.Group{t, w.nextRows(b, "skip", rows)}}
}

// importMend does what a form of the preview asks for.
func (w *Web) importMend(v *visit) (g.Node, error) {
	id, err := batchID(v)
	if err != nil {
		return nil, err
	}
	m, err := w.mendingOf(v, id)
	if err == nil {
		_, err = w.Store.Mend(v.ctx(), v.actor, id, m)
	}
	if err != nil {
		return nil, err
	}
	to := fmt.Sprintf("/imports/%d", id)
	if next := v.r.PostForm.Get("next"); next != "" {
		to += "?bad=" + url.QueryEscape(next)
	}
	return w.go303(v, to)
}

func (w *Web) mendingOf(v *visit, id int64) (store.Mending, error) {
	form := v.r.PostForm
	m := store.Mending{Cells: map[int64]record.Input{}, Left: map[int64]bool{}, Twins: form.Get("twins")}
	if form.Has("cell") {
		if form.Get("to") == "" {
			return m, fault.New(fault.Invalid, "没有写改成什么；请返回，选一个或写一个")
		}
		m.Replace = []store.Replacement{{Cell: form.Get("cell"), From: form.Get("from"), To: form.Get("to")}}
	}
	for name, list := range form {
		rest, ok := strings.CutPrefix(name, "cell.")
		line, cell, ok2 := strings.Cut(rest, ".")
		n, err := strconv.ParseInt(line, 10, 64)
		if !ok || !ok2 || err != nil || list[0] == form.Get("was."+rest) {
			continue
		}
		if m.Cells[n] == nil {
			m.Cells[n] = record.Input{}
		}
		m.Cells[n][cell] = list[0]
	}
	for name, left := range map[string]bool{"left": true, "take": false} {
		for _, line := range form[name] {
			if n, err := strconv.ParseInt(line, 10, 64); err == nil {
				m.Left[n] = left
			}
		}
	}
	if form.Get("skip") == "bad" {
		for after := int64(0); ; {
			rows, err := w.Store.Rows(v.ctx(), v.actor, id, store.RowBad, after, 500)
			if err != nil || len(rows) == 0 {
				return m, err
			}
			for _, r := range rows {
				m.Left[r.Line], after = true, r.Line
			}
		}
	}
	return m, nil
}
