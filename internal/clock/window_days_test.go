package clock

import "testing"

// A window is written as people say it, and reads back as what it was.
func TestWindowIsWrittenAsItIsSaid(t *testing.T) {
	for typed, want := range map[string]Window{
		"周一至周日 08:30-21:00": "每天 08:30-21:00",
		"天天 9点-21点":         "每天 09:00-21:00",
		"周一二三四五 08:30-12:00、周一二三四五 14:00-18:00": "周一至周五 08:30-12:00、周一至周五 14:00-18:00",
		"周末上午": "周六日 08:00-12:00",
		"周三五六": "周三五六 08:00-18:00",
	} {
		got, err := ParseWindow(typed)
		if err != nil || got != want {
			t.Errorf("%s is written %q, %v; want %s", typed, got, err, want)
		}
		if again, err := ParseWindow(string(got)); err != nil || again != got {
			t.Errorf("%s reads back as %q, %v", got, again, err)
		}
	}
}
