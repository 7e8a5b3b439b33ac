package web

import (
	"fmt"
	"net/url"
	"slices"
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

// departments shows which department holds which role (部门职能). Auth refuses
// whoever may not manage accounts.
func (w *Web) departments(v *visit) (g.Node, error) {
	list, err := w.Auth.UnitGrants(v.ctx(), v.actor)
	if err != nil {
		return nil, err
	}
	names, err := w.unitNames(v, list)
	if err != nil {
		return nil, err
	}
	today := w.Store.Today()
	t := ui.Table{Caption: "部门职能", Columns: []ui.Column{{Label: "单位"}, {Label: "岗位"}, {Label: "起止"}, {Label: "现在"}, {Label: "账号", Number: true}, {Label: "授岗人"}},
		Empty: ui.EmptyState{Title: "还没有给单位授过岗", Why: "给单位授岗以后，这个单位的账号都承担这个岗位。"}}
	for _, x := range list {
		tag := ui.Tag{Text: "现行", Tone: ui.OK}
		switch {
		case x.To != "" && x.To <= today:
			tag = ui.Tag{Text: "已结束"}
		case x.From > today:
			tag = ui.Tag{Text: "将来", Tone: ui.Info}
		}
		days := "自 " + string(x.From) + " 起"
		if x.To != "" {
			days = string(x.From) + " 到 " + string(x.To) + " 前"
		}
		row := ui.Row{Name: names[x.HolderID] + " " + w.Store.RoleLabel(x.Role), Cells: []g.Node{g.Text(names[x.HolderID]), g.Text(w.Store.RoleLabel(x.Role)), g.Text(days), tag, ui.Num(x.Accounts), g.Text(x.By)}}
		if x.To == "" || x.To > today {
			row.Actions = []ui.Action{{Label: "结束", Href: w.UI.URL(fmt.Sprintf("/settings/roles/grant?end=%d", x.ID)), Small: true}}
		}
		t.Rows = append(t.Rows, row)
	}
	return w.shell(v, "部门职能", false, ui.Head{Title: "部门职能", Crumbs: w.settingCrumbs("部门职能"), Note: g.Text("岗位授给单位，单位的账号都承担；机构改革时改这里，不用逐个改账号。")},
		done(v.r.URL.Query().Get("done")), h.Div(h.Class("lay with wide"), h.Div(h.Class("stack"), ui.Card{Title: "单位和岗位", Body: g.Group{t}, Bare: true}),
			h.Div(h.Class("stack"), ui.Card{Title: "给单位授岗", Note: "先看影响，再授", Body: g.Group{w.departmentForm(nil, nil)}}))), nil
}

func (w *Web) unitNames(v *visit, list []auth.UnitGrant) (map[int64]string, error) {
	var ids []int64
	for _, x := range list {
		ids = append(ids, x.HolderID)
	}
	slices.Sort(ids)
	names, err := w.reader(v).Titles(v.ctx(), w.Store.Book().Register("unit"), slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		names[id] = or(names[id], record.Code(id))
	}
	return names, nil
}

func (w *Web) departmentForm(form url.Values, err error) g.Node {
	list, by, _ := problems(err)
	var roles []ui.Option
	for _, r := range w.Store.RoleNames() {
		roles = append(roles, ui.Option{Value: string(r.Role), Label: r.Label})
	}
	return ui.Form{Get: true, Action: w.UI.URL("/settings/roles/grant"), NoDraft: true, Problems: list, Body: g.Group{ui.FormSection{Body: g.Group{
		ui.Field{Widget: ui.Picker, Name: "unit", Label: "单位", Required: true, Value: form.Get("unit"), Text: form.Get("unit.text"), Error: by["unit"], Source: w.UI.URL("/pick/unit")},
		ui.Field{Widget: ui.Select, Name: "role", Label: "岗位", Required: true, Options: roles, Value: form.Get("role"), Error: by["role"]},
		ui.Field{Widget: ui.DateInput, Name: "from", Label: "从哪天起", Value: or(form.Get("from"), string(w.Store.Today())), Error: by["from"]},
		ui.Field{Widget: ui.DateInput, Name: "to", Label: "到哪天前", Value: form.Get("to"), Error: by["to"], Hint: "不填就是长期"}}}},
		Bar: ui.ActionBar{Actions: []ui.Action{{Label: "看影响", Style: ui.Primary}}}}
}

// grantOf reads a department's role out of a form: one to give, or with end one
// to take back.
func (w *Web) grantOf(v *visit, form url.Values) (x auth.Grant, unit string, err error) {
	if id, err := strconv.ParseInt(form.Get("end"), 10, 64); err == nil {
		list, err := w.Auth.UnitGrants(v.ctx(), v.actor)
		if err != nil {
			return x, "", err
		}
		i := slices.IndexFunc(list, func(y auth.UnitGrant) bool { return y.ID == id })
		if i < 0 {
			return x, "", errNowhere()
		}
		names, err := w.unitNames(v, list[i:i+1])
		return list[i].Grant, names[list[i].HolderID], err
	}
	x = auth.Grant{Holder: auth.ToUnit, Role: record.Role(form.Get("role"))}
	reg := w.Store.Book().Register("unit")
	if x.HolderID, err = w.reader(v).Named(v.ctx(), reg, strings.TrimSpace(or(form.Get("unit"), form.Get("unit.text")))); err != nil {
		return x, "", fault.Fields(fault.Problem{Field: "unit", Label: "单位", Text: message(err)})
	}
	for field, day := range map[string]*clock.Date{"from": &x.From, "to": &x.To} {
		if *day, err = clock.ParseDate(form.Get(field), w.Store.Today()); err != nil {
			return x, "", fault.Fields(fault.Problem{Field: field, Label: "日期", Text: message(err)})
		}
	}
	if x.From == "" {
		x.From = w.Store.Today()
	}
	if w.Store.RoleLabel(x.Role) == string(x.Role) {
		return x, "", fault.Fields(fault.Problem{Field: "role", Label: "岗位", Text: "选一个岗位"})
	}
	names, err := w.unitNames(v, []auth.UnitGrant{{Grant: x}})
	return x, names[x.HolderID], err
}

// departmentPreview shows which accounts gain or lose what.
func (w *Web) departmentPreview(v *visit) (g.Node, error) {
	return w.departmentWith(v, v.r.URL.Query(), nil)
}

func (w *Web) departmentWith(v *visit, form url.Values, errIn error) (g.Node, error) {
	crumbs := []ui.Link{{Label: "设置与口径", Href: w.UI.URL("/settings")}, {Label: "部门职能", Href: w.UI.URL("/settings/roles")}, {Label: "改动"}}
	head := ui.Head{Title: "部门职能：改动", Crumbs: crumbs}
	if _, err := w.Auth.UnitGrants(v.ctx(), v.actor); err != nil { // before anything is said of units
		return nil, err
	}
	x, unit, err := w.grantOf(v, form)
	if fault.Is(err, fault.Invalid) {
		v.status = statusOf(err)
		return w.shellPage(v, ui.Page{Title: head.Title, Problem: true}, false, head, ui.Card{Body: g.Group{w.departmentForm(form, err)}}), nil
	}
	if err != nil {
		return nil, err
	}
	ending, on := form.Get("end") != "", max(x.From, w.Store.Today())
	members, err := w.Auth.Members(v.ctx(), v.actor, x.HolderID, x.Role, on, x.ID)
	if err != nil {
		return nil, err
	}
	moves := "得到"
	if ending {
		moves = "失去"
	}
	t := ui.Table{Caption: "账号", Columns: []ui.Column{{Label: "账号"}, {Label: "姓名"}, {Label: "变化"}},
		Empty: ui.EmptyState{Title: "这个单位还没有账号", Why: "以后开的账号会承担这个岗位。"}}
	n := 0
	for _, m := range members {
		change := g.Node(h.Strong(g.Text(moves + "“" + w.Store.RoleLabel(x.Role) + "”")))
		if m.Otherwise {
			change = g.Text("不变，另外还有这个岗位")
		} else {
			n++
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{h.Span(h.Class("code"), g.Text(m.Login)), g.Text(m.Name), change}})
	}
	title := fmt.Sprintf("%s：%s", unit, w.Store.RoleLabel(x.Role))
	words := fmt.Sprintf("自 %s 起，%d 个账号%s这个岗位，%d 个不变。", on, n, moves, len(members)-n)
	save := ui.Form{Action: w.UI.URL("/settings/roles/grant"), NoDraft: true, Hidden: []ui.Pair{{Name: "unit", Value: strconv.FormatInt(x.HolderID, 10)}, {Name: "role", Value: string(x.Role)}, {Name: "from", Value: string(x.From)}, {Name: "to", Value: string(x.To)}},
		Bar: ui.ActionBar{Actions: []ui.Action{{Label: "授岗", Style: ui.Primary}, {Label: "不改了", Href: w.UI.URL("/settings/roles"), Style: ui.Quiet}}}}
	if ending {
		list, by, _ := problems(errIn)
		save.Action, save.Hidden, save.Problems = w.UI.URL(fmt.Sprintf("/settings/roles/%d/end", x.ID)), nil, list
		save.Body = g.Group{ui.FormSection{Body: g.Group{
			ui.Field{Widget: ui.DateInput, Name: "to", Label: "从哪天起不再承担", Required: true, Value: or(form.Get("to"), string(on)), Error: by["to"]},
			ui.Field{Name: "reason", Label: "为什么", Required: true, Value: form.Get("reason"), Error: by["reason"]}}}}
		save.Bar = ui.ActionBar{Actions: []ui.Action{{Label: "结束", Style: ui.Primary}, {Label: "不改了", Href: w.UI.URL("/settings/roles"), Style: ui.Quiet}}}
	}
	var above g.Node
	if errIn != nil {
		if v.status = statusOf(errIn); !ending || fault.Is(errIn, fault.Conflict) {
			above = ui.Notice(ui.Bad, g.Text(message(errIn)))
		}
	}
	return w.shellPage(v, ui.Page{Title: head.Title, Problem: errIn != nil}, false, head, h.Div(h.Class("stack"), above, ui.Card{Title: title, Body: g.Group{h.P(g.Text(words)), t, save}})), nil
}

func (w *Web) departmentGrant(v *visit) (g.Node, error) {
	x, _, err := w.grantOf(v, v.r.PostForm)
	if err == nil {
		_, err = w.Auth.Grant(v.ctx(), v.actor, x)
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return w.departmentWith(v, v.r.PostForm, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/settings/roles?done="+escape("已授岗"))
}

func (w *Web) departmentEnd(v *visit) (g.Node, error) {
	form := v.r.PostForm
	form.Set("end", v.r.PathValue("id"))
	id, err := w.accountID(v) // the number of a grant, read as any other
	if err != nil {
		return nil, err
	}
	to, err := clock.ParseDate(form.Get("to"), w.Store.Today())
	switch reason := strings.TrimSpace(form.Get("reason")); {
	case err != nil:
		err = fault.Fields(fault.Problem{Field: "to", Label: "日期", Text: message(err)})
	case reason == "":
		err = fault.Fields(fault.Problem{Field: "reason", Label: "为什么", Text: "写一句原因"})
	default:
		err = w.Auth.EndGrant(v.ctx(), v.actor, id, to, reason)
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		return w.departmentWith(v, form, err)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/settings/roles?done="+escape("已结束"))
}
