package figure_test

import (
	"context"
	"fmt"
	"slices"

	. "sanshe/internal/apptest"
	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/service"
)

// county is everything the figures speak of, read out of the registers to be
// counted by plain Go: a second opinion on what the contracts' SQL counts.
type county struct {
	orgs        []*org.SocialOrg
	surveys     []*party.MemberSurvey
	branches    []*party.PartyOrg
	coverage    []*party.Coverage
	needs       []*need.Need
	editions    []*need.ListEdition
	communities []*place.Community
	activities  []*service.Activity
	taking      []*service.Participation
	opinions    []*service.Opinion
	built
	passages map[int64][]passage // in order
	ids      map[string][]int64  // of the records that counted, by figure
}

type passage struct {
	on    clock.Date
	state string
}

// readCounty reads what stands now.
func readCounty(w *World) *county {
	w.Helper()
	c := readRegisters(func(reg *record.Register) (out []record.Record) {
		w.Helper()
		return images(w, reg, reg.Name, "WHERE voided = '' AND merged = 0")
	})
	rows, err := w.DB.Query(w.Ctx(), "SELECT record, on_day, to_state FROM passage WHERE until = 0 ORDER BY on_day, seq, id")
	w.Do(err)
	defer rows.Close()
	for rows.Next() {
		var id int64
		var p passage
		w.Do(rows.Scan(&id, (*string)(&p.on), &p.state))
		c.passages[id] = append(c.passages[id], p)
	}
	w.Do(rows.Err())
	return c
}

func readRegisters(l lister) *county {
	return &county{orgs: listed(l, org.SocialOrgs), surveys: listed(l, party.MemberSurveys), branches: listed(l, party.PartyOrgs), coverage: listed(l, party.Coverages),
		needs: listed(l, need.Needs), editions: listed(l, need.ListEditions), communities: listed(l, place.Communities), activities: listed(l, service.Activities),
		taking: listed(l, service.Participations), opinions: listed(l, service.Opinions), built: readBuilt(l), passages: map[int64][]passage{}}
}

// images reads a table of a register's records as it is.
func images(w *World, reg *record.Register, table, where string) (out []record.Record) {
	w.Helper()
	columns := "id, area, version, since, created, changed, voided, merged"
	for _, f := range reg.Fields {
		if !f.IsPassing {
			columns += ", " + f.Name
		}
	}
	rows, err := w.DB.Query(w.Ctx(), "SELECT "+columns+" FROM "+table+" "+where+" ORDER BY id")
	w.Do(err)
	defer rows.Close()
	for rows.Next() {
		rec := reg.New()
		b := record.BaseOf(rec)
		dest := []any{&b.ID, &b.Area, &b.Version, &b.Since, (*int64)(&b.Created), (*int64)(&b.Changed), &b.Voided, &b.Merged}
		for _, f := range reg.Fields {
			if !f.IsPassing {
				dest = append(dest, f.Kind.Dest(f.Ptr(rec)))
			}
		}
		w.Do(rows.Scan(dest...))
		out = append(out, rec)
	}
	w.Do(rows.Err())
	return out
}

// state gives the state of a record on a day, "" before its first.
func (c *county) state(id int64, on clock.Date) (state string) {
	for _, p := range c.passages[id] {
		if p.on <= on {
			state = p.state
		}
	}
	return state
}

// counts gives every figure as numerator and denominator.
func (c *county) counts(q figure.Question) map[string][2]int64 {
	out, current := map[string][2]int64{}, int64(0)
	c.ids = map[string][]int64{}
	add := func(name string, yes bool, n int64) {
		if v := out[name]; yes {
			v[0] += n
			out[name], c.ids[name] = v, append(c.ids[name], current)
		}
	}
	for _, o := range c.orgs {
		current = o.ID
		c.countOrg(o, q, add)
	}
	year := func(d clock.Date) bool { return d >= q.At.YearStart() && d <= q.At }
	for _, p := range c.branches {
		current = p.ID
		stands := area.Contains(q.Area, p.Area) && c.state(p.ID, q.At) == "founded"
		add("party.built", stands && year(p.Founded), 1)
		add("party.elections_due", stands && p.Election != "" && p.Election <= q.At, 1)
		add("party.small_branches", stands && c.small(p, q.At), 1)
		add("party.joint_branches", area.Contains(q.Area, p.Area) && p.Kind == party.JointBranch && p.Founded <= q.At && c.state(p.ID, q.At) == "founded", 1)
	}
	for _, n := range c.needs {
		current = n.ID
		s, here := c.state(n.ID, q.At), area.Contains(q.Area, n.Area)
		add("need.found", here && year(n.Raised) && !slices.Contains([]string{"", "raised", "refused", "merged", "withdrawn"}, s), 1)
		add("need.confirmed", here && year(n.Raised) && s == "closed" && n.Answer == need.Confirmed, 1)
		add("need.lapsed", here && year(n.Raised) && s == "closed" && n.Answer == need.Silent, 1)
		add("need.gap", here && s == "no_resource", 1)
	}
	for _, o := range c.opinions {
		current = o.ID
		s, here := c.state(o.ID, q.At), area.Contains(q.Area, o.Area)
		add("service.opinions", here && year(o.Given), 1)
		add("service.opinions_open", here && (s == "to_call" || s == "to_mend"), 1)
	}
	for _, m := range c.communities {
		if !m.Urban || !area.Contains(q.Area, m.Area) {
			continue
		}
		current = m.ID
		kinds := map[need.ListKind]bool{}
		for _, e := range c.editions {
			if e.Area == m.Area && e.Items > 0 && year(e.Published) && c.state(e.ID, q.At) == "published" {
				kinds[e.Kind] = true
			}
		}
		add("need.listed_communities", len(kinds) == 3, 1)
		add("urban", true, 1)
	}
	c.countServices(q, year, func(name string, id int64, yes bool, n int64) { current = id; add(name, yes, n) })
	c.countBuilt(q, out)
	for _, r := range [][2]string{{"party.coverage_rate", "party.base"}, {"party.single_rate", "party.base"}, {"party.coverage_rate_registered", "org.registered"}, {"need.listed_communities", "urban"},
		{"party.work_coverage", "org.registered"}, {"party.work_coverage_rate", "org.registered"}, {"regional.communities_linked", "urban"}} {
		out[r[0]] = [2]int64{out[r[0]][0], out[r[1]][0]}
	}
	delete(out, "urban")
	return out
}

