package need_test

import (
	"fmt"
	"sync"
	"testing"

	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"

	. "sanshe/internal/apptest"
)

// A resource that takes six at a time is booked by twenty people at once: six get
// it, fourteen are told that it is full, and at no moment is more held than there is.
func TestTwentyBookOneResource(t *testing.T) {
	Each(t, func(w *World) {
		c := &community{w}
		r := c.offers("银龄助老", 1, record.Input{"capacity": "6"})
		book := func(i int, from, to string) error {
			a := w.Worker()
			a.Account = int64(100 + i)
			_, err := w.Store.Create(w.Ctx(), a, need.Holds.Register, Community, record.Input{
				"purpose": "上门理发", "resource": id(r), "from_time": from, "to_time": to}, fmt.Sprint("hold", i))
			return err
		}
		errs := make([]error, 20)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { errs[i] = book(i, "2026-03-07 09:00", "2026-03-07 11:00") })
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			switch {
			case err == nil:
				won++
			case !fault.Is(err, fault.Invalid):
				t.Errorf("told: %v", err)
			default:
				c.refuses("这段时间已约满（同时能接 6 个）", err)
			}
		}
		if won != 6 {
			t.Errorf("%d of twenty hold a resource that takes six", won)
		}
		w.Do(book(30, "2026-03-07 11:00", "2026-03-07 12:00")) // it ends when the others have gone
		c.refuses("服务时段是", book(31, "2026-03-09 09:00", "2026-03-09 10:00"))
		c.refuses("要晚于开始时间", book(32, "2026-03-08 10:00", "2026-03-08 10:00"))
		held, err := store.Find(w.Ctx(), w.Store.Reader(w.Worker()), need.Holds, func(h *need.Hold, x *store.Where) { x.Is(&h.State, need.Kept) })
		w.Do(err)
		w.Step(w.Worker(), need.Holds.Register, held[0].ID, "cancel", store.Taking{})
		w.Do(book(33, "2026-03-07 10:00", "2026-03-07 11:30"))
		c.refuses("不能预约", func() error {
			w.Step(w.Officer(), need.Resources.Register, r, "retire", store.Taking{Note: "不做了"})
			return book(34, "2026-03-08 09:00", "2026-03-08 10:00")
		}())
	})
}
