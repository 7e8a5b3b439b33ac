package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sanshe/internal/db"
)

// budget is how many statements a page may run, with the session's own; what
// domains add to it comes on top, and says how many it runs.
const budget = 10

// allowed gives the budget of an address.
func (s *site) allowed(path string) int {
	path, _, _ = strings.Cut(path, "?")
	for _, pages := range s.App.Pages() {
		for _, p := range pages {
			if p.Path == path {
				return session + p.Queries
			}
		}
	}
	most := map[string]int{}
	for name, panels := range s.App.Panels() {
		for _, p := range panels {
			most[name] += p.Budget()
		}
	}
	if part := strings.Split(path, "/"); len(part) == 4 && part[1] == "r" {
		return budget + most[part[2]]
	}
	if path == "/inbox" { // with a record of whichever register opened
		return budget + slices.Max(slices.Collect(maps.Values(most)))
	}
	return budget
}

// session is how many statements it takes to know who visits.
const session = 2

// Whoever follows every link from the first page finds a page behind each: it
// answers, shows nothing personal, leads to 建议和投诉, carries the headers, and
// stays within its statements.
func TestCrawl(t *testing.T) {
	s := onSQLite(t)
	ids := full(s)
	for _, seat := range seats {
		t.Run(seat[0], func(t *testing.T) {
			h := s.in(t).as(seat[0])
			todo, seen := []string{"/", "/search?q=" + url.QueryEscape("理发"), "/search?q=" + url.QueryEscape("银龄")}, map[string]bool{"/": true}
			for _, reg := range s.Store.Book().Registers {
				if h.get(at(reg, ids[reg.Name])).status == http.StatusOK {
					todo = append(todo, at(reg, ids[reg.Name]), at(reg, ids[reg.Name])+"/history")
				}
			}
			for n := 0; n < len(todo) && n < 400; n++ {
				p := h.get(todo[n])
				if p.status == http.StatusSeeOther {
					todo = append(todo, p.head.Get("Location"))
					continue
				}
				if p.status != http.StatusOK {
					t.Errorf("%s: %d %s", p.name, p.status, p.text())
				}
				if p.doc == nil {
					continue
				}
				h.orderly(p)
				if !strings.HasPrefix(todo[n], "/p/") {
					h.frugal(todo[n])
				}
				for _, to := range links(p.doc) {
					if !seen[to] {
						seen[to] = true
						todo = append(todo, to)
					}
				}
			}
			t.Logf("%d pages", len(todo))
			if len(todo) < 12 {
				t.Errorf("only %v", todo)
			}
		})
	}
}

// in gives the site reporting to a subtest.
func (s *site) in(t *testing.T) *site {
	w := *s.World
	w.T = t
	return &site{World: &w, url: s.url, accounts: s.accounts, org: s.org, resource: s.resource, mu: s.mu, counts: s.counts}
}

// orderly holds a page to what every page has.
func (h *hand) orderly(p *page) {
	h.Helper()
	p.silent(canary, canaryPhone, "139 8765 4321", "19040302")
	for name, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"} {
		if !strings.Contains(p.head.Get(name), want) && !strings.HasPrefix(strings.TrimPrefix(p.name, h.who+": GET "), "/p/") {
			p.Errorf("%s: %s is %q", p.name, name, p.head.Get(name))
		}
	}
	if csp := p.head.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
		p.Errorf("%s: policy %q", p.name, csp)
	}
	if find(p.doc, func(n *html.Node) bool { return n.Data == "a" && strings.HasSuffix(get(n, "href"), "/feedback") }) == nil && !strings.Contains(p.name, "view=screen") && !strings.Contains(p.name, " /p/") {
		p.Errorf("%s: no way to 建议和投诉", p.name)
	}
	title := find(p.doc, func(n *html.Node) bool { return n.Data == "title" })
	if title == nil || !strings.Contains(words(title), "三社联动") && !strings.Contains(p.name, " /p/") {
		p.Errorf("%s: title", p.name)
	}
}

// frugal holds the last answer to its budget. Settings are read anew every few
// seconds; so a page over its budget is asked for once more.
func (h *hand) frugal(path string) {
	h.Helper()
	count := func() *db.Counter {
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.counts[path]
	}
	if int(count().N()) > h.allowed(path) {
		h.get(path)
	}
	if c := count(); int(c.N()) > h.allowed(path) {
		h.Errorf("%s: %s: %d statements\n\t%s", h.who, path, c.N(), strings.Join(short(c.Statements()), "\n\t"))
	}
}

func short(list []string) []string {
	out := slices.Clone(list)
	for i, q := range out {
		out[i] = q[:min(110, len(q))]
		if at := strings.Index(q, " FROM "); at > 60 {
			out[i] = q[:40] + " …" + q[at:min(len(q), at+70)]
		}
	}
	return out
}

// links gives the addresses within the site that a page leads to.
func links(doc *html.Node) (out []string) {
	for n := range doc.Descendants() {
		if n.Data != "a" {
			continue
		}
		to, _, _ := strings.Cut(get(n, "href"), "#")
		if strings.HasPrefix(to, "?") || !strings.HasPrefix(to, "/") {
			continue
		}
		if strings.Contains(to, "theme=") || strings.Contains(to, "contrast=") || strings.Contains(to, "size=") || strings.Contains(to, "rows=") {
			continue
		}
		out = append(out, to)
	}
	return out
}
