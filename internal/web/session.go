package web

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/ui"
)

var shanghai = clock.Shanghai

const sessionCookie = "sanshe_session"

// origin gives the address a request comes from.
func origin(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// deviceLife is how long a browser is remembered as one that signed in.
const deviceLife = 180 * 24 * time.Hour

func (w *Web) setSession(v *visit, token string) {
	http.SetCookie(v.w, w.cookie(v, sessionCookie, token, 0)) // goes with the browser's window
}

// visitor is the browser of a request, as a login knows it.
func (w *Web) visitor(v *visit, login string) auth.Visitor {
	out := auth.Visitor{Agent: v.r.UserAgent(), Origin: origin(v.r)}
	if c, err := v.r.Cookie(w.Auth.DeviceCookie(login)); err == nil {
		out.Known = c.Value
	}
	return out
}

// onward is where the visitor was going, and what they had typed there.
func onward(v *visit) []ui.Pair {
	return []ui.Pair{{Name: "to", Value: v.r.PostForm.Get("to")}, {Name: "body", Value: v.r.PostForm.Get("body")}}
}

// signInForm carries where to go on to, and what was typed into a form whose
// session had ended: nothing typed is lost.
func (w *Web) signInForm(v *visit, login, to, body string, err error) (g.Node, error) {
	list, by, other := problems(asInvalid(err))
	if err != nil && other != nil {
		return nil, err
	}
	if err != nil {
		v.status = statusOf(err)
	}
	note := g.Node(nil)
	if body != "" {
		note = ui.Notice(ui.Warn, g.Text("登录已过期。重新登录后接着办，刚才填的都还在。"))
	}
	return w.plain(v, "登录", err != nil,
		h.H1(g.Text("登录")), note,
		ui.Form{Action: w.UI.URL("/sign-in"), NoDraft: true, Problems: list, Hidden: []ui.Pair{{Name: "to", Value: to}, {Name: "body", Value: body}}, Body: g.Group{
			ui.Field{Name: "login", Label: "账号", Value: login, Required: true, Auto: "username", Error: by["login"]},
			ui.Field{Widget: ui.Password, Name: "password", Label: "密码", Required: true, Auto: "current-password", Error: by["password"]},
		}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "登录", Style: ui.Primary}}}},
		w.ssoLinks(to, body),
		h.P(h.Class("mute"), g.Text("没有密码？向本单位管理员要一次性设置码，"), h.A(ui.Href(w.UI.URL("/set-up")), g.Text("用设置码设密码")), g.Text("。"))), nil
}

// asInvalid lets a refused sign-in stand in the form's summary.
func asInvalid(err error) error {
	if e := fault.As(err); e != nil && e.Kind != fault.Internal {
		return &fault.Error{Kind: fault.Invalid, Message: e.Message, Problems: e.Problems}
	}
	return err
}

func (w *Web) signInPage(v *visit) (g.Node, error) {
	return w.signInForm(v, "", v.r.URL.Query().Get("to"), "", nil)
}

// interrupted answers a request that needs a session and has none.
func (w *Web) interrupted(v *visit) (g.Node, error) {
	to, body := w.UI.URL(v.r.URL.Path), ""
	if q := v.r.URL.RawQuery; q != "" {
		to += "?" + q
	}
	if v.r.Method == http.MethodPost {
		if err := v.parse(); err != nil {
			return nil, err
		}
		body = v.r.PostForm.Encode() // of a form with files, the words; the files have to be chosen again
	}
	if v.r.URL.Path == surePath { // what was to be confirmed is confirmed by signing in
		to, body = w.UI.URL(v.r.PostForm.Get("to")), v.r.PostForm.Get("body")
	}
	v.status = http.StatusUnauthorized
	return w.signInForm(v, "", to, body, nil)
}

func (w *Web) signIn(v *visit) (g.Node, error) {
	f := v.r.PostForm
	e, err := w.Auth.SignIn(v.ctx(), f.Get("login"), f.Get("password"), w.visitor(v, f.Get("login")))
	if err != nil {
		return w.signInForm(v, f.Get("login"), f.Get("to"), f.Get("body"), err)
	}
	return w.proceed(v, e, onward(v))
}

// proceed goes on from what a sign-in has come to.
func (w *Web) proceed(v *visit, e *auth.Entry, onward []ui.Pair) (g.Node, error) {
	switch {
	case e.Token != "":
		return w.entered(v, e, onward)
	case e.Enrol:
		return w.enrolForm(v, e.Ticket, "", onward, nil)
	}
	return w.codeForm(v, e.Ticket, onward, nil)
}

// entered lets in whoever has shown all that is asked.
func (w *Web) entered(v *visit, e *auth.Entry, onward []ui.Pair) (g.Node, error) {
	w.setSession(v, e.Token)
	http.SetCookie(v.w, w.cookie(v, w.Auth.DeviceCookie(e.Login), e.Device, deviceLife))
	if e.Recovery != nil {
		return w.plain(v, "恢复码", false, h.H1(g.Text("记下恢复码")), recoveryCodes(e.Recovery),
			ui.Form{Action: w.UI.URL("/sign-in/resume"), NoDraft: true, Hidden: onward, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "已经抄好，继续", Style: ui.Primary}}}}), nil
	}
	return w.goOn(v, pair(onward, "to"), pair(onward, "body"))
}

