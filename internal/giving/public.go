package giving

import (
	"context"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// perSheet is how many donations one page shows.
const perSheet = 30

// Shown draws what is published of donations and what became of them (慈善法
// §72、§79): public fields, and who gave as they wish to be known. r reads for
// anybody.
func Shown(r *store.Reader) func(context.Context, int64) (g.Node, int64, error) {
	return func(ctx context.Context, after int64) (g.Node, int64, error) {
		page, err := r.List(ctx, Donations.Register, store.Query{Filters: map[string]string{"state": string(Published) + "," + string(Settled)}, After: after, Limit: perSheet, NoTotal: true})
		if err != nil || len(page.Records) == 0 {
			return nil, 0, err
		}
		s := &sheet{ctx: ctx, r: r, uses: map[record.ID[Donation]][]*Use{}}
		for _, rec := range page.Records {
			s.list = append(s.list, rec.(*Donation))
		}
		body, err := s.draw()
		return body, page.Next, err
	}
}

// sheet is a page of published donations.
type sheet struct {
	ctx   context.Context
	r     *store.Reader
	list  []*Donation
	uses  map[record.ID[Donation]][]*Use
	orgs  map[int64]string
	units map[int64]string
}

func (s *sheet) read() error {
	var ids []any
	var orgs, units []int64
	for _, d := range s.list {
		ids = append(ids, record.ID[Donation](d.ID))
		orgs, units = append(orgs, int64(d.Org), int64(d.Receiver)), append(units, int64(d.Unit), int64(d.TakenBy))
	}
	uses, err := store.Find(s.ctx, s.r, Uses, func(u *Use, w *store.Where) { w.In(&u.Donation, ids...).By(&u.On) })
	if err != nil {
		return err
	}
	for _, u := range uses {
		s.uses[u.Donation] = append(s.uses[u.Donation], u)
	}
	if s.orgs, err = s.r.Titles(s.ctx, org.SocialOrgs.Register, orgs); err != nil {
		return err
	}
	s.units, err = s.r.Titles(s.ctx, people.Units.Register, units)
	return err
}

func (s *sheet) draw() (g.Node, error) {
	if err := s.read(); err != nil {
		return nil, err
	}
	out := g.Group{}
	for _, d := range s.list {
		body := g.Group{h.H2(g.Text(d.ShownName(s.orgs, s.units)))}
		for _, f := range s.facts(Donations.Register, d) {
			body = append(body, h.P(g.Text(f[0]+"："+f[1])))
		}
		for _, u := range s.uses[record.ID[Donation](d.ID)] {
			line := "使用"
			for _, f := range s.facts(Uses.Register, u) {
				line += "，" + f[1]
			}
			body = append(body, h.P(h.Class("sec"), g.Text(line)))
		}
		out = append(out, h.Section(h.Class("next"), body))
	}
	return out, nil
}

// facts gives the public fields of a record that say something.
func (s *sheet) facts(reg *record.Register, rec record.Record) (out [][2]string) {
	for _, f := range reg.Fields {
		if !f.IsPublic || f.IsPersonal || f.IsState || f.Empty(rec) || f.Kind.Name() == "money" && f.Kind.JSON(f.Value(rec)) == f.Kind.JSON(record.Fen(0)) {
			continue
		}
		words := f.Text(rec)
		if ids := store.RefIDs(f, rec); len(ids) > 0 {
			words = s.orgs[ids[0]] + s.units[ids[0]]
		}
		if f.Kind.Name() == "money" {
			words += " 元"
		}
		out = append(out, [2]string{f.Label, words})
	}
	return out
}
