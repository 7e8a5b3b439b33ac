package web_test

import (
	"fmt"

	"sanshe/internal/ident"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"

	. "sanshe/internal/apptest"
)

// canary is in everything personal that full writes. No page may show it.
const (
	canary      = "金丝雀"
	canaryPhone = "13987654321"
)

// full writes at least one record of every register, with a canary in each
// personal field, and gives the address of one of each.
func full(s *site) map[string]int64 {
	s.Helper()
	ids := map[string]int64{"social_org": s.org, "resource": s.resource, "community": one(s, place.Communities.Register, map[string]string{"urban": "1"}, Community),
		"division": one(s, place.Divisions.Register, map[string]string{"code": Community}, "")}
	id := func(n int64) string { return fmt.Sprint(n) }
	number, err := ident.SyntheticID(County, "1904-03-02", 7)
	s.Do(err)
	ids["unit"] = s.Make(s.Officer(), people.Units.Register, County, record.Input{"name": "合江县理发行业服务中心", "kind": "党政机关"})
	ids["person"] = s.Make(s.Worker(), people.Persons.Register, Community, record.Input{"name": "陈" + canary, "birth": "1904-03-02", "id_number": number, "phone": canaryPhone,
		"residence": "滨江路东段8号" + canary + "院", "note": canary + "说的话", "political": "群众"})
	ids["document"] = s.Make(s.Officer(), people.Documents.Register, County, record.Input{"title": "上门理发实施方案"})
	rec, err := s.Store.Reader(s.Civil()).Get(s.Ctx(), org.SocialOrgs.Register, s.org)
	s.Do(err)
	_, err = s.Store.Edit(s.Ctx(), s.Civil(), org.SocialOrgs.Register, s.org, record.BaseOf(rec).Version, record.Input{"contact_name": "陈" + canary, "mobile": canaryPhone}, "")
	s.Do(err)
	ids["member_survey"] = s.Make(s.Officer(), party.MemberSurveys.Register, County, record.Input{"org": id(s.org), "surveyed_on": "2026-01-15", "source": "摸排", "full_members": "3"})
	ids["party_org"] = s.Make(s.Officer(), party.PartyOrgs.Register, County, record.Input{"name": "中共理发协会支部委员会", "kind": "党支部", "founded_on": "2025-06-01", "state": "已成立"})
	ids["party_coverage"] = s.Make(s.Officer(), party.Coverages.Register, County, record.Input{"org": id(s.org), "kind": "单独组建", "party_org": id(ids["party_org"]), "from_day": "2026-02-01"})
	ids["need"] = s.Make(s.Worker(), need.Needs.Register, Community, record.Input{"title": "想请人上门理发", "category": "照顾老人", "detail": "腿脚不方便，想请人上门理发", "raiser": "陈" + canary,
		"phone": canaryPhone, "proxy": "是", "for_whom": "陈" + canary, "address": "滨江路东段8号" + canary + "院", "suits": "周末上午"})
	s.Step(s.Worker(), need.Needs.Register, ids["need"], "verify", store.Taking{})
	ids["project"] = s.Make(s.Worker(), need.Projects.Register, Community, record.Input{"title": "银龄理发到家", "lead": id(s.org), "needs": id(ids["need"])})
	ids["match"] = s.Make(s.Worker(), need.Matches.Register, Community, record.Input{"need": id(ids["need"]), "resource": id(s.resource)})
	ids["activity"] = s.Make(s.Worker(), service.Activities.Register, Community, record.Input{"title": "上门理发", "kind": "志愿服务", "held_on": "2026-03-02", "names": "陈" + canary, "org": id(s.org)})
	ids["participation"] = one(s, service.Participations.Register, nil, "")
	ids["list_edition"] = s.Make(s.Worker(), need.ListEditions.Register, Community, record.Input{"kind": "需求清单", "year": "2026"})
	ids["resource_hold"] = s.Make(s.Worker(), need.Holds.Register, Community, record.Input{"purpose": "上门理发", "resource": id(s.resource), "from_time": "2026-03-07 09:00", "to_time": "2026-03-07 10:00"})
	ids["opinion"] = s.Make(s.Worker(), service.Opinions.Register, Community, record.Input{"need": id(ids["need"]), "level": "不满意", "given_on": "2026-03-02"})
	partyAndIncubation(s, ids)
	buying(s, ids)
	servicesAndGiving(s, ids)
	for _, r := range s.Store.Book().Registers {
		if ids[r.Name] == 0 {
			s.Fatalf("full writes no %s; write one here", r.Name)
		}
	}
	return ids
}
