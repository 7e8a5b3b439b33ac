package service

import (
	"context"
	"fmt"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// mostHeld is how many activities of a project are counted on its page.
const mostHeld = 1000

// Results draws what a project was to bring forth beside what its activities came
// to, how much of its time has gone, and the activities themselves.
func Results(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	p := rec.(*need.Project)
	if !r.Actor().Holds(Activities.Rights.Read) {
		return nil, nil
	}
	list, err := store.Find(ctx, r, Activities, func(a *Activity, w *store.Where) {
		w.Is(&a.Project, record.ID[need.Project](p.ID)).Is(&a.State, Held).Last(&a.On).Limit(mostHeld)
	})
	if err != nil {
		return nil, err
	}
	c, err := count(ctx, r, list)
	if err != nil {
		return nil, err
	}
	body := g.Group{}
	if len(p.Outputs) > 0 {
		t := ui.Table{Caption: "产出", Plain: true, Columns: []ui.Column{{Label: "产出"}, {Label: "按什么数"}, {Label: "要做", Number: true}, {Label: "已做", Number: true}, {Label: "进度", Bar: true}}}
		for _, o := range p.Outputs {
			done, ok := c.of(o.Measure)
			row := ui.Row{Cells: []g.Node{g.Text(o.What), g.Text(label(o.Measure)), ui.Num(o.Wanted), g.Text(o.Came), nil}}
			if ok {
				row.Cells[3], row.Cells[4] = ui.Num(done), ui.Bar(float64(done)/float64(max(1, o.Wanted)))
			}
			t.Rows = append(t.Rows, row)
		}
		body = append(body, t)
	}
	body = append(body, h.P(h.Class("in"), g.Text(fmt.Sprintf("已办活动 %d 场；记名 %d 人、%d 人次，没有记名 %d 人次（不去重，另列）。", c.held, c.persons, c.named, c.unnamed))))
	items := ui.Items{}
	for _, a := range list[:min(5, len(list))] {
		items.List = append(items.List, ui.Item{Title: a.Title, Href: url(fmt.Sprintf("/r/activity/%d", a.ID)), Note: a.Summary, Day: string(a.On)})
	}
	if len(items.List) > 0 {
		body = append(body, items)
	}
	card := ui.Card{Title: "产出和活动", Note: period(p, r), Bare: true, Body: body}
	switch {
	case len(list) > 5:
		card.Link = ui.Link{Label: "全部活动", Href: url(fmt.Sprintf("/r/activity?project=%d", p.ID))}
	case r.Actor().Holds(Activities.Rights.Create):
		card.Link = ui.Link{Label: "记一次活动", Href: url(fmt.Sprintf("/r/activity/new?project=%d", p.ID))}
	}
	return &ui.Panel{Body: card}, nil
}

// counted is what activities came to, in measures that are never added up.
type counted struct{ held, persons, named, unnamed, times int64 }

func count(ctx context.Context, r *store.Reader, list []*Activity) (c counted, err error) {
	ids := make([]any, len(list))
	for i, a := range list {
		ids[i], c.unnamed = record.ID[Activity](a.ID), c.unnamed+a.Unnamed
	}
	c.held = int64(len(list))
	took, err := store.Find(ctx, r, Participations, func(p *Participation, w *store.Where) {
		w.In(&p.Activity, ids...).Is(&p.Role, Taker).Limit(20 * mostHeld)
	})
	if err != nil {
		return c, err
	}
	seen := map[string]bool{}
	for _, p := range took {
		who := fmt.Sprint(p.Person)
		if p.Person == 0 {
			who = p.Area + p.Name
		}
		seen[who] = true
	}
	c.persons, c.named = int64(len(seen)), int64(len(took))
	did, err := store.Find(ctx, r, Servings, func(s *Serving, w *store.Where) { w.In(&s.Activity, ids...).Limit(20 * mostHeld) })
	for _, s := range did {
		c.times += s.Times
	}
	return c, err
}

// of gives what a measure came to; false for one that is shown by papers.
func (c counted) of(m need.Measure) (int64, bool) {
	switch m {
	case need.Times:
		return c.held, true
	case need.Persons:
		return c.persons, true
	case need.PersonTimes:
		if c.times > 0 {
			return c.times, true // by item, where they were counted so
		}
		return c.named + c.unnamed, true
	}
	return 0, false
}

func label(m need.Measure) string {
	for _, o := range m.Options() {
		if o.Value == string(m) {
			return o.Label
		}
	}
	return ""
}

// period says how much of the project's time has gone.
func period(p *need.Project, r *store.Reader) string {
	if p.From == "" || p.Until == "" {
		return ""
	}
	all, gone := p.Until.Sub(p.From)+1, r.Today().Sub(p.From)+1
	switch {
	case gone <= 0:
		return p.From.Chinese() + "开始"
	case gone > all:
		return p.Until.Chinese() + "已到期"
	}
	return fmt.Sprintf("%d 天里过了 %d 天", all, gone)
}

// Clocks draws by when a bad opinion is to be called back and put right.
func Clocks(ctx context.Context, r *store.Reader, rec record.Record, _ func(string) string) (*ui.Panel, error) {
	o := rec.(*Opinion)
	if o.State != ToCall && o.State != ToMend {
		return nil, nil
	}
	rules, err := r.Rules(ctx)
	if err != nil {
		return nil, err
	}
	panel := &ui.Panel{}
	for _, x := range []struct {
		setting, says string
		open          bool
	}{{"opinion.call_days", "回访", o.State == ToCall}, {"opinion.mend_days", "整改", true}} {
		if x.open {
			due := rules.Due(&store.Setting{Name: x.setting, Kind: store.WorkDays}, o.Area, o.Given, o.Given)
			panel.Due = append(panel.Due, ui.Item{Title: x.says + "的期限", Note: "从评价那天算起", Day: string(due)})
		}
	}
	return panel, nil
}
