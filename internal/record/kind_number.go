package record

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"sanshe/internal/ident"
)

// grouped is a number written with commas: in threes, or in fours as 万 counts.
var grouped = regexp.MustCompile(`^[^0-9,]*(\d{1,3}(,\d{3})+|\d{1,4}(,\d{4})+)([^0-9,].*)?$`)

// narrow gives a number without its commas. Where they do not stand between
// groups they stay, and no number is read: 5,00 may have been meant for 5.00.
func narrow(s string) string {
	s = strings.TrimSpace(ident.Narrow(s))
	if grouped.MatchString(s) {
		return strings.ReplaceAll(s, ",", "")
	}
	return s
}

type integer struct{ numeric }

func (integer) Name() string        { return "int" }
func (integer) Format(v any) string { return strconv.FormatInt(reflect.ValueOf(v).Int(), 10) }
func (integer) Parse(p any, s string) error {
	t := narrow(s)
	if t == "" {
		setInt(p, 0)
		return nil
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(t, ".0"), 10, 64)
	if err != nil || n > 1<<53 || n < -(1<<53) {
		return fmt.Errorf("“%s”不是整数，请只填数字", s)
	}
	setInt(p, n)
	return nil
}

type year struct{ integer }

func (year) Name() string     { return "year" }
func (year) ZeroCounts() bool { return false }
func (year) Format(v any) string {
	if n := reflect.ValueOf(v).Int(); n != 0 {
		return strconv.FormatInt(n, 10)
	}
	return ""
}
func (k year) Parse(p any, s string) error {
	t := strings.TrimSuffix(narrow(s), "年")
	if err := k.integer.Parse(p, t); err != nil {
		return fmt.Errorf("“%s”不是年份，应如 2026", s)
	}
	if n := reflect.ValueOf(p).Elem().Int(); t != "" && (n < 1850 || n > 2199) {
		return fmt.Errorf("“%s”不是年份，应如 2026", s)
	}
	return nil
}

type minutes struct{ integer }

func (minutes) Name() string { return "minutes" }
func (minutes) Format(v any) string {
	n := reflect.ValueOf(v).Int()
	switch {
	case n == 0:
		return "0分钟"
	case n%60 == 0:
		return fmt.Sprintf("%d小时", n/60)
	case n > 60:
		return fmt.Sprintf("%d小时%d分钟", n/60, n%60)
	}
	return fmt.Sprintf("%d分钟", n)
}
func (minutes) Parse(p any, s string) error {
	t := strings.NewReplacer("个", "", " ", "", "钟", "", "小时", "h", "时", "h", "分", "m").Replace(narrow(s))
	var total int64
	bad := fmt.Errorf("“%s”不是时长，应如 90分钟、1.5小时 或 1小时30分钟", s)
	if h, rest, ok := strings.Cut(t, "h"); ok {
		n, err := scaled(h, 2)
		if err != nil || n < 0 || n*60%100 != 0 {
			return bad
		}
		total, t = n*60/100, rest
	}
	if t = strings.TrimSuffix(t, "m"); t != "" || s != "" && !strings.ContainsAny(narrow(s), "0123456789") {
		n, err := strconv.ParseUint(t, 10, 31)
		if err != nil {
			return bad
		}
		total += int64(n)
	}
	if total > 366*24*60 {
		return bad
	}
	setInt(p, total)
	return nil
}

// scaled reads a decimal number exactly, as an integer of its scale-th decimals.
func scaled(s string, scale int) (int64, error) {
	neg := strings.HasPrefix(s, "-")
	whole, frac, dot := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "" || len(frac) > scale && strings.Trim(frac[scale:], "0") != "" || dot && frac == "" {
		return 0, strconv.ErrSyntax
	}
	frac = (frac + strings.Repeat("0", scale))[:scale]
	for _, c := range whole + frac {
		if c < '0' || c > '9' {
			return 0, strconv.ErrSyntax
		}
	}
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil || n > math.MaxInt64/100 {
		return 0, strconv.ErrRange
	}
	if neg {
		n = -n
	}
	return n, nil
}

