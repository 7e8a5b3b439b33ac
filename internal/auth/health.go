package auth

import (
	"context"
	"fmt"
	"strings"
	"time"

	"sanshe/internal/clock"
)

// Health is what should not be with accounts.
type Health struct {
	Administrators int // who can sign in
	Waiting        int // opened a month ago and still without a password
	Idle           int // can sign in and hold no role
	Single         int // can sign in with a password alone
	Ending         int // tokens that end within two weeks
	Strayed        int // accounts of a department that was merged away
	Left           int // accounts that have tasks by name and cannot do them
	Lasting        int // tokens that last for more than half a year yet
}

// Health looks.
func (a *Auth) Health(ctx context.Context) (*Health, error) {
	h, now, today := &Health{}, a.store.Clock().Now(), string(clock.Today(a.store.Clock()))
	held := fmt.Sprintf(` FROM role_grant g WHERE (g.holder = '%s' AND g.holder_id = x.id OR g.holder = '%s' AND g.holder_id = x.unit AND x.unit <> 0)
		AND g.from_day <= '%s' AND (g.to_day = '' OR g.to_day > '%[3]s')`, ToAccount, ToUnit, today)
	admins := make([]string, len(a.admins))
	for i, r := range a.admins {
		admins[i] = "'" + string(r) + "'"
	}
	for _, ask := range []struct {
		into  *int
		query string
		args  []any
	}{
		{&h.Administrators, "SELECT count(*) FROM account x WHERE x.disabled = 0 AND x.password <> '' AND EXISTS (SELECT 1" + held + " AND g.role IN (" + strings.Join(append(admins, "''"), ", ") + "))", nil},
		{&h.Waiting, "SELECT count(*) FROM account x WHERE x.disabled = 0 AND x.password = '' AND x.created < ?", []any{now.AddDate(0, -1, 0).UnixMilli()}},
		{&h.Idle, "SELECT count(*) FROM account x WHERE x.disabled = 0 AND x.password <> '' AND NOT EXISTS (SELECT 1" + held + ")", nil},
		{&h.Single, "SELECT count(*) FROM account x WHERE x.disabled = 0 AND x.password <> '' AND NOT EXISTS (SELECT 1 FROM factor f WHERE f.account = x.id)", nil},
		{&h.Ending, "SELECT count(*) FROM api_token WHERE revoked = 0 AND expires > ? AND expires <= ?", []any{now.UnixMilli(), now.Add(14 * 24 * time.Hour).UnixMilli()}},
		{&h.Lasting, "SELECT count(*) FROM api_token WHERE revoked = 0 AND expires > ?", []any{now.AddDate(0, 6, 0).UnixMilli()}},
	} {
		if err := a.store.DB().QueryRow(ctx, ask.query, ask.args...).Scan(ask.into); err != nil {
			return nil, err
		}
	}
	left, err := a.Orphans(ctx)
	if err != nil {
		return nil, err
	}
	strayed, err := a.strayed(ctx, "1 = 1")
	h.Left, h.Strayed = len(left), len(strayed)
	return h, err
}
