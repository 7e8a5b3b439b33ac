package figure_test

import (
	"cmp"
	"slices"

	"sanshe/internal/area"
	"sanshe/internal/centre"
	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/honour"
	"sanshe/internal/incubation"
	"sanshe/internal/inservice"
	"sanshe/internal/party"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/regional"
	"sanshe/internal/topic"
	"sanshe/internal/training"
)

// built is what the report's chapters 党建引领 and 孵化培育 speak of besides coverage.
type built struct {
	instructors  []*party.Instructor
	postings     []*party.Posting
	liaisons     []*regional.Liaison
	pacts        []*regional.Pact
	commitments  []*regional.Commitment
	units        []*inservice.UnitReport
	members      []*inservice.MemberReport
	claims       []*inservice.Claim
	entries      []*honour.Entry
	sites        []*honour.DemoSite
	campaigns    []*honour.Campaign
	renovations  []*centre.Renovation
	residencies  []*centre.Residency
	incubations  []*incubation.Incubation
	trainings    []*training.Training
	attendances  []*training.Attendance
	certificates []*training.Certificate
	workers      []*training.SocialWorker
	topics       []*topic.Topic
}

// lister gives the records of a register that stand.
type lister func(reg *record.Register) []record.Record

func listed[T any](list lister, t record.Type[T]) (out []*T) {
	for _, rec := range list(t.Register) {
		out = append(out, any(rec).(*T))
	}
	return out
}

func readBuilt(l lister) built {
	return built{listed(l, party.Instructors), listed(l, party.Postings), listed(l, regional.Liaisons), listed(l, regional.Pacts), listed(l, regional.Commitments),
		listed(l, inservice.UnitReports), listed(l, inservice.MemberReports), listed(l, inservice.Claims), listed(l, honour.Entries), listed(l, honour.DemoSites),
		listed(l, honour.Campaigns), listed(l, centre.Renovations), listed(l, centre.Residencies), listed(l, incubation.Incubations), listed(l, training.Trainings),
		listed(l, training.Attendances), listed(l, training.Certificates), listed(l, training.SocialWorkers), listed(l, topic.Topics)}
}

// tally counts what is found for one question.
type tally struct {
	*county
	q    figure.Question
	out  map[string][2]int64
	seen map[string]map[int64]bool
}

// in reports whether a day lies in [from, last], an empty last being never.
func in(on, from, last clock.Date) bool { return from <= on && (last == "" || on <= last) }

// until reports whether a day lies in [from, end).
func until(on, from, end clock.Date) bool { return from <= on && (end == "" || on < end) }

func (t *tally) year(d clock.Date) bool { return d >= t.q.At.YearStart() && d <= t.q.At }

// is reports whether a record was in one of states on the day.
func (t *tally) is(b *record.Base, states ...string) bool {
	return slices.Contains(states, t.state(b.ID, t.q.At))
}

// count counts n for a record that lies where it was asked.
func (t *tally) count(name string, b *record.Base, yes bool, n int64) {
	if !yes || !area.Contains(t.q.Area, b.Area) {
		return
	}
	v := t.out[name]
	v[0] += n
	t.out[name], t.ids[name] = v, append(t.ids[name], b.ID)
}

// each counts a key once.
func (t *tally) each(name string, b *record.Base, yes bool, key int64) {
	if !yes || !area.Contains(t.q.Area, b.Area) {
		return
	}
	if t.seen[name] == nil {
		t.seen[name] = map[int64]bool{}
	}
	n := int64(1)
	if t.seen[name][key] {
		n = 0
	}
	t.seen[name][key] = true
	t.count(name, b, true, n)
}

// served reports whether an instructor reaches an organisation on a day.
func (c *county) served(id int64, on clock.Date) bool {
	return slices.ContainsFunc(c.postings, func(p *party.Posting) bool {
		return int64(p.Org) == id && in(on, p.From, p.Last) && c.state(p.ID, on) == "posted" && slices.ContainsFunc(c.instructors, func(i *party.Instructor) bool {
			return i.ID == int64(p.Instructor) && in(on, i.Appointed, i.Last) && c.state(i.ID, on) == "serving"
		})
	})
}

func (c *county) countBuilt(q figure.Question, out map[string][2]int64) {
	t := &tally{c, q, out, map[string]map[int64]bool{}}
	for _, i := range c.instructors {
		t.count("party.instructors", &i.Base, in(q.At, i.Appointed, i.Last) && t.is(&i.Base, "serving"), 1)
	}
	t.regional()
	t.inService()
	t.examples()
	t.places()
	t.trained()
}

