package db_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/fault"
)

func pragma(t *testing.T, d *db.DB, statement string) {
	t.Helper()
	must(t, d.Write(bg, func(tx *db.Tx) error {
		var n int
		return tx.QueryRow(bg, statement).Scan(&n)
	}))
}

// A full database refuses clearly, reads on, and lives on when there is room.
func TestFull(t *testing.T) {
	d := dbtest.SQLite(t, dbtest.WithSchema(schema))
	must(t, insert(d, 1))
	pragma(t, d, "PRAGMA max_page_count = 1") // which means: no more than there are
	large := strings.Repeat("大", 20000)
	fill := func() error {
		return d.Write(bg, func(tx *db.Tx) error {
			_, err := tx.Exec(bg, "INSERT INTO unit (id, area, name) VALUES (100, '', ?)", large)
			return err
		})
	}
	// The neighbours of a job that does not fit, whose failure ends everybody's transaction.
	errs := together(t, d, func() error { return insert(d, 2) }, fill, func() error { return insert(d, 3) })
	if errs[0] != nil || !fault.HasCode(errs[1], fault.CodeFull) || errs[2] != nil {
		t.Fatal(errs)
	}
	if message := fault.As(errs[1]).Message; message != "数据库已满，这次没有存上；请管理员清理磁盘后再试" {
		t.Error(message)
	}
	want(t, d, 1, 2, 3)
	// A job that goes on regardless writes nothing outside its transaction.
	err := d.Write(bg, func(tx *db.Tx) error {
		_, _ = tx.Exec(bg, "INSERT INTO unit (id, area, name) VALUES (100, '', ?)", large)
		_ = insertTx(tx, 4)
		return nil
	})
	if !fault.HasCode(err, fault.CodeFull) {
		t.Error(err)
	}
	want(t, d, 1, 2, 3)
	pragma(t, d, "PRAGMA max_page_count = 1000000")
	must(t, fill())
	want(t, d, 1, 2, 3, 100)
}

// Somebody else holds the file: those who wait too long are told, and others
// are not harmed.
func TestBusy(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits")
	}
	d := dbtest.SQLite(t, dbtest.WithSchema(schema))
	other, err := db.Open(bg, db.Config{DSN: d.Path()})
	must(t, err)
	defer other.Close()
	must(t, other.Write(bg, func(tx *db.Tx) error {
		begun := time.Now()
		if err := insert(d, 1); !fault.HasCode(err, fault.CodeBusy) || time.Since(begun) > 9*time.Second {
			t.Error(err, time.Since(begun))
		}
		return insertTx(tx, 2)
	}))
	must(t, insert(d, 3))
	want(t, d, 2, 3)
}

func TestQueueFull(t *testing.T) {
	d := dbtest.SQLite(t, dbtest.WithSchema(schema))
	var all sync.WaitGroup
	var refused atomic.Int64
	must(t, d.Write(bg, func(tx *db.Tx) error {
		for i := range 5000 {
			all.Go(func() {
				if err := insert(d, i); fault.HasCode(err, fault.CodeBusy) {
					refused.Add(1)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
		for refused.Load() < 904 && d.WriterQueue() < 4096 {
			time.Sleep(time.Millisecond)
		}
		return nil
	}))
	all.Wait()
	if n := refused.Load(); n > 904 || len(ids(t, d)) != 5000-int(n) {
		t.Error(n, len(ids(t, d)))
	}
}

// The log stays small under a writer that never rests, while others read.
func TestLogStaysSmall(t *testing.T) {
	if testing.Short() {
		t.Skip("writes much")
	}
	d := dbtest.SQLite(t, dbtest.WithSchema(schema))
	large := strings.Repeat("大", 4000)
	var all sync.WaitGroup
	var largest, pages int64
	for w := range 4 {
		all.Go(func() {
			for i := range 300 {
				err := d.Write(bg, func(tx *db.Tx) error {
					for k := range 10 {
						if _, err := tx.Exec(bg, "INSERT INTO unit (id, area, name) VALUES (?, '', ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
							w*10+k, large+string(rune(0x4e00+w*3000+i*10+k))); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	stop := make(chan struct{})
	var watch sync.WaitGroup
	watch.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				if info, err := os.Stat(d.Path() + "-wal"); err == nil {
					largest = max(largest, info.Size())
				}
				_ = d.QueryRow(bg, "SELECT count(*) FROM unit").Scan(&pages)
			}
		}
	})
	all.Wait()
	close(stop)
	watch.Wait()
	t.Logf("log at most %d MB", largest>>20)
	if largest > 100<<20 {
		t.Errorf("the log grew to %d MB", largest>>20)
	}
}

func TestBackup(t *testing.T) {
	d := dbtest.SQLite(t, dbtest.WithSchema(schema))
	for i := range 100 {
		must(t, insert(d, i))
	}
	path := filepath.Join(t.TempDir(), "备份.db")
	must(t, d.Backup(bg, path))
	must(t, insert(d, 100))
	copied, err := db.Open(bg, db.Config{DSN: path})
	must(t, err)
	defer copied.Close()
	want(t, copied, ids(t, d)[:100]...)
	if err := d.Backup(bg, path); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	if err := d.Backup(bg, filepath.Join(path, "x")); !fault.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	stopped, cancel := context.WithCancel(bg)
	cancel()
	other := filepath.Join(filepath.Dir(path), "other.db")
	if err := d.Backup(stopped, other); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	left, _ := filepath.Glob(other + "*")
	if len(left) != 0 {
		t.Error("left behind:", left)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
}

func TestPragmas(t *testing.T) {
	d := dbtest.SQLite(t)
	for name, value := range map[string]string{
		"foreign_keys": "1", "trusted_schema": "0", "cell_size_check": "1", "synchronous": "2",
		"journal_mode": "wal", "cache_size": "-65536",
	} {
		var reading, writing string
		must(t, d.QueryRow(bg, "PRAGMA "+name).Scan(&reading))
		must(t, d.Write(bg, func(tx *db.Tx) error { return tx.QueryRow(bg, "PRAGMA "+name).Scan(&writing) }))
		if reading != value || writing != value {
			t.Errorf("%s is %s for readers, %s for the writer", name, reading, writing)
		}
	}
	var pages int
	must(t, d.Write(bg, func(tx *db.Tx) error { return tx.QueryRow(bg, "PRAGMA wal_autocheckpoint").Scan(&pages) }))
	if pages != 0 {
		t.Error("the writer checkpoints as it commits")
	}
	if _, err := d.Query(bg, `SELECT "no such name"`); err == nil {
		t.Error("a name in quotes passed for text")
	}
}

// Writers beside each other, as of two processes, lose nothing; the one that
// closes empties the log, of which the other goes on to write.
func TestTwoWriters(t *testing.T) {
	d := dbtest.SQLite(t, dbtest.WithSchema(schema))
	other, err := db.Open(bg, db.Config{DSN: d.Path()})
	must(t, err)
	defer other.Close()
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			w := d
			if i%2 == 0 {
				w = other
			}
			if err := insert(w, i); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := ids(t, d); len(got) != 200 || !slices.Equal(got, ids(t, other)) {
		t.Error(len(got))
	}
	must(t, d.Close())
	if info, err := os.Stat(d.Path() + "-wal"); err != nil || info.Size() != 0 {
		t.Error("closing left a log", info.Size(), err)
	}
	must(t, insert(other, 200))
}
