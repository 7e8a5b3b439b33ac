package sso

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/url"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"sanshe/internal/fault"
)

// AttemptLife is how long somebody may take at the provider.
const AttemptLife = 10 * time.Minute

// Purpose is what an attempt is for.
type Purpose string

const (
	SignIn  Purpose = "sign_in" // to open a session
	Link    Purpose = "link"    // to say that an identity is the account's of the session
	Confirm Purpose = "confirm" // to show once more who one is
)

// Attempt (一次认证) is what is remembered between sending somebody to a provider
// and their coming back. The browser keeps it, sealed; each tab has its own.
type Attempt struct {
	Provider string    `json:"p"`
	Purpose  Purpose   `json:"f"`
	Session  int64     `json:"i,omitempty"` // of whoever links or confirms
	State    string    `json:"s"`
	Nonce    string    `json:"n"`
	Verifier string    `json:"v"`
	To       string    `json:"t,omitempty"` // the page of ours to go on to
	Began    time.Time `json:"b"`
}

// Proof is what a provider vouches for.
type Proof struct {
	Issuer   string
	Subject  string
	Session  string // the provider's own name for the sign-in there; "" if it has none
	Strong   bool   // a second factor was asked for there
	Provider string // its name for people
	Hint     string // the signed word itself, for signing out there
	Shown    int64  // when they last showed there who they are, in Unix seconds; 0 if it does not say
	At       time.Time
}

// Begin gives an attempt, and the address to send the browser to. Linking and
// confirming ask for a proof made now, not for what the provider remembers.
func (p *Provider) Begin(purpose Purpose, session int64, to string) (*Attempt, string, error) {
	f, err := p.discover()
	if err != nil {
		return nil, "", err
	}
	a := &Attempt{Provider: p.Key, Purpose: purpose, Session: session, State: rand.Text(), Nonce: rand.Text(),
		Verifier: oauth2.GenerateVerifier(), To: to, Began: p.clock.Now()}
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if purpose != SignIn {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return a, f.oauth.AuthCodeURL(a.State, options...), nil
}

// Finish takes what the browser came back with.
func (p *Provider) Finish(ctx context.Context, a *Attempt, answer url.Values) (*Proof, error) {
	age := p.clock.Now().Sub(a.Began)
	if a.Provider != p.Key || subtle.ConstantTimeCompare([]byte(a.State), []byte(answer.Get("state"))) != 1 || age < -Skew || age > AttemptLife {
		return nil, ErrAttempt()
	}
	f, err := p.discover()
	if err != nil {
		return nil, err
	}
	if iss := answer.Get("iss"); iss != p.Issuer && (iss != "" || f.NamesSelf) { // RFC 9207: not another's answer
		return nil, p.errWord("iss of the answer is %.100q", iss)
	}
	if answer.Get("error") != "" {
		return nil, fault.Wrap(errors.New(answer.Get("error")), fault.Refused, "在“%s”那边没有登录成，可能是取消了，或者那边没有给您开通。可以再试，或者用账号密码登录", p.Name)
	}
	token, err := f.oauth.Exchange(p.with(ctx), answer.Get("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) && refused.Response.StatusCode < 500 {
			return nil, p.errWord("code refused: %d %s", refused.Response.StatusCode, refused.ErrorCode)
		}
		return nil, p.down(err)
	}
	raw, _ := token.Extra("id_token").(string)
	return p.check(p.with(ctx), f, a, raw)
}

// check holds a signed word to OpenID Connect Core 3.1.3.7.
func (p *Provider) check(ctx context.Context, f *found, a *Attempt, raw string) (*Proof, error) {
	token, err := f.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, p.errWord("%w", err)
	}
	var claims struct {
		Party     string   `json:"azp"`
		AuthTime  int64    `json:"auth_time"`
		NotBefore int64    `json:"nbf"`
		Session   string   `json:"sid"`
		ACR       string   `json:"acr"`
		AMR       []string `json:"amr"`
	}
	if err := token.Claims(&claims); err != nil {
		return nil, p.errWord("%w", err)
	}
	soon := p.clock.Now().Add(Skew)
	switch {
	case token.Subject == "" || len(token.Subject) > 255:
		err = p.errWord("sub has %d bytes", len(token.Subject))
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(a.Nonce)) != 1:
		err = p.errWord("nonce is of another attempt")
	case claims.Party != "" && claims.Party != p.ClientID || claims.Party == "" && len(token.Audience) > 1:
		err = p.errWord("azp is %.100q for audience %.200q", claims.Party, token.Audience)
	case token.IssuedAt.After(soon) || claims.NotBefore > soon.Unix():
		err = p.errWord("made in the future: %v", token.IssuedAt)
	case a.Purpose != SignIn && time.Unix(claims.AuthTime, 0).Before(a.Began.Add(-Skew)):
		err = p.errWord("auth_time %d is before this attempt", claims.AuthTime)
	}
	if err != nil {
		return nil, err
	}
	strong := claims.ACR != "" && slices.Contains(p.StrongACR, claims.ACR) ||
		slices.ContainsFunc(claims.AMR, func(m string) bool { return slices.Contains(p.StrongAMR, m) })
	return &Proof{Issuer: token.Issuer, Subject: token.Subject, Session: claims.Session, Strong: strong, Provider: p.Name, Hint: raw, Shown: claims.AuthTime, At: p.clock.Now()}, nil
}

// ErrAttempt says that nobody who comes back is waited for: the attempt is too
// old, was used, or is another browser's.
func ErrAttempt() error {
	return fault.New(fault.Refused, "这次登录已用过、已过期（超过 10 分钟），或者不是在这个浏览器里开始的，所以没有登录。请回到登录页再点一次")
}
