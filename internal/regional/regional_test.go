package regional_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/regional"
	"sanshe/internal/store"
)

func refuses(w *World, says string, err error) {
	w.Helper()
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), says) {
		w.Errorf("应说“%s”：%v", says, err)
	}
}

func id(n int64) string { return record.Input{}.ID(n) }

// communities gives the ids of the 11 urban communities, in order.
func communities(w *World) (ids []int64) {
	w.Helper()
	w.Communities()
	list, err := store.Find(w.Ctx(), w.Store.Reader(w.Officer()), place.Communities, nil)
	w.Do(err)
	slices.SortFunc(list, func(a, b *place.Community) int { return strings.Compare(a.Area, b.Area) })
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

func department(w *World) *record.Actor {
	a := w.Officer()
	a.Account, a.Roles = 31, record.By(people.OrganisationDept)
	return a
}

// link has the organisation department link a leader with a community.
func link(w *World, leader int, community int64, from string) (int64, error) {
	res, err := w.Store.Create(w.Ctx(), department(w), regional.Liaisons.Register, County, record.Input{"name": fmt.Sprintf("常委%d", leader), "phone": fmt.Sprintf("1380000%04d", leader), "community": id(community), "from_day": from}, "")
	return res.ID, err
}

func TestG11常委一对一(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		places, links := communities(w), make([]int64, 11)
		for i := range 10 {
			var err error
			links[i], err = link(w, i, places[i], "2026-01-05")
			w.Do(err)
		}
		w.Says(figure.Question{Area: County}, map[string]string{"regional.liaisons": "10名", "regional.communities_linked": "10个 10/11"})
		_, err := link(w, 2, places[10], "2026-03-02")
		refuses(w, "这位常委已联系一个社区", err)
		_, err = link(w, 10, places[3], "2026-03-02")
		refuses(w, "这个社区已有常委联系", err)
		_, err = link(w, 10, places[10], "2026-03-02")
		w.Do(err)
		all := map[string]string{"regional.liaisons": "11名", "regional.communities_linked": "11个 11/11"}
		w.Says(figure.Question{Area: County}, all)

		w.On("2026-04-01").Step(department(w), regional.Liaisons.Register, links[2], "end", store.Taking{})
		w.Says(figure.Question{Area: County}, map[string]string{"regional.liaisons": "10名", "regional.communities_linked": "10个 10/11"})
		_, err = link(w, 11, places[2], "2026-03-15")
		refuses(w, "早于常委2上一次联系的结束日期", err)
		_, err = link(w, 11, places[2], "2026-04-01")
		w.Do(err)
		w.Says(figure.Question{Area: County}, all)
		w.Says(figure.Question{Area: County, At: "2026-03-31"}, all)
		was := w.Behind("regional.liaisons", figure.Question{Area: County, At: "2026-03-31"}, figure.Numerator)
		is := w.Behind("regional.liaisons", figure.Question{Area: County}, figure.Numerator)
		if !was[links[2]] || is[links[2]] {
			w.Error("以前的联系没有留下，或者还算着")
		}
	})
}

// Two people link the same leader at once: one of them is told.
func Test两人同时登记联系(t *testing.T) {
	Each(t, func(w *World) {
		places := communities(w)
		_, err := link(w, 1, places[0], "2026-01-05") // the leader is known
		w.Do(err)
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { _, errs[i] = link(w, 2, places[1+i%2], "2026-03-02") })
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
				w.Error(err)
			}
		}
		if won != 1 {
			w.Errorf("%d 条都登记上了", won)
		}
		w.Says(figure.Question{Area: County}, map[string]string{"regional.liaisons": "2名"})
	})
}

