package need_test

import (
	"strings"
	"testing"

	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"

	. "sanshe/internal/apptest"
)

// publish puts one of the three lists out and gives the edition.
func (c *community) publish(kind string, more record.Input) *need.ListEdition {
	c.Helper()
	in := record.Input{"kind": kind, "year": "2026"}
	for k, v := range more {
		in[k] = v
	}
	e := c.Make(c.Worker(), need.ListEditions.Register, Community, in)
	c.Step(c.Worker(), need.ListEditions.Register, e, "publish", store.Taking{})
	return Get(c.World, c.Worker(), need.ListEditions, e)
}

func Test发布的清单不再变(t *testing.T) {
	story(t, "清单留着发布那天的样子，有误的另发一期更正", func(c *community) {
		c.On("2026-03-02")
		n := c.Make(c.Worker(), need.Needs.Register, Community, record.Input{"category": "照顾老人", "detail": "陈桂芳想请人上门理发", "raiser": "陈桂芳", "phone": "13800002046", "address": "滨江路8号", "source": "线下走访"})
		c.Step(c.Worker(), need.Needs.Register, n, "verify", store.Taking{})
		first := c.publish("需求清单", nil)
		if len(first.Rows) != 1 || first.No != 1 || first.Items != 1 {
			c.Fatalf("第一期：%+v", first)
		}
		row := first.Rows[0]
		if row.What != "照顾老人" || row.When != "2026-03-02" || row.Came != "已受理" || row.No != record.Code(n) {
			c.Errorf("没写公布用语的只公布哪方面的事：%+v", row)
		}
		for _, secret := range []string{"陈桂芳", "13800002046", "理发", "滨江路"} {
			for _, words := range []string{row.What, row.About, row.Who, row.When, row.Money, row.Came} {
				if strings.Contains(words, secret) {
					c.Errorf("公布了“%s”：%s", secret, words)
				}
			}
		}

		c.On("2026-04-07")
		_, err := c.Store.Edit(c.Ctx(), c.Worker(), need.Needs.Register, n, record.BaseOf(Get(c.World, c.Worker(), need.Needs, n)).Version, record.Input{"told": "给行动不便的老人上门理发"}, "")
		c.Do(err)
		c.Step(c.Worker(), need.Needs.Register, n, "serve", store.Taking{In: record.Input{"outcome": "办好了"}})
		again := Get(c.World, c.Worker(), need.ListEditions, first.ID)
		if len(again.Rows) != 1 || again.Rows[0] != row || again.Published != "2026-03-02" {
			c.Errorf("发布过的变了：%+v", again.Rows)
		}
		_, err = c.Store.Edit(c.Ctx(), c.Worker(), need.ListEditions.Register, first.ID, record.BaseOf(again).Version, record.Input{"note": "改一下"}, "")
		c.refuses("已发布", err)

		second := c.publish("需求清单", record.Input{"corrects": id(first.ID), "note": "补上公布用语"})
		if second.No != 2 || second.Rows[0].What != "给行动不便的老人上门理发" || second.Rows[0].Came != "待居民确认" {
			c.Errorf("第二期：%+v", second)
		}
		_, err = c.Store.Create(c.Ctx(), c.Worker(), need.ListEditions.Register, Community, record.Input{"kind": "资源清单", "year": "2026", "corrects": id(first.ID)}, "")
		c.refuses("同一张清单", err)
		c.Step(c.Worker(), need.ListEditions.Register, first.ID, "withdraw", store.Taking{Note: "有误"})
		c.refuses("已撤回", c.TryStep(c.Worker(), need.ListEditions.Register, first.ID, "publish", store.Taking{}))
	})
}

// What a public list says comes from public fields alone, and each of its
// columns from at least one.
func TestListsSayPublicFieldsOnly(t *testing.T) {
	said := need.Said()
	if len(said) != 3 {
		t.Fatalf("%d lists", len(said))
	}
	for reg, names := range said {
		for _, name := range names {
			if f := reg.Field(name); f == nil || !need.Tells(f) {
				t.Errorf("%s.%s stands on a public list and is not public", reg.Name, name)
			}
		}
	}
	for _, name := range []string{"detail", "title", "raiser", "phone", "address"} {
		if need.Tells(need.Needs.Field(name)) {
			t.Errorf("a need's %s may be told to anybody", name)
		}
	}
}
