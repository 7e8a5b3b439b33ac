package db_test

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/fault"
)

func TestOpenRefuses(t *testing.T) {
	for _, dsn := range []string{"", "postgres://a:b:c", "postgres:///x?host=/nowhere", filepath.Join(t.TempDir(), "none", "x.db")} {
		if d, err := db.Open(bg, db.Config{DSN: dsn}); err == nil {
			d.Close()
			t.Errorf("opened %q", dsn)
		} else if fault.As(err) == nil {
			t.Errorf("%q: %v", dsn, err)
		}
	}
	text := filepath.Join(t.TempDir(), "text.db")
	must(t, os.WriteFile(text, []byte(strings.Repeat("no database\n", 100)), 0o600))
	if _, err := db.Open(bg, db.Config{DSN: text}); fault.KindOf(err) != fault.Unavailable {
		t.Error(err)
	}
}

func TestOpenRefusesCollation(t *testing.T) {
	dsn := dbtest.PostgresDSN(t)
	admin, err := sql.Open("pgx", dsn)
	must(t, err)
	defer admin.Close()
	for name, locale := range map[string]string{
		"other": "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
		"ascii": "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'",
		"icu":   "LOCALE_PROVIDER icu ICU_LOCALE 'zh' LC_COLLATE 'C' LC_CTYPE 'C'",
	} {
		_, err = admin.Exec("CREATE DATABASE " + name + " TEMPLATE template0 " + locale)
		must(t, err)
		u, err := url.Parse(dsn)
		must(t, err)
		u.Path = "/" + name
		d, err := db.Open(bg, db.Config{DSN: u.String()})
		if err == nil {
			d.Close()
		}
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "CREATE DATABASE sanshe TEMPLATE template0") {
			t.Errorf("%s: %v", name, err)
		}
		_, err = admin.Exec("DROP DATABASE " + name)
		must(t, err)
	}
}

// A path is only a path, whatever is in it.
func TestOddPath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "三社 50%?_pragma=x;#")
	must(t, os.Mkdir(dir, 0o700))
	path := filepath.Join(dir, "库.db")
	d, err := db.Open(bg, db.Config{DSN: path})
	must(t, err)
	defer d.Close()
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm() != 0o600 || d.Path() != path {
		t.Error(info.Mode(), d.Path())
	}
}
