package record

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"sanshe/internal/area"
)

// Targeted is implemented by kinds that point at records of another register.
type Targeted interface{ Target() reflect.Type }

// Ref is the kind of a field that points at another record. Its text is the
// number; the store puts titles in its place for people.
type Ref struct {
	numeric
	to reflect.Type
}

// Name implements [Kind].
func (Ref) Name() string { return "ref" }

// ZeroCounts implements [Kind].
func (Ref) ZeroCounts() bool { return false }

// Format implements [Kind].
func (Ref) Format(v any) string {
	if n := reflect.ValueOf(v).Int(); n != 0 {
		return strconv.FormatInt(n, 10)
	}
	return ""
}

// Parse implements [Kind].
func (Ref) Parse(p any, s string) error {
	if s = strings.TrimSpace(s); s == "" {
		setInt(p, 0)
		return nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return fmt.Errorf("没有找到“%s”，请从列表中选", s)
	}
	setInt(p, n)
	return nil
}

// Target gives the Go type pointed at.
func (r Ref) Target() reflect.Type { return r.to }

// Refs is the kind of a field that points at several records.
type Refs struct {
	structured
	to reflect.Type
}

// Name implements [Kind].
func (Refs) Name() string { return "refs" }

// Target gives the Go type pointed at.
func (r Refs) Target() reflect.Type { return r.to }

// Schema implements [Kind].
func (Refs) Schema() map[string]any {
	return map[string]any{"type": "array", "items": map[string]any{"type": "integer"}}
}

// JSON implements [Kind].
func (Refs) JSON(v any) any {
	out := []int64{}
	for i := range reflect.ValueOf(v).Len() {
		out = append(out, reflect.ValueOf(v).Index(i).Int())
	}
	return out
}

// Format implements [Kind].
func (k Refs) Format(v any) string {
	parts := []string{}
	for _, n := range k.JSON(v).([]int64) {
		parts = append(parts, strconv.FormatInt(n, 10))
	}
	return strings.Join(parts, "、")
}

// Parse implements [Kind].
func (Refs) Parse(p any, s string) error {
	list := reflect.ValueOf(p).Elem()
	out := reflect.MakeSlice(list.Type(), 0, 0)
	seen := map[int64]bool{}
	for _, part := range Split(s) {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || n <= 0 {
			return fmt.Errorf("没有找到“%s”，请从列表中选", part)
		}
		if !seen[n] {
			seen[n] = true
			e := reflect.New(list.Type().Elem()).Elem()
			e.SetInt(n)
			out = reflect.Append(out, e)
		}
	}
	list.Set(out)
	return nil
}

// Split cuts a list written by people: separated by 、 , ; or line breaks.
func Split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,，;；\n\r\t", r) })
}

// Coded is implemented by kinds whose values come from an open code list.
type Coded interface{ List() string }

type codeKind struct {
	text
	list string
}

func (codeKind) Name() string   { return "code" }
func (k codeKind) List() string { return k.list }
func (k codeKind) Schema() map[string]any {
	return map[string]any{"type": "string", "x-code-list": k.list}
}

// textList is the common part of kinds kept as a list of texts.
type textList struct{ structured }

func (textList) Schema() map[string]any {
	return map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
}
func (textList) JSON(v any) any {
	if l := reflect.ValueOf(v).Interface().([]string); l != nil {
		return l
	}
	return []string{}
}
func (textList) Format(v any) string { return strings.Join(v.([]string), "、") }
func (textList) Parse(p any, s string) error {
	out := []string{}
	for _, part := range Split(s) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	*p.(*[]string) = out
	return nil
}

type codesKind struct {
	textList
	list string
}

func (codesKind) Name() string   { return "codes" }
func (k codesKind) List() string { return k.list }

type divisions struct{ textList }

func (divisions) Name() string { return "divisions" }
func (k divisions) Parse(p any, s string) error {
	if err := k.textList.Parse(p, s); err != nil {
		return err
	}
	for _, code := range *p.(*[]string) {
		if err := area.Valid(code); err != nil {
			return err
		}
	}
	return nil
}
