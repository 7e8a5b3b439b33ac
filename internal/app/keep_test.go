package app_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/migration"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

const sealedPhone = "13987654321"

// kept makes a county in a data folder, with its key file.
func kept(t *testing.T, database string) *World {
	t.Helper()
	w := &World{T: t, Clock: clock.NewWalking(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Shanghai))}
	var err error
	w.App, err = app.Open(t.Context(), app.Config{Data: filepath.Join(t.TempDir(), "county"), Database: database, Clock: w.Clock, Create: true})
	w.Do(err)
	w.Config.Create = false
	t.Cleanup(func() { w.App.Close() })
	return w
}

// figures counts every figure anew.
func figures(t *testing.T, a *app.App) string {
	t.Helper()
	list, err := a.Figures.Recount(t.Context(), figure.Question{At: "2026-03-02"})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i := range list {
		fmt.Fprintf(&b, "%s %d/%d %s\n", list[i].Name, list[i].Num, list[i].Den, list[i].Text())
	}
	return b.String()
}

func asked4(w *World) int64 {
	return w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "elder", "detail": "想请人上门理发", "phone": sealedPhone})
}

// A county goes from SQLite to PostgreSQL and back by its backup, and is the
// same at every stop: nothing amiss, every figure equal, sealed numbers open.
func TestRestoreOnTheOtherEngine(t *testing.T) {
	w := kept(t, "")
	NewG0(w)
	id := asked4(w)
	was := figures(t, w.App)
	if !strings.Contains(was, " 74/78 ") {
		t.Fatalf("the county is not as it should be:\n%s", was)
	}
	w.Do(w.SealAudit(t.Context()))
	now := w.App
	for i, database := range []string{dbtest.PostgresDSN(t), ""} {
		file := filepath.Join(t.TempDir(), "backup.db")
		w.Do(now.Backup(t.Context(), file))
		next, found, err := app.Restore(t.Context(), app.Config{Data: filepath.Join(t.TempDir(), "next"), Database: database, Clock: w.Clock}, file, w.Config.KeyPath())
		w.Do(err)
		t.Cleanup(func() { next.Close() })
		for _, f := range found {
			t.Errorf("stop %d: %s", i, f)
		}
		if got := figures(t, next); got != was {
			t.Errorf("stop %d: figures were\n%s\nand are\n%s", i, was, got)
		}
		if phone, err := next.Store.Reveal(t.Context(), w.Worker(), need.Needs.Register, id, "phone", "核对"); err != nil || phone != sealedPhone {
			t.Errorf("stop %d: %q, %v", i, phone, err)
		}
		page, err := next.Store.Reader(w.Worker()).List(t.Context(), need.Needs.Register, store.Query{Filters: map[string]string{"phone": "4321"}})
		if err != nil || page.Total != 1 {
			t.Errorf("stop %d: by the last four: %+v, %v", i, page, err)
		}
		if heads, err := os.ReadFile(filepath.Join(next.Config.Data, "audit-heads.txt")); err != nil || strings.Count(string(heads), "\n") != 1 {
			t.Errorf("stop %d: the heads beside the database: %q, %v", i, heads, err)
		}
		now = next
	}
}

// A backup that is not whole is not kept, and does not take the place of one
// that is; an old one is removed only after a good new one.
func TestBackupIsGoodOrNotThere(t *testing.T) {
	w := kept(t, "")
	asked4(w)
	dir := filepath.Join(t.TempDir(), "backups")
	keep := app.Keep{Daily: 2, Weekly: 1, Monthly: 1}
	first, _, err := w.BackupInto(t.Context(), dir, keep)
	w.Do(err)
	if err := w.Backup(t.Context(), first); !fault.Is(err, fault.Conflict) {
		t.Errorf("over a good one: %v", err)
	}
	w.Do(w.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), "UPDATE need SET state = 'closed'") // behind the program's back
		return err
	}))
	w.Clock.Set(w.Clock.Now().AddDate(0, 0, 3))
	if _, gone, err := w.BackupInto(t.Context(), dir, app.Keep{}); !fault.Is(err, fault.Internal) || len(gone) > 0 {
		t.Errorf("a county that contradicts itself: %v, %v", gone, err)
	}
	entries, err := os.ReadDir(dir)
	w.Do(err)
	if len(entries) != 1 || entries[0].Name() != filepath.Base(first) {
		t.Errorf("left behind: %v", entries)
	}
	w.Do(w.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), "UPDATE need SET state = 'raised'")
		return err
	}))
	second, gone, err := w.BackupInto(t.Context(), dir, app.Keep{Daily: 1})
	w.Do(err)
	if len(gone) != 1 || filepath.Join(dir, gone[0]) != first || second == first {
		t.Errorf("removed %v", gone)
	}
}

