package demo_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/demo"
	"sanshe/internal/fault"
	"sanshe/internal/ident"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/place"
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

// fill makes the demonstration county and says how long it took.
func fill(w *World, now time.Time) demo.Report {
	w.Helper()
	w.Clock.Set(now.AddDate(-3, 0, 0))
	began := time.Now()
	rep, err := demo.Fill(w.Ctx(), w.App, now, nil)
	w.Do(err)
	w.Logf("filled in %v", time.Since(began).Round(time.Millisecond))
	return rep
}

// all sees the whole county, as nobody in it does.
func all(w *World) *store.Reader {
	return w.Store.Reader(&record.Actor{Area: demo.County, Roles: people.Roles()})
}

func count[T any](w *World, t record.Type[T], where func(*T, *store.Where)) int {
	w.Helper()
	n, err := store.CountOf(w.Ctx(), all(w), t, where)
	w.Do(err)
	return n
}

func find[T any](w *World, t record.Type[T], where func(*T, *store.Where)) []*T {
	w.Helper()
	list, err := store.Find(w.Ctx(), all(w), t, func(x *T, c *store.Where) {
		if c.Limit(100_000); where != nil {
			where(x, c)
		}
	})
	w.Do(err)
	return list
}

func TestFill(t *testing.T) {
	Each(t, func(w *World) {
		rep := fill(w, now)
		if rep.Anchor != "2026-09-30" || len(rep.Accounts) != 16 {
			t.Errorf("anchor %s, %d accounts", rep.Anchor, len(rep.Accounts))
		}
		if w.Store.Today() != "2026-11-23" {
			t.Errorf("the clock stands at %s", w.Store.Today())
		}
		found, err := w.Store.Verify(w.Ctx())
		w.Do(err)
		for _, f := range found {
			t.Error(f)
		}
		places(w)
		_, err = demo.Fill(w.Ctx(), w.App, now, nil)
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("filled twice: %v", err)
		}
	})
}

func places(w *World) {
	w.Helper()
	urban := find(w, place.Communities, func(c *place.Community, x *store.Where) { x.Is(&c.Urban, true) })
	if n := count(w, place.Communities, nil); n != 239 || len(urban) != 11 {
		w.Errorf("%d communities, %d urban", n, len(urban))
	}
	for _, n := range find(w, need.Needs, nil) {
		if n.Created.Time().After(now) || clock.DateOf(n.Created.Time()) < n.Raised {
			w.Errorf("%s raised on %s, entered at %s", n.Title, n.Raised, n.Created)
		}
	}
	_ = []any{org.SocialOrgs, party.Coverages, service.Activities, ident.CheckID, sha256.New, fmt.Sprint, strings.Join}
}
