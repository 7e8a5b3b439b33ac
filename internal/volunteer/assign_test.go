package volunteer_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/volunteer"
)

// many makes up volunteers and shifts of a fortnight in ten communities.
func many(seed uint64, people, turns int) ([]*volunteer.Volunteer, []*volunteer.Shift, map[record.ID[volunteer.Shift]]int64) {
	r := rand.New(rand.NewPCG(seed, 1))
	kinds, skills := []string{"elder", "environment", "culture", "child"}, [][]string{nil, nil, nil, {"hair"}, {"teaching"}}
	at := func() string { return fmt.Sprintf("510522%03d%03d", 1+r.IntN(2), 1+r.IntN(5)) }
	var vs []*volunteer.Volunteer
	for i := range people {
		v := &volunteer.Volunteer{Name: fmt.Sprint("甲", i), Kinds: []string{kinds[r.IntN(4)]}, Skills: skills[r.IntN(5)], Suits: []clock.Window{"", "周六日 08:00-18:00", "周一二三四五 08:00-18:00"}[r.IntN(3)]}
		v.ID, v.Area = int64(i+1), at()
		vs = append(vs, v)
	}
	left := map[record.ID[volunteer.Shift]]int64{}
	var ss []*volunteer.Shift
	for i := range turns {
		from := clock.Date("2026-03-09").AddDays(r.IntN(14)).Time().Add(time.Duration(9+r.IntN(6)) * time.Hour)
		s := &volunteer.Shift{Title: fmt.Sprint("班", i), Kind: kinds[r.IntN(4)], Skills: skills[r.IntN(5)], From: record.MomentOf(from), To: record.MomentOf(from.Add(2 * time.Hour))}
		s.ID, s.Area = int64(i+1), at()
		left[record.ID[volunteer.Shift](s.ID)] = int64(1 + r.IntN(6))
		ss = append(ss, s)
	}
	return vs, ss, left
}

func Test排班建议(t *testing.T) {
	saturday := clock.Date("2026-03-07").Time().Add(9 * time.Hour)
	shift := func(id int64, skills ...string) *volunteer.Shift {
		s := &volunteer.Shift{Title: "义剪", Kind: "elder", Skills: skills, From: record.MomentOf(saturday), To: record.MomentOf(saturday.Add(2 * time.Hour))}
		s.ID, s.Area = id, "510522001001"
		return s
	}
	person := func(id int64, area string, suits clock.Window, skills ...string) *volunteer.Volunteer {
		v := &volunteer.Volunteer{Name: fmt.Sprint("甲", id), Suits: suits, Skills: skills, Kinds: []string{"elder"}}
		v.ID, v.Area = id, area
		return v
	}
	near, town, busy, bare, away := person(1, "510522001001", "", "hair"), person(2, "510522001002", "周六日 08:00-12:00", "hair"), person(3, "510522001001", "周一二三四五 08:00-12:00", "hair"),
		person(4, "510522001001", ""), person(5, "510522002001", "周六日 08:00-12:00", "hair")
	s := shift(1, "hair")
	left := map[record.ID[volunteer.Shift]]int64{1: 2}
	got := volunteer.Assign([]*volunteer.Volunteer{away, bare, busy, town, near}, []*volunteer.Shift{s}, left, nil)
	if len(got) != 2 || got[0].Volunteer != near || got[1].Volunteer != town || fmt.Sprint(got[0].Reasons) != "[会要会的 就在本社区 愿做这类服务 没写空闲时间，先问本人]" {
		t.Errorf("建议：%+v", got)
	}
	if got = volunteer.Assign([]*volunteer.Volunteer{near}, []*volunteer.Shift{s}, left, volunteer.Taken{1: {shift(9)}}); len(got) != 0 {
		t.Errorf("同一时间已有班的人也排上了：%+v", got)
	}

	// 近的人只有一个时，宁可让他去别人去不了的那一班：排满优先
	only, other := shift(1, "hair"), shift(2)
	got = volunteer.Assign([]*volunteer.Volunteer{near, away, bare}, []*volunteer.Shift{other, only}, map[record.ID[volunteer.Shift]]int64{1: 1, 2: 2}, nil)
	if len(got) != 3 {
		t.Errorf("三个人三个名额，只排上 %d 个：%+v", len(got), got)
	}
}

// What the flow finds is as good as trying everything.
func TestAssignIsBest(t *testing.T) {
	for seed := range uint64(60) {
		vs, ss, left := many(seed, 6, 4)
		got := volunteer.Assign(vs, ss, left, nil)
		full, cost := 0, 0
		for _, x := range got {
			full, cost = full+1, cost+volunteer.CostOf(x.Volunteer, x.Shift)
		}
		if f, c := tried(vs, ss, left); f != full || c != cost {
			t.Fatalf("seed %d: %d places at %d, best is %d at %d", seed, full, cost, f, c)
		}
		again := volunteer.Assign(vs, ss, left, nil)
		if !slices.EqualFunc(got, again, func(a, b volunteer.Suggested) bool { return a.Volunteer == b.Volunteer && a.Shift == b.Shift }) {
			t.Fatalf("seed %d: not the same twice", seed)
		}
	}
}

// tried tries every way: the most places filled, and at what cost.
func tried(vs []*volunteer.Volunteer, ss []*volunteer.Shift, left map[record.ID[volunteer.Shift]]int64) (full, cost int) {
	type turn struct{ v, s int }
	var pairs []turn
	for i := range vs {
		for j := range ss {
			if volunteer.CostOf(vs[i], ss[j]) >= 0 {
				pairs = append(pairs, turn{i, j})
			}
		}
	}
	day := map[string]bool{}
	var try func(k, f, c int)
	try = func(k, f, c int) {
		if f > full || f == full && c < cost {
			full, cost = f, c
		}
		for ; k < len(pairs) && f+len(pairs)-k >= full; k++ {
			p := pairs[k]
			key, id := fmt.Sprint(p.v, clock.DateOf(ss[p.s].From.Time())), record.ID[volunteer.Shift](ss[p.s].ID)
			if day[key] || left[id] == 0 {
				continue
			}
			day[key] = true
			left[id]--
			try(k+1, f+1, c+volunteer.CostOf(vs[p.v], ss[p.s]))
			left[id]++
			day[key] = false
		}
	}
	try(0, 0, 0)
	return full, cost
}

// goal 1 s: docs/PERFORMANCE.md.
func BenchmarkAssign500Volunteers120Shifts(b *testing.B) {
	vs, ss, left := many(7, 500, 120)
	places := int64(0)
	for _, n := range left {
		places += n
	}
	n := 0
	for b.Loop() {
		n = len(volunteer.Assign(vs, ss, left, nil))
	}
	b.ReportMetric(float64(n), "filled")
	b.ReportMetric(float64(places), "places")
}
