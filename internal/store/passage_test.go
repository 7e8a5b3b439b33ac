package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// A day of beginning that is corrected takes the first passage with it; what was
// known before stays to be asked. The next step is a bound.
func TestBeginningCorrected(t *testing.T) {
	each(t, func(w *world) {
		a := as(county, staff)
		gift := w.make(gifts.Register, community, record.Input{"title": "米", "day": "2026-02-20"})
		began := func() (on clock.Date) {
			list, err := w.Reader(a).Passages(w.ctx(), gifts.Register, gift)
			w.must(err)
			if list[0].From != "" || list[0].Step != "create" || list[0].Name != "经办人" {
				w.Errorf("it begins with %+v", list[0])
			}
			return list[0].On
		}
		edit := func(day clock.Date) {
			_, err := w.Edit(w.ctx(), a, gifts.Register, gift, w.version(gifts.Register, gift), record.Input{"day": string(day)}, "")
			w.must(err)
		}
		numbers := map[int64]clock.Date{w.sealed(): began()}
		for _, c := range []struct{ day, want clock.Date }{
			{"2026-02-10", "2026-02-10"}, {"2026-02-25", "2026-02-25"}, {"2026-04-01", "2026-03-02"}, {"", "2026-03-02"}, {"2026-02-27", "2026-02-27"},
		} {
			edit(c.day)
			if got := began(); got != c.want {
				w.Errorf("begun on %s: %s, want %s", c.day, got, c.want)
			}
			numbers[w.sealed()] = began()
		}
		w.step(gifts.Register, gift, "give", store.Taking{On: "2026-02-28"})
		for _, c := range []struct{ day, want clock.Date }{{"2026-03-01", "2026-02-27"}, {"2026-02-28", "2026-02-27"}, {"2026-02-26", "2026-02-26"}} {
			if edit(c.day); began() != c.want {
				w.Errorf("begun on %s before a step on 02-28: %s, want %s", c.day, began(), c.want)
			}
		}
		for known, want := range numbers {
			var on string
			var n int
			w.must(w.DB().QueryRow(w.ctx(), "SELECT min(on_day), count(*) FROM passage WHERE record = ? AND seq <= ? AND (until = 0 OR until > ?)", gift, known, known).Scan(&on, &n))
			if clock.Date(on) != want || n != 1 {
				w.Errorf("at %d it had begun on %s (%d passages), want %s", known, on, n, want)
			}
		}
		w.sound()
	})
}

// A state moves by a step, whoever writes the code.
func TestChangeLeavesTheStateAlone(t *testing.T) {
	each(t, func(w *world) {
		gift := w.make(gifts.Register, community, record.Input{"title": "米"})
		for what, change := range map[string]func(*Gift){"state": func(g *Gift) { g.State = given }, "title": func(g *Gift) { g.Title = "面" }} {
			_, err := w.Write(w.ctx(), as(county, staff), store.Key{}, func(tx *store.Tx) (store.Result, error) {
				g, err := store.One(tx.Context(), tx.All(), gifts, record.ID[Gift](gift))
				w.must(err)
				return store.Result{}, store.Change(tx, gifts, g, change)
			})
			if refused := fault.Is(err, fault.Internal) && strings.Contains(err.Error(), "要经过办理"); refused != (what == "state") || !refused && err != nil {
				w.Errorf("changing the %s: %v", what, err)
			}
		}
		w.sound()
	})
}

// Two programs whose clocks differ write passages of one record on one day: the
// order of changes counts, not that of clocks, nor of the ids made by them.
func TestPassagesFollowTheChanges(t *testing.T) {
	each(t, func(w *world) {
		slow, err := store.New(w.ctx(), w.DB(), book(), store.Options{Clock: clock.Fixed(w.clock.Now().Add(-time.Hour)), Keys: w.Keys()})
		w.must(err)
		gift := w.make(gifts.Register, community, record.Input{"title": "米"})
		_, err = slow.Take(w.ctx(), as(county, staff), gifts.Register, gift, 1, "give", store.Taking{}, "")
		w.must(err)
		list, err := w.Reader(as(county, staff)).Passages(w.ctx(), gifts.Register, gift)
		w.must(err)
		if says := fmt.Sprint(list[0].Step, list[len(list)-1].To); says != "creategiven" {
			w.Errorf("passages: %+v", list)
		}
		w.sound()
	})
}
