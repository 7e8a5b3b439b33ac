package purchase_test

import (
	"fmt"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// county is a county that buys services: a catalogue, a budget line, an
// organisation to buy from and a project it carries out.
type county struct {
	*World
	item, line, buyer, org, project int64
	n                               int
}

// story runs a scenario of the dossier on both engines, from 2026-03-02 on.
func story(t *testing.T, name string, tell func(c *county)) {
	t.Run(name, func(t *testing.T) {
		Each(t, func(w *World) {
			c := &county{World: w}
			c.item = c.Make(c.finance(), purchase.Items.Register, County, record.Input{"title": "困境儿童关爱服务", "code": "B0101", "from_day": "2020-01-01"})
			c.line = c.budget("困境儿童关爱", "30万元")
			c.buyer = c.Make(c.Officer(), people.Units.Register, County, record.Input{"name": "县民政局", "kind": "其他"})
			c.org = c.Make(c.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "小荷儿童成长服务中心", "code": "52510522MJQ000023K", "kind": "民办非企业单位", "registered_on": "2019-05-06"})
			c.project = c.Make(c.Worker(), need.Projects.Register, Community, record.Input{"title": "荔城儿童服务站", "theme": "困境儿童关爱", "lead": c.id(c.org), "state": "实施中"})
			tell(c)
			found, err := w.Store.Verify(w.Ctx())
			w.Do(err)
			for _, f := range found {
				w.Error(f)
			}
		})
	})
}

func (c *county) id(n int64) string { return record.Input{}.ID(n) }

func (c *county) as(account int64, name string, role record.Role) *record.Actor {
	return &record.Actor{Account: account, Name: name, Unit: name, Area: County, Roles: record.By(role), Via: "web", Owns: map[string]int64{}}
}

func (c *county) finance() *record.Actor { return c.as(21, "钱永康", people.Finance) }
func (c *county) member() *record.Actor  { return c.Member(c.org) }

func (c *county) refuses(says string, err error) {
	c.Helper()
	if k := fault.KindOf(err); err == nil || k == fault.Internal || !strings.Contains(err.Error(), says) {
		c.Errorf("应说“%s”：%v", says, err)
	}
}

func (c *county) try(a *record.Actor, reg *record.Register, in record.Input) error {
	_, err := c.Store.Create(c.Ctx(), a, reg, County, in, "")
	return err
}

func (c *county) step(a *record.Actor, reg *record.Register, id int64, step string, in record.Input) error {
	c.Helper()
	return c.TryStep(a, reg, id, step, store.Taking{In: in, Note: "按合同"})
}

func (c *county) budget(title, amount string) int64 {
	c.Helper()
	return c.Make(c.finance(), purchase.Lines.Register, County, record.Input{"title": title, "year": "2026", "fund": "财政预算", "amount": amount})
}

// planned plans a purchase of the line.
func (c *county) planned(amount, method string) int64 {
	c.Helper()
	c.n++
	return c.Make(c.Civil(), purchase.Purchases.Register, County, record.Input{"title": fmt.Sprintf("儿童服务采购%d", c.n), "item": c.id(c.item), "line": c.id(c.line), "buyer": c.id(c.buyer),
		"amount": amount, "method": method, "method_reason": "限额以下"})
}

// awarded buys directly: awards today, and nobody objects in five working days.
func (c *county) awarded(amount string) int64 {
	c.Helper()
	x := c.planned(amount, "直接委托（限额以下）")
	c.Do(c.step(c.Civil(), purchase.Purchases.Register, x, "award", record.Input{"org": c.id(c.org), "price": amount, "shown_from": string(c.Store.Today().AddDays(1))}))
	c.On(Get(c.World, c.Civil(), purchase.Purchases, x).ShownTo.AddDays(1))
	c.Do(c.step(c.Civil(), purchase.Purchases.Register, x, "settle", nil))
	return x
}

func (c *county) sign(x int64, amount string) (int64, error) {
	c.Helper()
	res, err := c.Store.Create(c.Ctx(), c.Civil(), purchase.Contracts.Register, County, record.Input{"title": "荔城儿童服务站服务合同", "number": fmt.Sprint("演示合同", x, "-", amount), "purchase": c.id(x), "project": c.id(c.project),
		"amount": amount, "signed_on": string(c.Store.Today()), "from_day": "2026-03-10", "last_day": "2026-12-31"}, "")
	return res.ID, err
}

