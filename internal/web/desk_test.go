package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"

	. "sanshe/internal/apptest"
)

// Somebody comes to the desk: three answers, and what was probably told before is
// said while it is written down, with a script or without one.
func TestDesk(t *testing.T) {
	each(t, func(s *site) {
		worker := s.as("worker")
		desk := worker.get("/desk").is(200).says("来访登记", "保存并受理", "录纸表")
		required := 0
		for _, label := range []string{"哪方面的事", "具体说说", "来源"} {
			if strings.Contains(desk.text(), label+" 可不填") {
				t.Errorf("%s is not required", label)
			}
			required++
		}
		if n := strings.Count(desk.body, ">可不填<"); required != 3 || n < 4 {
			t.Errorf("%d fields may be left out", n)
		}
		form := desk.form("/r/need").with("category", "elder", "detail", "三单元的独居婆婆想请人上门理发", "source", "visit", "phone", "13800002046")
		worker.follow(form).is(200).says("已登记", "来访登记")
		id := one(s, need.Needs.Register, nil, "")
		if n := Get(s.World, s.Worker(), need.Needs, id); n.State != need.Verified || n.Raised != "2026-03-02" {
			t.Errorf("kept as %+v", n)
		}
		again := worker.get("/desk").form("/r/need").with("category", "elder", "detail", "独居婆婆想请人上门理发，住三单元", "source", "visit")
		again.Values.Del("_to")
		part := worker.post("/r/need/alike", again.Values, "X-Fragment", "#alike").is(200).silent("13800002046")
		box := find(part.doc, func(n *html.Node) bool { return get(n, "id") == "alike" })
		if box == nil || !strings.Contains(words(box), "三单元的独居婆婆想请人上门理发") {
			t.Errorf("what was told before is not in the box: %s", part.text())
		}
		worker.post("/r/need/alike", again.Values).is(200).says("可能说过了", "独居婆婆想请人上门理发，住三单元", "保存")
		other := s.as("other")
		other.post("/r/need/alike", again.Values).silent("三单元的独居婆婆想请人上门理发")
		s.as("org").post("/r/need/alike", again.Values).is(403)
		s.as("org").get("/desk").is(403)
		worker.post("/r/need", again.with("category", "").Values).is(http.StatusUnprocessableEntity).says("哪方面的事", "独居婆婆想请人上门理发，住三单元")
	})
}

// A sheet of paper is printed for the community, keyed in by its number, and only once.
func TestPaperIsKeyedInOnce(t *testing.T) {
	each(t, func(s *site) {
		sheet := s.nobody().get("/p/paper?n=2&c="+Community).is(200).says("需求登记表", "滨江社区", "沿线剪下")
		numbers := regexp.MustCompile(`ZB[A-Z0-9]{8}`).FindAllString(sheet.text(), -1)
		if len(numbers) != 4 || numbers[0] != numbers[1] || numbers[0] == numbers[2] {
			t.Fatalf("numbers %v", numbers)
		}
		worker := s.as("worker")
		form := worker.get("/desk?slip="+numbers[0]).is(200).says("录入纸表 "+numbers[0]).form("/r/need").with("category", "elder", "detail", "想请人上门理发", "source", "visit", "raised_on", "2026-02-27")
		worker.follow(form).is(200).says("已登记")
		n := Get(s.World, s.Worker(), need.Needs, one(s, need.Needs.Register, nil, ""))
		if n.Slip != numbers[0] || n.Raised != "2026-02-27" || n.Due != "2026-02-28" {
			t.Errorf("keyed in as %+v", n)
		}
		worker.get("/desk?slip="+strings.ToLower(numbers[0])).is(200).says("已经登记过了", "想请人上门理发").silent("保存并受理")
		twice := worker.get("/desk?slip="+numbers[2]).form("/r/need").with("category", "elder", "detail", "又来一张", "source", "visit", "slip", numbers[0])
		worker.send(twice).is(http.StatusUnprocessableEntity).says("这个编号的来件已经登记过了")
	})
}

// What a community published is read by anybody, as it stood, and without what
// residents said or who they are; the poster leads to the form of the community.
func TestPublishedListsAndPoster(t *testing.T) {
	each(t, func(s *site) {
		n := s.Make(s.Worker(), need.Needs.Register, Community, record.Input{"category": "照顾老人", "detail": "陈" + canary + "想请人上门理发", "raiser": "陈" + canary, "phone": canaryPhone, "told": "给老人上门理发"})
		s.Step(s.Worker(), need.Needs.Register, n, "verify", store.Taking{})
		publish := func(kind string) string {
			e := s.Make(s.Worker(), need.ListEditions.Register, Community, record.Input{"kind": kind, "year": "2026"})
			anybody := s.nobody()
			anybody.get(fmt.Sprintf("/p/lists/%d", e)).is(404)
			s.Step(s.Worker(), need.ListEditions.Register, e, "publish", store.Taking{})
			return fmt.Sprintf("/p/lists/%d", e)
		}
		first, resources := publish("需求清单"), publish("资源清单")
		anybody := s.nobody()
		anybody.get("/p/lists").is(200).says("您在哪个社区")
		anybody.get("/p/lists?c="+Community).is(200).says("2026 年需求清单（第 1 期）", "2026 年资源清单（第 1 期）", "最新一期")
		anybody.get(first).is(200).says("给老人上门理发", "照顾老人", "已受理").silent(canary, canaryPhone)
		anybody.get(resources).is(200).says("上门理发、修指甲", "银龄助老服务中心", "公益")
		s.Step(s.Worker(), need.Needs.Register, n, "serve", store.Taking{In: record.Input{"outcome": canary + "办好了"}})
		second := publish("需求清单")
		anybody.get(first).is(200).says("已受理", "后来又公布了一期").silent("待居民确认")
		anybody.get(second).is(200).says("第 2 期", "待居民确认").silent(canary)
		s.Step(s.Worker(), need.ListEditions.Register, one(s, need.ListEditions.Register, map[string]string{"kind": "resource"}, ""), "withdraw", store.Taking{Note: "有误"})
		anybody.get(resources).is(404)

		poster := anybody.get("/p/poster?c="+Community).is(200).says("有什么需要", "滨江社区", "1 个工作日内有人联系您", "/p/need?c="+Community)
		if find(poster.doc, func(n *html.Node) bool { return n.Data == "svg" && get(n, "role") == "img" }) == nil {
			t.Error("the poster has no code")
		}
		anybody.get("/p/poster?c=510522999999").is(200).says("没有找到二维码里的社区")
	})
}
