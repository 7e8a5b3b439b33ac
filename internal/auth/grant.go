package auth

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Holder says what kind of thing holds a role.
type Holder string

// A role is granted to one account, or to a department and so to each account of it.
const (
	ToAccount Holder = "account"
	ToUnit    Holder = "unit"
)

// Grant (授岗) is a role held in [From, To).
type Grant struct {
	ID       int64
	Holder   Holder
	HolderID int64
	Role     record.Role
	From     clock.Date // today if not said
	To       clock.Date // the day after the last; "" while open
	By       string     // who granted it
	At       record.Moment
}

func (g *Grant) text(label string) string {
	s := fmt.Sprintf("%s %d：%s，自 %s 起", g.Holder, g.HolderID, label, g.From)
	if g.To != "" {
		s += "，" + string(g.To) + " 前"
	}
	return s
}

// Grant gives a role to an account or department, and gives the grant's id.
func (a *Auth) Grant(ctx context.Context, by *record.Actor, g Grant) (id int64, err error) {
	if g.From == "" {
		g.From = a.store.Today()
	}
	known := slices.ContainsFunc(a.roles, func(n store.RoleName) bool { return n.Role == g.Role })
	switch {
	case !known:
		return 0, fault.Fields(fault.Problem{Field: "role", Label: "岗位", Text: "没有“" + string(g.Role) + "”这个岗位，请从列表里选"})
	case !g.From.Valid():
		return 0, fault.Fields(fault.Problem{Field: "from", Label: "开始日期", Text: "“" + string(g.From) + "”不是日期，应如 2026-01-31"})
	case g.To != "" && (!g.To.Valid() || g.To <= g.From):
		return 0, fault.Fields(fault.Problem{Field: "to", Label: "结束日期", Text: "应是开始日期以后的一天，不填就是长期"})
	}
	err = a.surely(ctx, by, func(tx *store.Tx) error {
		if err := a.mayGrant(ctx, tx, by, g.Holder, g.HolderID); err != nil {
			return err
		}
		var other clock.Date
		err := tx.QueryRow(ctx, `SELECT from_day FROM role_grant WHERE holder = ? AND holder_id = ? AND role = ?
			AND (? = '' OR from_day < ?) AND (to_day = '' OR to_day > ?) AND (to_day = '' OR to_day > from_day)`,
			string(g.Holder), g.HolderID, string(g.Role), string(g.To), string(g.To), string(g.From)).Scan(&other)
		if err == nil {
			return fault.New(fault.Conflict, "这段时间里已有%s这个岗位（自 %s 起）；要改日期，请先结束原来的", a.store.RoleLabel(g.Role), other)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		id = a.store.NewID()
		_, err = tx.Exec(ctx, "INSERT INTO role_grant (id, holder, holder_id, role, from_day, to_day, granted_by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			id, string(g.Holder), g.HolderID, string(g.Role), string(g.From), string(g.To), by.Name, tx.Now().UnixMilli())
		if err != nil {
			return err
		}
		return tx.Entry("role_grant", "account", "", g.text(a.store.RoleLabel(g.Role)))
	})
	return id, err
}

// EndGrant ends a grant: to is the day after the last, today if not said. A grant
// that ends on the day it begins is cancelled. It can only be made shorter.
func (a *Auth) EndGrant(ctx context.Context, by *record.Actor, id int64, to clock.Date, reason string) error {
	return a.surely(ctx, by, func(tx *store.Tx) error {
		if err := a.mayManage(by); err != nil {
			return err
		}
		g, err := scanGrant(tx.QueryRow(ctx, "SELECT "+grantColumns+" FROM role_grant WHERE id = ?", id))
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "没有这条授岗记录")
		}
		if err != nil {
			return err
		}
		if err := a.mayGrant(ctx, tx, by, g.Holder, g.HolderID); err != nil {
			return err
		}
		if to == "" {
			to = max(tx.Today(), g.From)
		}
		switch {
		case !to.Valid() || to < g.From:
			return fault.Fields(fault.Problem{Field: "to", Label: "结束日期", Text: "不能早于开始日期 " + string(g.From)})
		case g.To != "" && to >= g.To:
			return fault.Coded(fault.Conflict, fault.CodeState, "这个岗位到 %s 为止，不能再延后；请另授一次", g.To)
		}
		if _, err := tx.Exec(ctx, "UPDATE role_grant SET to_day = ? WHERE id = ?", string(to), id); err != nil {
			return err
		}
		g.To = to
		return tx.Entry("role_end", "account", reason, g.text(a.store.RoleLabel(g.Role)))
	})
}