func Test契约化共建(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		places := communities(w)
		unit := w.Make(w.Officer(), people.Units.Register, County, record.Input{"name": "县医院", "kind": "事业单位"})
		secretary := w.Worker()
		secretary.Account, secretary.Roles = 32, record.By(people.CommunitySecretary)
		pacts, promises := regional.Pacts.Register, regional.Commitments.Register
		p := w.Make(secretary, pacts, Community, record.Input{"title": "健康共建", "community": id(places[0]), "unit": id(unit), "offers": "每季度义诊", "wants": "老人体检"})
		term := record.Input{"signed_on": "2026-03-02", "last_day": "2027-03-01"}
		refuses(w, "契约里还没有承诺的事", w.TryStep(secretary, pacts, p, "sign", store.Taking{In: term}))
		c := w.Make(secretary, promises, Community, record.Input{"pact": id(p), "what": "义诊一次", "by": "单位", "due_on": "2026-03-31"})
		w.Step(secretary, pacts, p, "sign", store.Taking{In: term})
		w.Says(figure.Question{Area: County}, map[string]string{"regional.pacts": "1份", "regional.commitments_overdue": "0件"})
		w.On("2026-04-02").Says(figure.Question{Area: County}, map[string]string{"regional.commitments_overdue": "1件"})
		w.Step(secretary, promises, c, "keep", store.Taking{In: record.Input{"done_on": "2026-04-02"}})
		w.Says(figure.Question{Area: County}, map[string]string{"regional.commitments_overdue": "0件"})

		w.On("2027-03-01")
		branch := w.Officer()
		branch.Account, branch.Roles, branch.Owns = 33, record.By(people.UnitBranch), map[string]int64{"unit": unit}
		w.Step(branch, pacts, p, "answer", store.Taking{In: record.Input{"unit_says": "社区对接及时"}})
		if err := w.TryStep(branch, pacts, p, "end", store.Taking{Note: "x"}); !fault.Is(err, fault.Refused) {
			w.Errorf("单位自己解除：%v", err)
		}
		w.Step(secretary, pacts, p, "review", store.Taking{In: record.Input{"unit_says": "社区对接及时", "community_says": "办得好"}})
		w.Step(secretary, pacts, p, "renew", store.Taking{})
		list, err := store.Find(w.Ctx(), w.Store.Reader(secretary), regional.Pacts, func(x *regional.Pact, q *store.Where) { q.Is(&x.Renews, record.ID[regional.Pact](p)) })
		w.Do(err)
		if len(list) != 1 || list[0].State != regional.Drafted || list[0].Offers != "每季度义诊" || list[0].Signed != "" {
			w.Errorf("续签：%+v", list)
		}
	})
}

func Test大党委(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		places, members := communities(w), regional.CommitteeMembers.Register
		seat := func(n int, kind string) (int64, error) {
			in := record.Input{"name": fmt.Sprintf("委员%d", n), "phone": fmt.Sprintf("1390000%04d", n), "community": id(places[0]), "kind": kind}
			if kind == "兼职" {
				in["unit"] = id(w.Make(w.Officer(), people.Units.Register, County, record.Input{"name": fmt.Sprintf("单位%d", n), "kind": "事业单位"}))
			}
			m := w.Make(w.Worker(), members, Community, in)
			w.Step(w.Worker(), members, m, "screen", store.Taking{})
			return m, w.TryStep(w.TownOfficer(), members, m, "approve", store.Taking{In: record.Input{"appointed_on": "2026-03-02"}})
		}
		sitting := record.Input{"name": "委员八", "phone": "13900008888", "community": id(places[0]), "kind": "专职", "state": "在任", "appointed_on": "2026-01-05"}
		_, err := w.Store.Create(w.Ctx(), w.Worker(), members, Community, sitting, "")
		refuses(w, "由镇街党（工）委批准", err)
		w.Make(w.TownOfficer(), members, Community, sitting)
		_, err = seat(0, "专职")
		w.Do(err)
		third, err := seat(2, "专职")
		refuses(w, "专职一般不超过 2 人", err)
		w.Step(w.TownOfficer(), members, third, "approve", store.Taking{In: record.Input{"appointed_on": "2026-03-02", "reason": "两村合并，过渡一年"}})
		w.Step(department(w), members, third, "file", store.Taking{In: record.Input{"filed_on": "2026-03-02"}})
		w.Step(w.TownOfficer(), members, third, "leave", store.Taking{Note: "调走"})
		again, err := seat(2, "兼职")
		w.Do(err)
		if again == third {
			w.Error("同一条")
		}
	})
}
