package exchange

import (
	"context"
	"io"
	"maps"
	"slices"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// Format is a kind of file.
type Format string

const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
)

// Type gives the media type of a format.
func (f Format) Type() string {
	if f == CSV {
		return "text/csv; charset=utf-8"
	}
	return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
}

func (f Format) writer(w io.Writer, l sheet.Layout) (sheet.Writer, error) {
	switch f {
	case XLSX:
		return sheet.NewXLSX(w, l)
	case CSV:
		return sheet.NewCSV(w, l)
	}
	return nil, fault.New(fault.Invalid, "只能导出 xlsx 或 csv")
}

// Wanted is what somebody wants exported, and for what.
type Wanted struct {
	store.Query
	Fields []string // names of fields, in the order of the list; nil for all
	Why    string   // needed where a column is personal
	Who    string   // stands on the first line of the file
}

// Personal reports whether what is wanted of a register has a personal column.
func (x Wanted) Personal(reg *record.Register) bool {
	return slices.ContainsFunc(reg.Fields, func(f *record.Field) bool { return f.IsPersonal && f.Asked() && x.has(f) })
}

func (x Wanted) has(f *record.Field) bool {
	return len(x.Fields) == 0 || slices.Contains(x.Fields, f.Name)
}

// Export writes the records a query finds, exactly those that a list with the
// same query shows. Nothing is written before the audit knows of it.
func Export(ctx context.Context, s *store.Store, r *store.Reader, reg *record.Register, x Wanted, f Format, w io.Writer) error {
	cols, err := columns(ctx, s, r.Actor(), reg)
	if err != nil {
		return err
	}
	if s.MayExport(r.Actor(), reg) == nil && x.Personal(reg) && strings.TrimSpace(x.Why) == "" {
		return fault.Fields(fault.Problem{Field: "_why", Label: "用途", Text: "有个人信息的表，写明导出做什么用，如 7 月走访核对"})
	}
	q := x.Query
	said, err := conditions(ctx, s, r, reg, q)
	if err != nil {
		return err
	}
	cols = slices.DeleteFunc(cols, func(c column) bool { return c.field != nil && !x.has(c.field) })
	how := said
	if x.Why != "" {
		how += "；用途：" + strings.TrimSpace(x.Why)
	}
	l := layout(reg, cols)
	l.Note = x.Who + " · " + clock.Stamp(s.Clock().Now()) + " · " + said
	var out sheet.Writer
	err = r.Export(ctx, reg, q, string(f)+"；"+how, func(page []record.Record) error {
		if out == nil {
			if out, err = f.writer(w, l); err != nil {
				return err
			}
		}
		n, err := namesOf(ctx, s, r, reg, page)
		if err != nil {
			return err
		}
		for _, rec := range page {
			row := make([]string, len(cols))
			for i, c := range cols {
				row[i] = n.cell(c, rec)
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.Close()
}

// names is what the records of a page call others.
type names struct {
	records map[*record.Field]map[int64]string
	areas   map[string]string // of the records themselves
	spelled map[string]string // of fields
	label   func(list, value string) string
}

func namesOf(ctx context.Context, s *store.Store, r *store.Reader, reg *record.Register, page []record.Record) (*names, error) {
	n := &names{records: map[*record.Field]map[int64]string{}, label: func(list, v string) string { return s.CodeLabel(ctx, list, v) }}
	var places, spelled []string
	for _, rec := range page {
		places = append(places, record.BaseOf(rec).Area)
	}
	var err error
	for _, f := range reg.Fields {
		target := s.Book().Target(f)
		var ids []int64
		for _, rec := range page {
			spelled = append(spelled, divisions(f, rec)...)
			if target != nil && !f.IsPersonal {
				ids = append(ids, store.RefIDs(f, rec)...)
			}
		}
		if len(ids) > 0 {
			if n.records[f], err = r.Spell(ctx, target, ids); err != nil {
				return nil, err
			}
		}
	}
	if n.spelled, err = r.SpellAreas(ctx, spelled); err != nil {
		return nil, err
	}
	n.areas, err = s.AreaNames(ctx, places)
	return n, err
}

// divisions gives the codes that a field of divisions holds.
func divisions(f *record.Field, rec record.Record) []string {
	switch v := f.Value(rec).(type) {
	case string:
		if f.Kind.Name() == "division" && v != "" {
			return []string{v}
		}
	case []string:
		if f.Kind.Name() == "divisions" {
			return v
		}
	}
	return nil
}

// cell writes what stands in a column. What is personal is masked, for every role.
func (n *names) cell(c column, rec record.Record) string {
	f, b := c.field, record.BaseOf(rec)
	switch {
	case f == nil && c.Label == store.ColumnCode:
		return record.Code(b.ID)
	case f == nil && c.Label == columnAreaCode:
		return b.Area
	case f == nil:
		return n.areas[b.Area]
	case f.Empty(rec):
		return ""
	case f.IsPersonal:
		return f.Masked(rec)
	case n.records[f] != nil:
		var words []string
		for _, id := range store.RefIDs(f, rec) {
			words = append(words, n.records[f][id])
		}
		return strings.Join(words, "、")
	case c.Label == columnAreaCode: // a division's own
		return f.Text(rec)
	}
	if codes := divisions(f, rec); codes != nil {
		words := make([]string, len(codes))
		for i, code := range codes {
			words[i] = n.spelled[code]
		}
		return strings.Join(words, "、")
	}
	if k, ok := f.Kind.(record.Coded); ok {
		values, several := f.Value(rec).([]string)
		if !several {
			values = []string{f.Text(rec)}
		}
		words := make([]string, len(values))
		for i, v := range values {
			words[i] = n.label(k.List(), v)
		}
		return strings.Join(words, "、")
	}
	return f.Text(rec)
}

// conditions says in words what a query asks for.
func conditions(ctx context.Context, s *store.Store, r *store.Reader, reg *record.Register, q store.Query) (string, error) {
	var words []string
	if q.Area != "" {
		n, err := s.AreaNames(ctx, []string{q.Area})
		if err != nil {
			return "", err
		}
		words = append(words, "所在地 "+strings.TrimSpace(n[q.Area]+" "+q.Area))
	}
	if q.Text != "" {
		words = append(words, "包含“"+q.Text+"”")
	}
	if q.Voided {
		words = append(words, "已作废或合并")
	}
	for _, name := range slices.Sorted(maps.Keys(q.Filters)) {
		f := reg.Field(name)
		if f == nil || q.Filters[name] == "" {
			continue
		}
		value := q.Filters[name]
		scratch := reg.New()
		switch {
		case f.IsPersonal:
			value = "（指定的一个）"
		case f.Kind.Parse(f.Ptr(scratch), value) == nil:
			n, err := namesOf(ctx, s, r, reg, []record.Record{scratch})
			if err != nil {
				return "", err
			}
			value = n.cell(column{field: f}, scratch)
		}
		words = append(words, f.Label+" "+value)
	}
	if len(words) == 0 {
		return "全部", nil
	}
	return strings.Join(words, "，"), nil
}
