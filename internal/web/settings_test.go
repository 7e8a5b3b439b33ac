package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/auth"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// An officer finds a setting, sees what a change does, makes it, and it is so;
// what others changed meanwhile, or what is past, is asked about first.
func TestSettingStory(t *testing.T) {
	each(t, func(s *site) {
		NewG0(s.World)
		officer := s.as("officer")
		officer.get("/settings?q=党员").is(200).says("纳入基数的最少党员数", "1 名", "推断").silent("答复需求的期限")
		officer.get("/settings?q=没有这个").is(200).says("没有找到")
		page := officer.get("/settings/value/party.base_least_members").is(200).says("产品带来的初始值", "一直", "看影响", "县级经办")
		preview := officer.send(page.form("/settings/value/party.base_least_members/change").with("value", "3 名", "from", "2026-03-03", "note", "县里统一口径", "document", "合委社〔2026〕1号"))
		preview.is(200).says("对指标的影响", "78家", "64家", "少了 14 家", "全县 自 2026-03-03 起", "1 名", "3 名")
		if n := s.counts[address(preview)].N(); n > 60 {
			t.Errorf("the preview took %d statements", n)
		}
		save := preview.form("/settings/value/party.base_least_members/change")
		officer.follow(save).is(200).says("已保存", "3 名", "将来", "合委社〔2026〕1号", "周启明", "1 名 → 3 名")
		officer.send(save).is(http.StatusSeeOther) // the same form again is the same change
		s.Says(figure.Question{Area: County}, map[string]string{"party.base": "78家"})
		officer.send(save.with("_key", "another")).is(http.StatusConflict).says("有人在您打开之后改过", "看影响")
		s.On("2026-03-03")
		officer = s.as("officer")
		s.Says(figure.Question{Area: County}, map[string]string{"party.base": "64家"})

		back := officer.send(page.form("/settings/value/party.base_least_members/change").with("value", "2", "from", "2026-02-10", "to", "2026-02-20", "note", "补记"))
		back.is(200).says("会改动过去的数", "2026年2月10日", "确认改动 2026-02-10")
		if n := s.counts[address(back)].N(); n > 60 {
			t.Errorf("the preview of the past took %d statements", n)
		}
		unsure := back.form("/settings/value/party.base_least_members/change")
		officer.send(unsure).is(http.StatusUnprocessableEntity).says("看过影响后勾选确认", "会改动过去的数")
		officer.follow(unsure.with("past", "1")).is(200).says("2026-02-10 至 2026-02-19")

		for says, in := range map[string][]string{
			"不是整数":      {"value", "三"},
			"应在 1 到 50": {"value", "99"},
			"没有 31 日":   {"from", "2026-02-31"},
			"写从哪天起":     {"from", ""},
			"以后的一天":     {"to", "2026-03-01"},
		} {
			form := page.form("/settings/value/party.base_least_members/change").with("value", "5", "from", "2026-06-01", "note", "试").with(in...)
			officer.send(form).is(http.StatusUnprocessableEntity).says(says, "还差 1 处没填好")
		}
		s.as("worker").get("/settings/value/party.base_least_members").is(200).says("您的岗位只能看").silent("看影响")
		s.as("worker").get("/settings/value/party.base_least_members/change?value=9").is(http.StatusForbidden)
		s.as("worker").post("/settings/value/party.base_least_members/change", url.Values{"value": {"9"}, "from": {"2026-06-01"}, "note": {"x"}}).is(http.StatusForbidden)
		s.as("org").get("/settings").is(http.StatusForbidden)
		s.as("admin").get("/settings").is(200).says("部门职能")
		officer.get("/settings/value/anchor").is(http.StatusNotFound)
	})
}

