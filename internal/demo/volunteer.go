package demo

import (
	"fmt"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/volunteer"
)

// volunteerCount is how many volunteers the report counts (全县注册志愿者).
const volunteerCount = 8184

// helper is a volunteer to be.
type helper struct {
	id *record.ID[volunteer.Volunteer]
	at *community
}

var volunteerSkills = [][]string{nil, nil, nil, {"teaching"}, {"repair"}, {"hair"}, {"medical"}, {"art"}, {"driving"}, {"law"}}

var volunteerKinds = [][]string{{"elder"}, {"environment"}, {"child"}, {"elder", "culture"}, {"environment", "order"}, {"culture"}, {"mediation"}}

var volunteerHours = []clock.Window{"", "周六日 08:00-12:00", "周六日 08:00-18:00", "周一二三四五 18:00-21:00", ""}

// volunteers plans who registers: those of before the system, entered on its first
// days; then some every month; a few leave, and some came since the anchor.
func (s *story) volunteers() {
	const gone, since = 40, 46
	for i := 1; i < volunteerCount+gone; i++ {
		day := s.begin.AddDays(1 + i/900)
		if i >= 7000 {
			day = s.between(s.begin.AddDays(30), s.anchor.AddDays(-10))
		}
		v := s.register(i, s.at(s.working(day), 15*60), min(day, s.between("2016-01-01", day)))
		if i >= volunteerCount {
			take(s, s.office(s.between(s.anchor.AddDays(-9), s.anchor.AddDays(-3)).Time(), 0), s.officer, volunteer.Volunteers, v.id, "leave", because("搬到外地"))
		}
	}
	for i := range since { // whose numbers go on
		if s.last.AddDays(-4) < s.anchor.AddDays(4) {
			break // the anchor was this week
		}
		day := s.between(s.anchor.AddDays(4), s.last.AddDays(-4))
		s.register(volunteerCount+gone+i, s.at(s.working(day), 15*60), day)
	}
	s.teams()
	s.shifts()
}

// firstHelper is whom the account volunteer stands for; only its number is not
// the next, for it is planned before the others.
const firstHelper = "梁思源"

// enrol plans the first volunteer, who has an account.
func (s *story) enrol() { s.register(0, s.at(s.begin, 16*60), "2021-03-05") }

// register plans somebody's registering on a day, entered at a time.
func (s *story) register(i int, at time.Time, on clock.Date) helper {
	c := s.urban[i%len(s.urban)]
	if i%3 == 0 {
		c = s.communities[i/3%len(s.communities)]
	}
	v, name, phone := helper{id: new(record.ID[volunteer.Volunteer])}, firstHelper, "13800092081"
	if v.at = s.urban[0]; i > 0 {
		v.at, name, phone = c, s.person(), s.phone()
	}
	via, who := volunteer.Desk, s.officer
	if i%4 != 0 {
		via = volunteer.National
	}
	s.on(at, who, func(tx *store.Tx) error {
		return add(tx, volunteer.Volunteers, v.at.area, v.id, func(x *volunteer.Volunteer) {
			x.Name, x.Phone, x.Registered, x.Consent, x.Via, x.State = name, phone, on, on, via, volunteer.Active
			x.Skills, x.Kinds, x.Suits, x.Synced = volunteerSkills[i%len(volunteerSkills)], volunteerKinds[i%len(volunteerKinds)], volunteerHours[i%len(volunteerHours)], via == volunteer.National
			if x.Synced {
				x.Number = fmt.Sprintf("510522%012d", 100_000+i)
			}
		})
	})
	s.helpers = append(s.helpers, v)
	return v
}

// near gives volunteers who live in a community, at most so many.
func (s *story) near(c *community, most int) (out []helper) {
	for _, v := range s.helpers[:2000] {
		if v.at == c && len(out) < most {
			out = append(out, v)
		}
	}
	return out
}

// teams plans the county's teams of volunteers: 志愿帮扶服务队 in each urban
// community, 河小青 along the river.
func (s *story) teams() {
	for i, c := range s.urban {
		lead := s.near(c, 12)
		for _, t := range []struct{ name, kind, does string }{{c.name + "志愿帮扶服务队", "help", "探访独居老人、代办、理发"}, {c.name + "河小青志愿服务队", "river", "巡河、清理河岸、劝导"}} {
			if t.kind == "river" && i%3 != 0 {
				continue
			}
			founded := s.between("2019-03-05", s.begin)
			s.on(s.office(s.begin.AddDays(20).Time(), 1+i), c.worker, func(tx *store.Tx) error {
				return add(tx, volunteer.Teams, c.area, nil, func(x *volunteer.Team) {
					x.Name, x.Kind, x.Does, x.Founded, x.State, x.Station = t.name, t.kind, t.does, founded, volunteer.Going, c.station
					for _, v := range lead {
						x.Members = append(x.Members, *v.id)
					}
					x.Leader = *lead[0].id
				})
			})
		}
	}
}

