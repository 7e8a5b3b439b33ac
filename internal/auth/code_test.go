package auth

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/store"
)

func TestSetupCode(t *testing.T) {
	each(t, func(s *stage) {
		id := s.account("zhang")
		use := func(code, password string) error {
			_, err := s.UseSetupCode(s.ctx, code, password, home)
			return err
		}
		first, err := s.NewSetupCode(s.ctx, s.cli, id, time.Hour)
		s.must(err)
		code, err := s.NewSetupCode(s.ctx, s.cli, id, time.Hour)
		s.must(err)
		s.wants(fault.Invalid, use(first, good)) // the later one replaced it
		s.wants(fault.Invalid, use(code, "short"))
		typed := strings.NewReplacer("-", " ", "0", "o", "1", "l").Replace(strings.ToLower(code))
		if login, err := s.UseSetupCode(s.ctx, " "+typed+" ", good, home); err != nil || login != "zhang" {
			s.Fatal(login, err)
		}
		s.wants(fault.Invalid, use(code, better))
		session := s.signIn("zhang")

		code, err = s.NewSetupCode(s.ctx, s.cli, id, time.Hour)
		s.must(err)
		s.clock.Advance(time.Hour)
		s.wants(fault.Invalid, use(code, better))
		s.must(s.Sweep(s.ctx))
		s.alive(session)

		// Locked out, and let in again by a code; what was open is not any more.
		for range LoginTries {
			_, err = s.enter("zhang", better)
			s.wants(fault.Invalid, err)
		}
		code, err = s.NewSetupCode(s.ctx, s.cli, id, MaxCode)
		s.must(err)
		s.must(use(code, better))
		s.dead(session)
		_, err = s.enter("zhang", better)
		s.must(err)

		// An account that changed since it was read keeps its password.
		h, err := load(s.ctx, s.d, "id", id)
		s.must(err)
		s.must(s.Disable(s.ctx, s.cli, id, "离职"))
		s.must(s.Enable(s.ctx, s.cli, id, "返聘"))
		s.wants(fault.Conflict, s.write(s.ctx, s.cli, func(tx *store.Tx) error { return s.setPassword(s.ctx, tx, h, "x") }))

		_, err = s.NewSetupCode(s.ctx, s.cli, id, MaxCode+1)
		s.wants(fault.Invalid, err)
		_, err = s.NewSetupCode(s.ctx, s.cli, 5, time.Hour)
		s.wants(fault.NotFound, err)
	})
}

func TestSetupCodeAtOnce(t *testing.T) {
	each(t, func(s *stage) {
		code, err := s.NewSetupCode(s.ctx, s.cli, s.account("zhang"), time.Hour)
		s.must(err)
		passwords := []string{"one long password", "two long passwords", "three long passwords"}
		errs := make([]error, len(passwords))
		var all sync.WaitGroup
		for i, password := range passwords {
			all.Go(func() { _, errs[i] = s.UseSetupCode(s.ctx, code, password, home) })
		}
		all.Wait()
		winners := 0
		for i, err := range errs {
			_, signIn := s.enter("zhang", passwords[i])
			if err == nil {
				winners++
				s.must(signIn)
				continue
			}
			s.wants(fault.Invalid, err)
			s.wants(fault.Invalid, signIn)
		}
		if winners != 1 {
			s.Errorf("%d used one code", winners)
		}
	})
}

func TestSignInLink(t *testing.T) {
	each(t, func(s *stage) {
		id := s.account("demo")
		link, err := s.NewSignInLink(s.ctx, id, time.Hour)
		s.must(err)
		token, err := s.UseSignInLink(s.ctx, link, chrome, home)
		s.must(err)
		s.alive(token)
		_, err = s.UseSignInLink(s.ctx, link, chrome, home)
		s.wants(fault.Invalid, err)
		link, err = s.NewSignInLink(s.ctx, id, time.Hour)
		s.must(err)
		_, err = s.UseSetupCode(s.ctx, link, good, home) // it is no set-up code
		s.wants(fault.Invalid, err)
		code, err := s.NewSetupCode(s.ctx, s.cli, id, time.Hour)
		s.must(err)
		_, err = s.UseSignInLink(s.ctx, plainCode(code), chrome, home) // nor the other way round
		s.wants(fault.Invalid, err)
		s.links = false // as in the same database without the demonstration
		_, err = s.UseSignInLink(s.ctx, link, chrome, home)
		s.wants(fault.Refused, err)
		_, err = s.NewSignInLink(s.ctx, id, time.Hour)
		s.wants(fault.Refused, err)
	}, AllowLinks())
}

func TestChangePassword(t *testing.T) {
	each(t, func(s *stage) {
		id := s.ready("zhang")
		mine, other := s.signIn("zhang"), s.signIn("zhang")
		session := s.alive(mine)
		token, err := s.NewToken(s.ctx, session.Actor, id, "对接", everything, s.clock.Now().Add(time.Hour))
		s.must(err)
		s.wants(fault.Invalid, s.ChangePassword(s.ctx, session, "wrong password", better, elsewhere))
		s.wants(fault.Invalid, s.ChangePassword(s.ctx, session, good, "short", elsewhere))
		s.must(s.ChangePassword(s.ctx, session, good, better, Visitor{Origin: home}))
		s.alive(mine)
		s.dead(other)
		if _, err := s.TokenActor(s.ctx, token); !errors.Is(err, ErrSignIn) {
			s.Errorf("token: %v", err)
		}
		_, err = s.enter("zhang", good)
		s.wants(fault.Invalid, err)
		_, err = s.enter("zhang", better)
		s.must(err)
	})
}
