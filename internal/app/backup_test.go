package app_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/db"
	"sanshe/internal/need"
	"sanshe/internal/record"
)

// A backup made while people work is the county of one moment, and opens with
// the same keys, whatever it was kept in.
func TestBackupWhilePeopleWork(t *testing.T) {
	Each(t, func(w *World) {
		var stop atomic.Bool
		ended := make(chan error)
		made := 0
		begun := make(chan bool)
		go func() {
			for !stop.Load() {
				in := record.Input{"category": "elder", "detail": fmt.Sprintf("第 %d 件：想请人上门理发", made), "phone": "13800002046"}
				if _, err := w.Store.Create(w.Ctx(), w.Worker(), need.Needs.Register, Community, in, ""); err != nil {
					ended <- err
					return
				}
				if made++; made == 20 {
					close(begun)
				}
			}
			ended <- nil
		}()
		select {
		case <-begun:
		case err := <-ended:
			w.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "backup.db")
		w.Do(w.Backup(w.Ctx(), file))
		stop.Store(true)
		w.Do(<-ended)

		d, err := db.Open(w.Ctx(), db.Config{DSN: file})
		w.Do(err)
		defer d.Close()
		copied, err := app.Assemble(w.Ctx(), app.Config{Clock: w.Clock, Data: t.TempDir()}, d, w.Store.Keys())
		w.Do(err)
		found, err := copied.Store.Verify(w.Ctx())
		w.Do(err)
		for _, f := range found {
			w.Error(f)
		}
		var n int
		w.Do(d.QueryRow(w.Ctx(), "SELECT count(*) FROM need").Scan(&n))
		if n < 20 || n > made {
			w.Errorf("the backup has %d needs, between 20 and %d were there", n, made)
		}
	})
}
