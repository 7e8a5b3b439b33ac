package api_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"sanshe/internal/clock"
	"sanshe/internal/record"
)

func dateOf(day string) clock.Date { return clock.Date(day) }

func tokenOf(a *record.Actor) string { return fmt.Sprint(a.Name, a.Owns) }

// get reads under a context of the test's own.
func (s *surface) get(ctx context.Context, a *record.Actor, path string) *answer {
	s.tokens[tokenOf(a)] = a
	r := httptest.NewRequestWithContext(ctx, "GET", "/api/v1/"+path, nil)
	r.Header.Set("Authorization", "Bearer "+tokenOf(a))
	return s.send(r)
}

func TestTokens(t *testing.T) {
	s := onSQLite(t)
	for _, authorization := range []string{"", "Bearer", "Bearer ", "Bearer nosuch", "Basic eDp5"} {
		a := s.do(nil, "GET", "need", "", "Authorization", authorization).is(401)
		if got := a.Header().Get("WWW-Authenticate"); got != "Bearer" {
			t.Errorf("%q: WWW-Authenticate is %q", authorization, got)
		}
	}
	s.do(nil, "GET", "nosuch", "").is(401) // and is not told that it is not there
	s.do(nil, "GET", "need", "", "Authorization", "Bearer broken").is(500)
	s.do(s.Worker(), "GET", "need", "").is(200)
	s.do(nil, "GET", "need", "", "Authorization", "bearer "+tokenOf(s.Worker())).is(200)

	id := number(s.do(s.Worker(), "POST", "need", haircut).is(201).id())
	entries, err := s.Store.Reader(s.Worker()).Entries(s.Ctx(), s.Store.Book().Register("need"), id, 10)
	if err != nil || len(entries) != 1 || entries[0].Via != "api" || entries[0].From != "192.0.2.1" {
		t.Errorf("audit: %+v, %v", entries, err)
	}
}

func TestAddresses(t *testing.T) {
	s := onSQLite(t)
	a := s.Worker()
	for _, path := range []string{"", "nosuch", "need/", "need/1/", "need/1/passages/2", "Need", "need/1/create", "figures/x/y"} {
		s.do(a, "GET", path, "").is(404)
	}
	for _, c := range [][3]string{
		{"DELETE", "need/1", "GET, HEAD, PATCH"}, {"PUT", "need", "GET, HEAD, POST"}, {"PATCH", "need/1/void", "POST"},
		{"POST", "need/1/history", "GET, HEAD"}, {"POST", "openapi.json", "GET, HEAD"}, {"OPTIONS", "figures", "GET, HEAD"},
	} {
		if got := s.do(a, c[0], c[1], "").is(405).Header().Get("Allow"); got != c[2] {
			t.Errorf("%s %s: Allow is %q", c[0], c[1], got)
		}
	}
}

// HEAD is GET without the body, which the server leaves out.
func TestHead(t *testing.T) {
	s := onSQLite(t)
	r := httptest.NewRequest("HEAD", "/api/v1/openapi.json", nil)
	w := httptest.NewRecorder()
	if s.handler.ServeHTTP(w, r); w.Code != 200 {
		t.Errorf("HEAD: %d", w.Code)
	}
}

func TestBodies(t *testing.T) {
	s := onSQLite(t)
	a := s.Worker()
	for body, where := range map[string]string{
		"{":                         "第 1 行第 2 个字符",
		"{\n  \"name\": \"王明\",\n}": "第 3 行第 1 个字符",
		"{\"name\":\"王明\"} 再来":      "第 1 行第 15 个字符",
		"{\"name\":\"王明\"}{}":       "第 1 行第 14 个字符",
		"{\"name\":'王明'}":           "第 1 行第 9 个字符",
		"{\"name\":\"王明\",\"name\":\"李四\"}": "“name”写了两次",
		"[]":                        "应是一个 JSON 对象",
		"null":                      "应是一个 JSON 对象",
		"7":                         "应是一个 JSON 对象",
		"{\"name\":\"\xff\"}":       "UTF-8",
		"{\"name\":[[[[[[1]]]]]]}":  "嵌套太深",
		strings.Repeat("[", 20_000): "JSON",
		"{\"heads\":01}":            "第 1 行第 11 个字符",
		"{\"heads\":NaN}":           "第 1 行第 10 个字符",
		" ":                         "第 1 行第 2 个字符",
	} {
		if detail := s.do(a, "POST", "person", body).is(400).json()["detail"].(string); !strings.Contains(detail, where) {
			t.Errorf("%.60q: %s", body, detail)
		}
	}
	s.do(a, "POST", "person", "").is(415)
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", "application/problem+json", "/"} {
		s.do(a, "POST", "person", `{"name":"王明"}`, "Content-Type", kind).is(415)
	}
	s.do(a, "POST", "person", `{"name":"王明"}`, "Content-Type", "application/json; charset=UTF-8").is(201)
	note := func(n int) string { return `{"name":"王明","note":"` + strings.Repeat("a", n) + `"}` }
	s.do(a, "POST", "person", note(1<<20)).is(413)
	if text := s.do(a, "POST", "person", note(1<<20-100)).is(422).problems()["note"]; text == "" {
		t.Error("a text that is too long is not refused")
	}
	if body := s.do(a, "GET", "person?sex="+strings.Repeat("a", 5000), "").is(422).Body; body.Len() > 3000 {
		t.Errorf("a refusal of %d bytes", body.Len())
	}
}

