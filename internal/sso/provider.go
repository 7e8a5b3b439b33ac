package sso

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
)

// Skew is by how much a provider's clock may differ from ours.
const Skew = time.Minute

// again is how long a provider that did not answer is left alone.
const again = 5 * time.Second

// Provider (统一身份认证) is an authority whose word is taken for who somebody is.
type Provider struct {
	Settings
	secret string
	base   string
	clock  clock.Clock
	wire   *bounded
	client context.Context // carries what speaks over wire, as oidc and oauth2 want it

	mu     sync.Mutex
	found  *found
	failed time.Time
	why    error
}

// found is what a provider's own document says of it.
type found struct {
	oauth      oauth2.Config
	verifier   *oidc.IDTokenVerifier
	AuthURL    string   `json:"authorization_endpoint"`
	TokenURL   string   `json:"token_endpoint"`
	KeysURL    string   `json:"jwks_uri"`
	EndSession string   `json:"end_session_endpoint"`
	NamesSelf  bool     `json:"authorization_response_iss_parameter_supported"` // RFC 9207
	Methods    []string `json:"token_endpoint_auth_methods_supported"`
}

// New makes a provider for a program that browsers find at base.
func New(s Settings, base, secret string, c clock.Clock) *Provider {
	wire := newBounded(c)
	return &Provider{Settings: s, base: base, secret: secret, clock: c, wire: wire, client: oidc.ClientContext(context.Background(), wire.client())}
}

// Callback is the address a provider sends people back to; it must be
// registered there.
func (p *Provider) Callback() string { return p.base + "/sso/" + p.Key + "/callback" }

// AfterLogout is where a provider sends people who signed out there too.
func (p *Provider) AfterLogout() string { return p.base + "/sign-in" }

// with gives a context that ends with ctx and carries the client.
func (p *Provider) with(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, p.client.Value(oauth2.HTTPClient))
}

// discover asks the provider for its document, once until it has answered.
func (p *Provider) discover() (*found, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	if now := p.clock.Now(); p.why == nil || now.Sub(p.failed) >= again {
		p.found, p.why = p.ask()
		p.failed = p.clock.Now()
		if p.why != nil {
			return nil, p.down(p.why)
		}
	}
	if p.why != nil {
		return nil, p.errDown(p.why)
	}
	return p.found, nil
}

func (p *Provider) ask() (*found, error) {
	provider, err := oidc.NewProvider(p.client, p.Issuer)
	if err != nil {
		return nil, err
	}
	f := &found{}
	if err := provider.Claims(f); err != nil {
		return nil, err
	}
	for _, address := range []string{f.AuthURL, f.TokenURL, f.KeysURL, cmp.Or(f.EndSession, p.Issuer)} {
		if !secure(address) {
			return nil, fmt.Errorf("address %q is not https", address)
		}
	}
	p.wire.keysAt(f.KeysURL)
	f.verifier = provider.VerifierContext(p.client, &oidc.Config{ClientID: p.ClientID, Now: func() time.Time { return p.clock.Now().Add(-Skew) }})
	f.oauth = oauth2.Config{ClientID: p.ClientID, ClientSecret: p.secret, Endpoint: provider.Endpoint(), RedirectURL: p.Callback(),
		Scopes: append([]string{oidc.ScopeOpenID}, p.Scopes...)}
	f.oauth.Endpoint.AuthStyle = oauth2.AuthStyleInHeader // said, for oauth2 would find out by sending a code twice
	if p.secret == "" || len(f.Methods) > 0 && !slices.Contains(f.Methods, "client_secret_basic") {
		f.oauth.Endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return f, nil
}

// down writes down that the provider does not answer: once, not for each who asks.
func (p *Provider) down(err error) error {
	slog.Warn("single sign-on: provider down", "provider", p.Key, "err", Short(err))
	return p.errDown(err)
}

// Short gives an error's beginning, for the log: providers put whole pages into
// theirs.
func Short(err error) string {
	s := fmt.Sprint(err)
	return strings.ToValidUTF8(s[:min(len(s), 200)], "")
}

func (p *Provider) errDown(err error) error {
	return fault.Wrap(err, fault.Unavailable, "“%s”现在连不上。有密码的可以用账号密码登录；也可以过几分钟再试", p.Name)
}

// errWord refuses what a provider said; why is for the log.
func (p *Provider) errWord(format string, args ...any) error {
	return fault.Wrap(fmt.Errorf(format, args...), fault.Refused, "“%s”的答复没有通过核对，没有登录。再点一次；还不行，请告诉系统管理员", p.Name)
}
