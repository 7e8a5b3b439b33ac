// Package exchange maps registers onto sheets and back: export, template,
// import. A file says which record a row is by its number (编号) or by a field
// that is a key of its own; references stand there by title, codes by label,
// personal fields as their mask. What was exported and is imported unchanged
// changes nothing.
package exchange

import (
	"context"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

const (
	columnAreaCode = "区划代码"
	columnProblem  = "问题" // of the file with rows to mend; ignored when it comes back
)

// column is a column of a register's sheets: a field, or one of those that
// every record has.
type column struct {
	sheet.Column
	field *record.Field
}

// columns gives the columns of a register's sheets: what people may fill in,
// and the state.
func columns(ctx context.Context, s *store.Store, a *record.Actor, reg *record.Register) ([]column, error) {
	out := []column{{Column: sheet.Column{Label: store.ColumnCode, Kind: sheet.Code, Width: 16, Hint: "新登记的不填；要修改已有的，保留导出时的编号"}}}
	if !ownsCode(reg) {
		out = append(out,
			column{Column: sheet.Column{Label: columnAreaCode, Kind: sheet.Code, Width: 16, Hint: "社区（村）12 位，镇（街道）9 位；填了名称的可不填"}},
			column{Column: sheet.Column{Label: store.ColumnArea, Width: 16, Hint: "社区（村）或镇（街道）的名称；不填就是本单位所在地"}})
	}
	var state *column
	for _, f := range reg.Fields {
		if !f.Asked() && !f.IsState {
			continue
		}
		c := column{sheet.Column{Name: f.Name, Label: f.Label, Kind: kindOf(f), Required: f.IsRequired && !f.IsState, Hint: hint(f, reg)}, f}
		options, err := optionsOf(ctx, s, a, f)
		if err != nil {
			return nil, err
		}
		if c.Kind == sheet.Choice {
			c.Options = options
		} else if len(options) > 0 {
			c.Hint = joinHints(c.Hint, "可填几个，用顿号分开："+strings.Join(options, "、"))
		}
		if f.IsState {
			state = &c
			continue
		}
		out = append(out, c)
	}
	if state != nil {
		out = append(out, *state)
	}
	return out, check(reg, out)
}

// ownsCode reports whether the register's records are divisions themselves:
// then one column serves as code and place.
func ownsCode(reg *record.Register) bool {
	for _, f := range reg.Fields {
		if f.Label == columnAreaCode {
			return true
		}
	}
	return false
}

// check refuses two columns of one label, which could not be told apart.
func check(reg *record.Register, list []column) error {
	seen := map[string]bool{columnProblem: true}
	for _, c := range list {
		if seen[c.Label] {
			return fault.New(fault.Internal, "%s有两列都叫“%s”", reg.Label, c.Label)
		}
		seen[c.Label] = true
	}
	return nil
}

func kindOf(f *record.Field) sheet.Kind {
	switch f.Kind.Name() {
	case "int", "year", "decimal":
		return sheet.Number
	case "money":
		return sheet.Money
	case "date", "time":
		return sheet.Date
	case "choice", "code", "bool":
		return sheet.Choice
	case "phone", "id_number", "credit_code", "division", "month":
		return sheet.Code
	}
	return sheet.Text
}

// hint says what to fill in.
func hint(f *record.Field, reg *record.Register) string {
	words := f.Hint
	switch f.Kind.Name() {
	case "date":
		words = joinHints(words, "如 2026-11-23")
	case "month":
		words = joinHints(words, "如 2026-11")
	case "minutes":
		words = joinHints(words, "如 90分钟、1小时30分钟")
	case "ref":
		words = joinHints(words, "填名称；同名的在后面加〔编号〕")
	case "refs":
		words = joinHints(words, "填名称，几个用顿号分开；同名的在后面加〔编号〕")
	case "division":
		words = joinHints(words, "填名称或区划代码")
	case "divisions":
		words = joinHints(words, "填名称或区划代码，几个用顿号分开")
	}
	if f.IsState {
		var labels []string
		for _, v := range f.Initial {
			labels = append(labels, reg.StateLabel(v))
		}
		words = joinHints(words, "新登记的可填："+strings.Join(labels, "、")+"；不填就是“"+labels[0]+"”。已有的不能在这里改")
	}
	if f.IsFixed {
		words = joinHints(words, "登记后不能修改")
	}
	if f.IsPersonal {
		words = joinHints(words, "导出时打码；打码的留着不动就是不改")
	}
	return words
}

func optionsOf(ctx context.Context, s *store.Store, a *record.Actor, f *record.Field) ([]string, error) {
	var options []record.Option
	switch k := f.Kind.(type) {
	case record.Chosen:
		options = k.Options()
	case record.Coded:
		var err error
		if options, err = s.Options(ctx, k.List(), a.Area, s.Today()); err != nil {
			return nil, err
		}
	}
	if f.Kind.Name() == "bool" {
		return []string{"是", "否"}, nil
	}
	var labels []string
	for _, o := range options {
		labels = append(labels, o.Label)
	}
	return labels, nil
}

func layout(reg *record.Register, cols []column) sheet.Layout {
	l := sheet.Layout{Title: reg.Label, Register: reg.Name}
	for _, c := range cols {
		l.Columns = append(l.Columns, c.Column)
	}
	return l
}

func joinHints(a, b string) string {
	if a == "" {
		return b
	}
	return a + "。" + b
}
