package centre

import (
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Room (场地) is a room of a centre that may be booked.
type Room struct {
	record.Base
	Name     string
	Centre   record.ID[Centre]
	Capacity int64
	Suits    string
	Hours    clock.Window
	State    RoomState
}

// Rooms is the register of rooms (场地台账).
var Rooms = record.Define[Room]("room", "场地")

// Fields implements [record.Record].
func (r *Room) Fields(f *record.Fields) {
	f.Text(&r.Name, "name", "场地名称").Required().Title().Public()
	f.Ref(&r.Centre, "centre", "党群服务中心").Required().Places().Fixed().InList().Filter().Public()
	f.Int(&r.Capacity, "capacity", "容纳人数").InList().Filter().Public()
	f.Text(&r.Suits, "suits", "适合做什么").InList().Search().Public()
	f.Window(&r.Hours, "hours", "可预约时间").InList().Public().Help("如 周一至周日 08:30-21:00；不填随时可约")
	f.State(&r.State, "state", "状态").InitialStates(Bookable, Withdrawn).Public()
}

// Check implements [record.Checker].
func (r *Room) Check(p *record.Problems) {
	if r.Capacity < 1 || r.Capacity > 5000 {
		p.Add(&r.Capacity, "应在 1 到 5,000 之间")
	}
}

// Keys says a centre has a room once.
func (r *Room) Keys(k *record.Keys) {
	k.One(&r.Centre, &r.Name).Says("这个中心已有一个叫这个名称的场地")
}

// Steps describes closing and opening again.
func (r *Room) Steps(s *record.Steps[Room]) {
	staff := []record.Role{people.CommunityWorker, people.TownOfficer, people.CountyOfficer}
	s.Step("withdraw", "暂停预约", Withdrawn).From(Bookable).By(staff...).Reason().Says("已有的预约不会自己取消，逐个成为待办").Do((*Room).withdrawn)
	s.Step("restore", "恢复预约", Bookable).From(Withdrawn).By(staff...).Do(func(r *Room, tx record.Tx) error {
		return r.booked(tx, func(b *Booking) error { return store.CloseTasks(tx, Bookings, b, moveBooking) })
	})
}

const moveBooking = "move_booking"

// withdrawn makes what is booked ahead somebody's task: nobody is to find the
// door shut.
func (r *Room) withdrawn(tx record.Tx) error {
	return r.booked(tx, func(b *Booking) error {
		return store.OpenTask(tx, Bookings, b, moveBooking, "场地停用：改约或取消", people.CommunityWorker, clock.DateOf(b.From.Time()))
	})
}

// booked goes through what is booked ahead.
func (r *Room) booked(tx record.Tx, do func(*Booking) error) error {
	return store.Every(tx, Bookings, func(b *Booking, w *store.Where) {
		w.Is(&b.Room, record.ID[Room](r.ID)).Is(&b.State, Booked).More(&b.To, record.MomentOf(tx.Now()))
	}, do)
}

// Rights implements [record.Righted].
func (*Room) Rights() record.Rights {
	r := people.KeptBy(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
	r.Reach, r.Read = record.County, append(people.Staff(), people.Organisation)
	return r
}

// RoomState (状态) of a room.
type RoomState string

const (
	Bookable  RoomState = "bookable"
	Withdrawn RoomState = "withdrawn"
)

// Options implements [record.Chooser].
func (RoomState) Options() []record.Option {
	return record.Options(Bookable, "可预约", Withdrawn, "暂停预约")
}
