package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Resolve turns what people write for codes, divisions and references into
// values: the label of a code, the name of a division, the title or the number
// of a record. What is a value already stays. Every field that cannot be
// resolved is reported.
func (r *Reader) Resolve(ctx context.Context, reg *record.Register, in record.Input) (record.Input, error) {
	out := make(record.Input, len(in))
	var problems []fault.Problem
	for name, text := range in {
		if name == "" { // the reason a create may carry
			continue
		}
		f := reg.Field(name)
		if f == nil || strings.TrimSpace(text) == "" {
			out[name] = text
			continue
		}
		v, err := r.resolve(ctx, f, text)
		if e := fault.As(err); err != nil && (e == nil || e.Kind != fault.Invalid) {
			return nil, err
		} else if err != nil {
			problems = append(problems, fault.Problem{Field: f.Name, Label: f.Label, Text: e.Message})
		}
		out[name] = v
	}
	if len(problems) > 0 {
		return nil, fault.Fields(problems...)
	}
	return out, nil
}

func (r *Reader) resolve(ctx context.Context, f *record.Field, text string) (string, error) {
	if c, ok := f.Kind.(record.Coded); ok {
		return r.resolveCodes(ctx, c.List(), f.Kind.Name() == "codes", text)
	}
	if target := r.store.book.Target(f); target != nil {
		return r.resolveRefs(ctx, target, f.Kind.Name() == "refs", text)
	}
	switch f.Kind.Name() {
	case "division":
		return r.resolveDivision(ctx, text)
	case "divisions":
		var codes []string
		for _, part := range record.Split(text) {
			code, err := r.resolveDivision(ctx, strings.TrimSpace(part))
			if err != nil {
				return "", err
			}
			codes = append(codes, code)
		}
		return strings.Join(codes, "、"), nil
	}
	return text, nil
}

func (r *Reader) resolveCodes(ctx context.Context, list string, several bool, text string) (string, error) {
	options, err := r.store.Options(ctx, list, r.place(), r.store.Today())
	if err != nil {
		return "", err
	}
	parts := []string{strings.TrimSpace(text)}
	if several {
		parts = record.Split(text)
	}
	for i, part := range parts {
		part = strings.TrimSpace(part)
		found := false
		var labels []string
		for _, o := range options {
			labels = append(labels, o.Label)
			if part == o.Value || part == o.Label {
				parts[i], found = o.Value, true
			}
		}
		if !found {
			return "", fault.New(fault.Invalid, "“%s”不在可选项中，可选：%s", part, strings.Join(labels, "、"))
		}
	}
	return strings.Join(parts, "、"), nil
}

func (r *Reader) place() string {
	if r.actor == nil {
		return ""
	}
	return r.actor.Area
}

// resolveRefs finds records by number, title, or any field that is a key of
// its own (a credit code).
func (r *Reader) resolveRefs(ctx context.Context, target *record.Register, several bool, text string) (string, error) {
	parts := []string{strings.TrimSpace(text)}
	if several {
		parts = record.Split(text)
	}
	for i, part := range parts {
		part = strings.TrimSpace(part)
		if _, err := strconv.ParseInt(part, 10, 64); err == nil && len(part) > 4 {
			parts[i] = part
			continue
		}
		id, err := r.byTitle(ctx, target, part)
		if err != nil {
			return "", err
		}
		parts[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(parts, "、"), nil
}

func (r *Reader) byTitle(ctx context.Context, target *record.Register, text string) (int64, error) {
	var any cond
	if target.Title != nil && !target.Title.IsSealed {
		any.add(target.Title.Name+" = ?", text)
	}
	for _, k := range target.Keys {
		if len(k.Fields) == 1 && k.Fields[0].Kind.Column() == "TEXT" && !k.Fields[0].IsSealed && k.Fields[0] != target.Title {
			any.add(k.Fields[0].Name+" = ?", text)
		}
	}
	if len(any.parts) == 0 {
		return 0, fault.New(fault.Invalid, "“%s”应为%s的编号", text, target.Label)
	}
	rows, err := r.q.Query(ctx, fmt.Sprintf("SELECT id FROM %s WHERE (%s) AND voided = '' AND merged = 0 ORDER BY id LIMIT 2", target.Name, join(any.parts, " OR ")), any.args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return 0, err
		}
		ids = append(ids, id)
	}
	switch len(ids) {
	case 0:
		return 0, fault.New(fault.Invalid, "没有找到%s“%s”，请核对名称，或先登记它", target.Label, text)
	case 1:
		return ids[0], rows.Err()
	}
	return 0, fault.New(fault.Invalid, "有不止一个%s叫“%s”，请改填编号", target.Label, text)
}

func (r *Reader) resolveDivision(ctx context.Context, text string) (string, error) {
	if area.Valid(text) == nil {
		return text, nil
	}
	reg := r.store.opts.Divisions
	if reg == nil {
		return "", fault.New(fault.Invalid, "“%s”应为区划代码", text)
	}
	lo, hi := area.Bounds(r.place())
	rows, err := r.q.Query(ctx, fmt.Sprintf("SELECT area FROM %s WHERE %s = ? AND area >= ? AND area < ? AND voided = '' ORDER BY area LIMIT 2", reg.Name, reg.Title.Name), text, lo, hi)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var codes []string
	for rows.Next() {
		var code string
		if err := rows.Scan(&code); err != nil {
			return "", err
		}
		codes = append(codes, code)
	}
	switch len(codes) {
	case 0:
		return "", fault.New(fault.Invalid, "辖区里没有叫“%s”的镇街或社区，请核对名称或填区划代码", text)
	case 1:
		return codes[0], rows.Err()
	}
	return "", fault.New(fault.Invalid, "有不止一个地方叫“%s”，请改填区划代码", text)
}
