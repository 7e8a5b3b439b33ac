package exchange

import (
	"context"
	"io"
	"strconv"

	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// Template writes a workbook for filling in, with the choices of the actor's
// division and a row that shows how.
func Template(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register, w io.Writer) error {
	cols, err := columns(ctx, s, a, reg)
	if err != nil {
		return err
	}
	example := make([]string, len(cols))
	for i, c := range cols {
		example[i] = exampleOf(c, s)
	}
	return sheet.Template(w, layout(reg, cols), example)
}

// exampleOf gives something that could stand in a column. Nobody's name, number
// or place is made up.
func exampleOf(c column, s *store.Store) string {
	if c.Kind == sheet.Choice && len(c.Options) > 0 {
		return c.Options[0]
	}
	if c.field == nil {
		return ""
	}
	switch c.field.Kind.Name() {
	case "date":
		return string(s.Today())
	case "month":
		return string(s.Today())[:7]
	case "year":
		return strconv.Itoa(s.Today().Year())
	case "money":
		return "5000.00"
	case "int":
		return "12"
	case "minutes":
		return "1小时30分钟"
	}
	return ""
}
