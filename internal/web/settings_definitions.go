package web

import (
	"fmt"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/figure"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// definitions lists what every figure means.
func (w *Web) definitions(v *visit) (g.Node, error) {
	var body g.Group
	for _, ch := range w.Menu {
		t := ui.Table{Caption: ch.Name + "的指标口径", Columns: []ui.Column{{Label: "指标"}, {Label: "版本"}, {Label: "责任单位"}}}
		for _, c := range w.Figures.Contracts() {
			if c.Chapter == ch.Number {
				t.Rows = append(t.Rows, ui.Row{Href: w.UI.URL("/settings/definitions/" + c.Name), Cells: []g.Node{ui.Cell(c.Label, c.Rule), g.Text(fmt.Sprintf("第 %d 版", c.Version)), g.Text(c.Owner)}})
			}
		}
		if len(t.Rows) > 0 {
			body = append(body, ui.Card{Title: ch.Name, Body: g.Group{t}, Bare: true})
		}
	}
	return w.shell(v, "指标口径", false, ui.Head{Title: "指标口径", Crumbs: w.settingCrumbs("指标口径"), Note: g.Text("口径写在程序里，和程序一起发布、一起核对；口径里的数值是设置，可以改。")}, h.Div(h.Class("stack"), body)), nil
}

// definition shows what one figure means, and what it meant before.
func (w *Web) definition(v *visit) (g.Node, error) {
	c := w.Figures.Contract(v.r.PathValue("name"))
	if c == nil {
		return nil, errNowhere()
	}
	rules, err := w.Store.Rules(v.ctx())
	if err != nil {
		return nil, err
	}
	facts := ui.SummaryList{}
	for _, x := range [][2]string{{"怎么数", c.Rule}, {"不计入", c.Excludes}, {"依据", c.Basis}, {"期间", c.Period.String()}, {"数的是", c.Register.Label + "台账"}, {"计量", c.Counted()}, {"责任单位", c.Owner}, {"名称", c.Name}} {
		if x[1] != "" {
			facts.Items = append(facts.Items, ui.SummaryItem{Label: x[0], Value: g.Text(x[1]), Wide: true})
		}
	}
	body := g.Group{ui.Card{Title: fmt.Sprintf("第 %d 版", c.Version), Body: g.Group{facts}}}
	for _, name := range c.Settings {
		rows := slices.Clone(rules.Rows(store.OfSetting, name))
		place, err := w.placesOf(v, rows)
		if err != nil {
			return nil, err
		}
		body = append(body, ui.Card{Title: "用到的设置：" + w.Store.Described(name).Label, Link: ui.Link{Label: "看和改", Href: w.settingURL(store.OfSetting, name)}, Body: g.Group{w.provisionTable(v, name, rows, place, false)}, Bare: true})
	}
	body = append(body, ui.Card{Title: "版本", Body: g.Group{versions(c)}})
	return w.shell(v, c.Label+"的口径", false, ui.Head{Title: c.Label, Crumbs: []ui.Link{{Label: "设置与口径", Href: w.UI.URL("/settings")}, {Label: "指标口径", Href: w.UI.URL("/settings/definitions")}, {Label: c.Label}},
		Actions: w.toFigure(v, c)}, h.Div(h.Class("stack"), body)), nil
}

func (w *Web) toFigure(v *visit, c *figure.Contract) []ui.Action {
	if !w.seesFigures(v.actor) {
		return nil
	}
	return []ui.Action{{Label: "看现在的数和名单", Href: w.UI.URL("/figures/" + c.Name), Style: ui.Primary}}
}

// versions tells the definitions there have been, the newest first.
func versions(c *figure.Contract) g.Node {
	t := ui.Timeline{Entries: []ui.TimelineEntry{{What: fmt.Sprintf("第 %d 版，现行", c.Version), Note: h.P(h.Class("sec"), g.Text(c.Rule))}}}
	for i := range slices.Backward(c.Before) {
		d := c.Before[i]
		t.Entries = append(t.Entries, ui.TimelineEntry{What: fmt.Sprintf("第 %d 版，用到 %s", i+1, d.Until.AddDays(-1)), Note: h.P(h.Class("sec"), g.Text(strings.TrimSpace(d.Rule+" "+d.Why)))})
	}
	return t
}
