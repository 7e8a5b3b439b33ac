package auth

import (
	"encoding/base64"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// everything is what a token may do that may do everything.
var everything = record.Limits{Scopes: record.Scopes}

// elsewhere is a browser that nobody knows.
var elsewhere = Visitor{Agent: chrome, Origin: home}

// by gives the session of an entry.
func (s *stage) by(e *Entry, err error) (token string, _ error) {
	if err != nil {
		return "", err
	}
	return e.Token, nil
}

// authenticator is somebody's telephone.
type authenticator struct {
	*stage
	secret []byte
}

func (s *stage) scan(e *Enrolment) *authenticator {
	s.Helper()
	secret, err := totpLetters.DecodeString(strings.ReplaceAll(e.Key, " ", ""))
	s.must(err)
	if !strings.Contains(e.Address, "secret="+totpLetters.EncodeToString(secret)) || !strings.HasPrefix(e.Address, "otpauth://totp/") || strings.Contains(e.Sealed, base64.RawStdEncoding.EncodeToString(secret)) {
		s.Errorf("enrolment %+v", e)
	}
	return &authenticator{s, secret}
}

func (a *authenticator) code() string { return totp(a.secret, a.clock.Now().Unix()/30) }

// secured makes an account with a second factor, and gives its telephone and
// recovery codes.
func (s *stage) secured(login string) (*authenticator, []string) {
	s.Helper()
	id := s.ready(login)
	_, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: id, Role: roleOfficer})
	s.must(err)
	e, err := s.SignIn(s.ctx, login, good, elsewhere)
	s.must(err)
	if !e.Enrol || e.Token != "" || e.Device != "" {
		s.Fatalf("an officer without a second factor came in: %+v", e)
	}
	begun, err := s.Enrolling(s.ctx, e.Ticket, "")
	s.must(err)
	phone := s.scan(begun)
	_, err = s.SignInEnrolled(s.ctx, e.Ticket, begun.Sealed, "000000", elsewhere)
	s.wants(fault.Invalid, err)
	in, err := s.SignInEnrolled(s.ctx, e.Ticket, begun.Sealed, phone.code(), elsewhere)
	s.must(err)
	s.alive(in.Token)
	if len(in.Recovery) != RecoveryCodes {
		s.Fatalf("recovery codes %q", in.Recovery)
	}
	_, err = s.SignInEnrolled(s.ctx, e.Ticket, begun.Sealed, phone.code(), elsewhere)
	s.wants(fault.Invalid, err)
	s.clock.Advance(time.Minute)
	return phone, in.Recovery
}

// halfway gives the ticket of who knew the password.
func (s *stage) halfway(login string) string {
	s.Helper()
	e, err := s.SignIn(s.ctx, login, good, elsewhere)
	s.must(err)
	if e.Token != "" || e.Enrol || e.Ticket == "" {
		s.Fatalf("the password alone came to %+v", e)
	}
	s.dead(e.Ticket)
	return e.Ticket
}

