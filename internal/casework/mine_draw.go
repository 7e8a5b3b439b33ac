package casework

import (
	"fmt"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/ui"
)

func nobody() g.Group {
	return g.Group{ui.EmptyState{Title: "这个账号还没有对上社工", Why: "由管理员在“账号与岗位”里把账号和社工台账里的人对上，这里就列出本人的个案。"}}
}

func (m *mine) draw() *ui.View {
	seal := ui.Notice(ui.Info, g.Text("保密：这里的个案和小组只有负责的社工本人和督导看得到，别的账号连有没有都不知道。只写代称；内容打开案卷才看得到，打开会记录。"))
	due := ui.Card{Title: "到期和要办的", Note: fmt.Sprintf("%d 天以内的", ahead), Bare: true, Body: g.Group{ui.Items{List: m.due(), Empty: "没有要办的。约好的下次见面、回看计划和督导到期会列在这里。"}}}
	side := g.Group{due}
	if table := m.talks(); table != nil {
		side = append(side, table)
	}
	side = append(side, m.groupCard())
	return &ui.View{Head: ui.Head{Title: "我的个案", Note: g.Text(fmt.Sprintf("在办 %d 个，小组 %d 个。", len(m.cases), len(m.groups))),
		Actions: []ui.Action{{Label: "登记个案", Href: m.url("/r/social_case/new"), Style: ui.Primary}, {Label: "写个案记录", Href: m.url("/r/case_note/new")}, {Label: "登记小组", Href: m.url("/r/social_group/new")}}},
		Body: g.Group{seal, m.lanes(), h.Div(h.Class("two-up below"), side)}}
}

// lanes draws the open cases by stage.
func (m *mine) lanes() g.Node {
	lanes := g.Group{}
	for _, o := range State("").Options() {
		if State(o.Value) == Closed {
			continue
		}
		cards := g.Group{}
		for _, c := range m.cases {
			if string(c.State) == o.Value {
				cards = append(cards, m.card(c))
			}
		}
		list := g.Node(h.P(h.Class("mute"), g.Text("没有")))
		if len(cards) > 0 {
			list = h.Ul(cards)
		}
		lanes = append(lanes, h.Section(h.H3(g.Text(o.Label+" "), h.Small(g.Text(fmt.Sprint(len(cards))))), list))
	}
	return ui.Card{Title: "按阶段", Link: ui.Link{Label: "已结案的", Href: m.url("/r/social_case?state=closed")}, Bare: true, Body: g.Group{h.Div(h.Class("lanes"), lanes)}}
}

func (m *mine) card(c *Case) g.Node {
	words := Cases.Field("kind").Text(c)
	if c.Minor(m.today) {
		words += "，未成年人"
	}
	if c.Worker != m.me {
		words += "，" + m.names[int64(c.Worker)]
	}
	last := "接案 " + string(c.Begun)
	if n := m.last[record.ID[Case](c.ID)]; n != nil {
		last = "上次 " + string(n.On)
		if n.NextOn != "" && c.Worker == m.me {
			last += "，下次 " + string(n.NextOn)
		}
	}
	return h.Li(h.A(ui.Href(m.url(fmt.Sprintf("/r/social_case/%d", c.ID))), g.Text(c.Alias)), h.Small(g.Text(words)), h.Small(h.Class("mute"), g.Text(last)))
}

// talks draws whom a supervisor supervises; nothing for whoever supervises nobody.
func (m *mine) talks() g.Node {
	t := ui.Table{Caption: "督导的社工", Plain: true, Columns: []ui.Column{{Label: "社工"}, {Label: "在办", Number: true}, {Label: "上次督导"}, {Label: "下次不晚于"}}}
	for _, w := range m.workers() {
		if w.id == m.me {
			continue
		}
		last := string(w.last)
		if last == "" {
			last = "还没有"
		}
		t.Rows = append(t.Rows, ui.Row{Href: m.url(fmt.Sprintf("/r/supervision?worker=%d", w.id)), Cells: []g.Node{g.Text(w.name), ui.Num(int64(w.open)), g.Text(last), g.Text(string(w.due))}})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return ui.Card{Title: "督导的社工", Link: ui.Link{Label: "登记督导", Href: m.url("/r/supervision/new")}, Bare: true, Body: g.Group{t}}
}

func (m *mine) groupCard() g.Node {
	items := ui.Items{Empty: "没有在办的小组。"}
	for _, x := range m.groups {
		note := Groups.Field("kind").Text(x) + "，" + string(x.From) + " 开始"
		if x.Planned > 0 {
			note += fmt.Sprintf("，计划 %d 节", x.Planned)
		}
		items.List = append(items.List, ui.Item{Title: x.Title, Note: note, Href: m.url(fmt.Sprintf("/r/social_group/%d", x.ID)), Tag: ui.Tag{Text: Groups.StateLabel(string(x.State))}})
	}
	return ui.Card{Title: "小组", Link: ui.Link{Label: "全部", Href: m.url("/r/social_group")}, Bare: true, Body: g.Group{items}}
}
