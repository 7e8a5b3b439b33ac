package ical

import (
	"strings"
	"testing"
	"time"

	"sanshe/internal/clock"
)

func TestWrite(t *testing.T) {
	from := time.Date(2026, 11, 23, 9, 0, 0, 0, clock.Shanghai)
	title := "议事，商量；加装电梯, 第一次; 带\\图\n第二行\x07" + strings.Repeat("长", 60)
	var b strings.Builder
	if err := Write(&b, "议事室", from, []Event{
		{ID: "booking-1@510522", Title: title, Place: "符阳社区", From: from, To: from.Add(time.Hour)},
		{ID: "task-2@510522", Title: "换届", Day: "2026-12-31", Changed: from.Add(time.Minute)},
	}); err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(b.String(), "\r\n"), "\r\n") {
		if len(line) > maxLine || strings.ContainsAny(line, "\r\n\x07") || !strings.HasPrefix(line, " ") && !strings.Contains(line, ":") {
			t.Errorf("line %q", line)
		}
		if strings.ToValidUTF8(line, "") != line {
			t.Errorf("line %q is cut within a rune", line)
		}
	}
	unfolded := strings.ReplaceAll(b.String(), "\r\n ", "")
	for _, want := range []string{
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:", "X-WR-CALNAME:议事室\r\n",
		"UID:booking-1@510522\r\nDTSTAMP:20261123T010000Z\r\nDTSTART:20261123T010000Z\r\nDTEND:20261123T020000Z\r\nSUMMARY:议事，商量；加装电梯\\, 第一次\\; 带\\\\图\\n第二行" + strings.Repeat("长", 60) + "\r\nLOCATION:符阳社区\r\nEND:VEVENT\r\n",
		"DTSTAMP:20261123T010100Z\r\nDTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nTRANSP:TRANSPARENT\r\nSUMMARY:换届\r\n",
		"END:VEVENT\r\nEND:VCALENDAR\r\n",
	} {
		if !strings.Contains(unfolded, want) {
			t.Errorf("lacks %q:\n%s", want, b.String())
		}
	}
}
