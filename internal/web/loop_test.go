package web_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"sanshe/internal/need"
	"sanshe/internal/service"

	. "sanshe/internal/apptest"
)

// A resident's need goes through everybody's hands by forms alone, and the
// county's figures move: no script, on either engine.
func TestLoop(t *testing.T) {
	each(t, func(s *site) {
		officer := s.as("officer")
		figure := func(name string) string {
			return officer.get("/figures/" + name).is(200).text()
		}
		if got := figure("service.held"); !strings.Contains(got, "共 0 次") {
			t.Errorf("before: %s", got)
		}

		resident := s.nobody()
		ask := resident.get("/p/need?c="+Community).is(200).form("/p/need").with("category", "elder", "detail", "我妈 82 岁，腿脚不方便。想请人上门理发，周末上午在家。", "phone", "13800002046")
		s.Clock.Advance(30 * time.Second)
		received := resident.follow(ask).is(200).says("已收到", "查询码")
		way := regexp.MustCompile(`/p/r/[\w-]+`).FindString(received.body)
		if way == "" { // the receipt is followed by its code
			code := strings.Join(strings.Fields(regexp.MustCompile(`<b class="code">(.*?)</b>`).FindStringSubmatch(received.body)[1]), "")
			code = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(code, "")
			p := resident.send(resident.get("/p/progress").form("/p/progress").with("code", code))
			way = p.head.Get("Location")
		}
		resident.get(way).is(200).says("答复您")

		worker := s.as("worker")
		id := one(s, need.Needs.Register, nil, "")
		inbox := worker.get("/inbox").is(200).says("我妈 82 岁，腿脚不方便", "答复需求", "受理").silent("13800002046")
		form := inbox.form(at(need.Needs.Register, id) + "/do/verify")
		verified := worker.follow(form).is(200).says("已受理", "可对接的资源", "银龄助老服务中心", "上门理发、修指甲")
		asked := worker.follow(verified.form("/r/match")).is(200).says("待答复")
		match := one(s, need.Matches.Register, nil, "")
		asked.says("我妈 82 岁")

		member := s.as("org")
		accept := member.get("/inbox").is(200).says("答复对接", "接受").form(at(need.Matches.Register, match) + "/do/accept")
		member.follow(accept).is(200).says("已接受")
		worker.get(at(need.Needs.Register, id)).is(200).says("已对接")

		record1 := worker.get("/r/activity/new").is(200).says("记一次活动").form("/r/activity").with("title", "上门理发", "kind", "volunteer", "held_on", "2026-03-02",
			"names", "陈桂芳\n王建国 13900001111、欧阳娜娜", "summary", "理发、修指甲各一次", "length", "1小时", "needs", fmt.Sprint(id))
		worker.follow(record1).is(200).says("上门理发", "已登记", "已完成").silent("陈桂芳", "13900001111", "欧阳娜娜")
		worker.get(at(need.Needs.Register, id)).is(200).says("待居民确认", "理发、修指甲各一次")

		confirmed := resident.send(resident.get(way).is(200).says("理发、修指甲各一次").form(way + "/step/confirm"))
		confirmed.is(303)
		resident.follow(resident.get(way).form(way+"/opinion").with("level", "2", "words", "来晚了")).is(200).says("不满意")
		worker.get("/inbox").is(200).says("回访不满意的评价")

		for name, want := range map[string]string{"service.held": "共 1 次", "service.attendances": "共 3 人次", "service.people": "共 3 人", "need.found": "共 1 个", "need.confirmed": "共 1 个"} {
			if got := figure(name); !strings.Contains(got, want) {
				t.Errorf("%s: %s", name, got)
			}
		}
		officer.get("/board").is(200).says("三社联动总览", "社区服务", "居民需求")
		officer.get("/report").is(200).says("工作报告", "数字来历表", "待接入")
		docx := officer.get("/report.docx").is(200)
		if !strings.HasPrefix(docx.body, "PK") || !strings.Contains(docx.head.Get("Content-Disposition"), "2026-03-02.docx") {
			t.Errorf("the report: %v", docx.head)
		}
		found, err := s.Store.Verify(s.Ctx())
		s.Do(err)
		if len(found) > 0 {
			t.Errorf("verify: %v", found)
		}
		one(s, service.Opinions.Register, map[string]string{"level": "2"}, "")
		worker.get(at(need.Needs.Register, id)+"/history").is(200).says("登记", "受理", "确认办好了")
	})
}
