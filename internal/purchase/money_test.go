package purchase_test

import (
	"fmt"
	"sync"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// atOnce does something so many times at once and counts how often it was done;
// everybody else is refused in words.
func (c *county) atOnce(times int, do func(i int) error) (done int) {
	c.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() {
			err := do(i)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				done++
			} else if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
				c.Errorf("第 %d 次：%v", i, err)
			}
		})
	}
	all.Wait()
	return done
}

func Test一笔只付一次(t *testing.T) {
	story(t, "连点两下付一次，几个人同时付也付一次", func(c *county) {
		contract, pays := c.contract("10万元", "60%", "40%")
		c.accept(pays[0])
		rec := c.payment(pays[0])
		in := record.Input{"paid_on": string(c.Store.Today()), "voucher": "拨款凭证001"}
		pay := func(key string) error {
			_, err := c.Store.Take(c.Ctx(), c.finance(), purchase.Milestones.Register, pays[0], rec.Version, "pay", store.Taking{In: in}, key)
			return err
		}
		if done := c.atOnce(2, func(int) error { return pay("双击") }); done != 2 {
			c.Errorf("连点两下有 %d 下成了；同一张表单该答同一个结果", done)
		}
		c.accept(pays[1])
		second, err := c.Store.Reader(c.finance()).Get(c.Ctx(), purchase.Milestones.Register, pays[1])
		c.Do(err)
		done := c.atOnce(20, func(i int) error {
			_, err := c.Store.Take(c.Ctx(), c.as(int64(40+i), fmt.Sprint("财政", i), "finance_officer"), purchase.Milestones.Register, pays[1], record.BaseOf(second).Version, "pay",
				store.Taking{In: record.Input{"paid_on": string(c.Store.Today()), "voucher": fmt.Sprint("拨款凭证1", i)}}, "")
			return err
		})
		if done != 0 { // the final evaluation comes before the last payment
			c.Errorf("没有终期评价，付了 %d 次尾款", done)
		}
		c.evaluate(contract, "终期评价", 88)
		if done = c.atOnce(20, func(i int) error { return c.pay(pays[1]) }); done != 1 {
			c.Errorf("二十个人同时付，付了 %d 次", done)
		}
		if k := Get(c.World, c.Civil(), purchase.Contracts, contract); k.Paid != 10_000_000 {
			c.Errorf("一共付了 %s 元", k.Paid.Yuan())
		}
		c.refuses("这个支付凭证号已经用过", func() error {
			_, more := c.contract("1万元", "100%")
			c.accept(more[0])
			return c.step(c.finance(), purchase.Milestones.Register, more[0], "pay", record.Input{"paid_on": string(c.Store.Today()), "voucher": "拨款凭证001"})
		}())
		c.refuses("已经支付，不能作废", func() error {
			_, err := c.Store.Void(c.Ctx(), c.Civil(), purchase.Milestones.Register, pays[0], c.payment(pays[0]).Version, "登记错了", "")
			return err
		}())
		c.refuses("已经支付 100000.00 元，不能作废", func() error {
			_, err := c.Store.Void(c.Ctx(), c.Civil(), purchase.Contracts.Register, contract, Get(c.World, c.Civil(), purchase.Contracts, contract).Version, "登记错了", "")
			return err
		}())
	})
}

func Test同时签合同不超预算(t *testing.T) {
	story(t, "预算 30 万元，十份 7 万元的合同同时签", func(c *county) {
		var won []int64
		for range 10 {
			won = append(won, c.planned("7万元", "直接委托（限额以下）"))
		}
		for _, x := range won {
			c.Do(c.step(c.Civil(), purchase.Purchases.Register, x, "award", record.Input{"org": c.id(c.org), "price": "7万元", "shown_from": "2026-03-03"}))
		}
		c.On("2026-03-10")
		for _, x := range won {
			c.Do(c.step(c.Civil(), purchase.Purchases.Register, x, "settle", nil))
		}
		done := c.atOnce(len(won), func(i int) error { _, err := c.sign(won[i], "7万元"); return err })
		if done != 4 {
			c.Errorf("签成 %d 份，30 万元只够 4 份", done)
		}
		_, err := c.sign(c.awarded("2万元"), "2万元")
		c.Do(err)
		c.refuses("已签合同 300000.00 元，预算不能少于它", func() error {
			l := Get(c.World, c.finance(), purchase.Lines, c.line)
			_, err := c.Store.Edit(c.Ctx(), c.finance(), purchase.Lines.Register, c.line, l.Version, record.Input{"amount": "20万元"}, "")
			return err
		}())
		c.refuses("还剩 20000.00 元", c.overdrawn())
	})
}

