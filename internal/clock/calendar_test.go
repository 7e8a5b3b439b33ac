package clock

import (
	"strings"
	"testing"
)

func TestAddWorkingDays(t *testing.T) {
	cal := DefaultCalendar()
	for _, c := range []struct {
		from  Date
		n     int
		want  Date
		known bool
		why   string
	}{
		{"2026-09-28", 10, "2026-10-16", true, "dossier G34: volunteer record, shifted Saturday 2026-10-10 counts"},
		{"2026-05-06", 15, "2026-05-26", true, "dossier G37: decision on an admission"},
		{"2026-05-06", 30, "2026-06-16", true, "dossier G37: earliest start"},
		{"2026-04-30", 5, "2026-05-11", true, "dossier G9: hand-over to the party body"},
		{"2026-10-16", -10, "2026-09-28", true, "backwards"},
		{"2026-11-23", 0, "2026-11-23", true, "no days"},
		{"2026-10-03", 1, "2026-10-08", true, "from within a holiday"},
		{"2026-12-31", 1, "2027-01-01", false, "2027 is not known: New Year counts as a Friday"},
		{"2026-12-30", 1, "2026-12-31", true, "reaches no other year"},
		{"2022-12-31", 1, "2023-01-03", true, "the day itself is not passed"},
		{"", 1, "", false, "unknown"},
		{"2199-12-30", 9, "", false, "past the allowed years"},
	} {
		due, known := cal.AddWorkingDays(c.from, c.n)
		if due != c.want || known != c.known {
			t.Errorf("%s: %s + %d = %s, %v, want %s, %v", c.why, c.from, c.n, due, known, c.want, c.known)
		}
	}
	ignoring := NewCalendar([]Day{{"2026-10-01", Holiday, ""}, {"2026-10-02", Holiday, ""}, {"2026-10-05", Holiday, ""}, {"2026-10-06", Holiday, ""}, {"2026-10-07", Holiday, ""}})
	if due, _ := ignoring.AddWorkingDays("2026-09-28", 10); due != "2026-10-19" {
		t.Errorf("G34 with the shifted Saturday left out = %s, want 2026-10-19: the test above cannot fail", due)
	}
}

func TestWorking(t *testing.T) {
	cal := DefaultCalendar()
	for d, want := range map[Date]bool{"2026-11-23": true, "2026-11-22": false, "2026-10-10": true, "2026-10-01": false, "2027-10-01": true, "": false, "2026-02-30": false} {
		if cal.Working(d) != want {
			t.Errorf("Working(%s) = %v", d, !want)
		}
	}
	if !cal.Knows(2023) || !cal.Knows(2026) || cal.Knows(2022) || cal.Knows(2027) {
		t.Error("the calendar should know 2023 to 2026")
	}
	closed := NewCalendar(append(NationalDays(), Day{"2026-11-23", Holiday, "停电"}, Day{"2026-10-10", Holiday, ""}))
	if closed.Working("2026-11-23") || closed.Working("2026-10-10") {
		t.Error("later days should count over earlier ones")
	}
}

func TestWorkingDaysBetween(t *testing.T) {
	cal := DefaultCalendar()
	for _, c := range []struct {
		a, b  Date
		n     int
		known bool
	}{
		{"2026-09-28", "2026-10-16", 10, true}, {"2026-10-16", "2026-09-28", -10, true}, {"2026-10-01", "2026-10-07", 0, true},
		{"2026-11-23", "2026-11-23", 0, true}, {"2026-12-31", "2027-01-04", 2, false}, {"", "2026-11-23", 0, false},
	} {
		if n, known := cal.WorkingDaysBetween(c.a, c.b); n != c.n || known != c.known {
			t.Errorf("%s to %s = %d, %v, want %d, %v", c.a, c.b, n, known, c.n, c.known)
		}
	}
	for n := -300; n <= 300; n += 7 {
		due, _ := cal.AddWorkingDays("2026-01-05", n)
		if got, _ := cal.WorkingDaysBetween("2026-01-05", due); got != n {
			t.Errorf("%d working days reach %s, which is %d", n, due, got)
		}
	}
}

func TestNationalDays(t *testing.T) {
	seen := map[Date]bool{}
	for _, d := range NationalDays() {
		weekend := d.Date.Weekday() == 0 || d.Date.Weekday() == 6
		if d.Kind == Workday && !weekend || seen[d.Date] || d.Name == "" {
			t.Errorf("%v is twice, nameless or a working day anyway", d)
		}
		seen[d.Date] = true
	}
	if len(seen) != 141 {
		t.Errorf("%d days, want 141", len(seen))
	}
}

func TestParseDaysErrors(t *testing.T) {
	const head = "date,kind,name\n"
	for in, want := range map[string]string{
		"":                             "是空的",
		"日期,类型,名称\n":                   "第一行应为",
		head + "2026-02-30,holiday,":   "第 2 行：\"2026-02-30\" 不是日期",
		head + "# x\n2026-10-01,rest,": "第 3 行：\"rest\" 应为",
		head + "2026-10-01,holiday":    "读不出",
		head + "2026-10-01,holiday,\"国庆\n节\"\n1,,": "第 4 行",
	} {
		if _, err := parseDays(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parseDays(%q): %v, want …%s…", in, err, want)
		}
	}
}

func FuzzParseDays(f *testing.F) {
	f.Add("date,kind,name\n2026-10-10,workday,国庆节\n# x\n2026-10-01,holiday,\"\"\n")
	f.Add("date,kind,name\n2026-10-10,rest,\n")
	f.Fuzz(func(t *testing.T, s string) {
		days, err := parseDays(strings.NewReader(s))
		for _, d := range days {
			if err != nil || !d.Date.Valid() || d.Kind != Holiday && d.Kind != Workday {
				t.Fatalf("parseDays(%q) lets %v through, %v", s, d, err)
			}
		}
	})
}
