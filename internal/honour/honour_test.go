package honour_test

import (
	"fmt"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/honour"
	"sanshe/internal/ident"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// 双强四有 as this county's text has it, with bands and quotas as elsewhere (推断).
var strong = record.Input{"name": "“双强四有”星级评定", "year": "2026", "publicity_days": "5", "valid_years": "1", "yearly_review": "是",
	"criteria": `[{"name":"经济发展强","weight":"20"},{"name":"党建工作强","weight":"20"},{"name":"组织有力量","weight":"15"},{"name":"党员有作为","weight":"15"},{"name":"服务有成效","weight":"15"},{"name":"活动有特色","weight":"15"}]`,
	"bands":    `[{"name":"五星级","from_score":"90","quota":"50%","star":"是"},{"name":"四星级","from_score":"80","star":"是"},{"name":"不定星级","from_score":"0"}]`}

// 三分类三升级: three classes, each with the one to rise to (推断).
var classes = record.Input{"name": "三分类三升级", "year": "2026", "publicity_days": "3",
	"criteria": `[{"name":"党建工作","weight":"100"}]`,
	"bands":    `[{"name":"先进","from_score":"85","aim":"示范"},{"name":"一般","from_score":"60","aim":"先进"},{"name":"后进","from_score":"0","aim":"一般"}]`}

type county struct {
	*World
	n int
}

func story(t *testing.T, name string, tell func(c *county)) {
	t.Run(name, func(t *testing.T) {
		Each(t, func(w *World) {
			tell(&county{World: w})
			found, err := w.Store.Verify(w.Ctx())
			w.Do(err)
			for _, f := range found {
				w.Error(f)
			}
		})
	})
}

func (c *county) refuses(says string, err error) {
	c.Helper()
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), says) {
		c.Errorf("应说“%s”：%v", says, err)
	}
}

func (c *county) document(title string) string {
	return record.Input{}.ID(c.Make(c.Officer(), people.Documents.Register, County, record.Input{"title": title}))
}

func (c *county) scheme(in record.Input) int64 {
	c.Helper()
	id := c.Make(c.Officer(), honour.Schemes.Register, County, in)
	c.Step(c.Officer(), honour.Schemes.Register, id, "issue", store.Taking{In: record.Input{"basis": c.document("关于" + in["name"] + "的通知")}})
	return id
}

// branch gives a branch of an organisation of its own, and the organisation.
func (c *county) branch() (branch, of int64) {
	c.Helper()
	c.n++
	code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, c.n)
	c.Do(err)
	name := fmt.Sprintf("第%d社", c.n)
	of = c.Make(c.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": name, "code": code, "kind": "民办非企业单位", "registered_on": "2019-05-06"})
	branch = c.Make(c.Officer(), party.PartyOrgs.Register, Community, record.Input{"name": name + "党支部", "kind": "党支部", "founded_on": "2020-01-01", "state": "已成立"})
	c.Make(c.Officer(), party.Coverages.Register, Community, record.Input{"org": record.Input{}.ID(of), "kind": "单独组建", "party_org": record.Input{}.ID(branch), "from_day": "2020-01-01"})
	return branch, of
}

func (c *county) step(id int64, step string, on clock.Date, in record.Input) error {
	c.Helper()
	return c.TryStep(c.Officer(), honour.Entries.Register, id, step, store.Taking{On: on, In: in, Note: "x"})
}

func marks(of record.Input, percent int) string {
	var rows []string
	for _, r := range strings.Split(strings.Trim(of["criteria"], "[]"), "},{") {
		name, weight, _ := strings.Cut(strings.TrimPrefix(strings.Trim(r, "{}"), `"name":"`), `","weight":"`)
		var most int
		fmt.Sscan(weight, &most)
		rows = append(rows, fmt.Sprintf(`{"criterion":%q,"score":"%d.%02d"}`, name, most*percent/100, most*percent%100))
	}
	return "[" + strings.Join(rows, ",") + "]"
}

func (c *county) says(at clock.Date, figures map[string]string) {
	c.Helper()
	c.Says(figure.Question{Area: County, At: at}, figures)
}

