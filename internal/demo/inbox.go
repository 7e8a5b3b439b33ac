package demo

import (
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// inbox plans what waits for people today: some overdue by a day or two, some
// due today. What would have been raised on the anchor or before is only raised
// when today is the anchor itself, so that the figures of that day stay.
func (s *story) inbox() {
	for i, c := range s.urban {
		s.fresh(c, "", 1)
		switch {
		case i == 0:
			s.first(c)
		case i%3 == 0:
			s.fresh(c, "", 2)
			s.waiting(s.fresh(c, "environment", 7), 6)
		case i%3 == 1:
			s.waiting(s.fresh(c, "", 3), 2)
		default:
			s.fresh(c, "", 3)
		}
	}
	for i, c := range s.urban[1:3] { // for the organisation to answer
		w := s.fresh(c, "elder", 4+i)
		s.waiting(w, 3+i)
		s.asked(w, 3-i)
	}
}

// first plans the inbox of the first community, which has some of everything.
func (s *story) first(c *community) {
	s.fresh(c, "child", 1)
	s.fresh(c, "environment", 2) // overdue by a day
	s.fresh(c, "health", 3)      // by two
	s.waiting(s.fresh(c, "culture", 4), 3)
	s.waiting(s.fresh(c, "mediation", 8), 7) // to be matched by yesterday
	w := s.fresh(c, "elder", 5)
	s.waiting(w, 4)
	s.asked(w, 2)
	for i, level := range []service.Level{service.Bad, service.VeryBad, ""} {
		w := s.fresh(c, "elder", 12+i)
		if !s.waiting(w, 10) {
			continue
		}
		served := s.morning(8-2*i, 30)
		take(s, served, c.worker, need.Needs, &w.id, "serve", saying("outcome", w.said.outcome))
		if level == "" {
			continue // the resident has not answered yet
		}
		confirmed := s.morning(3*i+2, 40)
		take(s, confirmed, resident(c), need.Needs, &w.id, "confirm", store.Taking{})
		opinion := s.opine(c, level, s.morning(3*i+1, 50), func(o *service.Opinion) { o.Need = w.id })
		if i == 1 {
			take(s, s.morning(3, 70), c.worker, service.Opinions, opinion, "call", saying("call", "打电话道了歉，问清了经过，约好补做"))
		}
	}
	s.offer(c, &resource{title: "周末陪老人下棋", kind: need.People, does: []string{"elder", "culture"}, org: chess, when: "周六日 14:00-17:00", most: 2, cost: need.Free}, s.morning(2, 90), need.Offered)
}

// morning gives a minute after nine, n working days before today.
func (s *story) morning(n, minute int) time.Time { return s.at(s.before(n), 9*60+minute) }

// fresh plans a need raised n working days before today.
func (s *story) fresh(c *community, cat string, n int) *wish {
	day := s.before(n)
	w := s.wish(c, day)
	for cat != "" && w.cat.name != cat || cat == "elder" && w.said.targets != "elder" {
		w = s.wish(c, day)
	}
	w.portal, w.raised = true, s.morning(n, s.IntN(9))
	if day > s.anchor || s.today == s.anchor {
		s.raise(w)
		return w
	}
	return nil
}

// waiting plans that a need is verified n working days before today, and
// reports whether it is.
func (s *story) waiting(w *wish, n int) bool {
	if w == nil || clock.DateOf(w.raised) <= s.anchor {
		return false
	}
	take(s, s.morning(n, 15), w.c.worker, need.Needs, &w.id, "verify", store.Taking{})
	return true
}

// asked plans that 银龄助老服务中心 is asked n working days before today.
func (s *story) asked(w *wish, n int) {
	if w == nil || clock.DateOf(w.raised) <= s.anchor {
		return
	}
	for _, r := range s.helps(w) {
		if r.org == silver {
			s.ask(w, r, s.morning(n, 20))
			return
		}
	}
}
