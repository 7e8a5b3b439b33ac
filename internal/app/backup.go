package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/migration"
	"sanshe/internal/store"
)

// Kept is a backup, or a rehearsal of restoring one, as doctor asks about them.
type Kept struct {
	File  string
	At    time.Time
	Bytes int64
	Found []string `json:",omitempty"` // by a rehearsal
}

const (
	backupNote    = "last-backup.json"
	rehearsalNote = "last-rehearsal.json"
)

// Backup writes the whole county into one new SQLite file, whatever it is kept
// in. The file has its name only once it was looked through and is whole.
func (a *App) Backup(ctx context.Context, file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fault.New(fault.Conflict, "备份文件 %s 已经在了，不覆盖：请换一个名字", file)
	}
	part := file + ".unverified"
	if err := errors.Join(remove(part), remove(part+"-wal"), remove(part+"-shm")); err != nil {
		return err
	}
	err := a.copyTo(ctx, part)
	if err == nil {
		err = a.inspect(ctx, part)
	}
	if err == nil {
		err = os.Rename(part, file)
	}
	if err != nil {
		return errors.Join(err, remove(part), remove(part+"-wal"), remove(part+"-shm"))
	}
	stat, err := os.Stat(file)
	if err != nil {
		return err
	}
	return a.Config.note(backupNote, Kept{File: file, At: a.Config.Clock.Now(), Bytes: stat.Size()})
}

func remove(file string) error {
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// inspect refuses a backup in which anything is amiss.
func (a *App) inspect(ctx context.Context, file string) error {
	d, err := db.Open(ctx, db.Config{DSN: file})
	if err != nil {
		return err
	}
	found, err := d.Damage(ctx)
	var s *store.Store
	if err == nil && len(found) == 0 {
		s, err = store.New(ctx, d, a.Store.Book(), store.Options{Clock: a.Config.Clock, Keys: a.Store.Keys()})
	}
	if s != nil {
		found, err = s.Verify(ctx)
		err = errors.Join(err, s.Close(ctx))
	}
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	if len(found) > 0 {
		return fault.New(fault.Internal, "备份核对出 %d 处问题，没有留下，原来的备份没有动：%s", len(found), found[0])
	}
	return nil
}

func (a *App) copyTo(ctx context.Context, file string) error {
	if a.DB.Engine() == db.SQLite {
		return a.DB.Backup(ctx, file)
	}
	to, err := db.Open(ctx, db.Config{DSN: file})
	if err != nil {
		return err
	}
	if _, err = to.Migrate(ctx, migration.Files); err == nil {
		err = store.CopyAll(ctx, a.Store.Book(), a.DB, to)
	}
	if err == nil {
		var s *store.Store
		if s, err = store.New(ctx, to, a.Store.Book(), store.Options{Clock: a.Config.Clock, Keys: a.Store.Keys()}); err == nil {
			err = s.Close(ctx) // opening it made the words of search
		}
	}
	return errors.Join(err, to.Close())
}

// Keep is how many backups of a folder are kept: one of each of the last days,
// weeks and months that have one.
type Keep struct{ Daily, Weekly, Monthly int }

var backupName = regexp.MustCompile(`^sanshe-(\d{8}-\d{6})\.db$`)

const backupTime = "20060102-150405"

// BackupInto writes a backup named after the time into a folder and, only if it
// is good, removes those that are no longer to be kept.
func (a *App) BackupInto(ctx context.Context, dir string, k Keep) (file string, gone []string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", nil, fault.Wrap(err, fault.Invalid, "备份目录 %s 建不了", dir)
	}
	file = filepath.Join(dir, "sanshe-"+a.Config.Clock.Now().In(clock.Shanghai).Format(backupTime)+".db")
	if err := a.Backup(ctx, file); err != nil {
		return "", nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return file, nil, err
	}
	var names []string
	for _, e := range entries {
		if backupName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	for _, name := range k.superfluous(names) {
		if err := errors.Join(remove(filepath.Join(dir, name)), remove(filepath.Join(dir, name+".keys"))); err != nil {
			return file, gone, err
		}
		gone = append(gone, name)
	}
	return file, gone, nil
}

// superfluous gives the names that no day, week or month to be kept needs. Of
// each the last backup is kept.
func (k Keep) superfluous(names []string) (gone []string) {
	slices.Sort(names)
	slices.Reverse(names)
	kept := map[string]bool{}
	for _, by := range []struct {
		n    int
		span func(time.Time) string
	}{
		{k.Daily, func(t time.Time) string { return t.Format("20060102") }},
		{k.Weekly, func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprint(y, "-", w) }},
		{k.Monthly, func(t time.Time) string { return t.Format("200601") }},
	} {
		seen := map[string]bool{}
		for _, name := range names {
			at, err := time.Parse(backupTime, backupName.FindStringSubmatch(name)[1])
			if err != nil {
				kept[name] = true // not a date of ours
				continue
			}
			if span := by.span(at); !seen[span] && len(seen) < by.n {
				seen[span], kept[name] = true, true
			}
		}
	}
	for i, name := range names {
		if i > 0 && !kept[name] { // the newest always stays
			gone = append(gone, name)
		}
	}
	return gone
}

// CopyFile copies a file to a new one of its owner's alone.
func CopyFile(from, to string) error {
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
