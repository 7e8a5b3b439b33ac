package store_test

import (
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"sanshe/internal/app"
	"sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/dbtest"
	"sanshe/internal/migration"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// crowded makes a county with n needs in two communities, one in a hundred
// about 漏水. Benchmarks take SQLite: what they watch is this program's part.
func crowded(b *testing.B, n int) *app.App {
	b.Helper()
	keys, err := store.NewKeyring()
	if err != nil {
		b.Fatal(err)
	}
	a, err := app.Assemble(b.Context(), app.Config{Clock: clock.NewWalking(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Shanghai)), Data: b.TempDir()},
		dbtest.SQLite(b, dbtest.WithSchema(migration.Files)), keys)
	if err != nil {
		b.Fatal(err)
	}
	for from := 0; from < n; from += 200 {
		_, err := a.Store.Write(b.Context(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			for i := from; i < min(from+200, n); i++ {
				_, err := store.Add(tx, need.Needs, []string{apptest.Community, apptest.Elsewhere}[i%2], func(x *need.Need) {
					x.Detail, x.Category, x.Raised, x.Source, x.Phone = detail(i), "environment", "2026-02-01", need.Visit, fmt.Sprintf("138%08d", i)
					x.State = []need.State{need.Raised, need.Verified, need.Closed, need.Closed}[i%4]
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
	b.ResetTimer()
	return a
}

func detail(i int) string {
	what := "楼道的灯坏了两周"
	if i%100 == 0 {
		what = "楼上漏水"
	}
	return fmt.Sprintf("%d 栋%s。老人晚上下楼不方便，白天家里都有人，想请社区来看一下，费用可以商量，希望这个月能办好。", i, what)
}

func officer() *record.Actor {
	return &record.Actor{Account: 1, Name: "周启明", Area: apptest.County, Via: "web", Roles: record.By(people.CountyOfficer)}
}

// BenchmarkSubmit submits needs of residents from 64 clients, each durable when
// it is answered.
func BenchmarkSubmit(b *testing.B) {
	a := crowded(b, 0)
	var n atomic.Int64
	b.SetParallelism(64)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			i := n.Add(1)
			by := &record.Actor{Name: "居民", Via: "portal", Area: apptest.Community}
			in := record.Input{"category": "environment", "detail": detail(int(i)), "phone": fmt.Sprintf("138%08d", i)}
			if _, _, err := a.Store.Submit(b.Context(), by, need.Needs.Register, apptest.Community, in, strconv.FormatInt(i, 10)); err != nil {
				b.Error(err)
			}
		}
	})
}

// BenchmarkList reads pages of 50 with their totals, and searches.
func BenchmarkList(b *testing.B) {
	a := crowded(b, 20_000)
	r := a.Store.Reader(officer())
	first, err := r.List(b.Context(), need.Needs.Register, store.Query{Limit: 1})
	if err != nil {
		b.Fatal(err)
	}
	middle := record.BaseOf(first.Records[0]).ID
	for range 20 {
		page, err := r.List(b.Context(), need.Needs.Register, store.Query{After: middle, Limit: 200, NoTotal: true})
		if err != nil {
			b.Fatal(err)
		}
		middle = page.Next
	}
	for _, x := range []struct {
		name string
		q    store.Query
	}{
		{"all", store.Query{}},
		{"community_and_state", store.Query{Area: apptest.Community, Filters: map[string]string{"state": "closed"}}},
		{"state", store.Query{Filters: map[string]string{"state": "closed"}}},
		{"state_deep", store.Query{Filters: map[string]string{"state": "closed"}, After: middle}},
		{"search_common", store.Query{Text: "下楼", NoTotal: true}},
		{"search_rare", store.Query{Text: "漏水", NoTotal: true}},
		{"search_absent", store.Query{Text: "电梯", NoTotal: true}},
		{"search_total", store.Query{Text: "漏水"}},
	} {
		b.Run(x.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := r.List(b.Context(), need.Needs.Register, x.q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
