package record

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"unicode/utf8"

	"sanshe/internal/area"
	"sanshe/internal/ident"
)

// A Kind knows how one sort of value is read, written, stored and described.
type Kind interface {
	Name() string                // also the name of its form widget
	Parse(p any, s string) error // into the Go value at p; "" empties it
	Format(v any) string         // as people write it; Parse takes it back
	JSON(v any) any              // as the API gives it
	Schema() map[string]any      // JSON Schema of that
	Column() string              // SQL type, TEXT or BIGINT
	Arg(v any) any               // as the database takes it
	Dest(p any) any              // where the database may scan it to
	Mask(s string) string        // what is left for those who may not see it
	ZeroCounts() bool            // whether 0 is an answer rather than nothing
	fits(k reflect.Kind) bool    // whether a Go field of kind k can hold it
	filters() bool               // whether lists may be filtered on it
}

// textual is the common part of kinds kept as text.
type textual struct{}

func (textual) Format(v any) string      { return reflect.ValueOf(v).String() }
func (textual) JSON(v any) any           { return reflect.ValueOf(v).String() }
func (textual) Schema() map[string]any   { return map[string]any{"type": "string"} }
func (textual) Column() string           { return "TEXT" }
func (textual) Arg(v any) any            { return reflect.ValueOf(v).String() }
func (textual) Dest(p any) any           { return p }
func (textual) Mask(string) string       { return "***" }
func (textual) ZeroCounts() bool         { return false }
func (textual) fits(k reflect.Kind) bool { return k == reflect.String }
func (textual) filters() bool            { return true }

func setText(p any, s string) { reflect.ValueOf(p).Elem().SetString(s) }

// numeric is the common part of kinds kept as an integer.
type numeric struct{ textual }

func (numeric) JSON(v any) any           { return reflect.ValueOf(v).Int() }
func (numeric) Schema() map[string]any   { return map[string]any{"type": "integer"} }
func (numeric) Column() string           { return "BIGINT" }
func (numeric) Arg(v any) any            { return reflect.ValueOf(v).Int() }
func (numeric) ZeroCounts() bool         { return true }
func (numeric) fits(k reflect.Kind) bool { return k == reflect.Int64 }

func setInt(p any, n int64) { reflect.ValueOf(p).Elem().SetInt(n) }

// structured is the common part of kinds kept as JSON text: lists and grids.
type structured struct{ textual }

func (structured) fits(k reflect.Kind) bool { return k == reflect.Slice }
func (structured) filters() bool            { return false }
func (structured) Arg(v any) any {
	if reflect.ValueOf(v).Len() == 0 {
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("record: value of %T cannot be kept: %v", v, err)) // only basic types are ever inside
	}
	return string(b)
}
func (structured) Dest(p any) any { return jsonDest{p} }

type jsonDest struct{ p any }

// Scan implements [sql.Scanner].
func (d jsonDest) Scan(v any) error {
	var s string
	switch v := v.(type) {
	case string:
		s = v
	case []byte:
		s = string(v)
	}
	reflect.ValueOf(d.p).Elem().SetZero()
	if s == "" {
		return nil
	}
	return json.Unmarshal([]byte(s), d.p)
}

// line reads text that must be clean: no control or direction characters, and
// no longer than it may be.
func line(p any, s string, limit int) error {
	s = ident.CleanText(s)
	if err := ident.CheckText(s); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(s); n > limit {
		return fmt.Errorf("有 %d 个字，最多 %d 个字，请删短", n, limit)
	}
	setText(p, s)
	return nil
}

type text struct{ textual }

func (text) Name() string { return "text" }
func (text) Parse(p any, s string) error {
	if strings.ContainsAny(s, "\n\r") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return line(p, s, 200)
}
func (text) Schema() map[string]any { return map[string]any{"type": "string", "maxLength": 200} }

type address struct{ text }

func (address) Name() string { return "address" }
func (address) Mask(s string) string {
	if r := []rune(s); len(r) > 6 {
		return string(r[:6]) + "…"
	}
	return "***"
}

