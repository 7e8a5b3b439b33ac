package migration_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sanshe/internal/app"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/migration"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// catalog is what a database says of itself: tables to columns to types, and
// indexes to their definitions.
type catalog struct {
	columns map[string]map[string]string
	indexes map[string]string
}

const (
	sqliteColumns = `SELECT m.name, c.name, c.type || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN ' NOT NULL' ELSE '' END
		FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
	sqliteIndexes   = `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL`
	postgresColumns = `SELECT table_name, column_name, data_type || CASE WHEN is_nullable = 'NO' THEN ' NOT NULL' ELSE '' END
		FROM information_schema.columns WHERE table_schema = 'public'`
	postgresIndexes = `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'`
)

var space = regexp.MustCompile(`\s+`)

func read(t *testing.T, d *db.DB) catalog {
	t.Helper()
	columns, indexes := sqliteColumns, sqliteIndexes
	if d.Engine() == db.Postgres {
		columns, indexes = postgresColumns, postgresIndexes
	}
	c := catalog{map[string]map[string]string{}, map[string]string{}}
	rows(t, d, columns, func(scan func(...any) error) error {
		var table, name, kind string
		err := scan(&table, &name, &kind)
		if c.columns[table] == nil {
			c.columns[table] = map[string]string{}
		}
		// SQLite keeps an INTEGER key as the row's own number; it holds the same.
		c.columns[table][name] = strings.Replace(strings.ToUpper(kind), "INTEGER", "BIGINT", 1)
		return err
	})
	rows(t, d, indexes, func(scan func(...any) error) error {
		var name, text string
		err := scan(&name, &text)
		c.indexes[name] = space.ReplaceAllString(text, " ")
		return err
	})
	return c
}

func rows(t *testing.T, d *db.DB, query string, each func(scan func(...any) error) error) {
	t.Helper()
	list, err := d.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	for list.Next() {
		if err := each(list.Scan); err != nil {
			t.Fatal(err)
		}
	}
	if err := list.Err(); err != nil {
		t.Fatal(err)
	}
}

// differences says what the migrations made otherwise than the descriptions
// ask. An index more than asked is nobody's harm.
func differences(is, should catalog, registers []*record.Register) (out []string) {
	for _, r := range registers {
		for _, table := range []string{r.Name, r.Name + "_history"} {
			for name, kind := range should.columns[table] {
				if got := is.columns[table][name]; got != kind {
					out = append(out, fmt.Sprintf("%s.%s is %q, should be %q", table, name, got, kind))
				}
			}
			for name := range is.columns[table] {
				if should.columns[table][name] == "" {
					out = append(out, fmt.Sprintf("%s.%s is described nowhere", table, name))
				}
			}
		}
	}
	for name, text := range should.indexes {
		if got := is.indexes[name]; got != text {
			out = append(out, fmt.Sprintf("index %s is %q, should be %q", name, got, text))
		}
	}
	slices.Sort(out)
	return out
}

func exec(t *testing.T, d *db.DB, statements ...string) {
	t.Helper()
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		for _, s := range statements {
			if _, err := tx.Exec(context.Background(), s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// described gives the catalog of a database made from the descriptions alone.
func described(t *testing.T, e db.Engine, registers []*record.Register) catalog {
	t.Helper()
	var d *db.DB
	if e == db.Postgres {
		d = dbtest.Postgres(t)
	} else {
		d = dbtest.SQLite(t)
	}
	for _, r := range registers {
		var list []string
		for s := range strings.SplitSeq(store.DDL(r), ";\n") {
			if strings.TrimSpace(s) != "" {
				list = append(list, s)
			}
		}
		exec(t, d, list...)
	}
	return read(t, d)
}

// The migrations come to exactly what the descriptions of the registers ask.
func TestMigrationsComeToTheDescriptions(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		registers := app.Book().Registers
		for _, w := range differences(read(t, d), described(t, d.Engine(), registers), registers) {
			t.Error(w)
		}
	}, dbtest.WithSchema(migration.Files))
}

// The guard above notices what a migration may have left out or got wrong.
func TestDifferencesAreNoticed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		registers := app.Book().Registers
		should := described(t, d.Engine(), registers)
		exec(t, d, "ALTER TABLE need DROP COLUMN heads", "ALTER TABLE unit_history ADD COLUMN extra TEXT",
			"DROP INDEX need_state", "DROP INDEX person_key1", "CREATE INDEX person_key1 ON person (id_number_eq)")
		got := strings.Join(differences(read(t, d), should, registers), "\n")
		for _, want := range []string{`need.heads is "", should be "BIGINT NOT NULL"`, "unit_history.extra is described nowhere", `index need_state is ""`, "index person_key1 is \"CREATE INDEX"} {
			if !strings.Contains(got, want) {
				t.Errorf("not noticed: %s, in\n%s", want, got)
			}
		}
		if n := strings.Count(got, "\n"); n != 3 {
			t.Errorf("noticed %d things for 4:\n%s", n+1, got)
		}
	}, dbtest.WithSchema(migration.Files))
}

// A database already migrated has nothing pending, and running again changes
// nothing.
func TestMigrationsRunOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		before := read(t, d)
		done, err := d.Migrate(t.Context(), migration.Files)
		if err != nil || len(done) > 0 {
			t.Fatalf("ran again: %v, %v", done, err)
		}
		if after := read(t, d); fmt.Sprint(before) != fmt.Sprint(after) {
			t.Error("the second run changed the tables")
		}
	}, dbtest.WithSchema(migration.Files))
}
