package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// Every page of every register answers every role as its description says.
func TestRights(t *testing.T) {
	s := onSQLite(t)
	ids := full(s)
	for _, seat := range seats {
		h := s.as(seat[0])
		actor, err := s.App.Auth.ActorOf(s.Ctx(), s.accounts[seat[0]])
		s.Do(err)
		r := s.Store.Reader(actor)
		for _, reg := range s.Store.Book().Registers {
			path := at(reg, ids[reg.Name])
			rec, err := r.Get(s.Ctx(), reg, ids[reg.Name])
			readable := err == nil
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
			want := func(path string, status int) *page {
				p := h.get(path)
				if p.status != status {
					t.Errorf("%s: %d, want %d: %s", p.name, p.status, status, p.text())
				}
				if status == http.StatusForbidden && !strings.Contains(p.text(), "联系") {
					t.Errorf("%s: does not name whom to ask: %s", p.name, p.text())
				}
				return p
			}
			list := http.StatusForbidden
			if s.Store.MayRead(reg, actor) {
				list = http.StatusOK
			}
			want("/r/"+reg.Name, list)
			want("/pick/"+reg.Name, list)
			fresh := http.StatusForbidden
			if actor.Holds(reg.Rights.Create) {
				fresh = http.StatusOK
			}
			want("/r/"+reg.Name+"/new", fresh)
			if !readable {
				for _, more := range []string{"", "/edit", "/history", "/void", "/do/verify"} {
					want(path+more, http.StatusNotFound)
				}
				continue
			}
			shown := want(path, http.StatusOK)
			want(path+"/history", http.StatusOK)
			want(path+"/do/nonsense", http.StatusNotFound)
			want(path+"/edit", answer(s.Store.MayEdit(actor, reg, rec)))
			want(path+"/void", answer(s.Store.MayVoid(actor, reg, rec)))
			for _, st := range reg.Steps {
				may := s.Store.MayTake(actor, reg, rec, st)
				want(path+"/do/"+st.Name, answer(may))
				if offered := strings.Contains(shown.body, `"`+path+"/do/"+st.Name+`"`); offered != (may == nil) {
					t.Errorf("%s: %s offered: %v, may: %v", shown.name, st.Name, offered, may)
				}
			}
		}
	}
}

// answer is the status of what the store says.
func answer(err error) int {
	switch fault.KindOf(err) {
	case fault.Refused:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	}
	return http.StatusOK
}

// Nobody who is not signed in sees a page, whatever they ask for; and what is
// not there is not there.
func TestNobody(t *testing.T) {
	s := onSQLite(t)
	ids := full(s)
	h := s.nobody()
	for _, path := range []string{"/", "/inbox", "/board", "/figures", "/figures/party.base", "/report", "/report.docx", "/settings", "/help", "/feedback", "/search?q=x", "/pick/person", "/accounts", "/nonsense"} {
		h.get(path).says("登录", "账号", "密码").silent(canary, canaryPhone, "银龄")
	}
	for _, reg := range s.Store.Book().Registers {
		for _, more := range []string{"", "/edit", "/history", "/void", "/file/photo"} {
			h.get(at(reg, ids[reg.Name])+more).says("登录").silent(canary, "银龄")
		}
		h.get("/r/" + reg.Name + "/export.xlsx").says("登录")
	}
	officer := s.as("officer")
	for _, path := range []string{"/nonsense", "/r/nonsense", "/r/nonsense/new", "/r/need/x", "/r/need/99", "/r/need/99/edit", "/r/need/-1", "/r/need/9999999999999999999999", "/figures/no.such", "/pick/nonsense", "/r/need/99/do/verify",
		at(s.Store.Book().Register("need"), ids["need"]) + "/do/nonsense"} {
		officer.get(path).is(http.StatusNotFound)
	}
	for _, path := range []string{"/board?at=2026-13-05", "/figures?at=x", "/figures/party.base?area=99", "/report?at=2026-02-30", "/board?known=-5", "/r/need?raised_on=2026-02-30", "/r/need?area=zz", "/r/need?after=x"} {
		if p := officer.get(path); p.status >= 500 {
			t.Errorf("%s: %d", p.name, p.status)
		}
	}
}

// A child is read through its own parent only, and another town's record is not
// there.
func TestElsewhere(t *testing.T) {
	s := onSQLite(t)
	ids := full(s)
	other := s.as("other")
	for _, name := range []string{"need", "match", "activity", "participation", "person", "opinion", "project", "list_edition"} {
		path := at(s.Store.Book().Register(name), ids[name])
		for _, more := range []string{"", "/edit", "/history", "/void", "/do/verify", "/file/photo"} {
			other.get(path + more).is(http.StatusNotFound).silent("上门理发")
		}
		for _, more := range []string{"", "/void", "/do/verify", "/do/accept", "/reveal", "/merge"} {
			p := other.post(path+more, url.Values{"_version": {"1"}, "_key": {"k-" + name + more}, "reason": {"x"}, "field": {"phone"}})
			if p.status != http.StatusNotFound && p.status != http.StatusForbidden && !(more == "/merge" && p.status == http.StatusUnprocessableEntity) {
				t.Errorf("%s: %d %s", p.name, p.status, p.text())
			}
		}
	}
	worker := s.as("worker")
	for _, pair := range [][2]string{{"activity", "need"}, {"match", "activity"}, {"person", "participation"}} { // the id of one register under another
		worker.get(at(s.Store.Book().Register(pair[0]), ids[pair[1]])).is(http.StatusNotFound)
	}
	// pointing a new record at what one may not read
	form := other.get("/r/match/new").is(200).form("/r/match")
	other.send(form.with("need", record.Input{}.ID(ids["need"]), "resource", record.Input{}.ID(s.resource))).is(http.StatusUnprocessableEntity)
	if n := len(people.RoleNames); n != len(seats)-1 {
		t.Errorf("%d roles, %d seats: give each one", n, len(seats)-1)
	}
}