// contract signs a contract, starts it, and plans its payments by their shares.
func (c *county) contract(amount string, shares ...string) (contract int64, payments []int64) {
	c.Helper()
	contract, err := c.sign(c.awarded(amount), amount)
	c.Do(err)
	c.Do(c.step(c.Civil(), purchase.Contracts.Register, contract, "start", nil))
	for i, share := range shares {
		payments = append(payments, c.Make(c.Civil(), purchase.Milestones.Register, County, record.Input{"title": fmt.Sprintf("第%d笔", i+1), "contract": c.id(contract),
			"order_number": fmt.Sprint(i + 1), "share": share, "clause": "第六条", "criteria": "按约定开展服务"}))
	}
	return contract, payments
}

// held records an activity of the project.
func (c *county) held(title, names, unnamed string) int64 {
	c.Helper()
	return c.Make(c.Worker(), service.Activities.Register, Community, record.Input{"title": title, "kind": "专业社工服务", "org": c.id(c.org), "project": c.id(c.project), "names": names, "unnamed": unnamed})
}

// accept hands in a payment with activities and accepts it.
func (c *county) accept(m int64, evidence ...int64) {
	c.Helper()
	ids := []string{}
	for _, a := range evidence {
		ids = append(ids, c.id(a))
	}
	c.Do(c.step(c.member(), purchase.Milestones.Register, m, "submit", record.Input{"evidence": strings.Join(ids, "\n")}))
	c.Do(c.step(c.Civil(), purchase.Milestones.Register, m, "accept", record.Input{"accepted_on": string(c.Store.Today())}))
}

func (c *county) pay(m int64) error {
	c.Helper()
	return c.step(c.finance(), purchase.Milestones.Register, m, "pay", record.Input{"paid_on": string(c.Store.Today()), "voucher": fmt.Sprint("凭证", m)})
}

// evaluate concludes an evaluation with one line of so many points.
func (c *county) evaluate(contract int64, kind string, points int) int64 {
	c.Helper()
	who := c.Make(c.Officer(), people.Persons.Register, County, record.Input{"name": "彭立群"})
	e := c.Make(c.Civil(), purchase.Evaluations.Register, County, record.Input{"contract": c.id(contract), "kind": kind, "on_day": string(c.Store.Today()), "team": c.id(who),
		"lines": fmt.Sprintf(`[{"what":"服务成效","weight":"100%%","mark":"%d"}]`, points)})
	c.Do(c.step(c.Civil(), purchase.Evaluations.Register, e, "conclude", nil))
	return e
}

func (c *county) payment(m int64) *purchase.Milestone {
	return Get(c.World, c.Civil(), purchase.Milestones, m)
}

