package db_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/fault"
)

func TestSeq(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var last int64
		for i := range 5 {
			must(t, d.Write(bg, func(tx *db.Tx) error {
				n := tx.Seq()
				if n <= last || tx.Seq() != n {
					t.Errorf("number %d after %d", n, last)
				}
				last = n
				return insertTx(tx, i)
			}))
		}
		for deadline := time.Now().Add(5 * time.Second); ; { // other tests' transactions hold back the seal
			sealed, err := d.Sealed(bg)
			must(t, err)
			if sealed >= last {
				break
			}
			if time.Now().After(deadline) {
				t.Fatal(sealed, last)
			}
		}
	})
}

// A number is not sealed while an older transaction may still commit below it.
func TestSealed(t *testing.T) {
	d := dbtest.Postgres(t, dbtest.WithSchema(schema))
	var older int64
	must(t, d.Write(bg, func(tx *db.Tx) error {
		older = tx.Seq()
		var newer int64
		must(t, d.Write(bg, func(tx *db.Tx) error {
			newer = tx.Seq()
			return insertTx(tx, 1)
		}))
		sealed, err := d.Sealed(bg)
		if older >= newer || sealed >= older {
			t.Errorf("older %d is open, newer %d committed: sealed %d", older, newer, sealed)
		}
		return err
	}))
	if sealed, err := d.Sealed(bg); err != nil || sealed < older {
		t.Error(sealed, older, err)
	}
	// A database restored elsewhere goes on counting.
	must(t, d.Write(bg, func(tx *db.Tx) error {
		_, err := tx.Exec(bg, "UPDATE meta SET value = 1000000 WHERE name = 'seq_base'")
		return err
	}))
	must(t, d.Write(bg, func(tx *db.Tx) error {
		if n := tx.Seq(); n < 1000000 {
			t.Error(n)
		}
		return nil
	}))
}

// A conflict between transactions is settled by running one again.
func TestRetry(t *testing.T) {
	d := dbtest.Postgres(t, dbtest.WithSchema(schema))
	must(t, insert(d, 1))
	must(t, insert(d, 2))
	first := make(chan struct{}, 20)
	update := func(a, b int) error {
		return d.Write(bg, func(tx *db.Tx) error {
			if _, err := tx.Exec(bg, "UPDATE unit SET area = area || 'x' WHERE id = ?", a); err != nil {
				return err
			}
			first <- struct{}{}
			for range 100 { // until the other has its row too
				if len(first) >= 2 {
					break
				}
				time.Sleep(10 * time.Millisecond)
			}
			_, err := tx.Exec(bg, "UPDATE unit SET area = area || 'x' WHERE id = ?", b)
			return err
		})
	}
	for _, err := range together(t, d,
		func() error { return update(1, 2) },
		func() error { return update(2, 1) }) {
		must(t, err)
	}
	if len(first) < 3 {
		t.Error("no deadlock to settle")
	}
	var area string
	must(t, d.QueryRow(bg, "SELECT area FROM unit WHERE id = 1").Scan(&area))
	if area != "510522xx" {
		t.Error(area)
	}
}

// What the server says of itself reaches the user in his words.
func TestServerErrors(t *testing.T) {
	d := dbtest.Postgres(t)
	for state, code := range map[string]string{
		"53100": fault.CodeFull, "40001": fault.CodeBusy, "55P03": fault.CodeBusy, "57014": fault.CodeBusy, "53300": "",
	} {
		runs := 0
		err := d.Write(bg, func(tx *db.Tx) error {
			runs++
			_, err := tx.Exec(bg, fmt.Sprintf("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '%s'; END $$", state))
			return err
		})
		if !fault.Is(err, fault.Unavailable) || fault.As(err).Code != code {
			t.Errorf("%s: %v", state, err)
		}
		if again := state == "40001"; again != (runs == 6) || !again && runs != 1 {
			t.Errorf("%s: run %d times", state, runs)
		}
	}
}

// Every write connection is taken: others are told in time.
func TestServerBusy(t *testing.T) {
	if testing.Short() {
		t.Skip("waits")
	}
	t.Parallel()
	d := dbtest.Postgres(t)
	release, taken := make(chan struct{}), make(chan struct{}, 16)
	done := make(chan error, 16)
	for range 16 {
		go func() {
			done <- d.Write(bg, func(tx *db.Tx) error {
				taken <- struct{}{}
				<-release
				return nil
			})
		}()
	}
	for range 16 {
		<-taken
	}
	begun := time.Now()
	if err := d.Write(bg, func(tx *db.Tx) error { return nil }); !fault.HasCode(err, fault.CodeBusy) || time.Since(begun) > 9*time.Second {
		t.Error(err, time.Since(begun))
	}
	close(release)
	for range 16 {
		must(t, <-done)
	}
}

// A snapshot for a copy of everything may take longer than one for a page.
func TestPatient(t *testing.T) {
	d := dbtest.Postgres(t, dbtest.WithSchema(schema))
	for want, ctx := range map[string]context.Context{"30s": bg, "0": db.Patient(bg)} {
		must(t, d.Snapshot(ctx, func(q db.Queryer) error {
			var got string
			err := q.QueryRow(bg, "SHOW statement_timeout").Scan(&got)
			if got != want {
				t.Errorf("statements may take %s, want %s", got, want)
			}
			return err
		}))
	}
}
