package web

import (
	"fmt"
	"net/http"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/sso"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// identities shows with whose word somebody may sign in as themselves.
func (w *Web) identities(v *visit) (g.Node, error) {
	list, err := w.Auth.Identities(v.ctx(), v.actor, v.actor.Account)
	if err != nil {
		return nil, err
	}
	var cards g.Group
	linked := map[string]bool{}
	for _, i := range list {
		name := i.Issuer
		if p := w.issuer(i.Issuer); p != nil {
			name = p.Name
		}
		linked[i.Issuer] = true
		cards = append(cards, w.linkedCard(v, name, i))
	}
	var open g.Group
	for _, p := range w.SSO {
		if !linked[p.Issuer] {
			open = append(open, ui.Action{Label: "关联" + p.Name, Post: w.UI.URL("/me/identities/" + p.Key + "/link")})
		}
	}
	if len(open) > 0 {
		cards = append(cards, ui.Card{Title: "关联一个身份", Body: g.Group{h.P(g.Text("先确认是您本人，再到对方那里登录一次。没有密码的，从登录页点对方的按钮，用设置码关联。")), h.Div(h.Class("ac"), open)}})
	}
	if cards == nil {
		cards = g.Group{ui.Card{Title: "统一身份认证", Body: g.Group{h.P(g.Text("本系统没有接统一身份认证，用账号密码登录。"))}}}
	}
	return w.shell(v, "统一身份认证", false,
		ui.Head{Title: "统一身份认证", Crumbs: []ui.Link{{Label: "我的登录", Href: w.UI.URL("/account")}, {Label: "统一身份认证"}}, Note: g.Text("关联以后，在登录页点对应的按钮就能进来。关联只认您自己办的这一次，不按姓名、电话、邮箱去猜。")},
		done(v.r.URL.Query().Get("done")), h.Div(h.Class("stack"), cards)), nil
}

func (w *Web) linkedCard(v *visit, name string, i auth.Identity) g.Node {
	now := g.Node(nil)
	if v.session.Identity == i.ID {
		now = h.P(g.Text("现在这次登录就是用它进来的，解除后要重新登录。"))
	}
	return ui.Card{Title: name, Body: g.Group{h.P(g.Text("已关联，" + clock.DateOf(i.Linked.Time()).Chinese() + "由" + i.By + "办理。")), now,
		ui.Action{Label: "解除关联", Post: w.UI.URL("/me/identities/" + strconv.FormatInt(i.ID, 10) + "/unlink"), Note: "：" + name}}}
}

// beginLink leads on to the provider whoever has just shown that it is they.
func (w *Web) beginLink(v *visit) (g.Node, error) {
	p, err := w.provider(v)
	if err != nil {
		return nil, err
	}
	if err := store.Proven(v.actor); err != nil {
		return nil, err
	}
	a, address, err := p.Begin(sso.Link, v.session.ID, "")
	if err != nil {
		return nil, err
	}
	w.remember(v, a)
	return w.shell(v, "关联"+p.Name, false, ui.Head{Title: "关联" + p.Name, Note: g.Text("下一步到“" + p.Name + "”登录一次，10 分钟内有效。")},
		ui.Card{Title: "下一步", Body: g.Group{h.P(g.Text("登录时请确认是您自己的身份：以后谁能用它登录，谁就能进您的账号。")),
			h.Div(h.Class("ac"), ui.Action{Label: "去登录", Href: address, Style: ui.Primary}, ui.Action{Label: "不关联了", Href: w.UI.URL("/me/identities")})}}), nil
}

// ssoSure sends somebody who is signed in to a provider, to show once more who
// they are.
func (w *Web) ssoSure(v *visit) (g.Node, error) {
	p, err := w.knock(v)
	if err != nil {
		return nil, err
	}
	a, address, err := p.Begin(sso.Confirm, v.session.ID, "")
	if err != nil {
		return nil, err
	}
	w.remember(v, a)
	http.Redirect(v.w, v.r, address, http.StatusSeeOther)
	return nil, nil
}

// sureLinks leads to whoever vouches for an account, in another tab: what was to
// be confirmed stays in this one.
func (w *Web) sureLinks(v *visit) (g.Node, error) {
	list, err := w.Auth.Identities(v.ctx(), v.actor, v.actor.Account)
	if err != nil {
		return nil, err
	}
	var links g.Group
	for _, i := range list {
		if p := w.issuer(i.Issuer); p != nil {
			links = append(links, ui.Action{Label: "到" + p.Name + "再登录一次", Href: w.UI.URL("/sso/" + p.Key + "/sure"), Target: "_blank", Note: "，在新标签页打开"})
		}
	}
	return g.Group{h.P(g.Text("您的账号没有密码。到对方那里再登录一次，然后回到这一页。")), h.Div(h.Class("ac"), links)}, nil
}

// confirmed ends what ssoSure began.
func (w *Web) confirmed(v *visit, p *sso.Provider, a *sso.Attempt, proof *sso.Proof) (g.Node, error) {
	if v.session == nil || v.session.ID != a.Session {
		return w.ssoTrouble(v, p, "", fault.New(fault.Refused, "确认的时候登录已经退出或换了人，所以没有确认。请重新登录，再从原来的页面办"))
	}
	if err := w.Auth.ProveBy(v.ctx(), v.session, proof); err != nil {
		return nil, err
	}
	return w.plain(v, "已确认", false, h.H1(g.Text("已确认是您本人")), h.P(g.Text("回到刚才那一页，点“确认，接着办”。这一页可以关掉。"))), nil
}

// link ends what beginLink began, in the same session or not at all.
func (w *Web) link(v *visit, p *sso.Provider, a *sso.Attempt, proof *sso.Proof) (g.Node, error) {
	if v.session == nil || v.session.ID != a.Session {
		return w.ssoTrouble(v, p, "", fault.New(fault.Refused, "关联的时候登录已经退出或换了人，所以没有关联。请重新登录，再到“我的登录”里关联"))
	}
	if err := w.Auth.Link(v.ctx(), v.session, proof); err != nil {
		return nil, err
	}
	return w.go303(v, "/me/identities?done="+escape("已关联"+p.Name))
}

// identityCard tells an administrator with whose word an account is signed in.
func (w *Web) identityCard(v *visit, account int64) (g.Node, error) {
	list, err := w.Auth.Identities(v.ctx(), v.actor, account)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	t := ui.Table{Caption: "统一身份", Columns: []ui.Column{{Label: "哪里的"}, {Label: "那里的编号"}, {Label: "关联"}}}
	for _, i := range list {
		name := i.Issuer
		if p := w.issuer(i.Issuer); p != nil {
			name = p.Name
		}
		t.Rows = append(t.Rows, ui.Row{Name: name, Cells: []g.Node{g.Text(name), h.Span(h.Class("code"), g.Text(i.Subject)), g.Text(clock.DateOf(i.Linked.Time()).Chinese() + "，" + i.By)},
			Actions: []ui.Action{{Label: "解除", Post: w.UI.URL(fmt.Sprintf("/accounts/%d/identities/%d/end", account, i.ID)), Small: true}}})
	}
	return ui.Card{Title: "统一身份", Note: "解除后，用它打开的登录立即结束", Bare: true, Body: g.Group{t}}, nil
}

func (w *Web) endIdentity(v *visit) (g.Node, error) {
	id, err := number(v, "identity")
	if err == nil {
		err = w.Auth.Unlink(v.ctx(), v.actor, id, "管理员解除")
	}
	return w.ended(v, "已解除关联", err)
}

func (w *Web) unlink(v *visit) (g.Node, error) {
	id, err := w.accountID(v)
	if err == nil {
		err = w.Auth.Unlink(v.ctx(), v.actor, id, "本人解除")
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/me/identities?done="+escape("已解除关联"))
}

// farewell offers to sign out at the provider too, which would otherwise let the
// next one at this computer in.
func (w *Web) farewell(v *visit, p *sso.Provider, address string) g.Node {
	return w.plain(v, "已退出", false, h.H1(g.Text("已退出本系统")),
		h.P(g.Text("“"+p.Name+"”可能还登录着。公用的电脑请一起退出，否则别人点一下就能再进来。")),
		h.Div(h.Class("ac"), ui.Action{Label: "也退出" + p.Name, Href: address, Style: ui.Primary}, ui.Action{Label: "回到登录页", Href: w.UI.URL("/sign-in")}))
}
