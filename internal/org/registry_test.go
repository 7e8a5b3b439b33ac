package org_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

func oid(n int64) string { return record.Input{}.ID(n) }

func association(w *World) int64 {
	w.Helper()
	return w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "甲社", "code": "51510522MJQ000015U", "kind": "社会团体", "registered_on": "2019-05-06",
		"legal_rep": "陈一", "address": "荔江路 1 号", "purpose": "服务老人", "activity_area": "合江县"})
}

func Test变更登记留下以前的事项(t *testing.T) {
	Each(t, func(w *World) {
		o, reg := association(w), org.OrgChanges.Register
		me := w.Member(o)
		w.Make(w.Civil(), org.OrgLeaders.Register, Community, record.Input{"name": "陈一", "org": oid(o), "post": "法定代表人", "from_day": "2024-05-06", "last_day": "2028-05-05"})
		ask := func(item, becomes string) int64 {
			return w.Make(me, reg, Community, record.Input{"item": item, "becomes": becomes})
		}
		if err := w.TryStep(me, reg, ask("住所", "荔江路 9 号"), "approve", store.Taking{}); !fault.Is(err, fault.Refused) {
			w.Errorf("社会组织自己核准：%v", err)
		}
		for _, x := range [][3]string{{"宗旨", "服务老人", "服务老人和儿童"}, {"活动地域", "合江县", "泸州市"}, {"法定代表人", "陈一", "李二"}, {"名称", "甲社", "乙社"}} {
			id := ask(x[0], x[2])
			w.On("2026-03-09")
			w.Step(w.Civil(), reg, id, "approve", store.Taking{})
			if c := Get(w, me, org.OrgChanges, id); c.Was != x[1] || c.Becomes != x[2] || c.From != "2026-03-09" {
				w.Errorf("%s：%+v", x[0], c)
			}
		}
		if got := Get(w, me, org.SocialOrgs, o); got.Name != "乙社" || got.Purpose != "服务老人和儿童" || got.Region != "泸州市" || got.LegalRep != "李二" {
			w.Errorf("名册：%+v", got)
		}
		leaders, err := store.Find(w.Ctx(), w.Store.Reader(w.Civil()), org.OrgLeaders, func(l *org.OrgLeader, c *store.Where) { c.Is(&l.Org, record.ID[org.SocialOrg](o)).By(&l.From) })
		w.Do(err)
		if len(leaders) != 2 || leaders[0].Until != "2026-03-09" || leaders[1].Name != "李二" || leaders[1].State != org.InPost {
			w.Errorf("负责人：%+v", leaders)
		}
		other := w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "丙社", "code": "51510522MJQ0001115", "kind": "社会团体", "registered_on": "2019-05-06"})
		refuses(w, "没有找到所选的社会组织", func() error {
			_, err := w.Store.Create(w.Ctx(), me, reg, Community, record.Input{"org": oid(other), "item": "名称", "becomes": "我们的"}, "")
			return err
		}())
	})
}

func Test终止注销不等于移出异常(t *testing.T) {
	Each(t, func(w *World) {
		o, reg := association(w), org.SocialOrgs.Register
		step := func(step string) error { return w.TryStep(w.Civil(), reg, o, step, store.Taking{Note: "x"}) }
		w.Do(step("list_abnormal"))
		w.Do(step("apply_cancel"))
		refuses(w, "办“终止注销，仍列异常”", step("stay"))
		w.Do(step("stay_abnormal"))
		w.Do(step("delist"))
		w.Do(step("apply_cancel"))
		w.Do(step("stay"))
		if got := Get(w, w.Civil(), org.SocialOrgs, o).State; got != org.Normal {
			w.Errorf("状态 %s", got)
		}
	})
}

// What an organisation leaves behind is closed with it, or becomes a task.
func Test注销以后不留尾巴(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		o := association(w)
		leader := w.Make(w.Civil(), org.OrgLeaders.Register, Community, record.Input{"name": "陈一", "org": oid(o), "post": "法定代表人", "from_day": "2024-05-06", "last_day": "2028-05-05"})
		if got := w.Todo(w.Civil(), org.OrgLeaders.Register, leader); got != "负责人任期届满：换届 2028-05-05" {
			w.Errorf("任期 %q", got)
		}
		change := w.Make(w.Civil(), org.OrgChanges.Register, Community, record.Input{"org": oid(o), "item": "名称", "becomes": "乙社"})
		branch := w.Make(w.Officer(), party.PartyOrgs.Register, Community, record.Input{"name": "甲社党支部", "kind": "党支部", "founded_on": "2020-01-01", "state": "已成立"})
		w.Make(w.Officer(), party.Coverages.Register, Community, record.Input{"org": oid(o), "kind": "单独组建", "party_org": oid(branch), "from_day": "2020-01-01"})
		worker := w.Make(w.Civil(), training.SocialWorkers.Register, Community, record.Input{"name": "周社工", "org": oid(o), "phone": "13800000001", "from_day": "2025-01-06"})
		venture := w.Make(w.Civil(), org.SocialEnterprises.Register, Community, record.Input{"name": "荔乡公司", "code": "91510522MA6Q000798", "form": "企业", "origin": oid(o), "recognised_on": "2026-01-05", "last_day": "2028-01-04", "state": "已认定"})

		w.On("2026-07-02")
		reg := org.SocialOrgs.Register
		w.Step(w.Civil(), reg, o, "apply_cancel", store.Taking{On: "2026-06-20"})
		w.Step(w.Civil(), reg, o, "cancel", store.Taking{On: "2026-06-30"})
		if l := Get(w, w.Civil(), org.OrgLeaders, leader); l.Until != "2026-06-30" || w.Todo(w.Civil(), org.OrgLeaders.Register, leader) != "" {
			w.Errorf("负责人 %s，待办 %q", l.Until, w.Todo(w.Civil(), org.OrgLeaders.Register, leader))
		}
		if c := Get(w, w.Civil(), org.OrgChanges, change); c.State != org.ChangeRefused {
			w.Errorf("变更申请 %s", c.State)
		}
		for _, x := range []struct {
			what string
			of   *record.Actor
			reg  *record.Register
			id   int64
			want string
		}{
			{"支部", w.Officer(), reg, o, "撤销支部、转接党员"},
			{"社工", w.Civil(), training.SocialWorkers.Register, worker, "所在社会组织已退出登记：核对单位或离岗"},
			{"社会企业", w.Civil(), org.SocialEnterprises.Register, venture, "社会企业年度复核 2027-01-05；来源的社会组织已退出登记：核对认定"},
		} {
			if got := w.Todo(x.of, x.reg, x.id); got != x.want {
				w.Errorf("%s的待办 %q，应为 %q", x.what, got, x.want)
			}
		}
		found, err := w.Store.Verify(w.Ctx())
		if w.Do(err); len(found) > 0 {
			w.Error(found)
		}
	})
}
