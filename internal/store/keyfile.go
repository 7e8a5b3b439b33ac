package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"

	"sanshe/internal/fault"
)

// Keyring holds the keys that are never in the database: those that encrypt
// sealed fields and make them findable, one that hashes receipts, one that
// signs the audit. A file that was changed is read again, so that a server goes
// on while its keys are rotated.
type Keyring struct {
	path string // "" if the keys live in memory
	keys atomic.Pointer[keySet]
}

// keyFile is what the file says. Number, Old and Signed are there once keys
// have been rotated.
type keyFile struct {
	Note   string
	Number int    `json:",omitempty"` // of Seal and Index; the first is 1
	Seal   []byte // encrypts
	Index  []byte `json:",omitempty"` // finds what is sealed; the first key used Blind
	Blind  []byte // hashes receipts, which are kept as hashes only and so cannot be hashed anew
	Sign   []byte
	Old    []oldKey `json:",omitempty"`
	Signed [][]byte `json:",omitempty"` // public keys of signatures made before; never retired
	// After a loss: keys that are gone, and the number of the last change whose
	// head they signed, which is held to the chain of hashes alone.
	Lost     []int `json:",omitempty"`
	Unsigned int64 `json:",omitempty"`
}

// oldKey still opens what was sealed with it, until nothing is.
type oldKey struct {
	Number      int
	Seal, Index []byte
}

type keySet struct {
	file    keyFile
	stat    fs.FileInfo
	seals   map[int]cipher.AEAD
	indexes [][]byte // the one in use first
	sign    ed25519.PrivateKey
	publics []ed25519.PublicKey
}

// OpenKeyring reads the key file, or makes one (mode 0600) if there is none and
// make is set. Without its key file a county's sealed numbers cannot be read
// by anybody, so the file must be backed up apart from the database.
func OpenKeyring(path string, make bool) (*Keyring, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && make {
		if err := writeKeys(path, freshKeys()); err != nil {
			return nil, err
		}
	}
	k := &Keyring{path: path}
	if err := k.read(); err != nil {
		return nil, err
	}
	return k, nil
}

// NewKeyring makes keys that live only in memory, for tests.
func NewKeyring() (*Keyring, error) {
	set, err := newKeySet(freshKeys())
	k := &Keyring{}
	k.keys.Store(set)
	return k, err
}

func (k *Keyring) read() error {
	stat, err := os.Stat(k.path)
	var raw []byte
	if err == nil {
		raw, err = os.ReadFile(k.path)
	}
	if err != nil {
		return fault.Wrap(err, fault.Internal, "密钥文件 %s 读不出来：没有它，加密保存的号码谁也看不到；请从备份里放回", k.path)
	}
	if stat.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" { // where the bits say nothing
		return fault.New(fault.Refused, "密钥文件 %s 别人也能读（权限 %04o）；运行 chmod 600 %s 再启动，并查明有没有人读过", k.path, stat.Mode().Perm(), k.path)
	}
	var f keyFile
	if err := json.Unmarshal(raw, &f); err != nil {
		return fault.Wrap(err, fault.Internal, "密钥文件 %s 已损坏，请从备份里放回", k.path)
	}
	set, err := newKeySet(f)
	if err != nil {
		return err
	}
	set.stat = stat
	k.keys.Store(set)
	return nil
}

// refresh reads the file again if it is another than the one that was read. It
// costs a look at the file's date, and is done before every change.
func (k *Keyring) refresh() error {
	if k.path == "" {
		return nil
	}
	now, err := os.Stat(k.path)
	was := k.keys.Load().stat
	if err != nil || os.SameFile(now, was) && now.ModTime().Equal(was.ModTime()) && now.Size() == was.Size() {
		return nil // gone: those that were read still serve, and doctor says so
	}
	return k.read()
}

func freshKeys() keyFile {
	return keyFile{Note: "三社联动密钥：请与数据库分开备份，丢失后加密保存的号码无法恢复", Number: 1,
		Seal: fresh32(), Index: fresh32(), Blind: fresh32(), Sign: fresh32()}
}

func fresh32() []byte {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return b
}

