package figure

import (
	"fmt"

	"sanshe/internal/clock"
)

// Question is what a figure is asked for.
type Question struct {
	Area  string     // a division and everything under it; "" is everywhere
	At    clock.Date // the day it speaks of; "" is today
	Known int64      // as known at this sequence number; 0 is now
}

// Answer is a figure for a question.
type Answer struct {
	*Contract
	Question
	Num, Den int64
	None     bool // nothing to divide by: “—”

	ahead bool // see statement
}

// Value gives the exact value as a decimal, "" for “—”.
func (a *Answer) Value() string {
	switch {
	case a.None:
		return ""
	case a.Shape == Percent:
		return Percentage(a.Num, a.Den)
	}
	return fmt.Sprint(a.Num)
}

// Number gives the value as tables show it, without the unit.
func (a *Answer) Number() string {
	switch {
	case a.None:
		return "—"
	case a.Shape == Percent:
		return Percentage(a.Num, a.Den)
	}
	return grouped(a.Num)
}

// Text gives the value with its unit.
func (a *Answer) Text() string {
	if a.None {
		return "—"
	}
	return a.Number() + a.Unit
}

// Words gives the value as a document says it, without the unit except %.
func (a *Answer) Words() string {
	switch {
	case a.None:
		return "—"
	case a.Shape == Percent:
		return Percentage(a.Num, a.Den) + "%"
	}
	return a.Style.Words(a.Num)
}

// Out says a ratio in words: 78 家中 74 家.
func (a *Answer) Out() string {
	if !a.Ratio() {
		return ""
	}
	return fmt.Sprintf("%s %s中 %s %s", grouped(a.Den), a.Counted(), grouped(a.Num), a.Counted())
}
