package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/centre"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

var subscription = regexp.MustCompile(`/calendar/ssc_[A-Za-z0-9_-]+`)

// A person subscribes to what they have to do and to a room, at an address of
// their own that says nothing of anybody else and ends when they say so.
func TestCalendars(t *testing.T) {
	s := onSQLite(t)
	s.On("2026-03-02")
	of := s.Make(s.Worker(), centre.Centres.Register, Community, record.Input{"name": "符阳党群服务中心", "kind": "社区", "address": "荔江路 1 号"})
	room := s.Make(s.Worker(), centre.Rooms.Register, Community, record.Input{"name": "议事室", "centre": record.Input{}.ID(of), "capacity": "20"})
	o := s.Make(s.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "银龄社", "code": "51510522MJQ000015U", "kind": "社会团体", "registered_on": "2019-05-06"})
	s.Make(s.Member(o), centre.Bookings.Register, Community, record.Input{"room": record.Input{}.ID(room), "purpose": "给李奶奶办生日", "from_time": "2026-03-03 09:00", "to_time": "2026-03-03 10:00"})
	asked := s.Make(s.Worker(), centre.Residencies.Register, Community, record.Input{"org": record.Input{}.ID(o), "centre": record.Input{}.ID(of), "terms": "免费", "from_day": "2026-03-02", "last_day": "2026-05-31"})
	for _, step := range []string{"apply", "pass", "sign"} {
		s.Step(s.Worker(), centre.Residencies.Register, asked, step, store.Taking{})
	}

	h := s.as("worker")
	at := "/r/room/" + record.Input{}.ID(room) + "/calendar.ics"
	signed := h.get(at)
	if signed.status != http.StatusOK || !strings.HasPrefix(signed.head.Get("Content-Type"), "text/calendar") {
		t.Fatalf("%d %s", signed.status, signed.head.Get("Content-Type"))
	}
	for _, want := range []string{"BEGIN:VCALENDAR\r\n", "DTSTART:20260303T010000Z\r\nDTEND:20260303T020000Z\r\n", "SUMMARY:已预约：银龄社\r\n", "LOCATION:议事室\r\n"} {
		if !strings.Contains(signed.body, want) {
			t.Errorf("lacks %q:\n%s", want, signed.body)
		}
	}
	address := subscription.FindString(h.send(h.get("/account").form("/account/calendar")).body)
	if address == "" {
		t.Fatal("no address")
	}
	nobody := s.nobody()
	own, ofRoom := nobody.get(address+"/own.ics"), nobody.get(address+strings.TrimPrefix(at, "/r"))
	if !strings.Contains(own.body, "SUMMARY:入驻：入驻协议到期：评估，续驻或退出\r\n") || !strings.Contains(own.body, "DTSTART;VALUE=DATE:20260531\r\n") {
		t.Errorf("own calendar:\n%s", own.body)
	}
	if ofRoom.body == "" || !strings.Contains(ofRoom.body, "SUMMARY:已预约：银龄社\r\n") {
		t.Errorf("calendar of the room:\n%s", ofRoom.body)
	}
	for _, p := range []string{own.body, ofRoom.body, signed.body} {
		if strings.Contains(p, "李奶奶") {
			t.Errorf("tells of others:\n%s", p)
		}
	}
	for _, elsewhere := range []string{"/calendar/ssc_guessed/own.ics", strings.Replace(address, "ssc_", "sst_", 1) + "/own.ics", address + "/person/1/calendar.ics", address + "/centre/" + record.Input{}.ID(of) + "/calendar.ics"} {
		if p := nobody.get(elsewhere); p.status != http.StatusNotFound {
			t.Errorf("%s: %d", elsewhere, p.status)
		}
	}
	if p := nobody.get(at); p.status == http.StatusOK && strings.Contains(p.body, "VCALENDAR") {
		t.Error("a room's calendar needs no sign-in")
	}
	// Another address ends the first; revoking ends that; so does a new password.
	next := subscription.FindString(h.send(h.get("/account").form("/account/calendar")).body)
	if p := nobody.get(address + "/own.ics"); next == address || p.status != http.StatusNotFound {
		t.Errorf("the first address still answers %d", p.status)
	}
	if p := nobody.get(next + "/own.ics"); p.status != http.StatusOK {
		t.Errorf("the second answers %d", p.status)
	}
	list, err := s.App.Auth.Tokens(s.Ctx(), actorOf(s, "worker"), s.accounts["worker"])
	s.Do(err)
	s.Do(s.App.Auth.RevokeToken(s.Ctx(), actorOf(s, "worker"), list[0].ID))
	if p := nobody.get(next + "/own.ics"); p.status != http.StatusNotFound {
		t.Errorf("a revoked address answers %d", p.status)
	}
}

func actorOf(s *site, who string) *record.Actor {
	a, err := s.App.Auth.ActorOf(s.Ctx(), s.accounts[who])
	s.Do(err)
	return a
}
