package volunteer_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/volunteer"
)

// shift opens one for so many on a day, from nine to eleven.
func (c *county) shift(title, day string, wanted int, more ...string) record.ID[volunteer.Shift] {
	c.Helper()
	in := record.Input{"title": title, "kind": "环境保护", "from_time": day + " 09:00", "to_time": day + " 11:00", "wanted": fmt.Sprint(wanted), "place": "滨江院坝"}
	for i := 0; i < len(more); i += 2 {
		in[more[i]] = more[i+1]
	}
	return record.ID[volunteer.Shift](c.Make(c.Worker(), volunteer.Shifts.Register, Community, in))
}

// joins signs a volunteer up by their own account.
func (c *county) joins(v record.ID[volunteer.Volunteer], s record.ID[volunteer.Shift]) (int64, error) {
	res, err := c.Store.Create(c.Ctx(), c.as(v), volunteer.SignUps.Register, "", record.Input{"shift": record.Input{}.ID(int64(s))}, "")
	return res.ID, err
}

func (c *county) signUp(v record.ID[volunteer.Volunteer], s record.ID[volunteer.Shift]) int64 {
	c.Helper()
	id, err := c.joins(v, s)
	c.Do(err)
	return id
}

func (c *county) does(v record.ID[volunteer.Volunteer], id int64, step string, in ...string) error {
	t := store.Taking{In: record.Input{}}
	for i := 0; i < len(in); i += 2 {
		t.In[in[i]] = in[i+1]
	}
	return c.TryStep(c.as(v), volunteer.SignUps.Register, id, step, t)
}

// stands says where somebody is in a shift: 已报名, 候补, 已退出, 已到场 or nothing.
func (c *county) stands(v record.ID[volunteer.Volunteer], s record.ID[volunteer.Shift]) string {
	c.Helper()
	u, err := store.First(c.Ctx(), c.Store.Reader(c.Worker()), volunteer.SignUps, func(u *volunteer.SignUp, w *store.Where) { w.Is(&u.Shift, s).Is(&u.Volunteer, v) })
	if c.Do(err); u == nil {
		return ""
	}
	return volunteer.SignUps.StateLabel(string(u.State))
}

func (c *county) are(want string, pairs ...any) {
	c.Helper()
	var got []string
	for i := 0; i < len(pairs); i += 2 {
		got = append(got, c.stands(pairs[i].(record.ID[volunteer.Volunteer]), pairs[i+1].(record.ID[volunteer.Shift])))
	}
	if s := strings.Join(got, " "); s != want {
		c.Errorf("现在是 %s，应为 %s", s, want)
	}
}

