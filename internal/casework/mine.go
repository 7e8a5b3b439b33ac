package casework

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
	"sanshe/internal/ui"
)

// mine is what a social worker, or a supervisor, has in hand.
type mine struct {
	me         record.ID[training.SocialWorker]
	today      clock.Date
	url        func(string) string
	cases      []*Case
	groups     []*Group
	last       map[record.ID[Case]]*Note      // of each case
	reviewed   map[record.ID[Case]]clock.Date // when its plan was last gone over
	supervised map[record.ID[training.SocialWorker]]clock.Date
	checks     map[record.ID[training.SocialWorker]]*RecordCheck
	referrals  []*Referral
	tasks      []store.Task
	names      map[int64]string // of social workers

	supervising, reviewing int // days
}

// Workers are those who have cases.
func Workers() record.Roles { return record.By(people.SocialWorker, people.Supervisor) }

// mostMine bounds what one person has in hand.
const mostMine = 500

// Mine gives the page of whoever works cases (我的个案): what is due, and the
// cases by stage. It shows what lists show and nothing of what is in a case.
func Mine(s *store.Store) func(context.Context, *store.Reader, url.Values, func(string) string) (*ui.View, error) {
	return func(ctx context.Context, r *store.Reader, _ url.Values, url func(string) string) (*ui.View, error) {
		m := &mine{me: myself(r.Actor()), today: r.Today(), url: url}
		if m.me == 0 {
			return &ui.View{Head: ui.Head{Title: "我的个案"}, Body: nobody()}, nil
		}
		for name, days := range map[string]*int{"casework.supervision_days": &m.supervising, "casework.review_days": &m.reviewing} {
			p, err := s.Setting(ctx, name, r.Actor().Area, m.today)
			if err != nil {
				return nil, err
			}
			if *days, err = strconv.Atoi(p.Value); err != nil {
				return nil, err
			}
		}
		for _, read := range []func(context.Context, *store.Reader) error{m.readCases, m.readNotes, m.readTalks, m.readRest} {
			if err := read(ctx, r); err != nil {
				return nil, err
			}
		}
		return m.draw(), nil
	}
}

func (m *mine) readCases(ctx context.Context, r *store.Reader) (err error) {
	if m.cases, err = store.Find(ctx, r, Cases, func(c *Case, w *store.Where) { w.Not(&c.State, Closed).By(&c.Begun).Limit(mostMine) }); err != nil {
		return err
	}
	m.groups, err = store.Find(ctx, r, Groups, func(x *Group, w *store.Where) { w.Not(&x.State, GroupClosed).By(&x.From).Limit(mostMine) })
	return err
}

// readNotes finds the last note of each case, and the last going over its plan.
func (m *mine) readNotes(ctx context.Context, r *store.Reader) error {
	m.last, m.reviewed = map[record.ID[Case]]*Note{}, map[record.ID[Case]]clock.Date{}
	var open []any
	var ids []int64
	for _, c := range m.cases {
		open, ids = append(open, record.ID[Case](c.ID)), append(ids, c.ID)
	}
	notes, err := store.Find(ctx, r, Notes, func(n *Note, w *store.Where) { w.In(&n.Case, open...).Last(&n.On).Limit(10 * mostMine) })
	if err != nil {
		return err
	}
	for _, n := range notes {
		if was := m.last[n.Case]; was == nil || was.On == n.On && was.ID < n.ID {
			m.last[n.Case] = n
		}
		if n.Way == Review {
			m.reviewed[n.Case] = max(m.reviewed[n.Case], n.On)
		}
	}
	m.tasks, err = r.Tasks(ctx, Cases.Register, ids...)
	return err
}

