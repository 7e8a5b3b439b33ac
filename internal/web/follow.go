package web

import (
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// followForm shows what an account becomes when it is led after its department,
// which was merged into another.
func (w *Web) followForm(v *visit) (g.Node, error) {
	id, err := w.number(v)
	if err != nil {
		return nil, err
	}
	s, err := w.Auth.Straying(v.ctx(), v.actor, id)
	if fault.HasCode(err, fault.CodeState) {
		return w.go303(v, "/accounts")
	}
	if err != nil {
		return nil, err
	}
	roles := func(list []record.Role, none string) g.Node {
		return g.Text(or(w.roleWords(list), none))
	}
	facts := ui.SummaryList{Items: []ui.SummaryItem{{Label: "账号", Value: g.Text(s.Account.Name + "（" + s.Login + "）"), Wide: true},
		{Label: "原来的单位", Value: g.Text(or(s.UnitName, record.Code(s.Unit))), Wide: true}, {Label: "改到", Value: h.Strong(g.Text(s.Name)), Wide: true},
		{Label: "多出的岗位", Value: roles(s.Gains, "没有"), Wide: true}, {Label: "没有了的岗位", Value: roles(s.Loses, "没有"), Wide: true}}}
	return w.shell(v, "改到并入的单位", false, ui.Head{Title: "改到并入的单位", Crumbs: []ui.Link{{Label: "账号与岗位", Href: w.UI.URL("/accounts")}, {Label: "改到并入的单位"}},
		Note: g.Text("岗位随单位走：原来的单位并掉了，账号改到并入的单位，本人名下的岗位和待办不变。")},
		h.Div(h.Class("stack"), ui.Card{Body: g.Group{facts}}, ui.Form{Action: w.UI.URL("/accounts/" + strconv.FormatInt(id, 10) + "/follow"), NoDraft: true,
			Bar: ui.ActionBar{Actions: []ui.Action{{Label: "改到" + s.Name, Style: ui.Primary}, {Label: "先不改", Href: w.UI.URL("/accounts"), Style: ui.Quiet}}}})), nil
}

func (w *Web) follow(v *visit) (g.Node, error) {
	id, err := w.number(v)
	if err == nil {
		err = w.Auth.Follow(v.ctx(), v.actor, id)
	}
	if fault.HasCode(err, auth.CodeHandOver) {
		return w.go303(v, "/accounts/"+strconv.FormatInt(id, 10)+"/hand-over")
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/accounts")
}
