package web

import (
	"fmt"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// accounts lists who may sign in. Auth refuses whoever may not manage them.
func (w *Web) accounts(v *visit) (g.Node, error) { return w.accountsWith(v, nil) }

func (w *Web) accountsWith(v *visit, notice g.Node) (g.Node, error) {
	list, err := w.Auth.Accounts(v.ctx(), v.actor)
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: "账号", Columns: []ui.Column{{Label: "姓名"}, {Label: "账号"}, {Label: "单位"}, {Label: "区划"}, {Label: "状态"}}}
	var codes []string
	for _, a := range list {
		codes = append(codes, a.Area)
	}
	areas, err := w.Store.AreaNames(v.ctx(), codes)
	if err != nil {
		return nil, err
	}
	strayed, err := w.Auth.Strayed(v.ctx(), v.actor)
	if err != nil {
		return nil, err
	}
	into := map[int64]string{}
	for _, s := range strayed {
		into[s.ID] = s.Name
	}
	for _, a := range list {
		at := w.UI.URL("/accounts/" + strconv.FormatInt(a.ID, 10))
		tag, acts := ui.Tag{Text: "可用", Tone: ui.OK}, []ui.Action{
			{Label: "发设置码", Post: at + "/code", Small: true}, {Label: "停用", Post: at + "/stop", Small: true}}
		more := []ui.Action{{Label: "登录情况", Href: at + "/signing-in"}, {Label: "移交待办", Href: at + "/hand-over"}}
		switch {
		case a.Disabled != 0:
			tag, acts = ui.Tag{Text: "已停用", Tone: ui.Bad}, []ui.Action{{Label: "启用", Post: at + "/start", Small: true}}
		case !a.Ready:
			tag = ui.Tag{Text: "还没设密码", Tone: ui.Warn}
		}
		if into[a.ID] != "" {
			tag, acts, more = ui.Tag{Text: "单位已并入" + into[a.ID], Tone: ui.Warn}, []ui.Action{{Label: "改到并入的单位", Href: at + "/follow", Small: true}}, append(acts, more...)
		}
		t.Rows = append(t.Rows, ui.Row{Name: a.Login, Href: at, Cells: []g.Node{g.Text(a.Name), h.Span(h.Class("code"), g.Text(a.Login)), g.Text(a.UnitName), g.Text(or(shortPlace(areas[a.Area]), a.Area)), tag}, Actions: acts, More: more})
	}
	return w.shell(v, "账号与岗位", false, ui.Head{Title: "账号与岗位", Note: g.Text("没有默认密码：开账号后给本人一个只能用一次的设置码。停用后，他的会话和令牌立即失效。"),
		Actions: []ui.Action{{Label: "单位台账", Href: w.UI.URL("/r/unit")}, {Label: "部门职能", Href: w.UI.URL("/settings/roles")}, {Label: "开账号", Href: w.UI.URL("/accounts/new"), Style: ui.Primary, Icon: "plus"}}}, notice, h.Section(h.Class("card"), t)), nil
}

func (w *Web) newAccount(v *visit) (g.Node, error) { return w.accountForm(v, nil) }

func (w *Web) accountForm(v *visit, errIn error) (g.Node, error) {
	list, by, other := problems(errIn)
	if errIn != nil && other != nil {
		return nil, other
	}
	if errIn != nil {
		v.status = statusOf(errIn)
	}
	form := v.r.PostForm
	var roles []ui.Option
	for _, r := range w.Store.RoleNames() {
		roles = append(roles, ui.Option{Value: string(r.Role), Label: r.Label})
	}
	place, hidden, err := w.areaField(v, form.Get("_area"), 9)
	if err != nil {
		return nil, err
	}
	return w.shellPage(v, ui.Page{Title: "开账号", Problem: errIn != nil}, false, ui.Head{Title: "开账号", Crumbs: []ui.Link{{Label: "账号与岗位", Href: w.UI.URL("/accounts")}, {Label: "开账号"}}},
		ui.Form{Action: w.UI.URL("/accounts"), NoDraft: true, Hidden: hidden, Problems: list, Body: g.Group{ui.FormSection{Body: g.Group{
			ui.Field{Name: "login", Label: "账号", Required: true, Value: form.Get("login"), Error: by["login"], Hint: "2 到 32 位字母、数字或 ._-"},
			ui.Field{Name: "name", Label: "姓名", Required: true, Value: form.Get("name"), Error: by["name"]},
			w.unitField(form, or(by["unit"], by["unit_name"])),
			place,
			ui.Field{Widget: ui.Radios, Name: "role", Label: "岗位", Required: true, Options: roles, Value: form.Get("role"), Error: by["role"]},
			ui.Field{Widget: ui.Picker, Name: "org", Label: "代表谁", Value: form.Get("org"), Text: form.Get("org.text"), Error: by["org"], Source: w.UI.URL("/pick/social_org"), Hint: w.standsHint()},
		}}}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "开账号", Style: ui.Primary}}}}), nil
}

