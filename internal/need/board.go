package need

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// board is the needs of a community that wait to be matched, held against the
// resources and projects that serve it.
type board struct {
	ctx   context.Context
	r     *store.Reader
	q     url.Values
	url   func(string) string
	today clock.Date
	tab   string

	waiting  []*Need           // everywhere the reader looks after
	names    map[string]string // of their communities
	place    string            // the community in view
	needs    []*Need           // of it
	resource []*Resource       // that serve it
	projects []*Project
	asked    map[record.ID[Need]]*Match // who has been asked and has not answered
	called   map[int64]string           // what was asked, by the match
	answers  map[int64]answers          // by need
	does     map[int64]does             // by project
	open     *Need
}

// answers says what a need can be matched to.
type answers struct{ resources, projects int }

func (a answers) none() bool { return a.resources+a.projects == 0 }

// Matchers are who may see the board.
func Matchers() record.Roles {
	return record.By(people.CommunityWorker, people.CommunitySecretary, people.TownOfficer, people.CountyOfficer)
}

// mostWaiting is how many waiting needs are looked at, the oldest first.
const mostWaiting = 500

// Board gives the page where needs are matched (对接台): what waits, what can be
// done about it and why, and what nobody can do yet.
func Board(ctx context.Context, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error) {
	b := &board{ctx: ctx, r: r, q: q, url: url, today: r.Today(), tab: q.Get("tab")}
	for _, do := range []func() error{b.wait, b.offer, b.ask, b.weigh} {
		if err := do(); err != nil {
			return nil, err
		}
	}
	return b.draw()
}

// wait gathers the needs that wait, and those of the community asked for: the
// reader's own, or the one whose need waits longest.
func (b *board) wait() (err error) {
	b.waiting, err = store.Find(b.ctx, b.r, Needs, func(n *Need, w *store.Where) {
		w.Below(b.r.Actor().Area).In(&n.State, Verified, NoResource).By(&n.Raised).Limit(mostWaiting)
	})
	if err != nil {
		return err
	}
	b.place = cmp.Or(b.q.Get("c"), b.r.Actor().Area)
	if len(b.place) < 12 && len(b.waiting) > 0 {
		b.place = b.waiting[0].Area
	}
	codes := []string{b.place}
	for _, n := range b.waiting {
		codes = append(codes, n.Area)
		if n.Area == b.place {
			b.needs = append(b.needs, n)
		}
		if n.Area == b.place && strconv.FormatInt(n.ID, 10) == b.q.Get("need") {
			b.open = n
		}
	}
	slices.Sort(codes)
	b.names, err = b.r.AreaNames(b.ctx, slices.Compact(codes))
	return err
}

// offer gathers the resources and projects that serve the community.
func (b *board) offer() (err error) {
	b.resource, err = store.Find(b.ctx, b.r, Resources, func(x *Resource, w *store.Where) { w.Over(b.place).Is(&x.State, Available).Limit(mostFit) })
	if err != nil {
		return err
	}
	b.projects, err = projectsOver(b.ctx, b.r, b.place)
	return err
}

// ask gathers who has been asked about the needs.
func (b *board) ask() error {
	b.asked, b.called = map[record.ID[Need]]*Match{}, map[int64]string{}
	ids := make([]any, len(b.needs))
	for i, n := range b.needs {
		ids[i] = record.ID[Need](n.ID)
	}
	list, err := store.Find(b.ctx, b.r, Matches, func(m *Match, w *store.Where) { w.In(&m.Need, ids...).Is(&m.State, Asked) })
	if err != nil {
		return err
	}
	var resources, projects []int64
	for _, m := range list {
		b.asked[m.Need] = m
		resources, projects = append(resources, int64(m.Resource)), append(projects, int64(m.Project))
	}
	titles, err := b.r.Titles(b.ctx, Resources.Register, resources)
	if err != nil {
		return err
	}
	more, err := b.r.Titles(b.ctx, Projects.Register, projects)
	for _, m := range list {
		b.called[m.ID] = cmp.Or(titles[int64(m.Resource)], more[int64(m.Project)])
	}
	return err
}

// whose gives the organisations of the resources and projects.
func (b *board) whose() (ids []record.ID[org.SocialOrg]) {
	for _, x := range b.resource {
		ids = append(ids, x.Org)
	}
	for _, p := range b.projects {
		ids = append(ids, p.Lead)
	}
	return ids
}

// weigh holds every need against everything, with one look at the organisations,
// at what resources have in hand and at what projects do.
func (b *board) weigh() error {
	orgs, err := orgsCalled(b.ctx, b.r, b.whose())
	if err != nil {
		return err
	}
	load, err := loads(b.ctx, b.r, b.resource)
	if err != nil {
		return err
	}
	b.does, err = doing(b.ctx, b.r, b.projects)
	b.answers = map[int64]answers{}
	for _, n := range b.needs {
		var a answers
		for _, x := range b.resource {
			if slices.Contains(x.Category, n.Category) && len(weigh(n, x, orgs[x.Org], load[record.ID[Resource](x.ID)], b.today).Misses) == 0 {
				a.resources++
			}
		}
		for _, p := range b.projects {
			if len(weighProject(n, p, orgs[p.Lead], b.does[p.ID], b.today).Misses) == 0 {
				a.projects++
			}
		}
		b.answers[n.ID] = a
	}
	return err
}
