package db

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"sanshe/internal/fault"
)

// Backup writes a copy of an SQLite database, as it is now, to a new file;
// that has its name only once it is whole and on the disk.
func (d *DB) Backup(ctx context.Context, path string) error {
	if d.engine == Postgres {
		return fault.New(fault.Unavailable, "PostgreSQL 数据库请用 pg_dump 备份")
	}
	if _, err := os.Lstat(path); err == nil {
		return fault.New(fault.Conflict, "备份文件 %s 已经在了，不覆盖：请换一个名字", path)
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return backupFailed(err, path)
	}
	if err := d.copyTo(ctx, part); err != nil {
		os.Remove(part)
		return backupFailed(err, path)
	}
	if err := os.Rename(part, path); err != nil {
		return backupFailed(err, path)
	}
	return syncDir(filepath.Dir(path))
}

func backupFailed(err error, path string) error {
	return fault.Wrap(mapError(err), fault.Unavailable, "备份没有做成，%s 写不进去：请检查路径、权限和磁盘空间", path)
}

func (d *DB) copyTo(ctx context.Context, path string) error {
	if err := create(path); err != nil {
		return err
	}
	pool, err := openFile(fileDSN(d.path, nil), 1)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := pool.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// syncDir makes a new name last. Not every system can, and then it need not.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	_ = f.Sync()
	return nil
}

// SkipTo makes this database's sequence numbers go on after another's, so that
// a county copied here keeps one rising order.
func (d *DB) SkipTo(ctx context.Context, other *DB) error {
	last, err := other.Sealed(ctx)
	if err != nil {
		return err
	}
	return d.Write(ctx, func(tx *Tx) error {
		if d.engine == SQLite {
			_, err := tx.Exec(ctx, "UPDATE meta SET value = ? WHERE name = 'seq' AND value < ?", last, last)
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE meta SET value = value + ? WHERE name = 'seq_base'", last)
		return err
	})
}
