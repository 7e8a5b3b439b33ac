package clock

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/fault"
)

// Window is when in a week something suits (时段): weekdays and hours, written
// 周六日 09:00-12:00, 每天 09:00-12:00. Several are separated by 、. "" is any time.
type Window string

// Slot is one stretch of a Window, in minutes of the day.
type Slot struct {
	Days     [8]bool // 1 Monday … 7 Sunday
	From, To int
}

const weekdayRunes = "一二三四五六日"

var namedDays = []struct{ word, days string }{
	{"工作日", "一二三四五"}, {"平时", "一二三四五"}, {"周末", "六日"}, {"双休日", "六日"}, {"每天", weekdayRunes}, {"天天", weekdayRunes},
}

var namedHours = []struct {
	word     string
	from, to int
}{{"上午", 8 * 60, 12 * 60}, {"中午", 12 * 60, 14 * 60}, {"下午", 14 * 60, 18 * 60}, {"晚上", 18 * 60, 21 * 60}, {"全天", 8 * 60, 18 * 60}}

// ParseWindow reads a window as people write it: 周末上午, 周一至周五 09:00-17:00,
// 周六日 9:00-12:00、周三下午.
func ParseWindow(s string) (Window, error) {
	var out []string
	for _, part := range splitList(narrow(s)) {
		slot, err := parseSlot(strings.TrimSpace(part))
		if err != nil {
			return "", err
		}
		out = append(out, slot.String())
	}
	return Window(strings.Join(out, "、")), nil
}

func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,，;；\n", r) })
}

func parseSlot(s string) (Slot, error) {
	slot, rest, bad := Slot{From: 8 * 60, To: 18 * 60}, s, fault.New(fault.Invalid, "“%s”不是时段，应如 周末上午 或 周一至周五 09:00-12:00", s)
	mark := func(days string) {
		for _, r := range days {
			if i := strings.IndexRune(weekdayRunes, r); i >= 0 {
				slot.Days[i/3+1] = true
			}
		}
	}
	for _, n := range namedDays {
		if strings.Contains(rest, n.word) {
			mark(n.days)
			rest = strings.Replace(rest, n.word, "", 1)
		}
	}
	for _, word := range []string{"星期", "礼拜"} {
		rest = strings.ReplaceAll(rest, word, "周")
	}
	rest = strings.ReplaceAll(rest, "周天", "周日")
	if i := strings.Index(rest, "周"); i >= 0 {
		before := rest[:i]
		from, to, span := strings.Cut(strings.NewReplacer("到", "至", "—", "至").Replace(rest[i:]), "至")
		if span && strings.HasPrefix(to, "周") {
			a, b := weekday(from), weekday(to)
			if a < 0 || b < a {
				return slot, bad
			}
			for d := a; d <= b; d++ {
				slot.Days[d+1] = true
			}
			rest = before + strings.TrimLeft(to, "周"+weekdayRunes)
		} else {
			tail := strings.TrimLeft(rest[i:], "周"+weekdayRunes)
			mark(rest[i : len(rest)-len(tail)])
			rest = before + tail
		}
	}
	if slot.Days == [8]bool{} {
		mark(weekdayRunes)
	}
	rest = strings.TrimSpace(rest)
	for _, h := range namedHours {
		if rest == h.word {
			slot.From, slot.To = h.from, h.to
			return slot, nil
		}
	}
	if rest == "" {
		return slot, nil
	}
	a, b, ok := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "~", "-", "至", "-", "到", "-", "点", ":00", "：", ":").Replace(rest), "-")
	var err1, err2 error
	slot.From, err1 = clockMinutes(a)
	slot.To, err2 = clockMinutes(b)
	if !ok || err1 != nil || err2 != nil || slot.To <= slot.From {
		return slot, bad
	}
	return slot, nil
}

func weekday(s string) int {
	for _, r := range s {
		if i := strings.IndexRune(weekdayRunes, r); i >= 0 {
			return i / 3
		}
	}
	return -1
}

func clockMinutes(s string) (int, error) {
	h, m, _ := strings.Cut(strings.TrimSpace(s), ":")
	hours, err := strconv.Atoi(h)
	mins := 0
	if err == nil && m != "" {
		mins, err = strconv.Atoi(m)
	}
	if err != nil || hours < 0 || mins < 0 || mins > 59 || hours*60+mins > 24*60 {
		return 0, strconv.ErrSyntax
	}
	return hours*60 + mins, nil
}

func (s Slot) String() string {
	return fmt.Sprintf("%s %02d:%02d-%02d:%02d", s.days(), s.From/60, s.From%60, s.To/60, s.To%60)
}

// days writes the days as people say them: 每天, 周一至周五, 周三六.
func (s Slot) days() string {
	var days []rune
	for d, r := range []rune(weekdayRunes) {
		if s.Days[d+1] {
			days = append(days, r)
		}
	}
	switch all := string(days); {
	case all == weekdayRunes:
		return "每天"
	case len(days) > 2 && strings.Contains(weekdayRunes, all):
		return "周" + string(days[0]) + "至周" + string(days[len(days)-1])
	default:
		return "周" + all
	}
}

// Slots gives the stretches of w. A window that cannot be read has none.
func (w Window) Slots() []Slot {
	var out []Slot
	for _, part := range splitList(string(w)) {
		if s, err := parseSlot(part); err == nil {
			out = append(out, s)
		}
	}
	return out
}

// Covers reports whether one day's stretch of time lies within w. An empty
// window is any time.
func (w Window) Covers(from, to time.Time) bool {
	if w == "" {
		return true
	}
	from, to = from.In(Shanghai), to.In(Shanghai)
	day := DateOf(from)
	a, b := int(from.Sub(day.Time()).Minutes()), int(to.Sub(day.Time()).Minutes())
	weekday := (int(day.Weekday())+6)%7 + 1
	for _, s := range w.Slots() {
		if s.Days[weekday] && s.From <= a && b <= s.To {
			return true
		}
	}
	return false
}

// Overlaps reports whether two windows share at least an hour. An empty window
// is any time.
func (w Window) Overlaps(o Window) bool {
	if w == "" || o == "" {
		return true
	}
	for _, a := range w.Slots() {
		for _, b := range o.Slots() {
			for d := 1; d <= 7; d++ {
				if a.Days[d] && b.Days[d] && min(a.To, b.To)-max(a.From, b.From) >= 60 {
					return true
				}
			}
		}
	}
	return false
}
