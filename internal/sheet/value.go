package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// dangerous tells whether a spreadsheet might run s as a formula. Apostrophes
// and blanks in front are looked through, so that disarm can be undone exactly;
// the mark of example rows is included to keep real text that looks like one.
func dangerous(s string) bool {
	s = strings.TrimLeft(strings.TrimLeft(s, "'"), " \u00a0\u3000")
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) || strings.HasPrefix(s, Example)
}

// disarm puts an apostrophe before text that could run as a formula.
func disarm(s string) string {
	if dangerous(s) {
		return "'" + s
	}
	return s
}

// rearm undoes disarm, in anybody's csv, and leaves other text alone: an
// apostrophe goes only if what follows is dangerous; disarm adds one only then.
func rearm(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && dangerous(rest) {
		return rest
	}
	return s
}

// plain tells whether s is a decimal that a float64 and Excel keep whole: at
// most 15 significant digits, no exponent, no superfluous zeros in front.
func plain(s string) bool {
	whole, part, dot := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "" || dot && part == "" || len(whole) > 1 && whole[0] == '0' || len(s) > 40 {
		return false
	}
	digits := whole + part
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return false
		}
	}
	return len(strings.TrimLeft(digits, "0")) <= 15
}

// decimal writes the number in a cell as Excel shows it: 15 digits, so that
// 1.1000000000000001 is 1.1 again, and no exponent. It returns v as it is when
// it is no number or beyond reason.
func decimal(v string) string {
	if plain(v) {
		return v
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) >= 1e21 {
		return v
	}
	if f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'e', 14, 64), 64); err != nil {
		return v
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// percent writes 0.5 as 50%, which is what a cell in that format shows.
func percent(v string) string {
	f, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v
	}
	return decimal(strconv.FormatFloat(f*100, 'e', 14, 64)) + "%"
}

// shortened is a number as Excel shows one that is too wide: 1.38E+10.
var shortened = regexp.MustCompile(`^([1-9])(?:\.([0-9]+))?E\+([0-9]{2,3})$`)

// digits reads the text of a code column. It expands 1.3800138E+07, which still
// has all its digits, and reports 1.38E+10, which has not.
func digits(s string) (string, bool) {
	if !strings.Contains(s, "E+") {
		return s, true
	}
	m := shortened.FindStringSubmatch(s)
	if m == nil {
		return s, true
	}
	if exp, _ := strconv.Atoi(m[3]); exp != len(m[2]) {
		return s, false
	}
	return m[1] + m[2], true
}

const (
	minutes  = "2006-01-02 15:04"
	daySecs  = 24 * 60 * 60
	lastDay  = 2958465 // 9999-12-31
	leapDay  = 60      // 1900-02-29, which Excel believes in
	from1904 = 1462    // days between the two date systems
)

// epoch is day 0 for all days after the leap day that never was.
func epoch() time.Time { return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) }

// moment writes the serial number of a day as people do, with the time of day
// if it has one. ok is false when the number is no date, such as 20261123.
func moment(v string, date1904 bool) (s string, ok bool) {
	f, err := strconv.ParseFloat(v, 64)
	if date1904 {
		f += from1904
	}
	if err != nil || !(f >= 0 && f < lastDay+1) {
		return "", false
	}
	secs := int(math.Round(f * daySecs))
	days, rest := secs/daySecs, secs%daySecs
	if days == leapDay || days > lastDay {
		return "", false
	}
	layout := time.DateOnly
	if rest%60 != 0 {
		layout = time.DateTime
	} else if rest != 0 {
		layout = minutes
	}
	if days == 0 { // a time without a day
		layout = strings.TrimPrefix(time.DateTime, time.DateOnly+" ")
	}
	if days < leapDay {
		days++
	}
	return epoch().AddDate(0, 0, days).Add(time.Duration(rest) * time.Second).Format(layout), true
}

// serial is the number of a day as moment writes it. ok is false when Excel
// could not give back the same: other spellings, days before 1900-03-01.
func serial(s string) (v string, ok bool) {
	layout := time.DateOnly
	switch len(s) {
	case len(minutes):
		layout = minutes
	case len(time.DateTime):
		layout = time.DateTime
	}
	t, err := time.Parse(layout, s)
	if err != nil || s < "1900-03-01" {
		return "", false
	}
	v = strconv.FormatFloat(float64(t.Unix()-epoch().Unix())/daySecs, 'f', -1, 64)
	back, ok := moment(v, false)
	return v, ok && back == s
}
