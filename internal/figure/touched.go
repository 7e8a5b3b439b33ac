package figure

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/db"
	"sanshe/internal/record"
)

// touched are the records by which a figure may have changed after a number:
// those of its register that changed, or had one beside them that did, and the
// changed ones beside them. What is counted of them then and now is the whole
// difference.
type touched struct {
	c     *Contract
	since int64
	ids   map[string][]string // by register
}

// key tells sets of touched records apart.
func (t *touched) key() string {
	return fmt.Sprint(t.c.Register.Name, t.since, slices.Sorted(maps.Keys(t.c.Beside)))
}

// in writes a list of ids, never an empty one.
func (t *touched) in(register string) string {
	return " IN (" + strings.Join(append(t.ids[register], "0"), ", ") + ")"
}

// live keeps the rows of a register that are touched or beside what is.
func (t *touched) live(reg *record.Register) string {
	if reg == t.c.Register {
		return "id" + t.in(reg.Name)
	}
	return t.c.Beside[reg.Name] + t.in(t.c.Register.Name)
}

// images keeps the same of the images of rows that changed.
func (t *touched) images(reg *record.Register) string {
	if reg == t.c.Register {
		return "id" + t.in(reg.Name)
	}
	return "id" + t.in(reg.Name) + " AND " + t.live(reg)
}

// queries are those that find the touched records, with what to file them under.
func (t *touched) queries() (registers, queries []string) {
	changed := func(register string) string {
		return fmt.Sprintf("SELECT record FROM audit WHERE register = '%s' AND seq > %d", register, t.since)
	}
	add := func(register, query string) { registers, queries = append(registers, register), append(queries, query) }
	add(t.c.Register.Name, changed(t.c.Register.Name))
	for _, beside := range slices.Sorted(maps.Keys(t.c.Beside)) {
		add(beside, changed(beside))
		for _, table := range []string{beside, beside + "_history"} {
			add(t.c.Register.Name, fmt.Sprintf("SELECT %s AS record FROM %s WHERE id IN (%s)", t.c.Beside[beside], table, changed(beside)))
		}
	}
	return registers, queries
}

// touch finds the records that were touched since contracts were last counted,
// in one statement. Contracts that look at the same registers share them.
func touch(ctx context.Context, r db.Queryer, was map[*Contract]counted) (map[*Contract]*touched, error) {
	out, sets := map[*Contract]*touched{}, map[string]*touched{}
	var targets []*touched
	var registers, parts []string
	for c, n := range was {
		t := &touched{c: c, since: n.stamp, ids: map[string][]string{}}
		if same := sets[t.key()]; same != nil {
			out[c] = same
			continue
		}
		out[c], sets[t.key()] = t, t
		names, queries := t.queries()
		for i, q := range queries {
			parts = append(parts, fmt.Sprintf("SELECT %d AS place, record FROM (%s) AS found", len(targets), q))
			targets, registers = append(targets, t), append(registers, names[i])
		}
	}
	if len(parts) == 0 {
		return out, nil
	}
	rows, err := r.Query(ctx, strings.Join(parts, " UNION "))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var i int
		var id int64
		if err := rows.Scan(&i, &id); err != nil {
			return nil, err
		}
		ids := targets[i].ids
		ids[registers[i]] = append(ids[registers[i]], strconv.FormatInt(id, 10))
	}
	return out, rows.Err()
}
