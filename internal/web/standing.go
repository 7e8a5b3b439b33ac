package web

import (
	"net/http"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// guiseCookie tells that a session may act for somebody, or look as somebody:
// the database says as whom. Without it the session is its account's own.
const guiseCookie = "sanshe_guise"

// guise sets the actor of a visit to whom the session acts for or looks as. A
// look is written down before the page is made.
func (w *Web) guise(v *visit) error {
	if _, err := v.r.Cookie(guiseCookie); err != nil {
		return nil
	}
	if err := w.Auth.Guised(v.ctx(), v.session); err != nil || v.session.Guise == nil {
		return err
	}
	v.actor = v.session.Actor
	if v.session.Guise.Looking {
		return w.Auth.Looked(v.ctx(), v.session, v.r.Method+" "+v.r.URL.Path)
	}
	return nil
}

func (w *Web) setGuise(v *visit, age int) {
	http.SetCookie(v.w, &http.Cookie{Name: guiseCookie, Value: "1", Path: w.UI.URL("/"), MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: v.r.TLS != nil || v.r.Header.Get("X-Forwarded-Proto") == "https"})
}

// guiseNotice heads every page of a session that is not in its own name.
func (w *Web) guiseNotice(v *visit) g.Node {
	if v.session == nil || v.session.Guise == nil {
		return nil
	}
	back := ui.Action{Label: "回到本人身份", Post: w.UI.URL("/own-name"), Small: true}
	x := v.session.Guise
	if x.Looking {
		return ui.Notice(ui.Bad, h.Strong(g.Text("您（"+x.Own.Name+"）正以 "+x.Name+" 的身份看。")), g.Text("只能看，不能办理；每一页都有记录。"), back)
	}
	return ui.Notice(ui.Warn, h.Strong(g.Text("您（"+x.Own.Name+"）正代 "+x.Name+" 办理。")), g.Text("办理经过里写明两个人的名字。"), back)
}

func (w *Web) ownName(v *visit) (g.Node, error) {
	if err := w.Auth.OwnName(v.ctx(), v.session); err != nil {
		return nil, err
	}
	w.setGuise(v, -1)
	return w.go303(v, "/")
}

// delegations lists what the visitor lent and was lent, and lends more.
func (w *Web) delegations(v *visit) (g.Node, error) { return w.delegationsWith(v, nil) }

func (w *Web) delegationsWith(v *visit, errIn error) (g.Node, error) {
	list, by, other := problems(asInvalid(errIn))
	if errIn != nil && other != nil {
		return nil, other
	}
	if errIn != nil {
		v.status = statusOf(errIn)
	}
	if v.session.Guise != nil {
		return nil, fault.New(fault.Refused, "请先回到本人身份，再看代理；代理不能再转给别人，需要时请联系本单位管理员")
	}
	own, err := w.Auth.Delegations(v.ctx(), v.actor, v.actor.Account)
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: "代理", Columns: []ui.Column{{Label: "谁的工作"}, {Label: "由谁代理"}, {Label: "岗位"}, {Label: "起止"}, {Label: "原因"}},
		Empty: ui.EmptyState{Title: "没有代理", Why: "出差、请假时，可以把工作交给同事代办一段时间。"}}
	today := w.Store.Today()
	for _, d := range own {
		at := w.UI.URL("/delegations/" + strconv.FormatInt(d.ID, 10))
		var acts []ui.Action
		if d.Taker == v.actor.Account && d.From <= today {
			acts = append(acts, ui.Action{Label: "代" + d.GiverName + "办理", Post: at + "/act", Small: true})
		}
		acts = append(acts, ui.Action{Label: "马上结束", Post: at + "/end", Small: true})
		t.Rows = append(t.Rows, ui.Row{Name: d.GiverName + "由" + d.TakerName + "代理", Actions: acts,
			Cells: []g.Node{g.Text(d.GiverName), g.Text(d.TakerName), g.Text(w.roleLabels(d.Roles)), g.Text(string(d.From) + " 至 " + string(d.To.AddDays(-1))), g.Text(d.Reason)}})
	}
	var roles []ui.Option
	for _, r := range v.actor.Roles {
		roles = append(roles, ui.Option{Value: string(r), Label: w.Store.RoleLabel(r)})
	}
	f := v.r.PostForm
	return w.shellPage(v, ui.Page{Title: "代理", Problem: errIn != nil}, false,
		ui.Head{Title: "代理", Note: g.Text("代理人以“代某某”的名义、在您的辖区、用您交出的岗位办理，不能超过您自己的权限，也不能再转给别人。到期自动结束。")},
		h.Div(h.Class("stack"), done(v.r.URL.Query().Get("done")), h.Section(h.Class("card"), t),
			ui.Form{Action: w.UI.URL("/delegations"), NoDraft: true, Problems: list, Body: g.Group{ui.FormSection{Title: "交给同事代理", Body: g.Group{
				ui.Field{Name: "taker", Label: "代理人的账号", Required: true, Value: f.Get("taker"), Error: by["taker"], Hint: "登录用的账号"},
				ui.Field{Widget: ui.Checks, Name: "roles", Label: "代理哪些岗位", Options: roles, Values: f["roles"], Error: by["roles"], Hint: "不选就是全部"},
				ui.Field{Widget: ui.DateInput, Name: "from", Label: "开始日期", Value: f.Get("from"), Error: by["from"], Hint: "不填就是今天", Short: true},
				ui.Field{Widget: ui.DateInput, Name: "to", Label: "最后一天", Required: true, Value: f.Get("to"), Error: by["to"], Short: true},
				ui.Field{Name: "reason", Label: "原因", Required: true, Value: f.Get("reason"), Error: by["reason"]},
			}}}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "交给他代理", Style: ui.Primary}}}})), nil
}

