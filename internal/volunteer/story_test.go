package volunteer_test

import (
	"fmt"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/volunteer"
)

// county is a county with volunteers in it.
type county struct{ *World }

func story(t *testing.T, name string, tell func(c *county)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { Each(t, func(w *World) { tell(&county{w}) }) })
}

// volunteer registers somebody, with a telephone of their own.
func (c *county) volunteer(name string, n int, more ...string) record.ID[volunteer.Volunteer] {
	c.Helper()
	in := record.Input{"name": name, "phone": fmt.Sprintf("138000%05d", n), "registered_on": "2026-01-05", "via": "社区登记", "consent_on": "2026-01-05"}
	for i := 0; i < len(more); i += 2 {
		in[more[i]] = more[i+1]
	}
	return record.ID[volunteer.Volunteer](c.Make(c.Worker(), volunteer.Volunteers.Register, Community, in))
}

// as gives the volunteer's own account.
func (c *county) as(v record.ID[volunteer.Volunteer]) *record.Actor {
	return &record.Actor{Account: 1000 + int64(v)%1000, Name: "志愿者", Unit: "志愿者", Area: Community, Roles: record.By(people.Volunteer), Via: "web", Owns: map[string]int64{"volunteer": int64(v)}}
}

// record notes a service as the community does.
func (c *county) record(v record.ID[volunteer.Volunteer], from, to string, more ...string) (int64, error) {
	in := record.Input{"what": "探访独居老人", "volunteer": record.Input{}.ID(int64(v)), "kind": "为老服务", "from_time": from, "to_time": to, "method": "组织者记录"}
	for i := 0; i < len(more); i += 2 {
		in[more[i]] = more[i+1]
	}
	res, err := c.Store.Create(c.Ctx(), c.Worker(), volunteer.Stints.Register, Community, in, "")
	return res.ID, err
}

func (c *county) recorded(v record.ID[volunteer.Volunteer], from, to string, more ...string) *volunteer.Stint {
	c.Helper()
	id, err := c.record(v, from, to, more...)
	c.Do(err)
	return Get(c.World, c.Worker(), volunteer.Stints, id)
}

// minutes is what a volunteer has given in all, as the register says.
func (c *county) minutes(v record.ID[volunteer.Volunteer]) int64 {
	c.Helper()
	n, _, err := volunteer.Given(c.Ctx(), c.Store.Reader(c.Worker()), v, "", "")
	c.Do(err)
	return n
}

