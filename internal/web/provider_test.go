package web_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sanshe/internal/app"
	"sanshe/internal/clock"
	"sanshe/internal/sso"
)

// served serves the site again, with providers that know its address.
func (s *site) served(make func(base string) []*sso.Provider) {
	s.Helper()
	var h http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(w, r) }))
	s.Cleanup(server.Close)
	s.url = server.URL
	var err error
	h, err = s.Handler(s.Ctx(), app.Site{SSO: make(server.URL)})
	s.Do(err)
}

// real is a provider from outside: oidc-provider, in a process of its own.
type real struct {
	*sso.Provider
	*site
}

// start starts a provider, or skips the test for want of one: it needs node, and
// the folder in SANSHE_OIDC_PROVIDER in which npm has installed oidc-provider.
func (s *site) start(base, key, name string) *real {
	s.Helper()
	folder := os.Getenv("SANSHE_OIDC_PROVIDER")
	node, err := exec.LookPath("node")
	if folder == "" || err != nil {
		if slices.Contains(strings.Split(os.Getenv("SANSHE_REQUIRE"), ","), "oidc") {
			s.Fatal("SANSHE_REQUIRE asks for oidc: it needs node, and SANSHE_OIDC_PROVIDER naming the folder where npm installed oidc-provider")
		}
		s.Skip("needs node, and SANSHE_OIDC_PROVIDER naming the folder where npm installed oidc-provider")
	}
	cmd := exec.CommandContext(s.Ctx(), node, filepath.Join("testdata", "provider.mjs"), folder, base, key)
	cmd.Stderr = s.Output()
	in, err := cmd.StdinPipe() // it ends when we do, whichever way that is
	s.Do(err)
	out, err := cmd.StdoutPipe()
	s.Do(err)
	s.Do(cmd.Start())
	s.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	issuer := ""
	for lines := bufio.NewScanner(out); issuer == "" && lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "http://127.0.0.1:") {
			issuer = lines.Text()
		}
	}
	if issuer == "" {
		s.Fatal("the provider did not start")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return &real{sso.New(sso.Settings{Key: key, Name: name, Issuer: issuer, ClientID: "sanshe", StrongAMR: []string{"otp"}}, base, "s3cret", s.Clock), s}
}

func (p *real) tell(path string) {
	p.Helper()
	res, err := http.Post(p.Issuer+path, "", nil)
	p.World.Do(err)
	res.Body.Close()
	if res.StatusCode != http.StatusOK {
		p.Fatal(path, res.Status)
	}
}

// as says who is at the browser, as far as the provider knows.
func (p *real) as(sub string) {
	p.Helper()
	who, err := json.Marshal(map[string]any{"accountId": sub, "refuses": sub == ""})
	p.World.Do(err)
	p.tell("/test/as?who=" + url.QueryEscape(string(who)))
}

// wander goes where it is sent, here and at providers, until there is a page.
func (h *hand) wander(at string) *page {
	h.Helper()
	here, err := url.Parse(h.url)
	h.World.Do(err)
	for range 20 {
		next, err := here.Parse(at)
		h.World.Do(err)
		here = next
		p := &page{T: h.T, name: "wandered to " + at}
		if ours := strings.HasPrefix(here.String(), h.url); ours {
			p = h.get(here.RequestURI())
		} else {
			res, err := h.Client.Get(here.String())
			h.World.Do(err)
			body, err := io.ReadAll(res.Body)
			h.World.Do(err)
			res.Body.Close()
			p.status, p.head, p.body = res.StatusCode, res.Header, string(body)
		}
		if at = p.head.Get("Location"); at == "" {
			p.name += " at " + here.String()
			return p
		}
	}
	h.Fatal("sent on and on, last to " + at)
	return nil
}

// link gives the address of a link by its words.
func (p *page) link(words string) string {
	p.Helper()
	a := find(p.doc, func(n *html.Node) bool { return n.Data == "a" && strings.Contains(text(n), words) })
	if a == nil {
		p.Fatalf("%s: no link %q\n%s", p.name, words, p.text())
	}
	return get(a, "href")
}

func text(n *html.Node) string { return words(n) }

// withProviders serves the site with two real providers.
func withProviders(t *testing.T) (s *site, province, city *real) {
	s = onSQLite(t)
	s.Clock.Set(clock.System().Now()) // the provider's clock cannot be moved
	s.served(func(base string) []*sso.Provider {
		province, city = s.start(base, "province", "省统一身份认证"), s.start(base, "city", "市统一身份认证")
		return []*sso.Provider{province.Provider, city.Provider}
	})
	s.passwordsDo()
	s.withPassword("worker", password)
	s.withPassword("other", password)
	return s, province, city
}

// signedIn is somebody who came by password.
func (s *site) signedIn(login string) *hand {
	s.Helper()
	h := s.nobody()
	h.who = login
	h.send(h.get("/sign-in").form("/sign-in").with("login", login, "password", password)).to(h, "/inbox")
	return h
}

// link links whom the provider knows with the account of a session.
func (h *hand) link(key string) *page {
	h.Helper()
	mine := h.get("/me/identities").is(200)
	f := mine.form(regexp.MustCompile(`/me/identities/\w+/link`).FindString(mine.body))
	f.action = "/me/identities/" + key + "/link" // as its button says
	return h.wander(h.send(f).is(200).says("下一步到").link("去登录"))
}
