package api_test

import (
	"strings"
	"sync"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/record"
)

const haircut = `{"category":"照顾老人","detail":"我妈 82 岁，腿脚不方便。想请人上门理发。","raiser":"陈桂芳","phone":"13800002046","targets":["老年人","disabled"],"heads":1}`

// A need goes from state to state, each step once and only from where it can be
// taken.
func TestSteps(t *testing.T) {
	each(t, func(s *surface) {
		worker := s.Worker()
		made := s.do(worker, "POST", "need", haircut).is(201)
		made.has("area", Community, "title", "我妈 82 岁，腿脚不方便", "state", "raised", "targets", "[elder disabled]", "due", "2026-03-03", "raiser", "陈*").
			may("verify", "refuse", "transfer", "combine", "withdraw")
		at := "need/" + made.id()

		s.do(worker, "POST", at+"/confirm", "").is(409).has("code", "state")
		s.do(worker, "POST", at+"/nosuch", "").is(404)
		s.do(worker, "GET", at+"/verify", "").is(405)
		if p := s.do(worker, "POST", at+"/transfer", `{"on":"2027-01-01","transferred_to":"反\u202e向","outcome":"x","id":1}`).is(422).problems(); p["outcome"] == "" || p["id"] == "" {
			t.Errorf("not asked for: %v", p)
		}
		if p := s.do(worker, "POST", at+"/transfer", `{"on":"2027-01-01","transferred_to":"反\u202e向"}`).is(422).problems(); len(p) != 3 {
			t.Errorf("all at once: %v", p)
		}
		if p := s.do(worker, "POST", at+"/verify", `{"on":"2026-02-01","category":"无此类"}`).is(422).problems(); len(p) != 2 {
			t.Errorf("all at once: %v", p)
		}
		s.do(worker, "POST", at+"/verify", `{"on":20260302}`).is(422)
		s.do(worker, "POST", at+"/verify", "", "If-Match", `"7"`).is(412)

		s.do(worker, "POST", at+"/verify", `{"title":"上门理发","note":"已核实"}`, "If-Match", `"1"`).is(200).
			has("state", "verified", "title", "上门理发", "version", "2")
		s.do(worker, "POST", at+"/verify", "").is(409) // double posting without a key does nothing twice
		s.do(worker, "POST", at+"/serve", "").is(422)  // the outcome is needed
		s.On("2026-03-05").do(worker, "POST", at+"/serve", `{"on":"2026-03-04","outcome":"已上门"}`).is(200).has("state", "served", "version", "3")
		got := s.do(worker, "GET", at+"/passages", "").is(200).Body.String()
		if !strings.Contains(got, `"from":"raised","to":"verified","on":"2026-03-02","name":"王雪梅"`) || !strings.Contains(got, `"on":"2026-03-04"`) {
			t.Errorf("passages: %s", got)
		}
		s.do(worker, "PATCH", at, `{"heads":2}`, "If-Match", `"3"`).is(409) // no longer to be edited
	})
}

// On returns the surface on another day.
func (s *surface) On(day string) *surface {
	s.World.On(dateOf(day))
	return s
}

