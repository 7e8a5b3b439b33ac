package web_test

import (
	"context"
	"net/url"
	"testing"

	g "maragu.dev/gomponents"

	"sanshe/internal/db"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
	"sanshe/internal/web"
)

// overspends says by how many statements drawing runs over its budget.
func overspends(ctx context.Context, most int, draw func(context.Context) error) (int, error) {
	ctx, counter := db.Count(ctx)
	err := draw(ctx)
	return int(counter.N()) - most, err
}

// Every panel and every page that a domain adds keeps within what it says it runs.
func TestPanelsKeepTheirBudget(t *testing.T) {
	s := onSQLite(t)
	ids := full(s)
	at := func(path string) string { return path }
	for name, panels := range s.App.Panels() {
		reg := s.Store.Book().Register(name)
		if reg == nil {
			t.Errorf("panels of %s, which is no register", name)
			continue
		}
		for _, a := range []*record.Actor{s.Officer(), s.Civil(), s.Worker()} {
			rec, err := s.Store.Reader(a).Get(s.Ctx(), reg, ids[name])
			if err != nil {
				continue // not theirs to read
			}
			for i, p := range panels {
				if p.Below != nil {
					if p.Below.Register.Field(p.Below.Field) == nil || p.Below.Due != "" && p.Below.Register.Field(p.Below.Due) == nil {
						t.Errorf("%s, panel %d: no such field of %s", name, i, p.Below.Register.Name)
					}
					continue // its page is held by the crawl
				}
				over, err := overspends(s.Ctx(), p.Queries, func(ctx context.Context) error {
					_, err := p.Draw(ctx, s.Store.Reader(a), rec, at)
					return err
				})
				if s.Do(err); over > 0 {
					t.Errorf("%s, panel %d: %d statements too many", name, i, over)
				}
			}
		}
	}
	for _, pages := range s.App.Pages() {
		for _, p := range pages {
			over, err := overspends(s.Ctx(), p.Queries, func(ctx context.Context) error {
				_, err := p.Draw(ctx, s.Store.Reader(s.Officer()), url.Values{}, at)
				return err
			})
			if s.Do(err); over > 0 {
				t.Errorf("%s: %d statements too many", p.Path, over)
			}
		}
	}
}

// The guard above sees a panel that asks once more than it says.
func TestPanelsKeepTheirBudgetNotices(t *testing.T) {
	s := onSQLite(t)
	p := web.Panel{Queries: 1, Draw: func(ctx context.Context, r *store.Reader, _ record.Record, _ func(string) string) (*ui.Panel, error) {
		for range 2 {
			if _, err := store.CountOf(ctx, r, org.SocialOrgs, nil); err != nil {
				return nil, err
			}
		}
		return &ui.Panel{Body: g.Text("")}, nil
	}}
	over, err := overspends(s.Ctx(), p.Queries, func(ctx context.Context) error {
		_, err := p.Draw(ctx, s.Store.Reader(s.Officer()), nil, nil)
		return err
	})
	if s.Do(err); over != 1 {
		t.Errorf("over by %d", over)
	}
}
