package service

import (
	"context"
	"fmt"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// TookPart draws who took part in an activity, and the four measures apart.
func TookPart(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	a := rec.(*Activity)
	if !r.Actor().Holds(Participations.Rights.Read) {
		return nil, nil
	}
	list, err := store.Find(ctx, r, Participations, func(p *Participation, w *store.Where) { w.Is(&p.Activity, record.ID[Activity](a.ID)).Limit(501) })
	if err != nil {
		return nil, err
	}
	t := ui.Table{Caption: "参与", Plain: true, Columns: []ui.Column{{Label: "姓名"}, {Label: "身份"}, {Label: "时长"}}}
	for i, p := range list {
		if i < 50 {
			t.Rows = append(t.Rows, ui.Row{Href: url(fmt.Sprintf("/r/participation/%d", p.ID)), Cells: []g.Node{g.Text(Participations.ShownTitle(p)), g.Text(Participations.Field("role").Text(p)), g.Text(Participations.Field("minutes").Text(p))}})
		}
	}
	note := fmt.Sprintf("记名 %d 人次，没有记名 %d 人", len(list), a.Unnamed)
	return &ui.Panel{Body: ui.Card{Title: "参与", Note: note, Bare: true, Link: ui.Link{Label: "全部参与", Href: url(fmt.Sprintf("/r/participation?activity=%d", a.ID))},
		Body: g.Group{t, g.If(len(list) > 50, h.P(h.Class("in mute"), g.Text("这里只列前 50 人，其余见全部参与。")))}}}, nil
}
