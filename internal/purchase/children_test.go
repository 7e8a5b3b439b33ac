package purchase_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/figure"
	"sanshe/internal/people"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/topic"
)

func TestG23人数人次和没有记名的(t *testing.T) {
	story(t, "童K 来了三次，另有一场只记了 20 个人", func(c *county) {
		child := c.Make(c.Officer(), people.Persons.Register, Community, record.Input{"name": "童开"})
		for _, title := range []string{"暑期小组第一次", "暑期小组第二次", "暑期小组第三次"} {
			a := c.held(title, "", "")
			c.Make(c.Worker(), service.Participations.Register, Community, record.Input{"activity": c.id(a), "person": c.id(child), "name": "童开", "role": "服务对象"})
		}
		c.held("六一游园", "", "20")
		other := c.project
		c.project = 0
		c.held("院坝电影", "外人一、外人二", "300")
		c.project = other
		for _, f := range []string{"服务对象", "参与人次", "没有记名的服务对象", "购买服务投入资金", "购买服务合同金额"} {
			c.Make(c.Officer(), topic.Topics.Register, County, record.Input{"title": "困境儿童" + f, "figure": f, "name": "children", "theme": "困境儿童关爱"})
		}
		c.says(map[string]string{"service.beneficiaries@children": "1", "service.unnamed@children": "20", "service.attendances@children": "23"})

		contract, pays := c.contract("20万元", "40%", "40%", "20%")
		c.says(map[string]string{"purchase.spent@children": "0", "purchase.signed@children": "200,000"})
		c.accept(pays[0])
		c.Do(c.pay(pays[0]))
		c.evaluate(contract, "中期评价", 50)
		c.says(map[string]string{"purchase.spent@children": "80,000", "purchase.signed@children": "200,000"})
		c.Do(c.step(c.Civil(), purchase.Contracts.Register, contract, "end", nil))
		c.says(map[string]string{"purchase.spent@children": "80,000", "purchase.signed@children": "0"})
	})
}

// says compares figures with how a document says them.
func (c *county) says(want map[string]string) {
	c.Helper()
	for name, want := range want {
		got, err := c.Figures.One(c.Ctx(), name, figure.Question{Area: County})
		c.Do(err)
		if got.Text() != want+got.Unit {
			c.Errorf("%s 是 %s，应为 %s%s", name, got.Text(), want, got.Unit)
		}
	}
}
