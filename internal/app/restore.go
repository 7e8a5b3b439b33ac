package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/migration"
	"sanshe/internal/store"
)

// Restore makes a county of a backup in a new data folder, on either engine,
// and looks through it. The caller closes it.
func Restore(ctx context.Context, c Config, file, keys string) (*App, []string, error) {
	if _, err := os.Stat(filepath.Join(c.Data, "sanshe.db")); err == nil {
		return nil, nil, fault.New(fault.Conflict, "%s 里已有数据，恢复只能进新的目录", c.Data)
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, nil, err
	}
	if _, err := os.Stat(c.KeyPath()); errors.Is(err, os.ErrNotExist) {
		if err := CopyFile(keys, c.KeyPath()); err != nil {
			return nil, nil, fault.Wrap(err, fault.Invalid, "没有密钥文件 %s：用 --keys 写明它在哪里；没有它，加密保存的号码谁也看不到", keys)
		}
	}
	var err error
	if c.Database == "" {
		err = CopyFile(file, filepath.Join(c.Data, "sanshe.db"))
	} else {
		err = copyInto(ctx, file, c.Database)
	}
	if err != nil {
		return nil, nil, err
	}
	a, err := Open(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	found, err := a.Verify(ctx)
	if err == nil {
		err = a.beginHeads(ctx)
	}
	if err != nil {
		return nil, nil, errors.Join(err, a.Close())
	}
	return a, found, nil
}

// beginHeads gives a new folder the head its audit has come to; the file of the
// old folder tells whether that is all of it.
func (a *App) beginHeads(ctx context.Context) error {
	h, err := a.Store.Health(ctx)
	if err != nil || h.Head == nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(a.Config.Data, headsFile)); err == nil {
		return nil
	}
	return a.writeHead(h.Head)
}

// copyInto copies a backup's rows into a PostgreSQL database that is empty.
func copyInto(ctx context.Context, file, database string) error {
	from, err := db.Open(ctx, db.Config{DSN: file})
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := db.Open(ctx, db.Config{DSN: database})
	if err != nil {
		return err
	}
	defer to.Close()
	if _, err := to.Migrate(ctx, migration.Files); err != nil {
		return err
	}
	return store.CopyAll(ctx, Book(), from, to)
}

// Verify looks for everything that should never be, and counts every figure
// again without the cache.
func (a *App) Verify(ctx context.Context) ([]string, error) {
	found, err := a.DB.Damage(ctx)
	if err != nil || len(found) > 0 {
		return found, err
	}
	if found, err = a.Store.Verify(ctx); err != nil {
		return nil, err
	}
	q := figure.Question{At: a.Store.Today()}
	kept, err := a.Figures.All(ctx, q)
	if err != nil {
		return nil, err
	}
	fresh, err := a.Figures.Recount(ctx, q)
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

// Rehearse restores a backup to a folder that is thrown away, looks through it,
// and keeps with the county when that was and what was found.
func Rehearse(ctx context.Context, c Config, file, keys string) (found []string, took time.Duration, err error) {
	began := clock.System().Now()
	dir, err := os.MkdirTemp("", "sanshe-rehearsal-")
	if err != nil {
		return nil, 0, err
	}
	defer os.RemoveAll(dir)
	a, found, err := Restore(ctx, Config{Data: dir, Clock: c.Clock}, file, keys)
	if err == nil {
		err = a.Close()
	}
	took = clock.System().Now().Sub(began)
	note := Kept{File: file, At: c.Clock.Now(), Found: found}
	if err != nil {
		note.Found = append(note.Found, "恢复没有做成："+err.Error())
	}
	return found, took, errors.Join(err, c.note(rehearsalNote, note))
}
