package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// story is what happens in the county, planned before any of it is written.
// Chance is spent in planning only, so that a write may be tried again.
type story struct {
	*rand.Rand
	begin  clock.Date // the system is taken into use
	anchor clock.Date
	last   clock.Date // nothing happens after this day: yesterday
	today  clock.Date

	calendar *clock.Calendar
	events   []event
	numbers  int // telephone numbers given out

	cast
	towns       []*town
	communities []*community // all; the urban ones first
	urban       []*community
	orgs        []*organisation // the live registered ones
	silver      *organisation   // 银龄助老服务中心
	entered     int             // organisations
	branches    int
	leaver      *organisation // cancelled shortly before the anchor, its branch to be dissolved
	served      int           // activities held in the anchor's year up to the anchor
	simple      []*gathering  // held by one community, without names

	workplaces  []*workplace // units that have reported in
	signed      clock.Date   // of the pact planned last
	instructors []*instructor
	uncovered   []*organisation // live ones that no Party organisation covers
	applied     []*organisation // not registered yet
	branched    []*branch       // of one organisation each
	hubs        []*hub
	incubator   *hub
	social      []*socialWorker
	away        *course  // in 眉山
	helpers     []helper // volunteers; the first has an account

	outreach, childHome *programme // for children in difficulty
	items               []*record.ID[purchase.Item]
	judge               *record.ID[people.Person]
}

// event is one thing somebody does.
type event struct {
	at  time.Time
	who *record.Actor
	do  func(*store.Tx) error
}

func newStory(now time.Time) *story {
	s := &story{
		Rand:   rand.New(rand.NewPCG(510522, 20260930)),
		anchor: Anchor(now), today: clock.DateOf(now), calendar: clock.DefaultCalendar(),
	}
	s.last = s.today.AddDays(-1)
	s.begin = s.working(s.anchor.AddMonths(-24))
	s.cast.system = store.System("demo")
	return s
}

// apart plans with chances of its own, so that what is planned elsewhere does
// not depend on how much is planned here.
func (s *story) apart(seed uint64, plan func()) {
	was := s.Rand
	defer func() { s.Rand = was }()
	s.Rand = rand.New(rand.NewPCG(510522, seed))
	plan()
}

// on plans an event. What would come after the last day does not happen.
func (s *story) on(at time.Time, who *record.Actor, do func(*store.Tx) error) {
	if clock.DateOf(at) <= s.last {
		s.events = append(s.events, event{at, who, do})
	}
}

// working gives d if it is a working day, or the next that is.
func (s *story) working(d clock.Date) clock.Date {
	for !s.calendar.Working(d) {
		d = d.AddDays(1)
	}
	return d
}

// before gives the nth working day before today.
func (s *story) before(n int) clock.Date {
	d, _ := s.calendar.AddWorkingDays(s.today, -n)
	return d
}

// office gives a time in office hours n working days after t; for 0 the same
// day if there is time left, else the next working day.
func (s *story) office(t time.Time, n int) time.Time {
	day := clock.DateOf(t)
	if minute := t.Hour()*60 + t.Minute(); n == 0 && s.calendar.Working(day) && minute < 16*60 {
		return s.at(day, max(minute, 8*60+30)+10+s.IntN(50))
	}
	next, _ := s.calendar.AddWorkingDays(day, max(n, 1))
	return s.at(next, 8*60+40+s.IntN(8*60))
}

// home gives a time n days after t when people are at home.
func (s *story) home(t time.Time, n int) time.Time {
	return s.at(clock.DateOf(t).AddDays(n), 18*60+40+s.IntN(120))
}

// at gives a minute of a day.
func (s *story) at(d clock.Date, minute int) time.Time {
	return d.Time().Add(time.Duration(minute)*time.Minute + time.Duration(s.IntN(60))*time.Second)
}

// between gives a day from a up to and with b.
func (s *story) between(a, b clock.Date) clock.Date { return a.AddDays(s.IntN(b.Sub(a) + 1)) }

// chance is true in so many of a hundred cases.
func (s *story) chance(percent int) bool { return s.IntN(100) < percent }

// pick gives one of a list.
func pick[T any](s *story, list []T) T { return list[s.IntN(len(list))] }

// vary puts numbers people say in place of {age}, {n} and {grade}.
func (s *story) vary(text string) string {
	return strings.NewReplacer("{age}", fmt.Sprint(68+s.IntN(24)), "{n}", fmt.Sprint(1+s.IntN(12)),
		"{grade}", pick(s, []string{"一", "二", "三", "四", "五"})).Replace(text)
}

// add makes a record and keeps its id.
func add[T any](tx *store.Tx, t record.Type[T], area string, id *record.ID[T], fill func(*T)) error {
	rec, err := store.Add(tx, t, area, fill)
	if err == nil && id != nil {
		*id = record.ID[T](record.BaseOf(any(rec).(record.Record)).ID)
	}
	return err
}

// take plans a step on a record.
func take[T any](s *story, at time.Time, who *record.Actor, t record.Type[T], id *record.ID[T], name string, with store.Taking) {
	s.on(at, who, func(tx *store.Tx) error {
		rec, err := store.One(tx.Context(), tx.All(), t, *id)
		if err != nil {
			return err
		}
		return store.TakeWith(tx, t, rec, name, with)
	})
}

// act plans a step on a record after filling in what the step asks for.
func act[T any](s *story, at time.Time, who *record.Actor, t record.Type[T], id *record.ID[T], name string, fill func(*T)) {
	s.on(at, who, func(tx *store.Tx) error {
		rec, err := store.One(tx.Context(), tx.All(), t, *id)
		if err != nil {
			return err
		}
		if err := store.Change(tx, t, rec, fill); err != nil {
			return err
		}
		return store.TakeWith(tx, t, rec, name, store.Taking{})
	})
}

// because gives a reason for a step.
func because(note string) store.Taking { return store.Taking{Note: note} }

// saying answers what a step asks.
func saying(field, text string) store.Taking {
	return store.Taking{In: record.Input{field: text}}
}

// writer writes stories. After the first error it does nothing more.
type writer struct {
	ctx   context.Context
	store *store.Store
	walk  *clock.Walking
	auth  *auth.Auth
	say   func(string)
	made  []Account
	err   error
}

// mostEvents bounds a transaction: other writers wait for it.
const mostEvents = 100

// write writes what a story has planned up to a day, in the order of time: a
// day's work is one change, or several if it is much.
func (w *writer) write(what string, s *story, upto clock.Date) {
	slices.SortStableFunc(s.events, func(a, b event) int { return a.at.Compare(b.at) })
	month := ""
	for len(s.events) > 0 && w.err == nil {
		day := clock.DateOf(s.events[0].at)
		if day > upto {
			return
		}
		n := 1
		for n < min(len(s.events), mostEvents) && clock.DateOf(s.events[n].at) == day {
			n++
		}
		if m := day.Month(); m != month {
			w.say(what + "：" + m)
			month = m
		}
		w.day(s.events[:n])
		s.events = s.events[n:]
	}
}

func (w *writer) day(events []event) {
	_, w.err = w.store.Write(w.ctx, events[0].who, store.Key{}, func(tx *store.Tx) (store.Result, error) {
		for _, e := range events {
			w.walk.Set(e.at)
			if err := tx.As(e.who, func() error { return e.do(tx) }); err != nil {
				return store.Result{}, fmt.Errorf("%s %s: %w", clock.Stamp(e.at), e.who.Name, err)
			}
		}
		return store.Result{}, nil
	})
}
