package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// healthy makes a county in which there is nothing to find.
func healthy(t *testing.T) (Config, func(error)) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	c := Config{Data: filepath.Join(t.TempDir(), "county"), Clock: clock.System(), Create: true}
	a, err := Open(t.Context(), c)
	must(err)
	must(a.LoadDivisions(t.Context()))
	by := &record.Actor{Name: "命令行", Via: "cli"}
	id, err := a.Auth.CreateAccount(t.Context(), by, auth.Account{Login: "admin", Name: "管理员", Area: "510522"})
	must(err)
	_, err = a.Auth.Grant(t.Context(), by, auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: people.Administrator})
	must(err)
	code, err := a.Auth.NewSetupCode(t.Context(), by, id, time.Hour)
	must(err)
	_, err = a.Auth.UseSetupCode(t.Context(), code, "不常见的一句密码，很长", "127.0.0.1")
	must(err)
	must(a.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), "INSERT INTO factor (account, secret, since, last_step) VALUES (?, '', 1, 0)", id)
		return err
	}))
	must(a.SealAudit(t.Context()))
	must(a.NoteServing(Serving{Listen: "127.0.0.1:8080", Version: Version, Trust: []string{"127.0.0.1"}}))
	file := filepath.Join(t.TempDir(), "backup.db")
	must(a.Backup(t.Context(), file))
	must(a.Close())
	c.Create = false
	_, _, err = Rehearse(t.Context(), c, file, c.KeyPath())
	must(err)
	return c, must
}

// ran says what is done to a county behind the program's back.
func ran(must func(error), c Config, statements ...string) {
	d, err := db.Open(context.Background(), db.Config{DSN: c.DSN()})
	must(err)
	must(d.Write(context.Background(), func(tx *db.Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(context.Background(), s); err != nil {
				return err
			}
		}
		return nil
	}))
	must(d.Close())
}

