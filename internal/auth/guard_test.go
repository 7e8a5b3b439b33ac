package auth

import (
	"testing"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Administrators do not make themselves into anything: not by a grant, not by
// their department, not by moving, not by standing in for somebody.
func TestNotOneself(t *testing.T) {
	each(t, func(s *stage) {
		holds := func(login string, role record.Role) int64 {
			id := s.account(login)
			_, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: id, Role: role})
			s.must(err)
			return id
		}
		actor := func(id int64) *record.Actor {
			a, err := s.ActorOf(s.ctx, id)
			s.must(err)
			return a
		}
		admin, officer, other, unit := s.admin("admin", county), holds("officer", roleOfficer), holds("other", roleWorker), s.record(s.units.Register, county)
		id := admin.Account
		refused := func(what string, err error) {
			if !fault.Is(err, fault.Refused) && !fault.Is(err, fault.Invalid) {
				s.Errorf("an administrator %s: %v", what, err)
			}
		}
		_, err := s.Grant(s.ctx, admin, Grant{Holder: ToAccount, HolderID: id, Role: roleOfficer})
		refused("grants to themselves", err)
		refused("moves themselves", s.EditAccount(s.ctx, admin, Account{ID: id, Name: "某", Area: county, Unit: unit}, "x"))
		s.must(s.EditAccount(s.ctx, s.cli, Account{ID: id, Name: "某", Area: county, Unit: unit}, "x"))
		_, err = s.Grant(s.ctx, actor(id), Grant{Holder: ToUnit, HolderID: unit, Role: roleOfficer})
		refused("grants to their department", err)
		_, err = s.Delegate(s.ctx, admin, Delegation{Giver: officer, Taker: id, To: "2026-12-01", Reason: "x"})
		refused("takes somebody’s work", err)
		_, err = s.Delegate(s.ctx, admin, Delegation{Giver: officer, Taker: other, To: "2026-12-01", Reason: "病假"})
		s.must(err) // for another it is their office
		_, err = s.Grant(s.ctx, admin, Grant{Holder: ToAccount, HolderID: other, Role: roleOfficer})
		s.must(err)
		_, err = s.Delegate(s.ctx, actor(other), Delegation{Giver: officer, Taker: id, To: "2026-12-01", Reason: "x"})
		refused("is given another’s work by who does not look after it", err)
		_, err = s.Delegate(s.ctx, admin, Delegation{Giver: id, Taker: other, To: "2026-12-01", Reason: "x"})
		refused("lends a personal role", err)
		lent := *admin
		lent.For = officer
		_, err = s.Delegate(s.ctx, &lent, Delegation{Giver: id, Taker: other, To: "2026-12-01", Reason: "x"})
		refused("lends on", err)
	}, Personal(roleAdmin))
}
