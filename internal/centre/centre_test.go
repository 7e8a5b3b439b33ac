package centre_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/centre"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/ident"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// county is a county with places in it.
type county struct {
	*World
	n int
}

// story runs a scenario of the dossier on both engines.
func story(t *testing.T, name string, tell func(c *county)) {
	t.Run(name, func(t *testing.T) {
		Each(t, func(w *World) {
			tell(&county{World: w})
			found, err := w.Store.Verify(w.Ctx())
			w.Do(err)
			for _, f := range found {
				w.Error(f)
			}
		})
	})
}

func (c *county) refuses(says string, err error) {
	c.Helper()
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), says) {
		c.Errorf("应说“%s”：%v", says, err)
	}
}

func (c *county) id(n int64) string { return record.Input{}.ID(n) }

func (c *county) centre(name, kind string) int64 {
	c.Helper()
	return c.Make(c.Worker(), centre.Centres.Register, Community, record.Input{"name": name, "kind": kind, "address": "荔江路 1 号"})
}

func (c *county) room(of int64, hours string) int64 {
	c.Helper()
	return c.Make(c.Worker(), centre.Rooms.Register, Community, record.Input{"name": "议事室", "centre": c.id(of), "capacity": "20", "hours": hours})
}

// org registers an organisation.
func (c *county) org() int64 {
	c.Helper()
	c.n++
	code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, c.n)
	c.Do(err)
	return c.Make(c.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": fmt.Sprintf("第%d社", c.n), "code": code, "kind": "民办非企业单位", "registered_on": "2019-05-06"})
}

func (c *county) orgStep(o int64, step string, t store.Taking) {
	c.Helper()
	c.Step(c.Civil(), org.SocialOrgs.Register, o, step, t)
}

func (c *county) book(a *record.Actor, room int64, from, to string) (int64, error) {
	res, err := c.Store.Create(c.Ctx(), a, centre.Bookings.Register, Community, record.Input{"room": c.id(room), "purpose": "议事", "from_time": from, "to_time": to}, "")
	return res.ID, err
}

func (c *county) try(a *record.Actor, reg *record.Register, in record.Input) (int64, error) {
	res, err := c.Store.Create(c.Ctx(), a, reg, Community, in, "")
	return res.ID, err
}

func (c *county) wants(what, got, want string) {
	c.Helper()
	if got != want {
		c.Errorf("%s：%q，应为 %q", what, got, want)
	}
}

func (c *county) says(at clock.Date, figures map[string]string) {
	c.Helper()
	c.Says(figure.Question{Area: County, At: at}, figures)
}

func TestG14亲民化改造按北京时间的验收日算(t *testing.T) {
	story(t, "2026 年元旦零点十分验收的第六个，只算 2026 年", func(c *county) {
		reg := centre.Renovations.Register
		renovate := func(i int) int64 {
			return c.Make(c.Worker(), reg, Community, record.Input{"title": fmt.Sprintf("改造%d", i), "centre": c.id(c.centre(fmt.Sprintf("第%d中心", i), "社区")), "budget": "80000"})
		}
		done := func(id int64) {
			c.Step(c.Worker(), reg, id, "design", store.Taking{})
			c.Step(c.Worker(), reg, id, "build", store.Taking{In: record.Input{"begun_on": string(c.Store.Today())}})
			c.Step(c.TownOfficer(), reg, id, "accept", store.Taking{In: record.Input{"public_area": "300"}})
		}
		c.On("2025-09-01")
		var list []int64
		for i := range 7 {
			list = append(list, renovate(i+1))
		}
		c.On("2025-11-03")
		for _, id := range list[:5] {
			done(id)
		}
		c.On("2025-12-30")
		c.Step(c.Worker(), reg, list[5], "build", store.Taking{In: record.Input{"begun_on": "2025-12-01"}})
		c.Clock.Set(time.Date(2025, 12, 31, 16, 10, 0, 0, time.UTC)) // 00:10 in Shanghai, the year before in UTC
		c.Step(c.TownOfficer(), reg, list[5], "accept", store.Taking{})
		if got := Get(c.World, c.Worker(), centre.Renovations, list[5]).Accepted; got != "2026-01-01" {
			c.Errorf("验收日期 %s", got)
		}
		c.says("2025-11-02", map[string]string{"place.renovated": "0个"})
		c.says("2025-12-31", map[string]string{"place.renovated": "5个"})
		c.says("2026-01-01", map[string]string{"place.renovated": "1个"})
		c.On("2026-03-02")
		c.Step(c.Worker(), reg, list[5], "open", store.Taking{})
		c.says("2026-03-02", map[string]string{"place.renovated": "1个"})
		c.refuses("要写明原因", c.TryStep(c.TownOfficer(), reg, list[6], "drop", store.Taking{}))
		if err := c.TryStep(c.Worker(), reg, list[6], "accept", store.Taking{}); err == nil {
			c.Error("没有开工的也能验收")
		}
		// What was accepted before the county kept this register comes in as it was.
		c.Make(c.Officer(), reg, Community, record.Input{"title": "补录", "centre": c.id(c.centre("老中心", "社区")), "accepted_on": "2025-06-30", "state": "已验收"})
		c.says("2025-12-31", map[string]string{"place.renovated": "6个"})
		_, err := c.try(c.Worker(), reg, record.Input{"title": "没影的", "centre": c.id(c.centre("新中心", "社区")), "accepted_on": "2026-02-01"})
		c.refuses("还没有验收", err)
	})
}

