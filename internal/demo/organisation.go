package demo

import (
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/ident"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// What the report counts.
const (
	privateCount     = 140 // 民办非企业单位
	associationCount = 102 // 社会团体
	groupCount       = 36  // 备案社区社会组织, not among the registered; invented
)

type organisation struct {
	id             record.ID[org.SocialOrg]
	name, category string
	kind           org.Kind
	area           string
	registered     clock.Date
	state          org.State // it is entered in
	code           string
	recent         bool // applies while the county works with the system

	full, probationary, staff int64 // what the last survey finds
}

// Organisations that offer services in the urban communities, by what they do.
var (
	serving = []organisation{
		{name: "银龄助老服务中心", kind: org.PrivateNonEnterprise, category: "charity"},
		{name: "暖心桥社会工作服务中心", kind: org.PrivateNonEnterprise, category: "charity"},
		{name: "小荷儿童成长服务中心", kind: org.PrivateNonEnterprise, category: "education"},
		{name: "启明星课后托管服务中心", kind: org.PrivateNonEnterprise, category: "education"},
		{name: "臂膀助残服务中心", kind: org.PrivateNonEnterprise, category: "charity"},
		{name: "康护到家护理服务中心", kind: org.PrivateNonEnterprise, category: "life"},
		{name: "邻里和调解服务中心", kind: org.PrivateNonEnterprise, category: "other"},
		{name: "老手艺传习中心", kind: org.PrivateNonEnterprise, category: "culture"},
		{name: "荔江义工联合会", kind: org.Association, category: "charity"},
		{name: "荔江绿色家园促进会", kind: org.Association, category: "charity"},
		{name: "荔江合唱协会", kind: org.Association, category: "culture"},
		{name: "荔江棋类运动协会", kind: org.Association, category: "culture"},
	}
	silver, bridge, lotus, star, arm, care, peace, craft, helpers, green, choir, chess = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
)

// foundOrganisations plans the register of organisations: those there when the
// county begins, and those that come and go afterwards.
func (s *story) foundOrganisations() {
	left := map[org.Kind]int{org.PrivateNonEnterprise: privateCount, org.Association: associationCount}
	for _, o := range serving {
		s.orgs = append(s.orgs, &o)
		left[o.kind]--
	}
	s.silver = s.orgs[silver]
	names := map[org.Kind][]kindOf{
		org.PrivateNonEnterprise: s.named(unitNames, privateUnits),
		org.Association:          unlike(s.named(associationPlaces, associations), s.orgs),
	}
	invent := func(kind org.Kind) *organisation {
		n := names[kind][0]
		names[kind] = names[kind][1:]
		return &organisation{name: n.suffix, category: n.category, kind: kind}
	}
	for _, kind := range []org.Kind{org.PrivateNonEnterprise, org.Association} {
		for range left[kind] {
			s.orgs = append(s.orgs, invent(kind))
		}
	}
	recent := len(s.orgs) - 14 // the last of them register after the county has begun
	s.Shuffle(len(s.orgs)-len(serving), func(i, j int) {
		i, j = i+len(serving), j+len(serving)
		s.orgs[i], s.orgs[j] = s.orgs[j], s.orgs[i]
	})
	for i, o := range s.orgs {
		if o.registered = s.between("2006-03-01", s.begin.AddDays(-400)); i >= recent {
			o.recent, o.state = true, org.Preparing
			o.registered = s.working(s.between(s.begin.AddDays(20), s.anchor.AddDays(-130)))
		}
		s.enter(o)
	}
	s.goings(invent)
	s.groups()
}

// unlike leaves out the names that orgs have.
func unlike(names []kindOf, orgs []*organisation) (out []kindOf) {
	taken := map[string]bool{}
	for _, o := range orgs {
		taken[o.name] = true
	}
	for _, n := range names {
		if !taken[n.suffix] {
			out = append(out, n)
		}
	}
	return out
}

// enter plans an organisation's entry in the register: at the beginning, or
// when it registers.
func (s *story) enter(o *organisation) {
	s.entered++
	if o.area == "" {
		if o.area = pick(s, s.communities).area; s.chance(55) {
			o.area = pick(s, s.urban).area
		}
	}
	o.staff = int64(3 + s.IntN(18))
	prefix := map[org.Kind]ident.Category{org.PrivateNonEnterprise: ident.PrivateNonEnterprise, org.Association: ident.Association}[o.kind]
	if prefix != "" {
		var err error
		if o.code, err = ident.USCCFor(prefix, County, 1000+s.entered); err != nil {
			panic(err) // only a wrong category or number
		}
	}
	at := s.at(s.begin, 10*60+s.entered)
	if o.registered > s.begin {
		at = s.office(o.registered.Time(), 1)
	}
	legal, contact, phone, mobile, fund := s.person(), s.person(), s.phone(), s.phone(), int64(1+s.IntN(20))
	charter, charity := s.chance(85), o.category == "charity" && s.chance(20)
	s.on(at, s.civil, func(tx *store.Tx) error {
		return add(tx, org.SocialOrgs, o.area, &o.id, func(x *org.SocialOrg) {
			x.Name, x.Code, x.Kind, x.Category, x.Registered, x.State = o.name, o.code, o.kind, o.category, o.registered, o.state
			if x.LegalRep, x.Phone, x.ContactName, x.Mobile = legal, phone, contact, mobile; o.state == "" {
				x.State = org.Normal
			}
			if o.kind == org.CommunityGroup {
				return
			}
			x.Authority, x.Supervisor, x.Staff, x.Charter, x.Charity = "合江县民政局", s.civilAffairs, o.staff, charter, charity
			if o.kind == org.PrivateNonEnterprise {
				x.Fund = record.Fen(fund * 1_000_000) // 1 to 20 万元
			}
		})
	})
}

// goings plans what becomes of some: listed as abnormal, leaving, cancelled,
// revoked, and a few that are not registered yet.
func (s *story) goings(invent func(org.Kind) *organisation) {
	days := func(at time.Time, n int) time.Time { return s.office(at.AddDate(0, 0, n), 1) }
	last := s.orgs[len(s.orgs)-30:] // none of those with members, see party
	for i, o := range last[:7] {
		at := s.office(s.anchor.AddDays(-90+7*i).Time(), 1)
		if i < 4 {
			take(s, at, s.civil, org.SocialOrgs, &o.id, "list_abnormal", because("年度检查逾期，经催告仍未报送"))
		} else {
			take(s, at, s.civil, org.SocialOrgs, &o.id, "apply_cancel", because("理事会决议申请注销，清算中"))
		}
	}
	kinds := []org.Kind{org.PrivateNonEnterprise, org.Association}
	for i := range 8 {
		o := invent(kinds[i%2])
		o.registered = s.between("2009-03-01", s.begin.AddDays(-700))
		s.enter(o)
		at := s.office(s.between(s.begin.AddDays(60), s.anchor.AddDays(-110)).Time(), 1)
		if i == 0 { // it had a branch, which is still to be dissolved on the anchor
			s.leaver, at = o, s.office(s.anchor.AddDays(-50).Time(), 1)
		}
		if i >= 6 {
			take(s, at, s.civil, org.SocialOrgs, &o.id, "revoke", because("连续两年未开展活动、未参加年度检查"))
			continue
		}
		take(s, at, s.civil, org.SocialOrgs, &o.id, "apply_cancel", because("会员大会（理事会）决议申请注销"))
		take(s, days(at, 32), s.civil, org.SocialOrgs, &o.id, "cancel", because("清算完毕，准予注销"))
	}
	for i := range 3 {
		o := invent(kinds[i%2])
		o.registered, o.state = s.working(s.today.AddDays(-24+7*i)), org.Preparing
		s.applied = append(s.applied, o)
		s.enter(o)
	}
}

// groups plans the filed groups of communities.
func (s *story) groups() {
	for i := range groupCount {
		c := s.urban[i%len(s.urban)]
		if i >= 3*len(s.urban) {
			c = pick(s, s.communities)
		}
		k := groupNames[(i/len(s.urban)*5+i)%len(groupNames)]
		s.enter(&organisation{name: c.name + k.suffix, category: k.category, kind: org.CommunityGroup, area: c.area,
			registered: s.working(s.between("2020-05-01", s.anchor.AddDays(-60)))})
	}
}
