package auth

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"sanshe/internal/record"
	"sanshe/internal/store"
)

// ToCalendar is the scope of an address of calendars: it is asked for nothing else.
const ToCalendar record.Scope = "calendar"

const calendarPrefix = "ssc_"

// NewCalendar makes the address at which an account's calendars are
// fetched by programs that cannot sign in, and ends the one before. It is shown
// this once, and ends with the account's epoch or when it is revoked.
func (a *Auth) NewCalendar(ctx context.Context, by *record.Actor, accountID int64) (address string, err error) {
	address = calendarPrefix + secret()
	err = a.surely(ctx, by, func(tx *store.Tx) error {
		h, err := a.ownOrManaged(ctx, tx, by, accountID)
		if err != nil {
			return err
		}
		now := tx.Now()
		if _, err := tx.Exec(ctx, "UPDATE api_token SET revoked = ? WHERE account = ? AND scopes = ? AND revoked = 0", now.UnixMilli(), h.ID, string(ToCalendar)); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "INSERT INTO api_token (id, hash, account, name, scopes, registers, epoch, created, expires, revoked) VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, 0)",
			a.store.NewID(), digest(address), h.ID, "日历订阅", string(ToCalendar), h.epoch, now.UnixMilli(), now.AddDate(10, 0, 0).UnixMilli())
		if err != nil {
			return err
		}
		return tx.Entry("calendar_create", "account", "", h.who())
	})
	if err != nil {
		return "", err
	}
	return address, nil
}

// CalendarActor gives the account of an address of calendars as it may read now.
func (a *Auth) CalendarActor(ctx context.Context, address string) (*record.Actor, error) {
	if !strings.HasPrefix(address, calendarPrefix) {
		return nil, ErrSignIn
	}
	h, held := &holder{}, ""
	column, values := a.held()
	err := a.store.DB().QueryRow(ctx, "SELECT "+accountColumns+", "+column+` FROM api_token t JOIN account a ON a.id = t.account
		WHERE t.hash = ? AND t.scopes = ? AND t.revoked = 0 AND t.expires > ? AND t.epoch = a.epoch AND a.disabled = 0`, append(values, digest(address), string(ToCalendar), a.now())...).Scan(append(h.dest(), &held)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrSignIn
	}
	if err != nil {
		return nil, err
	}
	noted(ctx, h.ID)
	actor := a.actorOf(h, held, "calendar", "")
	actor.Only = &record.Limits{Scopes: []record.Scope{record.ToRead}}
	return actor, nil
}
