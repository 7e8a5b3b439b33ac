package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
	"sanshe/internal/topic"
)

// What the report counts of the projects for children in difficulty (dossier
// G22): 近1万名 are 9,870 by name, 近100万元 are 986,500.
const (
	childCount = 9870
	homeCount  = 150 // of them, those who come to 荔城儿童服务站
)

// programme is a project that the county buys, with the activities that show it.
type programme struct {
	id       record.ID[need.Project]
	lead     int
	from     clock.Date
	evidence []*gathering // in the order of their days
}

// programme plans a project of the county's that an organisation carries out.
func (s *story) programme(title, goal, theme string, lead int, from, until clock.Date, budget record.Fen) *programme {
	p := &programme{lead: lead, from: from}
	s.on(s.office(max(s.begin, from.AddDays(-40)).Time(), 3), s.officer, func(tx *store.Tx) error {
		return add(tx, need.Projects, County, &p.id, func(r *need.Project) {
			r.Title, r.Goal, r.Theme, r.Lead, r.Budget, r.Funding = title, goal, theme, s.orgs[lead].id, budget, "政府购买服务"
			r.From, r.Until, r.State = from, until, need.Running
		})
	})
	return p
}

// sort puts what shows a project in the order of its days.
func (p *programme) sort() {
	slices.SortStableFunc(p.evidence, func(a, b *gathering) int { return cmp.Compare(a.on, b.on) })
}

// children plans the two projects that the report names: visits to every
// community, entered from the towns' lists name by name, and the groups of a
// station, to which the same children come again.
func (s *story) children() {
	year := s.anchor.YearStart()
	s.outreach = s.programme("百镇千村·助爱牵手——精准关爱困境儿童", "走访每一个困境儿童，一人一策", "children", bridge, s.begin.AddDays(50), year.AddDays(-1), 52_000_000)
	s.childHome = s.programme("荔城儿童服务站", "放学后有人陪，遇事有人帮", "children", lotus, s.begin.AddDays(50), year.AddDays(364), 53_812_500)
	here := s.urban[0]
	met := map[string]bool{}
	ours := s.roll(homeCount, met)
	rest, places := childCount-homeCount, len(s.communities)
	for i, c := range s.communities {
		n := rest / places
		if i < rest%places {
			n++
		}
		if c != here {
			met = map[string]bool{}
		}
		s.callOn(c, s.between(s.begin.AddDays(60), year.AddDays(-30)), s.roll(n, met))
	}
	for day, n := s.working(s.begin.AddDays(60)), 0; day < year.AddDays(-20); day, n = s.working(day.AddDays(16)), n+1 {
		s.groupAt(here, day, ours[n*15%homeCount:][:15])
	}
	s.again(here, ours)
	s.outreach.sort()
	s.childHome.sort()
	s.topical(topic.Topic{Title: "困境儿童项目投入", Figure: topic.Spent, Name: "children", Theme: "children", Round: 1_000_000},
		topic.Topic{Title: "关爱困境儿童", Figure: topic.Served, Name: "children", Theme: "children", Round: 10_000})
}

// roll makes up names of so many children, each unlike those met before.
func (s *story) roll(n int, met map[string]bool) (list []string) {
	for len(list) < n {
		if name := s.person(); !met[name] {
			met[name] = true
			list = append(list, name)
		}
	}
	return list
}

// clerk gives who enters lists at a town's office.
func (s *story) clerk(t *town) *record.Actor {
	if t == s.towns[0] {
		return s.cast.town
	}
	return &record.Actor{Name: "社会事务办", Unit: t.office, Area: t.area, Roles: record.By(people.TownOfficer), Via: "demo"}
}

// callOn plans that the children of a community are visited, each once.
func (s *story) callOn(c *community, on clock.Date, names []string) {
	g := &gathering{community: c, on: on}
	s.outreach.evidence = append(s.outreach.evidence, g)
	s.on(s.office(on.AddDays(4).Time(), 1+s.IntN(5)), s.clerk(c.town), func(tx *store.Tx) error {
		return add(tx, service.Activities, c.area, &g.id, func(a *service.Activity) {
			a.Title, a.Kind, a.On, a.Length, a.State = "困境儿童入户走访", service.Professional, on, 40, service.Held
			a.Org, a.Project, a.Names, a.Place = s.orgs[bridge].id, s.outreach.id, strings.Join(names, "\n"), c.name
			a.Summary = "看了住处和功课，问了缺什么，留了电话"
		})
	})
}

// groupAt plans a group at the station.
func (s *story) groupAt(c *community, on clock.Date, names []string) {
	g := &gathering{community: c, on: on}
	s.childHome.evidence = append(s.childHome.evidence, g)
	s.on(s.office(on.Time(), 1), c.worker, func(tx *store.Tx) error {
		return add(tx, service.Activities, c.area, &g.id, func(a *service.Activity) {
			a.Title, a.Kind, a.On, a.Length, a.State = "儿童服务站成长小组", service.Professional, on, 90, service.Held
			a.Org, a.Project, a.Names, a.Place = s.orgs[lotus].id, s.childHome.id, strings.Join(names, "\n"), "荔城儿童服务站"
			a.Summary = "做了情绪卡片，说了这两周的事"
		})
	})
}

// again has some of this year's activities be groups of the station: what they
// are changes, not how many there are.
func (s *story) again(c *community, names []string) {
	var list []*gathering
	for _, g := range s.simple {
		if g.community == c && g.also == nil && g.on > s.anchor.YearStart().AddDays(60) && g.on < s.anchor.AddDays(-25) {
			list = append(list, g)
		}
	}
	for i := range groupsAgain {
		g := list[i*len(list)/groupsAgain]
		came := names[i*13%(homeCount-15):][:15]
		g.also = func(a *service.Activity) {
			a.Title, a.Kind, a.Length, a.Unnamed, a.Place = "儿童服务站假日小组", service.Professional, 120, 0, "荔城儿童服务站"
			a.Org, a.Project, a.Names, a.Summary = s.orgs[lotus].id, s.childHome.id, strings.Join(came, "\n"), fmt.Sprintf("这一期第 %d 次，一起做手工、读故事", i+1)
		}
		s.childHome.evidence = append(s.childHome.evidence, g)
	}
}

// groupsAgain is how many groups the station holds in the anchor's year.
const groupsAgain = 12
