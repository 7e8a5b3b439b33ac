package demo

import (
	"cmp"
	"fmt"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/ident"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// What the report counts of coverage. The rest of the 78 with members have none
// yet, and like all the others only an instructor.
const (
	singleCount = 63
	deemedCount = 2
	noneCount   = 4
)

// jointBranches are the organisations of each joint branch (联合党支部).
var jointBranches = []int{4, 3, 2}

// branch is a Party organisation to be.
type branch struct {
	id        record.ID[party.PartyOrg]
	name      string
	area      string
	kind      party.OrgKind
	founded   clock.Date
	secretary record.ID[people.Person]
}

// party plans surveys, branches and coverage. Nothing of them changes after the
// anchor.
func (s *story) party() {
	s.leaver.full = 3
	s.survey(s.leaver, s.begin.AddDays(12), party.Visit)
	s.single(s.leaver, s.between(s.leaver.registered.AddDays(200), s.begin.AddDays(-90)))

	rest := s.orgs
	next := func(n int) []*organisation {
		list := rest[:n]
		rest = rest[n:]
		return list
	}
	for i, o := range next(singleCount) {
		o.full, o.probationary = int64(3+s.IntN(5)), int64(s.IntN(2))
		switch {
		case i < 50:
			s.survey(o, s.firstLook(), party.Visit)
			s.single(o, s.between(o.registered.AddDays(200), s.begin.AddDays(-30)))
			s.survey(o, s.thisYear(), party.Inspection)
		case i < 57: // grew to three last year
			s.grew(o, s.begin.AddDays(140+s.IntN(60)))
			s.survey(o, s.thisYear(), party.Inspection)
		default: // grew to three this year
			s.grew(o, s.thisYear())
		}
	}
	for i, n := range jointBranches {
		s.joint(fmt.Sprintf("中共社会组织第%s联合支部委员会", []string{"一", "二", "三"}[i]), next(n), i == len(jointBranches)-1)
	}
	for i, o := range next(deemedCount) {
		o.full = int64(1 + s.IntN(2))
		s.twice(o)
		basis, evidence := "superior", "上级法人单位已建立党支部，党员在其中过组织生活；上级党组织书面说明已收"
		if i > 0 {
			basis, evidence = "attached", "党员组织关系挂靠在业务主管单位党支部，有支部书面说明"
		}
		s.cover(s.imported(), o, func(c *party.Coverage) {
			c.Kind, c.Basis, c.Evidence, c.From = party.Deemed, basis, evidence, s.begin.AddDays(-300)
		})
	}
	s.uncovered = rest
	for i, o := range next(noneCount) {
		if o.full, o.probationary = int64(i%3), 0; o.full == 0 {
			o.probationary = 1
		}
		s.twice(o)
	}
	s.without(rest)
}

// without plans the organisations that have no Party members.
func (s *story) without(rest []*organisation) {
	for _, o := range rest {
		day := max(s.thisYear(), s.working(o.registered.AddDays(45)))
		s.record(o, s.office(day.Time(), 1), day, party.Inspection, party.Verified)
	}
	for i, o := range rest[40:43] { // reported before the anchor, still to be verified
		if i == 0 {
			o.full = 1
		}
		day := s.working(s.anchor.AddDays(-9 + i))
		s.record(o, s.office(day.Time(), 0), day, party.Visit, party.Draft)
	}
}

func (s *story) firstLook() clock.Date {
	return s.working(s.between(s.begin.AddDays(9), s.begin.AddDays(45)))
}
func (s *story) imported() time.Time { return s.office(s.begin.Time(), 34+s.IntN(12)) }

// thisYear gives a day of the yearly look at organisations.
func (s *story) thisYear() clock.Date {
	return s.working(s.between(s.anchor.YearStart().AddDays(65), s.anchor.AddDays(-135)))
}

func (s *story) twice(o *organisation) {
	s.survey(o, s.firstLook(), party.Visit)
	s.survey(o, s.thisYear(), party.Inspection)
}

// survey plans a survey and its being verified, and gives when that is.
func (s *story) survey(o *organisation, day clock.Date, source party.Source) time.Time {
	entered := s.office(day.Time(), 0)
	id := s.record(o, entered, day, source, party.Draft)
	verified := s.office(entered, 1+s.IntN(5))
	take(s, verified, s.officer, party.MemberSurveys, id, "verify", store.Taking{})
	return verified
}

// record plans a survey of what an organisation has at present.
func (s *story) record(o *organisation, at time.Time, day clock.Date, source party.Source, state party.SurveyState) *record.ID[party.MemberSurvey] {
	id, full, probationary := new(record.ID[party.MemberSurvey]), o.full, o.probationary
	applicants, leads := int64(s.IntN(2)), full > 0 && s.chance(60)
	who := s.officer
	if o.area[:9] == urbanTown && state == party.Draft {
		who = s.cast.town
	}
	s.on(at, who, func(tx *store.Tx) error {
		return add(tx, party.MemberSurveys, o.area, id, func(m *party.MemberSurvey) {
			m.Org, m.On, m.Source, m.Full, m.Probationary, m.State = o.id, day, source, full, probationary, state
			m.Staff, m.Applicants, m.LeaderIsMember = o.staff+full+probationary, applicants, leads
		})
	})
	return id
}

// grew plans an organisation that has too few members at first, is found to
// have three, and then gets its branch.
func (s *story) grew(o *organisation, day clock.Date) {
	now := o.full
	o.full = int64(1 + s.IntN(2))
	s.survey(o, s.firstLook(), party.Visit)
	o.full = now
	verified := s.survey(o, s.working(day), party.Visit)
	asked := s.office(verified, 4+s.IntN(4))
	founded := s.office(asked, 8+s.IntN(15))
	b := s.branch(asked, branchName(o), o.area, party.Branch, "")
	take(s, founded, s.officer, party.PartyOrgs, &b.id, "found", saying("founded_on", string(clock.DateOf(founded))))
	s.cover(founded.Add(time.Minute), o, func(c *party.Coverage) {
		c.Kind, c.PartyOrg, c.From = party.Single, b.id, clock.DateOf(founded)
	})
}

// single plans a branch that was there when the county began.
func (s *story) single(o *organisation, founded clock.Date) {
	at := s.imported()
	b := s.branch(at, branchName(o), o.area, party.Branch, founded)
	s.cover(at.Add(time.Minute), o, func(c *party.Coverage) { c.Kind, c.PartyOrg, c.From = party.Single, b.id, founded })
	if o != s.leaver {
		s.branched = append(s.branched, b)
	}
}

func branchName(o *organisation) string { return "中共" + o.name + "支部委员会" }

// joint plans a joint branch, there from the beginning or founded last year.
func (s *story) joint(name string, orgs []*organisation, late bool) {
	at, founded := s.imported(), s.begin.AddDays(-60)
	for i, o := range orgs {
		o.full = int64(1 + (i+1)%2)
		s.twice(o)
	}
	if late {
		at = s.office(s.begin.AddDays(250).Time(), 1)
		founded = clock.DateOf(at)
	}
	b := s.branch(at, name, County, party.JointBranch, founded)
	for i, o := range orgs {
		s.cover(at.Add(time.Duration(i+1)*time.Minute), o, func(c *party.Coverage) { c.Kind, c.PartyOrg, c.From = party.Joint, b.id, founded })
	}
}

// branch plans a Party organisation, to be founded later if it is not yet.
func (s *story) branch(at time.Time, name, area string, kind party.OrgKind, founded clock.Date) *branch {
	b := &branch{name: name, area: area, kind: kind, founded: founded}
	election := cmp.Or(founded, clock.DateOf(at)) // every three years, and held until lately
	for election < s.anchor.AddDays(-20) {
		election = election.AddMonths(36)
	}
	s.secretary(b, at.Add(-time.Minute))
	s.on(at, s.officer, func(tx *store.Tx) error {
		return add(tx, party.PartyOrgs, b.area, &b.id, func(x *party.PartyOrg) {
			x.Name, x.Kind, x.Superior, x.Founded, x.Term, x.Election, x.State = b.name, b.kind, "县社会组织综合党委", b.founded, 3, election, party.Founded
			x.Secretary = b.secretary
			if b.founded == "" {
				x.State = party.Preparing
			}
		})
	})
	return b
}

// secretary plans who leads a branch, for some. A few have identity numbers,
// which nobody living can bear.
func (s *story) secretary(b *branch, at time.Time) {
	if s.branches++; s.branches%4 != 1 {
		return
	}
	name, sex, number := s.person(), people.Male, ""
	if s.branches%8 == 1 {
		sex = people.Female
	}
	if n := s.branches / 4; n < 4 {
		seq := 2*n + 100
		if sex == people.Male {
			seq++
		}
		var err error
		if number, err = ident.SyntheticID(County, clock.Date("1902-03-01").AddDays(200*n), seq); err != nil {
			panic(err) // only a wrong date or number
		}
	}
	s.on(at, s.officer, func(tx *store.Tx) error {
		return add(tx, people.Persons, b.area, &b.secretary, func(p *people.Person) {
			p.Name, p.Sex, p.Political, p.IDNumber = name, sex, people.Member, number
		})
	})
}

// cover plans a row of coverage, which ends the one before.
func (s *story) cover(at time.Time, o *organisation, fill func(*party.Coverage)) {
	s.on(at, s.officer, func(tx *store.Tx) error {
		return add(tx, party.Coverages, o.area, nil, func(c *party.Coverage) {
			c.Org = o.id
			fill(c)
		})
	})
}
