package web

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/ui"
)

const surePath = "/sure"

// request is what somebody asked for before they were asked for proof. It goes
// through the page as it came, under our mark: nobody else can have one
// confirmed, and nobody has one confirmed that was not asked for in this session.
type request struct{ method, to, body, what string }

func (w *Web) mark(v *visit, q request) string {
	return w.Store.Keys().Blind("sure", fmt.Sprintf("%d %q %q %q %q", v.session.ID, q.method, q.to, q.body, q.what))
}

// askSure asks whoever is signed in to show once more that it is they. All that
// was typed stays.
func (w *Web) askSure(v *visit) (g.Node, error) {
	if err := v.parse(); err != nil {
		return nil, err
	}
	return w.sureForm(v, request{v.r.Method, v.r.URL.RequestURI(), v.r.PostForm.Encode(), w.doing(v)}, nil)
}

// doing says in a few words what a request asks for.
func (w *Web) doing(v *visit) string {
	reg := w.Store.Book().Register(v.r.PathValue("register"))
	switch {
	case strings.HasPrefix(v.r.URL.Path, "/settings"):
		return "改设置"
	case reg == nil:
		return "账号和登录"
	}
	if st := reg.Step(v.r.PathValue("step")); st != nil {
		return reg.Label + "：" + st.Label
	}
	if v.r.Method == http.MethodGet {
		return "导出" + reg.Label
	}
	return "查看" + reg.Label + "的个人信息"
}

func (w *Web) sureForm(v *visit, q request, err error) (g.Node, error) {
	how, wrong := w.Auth.ProofOf(v.ctx(), v.session)
	if wrong != nil {
		return nil, wrong
	}
	list, by, other := problems(asInvalid(err))
	if err != nil && other != nil {
		return nil, err
	}
	v.status = http.StatusForbidden
	if err != nil {
		v.status = statusOf(err)
	}
	minutes := int(w.Auth.Lasts(v.ctx(), auth.ProofLife).Minutes())
	form := ui.Form{Action: w.UI.URL(surePath), NoDraft: true, Problems: list,
		Hidden: []ui.Pair{{Name: "method", Value: q.method}, {Name: "to", Value: q.to}, {Name: "body", Value: q.body}, {Name: "what", Value: q.what}, {Name: "mark", Value: w.mark(v, q)}},
		Bar:    ui.ActionBar{Actions: []ui.Action{{Label: "确认，接着办", Style: ui.Primary}, {Label: "不办了", Href: w.back(v), Style: ui.Quiet}}}}
	switch how {
	case auth.ByCode:
		form.Body = g.Group{codeField(by["code"])}
	case auth.ByPassword:
		form.Body = g.Group{ui.Field{Widget: ui.Password, Name: "code", Label: "密码", Required: true, Auto: "current-password", Error: by["code"]}}
	case auth.ByButton:
		form.Body = g.Group{ui.Notice(ui.Warn, g.Text("演示账号没有密码，点一下按钮就算确认。正式使用时这里要填手机上的验证码或密码。"))}
	case auth.ByProvider:
		links, err := w.sureLinks(v)
		if err != nil {
			return nil, err
		}
		form.Body = g.Group{links}
	case auth.ByNothing:
		return nil, w.Auth.Prove(v.ctx(), v.session, "", w.visitor(v, v.session.Login))
	}
	return w.shellPage(v, ui.Page{Title: "再确认一次是您本人", Problem: err != nil}, false,
		ui.Head{Title: "再确认一次是您本人", Note: g.Text(fmt.Sprintf("要办的是：%s。这一步比较要紧，确认后 %d 分钟内不再问；刚才填的都还在。", q.what, minutes))},
		h.Section(h.Class("card narrow"), h.Div(h.Class("in"), form))), nil
}

// sure takes the proof and does what was asked, as it was asked.
func (w *Web) sure(v *visit) (g.Node, error) {
	f := v.r.PostForm
	q := request{f.Get("method"), f.Get("to"), f.Get("body"), f.Get("what")}
	if f.Get("mark") != w.mark(v, q) || w.local(w.UI.URL(q.to)) != w.UI.URL(q.to) {
		return nil, fault.New(fault.Refused, "这一页不是刚才打开的那一页，没有办；请回到原来的页面再点一次，还不行请联系系统管理员")
	}
	var err error
	if v.actor.Unproven || f.Get("code") != "" { // else proven meanwhile, in another tab
		err = w.Auth.Prove(v.ctx(), v.session, f.Get("code"), w.visitor(v, v.session.Login))
	}
	switch {
	case fault.Is(err, fault.Invalid) || fault.HasCode(err, fault.CodeRate):
		return w.sureForm(v, q, err)
	case err != nil:
		return nil, err
	case q.method == http.MethodPost:
		return nil, w.again(v, q)
	case path.Ext(strings.SplitN(q.to, "?", 2)[0]) != "":
		return w.fetching(v, q)
	}
	return w.go303(v, q.to)
}

// again serves the request of before as if it came now.
func (w *Web) again(v *visit, q request) error {
	to, err := url.Parse(q.to)
	if err != nil {
		return errNowhere()
	}
	r := v.r.Clone(v.ctx())
	r.URL, r.Form, r.PostForm, r.MultipartForm = to, nil, nil, nil
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(q.body)), int64(len(q.body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w.mux.ServeHTTP(v.w, r)
	return nil
}

// fetching begins a download, which leaves the browser where it is.
func (w *Web) fetching(v *visit, q request) (g.Node, error) {
	list := path.Dir(strings.SplitN(q.to, "?", 2)[0])
	v.w.Header().Set("Refresh", "0; url="+w.UI.URL(q.to))
	return w.shell(v, q.what, false, ui.Head{Title: q.what}, ui.Notice(ui.OK, g.Text("已确认是您本人，文件马上开始下载。没有开始的话："), h.A(ui.Href(w.UI.URL(q.to)), g.Text("点这里下载")), g.Text("。")),
		h.P(h.A(ui.Href(w.UI.URL(list)), g.Text("回到清单")))), nil
}
