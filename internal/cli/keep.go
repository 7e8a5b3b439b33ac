package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sanshe/internal/app"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/migration"
	"sanshe/internal/store"
)

// Backup writes a county into one file while it is being served. The key file
// goes beside it, to be kept elsewhere: without it sealed numbers stay sealed.
type Backup struct {
	Data
	File        string `arg:"" help:"备份文件" type:"path"`
	WithoutKeys bool   `help:"不写出密钥文件"`
}

// Run writes the file and looks whether it is whole.
func (b *Backup) Run(env *Env) error {
	return b.with(env, func(a *app.App) error {
		if err := a.Backup(env, b.File); err != nil {
			return err
		}
		if !b.WithoutKeys {
			if err := copyFile(filepath.Join(b.Data.Data, "keys.json"), b.File+".keys"); err != nil {
				return err
			}
			fmt.Fprintf(env.Out, "密钥文件 %s.keys 请与备份分开保存。\n", b.File)
		}
		fmt.Fprintf(env.Out, "已备份到 %s，核对无误。\n", b.File)
		return nil
	})
}

// Restore makes a new data folder of a backup, on either engine.
type Restore struct {
	Data
	File string `arg:"" help:"备份文件" type:"existingfile"`
	Keys string `help:"密钥文件（不填则用 备份文件.keys）" placeholder:"FILE" type:"path"`
}

// Run restores and verifies.
func (r *Restore) Run(env *Env) error {
	dir := r.Data.Data
	if _, err := os.Stat(filepath.Join(dir, "sanshe.db")); err == nil {
		return fault.New(fault.Conflict, "%s 里已有数据，恢复只能进新的目录", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	keys := r.Keys
	if keys == "" {
		keys = r.File + ".keys"
	}
	target := filepath.Join(dir, "keys.json")
	if _, err := os.Stat(target); errors.Is(err, os.ErrNotExist) {
		if err := copyFile(keys, target); err != nil {
			return fault.Wrap(err, fault.Invalid, "没有密钥文件 %s：用 --keys 写明它在哪里；没有它，加密保存的号码谁也看不到", keys)
		}
	}
	if env.Database == "" {
		if err := copyFile(r.File, filepath.Join(dir, "sanshe.db")); err != nil {
			return err
		}
	} else if err := r.copyTo(env); err != nil {
		return err
	}
	return r.with(env, func(a *app.App) error {
		if env.Database != "" {
			if err := a.Store.Reindex(env); err != nil {
				return err
			}
		}
		if anchor, err := a.Remembered(env, anchorName); err == nil && anchor != "" {
			if err := os.WriteFile(anchorFile(dir), []byte(anchor+"\n"), 0o600); err != nil {
				return err
			}
		}
		found, err := verify(env, a)
		if err != nil {
			return err
		}
		if len(found) > 0 {
			return fault.New(fault.Internal, "恢复后核对出 %d 处问题，用 sanshe verify 看", len(found))
		}
		fmt.Fprintf(env.Out, "已恢复到 %s，核对无误。\n", dir)
		return nil
	})
}

// copyTo copies the backup's rows into the PostgreSQL database.
func (r *Restore) copyTo(env *Env) error {
	from, err := db.Open(env, db.Config{DSN: r.File})
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := db.Open(env, db.Config{DSN: env.Database})
	if err != nil {
		return err
	}
	defer to.Close()
	if _, err := to.Migrate(env, migration.Files); err != nil {
		return err
	}
	return store.CopyAll(env, app.Book(), from, to)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// Verify looks for everything that should never be, and counts every figure
// again without the cache.
type Verify struct{ Data }

// Run prints what it finds and fails if it finds anything.
func (v *Verify) Run(env *Env) error {
	return v.with(env, func(a *app.App) error {
		found, err := verify(env, a)
		if err != nil {
			return err
		}
		for _, f := range found {
			fmt.Fprintln(env.Out, f)
		}
		if len(found) > 0 {
			return fault.New(fault.Internal, "核对出 %d 处问题", len(found))
		}
		fmt.Fprintln(env.Out, "历史、审计、引用、指标都核对过，没有问题。")
		return nil
	})
}

func verify(env *Env, a *app.App) ([]string, error) {
	found, err := a.Store.Verify(env)
	if err != nil {
		return nil, err
	}
	q := figure.Question{At: a.Store.Today()}
	kept, err := a.Figures.All(env, q)
	if err != nil {
		return nil, err
	}
	fresh, err := a.Figures.Recount(env, q)
	if err != nil {
		return nil, err
	}
	for i := range kept {
		if kept[i].Num != fresh[i].Num || kept[i].Den != fresh[i].Den {
			found = append(found, fmt.Sprintf("指标“%s”缓存为 %s，重算为 %s", kept[i].Label, kept[i].Text(), fresh[i].Text()))
		}
	}
	return found, nil
}

// Migrate brings the tables up to date.
type Migrate struct{ Data }

// Run migrates.
func (m *Migrate) Run(env *Env) error {
	c := app.Config{Data: m.Data.Data, Database: env.Database, Clock: env.Clock}
	d, err := db.Open(env, db.Config{DSN: c.DSN()})
	if err != nil {
		return err
	}
	done, err := d.Migrate(env, migration.Files)
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	if len(done) == 0 {
		fmt.Fprintln(env.Out, "数据库已是最新。")
	}
	for _, name := range done {
		fmt.Fprintln(env.Out, "已升级", name)
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
