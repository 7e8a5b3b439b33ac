package auth

import (
	"context"
	"database/sql"
	"errors"
	"net/netip"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
)

// How often a password may be tried. What was used up comes back evenly over the
// window. An origin has more, because a town hall shares one address; a sign-in
// that succeeds costs nothing.
const (
	LoginTries  = 10
	OriginTries = 60
	TriesWindow = 15 * time.Minute
)

// Logins and addresses are kept as blind indexes: people type their password
// where their login belongs.
func (a *Auth) loginKey(login string) string { return a.store.Keys().Blind("attempt.login", login) }

// originKey counts an IPv6 network as one: one customer has 2⁶⁴ addresses.
func (a *Auth) originKey(origin string) string {
	if ip, err := netip.ParseAddr(origin); err == nil && ip.Is6() && !ip.Is4In6() {
		if net, err := ip.WithZone("").Prefix(64); err == nil {
			origin = net.String()
		}
	}
	return a.store.Keys().Blind("attempt.origin", "from "+origin)
}

// take takes one try from the login and one from the origin, and gives how many
// the login has left. It is the same whether the login exists or not.
func (a *Auth) take(ctx context.Context, login, origin string) (left int64, err error) {
	err = a.store.DB().Write(ctx, func(tx *db.Tx) error {
		if _, err := a.takeOne(ctx, tx, a.originKey(origin), OriginTries); err != nil {
			return err
		}
		left, err = a.takeOne(ctx, tx, a.loginKey(login), LoginTries)
		return err
	})
	return left, err
}

// takeOne is one statement, so that tries at the same moment cannot share one. A
// bucket that would take longer to fill than an empty one is from a clock that
// has since been put back, and counts as full.
func (a *Auth) takeOne(ctx context.Context, tx *db.Tx, key string, tries int64) (left int64, err error) {
	now, each := a.now(), TriesWindow.Milliseconds()/tries
	ahead := (tries - 1) * each // how far off a full bucket may be while one try is left
	var full int64
	err = tx.QueryRow(ctx, `INSERT INTO attempt (key, full_at) VALUES (?, ?) ON CONFLICT (key) DO UPDATE
		SET full_at = CASE WHEN attempt.full_at > ? AND attempt.full_at <= ? THEN attempt.full_at ELSE ? END + ?
		WHERE attempt.full_at <= ? OR attempt.full_at > ? RETURNING full_at`, key, now+each, now, now+tries*each, now, each, now+ahead, now+tries*each).Scan(&full)
	if !errors.Is(err, sql.ErrNoRows) {
		return (now + tries*each - full) / each, err
	}
	if err := tx.QueryRow(ctx, "SELECT full_at FROM attempt WHERE key = ?", key).Scan(&full); err != nil {
		return 0, err
	}
	return 0, errTries(time.UnixMilli(full - ahead))
}

// errTries says when trying is allowed again; its Detail is that time.
func errTries(opens time.Time) error {
	shown := opens.In(clock.Shanghai).Add(time.Minute - 1).Format("15:04")
	e := fault.Coded(fault.Unavailable, fault.CodeRate, "试的次数太多，%s 以后可以再试；忘了密码或有急用，请联系本单位管理员重新发设置码", shown)
	e.Detail = opens
	return e
}

// forgive makes a login's bucket full.
func (a *Auth) forgive(ctx context.Context, tx execer, login string) error {
	_, err := tx.Exec(ctx, "DELETE FROM attempt WHERE key = ?", a.loginKey(login))
	return err
}

// refund gives one try back to a bucket.
func (a *Auth) refund(ctx context.Context, tx execer, key string, tries int64) error {
	_, err := tx.Exec(ctx, "UPDATE attempt SET full_at = full_at - ? WHERE key = ?", TriesWindow.Milliseconds()/tries, key)
	return err
}

// untake undoes a take after which no password was judged. If it cannot, the try
// is lost, which is no reason to hide why nothing was judged.
func (a *Auth) untake(ctx context.Context, login, origin string) {
	_ = a.store.DB().Write(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		if err := a.refund(ctx, tx, a.originKey(origin), OriginTries); err != nil {
			return err
		}
		return a.refund(ctx, tx, a.loginKey(login), LoginTries)
	})
}

// execer runs a statement in a transaction.
type execer interface {
	Exec(ctx context.Context, query string, args ...any) (int64, error)
}
