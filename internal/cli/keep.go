package cli

import (
	"fmt"
	"os"
	"time"

	"sanshe/internal/app"
	"sanshe/internal/fault"
)

// Backup writes a county into one file while it is being served. The key file
// goes beside it, to be kept elsewhere: without it sealed numbers stay sealed.
type Backup struct {
	Data
	File        string `arg:"" optional:"" help:"备份文件" type:"path"`
	Into        string `help:"备份到这个目录，按时间取名，并清理旧的" placeholder:"DIR" type:"path"`
	Daily       int    `default:"7" help:"目录里留最近几天的"`
	Weekly      int    `default:"5" help:"目录里留最近几周的"`
	Monthly     int    `default:"12" help:"目录里留最近几个月的"`
	WithoutKeys bool   `help:"不写出密钥文件"`
}

// Run writes the file and looks whether it is whole.
func (b *Backup) Run(env *Env) error {
	if (b.File == "") == (b.Into == "") {
		return fault.New(fault.Invalid, "写明备份文件，或用 --into 写明备份目录，两样选一样")
	}
	return b.with(env, func(a *app.App) error {
		file, gone := b.File, []string(nil)
		var err error
		if b.Into == "" {
			err = a.Backup(env, file)
		} else {
			file, gone, err = a.BackupInto(env, b.Into, app.Keep{Daily: b.Daily, Weekly: b.Weekly, Monthly: b.Monthly})
		}
		if err != nil {
			return err
		}
		if !b.WithoutKeys {
			if err := app.CopyFile(a.Config.KeyPath(), file+".keys"); err != nil {
				return err
			}
			fmt.Fprintf(env.Out, "密钥文件 %s.keys 请与备份分开保存。\n", file)
		}
		for _, name := range gone {
			fmt.Fprintf(env.Out, "已清理旧备份 %s。\n", name)
		}
		fmt.Fprintf(env.Out, "已备份到 %s，核对无误。\n", file)
		return nil
	})
}

// Restore makes a new data folder of a backup, on either engine. A rehearsal
// throws it away again.
type Restore struct {
	Data
	File     string `arg:"" help:"备份文件" type:"existingfile"`
	Keys     string `help:"密钥文件（不填则用 备份文件.keys）" placeholder:"FILE" type:"path"`
	Rehearse bool   `help:"演练：恢复到临时目录，核对，报告，删掉；--data 是正在用的数据目录，结果记在那里"`
}

// Run restores and verifies.
func (r *Restore) Run(env *Env) error {
	c := app.Config{Data: r.Data.Data, Database: env.Database, Clock: env.Clock}
	keys := r.Keys
	if keys == "" {
		keys = r.File + ".keys"
	}
	if r.Rehearse {
		return r.rehearse(env, c, keys)
	}
	a, found, err := app.Restore(env, c, r.File, keys)
	if err != nil {
		return err
	}
	defer a.Close()
	if anchor, err := a.Remembered(env, anchorName); err == nil && anchor != "" {
		if err := os.WriteFile(anchorFile(c.Data), []byte(anchor+"\n"), 0o600); err != nil {
			return err
		}
	}
	if len(found) > 0 {
		return fault.New(fault.Internal, "恢复后核对出 %d 处问题，用 sanshe verify 看：%s", len(found), found[0])
	}
	fmt.Fprintf(env.Out, "已恢复到 %s，核对无误。\n", c.Data)
	return nil
}

func (r *Restore) rehearse(env *Env, c app.Config, keys string) error {
	if _, err := os.Stat(keys); err != nil && r.Keys == "" {
		keys = c.KeyPath()
	}
	found, took, err := app.Rehearse(env, c, r.File, keys)
	if err != nil {
		return err
	}
	for _, f := range found {
		fmt.Fprintln(env.Out, f)
	}
	if len(found) > 0 {
		return fault.New(fault.Internal, "演练核对出 %d 处问题：这份备份不要用，马上重做一份", len(found))
	}
	fmt.Fprintf(env.Out, "演练成功：%s 能恢复，核对无误，用时 %.1f 秒；结果已记下，sanshe doctor 会提醒下一次。\n", r.File, took.Seconds())
	return nil
}

// Verify looks for everything that should never be, and counts every figure
// again without the cache.
type Verify struct{ Data }

// Run prints what it finds and fails if it finds anything.
func (v *Verify) Run(env *Env) error {
	return v.with(env, func(a *app.App) error {
		found, err := a.Verify(env)
		if err != nil {
			return err
		}
		left, err := a.Auth.Orphans(env)
		if err != nil {
			return err
		}
		found = append(found, left...)
		for _, f := range found {
			fmt.Fprintln(env.Out, f)
		}
		if len(found) > 0 {
			return fault.New(fault.Internal, "核对出 %d 处问题", len(found))
		}
		fmt.Fprintln(env.Out, "数据库文件、历史、审计、引用、指标都核对过，没有问题。")
		return nil
	})
}

// Migrate brings the tables up to date, after a backup.
type Migrate struct {
	Data
	DryRun   bool `help:"只在副本上试，报告要多久"`
	BackedUp bool `help:"已经自己备份好（PostgreSQL 上必须写明）"`
}

// Run migrates.
func (m *Migrate) Run(env *Env) error {
	c := app.Config{Data: m.Data.Data, Database: env.Database, Clock: env.Clock}
	said := "已升级"
	do := func() (*app.Upgraded, error) { return app.Upgrade(env, c, m.BackedUp) }
	if m.DryRun {
		said, do = "副本上升级了", func() (*app.Upgraded, error) { return app.TryUpgrade(env, c) }
	}
	u, err := do()
	if err != nil {
		return err
	}
	if u.Backup != "" {
		fmt.Fprintf(env.Out, "升级前的备份：%s\n", u.Backup)
	}
	for i, name := range u.Done {
		fmt.Fprintf(env.Out, "%s %s，用时 %v\n", said, name, u.Took[i].Round(time.Millisecond))
	}
	if u.Resealed > 0 {
		fmt.Fprintf(env.Out, "补建了 %d 个加密号码的索引。\n", u.Resealed)
	}
	if len(u.Done) == 0 {
		fmt.Fprintln(env.Out, "数据库已是最新。")
	}
	return nil
}

// Version prints the version.
type Version struct{}

// Run prints it.
func (Version) Run(env *Env) error {
	fmt.Fprintln(env.Out, "sanshe", app.Version)
	return nil
}
