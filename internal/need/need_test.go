package need_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// A resident's need goes from hand to hand until they say it is met.
func TestFromNeedToOpinion(t *testing.T) {
	Each(t, func(w *World) {
		w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{
			"name": "银龄助老服务中心", "code": "52510522MJQ000023K", "kind": "民办非企业单位", "category": "生活服务", "registered_on": "2019-05-06"})
		res := w.Make(w.Worker(), need.Resources.Register, Community, record.Input{
			"title": "上门理发、修指甲", "kind": "专业服务", "categories": "照顾老人", "org": "银龄助老服务中心", "suits": "周末上午", "cost": "公益"})
		w.Step(w.Worker(), need.Resources.Register, res, "accept", store.Taking{})

		resident := &record.Actor{Name: "居民", Via: "portal", Area: Community}
		receipt, made, err := w.Store.Submit(w.Ctx(), resident, need.Needs.Register, Community, record.Input{
			"category": "elder", "detail": "我妈 82 岁，腿脚不方便。想请人上门理发，周末上午在家。", "phone": "13800002046", "suits": "周末上午"}, "form-1")
		w.Do(err)
		again, _, err := w.Store.Submit(w.Ctx(), resident, need.Needs.Register, Community, record.Input{
			"category": "elder", "detail": "我妈 82 岁，腿脚不方便。想请人上门理发，周末上午在家。", "phone": "13800002046", "suits": "周末上午"}, "form-1")
		w.Do(err)
		if again != receipt || len(receipt.Code) != 10 {
			t.Errorf("sent twice: %+v, then %+v", receipt, again)
		}

		tasks, err := w.Store.Inbox(w.Ctx(), w.Worker(), 50)
		w.Do(err)
		if len(tasks) != 1 || tasks[0].Label != "答复需求" || tasks[0].Due != "2026-03-03" {
			t.Fatalf("inbox: %+v", tasks)
		}
		if other, _ := w.Store.Inbox(w.Ctx(), w.OtherWorker(), 50); len(other) != 0 {
			t.Errorf("another community's inbox: %+v", other)
		}
		id := made.ID
		w.Step(w.Worker(), need.Needs.Register, id, "verify", store.Taking{})
		n := Get(w, w.Worker(), need.Needs, id)
		fit, unfit, err := need.Suggest(w.Ctx(), w.Store.Reader(w.Worker()), n, w.Store.Today())
		w.Do(err)
		if len(fit) != 1 || len(unfit) != 0 || fit[0].Score != 80 {
			t.Fatalf("suggestions: %+v / %+v", fit, unfit)
		}
		m := w.Make(w.Worker(), need.Matches.Register, Community, record.Input{"need": record.Input{}.ID(id), "resource": record.Input{}.ID(res)})
		member := w.Member(int64(fit[0].Org.ID))
		tasks, err = w.Store.Inbox(w.Ctx(), member, 50)
		w.Do(err)
		if len(tasks) != 1 || tasks[0].Kind != "answer" {
			t.Fatalf("the organisation's inbox: %+v", tasks)
		}
		w.Step(member, need.Matches.Register, m, "accept", store.Taking{})
		if s := Get(w, w.Worker(), need.Needs, id).State; s != need.Arranged {
			t.Fatalf("need is %s", s)
		}
		w.Make(w.Worker(), service.Activities.Register, Community, record.Input{
			"title": "上门理发", "kind": "志愿服务", "held_on": "2026-03-02", "needs": record.Input{}.ID(id), "names": "陈桂芳\n王建国 13900001111", "summary": "理发、修指甲各一次"})
		if n := Get(w, w.Worker(), need.Needs, id); n.State != need.Served || n.Outcome != "理发、修指甲各一次" {
			t.Fatalf("need is %s, %q", n.State, n.Outcome)
		}
		reg, rec, err := w.Store.ByReceipt(w.Ctx(), receipt.Link)
		w.Do(err)
		_, err = w.Store.TakeByResident(w.Ctx(), resident, reg, record.BaseOf(rec).ID, "confirm", store.Taking{}, "c1")
		w.Do(err)
		_, _, err = w.Store.Submit(w.Ctx(), resident, service.Opinions.Register, Community, record.Input{"need": record.Input{}.ID(id), "level": "不满意", "words": "来晚了"}, "o1")
		w.Do(err)
		tasks, err = w.Store.Inbox(w.Ctx(), w.Worker(), 50)
		w.Do(err)
		if len(tasks) != 1 || tasks[0].Kind != "call" || tasks[0].Due != "2026-03-03" {
			t.Fatalf("inbox after a bad opinion: %+v", tasks)
		}
		if err := w.TryStep(w.OtherWorker(), need.Needs.Register, id, "reopen", store.Taking{Note: "x"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("another community's worker: %v", err)
		}
		found, err := w.Store.Verify(w.Ctx())
		w.Do(err)
		if len(found) > 0 {
			t.Errorf("verify: %v", found)
		}
		for _, q := range []string{"理发", "腿脚不方便", "wjsmtl", "12ab"} {
			page, err := w.Store.Reader(w.Worker()).List(w.Ctx(), need.Needs.Register, store.Query{Text: q})
			w.Do(err)
			if want := q == "理发" || q == "腿脚不方便"; (page.Total == 1) != want {
				t.Errorf("search %q finds %d", q, page.Total)
			}
		}
	})
}
