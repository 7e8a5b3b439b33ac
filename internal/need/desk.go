package need

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/area"
	"sanshe/internal/ident"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Receivers are who take needs in at the desk.
func Receivers() record.Roles { return record.By(people.CommunityWorker, people.TownOfficer) }

// Desk gives the form of the desk (来访登记): three answers for somebody who stands
// there or is on the telephone. With the number of a sheet of paper it keys that
// sheet in, once.
func Desk(ctx context.Context, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error) {
	slip := strings.ToUpper(ident.Narrow(strings.TrimSpace(q.Get("slip"))))
	at := q.Get("_area")
	if at == "" {
		at = r.Actor().Area
	}
	view := &ui.View{Head: ui.Head{Title: "来访登记", Crumbs: []ui.Link{{Label: "需求", Href: url("/r/need")}, {Label: "来访登记"}}, Note: g.Text("填三样就能保存。12345 转来的、电话里说的、纸表上写的，都从这里登。"),
		Actions: []ui.Action{{Label: "打印纸表", Href: url("/p/paper?n=5&c=" + at), Target: "_blank"}, {Label: "二维码海报", Href: url("/p/poster?c=" + at), Target: "_blank"}, {Label: "完整的登记表", Href: url("/r/need/new")}}}}
	if slip != "" {
		done, err := store.First(ctx, r, Needs, func(n *Need, w *store.Where) { w.Is(&n.Slip, slip) })
		if err != nil {
			return nil, err
		}
		if done != nil {
			view.Body = g.Group{ui.Notice(ui.OK, g.Text("编号 "+slip+" 已经登记过了："), h.A(ui.Href(url(fmt.Sprintf("/r/need/%d", done.ID))), g.Text(done.Title)))}
		}
	}
	form, err := deskForm(ctx, r, slip, at, url)
	if err != nil {
		return nil, err
	}
	if len(view.Body) == 0 {
		view.Body = g.Group{form}
	}
	view.Body = append(view.Body, ui.Card{Title: "录纸表", Note: "扫纸表上的码，或者填它的编号", Screen: true, Body: g.Group{
		ui.Form{Action: url("/desk"), Get: true, NoDraft: true, Body: g.Group{ui.Field{Name: "slip", Label: "纸表编号", Value: slip, Auto: "off", Required: true, Prefix: "key-"}, ui.Action{Label: "打开"}}}}})
	return view, nil
}

func deskForm(ctx context.Context, r *store.Reader, slip, at string, url func(string) string) (g.Node, error) {
	rules, err := r.Rules(ctx)
	if err != nil {
		return nil, err
	}
	about := ui.Field{Widget: ui.Radios, Name: "category", Label: "哪方面的事", Required: true}
	for _, o := range rules.Options("need_category", at, r.Today()) {
		about.Options = append(about.Options, ui.Option{Value: o.Value, Label: o.Label})
	}
	from := ui.Field{Widget: ui.Radios, Name: "source", Label: "来源", Required: true, Value: string(Visit)}
	for _, o := range Source("").Options() {
		from.Options = append(from.Options, ui.Option{Value: o.Value, Label: o.Label})
	}
	three := g.Group{about, ui.Field{Widget: ui.Prose, Name: "detail", Label: "具体说说", Hint: "什么人、什么事、什么时候方便", Required: true, Lines: 3}, from}
	hidden := []ui.Pair{{Name: "_to", Value: "/desk"}, {Name: "state", Value: string(Verified)}}
	where, err := deskPlace(ctx, r, at)
	if err != nil {
		return nil, err
	}
	if where == nil {
		hidden = append(hidden, ui.Pair{Name: "_area", Value: at})
	}
	more := g.Group{ui.Field{Widget: ui.Phone, Name: "phone", Label: "手机号", Sealed: true}, ui.Field{Name: "raiser", Label: "提出人"}, ui.Field{Name: "for_whom", Label: "替谁提出"}}
	if slip == "" {
		more = append(more, ui.Field{Name: "slip", Label: "来件编号", Hint: "12345 工单号", Auto: "off"})
	} else {
		hidden = append(hidden, ui.Pair{Name: "slip", Value: slip})
		more = append(more, ui.Field{Widget: ui.DateInput, Name: "raised_on", Label: "填表日期", Required: true, Value: string(r.Today()), Hint: "改成纸表上写的那一天"})
	}
	title := "登记"
	if slip != "" {
		title = "录入纸表 " + slip
	}
	return ui.Form{ID: "desk", Action: url("/r/need"), Key: fmt.Sprintf("%x", rand.Uint64()), NoDraft: true, Hidden: hidden, Body: g.Group{
		ui.FormSection{Title: title, Body: append(g.Group{where}, three...)}, ui.FormSection{Title: "联系人", Note: "可不填", Pairs: true, Body: more}, ui.AlikeBox(url("/r/need/alike"), nil)},
		Bar: ui.ActionBar{Actions: []ui.Action{{Label: "保存并受理", Style: ui.Primary}, {Label: "看有没有类似的", To: url("/r/need/alike#alike")}}}}, nil
}

// deskPlace asks for the community, unless there is only one answer.
func deskPlace(ctx context.Context, r *store.Reader, at string) (g.Node, error) {
	if area.LevelOf(r.Actor().Area) >= area.Community {
		return nil, nil
	}
	list, err := store.Find(ctx, r, place.Communities, func(_ *place.Community, w *store.Where) { w.Below(r.Actor().Area) })
	x := ui.Field{Widget: ui.Select, Name: "_area", Label: "社区", Required: true, Value: at, Empty: "选社区"}
	for _, c := range list {
		x.Options = append(x.Options, ui.Option{Value: c.Area, Label: c.Name})
	}
	return x, err
}
