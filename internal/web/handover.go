package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// handOverForm shows what an account has by name, to be given to another in one
// act.
func (w *Web) handOverForm(v *visit) (g.Node, error) { return w.handOverWith(v, nil) }

func (w *Web) handOverWith(v *visit, errIn error) (g.Node, error) {
	id, err := w.number(v)
	if err != nil {
		return nil, err
	}
	list, by, other := problems(asInvalid(errIn))
	if errIn != nil && other != nil {
		return nil, other
	}
	if errIn != nil {
		v.status = statusOf(errIn)
	}
	tasks, err := w.Auth.OpenTasks(v.ctx(), v.actor, id)
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: "指派给本人的待办", Columns: []ui.Column{{Label: "台账"}, {Label: "编号"}, {Label: "待办"}, {Label: "到期"}}, Empty: ui.EmptyState{Title: "没有指派给本人的待办", Why: "可以直接停用。按岗位的待办由岗位上的其他人接着办。"}}
	for _, x := range tasks { // what it is about is business, which administrators do not read
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(x.Register.Label), h.Span(h.Class("code"), g.Text(record.Code(x.Record))), g.Text(x.Label), g.Text(or(string(x.Due), "—"))}})
	}
	head := ui.Head{Title: "移交待办", Crumbs: []ui.Link{{Label: "账号与岗位", Href: w.UI.URL("/accounts")}, {Label: "移交"}}, Note: g.Text("人走了，事不能没人办：一次移交给接手的人，再停用账号。")}
	body := g.Group{h.Section(h.Class("card"), t)}
	if len(tasks) > 0 {
		f := v.r.PostForm
		body = append(body, ui.Form{Action: w.UI.URL("/accounts/" + strconv.FormatInt(id, 10) + "/hand-over"), NoDraft: true, Problems: list, Body: g.Group{ui.FormSection{Body: g.Group{
			ui.Field{Name: "to", Label: "移交给谁的账号", Required: true, Value: f.Get("to"), Error: or(by["to"], by["taker"]), Hint: "要有办这些事的岗位"},
			ui.Field{Name: "reason", Label: "原因", Required: true, Value: f.Get("reason"), Error: by["reason"]},
			ui.Field{Widget: ui.Check, Name: "stop", Label: "同时停用原来的账号", Value: f.Get("stop")},
		}}}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "全部移交", Style: ui.Primary}}}})
	}
	return w.shellPage(v, ui.Page{Title: "移交待办", Problem: errIn != nil}, false, head, h.Div(h.Class("stack"), body)), nil
}

func (w *Web) handOver(v *visit) (g.Node, error) {
	id, err := w.number(v)
	if err != nil {
		return nil, err
	}
	f := v.r.PostForm
	to, err := w.Auth.Named(v.ctx(), v.actor, f.Get("to"))
	if err == nil {
		err = w.Auth.HandOver(v.ctx(), v.actor, auth.Handing{From: id, To: to, Reason: f.Get("reason"), Stop: f.Get("stop") != ""})
	}
	if fault.Is(err, fault.Invalid) {
		return w.handOverWith(v, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/accounts")
}
