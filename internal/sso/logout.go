package sso

import (
	"context"
	"net/url"
	"time"
)

// Logout is what a provider says when somebody has signed out there: every
// session of Subject, or the one that is called Session, opened until At.
type Logout struct {
	Issuer  string
	Subject string
	Session string
	At      time.Time
}

// LogoutURL gives the address at which somebody signs out at the provider too
// (RP-initiated logout), or "" if the provider has none.
func (p *Provider) LogoutURL(hint string) string {
	f, err := p.discover()
	if err != nil || f.EndSession == "" {
		return ""
	}
	at, err := url.Parse(f.EndSession)
	if err != nil {
		return ""
	}
	q := at.Query()
	q.Set("client_id", p.ClientID)
	q.Set("post_logout_redirect_uri", p.AfterLogout())
	if hint != "" {
		q.Set("id_token_hint", hint)
	}
	at.RawQuery = q.Encode()
	return at.String()
}

// Logout reads the token of a back-channel logout. Sent again it does nothing
// more: sessions opened after it was made are not its business.
func (p *Provider) Logout(ctx context.Context, raw string) (*Logout, error) {
	f, err := p.discover()
	if err != nil {
		return nil, err
	}
	token, err := f.verifier.VerifyLogout(p.with(ctx), raw)
	if err != nil {
		return nil, p.errWord("%w", err)
	}
	if token.IssuedAt.After(p.clock.Now().Add(Skew)) || token.IssuedAt.IsZero() {
		return nil, p.errWord("made in the future: %v", token.IssuedAt)
	}
	return &Logout{Issuer: token.Issuer, Subject: token.Subject, Session: token.SessionID, At: token.IssuedAt}, nil
}
