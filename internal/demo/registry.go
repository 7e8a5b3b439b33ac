package demo

import (
	"fmt"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// registry plans what goes on at the register of organisations: applications
// with their papers, who leads them, and changes.
func (s *story) registry() {
	for _, o := range s.orgs {
		if o.recent {
			s.admit(o)
		}
	}
	for i, o := range s.applied { // the first has everything, the second waits for its certificate, the third lacks its undertaking
		if i == 2 {
			break
		}
		s.sign(o, s.office(o.registered.Time(), 2))
		if i == 1 {
			take(s, s.office(o.registered.Time(), 4), s.civil, org.SocialOrgs, &o.id, "approve", store.Taking{})
		}
	}
	for i, o := range s.orgs {
		if i%4 == 0 || o == s.silver {
			s.ledBy(o)
		}
	}
	s.changes()
}

// admit plans how an application becomes a registration, with the Party's work
// at each of its gates (四同时).
func (s *story) admit(o *organisation) {
	applied := s.office(o.registered.Time(), 2)
	undertaking := s.sign(o, applied)
	approved := s.office(applied, 8)
	take(s, approved, s.civil, org.SocialOrgs, &o.id, "approve", store.Taking{})
	surveyed := s.office(approved, 2)
	survey := s.record(o, surveyed, clock.DateOf(surveyed), party.Registration, party.Draft)
	take(s, s.office(surveyed, 1), s.officer, party.MemberSurveys, survey, "verify", store.Taking{})
	handed := s.office(approved, 3)
	act(s, handed, s.civil, party.Undertakings, undertaking, "hand_over", func(u *party.Undertaking) { u.Body, u.HandedOn = s.socialWork, clock.DateOf(handed) })
	take(s, s.office(approved, 5), s.civil, org.SocialOrgs, &o.id, "register", store.Taking{})
}

// sign plans that the promoters sign their undertaking.
func (s *story) sign(o *organisation, at time.Time) *record.ID[party.Undertaking] {
	id, signer := new(record.ID[party.Undertaking]), s.person()
	s.on(at, s.civil, func(tx *store.Tx) error {
		return add(tx, party.Undertakings, o.area, id, func(u *party.Undertaking) { u.Org, u.Signed, u.Signer = o.id, clock.DateOf(at), signer })
	})
	return id
}

// ledBy plans who leads an organisation; the terms of a few are nearly over.
func (s *story) ledBy(o *organisation) {
	from := max(o.registered, s.working(s.begin.AddDays(-s.IntN(700))))
	last := s.today.AddDays(20 + s.IntN(1200))
	for _, post := range []org.LeaderPost{org.Chair, org.Secretary, org.Overseer} {
		name, member := s.person(), o.full > 0 && post == org.Chair
		s.on(s.office(max(from, s.begin).Time(), 50), s.civil, func(tx *store.Tx) error {
			return add(tx, org.OrgLeaders, o.area, nil, func(l *org.OrgLeader) {
				l.Name, l.Org, l.Post, l.Member, l.From, l.Last = name, o.id, post, member, from, last
			})
		})
	}
}

// Changes of registration items, to what.
var changed = []struct {
	item org.ChangeItem
	to   string
}{
	{org.ToAddress, "合江县符阳街道少岷路%d号"}, {org.ToFund, "%d万元"}, {org.ToScope, "增加社区养老、儿童关爱服务（第%d次修订）"}, {org.ToAddress, "合江县临港街道滨江路%d号"},
}

// changes plans changes of registration: approved, refused, and waiting.
func (s *story) changes() {
	for i := range 18 {
		o, c := s.orgs[20+7*i], changed[i%len(changed)]
		day := s.working(s.between(max(s.begin.AddDays(60), o.registered.AddDays(60)), s.last.AddDays(-20)))
		if i >= 15 {
			day = s.before(4 + i - 15)
		}
		id, to, at := new(record.ID[org.OrgChange]), fmt.Sprintf(c.to, 3+s.IntN(60)), s.office(day.Time(), 0)
		s.on(at, s.civil, func(tx *store.Tx) error {
			return add(tx, org.OrgChanges, o.area, id, func(x *org.OrgChange) { x.Org, x.Item, x.Becomes, x.Applied = o.id, c.item, to, day })
		})
		switch {
		case i < 13:
			take(s, s.office(at, 3+s.IntN(5)), s.civil, org.OrgChanges, id, "approve", store.Taking{})
		case i < 15:
			take(s, s.office(at, 3), s.civil, org.OrgChanges, id, "refuse", because("未附理事会决议和业务主管单位同意的文件"))
		}
	}
}
