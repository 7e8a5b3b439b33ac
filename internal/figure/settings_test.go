package figure_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/store"
)

const least = "party.base_least_members"

func answers(w *World, e *figure.Engine, q figure.Question) (out string) {
	w.Helper()
	var names []string
	for _, c := range e.Using(least) {
		names = append(names, c.Name)
	}
	list, err := e.Several(w.Ctx(), q, names...)
	w.Do(err)
	for _, a := range list {
		out += fmt.Sprintf("%s %d/%d\n", a.Name, a.Num, a.Den)
	}
	return out
}

// recounted gives the same without the cache.
func recounted(w *World, q figure.Question) (out string) {
	w.Helper()
	list, err := w.Figures.Recount(w.Ctx(), q)
	w.Do(err)
	for _, a := range list {
		if len(a.Settings) > 0 {
			out += fmt.Sprintf("%s %d/%d\n", a.Name, a.Num, a.Den)
		}
	}
	return out
}

// What was known at a number is answered by the settings known at it, though
// they have been changed since, and changed back, for days gone by as well; and
// by a program that has not seen the change yet.
func TestSettingsAsKnown(t *testing.T) {
	Each(t, func(w *World) {
		NewG0(w)
		type memory struct {
			q    figure.Question
			said string
		}
		var told []memory
		for _, value := range []string{"3", "1", "2", "1"} {
			for _, at := range []clock.Date{"2026-02-01", "2026-03-02", "2026-07-01"} {
				known, err := w.DB.Sealed(w.Ctx())
				w.Do(err)
				q := figure.Question{Area: County, At: at, Known: known}
				told = append(told, memory{q, answers(w, w.Figures, q)})
			}
			w.Set(least, "", "2026-02-01", value)
		}
		w.Says(figure.Question{Area: County}, map[string]string{"party.base": "78家"})
		other, err := store.New(w.Ctx(), w.DB, w.Store.Book(), store.Options{Clock: w.Clock, Keys: w.Store.Keys(), Settings: w.Store.Settings(), Roles: w.Store.RoleNames()})
		w.Do(err)
		late := figure.New(other, contracts(w)...)
		answers(w, late, figure.Question{Area: County}) // has read the settings
		w.Set(least, "", "2026-02-01", "3")
		known, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		q := figure.Question{Area: County, Known: known}
		if got, want := answers(w, late, q), recounted(w, q); got != want {
			t.Errorf("another program knows at %d:\n%swant\n%s", known, got, want)
		}
		different := map[string]bool{}
		for _, m := range told {
			different[m.said] = true
			for _, got := range []string{answers(w, w.Figures, m.q), recounted(w, m.q), answers(w, late, m.q)} {
				if got != m.said {
					t.Errorf("%+v: was\n%sis\n%s", m.q, m.said, got)
				}
			}
		}
		if len(different) < 3 {
			t.Errorf("only %d different answers", len(different))
		}
	})
}

func contracts(w *World) (list []figure.Contract) {
	for _, c := range w.Figures.Contracts() {
		list = append(list, *c)
	}
	return list
}

// A setting that begins at midnight in Shanghai is in the answers from then on,
// whatever was kept before.
func TestSettingBeginsAtMidnight(t *testing.T) {
	Each(t, func(w *World) {
		NewG0(w)
		w.Set(least, "", "2026-03-03", "3")
		q := figure.Question{Area: County}
		w.Clock.Set(clock.Date("2026-03-03").Time().Add(-time.Second))
		w.Says(q, map[string]string{"party.base": "78家"})
		w.Clock.Advance(2 * time.Second)
		w.Says(q, map[string]string{"party.base": "64家"})
		if kept, anew := answers(w, w.Figures, q), recounted(w, q); kept != anew {
			t.Errorf("kept\n%sanew\n%s", kept, anew)
		}
	})
}

// What is previewed is what comes of it, whatever the change; and looking at it
// changes nothing.
func TestPreviewIsWhatHappens(t *testing.T) {
	Each(t, func(w *World) {
		g := NewG0(w)
		r := rand.New(rand.NewPCG(5, 1))
		moved := 0
		for i := range 8 {
			from := clock.Date("2026-02-20").AddDays(r.IntN(60))
			c := store.Ruling{Sort: store.OfSetting, Name: least, Seen: store.AnyVersion, Past: true, Note: "试", Rows: []store.Wanted{{Area: []string{"", Town}[r.IntN(2)], From: from, Value: fmt.Sprint(1 + r.IntN(4))}}}
			if r.IntN(3) == 0 {
				c.Rows[0].To = from.AddDays(10)
			}
			rules, err := w.Store.Rules(w.Ctx())
			w.Do(err)
			after, err := rules.With(c)
			if err != nil {
				continue
			}
			asked := []figure.Question{{Area: County}, {Area: Town}, {Area: County, At: from}, {Area: Town, At: from.AddDays(-1)}, {Area: Community, At: "2026-06-01"}}
			var was, would []string
			for _, q := range asked {
				was, would = append(was, answers(w, w.Figures, q)), append(would, answers(w, w.Figures.Under(after), q))
			}
			for i, q := range asked {
				if got := answers(w, w.Figures, q); got != was[i] {
					t.Fatalf("looking at it changed %+v", q)
				}
				if was[i] != would[i] {
					moved++
				}
			}
			come, less := differing(w, after, rules), differing(w, rules, after)
			before, err := w.Figures.One(w.Ctx(), "party.base", figure.Question{Area: County})
			w.Do(err)
			_, err = w.Store.Rule(w.Ctx(), store.System("test"), c, "")
			w.Do(err)
			for i, q := range asked {
				if got := answers(w, w.Figures, q); got != would[i] || got != recounted(w, q) {
					t.Errorf("%d: %+v: previewed\n%sgot\n%s", i, q, would[i], got)
				}
			}
			now, err := w.Figures.One(w.Ctx(), "party.base", figure.Question{Area: County})
			w.Do(err)
			if now.Num-before.Num != come-less {
				t.Errorf("%d more and %d less, from %d to %d", come, less, before.Num, now.Num)
			}
			w.Batch(1, func(tx *store.Tx, _ int) error { return Survey(tx, g.Orgs[i*17], tx.Today(), int64(r.IntN(4)), 1) })
		}
		if moved == 0 {
			t.Error("nothing was ever changed")
		}
	})
}

// differing counts the base's organisations under some rules and not under others.
func differing(w *World, rules, others *store.Rules) int64 {
	w.Helper()
	a, err := w.Figures.One(w.Ctx(), "party.base", figure.Question{Area: County})
	w.Do(err)
	rows, n, err := w.Figures.Under(rules).Differing(w.Ctx(), w.Store.Reader(w.Officer()), a, w.Figures.Under(others), 5)
	w.Do(err)
	if int64(len(rows.Rows)) != min(n, 5) {
		w.Errorf("%d rows of %d", len(rows.Rows), n)
	}
	return n
}
