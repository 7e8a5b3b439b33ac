package web

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/sso"
	"sanshe/internal/ui"
)

// Cookies between leaving for a provider and coming back. Each attempt has its
// own, so that tabs do not disturb one another; all are sealed.
const (
	attemptCookie = "sanshe_sso_"
	pendingCookie = "sanshe_identity"
	mostAttempts  = 8
)

func (w *Web) ssoRoutes(open, in func(string, func(*visit) (g.Node, error))) {
	open("GET /sso/{provider}", w.ssoBegin)
	open("GET /sso/{provider}/callback", w.ssoBack)
	open("POST /sso/{provider}/logout", w.ssoLogout)
	in("GET /sso/{provider}/sure", w.ssoSure)
	open("GET /sign-in/identity", w.unlinkedPage)
	open("POST /sign-in/identity", w.linkByCode)
	open("POST /sign-in/resume", w.resume)
	in("GET /me/identities", w.identities)
	in("POST /me/identities/{provider}/link", w.beginLink)
	in("POST /me/identities/{id}/unlink", w.unlink)
}

// provider gives the provider of the address.
func (w *Web) provider(v *visit) (*sso.Provider, error) {
	for _, p := range w.SSO {
		if p.Key == v.r.PathValue("provider") {
			return p, nil
		}
	}
	return nil, errNowhere()
}

// knock is provider for what makes us ask it. A town hall shares one address, and
// begins its day at once.
func (w *Web) knock(v *visit) (*sso.Provider, error) {
	p, err := w.provider(v)
	if err != nil {
		return nil, err
	}
	if ok, wait := w.knocks.Allow(origin(v.r)); !ok {
		return nil, fault.Coded(fault.Unavailable, fault.CodeRate, "点得太快，%d 秒后再试", int(wait.Seconds())+1)
	}
	return p, nil
}

// issuer gives the provider that signs as issuer, or nil if it is configured no
// longer.
func (w *Web) issuer(issuer string) *sso.Provider {
	for _, p := range w.SSO {
		if p.Issuer == issuer {
			return p
		}
	}
	return nil
}

// ssoLinks offers the providers beside the form of sign-in. A form that was
// interrupted stays where it is: the provider opens in another tab.
func (w *Web) ssoLinks(to, body string) g.Node {
	if len(w.SSO) == 0 {
		return nil
	}
	var links g.Group
	for _, p := range w.SSO {
		a := ui.Action{Label: "用" + p.Name + "登录", Href: w.UI.URL("/sso/" + p.Key + "?to=" + escape(to))}
		if body != "" {
			a.Href, a.Target, a.Note = w.UI.URL("/sso/"+p.Key), "_blank", "，在新标签页打开"
		}
		links = append(links, a)
	}
	resume := g.Node(nil)
	if body != "" {
		resume = g.Group{h.P(g.Text("会在新标签页里登录。登录好以后回到这一页：")), ui.Action{Label: "已经登录好，接着提交", Post: w.UI.URL("/sign-in/resume"), Hidden: []ui.Pair{{Name: "to", Value: to}, {Name: "body", Value: body}}}}
	}
	return h.Section(h.Class("alt"), h.Aria("label", "其他登录方式"), h.Div(h.Class("ac"), links), resume)
}

// ssoBegin sends the browser to a provider. It is a link and not a form, since
// pages let forms go nowhere else.
func (w *Web) ssoBegin(v *visit) (g.Node, error) {
	p, err := w.knock(v)
	if err != nil {
		return nil, err
	}
	to := w.local(v.r.URL.Query().Get("to"))
	if len(to) > 1000 { // would not fit into a cookie
		to = w.local("")
	}
	a, address, err := p.Begin(sso.SignIn, 0, to)
	if err != nil {
		return w.ssoTrouble(v, p, to, err)
	}
	w.remember(v, a)
	v.w.Header().Set("Cache-Control", "no-store")
	http.Redirect(v.w, v.r, address, http.StatusSeeOther)
	return nil, nil
}

