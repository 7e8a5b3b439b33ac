package need_test

import (
	"fmt"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// community is a community whose worker takes in what residents need.
type community struct{ *World }

// story tells one on both engines, and has everything checked afterwards.
func story(t *testing.T, name string, tell func(c *community)) {
	t.Run(name, func(t *testing.T) {
		Each(t, func(w *World) {
			tell(&community{w})
			found, err := w.Store.Verify(w.Ctx())
			w.Do(err)
			for _, f := range found {
				w.Error(f)
			}
		})
	})
}

func id(n int64) string { return record.Input{}.ID(n) }

// hears of a need on the day, and takes it on.
func (c *community) hears(detail string) int64 {
	c.Helper()
	n := c.Make(c.Worker(), need.Needs.Register, Community, record.Input{"category": "照顾老人", "detail": detail, "source": "线下走访"})
	c.Step(c.Worker(), need.Needs.Register, n, "verify", store.Taking{})
	return n
}

// standing gives how many needs counted at the end of a day.
func (c *community) standing(on clock.Date, ids ...int64) (n int) {
	c.Helper()
	for _, id := range ids {
		list, err := c.Store.Reader(c.Worker()).Passages(c.Ctx(), need.Needs.Register, id)
		c.Do(err)
		state := ""
		for _, p := range list {
			if p.On <= on {
				state = p.To
			}
		}
		switch need.State(state) {
		case need.Verified, need.NoResource, need.Arranged, need.Served, need.Closed:
			n++
		}
	}
	return n
}

func (c *community) refuses(says string, err error) {
	c.Helper()
	if k := fault.KindOf(err); err == nil || k == fault.Internal || !strings.Contains(err.Error(), says) {
		c.Errorf("应说“%s”：%v", says, err)
	}
}

func (c *community) state(id int64) need.State {
	c.Helper()
	return Get(c.World, c.Worker(), need.Needs, id).State
}

func TestG19重复的需求合并(t *testing.T) {
	story(t, "从合并之日起算一件，来历都在，撤销后照旧", func(c *community) {
		c.On("2026-08-20")
		twelve, eightyEight, other := c.hears("三单元没有路灯"), c.hears("晚上楼道看不见"), c.hears("想学跳舞")
		c.On("2026-09-03")
		c.Step(c.Worker(), need.Needs.Register, eightyEight, "combine", store.Taking{On: "2026-09-01", In: record.Input{"merged_to": id(twelve)}})
		all := []int64{twelve, eightyEight, other}
		if a, b := c.standing("2026-08-31", all...), c.standing("2026-09-01", all...); a != 3 || b != 2 {
			c.Errorf("8 月 31 日 %d 件、9 月 1 日 %d 件，应为 3 件、2 件", a, b)
		}
		origins, err := store.Find(c.Ctx(), c.Store.Reader(c.Worker()), need.Needs, func(n *need.Need, w *store.Where) {
			w.Is(&n.MergedTo, record.ID[need.Need](twelve))
		})
		c.Do(err)
		if len(origins) != 1 || origins[0].ID != eightyEight || origins[0].Detail != "晚上楼道看不见" {
			c.Errorf("12 号并入了 %+v", origins)
		}
		c.refuses("请选还在办的一件", c.TryStep(c.Worker(), need.Needs.Register, other, "combine", store.Taking{In: record.Input{"merged_to": id(eightyEight)}}))
		c.refuses("不能合并到它自己", c.TryStep(c.Worker(), need.Needs.Register, other, "combine", store.Taking{In: record.Input{"merged_to": id(other)}}))
		c.refuses("合并前要填", c.TryStep(c.Worker(), need.Needs.Register, other, "combine", store.Taking{}))
		c.Step(c.Worker(), need.Needs.Register, eightyEight, "separate", store.Taking{})
		if n := c.standing("2026-09-03", all...); n != 3 {
			c.Errorf("撤销合并后 %d 件，应为 3 件", n)
		}
		if n := Get(c.World, c.Worker(), need.Needs, eightyEight); n.MergedTo != 0 || n.State != need.Verified {
			c.Errorf("撤销后是 %+v", n)
		}
	})
}

func Test居民没有答复(t *testing.T) {
	story(t, "七天以后才能按逾期办结，单独统计", func(c *community) {
		c.On("2026-03-02")
		n := c.hears("理发")
		c.Step(c.Worker(), need.Needs.Register, n, "serve", store.Taking{In: record.Input{"outcome": "已上门理发"}})
		for _, day := range []clock.Date{"2026-03-02", "2026-03-08"} {
			c.On(day)
			c.refuses("2026年3月9日 起才能按逾期办结", c.TryStep(c.Worker(), need.Needs.Register, n, "lapse", store.Taking{}))
		}
		if c.state(n) != need.Served {
			c.Errorf("没到日子就成了 %s", c.state(n))
		}
		c.On("2026-03-09")
		c.Step(c.Worker(), need.Needs.Register, n, "lapse", store.Taking{})
		if got := Get(c.World, c.Worker(), need.Needs, n); got.State != need.Closed || got.Answer != need.Silent {
			c.Errorf("办结为 %s %s，应记作逾期未答复", got.State, got.Answer)
		}
		c.Step(c.Worker(), need.Needs.Register, n, "reopen", store.Taking{Note: "居民回来说没理好"})
		if got := Get(c.World, c.Worker(), need.Needs, n); got.State != need.Verified || got.Answer != need.Reopened {
			c.Errorf("重办后是 %s %s", got.State, got.Answer)
		}
	})
}

func Test不予受理和转办(t *testing.T) {
	story(t, "要写明原因，转办要写明转往哪里", func(c *community) {
		n := c.Make(c.Worker(), need.Needs.Register, Community, record.Input{"category": "其他", "detail": "想要一套房子", "source": "12345"})
		c.refuses("不予受理要写明原因", c.TryStep(c.Worker(), need.Needs.Register, n, "refuse", store.Taking{}))
		c.refuses("不予受理要写明原因", c.TryStep(c.Worker(), need.Needs.Register, n, "refuse", store.Taking{Note: " "}))
		c.Step(c.Worker(), need.Needs.Register, n, "refuse", store.Taking{Note: "不属社区事项，已告知住房保障窗口"})
		list, err := c.Store.Reader(c.Worker()).Passages(c.Ctx(), need.Needs.Register, n)
		c.Do(err)
		if last := list[len(list)-1]; last.Label != "不予受理" || last.Note != "不属社区事项，已告知住房保障窗口" || last.Name != "王雪梅" {
			c.Errorf("办理经过：%+v", last)
		}
		c.refuses("现在是“不予受理”，不能受理", c.TryStep(c.Worker(), need.Needs.Register, n, "verify", store.Taking{}))

		m := c.hears("路灯坏了")
		c.refuses("转办前要填", c.TryStep(c.Worker(), need.Needs.Register, m, "transfer", store.Taking{Note: "归城管"}))
		c.Step(c.Worker(), need.Needs.Register, m, "transfer", store.Taking{Note: "归城管", In: record.Input{"transferred_to": "综合行政执法局"}})
		if inbox, _ := c.Store.Inbox(c.Ctx(), c.Worker(), 10); len(inbox) != 0 {
			c.Errorf("办完了还有待办：%+v", inbox)
		}
	})
}

func Test居民自己提的都从待受理开始(t *testing.T) {
	story(t, "不能自己写成已受理", func(c *community) {
		resident := &record.Actor{Name: "居民", Via: "portal", Area: Community}
		in := record.Input{"category": "照顾老人", "detail": "理发", "state": "已受理"}
		_, _, err := c.Store.Submit(c.Ctx(), resident, need.Needs.Register, Community, in, "a")
		c.refuses("您登记时只能是“待受理”", err)
		in["state"] = "待受理"
		_, made, err := c.Store.Submit(c.Ctx(), resident, need.Needs.Register, Community, in, "b")
		c.Do(err)
		if c.state(made.ID) != need.Raised {
			c.Errorf("居民提的需求是 %s", c.state(made.ID))
		}
	})
}

func TestG21清单要有内容才能发布(t *testing.T) {
	story(t, "需求、资源有内容，项目清单是空的", func(c *community) {
		c.On("2026-03-02")
		c.hears("理发")
		publish := func(kind string) error {
			e := c.Make(c.Worker(), need.ListEditions.Register, Community, record.Input{"kind": kind, "year": "2026"})
			return c.TryStep(c.Worker(), need.ListEditions.Register, e, "publish", store.Taking{})
		}
		c.Do(publish("需求清单"))
		c.refuses("资源清单里还没有内容", publish("资源清单"))
		c.refuses("项目清单里还没有内容", publish("项目清单"))
		out, err := store.Find(c.Ctx(), c.Store.Reader(c.Worker()), need.ListEditions, func(e *need.ListEdition, w *store.Where) { w.Is(&e.State, need.Out) })
		c.Do(err)
		if len(out) != 1 || out[0].Items != 1 || out[0].Published != "2026-03-02" {
			c.Errorf("发布了 %+v", out)
		}
		_, err = c.Store.Create(c.Ctx(), c.TownOfficer(), need.ListEditions.Register, Town, record.Input{"kind": "需求清单", "year": "2026"}, "")
		c.refuses("清单由社区发布", err)
		if err := c.TryStep(c.OtherWorker(), need.ListEditions.Register, out[0].ID, "withdraw", store.Taking{Note: "x"}); !fault.Is(err, fault.NotFound) {
			c.Errorf("外社区撤回：%v", err)
		}
		c.Step(c.Worker(), need.ListEditions.Register, out[0].ID, "withdraw", store.Taking{Note: "还要补充"})
	})
}

func Test对接一次只问一家(t *testing.T) {
	story(t, "谢绝要说原因，取消后可以再对接", func(c *community) {
		first, second := c.offers("银龄助老", 1, nil), c.offers("安心陪护", 2, nil)
		n := c.hears("理发")
		m := c.Make(c.Worker(), need.Matches.Register, Community, record.Input{"need": id(n), "resource": id(first)})
		_, err := c.Store.Create(c.Ctx(), c.Worker(), need.Matches.Register, Community, record.Input{"need": id(n), "resource": id(second)}, "")
		c.refuses("已有一次对接在进行", err)
		org := int64(Get(c.World, c.Worker(), need.Matches, m).Org)
		c.refuses("谢绝前要填", c.TryStep(c.Member(org), need.Matches.Register, m, "decline", store.Taking{}))
		if err := c.TryStep(c.Member(org+1), need.Matches.Register, m, "accept", store.Taking{}); !fault.Is(err, fault.NotFound) {
			c.Errorf("别家替它接受：%v", err)
		}
		c.Step(c.Member(org), need.Matches.Register, m, "decline", store.Taking{In: record.Input{"refusal": "近期排满"}})
		m = c.Make(c.Worker(), need.Matches.Register, Community, record.Input{"need": id(n), "resource": id(second)})
		c.Step(c.Member(int64(Get(c.World, c.Worker(), need.Matches, m).Org)), need.Matches.Register, m, "accept", store.Taking{})
		if c.state(n) != need.Arranged {
			c.Errorf("接受后需求是 %s", c.state(n))
		}
		c.Step(c.Worker(), need.Matches.Register, m, "cancel", store.Taking{Note: "人手病了"})
		if got := fmt.Sprint(c.state(n)); got != "verified" {
			c.Errorf("取消后需求是 %s", got)
		}
	})
}
