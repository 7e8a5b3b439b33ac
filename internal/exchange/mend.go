package exchange

import (
	"context"
	"slices"
	"strings"

	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Group is what is wrong in one way with one value of a column, in however many
// rows, and is mended at once.
type Group struct {
	Cell, Label, Value, Text string
	Lines                    []int64
	Options                  []string // what may stand there; nil if anything may
	Likely                   string   // which of them is probably meant
}

// Groups sorts the problems of rows by how they are mended, most frequent first.
func Groups(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register, rows []store.StagedRow) ([]Group, error) {
	type key struct{ cell, value, text string }
	at := map[key]int{}
	var out []Group
	for _, r := range rows {
		for _, p := range r.Problems {
			k := key{p.Field, p.Value, p.Text}
			if p.Field == "" {
				k.text = p.Label + p.Text
			}
			i, known := at[k]
			if !known {
				i, at[k] = len(out), len(out)
				out = append(out, Group{Cell: p.Field, Label: p.Label, Value: p.Value, Text: p.Text})
			}
			out[i].Lines = append(out[i].Lines, r.Line)
		}
	}
	slices.SortStableFunc(out, func(a, b Group) int { return len(b.Lines) - len(a.Lines) })
	out = out[:min(len(out), mostGroups)]
	cells, err := Cells(ctx, s, a, reg)
	if err != nil {
		return nil, err
	}
	for i := range out {
		g := &out[i]
		c := cells[g.Cell]
		if g.Value == "" {
			continue
		}
		if g.Options = c.Options; len(c.Options) > 0 {
			g.Likely = likely(g.Value, c.Options)
		} else {
			g.Likely = likely(g.Value, c.places)
		}
	}
	return out, nil
}

// mostGroups is how many ways of being wrong are listed.
const mostGroups = 50

// Cell is what may stand in a cell of a staged row.
type Cell struct {
	Label   string
	Options []string
	places  []string // names of divisions, of a cell that names one
}

// Cells gives the cells of a register's rows, by name.
func Cells(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register) (map[string]Cell, error) {
	cols, err := columns(ctx, s, a, reg)
	if err != nil {
		return nil, err
	}
	var places []string
	for _, digits := range []int{9, 12} {
		list, err := s.AreasBelow(ctx, a.Area, digits)
		if err != nil {
			return nil, err
		}
		for _, o := range list {
			places = append(places, o.Label)
		}
	}
	out := map[string]Cell{store.CellCode: {Label: store.ColumnCode}, store.CellArea: {Label: store.ColumnArea, places: places}}
	for _, c := range cols {
		if c.field == nil {
			continue
		}
		cell := Cell{Label: c.Label, Options: c.Options}
		if strings.HasPrefix(c.field.Kind.Name(), "division") {
			cell.places = places
		}
		out[c.field.Name] = cell
	}
	return out, nil
}

// likely gives the option that somebody who wrote value probably meant: the one
// that it is a part of, or that is a part of it, or that differs least, by at
// most a third of it. "" if none or several come as near.
func likely(value string, options []string) string {
	v := loose(value)
	if v == "" {
		return ""
	}
	best, least, several := "", 1<<30, false
	for _, o := range options {
		l := loose(o)
		d := distance([]rune(v), []rune(l))
		if 3*d > max(len([]rune(v)), len([]rune(l))) {
			if !strings.Contains(l, v) && !strings.Contains(v, l) || len([]rune(v)) < 2 || len([]rune(l)) < 2 {
				continue
			}
			d += 100 // a part of it comes after what is nearly the same
		}
		if d < least {
			best, least, several = o, d, false
		} else if d == least && o != best {
			several = true
		}
	}
	if several || best == value {
		return ""
	}
	return best
}

// distance is how many characters must be put in, left out or changed.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			d := diagonal
			if a[i] != b[j] {
				d++
			}
			diagonal = row[j+1]
			row[j+1] = min(d, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