func TestSecondFactor(t *testing.T) {
	each(t, func(s *stage) {
		phone, recovery := s.secured("zhang")
		ticket := s.halfway("zhang")
		_, err := s.SignInCode(s.ctx, ticket, "000000", elsewhere)
		s.wants(fault.Invalid, err)
		code := phone.code()
		in, err := s.SignInCode(s.ctx, ticket, " "+code[:3]+" "+code[3:], elsewhere)
		s.must(err)
		s.alive(in.Token)
		if s.device("zhang", in.Device) == "" {
			s.Error("the browser is not known now")
		}
		_, err = s.SignInCode(s.ctx, ticket, code, elsewhere) // the ticket is used up
		s.wants(fault.Invalid, err)
		_, err = s.SignInCode(s.ctx, s.halfway("zhang"), code, elsewhere) // and the code
		if s.wants(fault.Invalid, err); !strings.Contains(err.Error(), "已经用过") {
			s.Errorf("a code shown twice: %v", err)
		}
		s.clock.Advance(-totpStep) // a clock set back brings no older code back
		_, err = s.SignInCode(s.ctx, s.halfway("zhang"), phone.code(), elsewhere)
		s.wants(fault.Invalid, err)
		s.clock.Advance(2 * totpStep)

		in, err = s.SignInCode(s.ctx, s.halfway("zhang"), strings.ToLower(strings.ReplaceAll(recovery[3], "-", " ")), elsewhere)
		s.must(err)
		f, err := s.Factor(s.ctx, s.alive(in.Token).Actor, s.alive(in.Token).Account)
		s.must(err)
		if f.Recovery != RecoveryCodes-1 || f.Since == 0 || !f.Needed {
			s.Errorf("%+v", f)
		}
		_, err = s.SignInCode(s.ctx, s.halfway("zhang"), recovery[3], elsewhere)
		s.wants(fault.Invalid, err)

		late := s.halfway("zhang")
		s.clock.Advance(ticketLife)
		_, err = s.SignInCode(s.ctx, late, phone.code(), elsewhere)
		s.wants(fault.Invalid, err)
		stopped := s.halfway("zhang")
		s.must(s.Disable(s.ctx, s.cli, s.idOf("zhang"), "离职"))
		_, err = s.SignInCode(s.ctx, stopped, phone.code(), elsewhere)
		s.wants(fault.Invalid, err)

		// A ticket for one thing is none for another, and another's code is none.
		s.must(s.Enable(s.ctx, s.cli, s.idOf("zhang"), "返聘"))
		_, err = s.Enrolling(s.ctx, s.halfway("zhang"), "")
		s.wants(fault.Invalid, err)
		other, theirs := s.secured("li")
		s.clock.Advance(time.Hour)
		for _, code := range []string{other.code(), theirs[0], "", in.Token} {
			_, err = s.SignInCode(s.ctx, s.halfway("zhang"), code, elsewhere)
			s.wants(fault.Invalid, err)
		}
		for _, secret := range append(recovery, plainCode(recovery[0]), base64.RawStdEncoding.EncodeToString(phone.secret), totpLetters.EncodeToString(phone.secret)) {
			if strings.Contains(s.contents(), secret) {
				s.Errorf("the database holds %q", secret)
			}
		}
	})
}

func (s *stage) idOf(login string) int64 {
	s.Helper()
	h, err := load(s.ctx, s.d, "login", login)
	s.must(err)
	return h.ID
}

// Of sixty-four who show one code at once, one comes in.
func TestOneCodeOnce(t *testing.T) {
	each(t, func(s *stage) {
		phone, recovery := s.secured("zhang")
		h, err := load(s.ctx, s.d, "login", "zhang")
		s.must(err)
		for _, code := range []string{recovery[0], phone.code()} {
			var passed, failed atomic.Int64
			var all sync.WaitGroup
			for range 64 {
				all.Go(func() {
					err := s.write(s.ctx, h.actor("web", home), func(tx *store.Tx) error { return s.spendCode(s.ctx, tx, h, code) })
					switch {
					case err == nil:
						passed.Add(1)
					case fault.Is(err, fault.Invalid):
						failed.Add(1)
					default:
						t.Error(err)
					}
				})
			}
			all.Wait()
			if passed.Load() != 1 || failed.Load() != 63 {
				s.Errorf("%d came in, %d did not", passed.Load(), failed.Load())
			}
		}
	})
}

