package figure

import (
	"fmt"
	"math/big"
	"strings"
)

// Percentage writes num out of den with two decimals, half up, from integers
// that are not negative; "" if there is nothing to divide by.
func Percentage(num, den int64) string {
	if den == 0 {
		return ""
	}
	return new(big.Rat).Mul(big.NewRat(num, den), big.NewRat(100, 1)).FloatString(2)
}

// Style is how a number is rounded in a document (近、逾、余). The word is chosen
// from the exact value, which stays to be seen.
type Style struct {
	Round int64  // in units of the figure; 0 leaves the number as it is
	Near  int64  // from how many percent of the next round number 近 is said; 90 if 0
	Over  int64  // up to how many percent of the last one 逾 or 余 is said; 110 if 0
	Word  string // 逾 stands before, 余 after
}

// Words writes a value as a document says it. A value that lies far from every
// round number, or on one, is said exactly and without such a word.
func (s Style) Words(v int64) string {
	if s.Round <= 0 || v < 0 || v%s.Round == 0 {
		return plain(v)
	}
	near, over := s.Near, s.Over
	if near == 0 {
		near = 90
	}
	if over == 0 {
		over = 110
	}
	down := v / s.Round * s.Round
	up := down + s.Round
	switch {
	case up-v < v-down:
		if v*100 >= up*near {
			return "近" + plain(up)
		}
	case down > 0 && v*100 <= down*over:
		if s.Word == "余" {
			return plain(down) + "余"
		}
		return "逾" + plain(down)
	}
	return plain(v)
}

// plain writes a number as documents do: whole ten-thousands with 万.
func plain(v int64) string {
	if v >= 10_000 && v%10_000 == 0 {
		return fmt.Sprintf("%d万", v/10_000)
	}
	return fmt.Sprint(v)
}

// grouped writes a number with separators, for tables.
func grouped(v int64) string {
	s := fmt.Sprint(v)
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 && s[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return b.String()
}
