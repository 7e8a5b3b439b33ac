package volunteer

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"slices"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// A code told on the spot holds from somewhat before a shift to somewhat after it.
const (
	arriveBefore = time.Hour
	arriveAfter  = 2 * time.Hour
)

// sixDigits makes a code that nobody can guess in the hours it holds.
func sixDigits(record.Tx) string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "" // crypto/rand does not fail
	}
	return fmt.Sprintf("%06d", n)
}

// Union gives how many minutes intervals cover together: what overlaps counts once.
func Union(list []*Stint) (minutes int64) {
	list = slices.SortedFunc(slices.Values(list), func(a, b *Stint) int { return cmp.Compare(a.From, b.From) })
	var end record.Moment
	for _, s := range list {
		if from := max(s.From, end); s.To > from {
			minutes += (int64(s.To) - int64(from)) / int64(time.Minute/time.Millisecond)
			end = s.To
		}
	}
	return minutes
}

// Given gives the minutes a volunteer has given between two days, both included:
// what is recorded, not what is in doubt or refused.
func Given(ctx context.Context, r *store.Reader, v record.ID[Volunteer], from, last clock.Date) (int64, []*Stint, error) {
	list, err := store.Find(ctx, r, Stints, func(s *Stint, w *store.Where) {
		w.Is(&s.Volunteer, v).Is(&s.State, Recorded).By(&s.From).Limit(10_000)
		if from != "" {
			w.AtLeast(&s.From, record.MomentOf(from.Time()))
		}
		if last != "" {
			w.Less(&s.From, record.MomentOf(last.AddDays(1).Time()))
		}
	})
	return Union(list), list, err
}
