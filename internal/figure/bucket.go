package figure

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"sanshe/internal/db"
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
	c, err := e.find(ctx, name, q.Known)
	if err != nil {
		return nil, err
	}
	return e.buckets(ctx, c, q, "area", func(s *statement, v view) string {
		alone := &record.Register{} // each place is by itself already
		return fmt.Sprintf("SELECT area, %s FROM (%s) AS listed WHERE %s GROUP BY area", c.total(), s.spread(c, v), s.within(alone, v))
	})
}

// ByMonth gives a dated figure's number for each month of its period.
func (e *Engine) ByMonth(ctx context.Context, name string, q Question) ([]Bucket, error) {
	c, err := e.find(ctx, name, q.Known)
	if err == nil && !c.Dated {
		err = unknown(name)
	}
	if err != nil {
		return nil, err
	}
	if q.At == "" {
		q.At = e.store.Today()
	}
	list, err := e.buckets(ctx, c, q, "month", func(s *statement, v view) string {
		return fmt.Sprintf("SELECT substr(d, 1, 7), %s FROM (%s) AS listed WHERE %s GROUP BY substr(d, 1, 7)", c.total(), s.list(c, c.List, v), s.within(c.Register, v))
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

// buckets gives the groups that write selects, in the order of their keys. Like
// numbers they are kept while nothing they read has changed; of a list of records
// that stand alone only those a change touched are grouped anew.
func (e *Engine) buckets(ctx context.Context, c *Contract, q Question, by string, write func(*statement, view) string) ([]Bucket, error) {
	q, err := e.normal(q)
	if err != nil {
		return nil, err
	}
	s, err := e.statement(ctx, q, c)
	if err != nil {
		return nil, err
	}
	var groups map[string]int64
	err = s.snapshot(ctx, func(r db.Queryer) error {
		stamps, err := s.stamps(ctx, r)
		if err != nil {
			return err
		}
		key := s.key(c) + "|" + by
		was, ok := e.cache.groups(key)
		if ok && was.stamp == stamps.of(c) {
			groups = was.n
			return nil
		}
		if ok && c.Alone && c.Measure == Count && stamps.near(c, was.stamp) {
			groups, err = s.regroup(ctx, r, c, was, write)
		} else {
			groups = map[string]int64{}
			err = group(ctx, r, write(s, s.now()), 1, groups)
		}
		if stamp := stamps.of(c); err == nil && stamp <= stamps.sealed { // see ask
			e.cache.putGroups(key, apart{groups, stamp})
		}
		return err
	})
	var out []Bucket
	for _, k := range slices.Sorted(maps.Keys(groups)) {
		out = append(out, Bucket{k, groups[k]})
	}
	return out, err
}

// regroup gives what groups were at an earlier change, less what the records
// touched since added to them, plus what they add now.
func (s *statement) regroup(ctx context.Context, r db.Queryer, c *Contract, was apart, write func(*statement, view) string) (map[string]int64, error) {
	touched, err := touch(ctx, r, map[*Contract]counted{c: {stamp: was.stamp}})
	if err != nil {
		return nil, err
	}
	out, only := maps.Clone(was.n), touched[c]
	if err := group(ctx, r, write(s, view{only.since, only}), -1, out); err != nil {
		return nil, err
	}
	if err := group(ctx, r, write(s, view{0, only}), 1, out); err != nil {
		return nil, err
	}
	maps.DeleteFunc(out, func(_ string, n int64) bool { return n == 0 })
	return out, nil
}

// group adds the groups of a query, times a factor, to those there are.
func group(ctx context.Context, r db.Queryer, query string, times int64, to map[string]int64) error {
	rows, err := r.Query(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		var n int64
		if err := rows.Scan(&key, &n); err != nil {
			return err
		}
		to[key] += times * n
	}
	return rows.Err()
}
