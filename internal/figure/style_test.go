package figure_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"sanshe/internal/figure"
)

// The words of the county's report (dossier G22).
func TestWords(t *testing.T) {
	for _, c := range []struct {
		style figure.Style
		value int64
		want  string
	}{
		{figure.Style{Round: 1_000_000}, 986_500, "近100万"},
		{figure.Style{Round: 1_000_000}, 1_003_000, "逾100万"},
		{figure.Style{Round: 1_000_000}, 640_000, "64万"},
		{figure.Style{Round: 10_000}, 9870, "近1万"},
		{figure.Style{Round: 10_000}, 352_600, "逾35万"},
		{figure.Style{Round: 100, Word: "余"}, 104, "100余"},
		{figure.Style{Round: 100, Word: "余"}, 412, "400余"},
		{figure.Style{Round: 10, Word: "余"}, 83, "80余"},
		{figure.Style{Round: 100, Word: "余"}, 400, "400"},
		{figure.Style{Round: 1_000_000}, 1_000_000, "100万"},
		{figure.Style{Round: 100, Word: "余"}, 0, "0"},
		{figure.Style{Round: 100, Word: "余"}, 7, "7"},
		{figure.Style{}, 8184, "8184"},
		{figure.Style{Round: 10, Over: 103}, 83, "83"}, // 83 is more than 3 % above 80
		{figure.Style{Round: 1_000_000, Near: 99}, 986_500, "986500"},
	} {
		if got := c.style.Words(c.value); got != c.want {
			t.Errorf("%d as %+v: %s, want %s", c.value, c.style, got, c.want)
		}
	}
}

// A word is never more precise than the value, nor wrong about it: 近 stands
// before a round number above, 逾 and 余 at one below, both within the band;
// without a word the number is the value itself.
func TestWordsKeepToTheValue(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	said := map[string]int{}
	for range 20_000 {
		s := figure.Style{Round: []int64{1, 10, 100, 1000, 10_000, 1_000_000}[r.IntN(6)], Near: int64(r.IntN(2)) * 95, Over: int64(r.IntN(2)) * 105, Word: []string{"逾", "余"}[r.IntN(2)]}
		v := r.Int64N([]int64{100, 10_000, 3_000_000}[r.IntN(3)])
		if r.IntN(5) == 0 {
			v -= v % s.Round
		}
		if err := honest(s, v, s.Words(v), said); err != nil {
			t.Errorf("%d as %+v: %v", v, s, err)
		}
	}
	for _, word := range []string{"近", "逾", "余", ""} {
		if said[word] < 100 {
			t.Errorf("“%s” was said %d times", word, said[word])
		}
	}
	for v, lie := range map[int64]string{986_500: "近98万", 1_000_000: "逾100万", 1_003_000: "近100万", 640_000: "近100万", 983: "990"} {
		if honest(figure.Style{Round: 1_000_000}, v, lie, said) == nil {
			t.Errorf("%d passes for %s", v, lie)
		}
	}
}

// honest says what is wrong with words for a value.
func honest(s figure.Style, v int64, words string, said map[string]int) error {
	digits := strings.NewReplacer("近", "", "逾", "", "余", "").Replace(words)
	n, err := strconv.ParseInt(strings.Replace(digits, "万", "0000", 1), 10, 64)
	if err != nil {
		return err
	}
	word := ""
	for _, w := range []string{"近", "逾", "余"} {
		if strings.Contains(words, w) {
			word = w
		}
	}
	said[word]++
	near, over := s.Near, s.Over
	if near == 0 {
		near = 90
	}
	if over == 0 {
		over = 110
	}
	switch {
	case word == "" && n != v:
		return fmt.Errorf("%s is not the value", words)
	case word == "":
		return nil
	case n%s.Round != 0:
		return fmt.Errorf("%s is not round", words)
	case v%s.Round == 0:
		return fmt.Errorf("%s of a round value", words)
	case word == "近" && (v >= n || n-v >= s.Round || v*100 < n*near):
		return fmt.Errorf("%s is not near", words)
	case word != "近" && (v <= n || v-n >= s.Round || v*100 > n*over || n == 0):
		return fmt.Errorf("%s is not just above", words)
	}
	return nil
}

// A percentage is the multiple of 0.01 % that is nearest to the ratio, the
// upper one if two are.
func TestPercentage(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 20_000 {
		den := 1 + r.Int64N(1<<[]int{4, 10, 20, 62}[i%4])
		num := r.Int64N(den + 1)
		if i%5 == 0 { // exactly between two: k/20000 of a multiple of 20,000
			den = 20_000 * (1 + r.Int64N(50))
			num = den / 20_000 * (2*r.Int64N(10_000) + 1)
		}
		if got := figure.Percentage(num, den); !halfUp(got, num, den) {
			t.Fatalf("%d of %d: %s", num, den, got)
		}
	}
	for _, c := range []struct {
		num, den int64
		want     string
	}{{63, 78, "80.77"}, {74, 78, "94.87"}, {74, 242, "30.58"}, {62, 77, "80.52"}, {73, 77, "94.81"}, {10, 11, "90.91"}, {1, 1, "100.00"}, {0, 5, "0.00"}, {1, 20_000, "0.01"}, {1, 0, ""}} {
		if got := figure.Percentage(c.num, c.den); got != c.want || c.den != 0 && !halfUp(got, c.num, c.den) {
			t.Errorf("%d of %d: %s, want %s", c.num, c.den, got, c.want)
		}
	}
	if halfUp("80.76", 63, 78) || halfUp("80.78", 63, 78) || halfUp("0.00", 1, 20_000) || halfUp("80.8", 63, 78) {
		t.Error("the check lets wrong percentages pass")
	}
}

// halfUp reports whether text, in hundredths h of a percent, has
// 2h-1 <= 2·10000·num/den < 2h+1.
func halfUp(text string, num, den int64) bool {
	whole, part, _ := strings.Cut(text, ".")
	h, ok := new(big.Int).SetString(whole+part, 10)
	if !ok || len(part) != 2 {
		return false
	}
	twice := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(num), big.NewInt(20_000)), big.NewInt(den))
	h.Lsh(h, 1)
	low, high := new(big.Int).Sub(h, big.NewInt(1)), new(big.Int).Add(h, big.NewInt(1))
	return new(big.Rat).SetInt(low).Cmp(twice) <= 0 && twice.Cmp(new(big.Rat).SetInt(high)) < 0
}