func Test报名候补和换班不用人管(t *testing.T) {
	story(t, "两个名额四个人报，谁退出候补就递补", func(c *county) {
		c.On("2026-03-02")
		a, b, d, e := c.volunteer("甲", 1), c.volunteer("乙", 2), c.volunteer("丙", 3), c.volunteer("丁", 4)
		s := c.shift("清理楼道", "2026-03-07", 2)
		ia, _, id, ie := c.signUp(a, s), c.signUp(b, s), c.signUp(d, s), c.signUp(e, s)
		c.are("已报名 已报名 候补 候补", a, s, b, s, d, s, e, s)
		if _, err := c.joins(a, s); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
			c.Errorf("报了两次：%v", err)
		}
		c.Do(c.does(d, id, "leave"))
		c.Clock.Set(c.Clock.Now().Add(60e9))
		c.Do(c.does(d, id, "queue")) // 退出再排，排到后面
		c.Do(c.does(a, ia, "leave"))
		c.are("已退出 已报名 候补 已报名", a, s, b, s, d, s, e, s)
		if err := c.does(a, ia, "back"); !fault.Is(err, fault.Conflict) {
			c.Errorf("满了还能重新报名：%v", err)
		}
		if err := c.does(b, ie, "leave"); !fault.Is(err, fault.NotFound) {
			c.Errorf("替别人退出：%v", err)
		}
		c.edit(s, "wanted", "3")
		c.are("已报名", d, s)
		if n, err := c.Store.Reader(c.as(a)).List(c.Ctx(), volunteer.SignUps.Register, store.Query{}); err != nil || n.Total != 1 {
			c.Errorf("志愿者看得到 %d 条报名 %v", n.Total, err)
		}
	})

	story(t, "两班都满，两个人互换；有空位就直接换；等着换的，空出来自动换成", func(c *county) {
		c.On("2026-03-02")
		a, b, d := c.volunteer("甲", 1), c.volunteer("乙", 2), c.volunteer("丙", 3)
		sat, sun, big := c.shift("周六清理", "2026-03-07", 1), c.shift("周日清理", "2026-03-08", 1), c.shift("大扫除", "2026-03-14", 9)
		ia, ib := c.signUp(a, sat), c.signUp(b, sun)
		c.signUp(d, sat) // 候补
		wish := func(s record.ID[volunteer.Shift]) string { return record.Input{}.ID(int64(s)) }
		c.Do(c.does(a, ia, "swap", "wish", wish(sun)))
		c.are("已报名 已报名", a, sat, b, sun) // 等乙
		c.Do(c.does(b, ib, "swap", "wish", wish(sat)))
		c.are("已退出 已报名 已报名 已退出 候补", a, sat, a, sun, b, sat, b, sun, d, sat)

		now := c.signUpOf(b, sat)
		c.Do(c.does(b, now, "swap", "wish", wish(big))) // 有空位，马上换走；丙递补
		c.are("已退出 已报名 已报名", b, sat, b, big, d, sat)

		c.Do(c.does(b, c.signUpOf(b, big), "swap", "wish", wish(sun))) // 周日满，等着
		c.are("已报名", b, big)
		c.Do(c.does(a, c.signUpOf(a, sun), "leave"))
		c.are("已退出 已报名 已退出", a, sun, b, sun, b, big)
		if err := c.does(b, c.signUpOf(b, sun), "swap", "wish", wish(sun)); !fault.Is(err, fault.Invalid) {
			c.Errorf("换到自己这一班：%v", err)
		}
		found, err := c.Store.Verify(c.Ctx())
		if c.Do(err); len(found) > 0 {
			c.Error(found)
		}
	})

	story(t, "二十个人抢最后一个名额", func(c *county) {
		c.On("2026-03-02")
		s := c.shift("清理楼道", "2026-03-07", 1)
		var all sync.WaitGroup
		list := make([]record.ID[volunteer.Volunteer], 20)
		for i := range list {
			list[i] = c.volunteer("志愿"+string(rune('一'+i)), i)
		}
		ids, errs := make([]int64, 20), make([]error, 20)
		for i, v := range list {
			all.Go(func() { ids[i], errs[i] = c.joins(v, s) })
		}
		all.Wait()
		tally := func() map[string]int {
			n := map[string]int{}
			for _, v := range list {
				n[c.stands(v, s)]++
			}
			return n
		}
		for i, err := range errs {
			if err != nil {
				c.Errorf("第 %d 人：%v", i+1, err)
			}
		}
		if n := tally(); n["已报名"] != 1 || n["候补"] != 19 {
			c.Errorf("抢完：%v", n)
		}
		for i, v := range list { // 十九个人同时退出，也总有一个人在班上
			if i < 19 {
				all.Go(func() { errs[i] = c.does(v, ids[i], "leave") })
			}
		}
		all.Wait()
		for i, err := range errs { // 正被递补的人版本变了，会被请他再看一眼
			if err != nil && !fault.HasCode(err, fault.CodeStale) {
				c.Errorf("第 %d 人退出：%v", i+1, err)
			}
		}
		if n := tally(); n["已报名"] != 1 {
			c.Errorf("退完：%v", n)
		}
	})
}

