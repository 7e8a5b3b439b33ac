package web

import (
	"fmt"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/ui"
)

// accountRoutes are one's own sign-in, and the accounts one looks after.
func (w *Web) accountRoutes(in func(pattern string, h func(*visit) (g.Node, error))) {
	in("GET /account", w.account)
	in("GET /account/password", w.passwordForm)
	in("POST /account/password", w.changePassword)
	in("GET /account/factor", w.factorForm)
	in("POST /account/factor", w.setFactor)
	in("POST /account/factor/codes", w.newRecovery)
	in("POST /account/factor/end", w.endFactor)
	in("POST /account/sessions/end", w.endOthers)
	in("POST /account/sessions/{id}/end", w.endSession)
	in("GET /account/tokens/new", w.tokenForm)
	in("POST /account/tokens", w.addToken)
	in("POST /account/tokens/{id}/end", w.endToken)

	in("GET /accounts", w.accounts)
	in("GET /accounts/new", w.newAccount)
	in("POST /accounts", w.addAccount)
	in("POST /accounts/{id}/code", w.accountCode)
	in("POST /accounts/{id}/stop", w.stopAccount)
	in("POST /accounts/{id}/start", w.startAccount)
	in("GET /accounts/{id}/signing-in", w.signingIn)
	in("POST /accounts/{id}/factor/reset", w.resetFactor)
	in("POST /accounts/{id}/sessions/end", w.endAll)
	in("POST /accounts/{id}/sessions/{session}/end", w.endOne)
	in("POST /accounts/{id}/tokens/{token}/end", w.endTheirToken)
	in("POST /accounts/{id}/identities/{identity}/end", w.endIdentity)
}

func accountHead(title, above, note string) ui.Head {
	return ui.Head{Title: title, Note: g.Text(note), Crumbs: []ui.Link{{Label: "我的登录", Href: above}, {Label: title}}}
}

// account is the page of one's own sign-in.
func (w *Web) account(v *visit) (g.Node, error) {
	ctx, me := v.ctx(), v.session.Account
	factor, err := w.Auth.Factor(ctx, v.actor, me)
	if err != nil {
		return nil, err
	}
	sessions, err := w.Auth.Sessions(ctx, v.actor, me)
	if err != nil {
		return nil, err
	}
	tokens, err := w.Auth.Tokens(ctx, v.actor, me)
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: "开着的登录", Columns: []ui.Column{{Label: "设备"}, {Label: "地址"}, {Label: "登录时间"}}}
	for _, s := range sessions {
		row := ui.Row{Name: s.Device + " " + s.Created.String(), Cells: []g.Node{g.Text(s.Device), h.Span(h.Class("code"), g.Text(s.Origin)), g.Text(s.Created.String())}}
		if s.ID == v.session.ID {
			row.Cells[0] = g.Group{g.Text(s.Device + " "), ui.Tag{Text: "就是这一处", Tone: ui.Info}}
		} else {
			row.Actions = []ui.Action{{Label: "结束", Post: w.UI.URL(fmt.Sprintf("/account/sessions/%d/end", s.ID)), Small: true}}
		}
		t.Rows = append(t.Rows, row)
	}
	open := ui.Card{Title: "开着的登录", Note: "不认识的，结束它，再改密码", Bare: true, Body: g.Group{t}}
	if len(sessions) > 1 {
		open.Body = append(open.Body, h.Div(h.Class("in"), ui.Action{Label: "结束其他所有登录", Post: w.UI.URL("/account/sessions/end")}))
	}
	return w.shell(v, "我的登录", false, ui.Head{Title: "我的登录", Note: g.Text(v.actor.Name + " · 账号 " + v.session.Login)}, done(v.r.URL.Query().Get("done")),
		h.Div(h.Class("stack"), w.factorCard(factor), open, w.calendarCard(tokens), w.tokenCard(tokens, "/account/tokens", true))), nil
}