func (w *Web) roleLabels(roles record.Roles) string {
	var names []string
	for _, r := range roles {
		names = append(names, w.Store.RoleLabel(r))
	}
	return strings.Join(names, "、")
}

func (w *Web) delegate(v *visit) (g.Node, error) {
	f := v.r.PostForm
	d := auth.Delegation{Giver: v.actor.Account, Reason: f.Get("reason")}
	for _, r := range f["roles"] {
		d.Roles = append(d.Roles, record.Role(r))
	}
	var err error
	if d.From, err = w.day(f.Get("from"), "from", "开始日期"); err == nil {
		if d.To, err = w.day(f.Get("to"), "to", "最后一天"); err == nil && d.To != "" {
			d.To = d.To.AddDays(1)
		}
	}
	if err == nil {
		d.Taker, err = w.Auth.Named(v.ctx(), v.actor, f.Get("taker"))
	}
	if err == nil {
		_, err = w.Auth.Delegate(v.ctx(), v.actor, d)
	}
	if fault.Is(err, fault.Invalid) {
		return w.delegationsWith(v, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/delegations?done=已交给同事代理")
}

// day reads a day as people type it, "" for none.
func (w *Web) day(text, field, label string) (clock.Date, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	d, err := clock.ParseDate(text, w.Store.Today())
	if err != nil {
		return "", fault.Fields(fault.Problem{Field: field, Label: label, Text: err.Error()})
	}
	return d, nil
}

func (w *Web) number(v *visit) (int64, error) {
	id, err := strconv.ParseInt(v.r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, errNowhere()
	}
	return id, nil
}

func (w *Web) endDelegation(v *visit) (g.Node, error) {
	id, err := w.number(v)
	if err == nil {
		err = w.Auth.EndDelegation(v.ctx(), v.actor, id)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/delegations?done=代理已结束")
}

func (w *Web) actFor(v *visit) (g.Node, error) {
	id, err := w.number(v)
	if err == nil {
		err = w.Auth.ActFor(v.ctx(), v.session, id)
	}
	if err != nil {
		return nil, err
	}
	w.setGuise(v, 0)
	return w.go303(v, "/inbox")
}

// lookPage asks an auditor as whom to look.
func (w *Web) lookPage(v *visit) (g.Node, error) { return w.lookForm(v, nil) }

func (w *Web) lookForm(v *visit, errIn error) (g.Node, error) {
	list, by, other := problems(asInvalid(errIn))
	if errIn != nil && other != nil {
		return nil, other
	}
	if errIn != nil {
		v.status = statusOf(errIn)
	}
	if err := w.Store.MayAudit(v.actor); err != nil {
		return nil, err
	}
	f := v.r.PostForm
	return w.shellPage(v, ui.Page{Title: "以别人的身份看", Problem: errIn != nil}, false,
		ui.Head{Title: "以别人的身份看", Note: g.Text("看到的与这个账号登录后一样，个人信息遮住；不能办理任何事，看过的每一页都写进审计。")},
		ui.Form{Action: w.UI.URL("/look"), NoDraft: true, Problems: list, Body: g.Group{ui.FormSection{Body: g.Group{
			ui.Field{Name: "account", Label: "账号", Required: true, Value: f.Get("account"), Error: or(by["account"], by["taker"])},
			ui.Field{Name: "reason", Label: "原因", Required: true, Value: f.Get("reason"), Error: by["reason"]},
		}}}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "开始看", Style: ui.Primary}}}}), nil
}

func (w *Web) look(v *visit) (g.Node, error) {
	f := v.r.PostForm
	id, err := w.Auth.Named(v.ctx(), v.actor, f.Get("account"))
	if err == nil {
		err = w.Auth.LookAs(v.ctx(), v.session, id, f.Get("reason"))
	}
	if fault.Is(err, fault.Invalid) {
		return w.lookForm(v, err)
	}
	if err != nil {
		return nil, err
	}
	w.setGuise(v, 0)
	return w.go303(v, "/")
}
