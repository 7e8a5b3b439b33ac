package figure_test

import (
	"fmt"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/ident"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// happen does one thing at random; what the registers refuse did not happen.
func (h *history) happen() {
	h.Helper()
	h.Clock.Advance(time.Duration(1+h.IntN(20)) * time.Hour)
	_, err := h.Store.Write(h.Ctx(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		things := []func(*store.Tx) error{h.orgs, h.surveys, h.surveys, h.branches, h.coverage, h.coverage, h.needs, h.needs, h.activities, h.taking, h.editions, h.voids, h.ends, h.ends}
		if h.IntN(2) == 0 {
			things = h.deeds()
		}
		return store.Result{}, things[h.IntN(len(things))](tx)
	})
	h.note(err)
}

func (h *history) orgs(tx *store.Tx) error {
	if h.IntN(3) > 0 {
		return move(h, tx, org.SocialOrgs)
	}
	_, err := h.register(tx)
	return err
}

func (h *history) register(tx *store.Tx) (*org.SocialOrg, error) {
	kinds := []org.Kind{org.PrivateNonEnterprise, org.PrivateNonEnterprise, org.Association, org.CommunityGroup}
	return store.Add(tx, org.SocialOrgs, h.place(), func(o *org.SocialOrg) {
		o.Name, o.Kind, o.Registered, o.State = fmt.Sprint("组织", h.Uint32()), kinds[h.IntN(4)], h.day(tx), []org.State{org.Normal, org.Normal, org.Preparing}[h.IntN(3)]
		if h.fresh {
			o.Kind, o.State = org.Association, org.Normal
		}
		if prefix := map[org.Kind]ident.Category{org.PrivateNonEnterprise: ident.PrivateNonEnterprise, org.Association: ident.Association}[o.Kind]; prefix != "" {
			o.Code, _ = ident.USCCFor(prefix, County, h.IntN(90_000))
		}
	})
}

// ends brings something to its end: a need is met, an organisation covered.
func (h *history) ends(tx *store.Tx) error {
	if h.turn++; h.turn%4 == 0 {
		n, err := aNeed(tx, h.place(), h.day(tx))
		if err == nil {
			err = store.TakeWith(tx, need.Needs, n, "serve", store.Taking{On: tx.Today(), In: record.Input{"outcome": "办好了"}})
		}
		if err == nil {
			err = store.TakeStep(tx, need.Needs, n, "confirm", "")
		}
		if err == nil {
			_, err = store.Add(tx, service.Opinions, n.Area, func(o *service.Opinion) {
				o.Need, o.Given, o.Level = record.ID[need.Need](n.ID), tx.Today(), []service.Level{service.Good, service.Bad}[h.IntN(2)]
			})
		}
		return err
	}
	o, err := h.register(tx)
	if err != nil {
		return err
	}
	id, on := record.ID[org.SocialOrg](o.ID), max(o.Registered, h.day(tx))
	if err := Survey(tx, id, on, int64(2+h.IntN(3)), 0); err != nil || !h.fresh && h.IntN(2) == 0 {
		return err
	}
	switch h.turn % 4 {
	case 1:
		return Own(tx, id, fmt.Sprint("支部", h.Uint32()), on)
	case 2:
		joint, err := Found(tx, fmt.Sprint("联合支部", h.Uint32()), party.JointBranch, on)
		if err != nil {
			return err
		}
		return Cover(tx, id, on, func(c *party.Coverage) { c.Kind, c.PartyOrg = party.Joint, joint })
	}
	return Cover(tx, id, on, func(c *party.Coverage) { c.Kind, c.Basis, c.Evidence = party.Deemed, "other", "有说明" })
}

func (h *history) surveys(tx *store.Tx) error {
	if h.IntN(4) == 0 {
		return move(h, tx, party.MemberSurveys)
	}
	o, err := some(h, tx, org.SocialOrgs)
	if err != nil {
		return err
	}
	_, err = store.Add(tx, party.MemberSurveys, County, func(m *party.MemberSurvey) {
		m.Org, m.On, m.Source, m.Full, m.Probationary = record.ID[org.SocialOrg](o.ID), h.day(tx), party.Visit, int64(h.IntN(5)), int64(h.IntN(2))
		m.State = []party.SurveyState{party.Verified, party.Verified, party.Draft}[h.IntN(3)]
	})
	return err
}

func (h *history) branches(tx *store.Tx) error {
	if h.IntN(3) == 0 {
		return move(h, tx, party.PartyOrgs)
	}
	_, err := store.Add(tx, party.PartyOrgs, County, func(p *party.PartyOrg) {
		p.Name, p.Kind, p.State = fmt.Sprint("支部", h.Uint32()), []party.OrgKind{party.Branch, party.JointBranch}[h.IntN(2)], party.Founded
		p.Founded, p.Election = h.day(tx), tx.Today().AddDays(h.IntN(60)-40)
	})
	return err
}

func (h *history) coverage(tx *store.Tx) error {
	o, err := some(h, tx, org.SocialOrgs)
	if err != nil {
		return err
	}
	p, err := some(h, tx, party.PartyOrgs)
	if err != nil {
		return err
	}
	return Cover(tx, record.ID[org.SocialOrg](o.ID), tx.Today().AddDays(-h.IntN(5)), func(c *party.Coverage) {
		switch h.IntN(5) {
		case 0:
			c.Kind, c.Basis, c.Evidence = party.Deemed, "other", "有说明"
		case 1:
			c.Kind = party.WorkOnly
		default:
			c.PartyOrg = record.ID[party.PartyOrg](p.ID)
			if c.Kind = party.Single; p.Kind == party.JointBranch {
				c.Kind = party.Joint
			}
		}
	})
}

func (h *history) needs(tx *store.Tx) error {
	switch n := h.IntN(6); {
	case h.fresh:
	case n == 0:
		n, err := some(h, tx, need.Needs)
		if err != nil || n.ID == 0 {
			return err
		}
		return store.Change(tx, need.Needs, n, func(n *need.Need) { n.Raised = h.day(tx) })
	case n < 4:
		return move(h, tx, need.Needs)
	}
	n, err := aNeed(tx, h.place(), h.day(tx))
	if err == nil && (h.fresh || h.IntN(3) == 0) {
		err = store.TakeStep(tx, need.Needs, n, "lack", "没有")
	}
	return err
}

func (h *history) activities(tx *store.Tx) error {
	switch h.IntN(6) {
	case 0:
		a, err := some(h, tx, service.Activities)
		if err != nil || a.ID == 0 {
			return err
		}
		return store.Change(tx, service.Activities, a, func(a *service.Activity) { a.On, a.Also, a.Unnamed = h.day(tx), h.also(), int64(h.IntN(9)) })
	case 1:
		return move(h, tx, service.Activities)
	}
	_, err := store.Add(tx, service.Activities, h.place(), func(a *service.Activity) {
		a.Title, a.Kind, a.On, a.Also, a.Length, a.Unnamed = "做了一场", service.Volunteer, h.day(tx), h.also(), int64(h.IntN(120)), int64(h.IntN(9))
		a.Names = []string{"", "陈桂芳、王建国", "陈桂芳"}[h.IntN(3)]
		if a.State = service.Held; h.IntN(4) == 0 {
			a.State = service.Planned
		}
	})
	return err
}

func (h *history) also() (codes []string) {
	for range h.IntN(3) {
		codes = append(codes, h.place())
	}
	return codes
}

func (h *history) taking(tx *store.Tx) error {
	a, err := some(h, tx, service.Activities)
	if err != nil || a.ID == 0 {
		return err
	}
	_, err = store.Add(tx, service.Participations, a.Area, func(p *service.Participation) {
		p.Activity, p.Name, p.Role, p.Minutes = record.ID[service.Activity](a.ID), []string{"陈桂芳", "李小兰", "赵大海"}[h.IntN(3)], service.Taker, int64(h.IntN(90))
	})
	return err
}

func (h *history) editions(tx *store.Tx) error {
	if h.IntN(3) == 0 {
		return move(h, tx, need.ListEditions)
	}
	e, err := store.Add(tx, need.ListEditions, Urban()[h.IntN(2)], func(e *need.ListEdition) {
		e.Kind, e.Year = []need.ListKind{need.NeedList, need.ResourceList, need.ProjectList}[h.IntN(3)], int64(tx.Today().Year())
	})
	if err != nil {
		return err
	}
	return store.TakeStep(tx, need.ListEditions, e, "publish", "")
}

func (h *history) voids(tx *store.Tx) error {
	switch h.IntN(7) {
	case 0:
		return void(h, tx, org.SocialOrgs)
	case 1:
		return void(h, tx, party.MemberSurveys)
	case 2:
		return void(h, tx, party.Coverages)
	case 3:
		return void(h, tx, need.Needs)
	case 4:
		return void(h, tx, service.Activities)
	case 5:
		return void(h, tx, service.Participations)
	}
	return void(h, tx, need.ListEditions)
}

func void[T any](h *history, tx *store.Tx, t record.Type[T]) error {
	rec, err := some(h, tx, t)
	if err != nil || record.BaseOf(any(rec).(record.Record)).ID == 0 {
		return err
	}
	return store.VoidOne(tx, t, rec, "记错了")
}

// move takes any step that is possible on any record, on one of the last days.
func move[T any](h *history, tx *store.Tx, t record.Type[T]) error {
	rec, err := some(h, tx, t)
	if err != nil || record.BaseOf(any(rec).(record.Record)).ID == 0 {
		return err
	}
	var possible []string
	for _, s := range t.Steps {
		if s.Possible(t.StateOf(any(rec).(record.Record))) {
			possible = append(possible, s.Name)
		}
	}
	if len(possible) == 0 {
		return nil
	}
	step, into := possible[h.IntN(len(possible))], record.Input{}
	for _, f := range t.Step(step).Asked {
		switch f.Kind.Name() {
		case "date":
			into[f.Name] = string(h.day(tx))
		case "text", "prose":
			into[f.Name] = "写一句"
		}
	}
	switch step {
	case "serve":
		into["outcome"] = "办好了"
	case "transfer":
		into["transferred_to"] = "住建局"
	case "found":
		into["founded_on"] = string(h.day(tx))
	case "register":
		into["code"], _ = ident.USCCFor(ident.PrivateNonEnterprise, County, h.IntN(90_000))
	case "combine":
		n, err := some(h, tx, need.Needs)
		if err != nil {
			return err
		}
		into["merged_to"] = record.Input{}.ID(n.ID)
	}
	return store.TakeWith(tx, t, rec, step, store.Taking{On: tx.Today().AddDays(-h.IntN(4)), Note: "有原因", In: into})
}
