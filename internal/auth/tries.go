package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"database/sql"
	"errors"
	"net/netip"
	"strings"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/store"
)

// How often a password or code may be tried in a row. Then each try that fails
// doubles the wait, from a second up to LongestWait. An origin has more, because
// a town hall shares one address.
const (
	LoginTries  = 5
	OriginTries = 60
	LongestWait = 15 * time.Minute
)

// How long failures are remembered after the last wait.
const (
	loginMemory  = 24 * time.Hour
	originMemory = 15 * time.Minute
)

// Visitor (来访者) is a browser at the door: nobody yet.
type Visitor struct {
	Agent  string // its User-Agent
	Origin string // the address it asks from
	Known  string // what the cookie [Auth.DeviceCookie] holds, "" if nothing
}

// bucket counts tries that failed one after another.
type bucket struct {
	key    string
	free   int64 // tries before the first wait
	memory time.Duration
}

// buckets says where tries of a login's password or code are counted. A browser
// that the login has signed in at before has a bucket of its own, so that those
// who try the login elsewhere cannot keep its owner out (OWASP: device cookies);
// all others share those of the login and of their address. Logins and addresses
// are kept as blind indexes: people type their password where their login belongs.
func (a *Auth) buckets(what, login string, v Visitor) []bucket {
	keys := a.store.Keys()
	if device := a.device(login, v.Known); device != "" {
		return []bucket{{keys.Blind("attempt."+what+".device", login+" "+device), LoginTries, loginMemory}}
	}
	return []bucket{
		{keys.Blind("attempt.origin", "from "+network(v.Origin)), OriginTries, originMemory},
		{keys.Blind("attempt."+what, login), LoginTries, loginMemory},
	}
}

// network counts an IPv6 network as one: one customer has 2⁶⁴ addresses.
func network(origin string) string {
	if ip, err := netip.ParseAddr(origin); err == nil && ip.Is6() && !ip.Is4In6() {
		if net, err := ip.WithZone("").Prefix(64); err == nil {
			return net.String()
		}
	}
	return origin
}

// DeviceCookie names the cookie by which a browser is known to a login that has
// signed in there. It opens nothing; it only keeps the tries of others apart.
func (a *Auth) DeviceCookie(login string) string {
	return "sanshe_device_" + a.store.Keys().Blind("device.name", "login "+fold(login))[:8]
}

// newDevice gives the cookie's value: a name for the browser, and our mark on it.
func (a *Auth) newDevice(login string) string {
	name := rand.Text()
	return name + "." + deviceMark(a.store.Keys(), login, name)
}

func deviceMark(keys *store.Keyring, login, name string) string {
	return keys.Blind("device", login+" "+name)
}

// device gives the name of the browser in a cookie that this login was given, or "".
func (a *Auth) device(login, cookie string) string { return deviceOf(a.store.Keys(), login, cookie) }

func deviceOf(keys *store.Keyring, login, cookie string) string {
	name, mark, ok := strings.Cut(cookie, ".")
	if !ok || name == "" || subtle.ConstantTimeCompare([]byte(mark), []byte(deviceMark(keys, login, name))) != 1 {
		return ""
	}
	return name
}

// tries says what is left after a try was taken.
type tries struct {
	left  int64     // tries before the next wait
	opens time.Time // when the next is allowed
}

// take takes one try from each bucket, before anything is judged: tries at the
// same moment cannot share one. It is the same whether the login exists or not.
func (a *Auth) take(ctx context.Context, buckets []bucket) (t tries, err error) {
	err = a.store.DB().Write(ctx, func(tx *db.Tx) error {
		now := a.store.Clock().Now()
		t = tries{left: OriginTries, opens: now}
		for _, b := range buckets {
			failures, err := a.takeOne(ctx, tx, b, now)
			if err != nil {
				return err
			}
			t.left = min(t.left, max(0, b.free-failures))
			if opens := now.Add(wait(failures - b.free)); opens.After(t.opens) {
				t.opens = opens
			}
		}
		return nil
	})
	return t, err
}

// wait gives how long to wait after so many failures more than are free.
func wait(over int64) time.Duration {
	if over < 0 {
		return 0
	}
	return min(time.Second<<min(over, 20), LongestWait)
}

// takeOne takes a try of a bucket that is open. One that is shut for longer than the
// longest wait was shut by a clock that has since been put back, and is open.
func (a *Auth) takeOne(ctx context.Context, tx *db.Tx, b bucket, at time.Time) (failures int64, err error) {
	now := at.UnixMilli()
	err = tx.QueryRow(ctx, `INSERT INTO attempt (key, failures, opens, full_at) VALUES (?, 1, 0, ?) ON CONFLICT (key) DO UPDATE
		SET failures = CASE WHEN attempt.full_at <= ? THEN 1 ELSE attempt.failures + 1 END
		WHERE attempt.opens <= ? OR attempt.opens > ? RETURNING failures`, b.key, now, now, now, now+LongestWait.Milliseconds()).Scan(&failures)
	if errors.Is(err, sql.ErrNoRows) {
		var opens int64
		if err := tx.QueryRow(ctx, "SELECT opens FROM attempt WHERE key = ?", b.key).Scan(&opens); err != nil {
			return 0, err
		}
		return 0, errTries(time.UnixMilli(opens))
	}
	if err != nil {
		return 0, err
	}
	opens, shut := int64(0), wait(failures-b.free) // none is no time: a clock set back closes nothing
	if shut > 0 {
		opens = at.Add(shut).UnixMilli()
	}
	_, err = tx.Exec(ctx, "UPDATE attempt SET opens = ?, full_at = ? WHERE key = ?", opens, at.Add(shut+b.memory).UnixMilli(), b.key)
	return failures, err
}

// errTries says when trying is allowed again; its Detail is that time.
func errTries(opens time.Time) error {
	e := fault.Coded(fault.Unavailable, fault.CodeRate, "试的次数太多，%s 以后可以再试；忘了密码或有急用，请联系本单位管理员重新发设置码", clockTime(opens))
	e.Detail = opens
	return e
}

// clockTime gives a time of today, no sooner than it is.
func clockTime(t time.Time) string {
	return t.In(clock.Shanghai).Add(time.Second - 1).Format("15:04:05")
}

// forgive empties the buckets of a login that was proven; that of the address,
// which others share, gets its one try back.
func (a *Auth) forgive(ctx context.Context, tx execer, buckets []bucket) error {
	for _, b := range buckets {
		query := "DELETE FROM attempt WHERE key = ?"
		if b.memory == originMemory {
			query = refundQuery
		}
		if _, err := tx.Exec(ctx, query, b.key); err != nil {
			return err
		}
	}
	return nil
}

// refundQuery gives one try back: the wait before it was over.
const refundQuery = "UPDATE attempt SET failures = failures - 1, opens = 0 WHERE key = ? AND failures > 0"

func (a *Auth) refund(ctx context.Context, tx execer, buckets []bucket) error {
	for _, b := range buckets {
		if _, err := tx.Exec(ctx, refundQuery, b.key); err != nil {
			return err
		}
	}
	return nil
}

// untake undoes a take after which nothing was judged. If it cannot, the try is
// lost, which is no reason to hide why nothing was judged.
func (a *Auth) untake(ctx context.Context, buckets []bucket) {
	_ = a.store.DB().Write(context.WithoutCancel(ctx), func(tx *db.Tx) error { return a.refund(ctx, tx, buckets) })
}

// execer runs a statement in a transaction.
type execer interface {
	Exec(ctx context.Context, query string, args ...any) (int64, error)
}
