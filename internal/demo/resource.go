package demo

import (
	"fmt"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// resource is a resource to be, of a community.
type resource struct {
	id     record.ID[need.Resource]
	title  string
	kind   need.ResourceKind
	does   []string // categories of needs
	forWho []string
	org    int // of serving; -1 for the community's committee
	when   clock.Window
	most   int64
	cost   need.Cost
	places []string // beside its own community
	share  int      // in how many of eleven communities it is to be had
}

const committee = -1

// offers are the resources communities have. Where one is missing, needs of
// its kind go onto the gap list.
var offers = []resource{
	{title: "上门助老：理发、修指甲、助浴、送餐", kind: need.Service, does: []string{"elder"}, forWho: []string{"elder"}, org: silver, when: "周六日 08:00-12:00", most: 6, cost: need.Free, share: 11},
	{title: "社区活动室和坝子", kind: need.Venue, does: []string{"culture", "child", "other"}, org: committee, when: "每天 09:00-20:30", cost: need.Free, share: 11},
	{title: "帮办代办：跑腿、填表、打证明", kind: need.People, does: []string{"other"}, org: committee, when: "周一至周五 08:30-18:00", cost: need.Free, share: 11},
	{title: "放学后看护、辅导作业", kind: need.Service, does: []string{"child"}, forWho: []string{"child", "left_child"}, org: star, when: "周一至周五 16:00-18:30", most: 8, cost: need.Purchased, share: 8},
	{title: "志愿者清楼道、捡垃圾", kind: need.People, does: []string{"environment"}, org: green, when: "周六日 08:00-18:00", most: 5, cost: need.Free, share: 9},
	{title: "陪诊、量血压、上门康复和护理", kind: need.Service, does: []string{"health", "elder"}, org: care, when: "周一至周五 08:00-12:00、周一至周五 14:00-18:00", most: 6, cost: need.Paid, share: 7},
	{title: "邻里纠纷调解", kind: need.Service, does: []string{"mediation"}, org: peace, most: 6, cost: need.Free, share: 7},
	{title: "文体：教唱歌、排节目、带队", kind: need.Service, does: []string{"culture"}, org: choir, when: "周六日 14:00-18:00", most: 5, cost: need.Free, share: 5},
	{title: "陪老人：探访、聊天、教手机", kind: need.People, does: []string{"elder"}, org: helpers, when: "周六日 08:00-18:00", most: 8, cost: need.Free, share: 6},
	{title: "助残：辅具申请、居家手工", kind: need.Service, does: []string{"health"}, forWho: []string{"disabled"}, org: arm, when: "周一至周五 08:00-18:00", most: 6, cost: need.Purchased, share: 4},
}

// resources plans what each urban community can call on.
func (s *story) resources() {
	for i, c := range s.urban {
		for j, o := range offers {
			if (i*3+j*5)%len(s.urban) >= o.share {
				continue
			}
			r := &o
			if c.resources = append(c.resources, r); o.org == silver { // it also serves next door
				r.places = []string{s.urban[(i+1)%len(s.urban)].area}
			}
			s.offer(c, r, s.office(s.begin.Time(), 3+s.IntN(14)), need.Available)
		}
	}
	for i, c := range s.urban[:3] { // no longer to be had
		r := &resource{title: "夏令营：带孩子去图书馆", kind: need.Service, does: []string{"child"}, org: lotus, most: 2, cost: need.Free}
		at := s.office(s.begin.AddDays(240+i).Time(), 1)
		s.offer(c, r, at, need.Available)
		take(s, s.office(at, 70), s.officer, need.Resources, &r.id, "retire", because("暑期结束，今年不再办"))
	}
}

func (s *story) offer(c *community, r *resource, at time.Time, state need.ResourceState) {
	s.on(at, c.worker, func(tx *store.Tx) error {
		return add(tx, need.Resources, c.area, &r.id, func(x *need.Resource) {
			x.Title, x.Kind, x.Category, x.Targets, x.When, x.Capacity, x.Cost = r.title, r.kind, r.does, r.forWho, r.when, r.most, r.cost
			x.Places, x.From, x.State = r.places, clock.DateOf(at), state
			if r.org == committee {
				x.Unit = c.unit
			} else {
				x.Org = s.orgs[r.org].id
			}
		})
	})
}

type project struct {
	id          record.ID[need.Project]
	from, until clock.Date
	running     bool // somebody has taken it on
	lead        int
}

// plans are the projects communities run: two each year.
var plans = []struct {
	title, goal string
	lead        int
	does        string
	budget      record.Fen
	funding     string
}{
	{"银龄理发到家", "每月为行动不便的老人上门理发、修指甲一次", silver, "elder", 1_200_000, "县财政购买服务"},
	{"四点半课堂", "放学到下班这段时间孩子有人看、作业有人辅导", star, "child", 2_600_000, "县财政购买服务"},
	{"干净楼道行动", "居民和志愿者一起清楼道、捡河岸垃圾，每月一次", green, "environment", 600_000, "社区保障资金"},
	{"康护到家", "为失能和术后居民上门指导康复、陪诊", care, "health", 1_800_000, "县财政购买服务"},
	{"邻里说事", "一月一次坐下来把邻里的事说开", peace, "mediation", 500_000, "社区保障资金"},
	{"老手艺进社区", "请老师傅教剪纸、编扎，孩子和老人一起学", craft, "culture", 800_000, "公益捐赠"},
	{"独居老人结对", "志愿者与独居老人结对，每周问候一次", helpers, "elder", 400_000, "公益捐赠"},
	{"阳光手工角", "残疾人在家门口做手工，有人教、有人收", arm, "health", 1_500_000, "县财政购买服务"},
	{"童心成长小组", "为留守儿童开设情绪和人际小组，每期八次", lotus, "child", 1_600_000, "公益捐赠"},
	{"邻里棋会", "每周末下午摆棋，逢节办一次比赛", chess, "culture", 300_000, "自筹"},
}

// projects plans the projects of last year, which are finished, and of this one.
func (s *story) projects() {
	for i, c := range s.urban {
		for j := range 4 {
			year := s.anchor.YearStart().AddMonths(-12 + j/2*12)
			p := plans[(i*2+j*3)%len(plans)]
			x := &project{from: year.AddDays(45 + s.IntN(20)), until: year.AddDays(345), running: (i+j)%7 != 6, lead: p.lead}
			c.projects = append(c.projects, x)
			title := fmt.Sprintf("%s%s（%d 年）", c.name, p.title, x.from.Year())
			planned := s.office(year.AddDays(20+s.IntN(12)).Time(), 1)
			s.on(planned, c.worker, func(tx *store.Tx) error {
				asked, err := store.Find(tx.Context(), tx.All(), need.Needs, func(n *need.Need, w *store.Where) {
					w.Below(c.area).Is(&n.Category, p.does).In(&n.State, need.Verified, need.NoResource, need.Arranged, need.Served, need.Closed).Limit(6)
				})
				if err != nil {
					return err
				}
				return add(tx, need.Projects, c.area, &x.id, func(r *need.Project) {
					r.Title, r.Goal, r.Budget, r.Funding, r.From, r.Until = title, p.goal, p.budget, p.funding, x.from, x.until
					r.Outputs = []need.Output{{What: "入户或集中活动", Measure: need.Times, Wanted: 10}, {What: "服务人次", Measure: need.PersonTimes, Wanted: 120}, {What: "居民满意度调查", Measure: need.ByProof, Wanted: 1}}
					for _, n := range asked {
						r.Needs = append(r.Needs, record.ID[need.Need](n.ID))
					}
					for _, res := range c.resources {
						if res.does[0] == p.does {
							r.Uses = append(r.Uses, res.id)
						}
					}
				})
			})
			published := s.office(planned, 3+s.IntN(4))
			take(s, published, c.worker, need.Projects, &x.id, "publish", store.Taking{})
			if !x.running {
				continue
			}
			run := s.office(x.from.Time(), 1)
			if run.Before(published) {
				run = s.office(published, 1)
			}
			s.on(run, c.worker, func(tx *store.Tx) error {
				r, err := store.One(tx.Context(), tx.All(), need.Projects, x.id)
				if err != nil {
					return err
				}
				return store.TakeWith(tx, need.Projects, r, "run", store.Taking{In: record.Input{"lead": record.Input{}.ID(int64(s.orgs[p.lead].id))}})
			})
			act(s, s.office(x.until.Time(), 1), c.worker, need.Projects, &x.id, "finish", func(r *need.Project) {
				r.Came, r.Outputs[2].Came = "居民认得这个项目了，有事会来找；下一年接着做，时间改到周末上午", "发 40 份，收回 36 份"
			})
		}
	}
}

// lists plans the publishing of each urban community's three lists, last year
// and this.
func (s *story) lists() {
	for i, c := range s.urban {
		for year := range 2 {
			day := s.anchor.YearStart().AddMonths(-12 * year).AddDays(78 + i)
			for _, kind := range []need.ListKind{need.NeedList, need.ResourceList, need.ProjectList} {
				s.edition(c, kind, day, nil)
			}
		}
	}
}

// edition plans the publishing of one list, correcting an earlier edition or none.
func (s *story) edition(c *community, kind need.ListKind, day clock.Date, corrects *record.ID[need.ListEdition]) *record.ID[need.ListEdition] {
	id, at := new(record.ID[need.ListEdition]), s.office(day.Time(), 0)
	s.on(at, c.worker, func(tx *store.Tx) error {
		return add(tx, need.ListEditions, c.area, id, func(e *need.ListEdition) {
			if e.Kind, e.Year = kind, int64(day.Year()); corrects != nil {
				e.Corrects, e.Note = *corrects, "上一期漏了新登记的几条，补上重发"
			}
		})
	})
	take(s, s.office(at, 1), c.worker, need.ListEditions, id, "publish", store.Taking{})
	return id
}

// laterLists plans the second editions of the anchor's year, in summer, and that
// the first community corrects one of its own.
func (s *story) laterLists() {
	for i, c := range s.urban {
		day := s.anchor.YearStart().AddDays(190 + i)
		for _, kind := range []need.ListKind{need.NeedList, need.ResourceList, need.ProjectList} {
			if id := s.edition(c, kind, day, nil); i == 0 && kind == need.NeedList {
				s.edition(c, kind, day.AddDays(5), id)
			}
		}
	}
}

// holds plans what is booked of resources in the weeks to come: the first Saturday
// of each community's visiting hairdressers is full.
func (s *story) holds() {
	day := s.today
	for day.Weekday() != time.Saturday {
		day = day.AddDays(1)
	}
	for i, c := range s.urban {
		for j, r := range c.resources {
			if r.org != silver || i >= 6 {
				continue
			}
			for week := range 3 {
				takes := max(1, r.most-int64(2*week)-int64(i%2))
				from, to := s.at(day.AddDays(7*week), 8*60), s.at(day.AddDays(7*week), 10*60)
				s.on(s.morning(2, 10*j+week), c.worker, func(tx *store.Tx) error {
					return add(tx, need.Holds, c.area, nil, func(h *need.Hold) {
						h.Purpose, h.Resource, h.Takes = "上门理发、修指甲", r.id, takes
						h.From, h.To = record.MomentOf(from.Truncate(time.Minute)), record.MomentOf(to.Truncate(time.Minute))
					})
				})
			}
		}
	}
}