func TestG15列入异常名录的不能入驻(t *testing.T) {
	story(t, "说出为什么，移出以后可以；四家入驻，一家退出仍是四家", func(c *county) {
		c.On("2026-03-02")
		reg, in := centre.Residencies.Register, c.centre("符阳党群服务中心", "社区")
		f := c.org()
		c.orgStep(f, "list_abnormal", store.Taking{Note: "未按规定报送年度报告"})
		ask := func(a *record.Actor, o int64) (int64, error) {
			return c.try(a, reg, record.Input{"org": c.id(o), "centre": c.id(in), "terms": "免费", "promises": "每周一次义诊"})
		}
		_, err := ask(c.Member(f), f)
		c.refuses("现在是“活动异常”（未按规定报送年度报告），不能入驻", err)
		c.orgStep(f, "delist", store.Taking{Note: "已补报"})
		r, err := ask(c.Member(f), f)
		c.Do(err)
		_, err = ask(c.Worker(), f)
		c.refuses("已入驻或正在申请入驻", err)
		c.Step(c.Member(f), reg, r, "apply", store.Taking{})
		c.wants("社区的待办", c.Todo(c.Worker(), reg, r), "评审入驻申请")

		// Listed again while it waits: known to whoever decides, and stopped there.
		c.orgStep(f, "list_abnormal", store.Taking{Note: "失联"})
		c.wants("又列入异常", c.Todo(c.Worker(), reg, r), "社会组织活动异常：核对入驻；评审入驻申请")
		c.refuses("（失联），不能入驻", c.TryStep(c.Worker(), reg, r, "pass", store.Taking{}))
		c.orgStep(f, "delist", store.Taking{Note: "已核实"})
		sign := func(r int64) {
			c.Helper()
			c.Step(c.Worker(), reg, r, "pass", store.Taking{})
			c.Step(c.Worker(), reg, r, "sign", store.Taking{In: record.Input{"from_day": "2026-03-02", "last_day": "2027-03-01"}})
		}
		if err := c.TryStep(c.Member(f), reg, r, "pass", store.Taking{}); !fault.Is(err, fault.Refused) {
			c.Errorf("社会组织自己评审：%v", err)
		}
		sign(r)
		for range 3 {
			o := c.org()
			r, err := ask(c.Worker(), o)
			c.Do(err)
			c.Step(c.Worker(), reg, r, "apply", store.Taking{})
			sign(r)
		}
		c.says("2026-03-02", map[string]string{"place.residencies": "4家", "place.resident_now": "4家"})
		c.wants("到期", c.Todo(c.Worker(), reg, r), "入驻协议到期：评估，续驻或退出 2027-03-01；社会组织活动异常：核对入驻")
		c.On("2026-08-03")
		c.Step(c.Worker(), reg, r, "review", store.Taking{In: record.Input{"reviews": `[{"on_day":"2026-08-03","says":"按约服务","passed":"是"}]`}})
		c.Step(c.Worker(), reg, r, "leave", store.Taking{Note: "搬走"})
		c.says("2026-08-02", map[string]string{"place.residencies": "4家", "place.resident_now": "4家"})
		c.says("2026-08-03", map[string]string{"place.residencies": "4家", "place.resident_now": "3家"})
		c.says("2027-03-02", map[string]string{"place.residencies": "0家", "place.resident_now": "0家"})
	})
	story(t, "社会企业要有有效的认定", func(c *county) {
		code, err := ident.USCCFor("91", County, 7)
		c.Do(err)
		in := c.centre("符阳党群服务中心", "社区")
		v := c.Make(c.Civil(), org.SocialEnterprises.Register, Community, record.Input{"name": "荔乡助残公司", "code": code, "form": "企业"})
		ask := record.Input{"enterprise": c.id(v), "centre": c.id(in), "terms": "低偿"}
		_, err = c.try(c.Worker(), centre.Residencies.Register, ask)
		c.refuses("没有有效的社会企业认定", err)
		c.Step(c.Civil(), org.SocialEnterprises.Register, v, "recognise", store.Taking{In: record.Input{"recognised_on": "2026-03-02", "last_day": "2029-03-01"}})
		c.wants("复核", c.Todo(c.Civil(), org.SocialEnterprises.Register, v), "社会企业年度复核 2027-03-02")
		_, err = c.try(c.Worker(), centre.Residencies.Register, ask)
		c.Do(err)
		_, err = c.try(c.Worker(), centre.Residencies.Register, ask)
		c.refuses("已入驻或正在申请入驻", err)
	})
}

