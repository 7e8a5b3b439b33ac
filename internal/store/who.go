package store

import (
	"context"
	"fmt"

	"sanshe/internal/record"
)

// WaysOf gives by which ways each of some actors reads a record: the names of
// the very ways by which it is read. It asks them all at once.
func (s *Store) WaysOf(ctx context.Context, reg *record.Register, id int64, actors []*record.Actor) ([][]string, error) {
	found := make([][]string, len(actors))
	var asks []string
	var args []any
	var of [][2]int // actor, way
	for i, a := range actors {
		for j, w := range s.ways {
			var c cond
			if !w.open(s, reg, a) {
				continue
			}
			if w.to(s, &c, reg, a, s.reachOf(reg, a)); len(c.parts) == 0 {
				continue
			}
			asks = append(asks, fmt.Sprintf("SELECT %d AS n WHERE EXISTS (SELECT 1 FROM %s WHERE id = ? AND (%s))", len(of), reg.Name, join(c.parts, " OR ")))
			args, of = append(append(args, id), c.args...), append(of, [2]int{i, j})
		}
	}
	if len(asks) == 0 {
		return found, nil
	}
	rows, err := s.db.Query(ctx, join(asks, " UNION ALL "), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var n int
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		i, j := of[n][0], of[n][1]
		found[i] = append(found[i], s.ways[j].name)
	}
	return found, rows.Err()
}
