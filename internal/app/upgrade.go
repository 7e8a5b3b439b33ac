package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/migration"
)

// Upgraded is what an upgrade did, or would do.
type Upgraded struct {
	Done     []string
	Took     []time.Duration
	Backup   string // what was there before
	Resealed int
}

// Upgrade brings a county's tables up to this program. On SQLite it first
// writes a backup beside the data; on PostgreSQL the caller says there is one.
func Upgrade(ctx context.Context, c Config, backedUp bool) (*Upgraded, error) {
	if err := c.checkKeys(); err != nil {
		return nil, err
	}
	d, err := db.Open(ctx, db.Config{DSN: c.DSN()})
	if err != nil {
		return nil, err
	}
	out := &Upgraded{}
	pending, err := d.Pending(ctx, migration.Files)
	if err == nil && len(pending) > 0 && !backedUp {
		out.Backup, err = backBefore(ctx, c, d, pending[0])
	}
	if err == nil {
		err = out.migrate(ctx, d)
	}
	if err := errors.Join(err, d.Close()); err != nil {
		return nil, err
	}
	a, err := Open(ctx, c)
	if err != nil {
		return nil, err
	}
	out.Resealed, err = a.Store.Reseal(ctx, func(int) {}) // indexes a version adds
	return out, errors.Join(err, a.Close())
}

// backBefore writes a backup as the tables stand, and looks whether it is whole.
func backBefore(ctx context.Context, c Config, d *db.DB, first string) (string, error) {
	if d.Engine() == db.Postgres {
		return "", fault.New(fault.Refused, "升级前先备份：用 pg_dump 备份这个数据库，再加上 --backed-up 运行一次")
	}
	file := filepath.Join(c.Data, "before-"+strings.TrimSuffix(first, ".sql")+"-"+clock.System().Now().In(clock.Shanghai).Format(backupTime)+".db")
	if err := d.Backup(ctx, file); err != nil {
		return "", err
	}
	copied, err := db.Open(ctx, db.Config{DSN: file})
	if err != nil {
		return "", err
	}
	found, err := copied.Damage(ctx)
	if err := errors.Join(err, copied.Close()); err != nil {
		return "", err
	}
	if len(found) > 0 {
		return "", fault.New(fault.Internal, "升级前的备份核对出问题，没有升级：%s", found[0])
	}
	return file, nil
}

func (u *Upgraded) migrate(ctx context.Context, d *db.DB) error {
	began := clock.System().Now()
	return d.MigrateEach(ctx, migration.Files, func(name string) {
		now := clock.System().Now()
		u.Done, u.Took = append(u.Done, name), append(u.Took, now.Sub(began))
		began = now
	})
}

// TryUpgrade upgrades a copy, which is thrown away, and tells how long it took.
func TryUpgrade(ctx context.Context, c Config) (*Upgraded, error) {
	d, err := db.Open(ctx, db.Config{DSN: c.DSN()})
	if err != nil {
		return nil, err
	}
	defer d.Close()
	if d.Engine() == db.Postgres {
		return nil, fault.New(fault.Refused, "PostgreSQL 上请用 pg_dump 和 pg_restore 建一个副本库，对它运行 sanshe migrate --backed-up")
	}
	dir, err := os.MkdirTemp(c.Data, "try-") // on the same disk, which is what is measured
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := d.Backup(ctx, filepath.Join(dir, "sanshe.db")); err != nil {
		return nil, err
	}
	if err := CopyFile(c.KeyPath(), filepath.Join(dir, "keys.json")); err != nil {
		return nil, err
	}
	c.Data = dir
	out, err := Upgrade(ctx, c, true)
	if err != nil {
		return nil, err
	}
	a, err := Open(ctx, c)
	if err != nil {
		return nil, err
	}
	found, err := a.Verify(ctx)
	if err == nil && len(found) > 0 {
		err = fault.New(fault.Internal, "在副本上升级后核对出 %d 处问题：%s", len(found), found[0])
	}
	return out, errors.Join(err, a.Close())
}
