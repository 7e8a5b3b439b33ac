package store_test

import (
	"sync"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/db"
	"sanshe/internal/store"
)

// Two programs on one database, with clocks that stand at the same moment,
// never make the same id.
func TestTwoProgramsMakeDifferentIDs(t *testing.T) {
	Each(t, func(w *World) {
		other, err := app.Assemble(w.Ctx(), app.Config{Clock: w.Clock, Data: t.TempDir()}, w.DB, w.Store.Keys())
		w.Do(err)
		var mu sync.Mutex
		seen := map[int64]bool{}
		var all sync.WaitGroup
		for _, s := range []*app.App{w.App, other} {
			all.Go(func() {
				for range 5000 {
					id := s.Store.NewID()
					mu.Lock()
					if seen[id] {
						t.Errorf("id %d made twice", id)
					}
					seen[id] = true
					mu.Unlock()
					if id >= 1<<53 {
						t.Fatalf("id %d is too long for JSON", id)
					}
				}
			})
		}
		all.Wait()
		w.Do(other.Store.Close(w.Ctx()))
		again, err := app.Assemble(w.Ctx(), app.Config{Clock: w.Clock, Data: t.TempDir()}, w.DB, w.Store.Keys())
		w.Do(err)
		w.Do(again.Store.Close(w.Ctx()))
	})
}

// A clock that is put right, by a second or by years, back or forth, makes
// neither an id twice nor a later one smaller.
func TestIDsRiseWhateverTheClockDoes(t *testing.T) {
	w := OnSQLite(t)
	last := w.Store.NewID()
	for _, by := range []time.Duration{0, time.Hour, -2 * time.Hour, 24 * 365 * 11 * time.Hour, -24 * 365 * 11 * time.Hour, -time.Second, 0} {
		w.Clock.Advance(by)
		for range 3000 {
			id := w.Store.NewID()
			if id <= last || id >= 1<<53 {
				t.Fatalf("after the clock went by %v: %d follows %d", by, id, last)
			}
			last = id
		}
	}
	w.Batch(1, func(tx *store.Tx, _ int) error { return tx.Entry("note", "test", "", "") }) // as every change does
	w.Do(w.Store.Close(w.Ctx()))
	w.Clock.Advance(-time.Minute)
	again, err := app.Assemble(w.Ctx(), app.Config{Clock: w.Clock, Data: t.TempDir()}, w.DB, w.Store.Keys())
	w.Do(err)
	if id := again.Store.NewID(); id <= last {
		t.Errorf("started again %d follows %d", id, last)
	}
}

// A process whose lease another took, for some machine's clock leapt ahead,
// takes another number; meanwhile it goes on making ids.
func TestLeaseLost(t *testing.T) {
	Each(t, func(w *World) {
		var before, after string
		w.Do(w.DB.QueryRow(w.Ctx(), "SELECT name FROM lease").Scan(&before))
		w.Do(w.DB.Write(w.Ctx(), func(tx *db.Tx) error {
			_, err := tx.Exec(w.Ctx(), "UPDATE lease SET holder = 'another'")
			return err
		}))
		var all sync.WaitGroup
		all.Go(func() { w.Do(w.Store.Renew(w.Ctx())) })
		seen := map[int64]bool{}
		for range 2000 {
			seen[w.Store.NewID()] = true
		}
		all.Wait()
		w.Do(w.DB.QueryRow(w.Ctx(), "SELECT name FROM lease WHERE holder <> 'another'").Scan(&after))
		if after == before || len(seen) != 2000 {
			t.Errorf("%s was taken, and now it has %s; %d ids", before, after, len(seen))
		}
		w.Do(w.Store.Renew(w.Ctx()))
		var n int
		if w.Do(w.DB.QueryRow(w.Ctx(), "SELECT count(*) FROM lease").Scan(&n)); n != 2 {
			t.Errorf("%d numbers are held by two", n)
		}
	})
}
