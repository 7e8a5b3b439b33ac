package web_test

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sanshe/internal/purchase"
	"sanshe/internal/record"
)

// A payment goes its way by hand: the provider picks activities that are already
// there, the county accepts, 财政 pays once though the button is pressed twice;
// and each sees on the contract's page what was agreed, what shows it, what was
// paid.
func TestPaymentByHand(t *testing.T) {
	each(t, func(s *site) {
		ids := map[string]int64{"social_org": s.org}
		buying(s, ids)
		pay, contract := at(purchase.Milestones.Register, ids["milestone"]), at(purchase.Contracts.Register, ids["contract"])
		org, civil, finance := s.as("org"), s.as("civil"), s.as("finance")
		page := org.get(pay).is(200).says("这笔钱怎么来的", "100,000 元 × 40.00% = 40,000 元", "合同第六条第一款", "可作依据的活动", "成长小组第一次")
		box := find(page.doc, func(n *html.Node) bool { return n.Data == "input" && get(n, "name") == "evidence" })
		org.get(pay + "/do/submit?evidence=x").is(422)
		handed := org.get(pay + "/do/submit?evidence=" + get(box, "value")).is(200).form(pay + "/do/submit")
		if !strings.HasPrefix(handed.Get("evidence"), "成长小组第一次〔") {
			t.Errorf("picked %q", handed.Get("evidence"))
		}
		org.follow(handed).is(200).says("待验收")
		s.as("officer").get(pay + "/do/pay").is(403)
		civil.follow(civil.get(pay+"/do/accept").is(200).form(pay+"/do/accept").with("accepted_on", "2026-03-02", "finding", "人都在")).says("已验收，待支付")
		form := finance.get(pay+"/do/pay").is(200).says("按顺序支付").form(pay+"/do/pay").with("paid_on", "2026-03-02", "voucher", "拨款001")
		finance.follow(form).says("已支付", "拨款001", "到现在共付 40,000 元，合同还剩 60,000 元")
		finance.follow(form).says("已支付")
		for _, h := range []*hand{finance, civil, org} {
			h.get(contract).is(200).says("约定、依据、资金", "第 1 笔 首付款", "成长小组第一次", "40,000 元", "第 2 笔 尾款", "没有选活动", "成长小组", "10 次", "服务儿童", "40 名")
		}
		finance.get(at(purchase.Lines.Register, ids["budget_line"])).is(200).says("还可以签", "200,000", "儿童服务站合同")
		s.as("auditor").get(contract).is(200).says("约定、依据、资金").silent("登记付款节点")
	})
}

// The pages of purchases run no more statements however many payments there are.
func TestPurchasePagesKeepTheirBudget(t *testing.T) {
	s := onSQLite(t)
	ids := map[string]int64{"social_org": s.org}
	buying(s, ids)
	url := func(path string) string { return path }
	for name, asks := range map[string]*record.Actor{"contract": s.Officer(), "milestone": s.Civil(), "budget_line": financier()} {
		reg := s.Store.Book().Register(name)
		rec, err := s.Store.Reader(asks).Get(s.Ctx(), reg, ids[name])
		s.Do(err)
		for i, p := range s.App.Panels()[name] {
			if p.Below != nil {
				continue
			}
			over, err := overspends(s.Ctx(), p.Queries, func(ctx context.Context) error {
				_, err := p.Draw(ctx, s.Store.Reader(asks), rec, url)
				return err
			})
			if s.Do(err); over > 0 {
				t.Errorf("%s, panel %d: %d statements too many", name, i, over)
			}
		}
	}
}
