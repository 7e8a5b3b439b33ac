package figure_test

import (
	"fmt"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/centre"
	"sanshe/internal/clock"
	"sanshe/internal/honour"
	"sanshe/internal/incubation"
	"sanshe/internal/inservice"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/regional"
	"sanshe/internal/store"
	"sanshe/internal/topic"
	"sanshe/internal/training"
)

// deeds are what happens in the chapters 党建引领 and 孵化培育.
func (h *history) deeds() []func(*store.Tx) error {
	return []func(*store.Tx) error{h.instructors, h.postings, h.liaisons, h.pacts, h.unitReports, h.memberReports, h.claims,
		h.gradings, h.sites, h.campaigns, h.renovations, h.residencies, h.incubations, h.trainings, h.attendances, h.certificates, h.workers, h.topics}
}

// begin does each once, as far as the county lets it.
func (h *history) begin() {
	h.Helper()
	h.fresh = true
	for range 8 {
		h.Clock.Advance(40 * time.Hour)
		for _, deed := range append(h.deeds(), h.ends, h.branches, h.needs, h.activities) {
			h.note(h.change(deed))
		}
	}
	h.fresh = false
}

// ref finds a record of a register, and makes one if there is none.
func ref[T any](h *history, tx *store.Tx, t record.Type[T], make func() (*T, error)) (record.ID[T], error) {
	rec, err := some(h, tx, t)
	if err == nil && record.BaseOf(any(rec).(record.Record)).ID == 0 {
		rec, err = make()
	}
	if err != nil {
		return 0, err
	}
	return record.ID[T](record.BaseOf(any(rec).(record.Record)).ID), nil
}

// later is now and then a day some weeks from one, else none.
func (h *history) later(from clock.Date) clock.Date {
	if h.IntN(2) == 0 {
		return ""
	}
	return from.AddDays(5 + h.IntN(50))
}

func (h *history) unit(tx *store.Tx) (record.ID[people.Unit], error) {
	if h.IntN(3) == 0 {
		u, err := store.Add(tx, people.Units, County, func(u *people.Unit) { u.Name, u.Kind = fmt.Sprint("单位", h.Uint32()), people.Agency })
		return record.ID[people.Unit](u.ID), err
	}
	return ref(h, tx, people.Units, func() (*people.Unit, error) {
		return store.Add(tx, people.Units, County, func(u *people.Unit) { u.Name, u.Kind = fmt.Sprint("单位", h.Uint32()), people.Agency })
	})
}

func (h *history) community(tx *store.Tx) (record.ID[place.Community], error) {
	c, err := some(h, tx, place.Communities)
	return record.ID[place.Community](c.ID), err
}

func (h *history) name() string { return fmt.Sprint("某", h.IntN(40)) }

// or moves a record of t now and then, and else makes one.
func or[T any](h *history, tx *store.Tx, t record.Type[T], make func() error) error {
	switch n := h.IntN(6); {
	case h.fresh || n > 2:
		return make()
	case n == 0:
		return void(h, tx, t)
	}
	return move(h, tx, t)
}

func (h *history) instructors(tx *store.Tx) error {
	return or(h, tx, party.Instructors, func() error {
		u, err := h.unit(tx)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, party.Instructors, County, func(i *party.Instructor) {
			i.Name, i.Unit, i.Channel, i.Appointed = h.name(), u, "serving", h.day(tx)
			i.Last = h.later(i.Appointed)
		})
		return err
	})
}

func (h *history) postings(tx *store.Tx) error {
	return or(h, tx, party.Postings, func() error {
		i, err := some(h, tx, party.Instructors)
		if err != nil {
			return err
		}
		o, err := some(h, tx, org.SocialOrgs)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, party.Postings, County, func(p *party.Posting) {
			p.Instructor, p.Org, p.From = record.ID[party.Instructor](i.ID), record.ID[org.SocialOrg](o.ID), max(i.Appointed, h.day(tx))
			if p.Last = h.later(p.From); i.Last != "" {
				p.Last = min(p.Last, i.Last)
			}
		})
		return err
	})
}

