package auth

import (
	"cmp"
	"context"
	"fmt"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// SignIn (登录) opens a session and gives its token, which is not kept anywhere.
// device is the browser's User-Agent, origin the client's address.
func (a *Auth) SignIn(ctx context.Context, login, password, device, origin string) (token string, err error) {
	login = fold(login)
	if !loginRule.MatchString(login) { // nobody's; and how logins are written is no secret
		return "", fault.Fields(fault.Problem{Field: "login", Label: "登录名", Text: loginHint})
	}
	left, err := a.take(ctx, login, origin)
	if err != nil {
		return "", err
	}
	h, err := load(ctx, a.store.DB(), "login", login)
	if fault.Is(err, fault.NotFound) {
		h, err = &holder{}, nil
	}
	if err != nil {
		return "", err
	}
	ok, old, err := a.verify(ctx, h, login, password, origin)
	switch {
	case err != nil:
		return "", err
	case !ok:
		return "", a.failed(ctx, h, origin, "密码不对", errPassword(left))
	case h.Disabled != 0: // told only to who knows the password
		return "", a.failed(ctx, h, origin, "账号已停用", errDisabled())
	}
	better := h.password
	if old {
		if better, err = a.hasher.hash(ctx, password); err != nil {
			return "", err
		}
	}
	return a.open(ctx, h, device, origin, func(tx *store.Tx) error {
		if err := a.refund(ctx, tx, a.originKey(origin), OriginTries); err != nil {
			return err
		}
		if err := a.forgive(ctx, tx, login); err != nil || !old {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE account SET password = ? WHERE id = ? AND password = ?", better, h.ID, h.password)
		return err
	})
}

// verify compares a password with an account's, or takes as long without one.
func (a *Auth) verify(ctx context.Context, h *holder, login, password, origin string) (ok, old bool, err error) {
	hash := h.password
	if hash == "" {
		hash = decoy()
	}
	if ok, old, err = a.hasher.verify(ctx, hash, password); err != nil {
		a.untake(ctx, login, origin)
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

func errPassword(left int64) error {
	text := fmt.Sprintf("登录名或密码不对，还可以试 %d 次", left)
	if left == 0 {
		text = "登录名或密码不对；次数已用完，请过几分钟再试，或联系本单位管理员重新发设置码"
	}
	return fault.Fields(fault.Problem{Field: "password", Label: "密码", Text: text})
}

// ChangePassword gives the account of a session another password. Its other
// sessions and its tokens end.
func (a *Auth) ChangePassword(ctx context.Context, s *Session, old, password string) error {
	h, err := load(ctx, a.store.DB(), "id", s.Account)
	if err != nil {
		return err
	}
	if err := a.checkPassword(h, password); err != nil {
		return err
	}
	left, err := a.take(ctx, h.Login, s.Origin)
	if err != nil {
		return err
	}
	ok, _, err := a.verify(ctx, h, h.Login, old, s.Origin)
	if err != nil {
		return err
	}
	if !ok {
		return fault.Fields(fault.Problem{Field: "old", Label: "原密码", Text: fmt.Sprintf("和现在的密码不一样，还可以试 %d 次", left)})
	}
	hash, err := a.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return a.write(ctx, s.Actor, func(tx *store.Tx) error {
		if err := a.setPassword(ctx, tx, h, hash); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE session SET epoch = ? WHERE id = ? AND epoch = ?", h.epoch+1, s.ID, h.epoch)
		return err
	})
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
	if err := a.forgive(ctx, tx, h.Login); err != nil {
		return err
	}
	return tx.Entry("password_set", "account", "", h.who())
}

// Confirm takes the password of a session's account once more, before something
// that whoever finds an open screen must not do.
func (a *Auth) Confirm(ctx context.Context, s *Session, password string) error {
	h, err := load(ctx, a.store.DB(), "id", s.Account)
	if err != nil {
		return err
	}
	left, err := a.take(ctx, h.Login, s.Origin)
	if err != nil {
		return err
	}
	ok, _, err := a.verify(ctx, h, h.Login, password, s.Origin)
	if err != nil {
		return err
	}
	if !ok {
		return fault.Fields(fault.Problem{Field: "password", Label: "密码", Text: fmt.Sprintf("和现在的密码不一样，还可以试 %d 次", left)})
	}
	a.untake(ctx, h.Login, s.Origin)
	return nil
}
