package volunteer

import (
	"fmt"
	"strings"

	g "maragu.dev/gomponents"

	"sanshe/internal/ui"
)

// spell writes minutes as people say them: 100 小时 30 分.
func spell(minutes int64) string {
	s := fmt.Sprintf("%s 小时", ui.Comma(minutes/60))
	if minutes%60 != 0 {
		s += fmt.Sprintf(" %d 分", minutes%60)
	}
	return s
}

// hours draws what I gave. The band is shown to nobody but me, and no other
// person's hours beside mine: 志愿服务条例 knows no ranking.
func (m *mine) hours() g.Node {
	numbers := g.Group{
		ui.Headline(ui.Figure{Name: "累计服务", Value: spell(m.given), Note: fmt.Sprintf("%d 次；重叠的时间只算一次", len(m.done))}),
		ui.Headline(ui.Figure{Name: m.today.Chinese()[:len("2026年")] + "以来", Value: spell(m.year)}),
	}
	if stars, _ := Stars(m.given, m.stars); stars > 0 {
		numbers = append(numbers, ui.Headline(ui.Figure{Name: "星级", Value: []string{"一", "二", "三", "四", "五", "六", "七", "八", "九"}[min(stars, 9)-1] + "星",
			Note: "累计 " + strings.Fields(m.stars)[stars-1] + " 小时起（只有您自己看得到）"}))
	}
	list := ui.Items{Empty: "还没有服务记录。到场以后由组织的人记录。"}
	for i := range m.done {
		if x := m.done[len(m.done)-1-i]; i < mostDone {
			it := ui.Item{Title: x.What, Note: spell(x.Minutes()), Day: string(x.On), Href: m.url(fmt.Sprintf("/r/stint/%d", x.ID))}
			if x.Overlaps {
				it.Note += "，与另一次时间重叠"
			}
			list.List = append(list.List, it)
		}
	}
	return ui.Card{Title: "我的服务", Bare: true, Link: ui.Link{Label: "全部", Href: m.url("/r/stint")}, Body: g.Group{numbersOf(numbers), list}}
}

// prove draws my proofs, and a form that asks for one.
func (m *mine) prove() g.Node {
	list := ui.Items{}
	for _, p := range m.proofs {
		it := ui.Item{Title: string(p.From) + " 至 " + string(p.Last), Note: "申请了，还没有出具", Tag: ui.Tag{Text: Proofs.StateLabel(string(p.State))}, Href: m.url(fmt.Sprintf("/r/service_proof/%d", p.ID))}
		if p.State == Issued {
			it.Note, it.Href = spell(p.Minutes)+"，"+p.Issuer, m.url(fmt.Sprintf("%s?id=%d", proofPage, p.ID))
		} else if p.State == Revoked {
			it.Note = ""
		}
		list.List = append(list.List, it)
	}
	body := g.Group{}
	if len(list.List) > 0 {
		body = append(body, list)
	}
	if len(m.done) > 0 {
		body = append(body, sectionOf(m.form("/r/service_proof", 0, g.Group{
			ui.Field{Widget: ui.DateInput, Name: "from_day", Label: "服务起", Required: true, Value: string(m.done[0].On)},
			ui.Field{Widget: ui.DateInput, Name: "last_day", Label: "服务止", Required: true, Value: string(m.today)},
		}, "申请证明", ui.Normal)))
	}
	return ui.Card{Title: "服务证明", Note: "免费；谁记录谁证明", Bare: true, Body: body}
}
