package demo_test

import (
	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/demo"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/purchase"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// bought adds up what was paid, and who was served, by the records themselves,
// and sees that every kind of contract and payment can be looked at.
func bought(w *World, anchor clock.Date) {
	w.Helper()
	for name, want := range map[string]string{"purchase.spent@children": "近100万", "service.beneficiaries@children": "近1万"} {
		got, err := w.Figures.One(w.Ctx(), name, figure.Question{Area: demo.County, At: anchor})
		w.Do(err)
		if got.Words() != want {
			w.Errorf("%s is written %s, want %s", name, got.Words(), want)
		}
	}
	ours := map[record.ID[need.Project]]bool{}
	for _, p := range find(w, need.Projects, func(p *need.Project, x *store.Where) { x.Is(&p.Theme, "children") }) {
		ours[record.ID[need.Project](p.ID)] = true
	}
	theirs, spent := map[record.ID[purchase.Contract]]*purchase.Contract{}, record.Fen(0)
	for _, c := range find(w, purchase.Contracts, nil) {
		theirs[record.ID[purchase.Contract](c.ID)] = c
	}
	states, shown, sums := map[purchase.MilestoneState]int{}, 0, map[record.ID[purchase.Contract]]record.Fen{}
	for _, m := range find(w, purchase.Milestones, nil) {
		if states[m.State]++; m.State != purchase.Paid {
			continue
		}
		if sums[m.Contract] += m.Amount; ours[theirs[m.Contract].Project] && m.PaidOn <= anchor {
			spent += m.Amount
		}
		if m.Order > 1 && len(m.Evidence) == 0 {
			w.Errorf("%s of %s was paid on no evidence", m.Title, theirs[m.Contract].Title)
		}
		shown += len(m.Evidence)
	}
	for id, c := range theirs {
		if c.Paid != sums[id] || c.Paid > c.Amount {
			w.Errorf("%s: paid %d, the payments come to %d, the contract to %d", c.Title, c.Paid, sums[id], c.Amount)
		}
	}
	if spent != 98_650_000 || shown < 90 {
		w.Errorf("spent %s, shown by %d activities", spent.Yuan(), shown)
	}
	for _, want := range []purchase.MilestoneState{purchase.Waiting, purchase.Submitted, purchase.Accepted, purchase.Held, purchase.Withheld} {
		if states[want] == 0 {
			w.Errorf("no payment is %s: %v", want, states)
		}
	}
	flags := find(w, purchase.Flags, nil)
	if len(flags) != 1 || flags[0].State != purchase.Appealed {
		w.Errorf("flags: %+v", flags)
	}
	children := map[[2]string]bool{}
	at := map[record.ID[service.Activity]]*service.Activity{}
	for _, a := range find(w, service.Activities, func(a *service.Activity, x *store.Where) { x.Is(&a.Theme, "children") }) {
		at[record.ID[service.Activity](a.ID)] = a
	}
	for _, p := range find(w, service.Participations, nil) {
		if a := at[p.Activity]; a != nil && a.On <= anchor {
			children[[2]string{p.Area, p.Name}] = true
		}
	}
	if len(children) != 9870 {
		w.Errorf("%d children by name and community", len(children))
	}
}