// readTalks finds when each worker was last supervised, and is to be checked again.
func (m *mine) readTalks(ctx context.Context, r *store.Reader) error {
	m.supervised, m.checks = map[record.ID[training.SocialWorker]]clock.Date{}, map[record.ID[training.SocialWorker]]*RecordCheck{}
	talks, err := store.Find(ctx, r, Supervisions, func(s *Supervision, w *store.Where) { w.Last(&s.On).Limit(mostMine) })
	if err != nil {
		return err
	}
	for _, t := range talks {
		m.supervised[t.Worker] = max(m.supervised[t.Worker], t.On)
	}
	checks, err := store.Find(ctx, r, RecordChecks, func(c *RecordCheck, w *store.Where) { w.Is(&c.Worker, m.me).Last(&c.On).Limit(1) })
	for _, c := range checks {
		m.checks[c.Worker] = c
	}
	return err
}

func (m *mine) readRest(ctx context.Context, r *store.Reader) (err error) {
	if m.referrals, err = store.Find(ctx, r, Referrals, func(x *Referral, w *store.Where) { w.Is(&x.State, Sent).By(&x.On).Limit(100) }); err != nil {
		return err
	}
	var ids []int64
	for _, c := range m.cases {
		ids = append(ids, int64(c.Worker), int64(c.Supervisor))
	}
	m.names, err = r.Titles(ctx, training.SocialWorkers.Register, ids)
	return err
}

// ahead is how far the page looks for what will be due.
const ahead = 14

// due lists what is to be done, soonest first.
func (m *mine) due() []ui.Item {
	var list []ui.Item
	add := func(on clock.Date, what, note, href string) {
		if on != "" && on <= m.today.AddDays(ahead) {
			list = append(list, ui.Item{Title: what, Note: note, Href: m.url(href), Day: string(on), Tag: ui.DueTag(string(on), string(m.today))})
		}
	}
	for _, t := range m.tasks {
		add(t.Due, t.Label, t.Title, fmt.Sprintf("/r/social_case/%d", t.Record))
	}
	for _, c := range m.cases {
		if c.Worker != m.me { // the supervisor sees when to talk, not when to visit
			continue
		}
		id, at := record.ID[Case](c.ID), fmt.Sprintf("/r/social_case/%d", c.ID)
		if n := m.last[id]; n != nil {
			add(n.NextOn, "约好见面", c.Alias, at)
		}
		if c.State == Working {
			add(max(c.Begun, m.reviewed[id]).AddDays(m.reviewing), "回看计划", c.Alias, at)
		}
		for _, goal := range c.Goals {
			if goal.Reach == "" {
				add(goal.By, "目标到期", c.Alias, at)
			}
		}
	}
	for _, r := range m.referrals {
		add(r.On.AddDays(answerDays), "转介等答复", "问一问对方", fmt.Sprintf("/r/case_referral/%d", r.ID))
	}
	for _, w := range m.workers() {
		add(w.due, w.what, w.name, "/r/supervision/new?worker="+strconv.FormatInt(int64(w.id), 10))
	}
	if c := m.checks[m.me]; c != nil {
		add(c.lasts(), "从业查询到期", "过了就不能接未成年人的个案，由民政重新查询", fmt.Sprintf("/r/record_check/%d", c.ID))
	}
	slices.SortStableFunc(list, func(a, b ui.Item) int { return cmp.Compare(a.Day, b.Day) })
	return list
}

// talk is when a worker with open cases is to be supervised.
type talk struct {
	id         record.ID[training.SocialWorker]
	name, what string
	open       int
	last, due  clock.Date
}

// workers lists those with open cases: oneself, or whom one supervises.
func (m *mine) workers() (list []talk) {
	for _, c := range m.cases {
		i := slices.IndexFunc(list, func(t talk) bool { return t.id == c.Worker })
		if i < 0 {
			i, list = len(list), append(list, talk{id: c.Worker, name: m.names[int64(c.Worker)], last: m.supervised[c.Worker], due: max(c.Begun, m.supervised[c.Worker]).AddDays(m.supervising), what: "做督导"})
			if c.Worker == m.me {
				list[i].name, list[i].what = "和"+m.names[int64(c.Supervisor)]+"约时间", "请督导"
			}
		}
		list[i].open++
	}
	return list
}
