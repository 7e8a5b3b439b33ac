package demo

import (
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/station"
	"sanshe/internal/store"
	"sanshe/internal/topic"
)

// What the report counts of services to one place or at one time (dossier G22).
var (
	haircuts = [8]int64{13, 14, 12, 13, 13, 12, 14, 13} // 104 at 8 visits: 100余人次
	nails    = [8]int64{10, 11, 10, 10, 11, 10, 11, 10} // 83: 80余人次
)

const epidemicCount = 412 // 400余次

// stations plans the county's guidance centre, the towns' stations and those of
// urban communities, with their posts and who is on duty.
func (s *story) stations() {
	hours := clock.Window("周一二三四五 09:00-17:30")
	fields := []string{"policy", "relief", "comfort", "support", "health"}
	runs := []int{bridge, lotus, star, care, arm}
	open := func(i int, area, name string, level station.Level, id *record.ID[station.Station], fill func(*station.Station)) {
		opened := s.working(s.begin.AddDays(12 + i%9))
		s.on(s.office(opened.Time(), 0), s.civil, func(tx *store.Tx) error {
			return add(tx, station.Stations, area, id, func(x *station.Station) {
				x.Name, x.Level, x.Opened, x.Hours, x.Covers, x.Guide, x.State = name, level, opened, hours, fields[i%2:3+i%3], s.civilAffairs, station.Open
				fill(x)
			})
		})
	}
	open(0, County, "合江县社会工作服务指导中心", station.County, nil, func(x *station.Station) { x.Phone = "0830-5260010" })
	for i, t := range s.towns {
		phone, run := fmt.Sprintf("0830-52601%02d", i+10), s.orgs[runs[i%len(runs)]]
		open(i, t.area, t.name+"社会工作服务站", station.Town, nil, func(x *station.Station) { x.Phone, x.Operator = phone, run.id })
	}
	for i, c := range s.urban {
		phone, run := fmt.Sprintf("0830-52602%02d", i+10), s.orgs[runs[i%len(runs)]]
		open(i, c.area, c.name+"社工服务站", station.Community, &c.station, func(x *station.Station) {
			x.Phone, x.Operator, x.Address = phone, run.id, c.name+"党群服务中心一楼"
			for _, h := range s.hubs {
				if h.at == c {
					x.Centre = h.id
				}
			}
		})
		s.staffStation(c)
	}
}

// staffStation plans the posts of a community's station, one of them vacant in
// some, and its duty of last week, this and the next two.
func (s *story) staffStation(c *community) {
	var team []*socialWorker
	for _, p := range s.social[:60] {
		if p.at == c && len(team) < 2 {
			team = append(team, p)
		}
	}
	for i, kind := range []string{"lead", "worker", "assistant"} {
		title, from := []string{"站长", "驻站社工", "社工助理"}[i], s.begin.AddDays(40)
		s.on(s.office(from.Time(), 1), s.civil, func(tx *store.Tx) error {
			return add(tx, station.Posts, c.area, nil, func(p *station.Post) {
				if p.Title, p.Station, p.Kind, p.From = title, c.station, kind, from; i < len(team) {
					p.Worker = team[i].id
				}
			})
		})
	}
	monday := s.today.AddDays(-(int(s.today.Weekday()) + 6) % 7)
	for day := range 28 {
		on := monday.AddDays(day - 7)
		if !s.calendar.Working(on) {
			continue
		}
		week := monday.AddDays(day/7*7 - 7)
		planned := s.at(s.working(min(week, s.last).AddDays(-6)), 9*60+day%7)
		s.on(planned, c.worker, func(tx *store.Tx) error {
			return add(tx, station.Duties, c.area, nil, func(d *station.Duty) {
				d.Station, d.On, d.Worker, d.Hours = c.station, on, team[day%len(team)].id, "09:00-17:30"
			})
		})
	}
}

// apartment has eight of the year's activities take place at the old people's
// home that the report names: what they are changes, not how many there are.
func (s *story) apartment() {
	var list []*gathering
	for _, g := range s.simple {
		if g.community == s.urban[3] && g.heads >= haircuts[1] && g.on >= s.anchor.YearStart() && g.on <= s.anchor {
			list = append(list, g)
		}
	}
	for i := range haircuts {
		list[i*len(list)/len(haircuts)].also = func(a *service.Activity) {
			a.Title, a.Kind, a.Theme, a.Place, a.Org, a.Project, a.Station = "老年公寓义剪", service.Volunteer, "apartment", "利城半岛老年公寓", s.silver.id, 0, s.urban[3].station
			a.Summary = "给公寓里的老人理发、修指甲，聊聊天"
			a.Did = []service.Did{{Item: "haircut", Times: haircuts[i]}, {Item: "nails", Times: nails[i]}}
		}
	}
	s.topical(topic.Topic{Title: "利城半岛老年公寓活动", Figure: topic.Held, Name: "apartment", Theme: "apartment"},
		topic.Topic{Title: "老年公寓义剪", Figure: topic.ServedTimes, Name: "haircut", Theme: "apartment", Item: "haircut", Round: 100, Word: topic.And},
		topic.Topic{Title: "老年公寓修指甲", Figure: topic.ServedTimes, Name: "nails", Theme: "apartment", Item: "nails", Round: 10, Word: topic.And})
}

// epidemic plans that what social organisations did in the epidemic of 2020 is
// entered from the papers communities kept. When that period began and ended is
// an assumption (推断).
func (s *story) epidemic() {
	const from, last clock.Date = "2020-01-24", "2020-12-31"
	did := []struct{ title, summary string }{
		{"卡点值守", "在小区门口测温、登记"}, {"上门送菜送药", "给居家的老人和病人送菜送药"}, {"楼道消毒", "给楼道、电梯按钮和垃圾点消毒"}, {"发放口罩", "把捐来的口罩送到户"},
		{"电话问候独居老人", "逐户打电话，问缺什么"}, {"防疫宣传", "喇叭、传单和院坝里的讲解"}, {"线上陪孩子上课", "给医护和值守人员的孩子辅导作业"}, {"复工复产帮扶", "帮小店办手续、备防疫物资"},
	}
	runs := []int{silver, helpers, care, green, bridge, star}
	for i := range epidemicCount {
		c, on, d := s.urban[i%len(s.urban)], s.between(from, last), pick(s, did)
		run, heads := s.orgs[pick(s, runs)], int64(5+s.IntN(40))
		s.on(s.office(s.begin.AddDays(60+i/20).Time(), 0), c.worker, func(tx *store.Tx) error {
			return add(tx, service.Activities, c.area, nil, func(a *service.Activity) {
				a.Title, a.Kind, a.On, a.Theme, a.Org, a.Unnamed, a.Summary, a.State = d.title, service.Volunteer, on, "epidemic", run.id, heads, d.summary, service.Held
			})
		})
	}
	s.topical(topic.Topic{Title: "疫情期间的志愿服务", Figure: topic.Held, Name: "epidemic", Theme: "epidemic", From: from, Last: last, Round: 100, Word: topic.And})
}

// topical plans figures that the report asks of one thing.
func (s *story) topical(list ...topic.Topic) {
	for _, x := range list {
		s.on(s.office(s.anchor.AddDays(-20).Time(), 1), s.officer, func(tx *store.Tx) error {
			return add(tx, topic.Topics, County, nil, func(t *topic.Topic) { *t = x })
		})
	}
}
