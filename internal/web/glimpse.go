package web

import (
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// glimpses lists what waits for the visitor's consent and what the visitor asked
// for, and asks for more.
func (w *Web) glimpses(v *visit) (g.Node, error) { return w.glimpsesWith(v, nil) }

func (w *Web) glimpsesWith(v *visit, errIn error) (g.Node, error) {
	list, by, other := problems(asInvalid(errIn))
	if errIn != nil && other != nil {
		return nil, other
	}
	if errIn != nil {
		v.status = statusOf(errIn)
	}
	own, waiting, err := w.Auth.Glimpses(v.ctx(), v.actor)
	if err != nil {
		return nil, err
	}
	head := ui.Head{Title: "紧急查看", Note: g.Text("辖区以外的一条记录，写明原因，由第二个人同意后看几小时，只能看，个人信息仍遮住。谁申请、谁同意、看了什么都有记录，记录所在社区会知道。")}
	page := g.Group{done(v.r.URL.Query().Get("done"))}
	if len(waiting) > 0 {
		t := ui.Table{Caption: "等您答复", Columns: []ui.Column{{Label: "谁"}, {Label: "要看"}, {Label: "原因"}, {Label: "申请于"}}}
		for _, x := range waiting {
			at := w.UI.URL("/glimpses/" + strconv.FormatInt(x.ID, 10))
			t.Rows = append(t.Rows, ui.Row{Name: x.Name, Cells: []g.Node{ui.Cell(x.Name, x.Unit), h.A(ui.Href(w.at(x.Register, x.Record)), g.Text(x.Register.Label+" "+record.Code(x.Record))), g.Text(x.Reason), g.Text(x.Asked.String())},
				Actions: []ui.Action{{Label: "同意", Post: at + "/consent", Small: true, Style: ui.Primary}, {Label: "不同意", Post: at + "/refuse", Small: true}}})
		}
		page = append(page, ui.Card{Title: "等您答复", Body: g.Group{t}})
	}
	if len(own) > 0 {
		t := ui.Table{Caption: "我申请的", Columns: []ui.Column{{Label: "要看"}, {Label: "原因"}, {Label: "申请于"}, {Label: "结果"}}}
		for _, x := range own {
			t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{w.glimpsedLink(x), g.Text(x.Reason), g.Text(x.Asked.String()), g.Text(w.outcome(x))}})
		}
		page = append(page, ui.Card{Title: "我申请的", Body: g.Group{t}})
	}
	var options []ui.Option
	for _, reg := range w.Store.Book().Registers {
		if v.actor.Holds(reg.Rights.Read) && reg.Rights.Reach == record.Below {
			options = append(options, ui.Option{Value: reg.Name, Label: reg.Label})
		}
	}
	if len(options) > 0 && v.session.Guise == nil {
		f := v.r.PostForm
		page = append(page, ui.Form{Action: w.UI.URL("/glimpses"), NoDraft: true, Problems: list, Body: g.Group{ui.FormSection{Title: "申请紧急查看", Body: g.Group{
			ui.Field{Widget: ui.Select, Name: "register", Label: "哪一类", Required: true, Options: options, Value: f.Get("register"), Error: by["register"], Short: true},
			ui.Field{Widget: ui.Code, Name: "code", Label: "编号", Required: true, Value: f.Get("code"), Error: by["code"], Hint: "记录页顶部的编号，请向记录所在社区要", Short: true},
			ui.Field{Widget: ui.Prose, Name: "reason", Label: "原因", Required: true, Lines: 3, Value: f.Get("reason"), Error: by["reason"]},
		}}}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "申请", Style: ui.Primary}}}})
	}
	return w.shellPage(v, ui.Page{Title: "紧急查看", Problem: errIn != nil}, false, head, h.Div(h.Class("stack"), page)), nil
}

func (w *Web) glimpsedLink(x auth.Glimpse) g.Node {
	words := g.Text(x.Register.Label + " " + record.Code(x.Record))
	if int64(x.Until) <= w.Store.Clock().Now().UnixMilli() {
		return words
	}
	return h.A(ui.Href(w.at(x.Register, x.Record)), words)
}

func (w *Web) outcome(x auth.Glimpse) string {
	switch {
	case x.Decided == 0:
		return "等答复"
	case x.Until == 0:
		return x.ByName + "不同意"
	case int64(x.Until) <= w.Store.Clock().Now().UnixMilli():
		return "已到时间"
	}
	return x.ByName + "同意，看到 " + x.Until.String()
}

func (w *Web) askGlimpse(v *visit) (g.Node, error) {
	f := v.r.PostForm
	err := error(fault.Fields(fault.Problem{Field: "register", Label: "哪一类", Text: "请从列表里选"}))
	if reg := w.Store.Book().Register(f.Get("register")); reg != nil {
		err = w.Auth.AskGlimpse(v.ctx(), v.actor, reg, store.ParseCode(strings.TrimSpace(f.Get("code"))), f.Get("reason"))
	}
	if fault.Is(err, fault.Invalid) {
		return w.glimpsesWith(v, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/glimpses?done=已申请，等第二个人答复")
}

func (w *Web) consent(v *visit) (g.Node, error) { return w.decide(v, true) }

func (w *Web) refuse(v *visit) (g.Node, error) { return w.decide(v, false) }

func (w *Web) decide(v *visit, yes bool) (g.Node, error) {
	id, err := w.number(v)
	if err == nil {
		err = w.Auth.DecideGlimpse(v.ctx(), v.actor, id, yes)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/glimpses?done=已答复")
}
