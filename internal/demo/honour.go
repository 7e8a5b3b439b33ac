package demo

import (
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/honour"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// grading is a scheme to be. What the county's schemes look at beyond the six
// words of the report is not known (推断).
type grading struct {
	id       record.ID[honour.Scheme]
	name     string
	criteria []honour.Criterion
	bands    []honour.Band
}

func strongAndFull() *grading {
	return &grading{name: "“双强四有”示范创建评定办法",
		criteria: []honour.Criterion{{Name: "经济发展强", Weight: 15, Shows: "业务收入、服务质量"}, {Name: "党建工作强", Weight: 25, Shows: "组织生活、党建入章"}, {Name: "组织有力量", Weight: 15, Shows: "班子和制度"},
			{Name: "党员有作为", Weight: 15, Shows: "党员示范岗、志愿服务"}, {Name: "服务有成效", Weight: 20, Shows: "服务记录和居民评价"}, {Name: "活动有特色", Weight: 10, Shows: "特色活动"}},
		bands: []honour.Band{{Name: "五星", From: 92, Quota: 1500, Star: true}, {Name: "四星", From: 85, Quota: 3000, Star: true}, {Name: "三星", From: 78, Star: true}, {Name: "达标", From: 60}}}
}

func threeClasses() *grading {
	return &grading{name: "“三分类三升级”评定办法",
		criteria: []honour.Criterion{{Name: "组织建设", Weight: 40, Shows: "班子、制度、阵地"}, {Name: "党员队伍", Weight: 30, Shows: "发展和教育管理"}, {Name: "作用发挥", Weight: 30, Shows: "参与社区治理和服务"}},
		bands:    []honour.Band{{Name: "先进", From: 85, Aim: "示范"}, {Name: "一般", From: 65, Aim: "先进"}, {Name: "后进", From: 0, Aim: "一般"}}}
}

// Ways of an entry: how far it has come, and with how many points of a hundred.
type journey struct {
	upto  string
	score int64
}

// schemes plans two years of 双强四有, of which five stars stand on the anchor,
// and this year's 三分类三升级.
func (s *story) schemes() {
	year := s.anchor.YearStart()
	last, this := strongAndFull(), strongAndFull()
	s.issue(last, max(s.begin.AddDays(20), year.AddMonths(-12).AddDays(20)), int64(year.Year()-1))
	s.issue(this, year.AddDays(25), int64(year.Year()))
	s.enters(last, s.branched[:10], year.AddMonths(-12).AddDays(75), []journey{{"review", 93}, {"review", 88}, {"review", 86}, {"demote", 80}, {"name", 72}, {"name", 70}, {"reject", 50}, {"name", 66}, {"name", 74}, {"name", 68}})
	s.enters(this, s.branched[10:22], year.AddDays(75), []journey{{"name", 94}, {"name", 87}, {"name", 75}, {"name", 71}, {"reject", 40}, {"name", 64}, {"name", 69}})
	s.enters(this, s.branched[17:22], s.before(24), []journey{{"publish", 86}, {"object", 82}, {"grade", 79}, {"publish", 73}, {"pass_first", 70}})
	s.enters(this, s.branched[22:25], s.before(7), []journey{{"submit", 70}, {"", 72}, {"submit", 76}})
	class := threeClasses()
	s.issue(class, year.AddDays(40), int64(year.Year()))
	var all []journey
	for range 24 {
		all = append(all, journey{"name", 58 + int64(s.IntN(38))})
	}
	s.enters(class, s.branched[:24], year.AddDays(100), all)
}

// issue plans a scheme and its coming into force.
func (s *story) issue(g *grading, day clock.Date, year int64) {
	at := s.office(day.Time(), 1)
	basis := s.document(clock.DateOf(at), g.name)
	s.on(at, s.officer, func(tx *store.Tx) error {
		return add(tx, honour.Schemes, County, &g.id, func(x *honour.Scheme) {
			x.Name, x.Year, x.Basis, x.Criteria, x.Bands, x.Publicity, x.Valid, x.Review, x.State = g.name, year, *basis, g.criteria, g.bands, 5, 3, true, honour.SchemeDraft
		})
	})
	take(s, s.office(at, 3), s.officer, honour.Schemes, &g.id, "issue", store.Taking{})
}

// enters plans the ways of branches through a scheme.
func (s *story) enters(g *grading, branches []*branch, day clock.Date, ways []journey) {
	for i, way := range ways {
		s.enterScheme(g, branches[i], s.office(day.AddDays(i%4).Time(), 1), way)
	}
}

// enterScheme plans one branch's way through a scheme.
func (s *story) enterScheme(g *grading, b *branch, at time.Time, way journey) {
	id := new(record.ID[honour.Entry])
	s.on(at, s.officer, func(tx *store.Tx) error {
		return add(tx, honour.Entries, b.area, id, func(e *honour.Entry) { e.Scheme, e.Org, e.Self = g.id, b.id, g.marks(way.score+2) })
	})
	step := func(days int, name string, with store.Taking) time.Time {
		at = s.office(at, days)
		take(s, at, s.officer, honour.Entries, id, name, with)
		return at
	}
	if way.upto == "" {
		return
	}
	step(3, "submit", store.Taking{})
	if way.upto == "submit" {
		return
	}
	if way.upto == "reject" {
		step(4, "reject", because("组织生活没有记录，补齐后下年再报"))
		return
	}
	step(4, "pass_first", store.Taking{})
	if way.upto == "pass_first" {
		return
	}
	at = s.office(at, 6)
	act(s, at, s.officer, honour.Entries, id, "grade", func(e *honour.Entry) { e.Reviewed = g.marks(way.score) })
	if way.upto == "grade" {
		return
	}
	step(2, "publish", store.Taking{})
	switch way.upto {
	case "publish":
		return
	case "object":
		at = s.office(at, 2)
		act(s, at, s.officer, honour.Entries, id, "object", func(e *honour.Entry) { e.Objection = "有党员反映一次主题党日没有开" })
		return
	}
	named := step(7, "name", store.Taking{})
	switch year := named.AddDate(0, 11, 0); way.upto {
	case "review":
		take(s, s.office(year, 1), s.officer, honour.Entries, id, "review", store.Taking{})
	case "demote":
		take(s, s.office(year, 1), s.officer, honour.Entries, id, "demote", because("年度复核：支部半年没有开展组织生活"))
	}
}

// marks shares points of a hundred among the criteria.
func (g *grading) marks(points int64) (out []honour.Mark) {
	for _, c := range g.criteria {
		out = append(out, honour.Mark{Criterion: c.Name, Score: min(points, 100) * c.Weight, Shows: c.Shows})
	}
	return out
}

// sites plans demonstration sites: two named by the city, one in the making, and
// others of the county; one was struck off.
func (s *story) sites() {
	for i, x := range []struct {
		name  string
		kind  honour.SiteKind
		level honour.Level
		org   int
		ways  string
	}{
		{"荔江社会组织党建示范阵地", honour.Base, honour.CityLevel, bridge, "named"}, {"银龄助老党建示范阵地", honour.Base, honour.CityLevel, silver, "named"}, {"符阳社会组织党建示范点", honour.Spot, honour.CityLevel, helpers, "building"},
		{"老手艺传习示范点", honour.Spot, honour.CountyLevel, craft, "named"}, {"绿色家园示范点", honour.Spot, honour.CountyLevel, green, "named"}, {"调解服务示范点", honour.Spot, honour.CountyLevel, peace, "applied"},
		{"棋类运动示范点", honour.Spot, honour.CityLevel, chess, "revoked"},
	} {
		begun := s.working(s.begin.AddDays(30 + 10*i))
		if x.ways == "building" {
			begun = s.working(s.anchor.YearStart().AddDays(60))
		}
		id, target := new(record.ID[honour.DemoSite]), s.today.AddDays(60)
		s.on(s.office(begun.Time(), 0), s.officer, func(tx *store.Tx) error {
			return add(tx, honour.DemoSites, s.orgs[x.org].area, id, func(d *honour.DemoSite) {
				d.Name, d.Kind, d.Level, d.Org, d.Begun, d.Target = x.name, x.kind, x.level, s.orgs[x.org].id, begun, target
			})
		})
		if x.ways == "building" {
			continue
		}
		applied := s.office(begun.Time(), 80)
		take(s, applied, s.officer, honour.DemoSites, id, "apply", store.Taking{})
		if x.ways == "applied" {
			continue
		}
		named := s.office(applied, 40)
		notice := s.document(clock.DateOf(named), "关于命名“"+x.name+"”的通知")
		act(s, named, s.officer, honour.DemoSites, id, "name", func(d *honour.DemoSite) { d.Named = *notice })
		if x.ways == "revoked" {
			take(s, s.office(named, 150), s.officer, honour.DemoSites, id, "revoke", because("运营的社会组织换址，阵地不再开放"))
		}
	}
}

// campaigns plans the campaigns the report names, with their approval and end.
func (s *story) campaigns() {
	year := s.anchor.YearStart()
	for i, x := range []struct {
		name, goal string
		from, last clock.Date
		jobs       []string
		sum        string
	}{
		{"“两个覆盖”集中攻坚", "有 3 名以上正式党员的社会组织全部建立党组织，其余由指导员实现工作覆盖", year.AddMonths(-11), year.AddMonths(-2), []string{"逐家摸排党员情况", "具备条件的组建党支部", "选派党建指导员"}, "摸排全部登记的社会组织，新建一批党支部，指导员覆盖其余各家"},
		{"党旗飘扬·先锋引领", "社会组织党组织亮身份、作承诺、办实事", year.AddMonths(1), year.AddMonths(13), []string{"亮出党组织和党员身份", "每个支部办一件实事", "年底向居民报告"}, ""},
		{"共产党员示范创建行动", "设党员示范岗，带动服务质量", year.AddMonths(2), year.AddMonths(12).AddDays(-1), []string{"设党员示范岗", "评议示范岗"}, ""},
		{"争当实干先锋、创一流业绩", "围绕群众需求比实干", year.AddMonths(3), year.AddMonths(11), []string{"认领群众需求", "交流做法"}, ""},
		{"冬季帮困行动", "节前走访困难家庭", year.AddMonths(12), year.AddMonths(13), []string{"走访名单", "落实资源"}, ""},
	} {
		from := s.working(max(x.from, s.begin.AddDays(15)))
		id, basis := new(record.ID[honour.Campaign]), s.document(from.AddDays(-13), "关于开展“"+x.name+"”的通知")
		at := s.office(min(from.AddDays(-13), s.before(3)).Time(), 0)
		s.on(at, s.officer, func(tx *store.Tx) error {
			return add(tx, honour.Campaigns, County, id, func(c *honour.Campaign) {
				c.Name, c.From, c.Last, c.Goal = x.name, from, x.last, x.goal
				for k, what := range x.jobs {
					c.Tasks = append(c.Tasks, honour.CampaignTask{What: what, Who: []string{"县委社会工作部", "各镇（街道）", "社会组织党组织"}[k%3], Due: from.AddDays((k + 1) * x.last.Sub(from) / (len(x.jobs) + 1))})
				}
				for _, b := range s.branched[i*6 : i*6+6] {
					c.Taken = append(c.Taken, b.id)
				}
			})
		})
		act(s, s.office(from.Time(), 0), s.officer, honour.Campaigns, id, "start", func(c *honour.Campaign) { c.Basis = *basis })
		if x.sum != "" {
			act(s, s.office(x.last.Time(), 2), s.officer, honour.Campaigns, id, "end", func(c *honour.Campaign) { c.Sum = x.sum })
		}
	}
}
