package portal_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sanshe/internal/apptest"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

var codeOnPage = regexp.MustCompile(`<b class="code">(.*?)</b>`)

// A resident files a need, follows it by its code, says that it is met and how
// it went. Nothing they wrote is shown to whoever finds the receipt.
func TestFromFormToOpinion(t *testing.T) {
	apptest.Each(t, func(w *apptest.World) {
		w.On("2026-11-23")
		v := open(w, nil)
		form := v.get("/p/need?c=" + apptest.Community)
		form.has(w, "滨江社区", "1 个工作日内", "照顾老人", "说不准，直接写", "tel:0830-5262345")
		w.Clock.Advance(20 * time.Second)
		in := filled(form.key(w))
		at := v.post("/p/need", in).next(w)
		if again := v.post("/p/need", in).next(w); again != at {
			t.Errorf("sent twice: %s, then %s", at, again)
		}
		if page := apptestNeeds(v); page != 1 {
			t.Fatalf("%d needs", page)
		}
		received := v.get(at)
		received.has(w, "滨江社区已收到", "11月24日（周二）下班前", "社区工作人员", "查询码", "11月23日 09:00，照顾老人", "社区联系您", "<svg viewBox")
		private(w, received)
		code := strings.ReplaceAll(strings.Join(strings.Fields(tags.ReplaceAllString(codeOnPage.FindStringSubmatch(received.body)[1], " ")), ""), " ", "")
		if len(code) != 10 {
			t.Fatalf("code %q", code)
		}

		v.newPhone()
		v.get("/p/progress").has(w, "查询码")
		typed := wide(strings.ToLower(code[:3])) + " " + strings.ToLower(code[3:6]) + "－" + code[6:]
		way := v.post("/p/progress", url.Values{"code": {typed}}).next(w)
		v.get(way).has(w, "已提交", "11月24日（周二）下班前", "答复您", "不用办了，撤回")

		id := onlyNeed(v)
		w.Step(w.Worker(), need.Needs.Register, id, "verify", store.Taking{})
		v.get(way).has(w, "社区已受理", "安排服务", "不用办了，撤回")
		w.Step(w.Worker(), need.Needs.Register, id, "arrange", store.Taking{})
		v.get(way).has(w, "已找好人")
		v.get(way).hasNot(w, "不用办了，撤回", "这次服务您满意吗")
		w.Step(w.Worker(), need.Needs.Register, id, "serve", store.Taking{In: record.Input{"outcome": "理发、修指甲各一次"}})
		served := v.get(way)
		served.has(w, "服务做完了", "理发、修指甲各一次", "办好了", "还没办好", "这次服务您满意吗")
		private(w, served)

		reopen := v.post(way+"/step/reopen", url.Values{"_key": {served.key(w)}, "note_reopen": {" "}})
		if reopen.status != 422 {
			t.Errorf("reopening without a reason: %d", reopen.status)
		}
		reopen.has(w, "写一两句：哪里还没办好", "<details class=\"fold\" open")
		v.post(way+"/step/reopen", url.Values{"_key": {served.key(w)}, "note_reopen": {"指甲没有修，打 " + canaryPhone}}).next(w)
		again := v.get(way)
		again.has(w, "您说还没办好")
		private(w, again)
		w.Step(w.Worker(), need.Needs.Register, id, "serve", store.Taking{In: record.Input{"outcome": "补修了指甲"}})

		key := v.get(way).key(w)
		for range 2 { // pressed twice
			v.post(way+"/step/confirm", url.Values{"_key": {key}}).next(w)
		}
		closed := v.get(way)
		closed.has(w, "您确认办好了", "这次服务您满意吗", "补修了指甲")
		if p := v.post(way+"/step/confirm", url.Values{"_key": {closed.key(w)}}); p.status != 409 {
			t.Errorf("confirmed once more: %d", p.status)
		}
		blank := v.post(way+"/opinion", url.Values{"_key": {key}, "words": {"来晚了"}})
		if blank.status != 422 {
			t.Errorf("rated without a level: %d", blank.status)
		}
		blank.has(w, "选一个满意程度", "来晚了")
		opinion := url.Values{"_key": {"o-1"}, "level": {"2"}, "words": {"来晚了，金丝雀"}}
		for range 2 {
			v.post(way+"/opinion", opinion).next(w)
		}
		opinion.Set("_key", "o-2")
		v.post(way+"/opinion", opinion).next(w)
		rated := v.get(way)
		rated.has(w, "您的评价：", "不满意", "1 个工作日内会有人回访")
		private(w, rated)
		list, err := w.Store.Reader(w.Worker()).List(w.Ctx(), service.Opinions.Register, store.Query{})
		w.Do(err)
		if list.Total != 1 {
			t.Errorf("%d opinions", list.Total)
		}
		n := apptest.Get(w, w.Worker(), need.Needs, id)
		if n.State != need.Closed || n.Answer != need.Confirmed || n.Source != need.Online || n.ForWhom != canaryWhom || !n.Proxy {
			t.Errorf("the need is %+v", n)
		}
		found, err := w.Store.Verify(w.Ctx())
		w.Do(err)
		if len(found) > 0 {
			t.Errorf("verify: %v", found)
		}
	})
}

