package need

import (
	"context"
	"fmt"
	"net/url"
	"time"

	g "maragu.dev/gomponents"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// slotDays is how far ahead the times of a resource are shown, and mostSlots how
// many of them.
const (
	slotDays  = 21
	mostSlots = 10
)

// Slots draws when a resource serves in the weeks to come: how much of it is taken
// each time, and what leads to taking the rest.
func Slots(ctx context.Context, r *store.Reader, rec record.Record, at func(string) string) (*ui.Panel, error) {
	x := rec.(*Resource)
	if x.State != Available || !r.Actor().Holds(Holds.Rights.Read) {
		return nil, nil
	}
	today := r.Today()
	held, err := store.Find(ctx, r, Holds, func(h *Hold, w *store.Where) {
		w.Is(&h.Resource, record.ID[Resource](x.ID)).Is(&h.State, Kept).More(&h.To, record.MomentOf(today.Time())).By(&h.From).Limit(200)
	})
	if err != nil {
		return nil, err
	}
	list := ui.Items{Empty: "还没有人预约。"}
	may := r.Actor().Holds(Holds.Rights.Create)
	book := func(from, to time.Time) string {
		q := url.Values{"resource": {fmt.Sprint(x.ID)}, "from_time": {clock.Stamp(from)}, "to_time": {clock.Stamp(to)}, "_to": {fmt.Sprintf("/r/resource/%d", x.ID)}}
		return at("/r/resource_hold/new?" + q.Encode())
	}
	for i := 0; i < slotDays && x.When != ""; i++ {
		day := today.AddDays(i)
		for _, slot := range x.When.Slots() {
			if !slot.Days[(int(day.Weekday())+6)%7+1] || len(list.List) == mostSlots {
				continue
			}
			from, to := day.Time().Add(time.Duration(slot.From)*time.Minute), day.Time().Add(time.Duration(slot.To)*time.Minute)
			it := x.slot(held, from, to)
			if may {
				it.Action = ui.Action{Label: "预约", Href: book(from, to)}
			}
			list.List = append(list.List, it)
		}
	}
	if x.When == "" {
		for _, o := range held[:min(mostSlots, len(held))] {
			list.List = append(list.List, ui.Item{Title: o.Purpose, Href: at(fmt.Sprintf("/r/resource_hold/%d", o.ID)), Note: clock.Stamp(o.From.Time()) + " 至 " + clock.Stamp(o.To.Time()), Tag: ui.Tag{Text: fmt.Sprintf("占 %d 个", o.Takes)}})
		}
	}
	card := ui.Card{Title: "时段和预约", Note: "同时能接 " + x.most(), Bare: true, Body: g.Group{list}, Link: ui.Link{Label: "全部预约", Href: at(fmt.Sprintf("/r/resource_hold?resource=%d", x.ID))}}
	return &ui.Panel{Body: card}, nil
}

func (r *Resource) most() string {
	if r.Capacity == 0 {
		return "不限"
	}
	return fmt.Sprintf("%d 个", r.Capacity)
}

// slot says how much of a stretch is taken, at its fullest moment.
func (r *Resource) slot(held []*Hold, from, to time.Time) ui.Item {
	probe := &Hold{From: record.MomentOf(from), To: record.MomentOf(to)}
	var here []*Hold
	for _, o := range held {
		if o.From < probe.To && o.To > probe.From {
			here = append(here, o)
		}
	}
	taken := probe.fullest(here)
	it := ui.Item{Title: clock.DateOf(from).Chinese() + " " + clock.DateOf(from).ChineseWeekday(), Note: clock.Stamp(from)[11:] + "–" + clock.Stamp(to)[11:]}
	switch {
	case r.Capacity > 0 && taken >= r.Capacity:
		it.Tag = ui.Tag{Text: fmt.Sprintf("最满时 %d/%d", taken, r.Capacity), Tone: ui.Warn}
	case r.Capacity > 0:
		it.Tag = ui.Tag{Text: fmt.Sprintf("已约 %d/%d", taken, r.Capacity)}
	default:
		it.Tag = ui.Tag{Text: fmt.Sprintf("已约 %d", taken)}
	}
	return it
}
