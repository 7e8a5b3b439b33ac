package figure

import (
	"context"
	"strings"

	"sanshe/internal/db"
)

// Plan gives how the database would answer a figure, and on PostgreSQL what it
// came across when it did.
func (e *Engine) Plan(ctx context.Context, name string, q Question) (plan []string, err error) {
	if q, err = e.normal(q); err != nil {
		return nil, err
	}
	c := e.byName[name]
	s, err := e.statement(ctx, q, c)
	if err != nil {
		return nil, err
	}
	how := map[db.Engine]string{db.SQLite: "EXPLAIN QUERY PLAN ", db.Postgres: "EXPLAIN (ANALYZE, TIMING OFF) "}[s.store.DB().Engine()]
	err = s.snapshot(ctx, func(r db.Queryer) error {
		rows, err := r.Query(ctx, how+"SELECT "+s.number(c, c.List, 0, nil)+", "+s.number(c, c.Of, 0, nil))
		if err != nil {
			return err
		}
		defer rows.Close()
		depth := map[int64]int{}
		for rows.Next() {
			var id, parent int64
			var line string
			dest := []any{&id, &parent, new(int64), &line}
			if s.store.DB().Engine() == db.Postgres {
				dest = dest[3:]
			}
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			depth[id] = depth[parent] + 1
			plan = append(plan, strings.Repeat(" ", depth[id])+line)
		}
		return rows.Err()
	})
	return plan, err
}
