package figure

import (
	"fmt"

	"sanshe/internal/clock"
	"sanshe/internal/record"
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
	case a.Shape == Money:
		return record.Fen(a.Num).Yuan()
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
	return a.Amount(a.Num)
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
	case a.Shape == Money && a.Num%yuan != 0:
		return record.Fen(a.Num).Yuan()
	case a.Shape == Money:
		return a.Style.Words(a.Num / yuan)
	}
	return a.Style.Words(a.Num)
}

// yuan is one, in fen.
const yuan = 100

// Amount writes a number of the figure’s as tables show it: what one record adds
// to it, or a part of it.
func (c *Contract) Amount(n int64) string {
	if c.Shape != Money {
		return grouped(n)
	}
	text := grouped(n / yuan)
	if n%yuan != 0 {
		text += fmt.Sprintf(".%02d", max(n%yuan, -(n%yuan)))
	}
	return text
}

// Out says a ratio in words: 78 家中 74 家.
func (a *Answer) Out() string {
	if !a.Ratio() {
		return ""
	}
	return fmt.Sprintf("%s %s中 %s %s", grouped(a.Den), a.Counted(), grouped(a.Num), a.Counted())
}