func Test到场和记录(t *testing.T) {
	story(t, "六位到场码：志愿者自己填，看不到，猜不出，过时无效；办完自动记", func(c *county) {
		c.On("2026-03-02")
		a, b, d := c.volunteer("甲", 1), c.volunteer("乙", 2), c.volunteer("丙", 3)
		s := c.shift("清理楼道", "2026-03-07", 3)
		ia, ib, id := c.signUp(a, s), c.signUp(b, s), c.signUp(d, s)
		code := Get(c.World, c.Worker(), volunteer.Shifts, int64(s)).Code
		if len(code) != 6 {
			c.Fatalf("到场码“%s”", code)
		}
		if f := volunteer.Shifts.Field("code"); !f.IsSealed || !f.IsPersonal {
			c.Error("班次上的到场码谁都看得到")
		}
		if err := c.does(a, ia, "say_code", "arrival_code", code); !fault.Is(err, fault.Invalid) {
			c.Errorf("提前五天就能到场：%v", err)
		}
		c.Clock.Set(c.On("2026-03-07").Clock.Now().Add(-20 * 60e9))
		c.Do(c.does(a, ia, "say_code", "arrival_code", code))
		for range 5 {
			c.Do(c.does(b, ib, "say_code", "arrival_code", wrong(code)))
		}
		if u := Get(c.World, c.Worker(), volunteer.SignUps, ib); u.Wrong != 5 || u.State != volunteer.In || u.Code != "" {
			c.Errorf("填错五次：%+v", u)
		}
		if err := c.does(b, ib, "say_code", "arrival_code", code); !fault.Is(err, fault.Invalid) {
			c.Errorf("填错五次还能再试：%v", err)
		}
		c.Step(c.Worker(), volunteer.SignUps.Register, ib, "arrive", store.Taking{})
		if err := c.does(d, id, "arrive"); !fault.Is(err, fault.Refused) {
			c.Errorf("不用码自己记到场：%v", err)
		}
		c.are("已到场 已到场 已报名", a, s, b, s, d, s)

		c.On("2026-03-07")
		if err := c.TryStep(c.Worker(), volunteer.Shifts.Register, int64(s), "done", store.Taking{}); !fault.Is(err, fault.Conflict) {
			c.Errorf("没结束就办完：%v", err)
		}
		c.On("2026-03-25") // 逾期
		if err := c.TryStep(c.Worker(), volunteer.Shifts.Register, int64(s), "done", store.Taking{}); !fault.Is(err, fault.Invalid) {
			c.Errorf("逾期不写原因：%v", err)
		}
		c.Step(c.Worker(), volunteer.Shifts.Register, int64(s), "done", store.Taking{In: record.Input{"late_reason": "负责人住院"}})
		if x, y, z := c.minutes(a), c.minutes(b), c.minutes(d); x != 120 || y != 120 || z != 0 {
			c.Errorf("到场的 %d、%d 分钟，没到的 %d 分钟", x, y, z)
		}
		_, list, err := volunteer.Given(c.Ctx(), c.Store.Reader(c.as(a)), a, "", "")
		if c.Do(err); len(list) != 1 || list[0].Method != volunteer.ByCode || !list[0].Late {
			c.Errorf("甲自己看到的：%+v", list)
		}
		if other, _, _ := volunteer.Given(c.Ctx(), c.Store.Reader(c.as(a)), b, "", ""); other != 0 {
			c.Errorf("甲看得到乙的 %d 分钟", other)
		}
	})

	story(t, "社会组织自己组织、自己记、自己证明，看不到别家的", func(c *county) {
		c.On("2026-03-02")
		NewG0(c.World)
		us, them := c.Member(c.orgID(0)), c.Member(c.orgID(1))
		a := c.volunteer("甲", 1)
		s := record.ID[volunteer.Shift](c.Make(us, volunteer.Shifts.Register, Community, record.Input{
			"title": "义剪", "kind": "为老服务", "from_time": "2026-03-07 09:00", "to_time": "2026-03-07 11:00", "wanted": "5"}))
		ia := c.signUp(a, s)
		c.On("2026-03-08")
		if err := c.TryStep(them, volunteer.SignUps.Register, ia, "arrive", store.Taking{}); !fault.Is(err, fault.NotFound) {
			c.Errorf("别家替我们记到场：%v", err)
		}
		c.Step(us, volunteer.SignUps.Register, ia, "arrive", store.Taking{})
		c.Step(us, volunteer.Shifts.Register, int64(s), "done", store.Taking{})
		own := record.Input{"from_day": "2026-03-07", "last_day": "2026-03-08"}
		p := c.Make(c.as(a), volunteer.Proofs.Register, Community, own)
		c.recorded(a, "2026-03-08 07:00", "2026-03-08 08:00") // 社区记的，在这以后
		c.Step(us, volunteer.Proofs.Register, p, "issue", store.Taking{In: record.Input{"issuer": "第001社会组织"}})
		if x := Get(c.World, us, volunteer.Proofs, p); x.Minutes != 120 || x.Times != 1 {
			c.Errorf("只证明自己记的：%+v", x)
		}
		p = c.Make(c.as(a), volunteer.Proofs.Register, Community, own)
		if err := c.TryStep(us, volunteer.Proofs.Register, p, "issue", store.Taking{In: record.Input{"issuer": "第001社会组织"}}); !fault.Is(err, fault.NotFound) {
			c.Errorf("证明了别人记的：%v", err)
		}
		c.Step(c.Worker(), volunteer.Proofs.Register, p, "issue", store.Taking{In: record.Input{"issuer": "第1社区居委会"}})
		if x := Get(c.World, c.Worker(), volunteer.Proofs, p); x.Minutes != 180 || x.Times != 2 {
			c.Errorf("社区证明的：%+v", x)
		}
	})
}

func wrong(code string) string {
	if code == "123456" {
		return "654321"
	}
	return "123456"
}

func (c *county) signUpOf(v record.ID[volunteer.Volunteer], s record.ID[volunteer.Shift]) int64 {
	c.Helper()
	u, err := store.First(c.Ctx(), c.Store.Reader(c.Worker()), volunteer.SignUps, func(u *volunteer.SignUp, w *store.Where) { w.Is(&u.Shift, s).Is(&u.Volunteer, v) })
	c.Do(err)
	return u.ID
}

func (c *county) edit(s record.ID[volunteer.Shift], field, value string) {
	c.Helper()
	x := Get(c.World, c.Worker(), volunteer.Shifts, int64(s))
	_, err := c.Store.Edit(c.Ctx(), c.Worker(), volunteer.Shifts.Register, x.ID, x.Version, record.Input{field: value}, "")
	c.Do(err)
}

func (c *county) orgID(i int) int64 {
	c.Helper()
	list, err := store.Find(c.Ctx(), c.Store.Reader(c.Officer()), org.SocialOrgs, func(o *org.SocialOrg, w *store.Where) { w.Is(&o.Name, fmt.Sprintf("第%03d社会组织", i+1)) })
	c.Do(err)
	return list[0].ID
}
