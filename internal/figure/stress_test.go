package figure_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/figure"
	"sanshe/internal/migration"
	"sanshe/internal/report"
	"sanshe/internal/web"
)

// stress is a county that two programs serve while people do whatever comes to
// their minds and somebody keeps asking.
type stress struct {
	programs [2]*World
	rng      *rand.Rand
	mu       sync.Mutex
	told     []told
	deeds    int
	refused  int
	checked  int // times a sealed number was counted anew
	again    int // times an answer was asked for again
}

// told is an answer somebody was given.
type told struct {
	q    figure.Question
	text string
}

func newStress(t *testing.T, d, again *db.DB, seed uint64) *stress {
	s := &stress{rng: rand.New(rand.NewPCG(seed, 1))}
	w := New(t, d)
	other := &World{T: t, Clock: clock.NewWalking(w.Clock.Now().Add(-3 * time.Second))} // no two clocks agree
	var err error
	other.App, err = app.Assemble(t.Context(), app.Config{Clock: other.Clock, Data: t.TempDir()}, again, w.Store.Keys())
	w.Do(err)
	s.programs = [2]*World{w, other}
	h := newHistory(w, seed)
	other.Clock.Set(w.Clock.Now().Add(-3 * time.Second))
	for range 12 {
		h.person()
	}
	return s
}

// live has people work at once, on both programs, while others ask.
func (s *stress) live(deeds int) {
	workers, done := 4, make(chan bool)
	var work, asking sync.WaitGroup
	for i := range workers {
		h := &history{World: s.programs[i%2], Rand: rand.New(rand.NewPCG(s.rng.Uint64(), uint64(i)))}
		work.Go(func() {
			for range deeds / workers {
				h.anything()
			}
			s.mu.Lock()
			s.deeds, s.refused = s.deeds+h.done, s.refused+h.refused
			s.mu.Unlock()
		})
	}
	rng := rand.New(rand.NewPCG(s.rng.Uint64(), 99))
	asking.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				s.ask(rng)
			}
		}
	})
	work.Wait()
	close(done)
	asking.Wait()
	s.ask(rng)
}

// ask asks one program, and at once the other, what is known at the last sealed
// number, and remembers the answer.
func (s *stress) ask(rng *rand.Rand) {
	w := s.programs[rng.IntN(2)]
	known, err := w.DB.Sealed(w.Ctx())
	w.Do(err)
	if known == 0 {
		return
	}
	q := figure.Question{Area: []string{"", County, Town, Community, "510522999"}[rng.IntN(5)], At: w.Store.Today().AddDays([]int{0, 0, -rng.IntN(60), 30, -400}[rng.IntN(5)]), Known: known}
	text, other := bundle(s.programs[0], q), bundle(s.programs[1], q)
	if text != other {
		w.Errorf("%+v: two programs do not agree:\n%s", q, firstDifference(text, other))
	}
	s.mu.Lock()
	s.told = append(s.told, told{q, text})
	s.mu.Unlock()
	for _, p := range s.programs { // so that their caches have something to keep up to date
		for _, q := range present(p) {
			_, err := p.Figures.All(p.Ctx(), q)
			p.Do(err)
			_, err = p.Figures.ByArea(p.Ctx(), "need.found", q)
			p.Do(err)
		}
	}
}

// present are questions of what is known now.
func present(w *World) []figure.Question {
	return []figure.Question{{At: w.Store.Today()}, {Area: County, At: "2026-12-31"}, {Area: Town, At: "2026-03-01"}}
}

// bundle is everything that is shown of a question: numbers, ratios, parts,
// the records behind them, and the county's report.
func bundle(w *World, q figure.Question) string {
	w.Helper()
	var b strings.Builder
	list, err := w.Figures.All(w.Ctx(), q)
	w.Do(err)
	for i, a := range list {
		fmt.Fprintln(&b, a.Name, a.Num, a.Den, a.Text(), a.Value(), a.Words(), a.Out())
		if int64(i%5) != q.Known%5 { // a few at a time
			continue
		}
		places, err := w.Figures.ByArea(w.Ctx(), a.Name, q)
		w.Do(err)
		fmt.Fprintln(&b, "  ", places)
		if a.Dated {
			months, err := w.Figures.ByMonth(w.Ctx(), a.Name, q)
			w.Do(err)
			fmt.Fprintln(&b, "  ", months)
		}
		ids, _, err := shares(w, w.Figures, a.Name, q, figure.Numerator, 200)
		w.Do(err)
		text, err := json.Marshal(ids)
		w.Do(err)
		fmt.Fprintln(&b, "  ", string(text))
	}
	doc, err := report.Parse(report.Hejiang())
	w.Do(err)
	f, err := web.Fill(w.Ctx(), doc, w.Figures, q, "县委社会工作部", func(name string) string { return name })
	w.Do(err)
	w.Do(f.Text(&b))
	return b.String() + f.Hash()
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[max(0, i-1)] + "\n< " + x[i] + "\n> " + y[i]
		}
	}
	return ""
}