// Each check finds what it is for, and nothing in a county that is well.
func TestDoctorFindsWhatIsWrong(t *testing.T) {
	well, must := healthy(t)
	for _, f := range Examine(t.Context(), well) {
		if f.Grade != Good {
			t.Errorf("in a county that is well: %+v", f)
		}
	}
	chmod := func(name string, mode os.FileMode) func(Config) {
		return func(c Config) { must(os.Chmod(filepath.Join(c.Data, name), mode)) }
	}
	world := map[string]func(Config){ // done to the county itself
		"数据目录":     func(c Config) { must(os.RemoveAll(c.Data)) },
		"数据目录权限":   chmod("", 0o755),
		"密钥文件":     func(c Config) { must(os.Remove(c.KeyPath())) },
		"密钥文件权限":   chmod("keys.json", 0o644),
		"数据库文件权限":  chmod("sanshe.db", 0o660),
		"审计链头文件权限": chmod(headsFile, 0o640),
		"连得上":      func(c Config) { must(os.WriteFile(c.DSN(), []byte("this is no database at all"), 0o600)) },
		"结构版本": func(c Config) {
			ran(must, c, "INSERT INTO migration (number, name, checksum, applied) VALUES (9999, '9999_later.sql', '', 0)")
		},
		"没有着落的待办": func(c Config) {
			ran(must, c, "INSERT INTO task (id, register, record, kind, label, title, role, account, owner_register, owner, area, due, opened, closed) VALUES (1, 'need', 5, 'x', 'x', 'x', '', 0, '', 0, '510522', '', 1, 0)")
		},
		"没办完的导入": func(c Config) {
			d, err := db.Open(t.Context(), db.Config{DSN: c.DSN()})
			must(err)
			defer d.Close()
			must(d.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), "INSERT INTO import_batch (id, register, area, file, hash, state, account, name, unit, at, note) VALUES (1, 'need', '510522', 'x', 'x', 'applying', 0, '', '', 0, '')")
				return err
			}))
		},
		"审计封存": func(c Config) {
			ran(must, c, "UPDATE audit SET seq = seq + 1000000, at = 1000 WHERE id = (SELECT max(id) FROM audit)")
		},
		"审计链头在库外": func(c Config) { must(os.Remove(filepath.Join(c.Data, headsFile))) },
		"审计链头对得上": func(c Config) { ran(must, c, "UPDATE audit_head SET hash = 'x'") },
		"区划": func(c Config) {
			ran(must, c, "UPDATE division SET area = '510523', code = '510523', voided = '' WHERE id = (SELECT min(id) FROM division WHERE area > '5105220')")
		},
		"区划版本": func(c Config) {
			ran(must, c, "UPDATE division SET edition = '旧版' WHERE id = (SELECT max(id) FROM division)")
		},
		"能登录的系统管理员": func(c Config) { ran(must, c, "UPDATE account SET disabled = 1") },
		"没人用的账号":    func(c Config) { ran(must, c, "UPDATE account SET password = '', created = 1") },
		"没有二次验证的账号": func(c Config) { ran(must, c, "DELETE FROM factor") },
		"没有岗位的账号":   func(c Config) { ran(must, c, "DELETE FROM role_grant") },
		"没人办的指派": func(c Config) {
			ran(must, c, "INSERT INTO task (id, register, record, kind, label, title, role, account, owner_register, owner, area, due, opened, closed) VALUES (1, 'need', 5, 'x', 'x', 'x', '', 999, '', 0, '510522', '', 1, 0)")
		},
		"单位已并掉的账号": func(c Config) {
			ran(must, c, "INSERT INTO merge (id, register, loser, keeper, on_day, reason, moved, seq, undone, undone_day) VALUES (1, 'unit', 7, 8, '2026-11-20', '', '[]', 1, 0, '')")
			ran(must, c, "UPDATE account SET unit = 7")
		},
		"快到期的令牌": func(c Config) { token(must, c, 3*24*time.Hour) },
		"长期令牌":   func(c Config) { token(must, c, 300*24*time.Hour) },
		"备份文件还在": func(c Config) {
			var k Kept
			must(c.noted(backupNote, &k))
			k.File += ".gone"
			must(c.note(backupNote, k))
		},
		"密钥没有和备份放在一起": func(c Config) {
			file := filepath.Join(t.TempDir(), "backup.db")
			must(os.WriteFile(file+".keys", nil, 0o600))
			must(c.note(backupNote, Kept{File: file, At: clock.System().Now()}))
		},
	}
	known := map[string]func(*patient){ // done to what is known of it
		"密钥对得上数据库":  func(p *patient) { p.fitErr = errors.New("打不开") },
		"换密钥":       func(p *patient) { must(rotating(p)) },
		"数据目录可写":    func(p *patient) { p.writeErr = os.ErrPermission },
		"预写日志大小":    func(p *patient) { p.log = 2 << 30 },
		"磁盘空间":      func(p *patient) { p.free = 1 << 20 },
		"SQLite 版本": func(p *patient) { p.facts["version"] = "3.39.0" },
		"日志方式":      func(p *patient) { p.facts["journal_mode"] = "delete" },
		"写入落盘":      func(p *patient) { p.facts["synchronous"] = "1" },
		"外键检查":      func(p *patient) { p.facts["foreign_keys"] = "0" },
		"文件与索引完整":   func(p *patient) { p.damage = []string{"row 3 missing from index"} }, // a real one: TestDamageIsFound
		"按末四位查号":    func(p *patient) { p.health.Unindexed = 2 },
		"机器时间":      func(p *patient) { p.now = p.now.AddDate(0, 0, -1) },
		"今年的工作日":    func(p *patient) { p.health.Years[p.now.Year()] = false },
		"明年的工作日": func(p *patient) {
			p.now = time.Date(p.now.Year(), 12, 20, 0, 0, 0, 0, clock.Shanghai)
			p.health.Years[p.now.Year()+1] = false
		},
		"监听地址":      func(p *patient) { p.serving.Listen = "0.0.0.0:8080" },
		"反向代理":      func(p *patient) { p.serving.Trust = nil },
		"信任的代理网段":   func(p *patient) { p.serving.Trust = []string{"0.0.0.0/0"} },
		"运行的版本":     func(p *patient) { p.serving.Version = "0.0.1" },
		"演示数据":      func(p *patient) { p.demo, p.serving.Listen = true, "[::]:80" },
		"备份":        func(p *patient) { p.backup.At = p.now.AddDate(0, 0, -8) },
		"备份不在数据目录里": func(p *patient) { p.backup.File = filepath.Join(p.Data, "x.db") },
		"恢复演练":      func(p *patient) { p.rehearsal.At = p.now.AddDate(0, 0, -101) },
	}
	for _, k := range checks() {
		spoil, judge := world[k.name], known[k.name]
		if spoil == nil && judge == nil {
			if k.name != "与数据库服务器的时间差" && !strings.HasPrefix(k.name, "PostgreSQL") { // see TestDoctorLooksAtTheServer
				t.Errorf("no test breaks “%s”", k.name)
			}
			continue
		}
		c := well
		if spoil != nil {
			c.Data = filepath.Join(t.TempDir(), "county")
			must(os.CopyFS(c.Data, os.DirFS(well.Data)))
			must(os.Chmod(c.Data, 0o700))
			entries, err := os.ReadDir(c.Data)
			must(err)
			for _, e := range entries {
				must(os.Chmod(filepath.Join(c.Data, e.Name()), 0o600))
			}
			spoil(c)
		}
		p := gather(t.Context(), c)
		if judge != nil {
			judge(p)
		}
		list := p.judge()
		p.close()
		i := slices.IndexFunc(list, func(f Finding) bool { return f.Name == k.name })
		if i < 0 || list[i].Grade == Good || list[i].Mend == "" {
			t.Errorf("“%s” was broken and is not found: %+v", k.name, list)
		}
	}
	if n := len(checks()); n < 40 {
		t.Errorf("%d checks", n)
	}
}

