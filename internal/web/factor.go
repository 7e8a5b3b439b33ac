package web

import (
	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/ui"
)

// codeField asks for the code of the second factor.
func codeField(wrong string) ui.Field {
	return ui.Field{Widget: ui.Code, Name: "code", Label: "验证码", Hint: "手机验证器上的 6 位数字；手机不在手边，填一个恢复码", Required: true, Auto: "one-time-code", Error: wrong}
}

// wrongCode lets a wrong code stand in its form; what else went wrong begins anew.
func (w *Web) wrongCode(v *visit, err error) (list []ui.Problem, by map[string]string, other error) {
	if err == nil {
		return nil, nil, nil
	}
	if e := fault.As(err); e != nil && e.Kind == fault.Invalid && len(e.Problems) == 0 {
		return nil, nil, err
	}
	list, by, other = problems(asInvalid(err))
	v.status = statusOf(err)
	return list, by, other
}

// codeForm is the second page of a sign-in.
func (w *Web) codeForm(v *visit, ticket string, onward []ui.Pair, err error) (g.Node, error) {
	list, by, other := w.wrongCode(v, err)
	if other != nil {
		return w.signInForm(v, "", pair(onward, "to"), pair(onward, "body"), other)
	}
	return w.plain(v, "二次验证", err != nil, h.H1(g.Text("再填一个验证码")),
		ui.Form{Action: w.UI.URL("/sign-in/code"), NoDraft: true, Problems: list, Hidden: append(onward, ui.Pair{Name: "ticket", Value: ticket}),
			Body: g.Group{codeField(by["code"])}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "登录", Style: ui.Primary}}}},
		h.P(h.Class("mute"), g.Text("手机和恢复码都丢了？请联系本单位管理员，当面确认后重置。"))), nil
}

func (w *Web) signInCode(v *visit) (g.Node, error) {
	f := v.r.PostForm
	login, err := w.Auth.Waiting(v.ctx(), f.Get("ticket"))
	if err != nil {
		return w.codeForm(v, "", onward(v), err)
	}
	e, err := w.Auth.SignInCode(v.ctx(), f.Get("ticket"), f.Get("code"), w.visitor(v, login))
	if err != nil {
		return w.codeForm(v, f.Get("ticket"), onward(v), err)
	}
	return w.entered(v, e, onward(v))
}

// enrolForm has whoever signs in set up the second factor that their roles need.
func (w *Web) enrolForm(v *visit, ticket, sealed string, onward []ui.Pair, err error) (g.Node, error) {
	list, by, other := w.wrongCode(v, err)
	var e *auth.Enrolment
	if other == nil {
		e, other = w.Auth.Enrolling(v.ctx(), ticket, sealed)
	}
	if other != nil {
		return w.signInForm(v, "", pair(onward, "to"), pair(onward, "body"), other)
	}
	return w.plain(v, "设置二次验证", err != nil, h.H1(g.Text("设置二次验证")),
		h.P(g.Text("您的岗位登录时除了密码，还要填手机上的验证码。设置一次，约一分钟。")),
		ui.Form{Action: w.UI.URL("/sign-in/enrol"), NoDraft: true, Problems: list, Hidden: append(onward, ui.Pair{Name: "ticket", Value: ticket}, ui.Pair{Name: "sealed", Value: e.Sealed}),
			Body: enrolment(e, by["code"]), Bar: ui.ActionBar{Actions: []ui.Action{{Label: "设好了，登录", Style: ui.Primary}}}}), nil
}

func (w *Web) signInEnrol(v *visit) (g.Node, error) {
	f := v.r.PostForm
	e, err := w.Auth.Enrolling(v.ctx(), f.Get("ticket"), f.Get("sealed"))
	if err != nil {
		return w.enrolForm(v, "", "", onward(v), err)
	}
	entry, err := w.Auth.SignInEnrolled(v.ctx(), f.Get("ticket"), f.Get("sealed"), f.Get("code"), w.visitor(v, e.Login))
	if err != nil {
		return w.enrolForm(v, f.Get("ticket"), f.Get("sealed"), onward(v), err)
	}
	return w.entered(v, entry, onward(v))
}

