package auth

import (
	"cmp"
	"context"
	"fmt"

	"sanshe/internal/area"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Strayed is an account whose department was merged into another. Roles go with
// departments, and who merges records gives none: the account is led after by
// whoever looks after it.
type Strayed struct {
	Account
	Into  int64 // the department it has become
	Name  string
	Loses []record.Role // held through the old department alone
	Gains []record.Role // of the new one
}

// became is the department that one merged away has become, however often.
const became = `WITH RECURSIVE into_(loser, keeper) AS (SELECT loser, keeper FROM merge WHERE register = 'unit' AND undone = 0
	UNION SELECT i.loser, m.keeper FROM into_ i JOIN merge m ON m.loser = i.keeper AND m.register = 'unit' AND m.undone = 0)
	SELECT loser, keeper FROM into_ i WHERE NOT EXISTS (SELECT 1 FROM merge m WHERE m.loser = i.keeper AND m.register = 'unit' AND m.undone = 0)`

// Strayed gives the accounts by looks after whose department was merged away.
func (a *Auth) Strayed(ctx context.Context, by *record.Actor) ([]Strayed, error) {
	if err := a.mayManage(by); err != nil {
		return nil, err
	}
	lo, hi := area.Bounds(by.Area)
	return a.strayed(ctx, "a.area >= ? AND a.area < ?", lo, hi)
}

func (a *Auth) strayed(ctx context.Context, where string, args ...any) (list []Strayed, err error) {
	rows, err := a.store.DB().Query(ctx, "SELECT "+accountColumns+", b.keeper, coalesce(u.name, '') FROM account a JOIN ("+became+") AS b ON b.loser = a.unit LEFT JOIN unit u ON u.id = b.keeper WHERE a.disabled = 0 AND "+where+" ORDER BY a.area, a.login LIMIT 500", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var h holder
		s := Strayed{}
		if err := rows.Scan(append(h.dest(), &s.Into, &s.Name)...); err != nil {
			return nil, err
		}
		s.Account = h.Account
		list = append(list, s)
	}
	return list, rows.Err()
}

// Straying gives one of them with the roles that change.
func (a *Auth) Straying(ctx context.Context, by *record.Actor, id int64) (*Strayed, error) {
	if _, err := a.managed(ctx, a.store.DB(), by, id); err != nil {
		return nil, err
	}
	list, err := a.strayed(ctx, "a.id = ?", id)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, fault.Coded(fault.Conflict, fault.CodeState, "这个账号的单位没有并到别处，不用改")
	}
	s, today := &list[0], string(a.store.Today())
	rows, err := a.store.DB().Query(ctx, `SELECT role, sum(CASE WHEN holder = ? THEN 1 ELSE 0 END), sum(CASE WHEN holder_id = ? AND holder = ? THEN 1 ELSE 0 END) FROM role_grant
		WHERE from_day <= ? AND (to_day = '' OR to_day > ?) AND (holder = ? AND holder_id = ? OR holder = ? AND holder_id IN (?, ?)) GROUP BY role ORDER BY role`,
		string(ToAccount), s.Into, string(ToUnit), today, today, string(ToAccount), id, string(ToUnit), s.Unit, s.Into)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var role record.Role
		var own, next int64
		if err := rows.Scan(&role, &own, &next); err != nil {
			return nil, err
		}
		switch {
		case own > 0: // its own: nothing changes
		case next > 0:
			s.Gains = append(s.Gains, role)
		default:
			s.Loses = append(s.Loses, role)
		}
	}
	return s, rows.Err()
}

// Follow leads an account to what its department has become. What it has to do
// by name stays with it; what it could not do there is handed over first.
func (a *Auth) Follow(ctx context.Context, by *record.Actor, id int64) error {
	s, err := a.Straying(ctx, by, id)
	if err := cmp.Or(err, notOneself(by, id)); err != nil {
		return err
	}
	return a.surely(ctx, by, func(tx *store.Tx) error {
		if len(s.Gains) > 0 {
			if err := a.mayGrant(ctx, tx, by, ToUnit, s.Into); err != nil {
				return err
			}
		}
		if len(s.Loses) > 0 {
			h, err := a.managed(ctx, tx, by, id)
			if err := cmp.Or(err, a.nothingOpen(ctx, tx, h)); err != nil {
				return err
			}
		}
		n, err := tx.Exec(ctx, "UPDATE account SET unit = ?, unit_name = ? WHERE id = ? AND unit = ?", s.Into, s.Name, id, s.Unit)
		if err == nil && n == 0 {
			err = fault.Coded(fault.Conflict, fault.CodeState, "这个账号刚刚被改过，请再看一次")
		}
		if err != nil {
			return err
		}
		return tx.Entry("account_edit", "account", "单位合并", fmt.Sprintf("%s %s → %s %d", s.who(), s.place(), s.Name, s.Into))
	})
}

// Belonging gives how many accounts that may sign in belong to a record that is
// a department.
func (a *Auth) Belonging(ctx context.Context, reg *record.Register, id int64) (n int, err error) {
	if reg.Name != unitRegister {
		return 0, nil
	}
	err = a.store.DB().QueryRow(ctx, "SELECT count(*) FROM account WHERE unit = ? AND disabled = 0", id).Scan(&n)
	return n, err
}
