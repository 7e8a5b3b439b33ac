// Package ical writes calendars that other programs subscribe to (RFC 5545).
package ical

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"sanshe/internal/clock"
)

// Event is one thing in a calendar: from one time to another, or, if it has a
// Day, all that day.
type Event struct {
	ID       string // the same for the same thing for ever
	Title    string
	Place    string
	From, To time.Time
	Day      clock.Date
	Changed  time.Time
}

// Write writes a calendar. Times go out in UTC, so that no reader needs to know
// of Shanghai; now stands for events that do not say when they changed.
func Write(w io.Writer, name string, now time.Time, events []Event) error {
	var b strings.Builder
	line := func(property, value string) { fold(&b, property+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//sanshe//ZH")
	line("CALSCALE", "GREGORIAN")
	line("X-WR-CALNAME", escape(name))
	line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
	for _, e := range events {
		line("BEGIN", "VEVENT")
		line("UID", escape(e.ID))
		stamp := e.Changed
		if stamp.IsZero() {
			stamp = now
		}
		line("DTSTAMP", utc(stamp))
		if e.Day != "" {
			line("DTSTART;VALUE=DATE", date(e.Day))
			line("DTEND;VALUE=DATE", date(e.Day.AddDays(1)))
			line("TRANSP", "TRANSPARENT") // a day something is due is not a day taken
		} else {
			line("DTSTART", utc(e.From))
			line("DTEND", utc(e.To))
		}
		line("SUMMARY", escape(e.Title))
		if e.Place != "" {
			line("LOCATION", escape(e.Place))
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	_, err := io.WriteString(w, b.String())
	if err != nil {
		return fmt.Errorf("calendar: %w", err)
	}
	return nil
}

func utc(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

func date(d clock.Date) string { return strings.ReplaceAll(string(d), "-", "") }

// escape writes text as a value: §3.3.11. Other control characters may not
// stand in a calendar and are left out.
func escape(s string) string {
	s = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(s)
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, s)
}

// maxLine is how many octets a line may have, its end not counted: §3.1.
const maxLine = 75

// fold writes a line, broken before it is too long and never within a rune.
func fold(b *strings.Builder, s string) {
	for most := maxLine; len(s) > most; most = maxLine - 1 {
		cut := most
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		b.WriteString(s[:cut] + "\r\n ")
		s = s[cut:]
	}
	b.WriteString(s + "\r\n")
}
