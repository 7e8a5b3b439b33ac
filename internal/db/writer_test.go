package db_test

import (
	"context"
	"errors"
	"runtime"
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

// together has the writes meet in one grouped commit: a first one holds the
// writer until all are queued. On PostgreSQL they merely run side by side.
func together(t *testing.T, d *db.DB, writes ...func() error) []error {
	t.Helper()
	errs := make([]error, len(writes))
	var all sync.WaitGroup
	must(t, d.Write(bg, func(tx *db.Tx) error {
		for i, write := range writes {
			all.Go(func() { errs[i] = write() })
			for d.Engine() == db.SQLite && d.WriterQueue() <= i {
				time.Sleep(time.Millisecond)
			}
		}
		return nil
	}))
	all.Wait()
	return errs
}

func TestBadJobAmongGood(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		mine := errors.New("mine")
		errs := together(t, d,
			func() error { return insert(d, 1) },
			func() error { // fails by itself, after a change
				return d.Write(bg, func(tx *db.Tx) error {
					must(t, insertTx(tx, 2))
					return mine
				})
			},
			func() error { return insert(d, 3) },
			func() error { // is refused, and looks away
				return d.Write(bg, func(tx *db.Tx) error {
					must(t, insertTx(tx, 4))
					_, _ = tx.Exec(bg, "INSERT INTO nowhere VALUES (1)")
					if insertTx(tx, 5) == nil {
						t.Error("a statement ran after a failed one")
					}
					return nil
				})
			},
			func() error { // panics
				return d.Write(bg, func(tx *db.Tx) error {
					must(t, insertTx(tx, 6))
					panic("oh")
				})
			},
			func() error { return insert(d, 7) },
		)
		if errs[0] != nil || errs[1] != mine || errs[2] != nil || errs[3] == nil || errs[5] != nil {
			t.Error(errs)
		}
		if errs[4] == nil || !strings.Contains(errs[4].Error(), "panic in a write: oh") {
			t.Error(errs[4])
		}
		want(t, d, 1, 3, 7)
	})
}

// A deferred check fails only when all are committed: it takes nobody along.
func TestDeferredReference(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		errs := together(t, d,
			func() error { return insert(d, 1) },
			func() error {
				return d.Write(bg, func(tx *db.Tx) error {
					must(t, insertTx(tx, 2))
					_, err := tx.Exec(bg, "INSERT INTO person (id, unit, friend) VALUES (1, 2, 99)")
					return err
				})
			},
			func() error { return insert(d, 3) },
		)
		var reference *db.ReferenceError
		if errs[0] != nil || !errors.As(errs[1], &reference) || errs[2] != nil {
			t.Error(errs)
		}
		want(t, d, 1, 3)
	})
}

// A caller that leaves while its job runs, or before, harms nobody; once begun
// a change is made, and its caller told.
func TestCancel(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		left, leave := context.WithCancel(bg)
		gone := make(chan struct{})
		during, cancel := context.WithCancel(bg)
		errs := together(t, d,
			func() error { return insert(d, 1) },
			func() error {
				defer close(gone)
				return d.Write(left, func(tx *db.Tx) error {
					if d.Engine() == db.SQLite {
						t.Error("ran for a caller who had left")
					}
					leave()
					_, err := tx.Exec(left, "DELETE FROM unit")
					return err
				})
			},
			func() error {
				leave()
				<-gone
				return d.Write(during, func(tx *db.Tx) error {
					must(t, insertTx(tx, 3))
					cancel()
					_, err := tx.Exec(during, "UPDATE unit SET area = '' WHERE id = 3")
					return err
				})
			},
			func() error { return insert(d, 4) },
		)
		if errs[0] != nil || !errors.Is(errs[1], context.Canceled) || errs[3] != nil {
			t.Error(errs)
		}
		if d.Engine() == db.SQLite { // PostgreSQL gives up at the next statement
			if errs[2] != nil {
				t.Error(errs[2])
			}
			want(t, d, 1, 3, 4)
		} else {
			if !errors.Is(errs[2], context.Canceled) {
				t.Error(errs[2])
			}
			want(t, d, 1, 4)
		}
		if err := d.Write(left, func(tx *db.Tx) error { return insertTx(tx, 5) }); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// t.Fatal in a write function ends its goroutine, and not the writer.
func TestGoexit(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		over := make(chan struct{})
		go func() {
			defer close(over)
			_ = d.Write(bg, func(tx *db.Tx) error {
				must(t, insertTx(tx, 1))
				runtime.Goexit()
				return nil
			})
		}()
		<-over
		must(t, insert(d, 2))
		want(t, d, 2)
	})
}

func TestTransactionOver(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var kept *db.Tx
		must(t, d.Write(bg, func(tx *db.Tx) error { kept = tx; return nil }))
		if insertTx(kept, 1) == nil {
			t.Error("wrote after the transaction")
		}
		want(t, d)
	})
}

