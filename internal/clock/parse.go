package clock

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"sanshe/internal/fault"
)

var (
	numbered = regexp.MustCompile(`^(?:(\d{4}) *[-./年] *)?(\d{1,2}) *[-./月] *(\d{1,2}) *[日号]?$`)
	compact  = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)$`)
	weekly   = regexp.MustCompile(`^([上本这下]?)(?:周|星期|礼拜)([一二三四五六日天])$`)

	dayWords  = map[string]int{"前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2}
	weekWords = map[string]int{"上": -1, "": 0, "本": 0, "这": 0, "下": 1}
	weekdays  = map[string]int{"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
)

// ParseDate reads a day as people type it: 2026-11-23, 20261123, 2026.11.23,
// 2026/11/23, 2026年11月23日; 11-23 or 11月23日 of today's year; 今天, 昨天, 前天,
// 明天, 后天; 上周三, 本周三, 周三, 下周三 (a week begins on Monday). Full-width
// digits will do. Blank is the unknown date, without an error: whether a date is
// required is for the caller to say. Errors are fault.Invalid.
func ParseDate(s string, today Date) (Date, error) {
	s = strings.TrimSpace(narrow(s))
	if s == "" {
		return "", nil
	}
	parts := numbered.FindStringSubmatch(s)
	if parts == nil {
		parts = compact.FindStringSubmatch(s)
	}
	if parts == nil {
		return parseWords(s, today)
	}
	year, _ := strconv.Atoi(parts[1])
	month, _ := strconv.Atoi(parts[2])
	day, _ := strconv.Atoi(parts[3])
	if parts[1] == "" {
		year = today.Year()
	}
	switch {
	case year < MinYear || year > MaxYear:
		return "", fault.New(fault.Invalid, "“%s”的年份不对，应为 %d 到 %d", s, MinYear, MaxYear)
	case month < 1 || month > 12:
		return "", fault.New(fault.Invalid, "“%s”的月份不对，应为 1 到 12", s)
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, Shanghai)
	if t.Day() != day {
		return "", fault.New(fault.Invalid, "%d年%d月没有 %d 日", year, month, day)
	}
	return DateOf(t), nil
}

// parseWords reads 昨天 and 上周三.
func parseWords(s string, today Date) (Date, error) {
	days, known := dayWords[s]
	if parts := weekly.FindStringSubmatch(s); parts != nil {
		sinceMonday := (int(today.Weekday()) + 6) % 7
		days, known = 7*weekWords[parts[1]]+weekdays[parts[2]]-sinceMonday, true
	}
	if d := today.AddDays(days); known && d.Valid() {
		return d, nil
	}
	return "", fault.New(fault.Invalid, "“%s”不是日期，应如 2026-07-27", quotable(s))
}

// ParseTime reads "2026-11-23 14:30", "2026-11-23T14:30", either with seconds, or
// RFC 3339; without a zone it is Shanghai's time. The day may be written in any
// way that names its year (see ParseDate). Blank is the zero time, without an
// error. Errors are fault.Invalid.
func ParseTime(s string) (time.Time, error) {
	s = strings.TrimSpace(narrow(s))
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil && DateOf(t).Valid() {
		return t.In(Shanghai), nil
	}
	if i := strings.LastIndexAny(s, " T"); i > 0 {
		for _, layout := range []string{"15:04", time.TimeOnly} {
			of, err := time.Parse(layout, s[i+1:])
			if err != nil {
				continue
			}
			d, err := ParseDate(s[:i], "")
			if err != nil {
				return time.Time{}, err
			}
			y, m, day := d.Time().Date()
			return time.Date(y, m, day, of.Hour(), of.Minute(), of.Second(), of.Nanosecond(), Shanghai), nil
		}
	}
	return time.Time{}, fault.New(fault.Invalid, "“%s”不是时间，应如 2026-11-23 14:30", quotable(s))
}

// narrow turns full-width forms (全角) into ASCII, as ident.Narrow does; that
// package stands on this one.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '　':
			return ' '
		case '！' <= r && r <= '～':
			return r - '！' + '!'
		}
		return r
	}, s)
}

// quotable makes what was typed fit to be quoted in a sentence: short, and
// without characters that hide or turn the text.
func quotable(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if !unicode.IsPrint(r) {
			runes[i] = '?'
		}
	}
	if len(runes) > 20 {
		return string(runes[:20]) + "…"
	}
	return string(runes)
}
