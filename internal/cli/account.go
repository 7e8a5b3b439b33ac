package cli

import (
	"fmt"
	"strings"
	"time"

	"sanshe/internal/app"
	"sanshe/internal/area"
	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// keeper is whoever sits at the server's own terminal.
func keeper() *record.Actor {
	a := store.System("cli")
	a.Name = "命令行"
	return a
}

// User manages accounts.
type User struct {
	Add  UserAdd  `cmd:"" help:"开账号，打印一次性设置码"`
	List UserList `cmd:"" help:"列出账号"`
	Stop UserStop `cmd:"" help:"停用账号，会话和令牌立即失效"`

	Sessions    UserSessions    `cmd:"" help:"列出一个账号开着的登录"`
	SignOut     UserSignOut     `cmd:"" help:"结束一个账号所有的登录"`
	ResetFactor UserResetFactor `cmd:"" help:"取消一个账号的二次验证（手机和恢复码都丢了）；登录和令牌立即失效"`
}

// UserAdd opens an account and prints the one-time code with which its holder
// sets a password. There is no default password.
type UserAdd struct {
	Data
	As    string   `arg:"" optional:"" help:"账号；也可以用 --login" placeholder:"LOGIN"`
	Login string   `help:"账号：2 到 32 位字母、数字或 ._-" placeholder:"LOGIN"`
	Name  string   `help:"姓名（不填则同账号）" placeholder:"NAME"`
	Role  []string `required:"" help:"岗位，如 county_officer、community_worker、administrator；全部见 docs/RIGHTS.md" placeholder:"ROLE"`
	Area  string   `help:"区划代码（不填则为本县）" placeholder:"CODE"`
	Unit  string   `help:"单位名称" placeholder:"UNIT"`
	Org   string   `name:"for" aliases:"org" help:"代表谁：社会组织、单位、党建指导员或社工的名称、编号或统一社会信用代码" placeholder:"NAME"`
}

// Run opens the account.
func (u *UserAdd) Run(env *Env) error {
	return u.with(env, func(a *app.App) error {
		if u.Login == "" {
			u.Login = u.As
		}
		if u.Login == "" {
			u.Login = u.Name
		}
		if u.Name == "" {
			u.Name = u.Login
		}
		acc := auth.Account{Login: u.Login, Name: u.Name, Area: u.Area, UnitName: u.Unit}
		if acc.Area == "" {
			list, err := a.Store.AreasBelow(env, "", 6)
			if err != nil {
				return err
			}
			if len(list) != 1 {
				return fault.New(fault.Invalid, "请用 --area 写明区划代码")
			}
			acc.Area = list[0].Value
		}
		if err := area.Valid(acc.Area); err != nil {
			return err
		}
		for _, r := range u.Role {
			if !store.RoleKnown(people.RoleNames, record.Role(r)) {
				return fault.New(fault.Invalid, "没有“%s”这个岗位", r)
			}
			if u.Org != "" {
				if err := a.StandFor(env, &acc, record.Role(r), u.Org); err != nil {
					return err
				}
			}
		}
		id, err := a.Auth.CreateAccount(env, keeper(), acc)
		if err != nil {
			return err
		}
		for _, r := range u.Role {
			if _, err := a.Auth.Grant(env, keeper(), auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: record.Role(r)}); err != nil {
				return err
			}
		}
		life := a.Auth.Lasts(env, auth.CodeLife)
		code, err := a.Auth.NewSetupCode(env, keeper(), id, life)
		if err != nil {
			return err
		}
		fmt.Fprintf(env.Out, "账号 %s 已开。一次性设置码（%.0f 小时内有效，只显示这一次）：\n\n  %s\n\n请本人打开 /set-up 设置密码。\n", u.Login, life.Hours(), code)
		return nil
	})
}

// UserList lists accounts.
type UserList struct{ Data }

// Run lists them.
func (u *UserList) Run(env *Env) error {
	return u.with(env, func(a *app.App) error {
		list, err := a.Auth.Accounts(env, keeper())
		if err != nil {
			return err
		}
		for _, acc := range list {
			state := "可用"
			if acc.Disabled != 0 {
				state = "已停用"
			} else if !acc.Ready {
				state = "未设密码"
			}
			fmt.Fprintf(env.Out, "%s\t%s\t%s\t%s\t%s\n", acc.Login, acc.Name, acc.UnitName, acc.Area, state)
		}
		return nil
	})
}

