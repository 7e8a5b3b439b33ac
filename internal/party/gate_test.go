package party_test

import (
	"fmt"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// refused holds an error to what it says.
func (c *county) refused(says string, err error) {
	c.Helper()
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), says) {
		c.Errorf("应说“%s”：%v", says, err)
	}
}

// papersDue gives the day by which civil affairs hands papers over, "" if none are due.
func (c *county) papersDue() clock.Date {
	c.Helper()
	list, err := c.Store.Inbox(c.Ctx(), c.Civil(), 100)
	c.Do(err)
	for _, t := range list {
		if t.Kind == "hand_over_papers" {
			return t.Due
		}
	}
	return ""
}

func TestG9四同时三同步(t *testing.T) {
	story(t, "没有承诺书不能准予登记，没有调查表不能发证，五个工作日内移交", func(c *county) {
		c.On("2026-04-30")
		civil, orgs := c.Civil(), org.SocialOrgs.Register
		body := c.Make(c.Officer(), people.Units.Register, County, record.Input{"name": "县民政局党委", "kind": "党政机关"})
		e := c.Make(civil, orgs, Community, record.Input{"name": "戊社", "kind": "民办非企业单位", "registered_on": "2026-04-30", "state": "筹备", "supervisor": c.id(body)})
		c.refused("“戊社”还缺“党建工作承诺书”，补齐后再办理准予登记", c.TryStep(civil, orgs, e, "approve", store.Taking{}))
		c.refused("不能发证", c.TryStep(civil, orgs, e, "register", store.Taking{In: record.Input{"code": "52510522MJQ000023K"}}))
		u := c.Make(civil, party.Undertakings.Register, Community, record.Input{"org": c.id(e), "signed_on": "2026-04-28"})
		c.Step(civil, orgs, e, "approve", store.Taking{})
		c.wants("移交期限过了劳动节再数五个工作日", string(c.papersDue()), "2026-05-11")

		c.On("2026-05-08")
		c.refused("“戊社”还缺“党员情况调查表”，补齐后再办理发证", c.TryStep(civil, orgs, e, "register", store.Taking{In: record.Input{"code": "52510522MJQ000023K"}}))
		c.Make(civil, party.MemberSurveys.Register, Community, record.Input{"org": c.id(e), "surveyed_on": "2026-05-06", "source": "登记", "full_members": "1"})
		c.Step(civil, orgs, e, "register", store.Taking{In: record.Input{"code": "52510522MJQ000023K"}})
		c.wants("发了证还是要移交", string(c.papersDue()), "2026-05-11")
		c.wants("发证那天就是登记日期", string(Get(c.World, civil, org.SocialOrgs, e).Registered), "2026-05-08")
		c.wants("业务主管单位不用再填", fmt.Sprint(Get(c.World, civil, party.Undertakings, u).Body), fmt.Sprint(body))
		c.Step(civil, party.Undertakings.Register, u, "hand_over", store.Taking{In: record.Input{"body": c.id(body), "handed_on": "2026-05-08"}})
		c.wants("移交以后", string(c.papersDue()), "")
		c.wants("党建隶属随之明确", fmt.Sprint(Get(c.World, civil, org.SocialOrgs, e).PartyBody), fmt.Sprint(body))

		// What somebody else has to do stays, whatever step the organisation takes.
		s := c.Make(c.Officer(), party.MemberSurveys.Register, Community, record.Input{"org": c.id(e), "surveyed_on": "2026-05-07", "source": "摸排", "full_members": "3"})
		c.Step(c.Officer(), party.MemberSurveys.Register, s, "verify", store.Taking{})
		for _, step := range []string{"inspect", "list_abnormal", "delist"} {
			c.Step(civil, orgs, e, step, store.Taking{Note: "说明"})
			c.wants(step+"以后", c.Todo(c.Officer(), orgs, e), "应建未建：组建党组织 2026-07-07")
		}

		checks, err := store.Find(c.Ctx(), c.Store.Reader(c.Officer()), party.SyncChecks, func(x *party.SyncCheck, w *store.Where) { w.By(&x.On) })
		c.Do(err)
		if len(checks) != 3 || checks[0].Occasion != org.Approval || checks[1].Occasion != org.Certifying || !checks[1].Items[1].Met || checks[0].Items[1].Met {
			c.Errorf("过了三关，各留一条核查：%+v", checks)
		}
	})
}

