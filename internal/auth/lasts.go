package auth

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/record"
)

// Span (时限) is how long something lasts: a setting in whole units, within
// bounds that keep a slip from leaving a door open.
type Span struct {
	Name               string
	Unit               time.Duration
	Usual, Least, Most int64
}

// The spans. A working day fits into a session; a computer left on in the village
// office over lunch is not an open door in the evening.
var (
	SessionLife = span("auth.session_hours", time.Hour, 12, 1, 24)     // after signing in
	SessionIdle = span("auth.idle_minutes", time.Minute, 120, 5, 720)  // after the last request
	ProofLife   = span("auth.proof_minutes", time.Minute, 5, 1, 60)    // after having proved who one is
	CodeLife    = span("auth.setup_code_hours", time.Hour, 72, 1, 168) // of a set-up code
	TokenLife   = span("auth.token_days", 24*time.Hour, 366, 1, 366)   // the most an API token may last
)

func span(name string, unit time.Duration, usual, least, most int64) Span {
	return Span{name, unit, usual, least, most}
}

// usual gives the span as it is unless the county set another.
func (s Span) usual() time.Duration { return time.Duration(s.Usual) * s.Unit }

// Lasts gives a span as the county has set it.
func (a *Auth) Lasts(ctx context.Context, s Span) time.Duration {
	n := s.Usual
	if set, err := a.store.Setting(ctx, s.Name, "", a.store.Today()); err == nil {
		if v, err := strconv.ParseInt(set.Value, 10, 64); err == nil {
			n = min(max(v, s.Least), s.Most)
		}
	}
	return time.Duration(n) * s.Unit
}

// needsFactor reports whether whoever holds the roles must have a second factor: a
// setting lists them, with commas between. Without the setting everybody must.
func (a *Auth) needsFactor(ctx context.Context, roles record.Roles) bool {
	set, err := a.store.Setting(ctx, "auth.second_factor", "", a.store.Today())
	if err != nil {
		return true
	}
	needed := strings.Split(set.Value, ",")
	return slices.ContainsFunc(roles, func(r record.Role) bool { return slices.Contains(needed, string(r)) })
}