type prose struct{ textual }

func (prose) Name() string { return "prose" }
func (prose) Parse(p any, s string) error {
	return line(p, strings.ReplaceAll(s, "\r\n", "\n"), 10_000)
}
func (prose) Schema() map[string]any {
	return map[string]any{"type": "string", "maxLength": 10_000}
}
func (prose) filters() bool { return false }

// formed is a kind of text with a form of its own, to which what is typed is
// brought before it is checked.
type formed struct {
	textual
	name   string
	normal func(string) string
	check  func(string) error
	mask   func(string) string
}

func (k formed) Name() string         { return k.name }
func (k formed) Mask(s string) string { return k.mask(s) }
func (k formed) Parse(p any, s string) error {
	if s = k.normal(s); s != "" {
		if err := k.check(s); err != nil {
			return err
		}
	}
	setText(p, s)
	return nil
}

var (
	personName = formed{name: "name", normal: ident.NormalizeName, check: ident.CheckName, mask: ident.MaskName}
	phone      = formed{name: "phone", normal: ident.NormalizePhone, check: ident.CheckPhone, mask: ident.MaskPhone}
	idNumber   = formed{name: "id_number", normal: ident.NormalizeID, check: ident.CheckID, mask: ident.MaskID}
	creditCode = formed{name: "credit_code", normal: ident.NormalizeUSCC, mask: stars,
		check: func(s string) error { _, err := ident.CheckUSCC(s); return err }}
	division = formed{name: "division", normal: strings.TrimSpace, check: area.Valid, mask: stars}
)

func stars(string) string { return "***" }

// fileName is the address of an attachment: the hash of its content.
var fileName = regexp.MustCompile(`^[0-9a-f]{64}\.(jpg|png|pdf)$`)

type fileKind struct{ textual }

func (fileKind) Name() string { return "file" }
func (fileKind) Parse(p any, s string) error {
	if s != "" && !fileName.MatchString(s) {
		return fmt.Errorf("不是已经收下的附件；请重新上传")
	}
	setText(p, s)
	return nil
}
func (fileKind) filters() bool { return false }

// Option is one value of a choice and the name people know it by.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Options makes a list of options from value, label, value, label and so on.
func Options[S ~string](pairs ...S) []Option {
	list := make([]Option, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, Option{Value: string(pairs[i]), Label: string(pairs[i+1])})
	}
	return list
}

// Chooser is a string type (or a pointer to one) that lists its own options.
type Chooser interface{ Options() []Option }

// Chosen is implemented by kinds with a closed list of options.
type Chosen interface{ Options() []Option }

type choice struct {
	textual
	options []Option
}

func (choice) Name() string { return "choice" }
func (c choice) has(v string) bool {
	for _, o := range c.options {
		if o.Value == v {
			return true
		}
	}
	return false
}
func (c choice) Parse(p any, s string) error {
	s = strings.TrimSpace(s)
	for _, o := range c.options {
		if s == o.Value || s == o.Label {
			setText(p, o.Value)
			return nil
		}
	}
	if s == "" {
		setText(p, "")
		return nil
	}
	labels := make([]string, len(c.options))
	for i, o := range c.options {
		labels[i] = o.Label
	}
	return fmt.Errorf("“%s”不在可选项中，可选：%s", s, strings.Join(labels, "、"))
}
func (c choice) Format(v any) string {
	s := reflect.ValueOf(v).String()
	for _, o := range c.options {
		if o.Value == s {
			return o.Label
		}
	}
	return s
}
func (c choice) Options() []Option { return c.options }
func (c choice) Schema() map[string]any {
	values := []string{}
	for _, o := range c.options {
		values = append(values, o.Value)
	}
	if !c.has("") {
		values = append(values, "")
	}
	return map[string]any{"type": "string", "enum": values}
}

func values(list []Chooser) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = reflect.Indirect(reflect.ValueOf(c)).String()
	}
	return out
}
