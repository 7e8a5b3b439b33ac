package demo_test

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/demo"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

var now = time.Date(2026, 11, 23, 9, 30, 0, 0, clock.Shanghai)

func TestAnchor(t *testing.T) {
	for day, want := range map[clock.Date]clock.Date{"2026-09-29": "2025-09-30", "2026-09-30": "2026-09-30", "2027-01-01": "2026-09-30"} {
		if got := demo.Anchor(day.Time()); got != want {
			t.Errorf("anchor on %s: %s", day, got)
		}
	}
}

// The county is the report's on the anchor, on both engines, and alive today.
func TestFill(t *testing.T) {
	digests := map[string]bool{}
	Each(t, func(w *World) {
		rep := fill(w, now)
		if rep.Anchor != "2026-09-30" || len(rep.Accounts) != 27 || w.Store.Today() != "2026-11-23" {
			t.Errorf("anchor %s, %d accounts, the clock stands at %s", rep.Anchor, len(rep.Accounts), w.Store.Today())
		}
		found, err := w.Store.Verify(w.Ctx())
		w.Do(err)
		for _, f := range found {
			w.Error(f)
		}
		golden(w, rep.Anchor)
		figures(w, w.Store.Today(), map[string]string{ // since then, something ran out and something was added
			"party.instructors": "46", "party.unreached": "4", "regional.members_reported": "4409", "regional.commitments_overdue": "1",
			"place.renovated": "6", "training.certified": "36", "training.registration_lapsed": "1",
		})
		written(w, rep.Anchor)
		organisations(w)
		branches(w)
		loop(w, rep.Anchor)
		bought(w, rep.Anchor)
		invented(w)
		rising(w)
		inboxes(w, rep)
		digests[digest(w, w.Store)] = true
		if _, err = demo.Fill(w.Ctx(), w.App, now, nil); !fault.Is(err, fault.Conflict) {
			w.Errorf("filled twice: %v", err)
		}
	})
	if len(digests) > 1 {
		t.Errorf("the engines keep different counties: %v", digests)
	}
}

// The same day gives the same county, whatever the hour and the folder, and a
// county on disk can be opened again.
func TestSameDay(t *testing.T) {
	w := OnSQLite(t)
	fill(w, now)
	later := now.Add(11 * time.Hour)
	c := app.Config{Data: t.TempDir()}
	a, err := demo.Open(t.Context(), c, later)
	w.Do(err)
	var said []string
	_, err = demo.Fill(t.Context(), a, later, func(s string) { said = append(said, s) })
	w.Do(err)
	w.Do(a.Close())
	if len(said) < 20 {
		t.Errorf("told %q", said)
	}
	c.Clock = clock.Fixed(later)
	a, err = app.Open(t.Context(), c)
	w.Do(err)
	if got, want := digest(w, a.Store), digest(w, w.Store); got != want {
		t.Errorf("digest %s, want %s", got, want)
	}
	w.Do(a.Close())
}

// Whichever day it is, the anchor's figures are the report's.
func TestOtherDays(t *testing.T) {
	for _, day := range []clock.Date{"2026-09-30", "2025-10-09", "2027-09-29"} {
		t.Run(string(day), func(t *testing.T) {
			w := OnSQLite(t)
			golden(w, fill(w, day.Time().Add(time.Hour)).Anchor)
			loop(w, demo.Anchor(day.Time()))
			rising(w)
		})
	}
}

// A county under a clock that cannot be moved is refused before anything is written.
func TestClock(t *testing.T) {
	w := OnSQLite(t)
	a, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Create: true, Clock: clock.Fixed(now)})
	w.Do(err)
	defer a.Close()
	if _, err := demo.Fill(t.Context(), a, now, nil); !fault.Is(err, fault.Internal) {
		t.Errorf("filled under a fixed clock: %v", err)
	}
}

