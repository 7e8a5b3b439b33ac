package db_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sanshe/internal/db"
	"sanshe/internal/dbtest"
)

var schema = fstest.MapFS{"0001_test.sql": {Data: []byte(`-- what these tests write
CREATE TABLE unit (id BIGINT PRIMARY KEY, area TEXT NOT NULL, name TEXT NOT NULL);
CREATE UNIQUE INDEX unit_name ON unit (area, name);
CREATE UNIQUE INDEX unit_lower ON unit (lower(name)) WHERE area = 'b';
CREATE TABLE person (id BIGINT PRIMARY KEY, unit BIGINT NOT NULL REFERENCES unit (id) ON DELETE RESTRICT,
	friend BIGINT REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED);
`)}}

var bg = context.Background()

func each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	dbtest.Each(t, fn, dbtest.WithSchema(schema))
}

func insert(d *db.DB, id int) error {
	return d.Write(bg, func(tx *db.Tx) error { return insertTx(tx, id) })
}

func insertTx(tx *db.Tx, id int) error {
	_, err := tx.Exec(bg, "INSERT INTO unit (id, area, name) VALUES (?, '510522', ?)", id, fmt.Sprint("社", id))
	return err
}

func ids(t *testing.T, q db.Queryer) (ids []int) {
	t.Helper()
	rows, err := q.Query(bg, "SELECT id FROM unit ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return ids
}

func want(t *testing.T, d *db.DB, expected ...int) {
	t.Helper()
	if got := ids(t, d); !slices.Equal(got, expected) {
		t.Errorf("rows %v, want %v", got, expected)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRebind(t *testing.T) {
	for query, expected := range map[string]string{
		`SELECT 1`:                    `SELECT 1`,
		`a = ? AND b = ?`:             `a = $1 AND b = $2`,
		`'?' = ? AND "a?" = ?`:        `'?' = $1 AND "a?" = $2`,
		`'it''s ?' || ?`:              `'it''s ?' || $1`,
		"a = ? -- don't?\nAND b = ?":  "a = $1 -- don't?\nAND b = $2",
		`a /* why? don't */ = ?`:      `a /* why? don't */ = $1`,
		`a = ? AND '?`:                `a = $1 AND '?`,
		`? ? ? ? ? ? ? ? ? ? ?`:       `$1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11`,
		`名 = '社区？' AND 称 = ? -- 完？ ?`: `名 = '社区？' AND 称 = $1 -- 完？ ?`,
	} {
		if got := db.Rebind(db.Postgres, query); got != expected {
			t.Errorf("%s became %s, want %s", query, got, expected)
		}
		if got := db.Rebind(db.SQLite, query); got != query {
			t.Errorf("%s became %s on SQLite", query, got)
		}
	}
}

func TestQueries(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		must(t, d.Ping(bg))
		must(t, insert(d, 1))
		var name string
		must(t, d.QueryRow(bg, "SELECT name FROM unit WHERE id = ? AND '?' = '?'", 1).Scan(&name))
		if name != "社1" {
			t.Error(name)
		}
		err := d.QueryRow(bg, "SELECT name FROM unit WHERE id = ?", 2).Scan(&name)
		if !errors.Is(err, sql.ErrNoRows) {
			t.Error(err)
		}
		if _, err := d.Query(bg, "SELECT nothing FROM unit"); err == nil {
			t.Error("a column that is not there")
		}
		if (d.Path() != "") != (d.Engine() == db.SQLite) {
			t.Error(d.Path())
		}
	})
}

// Nothing can be written but by Write.
func TestReadOnly(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		const statement = "INSERT INTO unit (id, area, name) VALUES (1, '', '') RETURNING id"
		var id int
		if err := d.QueryRow(bg, statement).Scan(&id); err == nil {
			t.Error("the read pool wrote")
		}
		err := d.Snapshot(bg, func(q db.Queryer) error { return q.QueryRow(bg, statement).Scan(&id) })
		if err == nil {
			t.Error("a snapshot wrote")
		}
		want(t, d)
	})
}

func TestSnapshot(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		must(t, insert(d, 1))
		must(t, d.Snapshot(bg, func(q db.Queryer) error {
			before := ids(t, q)
			must(t, insert(d, 2))
			if after := ids(t, q); !slices.Equal(before, after) {
				t.Errorf("a snapshot changed from %v to %v", before, after)
			}
			return nil
		}))
		want(t, d, 1, 2)
	})
}

// What PostgreSQL refuses is found on SQLite too.
func TestOneStatementAtATime(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		must(t, insert(d, 1))
		var leaked *sql.Rows
		err := d.Write(bg, func(tx *db.Tx) (err error) {
			if leaked, err = tx.Query(bg, "SELECT id FROM unit"); err != nil {
				return err
			}
			return insertTx(tx, 2)
		})
		if err == nil || !strings.Contains(err.Error(), "close the rows") {
			t.Error(err)
		}
		if leaked.Next() {
			t.Error("the rows outlive the transaction")
		}
		want(t, d, 1)
	})
}

func TestCount(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx, counter := db.Count(bg)
		var n int
		must(t, d.QueryRow(ctx, "SELECT 1").Scan(&n))
		must(t, d.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, "DELETE FROM unit")
			return err
		}))
		must(t, d.Snapshot(ctx, func(q db.Queryer) error { return q.QueryRow(ctx, "SELECT 2").Scan(&n) }))
		if got := counter.Statements(); counter.N() != 3 || !slices.Equal(got, []string{"SELECT 1", "DELETE FROM unit", "SELECT 2"}) {
			t.Error(got)
		}
	})
}

// Another process changes the schema under statements already prepared.
func TestSchemaChange(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		columns := func(q db.Queryer) int {
			rows, err := q.Query(bg, "SELECT * FROM unit")
			must(t, err)
			defer rows.Close()
			names, err := rows.Columns()
			must(t, err)
			return len(names)
		}
		read := func() (n, inside int) {
			n = columns(d)
			must(t, d.Write(bg, func(tx *db.Tx) error {
				inside = -1
				rows, err := tx.Query(bg, "SELECT * FROM unit")
				if err != nil {
					return err
				}
				defer rows.Close()
				names, err := rows.Columns()
				inside = len(names)
				return err
			}))
			return n, inside
		}
		if n, inside := read(); n != 3 || inside != 3 {
			t.Fatal(n, inside)
		}
		must(t, d.Write(bg, func(tx *db.Tx) error {
			_, err := tx.Exec(bg, "ALTER TABLE unit ADD COLUMN phone TEXT")
			return err
		}))
		if n, inside := read(); n != 4 || inside != 4 {
			t.Error(n, inside)
		}
	})
}

// More statements than are kept.
func TestManyStatements(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		must(t, d.Write(bg, func(tx *db.Tx) error {
			for i := range 3 * db.MaxStmts {
				var n int
				want := i % (2 * db.MaxStmts)
				if err := tx.QueryRow(bg, fmt.Sprintf("SELECT %d + ?", want), int64(0)).Scan(&n); err != nil || n != want {
					t.Fatal(i, n, err)
				}
			}
			return nil
		}))
		if d.Engine() == db.SQLite && d.KeptStmts() > db.MaxStmts {
			t.Error("kept", d.KeptStmts())
		}
	})
}
