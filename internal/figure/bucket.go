package figure

import (
	"context"
	"fmt"

	"sanshe/internal/record"
)

// Bucket is part of a figure: a division or a month.
type Bucket struct {
	Key string
	N   int64
}

// ByArea gives a figure's number for each division its records lie in. A record
// of several divisions is in each, so that they may add up to more than the whole.
func (e *Engine) ByArea(ctx context.Context, name string, q Question) ([]Bucket, error) {
	c := e.byName[name]
	if c == nil {
		return nil, unknown(name)
	}
	return e.buckets(ctx, c, q, func(s *statement) string {
		apart := &record.Register{} // each place is by itself already
		return fmt.Sprintf("SELECT area, %s FROM (%s) AS listed WHERE %s GROUP BY area ORDER BY area", c.total(), s.spread(c), s.within(apart, s.now()))
	})
}

// ByMonth gives a dated figure's number for each month of its period.
func (e *Engine) ByMonth(ctx context.Context, name string, q Question) ([]Bucket, error) {
	c := e.byName[name]
	if c == nil || !c.Dated {
		return nil, unknown(name)
	}
	if q.At == "" {
		q.At = e.store.Today()
	}
	list, err := e.buckets(ctx, c, q, func(s *statement) string {
		return fmt.Sprintf("SELECT substr(d, 1, 7), %s FROM (%s) AS listed WHERE %s GROUP BY substr(d, 1, 7) ORDER BY 1", c.total(), s.part(c, Numerator), s.within(c.Register, s.now()))
	})
	if err != nil || c.Period != YearToDate {
		return list, err
	}
	have := map[string]int64{}
	for _, b := range list {
		have[b.Key] = b.N
	}
	list = nil
	for d := q.At.YearStart(); d <= q.At; d = d.AddMonths(1) {
		list = append(list, Bucket{d.Month(), have[d.Month()]})
	}
	return list, nil
}

func (e *Engine) buckets(ctx context.Context, c *Contract, q Question, write func(*statement) string) ([]Bucket, error) {
	q, err := e.normal(q)
	if err == nil && q.Known != 0 {
		var sealed int64
		if sealed, err = e.store.DB().Sealed(ctx); err == nil {
			err = settled(q, sealed)
		}
	}
	if err != nil {
		return nil, err
	}
	s, err := e.statement(ctx, q, c)
	if err != nil {
		return nil, err
	}
	rows, err := e.store.DB().Query(ctx, write(s))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Bucket
	for rows.Next() {
		var b Bucket
		if err := rows.Scan(&b.Key, &b.N); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}
