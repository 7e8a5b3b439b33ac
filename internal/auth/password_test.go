package auth

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"sanshe/internal/db"
	"sanshe/internal/fault"
)

func TestCheckPassword(t *testing.T) {
	a := &Auth{common: commonPasswords()}
	h := &holder{Account: Account{Login: "zhang.san01", Name: "张三"}}
	for password, ok := range map[string]bool{
		good:                      true,
		"一二三四五六七八九十":              true, // characters, not bytes
		"一二三四五六七八九":               false,
		"83610528374":             true, // no mixture is asked for
		"1234567890":              false,
		"１２３４５６７８９０":              false, // full width is the same
		"Password2026!":           false,
		"QWERTYUIOP":              false,
		"zhang.san01":             false,
		"Zhang.San01-2026":        false,
		"张三20260101":              false,
		"zhang.san01 and a goat":  true,
		strings.Repeat("很长", 100): true,
		strings.Repeat("很长", 101): false,
	} {
		err := a.checkPassword(h, password)
		if (err == nil) != ok {
			t.Errorf("%s: %v", password, err)
		}
		if err != nil && strings.Contains(err.Error(), password) {
			t.Errorf("the error quotes the password: %v", err)
		}
	}
}

func TestHash(t *testing.T) {
	ctx, h := t.Context(), newHasher()
	hash, err := h.hash(ctx, "pass word 12")
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(hash, err)
	}
	if again, _ := h.hash(ctx, "pass word 12"); again == hash {
		t.Error("two hashes share a salt")
	}
	for password, want := range map[string]bool{"pass word 12": true, "ｐass word 12": true, "pass word 13": false, "": false} {
		if ok, old, err := h.verify(ctx, hash, password); ok != want || old || err != nil {
			t.Errorf("%q: %v, %v, %v", password, ok, old, err)
		}
	}
	salt, key := []byte("0123456789abcdef"), make([]byte, 32)
	for _, damaged := range []string{"", "x", "$argon2id$v=19$m=19456,t=2,p=1$$", "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$" + encode(key),
		phc(argon{19456, 0, 1}, salt, key), phc(argon{1 << 30, 1, 1}, salt, key), phc(argon{19456, 2, 0}, salt, key), phc(current(), salt, nil)} {
		if ok, _, err := h.verify(ctx, damaged, ""); ok || !fault.Is(err, fault.Internal) {
			t.Errorf("%q: %v, %v", damaged, ok, err)
		}
	}
}

// A hash with older parameters is replaced when its password is next used.
func TestUpgrade(t *testing.T) {
	each(t, func(s *stage) {
		id := s.ready("zhang")
		weak, salt := argon{8 * 1024, 1, 1}, []byte("0123456789abcdef")
		key, err := s.hasher.key(s.ctx, weak, good, salt, 32)
		s.must(err)
		s.must(s.d.Write(s.ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(s.ctx, "UPDATE account SET password = ? WHERE id = ?", phc(weak, salt, key), id)
			return err
		}))
		_, err = s.enter("zhang", better)
		s.wants(fault.Invalid, err)
		stored := func() string {
			h, err := load(s.ctx, s.d, "id", id)
			s.must(err)
			return h.password
		}
		if stored() != phc(weak, salt, key) {
			t.Error("a wrong password changed the hash")
		}
		s.alive(s.signIn("zhang"))
		if p, _, _, err := parsePHC(stored()); err != nil || p != current() {
			t.Errorf("after signing in: %+v, %v", p, err)
		}
		s.alive(s.signIn("zhang"))
	})
}

// No more than atOnce passwords are hashed at the same time, and who waits too
// long, or leaves, is told.
func TestHashesAtOnce(t *testing.T) {
	h := newHasher()
	h.patience = 20 * time.Millisecond
	for range atOnce {
		h.slots <- struct{}{}
	}
	if _, err := h.hash(t.Context(), good); !fault.HasCode(err, fault.CodeRate) {
		t.Errorf("waiting too long: %v", err)
	}
	h.patience = time.Minute
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.hash(gone, good); !errors.Is(err, context.Canceled) {
		t.Errorf("leaving: %v", err)
	}
	done := make(chan error)
	go func() {
		_, err := h.hash(t.Context(), good)
		done <- err
	}()
	select {
	case <-done:
		t.Error("hashed beside those under way")
	case <-time.After(100 * time.Millisecond):
	}
	for range atOnce {
		<-h.slots
	}
	if err := <-done; err != nil {
		t.Error(err)
	}

	var all sync.WaitGroup
	for range 3 * atOnce {
		all.Go(func() {
			if _, err := h.hash(t.Context(), good); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(h.slots) != 0 {
		t.Error("a slot was not given back")
	}
}

func FuzzPHC(f *testing.F) {
	f.Add(decoy())
	f.Add("$argon2id$v=19$m=19456,t=2,p=1$AA$AA")
	f.Fuzz(func(t *testing.T, s string) {
		p, salt, key, err := parsePHC(s)
		if err != nil {
			return
		}
		q, salt2, key2, err := parsePHC(phc(p, salt, key))
		if err != nil || q != p || string(salt) != string(salt2) || string(key) != string(key2) {
			t.Errorf("%q does not survive being written again: %v", s, err)
		}
	})
}
