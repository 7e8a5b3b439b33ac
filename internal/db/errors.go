package db

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"sanshe/internal/fault"
)

// UniqueError says that a record with the same key is there already.
type UniqueError struct {
	Table      string
	Columns    []string // none if SQLite's index is over an expression
	Constraint string   // the index; SQLite names it only if it is over an expression
	Cause      error
}

func (e *UniqueError) Error() string {
	return "db: not unique: " + e.Table + "(" + strings.Join(e.Columns, ", ") + ") " + e.Constraint
}

// Unwrap gives the driver's error.
func (e *UniqueError) Unwrap() error { return e.Cause }

// IsUnique reports whether err is a UniqueError.
func IsUnique(err error) bool {
	var e *UniqueError
	return errors.As(err, &e)
}

// ReferenceError says that a record refers to one that is not there, or that
// one still referred to cannot go.
type ReferenceError struct {
	Table, Constraint string // SQLite names neither
	Cause             error
}

func (e *ReferenceError) Error() string {
	return "db: broken reference: " + e.Table + " " + e.Constraint
}

// Unwrap gives the driver's error.
func (e *ReferenceError) Unwrap() error { return e.Cause }

// errBusy says that the database could not get to a request in time.
func errBusy(cause error) error {
	e := fault.Coded(fault.Unavailable, fault.CodeBusy, "现在忙，请稍后再试")
	e.Cause = cause
	return e
}

func errFull(cause error) error {
	e := fault.Coded(fault.Unavailable, fault.CodeFull, "数据库已满，这次没有存上；请管理员清理磁盘后再试")
	e.Cause = cause
	return e
}

func errAway(cause error) error {
	return fault.Wrap(cause, fault.Unavailable, "数据库暂时连不上，请稍后再试")
}

// mapError gives the engines' errors that a caller can do something about one
// meaning; the others stay as they are.
func mapError(err error) error {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	var connect *pgconn.ConnectError
	switch {
	case err == nil || fault.As(err) != nil:
		return err
	case errors.As(err, &lite):
		return mapSQLite(lite, err)
	case errors.As(err, &pg):
		return mapPostgres(pg, err)
	case errors.As(err, &connect):
		return errAway(err)
	}
	return err
}

func mapSQLite(e *sqlite.Error, err error) error {
	switch e.Code() & 0xff {
	case lib.SQLITE_FULL:
		return errFull(err)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return errBusy(err)
	case lib.SQLITE_CONSTRAINT:
		// By message: a RESTRICT comes with the code of a trigger.
		if strings.Contains(e.Error(), "FOREIGN KEY constraint failed") {
			return &ReferenceError{Cause: err}
		}
		// "constraint failed: UNIQUE constraint failed: t.a, t.b (2067)" or "…: index 'i' (2067)"
		if _, what, ok := strings.Cut(e.Error(), "UNIQUE constraint failed: "); ok {
			what, _, _ = strings.Cut(what, " (")
			if index, ok := strings.CutPrefix(what, "index "); ok {
				return &UniqueError{Constraint: strings.Trim(index, "'"), Cause: err}
			}
			u := &UniqueError{Cause: err}
			for column := range strings.SplitSeq(what, ", ") {
				table, column, _ := strings.Cut(column, ".")
				u.Table, u.Columns = table, append(u.Columns, column)
			}
			return u
		}
	}
	return err
}

func mapPostgres(e *pgconn.PgError, err error) error {
	switch e.Code {
	case "23505": // unique_violation; the detail says, in any language, …(a, b)=(…
		u := &UniqueError{Table: e.TableName, Constraint: e.ConstraintName, Cause: err}
		if before, _, ok := strings.Cut(e.Detail, ")=("); ok {
			_, columns, _ := strings.Cut(before, "(")
			u.Columns = strings.Split(columns, ", ")
		}
		return u
	case "23503", "23001": // foreign_key_violation, restrict_violation
		return &ReferenceError{Table: e.TableName, Constraint: e.ConstraintName, Cause: err}
	case "53100": // disk_full
		return errFull(err)
	case "40001", "40P01", "55P03", "57014": // serialization, deadlock, lock or statement timeout
		return errBusy(err)
	case "53300", "57P01", "57P02", "57P03": // too many connections, shutting down, starting up
		return errAway(err)
	}
	return err
}

// retryable reports whether the same transaction may succeed if run again.
func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") || stalePlan(err)
}

// stalePlan reports whether PostgreSQL refused a prepared statement because
// the schema changed; the driver prepares it anew next time.
func stalePlan(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "0A000" && pg.Routine == "RevalidateCachedQuery"
}