func TestG25中期不合格暂缓终期不合格不付尾款(t *testing.T) {
	story(t, "合同 20 万元，分 40、40、20 三笔", func(c *county) {
		contract, pays := c.contract("20万元", "40%", "40%", "20%")
		for i, want := range []record.Fen{8_000_000, 8_000_000, 4_000_000} {
			if got := c.payment(pays[i]).Amount; got != want {
				c.Errorf("第 %d 笔 %s 元，应为 %s 元", i+1, got.Yuan(), want.Yuan())
			}
		}
		c.On("2026-04-01")
		c.accept(pays[0])
		c.Do(c.pay(pays[0]))

		c.On("2026-07-01")
		c.accept(pays[1], c.held("暑期小组第一次", "童一、童二", ""))
		mid := c.evaluate(contract, "中期评价", 55)
		if e := Get(c.World, c.Civil(), purchase.Evaluations, mid); e.Score != 5500 || e.Grade != purchase.Failed {
			c.Errorf("中期 %d 分，%s", e.Score, e.Grade)
		}
		if m := c.payment(pays[1]); m.State != purchase.Held || m.Amount != 8_000_000 {
			c.Errorf("第二笔 %s 元“%s”，应暂缓", m.Amount.Yuan(), m.State)
		}
		c.refuses("暂缓支付", c.pay(pays[1]))
		c.refuses("中期评价不合格，整改通过以后再恢复", c.step(c.Civil(), purchase.Milestones.Register, pays[1], "release", nil))
		c.Do(c.step(c.member(), purchase.Evaluations.Register, mid, "mend", record.Input{"mended": "补了六次家访记录"}))
		c.Do(c.step(c.Civil(), purchase.Evaluations.Register, mid, "insist", nil))
		c.Do(c.step(c.member(), purchase.Evaluations.Register, mid, "mend", record.Input{"mended": "家访记录已全部补齐"}))
		c.Do(c.step(c.Civil(), purchase.Evaluations.Register, mid, "accept", nil))
		c.Do(c.pay(pays[1]))

		c.On("2026-11-20")
		c.accept(pays[2])
		c.refuses("还没有完成的终期评估", c.pay(pays[2]))
		final := c.evaluate(contract, "终期评价", 58)
		if m := c.payment(pays[2]); m.State != purchase.Withheld || m.Amount != 4_000_000 {
			c.Errorf("尾款 %s 元“%s”，应不予支付", m.Amount.Yuan(), m.State)
		}
		c.refuses("不予支付", c.pay(pays[2]))
		if k := Get(c.World, c.Civil(), purchase.Contracts, contract); k.Paid != 16_000_000 || k.Amount != 20_000_000 {
			c.Errorf("已付 %s 元，合同 %s 元", k.Paid.Yuan(), k.Amount.Yuan())
		}
		c.barred(final)
	})
}

// barred tells what follows for the provider: no award for a year, an appeal
// that does not lift the bar by itself, and one that does.
func (c *county) barred(int64) {
	c.Helper()
	flags, err := store.Find(c.Ctx(), c.Store.Reader(c.Civil()), purchase.Flags, nil)
	c.Do(err)
	if len(flags) != 1 || flags[0].From != "2026-11-20" || flags[0].Last != "2027-11-20" {
		c.Fatalf("承接限制 %+v", flags)
	}
	award := func() error {
		x := c.planned("1万元", "直接委托（限额以下）")
		return c.step(c.Civil(), purchase.Purchases.Register, x, "award", record.Input{"org": c.id(c.org), "price": "1万元", "shown_from": string(c.Store.Today())})
	}
	c.refuses("“小荷儿童成长服务中心”到 2027年11月20日 不能承接：终期评价不合格", award())
	c.On("2026-11-23")
	other := c.Member(c.org + 1)
	if err := c.TryStep(other, purchase.Flags.Register, flags[0].ID, "appeal", store.Taking{In: record.Input{"appeal": "x"}}); !fault.Is(err, fault.NotFound) {
		c.Errorf("别家替它申诉：%v", err)
	}
	c.Do(c.step(c.member(), purchase.Flags.Register, flags[0].ID, "appeal", record.Input{"appeal": "疫情期间停了两个月，评分没有考虑"}))
	if todo := c.Todo(c.Officer(), purchase.Flags.Register, flags[0].ID); todo != "答复申诉 2026-12-07" {
		c.Errorf("要办的是 %s", todo)
	}
	c.refuses("不能承接", award())
	c.Do(c.step(c.Officer(), purchase.Flags.Register, flags[0].ID, "lift", record.Input{"answer": "核实停办两个月属实，解除限制"}))
	c.Do(award())
	c.On("2027-11-21").Do(award())
}

