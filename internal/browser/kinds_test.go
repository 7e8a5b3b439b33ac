package browser_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// kind is a page to look at: of whom, where, on the phone, and what to do there.
type kind struct {
	name, as, path string
	phone          bool
	do             func(*window)
}

// routes is a log that knows of each request which route it took.
type routes struct {
	slog.Handler
	of sync.Map // by request
}

func (l *routes) Enabled(context.Context, slog.Level) bool { return true }

func (l *routes) Handle(_ context.Context, r slog.Record) error {
	said := map[string]string{}
	r.Attrs(func(a slog.Attr) bool { said[a.Key] = a.Value.String(); return true })
	l.of.Store(said["request"], said["route"])
	return nil
}

// route waits for the log, which is written after the answer.
func (l *routes) route(request string) string {
	for range 1000 {
		if r, ok := l.of.Load(request); ok {
			return r.(string)
		}
		time.Sleep(time.Millisecond)
	}
	return ""
}

// crawl follows the links from the pages above and from everybody's first page,
// and keeps one page of every route of the program that nobody listed: so a
// page is walked on the day it exists.
func (c *county) crawl(l *routes) error {
	c.pages, c.reached = pages, map[string]bool{}
	clients := map[string]*http.Client{}
	for _, as := range seats {
		jar, _ := cookiejar.New(nil)
		clients[as] = &http.Client{Jar: jar}
		if as == "" {
			continue
		}
		link, err := c.Auth.NewSignInLink(context.Background(), c.accounts[as].ID, time.Hour)
		if err == nil {
			err = closed(clients[as].PostForm(c.url+"/sign-in/link", url.Values{"t": {link}}))
		}
		if err != nil {
			return err
		}
	}
	todo := map[string][]string{}
	for _, k := range pages {
		to, route, err := c.look(clients[k.as], k.path, l)
		if err != nil {
			return err
		}
		c.reached[route] = true
		todo[k.as] = append(todo[k.as], to...)
	}
	for _, as := range seats {
		todo, seen := append(todo[as], "/", "/p/"), map[string]bool{}
		for n := 0; n < len(todo) && n < 5000; n++ {
			if shape := shapeOf(todo[n]); seen[shape] {
				continue
			} else {
				seen[shape] = true
			}
			to, route, err := c.look(clients[as], todo[n], l)
			if err != nil {
				return err
			}
			if route != "" && !c.reached[route] {
				c.reached[route] = true
				c.pages = append(c.pages, kind{name: strings.TrimPrefix(route, "GET "), as: as, path: todo[n], phone: strings.HasPrefix(todo[n], "/p/")})
			}
			todo = append(todo, to...)
		}
	}
	return nil
}

// seats are those who work in the county, and nobody.
var seats = []string{"", "worker", "officer", "admin", "town", "civil", "org", "instructor", "auditor"}

// look gives where a page leads to and by which route it came; "" if there is
// nothing to be seen.
func (c *county) look(client *http.Client, path string, l *routes) (to []string, route string, err error) {
	r, err := client.Get(c.url + path)
	if err != nil {
		return nil, "", err
	}
	defer r.Body.Close()
	if r.StatusCode >= 300 && r.StatusCode != http.StatusUnprocessableEntity || !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		return nil, "", nil
	}
	doc, err := html.Parse(r.Body)
	if err != nil {
		return nil, "", err
	}
	for e := range doc.Descendants() {
		for _, a := range e.Attr {
			link, _, _ := strings.Cut(a.Val, "#")
			if e.Data == "a" && a.Key == "href" && strings.HasPrefix(link, "/") && !regexp.MustCompile(`[?&](theme|contrast|size|rows)=`).MatchString(link) {
				to = append(to, link)
			}
		}
	}
	return to, l.route(r.Header.Get("X-Request-Id")), nil
}

func closed(r *http.Response, err error) error {
	if err == nil {
		err = r.Body.Close()
	}
	return err
}

// shapeOf is what addresses of one route have in common, nearly.
func shapeOf(path string) string {
	path, query, _ := strings.Cut(path, "?")
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if i > 0 && (strings.Trim(p, "0123456789") == "" || parts[i-1] == "r" && len(parts) > 4 || parts[i-1] == "figures" || parts[i-1] == "do" || strings.Contains(p, ".") || strings.HasPrefix(path, "/settings") && i == 3) {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/") + regexp.MustCompile(`=[^&]*`).ReplaceAllString(query, "")
}

// unseen are the routes without a page that the crawl can see, each with why.
var unseen = map[string]string{
	"/pick/{register}": "a fragment of a form", "/sso/{provider}": "leads to the provider", "/sso/{provider}/callback": "comes from the provider", "/sso/{provider}/sure": "leads to the provider",
	"/sign-in/identity": "comes after a provider", "/sign-in/link": "every test passes it", "/{$}": "leads to the inbox or the board",
	"/imports/{batch}": "preview, in pages", "/r/{register}/{id}/merge": "merge, in pages", "/p/receipt/{link}": "tell, in TestResident", "/p/receipt/{link}/{code}": "tell, in TestResident", "/p/r/{ref}": "TestResident",
	"/r/{register}/{id}/file/{field}": "a file",
	"/p/lists/{id}":                   "portal list, in pages", "/p/poster": "poster, in pages", "/p/paper": "paper forms, in pages", "/p/proof/{code}": "portal proof unknown, in pages",
}

// Every page of the program is walked: its route is reached by the crawl, or
// this file says where else it is looked at.
func TestEveryRouteIsWalked(t *testing.T) {
	visit(t, 1366, 768)
	c, err := theCounty()
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	for _, dir := range []string{"../web", "../portal"} {
		files, _ := filepath.Glob(dir + "/*.go")
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			for _, m := range regexp.MustCompile(`"GET (/[^"]*)"`).FindAllStringSubmatch(string(src), -1) {
				declared++
				file := regexp.MustCompile(`\.\w+$`).MatchString(m[1])
				if !c.reached["GET "+m[1]] && unseen[m[1]] == "" && !file {
					t.Errorf("%s: nobody looks at GET %s: link to it, add it to pages, or say in unseen why not", f, m[1])
				}
			}
		}
	}
	if declared < 40 {
		t.Errorf("only %d routes found", declared)
	}
	t.Logf("%d routes, %d kinds of pages", declared, len(c.pages))
}