// A setting of days shows what is due when; a clock that runs keeps its days,
// and a new one gets the day that was shown.
func TestDueDaysStory(t *testing.T) {
	s := onSQLite(t)
	officer := s.as("officer")
	raise := func() int64 {
		return s.Make(s.Worker(), need.Needs.Register, Community, record.Input{"detail": "想请人理发，周末在家", "category": "照顾老人", "raised_on": "2026-03-02", "source": "线下走访"})
	}
	first := raise()
	page := officer.get("/settings/value/need.answer_days").is(200).says("答复需求", "到期日")
	preview := officer.send(page.form("/settings/value/need.answer_days/change").with("value", "3", "from", "2026-03-02", "area", Community, "note", "先试"))
	preview.is(200).says("原来 2026-03-03 周二 到期，改后 2026-03-05 周四 到期", "已经开始的保持原来的期限", "答复需求", "滨江社区")
	officer.follow(preview.form("/settings/value/need.answer_days/change")).is(200).says("滨江社区", "结束")
	second := raise()
	for id, want := range map[int64]string{first: "2026-03-03", second: "2026-03-05"} {
		if n := Get(s.World, s.Worker(), need.Needs, id); string(n.Due) != want {
			t.Errorf("due %s, want %s", n.Due, want)
		}
	}
	end := officer.get("/settings/value/need.answer_days/change?end=1&area=" + Community + "&from=2026-03-05").is(200).says("从哪天起不再适用")
	sure := officer.send(end.form("/settings/value/need.answer_days/change").with("note", "试完了")).is(200).says("不再适用")
	officer.follow(sure.form("/settings/value/need.answer_days/change")).is(200).says("2026-03-02 至 2026-03-04")
}

// A code list gets a value, another name and an end; what records use stays.
func TestCodeListStory(t *testing.T) {
	s := onSQLite(t)
	full(s)
	officer := s.as("officer")
	action := "/settings/list/need_category/change"
	page := officer.get("/settings/list/need_category").is(200).says("照顾老人", "elder", "改名", "停用", "加错了，删掉")
	add := officer.send(page.form(action).with("key", "library", "value", "看书学习", "place", "15", "from", "2026-03-02", "note", "居民提得多")).is(200).says("有 0 条记录用着")
	officer.follow(add.form(action)).is(200).says("看书学习")
	worker := s.as("worker")
	worker.get("/r/need/new").is(200).says("看书学习")
	rename := officer.get(action + "?key=elder&fixed=1&value=" + url.QueryEscape("照顾老人") + "&place=10&from=2026-03-02").is(200)
	shown := officer.send(rename.form(action).with("value", "助老服务", "note", "换个叫法")).is(200).says("照顾老人", "助老服务", "显示新的名称")
	officer.follow(shown.form(action)).is(200).says("助老服务")
	worker.get("/r/need/new").is(200).says("助老服务").silent("照顾老人")
	drop := officer.get(action + "?key=elder&fixed=1&end=1&drop=1&from=").is(200)
	gone := officer.send(drop.form(action).with("note", "删掉"))
	officer.send(gone.form(action).with("past", "1")).is(http.StatusUnprocessableEntity).says("条记录用着它", "停用的日期")
	officer.send(page.form(action).with("key", "另一个", "value", "助老服务", "note", "x")).is(http.StatusUnprocessableEntity).says("小写字母开头")
	officer.get("/settings/list/none").is(http.StatusNotFound)
}

// The calendar takes the yearly notice as pasted, says which due days would move,
// and gives itself to other calendars.
func TestCalendarStory(t *testing.T) {
	s := onSQLite(t)
	s.On("2026-11-23")
	officer := s.as("officer")
	officer.get("/settings").is(200).says("2027 年的放假安排还没有录入")
	page := officer.get("/settings/calendar?year=2027").is(200).says("2027 年还没有录入", "10 月")
	notice := "一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：2月6日（周六）至12日（周五）放假调休。2月14日（周日）上班。"
	officer.send(page.form("/settings/calendar/change").with("days", notice+"\n三、不知道", "note", "国务院办公厅通知")).is(http.StatusUnprocessableEntity).says("看不懂", "第 3 行")
	officer.send(page.form("/settings/calendar/change").with("days", notice+"\n2027-02-09 上班 春节", "note", "国务院办公厅通知")).is(http.StatusUnprocessableEntity).says("既写了放假又写了上班")
	s.Make(s.Worker(), need.Needs.Register, Community, record.Input{"detail": "想请人理发，周末在家", "category": "照顾老人", "raised_on": "2026-11-23", "source": "线下走访"})
	preview := officer.send(page.form("/settings/calendar/change").with("days", notice, "note", "国务院办公厅通知", "document", "某号")).is(200).says("2027-01-01", "放假 元旦", "上班 春节", "已经给出的期限不会自己变", "10 个工作日")
	officer.follow(preview.form("/settings/calendar/change")).is(200).says("已保存")
	officer.get("/settings/calendar?year=2027").is(200).says("元旦", "某号", "11 天").silent("还没有录入")
	officer.get("/settings").is(200).silent("还没有录入")
	if p := officer.get("/settings/calendar.csv?year=2027").is(200); !strings.Contains(p.body, "2027-02-14,workday,春节\r\n") || strings.Count(p.body, "\n") != 12 {
		t.Error(p.body)
	}
	if p := officer.get("/settings/calendar.ics?year=2027").is(200); strings.Count(p.body, "BEGIN:VEVENT") != 11 || !strings.Contains(p.body, "DTSTART;VALUE=DATE:20270101\r\n") || !strings.Contains(p.head.Get("Content-Type"), "text/calendar") {
		t.Error(p.body)
	}
	s.Do(rulingDay(s, "2026-11-24", "holiday")) // the need of yesterday, counted again, is due a day later
	undo := officer.get("/settings/calendar/change?drop=2026-11-24&year=2026").is(200)
	gone := officer.send(undo.form("/settings/calendar/change").with("note", "记错了")).is(200).says("放假 县里的", "不再适用")
	officer.follow(gone.form("/settings/calendar/change")).is(200).says("已保存")
	tuesday := officer.send(page.form("/settings/calendar/change").with("year", "2026", "days", "2026-11-24 放假 县里的", "note", "试")).is(200)
	tuesday.says("答复需求", "2026-11-24 周二", "2026-11-25 周三")
}

