package need

import (
	"context"
	"fmt"

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
	return &ui.Panel{Body: ui.Card{Title: "可对接的资源", Note: "按列出的理由排，由您决定", Link: ui.Link{Label: "对接台", Href: url(fmt.Sprintf("/matching?c=%s&need=%d", n.Area, n.ID))},
		Bare: true, Screen: true, Body: g.Group{suggested(fit, n, true, "", url), missing(unfit)}}}, nil
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
