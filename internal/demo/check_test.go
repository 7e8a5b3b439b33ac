package demo_test

import (
	"strings"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/demo"
	"sanshe/internal/ident"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// organisations counts the register as it stands, and the coverage of each: one
// open row for every live registered organisation, none for others.
func organisations(w *World) {
	w.Helper()
	open := map[record.ID[org.SocialOrg]]int{}
	kinds := map[party.Reach]int{}
	for _, c := range find(w, party.Coverages, func(c *party.Coverage, x *store.Where) { x.Empty(&c.Until) }) {
		open[c.Org]++
		kinds[c.Kind]++
	}
	count := map[org.Kind]int{}
	for _, o := range find(w, org.SocialOrgs, nil) {
		want := 0
		if o.State.Live() {
			if count[o.Kind]++; o.Kind != org.CommunityGroup {
				want = 1
			}
		}
		if n := open[record.ID[org.SocialOrg](o.ID)]; n != want {
			w.Errorf("%s（%s）: %d open rows of coverage, want %d", o.Name, o.State, n, want)
		}
	}
	if count[org.PrivateNonEnterprise] != 140 || count[org.Association] != 102 || count[org.CommunityGroup] != 36 {
		w.Errorf("live: %v", count)
	}
	if kinds[party.Single] != 63 || kinds[party.Joint] != 9 || kinds[party.Deemed] != 2 || kinds[party.WorkOnly] != 242-63-9-2 {
		w.Errorf("coverage: %v", kinds)
	}
	communities := find(w, place.Communities, nil)
	urban := 0
	for _, c := range communities {
		if c.Urban {
			urban++
		}
	}
	if len(communities) != 239 || urban != 11 {
		w.Errorf("%d communities, %d urban", len(communities), urban)
	}
}

// branches holds each branch to its full members, by the last verified survey.
func branches(w *World) {
	w.Helper()
	full := map[record.ID[org.SocialOrg]]int64{}
	for _, m := range find(w, party.MemberSurveys, func(m *party.MemberSurvey, x *store.Where) { x.Is(&m.State, party.Verified).By(&m.On) }) {
		full[m.Org] = m.Full
		if clock.DateOf(m.Changed.Time()) > "2026-09-30" {
			w.Errorf("a survey changed at %s", m.Changed)
		}
	}
	members, orgs := map[record.ID[party.PartyOrg]]int64{}, map[record.ID[party.PartyOrg]]int{}
	for _, c := range find(w, party.Coverages, func(c *party.Coverage, x *store.Where) {
		x.Empty(&c.Until).In(&c.Kind, party.Single, party.Joint)
	}) {
		members[c.PartyOrg] += full[c.Org]
		orgs[c.PartyOrg]++
		if c.Kind == party.Joint && (full[c.Org] < 1 || full[c.Org] > 2) {
			w.Errorf("an organisation of a joint branch has %d full members", full[c.Org])
		}
		if clock.DateOf(c.Changed.Time()) > "2026-09-30" {
			w.Errorf("coverage changed at %s", c.Changed)
		}
	}
	sizes := map[int]int{}
	for id, n := range members {
		if sizes[orgs[id]]++; n < 3 {
			w.Errorf("a branch of %d organisations has %d full members", orgs[id], n)
		}
	}
	if len(members) != 66 || sizes[1] != 63 || sizes[2] != 1 || sizes[3] != 1 || sizes[4] != 1 {
		w.Errorf("branches by number of organisations: %v", sizes)
	}
}

// loop counts needs and activities by what their records say, not by figures,
// and sees that nothing raised before the anchor was verified after it.
func loop(w *World, anchor clock.Date) {
	w.Helper()
	urban := map[string]bool{}
	for _, c := range find(w, place.Communities, func(c *place.Community, x *store.Where) { x.Is(&c.Urban, true) }) {
		urban[c.Area] = true
	}
	found := 0
	for _, n := range find(w, need.Needs, func(n *need.Need, x *store.Where) { x.AtMost(&n.Raised, anchor) }) {
		if !urban[n.Area] {
			w.Errorf("%s is not in an urban community", n.Title)
		}
		switch n.State {
		case need.Raised, need.Refused, need.Merged, need.Withdrawn:
			continue
		}
		if n.Raised >= anchor.YearStart() {
			found++
		}
		list, err := everything(w.Store).Passages(w.Ctx(), need.Needs.Register, n.ID)
		w.Do(err)
		for _, p := range list {
			if p.Step == "verify" && p.On > anchor {
				w.Errorf("%s, raised on %s, was verified on %s", n.Title, n.Raised, p.On)
			}
		}
	}
	held := find(w, service.Activities, func(a *service.Activity, x *store.Where) {
		x.Is(&a.State, service.Held).AtLeast(&a.On, anchor.YearStart()).AtMost(&a.On, anchor)
	})
	for _, a := range held {
		if clock.DateOf(a.Created.Time()) > anchor {
			w.Errorf("%s, held on %s, was entered at %s", a.Title, a.On, a.Created)
		}
	}
	if found != 117 || len(held) != 586 {
		w.Errorf("%d needs, %d activities", found, len(held))
	}
}

// invented sees that numbers are made up: no identity number of anybody who
// could live, no telephone number of anybody, no 文号 but a known one.
func invented(w *World) {
	w.Helper()
	numbers := 0
	for _, p := range find(w, people.Persons, nil) {
		if p.IDNumber == "" {
			continue
		}
		if numbers++; ident.IDBirth(p.IDNumber) == "" || ident.IDBirth(p.IDNumber).Year() > 1904 {
			w.Errorf("%s has identity number %s", p.Name, p.IDNumber)
		}
	}
	if numbers == 0 || numbers > 10 {
		w.Errorf("%d identity numbers", numbers)
	}
	var phones []string
	for _, n := range find(w, need.Needs, nil) {
		phones = append(phones, n.Phone)
	}
	for _, o := range find(w, org.SocialOrgs, nil) {
		phones = append(phones, o.Phone, o.Mobile)
	}
	for _, p := range phones {
		if len(p) != 11 || !strings.HasPrefix(p, "138000") {
			w.Errorf("telephone number %s", p)
		}
	}
	for _, d := range find(w, people.Documents, nil) {
		if d.Number != "" && d.Number != "中办发〔2015〕51号" {
			w.Errorf("%s bears %s", d.Title, d.Number)
		}
	}
}

// rising sees that ids rise with the time of entry, and that nobody entered
// anything before it happened or after today began.
func rising(w *World) {
	w.Helper()
	var was record.Base
	for _, n := range find(w, need.Needs, nil) {
		if n.Created < was.Created || n.ID <= was.ID {
			w.Errorf("%s was entered at %s, after %s", n.Title, n.Created, was.Created)
		}
		was = n.Base
		if clock.DateOf(n.Created.Time()) < n.Raised || clock.DateOf(n.Changed.Time()) >= w.Store.Today() {
			w.Errorf("%s: raised on %s, entered at %s, changed at %s", n.Title, n.Raised, n.Created, n.Changed)
		}
	}
	if was.ID == 0 {
		w.Error("no needs")
	}
	for _, a := range find(w, service.Activities, func(a *service.Activity, x *store.Where) { x.Is(&a.State, service.Held) }) {
		if clock.DateOf(a.Changed.Time()) < a.On || clock.DateOf(a.Changed.Time()) >= w.Store.Today() {
			w.Errorf("%s: held on %s, entered at %s", a.Title, a.On, a.Changed)
		}
	}
}

// inboxes sees that those who open the demonstration find work.
func inboxes(w *World, rep demo.Report) {
	w.Helper()
	for _, acc := range rep.Accounts {
		a, err := w.Auth.ActorOf(w.Ctx(), acc.ID)
		w.Do(err)
		if !a.Holds(record.By(acc.Role)) {
			w.Errorf("%s holds %v", acc.Login, a.Roles)
		}
		tasks, err := w.Store.Inbox(w.Ctx(), a, 100)
		w.Do(err)
		overdue, today := 0, 0
		for _, t := range tasks {
			switch {
			case t.Due > w.Store.Today().AddDays(90):
				w.Errorf("%s finds %s, due on %s", acc.Login, t.Label, t.Due)
			case t.Due == "":
			case t.Due < w.Store.Today():
				overdue++
			case t.Due == w.Store.Today():
				today++
			}
		}
		want := map[string][3]int{"worker": {8, 2, 2}, "org": {2, 1, 1}, "officer": {8, 1, 0}, "civil": {8, 2, 0}}[acc.Login]
		if strings.HasPrefix(acc.Login, "worker") && acc.Login != "worker" {
			want = [3]int{2, 0, 1}
		}
		if len(tasks) < want[0] || overdue < want[1] || today < want[2] {
			w.Errorf("%s: %d tasks, %d overdue, %d due today; want at least %v", acc.Login, len(tasks), overdue, today, want)
		}
	}
}
