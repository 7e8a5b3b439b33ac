package centre

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// calendar is a week of the rooms of one centre.
type calendar struct {
	r      *store.Reader
	url    func(string) string
	centre *Centre
	day    clock.Date // in view on phones
	monday clock.Date
	now    time.Time
	books  bool           // the visitor may book
	taken  []*Booking     // of every room in the week
	own    map[int64]bool // bookings the visitor may read
}

// Calendar gives the page of rooms (场地日历): hours, bookings and free times of a
// centre's rooms in a week, each free time a link to the form that books it.
// Whoever may not read a booking sees that the room is taken, not for what.
func Calendar(s *store.Store) func(context.Context, *store.Reader, url.Values, func(string) string) (*ui.View, error) {
	return func(ctx context.Context, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error) {
		day, err := clock.ParseDate(q.Get("day"), r.Today())
		if err != nil {
			return nil, err
		}
		if day == "" {
			day = r.Today()
		}
		c := &calendar{r: r, url: url, day: day, monday: day.AddDays(-(int(day.Weekday()) + 6) % 7), now: s.Clock().Now(), books: r.Actor().Holds(Bookings.Rights.Create)}
		centres, err := store.Find(ctx, r, Centres, func(c *Centre, w *store.Where) { w.Is(&c.State, InUse).Limit(200) })
		if err != nil {
			return nil, err
		}
		if len(centres) == 0 {
			return &ui.View{Head: ui.Head{Title: "场地日历"}, Body: g.Group{ui.EmptyState{Title: "还没有党群服务中心", Why: "先登记中心，再登记它的场地和可预约时间，这里就有日历。"}}}, nil
		}
		c.centre = chosen(centres, q.Get("centre"), r.Actor().Area)
		rooms, err := store.Find(ctx, r, Rooms, func(x *Room, w *store.Where) { w.Is(&x.Centre, record.ID[Centre](c.centre.ID)).By(&x.Name).Limit(30) })
		if err != nil {
			return nil, err
		}
		if err := c.read(ctx, s, rooms); err != nil {
			return nil, err
		}
		return c.draw(centres, rooms), nil
	}
}

// chosen gives the centre asked for, or one where the visitor works.
func chosen(list []*Centre, id, area string) *Centre {
	if i := slices.IndexFunc(list, func(c *Centre) bool { return strconv.FormatInt(c.ID, 10) == id }); i >= 0 {
		return list[i]
	}
	return list[max(0, slices.IndexFunc(list, func(c *Centre) bool { return c.Area == area }))]
}

// read gathers the bookings of the week: all of them, and which the visitor may read.
func (c *calendar) read(ctx context.Context, s *store.Store, rooms []*Room) error {
	ids := make([]any, len(rooms))
	for i, x := range rooms {
		ids[i] = record.ID[Room](x.ID)
	}
	week := func(b *Booking, w *store.Where) {
		w.In(&b.Room, ids...).Is(&b.State, Booked).Less(&b.From, record.MomentOf(c.monday.AddDays(7).Time())).More(&b.To, record.MomentOf(c.monday.Time())).By(&b.From)
	}
	var err error
	if c.taken, err = store.Find(ctx, keeper(s, c.centre.Area), Bookings, week); err != nil {
		return err
	}
	own, err := store.Find(ctx, c.r, Bookings, week)
	c.own = map[int64]bool{}
	for _, b := range own {
		c.own[b.ID] = true
	}
	return err
}