func (t *tally) regional() {
	at := t.q.At
	for _, l := range t.liaisons {
		t.count("regional.liaisons", &l.Base, until(at, l.From, l.Until), 1)
	}
	for _, c := range t.communities {
		t.count("regional.communities_linked", &c.Base, c.Urban && slices.ContainsFunc(t.liaisons, func(l *regional.Liaison) bool {
			return l.Community == record.ID[place.Community](c.ID) && until(at, l.From, l.Until)
		}), 1)
	}
	for _, p := range t.pacts {
		t.count("regional.pacts", &p.Base, p.Signed <= at && p.Last >= at && t.is(&p.Base, "in_force"), 1)
	}
	for _, c := range t.commitments {
		t.count("regional.commitments_overdue", &c.Base, c.Due < at && t.is(&c.Base, "promised"), 1)
	}
}

func (t *tally) inService() {
	for _, u := range t.units {
		t.each("regional.units_reported", &u.Base, until(t.q.At, u.On, u.Until), int64(u.Unit))
	}
	for _, m := range t.members {
		t.each("regional.members_reported", &m.Base, until(t.q.At, m.On, m.Until), int64(m.Person))
	}
	for _, c := range t.claims {
		t.count("regional.claims_done", &c.Base, t.year(c.Done) && t.is(&c.Base, "done"), 1)
	}
}

func (t *tally) examples() {
	at := t.q.At
	for _, e := range t.entries {
		t.count("honour.star_orgs", &e.Base, e.Star && in(at, e.Named, e.Last) && t.is(&e.Base, "named"), 1)
	}
	for _, s := range t.sites {
		t.count("honour.demo_sites", &s.Base, s.Level == honour.CityLevel && t.is(&s.Base, "named"), 1)
		t.count("honour.demo_sites_building", &s.Base, s.Level == honour.CityLevel && t.is(&s.Base, "building", "applied"), 1)
	}
	for _, c := range t.campaigns {
		t.count("honour.campaigns", &c.Base, in(at, c.From, c.Last) && t.is(&c.Base, "running"), 1)
	}
}

func (t *tally) places() {
	at := t.q.At
	for _, r := range t.renovations {
		t.each("place.renovated", &r.Base, t.year(r.Accepted) && t.is(&r.Base, "accepted", "opened"), int64(r.Centre))
	}
	for _, r := range t.residencies {
		who := cmp.Or(int64(r.Org), -int64(r.Venture))
		t.each("place.residencies", &r.Base, t.year(r.From) && t.is(&r.Base, "resident", "left"), who)
		t.each("place.resident_now", &r.Base, r.From <= at && at <= r.Last && t.is(&r.Base, "resident"), who)
	}
	for _, i := range t.incubations {
		t.count("incubation.incubating", &i.Base, i.From <= at && t.is(&i.Base, "incubating"), 1)
		t.count("incubation.graduated", &i.Base, t.year(i.Left) && t.is(&i.Base, "graduated"), 1)
	}
}

func (t *tally) trained() {
	at := t.q.At
	for _, a := range t.attendances {
		i := slices.IndexFunc(t.trainings, func(x *training.Training) bool { return x.ID == int64(a.Training) })
		if i < 0 {
			continue
		}
		of := t.trainings[i]
		held := t.is(&of.Base, "held") && of.From <= at
		t.each("training.trained", &a.Base, held, int64(a.Person))
		t.count("training.person_times", &a.Base, held, a.Times)
		for _, x := range t.topics {
			last := at
			if x.Last != "" {
				last = min(at, x.Last)
			}
			asked := held && (x.Training == 0 || x.Training == a.Training) && (x.Kind == "" || x.Kind == of.Kind) && in(of.From, cmp.Or(x.From, "0000"), last)
			switch name := string(x.Figure) + "@" + x.Name; x.Figure {
			case topic.Trained:
				t.each(name, &a.Base, asked, int64(a.Person))
			case topic.PersonTimes:
				t.count(name, &a.Base, asked, a.Times)
			}
		}
	}
	holds := func(c *training.Certificate) bool { return c.Issued <= at && t.is(&c.Base, "valid") }
	rank := map[training.Level]int{training.Assistant: 1, training.Qualified: 2, training.Senior: 3}
	for _, c := range t.certificates {
		t.each("training.certified", &c.Base, holds(c), int64(c.Person))
		t.count("training.registration_lapsed", &c.Base, holds(c) && c.Last != "" && c.Last < at, 1)
		highest := holds(c) && !slices.ContainsFunc(t.certificates, func(x *training.Certificate) bool {
			return x.Person == c.Person && holds(x) && rank[x.Level] > rank[c.Level]
		})
		t.each("training.certified_"+string(c.Level), &c.Base, highest, int64(c.Person))
	}
	for _, w := range t.workers {
		t.each("training.red_workers", &w.Base, w.Red && until(at, w.From, w.Until), int64(w.Person))
	}
}