// mayGrant refuses unless by looks after the account, or every account of the
// department.
func (a *Auth) mayGrant(ctx context.Context, tx *store.Tx, by *record.Actor, to Holder, id int64) error {
	if to == ToAccount {
		_, err := a.managed(ctx, tx, by, id)
		return cmp.Or(err, notOneself(by, id))
	}
	if err := a.mayManage(by); err != nil {
		return err
	}
	if by.Account != 0 && id == by.Owns[unitRegister] {
		return notOneself(by, by.Account)
	}
	if to != ToUnit || id == 0 {
		return fault.Fields(fault.Problem{Field: "holder", Label: "授予谁", Text: "要选一个账号或一个单位"})
	}
	lo, hi := area.Bounds(by.Area)
	var outside int
	err := tx.QueryRow(ctx, "SELECT count(*) FROM account WHERE unit = ? AND NOT (area >= ? AND area < ?)", id, lo, hi).Scan(&outside)
	if err == nil && outside > 0 {
		err = fault.New(fault.Refused, "这个单位有 %d 个账号不在您的辖区；请联系上级管理员授岗", outside)
	}
	return err
}

const grantColumns = "id, holder, holder_id, role, from_day, to_day, granted_by, at"

func scanGrant(row interface{ Scan(...any) error }) (Grant, error) {
	var g Grant
	err := row.Scan(&g.ID, &g.Holder, &g.HolderID, &g.Role, &g.From, &g.To, &g.By, (*int64)(&g.At))
	return g, err
}

// Grants gives the roles ever granted to an account or department that by looks
// after, the newest first. Those of an account's department are the department's.
func (a *Auth) Grants(ctx context.Context, by *record.Actor, to Holder, id int64) ([]Grant, error) {
	err := a.mayManage(by)
	if err == nil && to == ToAccount {
		_, err = a.managed(ctx, a.store.DB(), by, id)
	}
	if err != nil {
		return nil, err
	}
	rows, err := a.store.DB().Query(ctx, "SELECT "+grantColumns+" FROM role_grant WHERE holder = ? AND holder_id = ? ORDER BY id DESC", string(to), id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Grant
	for rows.Next() {
		g, err := scanGrant(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, g)
	}
	return list, rows.Err()
}

// ActorOf gives an account as it may act today. A disabled account may not.
func (a *Auth) ActorOf(ctx context.Context, id int64) (*record.Actor, error) {
	h, held := &holder{}, ""
	column, values := a.held()
	err := a.store.DB().QueryRow(ctx, "SELECT "+accountColumns+", "+column+" FROM account a WHERE a.id = ?", append(values, id)...).Scan(append(h.dest(), &held)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoAccount()
	}
	if err != nil {
		return nil, err
	}
	if h.Disabled != 0 {
		return nil, errDisabled()
	}
	return a.actorOf(h, held, "", ""), nil
}

func errDisabled() error {
	return fault.New(fault.Refused, "这个账号已停用；需要恢复请联系本单位管理员")
}

// held is the column that gives the roles an account a and its department hold
// today, and after a bar what the account may glimpse now, so that whoever asks
// is known in one query; and its values, which come first. They do not stand in the
// text: every request would have a statement of its own to prepare.
func (a *Auth) held() (column string, values []any) {
	gather, today := "group_concat", string(a.store.Today())
	if a.store.DB().Engine() == db.Postgres {
		gather = "string_agg"
	}
	return fmt.Sprintf(`coalesce((SELECT %[1]s(role, ' ') FROM role_grant
		WHERE (holder = '%[2]s' AND holder_id = a.id OR holder = '%[3]s' AND holder_id = a.unit AND a.unit <> 0)
		AND from_day <= ? AND (to_day = '' OR to_day > ?)), '')
		|| '|' || coalesce((SELECT %[1]s(register || ':' || record, ' ') FROM glimpse WHERE account = a.id AND until > ?), '')`, gather, ToAccount, ToUnit),
		[]any{today, today, a.now()}
}

// actorOf gives an account with the roles it was found to hold.
func (a *Auth) actorOf(h *holder, held, via, from string) *record.Actor {
	held, glimpses, _ := strings.Cut(held, "|")
	actor, roles := h.actor(via, from), strings.Fields(held)
	for _, word := range strings.Fields(glimpses) {
		register, id, _ := strings.Cut(word, ":")
		n, _ := strconv.ParseInt(id, 10, 64) // written by the database
		actor.Glimpses = append(actor.Glimpses, record.Glimpse{Register: register, Record: n})
	}
	for _, n := range a.roles { // in the order of the pages; a role the program no longer knows is none
		if slices.Contains(roles, string(n.Role)) {
			actor.Roles = append(actor.Roles, n.Role)
		}
	}
	return actor
}
