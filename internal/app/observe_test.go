package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/auth"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// logged has the program log into what it gives, for as long as the test runs.
func logged(t *testing.T) *safe {
	out, was := &safe{}, slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(was) })
	return out
}

type safe struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safe) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
}

func (s *safe) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// lines gives what was logged of requests.
func (s *safe) lines(t *testing.T) (list []map[string]any) {
	t.Helper()
	for line := range strings.Lines(s.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if m["msg"] == "request" {
			list = append(list, m)
		}
	}
	return list
}

// caller opens an account with every role and gives its token.
func caller(w *World) (id int64, token string) {
	id = account(w, "caller")
	token, err := w.Auth.NewToken(w.Ctx(), store.System("demo"), id, "测试", record.Limits{Scopes: record.Scopes}, w.Clock.Now().Add(24*time.Hour))
	w.Do(err)
	return id, token
}

// account opens an account with every role but that of an organisation.
func account(w *World, login string) int64 {
	id, err := w.Auth.CreateAccount(w.Ctx(), store.System("demo"), auth.Account{Login: login, Name: "全能", UnitName: "测试", Area: County})
	w.Do(err)
	for _, r := range people.Roles() {
		if r == people.Organisation {
			continue
		}
		_, err := w.Auth.Grant(w.Ctx(), store.System("demo"), auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: r})
		w.Do(err)
	}
	return id
}

// The log has routes, outcomes and accounts; never an address with values in
// it, never what was asked or sent.
func TestLogHasNoPersonalData(t *testing.T) {
	out, w := logged(t), OnSQLite(t)
	account, token := caller(w)
	h, err := w.Handler(w.Ctx(), app.Site{Base: "/ssld", Log: slog.Default()})
	w.Do(err)
	ask := func(method, path, body string, head ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.RemoteAddr = "203.0.113.77:4000"
		for i := 0; i < len(head); i += 2 {
			r.Header.Set(head[i], head[i+1])
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return rec
	}
	bearer := []string{"Authorization", "Bearer " + token, "User-Agent", "canary-agent", "Referer", "http://x/?q=canary"}
	ask("GET", "/ssld/api/v1/need/123456789?q=canary", "", bearer...)
	ask("GET", "/ssld/api/v1/need?q=canary", "", bearer...)
	ask("GET", "/ssld/r/person/123456789?q=canary", "")
	ask("POST", "/ssld/sign-in", "login=canary&password=canary-password", "Content-Type", "application/x-www-form-urlencoded")
	ask("GET", "/ssld/p/r/CANARYCODE-canary", "")
	ask("CANARY", "/ssld/canary/<x>", "")
	res := ask("GET", "/ssld/healthz", "")
	lines := out.lines(t)
	if len(lines) != 7 {
		t.Fatalf("%d lines: %s", len(lines), out)
	}
	text := out.String()
	for _, never := range []string{"canary", "CANARY", "123456789", "203.0.113.77", token, "q="} {
		if strings.Contains(text, never) {
			t.Errorf("the log holds %q:\n%s", never, text)
		}
	}
	for i, want := range []string{"GET /api/v1/need/{id}", "GET /api/v1/need", "GET /r/{register}/{id}", "POST /sign-in"} {
		if lines[i]["route"] != want {
			t.Errorf("line %d: %v, want %s", i, lines[i], want)
		}
	}
	first := lines[0]
	if first["account"] != float64(account) || first["status"] != 404.0 || first["bytes"] == 0.0 || first["request"] == "" || first["ms"] == nil {
		t.Errorf("logged %v", first)
	}
	if lines[2]["account"] != 0.0 || lines[6]["level"] != "DEBUG" || lines[6]["request"] != res.Header().Get("X-Request-Id") {
		t.Errorf("logged %v, %v", lines[2], lines[6])
	}
}

// A handler that panics is answered in words and logged without what it held.
func TestPanicIsAnswered(t *testing.T) {
	out, w := logged(t), OnSQLite(t)
	rec := httptest.NewRecorder()
	w.Observe(app.Site{Log: slog.Default()}, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("13987654321") })).ServeHTTP(rec, httptest.NewRequest("GET", "/", nil))
	if rec.Code != 500 || !strings.Contains(rec.Body.String(), "没有存下什么") || strings.Contains(out.String(), "13987654321") || !strings.Contains(out.String(), "panic") {
		t.Errorf("%d %s\n%s", rec.Code, rec.Body, out)
	}
}

