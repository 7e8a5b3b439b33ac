package app_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
)

// Who visits, over what and where is what a trusted proxy says; whatever
// anybody else says of it is not heard.
func TestProxiesAreBelievedOnlyIfTrusted(t *testing.T) {
	proxies, err := app.ParseProxies([]string{"127.0.0.1", "10.1.0.0/16", "::1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ why, peer, xff, proto, host, want string }{
		{"straight", "203.0.113.9:5000", "", "", "", "http 203.0.113.9 county.example"},
		{"a visitor who forges all of it", "203.0.113.9:5000", "198.51.100.1", "https", "evil.example", "http 203.0.113.9 county.example"},
		{"through a proxy", "127.0.0.1:5000", "203.0.113.9", "https", "sq.example.gov.cn", "https 203.0.113.9 sq.example.gov.cn"},
		{"a forged address before the proxy's own", "127.0.0.1:5000", "198.51.100.1, 203.0.113.9", "https", "", "https 203.0.113.9 county.example"},
		{"through two proxies", "127.0.0.1:5000", "198.51.100.1, 203.0.113.9, 10.1.2.3", "http", "", "http 203.0.113.9 county.example"},
		{"somebody forging one of our addresses", "127.0.0.1:5000", "10.1.9.9, 203.0.113.9", "", "", "http 203.0.113.9 county.example"},
		{"from among the proxies", "127.0.0.1:5000", "10.1.2.3", "", "", "http 10.1.2.3 county.example"},
		{"no address", "127.0.0.1:5000", "unknown", "", "", "http 127.0.0.1 county.example"},
		{"nonsense left of a proxy", "127.0.0.1:5000", "<script>, 10.1.2.3", "", "", "http 10.1.2.3 county.example"},
		{"an IPv4 address dressed as IPv6", "[::ffff:127.0.0.1]:5000", "::ffff:203.0.113.9", "", "", "http 203.0.113.9 county.example"},
		{"IPv6", "[::1]:5000", "2001:db8::7", "https", "", "https 2001:db8::7 county.example"},
		{"two protocols", "127.0.0.1:5000", "203.0.113.9", "https, http", "", "http 203.0.113.9 county.example"},
		{"a host that is none", "127.0.0.1:5000", "203.0.113.9", "", "evil.example/x?", "http 203.0.113.9 county.example"},
	} {
		r := httptest.NewRequest("GET", "https://county.example/", nil) // a request may write its own scheme
		r.TLS, r.RemoteAddr = nil, c.peer
		for name, value := range map[string]string{"X-Forwarded-For": c.xff, "X-Forwarded-Proto": c.proto, "X-Forwarded-Host": c.host, "X-Real-IP": "198.51.100.7"} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		var got string
		proxies.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			at := strings.TrimSuffix(strings.TrimSuffix(r.RemoteAddr, ":5000"), ":0")
			got = r.URL.Scheme + " " + strings.Trim(at, "[]") + " " + r.Host
			if len(r.Header) > 0 {
				t.Errorf("%s: %v is still there", c.why, r.Header)
			}
		})).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.why, got, c.want)
		}
	}
	for _, wrong := range []string{"localhost", "10.0.0.0/33", "*"} {
		if _, err := app.ParseProxies([]string{wrong}); err == nil || !strings.Contains(err.Error(), "网段") {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

// Limits count visitors, not the proxy, and whoever forges an address has
// nothing of it; cookies are secure when the visitor came by https.
func TestLimitsAreForTheVisitorBehindAProxy(t *testing.T) {
	w := OnSQLite(t)
	proxies, err := app.ParseProxies([]string{"127.0.0.1"})
	w.Do(err)
	h, err := w.Handler(w.Ctx(), app.Site{Proxies: proxies})
	w.Do(err)
	try := func(peer, xff string) int {
		r := httptest.NewRequest("POST", "/p/progress", strings.NewReader("code=AAAAAAAAAA"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", xff)
		r.RemoteAddr = peer
		out := httptest.NewRecorder()
		h.ServeHTTP(out, r)
		return out.Code
	}
	until := func(peer, xff string) (n int) {
		for n = 1; n < 100 && try(peer, xff) != http.StatusTooManyRequests; n++ {
		}
		return n
	}
	if n := until("127.0.0.1:9", "203.0.113.9"); n > 30 {
		t.Fatalf("one visitor may try %d times", n)
	}
	if code := try("127.0.0.1:9", "203.0.113.10"); code == http.StatusTooManyRequests {
		t.Error("another visitor is held for the first")
	}
	if code := try("127.0.0.1:9", "198.51.100.1, 203.0.113.9"); code != http.StatusTooManyRequests {
		t.Errorf("a forged address lets the first try again: %d", code)
	}
	n := 0
	for ; n < 100 && try("192.0.2.4:9", "198.51.100."+string(rune('0'+n%10))) != http.StatusTooManyRequests; n++ {
	}
	if n > 30 {
		t.Errorf("somebody who is no proxy names %d visitors", n)
	}
}
