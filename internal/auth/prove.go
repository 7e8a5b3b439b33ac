package auth

import (
	"context"
	"fmt"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Proof is how somebody who is signed in shows once more that it is they.
type Proof string

const (
	ByCode     Proof = "code"     // of the second factor, or for recovery
	ByPassword Proof = "password" // where there is no second factor
	ByProvider Proof = "provider" // signing in once more where somebody else vouches for them
	ByButton   Proof = "button"   // demonstrations only: accounts entered by a link have neither
	ByNothing  Proof = ""         // not at all: sign in anew
)

// ProofOf says how the account of a session proves itself.
func (a *Auth) ProofOf(ctx context.Context, s *Session) (Proof, error) {
	h, secured, linked := &holder{}, false, false
	err := a.store.DB().QueryRow(ctx, "SELECT "+accountColumns+`, EXISTS (SELECT 1 FROM factor f WHERE f.account = a.id),
		EXISTS (SELECT 1 FROM identity i WHERE i.account = a.id AND i.ended = 0) FROM account a WHERE a.id = ?`, s.Account).
		Scan(append(h.dest(), &secured, &linked)...)
	switch {
	case err != nil:
		return ByNothing, err
	case secured:
		return ByCode, nil
	case h.password != "":
		return ByPassword, nil
	case linked:
		return ByProvider, nil
	case a.links:
		return ByButton, nil
	}
	return ByNothing, nil
}

// Prove (再确认) takes what somebody shows to prove that it is still they. For
// [ProofLife] the session may then do what asks for it.
func (a *Auth) Prove(ctx context.Context, s *Session, answer string, v Visitor) error {
	how, err := a.ProofOf(ctx, s)
	if err != nil {
		return err
	}
	h, err := load(ctx, a.store.DB(), "id", s.Account)
	if err != nil {
		return err
	}
	done := func(tx *store.Tx) error { return a.proven(ctx, tx, s, string(how)) }
	switch how {
	case ByCode:
		buckets := a.buckets("code", h.Login, v)
		t, err := a.take(ctx, buckets)
		if err != nil {
			return err
		}
		err = a.write(ctx, s.Actor, func(tx *store.Tx) error {
			if err := a.spendCode(ctx, tx, h, answer); err != nil {
				return err
			}
			if err := a.forgive(ctx, tx, buckets); err != nil {
				return err
			}
			return done(tx)
		})
		if fault.Is(err, fault.Invalid) {
			err = a.failed(ctx, h, v.Origin, "再确认：验证码不对", patience(err, t))
		}
		return err
	case ByPassword:
		if err := a.judge(ctx, h, answer, "code", "密码", v); err != nil {
			if fault.Is(err, fault.Invalid) {
				err = a.failed(ctx, h, v.Origin, "再确认：密码不对", err)
			}
			return err
		}
	case ByProvider:
		return fault.New(fault.Invalid, "还没有确认；先到统一身份认证那边再登录一次")
	case ByNothing:
		return fault.New(fault.Refused, "这个账号没有密码，也没有二次验证。请退出、重新登录，登录后几分钟内办；常办的话，登录后在“我的登录”里设置二次验证。还不行请联系系统管理员")
	}
	return a.write(ctx, s.Actor, done)
}

// proven writes down that whoever is signed in showed that it is they.
func (a *Auth) proven(ctx context.Context, tx *store.Tx, s *Session, how string) error {
	if _, err := tx.Exec(ctx, "UPDATE session SET proven = ? WHERE id = ?", tx.Now().UnixMilli(), s.ID); err != nil {
		return err
	}
	return tx.Entry("proof", "account", "", fmt.Sprintf("%s（%s） %s", s.Actor.Name, s.Login, how))
}

// surely is write for what asks whoever acts for proof.
func (a *Auth) surely(ctx context.Context, by *record.Actor, fn func(tx *store.Tx) error) error {
	if err := store.Proven(by); err != nil {
		return err
	}
	return a.write(ctx, by, fn)
}
