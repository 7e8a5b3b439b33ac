package web

import (
	"fmt"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/ui"
)

// signingIn shows an administrator how somebody's account is signed in: enough to
// end what should not be open, and nothing of when they work.
func (w *Web) signingIn(v *visit) (g.Node, error) { return w.signingInWith(v, nil) }

func (w *Web) signingInWith(v *visit, errIn error) (g.Node, error) {
	list, by, other := problems(errIn)
	if errIn != nil && other != nil {
		return nil, other
	}
	if errIn != nil {
		v.status = statusOf(errIn)
	}
	id, err := number(v, "id")
	if err != nil {
		return nil, err
	}
	acc, err := w.Auth.Account(v.ctx(), v.actor, id)
	if err != nil {
		return nil, err
	}
	factor, err := w.Auth.Factor(v.ctx(), v.actor, id)
	if err != nil {
		return nil, err
	}
	sessions, err := w.Auth.Sessions(v.ctx(), v.actor, id)
	if err != nil {
		return nil, err
	}
	tokens, err := w.Auth.Tokens(v.ctx(), v.actor, id)
	if err != nil {
		return nil, err
	}
	vouched, err := w.identityCard(v, id)
	if err != nil {
		return nil, err
	}
	base := fmt.Sprintf("/accounts/%d", id)
	second := ui.Card{Title: "二次验证", Body: g.Group{h.P(g.Text("没有设置。"))}}
	if factor.Since != 0 {
		second.Body = g.Group{h.P(g.Text("已设置。手机和恢复码都丢了才重置；请当面确认是本人。重置后他的登录和令牌立即失效，下次登录时重新设置。")),
			ui.Form{Action: w.UI.URL(base + "/factor/reset"), NoDraft: true, Problems: list, Body: g.Group{
				ui.Field{Name: "reason", Label: "原因", Hint: "怎样确认是本人、为什么重置", Required: true, Value: v.r.PostForm.Get("reason"), Error: by["reason"]},
			}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "重置二次验证"}}}}}
	}
	t := ui.Table{Caption: "开着的登录", Columns: []ui.Column{{Label: "设备"}, {Label: "地址"}}, Empty: h.P(h.Class("mute"), g.Text("没有。"))}
	for i, s := range sessions {
		t.Rows = append(t.Rows, ui.Row{Name: fmt.Sprintf("第 %d 处 %s", i+1, s.Device), Cells: []g.Node{g.Text(s.Device), h.Span(h.Class("code"), g.Text(s.Origin))},
			Actions: []ui.Action{{Label: "结束", Post: w.UI.URL(fmt.Sprintf("%s/sessions/%d/end", base, s.ID)), Small: true}}})
	}
	open := ui.Card{Title: "开着的登录", Body: g.Group{t}, Bare: len(t.Rows) > 0}
	if len(sessions) > 1 {
		open.Body = append(open.Body, h.Div(h.Class("in"), ui.Action{Label: "全部结束", Post: w.UI.URL(base + "/sessions/end")}))
	}
	return w.shellPage(v, ui.Page{Title: "登录情况", Problem: errIn != nil}, false,
		ui.Head{Title: acc.Name + "的登录情况", Note: g.Text("账号 " + acc.Login), Crumbs: []ui.Link{{Label: "账号与岗位", Href: w.UI.URL("/accounts")}, {Label: "登录情况"}}},
		done(v.r.URL.Query().Get("done")), h.Div(h.Class("stack"), second, vouched, open, w.tokenCard(tokens, base+"/tokens", false))), nil
}

// ended goes back to an account's page after something of it was ended.
func (w *Web) ended(v *visit, what string, err error) (g.Node, error) {
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/accounts/"+v.r.PathValue("id")+"/signing-in?done="+escape(what))
}

func (w *Web) resetFactor(v *visit) (g.Node, error) {
	id, err := number(v, "id")
	if err == nil {
		err = w.Auth.ResetFactor(v.ctx(), v.actor, id, v.r.PostForm.Get("reason"))
	}
	if fault.Is(err, fault.Invalid) {
		return w.signingInWith(v, err)
	}
	return w.ended(v, "已重置二次验证", err)
}

func (w *Web) endAll(v *visit) (g.Node, error) {
	id, err := number(v, "id")
	if err == nil {
		_, err = w.Auth.RevokeAll(v.ctx(), v.actor, id, 0)
	}
	return w.ended(v, "已全部结束", err)
}

func (w *Web) endOne(v *visit) (g.Node, error) {
	id, err := number(v, "session")
	if err == nil {
		err = w.Auth.Revoke(v.ctx(), v.actor, id)
	}
	return w.ended(v, "已结束这处登录", err)
}

func (w *Web) endTheirToken(v *visit) (g.Node, error) {
	id, err := number(v, "token")
	if err == nil {
		err = w.Auth.RevokeToken(v.ctx(), v.actor, id)
	}
	return w.ended(v, "已撤销令牌", err)
}
