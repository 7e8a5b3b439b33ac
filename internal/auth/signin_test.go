package auth

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sanshe/internal/fault"
)

func TestTries(t *testing.T) {
	each(t, func(s *stage) {
		s.ready("zhang")
		// What is said of a login that exists and of one that does not is the same.
		var said [2]string
		for i, login := range []string{"zhang", "ghost"} {
			try := func(password string) error {
				_, err := s.enter(login, password)
				return err
			}
			for range LoginTries {
				err := try("wrong password")
				s.wants(fault.Invalid, err)
				said[i] += err.Error() + "\n"
			}
			for n := range 12 { // each failure doubles the wait
				wait := min(time.Second<<n, LongestWait)
				locked := try(good) // even the right one
				s.wants(fault.Unavailable, locked)
				if e := fault.As(locked); e.Code != fault.CodeRate || !e.Detail.(time.Time).Equal(s.clock.Now().Add(wait)) || !strings.Contains(e.Message, "请联系本单位管理员") {
					s.Fatalf("%s: got %v, %v, want a wait of %v", login, locked, e.Detail, wait)
				}
				s.clock.Advance(wait - time.Millisecond)
				s.wants(fault.Unavailable, try(good))
				s.clock.Advance(time.Millisecond)
				s.wants(fault.Invalid, try("wrong password"))
			}
			s.clock.Set(s.clock.Now().Truncate(time.Hour).Add(time.Hour))
		}
		if said[0] != strings.ReplaceAll(said[1], "10:00:01", "09:00:01") || !strings.Contains(said[0], "还可以马上试 4 次") || !strings.Contains(said[0], "09:00:01 以后") {
			s.Errorf("said of one that exists:\n%sof one that does not:\n%s", said[0], said[1])
		}
		s.signIn("zhang")
		if _, err := s.enter("zhang", "wrong password"); !strings.Contains(err.Error(), "还可以马上试 4 次") {
			s.Errorf("signing in did not forgive: %v", err)
		}
	})
}

// An origin that tries many logins is stopped; those who sign in use nothing up.
func TestOriginTries(t *testing.T) {
	each(t, func(s *stage) {
		s.ready("zhang")
		for range 2 {
			s.signIn("zhang")
		}
		take := func(login, origin string) error {
			_, err := s.take(s.ctx, s.buckets("login", login, Visitor{Origin: origin}))
			return err
		}
		for i := range OriginTries {
			s.must(take("guess"+string(rune('a'+i)), home))
		}
		_, err := s.enter("zhang", good)
		s.wants(fault.Unavailable, err)
		s.must(take("zhang", "203.0.113.8"))

		for i := range OriginTries { // one network
			s.must(take("guess"+string(rune('a'+i))+"6", "2001:db8::"+string("0123456789abcdef"[i%16])))
		}
		s.wants(fault.Unavailable, take("other", "2001:db8::ffff"))
		s.must(take("other", "2001:db8:0:1::"))

		s.clock.Advance(LongestWait + loginMemory)
		s.must(s.Sweep(s.ctx))
		var n int
		s.must(s.d.QueryRow(s.ctx, "SELECT count(*) FROM attempt").Scan(&n))
		if n != 0 {
			s.Errorf("the sweep left %d buckets", n)
		}
	})
}

// Tries at the same moment each use one up.
func TestTriesAtOnce(t *testing.T) {
	each(t, func(s *stage) {
		var passed atomic.Int64
		var all sync.WaitGroup
		for range 6 * LoginTries {
			all.Go(func() {
				if _, err := s.take(s.ctx, s.buckets("login", "zhang", Visitor{Origin: home})); err == nil {
					passed.Add(1)
				}
			})
		}
		all.Wait()
		if passed.Load() != LoginTries {
			s.Errorf("%d passed, want %d", passed.Load(), LoginTries)
		}
	})
}

// Whoever tries an account from elsewhere, however long, keeps its owner out of no
// browser they have signed in at; and such a browser is held back by its own tries.
func TestKnownDevice(t *testing.T) {
	each(t, func(s *stage) {
		s.ready("zhang")
		s.ready("li")
		mine := Visitor{Agent: chrome, Origin: home}
		e, err := s.SignIn(s.ctx, "zhang", good, mine)
		s.must(err)
		mine.Known = e.Device
		for range 30 {
			_, err := s.enter("zhang", "a guess of theirs")
			if err == nil {
				s.Fatal("a guess was right")
			}
			s.clock.Advance(time.Minute)
		}
		_, err = s.enter("zhang", good)
		s.wants(fault.Unavailable, err)
		again, err := s.SignIn(s.ctx, "zhang", good, mine)
		s.must(err)
		if again.Device != e.Device {
			s.Error("a browser that was known got another name")
		}
		_, err = s.enter("zhang", good) // what was forgiven is the browser's own
		s.wants(fault.Unavailable, err)

		for range LoginTries {
			_, err = s.SignIn(s.ctx, "zhang", "wrong password", mine)
			s.wants(fault.Invalid, err)
		}
		_, err = s.SignIn(s.ctx, "zhang", good, mine)
		s.wants(fault.Unavailable, err)

		for _, forged := range []string{"", ".", "x", "x.", "." + deviceMark(s.store.Keys(), "zhang", ""), "x." + deviceMark(s.store.Keys(), "li", "x"), s.newDevice("li"), e.Device + "=", strings.ToLower(e.Device)} {
			if s.device("zhang", forged) != "" {
				s.Errorf("%q passes for a browser of zhang's", forged)
			}
		}
		if s.device("zhang", s.newDevice("zhang")) == "" || s.DeviceCookie("ZHANG") != s.DeviceCookie("zhang") || s.DeviceCookie("li") == s.DeviceCookie("zhang") {
			s.Error("the check above looks at nothing")
		}
	})
}

