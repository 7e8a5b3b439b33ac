package honour

import (
	"context"
	"fmt"

	g "maragu.dev/gomponents"

	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// OrgHonours draws what an organisation's Party organisation was graded, and the
// demonstration sites at the organisation.
func OrgHonours(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	id := record.ID[org.SocialOrg](record.BaseOf(rec).ID)
	open, err := store.First(ctx, r, party.Coverages, func(c *party.Coverage, w *store.Where) { w.Is(&c.Org, id).Empty(&c.Until) })
	if err != nil {
		return nil, err
	}
	var entries []*Entry
	if open != nil && open.PartyOrg != 0 {
		if entries, err = store.Find(ctx, r, Entries, func(e *Entry, w *store.Where) { w.Is(&e.Org, open.PartyOrg).Limit(5) }); err != nil {
			return nil, err
		}
	}
	sites, err := store.Find(ctx, r, DemoSites, func(s *DemoSite, w *store.Where) { w.Is(&s.Org, id).Limit(5) })
	if err != nil || len(entries)+len(sites) == 0 {
		return nil, err
	}
	panel, list := &ui.Panel{}, ui.Items{}
	for _, e := range entries {
		it := ui.Item{Title: e.Title, Note: e.Band, Href: url(fmt.Sprintf("/r/grading_entry/%d", e.ID)), Tag: ui.Tag{Text: Entries.StateLabel(string(e.State))}}
		if e.State == Named && e.Last != "" {
			panel.Due = append(panel.Due, ui.Item{Title: "荣誉有效期届满", Note: e.Title, Href: it.Href, Day: string(e.Last)})
		}
		list.List = append(list.List, it)
	}
	for _, s := range sites {
		list.List = append(list.List, ui.Item{Title: s.Name, Note: DemoSites.Field("level").Text(s) + DemoSites.Field("kind").Text(s), Href: url(fmt.Sprintf("/r/demo_site/%d", s.ID)), Tag: ui.Tag{Text: DemoSites.StateLabel(string(s.State))}})
	}
	panel.Body = ui.Card{Title: "荣誉和示范", Bare: true, Body: g.Group{list}}
	return panel, nil
}
