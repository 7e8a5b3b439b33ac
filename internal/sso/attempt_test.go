package sso

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"sanshe/internal/fault"
)

// Who comes back must be who left, here, not long ago, from this provider.
func TestAttempt(t *testing.T) {
	a := newAuthority(t)
	at, _ := a.begin(SignIn)
	a.says(a.sign(a.word(at.Nonce, nil)))
	answer := func(name, value string) url.Values {
		q := a.back(at)
		if q.Set(name, value); value == "" {
			q.Del(name)
		}
		return q
	}
	for says, q := range map[string]url.Values{
		"没有登录成":     answer("error", "access_denied"),
		"iss of":    answer("iss", "https://other.example"),
		"is \"\"":   answer("iss", ""),
		"已用过、已过期":   answer("state", "x"),
		"不是在这个浏览器里": answer("state", ""),
	} {
		_, err := a.p.Finish(t.Context(), at, q)
		a.refused(says, err)
	}
	another := *at
	another.Provider = "second"
	_, err := a.p.Finish(t.Context(), &another, a.back(at))
	a.refused("已用过", err)
	if a.asked != nil {
		t.Error("a code was exchanged for what could not be")
	}
	a.clock.Advance(AttemptLife + time.Second)
	_, err = a.p.Finish(t.Context(), at, a.back(at))
	a.refused("已过期", err)
	a.answer = func(w http.ResponseWriter, r *http.Request) bool { // a code that was used
		if r.URL.Path != "/token" {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":"invalid_grant"}`)
		return true
	}
	_, err = a.try(SignIn, nil)
	a.refused("invalid_grant", err)
}

// Linking and confirming take only a proof made for them.
func TestFresh(t *testing.T) {
	a := newAuthority(t)
	if _, q := a.begin(Confirm); q.Get("prompt") != "login" || q.Get("max_age") != "0" {
		t.Errorf("asked %v", q)
	}
	for _, f := range []Purpose{Link, Confirm} {
		for _, when := range []any{a.clock.Now().Add(-2 * time.Minute).Unix(), nil} {
			_, err := a.try(f, claims{"auth_time": when})
			a.refused("auth_time", err)
		}
		if _, err := a.try(f, nil); err != nil {
			t.Error(err)
		}
	}
}

func TestStrong(t *testing.T) {
	a := newAuthority(t)
	for _, c := range []struct {
		change claims
		want   bool
	}{{claims{"acr": "urn:two"}, true}, {claims{"acr": "urn:one"}, false}, {claims{"amr": []string{"pwd", "otp"}}, true}, {claims{"amr": []string{"pwd"}}, false}, {claims{"acr": ""}, false}} {
		if proof, err := a.try(SignIn, c.change); err != nil || proof.Strong != c.want {
			t.Errorf("%v: %+v, %v", c.change, proof, err)
		}
	}
}

// A key that is new is fetched; keys that do not exist are not fetched for ever.
func TestRotation(t *testing.T) {
	a := newAuthority(t)
	must := func() {
		t.Helper()
		if _, err := a.try(SignIn, nil); err != nil {
			t.Fatal(err, fault.As(err).Cause)
		}
	}
	must()
	must()
	if a.keys != 1 {
		t.Errorf("keys asked %d times", a.keys)
	}
	a.clock.Advance(keysEvery)
	a.rotate("two")
	must()
	stranger, _ := rsa.GenerateKey(rand.Reader, 2048)
	for range 20 {
		if _, err := a.p.Logout(t.Context(), oidctest.SignIDToken(stranger, rand.Text(), oidc.RS256, "{}")); err == nil {
			t.Fatal("believed")
		}
	}
	if a.keys != 2 {
		t.Errorf("keys asked %d times", a.keys)
	}
	must()
}
