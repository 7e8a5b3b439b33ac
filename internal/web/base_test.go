package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
)

const base = "/ssld"

// under gives the same county mounted under a path.
func (s *site) under(base string) *site {
	s.Helper()
	h, err := s.Handler(s.Ctx(), app.Site{Base: base})
	s.Do(err)
	server := httptest.NewServer(h)
	s.Cleanup(server.Close)
	other := *s
	other.url = server.URL
	return &other
}

// addressed are the attributes that hold addresses.
var addressed = map[string]bool{"href": true, "src": true, "action": true, "formaction": true, "data-source": true, "data-href": true, "data-url": true, "poster": true, "content": true}

// astray gives the addresses of a page that lead out of the base path.
func astray(doc *html.Node) (out []string) {
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if v := a.Val; (addressed[a.Key] || strings.HasPrefix(a.Key, "data-")) && strings.HasPrefix(v, "/") && v != base && !strings.HasPrefix(v, base+"/") {
				out = append(out, n.Data+" "+a.Key+"="+v)
			}
		}
	}
	return out
}

var styleURL = regexp.MustCompile(`url\(["']?(/[^)"']*)`)

// Mounted under a path the whole site stays below it: every link, form, asset,
// redirect and cookie, for staff and residents.
func TestCrawlUnderABasePath(t *testing.T) {
	s := onSQLite(t)
	ids := full(s)
	s = s.under(base)
	h := s.nobody()
	h.who = "worker"
	link, err := s.App.Auth.NewSignInLink(s.Ctx(), s.accounts["worker"], time.Hour)
	s.Do(err)
	in := h.send(h.get(base + "/sign-in/link?t=" + link).form(base + "/sign-in/link"))
	in.to(h, base+"/")
	if c := in.head.Get("Set-Cookie"); !strings.Contains(c, "Path="+base+"/;") {
		t.Errorf("the session's cookie goes %s", c)
	}
	todo, seen := []string{base, base + "/", base + "/p", base + "/p/", base + "/p/need", base + "/p/progress", base + "/no-such-page"}, map[string]bool{}
	for _, reg := range s.Store.Book().Registers {
		todo = append(todo, base+at(reg, ids[reg.Name]), base+at(reg, ids[reg.Name])+"/history", base+at(reg, ids[reg.Name])+"/edit")
	}
	pages := 0
	for n := 0; n < len(todo) && n < 300; n++ {
		p := h.get(todo[n])
		if to := p.head.Get("Location"); to != "" {
			if !strings.HasPrefix(to, base+"/") {
				t.Errorf("%s leads to %s", p.name, to)
			}
			todo = append(todo, to)
		}
		for _, c := range p.head.Values("Set-Cookie") {
			if !strings.Contains(c, "Path="+base+"/") {
				t.Errorf("%s sets %s", p.name, c)
			}
		}
		if strings.HasSuffix(p.head.Get("Content-Type"), "css") || strings.Contains(p.head.Get("Content-Type"), "text/css") {
			for _, m := range styleURL.FindAllStringSubmatch(p.body, -1) {
				if !strings.HasPrefix(m[1], base+"/") {
					t.Errorf("%s loads %s", p.name, m[1])
				}
			}
		}
		if p.doc == nil {
			continue
		}
		pages++
		for _, wrong := range astray(p.doc) {
			t.Errorf("%s leads out: %s", p.name, wrong)
		}
		for d := range p.doc.Descendants() {
			for _, a := range d.Attr {
				to, _, _ := strings.Cut(a.Val, "#")
				if (a.Key == "href" || a.Key == "src") && strings.HasPrefix(to, base+"/") && !seen[to] && !strings.Contains(to, "theme=") && !strings.Contains(to, "contrast=") && !strings.Contains(to, "size=") && !strings.Contains(to, "rows=") {
					seen[to] = true
					todo = append(todo, to)
				}
			}
		}
	}
	if t.Logf("%d pages of %d addresses", pages, len(todo)); pages < 60 {
		t.Errorf("only %d pages", pages)
	}
	if p := h.get("/sign-in"); p.status != http.StatusNotFound {
		t.Errorf("outside the base path: %d", p.status)
	}

	// A form, a session that ended and a way back.
	form := h.get(base+"/r/need/new").form(base+"/r/need").with("category", "elder", "detail", "想请人上门理发")
	h.post(form.action, form.Values, "Origin", s.url).is(http.StatusSeeOther)
	nobody := s.nobody()
	lost := nobody.get(base + "/r/need?state=raised")
	lost.is(http.StatusUnauthorized)
	if to := lost.form(base + "/sign-in").Get("to"); to != base+"/r/need?state=raised" {
		t.Errorf("after signing in it goes on to %q", to)
	}
	if wrong := astray(lost.doc); len(wrong) > 0 {
		t.Error(wrong)
	}

	// A resident's whole way.
	need := nobody.get(base + "/p/need?c=" + Community).form(base + "/p/need")
	need.Set("detail", "想请人上门理发")
	need.Set("category", "elder")
	need.Set("phone", canaryPhone)
	s.Clock.Set(s.Clock.Now().Add(time.Minute))
	sent := nobody.send(need).is(http.StatusSeeOther)
	if to := sent.head.Get("Location"); !strings.HasPrefix(to, base+"/p/") {
		t.Errorf("a need leads to %s", to)
	}
	receipt := nobody.get(sent.head.Get("Location")).is(200)
	if wrong := astray(receipt.doc); len(wrong) > 0 || !strings.Contains(receipt.body, s.url+base+"/p/") {
		t.Errorf("the receipt leads to %v", wrong)
	}
	// The API says where it is.
	res, err := http.Get(s.url + base + "/api/v1/openapi.json")
	s.Do(err)
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	if !strings.Contains(string(b), `"servers":[{"url":"`+base) {
		t.Errorf("openapi: %.300s", b)
	}
}

// The guard sees what it guards against.
func TestAstraySeesWhatLeadsOut(t *testing.T) {
	doc, err := html.Parse(strings.NewReader(`<a href="/ssld/x"></a><a href="/inbox"></a><form action="/sign-in"></form><img src="/ssldx.png"><div data-source="/pick/person"></div>`))
	if err != nil {
		t.Fatal(err)
	}
	if got := astray(doc); len(got) != 4 {
		t.Errorf("sees %v", got)
	}
}
