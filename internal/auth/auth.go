// Package auth keeps accounts (账号), the roles they hold, and how people and
// programs prove whose they are: passwords, sessions (会话) and API tokens
// (接口令牌).
//
// Nothing is cached. Each request reads session, account and roles anew, in one
// query by index, so that whoever is disabled or loses a role is stopped at the
// next request on every node. Each account has an epoch, which sessions, tokens
// and codes take down when they are made: they count only while the account
// still has it, so one more to the epoch ends them all.
//
// Signing in takes a password or a provider's word, and where the account's roles
// ask for it a second factor (二次验证): a time-based code, or a recovery code. What
// has been shown of a sign-in before its second page is a one-time code of its own,
// never a session. Failures double the wait; a browser that a login knows has its
// tries counted apart, so that nobody is kept out by what others try.
//
// A session is proof for a few minutes. After that what opens doors (accounts,
// roles, tokens, factors) and what [store.Proven] guards waits until [Auth.Prove].
//
// Secrets are shown once and kept as hashes. Nothing here tells somebody who
// cannot sign in whether a login exists.
package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// CodeSignIn marks the errors that signing in mends.
const CodeSignIn = "sign_in"

// ErrSignIn says that whatever was shown (a session, a token) is unknown, has
// expired or was ended; which of them is nobody's business. Surfaces answer it
// with 401, or lead to the page of sign-in.
var ErrSignIn error = fault.Coded(fault.Refused, CodeSignIn, "请先登录；如果登录过，可能是登录已到期或已在别处退出")

// Auth keeps accounts beside the records of a store.
type Auth struct {
	store    *store.Store
	roles    []store.RoleName
	admins   record.Roles
	auditors record.Roles // may look as others do
	personal record.Roles // cannot be lent
	consents record.Roles // may consent to a glimpse
	links    bool
	hasher   *hasher
	keepers  record.Roles    // of a community, a town, a county
	common   map[string]bool // passwords everybody tries first
}

// Option changes what New makes.
type Option func(*Auth)

// Administrators says which roles look after accounts, each in its own division
// and below. Without it only the command line does.
func Administrators(roles ...record.Role) Option { return func(a *Auth) { a.admins = roles } }

// AllowLinks allows sign-in links, which ask for no password: for a demonstration.
func AllowLinks() Option { return func(a *Auth) { a.links = true } }

// New keeps the accounts of s, which may hold roles.
func New(s *store.Store, roles []store.RoleName, options ...Option) *Auth {
	a := &Auth{store: s, roles: roles, hasher: newHasher(), common: commonPasswords()}
	for _, option := range options {
		option(a)
	}
	s.AlsoSealed("二次验证的密钥", "factor", "secret", "account", "factor", "secret")
	s.AlsoSealed("统一身份认证的退出凭据", "session", "hint", "id", "session", "hint")
	return a
}

// write runs fn as one change by an actor.
func (a *Auth) write(ctx context.Context, by *record.Actor, fn func(tx *store.Tx) error) error {
	_, err := a.store.Write(ctx, by, store.Key{}, func(tx *store.Tx) (store.Result, error) {
		return store.Result{}, fn(tx)
	})
	return err
}

func (a *Auth) now() int64 { return a.store.Clock().Now().UnixMilli() }

// mayManage refuses whoever may not look after accounts at all.
func (a *Auth) mayManage(by *record.Actor) error {
	switch {
	case by.Account == 0 && (by.Via == "cli" || by.Via == "demo"): // whoever has the machine has the accounts
		return nil
	case by.Account != 0 && by.Holds(a.admins):
		return notByToken(by)
	}
	return fault.New(fault.Refused, "您的岗位不能管理账号；需要时请联系系统管理员")
}

// notByToken keeps a token that leaked from making more of its kind, and what
// was lent from being lent on.
func notByToken(by *record.Actor) error {
	switch {
	case by.Via == "api":
		return fault.New(fault.Refused, "接口令牌不能管理账号；请登录后在网页上办理")
	case by.For != 0:
		return fault.New(fault.Refused, "代别人办理时不能管理账号，也不能再转给别人；请先回到本人身份")
	}
	return nil
}

// managed gives an account that by looks after.
func (a *Auth) managed(ctx context.Context, q rower, by *record.Actor, id int64) (*holder, error) {
	if err := a.mayManage(by); err != nil {
		return nil, err
	}
	h, err := load(ctx, q, "id", id)
	if err == nil && !by.Within(h.Area) {
		err = errNoAccount()
	}
	return h, err
}

// ownOrManaged gives an account that is by's own or that by looks after.
func (a *Auth) ownOrManaged(ctx context.Context, q rower, by *record.Actor, id int64) (*holder, error) {
	if by.Account == 0 || by.Account != id {
		return a.managed(ctx, q, by, id)
	}
	if err := notByToken(by); err != nil {
		return nil, err
	}
	return load(ctx, q, "id", id)
}

// notOneself keeps administrators from their own account: what they hold and
// where is for another administrator, or the command line, to say.
func notOneself(by *record.Actor, id int64) error {
	if by.Account != 0 && by.Account == id {
		return fault.New(fault.Refused, "不能给自己授岗、改辖区或恢复账号；请联系另一位管理员，或在服务器上用命令办理")
	}
	return nil
}

func errNoAccount() error {
	return fault.New(fault.NotFound, "没有这个账号，或者它不在您的辖区")
}

// rower reads one row, in a transaction or outside.
type rower interface {
	QueryRow(ctx context.Context, query string, args ...any) *db.Row
}

// secret gives 256 random bits.
func secret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// digest gives what is kept of a secret. It needs no salt: secrets are random.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
