package api_test

import (
	"testing"

	"sanshe/internal/store"
)

// A program reads settings and changes them by the same rules as people.
func TestSettings(t *testing.T) {
	each(t, func(s *surface) {
		s.Do(s.LoadDivisions(s.Ctx()))
		a := s.Officer()
		s.do(a, "GET", "settings", "").is(200)
		s.do(a, "GET", "settings/need.answer_days", "").is(200).has("version", "0", "label", "答复需求的期限")
		change := `{"value":3,"area":"510522001","from":"2026-04-01","note":"试","version":0}`
		s.do(a, "POST", "settings/need.answer_days", change, "Content-Type", "application/json", "Idempotency-Key", "k").is(200)
		s.do(a, "POST", "settings/need.answer_days", change, "Content-Type", "application/json", "Idempotency-Key", "k").is(200)
		rules, err := s.Store.Rules(s.Ctx())
		s.Do(err)
		if got := len(rules.Rows(store.OfSetting, "need.answer_days")); got != 2 {
			t.Errorf("%d rows", got)
		}
		for body, status := range map[string]int{
			change: 409, `{"value":"3","from":"2026-04-01","note":"试"}`: 428,
			`{"value":"三","from":"2026-04-01","note":"试","version":0}`:                 422,
			`{"value":"3","from":"2026-02-01","note":"试","version":0}`:                 422,
			`{"value":"3","from":"2026-04-01","note":"试","version":0,"x":1}`:           422,
			`{"value":"3","from":"2026-04-01","note":"试","version":"x","past":"是"}`:    422,
			`{"value":"3","area":"510100","from":"2026-04-01","note":"试","version":0}`: 403,
		} {
			s.do(a, "POST", "settings/need.answer_days", body, "Content-Type", "application/json").is(status)
		}
		s.do(a, "GET", "settings/anchor", "").is(404)
		s.do(s.Worker(), "GET", "settings", "").is(200)
		s.do(s.Worker(), "POST", "settings/need.answer_days", change, "Content-Type", "application/json").is(403)
		s.do(s.Member(1), "GET", "settings", "").is(403)
	})
}
