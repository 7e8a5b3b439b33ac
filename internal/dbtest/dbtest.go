// Package dbtest gives tests real, empty databases of both engines: an SQLite
// file, and a database in a private PostgreSQL server that starts once per
// test process and goes with it.
package dbtest

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"sanshe/internal/db"
)

// Option changes what a test's database is like.
type Option func(*options)

type options struct{ schema fs.FS }

// WithSchema has the database migrated with files. They run once per process
// and engine; each test gets a copy of the outcome.
func WithSchema(files fs.FS) Option { return func(o *options) { o.schema = files } }

func apply(opts []Option) (o options) {
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

// Each runs fn on both engines, as subtests “sqlite” and “postgres”.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB), opts ...Option) {
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t, opts...)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t, opts...)) })
}

// EachTwice runs fn on both engines with one database opened twice, as by two
// programs.
func EachTwice(t *testing.T, fn func(t *testing.T, d, again *db.DB), opts ...Option) {
	t.Run("sqlite", func(t *testing.T) { path := sqliteFile(t, opts...); fn(t, open(t, path), open(t, path)) })
	t.Run("postgres", func(t *testing.T) { dsn := PostgresDSN(t, opts...); fn(t, open(t, dsn), open(t, dsn)) })
}

// SQLite gives a database in a file of t's own.
func SQLite(t testing.TB, opts ...Option) *db.DB {
	t.Helper()
	return open(t, sqliteFile(t, opts...))
}

func sqliteFile(t testing.TB, opts ...Option) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	if o := apply(opts); o.schema != nil {
		content, err := sqliteTemplates.get(o.schema, migratedFile)
		if err == nil {
			err = os.WriteFile(path, content, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// Postgres gives a database of t's own. Without PostgreSQL on the machine t is
// skipped, or fails if the variable SANSHE_REQUIRE names postgres.
func Postgres(t testing.TB, opts ...Option) *db.DB {
	t.Helper()
	return open(t, PostgresDSN(t, opts...))
}

func open(t testing.TB, dsn string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), db.Config{DSN: dsn})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// migratedFile gives the content of an SQLite file migrated with files.
func migratedFile(files fs.FS) ([]byte, error) {
	dir, err := os.MkdirTemp("", "sanshe-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "template.db")
	if err := migrate(path, files); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func migrate(dsn string, files fs.FS) error {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Config{DSN: dsn})
	if err != nil {
		return err
	}
	defer d.Close()
	_, err = d.Migrate(ctx, files)
	return err
}

// templates keeps one template per schema for the life of the process.
type templates[T any] struct {
	mu   sync.Mutex
	made map[[32]byte]T
}

var (
	sqliteTemplates   templates[[]byte]
	postgresTemplates templates[string]
)

func (c *templates[T]) get(files fs.FS, build func(fs.FS) (T, error)) (T, error) {
	var none T
	key, err := fingerprint(files)
	if err != nil {
		return none, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if made, ok := c.made[key]; ok {
		return made, nil
	}
	made, err := build(files)
	if err != nil {
		return none, err
	}
	if c.made == nil {
		c.made = map[[32]byte]T{}
	}
	c.made[key] = made
	return made, nil
}

// fingerprint tells schemas apart by what is in them.
func fingerprint(files fs.FS) (key [32]byte, err error) {
	sum := sha256.New()
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, name)
		inner := sha256.Sum256(content)
		sum.Write([]byte(name))
		sum.Write(inner[:])
		return err
	})
	return [32]byte(sum.Sum(nil)), err
}
