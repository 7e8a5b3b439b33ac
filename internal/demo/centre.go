package demo

import (
	"fmt"
	"time"

	"sanshe/internal/centre"
	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// hub is a 党群服务中心 to be, with its rooms.
type hub struct {
	id    record.ID[centre.Centre]
	name  string
	kind  centre.CentreKind
	area  string
	at    *community // nil unless it is a community's
	rooms []*room
}

type room struct {
	id    record.ID[centre.Room]
	holds int64
}

// Rooms that centres have.
var roomKinds = []struct {
	name, suits string
	holds       int64
	hours       clock.Window
}{
	{"议事厅", "会议、议事、调解", 40, "每天 08:30-21:00"}, {"多功能厅", "培训、排练、文艺活动", 80, "每天 09:00-21:00"}, {"儿童活动室", "托管、亲子活动", 25, "每天 09:00-18:30"}, {"社会组织办公角", "办公、小型讨论", 8, "周一至周五 08:30-18:00"},
}

// desks are the windows (便民服务窗口) of a community's centre.
var desks = []centre.Desk{{Name: "综合窗口", Does: "社保、救助、证明", Hours: "周一至周五 08:30-12:00、周一至周五 14:00-18:00"}, {Name: "党务窗口", Does: "组织关系、双报到", Hours: "周一至周五 09:00-17:00"},
	{Name: "社会组织窗口", Does: "备案、场地、入驻", Hours: "周一三五 09:00-12:00"}}

// centres plans the centres of communities, towns, a building and a district,
// the county's incubator and two stations, and how some are made friendlier.
func (s *story) centres() {
	for _, c := range s.urban {
		s.hubs = append(s.hubs, &hub{name: c.name + "党群服务中心", kind: centre.OfCommunity, area: c.area, at: c})
	}
	for _, t := range s.towns[:4] {
		s.hubs = append(s.hubs, &hub{name: t.name + "党群服务中心", kind: centre.OfTown, area: t.area})
	}
	s.incubator = &hub{name: "合江县社会组织孵化中心", kind: centre.Incubator, area: s.urban[0].area}
	s.hubs = append(s.hubs, s.incubator,
		&hub{name: "荔江商务楼党群服务中心", kind: centre.OfBuilding, area: s.urban[1].area}, &hub{name: "滨江商圈党群服务中心", kind: centre.OfDistrict, area: s.urban[2].area},
		&hub{name: s.towns[0].name + "社会组织综合服务站", kind: centre.OrgStation, area: s.towns[0].area}, &hub{name: s.towns[1].name + "社会组织综合服务站", kind: centre.OrgStation, area: s.towns[1].area})
	for i, h := range s.hubs {
		size, phone, opened := int64(180+s.IntN(600)), s.phone(), s.begin.AddDays(-200-s.IntN(1500))
		s.on(s.office(s.begin.Time(), 2+i%8), s.officer, func(tx *store.Tx) error {
			return add(tx, centre.Centres, h.area, &h.id, func(x *centre.Centre) {
				x.Name, x.Kind, x.Size, x.Phone, x.Opened, x.State = h.name, h.kind, size, phone, opened, centre.InUse
				x.Address, x.Hours, x.Accessible, x.OpenToOrgs = h.name, "每天 08:30-21:00", i%3 != 1, true
				if h.at != nil {
					x.Windows = desks
				}
			})
		})
		for j, k := range roomKinds[:2+i%3] {
			r := &room{holds: k.holds}
			h.rooms = append(h.rooms, r)
			s.on(s.office(s.begin.Time(), 11+j), s.officer, func(tx *store.Tx) error {
				return add(tx, centre.Rooms, h.area, &r.id, func(x *centre.Room) {
					x.Name, x.Centre, x.Capacity, x.Suits, x.Hours, x.State = k.name, h.id, k.holds, k.suits, k.hours, centre.Bookable
				})
			})
		}
	}
	s.renovations()
}

// renovations plans those of last year, the five the report counts, and those
// still under way.
func (s *story) renovations() {
	year := s.anchor.YearStart()
	for i, h := range s.hubs[:len(s.urban)] {
		begun, accepted := year.AddDays(20+5*i), s.working(year.AddDays(100+25*i))
		switch {
		case i < 2: // last year's
			begun, accepted = max(s.begin.AddDays(30), year.AddMonths(-9)), s.working(year.AddMonths(-4).AddDays(i))
		case i < 7: // this year's, before the anchor
		case i == 7: // after it
			accepted = s.working(s.anchor.AddDays(20))
		default:
			accepted = ""
			begun = s.before(50 - 10*(i-8))
		}
		s.renovate(h, begun, accepted, i)
	}
}

func (s *story) renovate(h *hub, begun, accepted clock.Date, n int) {
	id, budget := new(record.ID[centre.Renovation]), record.Fen(15_000_000+1_000_000*s.IntN(20))
	planned := s.office(begun.AddDays(-15).Time(), 0)
	s.on(planned, h.at.worker, func(tx *store.Tx) error {
		return add(tx, centre.Renovations, h.area, id, func(r *centre.Renovation) {
			r.Title, r.Centre, r.Budget, r.Source, r.State = h.name+"亲民化改造", h.id, budget, pick2(n, "县财政专项", "社区保障资金"), centre.Plan
			r.Plan = "压缩办公用房，柜台改开放式服务台，增设儿童活动室、议事厅和无障碍通道"
		})
	})
	if n == 10 {
		return // planned only
	}
	take(s, s.office(planned, 5), h.at.worker, centre.Renovations, id, "design", store.Taking{})
	if n == 9 {
		return
	}
	act(s, s.office(begun.Time(), 0), h.at.worker, centre.Renovations, id, "build", func(r *centre.Renovation) { r.Begun = begun })
	if accepted == "" {
		return
	}
	act(s, s.office(accepted.Time(), 0), s.officer, centre.Renovations, id, "accept", func(r *centre.Renovation) { r.Offices, r.Public = 90, 420 })
	if n%4 != 3 {
		take(s, s.office(accepted.Time(), 3), h.at.worker, centre.Renovations, id, "open", store.Taking{})
	}
}

func pick2(n int, a, b string) string {
	if n%2 == 0 {
		return a
	}
	return b
}

type use struct {
	purpose string
	org     int
	heads   int64
}

// uses are what rooms are booked for, by which of the serving organisations.
var uses = []use{
	{"合唱排练", choir, 30}, {"棋类活动", chess, 20}, {"居民议事会", committee, 25}, {"四点半课堂", star, 22}, {"家庭教育讲座", lotus, 24}, {"助老服务例会", silver, 8}, {"纠纷调解", peace, 6}, {"老手艺教学", craft, 20}, {"志愿者培训", helpers, 24}, {"业委会筹备会", committee, 15},
}

// bookings plans who uses rooms last week, this week and next, so that no two
// meet: one in the morning, one in the afternoon, one in the evening.
func (s *story) bookings() {
	for i, h := range s.hubs {
		for j, r := range h.rooms {
			for day := -7; day <= 9; day++ {
				d := s.today.AddDays(day)
				for k, from := range []int{9*60 + 30, 14*60 + 30, 19 * 60} {
					evening := k == 2
					if weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday; j == 3 && (weekend || evening) || j == 2 && evening || !s.chance(34) {
						continue
					}
					u := uses[(i+2*j+3*k+day+70)%len(uses)]
					if j == 3 { // small and quiet
						u = uses[5+(i+k)%2]
					}
					s.book(h, r, u, d, from)
				}
			}
		}
	}
}

func (s *story) book(h *hub, r *room, u use, day clock.Date, from int) {
	begin := day.Time().Add(time.Duration(from) * time.Minute)
	end, heads, id := begin.Add(time.Duration(60+30*s.IntN(3))*time.Minute), min(u.heads, r.holds), new(record.ID[centre.Booking])
	at := s.at(min(day.AddDays(-4-s.IntN(6)), s.before(1)), 10*60)
	who := s.officer
	if h.at != nil {
		who = h.at.worker
	}
	s.on(at, who, func(tx *store.Tx) error {
		return add(tx, centre.Bookings, h.area, id, func(b *centre.Booking) {
			b.Purpose, b.Room, b.From, b.To, b.Heads = u.purpose, r.id, record.MomentOf(begin), record.MomentOf(end), heads
			if u.org == committee {
				b.For = h.name
			} else {
				b.Org = s.orgs[u.org].id
			}
		})
	})
	if s.chance(5) {
		take(s, at.Add(time.Hour), who, centre.Bookings, id, "cancel", store.Taking{})
	}
}

// residencies plans who moves in: last year's, the four the report counts, one
// who left, and those on the way.
func (s *story) residencies() {
	year := s.anchor.YearStart()
	for i, x := range []struct {
		org  int
		from clock.Date // "" for one on the way
		upto string
	}{
		{bridge, year.AddMonths(-8), "left"}, {helpers, year.AddMonths(-6), "review"}, {silver, year.AddDays(45), "review"}, {lotus, year.AddDays(80), "sign"}, {choir, year.AddDays(130), "sign"}, {peace, year.AddDays(200), "sign"},
		{craft, "", "pass"}, {chess, "", "apply"}, {arm, "", ""}, {green, "", "refuse"},
	} {
		h, id, o := s.hubs[i], new(record.ID[centre.Residency]), s.orgs[x.org]
		from := s.working(max(x.from, s.begin.AddDays(30)))
		at := s.office(from.AddDays(-25).Time(), 0)
		if x.from == "" {
			at = s.morning(9-i+6, 70)
		}
		s.on(at, h.at.worker, func(tx *store.Tx) error {
			return add(tx, centre.Residencies, h.area, id, func(r *centre.Residency) {
				r.Org, r.Centre, r.Terms, r.Promises, r.State = o.id, h.id, centre.Free, fmt.Sprintf("每月为%s居民服务不少于两次", h.at.name), centre.Intended
			})
		})
		step := func(days int, name string, with store.Taking) {
			at = s.office(at, days)
			take(s, at, h.at.worker, centre.Residencies, id, name, with)
		}
		if x.upto == "" {
			continue
		}
		step(2, "apply", store.Taking{})
		switch x.upto {
		case "apply":
			continue
		case "refuse":
			step(2, "refuse", because("场地已经排满，请另选一个中心"))
			continue
		}
		step(2, "pass", store.Taking{})
		if x.upto == "pass" {
			continue
		}
		act(s, s.office(from.Time(), 0), h.at.worker, centre.Residencies, id, "sign", func(r *centre.Residency) { r.From, r.Last = from, from.AddMonths(24).AddDays(-1) })
		looked := s.office(from.AddDays(120).Time(), 0)
		switch x.upto {
		case "review":
			act(s, looked, h.at.worker, centre.Residencies, id, "review", func(r *centre.Residency) {
				r.Reviews = []centre.Review{{On: clock.DateOf(looked), Says: "按承诺开展服务，居民满意", Passed: true}}
			})
		case "left":
			take(s, s.office(from.AddDays(300).Time(), 0), h.at.worker, centre.Residencies, id, "leave", because("业务调整，迁往孵化中心"))
		}
	}
}