func pair(list []ui.Pair, name string) string {
	for _, p := range list {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// goOn goes to where the visitor was going; a form that was interrupted is
// there to be sent again.
func (w *Web) goOn(v *visit, to, body string) (g.Node, error) {
	to = w.local(to)
	if body == "" {
		http.Redirect(v.w, v.r, to, http.StatusSeeOther)
		return nil, nil
	}
	values, err := url.ParseQuery(body)
	if err != nil {
		return nil, errForm(err)
	}
	var hidden []ui.Pair
	for name, list := range values {
		for _, value := range list {
			hidden = append(hidden, ui.Pair{Name: name, Value: value})
		}
	}
	return w.plain(v, "接着提交", false, h.H1(g.Text("接着提交")),
		h.P(g.Text("已重新登录，刚才填的内容都还在，点一下就接着提交。")),
		ui.Form{Action: to, NoDraft: true, Hidden: hidden, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "继续提交", Style: ui.Primary}}}}), nil
}

// local gives an address of this site as it is, and the inbox for any other.
func (w *Web) local(to string) string {
	at, err := url.Parse(to)
	if err != nil || at.IsAbs() || at.Host != "" || len(to) < 2 || to[0] != '/' || to[1] == '/' || to[1] == '\\' || !strings.HasPrefix(to, w.UI.URL("/")) {
		return w.UI.URL("/inbox")
	}
	return to
}

// linkPage shows a one-time link before it is used: opening a link by accident
// (a preview, a prefetch) does not use it up.
func (w *Web) linkPage(v *visit) (g.Node, error) {
	return w.plain(v, "演示登录", false, h.H1(g.Text("进入演示县")),
		h.P(g.Text("这是一次性的演示登录链接，数据都是虚构的。")),
		ui.Form{Action: w.UI.URL("/sign-in/link"), NoDraft: true, Hidden: []ui.Pair{{Name: "t", Value: v.r.URL.Query().Get("t")}},
			Bar: ui.ActionBar{Actions: []ui.Action{{Label: "进入", Style: ui.Primary}}}}), nil
}

func (w *Web) useLink(v *visit) (g.Node, error) {
	token, err := w.Auth.UseSignInLink(v.ctx(), v.r.PostForm.Get("t"), v.r.UserAgent(), origin(v.r))
	if err != nil {
		return nil, err
	}
	w.setSession(v, token)
	return w.go303(v, "/")
}

func (w *Web) setUpPage(v *visit) (g.Node, error) {
	return w.setUpForm(v, v.r.URL.Query().Get("code"), nil)
}

func (w *Web) setUpForm(v *visit, code string, err error) (g.Node, error) {
	list, by, other := problems(asInvalid(err))
	if err != nil && other != nil {
		return nil, err
	}
	if err != nil {
		v.status = statusOf(err)
	}
	return w.plain(v, "设置密码", err != nil, h.H1(g.Text("设置密码")),
		ui.Form{Action: w.UI.URL("/set-up"), NoDraft: true, Problems: list, Body: g.Group{
			ui.Field{Widget: ui.Code, Name: "code", Label: "一次性设置码", Value: code, Required: true, Auto: "one-time-code", Error: by["code"]},
			ui.Field{Widget: ui.Password, Name: "password", Label: "新密码", Hint: "至少 10 位，不要用账号、姓名或常见密码", Required: true, Auto: "new-password", Error: by["password"]},
		}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "设好密码", Style: ui.Primary}}}}), nil
}

func (w *Web) setUp(v *visit) (g.Node, error) {
	login, err := w.Auth.UseSetupCode(v.ctx(), v.r.PostForm.Get("code"), v.r.PostForm.Get("password"), origin(v.r))
	if err != nil {
		return w.setUpForm(v, v.r.PostForm.Get("code"), err)
	}
	return w.signInForm(v, login, "", "", nil)
}

func (w *Web) signOut(v *visit) (g.Node, error) {
	issuer, hint, err := w.Auth.Farewell(v.ctx(), v.session)
	if err != nil {
		return nil, err
	}
	if err := w.Auth.SignOut(v.ctx(), v.session.InOwnName()); err != nil {
		return nil, err
	}
	http.SetCookie(v.w, &http.Cookie{Name: sessionCookie, Path: w.UI.URL("/"), MaxAge: -1, Expires: time.Unix(0, 0), HttpOnly: true})
	v.w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	v.session, v.actor = nil, nil
	if p := w.issuer(issuer); p != nil {
		if address := p.LogoutURL(hint); address != "" {
			return w.farewell(v, p, address), nil
		}
	}
	return w.go303(v, "/sign-in")
}
