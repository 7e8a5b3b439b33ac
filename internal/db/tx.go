package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
)

// Queryer runs SQL written with ? placeholders.
//
// Inside a Snapshot or a Write there is one connection: the rows of one query
// must be closed before the next statement.
type Queryer interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *Row
	Engine() Engine
}

// Row is the answer to QueryRow.
type Row struct {
	rows *sql.Rows
	err  error
	note func(error) error
}

// Scan reads the row, or gives sql.ErrNoRows. It must be called.
func (r *Row) Scan(dest ...any) error {
	if r.err != nil {
		return r.err
	}
	defer r.rows.Close()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return r.note(err)
		}
		return sql.ErrNoRows
	}
	if err := r.rows.Scan(dest...); err != nil {
		return err
	}
	return r.note(r.rows.Close())
}

var (
	errOver = errors.New("db: the transaction is over")
	errRows = errors.New("db: close the rows of the last query before the next statement")
	errExit = errors.New("db: the function ended its goroutine")
)

// session is a Queryer over one connection in one transaction.
type session struct {
	on interface {
		ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	}
	engine  Engine
	through bool      // run each statement to its end whatever becomes of its context
	rows    *sql.Rows // of the last query
	wrote   bool      // a statement ran that may have written, whether it went well or not
	failed  error     // the first refusal by the database, after which nothing more may run
	over    bool

	gathers bool
	pending []*gathered // rows that wait to be written, see Gather
}

// Engine gives the engine in use.
func (s *session) Engine() Engine { return s.engine }

// Query runs a statement that gives rows.
func (s *session) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := s.flush(ctx); err != nil {
		return nil, err
	}
	if err := s.ready(); err != nil {
		return nil, err
	}
	s.wrote = s.wrote || !strings.HasPrefix(query, "SELECT")
	rows, err := s.on.QueryContext(s.context(ctx, query), rebind(s.engine, query), args...)
	s.rows = rows
	return rows, s.note(err)
}

// QueryRow runs a statement that gives one row.
func (s *session) QueryRow(ctx context.Context, query string, args ...any) *Row {
	rows, err := s.Query(ctx, query, args...)
	return &Row{rows: rows, err: err, note: s.note}
}

func (s *session) context(ctx context.Context, query string) context.Context {
	count(ctx, query)
	if s.through {
		return context.WithoutCancel(ctx)
	}
	return ctx
}

// ready holds SQLite to what PostgreSQL demands: one statement at a time, and
// none after a failed one. On SQLite, which may have rolled back by itself, a
// later statement would commit on its own.
func (s *session) ready() error {
	switch {
	case s.over:
		return errOver
	case s.failed != nil:
		return s.failed
	case s.rows != nil:
		if _, err := s.rows.Columns(); err == nil { // closed rows have no columns
			return errRows
		}
	}
	return nil
}

func (s *session) note(err error) error {
	err = mapError(err)
	if s.failed == nil {
		s.failed = err
	}
	return err
}

func (s *session) close() {
	s.over = true
	if s.rows != nil {
		s.rows.Close()
	}
}

// Tx is a write transaction. A statement that fails ends it: those after it
// fail too, and Write gives the error even if fn does not.
type Tx struct {
	session
	seq     int64
	numbers *numbers       // SQLite
	last    []func() error // see InsertLast
}

// Exec runs a statement and gives the number of rows it changed.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := tx.flush(ctx); err != nil {
		return 0, err
	}
	return tx.exec(ctx, query, args...)
}

func (s *session) exec(ctx context.Context, query string, args ...any) (int64, error) {
	if err := s.ready(); err != nil {
		return 0, err
	}
	s.wrote = true
	result, err := s.on.ExecContext(s.context(ctx, query), rebind(s.engine, query), args...)
	if err != nil {
		return 0, s.note(err)
	}
	return result.RowsAffected()
}

// Lock makes every other write that locks the same key wait until this one is
// over, and then see what it did. On SQLite, where writes come one by one, there
// is nothing to do.
func (tx *Tx) Lock(ctx context.Context, key int64) error {
	if tx.engine != Postgres {
		return nil
	}
	_, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(?)`, key)
	return err
}

// Seq gives the change's sequence number, greater than that of every change
// sealed before. It is 0 if there is none to be had; the transaction has then
// failed.
func (tx *Tx) Seq() int64 {
	if tx.seq != 0 {
		return tx.seq
	}
	var err error
	if tx.engine == SQLite {
		tx.seq, err = tx.numbers.take(tx)
	} else {
		// The base lets numbers go on rising in a database restored into another cluster.
		err = tx.QueryRow(context.Background(), "SELECT pg_current_xact_id()::text::bigint + value FROM meta WHERE name = 'seq_base'").Scan(&tx.seq)
	}
	if err != nil {
		tx.note(err)
	}
	return tx.seq
}

// run gives fn's error, or that of a statement fn overlooked; a panic is an error.
func (tx *Tx) run(fn func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("db: panic in a write: %v\n%s", p, debug.Stack())
		}
		tx.close()
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.finish(); err != nil {
		return err
	}
	return tx.failed
}
