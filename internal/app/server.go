package app

import (
	"context"
	"log/slog"
	"net/http"

	"sanshe/internal/api"
	"sanshe/internal/centre"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/people"
	"sanshe/internal/report"
	"sanshe/internal/service"
	"sanshe/internal/sso"
	"sanshe/internal/ui"
	"sanshe/internal/web"
)

// Version is the program's version.
const Version = "0.1.0"

// Site says how a county is served.
type Site struct {
	Base    string // path the site is mounted under, such as /ssld
	Proxies Proxies
	Log     *slog.Logger // where requests are written; nil for nowhere
	Demo    string       // words of the red band
	SSO     []*sso.Provider
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
	mux.Handle("/api/v1/", api.New(api.Config{Store: a.Store, Auth: a.Auth, Figures: figureAPI{a.Figures, a.Store}, Readers: append(people.Viewers(), people.Administrator), Base: s.Base, Version: Version}))
	mux.Handle("/p/", a.portal(s, look))
	var menu []web.Chapter
	pages := a.Pages()
	for i, c := range Chapters() {
		menu = append(menu, web.Chapter{Number: i + 1, Name: c.Name, Pages: pages[i+1], Registers: c.Registers})
	}
	mux.Handle("/", web.New(web.Config{
		Store: a.Store, Auth: a.Auth, Figures: a.Figures, UI: look, County: county, Name: name, Demo: s.Demo, Menu: menu, Boards: Boards(),
		Viewers: people.Viewers(), Admin: people.Administrator, Stands: Stands(), Registrar: org.Everyone(),
		Quick: service.Activities.Register, Ask: need.Needs.Register, Report: doc, Version: Version, SSO: s.SSO,
		Alike:     map[string]web.Alike{"need": need.Told},
		Last:      map[string]web.Last{"member_survey": party.LastTime, "activity": service.LastTime},
		Calendars: map[string]web.Calendar{"room": centre.RoomCalendar(a.Store)}, Diaries: []web.Diary{centre.Diary},
		Panels: a.Panels(), Files: a.Files(),
	}).Handler())
	return s.Proxies.Handler(mount(s.Base, a.observe(s, mux))), nil
}

// mount serves a site below a path.
func mount(base string, site http.Handler) http.Handler {
	if base == "" {
		return site
	}
	mux := http.NewServeMux()
	mux.Handle(base+"/", http.StripPrefix(base, site))
	return mux
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
