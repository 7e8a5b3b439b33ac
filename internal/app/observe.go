package app

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"sanshe/internal/auth"
	"sanshe/internal/clock"
)

// How long a request may take to arrive and an answer to leave; headers and
// ordinary answers have the server's own limits, files that are sent set theirs.
const (
	uploadTime = 2 * time.Minute
	changeTime = 2 * time.Minute
)

// observe counts and logs requests: which route, with what outcome, how long,
// for which account. It knows no address, query, name or value, for logs are
// read by others than records are.
func (a *App) observe(s Site, next http.Handler) http.Handler {
	log := s.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := clock.System().Now()
		a.meter.flying.Add(1)
		defer a.meter.flying.Add(-1)
		var account int64
		r = r.WithContext(auth.Watch(r.Context(), &account))
		r.Pattern = ""
		id := rand.Text()[:12]
		out := &recorder{ResponseWriter: w, base: s.Base}
		out.Header().Set("X-Request-Id", id)
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			rc := http.NewResponseController(w) // where it cannot be set, the server's limit stays
			_ = rc.SetWriteDeadline(began.Add(changeTime))
			if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
				_ = rc.SetReadDeadline(began.Add(uploadTime))
			}
		}
		defer func() {
			took := clock.System().Now().Sub(began)
			p := recover()
			if p != nil && p != http.ErrAbortHandler {
				log.Error("panic", "request", id, "route", r.Pattern, "panic", said(p), "stack", string(debug.Stack()))
				if out.status == 0 {
					http.Error(out, "系统出错了，没有存下什么。请稍后再试", http.StatusInternalServerError)
				}
			}
			a.meter.count(r.Pattern, out.status, took)
			level := slog.LevelInfo
			if r.Pattern == "GET /healthz" || r.Pattern == "GET /readyz" || r.Pattern == "/assets/" {
				level = slog.LevelDebug
			}
			log.Log(r.Context(), level, "request", "request", id, "method", method(r.Method), "route", r.Pattern, "status", out.status, "ms", took.Milliseconds(), "bytes", out.bytes, "account", account)
			if p == http.ErrAbortHandler {
				panic(p)
			}
		}()
		next.ServeHTTP(out, r)
		if out.status == 0 {
			out.WriteHeader(http.StatusOK)
		}
	})
}

// said gives the words of the runtime's own panics; others may quote a value.
func said(p any) string {
	if err, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", p)
}

// method is a method of ours, or the word other: visitors may make up their own.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// recorder notes what is answered, and keeps redirects of the standard mux,
// which does not know where it is mounted, below the base path.
type recorder struct {
	http.ResponseWriter
	base   string
	status int
	bytes  int64
}

// Unwrap lets the server's controls through.
func (o *recorder) Unwrap() http.ResponseWriter { return o.ResponseWriter }

// WriteHeader implements [http.ResponseWriter].
func (o *recorder) WriteHeader(status int) {
	if o.status == 0 && status >= 200 {
		o.status = status
	}
	to := o.Header().Get("Location")
	if o.base != "" && strings.HasPrefix(to, "/") && !strings.HasPrefix(to, o.base+"/") {
		o.Header().Set("Location", o.base+to)
	}
	o.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (o *recorder) Write(b []byte) (int, error) {
	if o.status == 0 {
		o.WriteHeader(http.StatusOK)
	}
	n, err := o.ResponseWriter.Write(b)
	o.bytes += int64(n)
	return n, err
}
