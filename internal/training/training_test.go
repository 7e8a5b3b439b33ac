package training_test

import (
	"fmt"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/training"
)

type county struct {
	*World
	unit int64
}

// story runs a scenario of the dossier on both engines.
func story(t *testing.T, name string, tell func(c *county)) {
	t.Run(name, func(t *testing.T) {
		Each(t, func(w *World) {
			c := &county{World: w}
			c.unit = c.Make(c.Officer(), people.Units.Register, County, record.Input{"name": "荔江社工服务中心", "kind": "其他"})
			tell(c)
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

func (c *county) try(reg *record.Register, in record.Input) error {
	_, err := c.Store.Create(c.Ctx(), c.Civil(), reg, County, in, "")
	return err
}

func (c *county) training(in record.Input) int64 {
	c.Helper()
	return c.Make(c.Civil(), training.Trainings.Register, County, in)
}

func (c *county) step(reg *record.Register, id int64, step string, in record.Input) error {
	c.Helper()
	return c.TryStep(c.Civil(), reg, id, step, store.Taking{In: in, Note: "x"})
}

// attend writes down that people, named by number, came to a training.
func (c *county) attend(t int64, from, to int, times int64) {
	c.Helper()
	c.Batch(to-from, func(tx *store.Tx, i int) error {
		_, err := store.Add(tx, training.Attendances, County, func(a *training.Attendance) {
			a.Name, a.Training, a.Unit, a.Times = named(from+i), record.ID[training.Training](t), record.ID[people.Unit](c.unit), times
		})
		return err
	})
}

// named gives the name of a person by number.
func named(n int) string {
	digits := []rune("零一二三四五六七八九")
	return "学员" + string([]rune{digits[n/100], digits[n/10%10], digits[n%10]})
}

func (c *county) certificate(person int, level training.Level, number string) {
	c.Helper()
	c.Batch(1, func(tx *store.Tx, _ int) error {
		_, err := store.Add(tx, training.Certificates, County, func(x *training.Certificate) {
			x.Name, x.Unit, x.Level, x.Number, x.Issued = named(person), record.ID[people.Unit](c.unit), level, number, "2025-12-01"
		})
		return err
	})
}

func (c *county) says(at clock.Date, figures map[string]string) {
	c.Helper()
	c.Says(figure.Question{Area: County, At: at}, figures)
}

func TestG17参训人数人次和持证(t *testing.T) {
	story(t, "150 名、151 人次，持证 32 名；不算什么通过率", func(c *county) {
		c.On("2026-06-01")
		exam := c.training(record.Input{"title": "考前培训", "kind": "考前培训", "from_day": "2026-05-09", "last_day": "2026-05-10", "state": "已举办",
			"sessions": `[{"on_day":"2026-05-09","topic":"综合能力","length":"6小时"},{"on_day":"2026-05-10","topic":"实务","length":"6小时"}]`})
		c.attend(exam, 0, 1, 2)
		c.attend(exam, 1, 150, 1)
		planned := c.training(record.Input{"title": "下一期", "kind": "考前培训", "from_day": "2026-09-01"})
		c.attend(planned, 200, 210, 1)
		for i := range 32 {
			c.certificate(i, training.Assistant, fmt.Sprintf("A%03d", i))
		}
		c.certificate(0, training.Qualified, "Q000")
		c.says("2026-06-01", map[string]string{"training.trained": "150名", "training.person_times": "151人次", "training.certified": "32名",
			"training.certified_assistant": "31名", "training.certified_social_worker": "1名", "training.certified_senior": "0名"})
		c.says("2026-05-08", map[string]string{"training.trained": "0名", "training.person_times": "0人次"})
		c.refuses("应在 1 到 2 之间", c.try(training.Attendances.Register, record.Input{"training": c.id(exam), "name": named(300), "unit": c.id(c.unit), "times": "3"}))
		c.refuses("已在这次培训的名单里", c.try(training.Attendances.Register, record.Input{"training": c.id(exam), "name": named(1), "unit": c.id(c.unit), "times": "1"}))
		for _, f := range c.Figures.Contracts() {
			if strings.HasPrefix(f.Name, "training.") && (f.Base != "" || f.Of != "" || strings.Contains(f.Label+f.Rule, "通过率")) {
				c.Errorf("%s 是个比率：参训的和持证的不是同一批人", f.Name)
			}
		}
		// A certificate that is revoked counts no longer from that day.
		list, err := store.Find(c.Ctx(), c.Store.Reader(c.Civil()), training.Certificates, func(x *training.Certificate, w *store.Where) { w.Is(&x.Number, "A005") })
		c.Do(err)
		c.On("2026-06-10")
		c.Do(c.step(training.Certificates.Register, list[0].ID, "revoke", nil))
		c.says("2026-06-09", map[string]string{"training.certified": "32名"})
		c.says("2026-06-10", map[string]string{"training.certified": "31名"})
	})
}

func TestG18与境外非政府组织合作的培训(t *testing.T) {
	story(t, "没有登记证号，也没有提前十五日备案的，不能批准；名单上七名", func(c *county) {
		c.On("2026-07-10")
		in := record.Input{"title": "儿童保护实务", "kind": "儿童服务", "from_day": "2026-07-27", "place": "眉山市", "away": "是", "partner": "国际救助儿童会", "overseas": "是"}
		id, reg := c.training(in), training.Trainings.Register
		c.On("2026-07-17")
		c.refuses("要填代表机构登记证号，或临时活动备案号和备案日期", c.step(reg, id, "approve", nil))
		fill := func(in record.Input) error {
			_, err := c.Store.Edit(c.Ctx(), c.Civil(), reg, id, Get(c.World, c.Civil(), training.Trainings, id).Version, in, "")
			return err
		}
		c.Do(fill(record.Input{"filing_number": "川临备 2026-1", "filed_on": "2026-07-13"}))
		c.refuses("最晚 2026年7月12日，备案日期是 2026年7月13日", c.step(reg, id, "approve", nil))
		c.Do(fill(record.Input{"filed_on": "2026-07-12"}))
		c.Do(c.step(reg, id, "approve", nil))
		c.refuses("最晚 2026年7月11日", fill(record.Input{"from_day": "2026-07-26"}))
		c.On("2026-07-28")
		c.Do(c.TryStep(c.Civil(), reg, id, "hold", store.Taking{On: "2026-07-27"}))
		c.attend(id, 0, 7, 1)
		n, err := store.CountOf(c.Ctx(), c.Store.Reader(c.Civil()), training.Attendances, func(a *training.Attendance, w *store.Where) {
			w.Is(&a.Training, record.ID[training.Training](id))
		})
		if c.Do(err); n != 7 {
			c.Errorf("名单上有 %d 名", n)
		}
		c.says("2026-07-26", map[string]string{"training.trained": "0名"})
		c.says("2026-07-27", map[string]string{"training.trained": "7名"})

		// Nobody forgets it the next time, and a registered office needs no filing.
		c.refuses("在以前的培训里是境外非政府组织", c.try(reg, record.Input{"title": "第二期", "kind": "儿童服务", "from_day": "2026-08-10", "partner": "国际救助儿童会"}))
		next := c.training(record.Input{"title": "第二期", "kind": "儿童服务", "from_day": "2026-08-01", "partner": "国际救助儿童会", "overseas": "是", "office_number": "G1110000"})
		c.Do(c.step(reg, next, "approve", nil))
	})
}

func Test证书登记到期和继续教育(t *testing.T) {
	story(t, "不能早于发证登记；三年到期，学时够才能继续登记", func(c *county) {
		c.On("2026-03-02")
		reg := training.Certificates.Register
		in := func(more ...string) record.Input {
			in := record.Input{"name": "陈社工", "unit": c.id(c.unit), "level": "助理社会工作师", "number": "S1", "issued_on": "2023-01-10"}
			for i := 0; i+1 < len(more); i += 2 {
				in[more[i]] = more[i+1]
			}
			return in
		}
		c.refuses("早于发证日期 2023年1月10日", c.try(reg, in("registered_on", "2023-01-09")))
		c.refuses("还没有到", c.try(reg, in("issued_on", "2026-03-03")))
		c.refuses("不能早于登记日期", c.try(reg, in("registered_on", "2023-05-01", "last_day", "2023-04-30")))

		id := c.Make(c.Civil(), reg, County, in())
		if got := c.Todo(c.Civil(), reg, id); got != "证书要按期登记 2024-01-10" {
			c.Errorf("待办 %q", got)
		}
		c.refuses("已有这个级别的证书", c.try(reg, in("number", "S2")))
		c.refuses("早于发证日期", c.step(reg, id, "register", record.Input{"registered_on": "2022-12-31"}))
		c.Do(c.step(reg, id, "register", record.Input{"registered_on": "2023-05-01"}))
		if got := Get(c.World, c.Civil(), training.Certificates, id).Last; got != "2026-04-30" {
			c.Errorf("登记有效期至 %s", got)
		}
		if got := c.Todo(c.Civil(), reg, id); got != "证书要按期登记 2026-04-30" {
			c.Errorf("待办 %q", got)
		}
		credit := func(on, length string) {
			c.Helper()
			c.Make(c.Civil(), training.Credits.Register, County, record.Input{"certificate": c.id(id), "on_day": on, "length": length, "source": "督导课"})
		}
		credit("2022-03-01", "100小时") // before these three years
		credit("2024-03-01", "40小时")
		credit("2026-03-01", "31小时")
		c.refuses("近 3 年的继续教育有 71 学时，要 72 学时，还差 1", c.step(reg, id, "renew", nil))
		c.says("2026-03-02", map[string]string{"training.registration_lapsed": "0本"})

		// The social worker sees what is theirs, and is reminded of it; nobody else's.
		worker := c.Make(c.Civil(), training.SocialWorkers.Register, County, record.Input{"name": "陈社工", "unit": c.id(c.unit), "from_day": "2020-01-06"})
		other := c.Make(c.Civil(), training.SocialWorkers.Register, County, record.Input{"name": "周社工", "unit": c.id(c.unit), "from_day": "2020-01-06"})
		own := func(of int64) (tasks, certificates, credits int) {
			me := &record.Actor{Account: 21, Name: "社工", Area: County, Roles: record.By(people.SocialWorker), Owns: map[string]int64{"social_worker": of}, Via: "web"}
			list, err := c.Store.Inbox(c.Ctx(), me, 10) // due within ninety days
			c.Do(err)
			for _, reg := range []*record.Register{reg, training.Credits.Register} {
				page, err := c.Store.Reader(me).Count(c.Ctx(), reg, store.Query{})
				c.Do(err)
				certificates, credits = credits, page.Total
			}
			return len(list), certificates, credits
		}
		if tasks, certificates, credits := own(worker); tasks != 1 || certificates != 1 || credits != 3 {
			c.Errorf("社工看到 %d 件待办、%d 本证书、%d 次学时", tasks, certificates, credits)
		}
		if tasks, certificates, credits := own(other); tasks+certificates+credits != 0 {
			c.Errorf("别的社工看到 %d 件待办、%d 本证书、%d 次学时", tasks, certificates, credits)
		}
		c.says("2026-05-01", map[string]string{"training.registration_lapsed": "1本", "training.certified": "1名"})
		credit("2026-03-02", "1小时")
		c.Do(c.step(reg, id, "renew", nil))
		if got := Get(c.World, c.Civil(), training.Certificates, id).Last; got != "2029-04-30" {
			c.Errorf("继续登记至 %s", got)
		}
		if got := c.Todo(c.Civil(), reg, id); got != "证书要按期登记 2029-04-30" {
			c.Errorf("待办 %q", got)
		}
	})
}

func Test考试成绩(t *testing.T) {
	story(t, "助理一年内全部合格，社会工作师连续两年累计", func(c *county) {
		exam := func(level string, year int, subjects ...string) int64 {
			var rows []string
			for _, s := range subjects {
				rows = append(rows, fmt.Sprintf(`{"name":%q,"pass_mark":"60"}`, s))
			}
			return c.Make(c.Civil(), training.Exams.Register, County, record.Input{"title": fmt.Sprint(year, level), "year": fmt.Sprint(year), "level": level, "subjects": "[" + strings.Join(rows, ",") + "]"})
		}
		sits := func(e int64, name string, results string) int64 {
			id := c.Make(c.Civil(), training.Candidates.Register, County, record.Input{"name": name, "unit": c.id(c.unit), "exam": c.id(e)})
			c.Do(c.step(training.Candidates.Register, id, "result", record.Input{"results": results}))
			return id
		}
		qualified := func(id int64) bool { return Get(c.World, c.Civil(), training.Candidates, id).Qualified }
		a := exam("助理社会工作师", 2025, "综合能力", "实务")
		b := exam("助理社会工作师", 2026, "综合能力", "实务")
		if qualified(sits(a, "甲", `[{"subject":"综合能力","score":"60"},{"subject":"实务","score":"59"}]`)) || qualified(sits(b, "甲", `[{"subject":"实务","score":"80"}]`)) {
			c.Error("助理的两科分在两年也算合格")
		}
		if !qualified(sits(b, "乙", `[{"subject":"综合能力","score":"60"},{"subject":"实务","score":"60"}]`)) {
			c.Error("两科都合格的不算")
		}
		var q []int64
		for _, year := range []int{2024, 2025, 2026} {
			q = append(q, exam("社会工作师", year, "综合能力", "实务", "法规"))
		}
		sits(q[0], "丙", `[{"subject":"法规","score":"90"}]`)
		if qualified(sits(q[1], "丙", `[{"subject":"综合能力","score":"90"}]`)) || qualified(sits(q[2], "丙", `[{"subject":"实务","score":"90"}]`)) {
			c.Error("三年累计的也算")
		}
		sits(q[1], "丁", `[{"subject":"综合能力","score":"60"},{"subject":"法规","score":"60"}]`)
		if !qualified(sits(q[2], "丁", `[{"subject":"实务","score":"60"}]`)) {
			c.Error("连续两年累计的不算")
		}
		c.refuses("没有“作文”这个科目", c.try(training.Candidates.Register, record.Input{"name": "戊", "unit": c.id(c.unit), "exam": c.id(b), "results": `[{"subject":"作文","score":"60"}]`}))
	})
}
