package figure_test

import (
	"context"
	"strings"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/party"
	"sanshe/internal/store"
)

// asking gives how many statements a question takes, those about settings
// aside: they are read every few seconds whoever asks.
func asking(w *World, ask func(context.Context, figure.Question) ([]figure.Answer, error), q figure.Question) (n int) {
	w.Helper()
	ctx, count := db.Count(w.Ctx())
	_, err := ask(ctx, q)
	w.Do(err)
	for _, s := range count.Statements() {
		if !strings.Contains(s, " FROM provision ") {
			n++
		}
	}
	return n
}

func raise(w *World) {
	w.Helper()
	w.Batch(1, func(tx *store.Tx, _ int) error { return oneNeed(tx) })
}

func found(w *World, q figure.Question) int64 {
	w.Helper()
	a, err := w.Figures.One(w.Ctx(), "need.found", q)
	w.Do(err)
	return a.Num
}

// Nothing is counted twice: one statement reads which topics there are, one sees
// that nothing has changed, and no question takes more than four. What is not
// known to have changed is not counted.
func TestStatements(t *testing.T) {
	Each(t, func(w *World) {
		w.FoundNeeds(20)
		known, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		q := figure.Question{Area: County}
		for i, want := range []int{3, 2, 2} {
			if n := asking(w, w.Figures.All, q); n != want {
				t.Errorf("asked %d times before: %d statements, want %d", i, n, want)
			}
		}
		raise(w)
		for i, want := range []int{4, 2} {
			if n := asking(w, w.Figures.All, q); n != want {
				t.Errorf("after a change, asked %d times before: %d statements, want %d", i, n, want)
			}
		}
		for i, want := range []int{3, 2} {
			if n := asking(w, w.Figures.All, figure.Question{Area: County, Known: known}); n != want {
				t.Errorf("as known before, asked %d times before: %d statements, want %d", i, n, want)
			}
		}
		raise(w)
		if n := asking(w, w.Figures.All, figure.Question{Area: County, Known: known}); n != 2 {
			t.Errorf("what was known before was counted again: %d statements", n)
		}
		if n := asking(w, w.Figures.Recount, q); n != 3 {
			t.Errorf("counted anew in %d statements", n)
		}
		w.FoundNeeds(150) // too many to be added one by one
		if n := asking(w, w.Figures.All, q); n != 3 || found(w, q) != 172 {
			t.Errorf("after many changes: %d statements, %d found", n, found(w, q))
		}
	})
}

// The first record of a register counts, though nothing was there to look back to.
func TestFirstRecord(t *testing.T) {
	Each(t, func(w *World) {
		q := figure.Question{Area: County}
		for i := range 3 {
			places, err := w.Figures.ByArea(w.Ctx(), "need.found", q)
			if w.Do(err); found(w, q) != int64(i) || added(places) != int64(i) {
				t.Errorf("after %d: %d found, by division %v", i, found(w, q), places)
			}
			raise(w)
		}
	})
}

// A setting is part of the question: changed, it changes the answer at once,
// from its day on.
func TestSettingsAreAsked(t *testing.T) {
	Each(t, func(w *World) {
		NewG0(w)
		w.Says(figure.Question{Area: County}, map[string]string{"party.base": "78家"})
		w.On("2026-04-01")
		w.Says(figure.Question{Area: County}, map[string]string{"party.base": "78家"})
		w.Set("party.base_least_members", "", "2026-04-01", "3")
		w.Says(figure.Question{Area: County}, map[string]string{"party.base": "64家", "party.coverage_rate": "98.44% 63/64"}) // 63 and the one with 2 and 1 on probation
		w.Says(figure.Question{Area: County, At: "2026-03-31"}, map[string]string{"party.base": "78家", "party.coverage_rate": "94.87% 74/78"})
	})
}

// On PostgreSQL an older change may be open while a newer one is committed. Its
// number is then below the last one seen, and what was counted is not kept; nor
// may anybody ask what is known up to there.
func TestOlderChangeStillOpen(t *testing.T) {
	Each(t, func(w *World) {
		if w.DB.Engine() != db.Postgres {
			w.Skip("SQLite has one writer")
		}
		w.FoundNeeds(5)
		q := figure.Question{Area: County}
		found(w, q)
		begun, finish, done := make(chan bool), make(chan bool), make(chan error)
		go func() {
			_, err := w.Store.Write(context.Background(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
				err := oneNeed(tx)
				begun <- true
				<-finish
				return store.Result{}, err
			})
			done <- err
		}()
		<-begun
		raise(w)
		for range 3 {
			if n := asking(w, w.Figures.All, q); n < 3 || found(w, q) != 6 {
				t.Errorf("while an older change is open: %d statements, %d found", n, found(w, q))
			}
		}
		var last int64
		w.Do(w.DB.QueryRow(w.Ctx(), "SELECT max(seq) FROM audit").Scan(&last))
		if _, err := w.Figures.All(w.Ctx(), figure.Question{Area: County, Known: last}); !fault.Is(err, fault.Conflict) {
			t.Errorf("asked for what is not settled: %v", err)
		}
		if _, err := w.Figures.ByArea(w.Ctx(), "need.found", figure.Question{Known: last}); !fault.Is(err, fault.Conflict) {
			t.Errorf("asked by division for what is not settled: %v", err)
		}
		finish <- true
		w.Do(<-done)
		if n := found(w, q); n != 7 {
			t.Errorf("the older change came last: %d found", n)
		}
		asking(w, w.Figures.All, q)
		if n := asking(w, w.Figures.All, q); n != 2 {
			t.Errorf("now that all is settled: %d statements", n)
		}
		if n := found(w, figure.Question{Area: County, Known: last}); n != 7 {
			t.Errorf("as known at the last number: %d", n)
		}
	})
}

