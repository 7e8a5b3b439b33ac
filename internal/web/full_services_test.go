package web_test

import (
	"fmt"

	"sanshe/internal/casework"
	"sanshe/internal/giving"
	"sanshe/internal/message"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/station"
	"sanshe/internal/store"
	"sanshe/internal/training"
	"sanshe/internal/volunteer"

	. "sanshe/internal/apptest"
)

// servicesAndGiving writes at least one record of every register of the third
// chapter of the report that full and buying have not written.
func servicesAndGiving(s *site, ids map[string]int64) {
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
	caseworker := &record.Actor{Account: 23, Name: "向小燕", Unit: "滨江路社工站", Area: Community, Roles: record.By(people.SocialWorker, people.Supervisor), Via: "web", Owns: map[string]int64{"social_worker": ids["social_worker"]}}

	bossID := s.Make(civil, training.SocialWorkers.Register, County, record.Input{"name": "孔令仪", "org": id("social_org"), "phone": "13900002160", "from_day": "2020-01-06"})
	boss := fmt.Sprint(bossID)

	make(worker, service.Servings.Register, Community, "activity", id("activity"), "item", "理发", "times", "3")
	make(civil, station.Stations.Register, Community, "name", "滨江路社区社工服务站", "level", "社区社工服务站", "opened_on", "2025-01-06")
	make(civil, station.Posts.Register, Community, "title", "社工", "station", id("station"), "worker", id("social_worker"), "from_day", "2025-01-06")
	make(worker, station.Duties.Register, Community, "station", id("station"), "on_day", "2026-03-03", "worker", id("social_worker"))

	make(civil, casework.RecordChecks.Register, County, "worker", id("social_worker"), "on_day", "2026-02-02", "clear", "是")
	make(caseworker, casework.Cases.Register, Community, "alias", "滨江路个案一", "kind", "个人", "worker", id("social_worker"), "supervisor", boss, "opened_on", "2026-02-02", "client", "陈"+canary, "birth", "1950-05-06")
	make(caseworker, casework.Notes.Register, Community, "social_case", id("social_case"), "on_day", "2026-02-03", "way", "面谈", "what", canary+"说的话")
	make(caseworker, casework.Referrals.Register, Community, "social_case", id("social_case"), "on_day", "2026-02-04", "agreed_on", "2026-02-03", "org", id("social_org"), "told", canary+"要人陪诊", "why", "要人陪诊")
	make(caseworker, casework.Groups.Register, Community, "title", "银龄互助小组", "kind", "支持小组", "worker", id("social_worker"), "supervisor", boss, "from_day", "2026-02-02", "goal", "认识邻居")
	make(caseworker, casework.Sessions.Register, Community, "topic", "认识彼此", "social_group", id("social_group"), "on_day", "2026-02-09")
	caseworker.Owns = map[string]int64{"social_worker": bossID}
	make(caseworker, casework.Supervisions.Register, Community, "topic", "个案计划", "worker", id("social_worker"), "supervisor", boss, "on_day", "2026-02-10")

	make(worker, volunteer.Volunteers.Register, Community, "name", "陈"+canary, "phone", canaryPhone, "registered_on", "2025-01-06", "via", "社区登记", "consent_on", "2025-01-06", "birth", "1960-05-06")
	make(worker, volunteer.Teams.Register, Community, "name", "志愿帮扶服务队", "kind", "志愿帮扶服务队", "founded_on", "2025-01-06")
	make(worker, volunteer.Shifts.Register, Community, "title", "清理河道", "kind", "环境保护", "from_time", "2026-03-07 09:00", "to_time", "2026-03-07 11:00", "wanted", "5")
	make(worker, volunteer.SignUps.Register, Community, "shift", id("shift"), "volunteer", id("volunteer"))
	make(worker, volunteer.Stints.Register, Community, "what", "清理河道", "volunteer", id("volunteer"), "kind", "环境保护", "from_time", "2026-02-28 09:00", "to_time", "2026-02-28 11:00", "method", "组织者记录")
	make(worker, volunteer.Proofs.Register, Community, "volunteer", id("volunteer"), "from_day", "2026-01-01", "last_day", "2026-03-01")

	make(officer, giving.Pairings.Register, County, "org", id("social_org"), "village", "510522001002", "from_day", "2025-06-01")
	make(worker, giving.Donations.Register, Community, "donor_kind", "社会组织", "org", id("social_org"), "given_on", "2026-02-01", "receiver", id("social_org"), "purpose", "帮困", "money", "1000元")
	make(worker, giving.Uses.Register, Community, "what", "慰问独居老人", "donation", id("donation"), "on_day", "2026-02-10", "amount", "100元")
	make(worker, giving.CharityResources.Register, Community, "title", "社区慈善基金", "kind", "社区慈善基金", "from_day", "2025-01-06")

	make(worker, message.Refusals.Register, Community, "phone", canaryPhone, "refused_on", "2026-03-01")
	res, err := s.Store.Write(s.Ctx(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		m, err := store.Add(tx, message.Messages, Community, func(m *message.Message) {
			m.Need, m.Says, m.Phone, m.Asked, m.From, m.State = record.ID[need.Need](ids["need"]), message.Accepted, canaryPhone, tx.On(), tx.On(), message.Queued
		})
		return store.Result{ID: m.ID}, err
	})
	s.Do(err)
	ids["message"] = res.ID
}
