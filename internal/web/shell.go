package web

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/ui"
)

// shell puts a page's body into the workbench.
func (w *Web) shell(v *visit, title string, wide bool, body ...g.Node) g.Node {
	return w.shellPage(v, ui.Page{Title: title}, wide, body...)
}

func (w *Web) shellPage(v *visit, p ui.Page, wide bool, body ...g.Node) g.Node {
	p.Prefs = v.prefs
	if p.Print == (ui.Print{}) {
		p.Print = w.print(v)
	}
	s := ui.Shell{
		Subtitle: w.Name + "社会治理工作台", Home: w.UI.URL("/"), Demo: w.Demo, Wide: wide, Help: w.UI.URL("/help"),
		Search: ui.Search{Action: w.UI.URL("/search"), Query: v.r.URL.Query().Get("q"), Placeholder: "搜索需求、活动、组织、人员，支持拼音首字母，如 bjsq"},
		Who:    w.who(v), Nav: w.nav(v), Body: append(g.Group{w.guiseNotice(v)}, body...),
		NavFoot: h.A(ui.Href(w.UI.URL("/feedback")), g.Text("建议和投诉")),
	}
	if v.actor.Looking {
		s.Demo = "以 " + v.actor.Name + " 的身份看，只能看"
	}
	if w.Quick != nil && w.Store.MayCreate(v.actor, w.Quick) == nil {
		s.Actions = append(s.Actions, ui.Action{Label: w.making(w.Quick), Href: w.UI.URL("/r/" + w.Quick.Name + "/new"), Icon: "plus", Key: "C", Style: ui.Primary})
	}
	if w.Ask != nil && w.Store.MayCreate(v.actor, w.Ask) == nil {
		s.Actions = append(s.Actions, ui.Action{Label: w.making(w.Ask), Href: w.UI.URL("/r/" + w.Ask.Name + "/new")})
	}
	p.Body = g.Group{s}
	return w.UI.Page(p)
}

// print is the head and foot of a page on paper.
func (w *Web) print(v *visit) ui.Print {
	return ui.Print{Unit: w.Name + " · " + v.actor.Unit, AsOf: "打印于 " + w.Store.Clock().Now().In(shanghai).Format("2006年1月2日 15:04"), URL: w.UI.URL(v.r.URL.Path)}
}

func (w *Web) who(v *visit) ui.Who {
	role := ""
	if len(v.actor.Roles) > 0 {
		role = w.Store.RoleLabel(v.actor.Roles[0])
	}
	return ui.Who{Name: v.actor.Name, Role: strings.Trim(v.actor.Unit+" · "+role, " ·"), Menu: g.Group{
		ui.Looks(v.prefs, w.UI.URL(v.r.URL.Path)),
		h.A(ui.Href(w.UI.URL("/account")), g.Text("我的登录")),
		h.A(ui.Href(w.UI.URL("/delegations")), g.Text("代理")),
		h.A(ui.Href(w.UI.URL("/glimpses")), g.Text("紧急查看")),
		g.If(w.seesSettings(v.actor), h.A(ui.Href(w.UI.URL("/settings")), g.Text("设置与口径"))),
		h.A(ui.Href(w.UI.URL("/imports")), g.Text("导入记录")),
		h.A(ui.Href(w.UI.URL("/exports")), g.Text("导出记录")),
		ui.Action{Label: "退出", Post: w.UI.URL("/sign-out"), Style: ui.Quiet, Forget: true},
	}}
}

func (w *Web) nav(v *visit) []ui.NavGroup {
	here := v.r.URL.Path
	link := func(label, path, icon, key string) ui.Link {
		return ui.Link{Label: label, Href: w.UI.URL(path), Icon: icon, Key: key, Current: here == path}
	}
	groups := []ui.NavGroup{{Links: []ui.Link{link("待办", "/inbox", "inbox", "I")}}}
	if w.seesFigures(v.actor) {
		groups[0].Links = append(groups[0].Links, link("看板", "/board", "chart", "D"), link("报告与报表", "/report", "doc", ""))
	}
	if w.Store.MayAudit(v.actor) == nil {
		groups[0].Links = append(groups[0].Links, link("审计记录", "/audit", "doc", ""), link("以别人的身份看", "/look", "search", ""))
	}
	if v.actor.Holds(record.By(w.Admin)) {
		groups[0].Links = append(groups[0].Links, link("账号与岗位", "/accounts", "set", ""))
	}
	for _, c := range w.Menu {
		grp := ui.NavGroup{Chapter: c.Number, Title: c.Name}
		for _, p := range c.Pages {
			if v.actor.Holds(p.For) && !p.Inner {
				grp.Links = append(grp.Links, link(p.Label, p.Path, "", ""))
			}
		}
		for _, r := range c.Registers {
			if w.Store.MayRead(r, v.actor) {
				l := link(r.Label, "/r/"+r.Name, "", "")
				l.Current = here == "/r/"+r.Name || strings.HasPrefix(here, "/r/"+r.Name+"/")
				grp.Links = append(grp.Links, l)
			}
		}
		if len(grp.Links) > inView+1 {
			grp.Links, grp.More = grp.Links[:inView], grp.Links[inView:]
		}
		if len(grp.Links) > 0 {
			grp.Href = grp.Links[0].Href
			groups = append(groups, grp)
		}
	}
	return groups
}