// enrolment shows a secret to scan or type, and asks for a first code.
func enrolment(e *auth.Enrolment, wrong string) g.Group {
	return g.Group{
		h.Ol(h.Class("todo"),
			h.Li(g.Text("手机上装一个验证器：微信小程序搜“验证器”，或 Microsoft Authenticator、华为手机自带的都行。")),
			h.Li(g.Text("用它扫这个二维码："), h.Div(h.Class("qr"), ui.QR(e.Address, "二维码：验证器的密钥，扫不了就照下面的字输入")),
				g.Text("扫不了，就选“手动输入”，照着填："), h.Code(h.Class("code key"), g.Text(e.Key))),
			h.Li(g.Text("把验证器显示的 6 位数字填在下面。"))),
		ui.Field{Widget: ui.Code, Name: "code", Label: "验证码", Required: true, Auto: "one-time-code", Error: wrong},
	}
}

// recoveryCodes shows them, this once.
func recoveryCodes(codes []string) g.Node {
	return g.Group{
		ui.Notice(ui.Warn, g.Text("手机丢了或换了，用恢复码登录。每个只能用一次，只显示这一次：请抄在纸上收好，不要存在这台电脑里。")),
		h.Ul(h.Class("codes"), g.Map(codes, func(c string) g.Node { return h.Li(h.Code(h.Class("code"), g.Text(c))) })),
	}
}

// factorForm has somebody who is signed in set up a second factor, or another.
func (w *Web) factorForm(v *visit) (g.Node, error) { return w.factorFormWith(v, "", nil) }

func (w *Web) factorFormWith(v *visit, sealed string, err error) (g.Node, error) {
	list, by, other := w.wrongCode(v, err)
	if other != nil {
		return nil, other
	}
	e, err2 := w.Auth.BeginFactor(v.ctx(), v.session, sealed)
	if err2 != nil {
		return nil, err2
	}
	return w.shellPage(v, ui.Page{Title: "设置二次验证", Problem: err != nil}, false, accountHead("设置二次验证", w.UI.URL("/account"), "设好以后，原来的验证器和恢复码就不能用了。"),
		h.Section(h.Class("card narrow"), h.Div(h.Class("in"), ui.Form{Action: w.UI.URL("/account/factor"), NoDraft: true, Problems: list, Hidden: []ui.Pair{{Name: "sealed", Value: e.Sealed}},
			Body: enrolment(e, by["code"]), Bar: ui.ActionBar{Actions: []ui.Action{{Label: "设好了", Style: ui.Primary}, {Label: "不设了", Href: w.UI.URL("/account"), Style: ui.Quiet}}}}))), nil
}

func (w *Web) setFactor(v *visit) (g.Node, error) {
	codes, err := w.Auth.SetFactor(v.ctx(), v.session, v.r.PostForm.Get("sealed"), v.r.PostForm.Get("code"))
	if fault.Is(err, fault.Invalid) {
		return w.factorFormWith(v, v.r.PostForm.Get("sealed"), err)
	}
	return w.showRecovery(v, codes, err)
}

func (w *Web) newRecovery(v *visit) (g.Node, error) {
	codes, err := w.Auth.NewRecoveryCodes(v.ctx(), v.session)
	return w.showRecovery(v, codes, err)
}

func (w *Web) showRecovery(v *visit, codes []string, err error) (g.Node, error) {
	if err != nil {
		return nil, err
	}
	return w.shell(v, "恢复码", false, accountHead("恢复码", w.UI.URL("/account"), ""),
		h.Section(h.Class("card narrow"), h.Div(h.Class("in"), recoveryCodes(codes),
			h.Div(h.Class("ac"), ui.Action{Label: "已经抄好", Href: w.UI.URL("/account"), Style: ui.Primary})))), nil
}

func (w *Web) endFactor(v *visit) (g.Node, error) {
	if err := w.Auth.EndFactor(v.ctx(), v.session); err != nil {
		return nil, err
	}
	return w.go303(v, "/account?done="+escape("已取消二次验证"))
}
