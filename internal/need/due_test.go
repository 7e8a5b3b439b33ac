package need_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Promised days count working days as the State Council shifted them (调休):
// Saturdays that are worked count, days off in the week do not. Residents are
// given calendar days. Of a year whose notice is not out only weekends are left out.
func TestDueDaysOverHolidays(t *testing.T) {
	w := OnSQLite(t)
	for _, c := range []struct{ raised, answer, match, silence clock.Date }{
		{"2026-02-13", "2026-02-14", "2026-02-27", "2026-02-20"}, // before 春节: Saturday 14 is worked, 15 to 23 are off
		{"2026-02-27", "2026-02-28", "2026-03-05", "2026-03-06"}, // Saturday 28 is worked
		{"2026-09-30", "2026-10-08", "2026-10-13", "2026-10-07"}, // before 国庆: Saturday 10 October is worked
		{"2026-04-30", "2026-05-06", "2026-05-11", "2026-05-07"}, // 劳动节: Saturday 9 is worked
		{"2026-12-31", "2027-01-01", "2027-01-07", "2027-01-07"}, // 2027 is not known yet
	} {
		w.On(c.raised)
		id := w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "elder", "detail": "换灯泡"})
		if n := Get(w, w.Worker(), need.Needs, id); n.Raised != c.raised || n.Due != c.answer {
			t.Errorf("raised on %s, promised for %s, want %s", n.Raised, n.Due, c.answer)
		}
		due := func(a *record.Actor) (due clock.Date) {
			list, err := w.Store.Inbox(w.Ctx(), a, 100)
			w.Do(err)
			for _, task := range list {
				if task.Record == id {
					due = task.Due
				}
			}
			return due
		}
		if got := due(w.Worker()); got != c.answer {
			t.Errorf("raised on %s: to be answered by %s, want %s", c.raised, got, c.answer)
		}
		w.Step(w.Worker(), need.Needs.Register, id, "verify", store.Taking{})
		if got := due(w.Worker()); got != c.match {
			t.Errorf("verified on %s: to be matched by %s, want %s", c.raised, got, c.match)
		}
		w.Step(w.Worker(), need.Needs.Register, id, "serve", store.Taking{In: record.Input{"outcome": "办好了"}})
		if got := due(w.Worker()); got != c.silence {
			t.Errorf("served on %s: may lapse on %s, want %s", c.raised, got, c.silence)
		}
		w.On(c.silence.AddDays(-1))
		if err := w.TryStep(w.Worker(), need.Needs.Register, id, "lapse", store.Taking{}); err == nil {
			t.Errorf("served on %s, it lapsed a day too early", c.raised)
		}
		w.On(c.silence)
		w.Step(w.Worker(), need.Needs.Register, id, "lapse", store.Taking{})
	}
}
