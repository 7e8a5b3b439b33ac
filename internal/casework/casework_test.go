package casework_test

import (
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/casework"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

// county is one with two stations: a social worker and her supervisor at the
// first, a social worker at the second.
type county struct {
	*World
	worker, supervisor, elsewhere int64
}

func newCounty(w *World) *county {
	c := &county{World: w}
	unit := w.Make(w.Officer(), people.Units.Register, Community, record.Input{"name": "滨江路社工站", "kind": "事业单位"})
	for _, x := range []struct {
		id   *int64
		name string
	}{{&c.worker, "向小燕"}, {&c.supervisor, "孔令仪"}, {&c.elsewhere, "陈远"}} {
		*x.id = w.Make(w.Civil(), training.SocialWorkers.Register, County, record.Input{"name": x.name, "unit": id(unit), "from_day": "2020-01-06"})
	}
	return c
}

func id(n int64) string { return record.Input{}.ID(n) }

func is(account, worker int64, role record.Role, area string) *record.Actor {
	return &record.Actor{Account: account, Name: "社工", Roles: record.By(role), Area: area, Via: "web", Owns: map[string]int64{"social_worker": worker}}
}

func (c *county) her() *record.Actor { return is(21, c.worker, people.SocialWorker, Community) }
func (c *county) supervising() *record.Actor {
	return is(22, c.supervisor, people.Supervisor, County)
}
func (c *county) other() *record.Actor { return is(23, c.elsewhere, people.SocialWorker, Community) }

func (c *county) refuses(says string, err error) {
	c.Helper()
	if err == nil || !strings.Contains(err.Error(), says) {
		c.Errorf("应说“%s”：%v", says, err)
	}
}

// file gives what a case of somebody born on a day says.
func (c *county) file(alias string, birth clock.Date, more record.Input) record.Input {
	in := record.Input{"alias": alias, "kind": "个人", "worker": id(c.worker), "supervisor": id(c.supervisor), "opened_on": string(c.Store.Today()), "client": "王小宝", "birth": string(birth)}
	for k, v := range more {
		in[k] = v
	}
	return in
}

func (c *county) try(a *record.Actor, in record.Input) (int64, error) {
	res, err := c.Store.Create(c.Ctx(), a, casework.Cases.Register, Community, in, "")
	return res.ID, err
}

func (c *county) checked(worker int64, on clock.Date, clear string) {
	c.Helper()
	c.Make(c.Civil(), casework.RecordChecks.Register, County, record.Input{"worker": id(worker), "on_day": string(on), "clear": clear})
}

// guardian is what a child's case says beside.
var guardian = record.Input{"guardian": "王大山", "guardian_consent_on": "2026-03-01"}

// G24: 儿童个案。社工的从业查询超过一年，不能指派；九岁的孩子没有监护人同意，不能立案；
// 情况紧急的写明原因先立案，三日内补上。
func TestG24未成年人的个案(t *testing.T) {
	Each(t, func(w *World) {
		c := newCounty(w)
		cases := casework.Cases.Register

		_, err := c.try(c.her(), c.file("滨江 01 号", "2016-09-01", guardian))
		c.refuses("没有可以为未成年人服务的从业查询记录", err)
		c.checked(c.worker, "2025-03-01", "是")
		_, err = c.try(c.her(), c.file("滨江 01 号", "2016-09-01", guardian))
		c.refuses("已超过一年", err)
		if _, err := c.try(c.her(), c.file("滨江 02 号", "1950-05-06", nil)); err != nil {
			c.Errorf("老人的个案不看从业查询：%v", err)
		}
		c.checked(c.worker, "2026-03-02", "否")
		_, err = c.try(c.her(), c.file("滨江 01 号", "2016-09-01", guardian))
		c.refuses("没有可以为未成年人服务的从业查询记录", err) // 查到了什么不说

		c.On("2026-03-03")
		c.checked(c.worker, "2026-03-03", "是")
		_, err = c.try(c.her(), c.file("滨江 01 号", "2016-09-01", record.Input{"guardian": "王大山"}))
		c.refuses("不满十四周岁，要有监护人同意才能立案", err)
		_, err = c.try(c.her(), c.file("滨江 01 号", "2011-09-01", nil)) // 十四岁：写明监护人
		c.refuses("服务对象未成年，写明监护人", err)

		child, err := c.try(c.her(), c.file("滨江 01 号", "2016-09-01", record.Input{"guardian": "王大山", "urgent_reason": "孩子身上有伤，监护人不接电话"}))
		c.Do(err)
		tasks, err := c.Store.Inbox(c.Ctx(), c.her(), 10)
		c.Do(err)
		if len(tasks) != 1 || tasks[0].Label != "补监护人同意" || tasks[0].Due != "2026-03-06" {
			c.Errorf("紧急立案后的待办 %+v", tasks)
		}
		if list, err := c.Store.Inbox(c.Ctx(), c.other(), 10); err != nil || len(list) != 0 {
			c.Errorf("别站的社工看到待办 %+v %v", list, err)
		}
		_, err = c.Store.Edit(c.Ctx(), c.her(), cases, child, 1, record.Input{"guardian_consent_on": "2026-03-03"}, "")
		c.Do(err)
		if tasks, _ := c.Store.Inbox(c.Ctx(), c.her(), 10); len(tasks) != 0 {
			c.Errorf("补上以后还有待办 %+v", tasks)
		}

		// The file is opened with a reason, and it is written down.
		c.Clock.Set(c.Clock.Now().AddDate(0, 0, 1))
		r := c.Store.Reader(c.her())
		if _, err := r.Get(c.Ctx(), cases, child); !fault.HasCode(err, fault.CodeReason) {
			c.Errorf("不写原因就看：%v", err)
		}
		if _, err := c.Store.Edit(c.Ctx(), c.her(), cases, child, 2, record.Input{"assessment": "x"}, ""); !fault.HasCode(err, fault.CodeReason) {
			c.Errorf("不写原因就改：%v", err)
		}
		c.refuses("为什么要看：没有填", c.Store.OpenDossier(c.Ctx(), c.her(), cases, child, " "))
		c.Do(c.Store.OpenDossier(c.Ctx(), c.her(), cases, child, "今天下午家访"))
		if _, err := r.Get(c.Ctx(), cases, child); err != nil {
			c.Error(err)
		}
		if _, err := c.Store.Reader(c.supervising()).Get(c.Ctx(), cases, child); !fault.HasCode(err, fault.CodeReason) {
			c.Errorf("她打开了，督导的还合着：%v", err)
		}
		looks, err := c.Store.Looks(c.Ctx(), cases, child, 10)
		c.Do(err)
		if len(looks) != 1 || looks[0].Action != "open" || looks[0].Reason != "今天下午家访" {
			c.Errorf("谁看过 %+v", looks)
		}
		note := c.Make(c.her(), casework.Notes.Register, Community, record.Input{"social_case": id(child), "way": "家访", "what": "母女都在家"})
		c.Clock.Set(c.Clock.Now().Add(4 * 3600e9))
		if _, err := r.Get(c.Ctx(), casework.Notes.Register, note); !fault.HasCode(err, fault.CodeReason) {
			c.Errorf("过了时限，它的记录：%v", err)
		}
		if err := c.Store.OpenDossier(c.Ctx(), c.other(), cases, child, "好奇"); !fault.Is(err, fault.NotFound) {
			c.Errorf("别站的社工打开：%v", err)
		}

		// Handed to somebody whose check has run out it is not; groups of children neither.
		c.Do(c.Store.OpenDossier(c.Ctx(), c.supervising(), cases, child, "换人"))
		_, err = c.Store.Edit(c.Ctx(), c.supervising(), cases, child, 2, record.Input{"worker": id(c.elsewhere)}, "")
		c.refuses("没有可以为未成年人服务的从业查询记录", err)
		_, err = c.Store.Create(c.Ctx(), c.other(), casework.Groups.Register, Community, record.Input{"title": "四点半小组", "kind": "成长小组", "worker": id(c.elsewhere), "supervisor": id(c.supervisor),
			"from_day": "2026-03-03", "goal": "x", "minors": "是"}, "")
		c.refuses("没有可以为未成年人服务的从业查询记录", err)
	})
}

// 从接案到结案：六个阶段，计划里要有目标，结案由督导。
func Test从接案到结案(t *testing.T) {
	Each(t, func(w *World) {
		c := newCounty(w)
		cases := casework.Cases.Register
		_, err := c.try(c.her(), c.file("滨江 01 号", "1950-05-06", record.Input{"worker": id(c.elsewhere)}))
		c.refuses("只能登记自己负责的或者自己督导的个案", err)
		_, err = c.try(c.her(), c.file("滨江 01 号", "1950-05-06", record.Input{"supervisor": id(c.worker)}))
		c.refuses("督导不能是负责的社工自己", err)
		_, err = c.try(c.her(), c.file("滨江 01 号", "1950-05-06", record.Input{"opened_on": "2026-03-09"}))
		c.refuses("还没有到", err)
		n, err := c.try(c.her(), c.file("滨江 01 号", "1950-05-06", record.Input{"kind": "纠纷调解", "source": "邻居吵架，物业转来"}))
		c.Do(err)
		step := func(a *record.Actor, name string, in record.Input) error {
			return c.TryStep(a, cases, n, name, store.Taking{In: in})
		}
		c.refuses("知情同意", step(c.her(), "assess", nil))
		c.Do(step(c.her(), "assess", record.Input{"consent_on": "2026-03-02"}))
		c.Do(step(c.her(), "plan", record.Input{"assessment": "漏水引起，双方都愿意谈"}))
		c.refuses("至少写一个目标", step(c.her(), "intervene", nil))
		got := Get(w, c.her(), casework.Cases, n)
		_, err = c.Store.Edit(c.Ctx(), c.her(), cases, n, got.Version, record.Input{"goals": `[{"what":"商定维修和赔偿","by_day":"2026-03-20"}]`}, "")
		c.Do(err)
		c.Do(step(c.her(), "intervene", nil))
		_, err = c.Store.Create(c.Ctx(), c.her(), casework.Notes.Register, Community, record.Input{"social_case": id(n), "on_day": "2026-03-01", "way": "面谈", "what": "x"}, "")
		c.refuses("早于接案日期", err)
		c.Make(c.her(), casework.Notes.Register, Community, record.Input{"social_case": id(n), "way": "面谈", "what": "双方坐到一起", "next_on": "2026-03-09"})
		c.Says(figure.Question{}, map[string]string{"casework.open": "1个"})
		c.Do(step(c.her(), "evaluate", nil))
		if err := step(c.her(), "close", record.Input{"result": "已和好", "closing": "目标达成"}); !fault.Is(err, fault.Refused) {
			c.Errorf("社工自己结案：%v", err)
		}
		c.Do(step(c.supervising(), "close", record.Input{"result": "已和好", "closing": "目标达成"}))
		c.Says(figure.Question{}, map[string]string{"casework.open": "0个"})
	})
}

// 转介只说对方办事必须知道的：对方看得到这些，看不到个案。
func Test转介(t *testing.T) {
	Each(t, func(w *World) {
		c := newCounty(w)
		o := w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "甲社", "code": "51510522MJQ000015U", "kind": "社会团体", "registered_on": "2025-05-06"})
		n, err := c.try(c.her(), c.file("滨江 01 号", "1950-05-06", nil))
		c.Do(err)
		in := record.Input{"social_case": id(n), "agreed_on": "2026-03-02", "told": "需要助浴，每周一次", "why": "本站做不了"}
		_, err = c.Store.Create(c.Ctx(), c.her(), casework.Referrals.Register, Community, in, "")
		c.refuses("写明转给谁", err)
		in["org"] = id(o)
		_, err = c.Store.Create(c.Ctx(), c.other(), casework.Referrals.Register, Community, in, "")
		c.refuses("没有找到", err)
		ref := c.Make(c.her(), casework.Referrals.Register, Community, in)
		them := w.Member(o)
		tasks, err := c.Store.Inbox(c.Ctx(), them, 10)
		c.Do(err)
		if len(tasks) != 1 || tasks[0].Label != "答复转介" || strings.Contains(tasks[0].Title, "滨江") {
			c.Errorf("对方的待办 %+v", tasks)
		}
		told, err := c.Store.Reveal(c.Ctx(), them, casework.Referrals.Register, ref, "told", "")
		if err != nil || told != "需要助浴，每周一次" {
			c.Errorf("对方看到“%s”：%v", told, err)
		}
		if titles, err := c.Store.Reader(them).Titles(c.Ctx(), casework.Cases.Register, []int64{n}); err != nil || len(titles) != 0 {
			c.Errorf("对方知道个案叫什么：%v %v", titles, err)
		}
		if _, err := c.Store.Reader(them).Get(c.Ctx(), casework.Cases.Register, n); !fault.Is(err, fault.NotFound) {
			c.Errorf("对方看个案：%v", err)
		}
		c.Do(c.TryStep(them, casework.Referrals.Register, ref, "take", store.Taking{}))
	})
}