func TestG13示范阵地命名打造和摘牌(t *testing.T) {
	story(t, "成功打造两个、正在打造一个，从不说三个；摘牌的从那天起不算", func(c *county) {
		c.On("2026-02-02")
		site := func(name, level string) int64 {
			return c.Make(c.Officer(), honour.DemoSites.Register, Community, record.Input{"name": name, "kind": "示范阵地", "level": level, "begun_on": "2026-01-05", "target_on": "2026-06-30"})
		}
		a, b, m, k := site("甲阵地", "市级"), site("乙阵地", "市级"), site("丙点", "市级"), site("丁阵地", "县级")
		step := func(id int64, step string, on clock.Date) {
			c.Helper()
			c.Step(c.Officer(), honour.DemoSites.Register, id, step, store.Taking{On: on, Note: "x"})
		}
		name := func(id int64, on clock.Date) {
			c.Helper()
			c.Step(c.Officer(), honour.DemoSites.Register, id, "name", store.Taking{On: on, In: record.Input{"naming": c.document(fmt.Sprint("命名通知", id))}})
		}
		c.On("2026-05-08")
		c.refuses("命名文件", c.TryStep(c.Officer(), honour.DemoSites.Register, a, "name", store.Taking{}))
		name(a, "2026-03-01")
		step(b, "apply", "2026-03-01")
		name(b, "2026-04-01")
		name(k, "2026-04-01")
		c.says("2026-02-28", map[string]string{"honour.demo_sites": "0个", "honour.demo_sites_building": "3个"})
		c.says("2026-03-31", map[string]string{"honour.demo_sites": "1个", "honour.demo_sites_building": "2个"})
		two := map[string]string{"honour.demo_sites": "2个", "honour.demo_sites_building": "1个"}
		c.says("2026-04-01", two)
		c.refuses("不能晚于今天", c.TryStep(c.Officer(), honour.DemoSites.Register, m, "name", store.Taking{On: "2026-05-09", In: record.Input{"naming": c.document("通知")}}))
		c.refuses("要写明原因", c.TryStep(c.Officer(), honour.DemoSites.Register, a, "revoke", store.Taking{}))
		step(a, "revoke", "2026-05-06")
		c.says("2026-05-05", two)
		c.says("2026-05-06", map[string]string{"honour.demo_sites": "1个", "honour.demo_sites_building": "1个"})
		step(a, "rebuild", "2026-05-08")
		c.says("2026-05-08", map[string]string{"honour.demo_sites": "1个", "honour.demo_sites_building": "2个"})
		if err := c.TryStep(c.Worker(), honour.DemoSites.Register, m, "name", store.Taking{}); !fault.Is(err, fault.Refused) {
			c.Errorf("社区命名示范阵地：%v", err)
		}
	})
}