func (w *Web) addAccount(v *visit) (g.Node, error) {
	form := v.r.PostForm
	acc := auth.Account{Login: form.Get("login"), Name: form.Get("name"), Area: form.Get("_area")}
	if err := w.withUnit(v, &acc); err != nil {
		return nil, err
	}
	id, err := w.openAccount(v, acc, record.Role(form.Get("role")), strings.TrimSpace(or(form.Get("org"), form.Get("org.text"))))
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return w.accountForm(v, asInvalid(err))
	}
	if err != nil {
		return nil, err
	}
	return w.codeFor(v, id)
}

// standsHint says for which roles an account stands for a record, and of what.
func (w *Web) standsHint() string {
	var parts []string
	for _, r := range w.Store.RoleNames() {
		if reg := w.Stands[r.Role]; reg != nil {
			parts = append(parts, r.Label+"填"+reg.Label)
		}
	}
	return strings.Join(parts, "，") + "的名称或编号；其他岗位留空"
}

// openAccount opens an account with its role; without a role nothing is opened.
func (w *Web) openAccount(v *visit, acc auth.Account, role record.Role, org string) (int64, error) {
	if w.Store.RoleLabel(role) == string(role) {
		return 0, fault.Fields(fault.Problem{Field: "role", Label: "岗位", Text: "选一个岗位"})
	}
	if reg := w.Stands[role]; reg != nil {
		id, err := w.Store.Reader(w.Registrar).Named(v.ctx(), reg, org)
		if err != nil {
			return 0, fault.Fields(fault.Problem{Field: "org", Label: "代表谁", Text: reg.Label + "：" + message(err)})
		}
		acc.StandFor(reg, id)
	} else if org != "" {
		return 0, fault.Fields(fault.Problem{Field: "org", Label: "代表谁", Text: "这个岗位不代表哪一条记录，留空"})
	}
	id, err := w.Auth.CreateAccount(v.ctx(), v.actor, acc)
	if err != nil {
		return 0, err
	}
	_, err = w.Auth.Grant(v.ctx(), v.actor, auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: role})
	return id, err
}

func (w *Web) accountID(v *visit) (int64, error) {
	id, err := strconv.ParseInt(v.r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, errNowhere()
	}
	return id, nil
}

func (w *Web) accountCode(v *visit) (g.Node, error) {
	id, err := w.accountID(v)
	if err != nil {
		return nil, err
	}
	return w.codeFor(v, id)
}

// codeFor shows a one-time set-up code, this once.
func (w *Web) codeFor(v *visit, id int64) (g.Node, error) {
	life := w.Auth.Lasts(v.ctx(), auth.CodeLife)
	code, err := w.Auth.NewSetupCode(v.ctx(), v.actor, id, life)
	if err != nil {
		return nil, err
	}
	return w.accountsWith(v, ui.Notice(ui.OK, g.Text(fmt.Sprintf("一次性设置码（%.0f 小时内有效，只显示这一次）：", life.Hours())), h.Strong(h.Class("code"), g.Text(code)), g.Text("。请当面交给本人，在登录页“用设置码设密码”。")))
}

func (w *Web) stopAccount(v *visit) (g.Node, error) {
	id, err := w.accountID(v)
	if err == nil {
		err = w.Auth.Disable(v.ctx(), v.actor, id, or(v.r.PostForm.Get("reason"), "管理员停用"))
	}
	if fault.HasCode(err, auth.CodeHandOver) {
		return w.go303(v, "/accounts/"+strconv.FormatInt(id, 10)+"/hand-over")
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/accounts")
}

func (w *Web) startAccount(v *visit) (g.Node, error) {
	id, err := w.accountID(v)
	if err == nil {
		err = w.Auth.Enable(v.ctx(), v.actor, id, "管理员启用")
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/accounts")
}
