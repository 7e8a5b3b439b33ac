package demo

import (
	"fmt"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/topic"
	"sanshe/internal/training"
)

// What the report counts of talent.
const (
	preparedCount  = 150 // 考前培训, of whom one came to two classes
	certifiedCount = 32
	awayCount      = 7 // to 眉山市
)

// socialWorker is somebody who works as a social worker, sits exams, or comes to
// trainings: at an organisation or at a community's committee.
type socialWorker struct {
	id                record.ID[training.SocialWorker] // while at work as one
	name, phone, area string
	org               *organisation
	at                *community
}

// unit gives where they work when it is a community.
func (p *socialWorker) unit() record.ID[people.Unit] {
	if p.at != nil {
		return p.at.unit
	}
	return 0
}

// socialWorkers plans who there is; most of them hold posts as social workers.
func (s *story) socialWorkers() {
	for i := range 190 {
		p := &socialWorker{name: s.person(), phone: s.phone()}
		switch i {
		case caseworker:
			p.name = "向小燕"
		case supervisor:
			p.name = "孔令仪"
		}
		if i%3 == 0 {
			p.org = s.orgs[[]int{silver, bridge, lotus, star, arm, care, helpers}[i/3%7]]
			p.area = p.org.area
		} else {
			p.at = s.urban[i%len(s.urban)]
			p.area = p.at.area
		}
		s.social = append(s.social, p)
		if i >= 72 {
			continue
		}
		from := s.between("2016-03-01", s.begin)
		s.on(s.office(s.begin.Time(), 15+i%20), s.civil, func(tx *store.Tx) error {
			return add(tx, training.SocialWorkers, p.area, &p.id, func(w *training.SocialWorker) {
				w.Name, w.Phone, w.Unit, w.Red, w.Local, w.From, w.State = p.name, p.phone, p.unit(), i%5 < 2, i%7 != 6, from, training.Working
				if p.org != nil {
					w.Org = p.org.id
				}
			})
		})
		if i > 66 {
			take(s, s.office(s.between(s.begin.AddDays(300), s.last.AddDays(-20)).Time(), 1), s.civil, training.SocialWorkers, &p.id, "leave", store.Taking{})
		}
	}
}

// course is a training to be.
type course struct {
	id          record.ID[training.Training]
	title, kind string
	from, last  clock.Date
	topics      []string // of its sessions, over its days
	place       string
	fill        func(*training.Training)
}

// trainings plans trainings: before the exam in both years, the one in 眉山 with
// an overseas NGO, and others; some are to come.
func (s *story) trainings() {
	year := s.anchor.YearStart()
	classes := []string{"社会工作综合能力（周六班）", "社会工作综合能力（周日班）", "社会工作实务（周六班）", "社会工作实务（周日班）"}
	before := &course{title: fmt.Sprintf("%d年社会工作者职业资格考前培训", year.Year()-1), kind: "exam", from: saturday(year.AddMonths(-8)), topics: classes, place: "县委党校"}
	now := &course{title: fmt.Sprintf("%d年社会工作者职业资格考前培训", year.Year()), kind: "exam", from: saturday(year.AddMonths(4)), topics: classes, place: "县委党校"}
	s.give(before, s.social[40:40+68], nil)
	s.give(now, s.social[108:108+preparedCount-68], map[int]int64{3: 2})
	july := clock.Date(year[:4] + "-07-27")
	s.away = &course{title: "儿童关爱项目社工专业培训（眉山）", kind: "child", from: july, topics: []string{"困境儿童评估与个案管理"}, place: "眉山市", fill: func(t *training.Training) {
		t.Away, t.Overseas, t.Partner, t.Filing, t.Filed = true, true, "国际救助儿童会", "演示备案号", july.AddDays(-25)
	}}
	var local []*socialWorker
	for i, p := range s.social[:40] {
		if i%7 != 6 && len(local) < awayCount {
			local = append(local, p)
		}
	}
	s.give(s.away, local, nil)
	for i, c := range []*course{
		{title: "社会工作个案实务培训", kind: "case", topics: []string{"接案与预估", "计划与介入", "评估与结案"}}, {title: "社会工作小组实务培训", kind: "group", topics: []string{"小组设计", "带领技巧"}},
		{title: "社区工作理论与实务培训", kind: "community", topics: []string{"社区分析", "社区参与"}}, {title: "社工督导能力培训", kind: "supervision", topics: []string{"督导的角色"}},
		{title: "个案管理进阶培训", kind: "case", topics: []string{"危机介入"}}, {title: "儿童服务实务培训", kind: "child", topics: []string{"儿童保护", "亲职教育"}},
	} {
		c.from, c.place = s.working(s.begin.AddDays(60+100*i)), "县社会组织孵化中心"
		s.give(c, s.social[i*9:i*9+25], nil)
	}
	for i, c := range []*course{{title: "红色社工能力提升班", kind: "community", topics: []string{"党建引领社区治理"}}, {title: "冬季困境儿童探访培训", kind: "child", topics: []string{"探访与记录"}}} {
		c.from, c.place = s.working(s.today.AddDays(10+14*i)), "县社会组织孵化中心"
		at := s.announce(c, s.before(9-i))
		if i == 0 {
			take(s, s.office(at, 2), s.civil, training.Trainings, &c.id, "approve", store.Taking{})
		}
	}
}

