package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Time-based codes (动态验证码) are those of RFC 6238 as every authenticator makes
// them: SHA-1, six digits, a new one every thirty seconds. Clocks may be apart by
// one step.
const (
	totpStep = 30 * time.Second
	totpSkew = 1
)

// totp gives the code of a step.
func totp(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(step)))
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:])&0x7fffffff%1_000_000)
}

// totpMatch gives the step whose code somebody typed at a time.
func totpMatch(secret []byte, code string, at time.Time) (step int64, ok bool) {
	now := at.Unix() / int64(totpStep/time.Second)
	for n := now - totpSkew; n <= now+totpSkew; n++ {
		if subtle.ConstantTimeCompare([]byte(totp(secret, n)), []byte(code)) == 1 {
			step, ok = n, true
		}
	}
	return step, ok
}

var totpLetters = base32.StdEncoding.WithPadding(base32.NoPadding)

// newTOTP gives a secret as long as RFC 4226 recommends.
func newTOTP() []byte {
	b := make([]byte, 20)
	rand.Read(b)
	return b
}

// totpKey writes a secret for typing.
func totpKey(secret []byte) string {
	var groups []string
	for group := range slices.Chunk([]byte(totpLetters.EncodeToString(secret)), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, " ")
}

// totpAddress writes a secret for scanning.
func totpAddress(secret []byte, login string) string {
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + login,
		RawQuery: "secret=" + totpLetters.EncodeToString(secret) + "&issuer=" + url.QueryEscape(issuer)}
	return u.String()
}

// issuer is what authenticators show beside the code.
const issuer = "三社联动"

// digits reads a code however it was typed, "" if it is not six digits.
func digits(typed string) string {
	code := strings.Join(strings.Fields(norm.NFKC.String(typed)), "")
	if len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		return ""
	}
	return code
}