// private fails if anything personal is to be seen.
func private(t testing.TB, p page) {
	t.Helper()
	p.hasNot(t, canaryDetail, canaryPhone, canaryWhom, "金丝雀", "138****2046", "王雪梅")
}

// TestPrivateCanFail shows the canaries to the check.
func TestPrivateCanFail(t *testing.T) {
	for _, s := range []string{canaryDetail, canaryPhone, canaryWhom} {
		fake := &testing.T{}
		private(fake, page{body: s})
		if !fake.Failed() {
			t.Errorf("%s passes", s)
		}
	}
}

// wide writes letters and digits full width, as a keyboard for Chinese may.
func wide(s string) string {
	return strings.Map(func(r rune) rune { return r + 'Ａ' - 'A' }, s)
}

func apptestNeeds(v *town) int {
	p, err := v.Store.Reader(v.Worker()).List(v.Ctx(), need.Needs.Register, store.Query{})
	v.World.Do(err)
	return p.Total
}

func onlyNeed(v *town) int64 {
	p, err := v.Store.Reader(v.Worker()).List(v.Ctx(), need.Needs.Register, store.Query{})
	v.World.Do(err)
	return record.BaseOf(p.Records[0]).ID
}

// What the community decides, with its reason, is said in plain words; other
// notes stay inside.
func TestEndsOfANeed(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	link := regexp.MustCompile(`/p/receipt/([^/]{22})/`)
	for _, c := range []struct {
		steps []string
		notes []string
		want  []string
		not   []string
	}{
		{[]string{"refuse"}, []string{"不属于社区的事，请找物业"}, []string{"这件不能受理", "原因：不属于社区的事，请找物业"}, []string{"社区联系您", "撤回"}},
		{[]string{"verify", "transfer"}, []string{"", "归住建局管"}, []string{"转给别的部门办", "原因：归住建局管"}, []string{"安排服务"}},
		{[]string{"verify", "lack"}, []string{"", "附近没有会修轮椅的"}, []string{"暂时没有合适的人手", "附近没有会修轮椅的", "撤回"}, nil},
		{[]string{"verify", "arrange", "unarrange"}, []string{"", "", "金丝雀不肯去"}, []string{"原来找的人没有谈成", "安排服务"}, []string{"金丝雀"}},
	} {
		ref := link.FindStringSubmatch(v.file(nil))[1]
		_, rec, err := w.Store.ByReceipt(w.Ctx(), ref)
		w.Do(err)
		for i, step := range c.steps {
			in := record.Input{}
			if step == "transfer" {
				in["transferred_to"] = "住建局"
			}
			w.Step(w.Worker(), need.Needs.Register, record.BaseOf(rec).ID, step, store.Taking{Note: c.notes[i], In: in})
		}
		p := v.get("/p/r/" + ref)
		p.has(t, c.want...)
		p.hasNot(t, c.not...)
	}

	ref := link.FindStringSubmatch(v.file(nil))[1]
	p := v.get("/p/r/" + ref)
	v.post("/p/r/"+ref+"/step/withdraw", url.Values{"_key": {p.key(t)}}).next(t)
	v.get("/p/r/"+ref).has(t, "您撤回了")
	if p := v.post("/p/r/"+ref+"/step/verify", nil); p.status != 404 {
		t.Errorf("a resident takes the community's step: %d", p.status)
	}

	ref = link.FindStringSubmatch(v.file(nil))[1]
	_, rec, err := w.Store.ByReceipt(w.Ctx(), ref)
	w.Do(err)
	_, err = w.Store.Void(w.Ctx(), w.Worker(), need.Needs.Register, record.BaseOf(rec).ID, 1, "金丝雀登记重了", "")
	w.Do(err)
	gone := v.get("/p/r/" + ref)
	gone.has(t, "社区已经撤下")
	gone.hasNot(t, "金丝雀", "撤回")
	if p := v.post("/p/r/"+ref+"/step/withdraw", url.Values{"_key": {"k"}}); p.status != 409 {
		t.Errorf("a void need is withdrawn: %d", p.status)
	}
	w.On("2026-03-09")
	late := link.FindStringSubmatch(v.file(nil))[1]
	w.On("2026-03-20")
	v.get("/p/r/"+late).has(t, "答应 3月10日 答复，已经过了")
}
