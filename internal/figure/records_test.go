package figure_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// The communities of a joint activity are those it has, and as known before,
// those it had; what was kept of each follows.
func TestFurtherDivisions(t *testing.T) {
	Each(t, func(w *World) {
		here := func(known int64, want ...int64) {
			t.Helper()
			for i, place := range []string{Community, Community2, Elsewhere} {
				a, err := w.Figures.One(w.Ctx(), "service.held", figure.Question{Area: place, Known: known})
				if w.Do(err); a.Num != want[i] {
					t.Errorf("%s, known %d: %d, want %d", place, known, a.Num, want[i])
				}
			}
		}
		w.Services(0)
		here(0, 0, 0, 0)
		var made *service.Activity
		w.Batch(1, func(tx *store.Tx, _ int) (err error) {
			made, err = store.Add(tx, service.Activities, Community, func(a *service.Activity) {
				a.Title, a.Kind, a.On, a.Also, a.State = "合办", service.Culture, "2026-03-01", []string{Community2}, service.Held
			})
			return err
		})
		known, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		here(0, 1, 1, 0)
		w.Batch(1, func(tx *store.Tx, _ int) error {
			return store.Change(tx, service.Activities, made, func(a *service.Activity) { a.Also = []string{Elsewhere} })
		})
		here(0, 1, 0, 1)
		here(known, 1, 1, 0)
		places, err := w.Figures.ByArea(w.Ctx(), "service.held", figure.Question{Area: County, Known: known})
		if w.Do(err); len(places) != 2 || places[1].Key != Community2 {
			t.Errorf("by division as known: %v", places)
		}
	})
}

// What the asker may not read is counted and not shown; what has been made void
// since is still behind what was known.
func TestRowsThatAreNotShown(t *testing.T) {
	Each(t, func(w *World) {
		ids := w.FoundNeeds(11)
		rows, err := w.Figures.Records(w.Ctx(), w.Store.Reader(w.Worker()), "need.found", figure.Question{Area: County}, figure.Numerator, 0, 0)
		w.Do(err)
		if len(rows.Rows) != 11 || rows.Hidden != 10 || rows.Total() != 11 {
			t.Errorf("%d rows, %d hidden", len(rows.Rows), rows.Hidden)
		}
		for _, r := range rows.Rows {
			if (r.Record == nil) != (r.Area != Community) {
				t.Errorf("the need of %s is shown: %t", r.Area, r.Record != nil)
			}
		}
		known, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		rec, err := w.Store.Reader(w.Worker()).Get(w.Ctx(), need.Needs.Register, int64(ids[0]))
		w.Do(err)
		_, err = w.Store.Void(w.Ctx(), w.Worker(), need.Needs.Register, int64(ids[0]), record.BaseOf(rec).Version, "记错了", "")
		w.Do(err)
		if n := len(w.Behind("need.found", figure.Question{Area: County}, figure.Numerator)); n != 10 {
			t.Errorf("%d left", n)
		}
		if was := w.Behind("need.found", figure.Question{Area: County, Known: known}, figure.Numerator); len(was) != 11 || !was[int64(ids[0])] {
			t.Errorf("%d were known", len(was))
		}
	})
}
