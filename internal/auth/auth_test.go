package auth

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/fault"
	"sanshe/internal/migration"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

const (
	roleAdmin   record.Role = "admin"
	roleOfficer record.Role = "officer"
	roleWorker  record.Role = "worker"

	county    = "510522"
	town      = "510522101"
	otherTown = "510522102"

	good   = "four words are enough"
	better = "as are these five words"
	chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
	home   = "203.0.113.7"
)

var roleNames = []store.RoleName{{Role: roleAdmin, Label: "系统管理员"}, {Role: roleOfficer, Label: "民政干部"}, {Role: roleWorker, Label: "社区工作者"}}

// unit and org stand for the registers an account may own a record of.
type unit struct {
	record.Base
	Name string
}

func (u *unit) Fields(f *record.Fields) { f.Text(&u.Name, "name", "名称").Title() }

func (*unit) Rights() record.Rights {
	all := record.By(roleOfficer)
	return record.Rights{Read: all, ReadOwn: record.Nobody, Create: all, Edit: all, Void: all,
		Export: record.Nobody, Reveal: record.Nobody, Import: record.Nobody}
}

type org struct{ unit }

func (o *org) Fields(f *record.Fields) { f.Text(&o.Name, "name", "名称").Title() }

// stage is an auth on a database of its own, at a time moved by hand.
type stage struct {
	*testing.T
	*Auth
	ctx   context.Context
	clock *clock.Walking
	d     *db.DB
	units record.Type[unit]
	orgs  record.Type[org]
	cli   *record.Actor
}

// each runs fn on both engines.
func each(t *testing.T, fn func(s *stage), options ...Option) {
	units, orgs := record.Define[unit](unitRegister, "单位"), record.Define[org]("org", "社会组织")
	files := fstest.MapFS{}
	about := []string{"machinery", "accounts", "passages", "identities", "settings", "signing_in", "speed", "rights"} // numbered anew: the others are of the county's registers
	for i, what := range about {
		names, err := fs.Glob(migration.Files, "*_"+what+".sql")
		if err != nil || len(names) != 1 {
			t.Fatal(what, names, err)
		}
		content, err := fs.ReadFile(migration.Files, names[0])
		if err != nil {
			t.Fatal(err)
		}
		files[fmt.Sprintf("%04d_%s.sql", i+1, what)] = &fstest.MapFile{Data: content}
	}
	files[fmt.Sprintf("%04d_test.sql", len(about)+1)] = &fstest.MapFile{Data: []byte("-- registers of the test\n" + store.DDL(units.Register) + store.DDL(orgs.Register))}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := &stage{T: t, ctx: t.Context(), d: d, units: units, orgs: orgs, cli: store.System("cli"),
			clock: clock.NewWalking(time.Date(2026, 11, 23, 9, 0, 0, 0, clock.Shanghai))}
		keys, err := store.OpenKeyring(filepath.Join(t.TempDir(), "keys.json"), true)
		if err != nil {
			t.Fatal(err)
		}
		book := record.NewBook(record.By(roleAdmin, roleOfficer, roleWorker), units.Register, orgs.Register)
		st, err := store.New(s.ctx, d, book, store.Options{Clock: s.clock, Keys: keys, Roles: roleNames, Settings: []store.Setting{
			{Name: "auth.second_factor", Label: "二次验证", Kind: store.RoleList, Value: string(roleOfficer), By: record.By(roleAdmin), Means: "谁要", Source: "测试"},
			{Name: ProofLife.Name, Label: "确认", Kind: store.Count, Unit: "分钟", Least: 1, Most: 100_000, Value: "5", By: record.By(roleAdmin), Means: "多久", Source: "测试"},
		}})
		if err != nil {
			t.Fatal(err)
		}
		s.Auth = New(st, roleNames, append(options, Administrators(roleAdmin))...)
		fn(s)
	}, dbtest.WithSchema(files))
}

// must ends the test on an error.
func (s *stage) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// wants ends the test unless err is of the kind.
func (s *stage) wants(kind fault.Kind, err error) {
	s.Helper()
	if !fault.Is(err, kind) {
		s.Fatalf("got %v, want an error of kind %v", err, kind)
	}
}

// account makes an account in the town, without a password.
func (s *stage) account(login string, change ...func(*Account)) int64 {
	s.Helper()
	acc := Account{Login: login, Name: "张三", Area: town}
	for _, c := range change {
		c(&acc)
	}
	id, err := s.CreateAccount(s.ctx, s.cli, acc)
	s.must(err)
	return id
}

// ready makes an account whose password is good.
func (s *stage) ready(login string, change ...func(*Account)) int64 {
	s.Helper()
	id := s.account(login, change...)
	code, err := s.NewSetupCode(s.ctx, s.cli, id, time.Hour)
	s.must(err)
	_, err = s.UseSetupCode(s.ctx, code, good, home)
	s.must(err)
	return id
}

// admin gives an administrator of a division.
func (s *stage) admin(login, area string) *record.Actor {
	s.Helper()
	id := s.account(login, func(acc *Account) { acc.Area = area })
	_, err := s.Grant(s.ctx, s.cli, Grant{Holder: ToAccount, HolderID: id, Role: roleAdmin})
	s.must(err)
	actor, err := s.ActorOf(s.ctx, id)
	s.must(err)
	return actor
}

// enter signs in at a browser that nobody knows, and gives the session's token.
func (s *stage) enter(login, password string) (token string, err error) {
	e, err := s.SignIn(s.ctx, login, password, Visitor{Agent: chrome, Origin: home})
	if err != nil {
		return "", err
	}
	return e.Token, nil
}

func (s *stage) signIn(login string) string {
	s.Helper()
	token, err := s.enter(login, good)
	s.must(err)
	return token
}

// dead ends the test unless a session's token is refused.
func (s *stage) dead(token string) {
	s.Helper()
	if _, err := s.Session(s.ctx, token); !errors.Is(err, ErrSignIn) || !fault.HasCode(err, CodeSignIn) {
		s.Fatalf("got %v, want ErrSignIn", err)
	}
}

func (s *stage) alive(token string) *Session {
	s.Helper()
	session, err := s.Session(s.ctx, token)
	s.must(err)
	return session
}

// record makes a record of reg in a division.
func (s *stage) record(reg *record.Register, area string) int64 {
	s.Helper()
	res, err := s.store.Create(s.ctx, &record.Actor{Name: "测试", Roles: record.By(roleOfficer)}, reg, area, record.Input{"name": "某某"}, "")
	s.must(err)
	return res.ID
}

// actions gives what the audit says was done, in order.
func (s *stage) actions() []string {
	s.Helper()
	rows, err := s.d.Query(s.ctx, "SELECT action FROM audit ORDER BY id")
	s.must(err)
	defer rows.Close()
	var list []string
	for rows.Next() {
		var action string
		s.must(rows.Scan(&action))
		list = append(list, action)
	}
	return list
}

// contents gives every row of the keepers' tables as text.
func (s *stage) contents() string {
	s.Helper()
	var b strings.Builder
	for _, table := range []string{"account", "role_grant", "sign_in_code", "session", "api_token", "identity", "factor", "recovery_code", "attempt", "audit"} {
		rows, err := s.d.Query(s.ctx, "SELECT * FROM "+table)
		s.must(err)
		columns, err := rows.Columns()
		s.must(err)
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			s.must(rows.Scan(values...))
			for _, v := range values {
				fmt.Fprintln(&b, *v.(*any))
			}
		}
		s.must(rows.Close())
	}
	return b.String()
}
