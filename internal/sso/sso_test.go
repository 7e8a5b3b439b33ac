package sso

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
)

const (
	client = "sanshe"
	base   = "https://sanshe.example"
)

// authority is a provider that says what it is told to say.
type authority struct {
	*testing.T
	*httptest.Server
	clock *clock.Walking
	p     *Provider

	mu       sync.Mutex
	key      *rsa.PrivateKey
	kid      string
	document map[string]any
	token    string     // the id_token of the next exchange
	asked    url.Values // what the last exchange came with
	keys     int        // how often keys were asked for
	answer   func(w http.ResponseWriter, r *http.Request) bool
}

func newAuthority(t *testing.T) *authority {
	a := &authority{T: t, clock: clock.NewWalking(time.Date(2026, 11, 23, 9, 0, 0, 0, clock.Shanghai))}
	a.rotate("one")
	a.Server = httptest.NewServer(a)
	t.Cleanup(a.Server.Close)
	a.document = map[string]any{"issuer": a.URL, "authorization_endpoint": a.URL + "/auth?tenant=1", "token_endpoint": a.URL + "/token", "jwks_uri": a.URL + "/keys",
		"end_session_endpoint": a.URL + "/end", "id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}, "authorization_response_iss_parameter_supported": true}
	a.p = New(Settings{Key: "county", Name: "某某统一身份认证", Issuer: a.URL, ClientID: client, StrongACR: []string{"urn:two"}, StrongAMR: []string{"otp"}}, base, "s3cret", a.clock)
	return a
}

func (a *authority) rotate(kid string) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		a.Fatal(err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.key, a.kid = key, kid
}

// ServeHTTP is the provider's side.
func (a *authority) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.answer != nil && a.answer(w, r) {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	var body any
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		body = a.document
	case "/keys":
		a.keys++
		b64 := base64.RawURLEncoding
		body = map[string]any{"keys": []map[string]string{{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": a.kid,
			"n": b64.EncodeToString(a.key.N.Bytes()), "e": "AQAB"}}}
	case "/token":
		_ = r.ParseForm()
		a.asked = r.PostForm
		if user, pass, _ := r.BasicAuth(); user != client || pass != "s3cret" {
			a.Errorf("client said %q %q", user, pass)
		}
		body = map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": a.token}
	}
	if err := json.NewEncoder(w).Encode(body); err != nil {
		a.Error(err)
	}
}

type claims map[string]any

// word is what an honest provider would say, with changes; nil takes one away.
func (a *authority) word(nonce string, change claims) claims {
	now := a.clock.Now().Unix()
	c := claims{"iss": a.URL, "sub": "u-17", "aud": client, "nonce": nonce, "iat": now, "exp": now + 300, "sid": "s-1", "auth_time": now}
	maps.Copy(c, change)
	maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	return c
}

