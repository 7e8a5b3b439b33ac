package sso

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
)

// A provider that is down, moved, endless or not who it should be is told in
// words, and is asked again a little later.
func TestDown(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("followed") }))
	defer elsewhere.Close()
	for name, answer := range map[string]func(a *authority, w http.ResponseWriter, r *http.Request){
		"error": func(_ *authority, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
		"moved": func(_ *authority, w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusFound)
		},
		"endless": func(_ *authority, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"issuer":"%s"}`, strings.Repeat("x", 2*mostBytes))
		},
		"not json": func(_ *authority, w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") },
		"another": func(_ *authority, w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"issuer":"https://other.example"}`)
		},
		"not https": func(a *authority, w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `{"issuer":%q,"authorization_endpoint":"https://a.example/","token_endpoint":"http://a.example/","jwks_uri":"https://a.example/"}`, a.URL)
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, asked := newAuthority(t), 0
			a.answer = func(w http.ResponseWriter, r *http.Request) bool {
				asked++
				answer(a, w, r)
				return true
			}
			for range 3 {
				if _, _, err := a.p.Begin(SignIn, 0, ""); !fault.Is(err, fault.Unavailable) || !strings.Contains(err.Error(), "现在连不上") {
					t.Fatal(err)
				}
			}
			if asked != 1 {
				t.Errorf("asked %d times", asked)
			}
			a.answer = nil
			a.clock.Advance(again)
			if _, err := a.try(SignIn, nil); err != nil {
				t.Error(err)
			}
			a.Close()
			at := &Attempt{Provider: "county", State: "s", Began: a.clock.Now()}
			if _, err := a.p.Finish(t.Context(), at, a.back(at)); !fault.Is(err, fault.Unavailable) {
				t.Error(err)
			}
		})
	}
}

func TestLogout(t *testing.T) {
	a := newAuthority(t)
	if got := a.p.LogoutURL("h1nt"); !strings.HasPrefix(got, a.URL+"/end?") || !strings.Contains(got, "id_token_hint=h1nt") || !strings.Contains(got, "post_logout_redirect_uri=https%3A%2F%2Fsanshe.example%2Fsign-in") {
		t.Error(got)
	}
	event := claims{"http://schemas.openid.net/event/backchannel-logout": claims{}}
	good := claims{"nonce": nil, "jti": "j", "events": event}
	got, err := a.p.Logout(t.Context(), a.sign(a.word("", good)))
	if err != nil || got.Issuer != a.URL || got.Subject != "u-17" || got.Session != "s-1" || !got.At.Equal(a.clock.Now()) {
		t.Fatalf("%+v, %v", got, err)
	}
	now := a.clock.Now().Unix()
	for name, change := range map[string]claims{
		"an id_token": {"nonce": "n", "jti": nil, "events": nil}, "with a nonce": {"nonce": "n"}, "no event": {"events": nil}, "for another": {"aud": "another"},
		"of another": {"iss": "https://other.example"}, "expired": {"exp": now - 61}, "of nobody": {"sub": nil, "sid": nil}, "future": {"iat": now + 61, "exp": now + 99}, "no time": {"iat": nil},
	} {
		c := a.word("", good)
		for k, v := range change {
			if c[k] = v; v == nil {
				delete(c, k)
			}
		}
		if _, err := a.p.Logout(t.Context(), a.sign(c)); !fault.Is(err, fault.Refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("open", "x", 0o644)
	write("empty", "\n", 0o600)
	write("county.secret", "s3cret\n", 0o600)
	config := func(change ...string) string {
		return strings.NewReplacer(change...).Replace(`{"url": "https://sanshe.example/x", "providers": [{"key": "county", "name": "统一身份认证", "issuer": "https://sso.example/realms/a", "client_id": "sanshe", "secret_file": "county.secret"}]}`)
	}
	read := func(text string) ([]*Provider, error) {
		return Read(write("sso.json", text, 0o644), clock.NewWalking(time.Unix(0, 0)))
	}
	list, err := read(config())
	if err != nil || len(list) != 1 || list[0].secret != "s3cret" || list[0].Callback() != "https://sanshe.example/x/sso/county/callback" {
		t.Fatalf("%+v, %v", list, err)
	}
	if list, err = read(config(`"secret_file": "county.secret"`, `"scopes": ["profile"]`, "https://sso.example", "http://127.0.0.1:1")); err != nil || list[0].secret != "" {
		t.Fatal(err)
	}
	for says, change := range map[string][2]string{
		"不是一份正确的 JSON": {"[", "("}, "不认识的项": {`"client_id"`, `"client"`}, "要写浏览器打开": {"https://sanshe", "http://sanshe"}, "末尾不带": {"example/x", "example/x/"},
		"key 要用": {`"county"`, `"A/b"`}, "name 要写": {"统一身份认证", " "}, "issuer 要写": {"https://sso", "http://sso"}, "client_id 没有写": {`"sanshe"`, `""`},
		"读不了": {"county.secret", "missing"}, "别人也能读": {"county.secret", "open"}, "是空的": {"county.secret", "empty"},
		"重复": {`}]`, `},{"key": "county", "name": "b", "issuer": "https://b.example", "client_id": "c"}]`},
	} {
		if _, err := read(config(change[0], change[1])); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	if _, err := Read(filepath.Join(dir, "none.json"), nil); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