// Every occasion asks for whatever the county has said, and says what is missing.
func Test每一关都能要每一样(t *testing.T) {
	story(t, "章程核准、年度检查、等级评估，要哪样由县里定", func(c *county) {
		c.On("2026-05-06")
		o := c.registers("己社", "2019-05-06")
		for step, occasion := range map[string]org.Occasion{"approve_charter": org.CharterOK, "inspect": org.Inspection, "rate": org.RatingGiven} {
			taking := store.Taking{}
			if step == "approve_charter" {
				taking.In = record.Input{"charter_on": "2026-05-06"}
				c.refused("还缺“党建入章”", c.TryStep(c.Civil(), org.SocialOrgs.Register, o, step, taking))
			}
			for _, item := range party.GateItems() {
				if occasion != org.CharterOK || item.Value != "charter" { // which it is to begin with
					c.Set("party.gate."+string(occasion)+"."+item.Value, "", "2026-05-01", "1")
				}
			}
			for _, item := range party.GateItems() {
				c.refused("“"+item.Label+"”", c.TryStep(c.Civil(), org.SocialOrgs.Register, o, step, taking))
			}
			for _, item := range party.GateItems() {
				c.Set("party.gate."+string(occasion)+"."+item.Value, "", "2026-05-01", "0")
			}
			c.Step(c.Civil(), org.SocialOrgs.Register, o, step, taking)
		}
	})
}

func Test摸排不能在以后(t *testing.T) {
	story(t, "还没有到的日子不能摸排；暂缓组建要理由、批准人和日期", func(c *county) {
		c.On("2026-05-06")
		o := c.registers("甲社", "2019-05-06")
		in := record.Input{"org": c.id(o), "surveyed_on": "2026-05-07", "source": "摸排", "full_members": "3"}
		_, err := c.Store.Create(c.Ctx(), c.Officer(), party.MemberSurveys.Register, Community, in, "")
		c.refused("2026年5月7日", err)
		in["surveyed_on"] = "2026-05-06"
		s := c.Make(c.Officer(), party.MemberSurveys.Register, Community, in)
		c.Step(c.Officer(), party.MemberSurveys.Register, s, "verify", store.Taking{})
		c.wants("应建", c.todo(o), "应建未建：组建党组织 2026-07-05")
		c.refused("", c.TryStep(c.Officer(), party.MemberSurveys.Register, s, "put_off", store.Taking{In: record.Input{"put_off_to": "2026-08-01", "approver": "李部长"}}))
		c.Step(c.Officer(), party.MemberSurveys.Register, s, "put_off", store.Taking{Note: "两名党员下月调走", In: record.Input{"put_off_to": "2026-08-01", "approver": "李部长"}})
		c.wants("缓到批准的日子", c.todo(o), "应建未建（暂缓）：组建党组织 2026-08-01")
		c.Says(figure.Question{Area: County}, map[string]string{"party.unbuilt": "1家"})
	})
}

