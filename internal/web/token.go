package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// tokenCard lists tokens that count; base is where they are ended.
func (w *Web) tokenCard(list []auth.Token, base string, own bool) ui.Card {
	t := ui.Table{Caption: "接口令牌", Columns: []ui.Column{{Label: "用途"}, {Label: "范围"}, {Label: "有效期至"}}, Empty: h.P(h.Class("mute"), g.Text("没有。令牌给别的系统读写数据用，人不用它登录。"))}
	now := w.Store.Clock().Now().UnixMilli()
	for _, k := range list {
		if k.Revoked != 0 || int64(k.Expires) <= now {
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Name: k.Name, Cells: []g.Node{g.Text(k.Name), g.Text(w.scopes(k.Only)), g.Text(k.Expires.String())},
			Actions: []ui.Action{{Label: "撤销", Post: w.UI.URL(fmt.Sprintf("%s/%d/end", base, k.ID)), Small: true}}})
	}
	card := ui.Card{Title: "接口令牌", Body: g.Group{t}, Bare: len(t.Rows) > 0}
	if own {
		card.Link = ui.Link{Label: "发一个令牌", Href: w.UI.URL("/account/tokens/new")}
	}
	return card
}

// scopes says what a token may do.
func (w *Web) scopes(l record.Limits) string {
	if l.Allows(auth.ToCalendar, "") {
		return "只有日历"
	}
	var words, regs []string
	for _, s := range l.Scopes {
		words = append(words, s.Label())
	}
	for _, name := range l.Registers {
		if reg := w.Store.Book().Register(name); reg != nil {
			name = reg.Label
		}
		regs = append(regs, name)
	}
	if len(regs) == 0 {
		return strings.Join(words, "、") + "；全部台账"
	}
	return strings.Join(words, "、") + "；只限" + strings.Join(regs, "、")
}

func (w *Web) tokenForm(v *visit) (g.Node, error) { return w.tokenFormWith(v, nil) }

func (w *Web) tokenFormWith(v *visit, err error) (g.Node, error) {
	list, by, other := problems(err)
	if err != nil && other != nil {
		return nil, err
	}
	if err != nil {
		v.status = statusOf(err)
	}
	f := v.r.PostForm
	var scopes, regs []ui.Option
	for _, s := range record.Scopes {
		scopes = append(scopes, ui.Option{Value: string(s), Label: s.Label()})
	}
	for _, reg := range w.Store.Book().Registers {
		if w.Store.MayRead(reg, v.actor) {
			regs = append(regs, ui.Option{Value: reg.Name, Label: reg.Label})
		}
	}
	most := int(w.Auth.Lasts(v.ctx(), auth.TokenLife) / (24 * time.Hour))
	return w.shellPage(v, ui.Page{Title: "发一个令牌", Problem: err != nil}, false, accountHead("发一个令牌", w.UI.URL("/account"), "令牌以您的名义办事，只在选定的范围里；够用就好，越短越好。"),
		ui.Form{Action: w.UI.URL("/account/tokens"), NoDraft: true, Problems: list, Body: g.Group{ui.FormSection{Body: g.Group{
			ui.Field{Name: "name", Label: "用途", Hint: "给哪个系统、做什么，例如 数据交换平台每日取数", Required: true, Value: f.Get("name"), Error: by["name"]},
			ui.Field{Widget: ui.Checks, Name: "scopes", Label: "能做什么", Hint: "各项互不包含：只选“登记和办理”就看不到别人登记的", Required: true, Options: scopes, Values: f["scopes"], Error: by["scopes"]},
			ui.Field{Widget: ui.Checks, Name: "registers", Label: "只限哪些台账", Hint: "不选就是全部", Options: regs, Values: f["registers"], Error: by["registers"]},
			ui.Field{Widget: ui.Number, Name: "days", Label: "有效多久", Unit: "天", Hint: fmt.Sprintf("最多 %d 天", most), Required: true, Value: or(f.Get("days"), "90"), Error: by["expires"]},
		}}}, Bar: ui.ActionBar{Actions: []ui.Action{{Label: "发令牌", Style: ui.Primary}, {Label: "不发了", Href: w.UI.URL("/account"), Style: ui.Quiet}}}}), nil
}

func (w *Web) addToken(v *visit) (g.Node, error) {
	f := v.r.PostForm
	only := record.Limits{Registers: f["registers"]}
	for _, s := range f["scopes"] {
		only.Scopes = append(only.Scopes, record.Scope(s))
	}
	days, _ := strconv.Atoi(strings.TrimSpace(f.Get("days"))) // what is no number is no day, and said so
	token, err := w.Auth.NewToken(v.ctx(), v.actor, v.session.Account, f.Get("name"), only, w.Store.Clock().Now().Add(time.Duration(min(days, 10_000))*24*time.Hour))
	if fault.Is(err, fault.Invalid) {
		return w.tokenFormWith(v, err)
	}
	if err != nil {
		return nil, err
	}
	return w.shell(v, "接口令牌", false, accountHead("接口令牌", w.UI.URL("/account"), ""),
		h.Section(h.Class("card"), h.Div(h.Class("in"), ui.Notice(ui.Warn, g.Text("令牌只显示这一次。请当面或经可靠的渠道交给对方系统的管理员，不要发在群里。")),
			h.P(h.Code(h.Class("code key"), g.Text(token))), h.P(h.Class("mute"), g.Text(w.scopes(only))),
			h.Div(h.Class("ac"), ui.Action{Label: "已经交好", Href: w.UI.URL("/account"), Style: ui.Primary})))), nil
}

func (w *Web) endToken(v *visit) (g.Node, error) {
	id, err := number(v, "id")
	if err == nil {
		err = w.Auth.RevokeToken(v.ctx(), v.actor, id)
	}
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/account?done="+escape("已撤销令牌"))
}