// What lies where its centre is cannot be written from another community; an
// organisation books anywhere, for the booking is its own.
func Test场地在哪里登记(t *testing.T) {
	story(t, "别的社区的中心不能替它登记场地、改造、入驻和预约", func(c *county) {
		c.On("2026-03-02")
		of, other := c.centre("符阳党群服务中心", "社区"), c.OtherWorker()
		room := c.room(of, "")
		try := func(reg *record.Register, in record.Input) error {
			_, err := c.Store.Create(c.Ctx(), other, reg, other.Area, in, "")
			return err
		}
		for reg, in := range map[*record.Register]record.Input{
			centre.Rooms.Register:       {"name": "舞蹈室", "centre": c.id(of), "capacity": "20"},
			centre.Renovations.Register: {"title": "改造", "centre": c.id(of)},
			centre.Residencies.Register: {"org": c.id(c.org()), "centre": c.id(of), "terms": "免费"},
			centre.Bookings.Register:    {"purpose": "排练", "room": c.id(room), "from_time": "2026-03-03 10:00", "to_time": "2026-03-03 11:00"},
		} {
			if err := try(reg, in); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "不在您的辖区") {
				c.Errorf("%s：%v", reg.Label, err)
			}
		}
		member := c.Member(c.org())
		member.Area = other.Area
		_, err := c.Store.Create(c.Ctx(), member, centre.Bookings.Register, other.Area, record.Input{"purpose": "排练", "room": c.id(room), "from_time": "2026-03-03 10:00", "to_time": "2026-03-03 11:00"}, "")
		c.Do(err)
	})
}

func Test场地预约(t *testing.T) {
	story(t, "跨半夜的、不在开放时间的、太多人的、已有人的都不行；首尾相接可以", func(c *county) {
		c.On("2026-03-02")
		of := c.centre("符阳党群服务中心", "社区")
		room := c.room(of, "周一至周五 08:30-21:00")
		night := c.Make(c.Worker(), centre.Rooms.Register, Community, record.Input{"name": "值班室", "centre": c.id(of), "capacity": "5"})
		_, err := c.book(c.Worker(), night, "2026-03-03 23:00", "2026-03-04 01:00")
		c.refuses("跨过了半夜", err)
		_, err = c.book(c.Worker(), night, "2026-03-03 23:00", "2026-03-04 00:00")
		c.Do(err)
		_, err = c.book(c.Worker(), night, "2026-03-03 23:59", "2026-03-03 23:58")
		c.refuses("要晚于开始时间", err)
		_, err = c.book(c.Worker(), room, "2026-03-03 20:00", "2026-03-03 21:30")
		c.refuses("可预约的时间是", err)
		_, err = c.book(c.Worker(), room, "2026-03-07 10:00", "2026-03-07 11:00") // a Saturday
		c.refuses("可预约的时间是", err)
		_, err = c.book(c.Worker(), room, "2026-03-02 07:00", "2026-03-02 08:00")
		if err == nil {
			c.Error("过去的时间也能预约")
		}
		o := c.org()
		first, err := c.book(c.Member(o), room, "2026-03-03 09:00", "2026-03-03 10:00")
		c.Do(err)
		if got := Get(c.World, c.Member(o), centre.Bookings, first); int64(got.Org) != o || got.Area != Community {
			c.Errorf("社会组织的预约记成 %+v", got)
		}
		for _, slot := range [][2]string{{"09:00", "10:00"}, {"08:30", "09:01"}, {"09:59", "10:30"}, {"09:15", "09:45"}, {"08:30", "11:00"}} {
			_, err = c.book(c.Worker(), room, "2026-03-03 "+slot[0], "2026-03-03 "+slot[1])
			c.refuses("已有人预约，请换个时间", err)
		}
		for _, slot := range [][2]string{{"08:30", "09:00"}, {"10:00", "10:30"}} {
			_, err = c.book(c.Worker(), room, "2026-03-03 "+slot[0], "2026-03-03 "+slot[1])
			c.Do(err)
		}
		_, err = c.try(c.Worker(), centre.Bookings.Register, record.Input{"room": c.id(room), "purpose": "大会", "heads": "21", "from_time": "2026-03-04 09:00", "to_time": "2026-03-04 10:00"})
		c.refuses("最多容纳 20 人", err)
		c.Step(c.Member(o), centre.Bookings.Register, first, "cancel", store.Taking{})
		again, err := c.book(c.Worker(), room, "2026-03-03 09:00", "2026-03-03 10:00")
		c.Do(err)

		// A room that is closed makes what is booked ahead somebody's task.
		c.Step(c.Worker(), centre.Centres.Register, of, "shut", store.Taking{Note: "维修"})
		c.wants("场地停用", c.Todo(c.Worker(), centre.Bookings.Register, again), "场地停用：改约或取消 2026-03-03")
		_, err = c.book(c.Worker(), room, "2026-03-05 09:00", "2026-03-05 10:00")
		c.refuses("暂停预约", err)
		c.Step(c.Worker(), centre.Centres.Register, of, "open", store.Taking{})
		c.Step(c.Worker(), centre.Rooms.Register, room, "restore", store.Taking{})
		c.wants("修好了", c.Todo(c.Worker(), centre.Bookings.Register, again), "")
	})
}

