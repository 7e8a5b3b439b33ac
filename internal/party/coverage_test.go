package party_test

import (
	"fmt"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/ident"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// county is a county with social organisations in it.
type county struct {
	*World
	n int
}

func (c *county) id(n int64) string { return record.Input{}.ID(n) }

// registers an organisation; from that day it is uncovered.
func (c *county) registers(name string, on clock.Date) int64 {
	c.Helper()
	c.n++
	code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, c.n)
	c.Do(err)
	return c.Make(c.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": name, "code": code, "kind": "民办非企业单位", "registered_on": string(on)})
}

// survey finds members in an organisation and is verified.
func (c *county) survey(o int64, on clock.Date, full, probationary int) {
	c.Helper()
	s := c.Make(c.TownOfficer(), party.MemberSurveys.Register, Community, record.Input{"org": c.id(o), "surveyed_on": string(on), "source": "摸排",
		"full_members": fmt.Sprint(full), "probationary_members": fmt.Sprint(probationary)})
	c.Step(c.TownOfficer(), party.MemberSurveys.Register, s, "verify", store.Taking{On: on})
}

func (c *county) branch(name, kind string, on clock.Date) int64 {
	c.Helper()
	b := c.Make(c.Officer(), party.PartyOrgs.Register, County, record.Input{"name": name, "kind": kind})
	c.Step(c.Officer(), party.PartyOrgs.Register, b, "found", store.Taking{On: c.Store.Today(), In: record.Input{"founded_on": string(on)}})
	return b
}

func (c *county) covers(o, branch int64, kind string, from clock.Date, more ...string) error {
	in := record.Input{"org": c.id(o), "kind": kind, "party_org": c.id(branch), "from_day": string(from)}
	for i := 0; i+1 < len(more); i += 2 {
		in[more[i]] = more[i+1]
	}
	_, err := c.Store.Create(c.Ctx(), c.Officer(), party.Coverages.Register, County, in, "")
	return err
}

// covered gives how many organisations are covered in a way on a day.
func (c *county) covered(kind party.Reach, on clock.Date) (n int) {
	c.Helper()
	list, err := store.Find(c.Ctx(), c.Store.Reader(c.Officer()), party.Coverages, func(x *party.Coverage, w *store.Where) {
		w.Is(&x.Kind, kind).AtMost(&x.From, on)
	})
	c.Do(err)
	for _, x := range list {
		if x.Until == "" || on < x.Until {
			n++
		}
	}
	return n
}

// todo gives the county officer's tasks about a record, each with its day.
func (c *county) todo(about int64) string {
	c.Helper()
	list, err := c.Store.Inbox(c.Ctx(), c.Officer(), 100)
	c.Do(err)
	var says []string
	for _, t := range list {
		if t.Record == about {
			says = append(says, strings.TrimSpace(t.Label+" "+string(t.Due)))
		}
	}
	return strings.Join(says, "；")
}

func (c *county) wants(what, got, want string) {
	c.Helper()
	if got != want {
		c.Errorf("%s：%q，应为 %q", what, got, want)
	}
}

// story runs a scenario of the dossier on both engines.
func story(t *testing.T, name string, tell func(c *county)) {
	t.Run(name, func(t *testing.T) {
		Each(t, func(w *World) {
			c := &county{World: w}
			tell(c)
			found, err := w.Store.Verify(w.Ctx())
			w.Do(err)
			for _, f := range found {
				w.Error(f)
			}
		})
	})
}

func TestG3G4应建党组织(t *testing.T) {
	story(t, "预备党员不算，转正满三名起六十天内应建", func(c *county) {
		c.On("2026-02-20")
		a := c.registers("甲社", "2019-05-06")
		c.survey(a, "2026-02-20", 2, 1)
		c.wants("2 名正式、1 名预备", c.todo(a), "")
		c.On("2026-03-12")
		c.survey(a, "2026-03-10", 3, 0)
		c.wants("3 月 10 日转正后", c.todo(a), "应建未建：组建党组织 2026-05-09")
		c.wants("应建未建仍是未覆盖", fmt.Sprint(c.covered(party.None, "2026-03-12")), "1")
		b := c.branch("甲社党支部", "党支部", "2026-03-12")
		c.Do(c.covers(a, b, "单独组建", "2026-03-12"))
		c.wants("建了支部", c.todo(a), "")
	})
}

func TestG5联合支部成员单独建支部(t *testing.T) {
	story(t, "从批准之日起单独组建加一家、联合减一家，剩下的不足三名要核对", func(c *county) {
		c.On("2026-05-01")
		joint := c.branch("文体联合党支部", "联合党支部", "2026-05-01")
		var list []int64
		for i, name := range []string{"甲社", "乙社", "丙社", "丁社"} {
			o := c.registers(name, "2019-05-06")
			c.survey(o, "2026-05-01", []int{1, 1, 0, 0}[i], 0)
			c.Do(c.covers(o, joint, "联合组建", "2026-05-01"))
			list = append(list, o)
		}
		b := list[1]
		c.On("2026-06-01")
		c.survey(b, "2026-05-20", 3, 0)
		c.wants("乙社满三名", c.todo(b), "应建未建：组建党组织 2026-07-19")
		own := c.branch("乙社党支部", "党支部", "2026-06-01")
		c.Do(c.covers(b, own, "单独组建", "2026-06-01"))
		c.wants("5 月 31 日联合", fmt.Sprint(c.covered(party.Joint, "2026-05-31"), c.covered(party.Single, "2026-05-31")), "4 0")
		c.wants("6 月 1 日联合", fmt.Sprint(c.covered(party.Joint, "2026-06-01"), c.covered(party.Single, "2026-06-01")), "3 1")
		c.wants("乙社", c.todo(b), "")
		c.wants("联合党支部只剩 1 名正式党员", c.todo(joint), "联合党支部正式党员不足 3 名：核对")
		c.Says(figure.Question{Area: County, At: "2026-05-31"}, map[string]string{"party.small_branches": "0个"})
		c.Says(figure.Question{Area: County}, map[string]string{"party.small_branches": "1个"})

		c.On("2026-07-01") // 支部并入联合党支部：又成了应建未建
		c.Do(c.covers(b, joint, "联合组建", "2026-07-01"))
		c.wants("乙社没有了自己的支部", c.todo(b), "应建未建：组建党组织 2026-08-30")
		c.Says(figure.Question{Area: County}, map[string]string{"party.small_branches": "0个", "party.unbuilt": "1家"})
	})
}

func TestG6联合支部第六个单位(t *testing.T) {
	story(t, "一般不超过五个，超过要理由和批准人", func(c *county) {
		c.On("2026-05-01")
		joint := c.branch("文体联合党支部", "联合党支部", "2026-05-01")
		for i := range 5 {
			c.Do(c.covers(c.registers(fmt.Sprint("第", i, "社"), "2019-05-06"), joint, "联合组建", "2026-05-01"))
		}
		sixth := c.registers("第六社", "2019-05-06")
		for _, more := range [][]string{nil, {"reason", "都在一条街上"}, {"approver", "李部长"}} {
			err := c.covers(sixth, joint, "联合组建", "2026-05-01", more...)
			if e := fault.As(err); e == nil || e.Kind != fault.Invalid || !strings.Contains(err.Error(), "一般不超过 5 个单位") {
				c.Errorf("只写 %v：%v", more, err)
			}
		}
		c.wants("没有记上", fmt.Sprint(c.covered(party.Joint, "2026-05-01")), "5")
		c.Do(c.covers(sixth, joint, "联合组建", "2026-05-01", "reason", "都在一条街上", "approver", "李部长"))
		c.wants("写全了", fmt.Sprint(c.covered(party.Joint, "2026-05-01")), "6")
	})
}

func TestG7社会组织注销(t *testing.T) {
	story(t, "生效日起退出覆盖，交办撤销支部", func(c *county) {
		c.On("2026-05-01")
		o := c.registers("丙社", "2019-05-06")
		c.survey(o, "2026-05-01", 3, 0)
		own := c.branch("丙社党支部", "党支部", "2026-05-01")
		c.Do(c.covers(o, own, "单独组建", "2026-05-01"))
		c.On("2026-07-02")
		c.Step(c.Civil(), org.SocialOrgs.Register, o, "apply_cancel", store.Taking{On: "2026-06-20"})
		c.Step(c.Civil(), org.SocialOrgs.Register, o, "cancel", store.Taking{On: "2026-06-30"})
		c.wants("6 月 29 日", fmt.Sprint(c.covered(party.Single, "2026-06-29")), "1")
		c.wants("6 月 30 日起", fmt.Sprint(c.covered(party.Single, "2026-06-30"), c.covered(party.Single, "2026-07-01")), "0 0")
		c.wants("待办", c.todo(o), "撤销支部、转接党员")
		if err := c.covers(o, own, "单独组建", "2026-07-02"); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "不能再登记覆盖") {
			c.Errorf("注销后又登记覆盖：%v", err)
		}
	})
}