func Test志愿服务时长(t *testing.T) {
	story(t, "G33 九十六个半小时，同一天两处服务有一小时重叠", func(c *county) {
		c.On("2026-03-02")
		v := c.volunteer("梁思源", 1)
		for i := range 12 { // 8 小时一次，共 96 小时，再加半小时
			day := clock.Date("2026-02-02").AddDays(i)
			c.recorded(v, string(day)+" 08:00", string(day)+" 16:00", "late_reason", "年初登记册补录")
		}
		c.recorded(v, "2026-02-20 09:00", "2026-02-20 09:30")
		if got := c.minutes(v); got != 96*60+30 {
			c.Fatalf("原有 %d 分钟", got)
		}
		if stars, _ := volunteer.Stars(c.minutes(v), "100 300 600 1000 1500"); stars != 0 {
			c.Errorf("不到 100 小时就是 %d 星", stars)
		}
		a := c.recorded(v, "2026-03-01 09:00", "2026-03-01 12:00")
		b := c.recorded(v, "2026-03-01 11:00", "2026-03-01 13:00", "what", "社区卫生清理")
		if a.Overlaps || !b.Overlaps {
			c.Errorf("重叠没有标在后记的一条上：%t %t", a.Overlaps, b.Overlaps)
		}
		got := c.minutes(v)
		if stars, next := volunteer.Stars(got, "100 300 600 1000 1500"); got != 100*60+30 || stars != 1 || next != 300*60 {
			c.Errorf("时长 %d 分钟，%d 星，下一星 %d", got, stars, next)
		}
		for name, want := range map[string]string{"volunteer.stints": "15", "volunteer.minutes": "6,030"} {
			if n := c.figure(name); n != want {
				c.Errorf("%s = %s，应为 %s", name, n, want)
			}
		}
	})

	story(t, "G34 九月二十八日结束的活动，最迟十月十六日记录", func(c *county) {
		c.On("2026-09-20")
		v := c.volunteer("梁思源", 1)
		id := c.Make(c.Worker(), volunteer.Shifts.Register, Community, record.Input{
			"title": "国庆前清理楼道", "kind": "环境保护", "from_time": "2026-09-28 09:00", "to_time": "2026-09-28 11:00", "wanted": "3"})
		if got := c.Todo(c.Worker(), volunteer.Shifts.Register, id); got != "记下志愿服务 2026-10-16" {
			c.Errorf("待办是“%s”", got)
		}
		c.On("2026-10-16")
		if x := c.recorded(v, "2026-09-28 09:00", "2026-09-28 11:00"); x.Late {
			c.Error("最后一天记的算成了逾期")
		}
		c.On("2026-10-17")
		if _, err := c.record(v, "2026-09-28 14:00", "2026-09-28 16:00"); !fault.Is(err, fault.Invalid) || fault.As(err).Problems[0].Field != "late_reason" {
			c.Errorf("逾期不写原因：%v", err)
		}
		x := c.recorded(v, "2026-09-28 14:00", "2026-09-28 16:00", "late_reason", "负责人住院")
		if !x.Late || x.State != volunteer.Recorded || c.minutes(v) != 240 {
			c.Errorf("逾期补录：%+v，共 %d 分钟", x, c.minutes(v))
		}
	})

	story(t, "G35 值班、例会、培训和还没到的时间不能记", func(c *county) {
		c.On("2026-03-02")
		v := c.volunteer("梁思源", 1)
		for _, kind := range []string{"duty", "meeting", "training"} {
			if _, err := c.record(v, "2026-03-01 09:00", "2026-03-01 12:00", "kind", kind); !fault.Is(err, fault.Invalid) {
				c.Errorf("%s 记成了志愿服务：%v", kind, err)
			}
		}
		for says, at := range map[string][2]string{
			"还没有到":      {"2026-03-02 08:00", "2026-03-02 10:00"}, // 现在是九点
			"晚于开始":      {"2026-03-01 12:00", "2026-03-01 12:00"},
			"不超过 16 小时": {"2026-02-28 08:00", "2026-03-01 08:00"},
		} {
			if _, err := c.record(v, at[0], at[1]); !fault.Is(err, fault.Invalid) {
				c.Errorf("%s：%v", says, err)
			}
		}
		if n := c.minutes(v); n != 0 {
			c.Errorf("记上了 %d 分钟", n)
		}
	})

	story(t, "跨过半夜的服务是一条，一直算到第二天；跨年的按开始那天算", func(c *county) {
		c.On("2027-01-04")
		v := c.volunteer("梁思源", 1)
		x := c.recorded(v, "2026-12-31 22:00", "2027-01-01 02:00")
		if x.On != "2026-12-31" || c.minutes(v) != 240 {
			c.Errorf("算在 %s，%d 分钟", x.On, c.minutes(v))
		}
		c.recorded(v, "2027-01-01 01:00", "2027-01-01 03:00")
		if n := c.minutes(v); n != 300 {
			c.Errorf("重叠一小时，共 %d 分钟，应为 300", n)
		}
	})

	story(t, "更正留下原来的，时间改了重新看重叠和长短", func(c *county) {
		c.On("2026-03-02")
		v := c.volunteer("梁思源", 1)
		x := c.recorded(v, "2026-03-01 09:00", "2026-03-01 12:00")
		c.Step(c.Worker(), volunteer.Stints.Register, x.ID, "correct", store.Taking{Note: "记错了一天", In: record.Input{"from_time": "2026-02-28 09:00", "to_time": "2026-02-28 11:00"}})
		now := Get(c.World, c.Worker(), volunteer.Stints, x.ID)
		if now.On != "2026-02-28" || now.State != volunteer.Recorded || c.minutes(v) != 120 {
			c.Errorf("更正后 %s %s，共 %d 分钟", now.On, now.State, c.minutes(v))
		}
		versions, err := c.Store.Reader(c.Worker()).Versions(c.Ctx(), volunteer.Stints.Register, x.ID)
		if c.Do(err); len(versions) < 2 {
			c.Errorf("只有 %d 个版本", len(versions))
		}
		c.Step(c.Worker(), volunteer.Stints.Register, x.ID, "correct", store.Taking{Note: "只有两分钟", In: record.Input{"from_time": "2026-02-28 09:00", "to_time": "2026-02-28 09:02"}})
		if now = Get(c.World, c.Worker(), volunteer.Stints, x.ID); now.State != volunteer.Doubted || c.minutes(v) != 0 {
			c.Errorf("改成两分钟：%s，%d 分钟", now.State, c.minutes(v))
		}
		c.Step(c.Worker(), volunteer.Stints.Register, x.ID, "mend", store.Taking{Note: "改回", In: record.Input{"from_time": "2026-02-28 09:00", "to_time": "2026-02-28 11:00"}})
		if now = Get(c.World, c.Worker(), volunteer.Stints, x.ID); now.State != volunteer.Doubted {
			c.Error("自己改回就不用抽查了")
		}
		c.Step(c.TownOfficer(), volunteer.Stints.Register, x.ID, "confirm", store.Taking{Note: "电话核实过服务对象"})
		if n := c.minutes(v); n != 120 {
			c.Errorf("核实后 %d 分钟", n)
		}
		if err := c.TryStep(c.Worker(), volunteer.Stints.Register, x.ID, "refuse", store.Taking{Note: "x"}); !fault.Is(err, fault.Refused) {
			c.Errorf("社区自己认定：%v", err)
		}
	})
}

