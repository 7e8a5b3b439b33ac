package store_test

import (
	"math/rand/v2"
	"testing"

	"sanshe/internal/db"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// totals holds every total of letters to the database's own count.
func (w *world) totals() {
	w.Helper()
	for _, place := range []string{"", county, town, community, elsewhere, community + "001"} {
		for _, state := range []string{"", "sent", "answered", "已答复", "sent,answered"} {
			q := store.Query{Area: place, Filters: map[string]string{"state": state}, Limit: 200}
			page, err := w.Reader(as(county, staff)).List(w.ctx(), letters.Register, q)
			w.must(err)
			if page.Total != len(page.Records) || page.Over {
				w.Errorf("in %q of %q: said to be %d, are %d", place, state, page.Total, len(page.Records))
			}
		}
	}
}

// A total is right after whatever was done, and while others are about it.
func TestTotals(t *testing.T) {
	each(t, func(w *world) {
		who := w.make(clubs.Register, county, record.Input{"name": "合唱团"})
		var list []int64
		r := rand.New(rand.NewPCG(7, 7))
		one := func() {
			switch n := r.IntN(4); {
			case n < 2 || len(list) == 0:
				place := []string{community, elsewhere, town, community + "001"}[r.IntN(4)]
				list = append(list, w.make(letters.Register, place, record.Input{"about": "事", "to_club": id(who)}))
			case n == 2: // refused where it cannot be done
				_, _ = w.Take(w.ctx(), of(who), letters.Register, list[r.IntN(len(list))], store.AnyVersion, "answer", store.Taking{}, "")
			default:
				_, _ = w.Void(w.ctx(), as(county, staff), letters.Register, list[r.IntN(len(list))], 1, "错", "")
			}
		}
		for range 30 {
			one()
			w.totals()
		}
		_, err := w.Write(w.ctx(), as(county, staff), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			w.must(tx.Entry("test", "letter", "", "")) // on PostgreSQL an older change, still open
			if w.DB().Engine() == db.Postgres {
				one()
				one()
				w.totals()
			}
			_, err := store.Add(tx, letters, community, func(l *Letter) { l.About = "最早的" })
			return store.Result{}, err
		})
		w.must(err)
		w.totals()
		for range 5 {
			one()
		}
		w.totals()
	})
}