func token(must func(error), c Config, life time.Duration) {
	a, err := Open(context.Background(), c)
	must(err)
	list, err := a.Auth.Accounts(context.Background(), &record.Actor{Via: "cli"})
	must(err)
	_, err = a.Auth.NewToken(context.Background(), &record.Actor{Via: "cli"}, list[0].ID, "测试", record.Limits{Scopes: record.Scopes}, clock.System().Now().Add(life))
	must(err)
	must(a.Close())
}

// rotating has the keys of a patient be half way through a rotation.
func rotating(p *patient) error {
	keys, err := store.NewKeyring()
	if err != nil {
		return err
	}
	s, err := store.New(context.Background(), p.db, Book(), store.Options{Keys: keys})
	if err == nil {
		err = s.NewKey(context.Background(), store.System("cli"))
	}
	p.keys = keys
	return err
}

// On PostgreSQL the server's own settings are looked at too.
func TestDoctorLooksAtTheServer(t *testing.T) {
	c := Config{Data: t.TempDir(), Database: dbtest.PostgresDSN(t), Clock: clock.System(), Create: true}
	a, err := Open(t.Context(), c)
	if err == nil {
		err = errors.Join(a.LoadDivisions(t.Context()), a.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	c.Create = false
	p := gather(t.Context(), c)
	defer p.close()
	found := func() map[string]Grade {
		out := map[string]Grade{}
		for _, f := range p.judge() {
			out[f.Name] = f.Grade
		}
		return out
	}
	now := found()
	for name, want := range map[string]Grade{"连得上": Good, "PostgreSQL 版本": Good, "PostgreSQL 语句时限": Good, "PostgreSQL 悬着的事务": Good, "文件与索引完整": Good, "与数据库服务器的时间差": Good, "区划": Good, "结构版本": Good,
		"PostgreSQL 落盘 fsync": Bad, "PostgreSQL 用户权限": Warn} { // the tests' server is quick and careless
		if now[name] != want {
			t.Errorf("%s is %s, want %s", name, now[name], want)
		}
	}
	for name, spoil := range map[string][2]string{
		"PostgreSQL 版本": {"server_version_num", "130004"}, "PostgreSQL 落盘 fsync": {"fsync", "off"}, "PostgreSQL 整页写": {"full_page_writes", "off"},
		"PostgreSQL 提交落盘": {"synchronous_commit", "off"}, "PostgreSQL 数据校验": {"data_checksums", "off"}, "PostgreSQL 用户权限": {"superuser", "true"},
		"PostgreSQL 语句时限": {"statement_timeout", "0"}, "PostgreSQL 等锁时限": {"lock_timeout", "0"}, "PostgreSQL 空闲事务时限": {"idle_in_transaction_session_timeout", "0"},
		"PostgreSQL 连接数": {"max_connections", "20"}, "PostgreSQL 悬着的事务": {"hanging", "2"}, "PostgreSQL 传输加密": {"address", "192.0.2.7"}, "与数据库服务器的时间差": {"now", "1000"},
	} {
		was := p.facts[spoil[0]]
		p.facts[spoil[0]] = spoil[1]
		if g := found()[name]; g == Good || g == "" {
			t.Errorf("%s = %s is %s", spoil[0], spoil[1], g)
		}
		p.facts[spoil[0]] = was
	}
}

// A file in which bits have turned is found out.
func TestDamageIsFound(t *testing.T) {
	c, must := healthy(t)
	raw, err := os.ReadFile(c.DSN())
	must(err)
	page := len(raw) / 4096 / 2 * 4096
	copy(raw[page:], strings.Repeat("\xff", 512))
	must(os.WriteFile(c.DSN(), raw, 0o600))
	for _, f := range Examine(t.Context(), c) {
		if f.Name == "文件与索引完整" && f.Grade == Bad || f.Name == "连得上" && f.Grade == Bad {
			return
		}
	}
	t.Error("nobody noticed")
}
