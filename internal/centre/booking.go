package centre

import (
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Booking (场地预约) is a room for a time on one day. Two bookings of a room never
// overlap; one may begin when the other ends.
type Booking struct {
	record.Base
	Purpose string
	Room    record.ID[Room]
	From    record.Moment
	To      record.Moment
	Org     record.ID[org.SocialOrg]
	For     string
	Heads   int64
	State   BookingState
}

// Bookings is the register of bookings (场地预约台账).
var Bookings = record.Define[Booking]("booking", "场地预约")

// Fields implements [record.Record].
func (b *Booking) Fields(f *record.Fields) {
	f.Text(&b.Purpose, "purpose", "做什么").Required().Title()
	f.Ref(&b.Room, "room", "场地").Required().Places().Fixed().InList().Filter()
	f.Time(&b.From, "from_time", "开始").Required().InList().Filter()
	f.Time(&b.To, "to_time", "结束").Required().InList()
	f.Ref(&b.Org, "org", "使用的社会组织").Owner().InList().Filter()
	f.Text(&b.For, "used_by", "使用单位").InList().Help("不是社会组织的，写明哪个单位用，不写个人姓名")
	f.Int(&b.Heads, "heads", "大约人数")
	f.State(&b.State, "state", "状态").InitialStates(Booked)
}

// Prepare implements [record.Preparer].
func (b *Booking) Prepare(tx record.Tx) error {
	if b.Room == 0 {
		return nil
	}
	r, err := store.One(tx.Context(), store.In(tx).All(), Rooms, b.Room)
	if err != nil {
		return err
	}
	if b.Area = r.Area; b.Org == 0 {
		b.Org = org.Mine(tx)
	}
	return nil
}

// Check implements [record.Checker]: one day, some minutes, not past midnight.
func (b *Booking) Check(p *record.Problems) {
	from, to := b.From.Time(), b.To.Time()
	switch {
	case b.From == 0 || b.To == 0:
		return
	case !to.After(from):
		p.Add(&b.To, "要晚于开始时间")
	case clock.DateOf(from) != clock.DateOf(to.Add(-time.Minute)):
		p.Add(&b.To, "跨过了半夜；请按天分开预约")
	}
	if b.Heads < 0 {
		p.Add(&b.Heads, "不能是负数")
	}
}

// CheckIn implements [record.CheckerIn]: the room is open for booking then, is
// large enough, and is free. No key can say that times do not overlap, so the
// room is locked while they are looked at.
func (b *Booking) CheckIn(tx record.Tx, p *record.Problems) error {
	if len(p.List) > 0 || b.Room == 0 || b.State != Booked {
		return nil
	}
	if err := store.Lock(tx, Rooms, b.Room); err != nil {
		return err
	}
	ctx, all := tx.Context(), store.In(tx).All()
	r, err := store.One(ctx, all, Rooms, b.Room)
	if err != nil {
		return err
	}
	if r.State != Bookable {
		p.Add(&b.Room, "“%s”暂停预约", r.Name)
	}
	if b.Org != 0 && p.Before == nil {
		o, err := store.One(ctx, all, org.SocialOrgs, b.Org)
		if err != nil {
			return err
		}
		if !o.State.Live() {
			p.Add(&b.Org, "“%s”现在是“%s”，不能预约", o.Name, org.SocialOrgs.StateLabel(string(o.State)))
		}
	}
	if b.Heads > r.Capacity {
		p.Add(&b.Heads, "“%s”最多容纳 %d 人", r.Name, r.Capacity)
	}
	if !r.Hours.Covers(b.From.Time(), b.To.Time()) {
		p.Add(&b.From, "“%s”可预约的时间是 %s", r.Name, r.Hours)
	}
	if p.Before == nil && b.To.Time().Before(tx.Now()) {
		p.Add(&b.To, "这个时间已经过去")
	}
	taken, err := store.First(ctx, all, Bookings, func(x *Booking, w *store.Where) {
		w.Is(&x.Room, b.Room).Is(&x.State, Booked).Less(&x.From, b.To).More(&x.To, b.From).Other(b.ID)
	})
	if err == nil && taken != nil {
		p.Add(&b.From, "“%s”%s 至 %s 已有人预约，请换个时间", r.Name, clock.Stamp(taken.From.Time()), clock.Stamp(taken.To.Time()))
	}
	return err
}

// Steps describes giving a booking back.
func (b *Booking) Steps(s *record.Steps[Booking]) {
	s.Step("cancel", "取消预约", BookingOff).From(Booked).By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer).ByOwner(people.Organisation)
}

// Rights implements [record.Righted].
func (*Booking) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Create, r.Edit = append(r.Create, people.Organisation), append(record.By(), r.Edit...)
	r.ReadOwn, r.EditIn = record.By(people.Organisation), []record.Chooser{Booked}
	return r
}

// BookingState (状态) of a booking.
type BookingState string

const (
	Booked     BookingState = "booked"
	BookingOff BookingState = "cancelled"
)

// Options implements [record.Chooser].
func (BookingState) Options() []record.Option {
	return record.Options(Booked, "已预约", BookingOff, "已取消")
}