// UserStop stops an account.
type UserStop struct {
	Data
	Login  string `required:"" help:"账号" placeholder:"LOGIN"`
	Reason string `required:"" help:"原因" placeholder:"TEXT"`
}

// Run stops it.
func (u *UserStop) Run(env *Env) error {
	return u.with(env, func(a *app.App) error {
		id, err := accountID(env, a, u.Login)
		if err != nil {
			return err
		}
		return a.Auth.Disable(env, keeper(), id, u.Reason)
	})
}

// UserSessions lists where an account is signed in.
type UserSessions struct {
	Data
	Login string `required:"" help:"账号" placeholder:"LOGIN"`
}

// Run lists them.
func (u *UserSessions) Run(env *Env) error {
	return u.with(env, func(a *app.App) error {
		id, err := accountID(env, a, u.Login)
		if err != nil {
			return err
		}
		list, err := a.Auth.Sessions(env, keeper(), id)
		for _, s := range list {
			fmt.Fprintf(env.Out, "%s\t%s\t%s\n", s.Created, s.Device, s.Origin)
		}
		return err
	})
}

// UserSignOut ends every session of an account.
type UserSignOut struct {
	Data
	Login string `required:"" help:"账号" placeholder:"LOGIN"`
}

// Run ends them.
func (u *UserSignOut) Run(env *Env) error {
	return u.with(env, func(a *app.App) error {
		id, err := accountID(env, a, u.Login)
		if err != nil {
			return err
		}
		n, err := a.Auth.RevokeAll(env, keeper(), id, 0)
		if err == nil {
			fmt.Fprintf(env.Out, "结束了 %d 处登录。\n", n)
		}
		return err
	})
}

// UserResetFactor takes a second factor off that its holder has lost.
type UserResetFactor struct {
	Data
	Login  string `required:"" help:"账号" placeholder:"LOGIN"`
	Reason string `required:"" help:"怎样确认是本人、为什么重置" placeholder:"TEXT"`
}

// Run takes it off.
func (u *UserResetFactor) Run(env *Env) error {
	return u.with(env, func(a *app.App) error {
		id, err := accountID(env, a, u.Login)
		if err != nil {
			return err
		}
		return a.Auth.ResetFactor(env, keeper(), id, u.Reason)
	})
}

func accountID(env *Env, a *app.App, login string) (int64, error) {
	list, err := a.Auth.Accounts(env, keeper())
	if err != nil {
		return 0, err
	}
	var named []int64
	for _, acc := range list {
		if acc.Login == strings.ToLower(login) {
			return acc.ID, nil
		}
		if acc.Name == login {
			named = append(named, acc.ID)
		}
	}
	if len(named) == 1 {
		return named[0], nil
	}
	return 0, fault.New(fault.NotFound, "没有账号“%s”；用 sanshe user list 看有哪些", login)
}

// Token makes an API token for an account and prints it, once.
type Token struct {
	Data
	User string        `required:"" help:"账号" placeholder:"NAME"`
	Name string        `default:"命令行" help:"令牌的用途" placeholder:"TEXT"`
	For  time.Duration `default:"2160h" help:"有效多久" placeholder:"DURATION"`

	Scope    []record.Scope `default:"read,write,export,figures" help:"能做什么：read write approve export reveal figures" placeholder:"SCOPE"`
	Register []string       `help:"只限这些台账（不填则全部）" placeholder:"REGISTER"`
}

// Run makes it.
func (t *Token) Run(env *Env) error {
	return t.with(env, func(a *app.App) error {
		id, err := accountID(env, a, t.User)
		if err != nil {
			return err
		}
		token, err := a.Auth.NewToken(env, keeper(), id, t.Name, record.Limits{Scopes: t.Scope, Registers: t.Register}, env.Clock.Now().Add(t.For))
		if err != nil {
			return err
		}
		fmt.Fprintln(env.Out, token)
		return nil
	})
}