// Of daily backups over half a year those of seven days, five weeks and twelve
// months stay.
func TestKeepDaysWeeksAndMonths(t *testing.T) {
	var names []string
	last := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	for i := range 200 {
		names = append(names, "sanshe-"+last.AddDate(0, 0, -i).Format("20060102-150405")+".db")
	}
	gone := app.Superfluous(app.Keep{Daily: 7, Weekly: 5, Monthly: 12}, names)
	var stay []string
	for _, n := range names {
		if !slices.Contains(gone, n) {
			stay = append(stay, n[7:15])
		}
	}
	slices.Sort(stay)
	want := "20260531 20260630 20260731 20260831 20260930 20261031 20261101 20261108 20261115 20261117 20261118 20261119 20261120 20261121 20261122 20261123"
	if got := strings.Join(stay, " "); got != want {
		t.Errorf("stay\n%s\nwant\n%s", got, want)
	}
	if gone := app.Superfluous(app.Keep{}, names[:1]); len(gone) > 0 {
		t.Error("the only one is removed")
	}
}

// A rehearsal leaves nothing but a note, which says when it was and how it went.
func TestRehearsal(t *testing.T) {
	w := kept(t, "")
	asked4(w)
	file := filepath.Join(t.TempDir(), "backup.db")
	w.Do(w.Backup(t.Context(), file))
	t.Setenv("TMPDIR", t.TempDir())
	if found, _, err := app.Rehearse(t.Context(), w.Config, file, w.Config.KeyPath()); err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	result := func() string {
		for _, f := range app.Examine(t.Context(), w.Config) {
			if f.Name == "恢复演练" {
				return string(f.Grade) + f.Says
			}
		}
		return ""
	}
	if got := result(); !strings.Contains(got, "好最近一次在 2026-03-02，通过") {
		t.Error(got)
	}
	raw, err := os.ReadFile(file)
	w.Do(err)
	w.Do(os.WriteFile(file, raw[:len(raw)/2], 0o600))
	if found, _, err := app.Rehearse(t.Context(), w.Config, file, w.Config.KeyPath()); err == nil && len(found) == 0 {
		t.Error("half a backup passes")
	}
	if got := result(); !strings.Contains(got, "要改") || !strings.Contains(got, "没有通过") {
		t.Error(got)
	}
}

// Without its key file a county does not start, and says what is lost and what
// is not; with a new one it works on; found again, the old one opens everything.
func TestKeyFileLostAndFound(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			database := ""
			if engine == "postgres" {
				database = dbtest.PostgresDSN(t)
			}
			w := kept(t, database)
			id := asked4(w)
			receipt, _, err := w.Store.Submit(t.Context(), &record.Actor{Name: "居民", Via: "portal", Area: Community}, need.Needs.Register, Community, record.Input{"category": "elder", "detail": "修灯", "phone": sealedPhone}, "form")
			w.Do(err)
			w.Do(w.SealAudit(t.Context()))
			c := w.Config
			w.Do(w.App.Close())
			away := c.KeyPath() + ".away"
			w.Do(os.Rename(c.KeyPath(), away))
			for _, create := range []bool{false, true} {
				c.Create = create && database == ""
				if _, err = app.Open(t.Context(), c); !fault.Is(err, fault.Refused) {
					t.Fatalf("without keys: %v", err)
				}
			}
			c.Create = false
			for _, says := range []string{"手机号", "身份证号", "查询码", "数字和审计记录都在", "key lost"} {
				if !strings.Contains(err.Error(), says) {
					t.Errorf("does not say %s: %v", says, err)
				}
			}
			if _, err := os.Stat(c.KeyPath()); !errors.Is(err, os.ErrNotExist) {
				t.Error("a new key file was made unasked")
			}
			lost, err := app.LoseKeys(t.Context(), c, "硬盘坏了")
			if err != nil || lost != 3 { // two telephone numbers and a receipt to be given again
				t.Fatalf("%d lost, %v", lost, err)
			}
			a, err := app.Open(t.Context(), c)
			w.Do(err)
			w.App = a
			reader := a.Store.Reader(w.Worker())
			rec, err := reader.Get(t.Context(), need.Needs.Register, id)
			w.Do(err)
			phone := need.Needs.Register.Field("phone")
			if got := phone.Masked(rec); got != record.Lost {
				t.Errorf("shown as %s", got)
			}
			if got, err := a.Store.Reveal(t.Context(), w.Worker(), need.Needs.Register, id, "phone", "x"); !fault.Is(err, fault.Unavailable) {
				t.Errorf("revealed %q, %v", got, err)
			}
			w.Step(w.Worker(), need.Needs.Register, id, "verify", store.Taking{}) // work goes on
			if _, _, err := a.Store.ByReceipt(t.Context(), receipt.Code); !fault.Is(err, fault.NotFound) {
				t.Errorf("a receipt of before opens: %v", err)
			}
			newer := asked4(w)
			if got, err := a.Store.Reveal(t.Context(), w.Worker(), need.Needs.Register, newer, "phone", "x"); err != nil || got != sealedPhone {
				t.Errorf("what is new: %q, %v", got, err)
			}
			w.Do(w.SealAudit(t.Context()))
			found, err := a.Store.Verify(t.Context())
			if w.Do(err); len(found) > 0 {
				t.Error(found)
			}
			w.Do(a.Store.Keys().Find(away))
			_, err = a.Store.Reseal(t.Context(), func(int) {})
			w.Do(err)
			w.Do(a.Store.RetireKeys(t.Context(), store.System("cli")))
			if got, err := a.Store.Reveal(t.Context(), w.Worker(), need.Needs.Register, id, "phone", "x"); err != nil || got != sealedPhone {
				t.Errorf("found again: %q, %v", got, err)
			}
			if found, err = a.Store.Verify(t.Context()); err != nil || len(found) > 0 {
				t.Error(found, err)
			}
		})
	}
}

