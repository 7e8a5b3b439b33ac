package web_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/db"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// When more wait to write than may, the next are told so at once and asked to
// come back, on every surface; reading goes on, and what waited is written.
func TestQueueFull(t *testing.T) {
	s := onSQLite(t)
	worker, resident := s.as("worker"), s.nobody()
	typed := worker.get("/r/need/new").form("/r/need").with("category", "elder", "detail", "路灯不亮")
	asked := resident.get("/p/need?c="+Community).form("/p/need").with("category", "elder", "detail", "路灯不亮", "phone", "13800138000")
	token, err := s.App.Auth.NewToken(s.Ctx(), store.System("demo"), s.accounts["worker"], "试", record.Limits{Scopes: record.Scopes}, s.Clock.Now().Add(time.Hour))
	s.Do(err)
	s.Clock.Advance(5 * time.Second) // a resident takes a moment to write
	var waiting sync.WaitGroup
	gone, leave := context.WithCancel(s.Ctx())
	s.Do(s.DB.Write(s.Ctx(), func(*db.Tx) error {
		for range 4096 {
			waiting.Go(func() { _ = s.DB.Write(gone, func(*db.Tx) error { return nil }) })
		}
		for s.DB.WriterQueue() < 4096 {
			time.Sleep(time.Millisecond)
		}
		for who, p := range map[string]*page{
			"workbench": worker.send(typed), "resident": resident.send(asked),
			"program": worker.ask(http.MethodPost, "/api/v1/need", "application/json", strings.NewReader(`{"area":"`+Community+`","category":"elder","detail":"路灯不亮","source":"visit"}`), "Authorization", "Bearer "+token),
		} {
			if p.status != http.StatusServiceUnavailable || p.head.Get("Retry-After") == "" || !strings.Contains(p.body, "忙") {
				t.Errorf("%s: %d, Retry-After %q: %.200s", who, p.status, p.head.Get("Retry-After"), p.text())
			}
		}
		worker.get("/inbox").is(http.StatusOK)
		leave()
		return nil
	}))
	waiting.Wait()
	worker.follow(typed) // the same form again, which was not done
	resident.send(asked).is(http.StatusSeeOther)
	if page, err := s.Store.Reader(s.Worker()).Count(s.Ctx(), need.Needs.Register, store.Query{}); err != nil || page.Total != 2 {
		t.Errorf("%+v, %v", page, err)
	}
}
