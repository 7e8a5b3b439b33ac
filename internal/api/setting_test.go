package api_test

import (
	"fmt"
	"testing"

	"sanshe/internal/record"
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

// Code lists and the calendar are read and changed by programs as on the pages.
func TestCodesAndCalendar(t *testing.T) {
	each(t, func(s *surface) {
		s.Do(s.LoadDivisions(s.Ctx()))
		a := s.Officer()
		s.do(a, "GET", "codes", "").is(200)
		s.do(a, "GET", "codes/need_category", "").is(200).has("version", "0", "label", "需求类别")
		send := func(who *record.Actor, path, body string) *answer {
			return s.do(who, "POST", path, body, "Content-Type", "application/json")
		}
		send(a, "codes/need_category", `{"key":"pets","value":"宠物","from":"2026-04-01","place":90,"note":"居民提得多","version":0}`).is(200)
		rules, err := s.Store.Rules(s.Ctx())
		s.Do(err)
		version := fmt.Sprint(rules.Version(store.OfCode, "need_category"))
		if got := rules.CodeLabel("need_category", "pets", "2026-04-01"); got != "宠物" || version == "0" {
			t.Errorf("pets is called %q at version %s", got, version)
		}
		for body, status := range map[string]int{
			`{"key":"Pets","value":"宠物","from":"2026-04-01","note":"试","version":` + version + `}`:           422,
			`{"key":"dogs","value":"宠物","from":"2026-04-01","note":"试","version":` + version + `}`:           422, // one name, one value
			`{"key":"dogs","value":"狗","from":"2026-04-01","note":"试","version":0}`:                          409,
			`{"key":"dogs","value":"狗","from":"2026-04-01","note":"试"}`:                                      428,
			`{"key":"dogs","value":"狗","note":"试","version":` + version + `}`:                                422,
			`{"key":"dogs","value":"狗","from":"2026-04-01","place":-1,"note":"试","version":` + version + `}`: 422,
		} {
			send(a, "codes/need_category", body).is(status)
		}
		send(a, "codes/need_category", `{"key":"pets","from":"2026-05-01","end":true,"note":"并到其他","version":`+version+`}`).is(200)
		s.do(a, "GET", "codes/nowhere", "").is(404)
		send(s.Worker(), "codes/need_category", `{"key":"x","value":"乙","from":"2026-04-01","note":"试","version":0}`).is(403)

		s.do(a, "GET", "calendar?year=2027", "").is(200).has("year", "2027", "version", "0")
		s.do(a, "GET", "calendar?year=two", "").is(422)
		day := `{"days":[{"date":"2027-01-01","kind":"holiday","name":"元旦"}],"note":"放假通知","version":0}`
		send(a, "calendar?year=2027", day).is(200)
		send(a, "calendar", day).is(409)
		if rules, err = s.Store.Rules(s.Ctx()); err != nil || rules.Calendar().Working("2027-01-01") {
			t.Errorf("new year's day is worked, %v", err)
		}
		version = fmt.Sprint(rules.Version(store.OfDay, store.CalendarName))
		for body, status := range map[string]int{
			`{"days":[{"date":"2027-01-01","kind":"feast"}],"note":"试","version":` + version + `}`:               422,
			`{"days":[{"date":"2027-01-01","kind":"holiday","x":"y"}],"note":"试","version":` + version + `}`:     422,
			`{"days":[],"note":"试","version":` + version + `}`:                                                   422,
			`{"days":"2027-01-01","note":"试","version":` + version + `}`:                                         422,
			`{"days":[{"date":"2026-01-01","kind":"holiday","name":"过去"}],"note":"试","version":` + version + `}`: 422, // days gone by want past
		} {
			send(a, "calendar", body).is(status)
		}
		send(a, "calendar?year=2027", `{"days":[{"date":"2027-01-01","kind":"ordinary"}],"note":"录错了","version":`+version+`}`).is(200)
		s.do(s.Member(1), "GET", "calendar", "").is(403)
	})
}

// A token changes settings only if it was made for approving, and for no
// register in particular; without reading it sees none.
func TestSettingsWithinLimits(t *testing.T) {
	each(t, func(s *surface) {
		s.Do(s.LoadDivisions(s.Ctx()))
		for _, c := range []struct {
			only         record.Limits
			read, change int
		}{
			{record.Limits{Scopes: []record.Scope{record.ToRead}}, 200, 403},
			{record.Limits{Scopes: []record.Scope{record.ToRead, record.ToWrite}}, 200, 403},
			{record.Limits{Scopes: []record.Scope{record.ToApprove}}, 403, 403}, // it would be told what it may not read
			{record.Limits{Scopes: []record.Scope{record.ToRead, record.ToApprove}, Registers: []string{"need"}}, 200, 403},
			{record.Limits{Scopes: []record.Scope{record.ToRead, record.ToApprove}}, 200, 200},
		} {
			a := s.Officer()
			a.Only = &c.only
			for _, path := range []string{"settings", "settings/need.answer_days", "codes", "codes/need_category", "calendar"} {
				s.do(a, "GET", path, "").is(c.read)
			}
			for path, body := range map[string]string{
				"settings/need.answer_days": `{"value":3,"from":"2026-04-01","note":"试","version":0}`,
				"codes/need_category":       `{"key":"pets","value":"宠物","from":"2026-04-01","note":"试","version":0}`,
				"calendar":                  `{"days":[{"date":"2027-01-01","kind":"holiday","name":"元旦"}],"note":"试","version":0}`,
			} {
				s.do(a, "POST", path, body, "Content-Type", "application/json").is(c.change)
			}
		}
	})
}