// The same key does it once, and repeats the answer whatever has come since.
func TestIdempotency(t *testing.T) {
	each(t, func(s *surface) {
		worker := s.Worker()
		twice := func(status int, method, path, body string, headers ...string) *answer {
			t.Helper()
			first := s.do(worker, method, path, body, headers...).is(status)
			second := s.do(worker, method, path, body, headers...).is(status)
			if first.Body.String() != second.Body.String() || first.etag() != second.etag() || first.Header().Get("Location") != second.Header().Get("Location") {
				t.Errorf("%s %s: first %s\nthen %s", method, path, first.Body, second.Body)
			}
			if first.Header().Get("Idempotency-Replayed") != "" || second.Header().Get("Idempotency-Replayed") != "true" {
				t.Errorf("%s %s: replayed is %q, then %q", method, path, first.Header().Get("Idempotency-Replayed"), second.Header().Get("Idempotency-Replayed"))
			}
			return first
		}
		made := twice(201, "POST", "need", haircut, "Idempotency-Key", "k1")
		at := "need/" + made.id()
		s.do(worker, "GET", "need", "").has("total", "1")
		edited := twice(200, "PATCH", at, `{"heads":2}`, "Idempotency-Key", "k2", "If-Match", `"1"`)
		step := twice(200, "POST", at+"/verify", `{}`, "Idempotency-Key", "k3") // without a version, too
		for _, c := range []struct {
			was *answer
			now *answer
		}{
			{made, s.do(worker, "POST", "need", haircut, "Idempotency-Key", "k1").is(201)},
			{edited, s.do(worker, "PATCH", at, `{"heads":2}`, "Idempotency-Key", "k2", "If-Match", `"1"`).is(200)},
		} { // the record has moved on since
			if c.now.etag() != c.was.etag() || field(c.now, "state") != "raised" || field(c.now, "heads") != field(c.was, "heads") {
				t.Errorf("was %s\nnow %s", c.was.Body, c.now.Body)
			}
		}
		step.has("version", "3", "state", "verified")
		void := twice(200, "POST", at+"/void", `{"reason":"试录"}`, "Idempotency-Key", "k4", "If-Match", `"3"`)
		void.has("voided", "试录")

		s.do(worker, "POST", "need", strings.Replace(haircut, "82", "83", 1), "Idempotency-Key", "k1").is(409)
		s.do(worker, "POST", at+"/verify", "", "Idempotency-Key", "k1").is(409)
		s.do(s.TownOfficer(), "POST", "need", strings.Replace(haircut, "{", `{"area":"`+Community+`",`, 1), "Idempotency-Key", "k1").is(201) // another's key is another key
		s.do(worker, "POST", "need", haircut, "Idempotency-Key", "k 1").is(400)
		s.do(worker, "POST", "need", haircut, "Idempotency-Key", strings.Repeat("k", 201)).is(400)

		// What failed may be sent again, mended, under the key it had.
		s.do(worker, "POST", "need", `{"category":"照顾老人"}`, "Idempotency-Key", "k5").is(422)
		s.do(worker, "POST", "need", haircut, "Idempotency-Key", "k5").is(201)
	})
}

func field(a *answer, name string) any { return a.json()[name] }

// Of ten that send the same at once, one does it.
func TestAtOnce(t *testing.T) {
	each(t, func(s *surface) {
		worker := s.Worker()
		s.do(worker, "GET", "need", "") // its token is known from now on
		var wg sync.WaitGroup
		ids := make([]string, 10)
		for i := range ids {
			wg.Go(func() {
				ids[i] = s.do(nil, "POST", "need", haircut, "Idempotency-Key", "k", "Authorization", "Bearer "+tokenOf(worker)).id()
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] {
				t.Errorf("made %v", ids)
			}
		}
		s.do(worker, "GET", "need", "").has("total", "1")
	})
}

// Somebody else's record is not there; what a role may not do names whom to ask.
func TestAccess(t *testing.T) {
	each(t, func(s *surface) {
		worker, other, officer := s.Worker(), s.OtherWorker(), s.Officer()
		at := "need/" + s.do(worker, "POST", "need", haircut).is(201).id()
		for _, a := range []*record.Actor{other, s.Civil(), s.Admin(), s.Member(7)} {
			for _, path := range []string{at, at + "/passages", at + "/history"} {
				s.do(a, "GET", path, "").is(404)
			}
			s.do(a, "PATCH", at, `{"heads":9}`, "If-Match", `"1"`).is(404)
			s.do(a, "POST", at+"/verify", "").is(404)
			s.do(a, "POST", at+"/void", `{"reason":"x"}`, "If-Match", `"1"`).is(404)
		}
		s.do(other, "GET", "need", "").is(200).has("total", "0")
		s.do(other, "GET", "need?area="+Community, "").is(200).has("total", "0")
		s.do(other, "POST", "need", strings.Replace(haircut, "{", `{"area":"`+Community+`",`, 1)).is(403)
		s.do(worker, "GET", "need/abc", "").is(404)
		s.do(worker, "GET", "need/99999999999999999999", "").is(404)

		says := func(a *answer, words string) {
			t.Helper()
			if detail := a.is(403).json()["detail"].(string); !strings.Contains(detail, words) {
				t.Errorf("%s: %s", a.what, detail)
			}
		}
		s.do(officer, "GET", at, "").is(200).may()
		says(s.do(officer, "POST", at+"/verify", ""), "社区工作者或镇街经办")
		says(s.do(officer, "PATCH", at, `{"heads":9}`, "If-Match", `"1"`), "请联系")
		says(s.do(officer, "POST", at+"/void", `{"reason":"x"}`, "If-Match", `"1"`), "请联系")
		says(s.do(officer, "POST", "need", haircut), "请联系")
		says(s.do(s.Admin(), "GET", "need", ""), "请联系")
		s.do(worker, "GET", at, "").is(200).has("version", "1", "heads", "1") // none of it did anything
	})
}
