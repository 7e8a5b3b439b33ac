package figure_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// history is a county in which this and that happens.
type history struct {
	*World
	*rand.Rand
	done, refused int
	turn          int
	certified     int
	fresh         bool // what exists is left as it is
}

func pick[T any](h *history, list []*T) *T {
	if len(list) == 0 {
		return new(T)
	}
	return list[h.IntN(len(list))]
}

// some gives any record of a register that stands.
func some[T any](h *history, tx *store.Tx, t record.Type[T]) (*T, error) {
	list, err := store.Find(tx.Context(), tx.All(), t, nil)
	return pick(h, list), err
}

func (h *history) place() string { return Urban()[h.IntN(11)] }

// day gives one of the last days.
func (h *history) day(tx *store.Tx) clock.Date { return tx.Today().AddDays(-h.IntN(40)) }

func newHistory(w *World, seed uint64) *history {
	h := &history{World: w, Rand: rand.New(rand.NewPCG(seed, 7))}
	w.Communities()
	w.Projects()
	w.FoundNeeds(22)
	w.Batch(12, func(tx *store.Tx, _ int) error {
		_, err := h.register(tx)
		return err
	})
	h.begin()
	for range 60 {
		h.happen()
	}
	return h
}

// asked are questions of every sort: of the county, a town, a community, a
// division where there is nothing; of today, of days gone by and to come.
func (h *history) asked() (list []figure.Question) {
	today := h.Store.Today()
	for _, place := range []string{"", County, Town, Urban()[h.IntN(11)], "510522999"} {
		for _, at := range []clock.Date{today, today.AddDays(-h.IntN(60)), "2025-12-31", today.AddDays(40), "2027-02-01"} {
			list = append(list, figure.Question{Area: place, At: at})
		}
	}
	return list
}

// Whatever happens, every figure is what plain counting of the records gives:
// asked anew, out of the cache, and later as it was known at the time.
func TestEveryFigureIsExact(t *testing.T) {
	Each(t, func(w *World) {
		h := newHistory(w, 11)
		q := []figure.Question{{Area: County}, {Area: Town, At: w.Store.Today().AddDays(-10)}, {Area: Community, At: "2026-12-31"}}
		type memory struct {
			q    figure.Question
			want map[string][2]int64
		}
		var remembered []memory
		check := func(q figure.Question, want map[string][2]int64) {
			t.Helper()
			wrong, err := differences(w.Ctx(), w.Figures.All, q, want)
			w.Do(err)
			for _, d := range wrong {
				t.Error(d)
			}
			if len(wrong) > 0 {
				t.FailNow()
			}
		}
		for i := range 120 {
			h.happen()
			c := readCounty(w)
			if i%10 == 0 {
				q = append(h.asked()[:6:6], q[:3]...)
			}
			for _, q := range q {
				if q.At == "" {
					q.At = w.Store.Today()
				}
				want := c.counts(q)
				check(q, want)
				if i%10 == 0 {
					known, err := w.DB.Sealed(w.Ctx())
					w.Do(err)
					remembered = append(remembered, memory{figure.Question{Area: q.Area, At: q.At, Known: known}, want})
				}
			}
		}
		if h.done < 95 {
			t.Fatalf("%d things happened, %d were refused", h.done, h.refused)
		}
		for _, m := range remembered {
			check(m.q, m.want)
		}
		seen := map[string]bool{}
		for _, m := range remembered {
			for name, v := range m.want {
				seen[name] = seen[name] || v[0] > 0
			}
		}
		// Purchases, casework, volunteering and giving do not happen here yet: their
		// figures are held by their stories and the demonstration.
		elsewhere := regexp.MustCompile(`^(purchase|casework|volunteer|giving)\.|^service\.person_times$|^party\.small_branches$`)
		for _, c := range w.Figures.Contracts() {
			if !seen[c.Name] && !elsewhere.MatchString(c.Name) && !slices.Contains([]string{"need.lapsed", "need.listed_communities"}, c.Name) {
				t.Errorf("%s was never more than 0", c.Name)
			}
		}
	})
}