func (h *history) liaisons(tx *store.Tx) error {
	return or(h, tx, regional.Liaisons, func() error {
		u, err := h.unit(tx)
		if err != nil {
			return err
		}
		c, err := h.community(tx)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, regional.Liaisons, County, func(l *regional.Liaison) { l.Name, l.Unit, l.Community, l.From = h.name(), u, c, h.day(tx) })
		return err
	})
}

func (h *history) pacts(tx *store.Tx) error {
	if h.IntN(2) == 0 {
		return or(h, tx, regional.Commitments, func() error {
			p, err := some(h, tx, regional.Pacts)
			if err != nil {
				return err
			}
			_, err = store.Add(tx, regional.Commitments, County, func(c *regional.Commitment) {
				c.Pact, c.What, c.By, c.Due = record.ID[regional.Pact](p.ID), "办一件事", regional.UnitSide, max(p.Signed, h.day(tx))
			})
			return err
		})
	}
	return or(h, tx, regional.Pacts, func() error {
		u, err := h.unit(tx)
		if err != nil {
			return err
		}
		c, err := h.community(tx)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, regional.Pacts, County, func(p *regional.Pact) {
			p.Title, p.Community, p.Unit, p.Signed, p.State = fmt.Sprint("契约", h.Uint32()), c, u, h.day(tx), regional.InForce
			p.Last = p.Signed.AddDays(5 + h.IntN(60))
		})
		return err
	})
}

func (h *history) unitReports(tx *store.Tx) error {
	return or(h, tx, inservice.UnitReports, func() error {
		u, err := h.unit(tx)
		if err != nil {
			return err
		}
		c, err := h.community(tx)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, inservice.UnitReports, County, func(r *inservice.UnitReport) { r.Unit, r.Community, r.On = u, c, h.day(tx) })
		return err
	})
}

func (h *history) memberReports(tx *store.Tx) error {
	return or(h, tx, inservice.MemberReports, func() error {
		u, err := h.unit(tx)
		if err != nil {
			return err
		}
		c, err := h.community(tx)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, inservice.MemberReports, County, func(r *inservice.MemberReport) {
			r.Name, r.Unit, r.Community, r.On = h.name(), u, c, h.day(tx)
		})
		return err
	})
}

func (h *history) claims(tx *store.Tx) error {
	return or(h, tx, inservice.Claims, func() error {
		m, err := some(h, tx, inservice.MemberReports)
		if err != nil {
			return err
		}
		o, err := store.Add(tx, inservice.Openings, h.place(), func(o *inservice.Opening) {
			o.Title, o.Kind, o.Places = "送一张书桌", inservice.Wish, 1
		})
		if err != nil {
			return err
		}
		c, err := store.Add(tx, inservice.Claims, County, func(c *inservice.Claim) {
			c.Opening, c.Member, c.On = record.ID[inservice.Opening](o.ID), record.ID[inservice.MemberReport](m.ID), h.day(tx)
		})
		if err != nil || !h.fresh && h.IntN(2) == 0 {
			return err
		}
		return store.TakeWith(tx, inservice.Claims, c, "finish", store.Taking{On: tx.Today(), In: record.Input{"done_on": string(max(c.On, h.day(tx)))}})
	})
}

// gradings names a Party organisation whose publicity is over, or publishes another.
func (h *history) gradings(tx *store.Tx) error {
	over, err := store.First(tx.Context(), tx.All(), honour.Entries, func(e *honour.Entry, w *store.Where) { w.Is(&e.State, honour.InPublicity).Less(&e.Until, tx.Today()) })
	if err == nil && over != nil {
		return store.TakeWith(tx, honour.Entries, over, "name", store.Taking{On: tx.Today()})
	}
	return or(h, tx, honour.Entries, func() error {
		s, err := store.Add(tx, honour.Schemes, County, func(s *honour.Scheme) {
			s.Name, s.Year, s.Publicity, s.Valid, s.State = fmt.Sprint("办法", h.Uint32()), 2026, 1, int64(h.IntN(2)), honour.SchemeInForce
			s.Criteria = []honour.Criterion{{Name: "党建工作强", Weight: 100}}
			s.Bands = []honour.Band{{Name: "五星", From: 80, Star: true}, {Name: "合格"}}
		})
		if err != nil {
			return err
		}
		b, err := Found(tx, fmt.Sprint("支部", h.Uint32()), party.Branch, h.day(tx))
		if err != nil {
			return err
		}
		e, err := store.Add(tx, honour.Entries, County, func(e *honour.Entry) { e.Scheme, e.Org = record.ID[honour.Scheme](s.ID), b })
		marks := fmt.Sprintf(`[{"criterion":"党建工作强","score":"%d"}]`, 75+h.IntN(20))
		for _, step := range []string{"submit", "pass_first", "grade", "publish"} {
			if err == nil {
				err = store.TakeWith(tx, honour.Entries, e, step, store.Taking{On: tx.Today(), In: record.Input{"self_marks": marks, "review_marks": marks}})
			}
		}
		return err
	})
}

