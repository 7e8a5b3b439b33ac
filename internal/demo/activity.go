package demo

import (
	"fmt"
	"strings"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// heldCount is what the report counts of activities, in the year up to the anchor.
const heldCount = 586

// busy is how much is held in each month, January first; chance does the rest.
var busy = [12]int{55, 48, 78, 62, 66, 70, 74, 72, 68, 70, 55, 50}

// activities plans what is held besides what answers a need: last year, this
// year up to what the report counts, and since.
func (s *story) activities() {
	yearStart := s.anchor.YearStart()
	for range 40 {
		s.hold(s.day(s.begin.AddDays(40), yearStart.AddMonths(-12).AddDays(-6)), false)
	}
	for range 230 {
		s.hold(s.day(yearStart.AddMonths(-12), yearStart.AddDays(-6)), s.chance(8))
	}
	for i := range heldCount - s.served {
		c := s.hold(s.day(yearStart, s.anchor.AddDays(-5)), s.chance(13))
		if i%50 == 0 {
			s.opine(c.community, service.Good, s.home(c.entered, 1), func(o *service.Opinion) { o.Activity = c.id })
		}
	}
	for range min(s.last.Sub(s.anchor), 365) * 78 / 54 {
		s.hold(s.day(s.anchor.AddDays(1), s.last), s.chance(13))
	}
	for range 14 {
		s.call(s.day(s.begin.AddDays(90), s.anchor.AddDays(-5)))
	}
	for i := range 16 {
		s.plan(s.urban[i%len(s.urban)], s.today.AddDays(s.IntN(18)), s.office(s.before(6).Time(), 1+s.IntN(4)))
	}
}

// day gives a day from a up to and with b, weighed by month and weekday.
func (s *story) day(a, b clock.Date) clock.Date {
	for {
		d := s.between(a, b)
		month := int(d.Time().Month())
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if s.IntN(80) < busy[month-1] && (weekend || s.chance(60)) {
			return d
		}
	}
}

// gathering is an activity to be.
type gathering struct {
	*community
	id      record.ID[service.Activity]
	doing   doing
	on      clock.Date
	entered time.Time
	heads   int64                   // who came without being named
	also    func(*service.Activity) // what else is said of it
}

func (s *story) gathering(c *community, on clock.Date) *gathering {
	g := &gathering{community: c, on: on}
	month := "123456789abc"[on.Time().Month()-1 : on.Time().Month()]
	for g.doing = pick(s, doings); g.doing.months != "" && !strings.Contains(g.doing.months, month); {
		g.doing = pick(s, doings)
	}
	return g
}

// enterActivity plans the activity's being entered.
func (s *story) enterActivity(g *gathering, at time.Time, state service.State, fill func(*service.Activity)) {
	g.entered = at
	s.on(at, g.worker, func(tx *store.Tx) error {
		return add(tx, service.Activities, g.area, &g.id, func(a *service.Activity) {
			a.Title, a.Kind, a.On, a.Place, a.State = g.doing.title, g.doing.kind, g.on, g.name+"院坝", state
			if g.doing.kind == service.Professional {
				a.Place = g.name + "党群服务中心"
			}
			if g.doing.org != committee {
				a.Org = s.orgs[g.doing.org].id
			}
			for _, p := range g.projects {
				if p.running && p.lead == g.doing.org && p.from <= g.on && g.on <= p.until {
					a.Project = p.id
				}
			}
			if g.doing.kind == service.Professional {
				a.Station = g.station
			}
			if fill(a); g.also != nil {
				g.also(a)
			}
		})
	})
}

// hold plans an activity that is held, with names of those who came or only
// their number. Now and then it was planned first, or is held with a neighbour.
func (s *story) hold(on clock.Date, named bool) *gathering {
	g := s.gathering(pick(s, s.urban), on)
	entered := s.office(s.at(on, 14*60+s.IntN(90)), 0)
	length, unnamed, names, also := int64(30*(2+s.IntN(4))), int64(6+s.IntN(45)), "", ""
	if named {
		came := s.Perm(len(g.residents))[:6+s.IntN(9)]
		for _, i := range came {
			names += g.residents[i] + "、"
		}
		unnamed = int64(s.IntN(8))
	}
	if other := pick(s, s.urban); other != g.community && s.chance(5) {
		also = other.area
	}
	if !named && also == "" && s.chance(9) {
		s.enterActivity(g, s.office(on.AddDays(-20).Time(), 1+s.IntN(3)), service.Planned, func(*service.Activity) {})
		done := store.Taking{On: on, In: record.Input{"length": fmt.Sprint(length), "unnamed": fmt.Sprint(unnamed), "summary": g.doing.summary}}
		take(s, entered, g.worker, service.Activities, &g.id, "hold", done)
		g.entered = entered
		return g
	}
	s.enterActivity(g, entered, service.Held, func(a *service.Activity) {
		a.Length, a.Unnamed, a.Names, a.Summary = length, unnamed, names, g.doing.summary
		if also != "" {
			a.Also = []string{also}
		}
	})
	if g.heads = unnamed; also == "" && !named {
		s.simple = append(s.simple, g)
	}
	return g
}

// plan plans an activity that is planned.
func (s *story) plan(c *community, on clock.Date, at time.Time) *gathering {
	g := s.gathering(c, on)
	s.enterActivity(g, at, service.Planned, func(*service.Activity) {})
	return g
}

// call plans an activity that is planned and called off.
func (s *story) call(on clock.Date) {
	at := s.office(on.AddDays(-20).Time(), 1+s.IntN(3))
	g := s.plan(pick(s, s.urban), on, at)
	take(s, s.office(at, 2), g.worker, service.Activities, &g.id, "cancel", because(pick(s, []string{"天下雨，坝子里办不了", "老师临时来不了", "报名的人太少，并到下个月"})))
}