// instructors appoints n and has each serve its share of the organisations.
func (c *county) instructors(n int, orgs []record.ID[org.SocialOrg], last clock.Date) (ids, postings []int64) {
	c.Helper()
	c.Batch(n, func(tx *store.Tx, i int) error {
		x, err := store.Add(tx, party.Instructors, County, func(x *party.Instructor) {
			x.Name, x.Phone, x.Channel, x.Appointed = fmt.Sprintf("指导员%d", i+1), fmt.Sprintf("138000%05d", i), "serving", "2025-01-01"
			if i == 0 {
				x.Last = last
			}
		})
		if err != nil {
			return err
		}
		ids = append(ids, x.ID)
		for k := range orgs {
			if k < 4 && i == 0 || k >= 4 && i > 0 && k%(n-1) == i-1 {
				p, err := store.Add(tx, party.Postings, County, func(p *party.Posting) {
					p.Instructor, p.Org, p.From = record.ID[party.Instructor](x.ID), orgs[k], "2025-01-01"
				})
				if err != nil {
					return err
				}
				postings = append(postings, p.ID)
			}
		}
		return nil
	})
	return ids, postings
}

func TestG10指导员届满(t *testing.T) {
	story(t, "一人服务四家，届满次日四家待派，重新派驻才恢复", func(c *county) {
		g := NewG0(c.World)
		ids, postings := c.instructors(47, g.Orgs[Uncovered:], "2026-04-30")
		full := map[string]string{"party.instructors": "47名", "party.work_coverage": "242家 242/242", "party.work_coverage_rate": "100.00% 242/242", "party.unreached": "0家",
			"party.coverage_rate": "94.87% 74/78", "party.coverage_rate_registered": "30.58% 74/242"}
		c.On("2026-04-30").Says(figure.Question{Area: County}, full)
		c.On("2026-05-01").Says(figure.Question{Area: County}, map[string]string{"party.instructors": "46名", "party.work_coverage": "238家 238/242", "party.work_coverage_rate": "98.35% 238/242", "party.unreached": "4家"})
		waiting := c.Behind("party.unreached", figure.Question{Area: County}, figure.Numerator)
		for _, id := range g.Orgs[Uncovered : Uncovered+4] {
			if !waiting[int64(id)] {
				c.Errorf("%d 不在待派名单里", id)
			}
		}
		_, err := c.Store.Edit(c.Ctx(), c.Officer(), party.Instructors.Register, ids[0], 1, record.Input{"last_day": "2026-12-31"}, "")
		c.refused("聘期已于2026年4月30日届满", err)
		c.refused("不在聘期内", c.posts(ids[0], int64(g.Orgs[Uncovered]), "2026-05-01"))
		for i := range 4 {
			c.Step(c.Officer(), party.Postings.Register, postings[i], "end", store.Taking{Note: "聘期届满"})
			if i == 0 {
				c.wants("成为待办", c.todo(int64(g.Orgs[Uncovered])), "待派：选派党建指导员")
			}
			c.Do(c.posts(ids[1], int64(g.Orgs[Uncovered+i]), "2026-05-01"))
		}
		c.wants("派了", c.todo(int64(g.Orgs[Uncovered])), "")
		c.Says(figure.Question{Area: County}, map[string]string{"party.instructors": "46名", "party.work_coverage": "242家 242/242", "party.work_coverage_rate": "100.00% 242/242", "party.unreached": "0家"})
		c.Says(figure.Question{Area: County, At: "2026-04-30"}, full)

		// 结束以后重新聘任，中间的日子不补算。
		c.Step(c.Officer(), party.Instructors.Register, ids[0], "end", store.Taking{Note: "届满"})
		c.On("2026-06-01").Step(c.Officer(), party.Instructors.Register, ids[0], "reappoint", store.Taking{In: record.Input{"last_day": "2026-12-31"}})
		c.Says(figure.Question{Area: County}, map[string]string{"party.instructors": "47名"})
		c.Says(figure.Question{Area: County, At: "2026-05-20"}, map[string]string{"party.instructors": "46名"})
		c.Says(figure.Question{Area: County, At: "2026-03-02"}, map[string]string{"party.instructors": "47名"})
	})
}

// posts sends an instructor to an organisation.
func (c *county) posts(instructor, o int64, from clock.Date) error {
	_, err := c.Store.Create(c.Ctx(), c.Officer(), party.Postings.Register, County, record.Input{"instructor": c.id(instructor), "org": c.id(o), "from_day": string(from)}, "")
	return err
}

