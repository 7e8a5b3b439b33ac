package demo

import (
	"fmt"

	"sanshe/internal/auth"
	"sanshe/internal/casework"
	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// Three social workers of the first community's station, and who supervises them.
const (
	caseworker = 11
	supervisor = 22
)

var caseworkers = []int{caseworker, 44, 55}

// dossier is a case to be. All of it is invented, as are the people.
type dossier struct {
	kind                   casework.Kind
	field, source          string
	age                    int
	background, assessment string
	goal, how, result      string
	upto                   casework.State
	urgent                 bool
}

var dossiers = []dossier{
	{casework.Person, "comfort", "走访发现", 78, "老伴去年过世，一个人住，少出门", "情绪低落，邻里愿意帮忙", "每周出门两次", "约楼里的老姐妹一起买菜", "", casework.Working, false},
	{casework.Person, "relief", "本人求助", 52, "务工受伤，没有收入", "符合临时救助，材料不齐", "拿到临时救助", "陪同补材料、递交", "救助已到账，开始做轻活", casework.Closed, false},
	{casework.Mediation, "support", "物业转来", 45, "楼上漏水，两家吵了半年", "双方愿意谈，对赔多少有分歧", "商定维修和赔偿", "分头谈，再坐到一起", "", casework.Evaluating, false},
	{casework.Family, "support", "学校转介", 9, "父母在外，和外婆住，常缺课", "外婆管不住作业，孩子愿意来站里", "一个月不缺课", "每天放学来站里写作业", "", casework.Working, false},
	{casework.Person, "support", "走访发现", 11, "身上有旧伤，监护人电话不通", "", "", "", "", casework.Assessing, true},
	{casework.Person, "health", "本人求助", 66, "中风后在家，照护人累", "照护人需要喘息", "每月两次喘息服务", "对接老年公寓的日间位", "", casework.Planning, false},
	{casework.Mediation, "support", "网格员报告", 38, "广场舞声音和晚自习冲突", "", "", "", "", casework.Intake, false},
	{casework.Person, "comfort", "家属求助", 30, "失业后不出门", "需要就业服务，也需要有人说话", "参加一次招聘会", "先陪走到社区，再去招聘会", "", casework.Working, false},
	{casework.Family, "relief", "需求转来", 41, "一人残疾，一人打零工", "低保边缘，可申请残疾人补贴", "补贴办下来", "代办申请", "补贴已办，家庭能维持", casework.Closed, false},
	{casework.Person, "health", "医院转介", 71, "出院后行动不便", "需要助浴和康复", "能自己到楼下", "每周两次康复陪伴", "", casework.Working, false},
	{casework.Mediation, "support", "本人求助", 59, "兄弟为老人赡养争吵", "老人愿意轮流住", "写下赡养协议", "请司法所一起调解", "签了协议", casework.Closed, false},
	{casework.Person, "comfort", "走访发现", 83, "记性变差，两次走失", "疑似认知障碍，家属不知道怎么办", "完成评估，戴上联系卡", "陪同就诊", "", casework.Planning, false},
}

// casework plans the yearly record checks, cases in every stage, their notes,
// talks with the supervisor, referrals and groups.
func (s *story) casework() {
	for i, n := range caseworkers {
		for year := range 3 {
			on := s.working(s.today.AddMonths(-12 * (2 - year)).AddDays(-200 - 40*i))
			if i == 1 {
				on = s.working(s.today.AddMonths(-12 * (3 - year)).AddDays(9)) // runs out within days
			}
			s.on(s.at(max(on, s.working(s.begin.AddDays(75))), 10*60), s.civil, func(tx *store.Tx) error {
				return add(tx, casework.RecordChecks, County, nil, func(r *casework.RecordCheck) {
					r.Worker, r.On, r.Clear, r.Number = s.social[n].id, on, true, fmt.Sprintf("查 %d-%02d", on.Year(), i+1)
				})
			})
		}
	}
	for i, d := range dossiers {
		s.work(i, d)
	}
	for day := s.working(s.today.AddDays(-170)); day < s.last; day = s.working(day.AddDays(30)) {
		for i, n := range caseworkers {
			s.on(s.at(day, (14+i)*60), s.as(supervisor, people.Supervisor), func(tx *store.Tx) error {
				return add(tx, casework.Supervisions, s.urban[0].area, nil, func(x *casework.Supervision) {
					x.Worker, x.Supervisor, x.On, x.Length, x.Topic, x.Advice = s.social[n].id, s.social[supervisor].id, day, 60, "这个月的个案进展", "先稳住关系，目标定小一点"
				})
			})
		}
	}
	s.caseGroups()
}

// as gives a social worker as an actor.
func (s *story) as(n int, role record.Role) *record.Actor {
	return &record.Actor{Name: s.social[n].name, Unit: s.urban[0].name + "社工服务站", Roles: record.By(role), Area: s.urban[0].area, Via: "demo"}
}

// work plans one case, stage by stage up to where it stands.
func (s *story) work(i int, d dossier) {
	n := caseworker // most are hers, whom the guide speaks of
	if i%3 == 2 {
		n = caseworkers[1+i%2]
	}
	her, id, area := s.as(n, people.SocialWorker), new(record.ID[casework.Case]), s.urban[0].area
	begun := s.working(s.today.AddDays(-150 + 11*i))
	if d.urgent {
		begun = s.before(2)
	}
	client, guardian, phone := s.person(), s.person(), s.phone()
	born := clock.Date(fmt.Sprintf("%04d-%02d-%02d", s.today.Year()-d.age, 1+i%12, 1+2*i))
	s.on(s.office(begun.Time(), 0), her, func(tx *store.Tx) error {
		return add(tx, casework.Cases, area, id, func(c *casework.Case) {
			c.Alias, c.Kind, c.Field, c.Source, c.Begun, c.Station = fmt.Sprintf("%s %02d 号", s.urban[0].name, i+1), d.kind, d.field, d.source, begun, s.urban[0].station
			c.Worker, c.Supervisor, c.Client, c.Phone, c.Birth, c.Background, c.State = s.social[n].id, s.social[supervisor].id, client, phone, born, d.background, casework.Intake
			if d.age < 18 {
				if c.Guardian, c.GuardAgree = guardian, begun; d.urgent {
					c.GuardAgree, c.Urgent = "", "孩子身上有伤，要先安顿；监护人电话不通"
				}
			}
		})
	})
	at := s.office(begun.Time(), 1)
	for stage, step := range []string{"assess", "plan", "intervene", "evaluate", "close"} {
		if string(casework.State("").Options()[stage].Value) == string(d.upto) {
			break
		}
		act(s, at, her, casework.Cases, id, step, func(c *casework.Case) {
			if c.Consent = begun.AddDays(1); stage > 0 {
				c.Assessment = d.assessment
			}
			if stage > 1 {
				c.Goals = []casework.Goal{{What: d.goal, How: d.how, By: begun.AddDays(170)}}
			}
			if stage == 4 {
				c.Result, c.Closing, c.Goals[0].Reach = d.result, casework.GoalsReached, casework.Full
			}
		})
		at = s.office(at, 3)
	}
	way := []casework.Way{casework.Visit, casework.Talk, casework.Call, casework.Link}
	for k, day := 0, s.working(begun.AddDays(1)); day <= s.last; k, day = k+1, s.working(day.AddDays(13+i%4)) {
		next := s.working(day.AddDays(13 + i%4))
		s.on(s.at(day, (15+i%2)*60+k), her, func(tx *store.Tx) error {
			return add(tx, casework.Notes, area, nil, func(x *casework.Note) {
				x.Case, x.On, x.Way, x.Length, x.What, x.Next, x.NextOn = *id, day, way[k%len(way)], int64(30+10*(k%4)), "聊了近况，按计划往前走了一步", "照计划做", next
			})
		})
		if d.upto == casework.Closed && k == 2 {
			break
		}
	}
	if i == 9 { // handed on, with as little as they need
		s.on(s.office(s.before(3).Time(), 0), her, func(tx *store.Tx) error {
			return add(tx, casework.Referrals, area, nil, func(r *casework.Referral) {
				r.Case, r.Org, r.On, r.Agreed, r.Told, r.Why, r.State = *id, s.silver.id, s.before(3), s.before(4), "一位七十多岁的老人，需要每周一次上门助浴", "本站没有助浴设备", casework.Sent
			})
		})
	}
}

// caseGroups plans groups in their stages, with what they met about.
func (s *story) caseGroups() {
	for i, x := range []struct {
		title, goal string
		kind        casework.GroupKind
		minors      bool
		steps       []string
	}{
		{"照护者支持小组", "照护失能老人的人互相说说、互相帮忙", casework.Support, false, []string{"form", "turn", "mature"}},
		{"四点半成长小组", "放学后一起写作业、学会商量", casework.Growth, true, []string{"form", "turn"}},
		{"智能手机学习小组", "老人学会视频通话、挂号", casework.Learning, false, []string{"form", "turn", "mature", "end"}},
		{"妇女手工小组", "学编织，认识邻居", casework.Interest, false, nil},
	} {
		her, id, area := s.as(caseworker, people.SocialWorker), new(record.ID[casework.Group]), s.urban[0].area
		from := s.working(s.today.AddDays(-100 + 28*i))
		var members []casework.Member
		for range 6 {
			members = append(members, casework.Member{Name: s.person(), Agreed: true})
		}
		s.on(s.office(from.Time(), 0), her, func(tx *store.Tx) error {
			return add(tx, casework.Groups, area, id, func(g *casework.Group) {
				g.Title, g.Kind, g.Field, g.Worker, g.Supervisor, g.Station, g.From = x.title, x.kind, "support", s.social[caseworker].id, s.social[supervisor].id, s.urban[0].station, from
				g.Goal, g.Members, g.Planned, g.Minors, g.State = x.goal, members, 8, x.minors, casework.Preparing
			})
		})
		at := s.office(from.Time(), 1)
		for k, step := range x.steps {
			act(s, at, her, casework.Groups, id, step, func(g *casework.Group) { g.Result = "组员都学会了，约好以后互相教" })
			met := clock.DateOf(at)
			s.on(s.at(met, 16*60+30), her, func(tx *store.Tx) error {
				return add(tx, casework.Sessions, area, nil, func(m *casework.Session) {
					m.Group, m.On, m.Topic, m.Length, m.Came, m.What = *id, met, fmt.Sprintf("第%d节", k+1), 90, 6, "按计划进行，组员愿意开口了"
				})
			})
			at = s.office(at, 6)
		}
	}
}

// caseworkAccounts makes the accounts of those who read cases, when there are
// some: nobody else could show them.
func (w *writer) caseworkAccounts(s *story) {
	w.walk.Set(s.at(s.last, 23*60))
	for _, x := range []struct {
		login string
		n     int
		role  record.Role
	}{{"social", caseworker, people.SocialWorker}, {"supervisor", supervisor, people.Supervisor}} {
		w.account(seat{login: x.login, name: s.social[x.n].name, unit: s.urban[0].name + "社工服务站", area: s.urban[0].area, role: x.role, actor: new(*record.Actor)},
			auth.Account{OwnsRegister: training.SocialWorkers.Name, Owns: int64(s.social[x.n].id)})
	}
}
