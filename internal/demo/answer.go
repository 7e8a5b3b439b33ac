package demo

import (
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// answer plans what the resident says once a need is met: that it is, that it
// is not, or nothing.
func (s *story) answer(w *wish, served time.Time) {
	switch n := s.IntN(100); {
	case n < 18:
		take(s, s.office(served.AddDate(0, 0, 8), 1+s.IntN(3)), w.c.worker, need.Needs, &w.id, "lapse", store.Taking{})
	case n < 25:
		reopened := s.home(served, 1+s.IntN(3))
		take(s, reopened, resident(w.c), need.Needs, &w.id, "reopen", because(pick(s, reopenings)))
		again := s.office(reopened, 1+s.IntN(2))
		take(s, again, w.c.worker, need.Needs, &w.id, "arrange", store.Taking{})
		done := s.office(again, 2+s.IntN(4))
		take(s, done, w.c.worker, need.Needs, &w.id, "serve", saying("outcome", w.said.outcome+"；重新上门看过，居民认可"))
		s.confirm(w, s.home(done, 1+s.IntN(2)))
	default:
		s.confirm(w, s.home(served, 1+s.IntN(4)))
	}
}

// confirm plans that a resident says it is done, and often how well.
func (s *story) confirm(w *wish, at time.Time) {
	take(s, at, resident(w.c), need.Needs, &w.id, "confirm", store.Taking{})
	if s.chance(55) {
		level := pick(s, []service.Level{service.VeryGood, service.VeryGood, service.VeryGood, service.VeryGood, service.Good, service.Good, service.Good, service.Fair, service.Fair, service.Bad, service.VeryBad})
		s.opinion(w, level, at.Add(time.Minute))
	}
}

// opinion plans an opinion, and what is done about a bad one.
func (s *story) opinion(w *wish, level service.Level, at time.Time) {
	id := s.opine(w.c, level, at, func(o *service.Opinion) { o.Need = w.id })
	if level != service.Bad && level != service.VeryBad {
		return
	}
	called := s.office(at, 1)
	if s.chance(20) {
		take(s, called, w.c.worker, service.Opinions, id, "explain", saying("call", "电话里说明了原因，居民表示理解"))
		return
	}
	take(s, called, w.c.worker, service.Opinions, id, "call", saying("call", "打电话道了歉，问清了经过"))
	take(s, s.office(called, 3+s.IntN(9)), w.c.worker, service.Opinions, id, "mend", saying("mend", "与机构说好先打电话再上门，又补做了一次，居民认可"))
}

func (s *story) opine(c *community, level service.Level, at time.Time, about func(*service.Opinion)) *record.ID[service.Opinion] {
	id, words := new(record.ID[service.Opinion]), ""
	if s.chance(75) || level <= service.Bad {
		words = pick(s, comments[string(level)])
	}
	s.on(at, resident(c), func(tx *store.Tx) error {
		return add(tx, service.Opinions, c.area, id, func(o *service.Opinion) {
			o.Level, o.Words, o.Given = level, words, clock.DateOf(at)
			about(o)
		})
	})
	return id
}
