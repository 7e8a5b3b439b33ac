package figure_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/figure"
	"sanshe/internal/ident"
	"sanshe/internal/migration"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// covered makes a county of 242 × times social organisations, each surveyed, one
// in three with a branch of its own and one with an instructor; the store writes 242, the database copies.
func covered(b testing.TB, d *db.DB, times int) *app.App {
	b.Helper()
	keys, err := store.NewKeyring()
	check(b, err)
	a, err := app.Assemble(b.Context(), app.Config{Clock: clock.NewWalking(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Shanghai)), Data: b.TempDir()}, d, keys)
	check(b, err)
	_, err = a.Store.Write(b.Context(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		var sent *party.Instructor
		for i := range 242 {
			code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, i)
			if err != nil {
				return store.Result{}, err
			}
			o, err := store.Add(tx, org.SocialOrgs, Urban()[i%11], func(o *org.SocialOrg) {
				o.Name, o.Code, o.Kind, o.Registered, o.State = fmt.Sprintf("第%03d社会组织", i), code, org.PrivateNonEnterprise, "2019-05-06", org.Normal
			})
			if err == nil {
				err = Survey(tx, record.ID[org.SocialOrg](o.ID), "2026-01-15", int64(i%4), 0)
			}
			if err == nil && i%10 == 0 {
				sent, err = store.Add(tx, party.Instructors, County, func(x *party.Instructor) {
					x.Name, x.Phone, x.Channel, x.Appointed, x.State = fmt.Sprintf("第%02d指导员", i/10), fmt.Sprintf("139%08d", i), "official", "2025-01-06", party.Serving
				})
			}
			if err == nil && i%3 == 1 {
				_, err = store.Add(tx, party.Postings, Urban()[i%11], func(p *party.Posting) {
					p.Instructor, p.Org, p.From, p.State = record.ID[party.Instructor](sent.ID), record.ID[org.SocialOrg](o.ID), "2025-06-02", party.Posted
				})
			}
			if err == nil && i%3 == 0 {
				err = Own(tx, record.ID[org.SocialOrg](o.ID), fmt.Sprintf("第%03d党支部", i), "2025-06-01")
			}
			if err != nil {
				return store.Result{}, err
			}
		}
		return store.Result{}, nil
	})
	check(b, err)
	for _, table := range []string{"social_org", "member_survey", "party_coverage", "posting", "passage"}[:5*min(1, times-1)] {
		check(b, multiplied(b, d, table, times-1))
	}
	check(b, d.Optimize(b.Context())) // as after an import
	return a
}

// multiplied copies a table's rows under ids that lie apart and names that differ.
func multiplied(b testing.TB, d *db.DB, table string, times int) error {
	rows, err := d.Query(b.Context(), "SELECT * FROM "+table+" WHERE 1 = 0")
	if err != nil {
		return err
	}
	names, err := rows.Columns()
	rows.Close()
	if err != nil {
		return err
	}
	values := make([]string, len(names))
	for i, n := range names {
		switch n {
		case "id", "record", "org":
			values[i] = n + " - CAST(k AS BIGINT) * 1073741824"
		case "name", "code", "alike":
			values[i] = n + " || '-' || k"
		default:
			values[i] = n
		}
	}
	where := ""
	if table == "passage" {
		where = " WHERE register IN ('social_org', 'member_survey', 'party_coverage', 'posting')"
	}
	return d.Write(b.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(b.Context(), fmt.Sprintf("WITH RECURSIVE copy (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < %d) INSERT INTO %s (%s) SELECT %s FROM copy CROSS JOIN %s%s",
			times, table, strings.Join(names, ", "), strings.Join(values, ", "), table, where))
		return err
	})
}

// BenchmarkCoverage counts the rate of coverage anew, of today and of a day gone
// by, over 242 social organisations and over 50,094. per-org is what one costs.
func BenchmarkCoverage(b *testing.B) {
	for _, engine := range []func(testing.TB, ...dbtest.Option) *db.DB{dbtest.SQLite, dbtest.Postgres} {
		for _, times := range []int{1, 207} {
			d := engine(b, dbtest.WithSchema(migration.Files))
			a, n := covered(b, d, times), 242*times
			for _, at := range []clock.Date{"2026-03-02", "2026-02-10"} {
				for _, name := range []string{"party.coverage_rate", "party.work_coverage"} {
					b.Run(fmt.Sprintf("%s/%d/%s/%s", d.Engine(), n, at, name), func(b *testing.B) {
						e := figure.New(a.Store, *alone(a, name))
						for b.Loop() {
							_, err := e.Recount(b.Context(), figure.Question{Area: County, At: at})
							check(b, err)
						}
						b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/org")
					})
				}
			}
		}
	}
}

// alone is a contract without the figures it is made of.
func alone(a *app.App, name string) *figure.Contract {
	c := *a.Figures.Contract(name)
	c.Adds, c.Base = nil, ""
	return &c
}
