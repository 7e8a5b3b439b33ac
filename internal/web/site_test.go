package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/auth"
	"sanshe/internal/db"
	"sanshe/internal/ident"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// site is a county with its pages, and an account for every role.
type site struct {
	*World
	url      string
	accounts map[string]int64
	org      int64 // the organisation whose member signs in as "org"
	resource int64 // what it offers

	mu     *sync.Mutex
	counts map[string]*db.Counter // statements of the last answer to each address
}

// seats are the accounts: login, name, division, role.
var seats = [][4]string{
	{"officer", "周启明", County, string(people.CountyOfficer)}, {"civil", "何静雯", County, string(people.CivilAffairs)},
	{"town", "赵立新", Town, string(people.TownOfficer)}, {"worker", "王雪梅", Community, string(people.CommunityWorker)},
	{"other", "李外社", Elsewhere, string(people.CommunityWorker)}, {"org", "陈慧敏", County, string(people.Organisation)},
	{"admin", "李海波", County, string(people.Administrator)},
	{"party", "杨组文", County, string(people.OrganisationDept)}, {"finance", "钱立账", County, string(people.Finance)},
	{"secretary", "牟书记", Community, string(people.CommunitySecretary)}, {"social", "向社工", Community, string(people.SocialWorker)},
	{"supervisor", "孔督导", County, string(people.Supervisor)}, {"instructor", "曹指导", County, string(people.Instructor)},
	{"branch", "潘支部", County, string(people.UnitBranch)}, {"volunteer", "梁志愿", Community, string(people.Volunteer)},
	{"evaluator", "彭评估", County, string(people.Evaluator)}, {"auditor", "严审计", County, string(people.Auditor)},
	{"writer", "文秘书", County, string(people.ReportWriter)},
}

// open opens the county: a few divisions, one organisation with one resource.
func open(w *World) *site {
	w.Helper()
	s := &site{World: w, accounts: map[string]int64{}, mu: new(sync.Mutex), counts: map[string]*db.Counter{}}
	w.App.Auth = auth.New(w.Store, people.RoleNames, append(app.Offices(), auth.AllowLinks())...)
	divisions := [][2]string{{County, "合江县"}, {Town, "符阳街道"}, {OtherTown, "临港街道"}, {Community, "滨江社区"}, {Community2, "渡口社区"}, {Elsewhere, "临港社区"}}
	w.Batch(len(divisions), func(tx *store.Tx, i int) error { return addDivision(tx, divisions[i][0], divisions[i][1]) })
	code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, 77)
	w.Do(err)
	s.org = w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "银龄助老服务中心", "code": code, "kind": "民办非企业单位", "category": "生活服务", "registered_on": "2019-05-06"})
	s.resource = w.Make(w.Worker(), need.Resources.Register, Community, record.Input{"title": "上门理发、修指甲", "kind": "专业服务", "categories": "照顾老人", "org": "银龄助老服务中心", "suits": "周末上午", "cost": "公益"})
	w.Step(w.Worker(), need.Resources.Register, s.resource, "accept", store.Taking{})
	for _, x := range seats {
		acc := auth.Account{Login: x[0], Name: x[1], UnitName: x[1] + "的单位", Area: x[2]}
		if x[0] == "org" {
			acc.OwnsRegister, acc.Owns = "social_org", s.org
		}
		id, err := w.Auth.CreateAccount(w.Ctx(), store.System("demo"), acc)
		w.Do(err)
		_, err = w.Auth.Grant(w.Ctx(), store.System("demo"), auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: record.Role(x[3])})
		w.Do(err)
		s.accounts[x[0]] = id
	}
	h, err := w.Handler(w.Ctx(), app.Site{})
	w.Do(err)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		ctx, counter := db.Count(r.Context())
		s.mu.Lock() // before the answer, which may be read before this function ends
		s.counts[r.URL.RequestURI()] = counter
		s.mu.Unlock()
		h.ServeHTTP(rw, r.WithContext(ctx))
	}))
	w.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// addDivision writes a division, and of a community its record too.