// fill makes the demonstration county.
func fill(w *World, now time.Time) demo.Report {
	w.Helper()
	w.Clock.Set(now.AddDate(-3, 0, 0))
	began := time.Now()
	rep, err := demo.Fill(w.Ctx(), w.App, now, nil)
	w.Do(err)
	w.Logf("filled in %v", time.Since(began).Round(time.Millisecond))
	return rep
}

// golden compares the figures of the anchor with the county's report.
func golden(w *World, anchor clock.Date) {
	w.Helper()
	figures(w, anchor, map[string]string{
		"org.registered": "242", "org.private_nonenterprise": "140", "org.association": "102", "org.filed_groups": "36",
		"party.base": "78", "party.single": "63", "party.single_rate": "80.77", "party.joint_branches": "3", "party.joint_orgs": "9",
		"party.deemed": "2", "party.coverage_rate": "94.87", "party.unbuilt": "0",
		"party.instructors": "47", "party.work_coverage": "242", "party.work_coverage_rate": "100.00", "party.unreached": "0",
		"regional.liaisons": "11", "regional.communities_linked": "11", "regional.units_reported": "83", "regional.members_reported": "4400",
		"honour.star_orgs": "5", "honour.demo_sites": "2", "honour.demo_sites_building": "1", "place.renovated": "5", "place.residencies": "4",
		"training.trained@exam": "150", "training.person_times@exam": "151", "training.certified": "32", "training.trained@meishan": "7",
		"volunteer.registered": "8184",
		"need.found":           "117", "need.listed_communities": "11", "service.held": "586",
		"purchase.spent@children": "986500.00", "service.beneficiaries@children": "9870",
		"service.held@apartment": "8", "service.person_times@haircut": "104", "service.person_times@nails": "83", "service.held@epidemic": "412",
		"giving.paired_orgs": "43", "giving.donated@epidemic": "352600.00",
	})
	last, err := w.Figures.One(w.Ctx(), "need.listed_communities", figure.Question{Area: demo.County, At: anchor.AddMonths(-12)})
	w.Do(err)
	if last.Value() != "11" || last.Den != 11 {
		w.Errorf("lists of last year: %s of %d", last.Value(), last.Den)
	}
}

// figures compares figures of a day with what they should be.
func figures(w *World, at clock.Date, want map[string]string) {
	w.Helper()
	for name, want := range want {
		got, err := w.Figures.One(w.Ctx(), name, figure.Question{Area: demo.County, At: at})
		w.Do(err)
		if got.Value() != want {
			w.Errorf("%s on %s: %s, want %s", name, at, got.Value(), want)
		}
	}
}

// everything sees the whole county, as nobody in it does.
func everything(s *store.Store) *store.Reader {
	return s.Reader(&record.Actor{Area: demo.County, Roles: people.Roles()})
}

func find[T any](w *World, t record.Type[T], where func(*T, *store.Where)) []*T {
	w.Helper()
	list, err := store.Find(w.Ctx(), everything(w.Store), t, func(x *T, c *store.Where) {
		if c.Limit(100_000); where != nil {
			where(x, c)
		}
	})
	w.Do(err)
	return list
}

// digest stands for what is told of a county, without ids.
func digest(w *World, s *store.Store) string {
	w.Helper()
	sum := sha256.New()
	one := w.App
	w.App = &app.App{Store: s}
	defer func() { w.App = one }()
	for _, o := range find(w, org.SocialOrgs, nil) {
		fmt.Fprintln(sum, o.Area, o.Name, o.Code, o.Registered, o.LegalRep, o.Mobile, o.State, o.Created)
	}
	for _, n := range find(w, need.Needs, nil) {
		fmt.Fprintln(sum, n.Area, n.Title, n.Raised, n.Raiser, n.Phone, n.Due, n.State, n.Answer, n.Created, n.Changed)
	}
	for _, a := range find(w, service.Activities, nil) {
		fmt.Fprintln(sum, a.Area, a.Title, a.On, a.Unnamed, a.Also, a.State, a.Created)
	}
	for _, p := range find(w, service.Participations, nil) {
		fmt.Fprintln(sum, p.Area, p.Name, p.Minutes)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}
