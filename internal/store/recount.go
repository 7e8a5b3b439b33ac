package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/record"
)

// CodeUse gives how many records use each value of a code list, void ones left out.
func (s *Store) CodeUse(ctx context.Context, q db.Queryer, list string) (map[string]int64, error) {
	var parts []string
	for _, reg := range s.book.Registers {
		for _, f := range reg.Fields {
			if c, ok := f.Kind.(record.Coded); ok && c.List() == list {
				parts = append(parts, fmt.Sprintf("SELECT %[1]s AS value, count(*) AS n FROM %[2]s WHERE voided = '' AND %[1]s <> '' GROUP BY %[1]s", f.Name, reg.Name))
			}
		}
	}
	out := map[string]int64{}
	if len(parts) == 0 {
		return out, nil
	}
	rows, err := q.Query(ctx, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		var n int64
		if err := rows.Scan(&value, &n); err != nil {
			return nil, err
		}
		for _, v := range decoded(value) {
			out[v] += n
		}
	}
	return out, rows.Err()
}

// DueMove is what open tasks of one kind would be due by other rules. They keep
// the day they were given.
type DueMove struct {
	Label    string
	Due, New clock.Date // New is Due where nothing would move
	N        int64
}

// mostDues bounds the groups of open tasks that are looked at.
const mostDues = 5000

// Recount counts the due days of open tasks in a division again, by other rules
// as they hold on a day, "" for the day each task began: those of the clocks of
// the settings given. More says that there were too many to look at all.
func (s *Store) Recount(ctx context.Context, by *Rules, on clock.Date, place string, settings ...*Setting) (list []DueMove, more bool, err error) {
	clocks, where := map[Clock]*Setting{}, cond{}
	for _, v := range settings {
		for _, c := range v.Clocks {
			clocks[c] = v
			where.add("(register = ? AND kind = ?)", c.Register, c.Task)
		}
	}
	if len(clocks) == 0 {
		return nil, false, nil
	}
	lo, hi := area.Bounds(place)
	const day = "(opened + 28800000) / 86400000" // days since 1970 in Shanghai
	rows, err := s.db.Query(ctx, fmt.Sprintf("SELECT register, kind, label, area, due, %[1]s, count(*) FROM task WHERE closed = 0 AND due <> '' AND area >= ? AND area < ? AND (%[2]s) GROUP BY register, kind, label, area, due, %[1]s ORDER BY due, register, kind, area LIMIT %[3]d",
		day, join(where.parts, " OR "), mostDues+1), append([]any{lo, hi}, where.args...)...)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	sum := map[DueMove]int64{}
	for groups := 1; rows.Next(); groups++ {
		if groups > mostDues {
			more = true
			break
		}
		var c Clock
		var code string
		var m DueMove
		var opened, n int64
		if err := rows.Scan(&c.Register, &c.Task, &m.Label, &code, (*string)(&m.Due), &opened, &n); err != nil {
			return nil, false, err
		}
		began := clock.Date("1970-01-01").AddDays(int(opened))
		m.New = by.Due(clocks[c], code, began, clock.Date(cmp.Or(string(on), string(began))))
		sum[m] += n
	}
	for m, n := range sum {
		m.N = n
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b DueMove) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Label, b.Label), cmp.Compare(a.New, b.New))
	})
	return list, more, rows.Err()
}

// Due gives the day a clock that began on a day ends, by the setting as it holds
// on another; "" if nothing says so.
func (r *Rules) Due(v *Setting, code string, began, on clock.Date) clock.Date {
	p, ok := r.Setting(v.Name, code, on)
	n, err := strconv.Atoi(p.Value)
	if !ok || err != nil {
		return ""
	}
	if v.Kind == WorkDays {
		due, _ := r.Calendar().AddWorkingDays(began, n)
		return due
	}
	return began.AddDays(n)
}
