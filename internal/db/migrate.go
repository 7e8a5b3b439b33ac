package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
)

// migration is one file NNNN_name.sql.
type migration struct {
	number   int64
	name     string // of the file
	checksum string
	script   string // for this engine
}

// Migrate applies the migrations in files that the database has not had, each
// in its own transaction, and gives their names. Several processes may try at
// once.
func (d *DB) Migrate(ctx context.Context, files fs.FS) (applied []string, err error) {
	err = d.MigrateEach(ctx, files, func(name string) { applied = append(applied, name) })
	return applied, err
}

// MigrateEach is [DB.Migrate] that tells of each migration when it is done.
func (d *DB) MigrateEach(ctx context.Context, files fs.FS, done func(name string)) error {
	all, err := readMigrations(files, d.engine)
	if err != nil {
		return err
	}
	pool := d.write
	if d.engine == SQLite {
		// Rebuilding a table others refer to needs references unenforced, which
		// cannot be said inside a transaction; they are checked before its end.
		if pool, err = openFile(fileDSN(d.path, map[string]string{"_txlock": "immediate", "_foreign_keys": "0"}), 1); err != nil {
			return err
		}
		defer pool.Close()
	}
	for {
		name, err := d.applyNext(ctx, pool, all)
		if err != nil || name == "" {
			return err
		}
		done(name)
	}
}

// Pending gives the names of the migrations that Migrate would apply.
func (d *DB) Pending(ctx context.Context, files fs.FS) ([]string, error) {
	all, err := readMigrations(files, d.engine)
	if err != nil {
		return nil, err
	}
	rows, err := d.Query(ctx, appliedQuery)
	if err != nil {
		return nil, err
	}
	pending, err := pendingOf(all, rows)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, m := range pending {
		names = append(names, m.name)
	}
	return names, nil
}

// applyNext applies one migration, or gives "" if none is left.
func (d *DB) applyNext(ctx context.Context, pool *sql.DB, all []migration) (string, error) {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return "", mapError(err)
	}
	defer tx.Rollback()
	if err := lockSchema(ctx, tx, d.engine); err != nil {
		return "", mapError(err)
	}
	rows, err := tx.QueryContext(ctx, appliedQuery)
	if err != nil {
		return "", mapError(err)
	}
	pending, err := pendingOf(all, rows)
	if err != nil || len(pending) == 0 {
		return "", err
	}
	m := pending[0]
	if err := m.apply(ctx, tx, d.engine); err != nil {
		return "", fault.Wrap(mapError(err), fault.Internal, "迁移 %s 没有做成，数据库没有变动", m.name)
	}
	return m.name, nil
}

func (m migration) apply(ctx context.Context, tx *sql.Tx, e Engine) error {
	if _, err := tx.ExecContext(ctx, m.script); err != nil {
		return err
	}
	if e == SQLite {
		var table string
		err := tx.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
		if err != sql.ErrNoRows {
			return &ReferenceError{Table: table, Cause: err}
		}
	}
	_, err := tx.ExecContext(ctx, rebind(e, `INSERT INTO migration (number, name, checksum, applied) VALUES (?, ?, ?, ?)`),
		m.number, m.name, m.checksum, clock.System().Now().UnixMilli())
	if err != nil {
		return err
	}
	return tx.Commit()
}

// lockSchema makes those who would change the schema wait for one another. On
// SQLite they have already: such a transaction begins as the only writer.
func lockSchema(ctx context.Context, tx *sql.Tx, e Engine) error {
	if e == SQLite {
		return nil
	}
	_, err := tx.ExecContext(ctx, `SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s';
		SELECT pg_advisory_xact_lock(7365737368)`)
	return err
}

const appliedQuery = `SELECT number, name, checksum FROM migration ORDER BY number`

// pendingOf compares the migrations at hand with those the database has had,
// which must be the first of them.
func pendingOf(all []migration, rows *sql.Rows) ([]migration, error) {
	defer rows.Close()
	n := 0
	for ; rows.Next(); n++ {
		var had migration
		if err := rows.Scan(&had.number, &had.name, &had.checksum); err != nil {
			return nil, err
		}
		if n == len(all) {
			return nil, fault.New(fault.Conflict, "数据库比程序新：迁移 %s 不在本程序内，请换用新版程序", had.name)
		}
		if m := all[n]; had.number != m.number || had.checksum != m.checksum {
			return nil, fault.New(fault.Conflict, "迁移 %s 与数据库里做过的 %s 内容不同：做过的迁移不能再改，请恢复原文件，另写新的迁移", m.name, had.name)
		}
	}
	return all[n:], rows.Err()
}

var migrationName = regexp.MustCompile(`^(\d{4})_[a-z0-9_]+\.sql$`)

// readMigrations reads every NNNN_name.sql in whatever folder, in the order of
// their numbers, which run from 1 without gaps.
func readMigrations(files fs.FS, e Engine) ([]migration, error) {
	var all []migration
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".sql" {
			return err
		}
		parts := migrationName.FindStringSubmatch(path.Base(name))
		if parts == nil {
			return fault.New(fault.Invalid, "迁移 %s 的文件名不对：应如 0001_name.sql", name)
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		m := migration{name: path.Base(name)}
		m.number, _ = strconv.ParseInt(parts[1], 10, 64)
		text := strings.ReplaceAll(string(content), "\r\n", "\n") // as git may have it on Windows
		sum := sha256.Sum256([]byte(text))
		m.checksum = hex.EncodeToString(sum[:])
		if m.script, err = scriptFor(e, m.name, text); err != nil {
			return err
		}
		all = append(all, m)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b migration) int { return strings.Compare(a.name, b.name) })
	for i, m := range all {
		if want := int64(i + 1); m.number != want {
			return nil, fault.New(fault.Invalid, "迁移 %s 的编号不连续：这里应是 %04d", m.name, want)
		}
	}
	return all, nil
}

// scriptFor keeps of a migration what is meant for e: lines between
// "-- sqlite:" or "-- postgres:" and "-- end" are for that engine only.
func scriptFor(e Engine, name, text string) (string, error) {
	if why, ok := strings.CutPrefix(text, "-- "); !ok || strings.TrimSpace(strings.SplitN(why, "\n", 2)[0]) == "" {
		return "", fault.New(fault.Invalid, "迁移 %s 的第一行应是“-- ”开头的说明，写明为什么要改", name)
	}
	var kept []string
	block := ""
	for i, line := range strings.Split(text, "\n") {
		switch mark := strings.TrimSpace(line); mark {
		case "-- sqlite:", "-- postgres:":
			if block != "" || i == 0 {
				return "", fault.New(fault.Invalid, "迁移 %s 第 %d 行：上一段还没有“-- end”，或缺开头的说明", name, i+1)
			}
			block = strings.Trim(mark, "- :")
		case "-- end":
			if block == "" {
				return "", fault.New(fault.Invalid, "迁移 %s 第 %d 行：“-- end”前没有“-- sqlite:”或“-- postgres:”", name, i+1)
			}
			block = ""
		default:
			if block == "" || block == e.String() {
				kept = append(kept, line)
			}
		}
	}
	if block != "" {
		return "", fault.New(fault.Invalid, "迁移 %s 的“-- %s:”一段没有“-- end”", name, block)
	}
	script := strings.Join(kept, "\n")
	if e == SQLite { // only under this name is the key SQLite's own row number, and rows lie in its order
		script = strings.ReplaceAll(script, "BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY")
	}
	return script, nil
}
