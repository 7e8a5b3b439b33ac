package dbtest_test

import (
	"context"
	"testing"
	"testing/fstest"

	"sanshe/internal/db"
	"sanshe/internal/dbtest"
)

var schema = fstest.MapFS{"0001_note.sql": {Data: []byte("-- notes, for the test\nCREATE TABLE note (id BIGINT PRIMARY KEY, text TEXT NOT NULL);\n")}}

// Each test has a database of its own, copied from one template.
func TestWithSchema(t *testing.T) {
	for _, name := range []string{"one", "other"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				ctx := context.Background()
				if pending, err := d.Pending(ctx, schema); err != nil || len(pending) != 0 {
					t.Fatal(pending, err)
				}
				err := d.Write(ctx, func(tx *db.Tx) error {
					_, err := tx.Exec(ctx, "INSERT INTO note (id, text) VALUES (1, ?)", name)
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				var n int
				if err := d.QueryRow(ctx, "SELECT count(*) FROM note").Scan(&n); err != nil || n != 1 {
					t.Fatal(n, err)
				}
			}, dbtest.WithSchema(schema))
		})
	}
}

func TestEach(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := d.Ping(context.Background()); err != nil {
			t.Fatal(err)
		}
	})
}
