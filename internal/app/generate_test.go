package app_test

import (
	"fmt"
	"strings"

	. "sanshe/internal/apptest"
	"sanshe/internal/ident"
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
	canaries bool // what is personal is known again; see surface_test.go
}

// everybody holds every role in the county, to show what records do; what
// roles may is shown elsewhere.
func everybody() *record.Actor {
	return &record.Actor{Account: 99, Name: "全能", Unit: "测试", Area: County, Roles: people.Roles(), Via: "web", Owns: map[string]int64{}}
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
		number, err := ident.SyntheticID(County, "1903-05-06", m.n%1000)
		m.Do(err)
		return record.Input{"id_number": number, "birth": "1903-05-06", "sex": map[bool]string{true: "男", false: "女"}[m.n%2 == 1]}
	case "unit":
		return record.Input{"code": code("11"), "superior": ""}
	case "social_org":
		return record.Input{"code": code(ident.Association), "kind": "社会团体", "registered_on": "2019-05-06"}
	case "party_coverage":
		return record.Input{"kind": "仅工作覆盖", "party_org": ""}
	case "member_survey":
		return record.Input{"staff": "", "members_elsewhere": ""}
	case "need":
		return record.Input{"merged_to": ""}
	case "resource":
		return record.Input{"capacity": "0"}
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
		return record.Input{}.ID(m.make(m.Store.Book().Target(f)))
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
	in := m.input(reg, asked(reg))
	res, err := m.Store.Create(m.Ctx(), everybody(), reg, m.place(reg), in, "")
	if err != nil {
		m.Fatalf("%s %v: %v", reg.Name, in, err)
	}
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
	return m.Store.Take(m.Ctx(), everybody(), reg, id, record.BaseOf(rec).Version, st.Name, store.Taking{Note: "写明原因", In: in}, key)
}

func (m *maker) get(reg *record.Register, id int64) record.Record {
	m.Helper()
	rec, err := m.Store.Reader(everybody()).Get(m.Ctx(), reg, id)
	m.Do(err)
	return rec
}