func Test星级评定(t *testing.T) {
	story(t, "自评、初审、考评、公示五个工作日、命名、年度复核、降低等次、摘星", func(c *county) {
		c.On("2026-09-21")
		scheme := c.scheme(strong)
		branch, of := c.branch()
		c.refuses("分值合计应为 100", c.try(c.Officer(), honour.Schemes.Register, record.Input{"name": "甲", "year": "2026", "criteria": `[{"name":"a","weight":"90"}]`, "bands": `[{"name":"b","from_score":"0"}]`}))
		e := c.enter(scheme, branch)
		c.refuses("今年已经申报过", c.try(c.Officer(), honour.Entries.Register, record.Input{"scheme": record.Input{}.ID(scheme), "party_org": record.Input{}.ID(branch)}))

		// The organisation says of itself how it stands, and no more than that.
		me := c.Member(of)
		if got := Get(c.World, me, honour.Entries, e); int64(got.Of) != of {
			c.Errorf("申报属于 %d，应为 %d", got.Of, of)
		}
		edit := func(in record.Input) error {
			_, err := c.Store.Edit(c.Ctx(), me, honour.Entries.Register, e, Get(c.World, me, honour.Entries, e).Version, in, "")
			return err
		}
		c.refuses("应在 0 到 20 分之间", edit(record.Input{"self_marks": `[{"criterion":"经济发展强","score":"20.01"}]`}))
		if got := Get(c.World, me, honour.Entries, e).Self; len(got) != 6 || got[0].Criterion != "经济发展强" || got[0].Score != 0 {
			c.Errorf("自评没有列出办法的各项：%v", got)
		}
		c.refuses("“经济发展强”写了两次", edit(record.Input{"self_marks": `[{"criterion":"经济发展强","score":"20"},{"criterion":"经济发展强","score":"20"}]`}))
		c.refuses("考评由县里做", edit(record.Input{"review_marks": marks(strong, 100)}))
		c.refuses("等次和命名日期留空", edit(record.Input{"band": "五星级"}))
		c.Do(c.TryStep(me, honour.Entries.Register, e, "submit", store.Taking{In: record.Input{"self_marks": marks(strong, 95)}}))
		if err := c.TryStep(me, honour.Entries.Register, e, "pass_first", store.Taking{}); !fault.Is(err, fault.Refused) {
			c.Errorf("社会组织自己初审：%v", err)
		}
		_, nobody := c.branch()
		if _, err := c.Store.Reader(c.Member(nobody)).Get(c.Ctx(), honour.Entries.Register, e); !fault.Is(err, fault.NotFound) {
			c.Errorf("别的社会组织看到了申报：%v", err)
		}

		c.Do(c.TryStep(c.TownOfficer(), honour.Entries.Register, e, "pass_first", store.Taking{}))
		// One of two at most is 五星级; one alone would be more than half.
		c.refuses("“五星级”的名额是申报数 1 的 50%，即 0 个", c.step(e, "grade", "", record.Input{"review_marks": marks(strong, 92)}))
		other := c.other(scheme)
		c.Do(c.step(e, "grade", "", record.Input{"review_marks": marks(strong, 92)}))
		if got := Get(c.World, c.Officer(), honour.Entries, e); got.Score != 92_00 || got.Band != "五星级" || !got.Star {
			c.Errorf("考评 %d %s", got.Score, got.Band)
		}
		for _, s := range []string{"submit", "pass_first"} {
			c.Do(c.step(other, s, "", record.Input{"self_marks": marks(strong, 95)}))
		}
		c.refuses("已有 1 个", c.step(other, "grade", "", record.Input{"review_marks": marks(strong, 95)}))

		// Publicity of five working days over the National Day.
		c.On("2026-09-28")
		c.Do(c.step(e, "publish", "", nil))
		until := Get(c.World, c.Officer(), honour.Entries, e).Until
		if want := workdays(c, "2026-09-28", 5); until != want {
			c.Errorf("公示至 %s，应为 %s", until, want)
		}
		c.On(until)
		c.refuses("期满后再命名", c.step(e, "name", "", nil))
		c.Do(c.step(e, "object", "", record.Input{"objection": "居民来信"}))
		c.refuses("现在是“有异议”", c.step(e, "name", "", nil))
		c.Do(c.step(e, "settle", "", nil))
		again := Get(c.World, c.Officer(), honour.Entries, e).Until
		c.says(again, map[string]string{"honour.star_orgs": "0个"})
		c.On(again.AddDays(1))
		c.Do(c.step(e, "name", "", nil))
		named := again.AddDays(1)
		c.says(named, map[string]string{"honour.star_orgs": "1个"})
		c.says(named.AddDays(-1), map[string]string{"honour.star_orgs": "0个"})
		if got := Get(c.World, c.Officer(), honour.Entries, e); got.Last != named.AddMonths(12).AddDays(-1) {
			c.Errorf("有效期至 %s", got.Last)
		}
		c.says(named.AddMonths(12), map[string]string{"honour.star_orgs": "0个"})
		if got := c.Todo(c.Officer(), honour.Entries.Register, e); got != "年度复核 "+string(named.AddMonths(12)) {
			c.Errorf("待办 %q", got)
		}
		c.refuses("办“摘星”", c.step(e, "lower", "", record.Input{"band": "不定星级"}))
		c.Do(c.step(e, "lower", "", record.Input{"band": "四星级"}))
		c.refuses("要低于现在的“四星级”", c.step(e, "lower", "", record.Input{"band": "五星级"}))
		c.says(named, map[string]string{"honour.star_orgs": "1个"})
		c.On(named.AddDays(30))
		c.Do(c.step(e, "review", "", nil))
		if got := c.Todo(c.Officer(), honour.Entries.Register, e); got != "年度复核 "+string(named.AddDays(30).AddMonths(12)) {
			c.Errorf("复核以后的待办 %q", got)
		}
		c.Do(c.step(e, "demote", "", nil))
		c.says(named.AddDays(29), map[string]string{"honour.star_orgs": "1个"})
		c.says(named.AddDays(30), map[string]string{"honour.star_orgs": "0个"})
	})
	story(t, "以前命名的五个照样进来，从命名之日起算", func(c *county) {
		c.On("2026-11-23")
		scheme := c.scheme(strong)
		for range 5 {
			branch, _ := c.branch()
			c.Make(c.Officer(), honour.Entries.Register, Community, record.Input{"scheme": record.Input{}.ID(scheme), "party_org": record.Input{}.ID(branch), "band": "四星级", "named_on": "2026-07-01", "state": "已命名"})
		}
		c.says("2026-06-30", map[string]string{"honour.star_orgs": "0个"})
		c.says("2026-07-01", map[string]string{"honour.star_orgs": "5个"})
		branch, _ := c.branch()
		c.refuses("要填今天以前的命名日期", c.try(c.Officer(), honour.Entries.Register, record.Input{"scheme": record.Input{}.ID(scheme), "party_org": record.Input{}.ID(branch), "band": "四星级", "named_on": "2026-11-24", "state": "已命名"}))
		c.refuses("应为办法里的等次：五星级、四星级、不定星级", c.try(c.Officer(), honour.Entries.Register, record.Input{"scheme": record.Input{}.ID(scheme), "party_org": record.Input{}.ID(branch), "band": "金牌", "named_on": "2026-07-01", "state": "已命名"}))
	})
	story(t, "三分类三升级是另一个办法，一年一版", func(c *county) {
		scheme := c.scheme(classes)
		branch, _ := c.branch()
		e := c.enter(scheme, branch)
		for _, s := range []string{"submit", "pass_first", "grade"} {
			c.Do(c.step(e, s, "", record.Input{"self_marks": marks(classes, 70), "review_marks": marks(classes, 59)}))
		}
		if got := Get(c.World, c.Officer(), honour.Entries, e); got.Band != "后进" || got.Star {
			c.Errorf("分类 %s", got.Band)
		}
		if got := Get(c.World, c.Officer(), honour.Schemes, scheme); got.Bands[2].Aim != "一般" {
			c.Errorf("升级目标 %+v", got.Bands)
		}
		_, err := c.Store.Edit(c.Ctx(), c.Officer(), honour.Schemes.Register, scheme, Get(c.World, c.Officer(), honour.Schemes, scheme).Version, record.Input{"publicity_days": "9"}, "")
		c.refuses("不能再修改", err)
		c.refuses("今年已有一版", c.try(c.Officer(), honour.Schemes.Register, classes))
	})
}