func (h *history) sites(tx *store.Tx) error {
	return or(h, tx, honour.DemoSites, func() error {
		s, err := store.Add(tx, honour.DemoSites, h.place(), func(s *honour.DemoSite) {
			s.Name, s.Kind, s.Level, s.Begun = fmt.Sprint("示范点", h.Uint32()), honour.Spot, []honour.Level{honour.CityLevel, honour.CityLevel, honour.CountyLevel}[h.IntN(3)], h.day(tx)
		})
		if err != nil || h.IntN(2) == 0 {
			return err
		}
		d, err := store.Add(tx, people.Documents, County, func(d *people.Document) { d.Title, d.Number = "命名通知", fmt.Sprint("第", h.Uint32(), "号") })
		if err != nil {
			return err
		}
		return store.TakeWith(tx, honour.DemoSites, s, "name", store.Taking{On: tx.Today(), In: record.Input{"naming": record.Input{}.ID(d.ID)}})
	})
}

func (h *history) campaigns(tx *store.Tx) error {
	return or(h, tx, honour.Campaigns, func() error {
		d, err := store.Add(tx, people.Documents, County, func(d *people.Document) { d.Title, d.Number = "通知", fmt.Sprint("第", h.Uint32(), "号") })
		if err != nil {
			return err
		}
		c, err := store.Add(tx, honour.Campaigns, County, func(c *honour.Campaign) {
			c.Name, c.Basis, c.From = fmt.Sprint("行动", h.Uint32()), record.ID[people.Document](d.ID), h.day(tx)
			c.Last = c.From.AddDays(30)
		})
		if err != nil {
			return err
		}
		return store.TakeWith(tx, honour.Campaigns, c, "start", store.Taking{On: tx.Today()})
	})
}

func (h *history) centre(tx *store.Tx) (record.ID[centre.Centre], error) {
	return ref(h, tx, centre.Centres, func() (*centre.Centre, error) {
		return store.Add(tx, centre.Centres, h.place(), func(c *centre.Centre) {
			c.Name, c.Kind, c.State = fmt.Sprint("中心", h.Uint32()), centre.Incubator, centre.InUse
		})
	})
}

func (h *history) renovations(tx *store.Tx) error {
	return or(h, tx, centre.Renovations, func() error {
		c, err := h.centre(tx)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, centre.Renovations, County, func(r *centre.Renovation) {
			r.Title, r.Centre, r.Accepted, r.State = "改造", c, h.day(tx), centre.Accepted
		})
		return err
	})
}

func (h *history) residencies(tx *store.Tx) error {
	return or(h, tx, centre.Residencies, func() error {
		c, err := h.centre(tx)
		if err != nil {
			return err
		}
		o, err := some(h, tx, org.SocialOrgs)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, centre.Residencies, County, func(r *centre.Residency) {
			r.Org, r.Centre, r.Terms, r.From, r.State = record.ID[org.SocialOrg](o.ID), c, centre.Free, h.day(tx), centre.Resident
			r.Last = r.From.AddDays(10 + h.IntN(60))
		})
		return err
	})
}

