package store_test

import (
	"sync"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
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
