package portal_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"sanshe/internal/apptest"
	"sanshe/internal/portal"
)

// Programs are asked once more, limits are kind, and nothing typed is lost.
func TestLimits(t *testing.T) {
	w := apptest.OnSQLite(t)
	left := map[string]int{}
	v := open(w, func(c *portal.Config) {
		c.Address = func(r *http.Request) string { return r.Header.Get("Test-From") }
		c.Limit = func(key string) (bool, time.Duration) {
			left[key]++
			return left[key] <= 3, 90 * time.Second
		}
	})
	form := filled(v.get("/p/need?c=" + apptest.Community).key(t))
	v.post("/p/need", form).has(t, "交得太快")
	w.Clock.Advance(10 * time.Second)
	first := v.post("/p/need", form).next(t)
	for range 2 {
		v.post("/p/need", form).next(t)
	}
	p := v.post("/p/need", form)
	p.has(t, canaryDetail, canaryPhone, "这会儿试的次数太多了，2 分钟后再试")
	if p.status != http.StatusTooManyRequests || p.head.Get("Retry-After") != "91" {
		t.Errorf("status %d, %q", p.status, p.head.Get("Retry-After"))
	}

	code := url.Values{"code": {"ABCDEFGHJK"}}
	for i := range 3 {
		p := v.do("POST", "/p/progress", code, "Test-From", fmt.Sprint(i))
		p.has(t, "没有找到这个查询码", "ABCDEFGHJK")
		if p.status != http.StatusUnprocessableEntity {
			t.Errorf("status %d", p.status)
		}
	}
	p = v.do("POST", "/p/progress", code, "Test-From", "another")
	p.has(t, "ABCDEFGHJK", "这会儿试的次数太多了")
	if p.status != http.StatusTooManyRequests {
		t.Errorf("tries of everybody together: %d", p.status)
	}
	if left["code"] != 4 || left["code/0"] != 1 {
		t.Errorf("keys: %v", left)
	}
	for typed, want := range map[string]string{"": "写下回执上的 10 位查询码", "ABC": "查询码是 10 位，现在是 3 位", "𬭚㼆": "现在是 2 位"} {
		v.post("/p/progress", url.Values{"code": {typed}}).has(t, want)
	}
	// A link is no code: it needs no limit, and a code in its place opens nothing.
	link := strings.Split(first, "/")[3]
	if to := v.post("/p/progress", url.Values{"code": {"https://hj.example/x/p/r/" + link}}).next(t); to != "/p/r/"+link {
		t.Errorf("a pasted link leads to %s", to)
	}
	shown := strings.Join(strings.Fields(tags.ReplaceAllString(codeOnPage.FindStringSubmatch(v.get(first).body)[1], " ")), "")
	for _, path := range []string{"/p/r/", "/p/receipt/"} {
		if p := v.get(path + shown); p.status != http.StatusNotFound {
			t.Errorf("%s opens by code: %d", path, p.status)
		}
	}
	forged := v.get("/p/receipt/" + link + "/ABCDEFGHJK-AAAAAAAAAAAAAA")
	forged.hasNot(t, `class="code"`, "查询码")
	forged.has(t, "已收到")
}

// A code is exchanged for an address that ends after two hours.
func TestPassEnds(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	code := strings.Split(strings.Split(v.file(nil), "/")[4], "-")[0]
	way := v.post("/p/progress", url.Values{"code": {code}}).next(t)
	if strings.Contains(way, code) {
		t.Errorf("the code stands in %s", way)
	}
	w.Clock.Advance(119 * time.Minute)
	v.get(way).has(t, "已提交")
	w.Clock.Advance(2 * time.Minute)
	if p := v.get(way); p.status != http.StatusNotFound {
		t.Errorf("status %d", p.status)
	}
	for _, bad := range []string{"x", way[len("/p/r/"):len(way)-1] + "A", strings.Repeat("A", 22), strings.Repeat("%ff", 22)} {
		if p := v.get("/p/r/" + bad); p.status != http.StatusNotFound {
			t.Errorf("%s: %d", bad, p.status)
		}
	}
}

// Forms of other sites are refused, what is too large is said so, pages carry
// their headers, are small, and load nothing but the style sheet and the mark.
func TestHeadersAndSize(t *testing.T) {
	w := apptest.OnSQLite(t)
	v := open(w, nil)
	form := filled(v.get("/p/need?c=" + apptest.Community).key(t))
	w.Clock.Advance(time.Minute)
	for _, head := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://else.example"}} {
		p := v.do("POST", "/p/need", form, head...)
		p.has(t, "从别的网页发来的")
		if p.status != http.StatusForbidden {
			t.Errorf("%v: %d", head, p.status)
		}
	}
	form.Set("detail", strings.Repeat("长", 200_000))
	p := v.post("/p/need", form)
	p.has(t, "写的内容太长", "具体说说")
	if p.status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", p.status)
	}
	if p := v.get("/p/nowhere"); p.status != http.StatusNotFound {
		t.Errorf("status %d", p.status)
	}
	receipt := v.file(nil)
	css := v.do("GET", strings.TrimPrefix(v.look.AssetURL("portal.css"), "/x"), nil, "Accept-Encoding", "gzip")
	for _, path := range []string{"/p/", "/p/need", "/p/progress", "/p/privacy", "/p/feedback", receipt, strings.Join(strings.Split(receipt, "/")[:4], "/"), "/p/r/" + strings.Split(receipt, "/")[3]} {
		p := v.get(path)
		if n := len(p.body) + len(css.body); n > 40<<10 || p.status != http.StatusOK {
			t.Errorf("%s (%d) and its style sheet have %d bytes", path, p.status, n)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
			"Referrer-Policy":         "same-origin", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Type": "text/html; charset=utf-8",
		} {
			if got := p.head.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

// When the database is full, the form keeps what was typed.
func TestDatabaseFull(t *testing.T) {
	w := apptest.OnSQLite(t)
	full := false
	v := open(w, func(c *portal.Config) {
		inner := c.Community
		c.Community = func(ctx context.Context, code string) (string, string, error) {
			if full && ctx.Err() == nil {
				w.Do(w.DB.Close())
				full = false
				return "滨江社区", "", nil
			}
			return inner(ctx, code)
		}
	})
	form := filled(v.get("/p/need?c=" + apptest.Community).key(t))
	w.Clock.Advance(time.Minute)
	full = true
	p := v.post("/p/need", form)
	if p.status < 500 {
		t.Errorf("status %d", p.status)
	}
	p.has(t, canaryDetail, canaryPhone)
}

// A Config that does not fit the registers stops the program.
func TestConfigMustFit(t *testing.T) {
	w := apptest.OnSQLite(t)
	for name, change := range map[string]func(*portal.Config){
		"registers changed about": func(c *portal.Config) { c.Need, c.Opinion = c.Opinion, c.Need },
		"words of no state":       func(c *portal.Config) { c.Words["nowhere"] = "x" },
		"a path through no state": func(c *portal.Config) { c.Path[0].State = "nowhere" },
		"a reason of no step":     func(c *portal.Config) { c.Reasons = []string{"nowhere"} },
		"rated in no state":       func(c *portal.Config) { c.RateIn = []string{"nowhere"} },
		"a step not for them":     func(c *portal.Config) { c.Offers[0].Step = "verify" },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: accepted", name)
				}
			}()
			cfg := config(w, nil)
			change(&cfg)
			portal.New(cfg)
		}()
	}
}
