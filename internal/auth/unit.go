package auth

import (
	"context"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/record"
)

// UnitGrant is a role that a department holds, with how many accounts that may
// sign in have it through the department.
type UnitGrant struct {
	Grant
	Accounts int64
}

// UnitGrants gives the roles that departments hold or held, the newest first.
func (a *Auth) UnitGrants(ctx context.Context, by *record.Actor) ([]UnitGrant, error) {
	if err := a.mayManage(by); err != nil {
		return nil, err
	}
	rows, err := a.store.DB().Query(ctx, "SELECT "+grantColumns+", (SELECT count(*) FROM account c WHERE c.unit = g.holder_id AND c.disabled = 0) FROM role_grant g WHERE g.holder = ? ORDER BY g.id DESC LIMIT 500", string(ToUnit))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []UnitGrant
	for rows.Next() {
		var g UnitGrant
		if err := rows.Scan(&g.ID, &g.Holder, &g.HolderID, &g.Role, &g.From, &g.To, &g.By, (*int64)(&g.At), &g.Accounts); err != nil {
			return nil, err
		}
		list = append(list, g)
	}
	return list, rows.Err()
}

// Member is an account of a department.
type Member struct {
	Account
	Otherwise bool // it holds the role by another grant as well
}

// Members gives the accounts of a department that may sign in, and which of them
// hold a role on a day otherwise than by one grant.
func (a *Auth) Members(ctx context.Context, by *record.Actor, unit int64, role record.Role, on clock.Date, but int64) ([]Member, error) {
	if err := a.mayManage(by); err != nil {
		return nil, err
	}
	lo, hi := area.Bounds(by.Area)
	rows, err := a.store.DB().Query(ctx, "SELECT "+accountColumns+`, CASE WHEN EXISTS (SELECT 1 FROM role_grant g
		WHERE g.role = ? AND g.id <> ? AND (g.holder = ? AND g.holder_id = a.id OR g.holder = ? AND g.holder_id = a.unit) AND g.from_day <= ? AND (g.to_day = '' OR g.to_day > ?)) THEN 1 ELSE 0 END
		FROM account a WHERE a.unit = ? AND a.unit <> 0 AND a.disabled = 0 AND a.area >= ? AND a.area < ? ORDER BY a.login LIMIT 500`,
		string(role), but, string(ToAccount), string(ToUnit), string(on), string(on), unit, lo, hi)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Member
	for rows.Next() {
		var h holder
		var otherwise int64
		if err := rows.Scan(append(h.dest(), &otherwise)...); err != nil {
			return nil, err
		}
		list = append(list, Member{h.Account, otherwise == 1})
	}
	return list, rows.Err()
}
