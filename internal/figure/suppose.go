package figure

import (
	"context"
	"fmt"

	"sanshe/internal/store"
)

// Under gives an engine that answers by other rules than those that hold: the
// same lists, the same SQL, the same cache, for settings are part of what an
// answer is kept under.
func (e *Engine) Under(rules *store.Rules) *Engine {
	other := *e
	other.rules = rules
	return &other
}

// Using gives the contracts that depend on a setting, in order.
func (e *Engine) Using(setting string) (list []*Contract) {
	for _, c := range e.contracts {
		for _, name := range c.Settings {
			if name == setting {
				list = append(list, c)
			}
		}
	}
	return list
}

// Differing gives a page of the records that an answer's list holds here and not
// under another engine, and how many there are in all.
func (e *Engine) Differing(ctx context.Context, r *store.Reader, a *Answer, other *Engine, limit int) (*Rows, int64, error) {
	mine, err := e.statement(ctx, a.Question, a.Contract)
	if err != nil {
		return nil, 0, err
	}
	theirs, err := other.statement(ctx, a.Question, a.Contract)
	if err != nil {
		return nil, 0, err
	}
	c, out := a.Contract, &Rows{Answer: a, Part: Numerator}
	only := fmt.Sprintf("SELECT id, area FROM (%s) AS listed WHERE %s AND id NOT IN (SELECT id FROM (%s) AS other WHERE %s)",
		mine.part(c, Numerator), mine.within(c.Register, mine.now()), theirs.part(c, Numerator), theirs.within(c.Register, theirs.now()))
	// The number of all comes with each row of the page: one look at the lists.
	if err := out.scan(ctx, e.store.DB(), fmt.Sprintf("SELECT id, area, count(*) OVER () FROM (%s) AS differing ORDER BY id LIMIT %d", only, limit), limit); err != nil || len(out.Rows) == 0 {
		return out, 0, err
	}
	n := out.Rows[0].N
	return out, n, e.fill(ctx, r, out)
}
