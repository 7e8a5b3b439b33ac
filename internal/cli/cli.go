// Package cli is the command line: every command is one struct, its flags and
// its Run. Names of commands and flags are contract.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"sanshe/internal/app"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
)

// Commands are what the program can be told to do.
type Commands struct {
	Database string `help:"用 PostgreSQL 存放：postgres://…（不填则用数据目录里的 SQLite）" env:"SANSHE_DATABASE" placeholder:"URL"`

	Demo     Demo     `cmd:"" help:"打开演示县（虚构数据，只听本机）"`
	Init     Init     `cmd:"" help:"建一个新的数据目录"`
	Serve    Serve    `cmd:"" help:"启动服务"`
	User     User     `cmd:"" help:"管理账号"`
	Token    Token    `cmd:"" help:"给账号开接口令牌"`
	Figures  Figures  `cmd:"" help:"打印指标"`
	Report   Report   `cmd:"" help:"生成工作报告 .docx"`
	Import   Import   `cmd:"" help:"从 Excel 或 csv 导入"`
	Export   Export   `cmd:"" help:"导出到 Excel 或 csv"`
	Backup   Backup   `cmd:"" help:"在线备份"`
	Restore  Restore  `cmd:"" help:"从备份恢复到新的数据目录"`
	Verify   Verify   `cmd:"" help:"核对历史、审计、引用和指标"`
	Settings Settings `cmd:"" help:"看和改设置、代码表、工作日历"`
	Key      Key      `cmd:"" help:"管理密钥：check 检查，rotate 换新，lost 遗失后接着用"`
	Doctor   Doctor   `cmd:"" help:"逐项检查，说出哪里不对、怎么改"`
	Explain  Explain  `cmd:"" help:"打印由一个台账的描述得出的一切"`
	Migrate  Migrate  `cmd:"" help:"升级数据库"`
	Version  Version  `cmd:"" help:"打印版本"`
}

// Env is what commands run in.
type Env struct {
	context.Context
	Out, ErrOut io.Writer
	Clock       clock.Clock
	Database    string
}

// Main runs the command line and gives the exit status: 0 well, 1 refused or
// failed, 2 wrongly asked.
func Main(args []string, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return Run(&Env{Context: ctx, Out: out, ErrOut: errOut, Clock: clock.System()}, args)
}

// Run runs one command line.
func Run(env *Env, args []string) int {
	var c Commands
	parser, err := kong.New(&c, kong.Name("sanshe"), kong.Description("三社联动：县域社区治理的登记、服务、数字和报告"), kong.Writers(env.Out, env.ErrOut),
		kong.Exit(func(int) {}), kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(env.ErrOut, err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if err != nil {
		if k == nil && contains(args, "--help", "-h") {
			return 0
		}
		fmt.Fprintln(env.ErrOut, "sanshe:", err)
		return 2
	}
	if contains(args, "--help", "-h") {
		return 0
	}
	env.Database = c.Database
	if err := k.Run(env); err != nil {
		fmt.Fprintln(env.ErrOut, "sanshe:", words(err))
		return 1
	}
	return 0
}

func contains(args []string, names ...string) bool {
	for _, a := range args {
		for _, n := range names {
			if a == n {
				return true
			}
		}
	}
	return false
}

// words gives an error as the person at the terminal should read it.
func words(err error) string {
	e := fault.As(err)
	if e == nil {
		return err.Error()
	}
	parts := []string{}
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	for _, p := range e.Problems {
		parts = append(parts, p.String())
	}
	if e.Kind == fault.Internal && e.Cause != nil {
		parts = append(parts, "（"+e.Cause.Error()+"）")
	}
	return strings.Join(parts, "；")
}

// Data is the flag that says where a county's data is.
type Data struct {
	Data string `required:"" help:"数据目录" placeholder:"DIR" type:"path"`
}

// open opens an existing county.
func (d Data) open(env *Env) (*app.App, error) {
	return app.Open(env, app.Config{Data: d.Data, Database: env.Database, Clock: env.Clock})
}

// with opens a county, does something with it and closes it.
func (d Data) with(env *Env, do func(a *app.App) error) error {
	a, err := d.open(env)
	if err != nil {
		return err
	}
	return errors.Join(do(a), a.Close())
}

// anchorName is the word for the demonstration's date.
const anchorName = "anchor"

// anchorFile keeps the demonstration's date beside its data.
func anchorFile(data string) string { return filepath.Join(data, "anchor") }

func readAnchor(data string) clock.Date {
	raw, err := os.ReadFile(anchorFile(data))
	if err != nil {
		return ""
	}
	return clock.Date(strings.TrimSpace(string(raw)))
}

// at reads a date, or the word anchor.
func (d Data) at(env *Env, s string) (clock.Date, error) {
	switch s {
	case "":
		return clock.Today(env.Clock), nil
	case anchorName:
		if a := readAnchor(d.Data); a != "" {
			return a, nil
		}
		return "", fault.New(fault.Invalid, "%s 不是演示数据，没有 anchor；请写日期，如 --at 2026-09-30", d.Data)
	}
	return clock.ParseDate(s, clock.Today(env.Clock))
}

// knownAt reads a time up to which something was known: a day is its end.
func knownAt(s string) (time.Time, error) {
	if d, err := clock.ParseDate(s, ""); err == nil && d != "" {
		return d.AddDays(1).Time().Add(-time.Millisecond), nil
	}
	return clock.ParseTime(s)
}
