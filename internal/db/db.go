// Package db puts SQLite and PostgreSQL behind one small surface: statements
// with ? placeholders, consistent snapshots, write transactions that are
// durable when they return, sequence numbers of changes, migrations, backups.
//
// Schemas keep to TEXT and BIGINT, so that one statement does on both engines.
package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"sync/atomic"

	"sanshe/internal/fault"
)

// Engine is the database in use.
type Engine int

const (
	SQLite Engine = iota
	Postgres
)

func (e Engine) String() string { return [...]string{"sqlite", "postgres"}[e] }

// Config says which database to open.
type Config struct {
	DSN       string // a file path (SQLite) or a postgres:// URL
	ReadConns int    // connections of the read pool; 0 is 8 on SQLite, 16 on PostgreSQL
}

// DB is an open database; it is itself a Queryer over the read pool, where
// nothing can be written.
type DB struct {
	engine Engine
	path   string
	read   *sql.DB
	write  *sql.DB
	writer *writer // SQLite only

	waiting atomic.Int64 // writes waiting for a connection, PostgreSQL only
	mu      sync.Mutex   // guards closed, and writes.Add against writes.Wait
	closed  bool
	writes  sync.WaitGroup
}

// Open opens the database c names, making an SQLite file that is not there.
// It refuses a PostgreSQL database that does not compare text by code point.
func Open(ctx context.Context, c Config) (*DB, error) {
	switch {
	case c.DSN == "":
		return nil, fault.New(fault.Invalid, "没有指定数据库：请给出数据库文件路径，或 postgres:// 地址")
	case strings.HasPrefix(c.DSN, "postgres://"), strings.HasPrefix(c.DSN, "postgresql://"):
		return openPostgres(ctx, c)
	}
	return openSQLite(ctx, c)
}

// prepare makes the tables this package itself needs.
func (d *DB) prepare(ctx context.Context) error {
	seq := "seq"
	if d.engine == Postgres {
		seq = "seq_base"
	}
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := lockSchema(ctx, tx, d.engine); err != nil {
		return err
	}
	for _, statement := range []string{
		`CREATE TABLE IF NOT EXISTS meta (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS migration (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL,
			checksum TEXT NOT NULL, applied BIGINT NOT NULL)`,
		`INSERT INTO meta (name, value) VALUES ('` + seq + `', 0) ON CONFLICT DO NOTHING`,
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// Engine gives the engine in use.
func (d *DB) Engine() Engine { return d.engine }

// Path gives the file of an SQLite database, "" on PostgreSQL.
func (d *DB) Path() string { return d.path }

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	var one int
	return d.QueryRow(ctx, "SELECT 1").Scan(&one)
}

// Close waits for the writes under way, refuses new ones, and closes.
func (d *DB) Close() error {
	d.mu.Lock()
	already := d.closed
	d.closed = true
	d.mu.Unlock()
	if already {
		return nil
	}
	d.writes.Wait()
	err := d.read.Close()
	if d.writer != nil {
		d.writer.close()
	}
	return errors.Join(err, d.write.Close())
}

// Query runs a statement that only reads.
func (d *DB) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	count(ctx, query)
	rows, err := d.read.QueryContext(ctx, rebind(d.engine, query), args...)
	if stalePlan(err) { // the schema changed under a cached statement, which is now dropped
		rows, err = d.read.QueryContext(ctx, rebind(d.engine, query), args...)
	}
	return rows, mapError(err)
}

// QueryRow runs a statement that reads one row.
func (d *DB) QueryRow(ctx context.Context, query string, args ...any) *Row {
	rows, err := d.Query(ctx, query, args...)
	return &Row{rows: rows, err: err, note: mapError}
}

// Optimize has the database look again at samples of tables that have changed
// much, so that its plans fit. PostgreSQL comes to it by itself, but not before
// somebody asks: what it has never sampled it believes to hold one live row, and
// goes through all of it once for each row of another.
func (d *DB) Optimize(ctx context.Context) error {
	return d.Write(Bulk(ctx), func(tx *Tx) error {
		if d.engine == SQLite {
			_, err := tx.Exec(ctx, "PRAGMA optimize=0x10002") // of all tables, not those alone that this connection has read
			return err
		}
		var grown string
		err := tx.QueryRow(ctx, `SELECT coalesce(string_agg(quote_ident(relname), ', '), '') FROM pg_class
			WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 1.1 * greatest(relpages, 0) * current_setting('block_size')::int`).Scan(&grown)
		if err == nil && grown != "" {
			_, err = tx.Exec(ctx, "ANALYZE "+grown)
		}
		return err
	})
}

type patientKey struct{}

// Patient gives a context whose snapshots PostgreSQL lets read for as long as it
// takes: a copy of a whole county, states on a day gone by.
func Patient(ctx context.Context) context.Context { return context.WithValue(ctx, patientKey{}, true) }

// Snapshot runs fn against one consistent, read-only state of the database.
func (d *DB) Snapshot(ctx context.Context, fn func(q Queryer) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if d.engine == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.read.BeginTx(ctx, opts)
	if err != nil {
		return mapError(err)
	}
	defer tx.Rollback()
	if d.engine == Postgres && ctx.Value(patientKey{}) != nil {
		if _, err := tx.ExecContext(ctx, "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"); err != nil {
			return mapError(err)
		}
	}
	s := &session{on: tx, engine: d.engine}
	defer s.close()
	return fn(s)
}

// Write runs fn in a transaction and returns nil once that is durable. fn must
// be a pure function of the database, for it may run more than once, and may
// not call Write. It runs on the caller's goroutine. On SQLite ctx can end the
// wait for its turn, but nothing once fn has begun.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return fault.New(fault.Unavailable, "服务正在关闭，请稍后再试")
	}
	d.writes.Add(1)
	d.mu.Unlock()
	defer d.writes.Done()
	if d.writer != nil {
		return d.writer.write(ctx, fn)
	}
	return d.writePostgres(ctx, fn)
}

// WriterQueue gives how many writes wait for their turn.
func (d *DB) WriterQueue() int {
	if d.writer != nil {
		return len(d.writer.queue) + len(d.writer.bulk)
	}
	return int(d.waiting.Load())
}

// Sealed gives the highest sequence number at or below which nothing is still
// open: what was asked about such a number will be answered the same for ever.
func (d *DB) Sealed(ctx context.Context) (n int64, err error) {
	err = d.QueryRow(ctx, d.SealedQuery()).Scan(&n)
	return n, err
}

// SealedQuery is the query behind [DB.Sealed], for statements that ask more at once.
func (d *DB) SealedQuery() string {
	if d.engine == Postgres {
		return `SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 + value FROM meta WHERE name = 'seq_base'`
	}
	return `SELECT value FROM meta WHERE name = 'seq'`
}
