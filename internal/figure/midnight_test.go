package figure_test

import (
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// The day is Shanghai's: at 23:59 what was done today counts today, a minute
// later it is yesterday's, and the year's is the old year's. Between 16:00 and
// midnight in UTC the day there is another.
func TestMidnight(t *testing.T) {
	Each(t, func(w *World) {
		at := func(s string) {
			now, err := time.ParseInLocation(time.DateTime, s, clock.Shanghai)
			w.Do(err)
			w.Clock.Set(now)
		}
		says := func(name string, q figure.Question, want int64) {
			t.Helper()
			for what, ask := range map[string]func() ([]figure.Answer, error){
				"kept": func() ([]figure.Answer, error) { return w.Figures.Several(w.Ctx(), q, name) },
				"anew": func() ([]figure.Answer, error) { return figure.New(w.Store, *w.Figures.Contract(name)).All(w.Ctx(), q) },
			} {
				list, err := ask()
				if w.Do(err); list[0].Num != want {
					t.Errorf("at %s %s on %s, %s: %d, want %d", clock.Stamp(w.Clock.Now()), name, list[0].At, what, list[0].Num, want)
				}
			}
		}
		at("2027-12-31 23:59:58")
		found := w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "elder", "detail": "换灯泡"})
		w.Step(w.Worker(), need.Needs.Register, found, "verify", store.Taking{})
		if n := Get(w, w.Worker(), need.Needs, found); n.Raised != "2027-12-31" {
			t.Errorf("raised on %s", n.Raised)
		}
		says("need.found", figure.Question{}, 1)
		at("2028-01-01 00:00:01") // 16:00 on the day before in UTC
		says("need.found", figure.Question{}, 0)
		says("need.found", figure.Question{At: "2027-12-31"}, 1)
		gap := w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "elder", "detail": "修门"})
		w.Step(w.Worker(), need.Needs.Register, gap, "verify", store.Taking{})
		says("need.found", figure.Question{}, 1)
		w.Step(w.Worker(), need.Needs.Register, gap, "lack", store.Taking{Note: "没有人会"})
		says("need.gap", figure.Question{}, 1)
		at("2028-01-01 07:59:59") // still the old year in UTC
		says("need.found", figure.Question{}, 1)
		says("need.gap", figure.Question{At: "2027-12-31"}, 0)
		months, err := w.Figures.ByMonth(w.Ctx(), "need.found", figure.Question{})
		if w.Do(err); len(months) != 1 || months[0] != (figure.Bucket{Key: "2028-01", N: 1}) {
			t.Errorf("months: %v", months)
		}
		at("2028-02-29 12:00:00")
		leap := w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "elder", "detail": "看病", "raised_on": "2028-02-29"})
		w.Step(w.Worker(), need.Needs.Register, leap, "verify", store.Taking{On: "2028-02-29"})
		at("2028-03-01 00:00:00")
		says("need.found", figure.Question{At: "2028-02-28"}, 1)
		says("need.found", figure.Question{At: "2028-02-29"}, 2)
	})
}

// A clock that is put back over midnight leaves moves on what is now tomorrow.
// They count from then on, and what was known stays what it was.
func TestClockPutBack(t *testing.T) {
	Each(t, func(w *World) {
		w.Communities()
		noon := w.Clock.Now()
		id := w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "elder", "detail": "换灯泡"})
		w.Step(w.Worker(), need.Needs.Register, id, "verify", store.Taking{})
		before, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		w.Clock.Set(noon.AddDate(9, 0, 1)) // a battery is dead
		w.Step(w.Worker(), need.Needs.Register, id, "lack", store.Taking{Note: "没有"})
		w.Clock.Set(noon.Add(time.Hour)) // and was replaced
		after, err := w.DB.Sealed(w.Ctx())
		w.Do(err)
		for q, want := range map[figure.Question]int64{
			{}: 0, {At: "2026-03-02"}: 0, {At: "2026-12-31"}: 0, {At: "2036-01-01"}: 1, {Known: after}: 0, {At: "2036-01-01", Known: after}: 1, {At: "2036-01-01", Known: before}: 0,
		} {
			for range 2 {
				a, err := w.Figures.One(w.Ctx(), "need.gap", q)
				w.Do(err)
				if ids := w.Behind("need.gap", q, figure.Numerator); a.Num != want || int64(len(ids)) != want {
					t.Errorf("%+v: %d, want %d; behind it %v", q, a.Num, want, ids)
				}
			}
			parts, err := w.Figures.ByArea(w.Ctx(), "need.gap", q)
			if w.Do(err); added(parts) != want {
				t.Errorf("%+v by division: %v, want %d", q, parts, want)
			}
		}
		w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "elder", "detail": "后来"})
		for at, want := range map[time.Time]int64{noon.Add(30 * time.Minute): before, noon.Add(2 * time.Hour): before, noon.AddDate(9, 0, 2): after + 1} {
			known, err := w.Figures.KnownAt(w.Ctx(), at)
			if w.Do(err); known < want || known > want && at.Year() < 2030 {
				t.Errorf("known at %s: %d, want %d", clock.Stamp(at), known, want)
			}
		}
		found, err := w.Store.Verify(w.Ctx())
		if w.Do(err); len(found) > 0 {
			t.Error(found)
		}
	})
}
