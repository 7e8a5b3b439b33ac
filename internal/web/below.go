package web

import (
	"fmt"
	"slices"
	"strings"

	g "maragu.dev/gomponents"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Below is a panel derived from descriptions: the records of another register
// that belong to the one being shown, newest first, and what of them is due.
type Below struct {
	Register *record.Register
	Field    string // of Register: it refers to the record being shown
	Title    string // of the card; the register's label if empty
	Due      string // field with a day on which something is due, while a record is open
	Says     string // what is due then: 任期届满
}

// mostBelow is how many records such a panel lists; the register has them all.
const mostBelow = 5

// belowQueries is what it costs: the records, and the names of up to three
// registers and of divisions that they refer to.
const belowQueries = 5

func (w *Web) below(v *visit, b *Below, rec record.Record) (*ui.Panel, error) {
	reg, id := b.Register, record.BaseOf(rec).ID
	if !w.Store.MayRead(reg, v.actor) {
		return nil, nil
	}
	r := w.reader(v)
	page, err := r.List(v.ctx(), reg, store.Query{Filters: map[string]string{b.Field: fmt.Sprint(id)}, Limit: mostBelow, NoTotal: true})
	if err != nil {
		return nil, err
	}
	shown := func(f *record.Field) bool {
		return (f.InListing || f == reg.Title) && !f.IsState && f.Name != b.Field
	}
	n, err := w.namesOf(v.ctx(), r, reg, page.Records, shown)
	if err != nil {
		return nil, err
	}
	panel, list := &ui.Panel{}, ui.Items{}
	for _, x := range page.Records {
		it := w.line(n, reg, x, shown)
		if day := w.openUntil(b, x); day != "" {
			panel.Due = append(panel.Due, ui.Item{Title: b.Says + "：" + it.Title, Href: it.Href, Day: day})
		}
		list.List = append(list.List, it)
	}
	making := w.Store.MayCreate(v.actor, reg) == nil
	add := ui.Link{Label: reg.Label, Href: w.UI.URL(fmt.Sprintf("/r/%s/new?%s=%d", reg.Name, b.Field, id))}
	switch {
	case len(list.List) == 0 && making:
		return &ui.Panel{Add: add}, nil
	case len(list.List) == 0:
		return nil, nil
	}
	card := ui.Card{Title: or(b.Title, reg.Label), Bare: true, Body: g.Group{list}}
	switch {
	case page.Next != 0:
		card.Link = ui.Link{Label: "全部", Href: w.UI.URL(fmt.Sprintf("/r/%s?%s=%d", reg.Name, b.Field, id))}
	case making:
		card.Link = ui.Link{Label: "登记" + reg.Label, Href: add.Href}
	}
	panel.Body = card
	return panel, nil
}

// line says a record in one line: what it is called, and what lists show of it.
func (w *Web) line(n *names, reg *record.Register, rec record.Record, shown func(*record.Field) bool) ui.Item {
	it := ui.Item{Href: w.at(reg, record.BaseOf(rec).ID)}
	if reg.State != nil {
		it.Tag = ui.Tag{Text: reg.StateLabel(reg.StateOf(rec))}
	}
	var words []string
	for _, f := range reg.Fields {
		if !shown(f) || f == reg.Title || unsaid(f, rec) {
			continue
		}
		text := w.text(n, f, rec)
		switch f.Kind.Name() {
		case "bool":
			if f.Value(rec) == false {
				continue
			}
			text = f.Label
		case "date", "time", "int", "decimal", "percent", "minutes", "money":
			text = f.Label + " " + text
		}
		words = append(words, text)
	}
	if reg.Title != nil {
		it.Title = w.titleOf(reg, rec)
	} else if len(words) > 0 {
		it.Title, words = words[0], words[1:]
	}
	it.Title = or(it.Title, reg.Label+" "+record.Code(record.BaseOf(rec).ID))
	it.Note = strings.Join(words[:min(3, len(words))], "，")
	return it
}

// openUntil gives the day something of a record is due, if it is still open: in
// a state in which it may be edited.
func (w *Web) openUntil(b *Below, rec record.Record) string {
	f := b.Register.Field(b.Due)
	if b.Due == "" || f == nil || f.Empty(rec) {
		return ""
	}
	in := b.Register.Rights.EditIn
	if len(in) > 0 && !slices.ContainsFunc(in, func(s record.Chooser) bool { return fmt.Sprint(s) == b.Register.StateOf(rec) }) {
		return ""
	}
	return f.Text(rec)
}
