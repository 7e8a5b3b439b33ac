package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"

	"modernc.org/sqlite"
)

// maxStmts bounds the prepared statements one SQLite connection keeps, as
// pgx's own cache does on PostgreSQL.
const maxStmts = 512

// openFile opens a pool of SQLite connections that keep their statements.
func openFile(dsn string, conns int) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(connector{c})
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return pool, nil
}

type connector struct{ driver.Connector }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{sqliteConn: inner.(sqliteConn), stmts: map[string]*stmt{}}, nil
}

// sqliteConn is what the driver's connection does; whatever the wrapper left
// out, database/sql would do more slowly or wrongly.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	sqlite.DBStatus
}

// conn prepares each statement once. The cache is here and not in sql.Stmt,
// which would prepare for a pool, and would have to be counted to be closed.
// SQLite itself prepares anew when the schema changes.
type conn struct {
	sqliteConn
	stmts map[string]*stmt
	clock int
}

type stmt struct {
	driver.Stmt
	used int
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if isPragma(query) {
		return c.sqliteConn.ExecContext(ctx, query, args)
	}
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.(driver.StmtExecContext).ExecContext(ctx, args)
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if isPragma(query) {
		return c.sqliteConn.QueryContext(ctx, query, args)
	}
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.(driver.StmtQueryContext).QueryContext(ctx, args)
}

func (c *conn) prepare(ctx context.Context, query string) (driver.Stmt, error) {
	c.clock++
	if s := c.stmts[query]; s != nil {
		s.used = c.clock
		return s.Stmt, nil
	}
	inner, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	if len(c.stmts) == maxStmts {
		c.evict()
	}
	c.stmts[query] = &stmt{inner, c.clock}
	return inner, nil
}

// evict drops the statement that was not used for longest. It is not in use:
// a connection runs one at a time.
func (c *conn) evict() {
	var oldest string
	least := c.clock
	for query, s := range c.stmts {
		if s.used < least {
			oldest, least = query, s.used
		}
	}
	c.stmts[oldest].Close()
	delete(c.stmts, oldest)
}

// Close finalizes the statements, without which SQLite keeps the file open.
func (c *conn) Close() error {
	for _, s := range c.stmts {
		s.Close()
	}
	return c.sqliteConn.Close()
}

// isPragma tells the statements not to keep: some act when they are prepared
// and not when they are run.
func isPragma(query string) bool {
	return len(query) >= 6 && strings.EqualFold(query[:6], "PRAGMA")
}
