package auth

import (
	"errors"
	"strings"
	"testing"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

func TestSession(t *testing.T) {
	each(t, func(s *stage) {
		id := s.ready("zhang")
		_, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: id, Role: roleWorker})
		s.must(err)
		token := s.signIn("ＺＨＡＮＧ ") // as an input method may have it
		got := s.alive(token)
		if a := got.Actor; a.Account != id || a.Via != "web" || a.From != home || !a.Holds(record.By(roleWorker)) {
			s.Errorf("actor %+v", a)
		}
		if got.Device != "Chrome · Windows" || got.Origin != home || got.Expires.Time().Sub(s.clock.Now()) != SessionLife.usual() {
			s.Errorf("session %+v", got)
		}

		other := s.alive(s.signIn("zhang"))
		s.must(CheckCSRF(got, got.CSRF))
		for _, value := range []string{"", other.CSRF, got.CSRF[1:], token} {
			s.wants(fault.Refused, CheckCSRF(got, value))
		}
		for _, bad := range []string{"", "x", digest(token), token + "="} {
			s.dead(bad)
		}

		s.must(s.SignOut(s.ctx, got))
		s.dead(token)
		s.must(s.SignOut(s.ctx, got)) // twice is once

		list, err := s.Sessions(s.ctx, other.Actor, id)
		s.must(err)
		if len(list) != 1 || list[0].ID != other.ID || list[0].CSRF != "" {
			s.Errorf("open: %+v", list)
		}
		stranger, err := s.ActorOf(s.ctx, s.account("stranger"))
		s.must(err)
		s.wants(fault.Refused, s.Revoke(s.ctx, stranger, other.ID))
		s.must(s.Revoke(s.ctx, other.Actor, other.ID))
		s.wants(fault.NotFound, s.Revoke(s.ctx, other.Actor, other.ID))
	})
}

func TestSessionTime(t *testing.T) {
	each(t, func(s *stage) {
		s.ready("zhang")
		token := s.signIn("zhang")
		seen := func(ago time.Duration) {
			s.Helper()
			if list, err := s.Sessions(s.ctx, s.cli, s.alive(token).Account); err != nil || s.clock.Now().Sub(list[0].Seen.Time()) != ago {
				s.Fatalf("seen: %+v, %v, want %v ago", list, err, ago)
			}
		}
		s.clock.Advance(59 * time.Second)
		seen(59 * time.Second) // not written more than once a minute
		s.clock.Advance(time.Second)
		seen(0)
		s.clock.Advance(SessionIdle.usual() - time.Minute)
		seen(0)

		idle := s.signIn("zhang")
		s.clock.Advance(SessionIdle.usual())
		s.dead(idle)

		busy := s.signIn("zhang")
		for range 11 {
			s.clock.Advance(time.Hour)
			s.alive(busy)
		}
		s.clock.Advance(time.Hour)
		s.dead(busy)

		s.signIn("zhang")
		s.clock.Advance(time.Minute)
		last := s.signIn("zhang")
		s.clock.Advance(SessionIdle.usual() - time.Minute)
		s.must(s.Sweep(s.ctx))
		s.alive(last)
		var n int
		s.must(s.d.QueryRow(s.ctx, "SELECT count(*) FROM session").Scan(&n))
		if n != 1 {
			s.Errorf("the sweep left %d sessions", n)
		}
	})
}

func TestToken(t *testing.T) {
	each(t, func(s *stage) {
		id := s.account("robot")
		_, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: id, Role: roleWorker})
		s.must(err)
		self, err := s.ActorOf(s.ctx, id)
		s.must(err)
		create := func() string {
			token, err := s.NewToken(s.ctx, self, id, "报表对接", everything, s.clock.Now().Add(time.Hour))
			s.must(err)
			return token
		}
		dead := func(token string) {
			s.Helper()
			if _, err := s.TokenActor(s.ctx, token); !errors.Is(err, ErrSignIn) {
				s.Errorf("got %v, want ErrSignIn", err)
			}
		}
		one, two := create(), create()
		if !strings.HasPrefix(one, TokenPrefix) || one == two {
			s.Errorf("tokens %q, %q", one, two)
		}
		actor, err := s.TokenActor(s.ctx, one)
		s.must(err)
		if actor.Account != id || actor.Via != "api" || !actor.Holds(record.By(roleWorker)) {
			s.Errorf("actor %+v", actor)
		}
		_, err = s.NewToken(s.ctx, actor, id, "再来一个", everything, s.clock.Now().Add(time.Hour))
		s.wants(fault.Refused, err)

		list, err := s.Tokens(s.ctx, self, id)
		s.must(err)
		stranger, err := s.ActorOf(s.ctx, s.account("stranger"))
		s.must(err)
		s.wants(fault.Refused, s.RevokeToken(s.ctx, stranger, list[1].ID))
		s.must(s.RevokeToken(s.ctx, self, list[1].ID))
		s.wants(fault.Conflict, s.RevokeToken(s.ctx, self, list[1].ID))
		s.wants(fault.NotFound, s.RevokeToken(s.ctx, self, 5))
		dead(one)
		_, err = s.TokenActor(s.ctx, two)
		s.must(err)
		s.clock.Advance(time.Hour)
		dead(two)
		for _, bad := range []string{"", "x", TokenPrefix, strings.TrimPrefix(two, TokenPrefix)} {
			dead(bad)
		}
		for _, bad := range []time.Duration{-1, 0, TokenLife.usual() + time.Second} {
			_, err = s.NewToken(s.ctx, self, id, "用途", everything, s.clock.Now().Add(bad))
			s.wants(fault.Invalid, err)
		}
		_, err = s.NewToken(s.ctx, self, id, " ", everything, s.clock.Now().Add(time.Hour))
		s.wants(fault.Invalid, err)
	})
}

// Who asks is found by the same statement at every request, which is then
// prepared once.
func TestStatementsStay(t *testing.T) {
	each(t, func(s *stage) {
		s.ready("zhang")
		token, said := s.signIn("zhang"), map[string]bool{}
		for range 3 {
			ctx, counter := db.Count(s.ctx)
			_, err := s.Session(ctx, token)
			s.must(err)
			for _, text := range counter.Statements() {
				said[text] = true
			}
			s.clock.Advance(time.Second)
		}
		if len(said) == 0 || len(said) > 1 {
			s.Errorf("%d statements: %v", len(said), said)
		}
	})
}