func (a *authority) sign(c claims) string {
	raw, err := json.Marshal(c)
	if err != nil {
		a.Fatal(err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return oidctest.SignIDToken(a.key, a.kid, oidc.RS256, string(raw))
}

func (a *authority) says(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.token = token
}

func (a *authority) begin(f Purpose) (*Attempt, url.Values) {
	a.Helper()
	at, address, err := a.p.Begin(f, 0, "/inbox")
	if err != nil {
		a.Fatal(err)
	}
	u, _ := url.Parse(address)
	return at, u.Query()
}

// back is what the browser brings back.
func (a *authority) back(at *Attempt) url.Values {
	return url.Values{"state": {at.State}, "code": {"c0de"}, "iss": {a.URL}}
}

// try goes all the way with a word.
func (a *authority) try(f Purpose, change claims) (*Proof, error) {
	a.Helper()
	at, _ := a.begin(f)
	a.says(a.sign(a.word(at.Nonce, change)))
	return a.p.Finish(a.Context(), at, a.back(at))
}

func (a *authority) refused(says string, err error) {
	a.Helper()
	if !fault.Is(err, fault.Refused) || !strings.Contains(fmt.Sprint(fault.As(err).Cause, err), says) {
		a.Errorf("got %v (%v), want refused: %s", err, fault.As(err), says)
	}
}

func TestSignIn(t *testing.T) {
	a := newAuthority(t)
	at, q := a.begin(SignIn)
	if q.Get("tenant") != "1" || q.Get("response_type") != "code" || q.Get("client_id") != client || q.Get("redirect_uri") != base+"/sso/county/callback" || q.Get("scope") != "openid" ||
		q.Get("code_challenge_method") != "S256" || q.Get("state") != at.State || q.Get("nonce") != at.Nonce || q.Has("prompt") {
		t.Errorf("asked %v", q)
	}
	a.says(a.sign(a.word(at.Nonce, nil)))
	proof, err := a.p.Finish(t.Context(), at, a.back(at))
	if err != nil || proof.Issuer != a.URL || proof.Subject != "u-17" || proof.Session != "s-1" || proof.Strong || proof.Shown != a.clock.Now().Unix() {
		t.Fatalf("%+v, %v", proof, err)
	}
	sum := sha256.Sum256([]byte(a.asked.Get("code_verifier")))
	if base64.RawURLEncoding.EncodeToString(sum[:]) != q.Get("code_challenge") || a.asked.Get("client_secret") != "" {
		t.Errorf("exchanged %v for %v", a.asked, q)
	}
	other, _ := a.begin(SignIn)
	if other.State == at.State || other.Nonce == at.Nonce || other.Verifier == at.Verifier {
		t.Error("two attempts share a secret")
	}
}

// Every word that is not exactly for us, now, is refused.
func TestBadWords(t *testing.T) {
	a := newAuthority(t)
	now := a.clock.Now().Unix()
	for name, c := range map[string]struct {
		change claims
		says   string
	}{
		"issuer":              {claims{"iss": "https://other.example"}, "different provider"},
		"audience":            {claims{"aud": "another"}, "expected audience"},
		"audience none":       {claims{"aud": nil}, "expected audience"},
		"two audiences":       {claims{"aud": []string{client, "another"}}, "azp"},
		"another party":       {claims{"azp": "another"}, "azp"},
		"another of two":      {claims{"aud": []string{client, "another"}, "azp": "another"}, "azp"},
		"nonce of another":    {claims{"nonce": "n"}, "nonce"},
		"no nonce":            {claims{"nonce": nil}, "nonce"},
		"expired":             {claims{"exp": now - 61}, "expired"},
		"no expiry":           {claims{"exp": nil}, "expired"},
		"made in the future":  {claims{"iat": now + 61}, "future"},
		"not yet":             {claims{"nbf": now + 61}, "future"},
		"nobody":              {claims{"sub": nil}, "sub has 0"},
		"endless":             {claims{"sub": strings.Repeat("x", 256)}, "sub has 256"},
		"subject is a number": {claims{"sub": 17}, "unmarshal"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := a.try(SignIn, c.change)
			a.refused(c.says, err)
		})
	}
	for name, change := range map[string]claims{
		"a minute late":    {"exp": now - 59},
		"a minute early":   {"iat": now + 59, "nbf": now + 59},
		"named party":      {"azp": client},
		"one of two named": {"aud": []string{"another", client}, "azp": client},
	} {
		if _, err := a.try(SignIn, change); err != nil {
			t.Errorf("%s: %v, %v", name, err, fault.As(err).Cause)
		}
	}
}

// What is not signed with the provider's key, in a way keys are used, is refused.
func TestBadSignatures(t *testing.T) {
	a := newAuthority(t)
	at, _ := a.begin(SignIn)
	b64 := base64.RawURLEncoding
	body, _ := json.Marshal(a.word(at.Nonce, nil))
	part := func(head string) string {
		return b64.EncodeToString([]byte(head)) + "." + b64.EncodeToString(body)
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&a.key.PublicKey)})
	mac := hmac.New(sha256.New, public)
	hs := part(`{"alg":"HS256","kid":"one"}`)
	mac.Write([]byte(hs))
	good := a.sign(a.word(at.Nonce, nil))
	stranger, _ := rsa.GenerateKey(rand.Reader, 2048)
	for name, token := range map[string]string{
		"none":               part(`{"alg":"none"}`) + ".",
		"none with the key":  part(`{"alg":"none","kid":"one"}`) + ".",
		"public key as hmac": hs + "." + b64.EncodeToString(mac.Sum(nil)),
		"another's key":      oidctest.SignIDToken(stranger, "one", oidc.RS256, string(body)),
		"brought its key":    oidctest.SignIDToken(stranger, "", oidc.RS256, string(body)),
		"unknown key":        oidctest.SignIDToken(stranger, "two", oidc.RS256, string(body)),
		"another algorithm":  oidctest.SignIDToken(a.key, "one", oidc.PS256, string(body)),
		"body changed":       strings.Split(good, ".")[0] + "." + b64.EncodeToString([]byte(strings.Replace(string(body), "u-17", "u-18", 1))) + "." + strings.Split(good, ".")[2],
		"signature cut":      good[:len(good)-4],
		"nothing":            "",
		"noise":              "a.b.c",
	} {
		a.clock.Advance(keysEvery)
		a.says(token)
		if _, err := a.p.Finish(t.Context(), at, a.back(at)); !fault.Is(err, fault.Refused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	a.says(good)
	if _, err := a.p.Finish(t.Context(), at, a.back(at)); err != nil {
		t.Error(err, fault.As(err).Cause)
	}
}