// factorCard tells of one's second factor and password.
func (w *Web) factorCard(f auth.Factor) ui.Card {
	state, acts := g.Node(ui.Tag{Text: "没有设置", Tone: ui.Warn}), []ui.Action{{Label: "设置二次验证", Href: w.UI.URL("/account/factor"), Style: ui.Primary}}
	if f.Since != 0 {
		state = g.Text(fmt.Sprintf("已设置（%s），还有 %d 个恢复码", f.Since, f.Recovery))
		acts = []ui.Action{{Label: "换一部手机", Href: w.UI.URL("/account/factor")}, {Label: "重发恢复码", Post: w.UI.URL("/account/factor/codes")}}
		if !f.Needed {
			acts = append(acts, ui.Action{Label: "取消二次验证", Post: w.UI.URL("/account/factor/end"), Style: ui.Quiet})
		}
	}
	if len(w.SSO) > 0 {
		acts = append(acts, ui.Action{Label: "统一身份认证", Href: w.UI.URL("/me/identities")})
	}
	acts = append(acts, ui.Action{Label: "改密码", Href: w.UI.URL("/account/password")})
	return ui.Card{Title: "密码和二次验证", Bare: true, Body: g.Group{ui.SummaryList{Items: []ui.SummaryItem{{Label: "二次验证", Value: state, Wide: true}}},
		h.Div(h.Class("in"), h.Div(h.Class("ac"), g.Map(acts, func(a ui.Action) g.Node { return a })))}}
}

func (w *Web) passwordForm(v *visit) (g.Node, error) { return w.passwordFormWith(v, nil) }

func (w *Web) passwordFormWith(v *visit, err error) (g.Node, error) {
	list, by, other := problems(asInvalid(err))
	if err != nil && other != nil {
		return nil, err
	}
	if err != nil {
		v.status = statusOf(err)
	}
	return w.shellPage(v, ui.Page{Title: "改密码", Problem: err != nil}, false, accountHead("改密码", w.UI.URL("/account"), "改好以后，其他地方的登录和接口令牌都会结束。"),
		h.Section(h.Class("card narrow"), h.Div(h.Class("in"), ui.Form{Action: w.UI.URL("/account/password"), NoDraft: true, Problems: list, Body: g.Group{
			ui.Field{Widget: ui.Password, Name: "old", Label: "原密码", Required: true, Auto: "current-password", Error: by["old"]},
			ui.Field{Widget: ui.Password, Name: "password", Label: "新密码", Hint: "至少 10 位，不要用账号、姓名或常见密码", Required: true, Auto: "new-password", Error: by["password"]},
		}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "改密码", Style: ui.Primary}, {Label: "不改了", Href: w.UI.URL("/account"), Style: ui.Quiet}}}}))), nil
}

func (w *Web) changePassword(v *visit) (g.Node, error) {
	f := v.r.PostForm
	err := w.Auth.ChangePassword(v.ctx(), v.session, f.Get("old"), f.Get("password"), w.visitor(v, v.session.Login))
	if fault.Is(err, fault.Invalid) || fault.HasCode(err, fault.CodeRate) {
		return w.passwordFormWith(v, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/account?done="+escape("密码已改，其他登录已结束"))
}

func number(v *visit, name string) (int64, error) {
	id, err := strconv.ParseInt(v.r.PathValue(name), 10, 64)
	if err != nil {
		return 0, errNowhere()
	}
	return id, nil
}

func (w *Web) endSession(v *visit) (g.Node, error) {
	id, err := number(v, "id")
	if err == nil {
		err = w.Auth.Revoke(v.ctx(), v.actor, id)
	}
	if err != nil && !fault.Is(err, fault.NotFound) { // ended meanwhile is ended
		return nil, err
	}
	return w.go303(v, "/account?done="+escape("已结束这处登录"))
}

func (w *Web) endOthers(v *visit) (g.Node, error) {
	n, err := w.Auth.RevokeAll(v.ctx(), v.actor, v.session.Account, v.session.ID)
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/account?done="+escape(fmt.Sprintf("已结束其他 %d 处登录", n)))
}
