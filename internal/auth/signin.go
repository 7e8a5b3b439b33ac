package auth

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// ticketLife is how long a sign-in waits for its second page.
const ticketLife = 10 * time.Minute

// What a sign-in waits for after the password, as purposes of its ticket.
const (
	forCode  purpose = "code"
	forEnrol purpose = "enrol"
)

// Entry is what a sign-in has come to: a session, or what is still to be shown.
type Entry struct {
	Token    string   // of the session; "" while something is missing
	Ticket   string   // stands for the sign-in on its second page
	Enrol    bool     // a second factor is to be set up there; else its code is asked
	Login    string   // of the account
	Device   string   // for [Auth.DeviceCookie], with a session
	Recovery []string // codes to show once, where a second factor was set up
}

// SignIn (登录) opens a session, whose token is not kept anywhere, or asks for a
// second page: for the code of the second factor, or to set one up where the
// account's roles need one. One-time links of a demonstration pass neither.
func (a *Auth) SignIn(ctx context.Context, login, password string, v Visitor) (*Entry, error) {
	login = fold(login)
	if !loginRule.MatchString(login) { // nobody's; and how logins are written is no secret
		return nil, fault.Fields(fault.Problem{Field: "login", Label: "登录名", Text: loginHint})
	}
	buckets := a.buckets("login", login, v)
	t, err := a.take(ctx, buckets)
	if err != nil {
		return nil, err
	}
	h, err := load(ctx, a.store.DB(), "login", login)
	if fault.Is(err, fault.NotFound) {
		h, err = &holder{}, nil
	}
	if err != nil {
		return nil, err
	}
	ok, old, err := a.verify(ctx, h, password, buckets)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, a.failed(ctx, h, v.Origin, "密码不对", errPassword(t))
	case h.Disabled != 0: // told only to who knows the password
		return nil, a.failed(ctx, h, v.Origin, "账号已停用", errDisabled())
	}
	better := h.password
	if old {
		if better, err = a.hasher.hash(ctx, password); err != nil {
			return nil, err
		}
	}
	return a.proceed(ctx, h, v, buckets, func(tx *store.Tx) error {
		if !old {
			return nil
		}
		_, err := tx.Exec(ctx, "UPDATE account SET password = ? WHERE id = ? AND password = ?", better, h.ID, h.password)
		return err
	})
}

// proceed goes on once it is known whose sign-in it is: to the session, or first
// to the second page. A provider that asked for a second factor has done so for us.
func (a *Auth) proceed(ctx context.Context, h *holder, v Visitor, buckets []bucket, more func(tx *store.Tx) error) (*Entry, error) {
	if h.way.proof != nil && h.way.proof.Strong {
		return a.admit(ctx, h, v, buckets, more)
	}
	held, secured := "", false
	column, values := a.held()
	err := a.store.DB().QueryRow(ctx, "SELECT "+column+", EXISTS (SELECT 1 FROM factor f WHERE f.account = a.id) FROM account a WHERE a.id = ?", append(values, h.ID)...).Scan(&held, &secured)
	switch {
	case err != nil:
		return nil, err
	case secured:
		return a.halfway(ctx, h, forCode, v, buckets, more)
	case a.needsFactor(ctx, a.actorOf(h, held, "", "").Roles):
		return a.halfway(ctx, h, forEnrol, v, buckets, more)
	}
	return a.admit(ctx, h, v, buckets, more)
}