func Test社会组织注销时阵地不留尾巴(t *testing.T) {
	story(t, "入驻退出，申请和以后的预约取消，运营另定", func(c *county) {
		c.On("2026-03-02")
		a, b := c.centre("甲中心", "社区"), c.centre("乙中心", "社区")
		room, o := c.room(a, ""), c.org()
		reg := centre.Residencies.Register
		in := c.Make(c.Officer(), reg, Community, record.Input{"org": c.id(o), "centre": c.id(a), "terms": "免费", "from_day": "2026-01-05", "last_day": "2026-12-31", "state": "已入驻"})
		wish := c.Make(c.Member(o), reg, Community, record.Input{"org": c.id(o), "centre": c.id(b), "terms": "免费"})
		soon, err := c.book(c.Member(o), room, "2026-06-29 09:00", "2026-06-29 10:00")
		c.Do(err)
		later, err := c.book(c.Member(o), room, "2026-07-30 09:00", "2026-07-30 10:00")
		c.Do(err)
		rec := Get(c.World, c.Worker(), centre.Centres, b)
		_, err = c.Store.Edit(c.Ctx(), c.Worker(), centre.Centres.Register, b, rec.Version, record.Input{"operator": c.id(o)}, "")
		c.Do(err)

		c.On("2026-07-02")
		c.orgStep(o, "apply_cancel", store.Taking{On: "2026-06-20"})
		c.wants("注销中", c.Todo(c.Worker(), reg, in), "入驻协议到期：评估，续驻或退出 2026-12-31；社会组织注销中：核对入驻")
		c.orgStep(o, "cancel", store.Taking{On: "2026-06-30"})
		left := Get(c.World, c.Worker(), centre.Residencies, in)
		c.wants("入驻", string(left.State)+string(left.Until), "left2026-06-30")
		c.wants("申请", string(Get(c.World, c.Worker(), centre.Residencies, wish).State), "refused")
		c.wants("用过的预约", string(Get(c.World, c.Worker(), centre.Bookings, soon).State), "booked")
		c.wants("以后的预约", string(Get(c.World, c.Worker(), centre.Bookings, later).State), "cancelled")
		c.wants("入驻的待办", c.Todo(c.Worker(), reg, in), "")
		c.wants("运营", c.Todo(c.Officer(), centre.Centres.Register, b), "运营单位已退出登记：另定")
		rec = Get(c.World, c.Worker(), centre.Centres, b)
		_, err = c.Store.Edit(c.Ctx(), c.Worker(), centre.Centres.Register, b, rec.Version, record.Input{"operator": ""}, "")
		c.Do(err)
		c.wants("另定了运营", c.Todo(c.Officer(), centre.Centres.Register, b), "")
		c.says("2026-06-29", map[string]string{"place.resident_now": "1家"})
		c.says("2026-06-30", map[string]string{"place.resident_now": "0家"})
		_, err = c.try(c.Worker(), centre.Bookings.Register, record.Input{"room": c.id(room), "org": c.id(o), "purpose": "散会", "from_time": "2026-08-03 09:00", "to_time": "2026-08-03 10:00"})
		c.refuses("现在是“已注销”，不能预约", err)
	})
}
