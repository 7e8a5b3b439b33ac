package figure_test

import (
	"slices"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// What is kept of the parts of a figure is what counting them anew gives,
// whatever was changed between: a record made, moved on, corrected, shared with
// another community, taken back.
func TestBucketsKept(t *testing.T) {
	Each(t, func(w *World) {
		w.Communities()
		q := figure.Question{Area: County}
		sum := int64(0)
		same := func(what string) {
			t.Helper()
			anew := figure.New(w.Store, app.Figures()...)
			before := sum
			sum = 0
			for _, c := range anew.Contracts() {
				for by, ask := range map[string][2]func() ([]figure.Bucket, error){
					"area":  {func() ([]figure.Bucket, error) { return w.Figures.ByArea(w.Ctx(), c.Name, q) }, func() ([]figure.Bucket, error) { return anew.ByArea(w.Ctx(), c.Name, q) }},
					"month": {func() ([]figure.Bucket, error) { return w.Figures.ByMonth(w.Ctx(), c.Name, q) }, func() ([]figure.Bucket, error) { return anew.ByMonth(w.Ctx(), c.Name, q) }},
				} {
					if by == "month" && !c.Dated {
						continue
					}
					kept, err := ask[0]()
					w.Do(err)
					fresh, err := ask[1]()
					w.Do(err)
					if !slices.Equal(kept, fresh) {
						t.Errorf("after %s, %s by %s: kept %v, anew %v", what, c.Name, by, kept, fresh)
					}
					for i, b := range fresh {
						sum += b.N * int64(i+1)
					}
				}
			}
			if sum == before {
				t.Errorf("%s changed nothing that is asked", what)
			}
		}
		ids := w.FoundNeeds(5)
		w.Services(5)
		same("the beginning")
		made := w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "elder", "detail": "想请人上门理发"})
		w.Step(w.Worker(), need.Needs.Register, made, "verify", store.Taking{})
		same("a need found")
		w.Step(w.TownOfficer(), need.Needs.Register, int64(ids[0]), "refuse", store.Taking{Note: "重复"})
		same("a need refused")
		shared := w.Make(w.Worker(), service.Activities.Register, Community, record.Input{"title": "义诊", "kind": "volunteer", "held_on": "2026-03-01", "also": Community2})
		same("an activity of two communities")
		edit := func(in record.Input) {
			rec := Get(w, w.Worker(), service.Activities, shared)
			_, err := w.Store.Edit(w.Ctx(), w.Worker(), service.Activities.Register, shared, rec.Version, in, "")
			w.Do(err)
		}
		edit(record.Input{"also": Elsewhere})
		same("another community instead")
		edit(record.Input{"held_on": "2026-02-01"})
		same("another day")
		_, err := w.Store.Void(w.Ctx(), w.Worker(), service.Activities.Register, shared, Get(w, w.Worker(), service.Activities, shared).Version, "录错了", "")
		w.Do(err)
		same("an activity voided")
	})
}
