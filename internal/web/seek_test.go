package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A number that is kept sealed is looked for by a form; no address holds it, and
// the search is on record.
func TestSeek(t *testing.T) {
	s := onSQLite(t)
	full(s)
	worker := s.as("worker")
	worker.get("/r/need?phone=4321").is(http.StatusUnprocessableEntity).says("按号码查")
	for _, number := range []string{"4321", canaryPhone, "+86 139-8765-4321"} {
		p := worker.post("/r/need/seek", url.Values{"field": {"phone"}, "number": {number}}).is(http.StatusSeeOther)
		to := p.head.Get("Location")
		if strings.Contains(to, "4321") || !strings.HasPrefix(to, "/r/need?seek=") {
			t.Fatalf("the address is %s", to)
		}
		worker.get(to).is(200).says("共 1 条").silent(canaryPhone)
		s.as("town").get(to).is(http.StatusUnprocessableEntity).says("只对查的人有用")
	}
	empty := worker.post("/r/need/seek", url.Values{"field": {"phone"}, "number": {"9998"}}).head.Get("Location")
	worker.get(empty).is(200).says("没有符合条件")
	worker.refused(worker.get("/r/need/seek").form("/r/need/seek").with("number", "12"), "number", "位")
	officer := s.as("officer") // reads needs, but not who raised them
	officer.get("/r/need/seek").is(http.StatusForbidden)
	officer.post("/r/need/seek", url.Values{"field": {"phone"}, "number": {"4321"}}).is(http.StatusForbidden)
	officer.get("/r/need").silent("按号码查")
	var n int
	s.Do(s.DB.QueryRow(s.Ctx(), "SELECT count(*) FROM audit WHERE action = 'seek'").Scan(&n))
	if n != 4 {
		t.Errorf("%d searches are on record", n)
	}
}
