package need_test

import (
	"fmt"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/ident"
	"sanshe/internal/migration"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// communities are the county's, as in the edition of divisions.
func communities() (codes []string) {
	for _, d := range area.Edition() {
		if len(d.Code) == 12 && d.Code[:6] == County {
			codes = append(codes, d.Code)
		}
	}
	return codes
}

// offering makes a county with 20,000 available resources: of each twenty, one is
// the county's, one a town's, two serve next door too; they are of seven categories.
// With everywhere, all are the county's: the worst that can be.
func offering(b *testing.B, d *db.DB, everywhere bool) (*app.App, []string) {
	b.Helper()
	check := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	keys, err := store.NewKeyring()
	check(err)
	a, err := app.Assemble(b.Context(), app.Config{Clock: clock.NewWalking(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Shanghai)), Data: b.TempDir()}, d, keys)
	check(err)
	codes := communities()
	var orgs []record.ID[org.SocialOrg]
	for from := 0; from < 20_000; from += 500 {
		_, err := a.Store.Write(b.Context(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			for i := from; i < from+500; i++ {
				if i%80 == 0 {
					code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, i)
					if err != nil {
						return store.Result{}, err
					}
					o, err := store.Add(tx, org.SocialOrgs, codes[i%len(codes)], func(o *org.SocialOrg) {
						o.Name, o.Code, o.Kind, o.Registered, o.State = fmt.Sprintf("第%05d社会组织", i), code, org.PrivateNonEnterprise, "2019-05-06", org.Normal
					})
					if err != nil {
						return store.Result{}, err
					}
					orgs = append(orgs, record.ID[org.SocialOrg](o.ID))
				}
				at := codes[i%len(codes)]
				place := at
				switch {
				case i%20 == 0 || everywhere:
					place = County
				case i%20 == 1:
					place = at[:9]
				}
				_, err := store.Add(tx, need.Resources, place, func(r *need.Resource) {
					r.Title, r.Kind, r.State, r.Org, r.Cost = fmt.Sprintf("第%05d资源", i), need.Service, need.Available, orgs[i%len(orgs)], need.Free
					r.Category, r.When, r.Capacity = []string{[]string{"elder", "child", "health", "environment", "mediation", "culture", "other"}[i%7]}, "周六日 08:00-12:00", int64(i%9)
					if i%20 < 4 && i%20 > 1 {
						r.Places = []string{codes[(i+1)%len(codes)]}
					}
				})
				if err != nil {
					return store.Result{}, err
				}
			}
			return store.Result{}, nil
		})
		check(err)
	}
	if d.Engine() == db.Postgres {
		check(d.Write(b.Context(), func(tx *db.Tx) error { _, err := tx.Exec(b.Context(), "ANALYZE"); return err }))
	}
	return a, codes
}

// BenchmarkSuggest holds a need against 20,000 resources (goal 50 ms): spread over
// the county as they are, and all of them the county's.
func BenchmarkSuggest(b *testing.B) {
	for _, engine := range []func(testing.TB, ...dbtest.Option) *db.DB{dbtest.SQLite, dbtest.Postgres} {
		for _, everywhere := range []bool{false, true} {
			d := engine(b, dbtest.WithSchema(migration.Files))
			a, codes := offering(b, d, everywhere)
			worker := &record.Actor{Name: "王雪梅", Area: codes[0], Roles: need.Receivers()}
			n := &need.Need{Category: "elder", When: "周六日 08:00-12:00", Targets: []string{"elder"}}
			n.Area = codes[0]
			b.Run(fmt.Sprintf("%s/everywhere=%v", d.Engine(), everywhere), func(b *testing.B) {
				fit := 0
				for b.Loop() {
					list, _, err := need.Suggest(b.Context(), a.Store.Reader(worker), n, a.Store.Today())
					if fit = len(list); err != nil || fit == 0 {
						b.Fatal(fit, err)
					}
				}
				b.ReportMetric(float64(fit), "fit")
			})
		}
	}
}
