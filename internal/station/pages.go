package station

import (
	"context"
	"fmt"
	"strings"
	"time"

	g "maragu.dev/gomponents"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
	"sanshe/internal/ui"
)

// rosterDays is how far a station's page shows its duty: this week and the next.
const rosterDays = 14

// Roster draws who is to be found at a station this week and the next, and on
// which weekdays nobody is down.
func Roster(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	s := rec.(*Station)
	if !r.Actor().Holds(Duties.Rights.Read) {
		return nil, nil
	}
	monday := r.Today().AddDays(-(int(r.Today().Weekday()) + 6) % 7)
	list, err := store.Find(ctx, r, Duties, func(d *Duty, w *store.Where) {
		w.Is(&d.Station, record.ID[Station](s.ID)).AtLeast(&d.On, monday).Less(&d.On, monday.AddDays(rosterDays)).By(&d.On)
	})
	if err != nil {
		return nil, err
	}
	var ids []any
	for _, d := range list {
		ids = append(ids, int64(d.Worker))
	}
	workers, err := store.Find(ctx, r, training.SocialWorkers, func(_ *training.SocialWorker, w *store.Where) { w.IDs(ids) })
	if err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for _, w := range workers {
		names[w.ID] = training.SocialWorkers.ShownTitle(w)
	}
	t := ui.Table{Caption: "值班", Plain: true, Columns: []ui.Column{{Label: "日期"}, {Label: "谁在"}}}
	for day := range rosterDays {
		on := monday.AddDays(day)
		var who []string
		row := ui.Row{Name: string(on)}
		for _, d := range list {
			if d.On == on {
				who = append(who, strings.Join(strings.Fields(names[int64(d.Worker)]+" "+d.Hours+" "+d.Note), " "))
				row.Href = url(fmt.Sprintf("/r/station_duty/%d", d.ID))
			}
		}
		weekend := on.Weekday() == time.Saturday || on.Weekday() == time.Sunday
		if len(who) == 0 && (weekend || s.State == Closed) {
			continue
		}
		if len(who) == 0 {
			who = []string{"没有排班"}
		}
		label := on.ChineseWeekday() + " " + string(on[5:])
		if on == r.Today() {
			label += "，今天"
		}
		row.Cells = []g.Node{g.Text(label), g.Text(strings.Join(who, "、"))}
		t.Rows = append(t.Rows, row)
	}
	card := ui.Card{Title: "值班", Note: "这周和下周", Bare: true, Link: ui.Link{Label: "全部值班", Href: url(fmt.Sprintf("/r/station_duty?station=%d", s.ID))}, Body: g.Group{t}}
	if r.Actor().Holds(Duties.Rights.Create) && s.State == Open {
		card.Link = ui.Link{Label: "排班", Href: url(fmt.Sprintf("/r/station_duty/new?station=%d", s.ID))}
	}
	return &ui.Panel{Body: card}, nil
}
