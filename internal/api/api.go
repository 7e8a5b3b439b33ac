// Package api is the REST surface (接口): every register of the book, its steps
// and the figures, as JSON under /api/v1/, each route derived from the
// register's description. What programs send comes down to the same
// [record.Input] as forms and spreadsheets, so there is one way in; what they
// are given carries masks where a person would see them.
//
// The names in it (registers, fields, steps) are public contract. The document
// of all of it is at /api/v1/openapi.json.
package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Authenticator tells whose a token is. An error of kind Refused is answered
// with 401.
type Authenticator interface {
	TokenActor(ctx context.Context, token string) (*record.Actor, error)
}

// Config says what the surface stands on.
type Config struct {
	Store   *store.Store
	Auth    Authenticator
	Figures Figures      // nil: this county has none, and their routes are not there
	Readers record.Roles // whoever holds one reads settings; nil: their routes are not there
	Base    string       // scheme and host before /api/v1/ in addresses given out; "" gives paths
	Version string       // of the program, for the document
	Log     *slog.Logger // for internal errors; nil is slog.Default()
}

const prefix = "/api/v1/"

// route is one thing a program may ask. The document is made of the same list.
type route struct {
	method string
	path   string // below prefix: register, register/{id} or register/{id}/word
	plan   *plan  // nil outside registers
	step   *record.Step
	open   bool // answered without a token
	serve  func(*call) error
	doc    operation
}

// server serves routes.
type server struct {
	Config
	routes   []*route
	byPath   map[string]map[string]*route // path, method
	document func() []byte
}

// New gives the surface. It panics on a name in the book that a route of its
// own already has: a bug, to be met at start-up.
func New(c Config) http.Handler {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	c.Base = strings.TrimRight(c.Base, "/")
	s := &server{Config: c, byPath: map[string]map[string]*route{}}
	s.routes = append(append(s.figureRoutes(), s.settingRoutes()...), &route{method: "GET", path: "openapi.json", open: true, serve: (*call).openapi, doc: documentOperation()})
	for _, reg := range c.Store.Book().Registers {
		s.routes = append(s.routes, s.recordRoutes(reg)...)
	}
	for _, r := range s.routes {
		if s.byPath[r.path] == nil {
			s.byPath[r.path] = map[string]*route{}
		}
		if s.byPath[r.path][r.method] != nil {
			panic(fmt.Sprintf("api: %s %s%s is two routes; rename the register or step", r.method, prefix, r.path))
		}
		s.byPath[r.path][r.method] = r
	}
	s.document = sync.OnceValue(s.write)
	return s
}

// call is one request being answered.
type call struct {
	*server
	*route
	w      http.ResponseWriter
	r      *http.Request
	number string // by which the log and the user speak of this request
	value  string // what stands for {id} or {name} in the path
	actor  *record.Actor
}

// ServeHTTP implements [http.Handler].
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	c := &call{server: s, w: w, r: r, number: cmp.Or(h.Get("X-Request-Id"), rand.Text()[:10])}
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Request-Id", c.number)
	defer func() {
		if p := recover(); p == http.ErrAbortHandler {
			panic(p)
		} else if p != nil {
			c.fail(fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	if err := c.answer(); err != nil {
		c.fail(err)
	}
}

// answer finds the route, then who is asking, then does what is asked.
// Whoever shows no token is told nothing about which addresses there are.
func (c *call) answer() error {
	missing := c.find()
	if c.route == nil || !c.route.open {
		if err := c.signIn(); err != nil {
			return err
		}
	}
	if missing != nil {
		return missing
	}
	return c.route.serve(c)
}

// find sets the route of the request, or says why there is none.
func (c *call) find() error {
	path, below := strings.CutPrefix(c.r.URL.Path, prefix)
	parts := strings.Split(path, "/")
	if len(parts) > 1 {
		c.value, parts[1] = parts[1], "{id}"
		if slices.Contains([]string{"figures", "settings", "codes"}, parts[0]) {
			parts[1] = "{name}"
		}
	}
	methods := c.byPath[strings.Join(parts, "/")]
	if !below || methods == nil || len(parts) > 1 && c.value == "" {
		return fault.New(fault.NotFound, "没有这个地址；有哪些地址见 %sopenapi.json", prefix)
	}
	method := c.r.Method
	if method == http.MethodHead { // the server leaves out the body
		method = http.MethodGet
	}
	if c.route = methods[method]; c.route != nil {
		c.r.Pattern = method + " " + prefix + c.route.path // for the log, which has no use for ids
		return nil
	}
	var allow []string
	for m := range methods {
		if allow = append(allow, m); m == http.MethodGet {
			allow = append(allow, http.MethodHead)
		}
	}
	slices.Sort(allow)
	c.w.Header().Set("Allow", strings.Join(allow, ", "))
	return fault.Coded(fault.Invalid, codeMethod, "这个地址不接受 %.20q，可用：%s", c.r.Method, strings.Join(allow, "、"))
}

// signIn sets the actor of the request's token.
func (c *call) signIn() error {
	scheme, token, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return fault.Coded(fault.Refused, codeToken, "没有带接口令牌；请在请求头写 Authorization: Bearer 令牌，令牌由系统管理员发")
	}
	a, err := c.Auth.TokenActor(c.r.Context(), strings.TrimSpace(token))
	if fault.Is(err, fault.Refused) || fault.Is(err, fault.NotFound) || err == nil && a == nil {
		return fault.Coded(fault.Refused, codeToken, "接口令牌不对，或已过期、已撤销；请向系统管理员要新的")
	}
	if err != nil {
		return err
	}
	actor := *a
	actor.Via, actor.From = "api", c.r.RemoteAddr
	if host, _, err := net.SplitHostPort(c.r.RemoteAddr); err == nil {
		actor.From = host
	}
	c.actor = &actor
	return nil
}

func (c *call) reader() *store.Reader { return c.Store.Reader(c.actor) }

// id gives the record the path names.
func (c *call) id() (int64, error) {
	id, err := strconv.ParseInt(c.value, 10, 64)
	if err != nil || id <= 0 || id > 1<<53 {
		return 0, fault.New(fault.NotFound, "没有找到这条%s：地址里的编号应是数字 id", c.plan.reg.Label)
	}
	return id, nil
}

// send answers with a JSON body that is ready.
func (c *call) send(status int, body []byte) error {
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	c.w.WriteHeader(status)
	c.w.Write(body) // whoever has gone away gets nothing
	return nil
}
