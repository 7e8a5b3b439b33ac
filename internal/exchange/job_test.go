package exchange_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// who gives the workers of these stories.
func who(w *World) func(context.Context, int64) (*record.Actor, error) {
	return func(_ context.Context, account int64) (*record.Actor, error) {
		if a := w.Worker(); a.Account == account {
			return a, nil
		}
		return nil, fault.New(fault.Refused, "这个账号已停用")
	}
}

func ends(w *World, a *record.Actor, id int64, state string) *store.Batch {
	w.Helper()
	for range 400 {
		b, err := w.Store.Batch(w.Ctx(), a, id)
		w.Do(err)
		if b.State == state {
			return b
		}
		time.Sleep(25 * time.Millisecond)
	}
	w.Fatalf("never %s", state)
	return nil
}

// A batch is written by whoever works imports off, stopped between slices, gone
// on with, and taken up again when the lease of a dead process has run out.
func TestJob(t *testing.T) {
	Each(t, func(w *World) {
		a, reg := w.Worker(), need.Needs.Register
		ctx, stop := context.WithCancel(w.Ctx())
		defer stop()
		b := csv(w, a, reg, needs(300)...)
		w.Do(w.Store.Begin(w.Ctx(), a, b.ID))
		w.Do(w.Store.Stop(w.Ctx(), a, b.ID))
		go w.Store.WorkImports(ctx, who(w))
		ends(w, a, b.ID, store.Stopped)
		if n := total(w, a, reg); n != 0 {
			t.Errorf("stopped, and wrote %d", n)
		}
		w.Do(w.Store.Begin(w.Ctx(), a, b.ID))
		if b = ends(w, a, b.ID, store.Applied); b.Done != 300 || total(w, a, reg) != 300 {
			t.Errorf("%+v", b)
		}

		b = csv(w, a, reg, needs(20)...)
		dead(w, b.ID, time.Minute)
		w.Do(w.Store.Begin(w.Ctx(), a, b.ID))
		time.Sleep(100 * time.Millisecond)
		if b := ends(w, a, b.ID, store.Applying); b.Done != 0 {
			t.Errorf("two had it: %+v", b)
		}
		dead(w, b.ID, -time.Second)
		ends(w, a, b.ID, store.Applied)

		b = csv(w, w.TownOfficer(), reg, "区划代码,"+needHeads, Community+",事,其他,说说,线下走访,2026-02-03,,")
		w.Do(w.Store.Begin(w.Ctx(), w.TownOfficer(), b.ID))
		ends(w, w.TownOfficer(), b.ID, store.Stopped) // whoever began it may no longer
		verified(w)
	})
}

// dead leaves the lease of a batch as a process does that was killed.
func dead(w *World, batch int64, until time.Duration) {
	w.Helper()
	w.Do(w.DB.Write(w.Ctx(), func(tx *db.Tx) error {
		_, err := tx.Exec(w.Ctx(), "INSERT INTO lease (name, holder, until) VALUES (?, 'dead', ?) ON CONFLICT (name) DO UPDATE SET until = excluded.until",
			fmt.Sprintf("import %d", batch), clock.System().Now().Add(until).UnixMilli())
		return err
	}))
}

// TestKilled kills the program in the middle of an import by command. The same
// command goes on where it was: every row is there once.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("SANSHE_IMPORT"); dir != "" {
		importIn(t, dir, os.Stdout)
		return
	}
	if testing.Short() {
		t.Skip("the lease of a killed process takes ten seconds to run out")
	}
	dir, rows := t.TempDir(), 3000
	a, err := app.Open(t.Context(), app.Config{Data: filepath.Join(dir, "county"), Create: true, Clock: clock.System()})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	list := needs(rows)
	for i := range list {
		list[i] = map[bool]string{true: "区划代码,", false: Community + ","}[i == 0] + list[i]
	}
	if err := os.WriteFile(filepath.Join(dir, "表.csv"), []byte(strings.Join(list, "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	child.Env = append(os.Environ(), "SANSHE_IMPORT="+dir)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewReader(out); ; {
		s, err := lines.ReadString('/')
		if err != nil {
			t.Fatal("ended by itself: ", err)
		}
		if n := strings.TrimSpace(s[strings.LastIndex(s, "\r")+1 : len(s)-1]); len(n) == 4 || len(n) == 3 && n > "500" {
			_ = child.Process.Kill()
			break
		}
	}
	_ = child.Wait()
	n, done := importIn(t, dir, io.Discard)
	if n != rows || done == 0 {
		t.Errorf("%d records, want %d", n, rows)
	}
}

func importIn(t *testing.T, dir string, progress io.Writer) (records, before int) {
	a, err := app.Open(t.Context(), app.Config{Data: filepath.Join(dir, "county"), Clock: clock.System()})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	by := &record.Actor{Name: "试用", Area: County, Via: "cli", Roles: people.Roles()}
	page, err := a.Store.Reader(by).Count(t.Context(), need.Needs.Register, store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	before = page.Total
	if err := exchange.ImportFile(t.Context(), a.Store, by, need.Needs.Register, filepath.Join(dir, "表.csv"), sheet.CommandLimits(), false, progress); err != nil {
		t.Fatal(err)
	}
	if page, err = a.Store.Reader(by).Count(t.Context(), need.Needs.Register, store.Query{}); err != nil {
		t.Fatal(err)
	}
	return page.Total, before
}