// halfway gives a ticket to who knew the password. What the password took is given
// back, but failures are forgotten only when all was shown.
func (a *Auth) halfway(ctx context.Context, h *holder, p purpose, v Visitor, buckets []bucket, more func(tx *store.Tx) error) (*Entry, error) {
	ticket := secret()
	err := a.write(ctx, h.actor("web", v.Origin), func(tx *store.Tx) error {
		if err := more(tx); err != nil {
			return err
		}
		if err := a.refund(ctx, tx, buckets); err != nil {
			return err
		}
		way, err := h.way.kept(a.store.Keys(), h.ID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "INSERT INTO sign_in_code (hash, account, purpose, epoch, expires, way) VALUES (?, ?, ?, ?, ?, ?)",
			digest(ticket), h.ID, string(p), h.epoch, tx.Now().Add(ticketLife).UnixMilli(), way)
		if err != nil {
			return err
		}
		return tx.Entry("sign_in_begun", "account", "", h.who()+" "+deviceName(v.Agent))
	})
	if err != nil {
		return nil, err
	}
	return &Entry{Ticket: ticket, Enrol: p == forEnrol, Login: h.Login}, nil
}

// admit opens a session for whoever has shown all that is asked, and makes the
// browser known to the login.
func (a *Auth) admit(ctx context.Context, h *holder, v Visitor, buckets []bucket, more func(tx *store.Tx) error) (*Entry, error) {
	token, err := a.open(ctx, h, v.Agent, v.Origin, func(tx *store.Tx) error {
		if err := more(tx); err != nil {
			return err
		}
		return a.forgive(ctx, tx, buckets)
	})
	if err != nil {
		return nil, err
	}
	e := &Entry{Token: token, Login: h.Login, Device: v.Known}
	if a.device(h.Login, v.Known) == "" {
		e.Device = a.newDevice(h.Login)
	}
	return e, nil
}

// Waiting gives the login of a ticket, for the cookie by which its browser is known.
func (a *Auth) Waiting(ctx context.Context, ticket string) (login string, err error) {
	h, err := a.codeHolder(ctx, forCode, digest(ticket))
	if err != nil {
		return "", err
	}
	return h.Login, nil
}

// SignInCode opens the session of a ticket by a code, of the second factor or for
// recovery.
func (a *Auth) SignInCode(ctx context.Context, ticket, code string, v Visitor) (*Entry, error) {
	h, err := a.codeHolder(ctx, forCode, digest(ticket))
	if err != nil {
		return nil, err
	}
	buckets := a.buckets("code", h.Login, v)
	t, err := a.take(ctx, buckets)
	if err != nil {
		return nil, err
	}
	e, err := a.admit(ctx, h, v, append(buckets, a.buckets("login", h.Login, v)...), func(tx *store.Tx) error {
		if err := a.spendCode(ctx, tx, h, code); err != nil {
			return err
		}
		return a.useCode(ctx, tx, forCode, digest(ticket))
	})
	if fault.Is(err, fault.Invalid) {
		return nil, a.failed(ctx, h, v.Origin, "验证码不对", patience(err, t))
	}
	return e, err
}

// Enrolling is [Auth.BeginFactor] for the account of a ticket.
func (a *Auth) Enrolling(ctx context.Context, ticket, sealed string) (*Enrolment, error) {
	h, err := a.codeHolder(ctx, forEnrol, digest(ticket))
	if err != nil {
		return nil, err
	}
	return a.enrolling(h, sealed)
}

// SignInEnrolled sets up the second factor of a ticket's account and opens its
// session.
func (a *Auth) SignInEnrolled(ctx context.Context, ticket, sealed, code string, v Visitor) (*Entry, error) {
	h, err := a.codeHolder(ctx, forEnrol, digest(ticket))
	if err != nil {
		return nil, err
	}
	var recovery []string
	e, err := a.admit(ctx, h, v, a.buckets("login", h.Login, v), func(tx *store.Tx) (err error) {
		if err := a.useCode(ctx, tx, forEnrol, digest(ticket)); err != nil {
			return err
		}
		var n int
		if err := tx.QueryRow(ctx, "SELECT count(*) FROM factor WHERE account = ?", h.ID).Scan(&n); err != nil {
			return err
		}
		if n > 0 { // set up elsewhere meanwhile
			return errCode(forEnrol)
		}
		recovery, err = a.setFactor(ctx, tx, h, sealed, code)
		return err
	})
	if err != nil {
		return nil, err
	}
	e.Recovery = recovery
	return e, nil
}

