package auth

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sanshe/internal/area"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// unitRegister is the register a unit's number is of.
const unitRegister = "unit"

// Account (账号) is who may sign in, and for whom they act.
type Account struct {
	ID           int64
	Login        string // 2 to 32 of a-z, 0-9 and ._-; always lower case
	Name         string
	Unit         int64 // the record of their department; 0 if none
	UnitName     string
	Area         string // the division they work for
	OwnsRegister string // the register of the one record that is theirs; "" if none
	Owns         int64
	Created      record.Moment
	Disabled     record.Moment // 0 while it may sign in
	Ready        bool          // a password has been set
}

// StandFor makes an account that of a record: of a unit, or of whom or what an
// entry of another register is about.
func (acc *Account) StandFor(reg *record.Register, id int64) {
	if reg.Name == unitRegister {
		acc.Unit = id
		return
	}
	acc.OwnsRegister, acc.Owns = reg.Name, id
}

// holder is an account with what must not leave this package.
type holder struct {
	Account
	epoch    int64
	password string // a PHC string; "" until it is set
	way      way    // how they come in, if a provider vouches for them
}

const accountColumns = "a.id, a.login, a.name, a.unit, a.unit_name, a.area, a.owns_register, a.owns, a.created, a.disabled, a.epoch, a.password"

func (h *holder) dest() []any {
	return []any{&h.ID, &h.Login, &h.Name, &h.Unit, &h.UnitName, &h.Area, &h.OwnsRegister, &h.Owns,
		(*int64)(&h.Created), (*int64)(&h.Disabled), &h.epoch, &h.password}
}

// who names the account in the audit.
func (acc *Account) who() string { return fmt.Sprintf("%s（%s）", acc.Name, acc.Login) }

// actor gives the account as an actor that holds no roles.
func (acc *Account) actor(via, from string) *record.Actor {
	owns := map[string]int64{}
	if acc.Owns != 0 {
		owns[acc.OwnsRegister] = acc.Owns
	}
	if acc.Unit != 0 {
		owns[unitRegister] = acc.Unit
	}
	return &record.Actor{Account: acc.ID, Name: acc.Name, Unit: acc.UnitName, Roles: record.Roles{}, Area: acc.Area, Owns: owns, Via: via, From: from}
}

func load(ctx context.Context, q rower, column string, value any) (*holder, error) {
	h := &holder{}
	err := q.QueryRow(ctx, "SELECT "+accountColumns+" FROM account a WHERE a."+column+" = ?", value).Scan(h.dest()...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNoAccount()
	}
	return h, err
}

// Accounts gives the accounts that by looks after, by division and login.
func (a *Auth) Accounts(ctx context.Context, by *record.Actor) ([]Account, error) {
	if err := a.mayManage(by); err != nil {
		return nil, err
	}
	lo, hi := area.Bounds(by.Area)
	rows, err := a.store.DB().Query(ctx, "SELECT "+accountColumns+" FROM account a WHERE a.area >= ? AND a.area < ? ORDER BY a.area, a.login", lo, hi)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Account
	for rows.Next() {
		var h holder
		if err := rows.Scan(h.dest()...); err != nil {
			return nil, err
		}
		h.Ready = h.password != ""
		list = append(list, h.Account)
	}
	return list, rows.Err()
}

// Account gives an account that is by's own or that by looks after.
func (a *Auth) Account(ctx context.Context, by *record.Actor, id int64) (*Account, error) {
	h, err := a.ownOrManaged(ctx, a.store.DB(), by, id)
	if err != nil {
		return nil, err
	}
	h.Ready = h.password != ""
	return &h.Account, nil
}

// Named gives the account of a login in the county of whoever asks.
func (a *Auth) Named(ctx context.Context, by *record.Actor, login string) (int64, error) {
	h, err := load(ctx, a.store.DB(), "login", fold(login))
	if err == nil && record.CountyOf(h.Area) != record.CountyOf(by.Area) {
		err = errNoAccount()
	}
	if fault.Is(err, fault.NotFound) {
		return 0, fault.Fields(fault.Problem{Field: "taker", Label: "账号", Text: "没有这个账号，请核对登录用的账号"})
	}
	if err != nil {
		return 0, err
	}
	return h.ID, nil
}

