package centre_test

import (
	"fmt"
	"sync"
	"testing"

	"sanshe/internal/centre"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// A thousand people want a room at once: every time goes to exactly one of them,
// and everybody else is told so.
func Test同时预约每个时段只有一个人约上(t *testing.T) {
	attempts, slots := 1000, 5
	if testing.Short() {
		attempts = 100
	}
	story(t, "一千次预约，五个时段", func(c *county) {
		c.On("2026-03-02")
		room := c.room(c.centre("符阳党群服务中心", "社区"), "")
		won, lost := make([]int, slots), 0
		var mu sync.Mutex
		var all sync.WaitGroup
		for i := range attempts {
			all.Go(func() {
				at := 9 + i%slots
				_, err := c.book(c.Worker(), room, fmt.Sprintf("2026-03-03 %02d:%02d", at, i%7), fmt.Sprintf("2026-03-03 %02d:%02d", at, 50+i%7))
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					won[i%slots]++
				case fault.Is(err, fault.Invalid):
					lost++
				default:
					c.Errorf("第 %d 次：%v", i, err)
				}
			})
		}
		all.Wait()
		for i, n := range won {
			if n != 1 {
				c.Errorf("第 %d 个时段约上了 %d 次", i+1, n)
			}
		}
		if lost != attempts-slots {
			c.Errorf("有 %d 次没约上，应为 %d", lost, attempts-slots)
		}
		n, err := store.CountOf(c.Ctx(), c.Store.Reader(c.Worker()), centre.Bookings, func(b *centre.Booking, w *store.Where) { w.Is(&b.Room, record.ID[centre.Room](room)) })
		if c.Do(err); n != slots {
			c.Errorf("记了 %d 条预约", n)
		}
	})
}
