package auth

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// RecoveryCodes is how many codes are given for the day the telephone is lost.
const RecoveryCodes = 10

// Factor (二次验证) is what an account shows besides its password.
type Factor struct {
	Since    record.Moment // 0 if it has none
	Recovery int           // recovery codes that are left
	Needed   bool          // by its roles; told to oneself
}

// Enrolment is a second factor being set up. Nothing of it is kept until a first
// code has shown that it arrived.
type Enrolment struct {
	Login   string
	Key     string // for typing
	Address string // for scanning
	Sealed  string // the same, for the form that brings it back
}

// Factor tells about the second factor of an account that is by's own or that by
// looks after.
func (a *Auth) Factor(ctx context.Context, by *record.Actor, accountID int64) (Factor, error) {
	h, err := a.ownOrManaged(ctx, a.store.DB(), by, accountID)
	if err != nil {
		return Factor{}, err
	}
	f := Factor{Needed: h.ID == by.Account && a.needsFactor(ctx, by.Roles)}
	err = a.store.DB().QueryRow(ctx, "SELECT since, (SELECT count(*) FROM recovery_code r WHERE r.account = f.account) FROM factor f WHERE f.account = ?", h.ID).
		Scan((*int64)(&f.Since), &f.Recovery)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return f, err
}

// BeginFactor gives the account of a session a secret to scan: a new one, or, of
// a form that came back, the one that is sealed in it.
func (a *Auth) BeginFactor(ctx context.Context, s *Session, sealed string) (*Enrolment, error) {
	if err := store.Proven(s.Actor); err != nil {
		return nil, err
	}
	h, err := load(ctx, a.store.DB(), "id", s.Account)
	if err != nil {
		return nil, err
	}
	return a.enrolling(h, sealed)
}

func (a *Auth) enrolling(h *holder, sealed string) (*Enrolment, error) {
	if sealed == "" {
		return a.enrolment(h, newTOTP())
	}
	secret, err := a.unsealed(h, "enrolment", sealed)
	if err != nil {
		return nil, err
	}
	return a.enrolment(h, secret)
}

// SetFactor makes an enrolment the second factor of a session's account, in place
// of another, and gives its recovery codes, which are shown once.
func (a *Auth) SetFactor(ctx context.Context, s *Session, sealed, code string) (recovery []string, err error) {
	err = a.surely(ctx, s.Actor, func(tx *store.Tx) error {
		h, err := load(ctx, tx, "id", s.Account)
		if err == nil {
			recovery, err = a.setFactor(ctx, tx, h, sealed, code)
		}
		return err
	})
	return recovery, err
}

func (a *Auth) enrolment(h *holder, secret []byte) (*Enrolment, error) {
	sealed, err := a.store.Keys().Seal("factor", "enrolment", h.ID, base64.RawStdEncoding.EncodeToString(secret))
	return &Enrolment{Login: h.Login, Key: totpKey(secret), Address: totpAddress(secret, h.Login), Sealed: sealed}, err
}

// unsealed opens a secret that was sealed for a field of an account.
func (a *Auth) unsealed(h *holder, field, sealed string) ([]byte, error) {
	plain, err := a.store.Keys().Open("factor", field, h.ID, sealed)
	if err != nil || plain == "" {
		if field == "enrolment" { // it came from a form
			return nil, fault.New(fault.Invalid, "这一页的密钥不完整；请重新打开“设置二次验证”，再扫一次")
		}
		return nil, err
	}
	if strings.HasPrefix(plain, record.Lost) {
		return nil, fault.New(fault.Unavailable, "系统的密钥文件换过，原来的二次验证不能用了；请管理员重置二次验证，再设一次")
	}
	return base64.RawStdEncoding.DecodeString(plain)
}

func errCodeWrong() error {
	return fault.Fields(fault.Problem{Field: "code", Label: "验证码", Text: "不对；请填手机上现在显示的 6 位数字，并看看手机的时间是不是自动校准"})
}

