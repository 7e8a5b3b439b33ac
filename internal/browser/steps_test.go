package browser_test

import (
	"fmt"
	"time"

	"sanshe/internal/need"
	"sanshe/internal/store"
)

// want is what a resident asks for in these tests.
const want = "我妈 82 岁，腿脚不方便，三个月没理发了。想请人上门理发，周末上午在家"

// portal opens the page of the poster in the worker's community.
func lists(w *window)  { w.open("/p/lists?c=" + w.county.accounts["worker"].Area) }
func portal(w *window) { w.open("/p/need?c=" + w.county.accounts["worker"].Area) }

// tell fills in what a resident needs and sends it.
func tell(w *window) {
	w.click("照顾老人")
	w.fill("detail", want)
	w.fill("phone", "13800002046")
	time.Sleep(2100 * time.Millisecond) // no person is faster
	w.click("提交")
}

// verified opens a need that waits for a resource, of a kind that some offer.
func verified(w *window) {
	actor, err := w.county.Auth.ActorOf(w.Context(), w.county.accounts["worker"].ID)
	if err != nil {
		w.Fatal(err)
	}
	n, err := store.First(w.Context(), w.county.Store.Reader(actor), need.Needs, func(n *need.Need, q *store.Where) {
		q.Is(&n.State, need.Verified).Is(&n.Category, "elder")
	})
	if err != nil || n == nil {
		w.Fatalf("no need waits: %v", err)
	}
	w.open(fmt.Sprintf("/r/need/%d", n.ID))
}