// overdrawn says what a purchase of more than is left is told, with 20,000 left
// on a line of its own.
func (c *county) overdrawn() error {
	c.Helper()
	c.line = c.budget("另一笔", "2万元")
	return c.try(c.Civil(), purchase.Purchases.Register, record.Input{"title": "超预算的", "item": c.id(c.item), "line": c.id(c.line), "buyer": c.id(c.buyer), "amount": "20,000.01元", "method": "公开招标"})
}

func Test分笔不超合同(t *testing.T) {
	story(t, "份额同时加不过百分之百，余分归最后一笔", func(c *county) {
		contract, pays := c.contract("1000.01元", "33.33%", "33.33%", "33.34%")
		var sum record.Fen
		for _, m := range pays {
			sum += c.payment(m).Amount
		}
		if sum != 100_001 || c.payment(pays[2]).Amount != 33_341 {
			c.Errorf("三笔合起来 %s 元，最后一笔 %s 元", sum.Yuan(), c.payment(pays[2]).Amount.Yuan())
		}
		contract, _ = c.contract("10万元")
		done := c.atOnce(8, func(i int) error {
			return c.try(c.Civil(), purchase.Milestones.Register, record.Input{"title": "一笔", "contract": c.id(contract), "order_number": fmt.Sprint(i + 1), "share": "30%", "criteria": "按约定"})
		})
		if done != 3 {
			c.Errorf("30%% 的登记了 %d 笔，应为 3 笔", done)
		}
		for share, says := range map[string]string{"20%": "加起来是 110.00%", "0": "应大于 0%", "-5%": "应大于 0%", "101%": "不超过 100%"} {
			c.refuses(says, c.try(c.Civil(), purchase.Milestones.Register, record.Input{"title": "一笔", "contract": c.id(contract), "order_number": "9", "share": share, "criteria": "按约定"}))
		}
	})
}

func Test付款依据从活动里选(t *testing.T) {
	story(t, "只能选本项目办完的活动，一场活动作一笔的依据", func(c *county) {
		contract, pays := c.contract("10万元", "50%", "50%")
		ours, other := c.held("暑期小组第一次", "童一", ""), c.project
		c.project = 0
		strange := c.held("别的活动", "", "20")
		c.project = other
		c.refuses("“别的活动”不是这份合同的项目的活动", c.step(c.member(), purchase.Milestones.Register, pays[0], "submit", record.Input{"evidence": c.id(strange)}))
		c.accept(pays[0], ours)
		c.refuses("已是第 1 笔的依据", c.step(c.member(), purchase.Milestones.Register, pays[1], "submit", record.Input{"evidence": c.id(ours)}))
		c.refuses("第 1 笔“第1笔”还没有支付，按顺序支付", func() error { c.accept(pays[1]); return c.pay(pays[1]) }())
		c.refuses("还没有到", c.step(c.finance(), purchase.Milestones.Register, pays[0], "pay", record.Input{"paid_on": "2026-12-01", "voucher": "v"}))
		c.refuses("不能早于验收的", c.step(c.finance(), purchase.Milestones.Register, pays[0], "pay", record.Input{"paid_on": "2026-03-01", "voucher": "v"}))
		c.refuses("财政", c.step(c.Civil(), purchase.Milestones.Register, pays[0], "pay", record.Input{"paid_on": "2026-03-10", "voucher": "v"}))
		c.Do(c.step(c.Civil(), purchase.Contracts.Register, contract, "suspend", nil))
		c.refuses("合同现在是“已暂停”，不能支付", c.pay(pays[0]))
		c.Do(c.step(c.Civil(), purchase.Contracts.Register, contract, "resume", nil))
		c.Do(c.pay(pays[0]))
		c.Do(c.step(c.Civil(), purchase.Contracts.Register, contract, "end", nil))
		c.refuses("合同现在是“已解除”，不能支付", c.pay(pays[1]))
		if err := c.try(c.Civil(), purchase.Purchases.Register, record.Input{"title": "余下的", "item": c.id(c.item), "line": c.id(c.line), "buyer": c.id(c.buyer), "amount": "25万元", "method": "竞争性磋商"}); err != nil {
			c.Errorf("解除的合同只占已付的 5 万元，30 万元还剩 25 万元：%v", err)
		}
	})
}

