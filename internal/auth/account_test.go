package auth

import (
	"errors"
	"slices"
	"testing"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

func TestAccount(t *testing.T) {
	each(t, func(s *stage) {
		unitID, orgID := s.record(s.units.Register, town), s.record(s.orgs.Register, town)
		id := s.account(" Zhang.San ", func(acc *Account) {
			acc.Unit, acc.UnitName, acc.OwnsRegister, acc.Owns = unitID, "民政办", "org", orgID
		})
		list, err := s.Accounts(s.ctx, s.cli)
		s.must(err)
		want := Account{ID: id, Login: "zhang.san", Name: "张三", Unit: unitID, UnitName: "民政办", Area: town,
			OwnsRegister: "org", Owns: orgID, Created: record.MomentOf(s.clock.Now())}
		if len(list) != 1 || list[0] != want {
			s.Fatalf("got %+v", list)
		}
		actor, err := s.ActorOf(s.ctx, id)
		s.must(err)
		if actor.Name != "张三" || actor.Unit != "民政办" || actor.Area != town || actor.Owns["org"] != orgID || actor.Owns["unit"] != unitID || actor.Roles == nil || len(actor.Roles) > 0 {
			s.Errorf("got %+v", actor)
		}

		want.Name, want.Area, want.Unit, want.Login = "张三丰", county, 0, "ignored"
		s.must(s.EditAccount(s.ctx, s.cli, want, "调到县里"))
		actor, err = s.ActorOf(s.ctx, id)
		s.must(err)
		if _, has := actor.Owns["unit"]; has || actor.Name != "张三丰" || actor.Area != county {
			s.Errorf("after the edit: %+v", actor)
		}

		_, err = s.CreateAccount(s.ctx, s.cli, Account{Login: "ZHANG.SAN", Name: "李四", Area: town})
		s.wants(fault.Invalid, err)
		elsewhere := s.record(s.orgs.Register, otherTown)
		boss := s.admin("boss", town)
		for name, bad := range map[string]Account{
			"login":     {Login: "张三", Name: "张三", Area: town},
			"short":     {Login: "z", Name: "张三", Area: town},
			"name":      {Login: "wu", Name: " ", Area: town},
			"area":      {Login: "wu", Name: "吴", Area: "51052"},
			"beyond":    {Login: "wu", Name: "吴", Area: otherTown},
			"half":      {Login: "wu", Name: "吴", Area: town, OwnsRegister: "org"},
			"as owned":  {Login: "wu", Name: "吴", Area: town, OwnsRegister: "unit", Owns: unitID},
			"unknown":   {Login: "wu", Name: "吴", Area: town, OwnsRegister: "ghost", Owns: orgID},
			"nothing":   {Login: "wu", Name: "吴", Area: town, OwnsRegister: "org", Owns: 5},
			"elsewhere": {Login: "wu", Name: "吴", Area: town, OwnsRegister: "org", Owns: elsewhere},
			"no unit":   {Login: "wu", Name: "吴", Area: town, Unit: 5},
		} {
			if _, err := s.CreateAccount(s.ctx, boss, bad); fault.As(err) == nil || len(fault.As(err).Problems) != 1 {
				s.Errorf("%s: got %v", name, err)
			}
		}
	})
}

func TestWhoManages(t *testing.T) {
	each(t, func(s *stage) {
		boss, worker := s.admin("boss", town), s.account("worker")
		_, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: worker, Role: roleWorker})
		s.must(err)
		plain, err := s.ActorOf(s.ctx, worker)
		s.must(err)
		far := s.account("far", func(acc *Account) { acc.Area = otherTown })

		_, err = s.CreateAccount(s.ctx, boss, Account{Login: "new", Name: "新人", Area: town})
		s.must(err)
		s.must(s.Disable(s.ctx, boss, worker, "离职"))
		s.wants(fault.Conflict, s.Disable(s.ctx, boss, worker, "离职"))
		s.wants(fault.Invalid, s.Enable(s.ctx, boss, worker, " "))
		s.must(s.Enable(s.ctx, boss, worker, "返聘"))
		s.wants(fault.NotFound, s.Disable(s.ctx, boss, far, "越权"))
		_, err = s.NewSetupCode(s.ctx, boss, far, time.Hour)
		s.wants(fault.NotFound, err)
		_, err = s.NewToken(s.ctx, boss, far, "越权", everything, s.clock.Now().Add(time.Hour))
		s.wants(fault.NotFound, err)
		_, err = s.Grant(s.ctx, boss, Grant{Holder: ToAccount, HolderID: far, Role: roleWorker})
		s.wants(fault.NotFound, err)
		list, err := s.Accounts(s.ctx, boss)
		s.must(err)
		if slices.ContainsFunc(list, func(acc Account) bool { return acc.Area != town }) || len(list) != 3 {
			s.Errorf("the town's administrator sees %+v", list)
		}

		byToken := *boss
		byToken.Via = "api"
		for name, by := range map[string]*record.Actor{"worker": plain, "token": &byToken, "resident": {Via: "portal"}, "nobody": {}} {
			_, create := s.CreateAccount(s.ctx, by, Account{Login: "x1", Name: "无", Area: town})
			_, list := s.Accounts(s.ctx, by)
			_, code := s.NewSetupCode(s.ctx, by, worker, time.Hour)
			_, grant := s.Grant(s.ctx, by, Grant{Holder: ToAccount, HolderID: worker, Role: roleAdmin})
			_, grantUnit := s.Grant(s.ctx, by, Grant{Holder: ToUnit, HolderID: 7, Role: roleAdmin})
			_, grants := s.Grants(s.ctx, by, ToUnit, 7)
			_, sessions := s.Sessions(s.ctx, by, boss.Account)
			_, tokens := s.Tokens(s.ctx, by, boss.Account)
			_, token := s.NewToken(s.ctx, by, boss.Account, "用途", everything, s.clock.Now().Add(time.Hour))
			for i, err := range []error{create, list, code, grant, grantUnit, grants, sessions, tokens, token,
				s.Disable(s.ctx, by, worker, "无"), s.EditAccount(s.ctx, by, Account{ID: worker}, "无"), s.EndGrant(s.ctx, by, 1, "", "无")} {
				if !fault.Is(err, fault.Refused) {
					s.Errorf("%s, act %d: got %v", name, i, err)
				}
			}
		}
	})
}

