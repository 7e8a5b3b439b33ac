package demo

import (
	"sanshe/internal/clock"
	"sanshe/internal/meeting"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// talked is what meetings of communities come to.
var talked = []struct{ what, done, told string }{
	{"腾出居委会办公室两间作老年活动室", "腾退粉刷，添置桌椅，已开放", "楼栋群里发了照片，老年协会已搬入"}, {"驻区单位停车位夜间向居民开放", "签了错时停车约定，先开放二十个", "公示栏贴了停车须知"},
	{"清理背街卫生死角", "单位和志愿者一起清了两次，补了绿植", "在居民小组会上说了"}, {"为独居老人装呼叫器", "装了三十六户，社工每周问候", "逐户告知使用办法"},
	{"放学后托管班增加一个班", "社会组织派了老师，多收二十名孩子", "已通知排队的家长"}, {"电动自行车集中充电点选址", "选定三处，业主签字过半，供电公司接电", "张贴公示，没有异议"},
}

// meetings plans the communities' joint meetings: those of the Party's
// organisations twice a year, those of three parties once, and what comes next.
func (s *story) meetings() {
	for i, c := range s.urban {
		for n := range 4 {
			s.meet(c, meeting.Regional, s.working(s.begin.AddDays(100+170*n+i*2)), i+2*n)
		}
		s.meet(c, meeting.ThreeParty, s.working(s.anchor.YearStart().AddDays(80+i*3)), i+1)
		if i%4 == 0 {
			s.meet(c, meeting.ThreeParty, s.before(9-i/2), i)
		}
		if i%3 == 0 {
			day, at := s.working(s.today.AddDays(3+i)), s.morning(5, 10+i)
			s.on(at, c.worker, func(tx *store.Tx) error {
				return add(tx, meeting.Meetings, c.area, nil, func(m *meeting.Meeting) {
					m.Title, m.Kind, m.On, m.Place, m.Host = c.name+"区域共建联席会", meeting.Regional, day, c.name+"党群服务中心", c.name+"党委"
					m.Agenda = []meeting.Item{{What: "通报共建契约兑现情况", From: "社区党组织"}, {What: "商量冬季帮困", From: "驻区单位"}}
				})
			})
		}
	}
}

// meet plans a meeting that is held, what it resolves, and what becomes of it.
func (s *story) meet(c *community, kind meeting.Kind, day clock.Date, n int) {
	id, at := new(record.ID[meeting.Meeting]), s.office(day.Time(), 0)
	unit := s.workplaces[n%len(s.workplaces)]
	first, second := talked[n%len(talked)], talked[(n+3)%len(talked)]
	title, present := c.name+"区域共建联席会", []meeting.Attendee{{Side: meeting.CommunityParty, Who: c.name + "党组织", Post: "书记"}, {Side: meeting.StationUnits, Who: unit.name, Post: "分管负责人"},
		{Side: meeting.SocialOrgs, Who: s.orgs[n%len(serving)].name, Post: "负责人"}}
	if kind == meeting.ThreeParty {
		title = c.name + "三方联席会议"
		present = append(present, meeting.Attendee{Side: meeting.Residents, Who: pick(s, c.residents), Post: "居民代表"}, meeting.Attendee{Side: meeting.Residents, Who: pick(s, c.residents), Post: "楼栋长"})
	}
	s.on(at, c.worker, func(tx *store.Tx) error {
		return add(tx, meeting.Meetings, c.area, id, func(m *meeting.Meeting) {
			m.Title, m.Kind, m.On, m.Place, m.Host, m.Present, m.State = title, kind, day, c.name+"党群服务中心", c.name+"党委", present, meeting.Held
			m.Agenda = []meeting.Item{{What: first.what, From: "居民小组"}, {What: second.what, From: unit.name}}
			m.Minutes = "会上一致同意：" + first.what + "；" + second.what + "。各方分头落实，下次会上通报。"
		})
	})
	s.resolve(c, id, day, first.what, first.done, first.told, func(r *meeting.Resolution) { r.Owner = meeting.ByCommunity })
	s.resolve(c, id, day, second.what, second.done, second.told, func(r *meeting.Resolution) {
		if r.Owner, r.Unit = meeting.ByUnit, *unit.unit; n%3 == 0 {
			r.Owner, r.Unit, r.Org = meeting.ByOrg, 0, s.orgs[n%len(serving)].id
		}
	})
	take(s, s.office(at, 2), c.worker, meeting.Meetings, id, "close", store.Taking{})
}

// resolve plans a resolution. What was due by the last days before today is
// done and told; of the rest some is overdue.
func (s *story) resolve(c *community, held *record.ID[meeting.Meeting], day clock.Date, what, done, told string, fill func(*meeting.Resolution)) {
	id, due := new(record.ID[meeting.Resolution]), s.working(day.AddDays(8+s.IntN(30)))
	entered := s.office(day.Time(), 1)
	s.on(entered, c.worker, func(tx *store.Tx) error {
		return add(tx, meeting.Resolutions, c.area, id, func(r *meeting.Resolution) {
			r.Meeting, r.What, r.Due = *held, what, due
			fill(r)
		})
	})
	if due > s.before(3) {
		return
	}
	finished := s.office(max(due.AddDays(-s.IntN(6)), clock.DateOf(entered)).Time(), 1)
	act(s, finished, c.worker, meeting.Resolutions, id, "finish", func(r *meeting.Resolution) { r.Done, r.Result = clock.DateOf(finished), done })
	act(s, s.office(finished, 2), c.worker, meeting.Resolutions, id, "report_back", func(r *meeting.Resolution) { r.Told = told })
}
