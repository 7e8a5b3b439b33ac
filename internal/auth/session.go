package auth

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// seenEvery is how exactly the last request is known.
const seenEvery = 1 * time.Minute

// Session (会话) is somebody signed in at some browser.
type Session struct {
	ID      int64
	Account int64
	Login   string        // of the account; "" in lists
	Actor   *record.Actor // acts now, via web from Origin; nil in lists
	Guise   *Guise        // nil in its account’s own name
	CSRF    string        // what each form of the session carries; "" in lists
	Created record.Moment
	Seen    record.Moment
	Expires record.Moment
	Proven  record.Moment // when they last proved that it is they
	Device  string        // such as “Chrome · Windows”
	Origin  string        // where the sign-in came from

	Identity int64 // what vouched for them; 0 if they gave a password
}

const sessionColumns = "s.id, s.account, s.created, s.seen, s.expires, s.proven, s.device, s.origin, s.identity"

func (s *Session) dest() []any {
	return []any{&s.ID, &s.Account, (*int64)(&s.Created), (*int64)(&s.Seen), (*int64)(&s.Expires), (*int64)(&s.Proven), &s.Device, &s.Origin, &s.Identity}
}

// open opens a session in the same transaction as more. It bears the epoch the
// account had when it was read, and so is dead if that changed meanwhile.
func (a *Auth) open(ctx context.Context, h *holder, device, origin string, more func(tx *store.Tx) error) (token string, err error) {
	token, device = secret(), deviceName(device)
	err = a.write(ctx, h.actor("web", origin), func(tx *store.Tx) error {
		if err := more(tx); err != nil {
			return err
		}
		now, id := tx.Now(), a.store.NewID()
		sid, hint, err := h.way.sealed(a.store.Keys(), id)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO session (id, hash, account, epoch, created, seen, proven, expires, device, origin, identity, sid, hint)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, digest(token), h.ID, h.epoch,
			now.UnixMilli(), now.UnixMilli(), h.way.proven(now), now.Add(a.Lasts(ctx, SessionLife)).UnixMilli(), device, origin, h.way.identity, sid, hint)
		if err != nil {
			return err
		}
		return tx.Entry("sign_in", "account", "", h.who()+" "+device)
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// Session gives the session of a token, with its account as it may act now. The
// caller sets Actor.From if the request came from elsewhere than the sign-in.
func (a *Auth) Session(ctx context.Context, token string) (*Session, error) {
	s, h, held, now := &Session{CSRF: digest("csrf " + token)}, &holder{}, "", a.now()
	column, values := a.held()
	err := a.store.DB().QueryRow(ctx, "SELECT "+sessionColumns+", "+accountColumns+", "+column+` FROM session s JOIN account a ON a.id = s.account
		WHERE s.hash = ? AND s.epoch = a.epoch AND a.disabled = 0 AND s.expires > ? AND s.seen > ? AND s.expires <= ?
		AND (s.identity = 0 OR EXISTS (SELECT 1 FROM identity i WHERE i.id = s.identity AND i.ended = 0))`,
		append(values, digest(token), now, a.idle(ctx), a.longest(ctx))...).Scan(append(append(s.dest(), h.dest()...), &held)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrSignIn
	}
	if err != nil {
		return nil, err
	}
	s.Login, s.Actor = h.Login, a.actorOf(h, held, "web", s.Origin)
	fresh := a.Lasts(ctx, ProofLife).Milliseconds()
	s.Actor.Unproven = int64(s.Proven) <= now-fresh || int64(s.Proven) > now+fresh // nor by a clock since put back
	noted(ctx, h.ID)
	if int64(s.Seen) > now-seenEvery.Milliseconds() {
		return s, nil
	}
	err = a.store.DB().Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE session SET seen = ? WHERE id = ? AND seen < ?", now, s.ID, now)
		return err
	})
	if fault.Is(err, fault.Unavailable) { // a full disk must not keep anybody from reading
		err = nil
	}
	return s, err
}

