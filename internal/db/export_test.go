package db

// Rebind lets the tests see what PostgreSQL is given.
var Rebind = rebind

// MaxStmts is the most statements one SQLite connection keeps.
const MaxStmts = maxStmts

// KeptStmts counts the statements the writer's connection keeps.
func (d *DB) KeptStmts() (n int) {
	_ = d.writer.conn.Raw(func(inner any) error {
		n = len(inner.(*conn).stmts)
		return nil
	})
	return n
}