// small reports whether all a branch covers was surveyed, and has fewer than three
// full members together.
func (c *county) small(p *party.PartyOrg, at clock.Date) bool {
	if p.Kind != party.Branch && p.Kind != party.JointBranch || p.Founded > at {
		return false
	}
	covers, full := 0, int64(0)
	for _, x := range c.coverage {
		if int64(x.PartyOrg) != p.ID || x.Kind != party.Single && x.Kind != party.Joint || !until(at, x.From, x.Until) {
			continue
		}
		m := c.survey(int64(x.Org), at)
		if m == nil {
			return false
		}
		covers, full = covers+1, full+m.Full
	}
	return covers > 0 && full < 3
}

// survey gives the survey that holds for an organisation on a day, or nil.
func (c *county) survey(id int64, at clock.Date) (last *party.MemberSurvey) {
	for _, m := range c.surveys {
		if int64(m.Org) == id && m.On <= at && c.state(m.ID, at) == "verified" && (last == nil || m.On > last.On || m.On == last.On && m.ID > last.ID) {
			last = m
		}
	}
	return last
}

func (c *county) countOrg(o *org.SocialOrg, q figure.Question, add func(string, bool, int64)) {
	s := c.state(o.ID, q.At)
	if !area.Contains(q.Area, o.Area) || o.Registered > q.At || s != "normal" && s != "abnormal" && s != "leaving" {
		return
	}
	if o.Kind == org.CommunityGroup {
		add("org.filed_groups", s != "leaving", 1)
		return
	}
	add("org.registered", true, 1)
	add("org.private_nonenterprise", o.Kind == org.PrivateNonEnterprise, 1)
	add("org.association", o.Kind == org.Association, 1)
	last := c.survey(o.ID, q.At)
	reach := map[party.Reach]bool{}
	for _, x := range c.coverage {
		if int64(x.Org) == o.ID && x.From <= q.At && (x.Until == "" || x.Until > q.At) {
			reach[x.Kind] = true
		}
	}
	covered := reach[party.Single] || reach[party.Joint] || reach[party.Deemed]
	worked := covered || c.served(o.ID, q.At)
	add("party.work_coverage", worked, 1)
	add("party.work_coverage_rate", worked, 1)
	add("party.unreached", !worked, 1)
	add("party.unbuilt", last != nil && last.Full >= 3 && !reach[party.Single], 1)
	if last == nil || last.Full+last.Probationary < 1 {
		return
	}
	add("party.base", true, 1)
	add("party.single", reach[party.Single], 1)
	add("party.single_rate", reach[party.Single], 1)
	add("party.joint_orgs", reach[party.Joint], 1)
	add("party.deemed", reach[party.Deemed], 1)
	add("party.coverage_rate", covered, 1)
	add("party.coverage_rate_registered", covered, 1)
}

func (c *county) countServices(q figure.Question, year func(clock.Date) bool, add func(string, int64, bool, int64)) {
	people, served := map[string]bool{}, map[string]bool{}
	key := func(p *service.Participation) string {
		if p.Person != 0 {
			return fmt.Sprint(p.Person)
		}
		return p.Area + p.Name
	}
	for _, a := range c.activities {
		if a.On > q.At || c.state(a.ID, q.At) != "held" {
			continue
		}
		for _, p := range c.taking {
			if int64(p.Activity) == a.ID && p.Role == service.Taker && area.Contains(q.Area, p.Area) {
				served[key(p)] = true
			}
		}
		here := slices.ContainsFunc(append(slices.Clone(a.Also), a.Area), func(code string) bool { return area.Contains(q.Area, code) })
		add("service.unnamed", a.ID, here, a.Unnamed)
		if !year(a.On) {
			continue
		}
		heads, minutes := a.Unnamed, int64(0)
		for _, p := range c.taking {
			if int64(p.Activity) != a.ID {
				continue
			}
			heads, minutes = heads+1, minutes+p.Minutes
			if area.Contains(q.Area, p.Area) {
				people[key(p)] = true
			}
		}
		add("service.held", a.ID, here, 1)
		add("service.attendances", a.ID, here, heads)
		add("service.minutes", a.ID, here, minutes)
	}
	add("service.people", 0, true, int64(len(people)))
	add("service.beneficiaries", 0, true, int64(len(served)))
}

// differences gives the figures that are not as they should be.
func differences(ctx context.Context, ask func(context.Context, figure.Question) ([]figure.Answer, error), q figure.Question, want map[string][2]int64) (out []string, err error) {
	list, err := ask(ctx, q)
	for _, a := range list {
		if got := [2]int64{a.Num, a.Den}; got != want[a.Name] {
			out = append(out, fmt.Sprintf("%s in %q on %s, known %d: %d, want %d", a.Name, q.Area, q.At, q.Known, got, want[a.Name]))
		}
	}
	return out, err
}
