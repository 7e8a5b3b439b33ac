package auth

import (
	"context"

	"sanshe/internal/record"
)

// Reads is one account that reads a record, why, and what else it may do there.
type Reads struct {
	Account Account
	Actor   *record.Actor
	Ways    []string // the names of ways to read, from the store
	Grants  []Grant  // the roles it holds today, its own and its department’s
	For     []Delegation
}

// whoPage is how many accounts one page of who reads a record looks at.
const whoPage = 100

// WhoReads gives the accounts of a record’s county that read it, those after an
// id, and the id to go on from, 0 at the end. The store answers for each, by the
// rules it reads by. It is for whoever reads the record.
func (a *Auth) WhoReads(ctx context.Context, by *record.Actor, reg *record.Register, rec record.Record, after int64) (list []Reads, next int64, err error) {
	b := record.BaseOf(rec)
	accounts, actors, err := a.holders(ctx, record.CountyOf(b.Area), after, whoPage)
	if err != nil {
		return nil, 0, err
	}
	ways, err := a.store.WaysOf(ctx, reg, b.ID, actors)
	if err != nil {
		return nil, 0, err
	}
	for i, names := range ways {
		if len(names) > 0 {
			list = append(list, Reads{Account: accounts[i], Actor: actors[i], Ways: names})
		}
	}
	if len(accounts) == whoPage {
		next = accounts[whoPage-1].ID
	}
	if err := a.withGrants(ctx, list); err != nil {
		return nil, 0, err
	}
	if reg.Rights.Closed { // read in one's own name
		return list, next, nil
	}
	lent, err := a.delegations(ctx, "d.from_day <= ?", string(a.store.Today()))
	for _, d := range lent {
		for i := range list {
			if list[i].Account.ID == d.Giver {
				list[i].For = append(list[i].For, d)
			}
		}
	}
	return list, next, err
}

// withGrants adds the grants of today that the roles come from.
func (a *Auth) withGrants(ctx context.Context, list []Reads) error {
	today := string(a.store.Today())
	rows, err := a.store.DB().Query(ctx, "SELECT "+grantColumns+" FROM role_grant WHERE from_day <= ? AND (to_day = '' OR to_day > ?) ORDER BY id LIMIT 5000", today, today)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		g, err := scanGrant(rows)
		if err != nil {
			return err
		}
		for i := range list {
			if acc := list[i].Account; g.Holder == ToAccount && g.HolderID == acc.ID || g.Holder == ToUnit && g.HolderID == acc.Unit && acc.Unit != 0 {
				list[i].Grants = append(list[i].Grants, g)
			}
		}
	}
	return rows.Err()
}

// GlimpsesOf gives the glimpses of a record that were consented to, newest first.
func (a *Auth) GlimpsesOf(ctx context.Context, reg *record.Register, id int64) ([]Glimpse, error) {
	return a.glimpses(ctx, "record = ? AND register = ? AND until <> 0 ORDER BY id DESC LIMIT 50", id, reg.Name)
}
