package app_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/auth"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// accountHolder is an account with a session and a token.
type accountHolder struct {
	somebody
	cookie, token string
}

// A sample of the decisions goes through the workbench and the API: what may
// not be read is not there (404), what may not be done is refused (403), what
// cannot be done as things stand is a conflict (409).
func TestAuthorizationByHTTP(t *testing.T) {
	Each(t, func(w *World) {
		w.App.Auth = auth.New(w.Store, people.RoleNames, append(app.Offices(), auth.AllowLinks())...)
		tr := newTried(w)
		h, err := w.Handler(w.Ctx(), app.Site{})
		w.Do(err)
		n, tally := 0, map[int]int{}
		for i, c := range tr.callers(h) {
			if testing.Short() && i%7 != 0 {
				continue
			}
			for k, reg := range w.Store.Book().Registers {
				list := tr.things[reg]
				x := list[(i*5+k*3)%len(list)]
				for status, times := range tr.asks(h, c, x, i+k) {
					n, tally[status] = n+times, tally[status]+times
				}
			}
		}
		w.Logf("%d requests: %v", n, tally)
		if !testing.Short() && (n < 600 || len(tally) < 4) {
			w.Errorf("only %d requests, %v", n, tally)
		}
	})
}

// callers opens accounts: each role in each kind of place.
func (t *tried) callers(h http.Handler) (list []accountHolder) {
	for _, role := range people.Roles() {
		for _, area := range []string{County, Town, Community, Elsewhere} {
			by := store.System("demo")
			id, err := t.Auth.CreateAccount(t.Ctx(), by, auth.Account{Login: fmt.Sprint("u", len(list)), Name: "某人", Area: area})
			t.Do(err)
			_, err = t.Auth.Grant(t.Ctx(), by, auth.Grant{Holder: auth.ToAccount, HolderID: id, Role: role})
			t.Do(err)
			c := accountHolder{somebody: somebody{role: role, variant: "account"}}
			c.Actor, err = t.Auth.ActorOf(t.Ctx(), id)
			t.Do(err)
			c.token, err = t.Auth.NewToken(t.Ctx(), by, id, "试", record.Limits{Scopes: record.Scopes}, t.Clock.Now().Add(time.Hour))
			t.Do(err)
			link, err := t.Auth.NewSignInLink(t.Ctx(), id, time.Hour)
			t.Do(err)
			r := httptest.NewRequestWithContext(t.Ctx(), http.MethodPost, "/sign-in/link", strings.NewReader(url.Values{"t": {link}}.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			rec := httptest.NewRecorder()
			h.ServeHTTP(rec, r)
			c.cookie, _, _ = strings.Cut(rec.Header().Get("Set-Cookie"), ";")
			list = append(list, c)
		}
	}
	return list
}

// asks sends one request to the workbench and one to the API, and gives how
// often each status came back. turn says which.
func (t *tried) asks(h http.Handler, c accountHolder, x thing, turn int) map[int]int {
	got := map[int]int{}
	expect := func(method, path string, body string, want int) {
		r := httptest.NewRequestWithContext(t.Ctx(), method, path, strings.NewReader(body))
		r.Header.Set("Cookie", c.cookie)
		r.Header.Set("Authorization", "Bearer "+c.token)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("If-Match", `"999"`)
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		if got[rec.Code]++; rec.Code != want {
			t.Errorf("%s at %s: %s %s (%s at %s “%s”) is %d, should be %d", c.role, c.Area, method, path, x.reg.Name, x.place, x.state, rec.Code, want)
		}
	}
	status := func(act string, let int) int {
		if !c.reads(x) {
			return http.StatusNotFound
		}
		return map[verdict]int{refused: 403, settled: 409, letIn: let}[c.acts(x, act)]
	}
	page, api := fmt.Sprintf("/r/%s/%d", x.reg.Name, x.id), fmt.Sprintf("/api/v1/%s/%d", x.reg.Name, x.id)
	seen := http.StatusNotFound
	if c.reads(x) {
		seen = http.StatusOK
	}
	expect(http.MethodGet, page, "", seen)
	expect(http.MethodGet, api, "", seen)
	switch {
	case turn%3 == 0 && len(x.reg.Steps) > 0:
		st := x.reg.Steps[turn%len(x.reg.Steps)]
		expect(http.MethodGet, page+"/do/"+st.Name, "", status(takeStep+st.Name, 200))
		if len(st.Roles)+len(st.OwnerRoles) > 0 {
			expect(http.MethodPost, api+"/"+st.Name, "{}", status(takeStep+st.Name, 412))
		}
	case turn%3 == 1 && !x.gone:
		expect(http.MethodGet, page+"/void", "", status("void", 200))
		expect(http.MethodPost, api+"/void", `{"reason":"试"}`, status("void", 412))
	default:
		expect(http.MethodGet, page+"/edit", "", status("edit", 200))
		expect(http.MethodPatch, api, "{}", status("edit", 412))
	}
	return got
}
