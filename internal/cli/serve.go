package cli

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	"sanshe/internal/app"
	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/demo"
	"sanshe/internal/fault"
	"sanshe/internal/sms"
	"sanshe/internal/sso"
)

// Demo opens the demonstration county. It listens on this machine only, has no
// password, and prints a sign-in link for each role that works once.
type Demo struct {
	Listen string `default:"127.0.0.1:8080" help:"监听地址，只能是本机" placeholder:"ADDR"`
	Data   string `help:"数据目录（不填则用临时目录，停下就删）" placeholder:"DIR" type:"path"`
}

const demoBand = "演示数据：人员、组织和事项都是虚构的，请不要填真实个人信息"

// Run opens the county.
func (d *Demo) Run(env *Env) error {
	l, err := app.ListenLocal(env, d.Listen, "演示只能听本机地址，如 127.0.0.1:8080：它没有密码。要给别人用，请用 init 和 serve")
	if err != nil {
		return err
	}
	defer l.Close()
	if d.Data == "" {
		if d.Data, err = os.MkdirTemp("", "sanshe-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(d.Data)
	}
	if readAnchor(d.Data) == "" {
		if err := fill(env, d.Data); err != nil {
			return err
		}
	}
	a, err := app.Open(env, app.Config{Data: d.Data, Database: env.Database, Clock: env.Clock, Links: true})
	if err != nil {
		return err
	}
	defer a.Close()
	a.SMS = sms.Log{Log: slog.Default()}
	if err := d.links(env, a, l.Addr().String()); err != nil {
		return err
	}
	h, err := a.Handler(env, app.Site{Demo: demoBand})
	if err != nil {
		return err
	}
	return a.Serve(env, l, app.Server(h))
}

// fill makes the demonstration county in an empty data folder.
func fill(env *Env, data string) error {
	began := clock.System().Now()
	now := env.Clock.Now()
	a, err := demo.Open(env, app.Config{Data: data, Database: env.Database, Create: true}, now)
	if err != nil {
		return err
	}
	report, err := demo.Fill(env, a, now, func(string) {})
	if err == nil {
		err = a.Remember(env, anchorName, string(report.Anchor))
	}
	if err == nil {
		err = a.DB.Optimize(env)
	}
	if err = errors.Join(err, a.Close()); err != nil {
		return err
	}
	if err := os.WriteFile(anchorFile(data), []byte(report.Anchor+"\n"), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "演示县已建好，用时 %.1f 秒。\nanchor %s（这一天各项数字与工作报告一致）\n账号 worker secretary town officer org auditor admin 等，没有密码：用 sanshe demo --data 打开会打印登录链接，或用 sanshe token 开接口令牌\n", clock.System().Now().Sub(began).Seconds(), report.Anchor)
	return nil
}

// links prints one-time sign-in links, one for each role.
func (d *Demo) links(env *Env, a *app.App, at string) error {
	list, err := a.Auth.Accounts(env, keeper())
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "\n三社联动演示县：http://%s/\n居民提需求（不用登录）：http://%s/p/\n\n登录链接，每个只能用一次：\n", at, at)
	byLogin := map[string]auth.Account{}
	for _, acc := range list {
		byLogin[acc.Login] = acc
	}
	for _, group := range [][2]string{{"天天办事", "worker secretary town org"}, {"看全县", "officer civil writer auditor"}, {"管账号", "admin"},
		{"其他岗位", "party finance social supervisor instructor branch volunteer evaluator"}} { // the other communities’ workers can be given a link by a new start
		fmt.Fprintf(env.Out, "\n%s\n", group[0])
		for _, login := range strings.Fields(group[1]) {
			acc, made := byLogin[login]
			if !made { // a folder from before there was one
				continue
			}
			if err := d.link(env, a, at, acc); err != nil {
				return err
			}
		}
	}
	fmt.Fprintln(env.Out, "\n按 Ctrl+C 停下。")
	return nil
}

// link prints the link of one account.
func (d *Demo) link(env *Env, a *app.App, at string, acc auth.Account) error {
	actor, err := a.Auth.ActorOf(env, acc.ID)
	if err != nil {
		return err
	}
	token, err := a.Auth.NewSignInLink(env, acc.ID, 24*time.Hour)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "  %s %s（%s，账号 %s）\n    http://%s/sign-in/link?t=%s\n", a.Store.RoleLabel(actor.Roles[0]), acc.Name, acc.UnitName, acc.Login, at, token)
	return nil
}

