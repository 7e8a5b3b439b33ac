package auth

import (
	"strings"
	"testing"
	"time"

	"sanshe/internal/record"
	"sanshe/internal/store"
)

// The vectors of RFC 6238, appendix B, in their last six digits.
func TestTOTPVectors(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got := totp(secret, at/30); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
	// Those of RFC 4226, appendix D, count from zero.
	for n, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := totp(secret, int64(n)); got != want {
			t.Errorf("count %d: %s, want %s", n, got, want)
		}
	}
}

// Clocks may be a step apart, and no more.
func TestTOTPSkew(t *testing.T) {
	secret, now := newTOTP(), time.Unix(1_800_000_015, 0)
	for apart, want := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		step := now.Unix()/30 + apart
		if got, ok := totpMatch(secret, totp(secret, step), now); ok != want || ok && got != step {
			t.Errorf("%d steps apart: %v, step %d of %d", apart, ok, got, step)
		}
	}
	if _, ok := totpMatch(secret, "", now); ok {
		t.Error("no code is a code")
	}
}

func FuzzDigits(f *testing.F) {
	for _, s := range []string{"123456", " 123 456 ", "１２３４５６", "12345", "1234567", "", "12345a", "-12345", "١٢٣٤٥٦"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if code := digits(s); code != "" && (len(code) != 6 || strings.Trim(code, "0123456789") != "") {
			t.Errorf("%q reads as %q", s, code)
		}
	})
}

func TestDigits(t *testing.T) {
	for typed, want := range map[string]string{" 123 456 ": "123456", "１２３４５６": "123456", "12345": "", "12345a": "", "1234567": ""} {
		if got := digits(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// Whatever a cookie holds, it passes for no browser but one that it was given to.
func FuzzDevice(f *testing.F) {
	keys, err := store.NewKeyring()
	if err != nil {
		f.Fatal(err)
	}
	given := "ABC." + deviceMark(keys, "zhang", "ABC")
	for _, s := range []string{given, "", ".", "ABC.", "." + deviceMark(keys, "zhang", ""), "ABC." + deviceMark(keys, "li", "ABC"), given + "."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if (deviceOf(keys, "zhang", s) != "") != (s == given) {
			t.Errorf("%q passes: %v", s, s != given)
		}
	})
}

// Whatever a column of scopes holds, what is read of it is written the same again,
// and nothing is read that was not there.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"read write", "", "  read\tread ", "everything", "re\x00ad"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var once, twice words[record.Scope]
		if once.Scan(s) != nil || twice.Scan([]byte(once.String())) != nil || once.String() != twice.String() {
			t.Errorf("%q reads as %q, then as %q", s, once, twice)
		}
		l := record.Limits{Scopes: once}
		for _, scope := range record.Scopes {
			if l.Allows(scope, "need") && !strings.Contains(s, string(scope)) {
				t.Errorf("%q allows %s", s, scope)
			}
		}
	})
}
