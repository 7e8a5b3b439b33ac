package demo

import (
	"fmt"

	"sanshe/internal/auth"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// cast is who acts. Staff act from when their accounts are made.
type cast struct {
	system, officer, civil, town, member, instructor, admin, finance, evaluator *record.Actor

	socialWork, civilAffairs, organisation, agency record.ID[people.Unit] // 县委社会工作部, 县民政局, 县委组织部, 第三方评估机构
}

// seat is an account to be made.
type seat struct {
	actor             **record.Actor
	login, name, unit string
	unitID            record.ID[people.Unit]
	area              string
	role              record.Role
}

// workers of the urban communities; the first is the one the guide speaks of.
var workers = []string{"王雪梅", "罗晓兰", "先德明", "穆春燕", "税国强", "冯玉洁", "曾小林", "赖丽君", "袁志高", "胡秋菊", "蒲永健"}

// staff makes the accounts of everybody who works for the county. Roles belong
// to departments, except the administrator's.
func (w *writer) staff(s *story) {
	street := s.towns[0]
	seats := []seat{
		{&s.officer, "officer", "周启明", "县委社会工作部", s.socialWork, County, people.CountyOfficer},
		{&s.civil, "civil", "何静雯", "县民政局", s.civilAffairs, County, people.CivilAffairs},
		{&s.cast.town, "town", "赵立新", street.office, street.unit, street.area, people.TownOfficer},
		{&s.admin, "admin", "李海波", "县委社会工作部", 0, County, people.Administrator},
	}
	for i, c := range s.urban {
		login := "worker"
		if i > 0 {
			login = fmt.Sprint("worker", i+1)
		}
		seats = append(seats, seat{&c.worker, login, workers[i], c.committee, c.unit, c.area, people.CommunityWorker})
	}
	first := s.urban[0]
	for _, x := range []seat{ // so that every role can be tried; nothing is done by them
		{login: "secretary", name: "牟正华", unit: first.committee, area: first.area, role: people.CommunitySecretary},
		{login: "party", name: "杨定国", unit: "县委组织部", area: County, role: people.OrganisationDept},
		{actor: &s.finance, login: "finance", name: "钱永康", unit: "县财政局", area: County, role: people.Finance},
		{actor: &s.evaluator, login: "evaluator", name: "彭立群", unit: "第三方评估机构", unitID: s.agency, area: County, role: people.Evaluator},
		{login: "auditor", name: "严守正", unit: "县审计局", area: County, role: people.Auditor},
		{login: "writer", name: "文晓芳", unit: "县委办公室", area: County, role: people.ReportWriter},
	} {
		if x.actor == nil {
			x.actor = new(*record.Actor)
		}
		seats = append(seats, x)
	}
	w.walk.Set(s.at(s.begin, 9*60+30))
	for _, t := range s.towns {
		w.grant(auth.Grant{Holder: auth.ToUnit, HolderID: int64(t.unit), Role: people.TownOfficer})
	}
	for _, x := range seats {
		if x.role != people.TownOfficer && x.unitID != 0 {
			w.grant(auth.Grant{Holder: auth.ToUnit, HolderID: int64(x.unitID), Role: x.role})
		}
		w.account(x, auth.Account{Unit: int64(x.unitID)})
	}
}

// members makes the accounts of those who have one record: somebody at
// 银龄助老服务中心, an instructor, a volunteer, and the Party branch of a unit.
func (w *writer) members(s *story) {
	w.walk.Set(s.at(s.begin, 17*60+30))
	w.account(seat{&s.cast.member, "org", "陈慧敏", s.silver.name, 0, County, people.Organisation},
		auth.Account{OwnsRegister: "social_org", Owns: int64(s.silver.id)})
	first, at := s.instructors[0], s.workplaces[0]
	w.account(seat{&s.cast.instructor, "instructor", first.name, "县委社会工作部", 0, County, people.Instructor},
		auth.Account{OwnsRegister: "instructor", Owns: int64(first.id)})
	w.account(seat{new(*record.Actor), "volunteer", firstHelper, "志愿者", 0, s.urban[0].area, people.Volunteer},
		auth.Account{OwnsRegister: "volunteer", Owns: int64(*s.helpers[0].id)})
	w.grant(auth.Grant{Holder: auth.ToUnit, HolderID: int64(*at.unit), Role: people.UnitBranch})
	w.account(seat{new(*record.Actor), "branch", "潘文彬", at.name, *at.unit, County, people.UnitBranch}, auth.Account{Unit: int64(*at.unit)})
}

func (w *writer) grant(g auth.Grant) {
	if w.err == nil {
		_, w.err = w.auth.Grant(w.ctx, store.System("demo"), g)
	}
}

func (w *writer) account(x seat, acc auth.Account) {
	if w.err != nil {
		return
	}
	acc.Login, acc.Name, acc.UnitName, acc.Area = x.login, x.name, x.unit, x.area
	if acc.ID, w.err = w.auth.CreateAccount(w.ctx, store.System("demo"), acc); w.err != nil {
		return
	}
	if acc.Unit == 0 {
		w.grant(auth.Grant{Holder: auth.ToAccount, HolderID: acc.ID, Role: x.role})
	}
	if w.err == nil {
		*x.actor, w.err = w.auth.ActorOf(w.ctx, acc.ID)
	}
	if w.err == nil {
		(*x.actor).Via = "demo"
		w.made = append(w.made, Account{acc, x.role})
	}
}
