package casework

import (
	"context"
	"fmt"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// shown is how many notes the page of a case gives.
const shown = 30

// Course draws what was done in a case (个案过程), newest first; what was said only
// while its dossier is open.
func Course(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	c := rec.(*Case)
	notes, err := store.Find(ctx, r, Notes, func(n *Note, w *store.Where) { w.Is(&n.Case, record.ID[Case](c.ID)).Last(&n.On).Limit(shown + 1) })
	if err != nil {
		return nil, err
	}
	until, err := r.OpenUntil(ctx, Cases.Register, c)
	if err != nil {
		return nil, err
	}
	panel := &ui.Panel{}
	t := ui.Timeline{}
	for i, n := range notes[:min(len(notes), shown)] {
		if i == 0 && n.NextOn != "" && c.State != Closed {
			panel.Due = append(panel.Due, ui.Item{Title: "约好见面", Day: string(n.NextOn)})
		}
		e := ui.TimelineEntry{What: Notes.Field("way").Text(n), When: string(n.On)}
		if n.Length > 0 {
			e.When += " · " + Notes.Field("length").Text(n)
		}
		words := g.Group{h.P(h.A(ui.Href(url(fmt.Sprintf("/r/case_note/%d", n.ID))), g.Text("看这一次")))}
		if until != 0 {
			words = append(g.Group{h.P(h.Class("prose"), g.Text(n.What))}, words...)
			if n.Next != "" {
				words = append(g.Group{words[0], h.P(h.Class("sec"), g.Text("下一步："+n.Next))}, words[1:]...)
			}
		}
		e.Note = words
		t.Entries = append(t.Entries, e)
	}
	card := ui.Card{Title: "过程", Note: "从新到旧", Link: ui.Link{Label: "写记录", Href: url(fmt.Sprintf("/r/case_note/new?social_case=%d", c.ID))}, Body: g.Group{t}}
	switch {
	case len(notes) == 0:
		card.Body = g.Group{h.P(h.Class("mute"), g.Text("还没有记录。"))}
	case len(notes) > shown:
		card.Body = append(card.Body, h.P(h.A(ui.Href(url(fmt.Sprintf("/r/case_note?social_case=%d", c.ID))), g.Text("看更早的"))))
	}
	panel.Body = card
	return panel, nil
}
