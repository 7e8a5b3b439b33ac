package exchange

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/width"

	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Heads gives what the columns of a register's sheets are called, in their order.
func Heads(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register) ([]string, error) {
	cols, err := columns(ctx, s, a, reg)
	var out []string
	for _, c := range cols {
		out = append(out, c.Label)
	}
	return out, err
}

// Guess is what the columns of a table that somebody pasted are thought to mean.
type Guess struct {
	Head    bool     // the first row says what the columns are
	Columns []string // for each column the label of ours, "" for none
	Sure    bool     // every column says so itself, or somebody said so before
}

// guess says what the columns of rows mean: by their heading, loosely; else by
// what stands in them. known is what somebody said of the same headings before.
func guess(scratch record.Record, cols []column, rows [][]string, known []string) Guess {
	if len(rows) == 0 {
		return Guess{}
	}
	most := 0
	for _, r := range rows {
		most = max(most, len(r))
	}
	g := Guess{Columns: make([]string, most), Sure: true}
	taken := map[string]bool{}
	named, like := 0, 0
	for i, head := range rows[0] {
		for _, c := range cols {
			if loose(head) == loose(c.Label) && !taken[c.Label] {
				g.Columns[i], taken[c.Label] = c.Label, true
				named++
			}
		}
		if g.Columns[i] == "" && likeliest(scratch, cols, taken, head, nil) != "" {
			like++
		}
	}
	g.Head = named > 1 || named+like > 0 && 2*(named+like) >= filled(rows[0])
	g.Head = g.Head || unlike(scratch, cols, rows)
	if g.Head && len(known) == most {
		g.Columns = known
		return g
	}
	if !g.Head {
		g.Columns, taken = make([]string, most), map[string]bool{}
	}
	body := rows
	if g.Head {
		body = rows[1:]
	}
	for i := range g.Columns {
		if g.Columns[i] != "" || g.Head && i < len(rows[0]) && rows[0][i] == columnProblem {
			continue
		}
		if c := likeliest(scratch, cols, taken, headOf(rows, g.Head, i), said(body, i)); c != "" {
			g.Columns[i], taken[c] = c, true
		}
		g.Sure = g.Sure && blankColumn(body, i)
	}
	return g
}

// unlike reports whether the first row is a heading because it is not what stands
// below it: no day above days, no telephone above telephones.
func unlike(scratch record.Record, cols []column, rows [][]string) bool {
	for i, head := range rows[0] {
		label := likeliest(scratch, cols, nil, "", said(rows[1:], i))
		if at := slices.IndexFunc(cols, func(c column) bool { return c.Label == label }); label != "" && head != "" && !cols[at].takes(scratch, head) {
			return true
		}
	}
	return false
}

func headOf(rows [][]string, head bool, i int) string {
	if head && i < len(rows[0]) {
		return rows[0][i]
	}
	return ""
}

// said gives what stands in a column, blanks left out, of the first rows.
func said(rows [][]string, i int) (out []string) {
	for _, r := range rows[:min(len(rows), 100)] {
		if i < len(r) && strings.TrimSpace(r[i]) != "" {
			out = append(out, strings.TrimSpace(r[i]))
		}
	}
	return out
}

func blankColumn(rows [][]string, i int) bool { return len(said(rows, i)) == 0 }

func filled(row []string) (n int) {
	for _, s := range row {
		if strings.TrimSpace(s) != "" {
			n++
		}
	}
	return n
}

// likeliest gives the column whose label the heading contains, or is contained
// in, and failing that the one that most of the values would do for. Text does
// for anything, and is never guessed by its values.
func likeliest(scratch record.Record, cols []column, taken map[string]bool, head string, values []string) string {
	if h := loose(head); len([]rune(h)) > 1 {
		for _, c := range cols {
			if l := loose(c.Label); !taken[c.Label] && len([]rune(l)) > 1 && (strings.Contains(h, l) || strings.Contains(l, h)) {
				return c.Label
			}
		}
	}
	best, most := "", 0
	for _, c := range cols {
		if taken[c.Label] || c.field == nil {
			continue
		}
		n := 0
		for _, v := range values {
			if c.telling() && c.takes(scratch, v) {
				n++
			}
		}
		if n > most && 10*n >= 8*len(values) {
			best, most = c.Label, n
		}
	}
	return best
}

// telling reports whether a column is known by what stands in it.
func (c *column) telling() bool {
	switch c.field.Kind.Name() {
	case "choice", "code", "phone", "id_number", "credit_code", "date", "division":
		return true
	}
	return false
}

// takes reports whether a value would do for a column.
func (c *column) takes(scratch record.Record, v string) bool {
	if len(c.Options) > 0 {
		return slices.Contains(c.Options, v)
	}
	if c.field.Kind.Name() == "division" && len(v) != 12 && len(v) != 9 {
		return false // any words would do
	}
	return c.field.Kind.Parse(c.field.Ptr(scratch), v) == nil
}

// loose is a heading without blanks, width and case, and without what stands in
// brackets behind it.
func loose(s string) string {
	s = strings.ToLower(width.Fold.String(strings.Join(strings.Fields(s), "")))
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	return strings.Trim(s, "*:")
}

// signature is what a table's headings are remembered by.
func signature(rows [][]string, head bool) string {
	if !head || len(rows) == 0 {
		return ""
	}
	heads := make([]string, len(rows[0]))
	for i, h := range rows[0] {
		heads[i] = loose(h)
	}
	return strings.Join(heads, "\t")
}
