package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// withKeyFile opens a store whose keys are in a file, and again as another
// process would.
func withKeyFile(t *testing.T, d *db.DB, path string) *world {
	t.Helper()
	keys, err := store.OpenKeyring(path, true)
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, d)
	if w.Store, err = store.New(t.Context(), d, book(), store.Options{Clock: w.clock, Keys: keys}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) souls(filter record.Input) int {
	w.Helper()
	page, err := w.Reader(as(community, staff)).List(w.ctx(), souls.Register, store.Query{Filters: filter})
	w.must(err)
	return page.Total
}

// Keys are rotated while another process serves: both read and find what either
// sealed, nobody is registered twice, and the old key goes when nothing needs it.
func TestKeysAreRotatedWhilePeopleWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		path := filepath.Join(t.TempDir(), "keys.json")
		server, command := withKeyFile(t, d, path), withKeyFile(t, d, path)
		who := soul(server)
		_, err := server.Edit(server.ctx(), as(community, staff), souls.Register, who, 1, record.Input{"phone": newPhone}, "")
		server.must(err)
		for i := range 300 { // more than a slice
			server.make(souls.Register, community, record.Input{"name": "居民", "phone": fmt.Sprintf("138%08d", i)})
		}
		_, err = server.SealAudit(server.ctx())
		server.must(err)
		server.must(command.NewKey(server.ctx(), store.System("cli")))
		if n := command.Keys().Number(); n != 2 || len(command.Keys().Retiring()) != 1 {
			t.Fatalf("the key in use is %d", n)
		}

		_, err = server.Create(server.ctx(), as(community, staff), souls.Register, community, record.Input{"name": "重复", "number": canaryNumber}, "")
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "已经登记过") {
			t.Errorf("registered under the old key and again under the new: %v", err)
		}
		if n := server.Keys().Number(); n != 2 {
			t.Errorf("the server goes on with key %d", n)
		}
		stop, cancel := context.WithCancel(t.Context())
		if _, err := command.Reseal(stop, func(int) { cancel() }); !errors.Is(err, context.Canceled) {
			t.Errorf("broken off after a slice: %v", err)
		}
		if err := command.RetireKeys(server.ctx(), store.System("cli")); !fault.Is(err, fault.Conflict) {
			t.Errorf("the old key is retired though values need it: %v", err)
		}
		for field, value := range map[string]string{"number": canaryNumber, "phone": newPhone, "account": canaryAccount} {
			if n := server.souls(record.Input{field: value}); n != 1 {
				t.Errorf("half way, %s finds %d", field, n)
			}
		}
		if server.souls(record.Input{"phone": "0299"}) != 1 || server.souls(record.Input{"number": "006x"}) != 1 || server.souls(record.Input{"number": "００６Ｘ"}) != 1 {
			t.Error("half way, the last four find nothing")
		}
		_, err = command.Reseal(server.ctx(), func(int) {})
		server.must(err)
		left, err := command.Sealing(server.ctx())
		server.must(err)
		if left.Values[1] != 0 || left.Values[2] < 300 || left.Stale != 0 || len(left.Shut) != 0 {
			t.Errorf("after all: %+v", left)
		}
		server.must(command.RetireKeys(server.ctx(), store.System("cli")))
		if len(command.Keys().Retiring()) != 0 {
			t.Error("the old key is still there")
		}
		_, err = server.SealAudit(server.ctx())
		server.must(err)
		fresh := withKeyFile(t, d, path) // knows the new key only
		rec, err := fresh.Reader(as(community, staff)).Get(fresh.ctx(), souls.Register, who)
		fresh.must(err)
		if rec.(*Soul).Number != canaryNumber || fresh.souls(record.Input{"phone": newPhone}) != 1 || fresh.souls(record.Input{"phone": "5678"}) != 1 {
			t.Error("under the new key alone it is not found")
		}
		if versions, err := fresh.Reader(as(community, staff)).Versions(fresh.ctx(), souls.Register, who); err != nil || len(versions) != 2 || versions[1].Record.(*Soul).Phone != canaryPhone {
			t.Errorf("the image before does not open: %v", err)
		}
		fresh.sound() // with signatures of both keys
	}, dbtest.WithSchema(schema()))
}

