package need_test

import (
	"net/url"
	"strings"
	"testing"

	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"

	. "sanshe/internal/apptest"
)

// board draws the board as text.
func (c *community) board(a *record.Actor, query string) string {
	c.Helper()
	q, err := url.ParseQuery(query)
	c.Do(err)
	view, err := need.Board(c.Ctx(), c.Store.Reader(a), q, func(path string) string { return path })
	c.Do(err)
	var b strings.Builder
	c.Do(view.Body.Render(&b))
	return b.String()
}

func (c *community) says(page string, words ...string) {
	c.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			c.Errorf("对接台没有说“%s”", w)
		}
	}
}

func Test对接台(t *testing.T) {
	story(t, "有人能做的、做不了的、已经问了的分开，并入项目要承接的组织答应", func(c *community) {
		c.On("2026-03-02")
		r := c.offers("银龄助老", 1, nil)
		org := Get(c.World, c.Worker(), need.Resources, r).Org
		ready, gap := c.hears("上门理发"), c.Make(c.Worker(), need.Needs.Register, Community, record.Input{"category": "邻里矛盾", "detail": "楼上漏水", "source": "线下走访"})
		c.Step(c.Worker(), need.Needs.Register, gap, "verify", store.Taking{})
		page := c.board(c.Worker(), "")
		c.says(page, "缺口：没有资源答得上 1", "有合适的，等您对接 1", "1 个资源可对接", "本社区和镇里没有合适的", "供需一览")
		if open := c.board(c.Worker(), "need="+id(ready)); !strings.Contains(open, "做的正是这方面的事") || !strings.Contains(open, "就在本社区服务") {
			c.Error("建议没有理由")
		}
		if other := c.board(c.OtherWorker(), "need="+id(ready)); strings.Contains(other, "上门理发") {
			c.Error("别的社区看到了这里的需求")
		}

		p := c.Make(c.Worker(), need.Projects.Register, Community, record.Input{"title": "银龄理发到家", "lead": id(int64(org)), "resources": id(r), "state": "实施中", "until_day": "2026-12-31"})
		c.says(c.board(c.Worker(), "need="+id(ready)), "1 个资源、1 个项目可对接", "银龄理发到家", "用的资源做的正是这方面的事")
		_, err := c.Store.Create(c.Ctx(), c.Worker(), need.Matches.Register, Community, record.Input{"need": id(gap), "project": id(p)}, "")
		c.refuses("做的是别的方面", err)
		_, err = c.Store.Create(c.Ctx(), c.Worker(), need.Matches.Register, Community, record.Input{"need": id(ready)}, "")
		c.refuses("选一个资源，或者选一个项目", err)
		_, err = c.Store.Create(c.Ctx(), c.Worker(), need.Matches.Register, Community, record.Input{"need": id(ready), "project": id(p), "resource": id(r)}, "")
		c.refuses("选一个资源，或者选一个项目", err)
		m := c.Make(c.Worker(), need.Matches.Register, Community, record.Input{"need": id(ready), "project": id(p)})
		c.says(c.board(c.Worker(), ""), "已问，等对方答复 1", "已问：银龄理发到家")
		c.Step(c.Member(int64(org)), need.Matches.Register, m, "accept", store.Taking{})
		if got := Get(c.World, c.Worker(), need.Projects, p); len(got.Needs) != 1 || int64(got.Needs[0]) != ready {
			c.Errorf("项目回应 %v", got.Needs)
		}
		if c.state(ready) != need.Arranged {
			c.Errorf("接受后需求是 %s", c.state(ready))
		}
		c.Step(c.Worker(), need.Matches.Register, m, "cancel", store.Taking{Note: "人手病了"})
		if got := Get(c.World, c.Worker(), need.Projects, p); len(got.Needs) != 0 || c.state(ready) != need.Verified {
			c.Errorf("取消后项目回应 %v，需求是 %s", got.Needs, c.state(ready))
		}
		c.Step(c.Worker(), need.Needs.Register, gap, "lack", store.Taking{Note: "没有人会调解"})
		c.says(c.board(c.Officer(), ""), "缺口清单", "楼上漏水", "已记为暂无资源")
	})
}

func Test说过的事(t *testing.T) {
	story(t, "登记时提示可能说过的，只在本社区还没办完的里面找", func(c *community) {
		first := c.hears("三单元楼道没有路灯，晚上看不见路")
		done := c.hears("三单元楼道路灯坏了，晚上看不见")
		c.Step(c.Worker(), need.Needs.Register, done, "refuse", store.Taking{Note: "重复"})
		c.hears("想学跳舞，找个老师")
		alike := func(place, text string) (ids []int64) {
			list, err := need.Alike(c.Ctx(), c.Store.Reader(c.Worker()), place, text)
			c.Do(err)
			for _, n := range list {
				ids = append(ids, n.ID)
			}
			return ids
		}
		if got := alike(Community, "三单元 楼道路灯不亮，晚上看不见"); len(got) != 1 || got[0] != first {
			c.Errorf("像的是 %v，应只有 %d", got, first)
		}
		for _, text := range []string{"", "路灯", "想请人来家里给老人做饭"} {
			if got := alike(Community, text); len(got) != 0 {
				c.Errorf("“%s”像 %v", text, got)
			}
		}
		if got := alike(Community2, "三单元楼道没有路灯，晚上看不见路"); len(got) != 0 {
			c.Errorf("别的社区的也算了：%v", got)
		}
	})
}

func Test来件编号只登记一次(t *testing.T) {
	story(t, "12345 工单号和纸表编号，写法不同也认得", func(c *community) {
		in := record.Input{"category": "照顾老人", "detail": "理发", "source": "12345", "slip": "zbabcd2345", "for_whom": "隔壁李大爷"}
		n := Get(c.World, c.Worker(), need.Needs, c.Make(c.Worker(), need.Needs.Register, Community, in))
		if n.Slip != "ZBABCD2345" || !n.Proxy {
			c.Errorf("%q，代提 %v", n.Slip, n.Proxy)
		}
		in["slip"] = "ＺＢＡＢＣＤ２３４５"
		_, err := c.Store.Create(c.Ctx(), c.Worker(), need.Needs.Register, Community, in, "")
		c.refuses("这个编号的来件已经登记过了", err)
	})
}
