package db

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"sanshe/internal/fault"
)

const (
	writeConns = 16
	tries      = 6 // a write, and five times again
)

func openPostgres(ctx context.Context, c Config) (*DB, error) {
	config, err := pgx.ParseConfig(c.DSN)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "PostgreSQL 地址写得不对，应为 postgres://用户:密码@主机:5432/库名")
	}
	set(config, "application_name", "sanshe")
	set(config, "timezone", "UTC")
	set(config, "statement_timeout", "30s") // an import's slice takes a while
	set(config, "lock_timeout", "5s")
	set(config, "idle_in_transaction_session_timeout", "60s")
	reading := config.Copy()
	reading.RuntimeParams["default_transaction_read_only"] = "on"
	if c.ReadConns == 0 {
		c.ReadConns = 16
	}
	d := &DB{engine: Postgres, read: openServer(reading, c.ReadConns), write: openServer(config, writeConns)}
	err = d.checkCollation(ctx)
	if err == nil {
		err = d.prepare(ctx)
	}
	if err != nil {
		d.Close()
		if fault.As(err) == nil {
			err = fault.Wrap(err, fault.Unavailable, "打不开 PostgreSQL 数据库：请检查地址、用户和权限")
		}
		return nil, err
	}
	return d, nil
}

// set sets a parameter that the address itself does not.
func set(c *pgx.ConnConfig, name, value string) {
	if _, ok := c.RuntimeParams[name]; !ok {
		c.RuntimeParams[name] = value
	}
}

func openServer(c *pgx.ConnConfig, conns int) *sql.DB {
	pool := stdlib.OpenDB(*c)
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return pool
}

// checkCollation refuses a database that does not order text by code point:
// division codes are searched as ranges.
func (d *DB) checkCollation(ctx context.Context) error {
	var name, collation, encoding, provider string
	err := d.QueryRow(ctx, `SELECT datname, datcollate, pg_encoding_to_char(encoding),
		coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') FROM pg_database d WHERE datname = current_database()`).
		Scan(&name, &collation, &encoding, &provider)
	if err != nil {
		return err
	}
	// Provider c is the C library; b is PostgreSQL's own, all of whose orders are by code point.
	if encoding == "UTF8" && (provider == "b" || provider == "c" && (collation == "C" || collation == "POSIX")) {
		return nil
	}
	return fault.New(fault.Invalid, "数据库 %s 的排序规则是 %s、编码是 %s，区划代码的范围查询会出错；请另建一个库："+
		"CREATE DATABASE sanshe TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'", name, collation, encoding)
}

func (d *DB) writePostgres(ctx context.Context, fn func(*Tx) error) error {
	for try := 1; ; try++ {
		err, again := d.attempt(ctx, fn)
		if !again || try == tries {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(try) * rand.N(10*time.Millisecond)):
		}
	}
}

// attempt runs fn in a transaction, and says whether to try again. The caller's
// context can end a statement but not the COMMIT: then nobody would know
// whether the change was made.
func (d *DB) attempt(ctx context.Context, fn func(*Tx) error) (err error, again bool) {
	conn, err := d.acquire(ctx)
	if err != nil {
		return err, false
	}
	defer conn.Close()
	t, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return mapError(err), false
	}
	defer t.Rollback()
	tx := &Tx{session: session{on: t, engine: Postgres}}
	if err := tx.run(fn); err != nil {
		return err, retryable(err) || retryable(tx.failed)
	}
	err = mapError(t.Commit())
	return err, retryable(err)
}

func (d *DB) acquire(ctx context.Context) (*sql.Conn, error) {
	d.waiting.Add(1)
	defer d.waiting.Add(-1)
	turn, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := d.write.Conn(turn)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil, errBusy(err)
	}
	return conn, mapError(err)
}
