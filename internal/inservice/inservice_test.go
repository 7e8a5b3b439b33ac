package inservice_test

import (
	"fmt"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/inservice"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

func id(n int64) string { return record.Input{}.ID(n) }

// places gives the ids of the 11 urban communities, in order.
func places(w *World) (ids []record.ID[place.Community]) {
	w.Helper()
	w.Communities()
	list, err := store.Find(w.Ctx(), w.Store.Reader(w.Officer()), place.Communities, nil)
	w.Do(err)
	for _, code := range Urban() {
		for _, c := range list {
			if c.Area == code {
				ids = append(ids, record.ID[place.Community](c.ID))
			}
		}
	}
	return ids
}

// name names the n-th member.
func name(n int) string {
	return "党员" + strings.Map(func(d rune) rune { return []rune("零一二三四五六七八九")[d-'0'] }, fmt.Sprint(n))
}

// reported writes n units that have reported, and m of their members, one after
// the other in the communities.
func reported(w *World, at []record.ID[place.Community], n, m int) (units []record.ID[people.Unit]) {
	w.Helper()
	w.Batch(n, func(tx *store.Tx, i int) error {
		u, err := store.Add(tx, people.Units, County, func(u *people.Unit) { u.Name, u.Kind = fmt.Sprintf("单位%d", i+1), people.Agency })
		if err != nil {
			return err
		}
		units = append(units, record.ID[people.Unit](u.ID))
		_, err = store.Add(tx, inservice.UnitReports, County, func(r *inservice.UnitReport) { r.Unit, r.Community, r.On = units[i], at[i%11], "2026-01-05" })
		return err
	})
	w.Batch(m, func(tx *store.Tx, i int) error {
		_, err := store.Add(tx, inservice.MemberReports, County, func(r *inservice.MemberReport) {
			r.Name, r.Unit, r.Community, r.On = name(i), units[i%n], at[i%11], "2026-01-12"
		})
		return err
	})
	return units
}

// sum adds up a figure over the communities.
func sum(w *World, name string) (total int64) {
	w.Helper()
	list, err := w.Figures.ByArea(w.Ctx(), name, figure.Question{Area: County})
	w.Do(err)
	for _, b := range list {
		total += b.N
	}
	return total
}

func TestG12双报到(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		at := places(w)
		members, said := 4400, "4,400名"
		if testing.Short() {
			members, said = 440, "440名"
		}
		units := reported(w, at, 83, members)
		says := map[string]string{"regional.units_reported": "83个", "regional.members_reported": said}
		w.Says(figure.Question{Area: County}, says)
		here := func(i int, on string) int64 {
			a, err := w.Figures.One(w.Ctx(), "regional.members_reported", figure.Question{Area: Urban()[i], At: w.Store.Today()})
			w.Do(err)
			return a.Num
		}
		five, seven := here(4, ""), here(6, "")

		w.On("2026-04-01") // 党员四从第 5 社区搬到第 7 社区
		officer := w.Officer()
		move := record.Input{"name": name(4), "unit": id(int64(units[4])), "community": id(int64(at[6])), "reported_on": "2026-04-01"}
		w.Make(officer, inservice.MemberReports.Register, Urban()[6], move)
		w.Says(figure.Question{Area: County}, says)
		if a, b := here(4, ""), here(6, ""); a != five-1 || b != seven+1 {
			w.Errorf("第 5 社区 %d→%d，第 7 社区 %d→%d", five, a, seven, b)
		}
		if n := sum(w, "regional.members_reported"); n != int64(members) {
			w.Errorf("各社区相加 %d", n)
		}
		w.Says(figure.Question{Area: Urban()[4], At: "2026-03-31"}, map[string]string{"regional.members_reported": fmt.Sprint(five, "名")})
		_, err := w.Store.Create(w.Ctx(), officer, inservice.MemberReports.Register, Urban()[6], move, "")
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "在本社区报到") {
			w.Errorf("再报一次：%v", err)
		}
		_, err = w.Store.Create(w.Ctx(), officer, inservice.UnitReports.Register, Urban()[3], record.Input{"unit": id(int64(units[0])), "community": id(int64(at[3])), "reported_on": "2026-04-01"}, "")
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "这个单位已经报到") {
			w.Errorf("单位报两次：%v", err)
		}
	})
}

