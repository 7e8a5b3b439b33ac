package clock

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// Kinds of a Day.
const (
	Holiday = "holiday" // 放假
	Workday = "workday" // 调休上班, on a weekend
)

// Day is one day on which the State Council's yearly notice (国务院办公厅关于部分
// 节假日安排的通知) departs from Monday-to-Friday.
type Day struct {
	Date Date
	Kind string // Holiday or Workday
	Name string // 春节
}

// Calendar tells working days (工作日) from days off.
type Calendar struct {
	works map[Date]bool // the days that depart from Monday-to-Friday
	years map[int]bool  // the years that have any such day
}

// NewCalendar makes a calendar of days. Of two entries for one day the later
// counts, so that a county's own may follow the nation's.
func NewCalendar(days []Day) *Calendar {
	c := &Calendar{works: map[Date]bool{}, years: map[int]bool{}}
	for _, d := range days {
		c.works[d.Date] = d.Kind == Workday
		c.years[d.Date.Year()] = true
	}
	return c
}

//go:embed calendar.csv
var nationalCSV string

// NationalDays gives the days that come with the product, 2023 to 2026; see
// calendar.csv for their source.
func NationalDays() []Day {
	days, err := parseDays(strings.NewReader(nationalCSV))
	if err != nil {
		panic("clock: embedded calendar.csv: " + err.Error()) // a test reads it
	}
	return days
}

// DefaultCalendar gives the calendar of NationalDays.
func DefaultCalendar() *Calendar { return NewCalendar(NationalDays()) }

// Knows reports whether the calendar has days of that year. Of a year it does not
// know it counts Monday to Friday as working.
func (c *Calendar) Knows(year int) bool { return c.years[year] }

// Working reports whether d is a working day.
func (c *Calendar) Working(d Date) bool {
	if works, listed := c.works[d]; listed {
		return works
	}
	weekday := d.Weekday()
	return d.Valid() && weekday != 0 && weekday != 6
}

// AddWorkingDays gives the nth working day after d, d itself not counted; before
// d if n is negative. known is false when a day passed lies in a year the calendar
// does not know, so that the interface can say that only weekends were left out.
// An unknown d, or an end outside the allowed years, gives "" and false.
func (c *Calendar) AddWorkingDays(d Date, n int) (due Date, known bool) {
	step := 1
	if n < 0 {
		step = -1
	}
	known = d.Valid()
	for due = d; n != 0 && due.Valid(); {
		due = due.AddDays(step)
		known = known && c.Knows(due.Year())
		if c.Working(due) {
			n -= step
		}
	}
	if !due.Valid() {
		return "", false
	}
	return due, known
}

// WorkingDaysBetween counts the working days after a up to and with b: the n for
// which AddWorkingDays(a, n) reaches a working day b. It is negative if b is the
// earlier: minus the working days from b to the day before a. known is as in
// AddWorkingDays; an unknown date gives 0 and false.
func (c *Calendar) WorkingDaysBetween(a, b Date) (n int, known bool) {
	if !a.Valid() || !b.Valid() {
		return 0, false
	}
	step := 1
	if b < a {
		step = -1
	}
	known = true
	for d := a; d != b; {
		d = d.AddDays(step)
		known = known && c.Knows(d.Year())
		if c.Working(d) {
			n += step
		}
	}
	return n, known
}

// parseDays reads lines "date,kind,name" under that header; # begins a comment.
func parseDays(r io.Reader) ([]Day, error) {
	table := csv.NewReader(r)
	table.Comment = '#'
	table.FieldsPerRecord = 3
	var days []Day
	for first := true; ; first = false {
		row, err := table.Read()
		switch {
		case err == io.EOF && first:
			return nil, fmt.Errorf("节假日表是空的，第一行应为 date,kind,name")
		case err == io.EOF:
			return days, nil
		case err != nil:
			return nil, fmt.Errorf("节假日表读不出：%w", err)
		}
		line, _ := table.FieldPos(0)
		d := Day{Date: Date(row[0]), Kind: row[1], Name: row[2]}
		switch {
		case first && strings.Join(row, ",") == "date,kind,name":
		case first:
			return nil, fmt.Errorf("节假日表第一行应为 date,kind,name，现在是 %q", row)
		case !d.Date.Valid():
			return nil, fmt.Errorf("节假日表第 %d 行：%q 不是日期，应如 2026-10-01", line, row[0])
		case d.Kind != Holiday && d.Kind != Workday:
			return nil, fmt.Errorf("节假日表第 %d 行：%q 应为 holiday（放假）或 workday（调休上班）", line, row[1])
		default:
			days = append(days, d)
		}
	}
}