// turns are what volunteers are asked for.
var turns = []struct {
	title, kind, place string
	hours              int
}{
	{"探访独居老人", "elder", "各院坝", 2}, {"清理楼道和河岸", "environment", "滨江步道", 2}, {"四点半课堂辅导", "child", "党群服务中心", 2},
	{"文艺排练帮场", "culture", "活动室", 3}, {"巡河护河", "environment", "河边", 2}, {"赶场日秩序劝导", "order", "农贸市场", 3},
}

// shifts plans shifts: held ones with who came and what was recorded, one whose
// record is under doubt, and some that are still looking for people.
func (s *story) shifts() {
	for i, c := range s.urban {
		pool := s.near(c, 24)
		for j := range 12 {
			s.turn(c, pool, s.working(s.begin.AddDays(60+i*3+j*55)), i+j, true)
		}
		for j := range 2 {
			s.turn(c, pool, s.today.AddDays(3+i%5+j*6), i+j, false)
		}
	}
	c, v := s.urban[0], s.near(s.urban[0], 1)[0]
	for j := range 3 { // of a few minutes: on the spot-check list
		from := s.at(s.before(6-j), 9*60)
		s.on(s.office(from, 1), c.worker, func(tx *store.Tx) error {
			return add(tx, volunteer.Stints, c.area, nil, func(x *volunteer.Stint) {
				x.What, x.Kind, x.Volunteer, x.Method = "文明劝导", "order", *v.id, volunteer.Paper
				x.From, x.To = record.MomentOf(from), record.MomentOf(from.Add(4*time.Minute))
			})
		})
	}
	s.prove(c, v)
}

// turn plans one shift, from when it is opened.
func (s *story) turn(c *community, pool []helper, day clock.Date, n int, held bool) {
	what, id := turns[n%len(turns)], new(record.ID[volunteer.Shift])
	from := day.Time().Add(time.Duration(9+n%2*5) * time.Hour)
	to := from.Add(time.Duration(what.hours) * time.Hour)
	opened := s.office(day.AddDays(-12).Time(), 1)
	if !held {
		opened = s.office(s.before(4).Time(), 1)
	}
	phone := s.phone()
	s.on(opened, c.worker, func(tx *store.Tx) error {
		return add(tx, volunteer.Shifts, c.area, id, func(x *volunteer.Shift) {
			x.Title, x.Kind, x.Place, x.From, x.To, x.Wanted = what.title, what.kind, c.name+what.place, record.MomentOf(from), record.MomentOf(to), 6
			x.Contact, x.Phone, x.State = c.worker.Name, phone, volunteer.Open
		})
	})
	for k := range 8 { // six places: two wait
		if !held && k > 2+n%6 || len(pool) == 0 {
			break
		}
		v, up := pool[(k*3+n%4*5)%len(pool)], new(record.ID[volunteer.SignUp])
		if !held && v == pool[0] && k > 0 {
			continue // whoever tries the demonstration signs up for the others themselves
		}
		s.on(opened.Add(time.Duration(20+k*7)*time.Minute), c.worker, func(tx *store.Tx) error {
			return add(tx, volunteer.SignUps, c.area, up, func(x *volunteer.SignUp) { x.Shift, x.Volunteer = *id, *v.id })
		})
		if held && k < 6 && k != n%9 {
			take(s, from.Add(time.Duration(k)*time.Minute), c.worker, volunteer.SignUps, up, "arrive", store.Taking{})
		}
	}
	if held {
		take(s, s.office(to, 1), c.worker, volunteer.Shifts, id, "done", store.Taking{})
	}
}

// prove plans a proof that was given and one that is asked for.
func (s *story) prove(c *community, v helper) {
	for i, from := range []clock.Date{s.begin, s.anchor.AddDays(-90)} {
		id, at := new(record.ID[volunteer.Proof]), s.office(s.before(9-6*i).Time(), 0)
		s.on(at, c.worker, func(tx *store.Tx) error {
			return add(tx, volunteer.Proofs, c.area, id, func(p *volunteer.Proof) { p.Volunteer, p.From, p.Last = *v.id, from, min(s.anchor, s.before(9-6*i)) })
		})
		if i == 0 {
			take(s, s.office(at, 1), c.worker, volunteer.Proofs, id, "issue", saying("issuer", c.committee))
		}
	}
}