// Whoever is disabled is stopped at the next request, and stays stopped.
func TestDisable(t *testing.T) {
	each(t, func(s *stage) {
		id := s.ready("zhang")
		session := s.signIn("zhang")
		s.alive(session)
		token, err := s.NewToken(s.ctx, s.cli, id, "对接", everything, s.clock.Now().Add(time.Hour))
		s.must(err)
		code, err := s.NewSetupCode(s.ctx, s.cli, id, time.Hour)
		s.must(err)

		s.must(s.Disable(s.ctx, s.cli, id, "调离"))
		check := func() {
			s.Helper()
			s.dead(session)
			if _, err := s.TokenActor(s.ctx, token); !errors.Is(err, ErrSignIn) {
				s.Errorf("token: %v", err)
			}
			_, err = s.UseSetupCode(s.ctx, code, better, home)
			s.wants(fault.Invalid, err)
		}
		check()
		_, err = s.ActorOf(s.ctx, id)
		s.wants(fault.Refused, err)
		_, err = s.enter("zhang", good)
		s.wants(fault.Refused, err)
		_, err = s.enter("zhang", "not the password")
		s.wants(fault.Invalid, err) // who does not know the password does not learn of it
		_, err = s.NewSetupCode(s.ctx, s.cli, id, time.Hour)
		s.wants(fault.Conflict, err)
		_, err = s.NewToken(s.ctx, s.cli, id, "对接", everything, s.clock.Now().Add(time.Hour))
		s.wants(fault.Conflict, err)

		s.must(s.Enable(s.ctx, s.cli, id, "调回"))
		check()
		s.alive(s.signIn("zhang"))
	})
}

func TestGrants(t *testing.T) {
	each(t, func(s *stage) {
		office := s.record(s.units.Register, town)
		id := s.account("zhang", func(acc *Account) { acc.Unit = office })
		other := s.account("other")
		roles := func(want ...record.Role) {
			s.Helper()
			actor, err := s.ActorOf(s.ctx, id)
			s.must(err)
			if !slices.Equal(actor.Roles, want) {
				s.Errorf("on %s: %v, want %v", s.store.Today(), actor.Roles, want)
			}
		}
		today := s.store.Today()
		officer, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToUnit, HolderID: office, Role: roleOfficer, From: today.AddDays(1)})
		s.must(err)
		roles() // the duty is the department's from tomorrow
		s.clock.Advance(24 * time.Hour)
		roles(roleOfficer)
		worker, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: id, Role: roleWorker, To: today.AddDays(3)})
		s.must(err)
		roles(roleOfficer, roleWorker)
		if actor, err := s.ActorOf(s.ctx, other); err != nil || len(actor.Roles) != 0 {
			s.Errorf("somebody of no department: %v, %v", actor, err)
		}
		_, err = s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: id, Role: roleWorker, From: today.AddDays(2)})
		s.wants(fault.Conflict, err)
		_, err = s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: id, Role: roleWorker, From: today.AddDays(3)})
		s.must(err)

		s.wants(fault.Invalid, s.EndGrant(s.ctx, s.cli, officer, today, "早于开始"))
		s.wants(fault.Conflict, s.EndGrant(s.ctx, s.cli, worker, today.AddDays(4), "延后"))
		s.wants(fault.NotFound, s.EndGrant(s.ctx, s.cli, 5, "", "无"))
		s.clock.Advance(24 * time.Hour)
		s.must(s.EndGrant(s.ctx, s.cli, officer, "", "划转")) // its last day was yesterday
		roles(roleWorker)

		next, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToUnit, HolderID: office, Role: roleAdmin, From: today.AddDays(9)})
		s.must(err)
		s.must(s.EndGrant(s.ctx, s.cli, next, "", "取消"))
		again, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToUnit, HolderID: office, Role: roleAdmin, From: today.AddDays(8), To: today.AddDays(10)})
		s.must(err)
		s.clock.Advance(9 * 24 * time.Hour)
		roles(roleWorker)

		list, err := s.Grants(s.ctx, s.cli, ToUnit, office)
		s.must(err)
		if len(list) != 3 || list[0].ID != again || list[1].ID != next || list[2].To != today.AddDays(2) || list[2].By != "系统" {
			s.Errorf("got %+v", list)
		}
		for _, bad := range []Grant{
			{Holder: ToUnit, HolderID: office, Role: "king"},
			{Holder: ToUnit, Role: roleWorker},
			{Holder: "county", HolderID: 5, Role: roleWorker},
			{Holder: ToUnit, HolderID: office, Role: roleWorker, From: "2026-13-01"},
			{Holder: ToUnit, HolderID: office, Role: roleWorker, From: today, To: today},
		} {
			_, err := s.Grant(s.ctx, s.cli, bad)
			s.wants(fault.Invalid, err)
		}
		// A department that reaches beyond the administrator's town is not theirs to change.
		s.account("far", func(acc *Account) { acc.Unit, acc.Area = office, otherTown })
		_, err = s.Grant(s.ctx, s.admin("boss", town), Grant{Holder: ToUnit, HolderID: office, Role: roleWorker})
		s.wants(fault.Refused, err)
	})
}