// Init makes a data folder. With --demo it holds the demonstration county.
type Init struct {
	Data
	Demo bool `help:"放入演示县的虚构数据"`
}

// Run makes the folder.
func (i *Init) Run(env *Env) error {
	if i.Demo {
		if readAnchor(i.Data.Data) != "" {
			return fault.New(fault.Conflict, "%s 里已经有演示县", i.Data.Data)
		}
		return fill(env, i.Data.Data)
	}
	a, err := app.Open(env, app.Config{Data: i.Data.Data, Database: env.Database, Clock: env.Clock, Create: true})
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.LoadDivisions(env); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "数据目录已建好：%s\n密钥文件 keys.json 请与数据库分开备份。\n\n接下来：\n  sanshe user add --data %s --login admin --name 管理员姓名 --role administrator\n  sanshe serve --data %s\n", i.Data.Data, i.Data.Data, i.Data.Data)
	return nil
}

// Serve serves a county until it is told to stop.
type Serve struct {
	Data
	Listen string   `default:"127.0.0.1:8080" help:"监听地址" placeholder:"ADDR"`
	Base   string   `help:"挂在网站的哪个路径下，如 /ssld" placeholder:"PATH"`
	Trust  []string `name:"trust-proxy" help:"反向代理的地址或网段，只信它们说的来访地址、协议和主机名" placeholder:"CIDR"`
	Admin  string   `help:"管理监听地址，只能是本机：/metrics、/debug/pprof/" placeholder:"ADDR"`
	Log    string   `enum:"text,json" default:"text" help:"日志格式：text 或 json"`
	SSO    string   `name:"sso" help:"单点登录配置文件（JSON，见 docs/SINGLE_SIGN_ON.md）" env:"SANSHE_SSO" placeholder:"FILE" type:"path"`
	SMS    string   `name:"sms" help:"短信网关配置文件（JSON，见 docs/OPERATIONS.zh-CN.md）；不填就不发" env:"SANSHE_SMS" placeholder:"FILE" type:"path"`
}

var basePath = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*$`)

// Run serves.
func (s *Serve) Run(env *Env) error {
	if !basePath.MatchString(s.Base) {
		return fault.New(fault.Invalid, "路径“%s”应如 /ssld：以 / 开头，末尾不带 /", s.Base)
	}
	proxies, err := app.ParseProxies(s.Trust)
	if err != nil {
		return err
	}
	logTo(env.ErrOut, s.Log)
	a, err := s.open(env)
	if err != nil {
		return err
	}
	defer a.Close()
	site := app.Site{Base: s.Base, Proxies: proxies, Log: slog.Default()}
	if s.SSO != "" {
		if site.SSO, err = sso.Read(s.SSO, env.Clock); err != nil {
			return err
		}
	}
	if s.SMS != "" {
		if a.SMS, err = sms.Read(s.SMS, slog.Default()); err != nil {
			return err
		}
	}
	if readAnchor(s.Data.Data) != "" {
		site.Demo = demoBand
		a.SMS = sms.Log{Log: slog.Default()} // its numbers are invented, and may be somebody's
	}
	h, err := a.Handler(env, site)
	if err != nil {
		return err
	}
	l, err := app.Listen(env, s.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	var admin net.Listener
	if s.Admin != "" {
		if admin, err = app.ListenLocal(env, s.Admin, "管理地址只能是本机的，如 127.0.0.1:9080：它没有密码"); err != nil {
			return err
		}
	}
	if err := a.NoteServing(app.Serving{Listen: l.Addr().String(), Base: s.Base, Trust: s.Trust, Version: app.Version}); err != nil {
		return err
	}
	fmt.Fprintf(env.Out, "三社联动已启动：http://%s%s/\n", l.Addr(), s.Base)
	if admin == nil {
		return a.Serve(env, l, app.Server(h))
	}
	fmt.Fprintf(env.Out, "管理地址：http://%s/metrics\n", admin.Addr())
	side := &http.Server{Handler: a.Inspect(), ReadHeaderTimeout: 5 * time.Second} // a profile may take minutes
	defer side.Close()
	go side.Serve(admin) //nolint:errcheck // ends with the program
	return a.Serve(env, l, app.Server(h))
}

// logTo has the program's log written as lines of text or of JSON.
func logTo(out io.Writer, format string) {
	var h slog.Handler = slog.NewTextHandler(out, nil)
	if format == "json" {
		h = slog.NewJSONHandler(out, nil)
	}
	slog.SetDefault(slog.New(h))
}