// What lies ahead is refused, what was known is found by its time.
func TestKnown(t *testing.T) {
	Each(t, func(w *World) {
		if _, err := w.Figures.KnownAt(w.Ctx(), clock.Date("2026-03-01").Time()); !fault.Is(err, fault.NotFound) {
			t.Errorf("known before the county began: %v", err)
		}
		raise(w)
		w.On("2026-03-05")
		raise(w)
		w.On("2026-03-09")
		raise(w)
		for at, want := range map[clock.Date]int64{"2026-03-03": 1, "2026-03-06": 2, "2026-03-10": 3} {
			known, err := w.Figures.KnownAt(w.Ctx(), at.Time())
			w.Do(err)
			if n := found(w, figure.Question{Area: County, Known: known}); n != want {
				t.Errorf("%s: %d known, want %d", at, n, want)
			}
			recorded, err := w.Figures.RecordedAt(w.Ctx(), known)
			w.Do(err)
			if recorded.Time().After(at.Time()) || recorded.Time().Before(at.Time().Add(-48*time.Hour)) {
				t.Errorf("known on %s, recorded at %s", at, recorded)
			}
		}
		sealed, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		if _, err := w.Figures.All(w.Ctx(), figure.Question{Known: sealed + 1}); !fault.Is(err, fault.Conflict) {
			t.Errorf("beyond what is sealed: %v", err)
		}
	})
}

// Whoever promises that a list's records stand alone when they do not is found
// out by counting anew.
func TestFalsePromise(t *testing.T) {
	w := OnSQLite(t)
	g := NewG0(w)
	c := sound()
	c.Register, c.Alone = party.MemberSurveys.Register, true
	c.List = "SELECT id, area FROM (SELECT m.id, m.area, row_number() OVER (PARTITION BY m.org ORDER BY m.surveyed_on DESC, m.id DESC) AS place FROM {member_survey} m) AS ranked WHERE place = 1"
	e, honest := figure.New(w.Store, c), c
	honest.Alone = false
	for promise, engine := range map[bool]*figure.Engine{true: e, false: figure.New(w.Store, honest)} {
		_, err := engine.All(w.Ctx(), figure.Question{})
		w.Do(err)
		w.Batch(1, func(tx *store.Tx, _ int) error { return Survey(tx, g.Orgs[0], "2026-02-01", 4, 0) })
		kept, err := engine.All(w.Ctx(), figure.Question{})
		w.Do(err)
		anew, err := engine.Recount(w.Ctx(), figure.Question{})
		w.Do(err)
		if anew[0].Num != 242 || (kept[0].Num != anew[0].Num) != promise {
			t.Errorf("promised %t: %d out of the cache, %d anew", promise, kept[0].Num, anew[0].Num)
		}
	}
}

// A question that makes no sense says so.
func TestQuestions(t *testing.T) {
	w := OnSQLite(t)
	for field, q := range map[string]figure.Question{"at": {At: "2026-02-30"}, "area": {Area: "5105220"}, "known": {Known: -1}} {
		_, err := w.Figures.All(w.Ctx(), q)
		if e := fault.As(err); e == nil || e.Kind != fault.Invalid || len(e.Problems) != 1 || e.Problems[0].Field != field {
			t.Errorf("%+v: %v", q, err)
		}
		if _, err := w.Figures.ByArea(w.Ctx(), "need.found", q); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v by division: %v", q, err)
		}
	}
	r := w.Store.Reader(w.Officer())
	for _, ask := range []func() error{
		func() error { _, err := w.Figures.One(w.Ctx(), "no.such", figure.Question{}); return err },
		func() error { _, err := w.Figures.ByArea(w.Ctx(), "no.such", figure.Question{}); return err },
		func() error { _, err := w.Figures.ByMonth(w.Ctx(), "need.gap", figure.Question{}); return err },
		func() error {
			_, err := w.Figures.Records(w.Ctx(), r, "need.found", figure.Question{}, figure.Rest, 0, 0)
			return err
		},
		func() error {
			_, err := w.Figures.Records(w.Ctx(), r, "need.found", figure.Question{}, "half", 0, 0)
			return err
		},
	} {
		if err := ask(); !fault.Is(err, fault.NotFound) {
			t.Error(err)
		}
	}
}