// A value that does not open keeps its key: what cannot be read today may be put
// right tomorrow.
func TestKeysAreKeptForWhatDoesNotOpen(t *testing.T) {
	w := withKeyFile(t, dbtest.SQLite(t, dbtest.WithSchema(schema())), filepath.Join(t.TempDir(), "keys.json"))
	a, b := soul(w), w.make(souls.Register, community, record.Input{"name": "别人", "phone": "13800004321"})
	w.must(w.DB().Write(w.ctx(), func(tx *db.Tx) error {
		_, err := tx.Exec(w.ctx(), "UPDATE soul SET phone = (SELECT phone FROM soul WHERE id = ?) WHERE id = ?", a, b)
		return err
	}))
	w.must(w.NewKey(w.ctx(), store.System("cli")))
	_, err := w.Reseal(w.ctx(), func(int) {})
	w.must(err)
	if now, err := w.Sealing(w.ctx()); err != nil || len(now.Shut) != 1 || !strings.Contains(now.Shut[0], "居民“手机号”有 1 个值打不开") {
		t.Errorf("%+v, %v", now, err)
	}
	if err := w.RetireKeys(w.ctx(), store.System("cli")); !fault.Is(err, fault.Conflict) {
		t.Errorf("its key is retired: %v", err)
	}
}

// An index that is missing, as after a new one was added, is made.
func TestResealMakesWhatIsMissing(t *testing.T) {
	each(t, func(w *world) {
		soul(w)
		w.must(w.DB().Write(w.ctx(), func(tx *db.Tx) error {
			_, err := tx.Exec(w.ctx(), "UPDATE soul SET phone_last4 = ''")
			return err
		}))
		if w.souls(record.Input{"phone": "4321"}) != 0 {
			t.Error("found without an index")
		}
		if n, err := w.Reseal(w.ctx(), func(int) {}); err != nil || n != 1 {
			t.Errorf("%d made anew, %v", n, err)
		}
		if w.souls(record.Input{"phone": "4321"}) != 1 {
			t.Error("not found with an index")
		}
	})
}

func TestKeyFileOthersMayReadIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	if _, err := store.OpenKeyring(path, true); err != nil {
		t.Fatal(err)
	}
	if stat, err := os.Stat(path); err != nil || stat.Mode().Perm() != 0o600 {
		t.Errorf("made as %v, %v", stat.Mode(), err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := store.OpenKeyring(path, false); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("%04o: %v", mode, err)
		}
	}
}

// Who looks for somebody by a sealed number is on record; the number is not.
func TestSeekingIsLogged(t *testing.T) {
	each(t, func(w *world) {
		soul(w)
		before := w.count("audit")
		if w.souls(record.Input{"phone": "4321"}) != 1 || w.souls(record.Input{"phone": canaryPhone}) != 1 {
			t.Error("not found")
		}
		if n := w.count("audit") - before; n != 2 {
			t.Errorf("%d entries for two searches", n)
		}
		for place, text := range w.everywhere() {
			if strings.Contains(text, canaryPhone) {
				t.Errorf("%s holds what was looked for", place)
			}
		}
		w.rows("SELECT action, register, detail FROM audit ORDER BY id DESC LIMIT 1", func(c []any) {
			if c[0] != "seek" || c[1] != "soul" || !strings.Contains(c[2].(string), "手机号") {
				t.Errorf("logged as %v", c)
			}
		})
	})
}

// What a form did is kept for as long as it may come again.
func TestSweepForgetsOldForms(t *testing.T) {
	w := onSQLite(t)
	soul(w)
	w.must(w.Sweep(w.ctx()))
	if w.count("idempotency") != 1 {
		t.Error("forgotten at once")
	}
	w.clock.Set(w.clock.Now().AddDate(0, 0, 8))
	w.must(w.Sweep(w.ctx()))
	if w.count("idempotency") != 0 {
		t.Error("kept for ever")
	}
}