// figure answers with the number a figure has in the county today.
func (c *county) figure(name string) string {
	c.Helper()
	answers, err := c.Figures.Several(c.Ctx(), figure.Question{Area: County, At: c.Store.Today()}, name)
	c.Do(err)
	return answers[0].Number()
}

func Test三百人一模一样的两分钟(t *testing.T) {
	story(t, "都进抽查名单，时长一分钟也不算，也没有排名", func(c *county) {
		c.On("2026-03-02")
		ids := make([]record.ID[volunteer.Volunteer], 300)
		c.Batch(300, func(tx *store.Tx, i int) error {
			v, err := store.Add(tx, volunteer.Volunteers, Community, func(v *volunteer.Volunteer) {
				v.Name, v.Phone, v.Registered, v.Consent, v.Via, v.State = fmt.Sprintf("志愿者%03d", i), fmt.Sprintf("138000%05d", i), "2026-01-05", "2026-01-05", volunteer.Desk, volunteer.Active
			})
			if err == nil {
				ids[i] = record.ID[volunteer.Volunteer](v.ID)
			}
			return err
		})
		enter := func(day clock.Date, minutes int) {
			from := day.Time().Add(9 * 3600e9)
			c.Batch(300, func(tx *store.Tx, i int) error {
				_, err := store.Add(tx, volunteer.Stints, Community, func(s *volunteer.Stint) {
					s.What, s.Kind, s.Volunteer, s.Method = "文明劝导", "order", ids[i], volunteer.Organiser
					s.From = record.MomentOf(from)
					s.To = s.From + record.Moment(minutes*60_000)
				})
				return err
			})
		}
		count := func(doubt string) int {
			n, err := store.CountOf(c.Ctx(), c.Store.Reader(c.TownOfficer()), volunteer.Stints, func(s *volunteer.Stint, w *store.Where) {
				w.Is(&s.State, volunteer.Doubted).Is(&s.Doubt, doubt)
			})
			c.Do(err)
			return n
		}
		enter("2026-02-27", 2)
		if n := count("时间太短"); n != 300 || c.figure("volunteer.stints") != "0" || c.minutes(ids[7]) != 0 {
			c.Errorf("抽查名单上 %d 条，算了 %s 条、%d 分钟", n, c.figure("volunteer.stints"), c.minutes(ids[7]))
		}
		tasks, err := c.Store.Inbox(c.Ctx(), c.TownOfficer(), 50)
		if c.Do(err); len(tasks) == 0 || tasks[0].Label != "抽查志愿服务记录" {
			c.Errorf("镇街待办：%+v", tasks)
		}
		enter("2026-02-28", 120) // 两小时的一样多：从第一百零一条起进名单
		if n := count("很多人的时间完全一样"); n != 200 {
			c.Errorf("时间完全一样的 %d 条进了名单，应为 200", n)
		}
	})
}
