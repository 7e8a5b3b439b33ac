package apptest

import (
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/ident"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// G0 is the register of organisations that the dossier's scenarios begin with:
// 242 of them, 140 民办非企业 and 102 社会团体, of which 78 have members. In
// order: 63 with a branch of their own, 9 in three joint branches (4, 3, 2), 2
// deemed covered, 4 not covered, 164 without members.
type G0 struct {
	Orgs   []record.ID[org.SocialOrg]
	Joints []record.ID[party.PartyOrg]
}

// Places in Orgs where a kind of organisation begins.
const (
	Singles    = 0
	Jointly    = 63
	DeemedOnes = 72
	Uncovered  = 74 // the first has 2 full members and 1 on probation
	Memberless = 78
)

// Urban lists the codes of the fixture's 11 urban communities: 8 in Town, 3 in OtherTown.
func Urban() (codes []string) {
	for i := range 11 {
		codes = append(codes, fmt.Sprintf("%s%03d", []string{Town, OtherTown}[i/8], i%8+1))
	}
	return codes
}

// Batch writes many things from code, at most 200 to a change.
func (w *World) Batch(n int, add func(tx *store.Tx, i int) error) {
	w.Helper()
	for from := 0; from < n; from += 200 {
		_, err := w.Store.Write(w.Ctx(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			for i := from; i < min(from+200, n); i++ {
				if err := add(tx, i); err != nil {
					return store.Result{}, fmt.Errorf("%d: %w", i, err)
				}
			}
			return store.Result{}, nil
		})
		w.Do(err)
	}
}

// members gives how many full and probationary members the organisation at a
// place in [G0] has.
func members(i int) (full, probationary int64) {
	switch {
	case i < Jointly:
		return 3, 0
	case i < DeemedOnes:
		return 1, int64(i % 2)
	case i < Uncovered:
		return 2, 0
	case i < Memberless:
		return [...]int64{2, 1, 1, 0}[i-Uncovered], [...]int64{1, 0, 0, 1}[i-Uncovered]
	}
	return 0, 0
}

// NewG0 writes the register the scenarios begin with, as it stood on 2026-01-15.
func NewG0(w *World) *G0 {
	w.Helper()
	g := &G0{Orgs: make([]record.ID[org.SocialOrg], 242), Joints: make([]record.ID[party.PartyOrg], 3)}
	w.Batch(242, func(tx *store.Tx, i int) error {
		kind, category := org.PrivateNonEnterprise, ident.PrivateNonEnterprise
		if i%2 == 1 && i < 2*102 {
			kind, category = org.Association, ident.Association
		}
		code, err := ident.USCCFor(category, County, 1000+i)
		if err != nil {
			return err
		}
		o, err := store.Add(tx, org.SocialOrgs, Urban()[i%11], func(o *org.SocialOrg) {
			o.Name, o.Code, o.Kind, o.Registered, o.State = fmt.Sprintf("第%03d社会组织", i+1), code, kind, "2019-05-06", org.Normal
		})
		if err != nil {
			return err
		}
		g.Orgs[i] = record.ID[org.SocialOrg](o.ID)
		full, probationary := members(i)
		return Survey(tx, g.Orgs[i], "2026-01-15", full, probationary)
	})
	w.Batch(3, func(tx *store.Tx, i int) (err error) {
		g.Joints[i], err = Found(tx, fmt.Sprintf("第%d联合党支部", i+1), party.JointBranch, "2025-06-01")
		return err
	})
	w.Batch(Uncovered, func(tx *store.Tx, i int) error {
		return g.cover(tx, i)
	})
	return g
}

// cover reaches the organisation at a place as the place says.
func (g *G0) cover(tx *store.Tx, i int) error {
	switch {
	case i < Jointly:
		return Own(tx, g.Orgs[i], fmt.Sprintf("第%03d社会组织党支部", i+1), "2025-06-01")
	case i < DeemedOnes:
		return Cover(tx, g.Orgs[i], "2025-06-01", func(c *party.Coverage) {
			c.Kind, c.PartyOrg = party.Joint, g.Joints[[...]int{0, 0, 0, 0, 1, 1, 1, 2, 2}[i-Jointly]]
		})
	}
	return Cover(tx, g.Orgs[i], "2025-06-01", func(c *party.Coverage) {
		c.Kind, c.Basis, c.Evidence = party.Deemed, "superior", "上级法人单位已建立党支部"
	})
}

// Survey writes a verified survey of an organisation's members.
func Survey(tx *store.Tx, id record.ID[org.SocialOrg], on clock.Date, full, probationary int64) error {
	_, err := store.Add(tx, party.MemberSurveys, County, func(m *party.MemberSurvey) {
		m.Org, m.On, m.Source, m.Full, m.Probationary, m.State = id, on, party.Visit, full, probationary, party.Verified
	})
	return err
}

// Found writes a Party organisation that stands since a day.
func Found(tx *store.Tx, name string, kind party.OrgKind, on clock.Date) (record.ID[party.PartyOrg], error) {
	p, err := store.Add(tx, party.PartyOrgs, County, func(p *party.PartyOrg) {
		p.Name, p.Kind, p.Founded, p.State = name, kind, on, party.Founded
	})
	if err != nil {
		return 0, err
	}
	return record.ID[party.PartyOrg](p.ID), nil
}

// Cover says how an organisation is reached from a day on.
func Cover(tx *store.Tx, id record.ID[org.SocialOrg], from clock.Date, say func(*party.Coverage)) error {
	_, err := store.Add(tx, party.Coverages, County, func(c *party.Coverage) {
		c.Org, c.From = id, from
		say(c)
	})
	return err
}

// Own gives an organisation a branch of its own from a day on.
func Own(tx *store.Tx, id record.ID[org.SocialOrg], name string, from clock.Date) error {
	branch, err := Found(tx, name, party.Branch, from)
	if err != nil {
		return err
	}
	return Cover(tx, id, from, func(c *party.Coverage) { c.Kind, c.PartyOrg = party.Single, branch })
}

// Communities writes the 11 urban communities.
func (w *World) Communities() {
	w.Helper()
	w.Batch(11, func(tx *store.Tx, i int) error {
		_, err := store.Add(tx, place.Communities, Urban()[i], func(c *place.Community) {
			c.Name, c.Urban = fmt.Sprintf("第%d社区", i+1), true
		})
		return err
	})
}

// FoundNeeds writes n needs that were verified, one a day from 2026-01-05 on in
// one urban community after the other, and gives their ids.
func (w *World) FoundNeeds(n int) []record.ID[need.Need] {
	w.Helper()
	ids := make([]record.ID[need.Need], n)
	w.Batch(n, func(tx *store.Tx, i int) error {
		x, err := store.Add(tx, need.Needs, Urban()[i%11], func(x *need.Need) {
			x.Detail, x.Category, x.Source = fmt.Sprintf("第%d件事", i+1), "elder", need.Visit
			x.Raised, x.State = clock.Date("2026-01-05").AddDays(i%50), need.Verified
		})
		if err == nil {
			ids[i] = record.ID[need.Need](x.ID)
		}
		return err
	})
	return ids
}

// Projects writes one project for each urban community but those at skip.
func (w *World) Projects(skip ...int) {
	w.Helper()
	w.Batch(11, func(tx *store.Tx, i int) error {
		for _, s := range skip {
			if s == i {
				return nil
			}
		}
		_, err := store.Add(tx, need.Projects, Urban()[i], func(p *need.Project) { p.Title = fmt.Sprintf("第%d社区项目", i+1) })
		return err
	})
}

// Resources writes one resource of an organisation for each urban community.
func (w *World) Resources(by record.ID[org.SocialOrg]) {
	w.Helper()
	w.Batch(11, func(tx *store.Tx, i int) error {
		_, err := store.Add(tx, need.Resources, Urban()[i], func(r *need.Resource) {
			r.Title, r.Kind, r.Category, r.Org, r.State = fmt.Sprintf("第%d社区服务", i+1), need.Service, []string{"elder"}, by, need.Available
		})
		return err
	})
}

// Publish publishes one of the three lists in the urban community at i, today.
func (w *World) Publish(i int, kind need.ListKind) error {
	_, err := w.Store.Write(w.Ctx(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		e, err := store.Add(tx, need.ListEditions, Urban()[i], func(e *need.ListEdition) { e.Kind, e.Year = kind, int64(tx.Today().Year()) })
		if err != nil {
			return store.Result{}, err
		}
		return store.Result{}, store.TakeStep(tx, need.ListEditions, e, "publish", "")
	})
	return err
}

// Services writes n activities held, one a day from 2026-01-05 on in one urban
// community after the other.
func (w *World) Services(n int) {
	w.Helper()
	w.Batch(n, func(tx *store.Tx, i int) error {
		_, err := store.Add(tx, service.Activities, Urban()[i%11], func(a *service.Activity) {
			a.Title, a.Kind, a.On, a.Unnamed, a.State = fmt.Sprintf("第%d场活动", i+1), service.Volunteer, clock.Date("2026-01-05").AddDays(i%50), int64(i%3), service.Held
		})
		return err
	})
}

// Says holds figures to what they should say: the value with its unit, and for
// a ratio what it is made of: “94.87% 74/78”.
func (w *World) Says(q figure.Question, want map[string]string) {
	w.Helper()
	list, err := w.Figures.All(w.Ctx(), q)
	w.Do(err)
	got := map[string]string{}
	for _, a := range list {
		if got[a.Name] = a.Text(); a.Ratio() {
			got[a.Name] += fmt.Sprintf(" %d/%d", a.Num, a.Den)
		}
	}
	for name, text := range want {
		if got[name] != text {
			w.Errorf("%s at %s, known %d: %s, want %s", name, q.At, q.Known, got[name], text)
		}
	}
}

// Behind gives the ids of the records behind a figure, which are the same as
// many as the figure says, and all to be read by the officer.
func (w *World) Behind(name string, q figure.Question, part figure.PartName) map[int64]bool {
	w.Helper()
	ids, total := map[int64]bool{}, int64(0)
	for after := int64(0); ; {
		page, err := w.Figures.Records(w.Ctx(), w.Store.Reader(w.Officer()), name, q, part, after, 50)
		w.Do(err)
		for _, r := range page.Rows {
			if ids[r.ID] || r.Record == nil {
				w.Errorf("%s: record %d comes twice, or is hidden", name, r.ID)
			}
			ids[r.ID] = true
			total += r.N
		}
		if after = page.Next; after == 0 {
			if total != page.Total() {
				w.Errorf("%s: records add up to %d, the figure is %d", name, total, page.Total())
			}
			return ids
		}
	}
}