func (h *history) incubations(tx *store.Tx) error {
	return or(h, tx, incubation.Incubations, func() error {
		c, err := h.centre(tx)
		if err != nil {
			return err
		}
		o, err := some(h, tx, org.SocialOrgs)
		if err != nil {
			return err
		}
		i, err := store.Add(tx, incubation.Incubations, h.place(), func(i *incubation.Incubation) {
			i.Name, i.Org, i.Centre, i.Applied, i.State = fmt.Sprint("孵化", h.Uint32()), record.ID[org.SocialOrg](o.ID), c, h.day(tx), incubation.Incubating
			i.From, i.Last = i.Applied, i.Applied.AddDays(300)
		})
		if err != nil || h.IntN(2) == 0 {
			return err
		}
		return store.TakeWith(tx, incubation.Incubations, i, "graduate", store.Taking{On: tx.Today(), In: record.Input{"result": "好", "org": record.Input{}.ID(o.ID)}})
	})
}

func (h *history) trainings(tx *store.Tx) error {
	return or(h, tx, training.Trainings, func() error {
		_, err := store.Add(tx, training.Trainings, County, func(t *training.Training) {
			t.Title, t.Kind, t.From, t.State = fmt.Sprint("培训", h.Uint32()), []string{"exam", "case"}[h.IntN(2)], h.day(tx), training.Held
			t.Last = t.From
			t.Sessions = []training.Session{{On: t.From, Topic: "上午"}, {On: t.From, Topic: "下午"}}
		})
		return err
	})
}

func (h *history) attendances(tx *store.Tx) error {
	return or(h, tx, training.Attendances, func() error {
		t, err := some(h, tx, training.Trainings)
		if err != nil {
			return err
		}
		u, err := h.unit(tx)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, training.Attendances, County, func(a *training.Attendance) {
			a.Name, a.Training, a.Unit, a.Times = h.name(), record.ID[training.Training](t.ID), u, int64(1+h.IntN(2))
		})
		return err
	})
}

func (h *history) certificates(tx *store.Tx) error {
	return or(h, tx, training.Certificates, func() error {
		u, err := h.unit(tx)
		if err != nil {
			return err
		}
		h.certified++
		level, name := []training.Level{training.Assistant, training.Qualified, training.Senior}[h.certified%3], h.name()
		_, err = store.Add(tx, training.Certificates, County, func(c *training.Certificate) {
			c.Name, c.Unit, c.Level, c.Number, c.Issued = name, u, level, fmt.Sprint(h.Uint32()), h.day(tx)
			if h.IntN(2) == 0 {
				c.Registered, c.Last = c.Issued, c.Issued.AddDays(h.IntN(40))
			}
		})
		if err == nil && level != training.Assistant && h.IntN(2) == 0 { // the lower one, of the same person
			_, err = store.Add(tx, training.Certificates, County, func(c *training.Certificate) {
				c.Name, c.Unit, c.Level, c.Number, c.Issued = name, u, training.Assistant, fmt.Sprint(h.Uint32()), h.day(tx)
			})
		}
		return err
	})
}

func (h *history) workers(tx *store.Tx) error {
	return or(h, tx, training.SocialWorkers, func() error {
		u, err := h.unit(tx)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, training.SocialWorkers, County, func(w *training.SocialWorker) {
			w.Name, w.Unit, w.From, w.Red = h.name(), u, h.day(tx), h.IntN(2) == 0
		})
		return err
	})
}

// topics asks the trainings of one kind or of a time; there are never many.
func (h *history) topics(tx *store.Tx) error {
	list, err := store.Find(tx.Context(), tx.All(), topic.Topics, nil)
	if err != nil || len(list) > 3 {
		return err
	}
	_, err = store.Add(tx, topic.Topics, County, func(t *topic.Topic) {
		t.Title, t.Name, t.Figure = fmt.Sprint("专题", h.Uint32()), fmt.Sprint("topic_", h.Uint32()), []topic.Figure{topic.Trained, topic.PersonTimes}[h.IntN(2)]
		if t.Kind = "exam"; h.IntN(2) == 0 {
			t.Kind, t.From, t.Last = "", tx.Today().AddDays(-20), tx.Today().AddDays(-3)
		}
	})
	return err
}
