package db

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"

	"sanshe/internal/fault"
)

// fileDSN gives the driver's name for a file, with what every connection must
// set for itself; settings overrule. The driver sorts pragmas, so that what may
// be overruled needs a key of its own.
func fileDSN(path string, settings map[string]string) string {
	q := url.Values{
		"_busy_timeout": {"10000"},
		"_foreign_keys": {"1"},
		"_synchronous":  {"FULL"},
		"_defensive":    {"1"}, // no statement may damage the file
		"_dqs":          {"0"}, // "x" is a name and never text, as on PostgreSQL
		"_pragma":       {"trusted_schema(0)", "cell_size_check(1)", "cache_size(-65536)"},
	}
	for key, value := range settings { // of one key the driver takes the first; of pragmas, all
		q[key] = append([]string{value}, q[key]...)
	}
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // a Windows drive
	}
	return (&url.URL{Scheme: "file", Path: p, RawQuery: q.Encode()}).String()
}

func openSQLite(ctx context.Context, c Config) (*DB, error) {
	path, err := filepath.Abs(c.DSN)
	if err != nil {
		return nil, err
	}
	d, err := openFiles(ctx, path, c.ReadConns)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "打不开数据库 %s：请检查路径、权限和磁盘", path)
	}
	return d, nil
}

func openFiles(ctx context.Context, path string, conns int) (*DB, error) {
	sqlite.StrictPragmas(true)
	// Without this, closing any other descriptor of the file anywhere in the
	// process drops SQLite's locks. Where the system has no such locks, the
	// usual ones serve.
	_, _ = sqlite.OFDLocking(true)
	if err := create(path); err != nil {
		return nil, err
	}
	if conns == 0 {
		conns = 4
	}
	read, err := openFile(fileDSN(path, map[string]string{"_query_only": "1"}), conns)
	if err != nil {
		return nil, err
	}
	write, err := openFile(fileDSN(path, map[string]string{"_txlock": "immediate", "_journal_mode": "WAL", "_pragma": "wal_autocheckpoint(0)"}), 1)
	if err != nil {
		return nil, err
	}
	d := &DB{engine: SQLite, path: path, read: read, write: write}
	if err = d.prepare(ctx); err == nil {
		d.writer, err = newWriter(ctx, d)
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// create makes a new file for its owner alone: SQLite would let everyone read
// it. The log takes the file's permissions.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}