// Whoever knows the password and tries codes waits longer and longer; the owner,
// at a browser that is known, does not.
func TestCodeTries(t *testing.T) {
	each(t, func(s *stage) {
		phone, _ := s.secured("zhang")
		e, err := s.SignInCode(s.ctx, s.halfway("zhang"), phone.code(), elsewhere)
		s.must(err)
		for range LoginTries {
			_, err := s.SignInCode(s.ctx, s.halfway("zhang"), "000000", elsewhere)
			s.wants(fault.Invalid, err)
		}
		_, err = s.SignInCode(s.ctx, s.halfway("zhang"), phone.code(), elsewhere)
		if !fault.HasCode(err, fault.CodeRate) {
			s.Fatalf("got %v", err)
		}
		s.clock.Advance(totpStep)
		for range 20 {
			if _, err := s.SignInCode(s.ctx, s.halfway("zhang"), "000000", elsewhere); err == nil {
				s.Fatal("a guess was right")
			}
			s.clock.Advance(10 * time.Second)
		}
		known := elsewhere
		known.Known = e.Device
		_, err = s.SignInCode(s.ctx, s.halfway("zhang"), phone.code(), known)
		s.must(err)
	})
}

// An administrator resets what was lost, with a reason; whatever was open ends.
func TestResetFactor(t *testing.T) {
	each(t, func(s *stage) {
		phone, recovery := s.secured("zhang")
		e, err := s.SignInCode(s.ctx, s.halfway("zhang"), phone.code(), elsewhere)
		s.must(err)
		session := s.alive(e.Token)
		admin, stranger := s.admin("boss", county), s.admin("other", otherTown)
		s.wants(fault.Invalid, s.ResetFactor(s.ctx, admin, session.Account, " "))
		s.wants(fault.NotFound, s.ResetFactor(s.ctx, stranger, session.Account, "手机丢了"))
		s.wants(fault.Refused, s.ResetFactor(s.ctx, session.Actor, session.Account, "手机丢了"))
		stale := *admin
		stale.Unproven = true
		if err := s.ResetFactor(s.ctx, &stale, session.Account, "手机丢了"); !fault.HasCode(err, fault.CodeProof) {
			s.Errorf("got %v", err)
		}
		s.alive(e.Token)
		s.must(s.ResetFactor(s.ctx, admin, session.Account, "手机丢了，当面核对身份证"))
		s.dead(e.Token)
		s.wants(fault.Conflict, s.ResetFactor(s.ctx, admin, session.Account, "再来"))
		s.clock.Advance(time.Hour)
		again, err := s.SignIn(s.ctx, "zhang", good, elsewhere)
		s.must(err)
		if !again.Enrol {
			s.Errorf("%+v", again)
		}
		for _, code := range []string{phone.code(), recovery[1]} {
			_, err = s.SignInCode(s.ctx, again.Ticket, code, elsewhere)
			s.wants(fault.Invalid, err)
		}
		if text := s.contents(); !strings.Contains(text, "手机丢了，当面核对身份证") {
			s.Error("the reason is not kept")
		}
	})
}

