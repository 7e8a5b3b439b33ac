package clock

import (
	"fmt"
	"time"
)

// Date is a day in Shanghai, written "2006-01-02"; "" is unknown. It is text so
// that it sorts and compares with < as it stands, and JSON and SQL need no
// conversion. Methods of an unknown or malformed date give the zero value.
type Date string

// The years a date may lie in: wide enough for any record, narrow enough to
// catch a slip of the finger.
const (
	MinYear = 1850
	MaxYear = 2199
)

// DateOf gives the day in Shanghai on which t falls; "" if its year is outside
// MinYear to MaxYear.
func DateOf(t time.Time) Date {
	t = t.In(Shanghai)
	if t.Year() < MinYear || t.Year() > MaxYear {
		return ""
	}
	return Date(t.Format(time.DateOnly))
}

// Today gives the day in Shanghai on which c stands.
func Today(c Clock) Date { return DateOf(c.Now()) }

// Valid reports whether d is a day that exists, as "2006-01-02", within MinYear
// to MaxYear. The unknown date is not valid.
func (d Date) Valid() bool { return !d.Time().IsZero() }

// IsZero reports whether d is unknown.
func (d Date) IsZero() bool { return d == "" }

// Time gives midnight in Shanghai, when d begins.
func (d Date) Time() time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), Shanghai)
	if err != nil || t.Year() < MinYear || t.Year() > MaxYear {
		return time.Time{}
	}
	return t
}

// AddDays gives the day n days after d, or before if n is negative; "" when that
// leaves the allowed years.
func (d Date) AddDays(n int) Date {
	if !d.Valid() {
		return ""
	}
	return DateOf(d.Time().AddDate(0, 0, n))
}

// AddMonths gives the same day n months on; where that month is too short, its
// last day: 2026-01-31 and one month is 2026-02-28.
func (d Date) AddMonths(n int) Date {
	if !d.Valid() {
		return ""
	}
	t := d.Time()
	first := t.AddDate(0, n, 1-t.Day())
	last := first.AddDate(0, 1, -1)
	return DateOf(first.AddDate(0, 0, min(t.Day(), last.Day())-1))
}

// Year gives the year, 0 if unknown.
func (d Date) Year() int {
	if !d.Valid() {
		return 0
	}
	return d.Time().Year()
}

// YearStart gives 1 January of the year.
func (d Date) YearStart() Date {
	if !d.Valid() {
		return ""
	}
	return d[:4] + "-01-01"
}

// Month gives "2006-01".
func (d Date) Month() string {
	if !d.Valid() {
		return ""
	}
	return string(d[:7])
}

// Weekday gives the day of the week. Ask only of a valid date.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// Chinese writes "2026年5月6日", without leading zeros as official documents do
// (公文格式).
func (d Date) Chinese() string {
	if !d.Valid() {
		return ""
	}
	t := d.Time()
	return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day())
}

// ChineseWeekday writes "周一".
func (d Date) ChineseWeekday() string {
	if !d.Valid() {
		return ""
	}
	return [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}[d.Weekday()]
}

// Sub gives the days from other to d; 0 if either is unknown.
func (d Date) Sub(other Date) int {
	if !d.Valid() || !other.Valid() {
		return 0
	}
	return int((d.Time().Unix() - other.Time().Unix()) / (24 * 60 * 60)) // a Duration would overflow at 292 years
}
