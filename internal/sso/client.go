package sso

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"sanshe/internal/clock"
)

// What is asked of a provider is bounded in time and size, and goes nowhere
// but where the provider was said to be.
const (
	patience  = 10 * time.Second
	mostBytes = 1 << 20
	keysEvery = 10 * time.Second // how often keys are looked for that were not there before
)

var (
	errMoved = errors.New("the provider sends elsewhere; that is not followed")
	errLong  = errors.New("the provider's answer is too long")
	errOften = errors.New("the provider's keys were asked for a moment ago")
)

func (b *bounded) client() *http.Client {
	return &http.Client{
		Transport:     b,
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return errMoved },
	}
}

// bounded cuts answers off, and asks for keys only now and then: whoever sends
// tokens signed with keys that do not exist must not make us ask for each.
type bounded struct {
	wire  http.RoundTripper
	clock clock.Clock

	mu      sync.Mutex
	keysURL string
	keys    time.Time // when they were last asked for
}

func newBounded(c clock.Clock) *bounded {
	wire := http.DefaultTransport.(*http.Transport).Clone()
	wire.ResponseHeaderTimeout = patience / 2
	return &bounded{wire: wire, clock: c}
}

func (b *bounded) keysAt(url string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keysURL = url
}

// RoundTrip implements [http.RoundTripper].
func (b *bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	if !b.turn(r.URL.String()) {
		return nil, errOften
	}
	res, err := b.wire.RoundTrip(r)
	if err == nil {
		res.Body = &cut{res.Body, mostBytes}
	}
	return res, err
}

func (b *bounded) turn(url string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	if url != b.keysURL {
		return true
	}
	if now.Sub(b.keys) < keysEvery {
		return false
	}
	b.keys = now
	return true
}

// cut fails a body that is too long, rather than passing off a part as the whole.
type cut struct {
	io.ReadCloser
	left int
}

// Read implements [io.Reader].
func (c *cut) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if c.left -= n; c.left < 0 {
		return 0, errLong
	}
	return n, err
}