func Test认领与季度反馈(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		at := places(w)
		units := reported(w, at, 2, 4)
		list, err := store.Find(w.Ctx(), w.Store.Reader(w.Officer()), inservice.MemberReports, func(m *inservice.MemberReport, q *store.Where) { q.Is(&m.Unit, units[0]).By(&m.On) })
		w.Do(err)
		wish := w.Make(w.Worker(), inservice.Openings.Register, Community, record.Input{"title": "送一张书桌", "kind": "微心愿", "places": "1"})
		branch := w.Officer()
		branch.Account, branch.Roles, branch.Owns = 34, record.By(people.UnitBranch), map[string]int64{"unit": int64(units[0])}
		claim := w.Make(branch, inservice.Claims.Register, Community, record.Input{"opening": id(wish), "member": id(list[0].ID), "claimed_on": "2026-03-02"})
		_, err = w.Store.Create(w.Ctx(), w.TownOfficer(), inservice.Claims.Register, Community, record.Input{"opening": id(wish), "member": id(list[1].ID), "claimed_on": "2026-03-02"}, "")
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "已经认领满了") {
			w.Errorf("认领满了还认领：%v", err)
		}
		if err := w.TryStep(branch, inservice.Claims.Register, claim, "finish", store.Taking{In: record.Input{"done_on": "2026-03-02"}}); !fault.Is(err, fault.Refused) {
			w.Errorf("单位自己确认办成：%v", err)
		}
		w.Step(w.Worker(), inservice.Claims.Register, claim, "finish", store.Taking{In: record.Input{"done_on": "2026-03-02", "result": "书桌送到"}})
		w.Says(figure.Question{Area: County}, map[string]string{"regional.claims_done": "1件"})

		w.On("2026-05-06")
		w.Step(w.Officer(), inservice.MemberReports.Register, list[1].ID, "leave", store.Taking{})
		b := w.Make(w.Officer(), inservice.Feedbacks.Register, County, record.Input{"unit": id(int64(units[0])), "year": "2026", "quarter": "1"})
		told := Get(w, branch, inservice.Feedbacks, b)
		if told.Members != 2 || len(told.Things) != 1 || told.Things[0].What != "送一张书桌" || told.Things[0].How != "书桌送到" {
			w.Errorf("第一季度反馈：%+v", told)
		}
		w.Step(w.Officer(), inservice.Feedbacks.Register, b, "send", store.Taking{In: record.Input{"sent_on": "2026-05-06"}})
		round := w.Make(w.Officer(), inservice.FeedbackRounds.Register, County, record.Input{"year": "2026", "quarter": "1"})
		all, err := store.Find(w.Ctx(), w.Store.Reader(w.Officer()), inservice.Feedbacks, func(f *inservice.Feedback, q *store.Where) { q.Is(&f.Round, record.ID[inservice.FeedbackRound](round)) })
		w.Do(err)
		if n := Get(w, w.Officer(), inservice.FeedbackRounds, round).Units; n != 2 || len(all) != 1 || all[0].Unit != units[1] || all[0].Members != 2 {
			w.Errorf("整批：%d 个单位，%+v", n, all)
		}
		w.Step(w.Officer(), inservice.FeedbackRounds.Register, round, "send", store.Taking{In: record.Input{"sent_on": "2026-05-06"}})
		if f := Get(w, w.Officer(), inservice.Feedbacks, all[0].ID); f.State != inservice.Sent || f.Sent != "2026-05-06" {
			w.Errorf("没有一起送达：%+v", f)
		}
		for says, quarter := range map[string]string{"已经成批写过": "1", "才结束": "2", "1 到 4": "5"} {
			_, err := w.Store.Create(w.Ctx(), w.Officer(), inservice.FeedbackRounds.Register, County, record.Input{"year": "2026", "quarter": quarter}, "")
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
				w.Errorf("第 %s 季度：%v", quarter, err)
			}
		}
		other := w.Officer()
		other.Account, other.Roles, other.Owns = 35, record.By(people.UnitBranch), map[string]int64{"unit": int64(units[1])}
		if _, err := w.Store.Reader(other).Get(w.Ctx(), inservice.Feedbacks.Register, b); !fault.Is(err, fault.NotFound) {
			w.Errorf("别的单位看到了：%v", err)
		}
	})
}

func Test单位自己报到(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		at := places(w)
		units := reported(w, at, 1, 1)
		mine := w.Make(w.Officer(), people.Units.Register, County, record.Input{"name": "县税务局", "kind": "党政机关"})
		branch := w.Officer()
		branch.Account, branch.Roles, branch.Owns = 34, record.By(people.UnitBranch), map[string]int64{"unit": mine}
		report := func(unit int64) error {
			_, err := w.Store.Create(w.Ctx(), branch, inservice.UnitReports.Register, County, record.Input{"unit": id(unit), "community": id(int64(at[3])), "reported_on": "2026-03-02"}, "")
			return err
		}
		if err := report(int64(units[0])); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "只能为本单位报到") {
			w.Errorf("替别的单位报到：%v", err)
		}
		w.Do(report(mine))
		w.Says(figure.Question{Area: County}, map[string]string{"regional.units_reported": "2个"})
	})
}
