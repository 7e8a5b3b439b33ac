package db_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/dbtest"
)

// BenchmarkWrite gives the time per durable transaction of two rows, and the
// wait that one in a hundred exceeds.
func BenchmarkWrite(b *testing.B) {
	for name, open := range map[string]func(testing.TB, ...dbtest.Option) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		for _, callers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/%d", name, callers), func(b *testing.B) { benchWrite(b, open(b, dbtest.WithSchema(schema)), callers) })
		}
	}
}

func benchWrite(b *testing.B, d *db.DB, callers int) {
	ctx := context.Background()
	var next atomic.Int64
	var all sync.WaitGroup
	waits := make([][]time.Duration, callers)
	b.ResetTimer()
	for c := range callers {
		all.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				begun := time.Now()
				err := d.Write(ctx, func(tx *db.Tx) error {
					if err := insertTx(tx, int(i)); err != nil {
						return err
					}
					_, err := tx.Exec(ctx, "INSERT INTO person (id, unit) VALUES (?, ?)", i, i)
					return err
				})
				if err != nil {
					b.Error(err)
				}
				waits[c] = append(waits[c], time.Since(begun))
			}
		})
	}
	all.Wait()
	b.StopTimer()
	sorted := slices.Concat(waits...)
	slices.Sort(sorted)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
	b.ReportMetric(float64(sorted[len(sorted)*99/100])/1e6, "p99-ms")
}

func BenchmarkQueryRow(b *testing.B) {
	for name, open := range map[string]func(testing.TB, ...dbtest.Option) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			d := open(b, dbtest.WithSchema(schema))
			if err := insert(d, 1); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				var area string
				if err := d.QueryRow(bg, "SELECT area FROM unit WHERE id = ?", 1).Scan(&area); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRebind(b *testing.B) {
	query := `SELECT id, area, name, version, created, changed FROM unit WHERE area >= ? AND area < ? AND state = 'open' AND kind IN (?, ?, ?) ORDER BY changed DESC, id DESC LIMIT ?`
	for b.Loop() {
		db.Rebind(db.Postgres, query)
	}
}
