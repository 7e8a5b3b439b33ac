package auth

import (
	"strings"
	"testing"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/sso"
)

func vouch(subject string) *sso.Proof {
	return &sso.Proof{Issuer: "https://sso.example", Subject: subject, Session: "sid-" + subject, Provider: "统一身份认证", Hint: "h1nt." + subject}
}

func (s *stage) signInBy(subject string) string {
	s.Helper()
	token, err := s.by(s.SignInBy(s.ctx, vouch(subject), elsewhere))
	s.must(err)
	return token
}

// unknown ends the test unless whom the provider vouches for is nobody here.
func (s *stage) unknown(subject string) {
	s.Helper()
	if _, err := s.by(s.SignInBy(s.ctx, vouch(subject), elsewhere)); !fault.HasCode(err, CodeUnlinked) {
		s.Fatalf("got %v, want CodeUnlinked", err)
	}
}

// An identity is an account's only when somebody has said so, and until
// somebody says that it is no longer.
func TestIdentity(t *testing.T) {
	each(t, func(s *stage) {
		zhang, li := s.ready("zhang"), s.ready("li")
		s.unknown("zhang") // is no reason to take it for the login of that name
		if strings.Contains(s.contents(), "sid-zhang") {
			s.Error("somebody unknown is kept")
		}
		mine := s.alive(s.signIn("zhang"))
		s.must(s.Link(s.ctx, mine, vouch("u-17")))
		s.wants(fault.Conflict, s.Link(s.ctx, mine, vouch("u-17")))
		s.wants(fault.Conflict, s.Link(s.ctx, mine, vouch("u-18")))
		s.wants(fault.Conflict, s.Link(s.ctx, s.alive(s.signIn("li")), vouch("u-17")))
		s.unknown("u-18")

		token := s.signInBy("u-17")
		got := s.alive(token)
		if got.Account != zhang || got.Identity == 0 || mine.Identity != 0 {
			s.Errorf("%+v", got)
		}
		issuer, hint, err := s.Farewell(s.ctx, got)
		if err != nil || issuer != "https://sso.example" || hint != "h1nt.u-17" || strings.Contains(s.contents(), hint) {
			s.Errorf("%q %q, %v", issuer, hint, err)
		}
		if issuer, hint, err := s.Farewell(s.ctx, mine); err != nil || issuer+hint != "" {
			s.Errorf("%q %q, %v", issuer, hint, err)
		}
		list, err := s.Identities(s.ctx, mine.Actor, zhang)
		s.must(err)
		if len(list) != 1 || list[0].Subject != "u-17" || list[0].By != "张三" {
			s.Fatalf("%+v", list)
		}
		stranger, err := s.ActorOf(s.ctx, li)
		s.must(err)
		s.wants(fault.Refused, s.Unlink(s.ctx, stranger, list[0].ID, ""))
		_, err = s.Identities(s.ctx, stranger, zhang)
		s.wants(fault.Refused, err)

		s.must(s.Unlink(s.ctx, mine.Actor, list[0].ID, ""))
		s.wants(fault.NotFound, s.Unlink(s.ctx, mine.Actor, list[0].ID, ""))
		s.dead(token)
		s.alive(s.signIn("zhang"))
		s.unknown("u-17")
		s.must(s.Link(s.ctx, s.alive(s.signIn("li")), vouch("u-17"))) // another's now; the old one is kept as ended
		if s.alive(s.signInBy("u-17")).Account != li {
			s.Error("signed in as the wrong one")
		}
		said := strings.Join(s.actions(), " ")
		for _, want := range []string{"identity_link", "identity_unlink", "sign_in_failed"} {
			if !strings.Contains(said, want) {
				s.Errorf("no %s in %s", want, said)
			}
		}
	})
}

// A set-up code links an account that has no password, once.
func TestIdentityByCode(t *testing.T) {
	each(t, func(s *stage) {
		id := s.account("wang")
		code, err := s.NewSetupCode(s.ctx, s.cli, id, time.Hour)
		s.must(err)
		_, err = s.by(s.LinkByCode(s.ctx, "x"+code, vouch("u-3"), elsewhere))
		s.wants(fault.Invalid, err)
		s.unknown("u-3")
		token, err := s.by(s.LinkByCode(s.ctx, code, vouch("u-3"), elsewhere))
		s.must(err)
		got := s.alive(token)
		_, err = s.by(s.LinkByCode(s.ctx, code, vouch("u-4"), elsewhere))
		s.wants(fault.Invalid, err)
		s.unknown("u-4")
		list, err := s.Identities(s.ctx, s.cli, id)
		s.must(err)
		if len(list) != 1 || list[0].ID != got.Identity || got.Account != id {
			s.Fatalf("%+v, %+v", list, got)
		}
		s.wants(fault.Conflict, s.Unlink(s.ctx, got.Actor, list[0].ID, "")) // or nobody could sign in
		s.must(s.Unlink(s.ctx, s.admin("boss", county), list[0].ID, "换了单位"))
		s.dead(token)
	})
}