// ParseScaled reads a decimal number as people type it, exactly, as an integer
// of its scale-th decimals.
func ParseScaled(s string, scale int) (int64, error) { return scaled(narrow(s), scale) }

// unscaled writes what scaled read.
func unscaled(n int64, scale int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := fmt.Sprintf("%0*d", scale+1, n)
	return sign + s[:len(s)-scale] + "." + s[len(s)-scale:]
}

type decimal struct {
	numeric
	scale int
	unit  string
}

func (decimal) Name() string { return "decimal" }
func (d decimal) Parse(p any, s string) error {
	t := strings.TrimSuffix(narrow(s), d.unit)
	if t == "" {
		setInt(p, 0)
		return nil
	}
	n, err := scaled(t, d.scale)
	if err != nil {
		return fmt.Errorf("“%s”不是数，最多 %d 位小数", s, d.scale)
	}
	setInt(p, n)
	return nil
}
func (d decimal) Format(v any) string    { return unscaled(reflect.ValueOf(v).Int(), d.scale) + d.unit }
func (d decimal) JSON(v any) any         { return unscaled(reflect.ValueOf(v).Int(), d.scale) }
func (d decimal) Schema() map[string]any { return decimalSchema() }

func decimalSchema() map[string]any {
	return map[string]any{"type": "string", "format": "decimal", "pattern": `^-?[0-9]+(\.[0-9]+)?$`}
}

// Fen is an amount of money in hundredths of a yuan (分).
type Fen int64

// Yuan writes f in yuan with two decimals.
func (f Fen) Yuan() string { return unscaled(int64(f), 2) }

// ParseFen reads an amount of money exactly: 5000, 5,000.00元, 0.5万元.
func ParseFen(s string) (Fen, error) {
	t := strings.TrimSuffix(strings.TrimPrefix(narrow(s), "¥"), "元")
	scale := 2
	if w, ok := strings.CutSuffix(t, "万"); ok {
		t, scale = w, 6
	}
	n, err := scaled(t, scale)
	if err != nil {
		return 0, fmt.Errorf("“%s”不是金额，应如 5000、5000.50 或 0.5万元", s)
	}
	return Fen(n), nil
}

type money struct{ numeric }

func (money) Name() string           { return "money" }
func (money) Format(v any) string    { return Fen(reflect.ValueOf(v).Int()).Yuan() }
func (money) JSON(v any) any         { return Fen(reflect.ValueOf(v).Int()).Yuan() }
func (money) Schema() map[string]any { return decimalSchema() }
func (money) Parse(p any, s string) error {
	if narrow(s) == "" {
		setInt(p, 0)
		return nil
	}
	n, err := ParseFen(s)
	if err == nil {
		setInt(p, int64(n))
	}
	return err
}

type boolean struct{ numeric }

func (boolean) Name() string             { return "bool" }
func (boolean) fits(k reflect.Kind) bool { return k == reflect.Bool }
func (boolean) Schema() map[string]any   { return map[string]any{"type": "boolean"} }
func (boolean) JSON(v any) any           { return reflect.ValueOf(v).Bool() }
func (boolean) Arg(v any) any {
	if reflect.ValueOf(v).Bool() {
		return int64(1)
	}
	return int64(0)
}
func (boolean) Format(v any) string {
	if reflect.ValueOf(v).Bool() {
		return "是"
	}
	return "否"
}
func (boolean) Parse(p any, s string) error {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "是", "有", "√", "true", "1", "on", "yes", "y":
		reflect.ValueOf(p).Elem().SetBool(true)
	case "", "否", "无", "×", "false", "0", "off", "no", "n":
		reflect.ValueOf(p).Elem().SetBool(false)
	default:
		return fmt.Errorf("“%s”应填 是 或 否", s)
	}
	return nil
}