// writeKeys puts the file in place whole, or not at all.
func writeKeys(path string, f keyFile) error {
	raw, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(path), "keys-*") // made 0600
	if err == nil {
		defer os.Remove(part.Name())
		_, err = part.Write(raw)
		err = errors.Join(err, part.Sync(), part.Close())
	}
	if err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		return fault.Wrap(err, fault.Internal, "密钥文件 %s 写不进去", path)
	}
	return nil
}

func newKeySet(f keyFile) (*keySet, error) {
	f.Number = max(f.Number, 1)
	if len(f.Index) == 0 { // as files were before rotation
		f.Index = f.Blind
	}
	s := &keySet{file: f, seals: map[int]cipher.AEAD{}}
	for _, o := range append([]oldKey{{f.Number, f.Seal, f.Index}}, f.Old...) {
		block, err := aes.NewCipher(o.Seal)
		if err != nil || len(o.Index) != 32 {
			return nil, errKeys()
		}
		if s.seals[o.Number], err = cipher.NewGCM(block); err != nil {
			return nil, err
		}
		s.indexes = append(s.indexes, o.Index)
	}
	if len(f.Blind) != 32 || len(f.Sign) != ed25519.SeedSize {
		return nil, errKeys()
	}
	s.sign = ed25519.NewKeyFromSeed(f.Sign)
	s.publics = append(s.publics, s.sign.Public().(ed25519.PublicKey))
	for _, p := range f.Signed {
		if len(p) != ed25519.PublicKeySize {
			return nil, errKeys()
		}
		s.publics = append(s.publics, p)
	}
	return s, nil
}

func errKeys() error {
	return fault.New(fault.Internal, "密钥文件不完整，请从备份里放回")
}

// Number gives the number of the key that seals now.
func (k *Keyring) Number() int { return k.keys.Load().file.Number }

// Retiring gives the numbers of keys that only open what they once sealed.
func (k *Keyring) Retiring() (numbers []int) {
	for _, o := range k.keys.Load().file.Old {
		numbers = append(numbers, o.Number)
	}
	return numbers
}

// add puts a new key in use and keeps the one before beside it.
func (k *Keyring) add() error {
	was := k.keys.Load()
	f := was.file
	f.Old = append([]oldKey{{f.Number, f.Seal, f.Index}}, f.Old...)
	f.Signed = append([][]byte{was.publics[0]}, f.Signed...)
	f.Number, f.Seal, f.Index, f.Sign = f.Number+1, fresh32(), fresh32(), fresh32()
	return k.put(f)
}

// Lose makes a new key file for a county whose own is gone for good. What was
// sealed with the keys up to a number stays sealed.
func Lose(path string, upto int, unsigned int64) error {
	f := freshKeys()
	f.Number, f.Unsigned = upto+1, unsigned
	for n := range upto {
		f.Lost = append(f.Lost, n+1)
	}
	return writeKeys(path, f)
}

// Find takes the keys of a file that was thought lost beside the key in use.
// Receipts given before the loss stay shut.
func (k *Keyring) Find(path string) error {
	found := &Keyring{path: path}
	if err := found.read(); err != nil {
		return err
	}
	was, f := found.keys.Load(), k.keys.Load().file
	for _, o := range append([]oldKey{{was.file.Number, was.file.Seal, was.file.Index}}, was.file.Old...) {
		if i := slices.Index(f.Lost, o.Number); i >= 0 {
			f.Lost, f.Old = slices.Delete(slices.Clone(f.Lost), i, i+1), append(f.Old, o)
		}
	}
	for _, p := range was.publics {
		f.Signed = append(f.Signed, p)
	}
	if len(f.Lost) == 0 {
		f.Unsigned = 0
	}
	return k.put(f)
}

// retire forgets the keys before the one in use.
func (k *Keyring) retire() error {
	f := k.keys.Load().file
	f.Old = nil
	return k.put(f)
}

func (k *Keyring) put(f keyFile) error {
	if k.path != "" {
		if err := writeKeys(k.path, f); err != nil {
			return err
		}
		return k.read()
	}
	set, err := newKeySet(f)
	if err == nil {
		k.keys.Store(set)
	}
	return err
}
