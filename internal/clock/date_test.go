package clock

import (
	"encoding/json"
	"testing"
	"time"

	"sanshe/internal/fault"
)

func TestDateOf(t *testing.T) {
	for _, c := range []struct {
		in   time.Time
		want Date
	}{
		// Dossier G14: ten past midnight in Shanghai is still last year in UTC.
		{time.Date(2025, 12, 31, 16, 10, 0, 0, time.UTC), "2026-01-01"},
		{time.Date(2025, 12, 31, 15, 59, 59, 0, time.UTC), "2025-12-31"},
		{time.Time{}, ""},
		{time.Date(2200, 1, 1, 0, 0, 0, 0, Shanghai), ""},
	} {
		if got := DateOf(c.in); got != c.want {
			t.Errorf("DateOf(%v) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDate(t *testing.T) {
	d := Date("2026-11-23")
	for _, c := range []struct{ got, want any }{
		{d.AddDays(8), Date("2026-12-01")},
		{d.AddDays(-327), Date("2025-12-31")},
		{Date("2199-12-31").AddDays(1), Date("")},
		{Date("2026-01-31").AddMonths(1), Date("2026-02-28")},
		{Date("2024-02-29").AddMonths(12), Date("2025-02-28")},
		{Date("2026-03-31").AddMonths(-1), Date("2026-02-28")},
		{Date("2026-11-30").AddMonths(3), Date("2027-02-28")},
		{Date("2026-10-15").AddMonths(-22), Date("2024-12-15")},
		{d.Year(), 2026},
		{d.YearStart(), Date("2026-01-01")},
		{d.Month(), "2026-11"},
		{d.Weekday(), time.Monday},
		{d.ChineseWeekday(), "周一"},
		{d.AddDays(-1).ChineseWeekday(), "周日"},
		{d.Chinese(), "2026年11月23日"},
		{Date("2026-05-06").Chinese(), "2026年5月6日"},
		{d.Sub("2026-11-20"), 3},
		{d.Sub("2026-12-01"), -8},
		{Date("2199-12-31").Sub("1850-01-01"), 127834}, // more than a time.Duration holds
		{d.Time().Format(time.RFC3339), "2026-11-23T00:00:00+08:00"},
		{Date("2026-03-10").AddDays(60), Date("2026-05-09")}, // dossier G4
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
	for _, bad := range []Date{"", "2026-02-30", "2026-2-3", "20261123", "1849-12-31", "2200-01-01", "2026-11-23 ", "今天"} {
		if bad.Valid() || !bad.Time().IsZero() || bad.AddDays(1) != "" || bad.AddMonths(1) != "" || bad.Year() != 0 || bad.YearStart() != "" ||
			bad.Month() != "" || bad.Chinese() != "" || bad.ChineseWeekday() != "" || bad.Sub(d) != 0 || d.Sub(bad) != 0 {
			t.Errorf("%q is taken for a date", bad)
		}
	}
	if !Date("").IsZero() || d.IsZero() || !d.Valid() {
		t.Error("IsZero or Valid is wrong")
	}
	if b, _ := json.Marshal(d); string(b) != `"2026-11-23"` {
		t.Errorf("as JSON: %s", b)
	}
}

const monday Date = "2026-11-23"

func TestParseDate(t *testing.T) {
	for in, want := range map[string]Date{
		"2026-11-23": monday, "20261123": monday, "2026.11.23": monday, "2026/11/23": monday, "2026年11月23日": monday,
		"２０２６－１１－２３": monday, "２０２６年１１月２３日": monday, " 2026 年 11 月 23 日　": monday, "2026-1-5": "2026-01-05",
		"11-23": monday, "11月23日": monday, "11/23": monday, "1月5号": "2026-01-05",
		"今天": monday, "昨天": "2026-11-22", "前天": "2026-11-21", "明天": "2026-11-24", "后天": "2026-11-25",
		"上周三": "2026-11-18", "本周三": "2026-11-25", "周三": "2026-11-25", "下周三": "2026-12-02",
		"周一": monday, "周日": "2026-11-29", "上星期天": "2026-11-22", "这礼拜六": "2026-11-28",
		"2024-02-29": "2024-02-29", "1850-01-01": "1850-01-01", "2199-12-31": "2199-12-31", "": "", "　": "",
	} {
		if got, err := ParseDate(in, monday); got != want || err != nil {
			t.Errorf("ParseDate(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	if got, _ := ParseDate("周一", "2026-11-29"); got != monday { // Sunday ends its week
		t.Errorf("周一 on a Sunday is %s", got)
	}
}

func TestParseDateErrors(t *testing.T) {
	for in, want := range map[string]string{
		"2026-13-05": "“2026-13-05”的月份不对，应为 1 到 12",
		"2026-00-05": "“2026-00-05”的月份不对，应为 1 到 12",
		"2026-02-30": "2026年2月没有 30 日",
		"20261131":   "2026年11月没有 31 日",
		"2-29":       "2026年2月没有 29 日",
		"2026-11-00": "2026年11月没有 0 日",
		"1066-10-14": "“1066-10-14”的年份不对，应为 1850 到 2199",
		"2206-07-27": "“2206-07-27”的年份不对，应为 1850 到 2199",
		"abc":        "“abc”不是日期，应如 2026-07-27",
		"2026-11":    "“2026-11”不是日期，应如 2026-07-27",
		"周八":         "“周八”不是日期，应如 2026-07-27",
		"a\u202eb":   "“a?b”不是日期，应如 2026-07-27",
		"一二三四五六七八九十一二三四五六七八九十一": "“一二三四五六七八九十一二三四五六七八九十…”不是日期，应如 2026-07-27",
	} {
		got, err := ParseDate(in, monday)
		if got != "" || err == nil || err.Error() != want || !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseDate(%q) = %q, %v, want %s", in, got, err, want)
		}
	}
	if got, err := ParseDate("昨天", ""); err == nil {
		t.Errorf("昨天 of an unknown day is %s", got)
	}
}

func TestParseTime(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-23 14:30": "2026-11-23T14:30:00+08:00", "2026-11-23T14:30": "2026-11-23T14:30:00+08:00",
		"2026-11-23 14:30:05": "2026-11-23T14:30:05+08:00", "2026年11月23日 9:05": "2026-11-23T09:05:00+08:00",
		"２０２６-11-23　14：30":     "2026-11-23T14:30:00+08:00",
		"2026-11-23T06:30:00Z": "2026-11-23T14:30:00+08:00", "2026-11-23T14:30:00+08:00": "2026-11-23T14:30:00+08:00",
	} {
		if got, err := ParseTime(in); got.Format(time.RFC3339) != want || err != nil {
			t.Errorf("ParseTime(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"2026-11-23":           "“2026-11-23”不是时间，应如 2026-11-23 14:30",
		"14:30":                "“14:30”不是时间，应如 2026-11-23 14:30",
		"2026-11-23 24:30":     "“2026-11-23 24:30”不是时间，应如 2026-11-23 14:30",
		"2026-02-30 14:30":     "2026年2月没有 30 日",
		"今天 14:30":             "“今天”不是日期，应如 2026-07-27",
		"0001-01-01T00:00:00Z": "“0001-01-01T00:00:00Z”不是时间，应如 2026-11-23 14:30",
	} {
		if got, err := ParseTime(in); err == nil || err.Error() != want || !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseTime(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
	if got, err := ParseTime(" "); err != nil || !got.IsZero() {
		t.Errorf("ParseTime of blank = %v, %v", got, err)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-11-23", "20261123", "２０２６年１１月２３日", "11-23", "上周三", "昨天", "2026-02-30", "", "\xff", "99999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s, monday)
		if (err != nil) == d.Valid() && d != "" || err != nil && d != "" {
			t.Fatalf("ParseDate(%q) = %q, %v", s, d, err)
		}
		if again, err := ParseDate(d.Chinese(), monday); again != d || err != nil {
			t.Fatalf("%q reads %q, whose %q reads %q, %v", s, d, d.Chinese(), again, err)
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"2026-11-23 14:30", "2026-11-23T14:30", "2026-11-23T14:30:00.5+08:00", "2199-12-31T23:59:59-12:00", "2026-02-30 1:1", "T1:1", " "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, err := ParseTime(s)
		if err != nil || at.IsZero() {
			return
		}
		again, err := ParseTime(Stamp(at))
		if err != nil || !again.Equal(at.Truncate(time.Minute)) {
			t.Fatalf("%q reads %v, whose %q reads %v, %v", s, at, Stamp(at), again, err)
		}
	})
}
