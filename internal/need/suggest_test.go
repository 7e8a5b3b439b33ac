package need_test

import (
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/ident"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// offers registers an organisation and what it can do; more says otherwise
// than the story's usual resource.
func (c *community) offers(name string, serial int, more record.Input) int64 {
	c.Helper()
	code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, serial)
	c.Do(err)
	c.Make(c.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": name, "code": code, "kind": "民办非企业单位", "registered_on": "2019-05-06"})
	in := record.Input{"title": name + "上门理发", "kind": "专业服务", "categories": "照顾老人", "org": name, "suits": "周末上午", "cost": "公益"}
	place := Community
	for k, v := range more {
		if k == "" {
			place = v
			continue
		}
		in[k] = v
	}
	r := c.Make(c.Officer(), need.Resources.Register, place, in)
	c.Step(c.Officer(), need.Resources.Register, r, "accept", store.Taking{})
	return r
}

func Test建议的资源(t *testing.T) {
	story(t, "合适的按理由排列，不合适的各有缘由", func(c *community) {
		c.On("2026-03-02")
		best := c.offers("样样合适", 1, record.Input{"targets": "老年人"})
		town := c.offers("全镇服务", 2, record.Input{"": Town, "cost": "低偿"})
		misses := map[int64]string{}
		for i, x := range []struct {
			more record.Input
			says string
		}{
			{record.Input{"categories": "孩子托管"}, "做的是别的方面"},
			{record.Input{"": Community2}, "服务的地方不含本社区"},
			{record.Input{"targets": "留守儿童"}, "服务对象不同"},
			{record.Input{"suits": "工作日晚上"}, "时段对不上"},
			{record.Input{"from_day": "2026-04-01"}, "2026年4月1日才开始"},
			{record.Input{"until_day": "2026-02-28"}, "有效期到 2026年2月28日 为止"},
			{record.Input{"capacity": "1"}, "手上已有 1 件，同时最多接 1 件"},
			{nil, "现在是“活动异常”"},
		} {
			r := c.offers(x.says, 10+i, x.more)
			misses[r] = x.says
			switch {
			case x.more["capacity"] != "":
				c.Make(c.Worker(), need.Matches.Register, Community, record.Input{"need": id(c.hears("别人先约了")), "resource": id(r)})
			case x.more == nil:
				o := Get(c.World, c.Officer(), need.Resources, r).Org
				c.Step(c.Civil(), org.SocialOrgs.Register, int64(o), "list_abnormal", store.Taking{Note: "未年检"})
			}
		}
		elsewhere := c.offers("也来本社区", 30, record.Input{"": Community2, "places": Community})
		retired := c.offers("停用了的", 31, nil)
		c.Step(c.Officer(), need.Resources.Register, retired, "retire", store.Taking{Note: "不做了"})

		n := c.Make(c.Worker(), need.Needs.Register, Community, record.Input{"category": "照顾老人", "targets": "老年人", "detail": "上门理发", "source": "线下走访", "suits": "周六上午"})
		fit, unfit, err := need.Suggest(c.Ctx(), c.Store.Reader(c.Worker()), Get(c.World, c.Worker(), need.Needs, n), c.Store.Today())
		c.Do(err)
		var order []int64
		for _, s := range fit {
			order = append(order, s.Resource.ID)
			if s.Score <= 0 || len(s.Helped) == 0 || len(s.Misses) > 0 {
				c.Errorf("合适的 %s：%+v", s.Resource.Title, s)
			}
		}
		if len(order) != 3 || order[0] != best || order[1] != elsewhere || order[2] != town {
			c.Errorf("合适的依次是 %v，应为 %d、%d、%d", order, best, elsewhere, town)
		}
		if got := strings.Join(fit[0].Helped, "；"); got != "做的正是这方面的事；就在本社区服务；服务对象相符；时段合得上；公益，不收费" || fit[0].Score != 100 {
			c.Errorf("第一条得 %d：%s", fit[0].Score, got)
		}
		if got := strings.Join(fit[2].Hurt, "；"); got != "低偿，居民要付一点费用" {
			c.Errorf("不利之处：%s", got)
		}
		for _, s := range unfit {
			want := misses[s.Resource.ID]
			if want == "" || len(s.Misses) != 1 || !strings.Contains(s.Misses[0], want) {
				c.Errorf("“%s”的缘由：%v，应为 %s", s.Resource.Title, s.Misses, want)
			}
			delete(misses, s.Resource.ID)
			_, err := c.Store.Create(c.Ctx(), c.Worker(), need.Matches.Register, Community, record.Input{"need": id(n), "resource": id(s.Resource.ID)}, "")
			c.refuses("不能对接", err)
		}
		if len(misses) > 0 {
			c.Errorf("没有说到的：%v", misses)
		}
	})
}
