package record

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"sanshe/internal/clock"
)

type date struct{ textual }

func (date) Name() string           { return "date" }
func (date) Schema() map[string]any { return map[string]any{"type": "string", "format": "date"} }
func (date) Parse(p any, s string) error {
	if strings.TrimSpace(s) == "" {
		setText(p, "")
		return nil
	}
	d, err := clock.ParseDate(s, "")
	if err == nil {
		setText(p, string(d))
	}
	return err
}

type month struct{ textual }

func (month) Name() string { return "month" }
func (month) Parse(p any, s string) error {
	t := strings.NewReplacer("年", "-", "月", "", "/", "-", ".", "-").Replace(narrow(s))
	if t == "" {
		setText(p, "")
		return nil
	}
	at, err := time.Parse("2006-1", t)
	if err != nil {
		return fmt.Errorf("“%s”不是月份，应如 2026-11", s)
	}
	setText(p, at.Format("2006-01"))
	return nil
}

type moment struct{ numeric }

func (moment) Name() string           { return "time" }
func (moment) ZeroCounts() bool       { return false }
func (moment) Format(v any) string    { return Moment(reflect.ValueOf(v).Int()).String() }
func (moment) Schema() map[string]any { return map[string]any{"type": "string"} }
func (moment) JSON(v any) any {
	if n := reflect.ValueOf(v).Int(); n != 0 {
		return Moment(n).Time().Format(time.RFC3339)
	}
	return ""
}
func (moment) Parse(p any, s string) error {
	if strings.TrimSpace(s) == "" {
		setInt(p, 0)
		return nil
	}
	t, err := clock.ParseTime(s)
	if err == nil {
		setInt(p, t.Unix()*1000) // as it is given out: whole seconds
	}
	return err
}

type windowKind struct{ textual }

func (windowKind) Name() string { return "window" }
func (windowKind) Parse(p any, s string) error {
	w, err := clock.ParseWindow(s)
	if err == nil {
		setText(p, string(w))
	}
	return err
}
func (windowKind) filters() bool { return false }