// The admin address measures, and answers nobody who came by another name.
func TestAdminMeasures(t *testing.T) {
	w := OnSQLite(t)
	_, token := caller(w)
	h, err := w.Handler(w.Ctx(), app.Site{})
	w.Do(err)
	r := httptest.NewRequest("GET", "/api/v1/need?q=canary", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	h.ServeHTTP(httptest.NewRecorder(), r)
	get := func(path, host string) (int, string) {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = host
		rec := httptest.NewRecorder()
		w.Inspect().ServeHTTP(rec, r)
		return rec.Code, rec.Body.String()
	}
	code, text := get("/metrics", "127.0.0.1:9080")
	for _, want := range []string{`sanshe_requests_total{route="GET /api/v1/need",status="200"} 1`, `sanshe_request_seconds_bucket{route="GET /api/v1/need",le="+Inf"} 1`, "sanshe_writer_queue 0", `engine="sqlite"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%d: no %s in\n%s", code, want, text)
		}
	}
	for line := range strings.Lines(text) { // the form Prometheus reads
		if !strings.HasPrefix(line, "#") && len(strings.Fields(line[strings.LastIndex(line, "}")+1:])) > 2 || strings.Contains(line, "canary") {
			t.Errorf("line %q", line)
		}
	}
	if code, _ := get("/debug/pprof/goroutine?debug=1", "localhost:9080"); code != 200 {
		t.Errorf("pprof: %d", code)
	}
	if code, _ := get("/metrics", "evil.example:9080"); code != http.StatusForbidden {
		t.Errorf("by another name: %d", code)
	}
	for _, path := range []string{"/metrics", "/debug/pprof/"} {
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest("GET", path, nil))
		if rec.Code == 200 {
			t.Errorf("the site itself answers %s", path)
		}
	}
	for _, at := range []string{"0.0.0.0:0", "192.0.2.1:0", ":0", "example.com:0"} {
		if _, err := app.ListenLocal(t.Context(), at, "只能是本机"); err == nil {
			t.Errorf("listens at %s", at)
		}
	}
}

// serving serves a handler as the program does, and gives its address.
func serving(t *testing.T, w *World, srv *http.Server) (at string, stop func() error) {
	l, err := app.ListenLocal(t.Context(), "127.0.0.1:0", "")
	w.Do(err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Serve(ctx, l, srv) }()
	t.Cleanup(cancel)
	return l.Addr().String(), func() error { cancel(); return <-ended }
}

// What was begun is finished before the program stops.
func TestStopLetsRequestsFinish(t *testing.T) {
	w := OnSQLite(t)
	in, out := make(chan bool), make(chan bool)
	at, stop := serving(t, w, app.Server(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		in <- true
		<-out
		io.WriteString(rw, "done")
	})))
	answer := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + at)
		if err != nil {
			answer <- err.Error()
			return
		}
		b, _ := io.ReadAll(res.Body)
		answer <- string(b)
	}()
	<-in
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	for !w.Draining() {
		time.Sleep(time.Millisecond)
	}
	select {
	case err := <-stopped:
		t.Fatalf("stopped in the middle: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	close(out)
	if got := <-answer; got != "done" {
		t.Errorf("the answer is %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// Hundreds of clients that send a letter now and then are gone when the time for
// a header or a body is up; whoever asks properly is answered meanwhile.
func TestSlowClientsAreLetGo(t *testing.T) {
	w := OnSQLite(t)
	h, err := w.Handler(w.Ctx(), app.Site{})
	w.Do(err)
	srv := app.Server(h)
	for name, limit := range map[string][2]time.Duration{"header": {srv.ReadHeaderTimeout, 5 * time.Second}, "request": {srv.ReadTimeout, 15 * time.Second}, "answer": {srv.WriteTimeout, 30 * time.Second}, "idle": {srv.IdleTimeout, time.Minute}} {
		if limit[0] == 0 || limit[0] > limit[1] {
			t.Errorf("%s may take %v", name, limit[0])
		}
	}
	if srv.MaxHeaderBytes > 16<<10 {
		t.Errorf("headers of %d bytes", srv.MaxHeaderBytes)
	}
	srv.ReadHeaderTimeout, srv.ReadTimeout = 300*time.Millisecond, 600*time.Millisecond // the same, sooner
	at, stop := serving(t, w, srv)
	const clients = 400
	var gone atomic.Int64
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			c, err := net.Dial("tcp", at)
			if err != nil {
				return
			}
			defer c.Close()
			start := "GET /p/ HTTP/1.1\r\nHost: x\r\nX-A: "
			if i%2 == 1 {
				start = "POST /p/need HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\n"
			}
			_, _ = io.WriteString(c, start)
			_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
			ended := make(chan bool)
			go func() { _, _ = io.Copy(io.Discard, c); close(ended) }()
			for {
				select {
				case <-ended:
					gone.Add(1)
					return
				case <-time.After(50 * time.Millisecond):
					_, _ = c.Write([]byte("a"))
				}
			}
		})
	}
	for range 20 {
		res, err := http.Get("http://" + at + "/healthz")
		if err != nil || res.StatusCode != 200 {
			t.Errorf("an honest visitor: %v", err)
			continue
		}
		res.Body.Close()
	}
	all.Wait()
	if gone.Load() != clients {
		t.Errorf("%d of %d are gone", gone.Load(), clients)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// Headers and bodies beyond the limits are refused.
func TestServerBoundsRequests(t *testing.T) {
	w := OnSQLite(t)
	h, err := w.Handler(w.Ctx(), app.Site{})
	w.Do(err)
	at, _ := serving(t, w, app.Server(h))
	r, _ := http.NewRequest("GET", "http://"+at+"/p/", nil)
	r.Header.Set("X-Long", strings.Repeat("a", 32<<10))
	if res, err := http.DefaultClient.Do(r); err != nil || res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a long header: %v, %v", res, err)
	}
	if res, err := http.Post("http://"+at+"/p/need", "application/x-www-form-urlencoded", strings.NewReader("detail="+strings.Repeat("a", 2<<20))); err != nil || res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("a long body: %v, %v", res, err)
	}
}
