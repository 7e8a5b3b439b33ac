package giving_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/figure"
	"sanshe/internal/giving"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

func id(n int64) string { return record.Input{}.ID(n) }

func refuses(w *World, says string, err error) {
	w.Helper()
	if err == nil || !strings.Contains(err.Error(), says) {
		w.Errorf("应说“%s”：%v", says, err)
	}
}

type county struct {
	*World
	unit, org int64
}

func newCounty(w *World) *county {
	return &county{w, w.Make(w.Officer(), people.Units.Register, Community, record.Input{"name": "滨江社区居委会", "kind": "事业单位"}),
		w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "甲社", "code": "51510522MJQ000015U", "kind": "社会团体", "registered_on": "2025-05-06"})}
}

// gift gives what is said of a donation of a person's, with more said.
func (c *county) gift(more record.Input) record.Input {
	in := record.Input{"donor_kind": "个人", "donor": "李善长", "given_on": "2026-03-02", "money": "500", "purpose": "老年食堂", "taken_by": id(c.unit), "receipt": "合慈 000001"}
	for k, v := range more {
		in[k] = v
	}
	return in
}

func (c *county) try(in record.Input) (int64, error) {
	res, err := c.Store.Create(c.Ctx(), c.Worker(), giving.Donations.Register, Community, in, "")
	return res.ID, err
}

// published gives the words of the page that anybody reads.
func (c *county) published() string {
	c.Helper()
	page, _, err := giving.Shown(c.Store.Reader(c.Worker()))(c.Ctx(), 0)
	c.Do(err)
	if page == nil {
		return ""
	}
	return fmt.Sprint(page)
}

// G42: 不愿公开姓名的捐赠：公示里有金额，名字写“爱心人士”，别的什么都看不出来；
// 社区收的，20 个工作日内公开；突发事件的，5 天内。
func TestG42不愿公开姓名的捐赠(t *testing.T) {
	Each(t, func(w *World) {
		c := newCounty(w)
		reg := giving.Donations.Register
		quiet, err := c.try(c.gift(record.Input{"nameless": "是"}))
		c.Do(err)
		named, err := c.try(c.gift(record.Input{"money": "800", "receipt": "合慈 000002"}))
		c.Do(err)
		own, err := c.try(c.gift(record.Input{"donor_kind": "社会组织", "donor": "", "org": id(c.org), "nameless": "是", "money": "1000", "receipt": "合慈 000003"}))
		c.Do(err)
		if got := c.Todo(c.Worker(), reg, quiet); got != "公开捐赠 2026-03-30" {
			c.Errorf("待办 %q", got)
		}
		tasks, err := c.Store.Inbox(c.Ctx(), c.Worker(), 10)
		c.Do(err)
		if len(tasks) != 3 || tasks[0].Due != "2026-03-30" { // 20 working days from Monday 2 March
			c.Errorf("待办 %+v", tasks)
		}
		if page := c.published(); page != "" {
			c.Errorf("还没有公开就有：%s", page)
		}
		for _, n := range []int64{quiet, named, own} {
			c.Step(c.Worker(), reg, n, "publish", store.Taking{})
		}
		page := c.published()
		for _, says := range []string{"爱心人士", "500.00 元", "李善长", "800.00 元", "1000.00 元", "老年食堂", "滨江社区居委会"} {
			if !strings.Contains(page, says) {
				c.Errorf("公示里没有“%s”：%s", says, page)
			}
		}
		if strings.Contains(page, "甲社") || strings.Count(page, "李善长") != 1 || strings.Count(page, "爱心人士") != 2 || strings.Contains(page, "合慈") {
			c.Errorf("公示说多了：%s", page)
		}
		// Without the wish the name is there: it is the wish that hides it.
		d := Get(w, c.Worker(), giving.Donations, quiet)
		_, err = c.Store.Edit(c.Ctx(), c.Worker(), reg, quiet, d.Version, record.Input{"nameless": "否"}, "")
		c.Do(err)
		if strings.Count(c.published(), "李善长") != 2 {
			c.Errorf("愿意公开以后：%s", c.published())
		}
		urgent, err := c.try(c.gift(record.Input{"urgent": "是", "receipt": "合慈 000004"}))
		c.Do(err)
		tasks, err = c.Store.Inbox(c.Ctx(), c.Worker(), 10)
		c.Do(err)
		if tasks[0].Record != urgent || tasks[0].Due != "2026-03-07" {
			c.Errorf("突发事件的捐赠 %+v", tasks[0])
		}
	})
}

