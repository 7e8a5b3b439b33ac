package auth

import (
	"testing"
	"time"
)

// A clock that ran nine years ahead and was put back neither locks anybody out
// nor leaves sessions that outlive the years between. One that is put back a
// little, as happens every day, ends no session.
func TestClockPutBack(t *testing.T) {
	each(t, func(s *stage) {
		phone, _ := s.secured("li")
		s.ready("zhang")
		before := s.signIn("zhang")
		s.clock.Advance(-time.Minute)
		s.alive(before)
		s.clock.Advance(time.Minute)

		const years = 9 * 365 * 24 * time.Hour
		s.clock.Advance(years)
		ahead := s.signIn("zhang")
		limiter := NewLimiter(s.clock, time.Minute, 3, 10)
		for range 3 {
			limiter.Allow("a")
		}
		_, err := s.SignInCode(s.ctx, s.halfway("li"), phone.code(), elsewhere)
		s.must(err)
		for range LoginTries + 1 {
			_, _ = s.enter("zhang", "wrong password")
		}
		if _, err := s.enter("zhang", good); err == nil {
			t.Fatal("tries are not counted")
		}
		s.clock.Advance(-years)
		s.dead(ahead)
		s.signIn("zhang")
		_, err = s.SignInCode(s.ctx, s.halfway("li"), phone.code(), elsewhere)
		s.must(err)
		if ok, wait := limiter.Allow("a"); !ok {
			t.Errorf("held back for %v", wait)
		}
		s.must(s.Sweep(s.ctx))
		var n int
		if s.must(s.d.QueryRow(s.ctx, "SELECT count(*) FROM session WHERE expires > ?", s.clock.Now().Add(years/2).UnixMilli()).Scan(&n)); n != 0 {
			t.Errorf("%d sessions wait for years to come", n)
		}
	})
}
