package store

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Seal encrypts a value for one field of one record: moved to another row it
// does not open.
func (k *Keyring) Seal(register, field string, id int64, value string) (string, error) {
	if sealed, lost := strings.CutPrefix(value, record.Lost); lost || value == "" {
		return sealed, nil
	}
	s := k.keys.Load()
	aead := s.seals[s.file.Number]
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	return s.prefix() + base64.RawStdEncoding.EncodeToString(aead.Seal(nonce, nonce, []byte(value), place(register, field, id))), nil
}

// prefix stands before what the key in use has sealed.
func (s *keySet) prefix() string { return strconv.Itoa(s.file.Number) + ":" }

// Open decrypts what Seal made.
func (k *Keyring) Open(register, field string, id int64, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	number, body, ok := strings.Cut(sealed, ":")
	n, err := strconv.Atoi(number)
	raw, err2 := base64.RawStdEncoding.DecodeString(body)
	if !ok || err != nil || err2 != nil {
		return "", fault.New(fault.Internal, "加密字段 %s.%s 的内容不完整", register, field)
	}
	aead := k.keys.Load().seals[n]
	if aead == nil { // sealed by another process with a key that is new
		if err := k.refresh(); err != nil {
			return "", err
		}
		aead = k.keys.Load().seals[n]
	}
	if aead == nil && slices.Contains(k.keys.Load().file.Lost, n) {
		return record.Lost + sealed, nil
	}
	if aead == nil {
		return "", fault.New(fault.Internal, "加密字段 %s.%s 是用第 %d 把密钥加密的，密钥文件里没有这一把；请放回含有它的密钥文件", register, field, n)
	}
	if len(raw) < aead.NonceSize() {
		return "", fault.New(fault.Internal, "加密字段 %s.%s 的内容不完整", register, field)
	}
	plain, err := aead.Open(nil, raw[:aead.NonceSize()], raw[aead.NonceSize():], place(register, field, id))
	if err != nil {
		return "", fault.New(fault.Internal, "加密字段 %s.%s 打不开：密钥文件不是这个数据库的", register, field)
	}
	return string(plain), nil
}

func place(register, field string, id int64) []byte {
	return []byte(register + "|" + field + "|" + strconv.FormatInt(id, 10))
}

// Blind hashes a value under a key that is not rotated: equal values have equal
// hashes, and nothing else can be told from them.
func (k *Keyring) Blind(purpose, value string) string {
	return blindWith(k.keys.Load().file.Blind, purpose, value)
}

// index gives the blind index of a sealed value.
func (k *Keyring) index(purpose, value string) string { return k.sought(purpose, value)[0] }

// sought gives every index a sealed value may stand under: that of the key in
// use, then those of keys being retired.
func (k *Keyring) sought(purpose, value string) (out []string) {
	for _, key := range k.keys.Load().indexes {
		out = append(out, blindWith(key, purpose, value))
	}
	return out
}

func blindWith(key []byte, purpose, value string) string {
	if value == "" || strings.HasPrefix(value, record.Lost) {
		return ""
	}
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "%s|%s", purpose, value)
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:10])
}

// signed reports whether one of this county's keys made a signature.
func (k *Keyring) signed(message, signature []byte) bool {
	return slices.ContainsFunc(k.keys.Load().publics, func(p ed25519.PublicKey) bool { return ed25519.Verify(p, message, signature) })
}
