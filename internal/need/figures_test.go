package need_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// “发现居民需求117个”: two that are one count once from the day they were merged,
// and twice again when that is undone (dossier G19).
func TestMergedNeedsCountOnce(t *testing.T) {
	Each(t, func(w *World) {
		ids := w.FoundNeeds(117)
		keep, lose := ids[11], ids[11+66] // of one community
		worker, reg := w.Worker(), need.Needs.Register
		worker.Area = Urban()[0]
		w.On("2026-09-01").Step(worker, reg, int64(lose), "combine", store.Taking{In: record.Input{"merged_to": record.Input{}.ID(int64(keep))}})
		found := func(at clock.Date, want string) {
			w.Helper()
			w.Says(figure.Question{Area: County, At: at}, map[string]string{"need.found": want})
		}
		found("2026-08-31", "117个")
		found("2026-09-01", "116个")
		merged, err := store.Find(w.Ctx(), w.Store.Reader(worker), need.Needs, func(n *need.Need, x *store.Where) { x.Is(&n.MergedTo, keep) })
		w.Do(err)
		if len(merged) != 1 || merged[0].ID != int64(lose) || merged[0].Detail != "第78件事" {
			t.Errorf("merged into it: %+v", merged)
		}
		w.On("2026-09-03").Step(worker, reg, int64(lose), "separate", store.Taking{})
		found("2026-09-03", "117个")
		found("2026-09-02", "116个")
		found("2025-12-31", "0个")
		found("2027-01-01", "0个") // a new year has found none yet
	})
}

// “11个城市社区均已建立三张清单”: a community whose list of projects is empty has
// not (dossier G21).
func TestListedCommunities(t *testing.T) {
	Each(t, func(w *World) {
		w.Communities()
		w.FoundNeeds(22)
		by := w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "服务中心", "code": "52510522MJQ000023K", "kind": "民办非企业单位", "registered_on": "2019-05-06"})
		w.Resources(record.ID[org.SocialOrg](by))
		w.Projects(8)
		for i := range 11 {
			for _, kind := range []need.ListKind{need.NeedList, need.ResourceList, need.ProjectList} {
				err := w.Publish(i, kind)
				if empty := i == 8 && kind == need.ProjectList; (err != nil) != empty {
					t.Fatalf("community %d publishes %s: %v", i+1, kind, err)
				}
			}
		}
		a, err := w.Figures.One(w.Ctx(), "need.listed_communities", figure.Question{Area: County})
		w.Do(err)
		if a.Text() != "10个" || a.Out() != "11 个中 10 个" || figure.Percentage(a.Num, a.Den) != "90.91" {
			t.Errorf("%s, %s", a.Text(), a.Out())
		}
		rest := w.Behind("need.listed_communities", a.Question, figure.Rest)
		if len(rest) != 1 {
			t.Errorf("%d communities left", len(rest))
		}
		w.Says(figure.Question{Area: Urban()[8]}, map[string]string{"need.listed_communities": "0个 0/1"})
		w.Says(figure.Question{Area: County, At: "2026-03-01"}, map[string]string{"need.listed_communities": "0个 0/11"})
		w.Projects(0, 1, 2, 3, 4, 5, 6, 7, 9, 10)
		w.Do(w.Publish(8, need.ProjectList))
		w.Says(figure.Question{Area: County}, map[string]string{"need.listed_communities": "11个 11/11"})
		w.Says(figure.Question{Area: County, At: "2027-01-04"}, map[string]string{"need.listed_communities": "0个 0/11"})
	})
}

// What residents confirmed stands apart from what they never answered.
func TestConfirmedAndLapsed(t *testing.T) {
	Each(t, func(w *World) {
		ids := w.FoundNeeds(44)
		worker, reg := w.Worker(), need.Needs.Register
		worker.Area = Urban()[0]
		done := func(id record.ID[need.Need], last string) {
			w.Helper()
			w.Step(worker, reg, int64(id), "serve", store.Taking{In: record.Input{"outcome": "办好了"}})
			if last == "lapse" {
				w.On("2026-03-12")
			}
			w.Step(worker, reg, int64(id), last, store.Taking{})
		}
		w.Step(worker, reg, int64(ids[33]), "lack", store.Taking{Note: "没有人会修"})
		done(ids[0], "confirm")
		done(ids[11], "confirm")
		done(ids[22], "lapse")
		w.Says(figure.Question{Area: County}, map[string]string{"need.found": "44个", "need.confirmed": "2个", "need.lapsed": "1个", "need.gap": "1个"})
		w.Says(figure.Question{Area: County, At: "2026-03-02"}, map[string]string{"need.confirmed": "2个", "need.lapsed": "0个"})
		w.Step(worker, reg, int64(ids[0]), "reopen", store.Taking{Note: "又坏了"})
		w.Says(figure.Question{Area: County}, map[string]string{"need.found": "44个", "need.confirmed": "1个"})
	})
}
