package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanshe/internal/cli"
	"sanshe/internal/clock"
)

// run runs a command line and gives its status and words.
func run(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	status := cli.Run(&cli.Env{Context: context.Background(), Out: &out, ErrOut: &out, Clock: clock.System()}, args)
	return status, out.String()
}

func ok(t *testing.T, args ...string) string {
	t.Helper()
	status, out := run(t, args...)
	if status != 0 {
		t.Fatalf("sanshe %s: %d\n%s", strings.Join(args, " "), status, out)
	}
	return out
}

// What a county's keeper does at the terminal in a year.
func TestKeepersYear(t *testing.T) {
	dir := t.TempDir()
	data, backups := filepath.Join(dir, "county"), filepath.Join(dir, "backups")
	at := func(command ...string) []string { return append(command, "--data", data) }
	ok(t, at("init")...)
	if status, out := run(t, at("doctor")...); status != 1 || !strings.Contains(out, "还没有备份过") || !strings.Contains(out, "→") {
		t.Errorf("a new county: %d\n%s", status, out)
	}
	ok(t, at("user", "add", "--login", "admin", "--role", "administrator")...)
	if out := ok(t, at("backup", "--into", backups)...); !strings.Contains(out, "核对无误") {
		t.Error(out)
	}
	files, err := filepath.Glob(filepath.Join(backups, "*.db"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if out := ok(t, at("restore", "--rehearse", files[0])...); !strings.Contains(out, "演练成功") {
		t.Error(out)
	}
	if out := ok(t, at("key", "check")...); !strings.Contains(out, "第 1 把") {
		t.Error(out)
	}
	if out := ok(t, at("key", "rotate")...); !strings.Contains(out, "第 2 把密钥已启用") || !strings.Contains(out, "keys.json.1") {
		t.Error(out)
	}
	ok(t, "restore", files[0], "--data", filepath.Join(dir, "again")) // with the keys of then
	ok(t, at("migrate", "--dry-run")...)
	ok(t, at("migrate")...)
	ok(t, at("verify")...)
	_, out := run(t, at("doctor", "--json")...)
	var list []struct{ Name, Grade, Says, Mend string }
	if err := json.Unmarshal([]byte(out[:strings.LastIndex(out, "]")+1]), &list); err != nil || len(list) < 30 {
		t.Errorf("%d findings, %v\n%s", len(list), err, out)
	}
	for _, f := range list {
		if f.Grade == "要改" && f.Name != "能登录的系统管理员" {
			t.Errorf("%+v", f)
		}
	}
	if err := os.Remove(filepath.Join(data, "keys.json")); err != nil {
		t.Fatal(err)
	}
	if status, out := run(t, at("verify")...); status != 1 || !strings.Contains(out, "密钥文件") {
		t.Errorf("without keys: %d %s", status, out)
	}
	if out := ok(t, at("key", "lost", "--reason", "误删")...); !strings.Contains(out, "照常") {
		t.Error(out)
	}
	if out := ok(t, at("key", "found", filepath.Join(data, "keys.json.1"))...); !strings.Contains(out, "找回") {
		t.Error(out)
	}
}

// What is asked wrongly is refused in words.
func TestWronglyAsked(t *testing.T) {
	data := filepath.Join(t.TempDir(), "county")
	ok(t, "init", "--data", data)
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"backup", "--data", data}, "选一样"},
		{[]string{"serve", "--data", data, "--base", "ssld"}, "以 / 开头"},
		{[]string{"serve", "--data", data, "--base", "/ssld/"}, "末尾不带"},
		{[]string{"serve", "--data", data, "--trust-proxy", "everybody"}, "网段"},
		{[]string{"serve", "--data", data, "--listen", "127.0.0.1:0", "--admin", "0.0.0.0:0"}, "只能是本机"},
		{[]string{"key", "lost", "--data", data, "--reason", "x"}, "还在"},
		{[]string{"verify", "--data", data + "x"}, "sanshe init"},
	} {
		if status, out := run(t, c.args...); status != 1 || !strings.Contains(out, c.says) {
			t.Errorf("sanshe %s: %d\n%s", strings.Join(c.args, " "), status, out)
		}
	}
}

// What may be changed is seen, tried and changed at the terminal as on the pages.
func TestSettings(t *testing.T) {
	data := filepath.Join(t.TempDir(), "county")
	ok(t, "init", "--data", data)
	says := func(want string, command ...string) {
		t.Helper()
		status, out := run(t, append(append([]string{"settings"}, command...), "--data", data)...)
		if !strings.Contains(out, want) || (status != 0) != strings.Contains(out, "sanshe: ") {
			t.Errorf("settings %s: %d\n%s", strings.Join(command, " "), status, out)
		}
	}
	why := "--reason=县里定的"
	says("need.answer_days\t答复需求的期限\t1 个工作日\t全县\t一直\t推断", "list")
	says("没有保存", "set", "need.answer_days", "3", why, "--dry-run")
	says("1 个工作日", "show", "need.answer_days")
	says("1 个工作日 → 3 个工作日", "set", "need.answer_days", "3", why, "--document=合江民发〔2026〕1号")
	says("命令行\t县里定的", "show", "need.answer_days")
	says("加 --past", "set", "party.base_least_members", "2", why, "--from=2026-01-01")
	says("截至 2026-01-01", "set", "party.base_least_members", "2", why, "--from=2026-01-01", "--past")
	says("应在", "set", "need.answer_days", "900", why)
	says("已保存", "set", "need_category", "宠物", "--code=pets", why)
	says("pets 宠物", "show", "need_category")
	says("有 0 条记录用着", "set", "need_category", "--code=pets", "--end", "--from=2099-01-01", why)
	notice := filepath.Join(t.TempDir(), "notice.txt")
	if err := os.WriteFile(notice, []byte("2099-01-01 放假 元旦\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	says("→ 放假 元旦", "days", notice, "--year=2099", why)
	says("放假 元旦 → 不再适用", "days", "--drop=2099-01-01", why)
	says("sanshe settings days", "set", "calendar", "x", why)
	says("没有叫", "show", "nothing")
}
