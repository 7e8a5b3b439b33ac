package volunteer

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/store"
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

// Stars gives how many bands of the hours listed in text, such as "100 300 600",
// somebody with these minutes has come to, and the minutes the next begins at, 0
// after the last.
func Stars(minutes int64, text string) (stars int, next int64) {
	for _, word := range strings.Fields(text) {
		hours, err := strconv.ParseInt(word, 10, 64)
		switch {
		case err != nil || hours <= 0: // a word that is no number is no band
		case minutes < hours*60:
			return stars, hours * 60
		default:
			stars++
		}
	}
	return stars, 0
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
