package volunteer

import (
	"cmp"
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/record"
)

// Suggested (排班建议) is a volunteer who could be asked for a shift, and why.
type Suggested struct {
	Volunteer *Volunteer
	Shift     *Shift
	Reasons   []string
}

// Taken says which volunteers already have which shifts.
type Taken map[record.ID[Volunteer]][]*Shift

// What speaks against somebody for a shift, in the same unit. Nobody's hours or
// past attendance count: who gave much is not asked more, nor less (推断: the weights).
const (
	perTown    = 10 // another community of the town
	perCounty  = 40 // another town
	notWished  = 6  // another kind of service than they named
	unsaidTime = 8  // did not say when they have time
)

// distance is how far apart two divisions are for whoever has to walk there.
func distance(a, b string) int {
	switch {
	case a == b:
		return 0
	case len(a) >= 9 && len(b) >= 9 && a[:9] == b[:9]:
		return perTown
	}
	return perCounty
}

// against gives what speaks against asking a volunteer for a shift; false if they
// cannot be asked: they lack a skill, are too young, or have a shift then.
func against(v *Volunteer, s *Shift, taken []*Shift) (cost int, ok bool) {
	for _, x := range taken {
		if x.ID == s.ID || x.From < s.To && s.From < x.To {
			return 0, false
		}
	}
	if s.Risky && v.Minor(clock.DateOf(s.From.Time())) {
		return 0, false
	}
	for _, skill := range s.Skills {
		if !slices.Contains(v.Skills, skill) {
			return 0, false
		}
	}
	cost = distance(v.Area, s.Area)
	if !slices.Contains(v.Kinds, s.Kind) {
		cost += notWished
	}
	if v.Suits == "" {
		cost += unsaidTime
	}
	return cost, true
}

// reasons says why a volunteer could be asked for a shift.
func reasons(v *Volunteer, s *Shift) (why []string) {
	if len(s.Skills) > 0 {
		why = append(why, "会要会的")
	}
	why = append(why, map[int]string{0: "就在本社区", perTown: "在同一镇街", perCounty: "在别的镇街"}[distance(v.Area, s.Area)])
	if slices.Contains(v.Kinds, s.Kind) {
		why = append(why, "愿做这类服务")
	}
	if v.Suits == "" {
		return append(why, "没写空闲时间，先问本人")
	}
	return append(why, "那时有空")
}

// spare remembers, for each window somebody wrote, in which shifts it has time.
type spare map[clock.Window][]bool

func (m spare) during(w clock.Window, shifts []*Shift) []bool {
	if m[w] == nil {
		m[w] = make([]bool, len(shifts))
		for j, s := range shifts {
			m[w][j] = w == "" || w.Covers(s.From.Time(), s.To.Time())
		}
	}
	return m[w]
}

// Assign suggests whom to ask for the places that are left: as many places filled
// as can be, and of all such ways one with the least that speaks against it.
// Nobody is suggested for two shifts on one day. It decides nothing.
//
// It is a flow of least cost (最小费用流): from each volunteer through each of
// their days to the shifts of that day.
func Assign(volunteers []*Volunteer, shifts []*Shift, left map[record.ID[Shift]]int64, taken Taken) []Suggested {
	type pair struct{ v, s, edge int }
	var pairs []pair
	n := newNetwork(2 + len(shifts))
	const source, sink = 0, 1
	on := make([]clock.Date, len(shifts))
	for j, s := range shifts {
		on[j] = clock.DateOf(s.From.Time())
		n.connect(2+j, sink, int32(max(0, left[record.ID[Shift](s.ID)])), 0)
	}
	free := spare{}
	for i, v := range volunteers {
		mine, has, days := taken[record.ID[Volunteer](v.ID)], free.during(v.Suits, shifts), map[clock.Date]int{}
		for j, s := range shifts {
			cost, ok := against(v, s, mine)
			if !ok || !has[j] || left[record.ID[Shift](s.ID)] < 1 {
				continue
			}
			day := days[on[j]]
			if day == 0 {
				day = n.node()
				days[on[j]] = day
				n.connect(source, day, 1, 0)
			}
			pairs = append(pairs, pair{i, j, n.connect(day, 2+j, 1, int32(cost))})
		}
	}
	n.flow(source, sink)
	var out []Suggested
	for _, p := range pairs {
		if n.used(p.edge) {
			v, s := volunteers[p.v], shifts[p.s]
			out = append(out, Suggested{v, s, reasons(v, s)})
		}
	}
	slices.SortStableFunc(out, func(a, b Suggested) int {
		return cmp.Or(cmp.Compare(a.Shift.From, b.Shift.From), cmp.Compare(a.Shift.ID, b.Shift.ID), strings.Compare(a.Volunteer.Name, b.Volunteer.Name))
	})
	return out
}