// A login that does not exist waits for a turn to hash as one that does, and
// waiting in vain costs neither a try.
func TestDecoy(t *testing.T) {
	each(t, func(s *stage) {
		s.ready("zhang")
		s.account("unready")
		s.hasher.patience = 10 * time.Millisecond
		for range atOnce {
			s.hasher.slots <- struct{}{}
		}
		for _, login := range []string{"zhang", "ghost", "unready"} {
			for range LoginTries + 1 { // waiting in vain costs nothing
				_, err := s.enter(login, good)
				if !fault.HasCode(err, fault.CodeRate) || strings.Contains(err.Error(), "次数") {
					s.Fatalf("%s: got %v", login, err)
				}
			}
		}
		for range atOnce {
			<-s.hasher.slots
		}
		s.hasher.patience = time.Minute
		for _, login := range []string{"", "张三", "zhang\x00", "zhang\xff", "not a login"} {
			_, err := s.enter(login, good)
			s.wants(fault.Invalid, err)
		}
		for _, password := range []string{good, ""} {
			_, err := s.enter("unready", password)
			s.wants(fault.Invalid, err)
		}
	})
}

// Each act has its entry in the audit, and no secret is written anywhere.
func TestAudit(t *testing.T) {
	each(t, func(s *stage) {
		var secrets []string
		keep := func(secret string, err error) string {
			s.Helper()
			s.must(err)
			secrets = append(secrets, secret, plainCode(secret))
			return secret
		}
		id := s.account("zhang")
		s.must(s.EditAccount(s.ctx, s.cli, Account{ID: id, Name: "张三", Area: county}, "调动"))
		_, err := s.UseSetupCode(s.ctx, keep(s.NewSetupCode(s.ctx, s.cli, id, time.Hour)), good, home)
		s.must(err)
		grant, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: id, Role: roleWorker})
		s.must(err)
		s.must(s.EndGrant(s.ctx, s.cli, grant, "", "交接"))
		_, err = s.enter("zhang", "typed wrongly")
		s.wants(fault.Invalid, err)
		_, err = s.enter("password-typed-as-login", "typed wrongly")
		s.wants(fault.Invalid, err)
		session := s.alive(keep(s.enter("zhang", good)))
		secrets = append(secrets, session.CSRF, good, better, "typed wrongly", "password-typed-as-login")
		s.must(s.ChangePassword(s.ctx, session, good, better, Visitor{Origin: home}))
		token := keep(s.NewToken(s.ctx, session.Actor, id, "对接", everything, s.clock.Now().Add(time.Hour)))
		tokens, err := s.Tokens(s.ctx, session.Actor, id)
		s.must(err)
		s.must(s.RevokeToken(s.ctx, session.Actor, tokens[0].ID))
		s.must(s.SignOut(s.ctx, session))
		second := s.alive(keep(s.UseSignInLink(s.ctx, keep(s.NewSignInLink(s.ctx, id, time.Hour)), chrome, home)))
		s.must(s.Revoke(s.ctx, s.cli, second.ID))
		s.must(s.Disable(s.ctx, s.cli, id, "离职"))
		s.must(s.Enable(s.ctx, s.cli, id, "返聘"))

		want := []string{"account_create", "account_edit", "code_password", "password_set", "role_grant", "role_end",
			"sign_in_failed", "sign_in_failed", "sign_in", "password_set", "token_create", "token_revoke", "sign_out",
			"code_sign_in", "sign_in", "session_revoke", "account_disable", "account_enable"}
		if got := s.actions(); !slices.Equal(got, want) {
			s.Errorf("audit:\n%q, want\n%q", got, want)
		}
		text := s.contents()
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				s.Errorf("the database holds the secret %q", secret)
			}
		}
		if !strings.Contains(text, "离职") || !strings.Contains(text, digest(token)) {
			s.Error("the check above looks at nothing")
		}
	}, AllowLinks())
}
