// Package clock tells the time, the day and the working day (工作日). It is the
// only package that may call time.Now: all else is handed a Clock, so that the
// demo, the tests and a rerun of last month see the day they ask for.
package clock

import (
	"sync"
	"time"
)

// Shanghai is the one time zone of the product. It is a fixed zone: China has
// kept UTC+8 without summer time since 1991, and a fixed zone needs no tzdata on
// the machine.
var Shanghai = time.FixedZone("CST", 8*60*60)

// Clock tells the present.
type Clock interface{ Now() time.Time }

// System gives the machine's clock.
func System() Clock { return system{} }

type system struct{}

func (system) Now() time.Time { return time.Now() }

// Fixed gives a clock that stands at t.
func Fixed(t time.Time) Clock { return fixed(t) }

type fixed time.Time

func (f fixed) Now() time.Time { return time.Time(f) }

// Walking is a clock moved by hand, safe for use by many goroutines.
type Walking struct {
	mu  sync.Mutex
	now time.Time
}

// NewWalking gives a clock that stands at t until it is moved.
func NewWalking(t time.Time) *Walking { return &Walking{now: t} }

// Now tells where the clock stands.
func (w *Walking) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Set moves the clock to t, back or forth.
func (w *Walking) Set(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = t
}

// Advance moves the clock by d.
func (w *Walking) Advance(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// Stamp writes t as "2026-11-23 14:30" in Shanghai; the zero time as "".
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Shanghai).Format(minute)
}

const minute = "2006-01-02 15:04"