// A disabled account is not signed in, whoever vouches for it.
func TestIdentityDisabled(t *testing.T) {
	each(t, func(s *stage) {
		id := s.ready("zhang")
		s.must(s.Link(s.ctx, s.alive(s.signIn("zhang")), vouch("u-17")))
		token := s.signInBy("u-17")
		s.must(s.Disable(s.ctx, s.cli, id, "离岗"))
		s.dead(token)
		_, err := s.by(s.SignInBy(s.ctx, vouch("u-17"), elsewhere))
		s.wants(fault.Refused, err)
		if fault.HasCode(err, CodeUnlinked) {
			s.Error("said to be unlinked")
		}
		s.must(s.Enable(s.ctx, s.cli, id, "回来了"))
		s.alive(s.signInBy("u-17"))
	})
}

// A provider that says somebody signed out ends the sessions it vouched for,
// and no others.
func TestSignedOut(t *testing.T) {
	each(t, func(s *stage) {
		s.ready("zhang")
		s.ready("li")
		s.must(s.Link(s.ctx, s.alive(s.signIn("zhang")), vouch("u-17")))
		s.must(s.Link(s.ctx, s.alive(s.signIn("li")), vouch("u-18")))
		password, li := s.signIn("zhang"), s.signInBy("u-18")
		over := func(l sso.Logout) {
			s.Helper()
			l.At = s.clock.Now()
			s.must(s.SignedOut(s.ctx, &l, home))
		}
		token := s.signInBy("u-17")
		over(sso.Logout{Issuer: "https://other.example", Subject: "u-17", Session: "sid-u-17"})
		over(sso.Logout{Issuer: "https://sso.example", Session: "sid-other"})
		over(sso.Logout{Issuer: "https://sso.example", Subject: "u-18", Session: "sid-u-17"})
		s.alive(token)
		over(sso.Logout{Issuer: "https://sso.example", Session: "sid-u-17"})
		s.dead(token)
		token = s.signInBy("u-17")
		over(sso.Logout{Issuer: "https://sso.example", Subject: "u-17"})
		s.dead(token)
		s.alive(password)
		s.alive(li)

		old := sso.Logout{Issuer: "https://sso.example", Subject: "u-17", At: s.clock.Now()}
		s.clock.Advance(2 * sso.Skew)
		token = s.signInBy("u-17")
		s.must(s.SignedOut(s.ctx, &old, home)) // sent again later
		s.alive(token)
	})
}

// What a provider remembers of this morning is no proof of now. Whoever has only
// a provider proves themselves there.
func TestProveByProvider(t *testing.T) {
	each(t, func(s *stage) {
		id := s.account("wang")
		code, err := s.NewSetupCode(s.ctx, s.cli, id, time.Hour)
		s.must(err)
		e, err := s.LinkByCode(s.ctx, code, vouch("u-3"), elsewhere)
		s.must(err)
		if s.alive(e.Token).Actor.Unproven {
			s.Error("the code was no proof")
		}
		shown := func(ago time.Duration) *Session {
			s.Helper()
			proof := vouch("u-3")
			proof.Shown = s.clock.Now().Add(-ago).Unix()
			e, err := s.SignInBy(s.ctx, proof, elsewhere)
			s.must(err)
			return s.alive(e.Token)
		}
		old := shown(time.Hour)
		if !old.Actor.Unproven || shown(0).Actor.Unproven || shown(-time.Hour).Proven.Time().After(s.clock.Now()) {
			s.Error("a provider's word is taken for fresh or not by something else than its time")
		}
		if how, err := s.ProofOf(s.ctx, old); how != ByProvider || err != nil {
			s.Errorf("%q, %v", how, err)
		}
		s.wants(fault.Invalid, s.Prove(s.ctx, old, "", elsewhere))
		s.wants(fault.Refused, s.ProveBy(s.ctx, old, vouch("u-4")))
		list, err := s.Identities(s.ctx, old.Actor, id)
		s.must(err)
		s.wants(fault.Refused, s.Unlink(s.ctx, old.Actor, list[0].ID, ""))
		s.must(s.ProveBy(s.ctx, old, vouch("u-3")))

		s.ready("zhang")
		zhang := s.alive(s.signIn("zhang"))
		s.must(s.Link(s.ctx, zhang, vouch("u-5")))
		s.wants(fault.Refused, s.ProveBy(s.ctx, zhang, vouch("u-5"))) // has a password
		s.wants(fault.Refused, s.ProveBy(s.ctx, zhang, vouch("u-3")))
	})
}
