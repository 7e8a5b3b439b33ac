// Package web is the workbench: lists, records, forms, steps, inbox, dashboard
// and report, derived from the descriptions of the registers. Every journey
// works without script; pages know no domain, and what one domain adds to a
// record's page comes as a [Panel] from the assembly.
package web

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	g "maragu.dev/gomponents"

	"sanshe/internal/auth"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/record"
	"sanshe/internal/report"
	"sanshe/internal/sso"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Config is what the workbench is assembled of.
type Config struct {
	Store     *store.Store
	Auth      *auth.Auth
	Figures   *figure.Engine
	UI        *ui.UI
	County    string // its division code
	Name      string // 合江县
	Demo      string // words of the red band; "" outside demonstrations
	Menu      []Chapter
	Quick     *record.Register // what 「记一次」 in the top bar makes
	Ask       *record.Register // what 「登记」 in the top bar makes
	Panels    map[string][]Panel
	Last      map[string]Last // what forms open with
	Alike     map[string]Alike
	Boards    []Board
	Report    *report.Document
	Viewers   record.Roles                     // whoever holds one sees figures
	Admin     record.Role                      // whoever holds it manages accounts
	Stands    map[record.Role]*record.Register // of which register an account with a role stands for one record
	Registrar *record.Actor                    // reads those when an account is opened
	Version   string
	SSO       []*sso.Provider // whose word is taken for who somebody is
	Calendars map[string]Calendar
	Diaries   []Diary
	Files     []File
}

// Last fills a form that opens with what was said last time of the same thing.
type Last func(ctx context.Context, r *store.Reader, in record.Input) error

// Chapter is a part of the menu: whole pages first, then registers.
type Chapter struct {
	Number    int
	Name      string
	Pages     []Page
	Registers []*record.Register
}

// Web serves the workbench.
type Web struct {
	Config
	chapterOf map[string]int
	knocks    *auth.Limiter // at providers, by address
	mux       *http.ServeMux
}

// New makes the workbench.
func New(c Config) *Web {
	w := &Web{Config: c, chapterOf: map[string]int{}, knocks: auth.NewLimiter(c.Store.Clock(), time.Second/2, 200, 10_000)}
	for _, ch := range c.Menu {
		for _, r := range ch.Registers {
			w.chapterOf[r.Name] = ch.Number
		}
	}
	return w
}

// Handler gives every route of the workbench, on one page.
func (w *Web) Handler() http.Handler {
	mux := http.NewServeMux()
	w.mux = mux
	open := func(pattern string, h func(*visit) (g.Node, error)) { mux.Handle(pattern, w.page(h, false)) }
	in := func(pattern string, h func(*visit) (g.Node, error)) { mux.Handle(pattern, w.page(h, true)) }

	open("GET /sign-in", w.signInPage)
	open("POST /sign-in", w.signIn)
	open("GET /sign-in/link", w.linkPage)
	open("POST /sign-in/link", w.useLink)
	open("POST /sign-in/code", w.signInCode)
	open("POST /sign-in/enrol", w.signInEnrol)
	open("GET /set-up", w.setUpPage)
	open("POST /set-up", w.setUp)
	in("POST /sign-out", w.signOut)
	in("POST "+surePath, w.sure)
	w.accountRoutes(in)

	in("GET /{$}", w.home)
	in("GET /inbox", w.inbox)
	in("GET /search", w.search)
	in("GET /board", w.board)
	in("GET /figures", w.figures)
	in("GET /figures/{name}", w.figurePage)
	in("GET /report", w.reportPage)
	in("GET /report.docx", w.reportFile)
	in("GET /help", w.help)
	in("GET /feedback", w.feedbackPage)
	in("POST /feedback", w.feedback)
	in("GET /pick/{register}", w.pick)

	in("GET /r/{register}", w.list)
	in("GET /r/{register}/new", w.newForm)
	in("GET /r/{register}/seek", w.seekPage)
	in("POST /r/{register}/seek", w.seek)
	in("POST /r/{register}", w.create)
	in("POST /r/{register}/alike", w.alike)
	in("GET /r/{register}/{id}", w.record)
	in("GET /r/{register}/{id}/edit", w.editForm)
	in("POST /r/{register}/{id}", w.edit)
	in("GET /r/{register}/{id}/history", w.history)
	in("GET /r/{register}/{id}/do/{step}", w.stepForm)
	in("POST /r/{register}/{id}/do/{step}", w.step)
	in("GET /r/{register}/{id}/void", w.voidForm)
	in("POST /r/{register}/{id}/void", w.void)
	in("POST /r/{register}/{id}/reveal", w.reveal)
	in("POST /r/{register}/{id}/open", w.openDossier)
	in("GET /r/{register}/{id}/file/{field}", w.file)
	in("GET /r/{register}/{id}/merge", w.mergeForm)
	in("POST /r/{register}/{id}/merge", w.merge)
	in("POST /r/{register}/{id}/unmerge", w.unmerge)
	in("GET /r/{register}/{id}/who", w.whoReads)
	in("POST /r/{register}/{id}/known", w.known)
	in("GET /r/{register}/{id}/assign", w.assignForm)
	in("POST /r/{register}/{id}/assign", w.assign)
	in("GET /delegations", w.delegations)
	in("POST /delegations", w.delegate)
	in("POST /delegations/{id}/end", w.endDelegation)
	in("POST /delegations/{id}/act", w.actFor)
	in("POST /own-name", w.ownName)
	in("GET /glimpses", w.glimpses)
	in("POST /glimpses", w.askGlimpse)
	in("POST /glimpses/{id}/consent", w.consent)
	in("POST /glimpses/{id}/refuse", w.refuse)
	in("GET /look", w.lookPage)
	in("POST /look", w.look)
	in("GET /audit", w.audit)
	in("GET /accounts/{id}/hand-over", w.handOverForm)
	in("POST /accounts/{id}/hand-over", w.handOver)
	for _, p := range w.pages() {
		in("GET "+p.Path, w.added(p))
	}
	for _, f := range w.Files {
		in("GET "+f.Path, w.made(f))
	}
	in("GET /accounts/{id}", w.accountPage)
	in("POST /accounts/{id}", w.editAccount)
	in("POST /accounts/{id}/grant", w.grantAccount)
	in("POST /accounts/{id}/grants/{grant}/end", w.endGrant)
	in("GET /accounts/{id}/follow", w.followForm)
	in("POST /accounts/{id}/follow", w.follow)
	w.exchangeRoutes(in)
	w.ssoRoutes(open, in)
	w.settingRoutes(in)
	w.calendarRoutes(open, in)
	in("/", func(*visit) (g.Node, error) { return nil, errNowhere() })
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(w.page(func(*visit) (g.Node, error) {
		return nil, fault.New(fault.Refused, "这一次提交来自别的网站，没有办理。请从本系统的页面重新填；还不行，请联系系统管理员")
	}, false))
	return guard.Handler(mux)
}