func addDivision(tx *store.Tx, code, name string) error {
	level := map[int]place.Level{6: place.County, 9: place.Town, 12: place.Village}[len(code)]
	_, err := store.Add(tx, place.Divisions, code, func(d *place.Division) {
		d.Code, d.Name, d.Level, d.Edition, d.From = code, name, level, "测试", "2023-06-30"
	})
	if err == nil && level == place.Village {
		_, err = store.Add(tx, place.Communities, code, func(c *place.Community) { c.Name, c.Urban, c.Phone = name, true, "0830-5262345" })
	}
	return err
}

// hand is somebody at a browser without script. Whatever comes back is held to
// the rules of markup.
type hand struct {
	*site
	*http.Client
	who string
}

// nobody is at a browser, not signed in.
func (s *site) nobody() *hand {
	jar, _ := cookiejar.New(nil)
	return &hand{s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, "nobody"}
}

// as signs somebody in by a one-time link.
func (s *site) as(login string) *hand {
	s.Helper()
	h := s.nobody()
	h.who = login
	h.signIn()
	return h
}

func (h *hand) signIn() {
	h.Helper()
	link, err := h.App.Auth.NewSignInLink(h.Ctx(), h.accounts[h.who], time.Hour)
	h.World.Do(err)
	h.send(h.get("/sign-in/link?t="+link).form("/sign-in/link")).to(h, "/")
}

func (h *hand) get(path string) *page { h.Helper(); return h.ask(http.MethodGet, path, "", nil) }

func (h *hand) post(path string, values url.Values, head ...string) *page {
	h.Helper()
	return h.ask(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()), head...)
}

func (h *hand) ask(method, path, kind string, body io.Reader, head ...string) *page {
	h.Helper()
	req, err := http.NewRequestWithContext(h.Ctx(), method, h.url+path, body)
	h.World.Do(err)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	for i := 0; i < len(head); i += 2 {
		req.Header.Set(head[i], head[i+1])
	}
	res, err := h.Client.Do(req)
	h.World.Do(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	h.World.Do(err)
	p := &page{h.T, h.who + ": " + method + " " + path, res.StatusCode, res.Header, string(b), nil}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") && len(b) > 0 && res.StatusCode/100 != 3 {
		p.doc, err = html.Parse(bytes.NewReader(b))
		h.World.Do(err)
		for _, wrong := range problems(p.body, p.doc) {
			h.Errorf("%s: %s", p.name, wrong)
		}
	}
	return p
}

// send sends a form as a browser does.
func (h *hand) send(f *form) *page {
	h.Helper()
	if f.method == http.MethodGet {
		return h.get(f.action + "?" + f.Values.Encode())
	}
	if !f.files {
		return h.post(f.action, f.Values)
	}
	var b bytes.Buffer
	parts := multipart.NewWriter(&b)
	for name, list := range f.Values {
		for _, v := range list {
			h.World.Do(parts.WriteField(name, v))
		}
	}
	h.World.Do(parts.Close())
	return h.ask(http.MethodPost, f.action, parts.FormDataContentType(), &b)
}

// follow sends a form that must succeed, and gives the page it leads to.
func (h *hand) follow(f *form) *page {
	h.Helper()
	p := h.send(f)
	if p.status != http.StatusSeeOther {
		h.Fatalf("%s: %d\n%s", p.name, p.status, p.text())
	}
	return h.get(p.head.Get("Location"))
}

// one gives the only record of a register that holds in a division.
func one(s *site, reg *record.Register, filters map[string]string, area string) int64 {
	s.Helper()
	page, err := s.Store.Reader(&record.Actor{Area: County, Roles: people.Roles()}).List(context.Background(), reg, store.Query{Filters: filters, Area: area})
	s.Do(err)
	if len(page.Records) != 1 {
		s.Fatalf("%d records of %s", len(page.Records), reg.Label)
	}
	return record.BaseOf(page.Records[0]).ID
}

// each runs a story on both engines with the county's pages.
func each(t *testing.T, story func(s *site)) { Each(t, func(w *World) { story(open(w)) }) }

// onSQLite runs on SQLite alone what is the same on both engines.
func onSQLite(t *testing.T) *site { t.Helper(); return open(OnSQLite(t)) }

func at(reg *record.Register, id int64) string { return fmt.Sprintf("/r/%s/%d", reg.Name, id) }
