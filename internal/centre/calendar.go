package centre

import (
	"cmp"
	"context"
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/ical"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// A calendar shows this many days back and no more than this many bookings.
const (
	daysBack     = 30
	mostBookings = 500
)

// RoomCalendar gives all bookings of a room: of those the reader may see when, and
// which organisation; of the others only that the room is taken. For what, and
// what else was written down, stays here.
func RoomCalendar(s *store.Store) func(context.Context, *store.Reader, record.Record) (string, []ical.Event, error) {
	return func(ctx context.Context, r *store.Reader, rec record.Record) (string, []ical.Event, error) {
		room := rec.(*Room)
		of := func(b *Booking, w *store.Where) { w.Is(&b.Room, record.ID[Room](room.ID)) }
		all, err := booked(ctx, keeper(s, room.Area), of)
		if err != nil {
			return "", nil, err
		}
		seen, err := booked(ctx, r, of)
		if err != nil {
			return "", nil, err
		}
		names, err := names(ctx, r, seen)
		if err != nil {
			return "", nil, err
		}
		says := map[int64]string{}
		for _, b := range seen {
			says[b.ID] = "已预约"
			if name := names[int64(b.Org)]; name != "" {
				says[b.ID] += "：" + name
			}
		}
		var out []ical.Event
		for _, b := range all {
			out = append(out, b.event(cmp.Or(says[b.ID], "已有人预约"), room.Name))
		}
		return room.Name, out, nil
	}
}

// keeper reads every booking of a county, to say when a room is taken.
func keeper(s *store.Store, place string) *store.Reader {
	return s.Reader(&record.Actor{Name: "场地日历", Roles: record.By(people.CountyOfficer), Area: record.CountyOf(place)})
}

// Diary gives what the reader's own organisation has booked.
func Diary(ctx context.Context, r *store.Reader) ([]ical.Event, error) {
	mine := r.Actor().Owns[org.SocialOrgs.Name]
	if mine == 0 {
		return nil, nil
	}
	list, err := booked(ctx, r, func(b *Booking, w *store.Where) { w.Is(&b.Org, record.ID[org.SocialOrg](mine)) })
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(list))
	for i, b := range list {
		ids[i] = int64(b.Room)
	}
	rooms, err := r.Titles(ctx, Rooms.Register, ids)
	var out []ical.Event
	for _, b := range list {
		out = append(out, b.event(b.Purpose, rooms[int64(b.Room)]))
	}
	return out, err
}

func booked(ctx context.Context, r *store.Reader, of func(*Booking, *store.Where)) ([]*Booking, error) {
	since := record.MomentOf(r.Today().AddDays(-daysBack).Time())
	return store.Find(ctx, r, Bookings, func(b *Booking, w *store.Where) {
		of(b, w)
		w.Is(&b.State, Booked).AtLeast(&b.From, since).By(&b.From).Limit(mostBookings)
	})
}

func names(ctx context.Context, r *store.Reader, list []*Booking) (map[int64]string, error) {
	var ids []int64
	for _, b := range list {
		if b.Org != 0 {
			ids = append(ids, int64(b.Org))
		}
	}
	return r.Titles(ctx, org.SocialOrgs.Register, ids)
}

func (b *Booking) event(title, place string) ical.Event {
	return ical.Event{ID: fmt.Sprintf("booking-%d@%s", b.ID, b.Area), Title: title, Place: place,
		From: b.From.Time().In(clock.Shanghai), To: b.To.Time().In(clock.Shanghai), Changed: b.Changed.Time()}
}