// settle holds all that was told, and every stride-th number there ever was, to
// what plain counting of the told county gives, and to being told again.
func (s *stress) settle(stride int) {
	w := s.programs[0]
	for _, p := range s.programs { // what is, out of both caches
		c := readCounty(w)
		for _, q := range present(p) {
			s.hold(p, q, c)
			kept, err := p.Figures.ByArea(p.Ctx(), "need.found", q)
			p.Do(err)
			anew, err := figure.New(p.Store, app.Figures()...).ByArea(p.Ctx(), "need.found", q)
			if p.Do(err); !slices.Equal(kept, anew) {
				p.Errorf("%+v: by division %v out of the cache, %v anew", q, kept, anew)
			}
		}
	}
	r := newReplay(w)
	byNumber := map[int64][]figure.Question{}
	for _, t := range s.told {
		byNumber[t.q.Known] = append(byNumber[t.q.Known], t.q)
	}
	for i, n := range r.numbers() {
		r.upTo(n)
		if i%stride == 0 {
			r.check(n)
			byNumber[n] = append(byNumber[n], figure.Question{Area: County, At: w.Store.Today().AddDays(-i % 50), Known: n})
		}
		if len(byNumber[n]) == 0 {
			continue
		}
		c := r.county()
		for _, q := range byNumber[n] {
			s.hold(w, q, c)
		}
		s.checked++
	}
	fresh := &World{T: w.T, Clock: w.Clock, App: &app.App{Store: w.Store, DB: w.DB, Figures: figure.New(w.Store, app.Figures()...)}}
	for i, t := range s.told {
		if i%stride != 0 {
			continue
		}
		s.again++
		if text := bundle([]*World{w, fresh}[i/stride%2], t.q); text != t.text {
			w.Errorf("%+v: told otherwise later:\n%s", t.q, firstDifference(t.text, text))
		}
	}
	found, err := w.Store.Verify(w.Ctx())
	if w.Do(err); len(found) > 0 {
		w.Error(found)
	}
}

// hold compares the answers to a question, and who is behind them, with a count.
func (s *stress) hold(w *World, q figure.Question, c *county) {
	w.Helper()
	want := c.counts(q)
	wrong, err := differences(w.Ctx(), w.Figures.All, q, want)
	w.Do(err)
	for _, d := range wrong {
		w.Error(d)
	}
	for _, name := range []string{"need.found", "need.gap", "org.registered", "party.base", "service.attendances", "service.opinions_open"} {
		got, _, err := shares(w, w.Figures, name, q, figure.Numerator, 200)
		w.Do(err)
		ids := c.ids[name]
		if len(got) != len(ids) || slices.ContainsFunc(ids, func(id int64) bool { return !got[id] }) {
			w.Errorf("%s in %q on %s, known %d: behind it stand %v, want %v", name, q.Area, q.At, q.Known, got, ids)
		}
	}
}

// actions counts what the audit has, by action.
func (s *stress) actions() map[string]int {
	out := map[string]int{}
	for _, e := range newReplay(s.programs[0]).entries {
		out[e.Action]++
	}
	return out
}

// Whatever people do at once through two programs whose clocks differ and leap,
// every figure and list as known at any sealed number is what telling the audit
// again and counting gives, and stays so. SANSHE_STRESS=10m goes on for that
// long, by turns on either engine; SANSHE_SEED repeats what everybody meant to do.
func TestHistoryUnderStress(t *testing.T) {
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv("SANSHE_SEED"), fmt.Sprint(rand.Uint64())), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("SANSHE_SEED=%d", seed)
	deeds, rounds, stride := 60, 1, 6
	if testing.Short() {
		deeds, stride = 24, 12
	}
	long, err := time.ParseDuration(cmp.Or(os.Getenv("SANSHE_STRESS"), "0s"))
	if err != nil {
		t.Fatal(err)
	}
	if long > 0 {
		deeds, rounds, stride = 160, 3, 3
	}
	end, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	for n := uint64(0); n == 0 || end.Err() == nil && !t.Failed(); n++ { // one county after the other
		dbtest.EachTwice(t, func(t *testing.T, d, again *db.DB) {
			s := newStress(t, d, again, seed+n)
			for range rounds {
				s.live(deeds)
				s.settle(stride)
			}
			t.Logf("%d things were done and %d refused, %d questions answered, asked again %d times, sealed numbers told again %d times; in the audit %v",
				s.deeds, s.refused, len(s.told), s.again, s.checked, s.actions())
		}, dbtest.WithSchema(migration.Files))
	}
}
