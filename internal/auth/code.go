package auth

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"errors"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// MaxCode is the longest a set-up code or sign-in link may wait to be used.
const MaxCode = 7 * 24 * time.Hour

// purpose is what a code is for.
type purpose string

const (
	forPassword purpose = "password"
	forSignIn   purpose = "sign_in"
)

// NewSetupCode makes a code (设置码) with which an account gets its first
// password, or another when it is forgotten. It is shown once; a code made
// before for the same account dies.
func (a *Auth) NewSetupCode(ctx context.Context, by *record.Actor, accountID int64, ttl time.Duration) (code string, err error) {
	code = newSetupCode()
	if err := a.newCode(ctx, by, accountID, forPassword, plainCode(code), ttl); err != nil {
		return "", err
	}
	return code, nil
}

// UseSetupCode sets the password of the account a code is for, and gives its
// login. Open sessions and tokens of the account end.
func (a *Auth) UseSetupCode(ctx context.Context, code, password, origin string) (login string, err error) {
	hash := digest(plainCode(code))
	h, err := a.codeHolder(ctx, forPassword, hash)
	if err != nil {
		return "", err
	}
	if err := a.checkPassword(h, password); err != nil {
		return "", err
	}
	phc, err := a.hasher.hash(ctx, password)
	if err != nil {
		return "", err
	}
	err = a.write(ctx, h.actor("web", origin), func(tx *store.Tx) error {
		if err := a.useCode(ctx, tx, forPassword, hash); err != nil {
			return err
		}
		return a.setPassword(ctx, tx, h, phc)
	})
	if err != nil {
		return "", err
	}
	return h.Login, nil
}

// NewSignInLink makes a token that signs in once without a password, for the
// accounts of a demonstration. It needs [AllowLinks].
func (a *Auth) NewSignInLink(ctx context.Context, accountID int64, ttl time.Duration) (token string, err error) {
	if !a.links {
		return "", errLinks()
	}
	token = secret()
	if err := a.newCode(ctx, store.System("demo"), accountID, forSignIn, token, ttl); err != nil {
		return "", err
	}
	return token, nil
}

// UseSignInLink opens a session as [Auth.SignIn] does.
func (a *Auth) UseSignInLink(ctx context.Context, link, device, origin string) (token string, err error) {
	if !a.links {
		return "", errLinks()
	}
	h, err := a.codeHolder(ctx, forSignIn, digest(link))
	if err != nil {
		return "", err
	}
	return a.open(ctx, h, device, origin, func(tx *store.Tx) error {
		return a.useCode(ctx, tx, forSignIn, digest(link))
	})
}

func errLinks() error {
	return fault.New(fault.Refused, "登录链接只在演示时可用；请用登录名和密码登录")
}

func (a *Auth) newCode(ctx context.Context, by *record.Actor, accountID int64, p purpose, code string, ttl time.Duration) error {
	if ttl <= 0 || ttl > MaxCode {
		return fault.Fields(fault.Problem{Field: "ttl", Label: "有效时间", Text: "最长 7 天"})
	}
	return a.surely(ctx, by, func(tx *store.Tx) error {
		h, err := a.managed(ctx, tx, by, accountID)
		if err != nil {
			return err
		}
		if h.Disabled != 0 {
			return fault.Coded(fault.Conflict, fault.CodeState, "账号 %s 已停用，请先恢复", h.who())
		}
		if p == forPassword {
			if _, err := tx.Exec(ctx, "DELETE FROM sign_in_code WHERE account = ? AND purpose = ?", h.ID, string(p)); err != nil {
				return err
			}
		}
		expires := tx.Now().Add(ttl)
		_, err = tx.Exec(ctx, "INSERT INTO sign_in_code (hash, account, purpose, epoch, expires) VALUES (?, ?, ?, ?, ?)",
			digest(code), h.ID, string(p), h.epoch, expires.UnixMilli())
		if err != nil {
			return err
		}
		return tx.Entry("code_"+string(p), "account", "", h.who()+" 有效至 "+record.MomentOf(expires).String())
	})
}

// codeHolder gives the account a code may be used for now.
func (a *Auth) codeHolder(ctx context.Context, p purpose, hash string) (*holder, error) {
	h, way := &holder{}, ""
	err := a.store.DB().QueryRow(ctx, "SELECT "+accountColumns+`, c.way FROM sign_in_code c JOIN account a ON a.id = c.account
		WHERE c.hash = ? AND c.purpose = ? AND c.expires > ? AND c.epoch = a.epoch AND a.disabled = 0`, hash, string(p), a.now()).Scan(append(h.dest(), &way)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errCode(p)
	}
	if err == nil {
		err = h.way.reopen(a.store.Keys(), h.ID, way)
	}
	if h.way.proof != nil { // whoever has the code shows it now
		h.way.proof.Shown = a.now() / 1000
	}
	return h, err
}

// useCode uses a code up; of those who try at once, one succeeds.
func (a *Auth) useCode(ctx context.Context, tx *store.Tx, p purpose, hash string) error {
	n, err := tx.Exec(ctx, "DELETE FROM sign_in_code WHERE hash = ? AND expires > ?", hash, tx.Now().UnixMilli())
	if err == nil && n == 0 {
		err = errCode(p)
	}
	return err
}

func errCode(p purpose) error {
	switch p {
	case forCode, forEnrol:
		return fault.New(fault.Invalid, "这次登录等得太久，或已在别的页面办完；请从头登录")
	case forSignIn:
		return fault.New(fault.Invalid, "这个登录链接已用过或已过期；请回到演示首页再点一次")
	}
	return fault.Fields(fault.Problem{Field: "code", Label: "设置码", Text: "不对、已用过或已过期；请核对，或请本单位管理员重新发一个"})
}

const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's: without I, L, O and U

// newSetupCode gives 136 random bits as seven groups of four.
func newSetupCode() string {
	raw := make([]byte, 17)
	rand.Read(raw)
	code := base32.NewEncoding(codeLetters).WithPadding(base32.NoPadding).EncodeToString(raw)
	var groups []string
	for group := range slices.Chunk([]byte(code), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, "-")
}

// plainCode reads a code however it was copied.
func plainCode(code string) string {
	return strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").
		Replace(strings.ToUpper(strings.TrimSpace(norm.NFKC.String(code))))
}