func rulingDay(s *site, day, kind string) error {
	_, err := s.Store.Rule(s.Ctx(), store.System("test"), store.Ruling{Sort: store.OfDay, Name: store.CalendarName, Seen: store.AnyVersion, Rows: []store.Wanted{{Key: day, Value: kind, Label: "县里的"}}}, "")
	return err
}

// What a figure means is there to read, with the settings it depends on.
func TestDefinitions(t *testing.T) {
	s := onSQLite(t)
	worker := s.as("worker")
	list := worker.get("/settings/definitions").is(200)
	for _, c := range s.Figures.Contracts() {
		list.says(c.Label)
		p := worker.get("/settings/definitions/"+c.Name).is(200).says(c.Rule, c.Owner, fmt.Sprintf("第 %d 版，现行", c.Version))
		for _, name := range c.Settings {
			p.says(s.Store.Described(name).Label)
		}
	}
	worker.get("/settings/definitions/none").is(http.StatusNotFound)
}

// A department is given a role, and who gains or loses it is shown first.
func TestDepartmentStory(t *testing.T) {
	s := onSQLite(t)
	unit := s.Make(s.Officer(), people.Units.Register, County, record.Input{"name": "县委社会工作部", "kind": "党政机关"})
	for _, login := range []string{"zhang", "wang"} {
		id, err := s.App.Auth.CreateAccount(s.Ctx(), store.System("demo"), auth.Account{Login: login, Name: login, Unit: unit, UnitName: "县委社会工作部", Area: County})
		s.Do(err)
		if login == "wang" {
			_, err = s.App.Auth.Grant(s.Ctx(), store.System("demo"), auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: people.CountyOfficer})
			s.Do(err)
		}
	}
	admin := s.as("admin")
	page := admin.get("/settings/roles").is(200).says("还没有给单位授过岗")
	admin.send(page.form("/settings/roles/grant").with("unit.text", "没有这个单位", "role", string(people.CountyOfficer))).is(http.StatusUnprocessableEntity)
	preview := admin.send(page.form("/settings/roles/grant").with("unit.text", "县委社会工作部", "role", string(people.CountyOfficer), "from", "2026-03-02")).is(200)
	preview.says("1 个账号得到这个岗位，1 个不变", "zhang", "不变，另外还有")
	list := admin.follow(preview.form("/settings/roles/grant")).is(200).says("已授岗", "县委社会工作部", "现行")
	admin.send(preview.form("/settings/roles/grant")).is(http.StatusConflict).says("已有县级经办这个岗位")
	link := list.body[strings.Index(list.body, "/settings/roles/grant?end="):]
	end := admin.get(link[:strings.IndexByte(link, '"')]).is(200).says("1 个账号失去")
	ending := "/settings/roles/" + strings.TrimPrefix(link[:strings.IndexByte(link, '"')], "/settings/roles/grant?end=") + "/end"
	admin.send(end.form(ending)).is(http.StatusUnprocessableEntity).says("写一句原因")
	admin.follow(end.form(ending).with("reason", "机构改革", "to", "2026-04-01")).is(200).says("已结束", "2026-04-01 前")
	s.as("officer").get("/settings/roles").is(http.StatusForbidden)
	s.as("officer").post("/settings/roles/grant", url.Values{"unit": {fmt.Sprint(unit)}, "role": {string(people.Administrator)}}).is(http.StatusForbidden)
}

func address(p *page) string { return p.name[strings.Index(p.name, "/"):] }