// CreateAccount makes an account, which can be used once a set-up code has given
// it a password, and gives its id.
func (a *Auth) CreateAccount(ctx context.Context, by *record.Actor, acc Account) (id int64, err error) {
	if err := a.mayManage(by); err != nil {
		return 0, err
	}
	acc.tidy()
	err = a.surely(ctx, by, func(tx *store.Tx) error {
		if err := check(tx, by, acc); err != nil {
			return err
		}
		id = a.store.NewID()
		_, err := tx.Exec(ctx, `INSERT INTO account (id, login, name, unit, unit_name, area, owns_register, owns, password, epoch, disabled, created)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', 1, 0, ?)`,
			id, acc.Login, acc.Name, acc.Unit, acc.UnitName, acc.Area, acc.OwnsRegister, acc.Owns, tx.Now().UnixMilli())
		if db.IsUnique(err) {
			return fault.Fields(fault.Problem{Field: "login", Label: "登录名", Text: "“" + acc.Login + "”已有人用，请换一个"})
		}
		if err != nil {
			return err
		}
		return tx.Entry("account_create", "account", "", acc.who()+" "+acc.place())
	})
	return id, err
}

// EditAccount changes whom an account stands for and where; its login stays.
func (a *Auth) EditAccount(ctx context.Context, by *record.Actor, acc Account, reason string) error {
	acc.tidy()
	return a.surely(ctx, by, func(tx *store.Tx) error {
		was, err := a.managed(ctx, tx, by, acc.ID)
		if err := cmp.Or(err, notOneself(by, acc.ID)); err != nil {
			return err
		}
		if acc.Area != was.Area || acc.Unit != was.Unit {
			if err := a.nothingOpen(ctx, tx, was); err != nil {
				return err
			}
		}
		acc.Login = was.Login
		if err := check(tx, by, acc); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE account SET name = ?, unit = ?, unit_name = ?, area = ?, owns_register = ?, owns = ? WHERE id = ?",
			acc.Name, acc.Unit, acc.UnitName, acc.Area, acc.OwnsRegister, acc.Owns, acc.ID)
		if err != nil {
			return err
		}
		return tx.Entry("account_edit", "account", reason, fmt.Sprintf("%s %s → %s %s", was.who(), was.place(), acc.who(), acc.place()))
	})
}

func (acc *Account) place() string {
	s := acc.Area
	if acc.Unit != 0 {
		s += fmt.Sprintf(" %s %d", acc.UnitName, acc.Unit)
	}
	if acc.Owns != 0 {
		s += fmt.Sprintf(" %s %d", acc.OwnsRegister, acc.Owns)
	}
	return s
}

// fold writes a login as it is kept, however it was typed: capitals, and the full
// width of a Chinese input method.
func fold(login string) string {
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(login)))
}

func (acc *Account) tidy() {
	acc.Login, acc.Name, acc.UnitName = fold(acc.Login), strings.TrimSpace(acc.Name), strings.TrimSpace(acc.UnitName)
}

var loginRule = regexp.MustCompile(`^[a-z0-9._-]{2,32}$`)

const loginHint = "要用 2 到 32 个字母、数字或 . _ -，例如 zhang.san"