// 负数的捐赠、没有东西的捐赠、将来的捐赠不收；用掉的不能比捐的多，两个人同时用也一样。
func Test捐赠和使用(t *testing.T) {
	Each(t, func(w *World) {
		c := newCounty(w)
		reg, uses := giving.Donations.Register, giving.Uses.Register
		for _, x := range []struct {
			more record.Input
			says string
		}{
			{record.Input{"money": "-500"}, "不能是负数"}, {record.Input{"money": "0"}, "写明捐了多少钱，或捐了什么物资"}, {record.Input{"goods_value": "-1"}, "不能是负数"},
			{record.Input{"given_on": "2026-03-03"}, "还没有到"}, {record.Input{"donor": ""}, "写明捐赠人，或勾选不愿公开姓名"}, {record.Input{"taken_by": ""}, "写明由谁接收"}, {record.Input{"donor_kind": "社会组织"}, "写明是哪家社会组织"},
		} {
			_, err := c.try(c.gift(x.more))
			refuses(w, x.says, err)
		}
		n, err := c.try(c.gift(record.Input{"goods": "棉被", "goods_value": "300"}))
		c.Do(err)
		_, err = c.try(c.gift(nil))
		refuses(w, "这个票据号已经登记过", err)
		use := func(amount string) (int64, error) {
			res, err := c.Store.Create(c.Ctx(), c.Worker(), uses, Community, record.Input{"what": "买菜", "donation": id(n), "on_day": "2026-03-02", "amount": amount}, "")
			return res.ID, err
		}
		_, err = use("-5")
		refuses(w, "要大于 0", err)
		first, err := use("700")
		c.Do(err)
		_, err = use("200")
		refuses(w, "还剩 100.00 元", err)
		var all sync.WaitGroup
		var mu sync.Mutex
		let := 0
		for range 8 {
			all.Go(func() {
				if _, err := use("60"); err == nil {
					mu.Lock()
					let++
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if d := Get(w, c.Worker(), giving.Donations, n); let != 1 || d.Used != 76_000 {
			c.Errorf("同时用 8 次 60 元，成了 %d 次，已使用 %s", let, d.Used.Yuan())
		}
		_, err = c.Store.Void(c.Ctx(), c.Worker(), reg, n, store.AnyVersion, "试", "")
		refuses(w, "已使用 760.00 元，不能作废", err)
		c.Step(c.Worker(), reg, n, "publish", store.Taking{})
		refuses(w, "还有 40.00 元没有登记用在哪里", c.TryStep(c.Worker(), reg, n, "settle", store.Taking{}))
		_, err = c.Store.Void(c.Ctx(), c.Worker(), uses, first, store.AnyVersion, "记错了", "")
		c.Do(err)
		if d := Get(w, c.Worker(), giving.Donations, n); d.Used != 6_000 {
			c.Errorf("作废以后已使用 %s", d.Used.Yuan())
		}
		if got := c.Todo(c.Worker(), reg, n); got != "公开捐赠使用情况 2026-06-02" {
			c.Errorf("待办 %q", got)
		}
		c.On("2026-05-20")
		c.Step(c.Worker(), reg, n, "disclose", store.Taking{})
		if got := c.Todo(c.Worker(), reg, n); got != "公开捐赠使用情况 2026-08-20" {
			c.Errorf("下次公开 %q", got)
		}
		_, err = use("740")
		c.Do(err)
		c.Step(c.Worker(), reg, n, "settle", store.Taking{})
		if !strings.Contains(c.published(), "使用，买菜") {
			c.Errorf("公示里没有使用：%s", c.published())
		}
	})
}

// 43 家数的是社会组织，不是村：一家结对两个村算一家，结束了的不算。
func Test结对帮扶(t *testing.T) {
	Each(t, func(w *World) {
		c := newCounty(w)
		pair := func(village string) (int64, error) {
			res, err := c.Store.Create(c.Ctx(), c.Officer(), giving.Pairings.Register, village, record.Input{"org": id(c.org), "village": village, "from_day": "2026-03-02"}, "")
			return res.ID, err
		}
		_, err := pair(Town)
		refuses(w, "选到村（社区）", err)
		n, err := pair(Community)
		c.Do(err)
		_, err = pair(Community)
		refuses(w, "已经和这个村结对", err)
		other, err := pair(Community2)
		c.Do(err)
		c.Says(figure.Question{}, map[string]string{"giving.paired_orgs": "1家"})
		for _, x := range []int64{n, other} {
			c.Step(c.Officer(), giving.Pairings.Register, x, "end", store.Taking{Note: "到期"})
		}
		c.Says(figure.Question{}, map[string]string{"giving.paired_orgs": "0家"})
	})
}
