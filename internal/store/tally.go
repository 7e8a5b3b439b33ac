package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"sanshe/internal/area"
	"sanshe/internal/db"
	"sanshe/internal/record"
)

// Lists say how many records they have. How many live ones of a register are in
// each state in each division is kept in memory as of a change, and brought up to
// date by the records touched since, as figures are (docs/decisions/0010): what
// they were then is taken off, what they are now is added.

// tally counts the live records of one register.
type tally struct {
	mu    sync.Mutex
	upto  int64  // the last change it knows of
	count *cells // nil until first asked for
}

// cells are numbers by division and state. Places are in order, for divisions
// are ranges of codes.
type cells struct {
	places []string
	of     map[string]map[string]int64
}

func (c *cells) add(place, state string, n int64) {
	if c.of[place] == nil {
		i, _ := slices.BinarySearch(c.places, place)
		c.places, c.of[place] = slices.Insert(c.places, i, place), map[string]int64{}
	}
	c.of[place][state] += n
}

// anew is how many changes make it better to count everything again.
const anew = 500

// tallied gives what use makes of a register's tally as it is now.
func (s *Store) tallied(ctx context.Context, reg *record.Register, use func(*cells)) error {
	t := s.tallies[reg]
	t.mu.Lock()
	defer t.mu.Unlock()
	last, _, err := s.lastChange(ctx, s.db, reg)
	if err != nil || t.count != nil && last == t.upto {
		use(t.count)
		return err
	}
	return s.db.Snapshot(ctx, func(q db.Queryer) error {
		last, sealed, err := s.lastChange(ctx, q, reg)
		if err != nil {
			return err
		}
		now := t.count
		if now == nil || last-t.upto > anew {
			now, err = s.countAll(ctx, q, reg)
		} else {
			if last > sealed { // an older change may yet come between: what is kept stays as it was
				now = now.copy()
			}
			err = s.recount(ctx, q, reg, t.upto, now)
		}
		if err != nil {
			t.count = nil
			return err
		}
		if last <= sealed {
			t.count, t.upto = now, last
		}
		use(now)
		return nil
	})
}

// few reports whether a register was last known to have few records.
func (t *tally) few() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.count != nil && t.count.sum("", nil) <= TotalLimit
}

func (c *cells) copy() *cells {
	out := &cells{slices.Clone(c.places), map[string]map[string]int64{}}
	for place, of := range c.of {
		out.of[place] = maps.Clone(of)
	}
	return out
}

// lastChange gives the last change of a register, and up to where changes are sealed.
func (s *Store) lastChange(ctx context.Context, q db.Queryer, reg *record.Register) (last, sealed int64, err error) {
	err = q.QueryRow(ctx, "SELECT coalesce((SELECT seq FROM audit WHERE register = ? ORDER BY seq DESC LIMIT 1), 0), ("+s.db.SealedQuery()+")", reg.Name).Scan(&last, &sealed)
	return last, sealed, err
}

func stateColumn(reg *record.Register) string {
	if reg.State == nil {
		return "''"
	}
	return reg.State.Name
}

const live = "voided = '' AND merged = 0"

func (s *Store) countAll(ctx context.Context, q db.Queryer, reg *record.Register) (*cells, error) {
	out := &cells{of: map[string]map[string]int64{}}
	return out, out.read(ctx, q, fmt.Sprintf("SELECT area, %[1]s, count(*) FROM %[2]s WHERE %[3]s GROUP BY 2, 1", stateColumn(reg), reg.Name, live))
}

// recount adds to cells what changed after a change they know of: what touched
// records are now, less what they were then.
func (s *Store) recount(ctx context.Context, q db.Queryer, reg *record.Register, upto int64, to *cells) error {
	const rows = "%[2]s WHERE id IN (SELECT record FROM audit WHERE register = '%[3]s' AND seq > ?) AND %[4]s"
	query := fmt.Sprintf("SELECT area, %[1]s, 1 FROM "+rows+" UNION ALL SELECT area, %[1]s, -1 FROM "+rows+" AND since <= ? UNION ALL SELECT area, %[1]s, -1 FROM "+
		strings.Replace(rows, "%[2]s", "%[2]s_history", 1)+" AND since <= ? AND until > ?", stateColumn(reg), reg.Name, reg.Name, live)
	return to.read(ctx, q, query, upto, upto, upto, upto, upto, upto)
}

// read adds the rows of a query of divisions, states and numbers.
func (c *cells) read(ctx context.Context, q db.Queryer, query string, values ...any) error {
	rows, err := q.Query(ctx, query, values...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var place, state string
		var n int64
		if err := rows.Scan(&place, &state, &n); err != nil {
			return err
		}
		c.add(place, state, n)
	}
	return rows.Err()
}

// sum gives how many there are in a division and below, in one of states or, if
// none is named, in any.
func (c *cells) sum(place string, states []string) (n int64) {
	lo, hi := area.Bounds(place)
	from, _ := slices.BinarySearch(c.places, lo)
	for _, code := range c.places[from:] {
		if place != "" && code >= hi {
			break
		}
		for state, m := range c.of[code] {
			if len(states) == 0 || slices.Contains(states, state) {
				n += m
			}
		}
	}
	return n
}

// below reports whether anything lies under a division and not in it itself.
func (c *cells) below(place string) bool {
	n := c.sum(place, nil)
	for _, m := range c.of[place] {
		n -= m
	}
	return n != 0
}

// statesOf gives the states a query asks for, none for any, and whether a tally
// counts what it finds.
func (r *Reader) statesOf(reg *record.Register, q Query) (states []string, ok bool) {
	if q.Text != "" || q.IDs != nil || q.Voided {
		return nil, false
	}
	for name, want := range q.Filters {
		if want == "" {
			continue
		}
		var c cond
		if reg.State == nil || name != reg.State.Name || strings.Contains(want, "..") || r.filter(&c, reg, reg.State, want) != nil {
			return nil, false
		}
		for _, state := range c.args {
			states = append(states, state.(string))
		}
	}
	return states, true
}