// check reports everything wrong with an account that by wants to keep.
func check(tx *store.Tx, by *record.Actor, acc Account) error {
	var problems []fault.Problem
	add := func(field, label, text string) {
		problems = append(problems, fault.Problem{Field: field, Label: label, Text: text})
	}
	if !loginRule.MatchString(acc.Login) {
		add("login", "登录名", loginHint)
	}
	if !fits(acc.Name, 1) {
		add("name", "姓名", "要写 1 到 50 个字，不能有换行")
	}
	if !fits(acc.UnitName, 0) {
		add("unit_name", "单位名称", "最多 50 个字，不能有换行")
	}
	switch err := area.Valid(acc.Area); {
	case err != nil:
		add("area", "所在区划", fault.As(err).Message)
	case !by.Within(acc.Area):
		add("area", "所在区划", acc.Area+"不在您的辖区，请选辖区内的区划")
	}
	if (acc.OwnsRegister == "") != (acc.Owns == 0) || acc.OwnsRegister == unitRegister {
		add("owns", "所属记录", "台账和记录要一起选；单位请填在“单位”里")
	} else if acc.Owns != 0 {
		text, err := owned(tx, by, acc.OwnsRegister, acc.Owns)
		if err != nil {
			return err
		}
		if text != "" {
			add("owns", "所属记录", text)
		}
	}
	if acc.Unit != 0 {
		text, err := owned(tx, by, unitRegister, acc.Unit)
		if err != nil {
			return err
		}
		if text != "" {
			add("unit", "单位", text)
		}
	}
	if problems != nil {
		return fault.Fields(problems...)
	}
	return nil
}

// owned says what is wrong with giving an account a record as its own: it must
// be there, in the division of whoever gives it.
func owned(tx *store.Tx, by *record.Actor, register string, id int64) (string, error) {
	reg := tx.Store().Book().Register(register)
	if reg == nil {
		return "没有名为 " + register + " 的台账", nil
	}
	rec, err := tx.All().Get(tx.Context(), reg, id)
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && !by.Within(record.BaseOf(rec).Area):
		return "没有这条" + reg.Label + "，或者它不在您的辖区，请重新选", nil
	case err != nil:
		return "", err
	case record.BaseOf(rec).Voided != "" || record.BaseOf(rec).Merged != 0:
		return "这条" + reg.Label + "已作废或已并入另一条，请重新选", nil
	}
	return "", nil
}

// fits reports whether a name has at least low and at most 50 printing characters.
func fits(name string, low int) bool {
	n := utf8.RuneCountInString(name)
	return low <= n && n <= 50 && utf8.ValidString(name) && strings.IndexFunc(name, unicode.IsControl) < 0
}

// Disable stops an account, and its sessions, tokens and codes at once.
func (a *Auth) Disable(ctx context.Context, by *record.Actor, id int64, reason string) error {
	return a.stop(ctx, by, id, reason, true)
}

// Enable lets a disabled account sign in again. What was stopped stays so.
func (a *Auth) Enable(ctx context.Context, by *record.Actor, id int64, reason string) error {
	if err := store.Proven(by); err != nil {
		return err
	}
	return a.stop(ctx, by, id, reason, false)
}

func (a *Auth) stop(ctx context.Context, by *record.Actor, id int64, reason string, stop bool) error {
	return a.write(ctx, by, func(tx *store.Tx) error {
		h, err := a.managed(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if strings.TrimSpace(reason) == "" {
			return fault.Fields(fault.Problem{Field: "reason", Label: "原因", Text: "停用或恢复账号要写明原因"})
		}
		if stop {
			if err := a.nothingOpen(ctx, tx, h); err != nil {
				return err
			}
		}
		return a.stopped(ctx, tx, &h.Account, reason, stop)
	})
}

// stopped stops an account, or lets it sign in again.
func (a *Auth) stopped(ctx context.Context, tx *store.Tx, acc *Account, reason string, stop bool) error {
	action, now, state, at := "account_enable", "disabled <> 0", "没有停用", int64(0)
	if stop {
		action, now, state, at = "account_disable", "disabled = 0", "已经停用", tx.Now().UnixMilli()
	}
	n, err := tx.Exec(ctx, "UPDATE account SET disabled = ?, epoch = epoch + 1 WHERE id = ? AND "+now, at, acc.ID)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Coded(fault.Conflict, fault.CodeState, "账号 %s %s，不用再办", acc.who(), state)
	}
	return tx.Entry(action, "account", reason, acc.who())
}
