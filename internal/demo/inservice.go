package demo

import (
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/inservice"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// What the report counts of 双报到; as many units are in [workplaceNames].
const memberCount = 4400

// member is an in-service Party member to be, and where they live.
type member struct {
	report      record.ID[inservice.MemberReport]
	name, phone string
	at          *community
}

// reportIn plans that units report to the community they stand in, and their
// members, unit by unit from lists, to the one they live in. Later some move,
// some retire, and others come.
func (s *story) reportIn() {
	left := memberCount + retirements
	for _, w := range s.workplaces {
		w.size = memberCount / len(s.workplaces)
		left -= w.size
	}
	s.workplaces[0].size += left
	for range 3 * len(s.workplaces) { // not the same number everywhere
		from, to, n := pick(s, s.workplaces), pick(s, s.workplaces), s.IntN(14)
		if from != to && from.size-n > 8 {
			from.size, to.size = from.size-n, to.size+n
		}
	}
	for _, w := range s.workplaces {
		s.unitReports(w)
		listed := s.office(w.reported.Time(), 6+s.IntN(40))
		for range w.size {
			m := &member{name: s.person(), phone: s.phone(), at: pick(s, s.urban)}
			w.members = append(w.members, m)
			s.memberReports(w, m, m.at, listed)
		}
	}
	s.moves()
}

// retirements are the members who leave without reporting again.
const retirements = 5

// moves plans that members move home, retire and join. They are the last of
// their unit's list; those before take up what communities ask for.
func (s *story) moves() {
	some := s.Perm(len(s.workplaces))
	for i := range 24 {
		w := s.workplaces[some[i]]
		m := w.members[len(w.members)-1]
		to := s.urban[(i+3)%len(s.urban)]
		if to == m.at {
			to = s.urban[(i+4)%len(s.urban)]
		}
		s.memberReports(w, m, to, s.office(s.between(s.begin.AddDays(300), s.anchor.AddDays(-20)).Time(), 1))
	}
	for i := range retirements {
		w := s.workplaces[some[30+i]]
		m := w.members[len(w.members)-1]
		take(s, s.office(s.between(s.begin.AddDays(300), s.anchor.AddDays(-20)).Time(), 1), s.officer, inservice.MemberReports, &m.report, "leave", because("退休，组织关系转出"))
	}
	for i := range 9 { // since the anchor
		w := s.workplaces[some[40+i]]
		m := &member{name: s.person(), phone: s.phone(), at: pick(s, s.urban)}
		s.memberReports(w, m, m.at, s.office(s.anchor.AddDays(10+3*i).Time(), 1))
	}
}

var unitOffers = []string{"会议室、停车位可以错时开放", "党员志愿服务队二十人", "法律、医疗、教育等专业人员", "慰问困难群众的资金和物资", "场地和音响设备"}

func (s *story) unitReports(w *workplace) {
	contact, phone, offers := s.person(), s.phone(), pick(s, unitOffers)
	s.on(s.office(w.reported.Time(), 0), w.at.worker, func(tx *store.Tx) error {
		return add(tx, inservice.UnitReports, w.at.area, nil, func(u *inservice.UnitReport) {
			u.Unit, u.Community, u.On, u.Contact, u.Phone, u.Offers = *w.unit, w.at.id, w.reported, contact, phone, offers
		})
	})
}

var skills = []string{"organising", "legal", "relief", "governance", "governance", "health", "culture", "safety", "safety", "other"}

func (s *story) memberReports(w *workplace, m *member, at *community, entered time.Time) {
	skill, day := pick(s, skills), clock.DateOf(entered)
	s.on(entered, s.officer, func(tx *store.Tx) error {
		return add(tx, inservice.MemberReports, at.area, &m.report, func(x *inservice.MemberReport) {
			x.Name, x.Phone, x.Unit, x.Community, x.On, x.Skills = m.name, m.phone, *w.unit, at.id, day, []string{skill}
		})
	})
}

// wishes are what communities ask members for.
var wishes = []struct {
	kind                  inservice.OpeningKind
	category, title, done string
	places                int64
}{
	{inservice.Wish, "relief", "为独居的刘婆婆换一盏节能灯", "换好了灯，又检查了线路", 1}, {inservice.Post, "safety", "暑期河边巡逻岗", "巡逻两周，劝离玩水的孩子", 6}, {inservice.Post, "legal", "每月一次法律咨询", "接待居民咨询，代写一份材料", 2},
	{inservice.Wish, "relief", "给困难家庭的孩子添一张书桌", "书桌送到家里装好", 1}, {inservice.Post, "culture", "周末书法课讲师", "教了六次课", 1}, {inservice.Post, "governance", "楼栋长助理", "协助走访，收集意见", 8},
	{inservice.Post, "health", "社区义诊", "义诊半天", 4}, {inservice.Wish, "other", "教张爷爷用智能手机挂号", "教会了挂号和视频", 1},
}

// openings plans what communities ask for and who takes it up, and that units
// are told every quarter.
func (s *story) openings() {
	living := map[*community][]*member{}
	for _, w := range s.workplaces {
		for _, m := range w.members[:len(w.members)-1] { // the last may move
			living[m.at] = append(living[m.at], m)
		}
	}
	for i, c := range s.urban {
		for j := range 10 {
			x := wishes[(i+3*j)%len(wishes)]
			at := s.office(s.between(s.begin.AddDays(200), s.anchor.AddDays(-40)).Time(), 1)
			if j >= 8 { // asked lately, still to be had
				at = s.morning(4+j+i%5, 60)
			}
			id := new(record.ID[inservice.Opening])
			s.on(at, c.worker, func(tx *store.Tx) error {
				return add(tx, inservice.Openings, c.area, id, func(o *inservice.Opening) {
					o.Title, o.Kind, o.Category, o.Places, o.Due = x.title, x.kind, x.category, x.places, clock.DateOf(at).AddDays(30)
				})
			})
			for k := range min(x.places, int64(1+s.IntN(4))) {
				if j < 9 {
					s.claim(c, id, living[c][(i*40+j*6+int(k))%len(living[c])], at, x.done, j < 8)
				}
			}
			if j < 8 {
				take(s, s.office(at, 40), c.worker, inservice.Openings, id, "close", store.Taking{})
			}
		}
	}
	s.feedback()
}

// claim plans that a member takes an opening up, and does it or not.
func (s *story) claim(c *community, opening *record.ID[inservice.Opening], m *member, at time.Time, how string, over bool) {
	id, claimed := new(record.ID[inservice.Claim]), s.office(at, 1+s.IntN(3))
	s.on(claimed, c.worker, func(tx *store.Tx) error {
		return add(tx, inservice.Claims, c.area, id, func(x *inservice.Claim) { x.Opening, x.Member, x.On = *opening, m.report, clock.DateOf(claimed) })
	})
	switch done := s.office(claimed, 3+s.IntN(20)); {
	case !over:
	case s.chance(7):
		take(s, done, c.worker, inservice.Claims, id, "give_up", store.Taking{})
	default:
		act(s, done, c.worker, inservice.Claims, id, "finish", func(x *inservice.Claim) { x.Done, x.Result = clock.DateOf(done), how })
	}
}

// feedback plans what units are told of the last three quarters. The latest is
// still to be sent to some.
func (s *story) feedback() {
	month := s.today.Time().Month()
	quarter := clock.Date(s.today[:4] + "-01-01").AddMonths((int(month) - 1) / 3 * 3) // this one's first day
	for n := range 3 {
		first := quarter.AddMonths(-3 * (n + 1))
		at := s.office(first.AddMonths(3).Time(), 6)
		for i, w := range s.workplaces[:30] {
			id := new(record.ID[inservice.Feedback])
			s.on(at, s.officer, func(tx *store.Tx) error {
				return add(tx, inservice.Feedbacks, County, id, func(b *inservice.Feedback) {
					b.Unit, b.Year, b.Quarter = *w.unit, int64(first.Year()), int64(first.Time().Month()-1)/3+1
				})
			})
			if n > 0 || i%3 != 0 {
				sent := s.office(at, 2)
				act(s, sent, s.officer, inservice.Feedbacks, id, "send", func(b *inservice.Feedback) { b.Sent = clock.DateOf(sent) })
			}
		}
	}
}