// visit is one request with whoever makes it.
type visit struct {
	w       http.ResponseWriter
	r       *http.Request
	session *auth.Session
	actor   *record.Actor
	prefs   ui.Prefs
	status  int
}

func (v *visit) ctx() context.Context { return v.r.Context() }

// page turns a function that gives a page, or an error, into a handler.
func (w *Web) page(h func(*visit) (g.Node, error), signedIn bool) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		v := &visit{w: rw, r: r, prefs: w.UI.Prefs(rw, r), status: http.StatusOK}
		Secure(rw.Header())
		limit := int64(maxForm)
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") { // read by its handler, if it has one
			limit = maxUpload
		}
		r.Body = http.MaxBytesReader(rw, r.Body, limit)
		if cookie, err := r.Cookie(sessionCookie); err == nil {
			if s, err := w.Auth.Session(r.Context(), cookie.Value); err == nil {
				v.session, v.actor = s, s.Actor
				v.actor.From = origin(r)
				if err := w.guise(v); err != nil {
					w.write(v, w.oops(v, err))
					return
				}
			}
		}
		if err := r.ParseForm(); err != nil && r.Method == http.MethodPost && !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			w.write(v, w.oops(v, errForm(err)))
			return
		}
		var page g.Node
		var err error
		if signedIn && v.session == nil {
			page, err = w.interrupted(v)
		} else {
			page, err = h(v)
		}
		if v.session != nil && fault.HasCode(err, fault.CodeProof) {
			page, err = w.askSure(v)
		}
		if v.session != nil && fault.HasCode(err, fault.CodeReason) {
			page, err = w.askWhy(v, err)
		}
		if err != nil {
			page = w.oops(v, err)
		}
		if page != nil {
			w.write(v, page)
		}
	})
}

// maxForm bounds what a form may send.
const maxForm = 1 << 20

// maxUpload bounds what a form with a file may send.
const maxUpload = 10<<20 + maxForm

func (w *Web) write(v *visit, page g.Node) {
	head := v.w.Header()
	head.Set("Content-Type", "text/html; charset=utf-8")
	head.Set("Cache-Control", "no-store")
	head.Set("Vary", "X-Fragment")
	b := bytes.NewBuffer(make([]byte, 0, 64<<10)) // whole before the status goes out: a page that cannot be drawn is an error, not half a page
	if err := page.Render(b); err != nil {
		slog.Error("page not drawn", "route", v.r.Pattern, "err", err)
		v.status = http.StatusInternalServerError
		b.Reset()
		b.WriteString("<!doctype html><meta charset=utf-8><title>系统出错了</title><h1>系统出错了</h1><p>没有存下什么。请稍后再试，或者告诉管理员。")
	}
	head.Set("Content-Length", strconv.Itoa(b.Len()))
	v.w.WriteHeader(v.status)
	if _, err := b.WriteTo(v.w); err != nil {
		slog.Debug("page not sent whole", "route", v.r.Pattern, "err", err)
	}
}

// go303 sends the browser on after a change.
func (w *Web) go303(v *visit, path string) (g.Node, error) {
	http.Redirect(v.w, v.r, w.UI.URL(path), http.StatusSeeOther)
	return nil, nil
}

// Secure sets the headers of every page: nothing is loaded from elsewhere, run
// inline, framed, or sent on.
func Secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types sanshe")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
}

// reader reads as whoever visits.
func (w *Web) reader(v *visit) *store.Reader { return w.Store.Reader(v.actor) }

// register gives the register of the address.
func (w *Web) register(v *visit) (*record.Register, error) {
	if reg := w.Store.Book().Register(v.r.PathValue("register")); reg != nil {
		return reg, nil
	}
	return nil, errNowhere()
}