// What asks for proof waits for one that is fresh; ended sessions give none.
func TestProve(t *testing.T) {
	each(t, func(s *stage) {
		s.ready("zhang")
		token := s.signIn("zhang")
		if s.alive(token).Actor.Unproven {
			t.Error("signing in is proof")
		}
		s.clock.Advance(ProofLife.usual() - time.Millisecond)
		fresh := s.alive(token)
		_, err := s.NewToken(s.ctx, fresh.Actor, fresh.Account, "对接", everything, s.clock.Now().Add(time.Hour))
		s.must(err)
		s.clock.Advance(time.Millisecond)
		old := s.alive(token)
		_, err = s.NewToken(s.ctx, old.Actor, old.Account, "对接", everything, s.clock.Now().Add(time.Hour))
		if !fault.HasCode(err, fault.CodeProof) {
			s.Fatalf("got %v", err)
		}
		_, err = s.BeginFactor(s.ctx, old, "")
		if !fault.HasCode(err, fault.CodeProof) {
			s.Fatalf("got %v", err)
		}
		if how, err := s.ProofOf(s.ctx, old); how != ByPassword || err != nil {
			s.Fatalf("%q, %v", how, err)
		}
		s.wants(fault.Invalid, s.Prove(s.ctx, old, "wrong password", elsewhere))
		s.must(s.Prove(s.ctx, old, good, elsewhere))
		e, err := s.BeginFactor(s.ctx, s.alive(token), "")
		s.must(err)
		phone := s.scan(e)
		_, err = s.SetFactor(s.ctx, s.alive(token), "1:nonsense", phone.code())
		s.wants(fault.Invalid, err)
		_, err = s.SetFactor(s.ctx, s.alive(token), e.Sealed, phone.code())
		s.must(err)

		s.clock.Advance(time.Hour)
		old = s.alive(token)
		if how, err := s.ProofOf(s.ctx, old); how != ByCode || err != nil {
			s.Fatalf("%q, %v", how, err)
		}
		s.wants(fault.Invalid, s.Prove(s.ctx, old, good, elsewhere)) // the password no longer does
		code := phone.code()
		s.must(s.Prove(s.ctx, old, code, elsewhere))
		s.wants(fault.Invalid, s.Prove(s.ctx, old, code, elsewhere))
		s.must(s.EndFactor(s.ctx, s.alive(token)))

		_, err = s.store.Rule(s.ctx, s.cli, store.Ruling{Sort: store.OfSetting, Name: ProofLife.Name, Seen: store.AnyVersion, Rows: []store.Wanted{{Value: "9999"}}}, "")
		s.must(err)
		s.must(s.Prove(s.ctx, s.alive(token), good, elsewhere))
		s.clock.Advance(time.Hour - time.Second)
		if s.alive(token).Actor.Unproven {
			t.Error("the setting does nothing")
		}
		s.clock.Advance(time.Minute)
		if !s.alive(token).Actor.Unproven {
			t.Error("a proof lasts longer than the most a setting may say")
		}
		n, err := s.RevokeAll(s.ctx, s.alive(token).Actor, s.alive(token).Account, 0)
		if s.dead(token); n != 1 || err != nil {
			s.Errorf("%d, %v", n, err)
		}
	})
}

// A second factor outlives the key it was sealed with.
func TestFactorKeysRotate(t *testing.T) {
	each(t, func(s *stage) {
		phone, recovery := s.secured("zhang")
		s.must(s.store.NewKey(s.ctx, s.cli))
		if err := s.store.RetireKeys(s.ctx, s.cli); !fault.Is(err, fault.Conflict) {
			s.Errorf("the key goes though a second factor needs it: %v", err)
		}
		_, err := s.store.Reseal(s.ctx, func(int) {})
		s.must(err)
		s.must(s.store.RetireKeys(s.ctx, s.cli))
		for _, code := range []string{phone.code(), recovery[0]} {
			_, err = s.SignInCode(s.ctx, s.halfway("zhang"), code, elsewhere)
			s.must(err)
		}
	})
}

// A provider's word takes the place of the password, and of the second factor only
// where the provider says that it asked for one. What is known of the way in
// survives the second page.
func TestSecondFactorBehindProvider(t *testing.T) {
	each(t, func(s *stage) {
		phone, _ := s.secured("zhang")
		e, err := s.SignInCode(s.ctx, s.halfway("zhang"), phone.code(), elsewhere)
		s.must(err)
		s.must(s.Link(s.ctx, s.alive(e.Token), vouch("u-17")))
		strong := vouch("u-17")
		strong.Strong = true
		e, err = s.SignInBy(s.ctx, strong, elsewhere)
		s.must(err)
		s.alive(e.Token)

		s.clock.Advance(time.Minute)
		e, err = s.SignInBy(s.ctx, vouch("u-17"), elsewhere)
		s.must(err)
		if e.Token != "" || e.Enrol {
			s.Fatalf("%+v", e)
		}
		e, err = s.SignInCode(s.ctx, e.Ticket, phone.code(), elsewhere)
		s.must(err)
		got := s.alive(e.Token)
		if _, hint, err := s.Farewell(s.ctx, got); got.Identity == 0 || hint != "h1nt.u-17" || err != nil {
			s.Errorf("%+v, %q, %v", got, hint, err)
		}
	})
}
