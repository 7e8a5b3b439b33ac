package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// foundCount is what the report counts of needs, in the year up to the anchor.
const foundCount = 117

// wish is a need to be.
type wish struct {
	id     record.ID[need.Need]
	match  record.ID[need.Match]
	c      *community
	cat    *category
	said   said
	when   clock.Window
	raised time.Time
	portal bool
	kept   bool // by its community, so that it stands on its list
}

// needs plans what residents ask for: before last year's lists, last year, this
// year up to the anchor, and since.
func (s *story) needs() {
	yearStart := s.anchor.YearStart()
	for i := range 2 * len(s.urban) { // before last year's lists are published
		w := s.wish(s.urban[i%len(s.urban)], s.between(s.begin.AddDays(40), yearStart.AddMonths(-12).AddDays(60)))
		w.kept = true
		s.life(w)
	}
	for range 66 {
		s.life(s.wish(pick(s, s.urban), s.between(yearStart.AddMonths(-12).AddDays(70), yearStart.AddDays(-12))))
	}
	var counted []*wish
	for i := range foundCount {
		c := s.urban[i%len(s.urban)]
		if i >= 9*len(s.urban) { // not the same number everywhere
			c = pick(s, s.urban[:5])
		}
		w := s.wish(c, s.between(yearStart.AddDays(3), s.anchor.AddDays(-9)))
		counted = append(counted, w)
		s.life(w)
	}
	for i := range 15 { // what does not count
		into := counted[i*7]
		w := s.wish(into.c, s.between(clock.DateOf(into.raised).AddDays(1), clock.DateOf(into.raised).AddDays(4)))
		answered := s.raise(w)
		switch {
		case i < 5 && clock.DateOf(into.raised) < s.anchor.AddDays(-20):
			w.cat, w.said = into.cat, into.said
			s.on(answered, w.c.worker, func(tx *store.Tx) error {
				n, err := store.One(tx.Context(), tx.All(), need.Needs, w.id)
				if err != nil {
					return err
				}
				return store.TakeWith(tx, need.Needs, n, "combine", store.Taking{Note: "同一家人说的同一件事", In: record.Input{"merged_to": record.Input{}.ID(int64(into.id))}})
			})
		case i < 11:
			take(s, answered, w.c.worker, need.Needs, &w.id, "refuse", because(refusals[i%len(refusals)]))
		default:
			take(s, s.home(w.raised, 1), resident(w.c), need.Needs, &w.id, "withdraw", because(withdrawals[i%len(withdrawals)]))
		}
	}
	for range min(s.last.Sub(s.anchor), 365) * 14 / 54 { // the inbox has the rest
		s.life(s.wish(pick(s, s.urban), s.between(s.anchor.AddDays(1), s.last)))
	}
}

// wish makes up a need of a community on a day.
func (s *story) wish(c *community, day clock.Date) *wish {
	n := s.IntN(100)
	w := &wish{c: c}
	for i := range categories {
		w.cat = &categories[i]
		if n -= w.cat.weight; n < 0 {
			break
		}
	}
	w.said = pick(s, w.cat.said)
	w.said.detail = s.vary(w.said.detail)
	if w.portal = s.chance(45); w.portal {
		w.raised = s.at(day, 8*60+s.IntN(12*60))
	} else {
		w.raised = s.at(s.working(day), 9*60+s.IntN(7*60))
	}
	return w
}

func resident(c *community) *record.Actor {
	return &record.Actor{Name: "居民", Via: "portal", Area: c.area}
}

// raise plans a need's being raised and gives when it is answered.
func (s *story) raise(w *wish) time.Time {
	source, who, raiser, phone := need.Online, resident(w.c), "", s.phone()
	if !w.portal {
		source = pick(s, []need.Source{need.Visit, need.Visit, need.Visit, need.Meeting, need.Members, need.Hotline})
		who = w.c.worker
	}
	address := ""
	if s.chance(70) {
		raiser = pick(s, w.c.residents)
		address = w.c.name + s.vary("{n}栋") + s.vary("{n}单元")
	}
	proxy := strings.HasPrefix(w.said.detail, "我妈") || strings.HasPrefix(w.said.detail, "父亲") || strings.HasPrefix(w.said.detail, "奶奶")
	slip := ""
	if source == need.Hotline {
		slip = fmt.Sprintf("%s%05d", w.raised.Format("20060102"), len(s.events))
	}
	heads := int64(0)
	if w.said.targets == "public" {
		heads = int64(2 + s.IntN(30))
	}
	s.on(w.raised, who, func(tx *store.Tx) error {
		return add(tx, need.Needs, w.c.area, &w.id, func(n *need.Need) {
			n.Category, n.Detail, n.Targets, n.When, n.Source = w.cat.name, w.said.detail, []string{w.said.targets}, w.when, source
			n.Told, n.Slip = w.said.title, slip
			n.Raised, n.Raiser, n.Address, n.Phone, n.Proxy, n.Heads = clock.DateOf(w.raised), raiser, address, phone, proxy, heads
		})
	})
	days := 0
	if s.chance(8) { // later than promised
		days = 2
	}
	return s.office(w.raised, days)
}

