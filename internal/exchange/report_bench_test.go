package exchange_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sanshe/internal/app"
	"sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/exchange"
	"sanshe/internal/inservice"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// BenchmarkImportMembers imports 5,000 members who report by command, end to end,
// on SQLite: each is found or entered as a person. 40 rows are wrong.
func BenchmarkImportMembers(b *testing.B) {
	rows, _ := memberRows(5000)
	dir, n := b.TempDir(), 0
	path := filepath.Join(dir, "党员报到.csv")
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\r\n")), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		n++
		a, err := app.Open(b.Context(), app.Config{Data: filepath.Join(dir, fmt.Sprint(n)), Create: true, Clock: clock.System()})
		if err != nil {
			b.Fatal(err)
		}
		_, err = a.Store.Write(b.Context(), store.System("bench"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			for i, code := range apptest.Urban() {
				if _, err := store.Add(tx, place.Communities, code, func(c *place.Community) { c.Name, c.Urban = fmt.Sprintf("第%d社区", i+1), true }); err != nil {
					return store.Result{}, err
				}
			}
			for i := range 83 {
				if _, err := store.Add(tx, people.Units, apptest.County, func(u *people.Unit) { u.Name, u.Kind = fmt.Sprintf("单位%d", i+1), people.Agency }); err != nil {
					return store.Result{}, err
				}
			}
			return store.Result{}, nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := exchange.ImportFile(b.Context(), a.Store, staff(), inservice.MemberReports.Register, path, sheet.CommandLimits(), true, io.Discard); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(5000*n)/b.Elapsed().Seconds(), "rows/s")
}
