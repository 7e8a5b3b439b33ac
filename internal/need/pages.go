package need

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Suggestions draws what a need can be matched to: for each resource what
// helped and what hurt, and for those that do not fit what would make them fit.
// A person decides.
func Suggestions(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	n := rec.(*Need)
	if n.State != Verified && n.State != NoResource || !r.Actor().Holds(Matches.Rights.Create) {
		return nil, nil
	}
	fit, unfit, err := Suggest(ctx, r, n, r.Today())
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: "可对接的资源", Columns: []ui.Column{{Label: "组织与资源"}, {Label: "为什么合适"}, {Label: "要留意"}, {Label: "办理", Hidden: true}},
		Empty: ui.EmptyState{Title: "没有合适的资源", Why: "可以看看下面的差在哪里，或者记为暂无资源，进入缺口清单。"}}
	for i, s := range fit {
		if i == 5 {
			break
		}
		t.Rows = append(t.Rows, ui.Row{Best: i == 0, Name: s.Resource.Title, Cells: []g.Node{
			ui.Cell(s.Resource.Title, s.offeredBy()), g.Text(strings.Join(s.Helped, "，")), g.Text(strings.Join(s.Hurt, "，")),
			ui.Action{Label: "对接", Small: true, Note: s.Resource.Title, Post: url("/r/match"), Hidden: []ui.Pair{
				{Name: "_area", Value: n.Area}, {Name: "_key", Value: fmt.Sprintf("%x", rand.Uint64())}, {Name: "need", Value: fmt.Sprint(n.ID)}, {Name: "resource", Value: fmt.Sprint(s.Resource.ID)}}},
		}})
	}
	body := g.Group{t}
	if len(unfit) > 0 {
		var items g.Group
		for i, s := range unfit {
			if i == 8 {
				break
			}
			items = append(items, h.Li(h.B(g.Text(s.Resource.Title)), g.Text(" "+s.offeredBy()+"："+strings.Join(s.Misses, "；"))))
		}
		body = append(body, h.Details(h.Class("in"), h.Summary(g.Text(fmt.Sprintf("不合适的 %d 个，差在哪里", len(unfit)))), h.Ul(items)))
	}
	return &ui.Panel{Body: ui.Card{Title: "可对接的资源", Note: "按列出的理由排，由您决定", Link: ui.Link{Label: "资源清单", Href: url("/r/resource")}, Bare: true, Screen: true, Body: body}}, nil
}

func (s Suggestion) offeredBy() string {
	if s.Org != nil {
		return s.Org.Name
	}
	return "单位提供"
}

// Similar draws needs of the same community and kind that may be the same thing.
func Similar(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	n := rec.(*Need)
	if n.State != Raised && n.State != Verified {
		return nil, nil
	}
	list, err := store.Find(ctx, r, Needs, func(x *Need, w *store.Where) {
		w.Below(n.Area).Is(&x.Category, n.Category).In(&x.State, Raised, Verified, NoResource, Arranged).Not(&x.Title, n.Title).Last(&x.Raised).Limit(4)
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	t := ui.Table{Caption: "同类的需求", Plain: true, Columns: []ui.Column{{Label: "需求"}, {Label: "提出"}, {Label: "办理", Hidden: true}}}
	for _, x := range list {
		row := ui.Row{Name: x.Title, Href: url(fmt.Sprintf("/r/need/%d", x.ID)), Cells: []g.Node{g.Text(x.Title), ui.Date(string(x.Raised)), nil}}
		if r.Actor().Holds(Needs.Rights.Edit) {
			row.Cells[2] = h.A(ui.Href(url(fmt.Sprintf("/r/need/%d/do/combine?merged_to=%d", n.ID, x.ID))), g.Text("合并到它…"))
		}
		t.Rows = append(t.Rows, row)
	}
	return &ui.Panel{Body: ui.Card{Title: "同类的需求", Note: "说的是一回事就合并，只算一件", Bare: true, Screen: true, Body: g.Group{t}}}, nil
}
