package demo

import (
	"sanshe/internal/clock"
	"sanshe/internal/ident"
	"sanshe/internal/incubation"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

var mentors = []string{"孵化中心 孔令仪", "县委党校 潘文彬", "银龄助老服务中心 陈慧敏"}

var mentored = []struct{ topic, next string }{
	{"理清服务对象和第一个项目", "写一页项目书"}, {"建账、开户和财务制度", "请会计看一遍账"}, {"章程和理事会怎么运转", "开一次理事会"}, {"向社区做一次服务展示", "与两个社区谈场地"}, {"怎么做服务记录和评估", "补齐上季度服务记录"},
}

// incubations plans the pipeline of the county's incubator: applications,
// checks, those inside, and how some left.
func (s *story) incubations() {
	for i, x := range []struct {
		upto  string
		phase incubation.Phase
	}{
		{"graduate", incubation.Growing}, {"graduate", incubation.Growing}, {"mid_term", incubation.Sprout}, {"mid_term", incubation.Growing}, {"extend", incubation.Growing}, {"admit", incubation.Sprout}, {"admit", incubation.Seed}, {"leave", incubation.Seed},
		{"check", incubation.Seed}, {"", incubation.Seed}, {"", incubation.Seed}, {"refuse", incubation.Seed},
	} {
		o := s.orgs[90+5*i]
		applied := s.working(s.begin.AddDays(40 + 12*i))
		if i >= 5 && i < 8 {
			applied = s.working(s.anchor.YearStart().AddDays(30 * (i - 4)))
		}
		if i >= 8 {
			applied = s.before(20 - i)
		}
		at, id := s.office(applied.Time(), 0), new(record.ID[incubation.Incubation])
		s.on(at, s.civil, func(tx *store.Tx) error {
			return add(tx, incubation.Incubations, o.area, id, func(c *incubation.Incubation) {
				c.Name, c.Org, c.Centre, c.Applied, c.Phase, c.State = o.name, o.id, s.incubator.id, applied, incubation.Seed, incubation.Applied
				for _, item := range []string{"两年内没有受过行政处罚", "按时参加年检且合格", "有独立账户，内部管理健全", "没有失信记录"} {
					c.Checks = append(c.Checks, incubation.EntryCheck{Item: item, Met: x.upto != ""})
				}
			})
		})
		if x.upto == "" {
			continue
		}
		if x.upto == "refuse" {
			take(s, s.office(at, 3), s.civil, incubation.Incubations, id, "refuse", because("没有独立账户，建好后再申请"))
			continue
		}
		checked := s.office(at, 4)
		take(s, checked, s.civil, incubation.Incubations, id, "check", store.Taking{})
		if x.upto == "check" {
			continue
		}
		in := s.office(checked, 6)
		from, mentor := clock.DateOf(in), mentors[i%len(mentors)]
		act(s, in, s.civil, incubation.Incubations, id, "admit", func(c *incubation.Incubation) {
			c.From, c.Last, c.Mentor = from, from.AddMonths(24).AddDays(-1), mentor
		})
		left := s.last
		mid := s.office(from.AddDays(200).Time(), 0)
		switch x.upto {
		case "leave":
			left = from.AddDays(110)
			take(s, s.office(left.Time(), 0), s.civil, incubation.Incubations, id, "leave", because("负责人外出务工，自愿退出"))
		case "mid_term", "extend", "graduate":
			act(s, mid, s.civil, incubation.Incubations, id, "mid_term", func(c *incubation.Incubation) {
				c.MidTerm, c.MidOn, c.Phase = "服务项目两个，财务规范，志愿者三十人；建议加强理事会作用", clock.DateOf(mid), x.phase
			})
		}
		switch x.upto {
		case "extend":
			take(s, s.office(mid, 60), s.civil, incubation.Incubations, id, "extend", store.Taking{Note: "换了负责人，再辅导一年", In: record.Input{"last_day": string(from.AddMonths(36).AddDays(-1))}})
		case "graduate":
			left = from.AddDays(430 + 20*i)
			act(s, s.office(left.Time(), 0), s.civil, incubation.Incubations, id, "graduate", func(c *incubation.Incubation) {
				c.Result = "团队稳定，有三个社区长期合作，可以独立运营"
			})
		}
		s.mentor(o, id, mentor, from, left)
	}
}

// mentor plans a session with a mentor every six weeks or so.
func (s *story) mentor(o *organisation, id *record.ID[incubation.Incubation], who string, from, until clock.Date) {
	n := 0
	for day := s.working(from.AddDays(12)); day < min(until, s.last); day = s.working(day.AddDays(40 + s.IntN(20))) {
		m := mentored[n%len(mentored)]
		n++
		s.on(s.office(day.Time(), 0), s.civil, func(tx *store.Tx) error {
			return add(tx, incubation.Mentorings, o.area, nil, func(x *incubation.Mentoring) {
				x.Incubation, x.On, x.Topic, x.Next, x.Mentor, x.Length = *id, day, m.topic, m.next, who, 90
			})
		})
	}
}

// ventures plans social enterprises: recognised, applying, and one withdrawn.
func (s *story) ventures() {
	for i, x := range []struct {
		name    string
		form    org.Form
		kind    ident.Category
		origin  int
		mission string
		upto    string
	}{
		{"合江银龄居家服务有限公司", org.Company, "91", silver, "为老人提供付得起的居家服务，盈利用于助困", "review"}, {"荔江助残手工专业合作社", org.Cooperative, "93", arm, "吸纳残疾人家庭做手工，收益按劳分配", "recognise"},
		{"合江绿色家园环保服务有限公司", org.Company, "91", green, "垃圾分类与再利用，收入支持河岸保护", "recognise"}, {"荔江童心托育有限公司", org.Company, "91", lotus, "普惠托育，困境儿童减免", ""}, {"合江老手艺文化有限公司", org.Company, "91", craft, "非遗传承，带动困难群众增收", "withdraw"},
	} {
		code, err := ident.USCCFor(x.kind, County, 300+i)
		if err != nil {
			panic(err) // only a wrong category or number
		}
		id, o := new(record.ID[org.SocialEnterprise]), s.orgs[x.origin]
		applied := s.working(s.begin.AddDays(90 + 50*i))
		if x.upto == "" {
			applied = s.before(8)
		}
		s.on(s.office(applied.Time(), 0), s.civil, func(tx *store.Tx) error {
			return add(tx, org.SocialEnterprises, o.area, id, func(e *org.SocialEnterprise) {
				e.Name, e.Code, e.Form, e.Origin, e.Mission, e.Reinvests, e.Applied, e.State = x.name, code, x.form, o.id, x.mission, 5000, applied, org.VentureApplied
			})
		})
		if x.upto == "" {
			continue
		}
		at := s.office(applied.Time(), 30)
		act(s, at, s.civil, org.SocialEnterprises, id, "recognise", func(e *org.SocialEnterprise) {
			e.Recognised, e.Last = clock.DateOf(at), clock.DateOf(at).AddMonths(24+6*i).AddDays(-1)
		})
		looked := s.office(clock.DateOf(at).AddMonths(12).Time(), 1)
		switch x.upto {
		case "review":
			act(s, looked, s.civil, org.SocialEnterprises, id, "review", func(e *org.SocialEnterprise) {
				e.Reviews = []org.YearReview{{Year: int64(looked.Year()), On: clock.DateOf(looked), Says: "利润一半用于助困，账目清楚", Passed: true}}
			})
		case "withdraw":
			take(s, looked, s.civil, org.SocialEnterprises, id, "withdraw", because("一年没有开展社会目标的业务"))
		}
	}
}
