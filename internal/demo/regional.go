package demo

import (
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/regional"
	"sanshe/internal/store"
)

// liaisonCount is what the report counts of 县委常委 linked to urban communities.
const liaisonCount = 11

// asked is what comes up on leaders' visits, and what becomes of it.
var asked = []struct{ title, what, done string }{
	{"老旧小区加装电梯推进慢", "三楼以下住户不同意分摊", "住建部门到场解释政策，社区党组织逐户协商，七成住户签字"}, {"农贸市场外占道经营", "早高峰堵住学校门口", "综合执法与社区划定临时摊区，错时经营"},
	{"社区缺老年人活动场地", "活动室白天被办公占用", "办公室腾出两间，工作日向老年协会开放"}, {"暑期孩子没人看管", "双职工家庭希望办托管班", "团县委与社会组织办了四点半课堂"},
	{"小区夜间照明坏了一半", "物业与业委会互相推", "供电公司检修，费用由维修资金列支"}, {"独居老人吃饭难", "想要助餐点", "卫生服务站旁设助餐点，志愿者送餐上门"},
	{"楼道堆物有消防隐患", "清了又堆", "消防大队每月与社区一起查，楼栋长认领"}, {"外卖骑手没地方歇脚", "夏天在路边休息", "党群服务中心设骑手驿站"},
}

// liaisons plans the links of the county's leaders with the urban communities,
// one to one, and their visits. One leader moved on and another came.
func (s *story) liaisons() {
	for i, c := range s.urban {
		from, leader := s.working(s.begin.AddDays(12)), s.leader(i)
		id := s.link(c, leader, from)
		until := s.last
		if i == 4 {
			moved := s.office(s.anchor.AddDays(-200).Time(), 1)
			take(s, moved, s.officer, regional.Liaisons, id, "end", store.Taking{})
			s.visits(c, id, from.AddDays(20), clock.DateOf(moved).AddDays(-1))
			from = clock.DateOf(s.office(moved, 2))
			id = s.link(c, s.leader(liaisonCount), from)
		}
		s.visits(c, id, from.AddDays(20), until)
	}
}

// leader plans a member of the county's standing committee.
func (s *story) leader(i int) *record.ID[people.Person] {
	id, name := new(record.ID[people.Person]), s.person()
	s.on(s.at(s.begin, 17*60+40+i), s.system, func(tx *store.Tx) error {
		return add(tx, people.Persons, County, id, func(p *people.Person) { p.Name, p.Political = name, people.Member })
	})
	return id
}

func (s *story) link(c *community, leader *record.ID[people.Person], from clock.Date) *record.ID[regional.Liaison] {
	id := new(record.ID[regional.Liaison])
	s.on(s.at(from, 9*60+5), s.officer, func(tx *store.Tx) error {
		return add(tx, regional.Liaisons, c.area, id, func(l *regional.Liaison) { l.Leader, l.Community, l.From = *leader, c.id, from })
	})
	return id
}

// visits plans a visit about every quarter. The last may still wait for an answer.
func (s *story) visits(c *community, liaison *record.ID[regional.Liaison], from, until clock.Date) {
	for day := s.working(from); day <= until; day = s.working(day.AddDays(75 + s.IntN(40))) {
		id, a, due := new(record.ID[regional.LiaisonVisit]), pick(s, asked), s.working(day.AddDays(30))
		entered := s.office(day.Time(), 0)
		s.on(entered, s.officer, func(tx *store.Tx) error {
			return add(tx, regional.LiaisonVisits, c.area, id, func(v *regional.LiaisonVisit) {
				v.Liaison, v.On, v.Title, v.Due, v.Matters = *liaison, day, a.title, due, []regional.Matter{{Asked: a.what}}
			})
		})
		act(s, s.office(entered, 8+s.IntN(14)), c.worker, regional.LiaisonVisits, id, "follow", func(v *regional.LiaisonVisit) {
			v.Answer, v.Matters = a.done, []regional.Matter{{Asked: a.what, Done: a.done}}
		})
	}
}

// committees plans the communities' enlarged committees (大党委): two full-time
// members and seven from units on the ground. In two communities somebody is
// still on the way.
func (s *story) committees() {
	for i, c := range s.urban {
		for j := range 9 {
			full, from := j < 2, s.workplaces[(i+j*len(s.urban))%len(s.workplaces)]
			at := s.office(s.begin.AddDays(40+3*j).Time(), 1)
			appointed := clock.DateOf(at)
			last := appointed.AddMonths(36).AddDays(-1)
			s.seat(c, full, from, func(m *regional.CommitteeMember) {
				m.Duties, m.State, m.Appointed, m.Last, m.Filed = pick(s, committeeDuties), regional.Sitting, appointed, last, appointed.AddDays(5)
			}, at)
		}
		if i < 2 {
			id := s.seat(c, false, s.workplaces[len(s.workplaces)-1-i], func(m *regional.CommitteeMember) { m.State = regional.Proposed }, s.morning(6, 20))
			if i == 1 {
				take(s, s.morning(3, 20), c.worker, regional.CommitteeMembers, id, "screen", store.Taking{})
			}
		}
	}
}

var committeeDuties = []string{"联系驻区单位", "协调矛盾纠纷调解", "统筹志愿服务", "联系社会组织", "文明创建与环境整治", "平安建设", "为老为小服务"}

