package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"sanshe/internal/centre"
	"sanshe/internal/clock"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"

	. "sanshe/internal/apptest"
)

// A worker books a free time from the calendar of rooms, comes back to it, and
// is told when somebody else was faster; a member of an organisation sees that a
// room is taken, not for what.
func TestRoomCalendar(t *testing.T) {
	each(t, func(s *site) {
		at := s.Make(s.Worker(), centre.Centres.Register, Community, record.Input{"name": "滨江社区党群服务中心", "kind": "社区"})
		s.Make(s.Worker(), centre.Rooms.Register, Community, record.Input{"name": "议事厅", "centre": fmt.Sprint(at), "capacity": "30", "hours": "每天 08:30-21:00"})
		worker := s.as("worker")
		week := fmt.Sprintf("/rooms?centre=%d&day=2026-03-03", at)
		free := find(worker.get(week).is(200).says("议事厅", "08:30–21:00", "预约").doc, func(n *html.Node) bool {
			return n.Data == "a" && strings.Contains(get(n, "href"), "from_time=2026-03-03")
		})
		form := worker.get(get(free, "href")).is(200).form("/r/booking").with("purpose", "调解", "heads", "6")
		if form.Get("from_time") != "2026-03-03 08:30" || form.Get("to_time") != "2026-03-03 10:30" {
			t.Errorf("prefilled %v", form.Values)
		}
		worker.follow(form).is(200).says("已登记", "08:30–10:30", "调解", "10:30–21:00")
		again := worker.get(get(free, "href")).form("/r/booking").with("purpose", "晚了一步")
		worker.send(again).is(422).says("已有人预约")
		s.as("org").get(week).is(200).says("08:30–10:30", "已约").silent("调解")

		// A room that says no hours has nights too; a calendar file has all that is booked.
		night := s.Make(s.Worker(), centre.Rooms.Register, Community, record.Input{"name": "值班室", "centre": fmt.Sprint(at), "capacity": "5"})
		for who, day := range map[*record.Actor]clock.Date{s.Worker(): "2026-03-03", s.Member(s.org): "2026-03-04"} {
			s.Make(who, centre.Bookings.Register, Community, record.Input{"room": fmt.Sprint(night), "purpose": "值守", "from_time": string(day) + " 22:00", "to_time": string(day.AddDays(1)) + " 00:00"})
		}
		worker.get(week).is(200).says("22:00–24:00", "08:00–21:00")
		file := s.as("org").get(fmt.Sprintf("/r/room/%d/calendar.ics", night)).is(200).body
		if !strings.Contains(file, "SUMMARY:已有人预约\r\n") || strings.Count(file, "SUMMARY:已预约：") != 1 || strings.Count(file, "BEGIN:VEVENT") != 2 {
			t.Errorf("calendar of the room as an organisation sees it:\n%s", file)
		}
	})
}

// Names are pasted into a training as they come, checked, and only then entered;
// persons and person-times stand apart.
func TestRollOfATraining(t *testing.T) {
	each(t, func(s *site) {
		id := s.Make(s.Officer(), training.Trainings.Register, County, record.Input{"title": "社工考前培训", "kind": "考前培训", "from_day": "2026-02-20", "state": "已举办"})
		civil := s.as("civil")
		roll := civil.get(fmt.Sprintf("/r/training/%d", id)).is(200).says("还没有登记参训的人").form("/r/attendance/paste")
		checked := civil.follow(roll.with("text", "陈桂芳 13900001111\n\n王建国、13900002222\n")).is(200).says("2")
		batch := strings.TrimPrefix(checked.name[strings.LastIndex(checked.name, " "):], " ")
		work, stop := context.WithCancel(s.Ctx())
		defer stop()
		go s.Store.WorkImports(work, s.App.Auth.ActorOf)
		civil.send(checked.form(batch + "/apply")).is(303)
		for range 200 {
			if strings.Contains(civil.get(batch).text(), "已登记") {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		if page := civil.get(fmt.Sprintf("/r/training/%d", id)).is(200).silent("13900001111"); !strings.Contains(page.text(), "2 人，2 人次") {
			t.Errorf("the roll: %s", page.text())
		}
		civil.get("/training").is(200).says("社工考前培训", "2 人，2 人次")
	})
}

// The coverage board and its figure say the same of any day.
func TestCoverageBoard(t *testing.T) {
	s := onSQLite(t)
	ids := full(s)
	s.Step(s.Officer(), party.MemberSurveys.Register, ids["member_survey"], "verify", store.Taking{On: "2026-01-15"})
	officer := s.as("officer")
	officer.get("/coverage").is(200).says("1 家中 1 家已覆盖", "未覆盖 0", "单独组建 1", "银龄助老服务中心")
	officer.get("/coverage?at=2026-01-20").is(200).says("1 家中 0 家已覆盖", "未覆盖 1", "应建未建 1 家")
	s.as("org").get("/coverage").is(403)
	officer.get("/unbuilt").is(200).says("没有应建未建的", "正式党员不足三名的党支部 0 个")
	again := s.Make(s.Officer(), party.MemberSurveys.Register, County, record.Input{"org": record.Input{}.ID(ids["social_org"]), "surveyed_on": "2026-02-20", "full_members": "2"})
	s.Step(s.Officer(), party.MemberSurveys.Register, again, "verify", store.Taking{})
	officer.get("/unbuilt").is(200).says("正式党员不足三名的党支部 1 个", "正式党员 2 名", "覆盖 1 家")
	officer.get(fmt.Sprintf("/r/party_org/%d", ids["party_org"])).is(200).says("共有正式党员 2 名，不足 3 名")
	s.Make(s.Officer(), party.Coverages.Register, County, record.Input{"org": record.Input{}.ID(ids["social_org"]), "kind": "未覆盖", "from_day": "2026-02-21"})
	more := s.Make(s.Officer(), party.MemberSurveys.Register, County, record.Input{"org": record.Input{}.ID(ids["social_org"]), "surveyed_on": "2026-02-22", "full_members": "4"})
	s.Step(s.Officer(), party.MemberSurveys.Register, more, "verify", store.Taking{})
	officer.get("/unbuilt").is(200).says("应建未建 1 家", "银龄助老服务中心", "未覆盖", "登记覆盖", "暂缓", "正式党员不足三名的党支部 0 个")
	s.as("org").get("/unbuilt").is(403)
}
