package purchase

import (
	"context"
	"fmt"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

type draw = func(context.Context, *store.Reader, record.Record, func(string) string) (*ui.Panel, error)

// Course draws a contract payment by payment: what was agreed, which activities
// show it, what was paid; and what was to be delivered beside what was, which is
// counted from the activities of its project.
func Course(e *figure.Engine) draw {
	return func(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
		c := rec.(*Contract)
		pays, err := store.Find(ctx, r, Milestones, func(m *Milestone, w *store.Where) {
			w.Is(&m.Contract, record.ID[Contract](c.ID)).By(&m.Order).Limit(100)
		})
		if err != nil {
			return nil, err
		}
		shown, err := evidenceOf(ctx, r, pays)
		if err != nil {
			return nil, err
		}
		strands, held := ui.Strands{Chapter: 3, Unit: "元", Whole: whole(c.Amount), Heads: []string{"约定", "依据", "资金"}}, record.Fen(0)
		for _, m := range pays {
			strands.List = append(strands.List, ui.Strand{Title: fmt.Sprintf("第 %d 笔 %s", m.Order, m.Title), Href: url(fmt.Sprintf("/r/milestone/%d", m.ID)), Count: whole(m.Amount),
				Tag: m.tag(), Done: m.State == Paid, Void: m.State == Withheld, Cells: []g.Node{m.agreed(), m.shownBy(shown, url), m.money()}})
			if m.State == Held || m.State == Withheld {
				held += m.Amount
			}
		}
		body := g.Group{h.Div(h.Class("numbers"), headline("合同金额", c.Amount, string(c.From)+" 至 "+string(c.Last)), headline("已支付", c.Paid, ""),
			headline("暂缓和不予支付", held, ""), headline("还没有支付", c.Amount-c.Paid-held, ""))}
		if len(pays) > 0 {
			body = append(body, strands)
		} else {
			body = append(body, h.P(h.Class("in mute"), g.Text("还没有登记付款节点。")))
		}
		if len(c.Delivers) > 0 {
			table, err := c.delivered(ctx, e, r)
			if err != nil {
				return nil, err
			}
			body = append(body, table)
		}
		card := ui.Card{Title: "约定、依据、资金", Bare: true, Body: body}
		if r.Actor().Holds(Milestones.Rights.Create) {
			card.Link = ui.Link{Label: "登记付款节点", Href: url(fmt.Sprintf("/r/milestone/new?contract=%d", c.ID))}
		}
		return &ui.Panel{Body: card}, nil
	}
}

// whole gives an amount in yuan, half up.
func whole(f record.Fen) int64 { return int64(f+50) / 100 }

// yuan writes an amount as pages do: 358,125 or 1,000.01.
func yuan(f record.Fen) string {
	if f%100 == 0 {
		return ui.Comma(int64(f) / 100)
	}
	return fmt.Sprintf("%s.%02d", ui.Comma(int64(f)/100), f%100)
}

func headline(name string, f record.Fen, note string) g.Node {
	return ui.Headline(ui.Figure{Name: name, Value: yuan(f), Unit: "元", Note: note})
}

// evidenceOf gives the activities that payments rest on, as far as the actor may
// read them.
func evidenceOf(ctx context.Context, r *store.Reader, pays []*Milestone) (map[record.ID[service.Activity]]*service.Activity, error) {
	var ids []any
	for _, m := range pays {
		ids = append(ids, anys(m.Evidence)...)
	}
	out := map[record.ID[service.Activity]]*service.Activity{}
	if len(ids) == 0 {
		return out, nil
	}
	list, err := store.Find(ctx, r, service.Activities, func(a *service.Activity, w *store.Where) { w.IDs(ids).Limit(len(ids)) })
	for _, a := range list {
		out[record.ID[service.Activity](a.ID)] = a
	}
	return out, err
}

func (m *Milestone) tag() ui.Tag {
	tone := map[MilestoneState]ui.Tone{Paid: ui.OK, Held: ui.Warn, Withheld: ui.Bad}[m.State]
	return ui.Tag{Text: Milestones.StateLabel(string(m.State)), Tone: tone}
}

// agreed says what the contract asks for a payment.
func (m *Milestone) agreed() g.Node {
	head := "合同金额的 " + Milestones.Field("share").Text(m)
	if m.Clause != "" {
		head += "，" + m.Clause
	}
	due := g.Node(nil)
	if m.Due != "" {
		due = h.P(g.Text("应付 " + string(m.Due)))
	}
	return g.Group{h.P(g.Text(head)), h.P(g.Text(m.Criteria)), due}
}

// shownBy names the first activities a payment rests on.
func (m *Milestone) shownBy(all map[record.ID[service.Activity]]*service.Activity, url func(string) string) g.Node {
	const most = 3
	if len(m.Evidence) == 0 {
		return h.P(h.Class("mute"), g.Text("没有选活动"))
	}
	list := g.Group{h.P(h.B(g.Text(fmt.Sprint(len(m.Evidence)))), g.Text(" 场活动"))}
	for i, id := range m.Evidence {
		if a := all[id]; a != nil && i < most {
			list = append(list, h.P(h.A(ui.Href(url(fmt.Sprintf("/r/activity/%d", a.ID))), g.Text(a.Title)), g.Text(" "+string(a.On))))
		}
	}
	if len(m.Evidence) > most && len(list) > 1 {
		list = append(list, h.P(g.Text(fmt.Sprintf("等 %d 场，见这一笔", len(m.Evidence)))))
	}
	return list
}

func (m *Milestone) money() g.Node {
	list := g.Group{h.P(h.B(g.Text(yuan(m.Amount))), g.Text(" 元"))}
	if m.Accepted != "" {
		list = append(list, h.P(g.Text(string(m.Accepted)+" 验收")))
	}
	if m.PaidOn != "" {
		list = append(list, h.P(g.Text(string(m.PaidOn)+" 支付，凭证 "+m.Voucher)))
	}
	return list
}

// delivered sets what was wanted beside what the activities of the project come
// to, from the first day of the contract to its last.
func (c *Contract) delivered(ctx context.Context, e *figure.Engine, r *store.Reader) (g.Node, error) {
	of := func(name string) figure.Instance {
		return figure.Instance{Contract: name, Params: map[string]string{"project": fmt.Sprint(int64(c.Project))}, From: c.From, To: c.Last}
	}
	came, err := e.Of(ctx, figure.Question{At: r.Today()}, of("service.held"), of("service.beneficiaries"), of("service.attendances"))
	if err != nil {
		return nil, err
	}
	by := map[need.Measure]figure.Answer{need.Times: came[0], need.Persons: came[1], need.PersonTimes: came[2]}
	t := ui.Table{Caption: "要交付的和做到的", Columns: []ui.Column{{Label: "要交付的"}, {Label: "约定", Number: true}, {Label: "做到", Number: true}, {Label: "比例", Bar: true}}}
	for _, d := range c.Delivers {
		a, counted := by[d.Measure]
		row := ui.Row{Cells: []g.Node{g.Text(d.What), g.Text(ui.Comma(d.Wanted)), g.Text("看材料"), nil}}
		if counted {
			row.Cells[1], row.Cells[2] = g.Text(ui.Comma(d.Wanted)+" "+a.Unit), g.Text(a.Number()+" "+a.Unit)
			row.Cells[3] = ui.Bar(float64(a.Num) / float64(max(1, d.Wanted)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}
