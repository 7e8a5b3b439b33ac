package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Keyring holds the keys that are never in the database: one that encrypts
// sealed fields, one that makes them findable, one that signs the audit.
type Keyring struct {
	seal  cipher.AEAD
	blind []byte
	sign  ed25519.PrivateKey
}

type keyFile struct {
	Note              string
	Seal, Blind, Sign []byte
}

// OpenKeyring reads the key file, or makes one (mode 0600) if there is none and
// make is set. Without its key file a county's sealed numbers cannot be read
// by anybody, so the file must be backed up apart from the database.
func OpenKeyring(path string, make bool) (*Keyring, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) && make {
		return newKeyFile(path)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "密钥文件 %s 读不出来：没有它，加密保存的号码谁也看不到；请从备份里放回", path)
	}
	var f keyFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "密钥文件 %s 已损坏，请从备份里放回", path)
	}
	return newKeyring(f)
}

// NewKeyring makes keys that live only in memory, for tests.
func NewKeyring() (*Keyring, error) { return newKeyring(freshKeys()) }

func freshKeys() keyFile {
	f := keyFile{Note: "三社联动密钥：请与数据库分开备份，丢失后加密保存的号码无法恢复",
		Seal: make([]byte, 32), Blind: make([]byte, 32), Sign: make([]byte, ed25519.SeedSize)}
	for _, k := range [][]byte{f.Seal, f.Blind, f.Sign} {
		rand.Read(k) // never fails
	}
	return f
}

func newKeyFile(path string) (*Keyring, error) {
	f := freshKeys()
	raw, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return nil, err
	}
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "密钥文件 %s 写不进去", path)
	}
	_, err = out.Write(raw)
	if err := errors.Join(err, out.Sync(), out.Close()); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "密钥文件 %s 写不进去", path)
	}
	return newKeyring(f)
}

func newKeyring(f keyFile) (*Keyring, error) {
	block, err := aes.NewCipher(f.Seal)
	if err != nil || len(f.Blind) != 32 || len(f.Sign) != ed25519.SeedSize {
		return nil, fault.New(fault.Internal, "密钥文件不完整，请从备份里放回")
	}
	aead, err := cipher.NewGCM(block)
	return &Keyring{seal: aead, blind: f.Blind, sign: ed25519.NewKeyFromSeed(f.Sign)}, err
}

// Seal encrypts a value for one field of one record: moved to another row it
// does not open.
func (k *Keyring) Seal(register, field string, id int64, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	nonce := make([]byte, k.seal.NonceSize())
	rand.Read(nonce)
	return "1:" + base64.RawStdEncoding.EncodeToString(k.seal.Seal(nonce, nonce, []byte(value), place(register, field, id))), nil
}

// Open decrypts what Seal made.
func (k *Keyring) Open(register, field string, id int64, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	body, ok := strings.CutPrefix(sealed, "1:")
	raw, err := base64.RawStdEncoding.DecodeString(body)
	if !ok || err != nil || len(raw) < k.seal.NonceSize() {
		return "", fault.New(fault.Internal, "加密字段 %s.%s 的内容不完整", register, field)
	}
	n := k.seal.NonceSize()
	plain, err := k.seal.Open(nil, raw[:n], raw[n:], place(register, field, id))
	if err != nil {
		return "", fault.New(fault.Internal, "加密字段 %s.%s 打不开：密钥文件不是这个数据库的", register, field)
	}
	return string(plain), nil
}

func place(register, field string, id int64) []byte {
	return fmt.Appendf(nil, "%s|%s|%d", register, field, id)
}

// Blind gives a value's blind index: equal values have equal ones, and nothing
// else can be told from it.
func (k *Keyring) Blind(purpose, value string) string {
	if value == "" {
		return ""
	}
	h := hmac.New(sha256.New, k.blind)
	fmt.Fprintf(h, "%s|%s", purpose, value)
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:10])
}

// blind gives the values of f's blind columns. The purpose is the kind, not
// the field, so that one phone number is found in whatever register it is.
func (s *Store) blind(_ *record.Register, f *record.Field, value string) []any {
	out := []any{s.keys.Blind(f.Kind.Name(), value)}
	if f.Kind.Name() == "phone" {
		last := value
		if len(last) > 4 {
			last = last[len(last)-4:]
		}
		out = append(out, s.keys.Blind("phone_last4", last))
	}
	return out
}

func (s *Store) unseal(r *record.Register, f *record.Field, rec record.Record) error {
	p, ok := f.Ptr(rec).(*string)
	if !ok {
		return fault.New(fault.Internal, "加密字段 %s.%s 不是文字", r.Name, f.Name)
	}
	plain, err := s.keys.Open(r.Name, f.Name, record.BaseOf(rec).ID, *p)
	*p = plain
	return err
}