func Test公告成交和金额(t *testing.T) {
	story(t, "先公告；不足三家的废标；成交价不超采购金额，合同不超成交价", func(c *county) {
		x := c.planned("10万元", "公开招标")
		award := func(bids, price string) error {
			return c.step(c.Civil(), purchase.Purchases.Register, x, "award", record.Input{"org": c.id(c.org), "price": price, "shown_from": "2026-03-24", "bids": bids})
		}
		two := `[{"who":"小荷","price":"9万元","mark":"88"},{"who":"启明星","price":"9.5万元","mark":"80"}]`
		three := two[:len(two)-1] + `,{"who":"春晖","price":"8.8万元","mark":"79"}]`
		c.refuses("直接委托以外的采购要先发公告", award(three, "9万元"))
		c.Do(c.step(c.Civil(), purchase.Purchases.Register, x, "notice", record.Input{"noticed_on": "2026-03-02"}))
		c.On("2026-03-23")
		c.refuses("公开招标有 2 家投标，不足三家的应予废标", award(two, "9万元"))
		c.refuses("应在 0 和采购金额 100000.00 元之间", award(three, "11万元"))
		c.Do(award(three, "9万元"))
		_, err := c.sign(x, "9万元")
		c.refuses("现在是“公示中”，成交并公示期满以后才能签合同", err)
		c.refuses("公示到 2026年3月30日，期满以后才能确认", c.step(c.Civil(), purchase.Purchases.Register, x, "settle", nil))
		c.Do(c.step(c.Civil(), purchase.Purchases.Register, x, "object", nil))
		c.Do(award(three, "9万元"))
		c.On("2026-03-31")
		c.Do(c.step(c.Civil(), purchase.Purchases.Register, x, "settle", nil))
		_, err = c.sign(x, "9.1万元")
		c.refuses("超过成交金额 90000.00 元", err)
		for _, amount := range []string{"0", "-9万元"} {
			_, err = c.sign(x, amount)
			c.refuses("要大于 0", err)
		}
		_, err = c.sign(x, "9万元")
		c.Do(err)
		_, err = c.sign(x, "1万元")
		c.refuses("这次采购已经签了合同", err)
		c.refuses("已经签了合同，不能作废", func() error {
			_, err := c.Store.Void(c.Ctx(), c.Civil(), purchase.Purchases.Register, x, Get(c.World, c.Civil(), purchase.Purchases, x).Version, "错了", "")
			return err
		}())
		c.refuses("这种方式要写明理由", c.try(c.Civil(), purchase.Purchases.Register, record.Input{"title": "单一来源的", "item": c.id(c.item), "line": c.id(c.line), "buyer": c.id(c.buyer), "amount": "1万元", "method": "单一来源"}))
		ended := c.Make(c.finance(), purchase.Items.Register, County, record.Input{"title": "停买的", "code": "B0999", "from_day": "2020-01-01", "until_day": "2026-01-01"})
		c.refuses("“停买的”今天不在指导性目录里，不能购买", c.try(c.Civil(), purchase.Purchases.Register, record.Input{"title": "停买的", "item": c.id(ended), "line": c.id(c.line), "buyer": c.id(c.buyer), "amount": "1万元", "method": "公开招标"}))
	})
}
