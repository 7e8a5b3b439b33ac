package message

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Told draws how whoever asked learns of the answer: the messages that went out,
// and the slip that can be printed for them.
func Told(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	n := rec.(*need.Need)
	if answers[n.State].says == "" || !r.Actor().Holds(Messages.Rights.Read) {
		return nil, nil
	}
	list, err := store.Find(ctx, r, Messages, func(m *Message, w *store.Where) { w.Is(&m.Need, record.ID[need.Need](n.ID)).Last(&m.From).Limit(10) })
	if err != nil {
		return nil, err
	}
	items := ui.Items{Empty: "没有给这件发短信。"}
	for _, m := range list {
		note := string(m.SentOn)
		if m.Fate != "" {
			note += " " + m.Fate
		}
		items.List = append(items.List, ui.Item{Title: "短信：" + Messages.Field("says").Text(m), Note: note, Href: url(fmt.Sprintf("/r/message/%d", m.ID)), Tag: ui.Tag{Text: Messages.StateLabel(string(m.State))}})
	}
	print := func(label, paper string) g.Node {
		return h.A(ui.Href(url(fmt.Sprintf("/slip?need=%d&paper=%s", n.ID, paper))), g.Text(label))
	}
	return &ui.Panel{Body: ui.Card{Title: "告诉居民", Bare: true, Screen: true, Body: g.Group{items,
		h.P(h.Class("in"), g.Text("当面给的："), print("打印答复小票（80 毫米）", "80"), g.Text("　"), print("打印答复单（A4）", "a4"))}}}, nil
}

// answers is what a resident reads of the state a need is in, and what comes next.
var answers = map[need.State]struct{ says, next string }{
	need.Verified:    {"社区已受理", "正在找合适的社会组织或志愿者，有了安排再告诉您"},
	need.NoResource:  {"暂时没有合适的人手，已记下", "有了人手就安排"},
	need.Arranged:    {"已找好人", "等上门服务"},
	need.Served:      {"服务做完了", "请您确认办好了没有、满意不满意"},
	need.Closed:      {"办好了", "以后还有需要，再告诉社区"},
	need.Refused:     {"这件不能受理", "有疑问给社区打电话"},
	need.Transferred: {"转给别的部门办", "有疑问给社区打电话"},
}

// Slip gives the page of one answer on paper (答复单), A4 or a roll of 80 mm: for
// whoever has no telephone. It has no name, no number and nothing of what was
// told, for it may be left lying about.
func Slip(s *store.Store) func(context.Context, *store.Reader, url.Values, func(string) string) (*ui.View, error) {
	return func(ctx context.Context, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error) {
		return slip(ctx, s, r, q, url)
	}
}

func slip(ctx context.Context, s *store.Store, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error) {
	id, err := strconv.ParseInt(q.Get("need"), 10, 64)
	if err != nil {
		return &ui.View{Head: ui.Head{Title: "答复单"}, Body: g.Group{ui.EmptyState{Title: "还没有选需求", Why: "打开一条已答复的需求，点“打印答复小票”。"}}}, nil
	}
	n, err := store.One(ctx, r, need.Needs, record.ID[need.Need](id))
	if err != nil {
		return nil, err
	}
	a := answers[n.State]
	if a.says == "" {
		return nil, fault.New(fault.Conflict, "这条需求是“%s”，还没有可以给居民的答复", need.Needs.StateLabel(string(n.State)))
	}
	c, err := store.First(ctx, r, place.Communities, func(_ *place.Community, w *store.Where) { w.Below(n.Area[:min(len(n.Area), 12)]) })
	if err != nil {
		return nil, err
	}
	passed, err := r.Passages(ctx, need.Needs.Register, n.ID)
	if err != nil {
		return nil, err
	}
	why, on := "", n.Raised
	for _, p := range passed {
		if on = p.On; p.To == string(n.State) {
			why = p.Note
		}
	}
	if n.State != need.Refused && n.State != need.Transferred && n.State != need.NoResource {
		why = "" // other notes are the officials'
	}
	from, tel := "社区", ""
	if c != nil {
		from, tel = c.Name, c.Phone
	}
	paper := "slip"
	if q.Get("paper") == "80" {
		paper = "slip roll"
	}
	row := func(label, value string) g.Node {
		return g.If(value != "", g.Group{h.Dt(g.Text(label)), h.Dd(g.Text(value))})
	}
	return &ui.View{Head: ui.Head{Title: "答复单", Crumbs: []ui.Link{{Label: need.Needs.Label, Href: url("/r/need")}, {Label: record.Code(n.ID), Href: url(fmt.Sprintf("/r/need/%d", n.ID))}, {Label: "答复单"}},
		Note: g.Text("用浏览器的打印（Ctrl+P）。上面没有姓名和内容，可以放心交给居民或代办的人。")},
		Body: g.Group{h.Section(h.Class("card "+paper), h.H2(g.Text("需求答复单")), h.Dl(
			row("提出日期", n.Raised.Chinese()), row("哪方面的事", s.CodeLabel(ctx, "need_category", n.Category)), row("答复日期", on.Chinese()),
			row("答复", a.says), row("原因", why), row("结果", n.Outcome), row("接下来", a.next), row("社区", from), row("电话", tel)),
			h.P(g.Text("看进度：扫社区的二维码，或打电话，说回执上的 10 位查询码。")))}}, nil
}

// Viewers may print slips.
func Viewers() record.Roles {
	return record.By(people.CommunityWorker, people.TownOfficer, people.CommunitySecretary)
}
