package incubation_test

import (
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/centre"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/incubation"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

func refuses(w *World, says string, err error) {
	w.Helper()
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), says) {
		w.Errorf("应说“%s”：%v", says, err)
	}
}

func id(n int64) string { return record.Input{}.ID(n) }

const met = `[{"item":"两年内没有受过行政处罚","met":"是"},{"item":"有独立账户","met":"是"}]`

func Test从申请到出壳(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-01-05")
		reg := incubation.Incubations.Register
		place := func(name, kind string) int64 {
			return w.Make(w.Officer(), centre.Centres.Register, Community, record.Input{"name": name, "kind": kind, "address": "荔江路 1 号"})
		}
		nest, hall := place("县孵化中心", "县级社会组织孵化中心"), place("党群服务中心", "社区")
		o := w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "甲社", "code": "51510522MJQ000015U", "kind": "社会团体", "registered_on": "2025-05-06"})
		me := w.Member(o)
		try := func(in record.Input) error {
			_, err := w.Store.Create(w.Ctx(), me, reg, Community, in, "")
			return err
		}
		refuses(w, "不是孵化中心或综合服务站点", try(record.Input{"name": "甲社", "centre": id(hall)}))
		i := w.Make(me, reg, Community, record.Input{"name": "甲社", "centre": id(nest)})
		if got := Get(w, me, incubation.Incubations, i); int64(got.Org) != o || len(got.Checks) == 0 {
			w.Errorf("申请记成 %+v", got)
		}
		refuses(w, "正在孵化或申请孵化", try(record.Input{"name": "甲社", "centre": id(nest)}))
		if err := w.TryStep(me, reg, i, "check", store.Taking{}); !fault.Is(err, fault.Refused) {
			w.Errorf("社会组织自己初核：%v", err)
		}
		step := func(step string, in record.Input) error {
			return w.TryStep(w.Civil(), reg, i, step, store.Taking{In: in, Note: "x"})
		}
		refuses(w, "“有独立账户”还不符合", step("check", record.Input{"entry_checks": `[{"item":"有独立账户"}]`}))
		w.Step(w.Civil(), org.SocialOrgs.Register, o, "list_abnormal", store.Taking{Note: "失联"})
		if got := w.Todo(w.Civil(), incubation.Incubations.Register, i); got != "初核孵化申请；社会组织活动异常：核对孵化" {
			w.Errorf("待办 %q", got)
		}
		refuses(w, "现在是“活动异常”（失联），不能入孵", step("check", record.Input{"entry_checks": met}))
		w.Step(w.Civil(), org.SocialOrgs.Register, o, "delist", store.Taking{Note: "已核实"})
		w.Do(step("check", record.Input{"entry_checks": met}))
		w.Do(step("admit", record.Input{"from_day": "2026-01-05", "last_day": "2027-01-04", "mentor": "刘老师"}))
		w.Do(w.Store.Known(w.Ctx(), w.Civil(), reg, i))
		if got := w.Todo(w.Civil(), incubation.Incubations.Register, i); got != "孵化中期评估 2026-07-06；孵化协议到期：评估 2027-01-04" {
			w.Errorf("在孵的待办 %q", got)
		}
		mentor := func(on string) error {
			_, err := w.Store.Create(w.Ctx(), w.Civil(), incubation.Mentorings.Register, Community, record.Input{"incubation": id(i), "held_on": on, "topic": "财务制度", "length": "2小时"}, "")
			return err
		}
		refuses(w, "那天不在孵化期内", mentor("2026-01-04"))
		w.On("2026-07-06")
		w.Do(mentor("2026-06-01"))
		w.Do(step("mid_term", record.Input{"mid_term": "有了自己的项目", "mid_term_on": "2026-07-06", "phase": "成长"}))
		w.Do(step("extend", record.Input{"last_day": "2027-07-04"}))
		if got := w.Todo(w.Civil(), incubation.Incubations.Register, i); got != "孵化协议到期：评估 2027-07-04" {
			w.Errorf("延期后的待办 %q", got)
		}
		w.Says(figure.Question{Area: County}, map[string]string{"incubation.incubating": "1家", "incubation.graduated": "0家"})
		w.On("2026-11-02")
		w.Do(step("graduate", record.Input{"result": "能自己运转"}))
		w.Says(figure.Question{Area: County}, map[string]string{"incubation.incubating": "0家", "incubation.graduated": "1家"})
		w.Says(figure.Question{Area: County, At: "2026-11-01"}, map[string]string{"incubation.incubating": "1家", "incubation.graduated": "0家"})
		page, err := w.Store.Reader(me).Count(w.Ctx(), incubation.Mentorings.Register, store.Query{})
		if w.Do(err); page.Total != 1 {
			w.Errorf("社会组织看到 %d 次辅导，应为 1 次", page.Total)
		}
	})
}

func Test注销的离开孵化(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-01-05")
		nest := w.Make(w.Officer(), centre.Centres.Register, Community, record.Input{"name": "县孵化中心", "kind": "县级社会组织孵化中心", "address": "荔江路 1 号"})
		o := w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "甲社", "code": "51510522MJQ000015U", "kind": "社会团体", "registered_on": "2025-05-06"})
		i := w.Make(w.Civil(), incubation.Incubations.Register, Community, record.Input{"name": "甲社", "org": id(o), "centre": id(nest), "from_day": "2026-01-05", "last_day": "2027-01-04", "state": "在孵"})
		w.On("2026-07-01")
		w.Step(w.Civil(), org.SocialOrgs.Register, o, "apply_cancel", store.Taking{})
		w.Step(w.Civil(), org.SocialOrgs.Register, o, "cancel", store.Taking{})
		got := Get(w, w.Civil(), incubation.Incubations, i)
		if got.State != incubation.LeftEarly || got.Left != "2026-07-01" || w.Todo(w.Civil(), incubation.Incubations.Register, i) != "" {
			w.Errorf("孵化 %s %s，待办 %q", got.State, got.Left, w.Todo(w.Civil(), incubation.Incubations.Register, i))
		}
	})
}
