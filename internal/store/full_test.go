package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// A full disk refuses in plain words, keeps what there is, goes on reading,
// and writes again once there is room.
func TestFullDatabase(t *testing.T) {
	w := onSQLite(t)
	pages := func(n int) {
		w.must(w.DB().Write(w.ctx(), func(tx *db.Tx) error {
			var now int
			return tx.QueryRow(w.ctx(), fmt.Sprintf("PRAGMA max_page_count = %d", n)).Scan(&now)
		}))
	}
	first := w.make(gifts.Register, community, record.Input{"title": "米"})
	pages(1) // which means: no more than there are
	long := strings.Repeat("长话短说", 2000)
	var refused error
	made := 1
	for i := range 200 {
		_, err := w.Create(w.ctx(), as(community, staff), gifts.Register, community, record.Input{"title": "面", "note": long}, fmt.Sprint("form", i))
		if err != nil {
			refused = err
			break
		}
		made++
	}
	if !fault.Is(refused, fault.Unavailable) || !fault.HasCode(refused, fault.CodeFull) || !strings.Contains(fault.As(refused).Message, "没有存上") {
		w.Fatalf("refused with %v", refused)
	}
	if _, err := w.Reveal(w.ctx(), as(community, staff), souls.Register, first, "name", ""); err == nil {
		w.Error("reveals without room for the log")
	}
	page, err := w.Reader(as(community, staff)).List(w.ctx(), gifts.Register, store.Query{})
	if err != nil || page.Total != made {
		w.Errorf("reads %+v, %v; %d were made", page, err, made)
	}
	w.sound()
	pages(1_000_000)
	_, err = w.Create(w.ctx(), as(community, staff), gifts.Register, community, record.Input{"title": "面", "note": long}, "form again")
	w.must(err)
	w.sound()
}

// Somebody who goes away in the middle of a common commit harms nobody else,
// and what they left is there whole or not at all.
func TestGoneInTheMiddle(t *testing.T) {
	each(t, func(w *world) {
		var all sync.WaitGroup
		errs := make([]error, 96)
		for i := range errs {
			all.Go(func() {
				ctx, cancel := context.WithCancel(w.ctx())
				defer cancel()
				if i%3 == 0 {
					go cancel()
				}
				_, errs[i] = w.Create(ctx, as(community, staff), gifts.Register, community, record.Input{"title": fmt.Sprint("米", i), "note": "说明"}, fmt.Sprint("form", i))
			})
		}
		all.Wait()
		made, gone := 0, 0
		for i, err := range errs {
			switch {
			case err == nil:
				made++
			case i%3 == 0 && (errors.Is(err, context.Canceled) || fault.Is(err, fault.Unavailable)):
				gone++
			default:
				w.Errorf("%d: %v", i, err)
			}
		}
		if n := w.count("gift"); made < 64 || n < made || n > made+gone {
			w.Errorf("%d made, %d gone, %d there", made, gone, n)
		}
		w.sound()
	})
}
