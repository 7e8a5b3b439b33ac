package web

import (
	"fmt"
	"net/url"
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

// accountPage shows whom an account stands for and which roles it holds, its own
// and its department's; both are changed here.
func (w *Web) accountPage(v *visit) (g.Node, error) { return w.accountPageWith(v, nil, nil) }

// accountPageWith shows it with what is wrong with an edit, or with a grant.
func (w *Web) accountPageWith(v *visit, edit, grant error) (g.Node, error) {
	id, err := w.number(v)
	if err != nil {
		return nil, err
	}
	own, err := w.Auth.Grants(v.ctx(), v.actor, auth.ToAccount, id)
	if err != nil {
		return nil, err
	}
	acc, err := w.Auth.Account(v.ctx(), v.actor, id)
	if err != nil {
		return nil, err
	}
	var unit []auth.Grant
	if acc.Unit != 0 {
		if unit, err = w.Auth.Grants(v.ctx(), v.actor, auth.ToUnit, acc.Unit); err != nil {
			return nil, err
		}
	}
	form := v.r.PostForm
	if edit == nil {
		form = url.Values{"name": {acc.Name}, "unit": {strconv.FormatInt(acc.Unit, 10)}, "unit.text": {acc.UnitName}, "_area": {acc.Area}}
		if acc.Unit == 0 {
			form.Set("unit", acc.UnitName)
		}
	}
	place, hidden, err := w.areaField(v, form.Get("_area"), 9)
	if err != nil {
		return nil, err
	}
	if edit != nil || grant != nil {
		v.status = statusOf(firstOf(edit, grant))
	}
	at := w.UI.URL("/accounts/" + strconv.FormatInt(id, 10))
	list, by, _ := problems(asInvalid(edit))
	change := ui.Card{Title: "修改", Body: g.Group{ui.Form{Action: at, NoDraft: true, Hidden: hidden, Problems: list, Body: g.Group{ui.FormSection{Body: g.Group{
		ui.Field{Name: "name", Label: "姓名", Required: true, Value: form.Get("name"), Error: by["name"]}, w.unitField(form, or(by["unit"], by["unit_name"])), place,
		ui.Field{Name: "reason", Label: "为什么改", Required: true, Value: form.Get("reason"), Error: or(by["reason"], by["area"])}}}},
		Bar: ui.ActionBar{Actions: []ui.Action{{Label: "保存账号", Style: ui.Primary}}}}}}
	list, by, _ = problems(asInvalid(grant))
	if form = v.r.PostForm; grant == nil {
		form = url.Values{}
	}
	var roles []ui.Option
	for _, r := range w.Store.RoleNames() {
		roles = append(roles, ui.Option{Value: string(r.Role), Label: r.Label})
	}
	give := ui.Card{Title: "授岗", Body: g.Group{ui.Form{Action: at + "/grant", NoDraft: true, Problems: list, Body: g.Group{ui.FormSection{Body: g.Group{
		ui.Field{Widget: ui.Select, Name: "role", Label: "岗位", Required: true, Options: roles, Value: form.Get("role"), Error: by["role"]},
		ui.Field{Widget: ui.DateInput, Name: "from", Label: "从哪天起", Value: or(form.Get("from"), string(w.Store.Today())), Error: by["from"]},
		ui.Field{Widget: ui.DateInput, Name: "to", Label: "到哪天前", Value: form.Get("to"), Error: by["to"], Hint: "不填就是长期"}}}},
		Bar: ui.ActionBar{Actions: []ui.Action{{Label: "授岗"}}}}}}
	t := ui.Table{Caption: "岗位", Columns: []ui.Column{{Label: "岗位"}, {Label: "起止"}, {Label: "现在"}, {Label: "来自"}, {Label: "授岗人"}}, Empty: ui.EmptyState{Title: "没有岗位", Why: "没有岗位的账号能登录，但什么也看不到。"}}
	w.grantRows(&t, own, "本人", at+"/grants/%d/end")
	w.grantRows(&t, unit, or(acc.UnitName, "单位"), "")
	return w.shellPage(v, ui.Page{Title: acc.Login, Problem: v.status >= 400}, false, ui.Head{Title: acc.Name + "（" + acc.Login + "）", Crumbs: []ui.Link{{Label: "账号与岗位", Href: w.UI.URL("/accounts")}, {Label: acc.Login}}},
		done(v.r.URL.Query().Get("done")), h.Div(h.Class("lay with wide"), h.Div(h.Class("stack"), ui.Card{Title: "岗位", Body: g.Group{t}, Bare: true}), h.Div(h.Class("stack"), give, change))), nil
}

func firstOf(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

// grantRows adds roles to a table; those that have not ended can be ended.
func (w *Web) grantRows(t *ui.Table, list []auth.Grant, from, end string) {
	today := w.Store.Today()
	for _, x := range list {
		tag, days := ui.Tag{Text: "现行", Tone: ui.OK}, "自 "+string(x.From)+" 起"
		switch {
		case x.To != "" && x.To <= today:
			tag = ui.Tag{Text: "已结束"}
		case x.From > today:
			tag = ui.Tag{Text: "将来", Tone: ui.Info}
		}
		if x.To != "" {
			days = string(x.From) + " 到 " + string(x.To) + " 前"
		}
		row := ui.Row{Name: w.Store.RoleLabel(x.Role), Cells: []g.Node{g.Text(w.Store.RoleLabel(x.Role)), g.Text(days), tag, g.Text(from), g.Text(x.By)}}
		if end != "" && (x.To == "" || x.To > today) {
			row.Actions = []ui.Action{{Label: "结束", Post: fmt.Sprintf(end, x.ID), Small: true}}
		}
		t.Rows = append(t.Rows, row)
	}
}

// unitField asks for an account's department: one of the register, through which
// roles come, or only a name.
func (w *Web) unitField(form url.Values, wrong string) ui.Field {
	return ui.Field{Widget: ui.Picker, Name: "unit", Label: "单位", Value: form.Get("unit"), Text: form.Get("unit.text"), Error: wrong, Source: w.UI.URL("/pick/unit"), Hint: "单位台账里有的选出来，岗位随单位走；没有的写名称"}
}

// withUnit reads the department of a form into an account.
func (w *Web) withUnit(v *visit, acc *auth.Account) error {
	text := strings.TrimSpace(v.r.PostForm.Get("unit.text"))
	if value := strings.TrimSpace(v.r.PostForm.Get("unit")); value != "" && value != "0" {
		text = value
	}
	acc.Unit, acc.UnitName = 0, text
	if text == "" {
		return nil
	}
	reg := w.Store.Book().Register("unit")
	id, err := w.reader(v).Named(v.ctx(), reg, text)
	if fault.Is(err, fault.Invalid) { // a name and no more
		return nil
	}
	if err != nil {
		return err
	}
	names, err := w.reader(v).Titles(v.ctx(), reg, []int64{id})
	acc.Unit, acc.UnitName = id, names[id]
	return err
}

func (w *Web) editAccount(v *visit) (g.Node, error) {
	id, err := w.number(v)
	if err != nil {
		return nil, err
	}
	acc, err := w.Auth.Account(v.ctx(), v.actor, id)
	if err != nil {
		return nil, err
	}
	f, next := v.r.PostForm, *acc
	next.Name, next.Area = f.Get("name"), or(f.Get("_area"), acc.Area)
	reason := strings.TrimSpace(f.Get("reason"))
	if err = w.withUnit(v, &next); err == nil && reason == "" {
		err = fault.Fields(fault.Problem{Field: "reason", Label: "为什么改", Text: "写一句原因"})
	}
	if err == nil {
		err = w.Auth.EditAccount(v.ctx(), v.actor, next, reason)
	}
	return w.accountDone(v, id, err, err, nil, "已保存")
}

func (w *Web) grantAccount(v *visit) (g.Node, error) {
	id, err := w.number(v)
	if err != nil {
		return nil, err
	}
	x := auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: record.Role(v.r.PostForm.Get("role"))}
	for field, day := range map[string]*clock.Date{"from": &x.From, "to": &x.To} {
		if *day, err = clock.ParseDate(v.r.PostForm.Get(field), w.Store.Today()); err != nil {
			return w.accountPageWith(v, nil, fault.Fields(fault.Problem{Field: field, Label: "日期", Text: message(err)}))
		}
	}
	_, err = w.Auth.Grant(v.ctx(), v.actor, x)
	return w.accountDone(v, id, err, nil, err, "已授岗")
}

// endGrant ends a role of an account today.
func (w *Web) endGrant(v *visit) (g.Node, error) {
	id, err := w.number(v)
	if err != nil {
		return nil, err
	}
	grant, err := strconv.ParseInt(v.r.PathValue("grant"), 10, 64)
	if err != nil {
		return nil, errNowhere()
	}
	err = w.Auth.EndGrant(v.ctx(), v.actor, grant, "", "管理员结束")
	return w.accountDone(v, id, err, nil, err, "已结束")
}

// accountDone goes back to the account, or says what is wrong where it was typed.
func (w *Web) accountDone(v *visit, id int64, err, edit, grant error, said string) (g.Node, error) {
	switch {
	case fault.HasCode(err, auth.CodeHandOver):
		return w.go303(v, fmt.Sprintf("/accounts/%d/hand-over", id))
	case fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict):
		return w.accountPageWith(v, edit, grant)
	case err != nil:
		return nil, err
	}
	return w.go303(v, fmt.Sprintf("/accounts/%d?done=%s", id, escape(said)))
}
