package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"sanshe/internal/api"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/report"
	"sanshe/internal/service"
	"sanshe/internal/ui"
	"sanshe/internal/web"
)

// Version is the program's version.
const Version = "0.1.0"

// Site says how a county is served.
type Site struct {
	Base string // path the site is mounted under
	Demo string // words of the red band
}

// Handler gives every surface of a county.
func (a *App) Handler(ctx context.Context, s Site) (http.Handler, error) {
	doc, err := report.Parse(report.Hejiang())
	if err != nil {
		return nil, err
	}
	county, name, err := a.County(ctx)
	if err != nil {
		return nil, err
	}
	look := ui.New(s.Base)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", a.health)
	mux.HandleFunc("GET /readyz", a.ready)
	mux.Handle("/assets/", look.Assets())
	mux.Handle("/api/v1/", api.New(api.Config{Store: a.Store, Auth: a.Auth, Figures: figureAPI{a.Figures, a.Store}, Base: s.Base, Version: Version}))
	mux.Handle("/p/", a.portal(s, look))
	var menu []web.Chapter
	for i, c := range Chapters() {
		menu = append(menu, web.Chapter{Number: i + 1, Name: c.Name, Registers: c.Registers})
	}
	mux.Handle("/", web.New(web.Config{
		Store: a.Store, Auth: a.Auth, Figures: a.Figures, UI: look, County: county, Name: name, Demo: s.Demo, Menu: menu, Boards: Boards(),
		Viewers: people.Viewers(), Admin: people.Administrator, Owner: org.SocialOrgs.Register, Registrar: org.Everyone(),
		Quick: service.Activities.Register, Ask: need.Needs.Register, Report: doc, Version: Version,
		Panels: map[string][]web.Panel{
			"need": {need.Suggestions, need.Similar}, "activity": {service.TookPart},
			"social_org": {party.OrgFile}, "member_survey": {party.Meaning},
		},
	}).Handler())
	if s.Base == "" {
		return mux, nil
	}
	return http.StripPrefix(s.Base, mux), nil
}

// County gives the county whose data this is: the one division of county level.
func (a *App) County(ctx context.Context) (code, name string, err error) {
	list, err := a.Store.AreasBelow(ctx, "", 6)
	if err != nil {
		return "", "", err
	}
	if len(list) != 1 {
		return "", "本县", nil // no divisions yet, or several counties on one server
	}
	return list[0].Value, list[0].Label, nil
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

// Serve serves until ctx ends, then lets requests in flight finish.
func (a *App) Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 60 * time.Second, WriteTimeout: 120 * time.Second, IdleTimeout: 60 * time.Second, MaxHeaderBytes: 16 << 10}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	keep, stop := context.WithCancel(context.Background())
	defer stop()
	go a.keep(keep)
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

// keep does what must be done now and then: chain and sign the audit, write its
// head outside the database, clear out what has expired.
func (a *App) keep(ctx context.Context) {
	tick := time.NewTicker(30 * time.Second)
	defer tick.Stop()
	for {
		if err := a.SealAudit(ctx); err != nil && ctx.Err() == nil {
			slog.Error("audit not sealed", "err", err)
		}
		if err := a.Store.Renew(ctx); err != nil && ctx.Err() == nil {
			slog.Error("lease not renewed", "err", err)
		}
		if err := a.Auth.Sweep(ctx); err != nil && ctx.Err() == nil {
			slog.Error("expired sessions not swept", "err", err)
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
	if err != nil || head == nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(a.Config.Data, "audit-heads.txt"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(head.String() + "\n")
	return errors.Join(err, f.Sync(), f.Close())
}