// CheckCSRF refuses a form that was not made in the session: value is what it
// carried.
func CheckCSRF(s *Session, value string) error {
	if subtle.ConstantTimeCompare([]byte(s.CSRF), []byte(value)) == 1 {
		return nil
	}
	return fault.New(fault.Refused, "这一页是上次登录时打开的；请刷新页面后再交")
}

// SignOut ends a session.
func (a *Auth) SignOut(ctx context.Context, s *Session) error {
	return a.write(ctx, s.Actor, func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM session WHERE id = ?", s.ID)
		if err != nil || n == 0 {
			return err
		}
		return tx.Entry("sign_out", "account", "", s.Device)
	})
}

// Sessions gives the open sessions of an account that is by's own or that by
// looks after, the newest first.
func (a *Auth) Sessions(ctx context.Context, by *record.Actor, accountID int64) ([]Session, error) {
	if _, err := a.ownOrManaged(ctx, a.store.DB(), by, accountID); err != nil {
		return nil, err
	}
	rows, err := a.store.DB().Query(ctx, "SELECT "+sessionColumns+` FROM session s JOIN account a ON a.id = s.account
		WHERE s.account = ? AND s.epoch = a.epoch AND a.disabled = 0 AND s.expires > ? AND s.seen > ? ORDER BY s.id DESC`,
		accountID, a.now(), a.idle(ctx))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Session
	for rows.Next() {
		var s Session
		if err := rows.Scan(s.dest()...); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// Revoke ends a session of an account that is by's own or that by looks after.
func (a *Auth) Revoke(ctx context.Context, by *record.Actor, sessionID int64) error {
	return a.write(ctx, by, func(tx *store.Tx) error {
		var s Session
		err := tx.QueryRow(ctx, "SELECT "+sessionColumns+" FROM session s WHERE s.id = ?", sessionID).Scan(s.dest()...)
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "没有这个登录，可能已经退出")
		}
		if err != nil {
			return err
		}
		h, err := a.ownOrManaged(ctx, tx, by, s.Account)
		if err != nil {
			return err
		}
		n, err := tx.Exec(ctx, "DELETE FROM session WHERE id = ?", s.ID)
		if err != nil || n == 0 {
			return err
		}
		return tx.Entry("session_revoke", "account", "", h.who()+" "+s.Device)
	})
}

// RevokeAll ends the sessions of an account that is by's own or that by looks
// after, but for one that stays (0 for none), and tells how many.
func (a *Auth) RevokeAll(ctx context.Context, by *record.Actor, accountID, stays int64) (n int64, err error) {
	err = a.write(ctx, by, func(tx *store.Tx) error {
		h, err := a.ownOrManaged(ctx, tx, by, accountID)
		if err != nil {
			return err
		}
		n, err = tx.Exec(ctx, "DELETE FROM session WHERE account = ? AND id <> ?", h.ID, stays)
		if err != nil || n == 0 {
			return err
		}
		return tx.Entry("session_revoke", "account", "", fmt.Sprintf("%s %d 处", h.who(), n))
	})
	return n, err
}

// idle gives the moment since when a session must have been used.
func (a *Auth) idle(ctx context.Context) int64 {
	return a.now() - a.Lasts(ctx, SessionIdle).Milliseconds()
}

// longest gives a moment at which no session open now ends, allowing for clocks that
// differ. One that does was opened by a clock that has since been put back, and
// would outlive its time by as much.
func (a *Auth) longest(ctx context.Context) int64 {
	return a.now() + (a.Lasts(ctx, SessionLife) + SessionIdle.usual()).Milliseconds()
}

// Sweep drops what can no longer matter: sessions and codes past their time,
// and failures that are forgotten. It is for a job, about every hour; it is no act of
// anybody, and leaves no audit entry.
func (a *Auth) Sweep(ctx context.Context) error {
	now, idle, longest := a.now(), a.idle(ctx), a.longest(ctx)
	return a.store.DB().Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM session WHERE expires <= ? OR seen <= ? OR expires > ?", now, idle, longest)
		for _, query := range []string{"DELETE FROM sign_in_code WHERE expires <= ?", "DELETE FROM attempt WHERE full_at <= ?"} {
			if err == nil {
				_, err = tx.Exec(ctx, query, now)
			}
		}
		return err
	})
}
