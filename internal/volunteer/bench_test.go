package volunteer_test

import (
	"fmt"
	"io"
	"testing"

	"sanshe/internal/app"
	"sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/exchange"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/volunteer"
)

// BenchmarkVolunteers lists, searches by pinyin initials and exports the county's
// 8,184 volunteers, on SQLite.
func BenchmarkVolunteers(b *testing.B) {
	a, err := app.Open(b.Context(), app.Config{Data: b.TempDir(), Create: true, Clock: clock.System()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { a.Close() })
	family, given := []rune("王李张刘陈杨赵周吴徐孙胡朱高林何郭马罗梁"), []rune("桂建秀国玉志小德淑永丽光素文春正晓世雪明秋天碧启兰大慧长莉家红继思海忠俊美开")
	for from := 0; from < 8184; from += 500 {
		_, err := a.Store.Write(b.Context(), store.System("bench"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			for i := from; i < min(from+500, 8184); i++ {
				_, err := store.Add(tx, volunteer.Volunteers, apptest.Urban()[i%11], func(v *volunteer.Volunteer) {
					v.Name, v.Phone = string([]rune{family[i%len(family)], given[i/20%len(given)], given[i/800%len(given)]}), fmt.Sprintf("138%08d", i)
					v.Registered, v.Consent, v.Via, v.State = "2024-01-05", "2024-01-05", volunteer.Desk, volunteer.Active
				})
				if err != nil {
					return store.Result{}, err
				}
			}
			return store.Result{}, nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	officer := &record.Actor{Account: 1, Name: "周启明", Area: apptest.County, Roles: record.By(people.CountyOfficer), Via: "web"}
	r, reg := a.Store.Reader(officer), volunteer.Volunteers.Register
	list := func(q store.Query) func(*testing.B) {
		return func(b *testing.B) {
			total := 0
			for b.Loop() {
				page, err := r.List(b.Context(), reg, q)
				if err != nil || page.Total == 0 {
					b.Fatal(page, err)
				}
				total = page.Total
			}
			b.ReportMetric(float64(total), "found")
		}
	}
	b.Run("list", list(store.Query{Limit: 50}))
	b.Run("initials", list(store.Query{Text: "lgx", Limit: 50}))
	b.Run("one_surname", list(store.Query{Text: "梁", Limit: 50}))
	b.Run("export", func(b *testing.B) {
		for b.Loop() {
			if err := exchange.Export(b.Context(), a.Store, r, reg, exchange.Wanted{Why: "7 月走访核对", Who: "周启明"}, exchange.XLSX, io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
}