// seat plans a member of an enlarged committee.
func (s *story) seat(c *community, full bool, from *workplace, fill func(*regional.CommitteeMember), at time.Time) *record.ID[regional.CommitteeMember] {
	id, name, m := new(record.ID[regional.CommitteeMember]), s.person(), regional.CommitteeMember{}
	fill(&m)
	by := c.worker
	if m.State == regional.Sitting { // whom the town has approved is not the community's to enter
		by = s.officer
	}
	s.on(at, by, func(tx *store.Tx) error {
		var person record.ID[people.Person]
		err := add(tx, people.Persons, c.area, &person, func(p *people.Person) {
			if p.Name, p.Political = name, people.Member; !full {
				p.Unit = *from.unit
			}
		})
		if err != nil {
			return err
		}
		return add(tx, regional.CommitteeMembers, c.area, id, func(x *regional.CommitteeMember) {
			*x = m
			if x.Person, x.Community, x.Kind = person, c.id, regional.FullTime; !full {
				x.Kind, x.Unit = regional.PartTime, *from.unit
			}
		})
	})
	return id
}

// promises are what pacts say.
var promises = []struct{ title, offers, wants, what, how string }{
	{"健康共建", "每季度一次义诊，开放健康讲座师资", "老人体检、慢病随访", "组织一次义诊", "医护人员到社区义诊，量血压、开健康处方"}, {"助学共建", "退休教师志愿者、图书", "放学后托管、家庭教育课", "办一期家庭教育课", "讲了四次课，录音放在社区群里"},
	{"平安共建", "法律顾问、反诈宣传", "矛盾调解、普法", "开一次反诈普法课", "民警到小区讲课，入户发放手册"}, {"环境共建", "绿化养护、保洁器具", "背街小巷整治", "清理一处卫生死角", "清运杂物，补种绿植"},
	{"便民共建", "会议室、停车位错时开放", "议事场地、停车", "开放停车位二十个", "晚上七点至早上七点向居民开放"}, {"就业共建", "岗位信息、技能培训", "零工驿站", "办一场小型招聘会", "十二家企业到场，当场达成意向"},
}

// pacts plans what units and communities promise each other: last year's, which
// was reviewed and renewed, and this year's with what is kept, due and overdue.
func (s *story) pacts() {
	for i, w := range s.workplaces[:3*len(s.urban)] {
		c, p := w.at, promises[i%len(promises)]
		if i < len(s.urban) {
			old := s.pact(w, p.title, p.offers, p.wants, s.working(s.begin.AddDays(60+i)), 12)
			s.promise(c, old, p.what, s.begin.AddDays(180+i), p.how)
			ended := s.office(s.begin.AddDays(60+i).AddMonths(12).Time(), 2)
			act(s, ended, c.worker, regional.Pacts, old, "review", func(x *regional.Pact) {
				x.ByPlace, x.ByUnit = "答应的事都办了，居民认可；希望下一年多来几次", "社区提前对接，活动组织有序"
			})
		}
		signed := s.working(s.anchor.YearStart().AddDays(20 + s.IntN(90)))
		id := s.pact(w, p.title, p.offers, p.wants, signed, 12)
		s.promise(c, id, p.what, signed.AddDays(60), p.how)
		next := promises[(i+2)%len(promises)]
		s.promise(c, id, next.what, s.before(3).AddDays([]int{9, 16, 40}[i%3]), "")
		if i == 0 {
			s.promise(c, id, "为社区议事厅添置桌椅", s.before(5), "")
		}
	}
	for i, w := range s.workplaces[40:43] { // being drawn up
		s.draft(w, promises[i].title, promises[i].offers, promises[i].wants, s.morning(4+i, 30))
	}
}

// draft plans a pact that is being drawn up.
func (s *story) draft(w *workplace, title, offers, wants string, at time.Time) *record.ID[regional.Pact] {
	id := new(record.ID[regional.Pact])
	s.on(at, w.at.worker, func(tx *store.Tx) error {
		return add(tx, regional.Pacts, w.at.area, id, func(x *regional.Pact) {
			x.Title, x.Community, x.Unit, x.Offers, x.Wants = w.at.name+"与"+w.name+title+"契约", w.at.id, *w.unit, offers, wants
		})
	})
	return id
}

// pact plans a pact that is signed; its commitments are entered before.
func (s *story) pact(w *workplace, title, offers, wants string, signed clock.Date, months int) *record.ID[regional.Pact] {
	id := s.draft(w, title, offers, wants, s.at(signed, 8*60+40))
	act(s, s.at(signed, 17*60), w.at.worker, regional.Pacts, id, "sign", func(x *regional.Pact) { x.Signed, x.Last = signed, signed.AddMonths(months).AddDays(-1) })
	s.signed = signed
	return id
}

// promise plans a commitment, entered on the day its pact is signed, and how it
// is kept if it is.
func (s *story) promise(c *community, pact *record.ID[regional.Pact], what string, due clock.Date, how string) {
	id, by := new(record.ID[regional.Commitment]), pick(s, []regional.Side{regional.UnitSide, regional.UnitSide, regional.BothSides, regional.CommunitySide})
	s.on(s.at(s.signed, 10*60), c.worker, func(tx *store.Tx) error {
		return add(tx, regional.Commitments, c.area, id, func(x *regional.Commitment) { x.Pact, x.What, x.By, x.Due = *pact, what, by, due })
	})
	if how != "" {
		done := s.working(due.AddDays(-s.IntN(15)))
		act(s, s.office(done.Time(), 1), c.worker, regional.Commitments, id, "keep", func(x *regional.Commitment) { x.Done, x.Result = done, how })
	}
}
