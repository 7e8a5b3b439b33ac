package figure_test

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/figure"
	"sanshe/internal/migration"
	"sanshe/internal/need"
	"sanshe/internal/place"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// large makes a county of 11 communities, 100,000 needs and as many activities:
// 200 of each written by the store and copied by the database.
func large(b *testing.B, d *db.DB) *app.App {
	b.Helper()
	keys, err := store.NewKeyring()
	check(b, err)
	c := clock.NewWalking(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Shanghai))
	a, err := app.Assemble(b.Context(), app.Config{Clock: c, Data: b.TempDir()}, d, keys)
	check(b, err)
	_, err = a.Store.Write(b.Context(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		for i, code := range Urban() {
			if _, err := store.Add(tx, place.Communities, code, func(c *place.Community) { c.Name, c.Urban = fmt.Sprintf("第%d社区", i+1), true }); err != nil {
				return store.Result{}, err
			}
		}
		for i := range 200 {
			on := clock.Date("2025-11-15").AddDays(i % 100)
			n, err := aNeed(tx, Urban()[i%11], on)
			if err == nil && i%3 == 0 {
				err = store.TakeStep(tx, need.Needs, n, "lack", "没有")
			}
			if err == nil {
				err = anActivity(tx, Urban()[i%11], on)
			}
			if err != nil {
				return store.Result{}, err
			}
		}
		return store.Result{}, nil
	})
	check(b, err)
	for _, table := range []string{"need", "activity", "passage", "audit"} {
		check(b, copied(b.Context(), d, table, 499))
	}
	for i := range 201 { // the copies are not the last changes
		_, err := a.Store.Write(b.Context(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			if i%2 == 0 {
				return store.Result{}, oneNeed(tx)
			}
			return store.Result{}, oneActivity(tx)
		})
		check(b, err)
	}
	if d.Engine() == db.Postgres {
		check(b, d.Write(b.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(b.Context(), "ANALYZE")
			return err
		}))
	}
	return a
}

func aNeed(tx *store.Tx, place string, on clock.Date) (*need.Need, error) {
	return store.Add(tx, need.Needs, place, func(n *need.Need) {
		n.Detail, n.Category, n.Raised, n.Source, n.State = "想请人上门理发，周末上午在家。", "elder", on, need.Visit, need.Verified
	})
}

func anActivity(tx *store.Tx, place string, on clock.Date) error {
	_, err := store.Add(tx, service.Activities, place, func(a *service.Activity) {
		a.Title, a.Kind, a.On, a.Unnamed, a.State = "上门理发", service.Volunteer, on, 3, service.Held
	})
	return err
}

func oneNeed(tx *store.Tx) error {
	_, err := aNeed(tx, Community, tx.Today())
	return err
}

func oneActivity(tx *store.Tx) error { return anActivity(tx, Community, tx.Today()) }

// copied multiplies the rows about needs and activities. Ids lie 2^30 apart,
// hours in which nothing else was written.
func copied(ctx context.Context, d *db.DB, table string, times int) error {
	rows, err := d.Query(ctx, "SELECT * FROM "+table+" WHERE 1 = 0")
	if err != nil {
		return err
	}
	names, err := rows.Columns()
	rows.Close()
	if err != nil {
		return err
	}
	columns := strings.Join(names, ", ")
	values := " " + columns
	for _, n := range []string{" id,", " record,"} {
		values = strings.Replace(values, n, strings.TrimSuffix(n, ",")+" - CAST(k AS BIGINT) * 1073741824,", 1)
	}
	where := ""
	if table == "passage" || table == "audit" {
		where = " WHERE register IN ('need', 'activity')"
	}
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, fmt.Sprintf("WITH RECURSIVE copy (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < %d) INSERT INTO %s (%s) SELECT%s FROM copy CROSS JOIN %s%s",
			times, table, columns, values, table, where))
		return err
	})
}

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkAll answers for every figure over 100,000 needs and as many
// activities (workload W5): unchanged, after one change, everything anew today
// and of a day gone by, and single figures anew. CPU is this process's; on
// PostgreSQL most of the work is the server's.
func BenchmarkAll(b *testing.B) {
	for _, engine := range []func(testing.TB, ...dbtest.Option) *db.DB{dbtest.SQLite, dbtest.Postgres} {
		d := engine(b, dbtest.WithSchema(migration.Files))
		a, q := large(b, d), figure.Question{Area: County}
		run := func(name string, before func(*testing.B), ask func(context.Context, figure.Question) ([]figure.Answer, error), q figure.Question) {
			b.Run(d.Engine().String()+"/"+name, func(b *testing.B) {
				_, err := ask(b.Context(), q)
				check(b, err)
				var spent time.Duration
				for b.Loop() {
					b.StopTimer()
					before(b)
					began := spentCPU()
					b.StartTimer()
					_, err := ask(b.Context(), q)
					check(b, err)
					spent += spentCPU() - began
				}
				b.ReportMetric(float64(spent.Microseconds())/1000/float64(b.N), "cpu-ms/op")
			})
		}
		nothing := func(*testing.B) {}
		run("unchanged", nothing, a.Figures.All, q)
		for what, change := range map[string]func(*store.Tx) error{"after_one_need": oneNeed, "after_one_activity": oneActivity} {
			run(what, func(b *testing.B) {
				_, err := a.Store.Write(b.Context(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) { return store.Result{}, change(tx) })
				check(b, err)
			}, a.Figures.All, q)
		}
		run("anew", nothing, a.Figures.Recount, q)
		run("anew_past_day", nothing, a.Figures.Recount, figure.Question{Area: County, At: "2026-02-10"})
		run("anew_one_community", nothing, a.Figures.Recount, figure.Question{Area: Community})
		for _, name := range []string{"need.found", "need.gap", "service.held", "service.attendances"} {
			run(name, nothing, figure.New(a.Store, *a.Figures.Contract(name)).Recount, q)
		}
	}
}

func spentCPU() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