// verify compares a password with an account's, or takes as long without one.
func (a *Auth) verify(ctx context.Context, h *holder, password string, buckets []bucket) (ok, old bool, err error) {
	hash := h.password
	if hash == "" {
		hash = decoy()
	}
	if ok, old, err = a.hasher.verify(ctx, hash, password); err != nil {
		a.untake(ctx, buckets)
		return false, false, err
	}
	return ok, old, nil
}

// failed writes down a sign-in that failed, but not what was typed: it may be a
// password in the wrong place. It gives the answer, or why it could not.
func (a *Auth) failed(ctx context.Context, h *holder, origin, why string, answer error) error {
	who := "不存在的登录名"
	switch {
	case h.ID != 0:
		who = h.who()
	case h.way.proof != nil:
		who = h.way.proof.Issuer
	}
	by := &record.Actor{Name: "未登录", Area: h.Area, Via: "web", From: origin}
	err := a.write(context.WithoutCancel(ctx), by, func(tx *store.Tx) error {
		return tx.Entry("sign_in_failed", "account", "", who+" "+why)
	})
	return cmp.Or(err, answer)
}

func errPassword(t tries) error {
	return patience(fault.Fields(fault.Problem{Field: "password", Label: "密码", Text: "登录名或密码不对"}), t)
}

// patience adds to what was wrong how often, or when, it may be tried again.
func patience(err error, t tries) error {
	e := *fault.As(err)
	p := e.Problems[0]
	if t.left > 0 {
		p.Text += fmt.Sprintf("；还可以马上试 %d 次", t.left)
	} else {
		p.Text += "；" + clockTime(t.opens) + " 以后可以再试，每错一次要等得更久。忘了密码或有急用，请联系本单位管理员"
	}
	e.Problems = []fault.Problem{p}
	return &e
}

// ChangePassword gives the account of a session another password. Its other
// sessions and its tokens end.
func (a *Auth) ChangePassword(ctx context.Context, s *Session, old, password string, v Visitor) error {
	h, err := load(ctx, a.store.DB(), "id", s.Account)
	if err != nil {
		return err
	}
	if err := a.checkPassword(h, password); err != nil {
		return err
	}
	if err := a.judge(ctx, h, old, "old", "原密码", v); err != nil {
		return err
	}
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return a.write(ctx, s.Actor, func(tx *store.Tx) error {
		if err := a.setPassword(ctx, tx, h, hash); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE session SET epoch = ?, proven = ? WHERE id = ? AND epoch = ?", h.epoch+1, tx.Now().UnixMilli(), s.ID, h.epoch)
		return err
	})
}

// judge refuses a password that is not the account's, and counts the try.
func (a *Auth) judge(ctx context.Context, h *holder, password, field, label string, v Visitor) error {
	buckets := a.buckets("login", h.Login, v)
	t, err := a.take(ctx, buckets)
	if err != nil {
		return err
	}
	ok, _, err := a.verify(ctx, h, password, buckets)
	if err == nil && !ok {
		err = patience(fault.Fields(fault.Problem{Field: field, Label: label, Text: "和现在的密码不一样"}), t)
	}
	if err == nil {
		a.untake(ctx, buckets)
	}
	return err
}

// setPassword sets an account's password, ends whatever is open and forgets
// failed tries.
func (a *Auth) setPassword(ctx context.Context, tx *store.Tx, h *holder, hash string) error {
	n, err := tx.Exec(ctx, "UPDATE account SET password = ?, epoch = epoch + 1 WHERE id = ? AND epoch = ? AND disabled = 0", hash, h.ID, h.epoch)
	if err != nil {
		return err
	}
	if n == 0 { // disabled, or another password set, since it was read
		return fault.New(fault.Conflict, "账号刚刚有变动，密码没有改成；请重新登录后再试，或联系本单位管理员")
	}
	if err := a.forgive(ctx, tx, a.buckets("login", h.Login, Visitor{})[1:]); err != nil {
		return err
	}
	return tx.Entry("password_set", "account", "", h.who())
}
