package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"sanshe/internal/auth"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"

	. "sanshe/internal/apptest"
)

// An account is put into a department, given a role and relieved of it, on one
// page; two departments become one, and its accounts are led after, by whoever
// looks after accounts and nobody else.
func TestDepartmentsMerge(t *testing.T) {
	each(t, func(s *site) {
		units := people.Units.Register
		old := s.Make(s.Officer(), units, County, record.Input{"name": "合江县志愿办", "kind": "党政机关"})
		next := s.Make(s.Officer(), units, County, record.Input{"name": "合江县社会工作部", "kind": "党政机关"})
		for unit, role := range map[int64]record.Role{old: people.SocialWorker, next: people.Supervisor} {
			_, err := s.App.Auth.Grant(s.Ctx(), store.System("cli"), auth.Grant{Holder: auth.ToUnit, HolderID: unit, Role: role})
			s.Do(err)
		}
		admin, officer, id := s.as("admin"), s.as("officer"), s.accounts["volunteer"]
		at := fmt.Sprintf("/accounts/%d", id)
		holds := func(want ...record.Role) {
			t.Helper()
			a, err := s.App.Auth.ActorOf(s.Ctx(), id)
			s.Do(err)
			if len(a.Roles) != len(want) || slices.ContainsFunc(want, func(r record.Role) bool { return !a.Holds(record.By(r)) }) {
				t.Errorf("holds %v, want %v", a.Roles, want)
			}
		}
		officer.get(at).is(http.StatusForbidden)
		admin.get("/accounts/new").is(200).says("符阳街道", "滨江社区") // towns have people, too
		page := admin.get(at).is(200).says("梁志愿", "志愿者", "现行")
		admin.send(page.form(at).with("unit", "合江县志愿办", "reason", "")).is(422).says("写一句原因")
		page = admin.follow(page.form(at).with("unit", "合江县志愿办", "reason", "调到志愿办")).is(200).says("已保存", "合江县志愿办", "社会工作者")
		holds(people.Volunteer, people.SocialWorker)
		admin.send(page.form(at+"/grant").with("role", "volunteer")).is(http.StatusConflict).says("已有")
		page = admin.follow(page.form(at+"/grant").with("role", "evaluator", "to", "2026-12-31")).is(200).says("已授岗", "2026-12-31 前")
		holds(people.Volunteer, people.SocialWorker, people.Evaluator)
		grants, err := s.App.Auth.Grants(s.Ctx(), store.System("cli"), auth.ToAccount, id)
		s.Do(err)
		admin.follow(page.form(fmt.Sprintf("%s/grants/%d/end", at, grants[0].ID))).is(200).says("已结束")
		holds(people.Volunteer, people.SocialWorker)
		own := fmt.Sprintf("/accounts/%d", s.accounts["admin"])
		admin.send(admin.get(own).form(own+"/grant").with("role", "county_officer")).is(http.StatusForbidden).says("不能给自己授岗")

		admin.get("/accounts").silent("单位已并入")
		merge := fmt.Sprintf("/r/unit/%d/merge", old)
		officer.follow(officer.get(merge).is(200).says("有 1 个账号属于它").form(merge).with("keeper", fmt.Sprint(next), "reason", "机构改革")).is(200).says("已合并")
		holds(people.Volunteer, people.SocialWorker) // a merge of records gives and takes no rights
		list := admin.get("/accounts").is(200).says("单位已并入合江县社会工作部", "改到并入的单位")
		list.silent("单位已并入合江县志愿办")
		if h, err := s.App.Auth.Health(s.Ctx()); err != nil || h.Strayed != 1 {
			t.Errorf("%+v %v", h, err)
		}
		officer.get(at + "/follow").is(http.StatusForbidden)
		ask := admin.get(at+"/follow").is(200).says("合江县志愿办", "合江县社会工作部", "多出的岗位", "督导", "没有了的岗位", "社会工作者")
		admin.follow(ask.form(at + "/follow")).is(200).silent("单位已并入")
		holds(people.Volunteer, people.Supervisor)
		admin.get(at+"/follow").to(admin, "/accounts")
		auditor, err := s.App.Auth.ActorOf(s.Ctx(), s.accounts["auditor"])
		s.Do(err)
		entries, err := s.Store.Audit(s.Ctx(), auditor, "", "account_edit", 0, 5)
		s.Do(err)
		if len(entries) != 2 || entries[0].Reason != "单位合并" {
			t.Errorf("%+v", entries)
		}
	})
}
