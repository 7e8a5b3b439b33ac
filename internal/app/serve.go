package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/message"
	"sanshe/internal/store"
)

// Server is a server with limits, so that nobody holds it by being slow. See
// observe for forms and files.
func Server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 60 * time.Second,
		MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
}

// easeGC lets garbage grow to several times what is in use, which a county's
// server has memory for, before it is collected; GOGC and GOMEMLIMIT overrule.
func easeGC() {
	const share, limit = 400, 1 << 30
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(share)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
}

// Serve serves until ctx ends, then lets requests in flight finish.
func (a *App) Serve(ctx context.Context, l net.Listener, srv *http.Server) error {
	easeGC()
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	keep, stop := context.WithCancel(context.Background())
	defer stop()
	go a.keep(keep)
	go a.Store.WorkImports(keep, a.Auth.ActorOf)
	if a.SMS != nil {
		go a.sendMessages(keep)
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	a.draining.Store(true)
	slog.Info("draining")
	last, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	err := srv.Shutdown(last)
	if e := <-ended; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}

// sendMessages sends the short messages that answers leave behind.
func (a *App) sendMessages(ctx context.Context) {
	_, name, err := a.County(ctx)
	if err != nil {
		slog.Error("short messages not sent", "err", err)
		return
	}
	message.Work(ctx, a.Store, a.SMS, name)
}

// Serving is how a county was last served, for doctor.
type Serving struct {
	Listen, Base, Version string
	Trust                 []string
}

// NoteServing keeps beside the data how it is being served.
func (a *App) NoteServing(s Serving) error { return a.Config.note("serving.json", s) }

// ListenLocal listens at an address of this machine only.
func ListenLocal(ctx context.Context, at, why string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(at)
	if err != nil {
		return nil, fault.New(fault.Invalid, "监听地址“%s”应如 127.0.0.1:8080", at)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fault.New(fault.Refused, "%s", why)
	}
	return Listen(ctx, at)
}

// Listen listens at an address.
func Listen(ctx context.Context, at string) (net.Listener, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", at)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "%s 用不了，可能已有程序占着；换一个端口，如 --listen 127.0.0.1:8081", at)
	}
	return l, nil
}

// Inspect answers what only the machine's keeper may ask: measurements and
// profiles. It is served on this machine's own address, and to nobody who came
// by another name, such as a page elsewhere that names this machine.
func (a *App) Inspect() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		a.writeMetrics(w)
	})
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "只能从本机访问", http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func (a *App) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err := a.DB.Ping(r.Context()); err != nil {
		http.Error(w, "database", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ok\n")) //nolint:errcheck // the asker has gone
}

func (a *App) ready(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if a.draining.Load() {
		http.Error(w, "draining", http.StatusServiceUnavailable)
		return
	}
	if n := a.DB.WriterQueue(); n > 2000 {
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	a.health(w, r)
}

// keep does what must be done now and then: chain and sign the audit, write its
// head outside the database, clear out what has expired.
func (a *App) keep(ctx context.Context) {
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	const often = 6 * time.Hour / (30 * time.Second)
	for n := 0; ; n++ {
		if n%int(often) == 1 { // not with the start, which somebody waits for
			if err := a.DB.Optimize(ctx); err != nil && ctx.Err() == nil {
				slog.Error("indexes not sampled", "err", err)
			}
		}
		for what, do := range map[string]func(context.Context) error{
			"audit not sealed": a.SealAudit, "lease not renewed": a.Store.Renew, "expired sessions not swept": a.Auth.Sweep, "old forms not swept": a.Store.Sweep,
		} {
			if err := do(ctx); err != nil && ctx.Err() == nil {
				slog.Error(what, "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// SealAudit extends the audit chain and appends its head to a file beside the
// database, which an administrator copies elsewhere.
func (a *App) SealAudit(ctx context.Context) error {
	head, err := a.Store.SealAudit(ctx)
	if err == nil {
		a.sealed.Store(clock.System().Now().UnixMilli())
	}
	if err != nil || head == nil {
		return err
	}
	return a.writeHead(head)
}

// writeHead adds a head to the file beside the database.
func (a *App) writeHead(head *store.Head) error {
	f, err := os.OpenFile(filepath.Join(a.Config.Data, headsFile), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(head.String() + "\n")
	return errors.Join(err, f.Sync(), f.Close())
}

// headsFile keeps the heads of the audit outside the database.
const headsFile = "audit-heads.txt"