// setFactor keeps a secret whose code was typed.
func (a *Auth) setFactor(ctx context.Context, tx *store.Tx, h *holder, sealed, code string) ([]string, error) {
	secret, err := a.unsealed(h, "enrolment", sealed)
	if err != nil {
		return nil, err
	}
	step, ok := totpMatch(secret, digits(code), tx.Now())
	if !ok {
		return nil, errCodeWrong()
	}
	kept, err := a.store.Keys().Seal("factor", "secret", h.ID, base64.RawStdEncoding.EncodeToString(secret))
	if err != nil {
		return nil, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO factor (account, secret, since, last_step) VALUES (?, ?, ?, ?)
		ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, since = excluded.since, last_step = excluded.last_step`, h.ID, kept, tx.Now().UnixMilli(), step)
	if err != nil {
		return nil, err
	}
	if err := tx.Entry("factor_set", "account", "", h.who()); err != nil {
		return nil, err
	}
	return a.newRecovery(ctx, tx, h)
}

// NewRecoveryCodes gives a session's account new recovery codes; the old ones end.
func (a *Auth) NewRecoveryCodes(ctx context.Context, s *Session) (recovery []string, err error) {
	err = a.surely(ctx, s.Actor, func(tx *store.Tx) error {
		h, err := load(ctx, tx, "id", s.Account)
		if err == nil {
			recovery, err = a.newRecovery(ctx, tx, h)
		}
		return err
	})
	return recovery, err
}

func (a *Auth) newRecovery(ctx context.Context, tx *store.Tx, h *holder) (codes []string, err error) {
	if _, err := tx.Exec(ctx, "DELETE FROM recovery_code WHERE account = ?", h.ID); err != nil {
		return nil, err
	}
	for range RecoveryCodes {
		code := newRecoveryCode()
		if _, err := tx.Exec(ctx, "INSERT INTO recovery_code (hash, account) VALUES (?, ?)", a.recoveryHash(h, code), h.ID); err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	return codes, tx.Entry("recovery_codes", "account", "", h.who())
}

// newRecoveryCode gives 60 random bits as three groups of four.
func newRecoveryCode() string {
	raw := make([]byte, 8)
	rand.Read(raw)
	s := base32.NewEncoding(codeLetters).WithPadding(base32.NoPadding).EncodeToString(raw)[:12]
	return s[:4] + "-" + s[4:8] + "-" + s[8:]
}

// recoveryHash needs the key file to be guessed at: a recovery code is short.
func (a *Auth) recoveryHash(h *holder, code string) string {
	return a.store.Keys().Blind("recovery", fmt.Sprint(h.ID, " ", plainCode(code)))
}

// spendCode uses up a code of an account, of its second factor or for recovery.
// Of those who show one at once, one succeeds.
func (a *Auth) spendCode(ctx context.Context, tx *store.Tx, h *holder, typed string) error {
	code := digits(typed)
	if code == "" {
		n, err := tx.Exec(ctx, "DELETE FROM recovery_code WHERE hash = ? AND account = ?", a.recoveryHash(h, typed), h.ID)
		switch {
		case err != nil:
			return err
		case n == 0:
			return errCodeWrong()
		}
		return tx.Entry("recovery_code_used", "account", "", h.who())
	}
	var sealed string
	err := tx.QueryRow(ctx, "SELECT secret FROM factor WHERE account = ?", h.ID).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return errCodeWrong()
	}
	if err != nil {
		return err
	}
	secret, err := a.unsealed(h, "secret", sealed)
	if err != nil {
		return err
	}
	step, ok := totpMatch(secret, code, tx.Now())
	if !ok {
		return errCodeWrong()
	}
	// A step well ahead was used by a clock that has since been put back.
	n, err := tx.Exec(ctx, "UPDATE factor SET last_step = ? WHERE account = ? AND (last_step < ? OR last_step > ?)", step, h.ID, step, step+20)
	if err == nil && n == 0 {
		err = fault.Fields(fault.Problem{Field: "code", Label: "验证码", Text: "这个已经用过；请等手机换下一个（最多 30 秒）再填"})
	}
	return err
}

// EndFactor takes the second factor off a session's account, if its roles do not
// need one.
func (a *Auth) EndFactor(ctx context.Context, s *Session) error {
	if a.needsFactor(ctx, s.Actor.Roles) {
		return fault.New(fault.Refused, "您的岗位要有二次验证，只能换、不能取消；手机丢了请联系本单位管理员")
	}
	return a.surely(ctx, s.Actor, func(tx *store.Tx) error {
		h, err := load(ctx, tx, "id", s.Account)
		if err == nil {
			err = a.dropFactor(ctx, tx, h, "factor_end", "")
		}
		return err
	})
}

// ResetFactor takes the second factor off an account that by looks after, for the
// day the telephone and the recovery codes are lost. Whatever is open of the
// account ends; it is asked to set up another when it next signs in.
func (a *Auth) ResetFactor(ctx context.Context, by *record.Actor, accountID int64, reason string) error {
	return a.surely(ctx, by, func(tx *store.Tx) error {
		h, err := a.managed(ctx, tx, by, accountID)
		if err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return fault.Fields(fault.Problem{Field: "reason", Label: "原因", Text: "要写明怎样确认是本人、为什么重置"})
		}
		if err := a.dropFactor(ctx, tx, h, "factor_reset", reason); err != nil {
			return err
		}
		if err := a.forgive(ctx, tx, a.buckets("code", h.Login, Visitor{})[1:]); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE account SET epoch = epoch + 1 WHERE id = ?", h.ID)
		return err
	})
}

func (a *Auth) dropFactor(ctx context.Context, tx *store.Tx, h *holder, action, reason string) error {
	n, err := tx.Exec(ctx, "DELETE FROM factor WHERE account = ?", h.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Coded(fault.Conflict, fault.CodeState, "账号 %s 没有设二次验证，不用再办", h.who())
	}
	if _, err := tx.Exec(ctx, "DELETE FROM recovery_code WHERE account = ?", h.ID); err != nil {
		return err
	}
	return tx.Entry(action, "account", reason, h.who())
}