// inView is how many links of a chapter the menu shows; the others are folded.
const inView = 6

// seesFigures reports whether figures are for an actor: everybody in the
// county's service, but not whoever only looks after the accounts.
func (w *Web) seesFigures(a *record.Actor) bool { return a.Holds(w.Viewers) }

// plain is a page before sign-in.
func (w *Web) plain(v *visit, title string, problem bool, body ...g.Node) g.Node {
	return w.UI.Page(ui.Page{Title: title, Problem: problem, Prefs: v.prefs, Body: g.Group{ui.Plain{
		Subtitle: w.Name + "社会治理工作台", Demo: w.Demo, Body: g.Group(body),
		Foot: g.Group{g.Text("居民提需求不用登录："), h.A(ui.Href(w.UI.URL("/p/")), g.Text("有什么需要，告诉社区"))},
	}}})
}

// statusOf is the table from kinds of errors to statuses.
func statusOf(err error) int {
	switch fault.KindOf(err) {
	case fault.Invalid:
		if fault.HasCode(err, fault.CodeTooBig) {
			return http.StatusRequestEntityTooLarge
		}
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Refused:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	case fault.Unavailable:
		if fault.HasCode(err, fault.CodeRate) {
			return http.StatusTooManyRequests
		}
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// oops is the page of an error.
func (w *Web) oops(v *visit, err error) g.Node {
	v.status = statusOf(err)
	page := ui.ErrorPage{Code: v.status, Text: message(err)}
	switch fault.KindOf(err) {
	case fault.NotFound:
		page.Title = "找不到"
	case fault.Refused:
		page.Title = "没有权限"
	case fault.Conflict:
		page.Title = "现在不能这样办"
	case fault.Unavailable:
		page.Title = "稍后再试"
		if v.r.Method == http.MethodPost && fault.HasCode(err, fault.CodeBusy) {
			page.Text = "现在忙，刚才的没有办，也没有存下什么。填的还在上一页：退回去，过几秒再交一次，不会办成两次。"
		}
		v.w.Header().Set("Retry-After", "5")
	case fault.Invalid:
		page.Title = "有一处要改"
	default:
		page.Title, page.Ref = "系统出错了", record.Code(rand.Int64N(1<<40))
		page.Text = "没有办成，也没有存下什么。请稍后再试；还不行，把下面的编号告诉管理员。"
		slog.Error("internal error", "ref", page.Ref, "method", v.r.Method, "route", v.r.Pattern, "err", err)
	}
	page.Actions = []ui.Action{{Label: "回到上一页", Href: w.back(v), Style: ui.Primary}}
	if w.back(v) == w.UI.URL("/") {
		page.Actions[0].Label = "回到首页"
	}
	if v.actor == nil {
		return w.plain(v, page.Title, false, page)
	}
	return w.shell(v, page.Title, false, page)
}

func (w *Web) back(v *visit) string {
	if ref := v.r.Referer(); ref != "" && strings.Contains(ref, v.r.Host) {
		return ref
	}
	return w.UI.URL("/")
}

// message gives an error's words for people.
func message(err error) string {
	e := fault.As(err)
	if e == nil {
		return ""
	}
	parts := []string{}
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	for _, p := range e.Problems {
		parts = append(parts, p.String())
	}
	return strings.Join(parts, "；")
}

func errNowhere() error {
	return fault.New(fault.NotFound, "没有这个页面；可以从左边的菜单进，或者搜一搜")
}

func errForm(err error) error {
	if big := (*http.MaxBytesError)(nil); errors.As(err, &big) {
		return fault.Coded(fault.Invalid, fault.CodeTooBig, "内容太长，没有收下：一次最多 %d MB。用浏览器的“后退”回到刚才的表单，分几次填", big.Limit>>20)
	}
	return fault.Wrap(err, fault.Invalid, "表单没有收全，请再交一次；内容太长时请分开填")
}

// problems turns an error into what a form shows; other errors come back.
func problems(err error) ([]ui.Problem, map[string]string, error) {
	e := fault.As(err)
	if e == nil || e.Kind != fault.Invalid || len(e.Problems) == 0 && e.Message == "" {
		return nil, nil, err
	}
	var list []ui.Problem
	byField := map[string]string{}
	for _, p := range e.Problems {
		list = append(list, ui.Problem{Field: p.Field, Text: p.String()})
		if byField[p.Field] == "" {
			byField[p.Field] = p.Text
		}
	}
	if len(list) == 0 {
		list = append(list, ui.Problem{Text: e.Message})
	}
	return list, byField, nil
}

func key() string { return fmt.Sprintf("%x%x", rand.Uint64(), rand.Uint64()) }
