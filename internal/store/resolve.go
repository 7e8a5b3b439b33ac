package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Resolve turns what people write for codes, divisions and references into
// values: the label of a code, the name of a division, the title or the number
// of a record. What is a value already stays. Every field that cannot be
// resolved is reported; those that can are given all the same.
func (r *Reader) Resolve(ctx context.Context, reg *record.Register, in record.Input) (record.Input, error) {
	return newResolver(r).Resolve(ctx, reg, in)
}

// Resolve is [Reader.Resolve] with a memory.
func (r *resolver) Resolve(ctx context.Context, reg *record.Register, in record.Input) (record.Input, error) {
	out := make(record.Input, len(in))
	var problems []fault.Problem
	for _, name := range slices.Sorted(maps.Keys(in)) {
		text := in[name]
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
			continue
		}
		out[name] = v
	}
	if len(problems) > 0 {
		return out, fault.Fields(problems...)
	}
	return out, nil
}

func (r *resolver) resolve(ctx context.Context, f *record.Field, text string) (string, error) {
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

func (r *resolver) resolveCodes(ctx context.Context, list string, several bool, text string) (string, error) {
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
func (r *resolver) resolveRefs(ctx context.Context, target *record.Register, several bool, text string) (string, error) {
	parts := []string{strings.TrimSpace(text)}
	if several {
		parts = record.Split(text)
	}
	for i, part := range parts {
		part = strings.TrimSpace(part)
		if _, err := strconv.ParseInt(part, 10, 64); err == nil && len(part) >= 13 && len(part) <= 16 { // as long as an id; a credit code is longer
			parts[i] = part
			continue
		}
		if id := ParseCode(tail(part)); id != 0 {
			parts[i] = strconv.FormatInt(id, 10)
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

func (r *resolver) byTitle(ctx context.Context, target *record.Register, text string) (int64, error) {
	if len(namings(target)) == 0 && ParseCode(text) == 0 {
		return 0, fault.New(fault.Invalid, "“%s”应为%s的编号", text, target.Label)
	}
	if err := r.lookUp(ctx, target, []string{text}); err != nil {
		return 0, err
	}
	switch ids := r.refs[called{target, text}]; {
	case ids[0] != ids[1]:
		return 0, fault.New(fault.Invalid, "有不止一个%s叫“%s”，请改填编号", target.Label, text)
	case ids[0] != 0:
		return ids[0], nil
	}
	if id := ParseCode(text); id != 0 {
		return id, nil // whether there is such a record is asked of every reference
	}
	return 0, fault.New(fault.Invalid, "没有找到%s“%s”，请核对名称，或先登记它", target.Label, text)
}

// ParseCode reads a record's number as people are shown it (编号), see
// [record.Code]; 0 if it is none.
func ParseCode(text string) int64 {
	id, err := strconv.ParseInt(codeDigits.Replace(strings.ToUpper(text)), 32, 64)
	if err != nil || len(text) < 8 || record.Code(id) != strings.ToUpper(text) {
		return 0
	}
	return id
}

// codeDigits puts the digits of Crockford's base 32 into those of strconv.
var codeDigits = strings.NewReplacer("J", "I", "K", "J", "M", "K", "N", "L", "P", "M", "Q", "N", "R", "O", "S", "P", "T", "Q", "V", "R", "W", "S", "X", "T", "Y", "U", "Z", "V")

func (r *resolver) resolveDivision(ctx context.Context, text string) (string, error) {
	if area.Valid(text) == nil {
		return text, nil
	}
	if code := tail(text); code != "" && area.Valid(code) == nil {
		return code, nil
	}
	if r.store.opts.Divisions == nil {
		return "", fault.New(fault.Invalid, "“%s”应为区划代码", text)
	}
	if err := r.lookUpAreas(ctx, []string{text}); err != nil {
		return "", err
	}
	switch codes := r.areas[text]; {
	case codes[0] != codes[1]:
		return "", fault.New(fault.Invalid, "有不止一个地方叫“%s”，请改填区划代码", text)
	case codes[0] != "":
		return codes[0], nil
	}
	return "", fault.New(fault.Invalid, "辖区里没有叫“%s”的镇街或社区，请核对名称或填区划代码", text)
}

// ResolveArea turns the name or code of a division into its code.
func (r *Reader) ResolveArea(ctx context.Context, text string) (string, error) {
	return newResolver(r).resolveDivision(ctx, strings.TrimSpace(text))
}

// areaNames are names of divisions as they were read lately: nearly every page
// shows one, and lists offer those below. They are trusted as long as settings are.
type areaNames struct {
	mu    sync.Mutex
	read  time.Time
	name  map[string]string
	below map[string][]record.Option // by division and number of digits; not written to
}

// split gives what is known of codes, and those that have to be read.
func (n *areaNames) split(codes []string) (known map[string]string, unknown []string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.age()
	known = map[string]string{}
	for _, c := range codes {
		if name, ok := n.name[c]; ok {
			known[c] = name
		} else if c != "" {
			unknown = append(unknown, c)
		}
	}
	return known, unknown
}

// age forgets what is old.
func (n *areaNames) age() {
	if now := clock.System().Now(); n.name == nil || now.Sub(n.read) > settingsAge {
		n.read, n.name, n.below = now, map[string]string{}, map[string][]record.Option{}
	}
}

func (n *areaNames) keep(code, name string) {
	n.mu.Lock()
	n.name[code] = name
	n.mu.Unlock()
}

// AreaNames gives what divisions are called.
func (s *Store) AreaNames(ctx context.Context, codes []string) (map[string]string, error) {
	reg := s.opts.Divisions
	out, codes := s.names.split(codes)
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if reg == nil || len(codes) == 0 {
		return out, nil
	}
	args := make([]any, len(codes))
	for i, c := range codes {
		args[i] = c
	}
	rows, err := s.db.Query(ctx, fmt.Sprintf("SELECT area, %s FROM %s WHERE area IN (?%s) AND voided = ''", reg.Title.Name, reg.Name, strings.Repeat(", ?", len(codes)-1)), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var code, name string
		if err := rows.Scan(&code, &name); err != nil {
			return nil, err
		}
		out[code] = name
		s.names.keep(code, name)
	}
	return out, rows.Err()
}

// AreasBelow gives the divisions under code with the given number of digits,
// in order of code: the towns of a county, the communities of a town.
func (s *Store) AreasBelow(ctx context.Context, code string, digits int) ([]record.Option, error) {
	reg := s.opts.Divisions
	if reg == nil {
		return nil, nil
	}
	key := fmt.Sprint(code, " ", digits)
	s.names.mu.Lock()
	s.names.age()
	out, ok := s.names.below[key]
	s.names.mu.Unlock()
	if ok {
		return slices.Clone(out), nil
	}
	lo, hi := area.Bounds(code)
	rows, err := s.db.Query(ctx, fmt.Sprintf("SELECT area, %s FROM %s WHERE area >= ? AND area < ? AND length(area) = ? AND voided = '' ORDER BY area LIMIT 1000", reg.Title.Name, reg.Name), lo, hi, digits)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o record.Option
		if err := rows.Scan(&o.Value, &o.Label); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	s.names.mu.Lock()
	s.names.below[key] = slices.Clone(out)
	s.names.mu.Unlock()
	return out, nil
}

// Named gives the record somebody means by a number, a title, or a key of its own.
func (r *Reader) Named(ctx context.Context, target *record.Register, text string) (int64, error) {
	if text = strings.TrimSpace(text); text == "" {
		return 0, fault.New(fault.Invalid, "写明是哪一条")
	}
	id, err := newResolver(r).resolveRefs(ctx, target, false, text)
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0, fault.New(fault.Invalid, "没有找到“%s”", text)
	}
	if _, err := r.Get(ctx, target, n); err != nil {
		return 0, fault.New(fault.Invalid, "没有找到“%s”", text)
	}
	return n, nil
}
