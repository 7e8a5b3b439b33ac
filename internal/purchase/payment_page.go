package purchase

import (
	"context"
	"fmt"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Reckoning explains a payment: the clause it rests on, how its amount was
// reckoned, what holds it back, and what is left of the contract after it.
func Reckoning(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	m := rec.(*Milestone)
	c, err := store.One(ctx, r, Contracts, m.Contract)
	if err != nil {
		return nil, err
	}
	others, err := store.Find(ctx, r, Milestones, func(x *Milestone, w *store.Where) { w.Is(&x.Contract, m.Contract).Other(m.ID).By(&x.Order).Limit(100) })
	if err != nil {
		return nil, err
	}
	judged, err := store.Find(ctx, r, Evaluations, func(e *Evaluation, w *store.Where) {
		w.Is(&e.Contract, m.Contract).Not(&e.State, Open).By(&e.On).Limit(20)
	})
	if err != nil {
		return nil, err
	}
	var list ui.Items
	line := func(title, note string, tag ui.Tag) {
		list.List = append(list.List, ui.Item{Title: title, Note: note, Tag: tag})
	}
	line(m.reckoned(c, others), "依据 "+clause(m.Clause)+"："+m.Criteria, ui.Tag{})
	line(fmt.Sprintf("服务活动 %d 场", len(m.Evidence)), "依据的活动列在这一笔里，每场只作一笔的依据", ui.Tag{})
	if m.Accepted != "" {
		line(string(m.Accepted)+" 验收", m.Finding, ui.Tag{})
	}
	for _, e := range judged {
		tone := map[bool]ui.Tone{true: ui.Bad}[e.Grade == Failed]
		list.List = append(list.List, ui.Item{Title: fmt.Sprintf("%s %s 分", Evaluations.Field("kind").Text(e), Evaluations.Field("score").Text(e)), Href: url(fmt.Sprintf("/r/evaluation/%d", e.ID)),
			Note: string(e.On) + "，" + Evaluations.StateLabel(string(e.State)), Tag: ui.Tag{Text: Evaluations.Field("grade").Text(e), Tone: tone}})
	}
	line(m.leaves(c), "各笔合起来不超过合同金额，按顺序支付", m.tag())
	return &ui.Panel{Body: ui.Card{Title: "这笔钱怎么来的", Link: ui.Link{Label: "看合同", Href: url(fmt.Sprintf("/r/contract/%d", c.ID))}, Bare: true, Body: g.Group{list}}}, nil
}

func clause(text string) string {
	if text == "" {
		return "合同"
	}
	return "合同" + text
}

// reckoned says how the amount was reckoned.
func (m *Milestone) reckoned(c *Contract, others []*Milestone) string {
	share := Milestones.Field("share").Text(m)
	if m.Amount != c.Amount*record.Fen(m.Share)/hundredPercent {
		rest := c.Amount
		for _, o := range others {
			rest -= o.Amount
		}
		if rest == m.Amount {
			return fmt.Sprintf("%s 元 × %s，余分归这一笔 = %s 元", yuan(c.Amount), share, yuan(m.Amount))
		}
	}
	return fmt.Sprintf("%s 元 × %s = %s 元", yuan(c.Amount), share, yuan(m.Amount))
}

// leaves says what a payment leaves of its contract.
func (m *Milestone) leaves(c *Contract) string {
	if m.State == Paid {
		return fmt.Sprintf("%s 支付，凭证 %s；到现在共付 %s 元，合同还剩 %s 元", m.PaidOn, m.Voucher, yuan(c.Paid), yuan(c.Amount-c.Paid))
	}
	return fmt.Sprintf("已付 %s 元，付这一笔以后共 %s 元，合同还剩 %s 元", yuan(c.Paid), yuan(c.Paid+m.Amount), yuan(c.Amount-c.Paid-m.Amount))
}

// Evidence offers the activities of a contract's project that no payment rests on
// yet, to be picked and handed in.
func Evidence(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	m := rec.(*Milestone)
	if m.State != Waiting || !Milestones.Step("submit").MayStep(r.Actor(), r.Actor().Owns["social_org"] == int64(m.Org)) {
		return nil, nil
	}
	c, err := store.One(ctx, r, Contracts, m.Contract)
	if err != nil {
		return nil, err
	}
	others, err := store.Find(ctx, r, Milestones, func(x *Milestone, w *store.Where) { w.Is(&x.Contract, m.Contract).Other(m.ID).Limit(100) })
	if err != nil {
		return nil, err
	}
	const most = 200
	held, err := store.Find(ctx, r, service.Activities, func(a *service.Activity, w *store.Where) {
		w.Is(&a.Project, c.Project).Is(&a.State, service.Held).AtLeast(&a.On, c.From).AtMost(&a.On, c.Last).By(&a.On).Limit(most)
	})
	if err != nil {
		return nil, err
	}
	held = slices.DeleteFunc(held, func(a *service.Activity) bool {
		return slices.ContainsFunc(others, func(o *Milestone) bool { return slices.Contains(o.Evidence, record.ID[service.Activity](a.ID)) })
	})
	if len(held) == 0 {
		return &ui.Panel{Body: ui.Card{Title: "可作依据的活动", Body: g.Group{h.P(h.Class("mute"), g.Text("合同期内还没有可选的活动。这个项目的活动登记以后，在这里选。"))}}}, nil
	}
	t := ui.Table{Caption: "可作依据的活动", Select: "evidence", Form: "evidence-form", Columns: []ui.Column{{Label: "活动"}, {Label: "日期"}, {Label: "没有记名的人数", Number: true}}}
	for _, a := range held {
		t.Rows = append(t.Rows, ui.Row{Key: fmt.Sprint(a.ID), Name: a.Title + string(a.On), Href: url(fmt.Sprintf("/r/activity/%d", a.ID)), Cells: []g.Node{g.Text(a.Title), g.Text(string(a.On)), ui.Num(a.Unnamed)}})
	}
	form := ui.Form{ID: "evidence-form", Get: true, NoDraft: true, Action: url(fmt.Sprintf("/r/milestone/%d/do/submit", m.ID)), Bar: ui.ActionBar{Actions: []ui.Action{{Label: "用选中的活动报送", Style: ui.Primary}}}}
	return &ui.Panel{Body: ui.Card{Title: "可作依据的活动", Note: "从已经记下的里面选，不用另写材料", Bare: true, Body: g.Group{t, h.Div(h.Class("in"), form)}}}, nil
}

// Balance draws what is left of a budget line, and on what it went.
func Balance(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	l := rec.(*Line)
	const most = 200
	list, err := store.Find(ctx, r, Contracts, func(c *Contract, w *store.Where) { w.Is(&c.Line, record.ID[Line](l.ID)).By(&c.Signed).Limit(most) })
	if err != nil {
		return nil, err
	}
	var signed, paid record.Fen
	t := ui.Table{Caption: "这笔预算上的合同", Columns: []ui.Column{{Label: "合同"}, {Label: "签订"}, {Label: "合同金额", Unit: "元", Number: true}, {Label: "已支付", Unit: "元", Number: true}, {Label: "状态"}}}
	for _, c := range list {
		signed, paid = signed+c.binds(), paid+c.Paid
		t.Rows = append(t.Rows, ui.Row{Href: url(fmt.Sprintf("/r/contract/%d", c.ID)), Cells: []g.Node{g.Text(c.Title), g.Text(string(c.Signed)), g.Text(yuan(c.Amount)), g.Text(yuan(c.Paid)), ui.Tag{Text: Contracts.StateLabel(string(c.State))}}})
	}
	body := g.Group{h.Div(h.Class("numbers"), headline("预算金额", l.Amount, ""), headline("已签合同", signed, "解除的只算已支付的"), headline("已支付", paid, ""), headline("还可以签", l.Amount-signed, ""))}
	if len(list) > 0 {
		body = append(body, t)
	}
	return &ui.Panel{Body: ui.Card{Title: "余额", Bare: true, Body: body}}, nil
}