// helps gives what its community has for a need.
func (s *story) helps(w *wish) []*resource {
	var out []*resource
	for _, r := range w.c.resources {
		suits := r.forWho == nil
		for _, t := range r.forWho {
			suits = suits || t == w.said.targets
		}
		for _, d := range r.does {
			if d == w.cat.name && suits {
				out = append(out, r)
			}
		}
	}
	return out
}

// life plans a need from its being raised to its end.
func (s *story) life(w *wish) {
	help := s.helps(w)
	if len(help) > 0 && s.chance(30) {
		w.when = help[0].when
		help = slices.DeleteFunc(help, func(r *resource) bool { return !r.when.Overlaps(w.when) })
	}
	verified := s.raise(w)
	take(s, verified, w.c.worker, need.Needs, &w.id, "verify", store.Taking{})
	switch n := s.IntN(100); {
	case len(help) == 0:
		s.lack(w, s.office(verified, 1+s.IntN(4)))
	case n < 6 && !w.kept:
		s.transfer(w, s.office(verified, 1+s.IntN(3)))
	case n < 16: // the community sees to it itself
		s.serve(w, s.office(verified, 1+s.IntN(4)))
	default:
		s.arrange(w, help, s.office(verified, s.IntN(3)))
	}
}

func (s *story) transfer(w *wish, at time.Time) {
	to := transfers[w.cat.name]
	take(s, at, w.c.worker, need.Needs, &w.id, "transfer", store.Taking{Note: to[1], In: record.Input{"transferred_to": to[0]}})
}

// lack plans what becomes of a need that nobody can meet for now.
func (s *story) lack(w *wish, at time.Time) {
	take(s, at, w.c.worker, need.Needs, &w.id, "lack", because(pick(s, lacks)))
	switch n := s.IntN(100); {
	case n < 50:
		s.serve(w, s.office(at, 12+s.IntN(30)))
	case n < 65 && !w.kept:
		s.transfer(w, s.office(at, 10+s.IntN(10)))
	}
}

// serve plans that a need is met without an activity of its own.
func (s *story) serve(w *wish, at time.Time) {
	take(s, at, w.c.worker, need.Needs, &w.id, "serve", saying("outcome", w.said.outcome))
	s.answer(w, at)
}

// arrange plans a match, its answer, and the activity.
func (s *story) arrange(w *wish, help []*resource, at time.Time) {
	r := help[0]
	s.ask(w, r, at)
	answerer := w.c.worker // for organisations without an account
	if r.org == silver {
		answerer = s.cast.member
	}
	answered := s.office(at, s.IntN(3))
	if s.chance(14) {
		take(s, answered, answerer, need.Matches, &w.match, "decline", saying("refusal", pick(s, []string{"busy", "busy", "far", "skill", "cost"})))
		if len(help) == 1 {
			s.lack(w, s.office(answered, 1))
			return
		}
		at = s.office(answered, s.IntN(2))
		s.ask(w, help[1], at)
		r, answerer, answered = help[1], w.c.worker, s.office(at, s.IntN(2))
	}
	take(s, answered, answerer, need.Matches, &w.match, "accept", store.Taking{})
	if s.chance(4) {
		return // still to come
	}
	s.visit(w, r, answered)
}

// ask plans that whoever has a resource is asked.
func (s *story) ask(w *wish, r *resource, at time.Time) {
	s.on(at, w.c.worker, func(tx *store.Tx) error {
		return add(tx, need.Matches, w.c.area, &w.match, func(m *need.Match) { m.Need, m.Resource = w.id, r.id })
	})
}

// visit plans the activity that answers a need. Close to the anchor it waits
// until after it, so that what is held by then is also entered by then.
func (s *story) visit(w *wish, r *resource, from time.Time) {
	held := clock.DateOf(from).AddDays(1 + s.IntN(11))
	if day := held.Weekday(); strings.HasPrefix(string(r.when), "周六") && day != time.Saturday && day != time.Sunday {
		held = held.AddDays(6 - int(day))
	}
	if held > s.anchor.AddDays(-5) && held <= s.anchor {
		held = held.AddDays(7)
	}
	entered := s.office(s.at(held, 15*60), 0)
	if held >= s.anchor.YearStart() && held <= s.anchor {
		s.served++
	}
	length, others := int64(30*(1+s.IntN(5))), int64(s.IntN(6))
	s.on(entered, w.c.worker, func(tx *store.Tx) error {
		return add(tx, service.Activities, w.c.area, nil, func(a *service.Activity) {
			a.Title, a.Kind, a.On, a.State = w.said.title, kindFor[w.cat.name], held, service.Held
			a.Length, a.Unnamed, a.Summary, a.Needs = length, others, w.said.outcome, record.IDs[need.Need]{w.id}
			if r.org != committee {
				a.Org = s.orgs[r.org].id
			}
		})
	})
	s.answer(w, entered)
}

// kindFor says what kind of activity answers a category of need.
var kindFor = map[string]service.Kind{"elder": service.Volunteer, "child": service.Professional, "health": service.Professional, "environment": service.Volunteer,
	"mediation": service.Mutual, "culture": service.Culture, "other": service.Mutual}
