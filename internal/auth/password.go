package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"sanshe/internal/fault"
)

// A password (密码) has at least MinPassword characters of whatever kind, and at
// most MaxPassword.
const (
	MinPassword = 10
	MaxPassword = 200
)

//go:embed common.txt
var commonText string

func commonPasswords() map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(commonText) {
		m[word] = true
	}
	return m
}

// checkPassword says what is wrong with a new password. No mixture of letters,
// digits and signs is asked for: it makes passwords harder to remember rather
// than to guess.
func (a *Auth) checkPassword(h *holder, password string) error {
	text := ""
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		text = fmt.Sprintf("现在是 %d 个字符，至少要 %d 个；可以用几个不相干的词连起来", n, MinPassword)
	case n > MaxPassword:
		text = fmt.Sprintf("现在是 %d 个字符，最多 %d 个", n, MaxPassword)
	case a.common[plain(password)] || a.common[strings.TrimFunc(plain(password), notLetter)]:
		text = "这个密码太常见，一猜就中；请换一个"
	case onlyAdds(password, h.Login), onlyAdds(password, h.Name):
		text = "不能只用登录名或姓名加几个数字；请换一个"
	default:
		return nil
	}
	return fault.Fields(fault.Problem{Field: "password", Label: "新密码", Text: text})
}

// onlyAdds reports whether a password is a word with nothing added but digits and signs.
func onlyAdds(password, word string) bool {
	rest := strings.ReplaceAll(plain(password), plain(word), "")
	return rest != plain(password) && strings.IndexFunc(rest, unicode.IsLetter) < 0
}

func plain(s string) string    { return strings.ToLower(norm.NFKC.String(s)) }
func notLetter(r rune) bool    { return !unicode.IsLetter(r) }
func normal(s string) []byte   { return norm.NFKC.Bytes([]byte(s)) } // full width typed by mistake is the same password
func encode(raw []byte) string { return base64.RawStdEncoding.EncodeToString(raw) }

// argon is what argon2id is asked for; it is kept with each hash, so that it can
// be raised and old hashes are replaced at the next sign-in.
type argon struct {
	memory  uint32 // KiB
	passes  uint32
	threads uint8
}

// current follows OWASP's advice of 2023 for the least memory.
func current() argon { return argon{19 * 1024, 2, 1} }

// atOnce is how many passwords are hashed at the same time: each takes 19 MiB and
// a processor, and a flood of sign-ins must leave some for the others.
const atOnce = 2

// hasher hashes passwords, a few at a time.
type hasher struct {
	slots    chan struct{}
	patience time.Duration // how long one waits for a turn
}

func newHasher() *hasher { return &hasher{make(chan struct{}, atOnce), 5 * time.Second} }

// key derives size bytes from a password, when it is its turn.
func (h *hasher) key(ctx context.Context, p argon, password string, salt []byte, size int) ([]byte, error) {
	late := time.NewTimer(h.patience)
	defer late.Stop()
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
		return argon2.IDKey(normal(password), salt, p.passes, p.memory, p.threads, uint32(size)), nil
	case <-late.C:
		return nil, fault.Coded(fault.Unavailable, fault.CodeRate, "现在登录的人太多，请过几秒再试")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hash gives a password as a PHC string.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	p, salt := current(), make([]byte, 16)
	rand.Read(salt)
	key, err := h.key(ctx, p, password, salt, 32)
	if err != nil {
		return "", err
	}
	return phc(p, salt, key), nil
}

func phc(p argon, salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.passes, p.threads, encode(salt), encode(key))
}

// decoy is the hash of no password: what is compared for a login that does not
// exist, so that it takes the same time.
func decoy() string { return phc(current(), make([]byte, 16), make([]byte, 32)) }

// verify reports whether hash is that of password, and whether it should be
// replaced by one with the current parameters.
func (h *hasher) verify(ctx context.Context, hash, password string) (ok, old bool, err error) {
	p, salt, want, err := parsePHC(hash)
	if err != nil {
		return false, false, err
	}
	got, err := h.key(ctx, p, password, salt, len(want))
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, p != current(), err
}

func parsePHC(s string) (p argon, salt, key []byte, err error) {
	parts := strings.Split(s, "$") // "", argon2id, v=19, m=…,t=…,p=…, salt, key
	if len(parts) == 6 && parts[1] == "argon2id" && parts[2] == fmt.Sprintf("v=%d", argon2.Version) {
		_, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.threads)
		if err == nil {
			salt, err = base64.RawStdEncoding.DecodeString(parts[4])
		}
		if err == nil {
			key, err = base64.RawStdEncoding.DecodeString(parts[5])
		}
		// An empty key would equal that of any password; the bounds keep a damaged row from taking the machine.
		if err == nil && len(key) >= 16 && p.memory <= 1<<20 && 0 < p.passes && p.passes <= 100 && p.threads > 0 {
			return p, salt, key, nil
		}
	}
	return p, nil, nil, fault.New(fault.Internal, "账号的密码记录读不出来") // without the record: it is a secret
}
