package app_test

import (
	"fmt"
	"strings"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/ident"
	"sanshe/internal/message"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// maker makes records of any register out of its description. What a
// description cannot tell — that a code must agree with a type — stands in
// agreements.
type maker struct {
	*World
	n        int
	worker   int64 // the social worker that everybody is
	canaries bool  // what is personal is known again; see surface_test.go
}

// everybody holds every role in the county, to show what records do; what
// roles may is shown elsewhere.
func everybody() *record.Actor {
	return &record.Actor{Account: 99, Name: "全能", Unit: "测试", Area: County, Roles: people.Roles(), Via: "web", Owns: map[string]int64{}}
}

// everybody is also the social worker whose cases are made up.
func (m *maker) everybody() *record.Actor {
	a := everybody()
	if m.worker != 0 {
		a.Owns["social_worker"] = m.worker
	}
	return a
}

// me gives the social worker that everybody is.
func (m *maker) me() string {
	if m.worker == 0 {
		n := m.n
		m.worker = m.make(m.Store.Book().Register("social_worker"))
		m.n = max(m.n, n)
	}
	return record.Input{}.ID(m.worker)
}

// agreements are what fields must say to agree with each other.
func (m *maker) agreements(reg *record.Register) record.Input {
	code := func(c ident.Category) string {
		s, err := ident.USCCFor(c, County, m.n)
		m.Do(err)
		return s
	}
	switch reg.Name {
	case "division":
		return record.Input{"code": m.place(reg)}
	case "person":
		birth := clock.Date(fmt.Sprintf("%d-05-06", 1901+m.n/1000))
		number, err := ident.SyntheticID(County, birth, m.n%1000)
		m.Do(err)
		return record.Input{"id_number": number, "birth": string(birth), "sex": map[bool]string{true: "男", false: "女"}[m.n%2 == 1]}
	case "unit":
		return record.Input{"code": code("11"), "superior": ""}
	case "social_org":
		return record.Input{"code": code(ident.Association), "kind": "社会团体", "nature": "", "registered_on": "2019-05-06"}
	case "party_coverage":
		return record.Input{"kind": "仅工作覆盖", "party_org": ""}
	case "member_survey":
		return record.Input{"staff": "", "members_elsewhere": "", "put_off_to": "2026-12-31"}
	case "party_org":
		return record.Input{"joined_to": "", "committee": ""}
	case "posting", "guidance", "liaison_visit":
		return record.Input{"from_day": "2026-02-03", "last_day": "2026-02-03"}
	case "instructor", "committee_member", "residency", "pact", "incubation":
		return record.Input{"last_day": "2026-12-31", "enterprise": "", "entry_checks": `[{"item":"没有处罚","met":"是"}]`, "reviews": `[{"on_day":"2026-02-03","says":"好"}]`}
	case "social_enterprise":
		return record.Input{"code": code("91"), "form": "企业", "last_day": "2027-02-02", "reviews": `[{"year":"2026","on_day":"2026-02-03","says":"好"}]`}
	case "feedback":
		return record.Input{"quarter": "1"}
	case "feedback_round": // of a quarter that is over, each of another year
		return record.Input{"quarter": "1", "year": fmt.Sprint(1900 + m.n%120)}
	case "scheme":
		return record.Input{"criteria": `[{"name":"党建工作强","weight":"100"}]`, "bands": `[{"name":"五星","from_score":"90"},{"name":"合格","from_score":"0"}]`}
	case "grading_entry":
		return record.Input{"self_marks": `[{"criterion":"党建工作强","score":"90"}]`, "review_marks": `[{"criterion":"党建工作强","score":"80"}]`, "band": "", "named_on": "", "last_day": ""}
	case "renovation":
		return record.Input{"accepted_on": ""}
	case "centre":
		return record.Input{"kind": "县级社会组织孵化中心"} // where organisations are incubated
	case "booking":
		return record.Input{"from_time": fmt.Sprintf("2026-03-%02d 10:30", m.n%20+8), "to_time": fmt.Sprintf("2026-03-%02d 11:30", m.n%20+8)}
	case "room":
		return record.Input{"hours": ""}
	case "attendance":
		return record.Input{"times": "1"}
	case "exam":
		return record.Input{"year": fmt.Sprint(1900 + m.n%190), "subjects": `[{"name":"实务","pass_mark":"60"}]`}
	case "candidate":
		return record.Input{"results": `[{"subject":"实务","score":"61"}]`}
	case "certificate":
		return record.Input{"last_day": "2029-02-02"}
	case "meeting":
		return record.Input{"present": `[{"side":"社区党组织","who":"书记"},{"side":"社会组织","who":"银龄"},{"side":"居民","who":"居民代表"}]`}
	case "topic":
		return record.Input{"name": fmt.Sprint("topic_", m.n)}
	case "training":
		return record.Input{"office_number": "代表处登记证号"}
	case "need":
		return record.Input{"merged_to": ""}
	case "match":
		return record.Input{"project": ""}
	case "resource":
		return record.Input{"capacity": "0"}
	case "resource_hold":
		r := m.Store.Book().Register("resource")
		id := m.make(r)
		_, err := m.take(r, id, r.Step("accept"), "")
		m.Do(err)
		return record.Input{"resource": record.Input{}.ID(id), "from_time": "2026-02-07 09:30", "to_time": "2026-02-07 10:30", "takes": "1"}
	case "activity":
		return record.Input{"items": ""}
	case "social_case":
		return record.Input{"birth": "1950-05-06", "urgent_reason": "", "worker": m.me(), "goals": `[{"what":"能自己做饭"}]`}
	case "social_group":
		return record.Input{"minors": "", "worker": m.me(), "members": `[{"name":"王明甲"},{"name":"王明乙"},{"name":"王明丙"}]`}
	case "supervision":
		return record.Input{"supervisor": m.me(), "social_case": ""}
	case "purchase":
		return record.Input{"method": "竞争性磋商", "noticed_on": "2026-01-04", "shown_from": "2026-01-05"}
	case "contract":
		return record.Input{"deliverables": `[{"what":"义剪","measure":"服务人次","wanted":"100"}]`}
	case "milestone":
		return record.Input{"share": "40%", "order_number": "1", "evidence": ""}
	case "evaluation":
		return record.Input{"lines": `[{"what":"服务质量","weight":"100%","mark":"80"}]`}
	case "shift":
		return record.Input{"risky": "", "from_time": "2026-02-02 09:00", "to_time": "2026-02-02 11:00"}
	case "stint":
		return record.Input{"from_time": "2026-02-02 09:00", "to_time": "2026-02-02 11:00"}
	case "donation":
		return record.Input{"donor_kind": "社会组织"}
	case "donation_use":
		return record.Input{"amount": "100元"}
	}
	return nil
}

// place gives where a record of reg is kept.
func (m *maker) place(reg *record.Register) string {
	if reg.Name == "division" || reg.Name == "community" {
		return fmt.Sprintf("%s%03d", Town, m.n%900+100)
	}
	return Community
}

// input makes up what a person would type for the fields, one of them valid of
// every kind, with records made to point at.
func (m *maker) input(reg *record.Register, fields []*record.Field) record.Input {
	m.Helper()
	m.n++
	in, agree := record.Input{}, m.agreements(reg)
	for _, f := range fields {
		if text, ok := agree[f.Name]; ok {
			in[f.Name] = text
		} else {
			in[f.Name] = m.text(reg, f)
		}
	}
	return in
}

func asked(reg *record.Register) (out []*record.Field) {
	for _, f := range reg.Fields {
		if f.Asked() {
			out = append(out, f)
		}
	}
	return out
}

func (m *maker) text(reg *record.Register, f *record.Field) string {
	if m.canaries && f.IsPersonal {
		if text := m.canary(f); text != "" {
			return text
		}
	}
	switch k := f.Kind.(type) {
	case record.Chosen:
		return k.Options()[0].Label
	case record.Coded:
		options, err := m.Store.Options(m.Ctx(), k.List(), Community, m.Store.Today())
		m.Do(err)
		if len(options) == 0 {
			m.Fatalf("code list %s of %s.%s is empty", k.List(), reg.Name, f.Name)
		}
		return options[0].Label
	case record.Targeted:
		to := m.Store.Book().Target(f)
		if to == reg { // the first of its kind points at none
			return ""
		}
		return record.Input{}.ID(m.make(to))
	case record.Grid:
		return ""
	}
	switch f.Kind.Name() {
	case "text":
		return "油米糖面" + fmt.Sprint(m.n)
	case "name":
		return "王明" + string([]rune("甲乙丙丁戊己庚辛壬癸")[m.n%10])
	case "prose":
		return "第一行\n第二行"
	case "address":
		return "桂圆路 18 号"
	case "int":
		return "3"
	case "year":
		return "2026"
	case "minutes":
		return "1.5小时"
	case "money":
		return "0.5万元"
	case "decimal":
		return "12.5"
	case "date":
		switch {
		case strings.HasPrefix(f.Name, "from"):
			return "2026年1月5日"
		case strings.HasPrefix(f.Name, "until"):
			return "2026-12-20"
		}
		return "2026-02-03"
	case "month":
		return "2026-02"
	case "time":
		return "2026-02-03 10:30"
	case "window":
		return "周末上午"
	case "bool":
		return "是"
	case "division":
		return Community
	case "divisions":
		return Community2
	case "credit_code":
		s, err := ident.USCCFor("11", County, m.n)
		m.Do(err)
		return s
	case "phone":
		return fmt.Sprintf("139%08d", m.n)
	case "file":
		return ""
	}
	m.Fatalf("nobody knows how to make a %s for %s.%s", f.Kind.Name(), reg.Name, f.Name)
	return ""
}

// make makes a record, ready for others to point at.
func (m *maker) make(reg *record.Register) int64 {
	m.Helper()
	if len(reg.Rights.Create) == 0 {
		return m.written(reg)
	}
	in := m.input(reg, asked(reg))
	res, err := m.Store.Create(m.Ctx(), m.everybody(), reg, m.place(reg), in, "")
	if err != nil {
		m.Fatalf("%s %v: %v", reg.Name, in, err)
	}
	for _, step := range strings.Fields(readied[reg.Name]) {
		if _, err := m.take(reg, res.ID, reg.Step(step), ""); err != nil {
			m.Fatalf("%s %s: %v", reg.Name, step, err)
		}
	}
	return res.ID
}

// readied are steps after which a record is fit for others to point at.
var readied = map[string]string{"scheme": "issue", "meeting": "hold", "purchase": "notice award settle", "contract": "start"}

// written makes a record of a register that nobody but the system writes to.
func (m *maker) written(reg *record.Register) int64 {
	m.Helper()
	write := map[string]func(*store.Tx) (record.Record, error){
		"sync_check": func(tx *store.Tx) (record.Record, error) {
			return store.Add(tx, party.SyncChecks, Community, func(c *party.SyncCheck) { c.Occasion, c.On = org.Approval, tx.On() })
		},
		"message": func(tx *store.Tx) (record.Record, error) {
			return store.Add(tx, message.Messages, Community, func(x *message.Message) {
				x.Says, x.Phone, x.Asked, x.From, x.State = message.Served, "13900002161", tx.On(), tx.On(), message.Queued
			})
		},
	}[reg.Name]
	if write == nil {
		m.Fatalf("nobody may make a %s", reg.Name)
	}
	res, err := m.Store.Write(m.Ctx(), m.everybody(), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		rec, err := write(tx)
		if err != nil {
			return store.Result{}, err
		}
		return store.Result{ID: record.BaseOf(rec).ID}, nil
	})
	m.Do(err)
	return res.ID
}

// take takes a step with whatever it asks.
func (m *maker) take(reg *record.Register, id int64, st *record.Step, key string) (store.Result, error) {
	m.Helper()
	rec := m.get(reg, id)
	in := m.input(reg, st.Asked)
	for _, f := range st.Asked {
		if in[f.Name] == "" && f.Kind.Name() == "ref" {
			in[f.Name] = record.Input{}.ID(m.make(m.Store.Book().Target(f)))
		}
	}
	return m.Store.Take(m.Ctx(), m.everybody(), reg, id, record.BaseOf(rec).Version, st.Name, store.Taking{Note: "写明原因", In: in}, key)
}

func (m *maker) get(reg *record.Register, id int64) record.Record {
	m.Helper()
	rec, err := m.Store.Reader(m.everybody()).Get(m.Ctx(), reg, id)
	m.Do(err)
	return rec
}
