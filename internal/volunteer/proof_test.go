package volunteer_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/volunteer"
)

func Test注册(t *testing.T) {
	story(t, "本人同意才注册，未成年人要监护人，一个人只注册一次", func(c *county) {
		c.On("2026-03-02")
		try := func(more ...string) error {
			in := record.Input{"name": "小梁", "phone": "13800000009", "registered_on": "2026-03-01", "via": "社区登记", "consent_on": "2026-03-01"}
			for i := 0; i < len(more); i += 2 {
				in[more[i]] = more[i+1]
			}
			_, err := c.Store.Create(c.Ctx(), c.Worker(), volunteer.Volunteers.Register, Community, in, "")
			return err
		}
		for what, err := range map[string]error{
			"没有本人同意":    try("consent_on", ""),
			"同意在注册之后":   try("consent_on", "2026-03-02"),
			"未成年人没有监护人": try("birth", "2012-05-06"),
			"监护人没有同意":   try("birth", "2012-05-06", "guardian", "梁父"),
			"注册在明天":     try("registered_on", "2026-03-03"),
		} {
			if !fault.Is(err, fault.Invalid) {
				c.Errorf("%s：%v", what, err)
			}
		}
		c.Do(try("birth", "2012-05-06", "guardian", "梁父", "guardian_phone", "13800000010", "guardian_consent_on", "2026-03-01"))
		if err := try("name", "小梁"); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
			c.Errorf("又注册一次：%v", err)
		}
		child, err := store.First(c.Ctx(), c.Store.Reader(c.Worker()), volunteer.Volunteers, func(*volunteer.Volunteer, *store.Where) {})
		c.Do(err)
		if !child.Minor("2026-03-02") || child.Minor("2030-05-06") {
			c.Error("十八岁那天还是未成年人，或今天已经不是")
		}
		s := c.shift("河边巡护", "2026-03-07", 3, "risky", "是", "insured", "是")
		if _, err := c.joins(record.ID[volunteer.Volunteer](child.ID), s); !fault.Is(err, fault.Invalid) {
			c.Errorf("未成年人报了有危险的班次：%v", err)
		}
		if _, err := c.Store.Create(c.Ctx(), c.Worker(), volunteer.Shifts.Register, Community, record.Input{"title": "河边巡护", "kind": "环境保护",
			"from_time": "2026-03-07 09:00", "to_time": "2026-03-07 11:00", "wanted": "1", "risky": "是"}, ""); !fault.Is(err, fault.Invalid) {
			c.Errorf("有危险没保险：%v", err)
		}
	})

	story(t, "志愿者替别人报名、看别人的登记，都不行", func(c *county) {
		c.On("2026-03-02")
		a, b := c.volunteer("甲", 1), c.volunteer("乙", 2)
		s := c.shift("清理楼道", "2026-03-07", 3)
		_, err := c.Store.Create(c.Ctx(), c.as(a), volunteer.SignUps.Register, "", record.Input{"shift": record.Input{}.ID(int64(s)), "volunteer": record.Input{}.ID(int64(b))}, "")
		if err == nil || c.stands(b, s) != "" {
			c.Errorf("甲替乙报了名：%v", err)
		}
		if _, err := c.Store.Reader(c.as(a)).Get(c.Ctx(), volunteer.Volunteers.Register, int64(b)); !fault.Is(err, fault.NotFound) {
			c.Errorf("甲看得到乙：%v", err)
		}
	})
}

func Test服务证明(t *testing.T) {
	story(t, "证明写当天的记录；查验只说是不是、多少，更正以后说明", func(c *county) {
		c.On("2026-03-02")
		v := c.volunteer("梁思源", 1)
		x := c.recorded(v, "2026-02-28 09:00", "2026-02-28 12:00")
		c.recorded(v, "2026-02-28 11:00", "2026-02-28 13:00", "what", "清理楼道", "kind", "环境保护")
		p := c.Make(c.as(v), volunteer.Proofs.Register, Community, record.Input{"from_day": "2026-02-01", "last_day": "2026-03-01"})
		if got := c.Todo(c.Worker(), volunteer.Proofs.Register, p); got != "出具志愿服务证明 2026-03-09" {
			c.Errorf("待办“%s”", got)
		}
		if err := c.TryStep(c.as(v), volunteer.Proofs.Register, p, "issue", store.Taking{In: record.Input{"issuer": "我自己"}}); !fault.Is(err, fault.Refused) {
			c.Errorf("自己给自己出证明：%v", err)
		}
		c.Step(c.Worker(), volunteer.Proofs.Register, p, "issue", store.Taking{In: record.Input{"issuer": "第1社区居委会"}})
		got := Get(c.World, c.as(v), volunteer.Proofs, p)
		if got.Minutes != 240 || got.Times != 2 || got.Content != "为老服务 1 次、环境保护 1 次" || len(got.Check) != 12 {
			c.Fatalf("证明：%+v", got)
		}
		check := func(code string) *volunteer.Checked {
			c.Helper()
			found, err := volunteer.CheckProof(c.Ctx(), c.Store, code)
			c.Do(err)
			return found
		}
		if f := check(got.Check); f == nil || f.Name != "梁*" || f.Changed || f.Proof.Minutes != 240 {
			c.Errorf("查验：%+v", f)
		}
		if f := check("AAAAAAAAAAAA"); f != nil {
			c.Errorf("编的码查到了 %+v", f)
		}
		if f := check(""); f != nil {
			c.Errorf("空的码查到了 %+v", f)
		}
		c.Step(c.TownOfficer(), volunteer.Stints.Register, x.ID, "refuse", store.Taking{Note: "查实没有去"})
		if f := check(got.Check); f == nil || !f.Changed || f.Proof.Minutes != 240 {
			c.Errorf("更正以后查验：%+v", f)
		}
		c.Step(c.Worker(), volunteer.Proofs.Register, p, "revoke", store.Taking{Note: "记录有误，另行出具"})
		if f := check(got.Check); f != nil {
			c.Errorf("撤回了还查得到：%+v", f)
		}
		empty := c.Make(c.as(v), volunteer.Proofs.Register, Community, record.Input{"from_day": "2025-01-01", "last_day": "2025-12-31"})
		if err := c.TryStep(c.Worker(), volunteer.Proofs.Register, empty, "issue", store.Taking{In: record.Input{"issuer": "第1社区居委会"}}); !fault.Is(err, fault.Conflict) {
			c.Errorf("没有服务也出证明：%v", err)
		}
	})
}