func Test专项行动要有批准和结束(t *testing.T) {
	story(t, "没有批准文件不能开展，过了结束日期不算在进行", func(c *county) {
		id := c.Make(c.Officer(), honour.Campaigns.Register, County, record.Input{"name": "两个覆盖集中攻坚", "from_day": "2026-03-02", "last_day": "2026-06-30",
			"jobs": `[{"what":"摸排","who":"各镇街","due_on":"2026-04-30"},{"what":"组建","who":"各镇街","due_on":"2026-06-30"}]`})
		reg := honour.Campaigns.Register
		c.refuses("要填", c.TryStep(c.Officer(), reg, id, "start", store.Taking{}))
		c.Step(c.Officer(), reg, id, "start", store.Taking{In: record.Input{"basis": c.document("集中攻坚方案")}})
		c.says("2026-03-02", map[string]string{"honour.campaigns": "1个"})
		if got := c.Todo(c.Officer(), reg, id); got != "专项行动到期：小结并结束 2026-06-30" {
			c.Errorf("待办 %q", got)
		}
		c.On("2026-07-01")
		c.says("2026-06-30", map[string]string{"honour.campaigns": "1个"})
		c.says("2026-07-01", map[string]string{"honour.campaigns": "0个"})
		c.refuses("要填", c.TryStep(c.Officer(), reg, id, "end", store.Taking{}))
		c.Step(c.Officer(), reg, id, "end", store.Taking{In: record.Input{"summary": "建了三个"}})
		c.refuses("任务", c.try(c.Officer(), reg, record.Input{"name": "又一个", "from_day": "2026-07-01", "last_day": "2026-07-31", "jobs": `[{"what":"摸排","due_on":"2026-08-01"}]`}))
	})
}

func (c *county) try(a *record.Actor, reg *record.Register, in record.Input) error {
	_, err := c.Store.Create(c.Ctx(), a, reg, County, in, "")
	return err
}

func (c *county) enter(scheme, branch int64) int64 {
	c.Helper()
	return c.Make(c.TownOfficer(), honour.Entries.Register, Community, record.Input{"scheme": record.Input{}.ID(scheme), "party_org": record.Input{}.ID(branch)})
}

func (c *county) other(scheme int64) int64 {
	c.Helper()
	branch, _ := c.branch()
	return c.enter(scheme, branch)
}

func workdays(c *county, after clock.Date, n int) clock.Date {
	cal, err := c.Store.Calendar(c.Ctx())
	c.Do(err)
	day, _ := cal.AddWorkingDays(after, n)
	return day
}