func TestG26得分等次和回避(t *testing.T) {
	story(t, "权重 25、30、30、15，得分 86、90、78、92", func(c *county) {
		contract, _ := c.contract("20万元", "100%")
		person := c.Make(c.Officer(), people.Persons.Register, County, record.Input{"name": "彭立群"})
		c.Make(c.Civil(), purchase.Ties.Register, County, record.Input{"person": c.id(person), "org": c.id(c.org), "what": "曾任项目主管", "from_day": "2022-01-01", "until_day": "2025-02-01"})
		evaluation := func(on, lines string) (int64, error) {
			res, err := c.Store.Create(c.Ctx(), c.Civil(), purchase.Evaluations.Register, County, record.Input{"contract": c.id(contract), "kind": "抽查", "on_day": on, "team": c.id(person), "lines": lines}, "")
			return res.ID, err
		}
		four := `[{"what":"投入","weight":"25%","mark":"86"},{"what":"过程","weight":"30%","mark":"90"},{"what":"产出","weight":"30%","mark":"78"},{"what":"满意度","weight":"15%","mark":"92"}]`
		c.On("2026-06-01")
		_, err := evaluation("2026-06-01", four)
		c.refuses("与这家社会组织的关系（曾任项目主管）不满 2 年，应当回避", err)
		c.On("2027-02-01")
		_, err = evaluation("2027-02-01", four)
		c.refuses("应当回避", err)
		c.On("2027-02-02")
		id, err := evaluation("2027-02-02", four)
		c.Do(err)
		if e := Get(c.World, c.Civil(), purchase.Evaluations, id); e.Score != 8570 || e.Grade != purchase.Good {
			c.Errorf("得 %d.%02d 分，%s；应为 85.70，良好", e.Score/100, e.Score%100, e.Grade)
		}
		_, err = c.Store.Edit(c.Ctx(), c.Civil(), purchase.Evaluations.Register, id, 1, record.Input{"lines": `[{"what":"总体","weight":"100%","mark":"90"}]`}, "")
		c.Do(err)
		if e := Get(c.World, c.Civil(), purchase.Evaluations, id); e.Score != 9000 || e.Grade != purchase.Excellent {
			c.Errorf("改了评分以后得 %d，%s", e.Score, e.Grade)
		}
		_, err = evaluation("2027-02-02", `[{"what":"总体","weight":"90%","mark":"90"}]`)
		c.refuses("权重加起来是 90.00%，应为 100%", err)
		_, err = evaluation("2027-02-02", `[{"what":"总体","weight":"100%","mark":"101"}]`)
		c.refuses("得分应在 0 到 100 之间", err)
		c.Set("purchase.good_score", "", "2027-01-01", "86")
		id, err = evaluation("2027-02-02", four)
		c.Do(err)
		if e := Get(c.World, c.Civil(), purchase.Evaluations, id); e.Grade != purchase.Passed {
			c.Errorf("良好改为 86 分以后，等次是 %s", e.Grade)
		}
	})
}

func TestG26评估机构只看委托给它的(t *testing.T) {
	story(t, "受委托以后看得到合同，打分，作结论；别的合同看不到", func(c *county) {
		agency := c.Make(c.Officer(), people.Units.Register, County, record.Input{"name": "第三方评估机构", "kind": "其他"})
		evaluator := c.as(31, "彭立群", people.Evaluator)
		evaluator.Owns["unit"] = agency
		contract, pays := c.contract("10万元", "50%", "50%")
		_, others := c.contract("1万元", "100%")
		if _, err := c.Store.Reader(evaluator).Get(c.Ctx(), purchase.Contracts.Register, contract); !fault.Is(err, fault.NotFound) {
			c.Errorf("还没有受委托：%v", err)
		}
		who := c.Make(c.Officer(), people.Persons.Register, County, record.Input{"name": "彭立群"})
		e := c.Make(c.Civil(), purchase.Evaluations.Register, County, record.Input{"contract": c.id(contract), "kind": "中期评价", "on_day": string(c.Store.Today()), "agency": c.id(agency), "team": c.id(who)})
		Get(c.World, evaluator, purchase.Contracts, contract)
		Get(c.World, evaluator, purchase.Milestones, pays[1])
		if _, err := c.Store.Reader(evaluator).Get(c.Ctx(), purchase.Milestones.Register, others[0]); !fault.Is(err, fault.NotFound) {
			c.Errorf("看到了别的合同：%v", err)
		}
		c.refuses("写上评分", c.step(evaluator, purchase.Evaluations.Register, e, "conclude", nil))
		_, err := c.Store.Edit(c.Ctx(), evaluator, purchase.Evaluations.Register, e, 1, record.Input{"lines": `[{"what":"总体","weight":"100%","mark":"88.5"}]`}, "")
		c.Do(err)
		c.Do(c.step(evaluator, purchase.Evaluations.Register, e, "conclude", nil))
		_, err = c.Store.Edit(c.Ctx(), evaluator, purchase.Contracts.Register, contract, 3, record.Input{"title": "改"}, "")
		if !fault.Is(err, fault.Refused) {
			c.Errorf("评估人员改了合同：%v", err)
		}
	})
}
