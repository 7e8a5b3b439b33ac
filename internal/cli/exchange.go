package cli

import (
	"strings"

	"sanshe/internal/app"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
)

// clerk gives who imports and exports: an account's holder, or whoever sits at
// the server's own terminal, who may do what any role may.
func clerk(env *Env, a *app.App, login string) (*record.Actor, error) {
	if login != "" {
		id, err := accountID(env, a, login)
		if err != nil {
			return nil, err
		}
		actor, err := a.Auth.ActorOf(env, id)
		if err == nil {
			actor.Via = "cli"
		}
		return actor, err
	}
	county, _, err := a.County(env)
	k := keeper()
	k.Area, k.Roles = county, people.Roles()
	return k, err
}

func registerNamed(name string) (*record.Register, error) {
	if reg := app.Book().Register(name); reg != nil {
		return reg, nil
	}
	var names []string
	for _, r := range app.Book().Registers {
		names = append(names, r.Name)
	}
	return nil, fault.New(fault.NotFound, "没有叫“%s”的台账，有：%s", name, strings.Join(names, "、"))
}

// Import brings rows of an Excel or csv file into a register: all of them, or
// with --skip those without problems.
type Import struct {
	Register string `arg:"" help:"台账名，如 social_org" placeholder:"REGISTER"`
	Data
	File string `arg:"" help:"文件：.xlsx 或 .csv，最多 200,000 行" type:"existingfile"`
	User string `help:"以哪个账号的身份" placeholder:"LOGIN"`
	Skip bool   `help:"跳过有问题的行，导入其余的"`
}

// Run imports.
func (i *Import) Run(env *Env) error {
	reg, err := registerNamed(i.Register)
	if err != nil {
		return err
	}
	return i.with(env, func(a *app.App) error {
		actor, err := clerk(env, a, i.User)
		if err != nil {
			return err
		}
		return exchange.ImportFile(env, a.Store, actor, reg, i.File, sheet.CommandLimits(), i.Skip, env.ErrOut)
	})
}

// Export writes a register to an Excel or csv file, personal fields masked.
type Export struct {
	Register string `arg:"" help:"台账名" placeholder:"REGISTER"`
	Data
	Out  string `required:"" help:"写到哪个文件：.xlsx 或 .csv" placeholder:"FILE" type:"path"`
	User string `help:"以哪个账号的身份" placeholder:"LOGIN"`
	Why  string `help:"做什么用；有个人信息的台账要写" placeholder:"WORDS"`
}

// Run exports.
func (e *Export) Run(env *Env) error {
	reg, err := registerNamed(e.Register)
	if err != nil {
		return err
	}
	return e.with(env, func(a *app.App) error {
		actor, err := clerk(env, a, e.User)
		if err != nil {
			return err
		}
		return exchange.ExportFile(env, a.Store, actor, reg, e.Out, e.Why)
	})
}
