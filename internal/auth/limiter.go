package auth

import (
	"sync"
	"time"

	"sanshe/internal/clock"
)

// Limiter bounds how often something may be done for one key, such as an address:
// a bucket of tokens for each, in the memory of this process. It is for what is
// cheap to try again elsewhere; tries of passwords are counted in the database.
type Limiter struct {
	clock   clock.Clock
	every   time.Duration
	burst   int
	maxKeys int

	mu   sync.Mutex
	full map[string]time.Time // when a bucket is full again; one that is not here is full
}

// NewLimiter allows each key burst at once and one more every so often. It keeps
// at most maxKeys keys.
func NewLimiter(c clock.Clock, every time.Duration, burst, maxKeys int) *Limiter {
	return &Limiter{clock: c, every: every, burst: burst, maxKeys: maxKeys, full: map[string]time.Time{}}
}

// Allow takes a token of key, or tells how long to wait for the next.
func (l *Limiter) Allow(key string) (ok bool, retryAfter time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	full, known := l.full[key]
	if full.Before(now) || full.After(now.Add(time.Duration(l.burst)*l.every)) { // the clock was put back
		full = now
	}
	if wait := full.Sub(now) - time.Duration(l.burst-1)*l.every; wait > 0 {
		return false, wait
	}
	if !known && len(l.full) >= l.maxKeys {
		l.drop()
	}
	l.full[key] = full.Add(l.every)
	return true, 0
}

// drop forgets, of a few keys, the one whose bucket is the nearest to full. A
// flood of new keys so pushes out its own kind rather than those held back.
func (l *Limiter) drop() {
	var victim string
	var soonest time.Time
	n := 0
	for key, full := range l.full {
		if n == 0 || full.Before(soonest) {
			victim, soonest = key, full
		}
		if n++; n == 16 {
			break
		}
	}
	delete(l.full, victim)
}