func saturday(d clock.Date) clock.Date { return d.AddDays(int(time.Saturday - d.Weekday())) }

// announce plans a training's being planned, with its sessions over two
// weekends at most.
func (s *story) announce(c *course, day clock.Date) time.Time {
	at := s.office(day.Time(), 0)
	c.last = c.from
	var sessions []training.Session
	for i, topic := range c.topics {
		c.last = c.from.AddDays(i/2*7 + i%2)
		sessions = append(sessions, training.Session{On: c.last, Topic: topic, Lecturer: s.person(), Length: 360})
	}
	s.on(at, s.civil, func(tx *store.Tx) error {
		return add(tx, training.Trainings, County, &c.id, func(t *training.Training) {
			t.Title, t.Kind, t.From, t.Last, t.Place, t.Organiser, t.Sessions, t.State = c.title, c.kind, c.from, c.last, c.place, s.civilAffairs, sessions, training.Planned
			if c.fill != nil {
				c.fill(t)
			}
		})
	})
	return at
}

// give plans a training that is held, with who came to how many classes.
func (s *story) give(c *course, came []*socialWorker, times map[int]int64) {
	at := s.announce(c, c.from.AddDays(-20))
	take(s, s.office(at, 2), s.civil, training.Trainings, &c.id, "approve", store.Taking{})
	held := s.office(c.last.Time(), 1)
	take(s, held, s.civil, training.Trainings, &c.id, "hold", store.Taking{})
	for i, p := range came {
		s.on(held.Add(time.Duration(i+1)*time.Second), s.civil, func(tx *store.Tx) error {
			return add(tx, training.Attendances, p.area, nil, func(a *training.Attendance) {
				if a.Name, a.Phone, a.Training, a.Unit, a.Times, a.Passed = p.name, p.phone, c.id, p.unit(), max(1, times[i]), true; p.org != nil {
					a.Org = p.org.id
				}
				a.Length = 360 * a.Times
			})
		})
	}
}

// topics plans the figures that the report asks of one thing each.
func (s *story) topics() {
	for _, x := range []topic.Topic{{Title: "参加考前培训的人", Figure: topic.Trained, Name: "exam", Kind: "exam"}, {Title: "参加考前培训的人次", Figure: topic.PersonTimes, Name: "exam", Kind: "exam"},
		{Title: "赴眉山培训的本土社工", Figure: topic.Trained, Name: "meishan"}} {
		s.on(s.office(s.anchor.AddDays(-20).Time(), 1), s.officer, func(tx *store.Tx) error {
			return add(tx, topic.Topics, County, nil, func(t *topic.Topic) {
				if t.Title, t.Figure, t.Name, t.Kind = x.Title, x.Figure, x.Name, x.Kind; x.Kind == "" {
					t.Training = s.away.id
				}
			})
		})
	}
}