func (w *Web) ssoBack(v *visit) (g.Node, error) {
	p, err := w.knock(v)
	if err != nil {
		return nil, err
	}
	a, q := &sso.Attempt{}, v.r.URL.Query()
	if !w.takeCookie(v, cookieOf(q.Get("state")), a) {
		return w.ssoTrouble(v, p, "", sso.ErrAttempt())
	}
	proof, err := p.Finish(v.ctx(), a, q)
	if err != nil {
		return w.ssoTrouble(v, p, a.To, err)
	}
	switch a.Purpose {
	case sso.Link:
		return w.link(v, p, a, proof)
	case sso.Confirm:
		return w.confirmed(v, p, a, proof)
	}
	e, err := w.Auth.SignInBy(v.ctx(), proof, w.visitor(v, ""))
	if fault.HasCode(err, auth.CodeUnlinked) {
		proof.Hint = "" // too long for a cookie
		w.setCookie(v, pendingCookie, proof)
		return w.go303(v, "/sign-in/identity")
	}
	if err != nil {
		return w.ssoTrouble(v, p, a.To, err)
	}
	return w.proceed(v, e, []ui.Pair{{Name: "to", Value: a.To}})
}

// ssoTrouble says why nobody was signed in, and what to do. What the provider
// said goes to the log, without anything secret.
func (w *Web) ssoTrouble(v *visit, p *sso.Provider, to string, err error) (g.Node, error) {
	e := fault.As(err)
	if e == nil || e.Kind == fault.Internal {
		return nil, err
	}
	if e.Kind == fault.Refused && e.Cause != nil {
		slog.Warn("single sign-on refused", "provider", p.Key, "why", sso.Short(e.Cause))
	}
	v.status = statusOf(err)
	return w.plain(v, "没有登录", true, ui.ErrorPage{Code: v.status, Title: "没有登录", Text: message(err), Actions: []ui.Action{
		{Label: "再试一次", Href: w.UI.URL("/sso/" + p.Key + "?to=" + escape(to)), Style: ui.Primary}, {Label: "回到登录页", Href: w.UI.URL("/sign-in")}}}), nil
}

// unlinkedPage says what to do with an identity that is nobody's account.
func (w *Web) unlinkedPage(v *visit) (g.Node, error) { return w.unlinkedForm(v, nil) }

func (w *Web) unlinkedForm(v *visit, err error) (g.Node, error) {
	list, by, other := problems(asInvalid(err))
	if err != nil && other != nil {
		return nil, err
	}
	if err != nil {
		v.status = statusOf(err)
	}
	proof := &sso.Proof{}
	if !w.readCookie(v, pendingCookie, proof) || w.Store.Clock().Now().Sub(proof.At) > sso.AttemptLife {
		return nil, sso.ErrAttempt()
	}
	return w.plain(v, "还没有关联账号", err != nil, h.H1(g.Text("还没有关联账号")),
		h.P(g.Text("您在“"+proof.Provider+"”登录成功了，但本系统还不知道这是哪个账号。没有新建任何东西，也不会按姓名、电话去猜。")),
		h.Div(h.Class("stack"), h.Div(h.H2(g.Text("有密码")), h.P(h.A(ui.Href(w.UI.URL("/sign-in?to="+escape(w.UI.URL("/me/identities")))), g.Text("用账号密码登录")), g.Text("，再在“我的登录”里关联。只要一次。"))),
			h.Div(h.H2(g.Text("没有密码")), h.P(g.Text("向本单位管理员要一次性设置码，填在下面。")))),
		ui.Form{Action: w.UI.URL("/sign-in/identity"), NoDraft: true, Problems: list, Body: g.Group{
			ui.Field{Widget: ui.Code, Name: "code", Label: "一次性设置码", Required: true, Auto: "one-time-code", Error: by["code"]},
		}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "关联并登录", Style: ui.Primary}}}}), nil
}