func TestConstraintErrors(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		exec := func(statement string) error {
			return d.Write(bg, func(tx *db.Tx) error {
				_, err := tx.Exec(bg, statement)
				return err
			})
		}
		must(t, exec("INSERT INTO unit (id, area, name) VALUES (1, 'a', 'x')"))
		must(t, exec("INSERT INTO person (id, unit) VALUES (1, 1)"))

		for statement, columns := range map[string][]string{
			"INSERT INTO unit (id, area, name) VALUES (1, 'b', 'y')": {"id"},
			"INSERT INTO unit (id, area, name) VALUES (2, 'a', 'x')": {"area", "name"},
		} {
			var unique *db.UniqueError
			err := exec(statement)
			if !errors.As(err, &unique) || unique.Table != "unit" || !slices.Equal(unique.Columns, columns) || !db.IsUnique(err) {
				t.Errorf("%s: %#v", statement, err)
			}
		}
		var unique *db.UniqueError
		must(t, exec("INSERT INTO unit (id, area, name) VALUES (2, 'b', 'y')"))
		if err := exec("INSERT INTO unit (id, area, name) VALUES (3, 'b', 'Y')"); !errors.As(err, &unique) || unique.Constraint != "unit_lower" {
			t.Errorf("%#v", err)
		}
		for _, statement := range []string{
			"INSERT INTO person (id, unit) VALUES (2, 9)",
			"INSERT INTO person (id, unit, friend) VALUES (2, 1, 9)", // found at COMMIT
			"DELETE FROM unit WHERE id = 1",
		} {
			var reference *db.ReferenceError
			if err := exec(statement); !errors.As(err, &reference) {
				t.Errorf("%s: %#v", statement, err)
			}
		}
	})
}

func TestClose(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		var all sync.WaitGroup
		var mu sync.Mutex
		var kept []int
		for i := range 50 {
			all.Go(func() {
				err := insert(d, i)
				if err != nil && !fault.Is(err, fault.Unavailable) {
					t.Error(err)
				}
				if err == nil {
					mu.Lock()
					kept = append(kept, i)
					mu.Unlock()
				}
			})
		}
		time.Sleep(2 * time.Millisecond)
		must(t, d.Close())
		all.Wait()
		must(t, d.Close())
		if err := insert(d, 99); !fault.Is(err, fault.Unavailable) {
			t.Error(err)
		}
		if d.Engine() == db.SQLite {
			again, err := db.Open(bg, db.Config{DSN: d.Path()})
			must(t, err)
			defer again.Close()
			slices.Sort(kept)
			want(t, again, kept...)
		}
	})
}

// Between two slices of bulk work everybody who waits has their turn, and bulk
// work has its own however many wait.
func TestBulkGoesByTurns(t *testing.T) {
	d := dbtest.SQLite(t, dbtest.WithSchema(schema))
	var mu sync.Mutex
	var order []string
	note := func(ctx context.Context, who string) error {
		return d.Write(ctx, func(*db.Tx) error {
			mu.Lock()
			defer mu.Unlock()
			order = append(order, who)
			return nil
		})
	}
	var writes []func() error
	for range 3 {
		writes = append(writes, func() error { return note(db.Bulk(bg), "bulk") })
	}
	for range 4 {
		writes = append(writes, func() error { return note(bg, "one") })
	}
	for _, err := range together(t, d, writes...) {
		must(t, err)
	}
	if got := strings.Join(order, " "); got != "bulk one one one one bulk bulk" {
		t.Errorf("in order: %s", got)
	}
}

// Another program comes between the slices of bulk work here: a few go by while it
// waits, and not by luck.
func TestBulkLeavesRoomForAnotherProgram(t *testing.T) {
	d := dbtest.SQLite(t, dbtest.WithSchema(schema))
	other, err := db.Open(bg, db.Config{DSN: d.Path()})
	must(t, err)
	defer other.Close()
	var written atomic.Int64
	stop, bulk := make(chan bool), sync.WaitGroup{}
	for range 2 { // one slice waits while one is written
		bulk.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				err := d.Write(db.Bulk(bg), func(*db.Tx) error { time.Sleep(10 * time.Millisecond); written.Add(1); return nil })
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	const writes = 20
	for i := range writes {
		must(t, insert(other, i+1))
	}
	close(stop)
	bulk.Wait()
	if n := written.Load(); n > 6*writes {
		t.Errorf("%d slices while another program wrote %d times", n, writes)
	}
}

// Samples of indexes are taken, and are small.
func TestOptimize(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		for i := range 30 {
			must(t, insert(d, i+1))
		}
		known := "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'unit'"
		if d.Engine() == db.Postgres {
			known = "SELECT reltuples::int FROM pg_class WHERE relname = 'unit' AND relnamespace = current_schema()::regnamespace"
		}
		must(t, d.Optimize(bg))
		must(t, d.Optimize(bg)) // nothing has grown
		var n int
		must(t, d.QueryRow(bg, known).Scan(&n))
		if n == 0 || d.Engine() == db.Postgres && n != 30 {
			t.Errorf("known of units: %d", n)
		}
	})
}
