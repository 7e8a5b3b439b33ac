package record

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"sanshe/internal/fault"
)

// Input is what somebody typed: field name to text. Grids are JSON arrays of
// objects of texts. Forms, spreadsheets and the API all come down to it.
type Input map[string]string

// Problems is everything wrong with a record. Forms show each beside its
// field; imports print them by row; the API returns them as a list.
type Problems struct {
	List   []fault.Problem
	Before Record // the record as stored, nil when it is new

	record Record
	reg    *Register
}

// Add reports a problem with the field at p, an address inside the record. A
// nil p is the record as a whole.
func (ps *Problems) Add(p any, format string, args ...any) {
	if p == nil {
		ps.List = append(ps.List, fault.Problem{Text: fmt.Sprintf(format, args...)})
		return
	}
	ps.List = append(ps.List, ps.reg.At(ps.record, p).problem(format, args...))
}

// Err gives the problems as an error, nil if there are none.
func (ps *Problems) Err() error {
	if len(ps.List) == 0 {
		return nil
	}
	return fault.Fields(ps.List...)
}

// Check gathers everything wrong with rec by itself. before is the record as
// stored, nil when it is new.
func (r *Register) Check(rec, before Record) *Problems {
	ps := &Problems{record: rec, reg: r, Before: before}
	for _, f := range r.Fields {
		if f.IsRequired && f.Empty(rec) {
			ps.List = append(ps.List, f.problem("没有填"))
		}
		if c, ok := f.Kind.(choice); ok && !f.Empty(rec) && !c.has(reflect.ValueOf(f.Value(rec)).String()) {
			ps.List = append(ps.List, f.problem("“%s”不在可选项中", f.Text(rec)))
		}
	}
	if len(ps.List) == 0 {
		if c, ok := rec.(Checker); ok {
			c.Check(ps)
		}
	}
	return ps
}

// Set parses what was typed into the fields of rec, reporting every field that
// will not parse and every name that is no field. A personal value that comes
// back as its own mask is left as it was.
func (r *Register) Set(rec Record, in Input) error {
	var problems []fault.Problem
	for _, name := range slices.Sorted(maps.Keys(in)) {
		if r.byName[name] == nil {
			problems = append(problems, fault.Problem{Field: name, Label: name, Text: r.Label + "没有这个字段"})
		}
	}
	for _, f := range r.Fields {
		s, ok := in[f.Name]
		switch {
		case !ok:
		case f.IsState:
			problems = append(problems, f.begin(rec, s)...)
		case f.IsSystem:
			problems = append(problems, f.problem("由系统生成，不能填写"))
		case f.IsFixed && rec.base().ID != 0:
			probe := r.Copy(rec) // written in any way that reads as the same value, it is unchanged
			if f.set(probe, s) != nil || !f.Same(probe, rec) {
				problems = append(problems, f.problem("登记后不能修改"))
			}
		default:
			problems = append(problems, f.set(rec, s)...)
		}
	}
	if len(problems) > 0 {
		return fault.Fields(problems...)
	}
	return nil
}

// begin puts a new record into one of its first states; afterwards only steps
// move it.
func (f *Field) begin(rec Record, s string) []fault.Problem {
	if s = strings.TrimSpace(s); s == "" || s == f.Text(rec) || s == f.Kind.JSON(f.Value(rec)) {
		return nil
	}
	if rec.base().ID != 0 {
		return []fault.Problem{f.problem("状态只能通过办理步骤变更")}
	}
	labels := make([]string, len(f.Initial))
	for i, v := range f.Initial {
		for _, o := range f.Kind.(choice).options {
			if o.Value != v {
				continue
			}
			if labels[i] = o.Label; s == o.Value || s == o.Label {
				return f.set(rec, v)
			}
		}
	}
	return []fault.Problem{f.problem("新登记的只能是：%s", strings.Join(labels, "、"))}
}

// Fill parses what a step asks into rec.
func (s *Step) Fill(rec Record, in Input) error {
	var problems []fault.Problem
	for _, f := range s.Asked {
		if text, ok := in[f.Name]; ok {
			problems = append(problems, f.set(rec, text)...)
		}
	}
	for _, f := range s.Needed {
		if f.Empty(rec) && len(problems) == 0 {
			problems = append(problems, f.problem("%s前要填", s.Label))
		}
	}
	if len(problems) > 0 {
		return fault.Fields(problems...)
	}
	return nil
}

func (f *Field) set(rec Record, s string) []fault.Problem {
	if f.IsPersonal && s != "" && s == f.Masked(rec) {
		return nil
	}
	err := f.Kind.Parse(f.Ptr(rec), s)
	if err == nil {
		return nil
	}
	var fe *fault.Error
	if errors.As(err, &fe) && len(fe.Problems) > 0 {
		var out []fault.Problem
		for _, p := range fe.Problems {
			out = append(out, f.problem("%s%s", p.Label, p.Text))
		}
		return out
	}
	return []fault.Problem{f.problem("%v", err)}
}

// ID writes a reference the way inputs do.
func (Input) ID(id int64) string { return Ref{}.Format(id) }
