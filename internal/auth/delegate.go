package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// LongestDelegation is how many days work may be done by another at a time.
const LongestDelegation = 366

// Delegation (代理) lends roles of one account to another in [From, To). Whoever
// takes it up acts as the giver would, in the giver’s division, under both names.
type Delegation struct {
	ID           int64
	Giver, Taker int64
	GiverName    string
	TakerName    string
	Roles        record.Roles // of the giver’s; what the giver loses is lost here too
	From, To     clock.Date   // To is the day after the last
	Reason       string
}

// Personal says which roles cannot be lent: they are given to a person.
func Personal(roles ...record.Role) Option { return func(a *Auth) { a.personal = roles } }

// Delegate lends an account’s roles, all that can be lent if d names none. It is
// for the giver, or for who looks after the giver’s account, but not to themselves.
func (a *Auth) Delegate(ctx context.Context, by *record.Actor, d Delegation) (id int64, err error) {
	err = a.surely(ctx, by, func(tx *store.Tx) error {
		if d.From == "" {
			d.From = tx.Today()
		}
		if _, err := a.ownOrManaged(ctx, tx, by, d.Giver); err != nil {
			return err
		}
		giver, err := a.ActorOf(ctx, d.Giver)
		if err != nil {
			return err
		}
		taker, err := a.ActorOf(ctx, d.Taker)
		if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Refused) {
			return err
		}
		if err := a.checkDelegation(by, &d, giver, taker); err != nil {
			return err
		}
		err = tx.QueryRow(ctx, "SELECT id FROM delegation WHERE giver = ? AND taker = ? AND roles = ? AND from_day = ? AND to_day = ?", d.Giver, d.Taker, join(d.Roles), string(d.From), string(d.To)).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) { // sent twice it is lent once
			return err
		}
		id = a.store.NewID()
		if _, err := tx.Exec(ctx, "INSERT INTO delegation (id, giver, taker, roles, from_day, to_day, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			id, d.Giver, d.Taker, join(d.Roles), string(d.From), string(d.To), d.Reason, tx.Now().UnixMilli()); err != nil {
			return err
		}
		return tx.Entry("delegate", "account", d.Reason, fmt.Sprintf("%s %d → %s %d：%s，自 %s 起，%s 前", giver.Name, d.Giver, taker.Name, d.Taker, a.labels(d.Roles), d.From, d.To))
	})
	return id, err
}

func (a *Auth) checkDelegation(by *record.Actor, d *Delegation, giver, taker *record.Actor) error {
	lendable := slices.DeleteFunc(slices.Clone(giver.Roles), func(r record.Role) bool { return slices.Contains(a.personal, r) })
	if len(d.Roles) == 0 {
		d.Roles = lendable
	}
	d.Reason = strings.TrimSpace(d.Reason)
	var problems []fault.Problem
	add := func(field, label, text string) {
		problems = append(problems, fault.Problem{Field: field, Label: label, Text: text})
	}
	switch {
	case taker == nil || record.CountyOf(taker.Area) != record.CountyOf(giver.Area):
		add("taker", "代理人", "没有这个账号，或者已停用；请填本县可用的账号")
	case d.Taker == d.Giver:
		add("taker", "代理人", "不能是本人")
	case d.Giver != by.Account && d.Taker == by.Account:
		add("taker", "代理人", "管理员不能把别人的工作交给自己")
	}
	if len(d.Roles) == 0 || slices.ContainsFunc(d.Roles, func(r record.Role) bool { return !slices.Contains(lendable, r) }) {
		add("roles", "代理的岗位", "只能是本人今天有的岗位；管理员和审计不能由别人代理")
	}
	switch {
	case !d.From.Valid() || d.From < a.store.Today():
		add("from", "开始日期", "应是今天或以后的一天")
	case !d.To.Valid() || d.To <= d.From || d.To > d.From.AddDays(LongestDelegation):
		add("to", "结束日期", "应在开始日期以后、一年以内")
	}
	if d.Reason == "" {
		add("reason", "原因", "没有填")
	}
	if problems != nil {
		return fault.Fields(problems...)
	}
	return nil
}

// EndDelegation ends a delegation at once. Giver, taker and who looks after the
// giver’s account may.
func (a *Auth) EndDelegation(ctx context.Context, by *record.Actor, id int64) error {
	return a.write(ctx, by, func(tx *store.Tx) error {
		d, err := scanDelegation(tx.QueryRow(ctx, delegationQuery+" WHERE d.id = ?", id))
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "没有这次代理")
		}
		if err != nil {
			return err
		}
		if d.Taker != by.Account {
			if _, err := a.ownOrManaged(ctx, tx, by, d.Giver); err != nil {
				return err
			}
		}
		if d.To <= tx.Today() {
			return fault.Coded(fault.Conflict, fault.CodeState, "这次代理已经结束，不用再办")
		}
		if _, err := tx.Exec(ctx, "UPDATE delegation SET to_day = ? WHERE id = ?", string(max(d.From, tx.Today())), id); err != nil {
			return err
		}
		return tx.Entry("delegation_end", "account", "", fmt.Sprintf("%s → %s", d.GiverName, d.TakerName))
	})
}

const delegationQuery = `SELECT d.id, d.giver, d.taker, g.name, t.name, d.roles, d.from_day, d.to_day, d.reason
	FROM delegation d JOIN account g ON g.id = d.giver JOIN account t ON t.id = d.taker`

func scanDelegation(row interface{ Scan(...any) error }) (Delegation, error) {
	var d Delegation
	var roles string
	err := row.Scan(&d.ID, &d.Giver, &d.Taker, &d.GiverName, &d.TakerName, &roles, &d.From, &d.To, &d.Reason)
	for _, r := range strings.Fields(roles) {
		d.Roles = append(d.Roles, record.Role(r))
	}
	return d, err
}

// Delegations gives those of an account that have not ended, given and taken;
// the account is by’s own or one that by looks after.
func (a *Auth) Delegations(ctx context.Context, by *record.Actor, account int64) ([]Delegation, error) {
	if _, err := a.ownOrManaged(ctx, a.store.DB(), by, account); err != nil {
		return nil, err
	}
	return a.delegations(ctx, "(d.giver = ? OR d.taker = ?)", account, account)
}

func (a *Auth) delegations(ctx context.Context, where string, args ...any) (list []Delegation, err error) {
	rows, err := a.store.DB().Query(ctx, delegationQuery+" WHERE "+where+" AND d.to_day > ? ORDER BY d.from_day, d.id LIMIT 200", append(args, string(a.store.Today()))...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		d, err := scanDelegation(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, rows.Err()
}

func join(roles record.Roles) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return strings.Join(words, " ")
}

func (a *Auth) labels(roles record.Roles) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = a.store.RoleLabel(r)
	}
	return strings.Join(words, "、")
}
