package web_test

import (
	"fmt"

	"sanshe/internal/centre"
	"sanshe/internal/honour"
	"sanshe/internal/ident"
	"sanshe/internal/incubation"
	"sanshe/internal/inservice"
	"sanshe/internal/meeting"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/regional"
	"sanshe/internal/store"
	"sanshe/internal/topic"
	"sanshe/internal/training"

	. "sanshe/internal/apptest"
)

// partyAndIncubation writes at least one record of every register of the first
// two chapters of the report that full has not written.
func partyAndIncubation(s *site, ids map[string]int64) {
	s.Helper()
	id := func(name string) string { return fmt.Sprint(ids[name]) }
	make := func(a *record.Actor, reg *record.Register, area string, pairs ...string) {
		s.Helper()
		in := record.Input{}
		for i := 0; i < len(pairs); i += 2 {
			in[pairs[i]] = pairs[i+1]
		}
		ids[reg.Name] = s.Make(a, reg, area, in)
	}
	officer, civil, worker := s.Officer(), s.Civil(), s.Worker()
	code, err := ident.USCCFor("91", County, 7)
	s.Do(err)

	make(civil, org.OrgChanges.Register, County, "org", id("social_org"), "item", "住所", "becomes", "滨江路西段8号", "applied_on", "2026-03-01")
	make(civil, org.OrgLeaders.Register, Community, "name", "先德明", "org", id("social_org"), "post", "法定代表人", "from_day", "2024-05-06", "last_day", "2026-04-05")
	make(civil, org.SocialEnterprises.Register, County, "name", "银龄到家服务有限公司", "code", code, "form", "企业", "origin", id("social_org"))
	make(civil, party.Undertakings.Register, County, "org", id("social_org"), "signed_on", "2026-01-15", "signer", "先德明")
	make(officer, party.Instructors.Register, County, "name", "曹建军", "unit", id("unit"), "channel", "机关在职干部选派", "appointed_on", "2026-01-01", "last_day", "2026-12-31")
	make(officer, party.Postings.Register, County, "instructor", id("instructor"), "org", id("social_org"), "from_day", "2026-01-15", "last_day", "2026-04-15")
	make(officer, party.Guidances.Register, County, "posting", id("posting"), "visited_on", "2026-02-10", "done", "讲了一次党课")

	make(officer, regional.Liaisons.Register, County, "name", "税国强", "unit", id("unit"), "community", id("community"), "from_day", "2026-01-10")
	make(worker, regional.LiaisonVisits.Register, Community, "liaison", id("liaison"), "visited_on", "2026-02-10", "title", "路灯不亮")
	make(worker, regional.CommitteeMembers.Register, Community, "name", "袁志高", "unit", id("unit"), "community", id("community"), "kind", "兼职")
	make(worker, regional.Pacts.Register, Community, "title", "理发共建契约", "community", id("community"), "unit", id("unit"), "signed_on", "2026-01-20", "last_day", "2026-12-31", "state", "履行中")
	make(worker, regional.Commitments.Register, Community, "pact", id("pact"), "what", "捐两台电脑", "by", "单位", "due_on", "2026-03-31")

	make(worker, inservice.UnitReports.Register, Community, "unit", id("unit"), "community", id("community"), "reported_on", "2026-01-05")
	make(worker, inservice.MemberReports.Register, Community, "name", "陈"+canary, "phone", canaryPhone, "unit", id("unit"), "community", id("community"), "reported_on", "2026-01-06")
	make(worker, inservice.Openings.Register, Community, "title", "陪老人去医院", "kind", "微心愿", "places", "1")
	make(worker, inservice.Claims.Register, Community, "opening", id("opening"), "member", id("member_report"), "claimed_on", "2026-02-01")
	make(officer, inservice.FeedbackRounds.Register, County, "year", "2025", "quarter", "4")
	make(officer, inservice.Feedbacks.Register, County, "unit", id("unit"), "year", "2025", "quarter", "4")

	make(officer, honour.Schemes.Register, County, "name", "双强四有", "year", "2026", "state", "施行中", "criteria", `[{"name":"组织强","weight":"60"},{"name":"作用强","weight":"40"}]`, "bands", `[{"name":"五星","from_score":"90","star":"是"}]`)
	make(officer, honour.Entries.Register, County, "scheme", id("scheme"), "party_org", id("party_org"))
	make(officer, honour.DemoSites.Register, County, "name", "银龄示范点", "kind", "示范点", "level", "市级", "org", id("social_org"), "begun_on", "2026-01-10")
	make(officer, honour.Campaigns.Register, County, "name", "两个覆盖集中攻坚", "basis", id("document"), "from_day", "2026-03-01", "last_day", "2026-06-30")

	make(worker, centre.Centres.Register, Community, "name", "滨江社区党群服务中心", "kind", "社区", "hours", "每天 08:30-21:00", "open_to_orgs", "是")
	make(officer, centre.Renovations.Register, Community, "title", "滨江中心亲民化改造", "centre", id("centre"))
	make(worker, centre.Rooms.Register, Community, "name", "议事厅", "centre", id("centre"), "capacity", "30", "hours", "周一至周日 08:30-21:00")
	make(worker, centre.Bookings.Register, Community, "purpose", "理发志愿者碰头", "room", id("room"), "from_time", "2026-03-03 09:00", "to_time", "2026-03-03 11:00", "heads", "8", "org", id("social_org"))
	make(worker, centre.Residencies.Register, Community, "org", id("social_org"), "centre", id("centre"), "terms", "免费", "from_day", "2026-01-01", "last_day", "2026-04-20", "state", "已入驻")
	incubator := s.Make(officer, centre.Centres.Register, County, record.Input{"name": "县社会组织孵化中心", "kind": "县级社会组织孵化中心"})
	make(civil, incubation.Incubations.Register, County, "name", "银龄助老服务中心", "org", id("social_org"), "centre", fmt.Sprint(incubator), "applied_on", "2026-02-01", "from_day", "2026-02-10", "last_day", "2026-04-10", "state", "在孵")
	make(civil, incubation.Mentorings.Register, County, "incubation", id("incubation"), "held_on", "2026-02-20", "topic", "怎么写项目书")

	make(officer, training.SocialWorkers.Register, County, "name", "陈"+canary, "phone", canaryPhone, "org", id("social_org"), "red", "是", "from_day", "2025-01-01")
	make(officer, training.Trainings.Register, County, "title", "社工考前培训", "kind", "考前培训", "from_day", "2026-02-20", "last_day", "2026-02-21", "state", "已举办",
		"sessions", `[{"on_day":"2026-02-20","topic":"综合能力"},{"on_day":"2026-02-21","topic":"实务"}]`)
	make(officer, training.Attendances.Register, County, "name", "陈"+canary, "phone", canaryPhone, "training", id("training"), "org", id("social_org"), "times", "2")
	make(officer, training.Exams.Register, County, "title", "2026 年助理社会工作师考试", "year", "2026", "level", "助理社会工作师", "subjects", `[{"name":"综合能力","pass_mark":"60"}]`)
	make(officer, training.Candidates.Register, County, "name", "陈"+canary, "phone", canaryPhone, "exam", id("exam"), "unit", id("unit"))
	make(civil, training.Certificates.Register, County, "name", "陈"+canary, "phone", canaryPhone, "unit", id("unit"), "level", "助理社会工作师", "number", "川社2025001", "issued_on", "2025-06-01")
	make(civil, training.Credits.Register, County, "certificate", id("certificate"), "on_day", "2026-01-20", "length", "8小时", "source", "线上课程")

	make(worker, meeting.Meetings.Register, Community, "title", "三月联席会议", "kind", "三方联席会议", "held_on", "2026-03-01", "present", `[{"side":"社区党组织","who":"滨江社区党委"},{"side":"居民","who":"居民代表"}]`, "state", "已召开")
	make(worker, meeting.Resolutions.Register, Community, "meeting", id("meeting"), "what", "补一盏路灯", "owner", "社区", "due_on", "2026-03-31")
	make(officer, topic.Topics.Register, County, "title", "考前培训参训", "figure", "参训人数", "name", "exam", "training_kind", "考前培训")

	founding := s.Make(civil, org.SocialOrgs.Register, Community, record.Input{"name": "筹备中的棋社", "kind": "社会团体", "registered_on": "2026-03-01", "state": "筹备"})
	s.Make(civil, party.Undertakings.Register, County, record.Input{"org": fmt.Sprint(founding), "signed_on": "2026-03-01"})
	s.Step(civil, org.SocialOrgs.Register, founding, "approve", store.Taking{})
	ids["sync_check"] = one(s, party.SyncChecks.Register, nil, "")
}