func TestVersions(t *testing.T) {
	each(t, func(s *surface) {
		a := s.Worker()
		at := "person/" + s.do(a, "POST", "person", `{"name":"王明","phone":"13800002046"}`).is(201).id()
		for _, header := range [][]string{nil, {"If-Match", ""}, {"If-Match", "*"}} {
			s.do(a, "PATCH", at, `{"sex":"male"}`, header...).is(428).has("code", "version")
		}
		for _, tag := range []string{`"2"`, `"0"`, `"-1"`, `"x"`, `W/"1"`, `"1", "2"`} {
			stale := s.do(a, "PATCH", at, `{"sex":"male"}`, "If-Match", tag).is(412).has("code", "stale")
			if now := stale.json()["current"].(map[string]any); fmt.Sprintf("%v %v %v", now["version"], now["name"], now["phone"]) != "1 王* 138****2046" {
				t.Errorf("current: %v", now)
			}
		}
		s.do(a, "PATCH", at, `{"sex":"male"}`, "If-Match", `"1"`).is(200).has("sex", "male", "version", "2")
	})
}

// Everything wrong is said at once, and nothing is silently left out.
func TestAllProblemsAtOnce(t *testing.T) {
	each(t, func(s *surface) {
		s.do(s.Officer(), "POST", "unit", `{"name":"合江县民政局","kind":"agency"}`).is(201)
		civil := s.Civil()
		wants := func(a *answer, fields ...string) {
			t.Helper()
			got := a.is(422).problems()
			for _, f := range fields {
				if got[f] == "" {
					t.Errorf("%s: nothing is said of %q: %v", a.what, f, got)
				}
			}
			if len(got) != len(fields) {
				t.Errorf("%s: %v, want %v", a.what, got, fields)
			}
		}
		wants(s.do(civil, "POST", "social_org", `{"code":"123","fund":"很多","staff":1.5,"phone":"12","supervisor":"没有的局","category":"x","nosuch":1,"id":7,"state":"revoked"}`),
			"code", "fund", "staff", "phone", "supervisor", "category", "nosuch", "id", "state", "name", "kind")
		wants(s.do(civil, "POST", "social_org", `{"name":["x"],"fund":true,"charity":1,"kind":{"a":1},"phone":13800002046,"supervisor":1.5,"staff":"x","nosuch":1,"area":7}`),
			"name", "fund", "charity", "kind", "phone", "supervisor", "staff", "nosuch", "area")
		wants(s.do(s.Worker(), "POST", "need", `{"category":"照顾老人","detail":"x","area":"没有的社区"}`), "area")

		at := "social_org/" + s.do(civil, "POST", "social_org", silver).is(201).id()
		wants(s.do(civil, "PATCH", at, `{"area":"`+"510522001"+`","id":1,"version":2,"created":"x","changed":"x","voided":"x","merged":1,"steps":[],"nosuch":null,"":1}`, "If-Match", `"1"`),
			"area", "id", "version", "created", "changed", "voided", "merged", "steps", "nosuch", "")
		wants(s.do(civil, "PATCH", at, `{"state":"normal","staff":"x"}`, "If-Match", `"1"`), "state", "staff")
		need := "need/" + s.do(s.Worker(), "POST", "need", haircut).is(201).id()
		wants(s.do(s.Worker(), "PATCH", need, `{"due":"2026-05-01","answer":"confirmed","targets":["elder","不认识"],"heads":-1}`, "If-Match", `"1"`), "due", "answer", "targets")
		wants(s.do(s.Worker(), "PATCH", need, `{"heads":-1}`, "If-Match", `"1"`), "heads")
		s.do(civil, "GET", at, "").is(200).has("version", "1")

		// What is fixed may come back as it was given.
		document := s.do(s.Officer(), "POST", "division", `{"name":"符阳街道","code":"510522001","area":"510522001","level":"town"}`).is(201)
		back := "division/" + document.id()
		s.do(s.Officer(), "PATCH", back, `{"code":"510522001","edition":"2026"}`, "If-Match", `"1"`).is(200)
		wants(s.do(s.Officer(), "PATCH", back, `{"code":"510522002"}`, "If-Match", `"2"`), "code")
		s.do(s.Worker(), "POST", "need", strings.Replace(haircut, "{", `{"area":"符阳街道",`, 1)).is(422) // not the worker's to name
	})
}

// What fails below is answered by its kind, and tells nothing it should not.
func TestFailures(t *testing.T) {
	s := onSQLite(t)
	for name, status := range map[string]int{"busy": 503, "full": 503, "away": 503, "late": 503, "lost": 500, "ours": 500, "panic": 500} {
		a := s.do(s.Officer(), "GET", "figures/"+name, "").is(status)
		body := a.Body.String()
		if status != 500 && a.Header().Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", name)
		}
		if status == 500 {
			reference, _ := a.json()["reference"].(string)
			if reference == "" || reference != a.Header().Get("X-Request-Id") || !strings.Contains(s.log.String(), reference) || !strings.Contains(body, reference) {
				t.Errorf("%s: reference %q; log: %s", name, reference, s.log)
			}
		}
		for _, secret := range []string{"hunter2", "secret_table", "10.0.0.7", "设置 x", "goroutine"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s: told %s", name, body)
			}
		}
	}
	if !strings.Contains(s.log.String(), "secret_table") || !strings.Contains(s.log.String(), "hunter2") {
		t.Errorf("the log does not say what happened: %s", s.log)
	}
}