func TestG8新登记的社会组织(t *testing.T) {
	story(t, "有三名正式党员的，建支部前应建未建，建后覆盖", func(c *county) {
		c.On("2026-04-01")
		d := c.registers("丁社", "2026-04-01")
		c.wants("登记当天未覆盖", fmt.Sprint(c.covered(party.None, "2026-04-01"), c.covered(party.None, "2026-03-31")), "1 0")
		c.survey(d, "2026-04-01", 3, 0)
		c.wants("应建", c.todo(d), "应建未建：组建党组织 2026-05-31")
		c.On("2026-05-06")
		c.Do(c.covers(d, c.branch("丁社党支部", "党支部", "2026-05-06"), "单独组建", "2026-05-06"))
		c.wants("建后", fmt.Sprint(c.covered(party.None, "2026-05-06"), c.covered(party.Single, "2026-05-06")), "0 1")
		c.wants("不再应建", c.todo(d), "")
	})
}

func Test覆盖要说得通(t *testing.T) {
	story(t, "党组织的种类、状态和日期", func(c *county) {
		c.On("2026-05-01")
		a, b := c.registers("甲社", "2026-04-01"), c.registers("乙社", "2026-04-01")
		single := c.branch("甲社党支部", "党支部", "2026-04-20")
		preparing := c.Make(c.Officer(), party.PartyOrgs.Register, County, record.Input{"name": "筹建支部", "kind": "党支部"})
		c.Do(c.covers(a, single, "单独组建", "2026-04-20"))
		for says, err := range map[string]error{
			"已经是另一家社会组织单独建立的党支部": c.covers(b, single, "单独组建", "2026-05-01"),
			"与覆盖方式不符":            c.covers(b, single, "联合组建", "2026-05-01"),
			"还没有成立，或已经撤销":        c.covers(b, preparing, "单独组建", "2026-05-01"),
			"早于现有覆盖的起始日期":        c.covers(b, preparing, "单独组建", "2026-03-01"),
			"没有党组织，请清空":          c.covers(b, single, "仅工作覆盖", "2026-05-01"),
			"视同覆盖要写明依据和佐证":       c.covers(b, single, "视同覆盖", "2026-05-01"),
			"要选党组织":              c.covers(b, 0, "联合组建", "2026-05-01"),
		} {
			if !fault.Is(err, fault.Invalid) || !strings.Contains(fmt.Sprint(err), says) {
				c.Errorf("应说“%s”：%v", says, err)
			}
		}
		c.wants("什么也没有记上", fmt.Sprint(c.covered(party.None, "2026-05-01"), c.covered(party.Single, "2026-05-01")), "1 1")
	})
}

func Test核实要由有权的人办(t *testing.T) {
	story(t, "民政登记的摸排不能自己写成已核实", func(c *county) {
		c.On("2026-05-01")
		o := c.registers("甲社", "2026-04-01")
		in := record.Input{"org": c.id(o), "surveyed_on": "2026-05-01", "source": "登记", "full_members": "3", "state": "已核实"}
		_, err := c.Store.Create(c.Ctx(), c.Civil(), party.MemberSurveys.Register, Community, in, "")
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "您登记时只能是“待核实”") {
			c.Errorf("民政：%v", err)
		}
		c.wants("没有据此应建", c.todo(o), "")
		_, err = c.Store.Create(c.Ctx(), c.Officer(), party.MemberSurveys.Register, Community, in, "")
		c.Do(err)
		c.wants("县级经办可以", c.todo(o), "应建未建：组建党组织 2026-06-30")
	})
}
