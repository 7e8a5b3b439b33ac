package demo

import (
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// instructorCount is what the report counts of 党建指导员. They reach every
// organisation that no Party organisation covers, three or four each.
const instructorCount = 47

// instructor is a 党建指导员 to be.
type instructor struct {
	id              record.ID[party.Instructor]
	person          record.ID[people.Person]
	name            string
	appointed, last clock.Date
}

// Ways of choosing instructors (六个一批), with what such people do.
var channels = []struct{ code, post string }{
	{"serving", "机关干部"}, {"retired", "退休干部"}, {"institution", "事业单位党支部书记"}, {"village", "社区党组织书记"}, {"exchange", "社会组织党支部书记"}, {"recruited", "党务工作者"},
}

// appoint plans the instructors: most from before the county begins, the others
// in its first months, and one more who leaves in this year.
func (s *story) appoint() {
	for i := range instructorCount + 1 {
		in := &instructor{name: s.person(), appointed: s.working(s.begin.AddDays(-300 + s.IntN(270)))}
		at := s.at(s.begin, 16*60+i)
		if i%5 == 2 {
			in.appointed = s.working(s.begin.AddDays(20 + s.IntN(100)))
			at = s.office(in.appointed.Time(), 0)
		}
		switch {
		case i == 0:
			in.name = "曹建军"
		case i == 5:
			in.last = s.anchor.AddDays(31) // runs out after the anchor, and nobody has been sent instead
		case i == 6:
			in.last = s.today.AddDays(12)
		case i%3 == 0:
			in.last = s.anchor.AddDays(150 + s.IntN(400))
		}
		s.instructors = append(s.instructors, in)
		way := channels[i%len(channels)]
		unit := s.workplaces[i%len(s.workplaces)].unit
		s.on(at, s.officer, func(tx *store.Tx) error {
			err := add(tx, people.Persons, County, &in.person, func(p *people.Person) { p.Name, p.Political, p.Unit = in.name, people.Member, *unit })
			if err != nil {
				return err
			}
			return add(tx, party.Instructors, County, &in.id, func(x *party.Instructor) {
				x.Person, x.Unit, x.Post, x.Channel, x.Appointed, x.Last = in.person, *unit, way.post, way.code, in.appointed, in.last
			})
		})
	}
}

var (
	duties   = []string{"宣传党的政策，摸清党员情况，推动具备条件时组建党支部", "指导党员教育管理，培养入党积极分子", "联系负责人，帮助解决实际困难，参与社区服务"}
	guidance = []struct{ done, asked string }{
		{"和负责人谈党建入章，看了章程修改稿", "章程里党建条款怎么写，要一份样本"}, {"上门摸清从业人员里的党员情况", ""}, {"带从业人员参加社区党组织的主题党日", ""},
		{"讲解入党程序，与两名积极分子谈话", "有一名骨干想递交入党申请书"}, {"核对党员组织关系所在支部", "有党员关系还在外省，问怎么转"}, {"与社区对接，把志愿服务排进项目清单", "想借社区的活动室"},
		{"传达社会组织党建工作要求", ""}, {"参加理事会，了解业务和人员变动", "会费收取有困难"},
	}
)

// postings plans where instructors are sent and their visits. The one who
// leaves hands three organisations on.
func (s *story) postings() {
	leaver := s.instructors[instructorCount]
	gone := s.working(s.anchor.AddDays(-150))
	for i, o := range s.uncovered {
		in := s.instructors[i%instructorCount]
		day := s.working(max(s.between(s.begin.AddDays(130), s.begin.AddDays(220)), o.registered.AddDays(45)))
		if i%4 == 0 {
			day = s.working(max(s.between(s.anchor.YearStart().AddDays(40), s.anchor.AddDays(-90)), o.registered.AddDays(45)))
		}
		from, name := day, in.name
		if i > 0 && i < 4 {
			name, day = leaver.name, clock.DateOf(s.office(gone.Time(), 6))
			s.post(leaver, o, from, gone)
		}
		s.post(in, o, day, s.last)
		s.cover(s.office(from.Time(), 0), o, func(c *party.Coverage) {
			c.Kind, c.Evidence, c.From = party.WorkOnly, "选派党建指导员："+name, from
		})
	}
	take(s, s.office(gone.Time(), 0), s.officer, party.Instructors, &leaver.id, "end", because("调离本县"))
}

// post plans a posting and some visits up to a day.
func (s *story) post(in *instructor, o *organisation, day, until clock.Date) {
	var id record.ID[party.Posting]
	task, at := pick(s, duties), s.office(day.Time(), 0)
	s.on(at, s.officer, func(tx *store.Tx) error {
		return add(tx, party.Postings, o.area, &id, func(p *party.Posting) { p.Instructor, p.Org, p.From, p.Tasks = in.id, o.id, day, task })
	})
	if in.last != "" {
		until = min(until, in.last)
	}
	who := s.officer
	if in == s.instructors[0] {
		who = s.cast.instructor
	}
	for seen := s.working(day.AddDays(10 + s.IntN(60))); seen < until; seen = s.working(seen.AddDays(150 + s.IntN(120))) {
		g := pick(s, guidance)
		s.on(s.office(seen.Time(), 1), who, func(tx *store.Tx) error {
			return add(tx, party.Guidances, o.area, nil, func(v *party.Guidance) { v.Posting, v.On, v.Done, v.Asked = id, seen, g.done, g.asked })
		})
	}
}

// document plans a document of the county, of which only the title is known.
func (s *story) document(day clock.Date, title string) *record.ID[people.Document] {
	id := new(record.ID[people.Document])
	s.on(s.at(s.working(day), 8*60+20), s.system, func(tx *store.Tx) error {
		return add(tx, people.Documents, County, id, func(x *people.Document) {
			x.Title, x.Text = title, fmt.Sprintf("演示用的%s。文号、发文机关和发文日期未录，以原件为准。", title)
		})
	})
	return id
}