func Test派驻到已退出的社会组织(t *testing.T) {
	story(t, "退出登记的不能再派，在派的随之结束", func(c *county) {
		c.On("2026-05-06")
		o := c.registers("甲社", "2019-05-06")
		i := c.Make(c.Officer(), party.Instructors.Register, County, record.Input{"name": "王指导", "phone": "13800000001", "channel": "机关在职干部选派", "appointed_on": "2026-01-01"})
		c.Do(c.posts(i, o, "2026-05-01"))
		c.refused("已经派驻", c.posts(i, o, "2026-05-02"))
		c.Step(c.Civil(), org.SocialOrgs.Register, o, "apply_cancel", store.Taking{})
		c.Step(c.Civil(), org.SocialOrgs.Register, o, "cancel", store.Taking{})
		list, err := store.Find(c.Ctx(), c.Store.Reader(c.Officer()), party.Postings, nil)
		c.Do(err)
		if len(list) != 1 || list[0].State != party.Recalled || list[0].Until != "2026-05-06" {
			c.Errorf("派驻：%+v", list)
		}
		c.refused("现在是“已注销”，不能再派驻", c.posts(i, o, "2026-05-06"))
	})
}

func Test党组织的换届与合并(t *testing.T) {
	story(t, "任期届满换届，委员会的人数有规矩，并入以后由另一支部覆盖", func(c *county) {
		c.On("2026-05-06")
		a, b := c.registers("甲社", "2019-05-06"), c.registers("乙社", "2019-05-06")
		c.survey(a, "2026-05-06", 2, 0)
		c.survey(b, "2026-05-06", 2, 0)
		orgs := party.PartyOrgs.Register
		one := c.branch("东街联合党支部", "联合党支部", "2026-05-06")
		two := c.Make(c.Officer(), orgs, County, record.Input{"name": "西街联合党支部", "kind": "联合党支部", "term_years": "3"})
		c.Step(c.Officer(), orgs, two, "found", store.Taking{In: record.Input{"founded_on": "2023-06-01"}})
		c.Do(c.covers(a, one, "联合组建", "2026-05-06"))
		c.Do(c.covers(b, two, "联合组建", "2026-05-06"))
		c.wants("三年任期", c.todo(two), "任期届满：换届 2026-06-01")
		small := record.Input{"committee": `[{"name":"甲"},{"name":"乙"}]`, "election_due": "2029-06-01"}
		c.refused("3 至 5 人", c.TryStep(c.Officer(), orgs, two, "elect", store.Taking{In: small}))
		small["committee"] = `[{"name":"甲"},{"name":"乙"},{"name":"丙"}]`
		c.refused("不足 7 名的支部不设委员会", c.TryStep(c.Officer(), orgs, two, "elect", store.Taking{In: small}))
		c.On("2026-06-01")
		c.Step(c.Officer(), orgs, two, "elect", store.Taking{In: record.Input{"election_due": "2029-06-01", "deputy": "张三"}})
		c.wants("换了届", fmt.Sprint(Get(c.World, c.Officer(), party.PartyOrgs, two).Election), "2029-06-01")

		c.refused("不是另一个已成立的党组织", c.TryStep(c.Officer(), orgs, one, "join", store.Taking{In: record.Input{"joined_to": c.id(one)}}))
		c.Step(c.Officer(), orgs, one, "join", store.Taking{In: record.Input{"joined_to": c.id(two)}})
		c.wants("两家都由一个支部覆盖", fmt.Sprint(company(c.World, record.ID[party.PartyOrg](two)), company(c.World, record.ID[party.PartyOrg](one))), "2 0")
		c.Says(figure.Question{Area: County}, map[string]string{"party.joint_branches": "1个", "party.joint_orgs": "2家"})
		c.Says(figure.Question{Area: County, At: "2026-05-31"}, map[string]string{"party.joint_branches": "2个", "party.joint_orgs": "2家"})
	})
}