// Another county's key file does not start this one.
func TestKeyFileOfAnother(t *testing.T) {
	w, other := kept(t, ""), kept(t, "")
	asked4(w)
	c := w.Config
	w.Do(w.App.Close())
	w.Do(os.Remove(c.KeyPath()))
	w.Do(app.CopyFile(other.Config.KeyPath(), c.KeyPath()))
	if _, err := app.Open(t.Context(), c); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "不是这个数据库的") {
		t.Errorf("%v", err)
	}
}

// A program older than its database does not open it, and says so.
func TestOlderProgramRefuses(t *testing.T) {
	w := kept(t, "")
	w.Do(w.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), "INSERT INTO migration (number, name, checksum, applied) VALUES (9999, '9999_later.sql', '', 0)")
		return err
	}))
	_, err := app.Open(t.Context(), w.Config)
	if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), "数据库比程序新") || !strings.Contains(err.Error(), "换用新版程序") {
		t.Errorf("opened: %v", err)
	}
	if _, err := app.Upgrade(t.Context(), w.Config, false); !fault.Is(err, fault.Conflict) {
		t.Errorf("upgraded all the same: %v", err)
	}
}

// older makes a county as the version before had it: without the last migration.
func older(t *testing.T, database string) app.Config {
	t.Helper()
	c := app.Config{Data: t.TempDir(), Database: database, Clock: clock.System()}
	files := fstest.MapFS{}
	names, err := fs.Glob(migration.Files, "*.sql")
	for _, name := range names[:len(names)-1] {
		var raw []byte
		if raw, err = migration.Files.ReadFile(name); err != nil {
			break
		}
		files[name] = &fstest.MapFile{Data: raw}
	}
	var d *db.DB
	if err == nil {
		_, err = store.OpenKeyring(c.KeyPath(), true)
	}
	if err == nil {
		d, err = db.Open(t.Context(), db.Config{DSN: c.DSN()})
	}
	if err == nil {
		_, err = d.Migrate(t.Context(), files)
	}
	if err == nil {
		err = d.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// An upgrade leaves a backup of what was there; a trial leaves nothing at all.
func TestUpgrade(t *testing.T) {
	c := older(t, "")
	if _, err := app.Open(t.Context(), c); !fault.Is(err, fault.Unavailable) || !strings.Contains(err.Error(), "sanshe migrate") {
		t.Errorf("not upgraded, and opened: %v", err)
	}
	tried, err := app.TryUpgrade(t.Context(), c)
	if err != nil || len(tried.Done) != 1 || tried.Took[0] <= 0 || tried.Backup != "" {
		t.Fatalf("tried: %+v, %v", tried, err)
	}
	pending := func(file string) int {
		d, err := db.Open(t.Context(), db.Config{DSN: file})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		list, err := d.Pending(t.Context(), migration.Files)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	entries, err := os.ReadDir(c.Data)
	if err != nil || pending(c.DSN()) != 1 || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.IsDir() || strings.HasPrefix(e.Name(), "before") }) {
		t.Errorf("the trial left %v, %v", entries, err)
	}
	done, err := app.Upgrade(t.Context(), c, false)
	if err != nil || len(done.Done) != 1 || pending(c.DSN()) != 0 || pending(done.Backup) != 1 {
		t.Errorf("upgraded: %+v, %v", done, err)
	}
	if again, err := app.Upgrade(t.Context(), c, false); err != nil || len(again.Done) != 0 || again.Backup != "" {
		t.Errorf("again: %+v, %v", again, err)
	}
}

// On PostgreSQL a backup is the keeper's own, and has to be said.
func TestUpgradeOnPostgres(t *testing.T) {
	c := older(t, dbtest.PostgresDSN(t))
	for _, do := range []func() (*app.Upgraded, error){
		func() (*app.Upgraded, error) { return app.Upgrade(t.Context(), c, false) },
		func() (*app.Upgraded, error) { return app.TryUpgrade(t.Context(), c) },
	} {
		if _, err := do(); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "pg_dump") {
			t.Errorf("without a backup: %v", err)
		}
	}
	if done, err := app.Upgrade(t.Context(), c, true); err != nil || len(done.Done) != 1 {
		t.Errorf("%+v, %v", done, err)
	}
}
