package web_test

import (
	"fmt"

	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"

	. "sanshe/internal/apptest"
)

// financier keeps the budget and pays.
func financier() *record.Actor {
	return &record.Actor{Account: 22, Name: "钱永康", Unit: "县财政局", Area: County, Roles: record.By(people.Finance), Via: "web", Owns: map[string]int64{}}
}

// buying writes a purchase from the catalogue to its evaluation: a contract of
// 100,000 in two payments, whose project has had one activity.
func buying(s *site, ids map[string]int64) {
	s.Helper()
	id := func(name string) string { return fmt.Sprint(ids[name]) }
	make := func(a *record.Actor, reg *record.Register, pairs ...string) {
		s.Helper()
		in := record.Input{}
		for i := 0; i < len(pairs); i += 2 {
			in[pairs[i]] = pairs[i+1]
		}
		ids[reg.Name] = s.Make(a, reg, County, in)
	}
	civil, finance := s.Civil(), financier()
	buyer := fmt.Sprint(s.Make(s.Officer(), people.Units.Register, County, record.Input{"name": "县民政局", "kind": "党政机关"}))
	judge := fmt.Sprint(s.Make(s.Officer(), people.Persons.Register, County, record.Input{"name": "贺文秀"}))
	bought := s.Make(s.Worker(), need.Projects.Register, Community, record.Input{"title": "儿童服务站", "theme": "困境儿童关爱", "lead": id("social_org"), "state": "实施中"})
	make(finance, purchase.Items.Register, "title", "困境儿童关爱服务", "code", "B0101", "from_day", "2020-01-01")
	make(finance, purchase.Lines.Register, "title", "困境儿童关爱", "year", "2026", "fund", "财政预算", "amount", "30万元")
	make(civil, purchase.Purchases.Register, "title", "儿童服务采购", "item", id("catalogue_item"), "line", id("budget_line"), "buyer", buyer, "amount", "10万元", "method", "竞争性磋商")
	s.Step(civil, purchase.Purchases.Register, ids["purchase"], "notice", store.Taking{In: record.Input{"noticed_on": "2026-01-20"}})
	s.Step(civil, purchase.Purchases.Register, ids["purchase"], "award", store.Taking{In: record.Input{"org": id("social_org"), "price": "10万元", "shown_from": "2026-02-03"}})
	s.Step(civil, purchase.Purchases.Register, ids["purchase"], "settle", store.Taking{})
	make(civil, purchase.Contracts.Register, "title", "儿童服务站合同", "number", "演示合同1", "purchase", id("purchase"), "project", fmt.Sprint(bought), "amount", "10万元",
		"signed_on", "2026-02-20", "from_day", "2026-02-20", "last_day", "2026-12-31", "deliverables", `[{"what":"成长小组","measure":"活动场次","wanted":"10"},{"what":"服务儿童","measure":"服务人数","wanted":"40"}]`)
	s.Step(civil, purchase.Contracts.Register, ids["contract"], "start", store.Taking{})
	s.Make(s.Worker(), service.Activities.Register, Community, record.Input{"title": "成长小组第一次", "kind": "专业社工服务", "held_on": "2026-03-01", "org": id("social_org"), "project": fmt.Sprint(bought), "names": "童一、童二、童三", "unnamed": "4"})
	make(civil, purchase.Milestones.Register, "title", "尾款", "contract", id("contract"), "order_number", "2", "share", "60%", "criteria", "终期评价合格")
	make(civil, purchase.Milestones.Register, "title", "首付款", "contract", id("contract"), "order_number", "1", "share", "40%", "clause", "第六条第一款", "criteria", "开展第一次活动")
	make(civil, purchase.Evaluations.Register, "contract", id("contract"), "kind", "中期评价", "on_day", "2026-03-01", "team", judge, "lines", `[{"what":"过程","weight":"100%","mark":"85.7"}]`)
	make(civil, purchase.Ties.Register, "person", judge, "org", id("social_org"), "what", "曾任项目主管", "from_day", "2019-01-01", "until_day", "2020-01-01")
	make(civil, purchase.Flags.Register, "org", id("social_org"), "contract", id("contract"), "from_day", "2026-03-01", "last_day", "2026-03-01", "why", "资料迟报")
}