func (c *calendar) draw(centres []*Centre, rooms []*Room) *ui.View {
	week := ui.Week{Caption: c.centre.Name + "一周的场地", Empty: ui.EmptyState{Title: "这个中心还没有场地", Why: "登记场地和可预约时间以后，这里列出一周的空闲。"}}
	if c.r.Actor().Holds(Rooms.Rights.Create) {
		week.Empty.Action = []ui.Action{{Label: "登记场地", Href: c.url(fmt.Sprintf("/r/room/new?centre=%d", c.centre.ID))}}
	}
	for i := range 7 {
		d := c.monday.AddDays(i)
		week.Days = append(week.Days, ui.Day{Label: d.ChineseWeekday(), Date: string(d[5:]), Href: c.at(c.centre.ID, d), Shown: d == c.day, Today: d == c.r.Today(), Past: d < c.r.Today()})
	}
	for _, x := range rooms {
		row := ui.WeekRow{Title: x.Name, Note: fmt.Sprintf("容纳 %d 人", x.Capacity), Href: c.url(fmt.Sprintf("/r/room/%d", x.ID)), Feed: c.url(fmt.Sprintf("/r/room/%d/calendar.ics", x.ID))}
		if x.State != Bookable {
			row.Note += "，" + Rooms.StateLabel(string(x.State))
		}
		for i := range 7 {
			row.Cells = append(row.Cells, c.cell(x, c.monday.AddDays(i)))
		}
		week.Rows = append(week.Rows, row)
	}
	var options []ui.Option
	for _, x := range centres {
		options = append(options, ui.Option{Value: strconv.FormatInt(x.ID, 10), Label: x.Name})
	}
	last := c.monday.AddDays(6)
	return &ui.View{AsOf: c.monday.Chinese() + "至" + last.Chinese(), Head: ui.Head{Title: c.centre.Name, Crumbs: []ui.Link{{Label: "党群服务中心", Href: c.url("/r/centre")}, {Label: "场地日历"}}, Note: g.Text(c.monday.Chinese() + "至" + last.Chinese() + "。点空闲的时间预约。"),
		Actions: []ui.Action{{Label: "上一周", Href: c.at(c.centre.ID, c.day.AddDays(-7))}, {Label: "本周", Href: c.url(fmt.Sprintf("/rooms?centre=%d", c.centre.ID))}, {Label: "下一周", Href: c.at(c.centre.ID, c.day.AddDays(7))}}},
		Body: g.Group{
			ui.FilterBar{Action: c.url("/rooms"), Hidden: []ui.Pair{{Name: "day", Value: string(c.day)}}, Fields: []ui.Field{{Widget: ui.Select, Name: "centre", Label: "党群服务中心", Value: strconv.FormatInt(c.centre.ID, 10), Options: options}}},
			h.Section(h.Class("card"), h.H2(h.Class("vh"), g.Text("一周的场地")), week)}}
}

// at gives the address of the calendar of a centre with a day in view.
func (c *calendar) at(centre int64, day clock.Date) string {
	return c.url(c.path(centre, day))
}

func (c *calendar) path(centre int64, day clock.Date) string {
	return fmt.Sprintf("/rooms?centre=%d&day=%s", centre, day)
}

// usual are the hours drawn of a room that says none.
var usual = clock.Window("每天 08:00-21:00")

// cell gives what is in a room on a day: bookings, at whatever hour, and the free
// times between them in the hours it is open.
func (c *calendar) cell(x *Room, day clock.Date) (out []ui.Span) {
	hours := x.Hours
	if hours == "" {
		hours = usual
	}
	midnight, next := day.Time(), day.AddDays(1).Time()
	var busy []*Booking
	for _, b := range c.taken {
		if int64(b.Room) == x.ID && b.From.Time().Before(next) && b.To.Time().After(midnight) {
			busy, out = append(busy, b), append(out, c.booked(b))
		}
	}
	at := func(minutes int) time.Time { return midnight.Add(time.Duration(minutes) * time.Minute) }
	weekday := (int(day.Weekday())+6)%7 + 1
	for _, slot := range hours.Slots() {
		if !slot.Days[weekday] {
			continue
		}
		from, to := at(slot.From), at(slot.To)
		for _, b := range busy {
			if b.From.Time().Before(to) && b.To.Time().After(from) {
				out = append(out, c.free(x, from, b.From.Time())...)
				from = b.To.Time()
			}
		}
		out = append(out, c.free(x, from, to)...)
	}
	slices.SortStableFunc(out, func(a, b ui.Span) int { return strings.Compare(a.From, b.From) })
	return out
}

func (c *calendar) booked(b *Booking) ui.Span {
	s := span(b.From.Time(), b.To.Time())
	if s.To == "00:00" {
		s.To = "24:00"
	}
	s.Title, s.Past = "已约", b.To.Time().Before(c.now)
	if c.own[b.ID] {
		s.Title, s.Href = b.Purpose, c.url(fmt.Sprintf("/r/booking/%d", b.ID))
	}
	return s
}

// free gives a stretch that may still be booked, from the next half hour on.
func (c *calendar) free(x *Room, from, to time.Time) []ui.Span {
	if from.Before(c.now) {
		from = c.now.Add(29*time.Minute + 59*time.Second).Truncate(30 * time.Minute)
	}
	if to.Sub(from) < 30*time.Minute {
		return nil
	}
	s := span(from, to)
	s.Title, s.Free = "空闲", true
	if c.books && x.State == Bookable {
		end := to
		if to.Sub(from) > 2*time.Hour {
			end = from.Add(2 * time.Hour)
		}
		q := url.Values{"room": {fmt.Sprint(x.ID)}, "from_time": {clock.Stamp(from)}, "to_time": {clock.Stamp(end)}, "_to": {c.path(int64(x.Centre), clock.DateOf(from))}}
		s.Title, s.Href = "预约", c.url("/r/booking/new?"+q.Encode())
	}
	return []ui.Span{s}
}

func span(from, to time.Time) ui.Span {
	return ui.Span{From: clock.Stamp(from)[11:], To: clock.Stamp(to)[11:], Hours: int((to.Sub(from) + 30*time.Minute) / time.Hour)}
}
