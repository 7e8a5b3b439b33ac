package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// audit lists what was done in the auditor's division, newest first.
func (w *Web) audit(v *visit) (g.Node, error) {
	q := v.r.URL.Query()
	before, _ := strconv.ParseInt(q.Get("before"), 10, 64) // what is no number is the newest
	entries, err := w.Store.Audit(v.ctx(), v.actor, q.Get("name"), q.Get("action"), before, 50)
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: "审计记录", Columns: []ui.Column{{Label: "时间"}, {Label: "谁"}, {Label: "做了什么"}, {Label: "哪一条"}, {Label: "说明"}}, Empty: ui.EmptyState{Title: "没有记录", Why: "换个姓名，或清除条件。"}}
	for _, e := range entries {
		reg, what, which := w.Store.Book().Register(e.Register), e.Action, e.Register
		if reg != nil {
			what, which = actionLabel(reg, e.Action), reg.Label
		}
		words := g.Group{g.Text(e.Reason)}
		if len(e.Changes()) == 0 {
			words = append(words, h.Span(h.Class("mute"), g.Text(" "+e.Detail)))
		}
		for _, c := range e.Changes() {
			words = append(words, h.Span(h.Class("mute"), g.Text(" "+c.Label)))
		}
		cell := g.Node(g.Text(which))
		if reg != nil && e.Record != 0 {
			cell = h.A(ui.Href(w.at(reg, e.Record)), g.Text(which+" "+record.Code(e.Record)))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(e.At.String()), ui.Cell(e.Name, e.Unit), g.Text(what), cell, words}})
	}
	var more g.Node
	if len(entries) == 50 {
		q.Set("before", strconv.FormatInt(entries[49].ID, 10))
		more = h.P(h.A(ui.Href(w.UI.URL("/audit?"+q.Encode())), g.Text("看更早的")))
	}
	return w.shell(v, "审计记录", false, ui.Head{Title: "审计记录", Note: g.Text("辖区内每一次登记、修改、办理、查看、导出和账号变动，从新到旧，不能改动。")},
		ui.Form{Action: w.UI.URL("/audit"), Get: true, NoDraft: true, Body: g.Group{ui.FormSection{Body: g.Group{
			ui.Field{Name: "name", Label: "姓名", Value: q.Get("name"), Short: true}, ui.Field{Name: "action", Label: "动作", Value: q.Get("action"), Short: true, Hint: "如 reveal（查看个人信息）、export（导出）"}}}},
			Bar: ui.ActionBar{Actions: []ui.Action{{Label: "查找", Style: ui.Primary}}}},
		h.Section(h.Class("card"), t), more), nil
}