func (w *Web) linkByCode(v *visit) (g.Node, error) {
	proof := &sso.Proof{}
	if !w.readCookie(v, pendingCookie, proof) || w.Store.Clock().Now().Sub(proof.At) > sso.AttemptLife {
		return nil, sso.ErrAttempt()
	}
	e, err := w.Auth.LinkByCode(v.ctx(), v.r.PostForm.Get("code"), proof, w.visitor(v, ""))
	if err != nil {
		return w.unlinkedForm(v, err)
	}
	w.dropCookie(v, pendingCookie)
	return w.proceed(v, e, nil)
}

// resume goes on with a form that was interrupted, once a session was opened in
// another tab.
func (w *Web) resume(v *visit) (g.Node, error) {
	f := v.r.PostForm
	if v.session == nil {
		return w.signInForm(v, "", f.Get("to"), f.Get("body"), fault.New(fault.Invalid, "还没有登录；请先登录，再接着提交"))
	}
	return w.goOn(v, f.Get("to"), f.Get("body"))
}

// ssoLogout hears from a provider that somebody signed out there; in the evening,
// of everybody at once.
func (w *Web) ssoLogout(v *visit) (g.Node, error) {
	p, err := w.provider(v)
	if err != nil {
		return nil, err
	}
	l, err := p.Logout(v.ctx(), v.r.PostForm.Get("logout_token"))
	if err == nil {
		err = w.Auth.SignedOut(v.ctx(), l, origin(v.r))
	}
	v.w.Header().Set("Cache-Control", "no-store")
	if fault.Is(err, fault.Refused) { // as Back-Channel Logout 1.0 2.8 would have it
		slog.Warn("back-channel logout", "provider", p.Key, "why", sso.Short(errors.Unwrap(err)))
		v.w.Header().Set("Content-Type", "application/json")
		v.w.WriteHeader(http.StatusBadRequest)
		_, err = v.w.Write([]byte(`{"error":"invalid_request"}`))
		if err != nil {
			slog.Debug("answer not sent", "err", err)
		}
		return nil, nil
	}
	return nil, err
}

// cookieOf names the cookie of an attempt.
func cookieOf(state string) string { return attemptCookie + state[:min(len(state), 12)] }

// remember keeps an attempt in the browser, and forgets all when there are too
// many, of which most must have been given up.
func (w *Web) remember(v *visit, a *sso.Attempt) {
	var old []string
	for _, c := range v.r.Cookies() {
		if strings.HasPrefix(c.Name, attemptCookie) {
			old = append(old, c.Name)
		}
	}
	if len(old) >= mostAttempts {
		for _, name := range old {
			w.dropCookie(v, name)
		}
	}
	w.setCookie(v, cookieOf(a.State), a)
}

func (w *Web) setCookie(v *visit, name string, value any) {
	raw, err := json.Marshal(value)
	if err == nil {
		var sealed string
		if sealed, err = w.Store.Keys().Seal("cookie", name, 0, string(raw)); err == nil {
			http.SetCookie(v.w, w.cookie(v, name, sealed, sso.AttemptLife))
		}
	}
	if err != nil {
		slog.Error("cookie not made", "name", name, "err", err)
	}
}

func (w *Web) cookie(v *visit, name, value string, life time.Duration) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: w.UI.URL("/"), MaxAge: int(life.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: v.r.URL.Scheme == "https"}
}

func (w *Web) dropCookie(v *visit, name string) {
	http.SetCookie(v.w, w.cookie(v, name, "", -time.Second))
}

func (w *Web) readCookie(v *visit, name string, to any) bool {
	c, err := v.r.Cookie(name)
	if err != nil {
		return false
	}
	raw, err := w.Store.Keys().Open("cookie", name, 0, c.Value)
	return err == nil && json.Unmarshal([]byte(raw), to) == nil
}

// takeCookie reads a cookie that works once.
func (w *Web) takeCookie(v *visit, name string, to any) bool {
	ok := w.readCookie(v, name, to)
	w.dropCookie(v, name)
	return ok
}
