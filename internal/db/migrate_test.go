package db_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/fault"
)

func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

const (
	one   = "-- 单位：第一张表\nCREATE TABLE a (id BIGINT PRIMARY KEY);\nINSERT INTO a (id) VALUES (1);\n"
	two   = "-- why\nALTER TABLE a ADD COLUMN name TEXT;\n-- sqlite:\nUPDATE a SET name = 'sqlite';\n-- end\n-- postgres:\nUPDATE a SET name = 'postgres';\n-- end\n"
	three = "-- why\nCREATE TABLE b (id BIGINT PRIMARY KEY, a BIGINT NOT NULL REFERENCES a (id) ON DELETE CASCADE);\nINSERT INTO b (id, a) VALUES (1, 1);\n"
)

func eachEmpty(t *testing.T, fn func(t *testing.T, d *db.DB)) { dbtest.Each(t, fn) }

func TestMigrate(t *testing.T) {
	eachEmpty(t, func(t *testing.T, d *db.DB) {
		all := files("area/0001_a.sql", one, "unit/0002_name.sql", two, "0003_b.sql", three, "readme.md", "x")
		first := files("0001_a.sql", strings.ReplaceAll(one, "\n", "\r\n"))
		applied, err := d.Migrate(bg, first)
		must(t, err)
		if !slices.Equal(applied, []string{"0001_a.sql"}) {
			t.Error(applied)
		}
		pending, err := d.Pending(bg, all)
		must(t, err)
		if rest := []string{"0002_name.sql", "0003_b.sql"}; !slices.Equal(pending, rest) {
			t.Error(pending)
		}
		applied, err = d.Migrate(bg, all)
		must(t, err)
		if !slices.Equal(applied, pending) {
			t.Error(applied)
		}
		applied, err = d.Migrate(bg, all)
		if len(applied) != 0 || err != nil {
			t.Error(applied, err)
		}
		var name string
		must(t, d.QueryRow(bg, "SELECT name FROM a").Scan(&name))
		if name != d.Engine().String() {
			t.Error("the block of", name)
		}
	})
}

func TestMigrateRefuses(t *testing.T) {
	eachEmpty(t, func(t *testing.T, d *db.DB) {
		_, err := d.Migrate(bg, files("0001_a.sql", one, "0002_name.sql", two))
		must(t, err)
		for name, c := range map[string]struct {
			files fstest.MapFS
			says  string
		}{
			"changed":       {files("0001_a.sql", one+"\n", "0002_name.sql", two), "0001_a.sql"},
			"newer":         {files("0001_a.sql", one), "数据库比程序新：迁移 0002_name.sql"},
			"gap":           {files("0001_a.sql", one, "0002_name.sql", two, "0004_b.sql", three), "0004_b.sql 的编号不连续：这里应是 0003"},
			"twice":         {files("0001_a.sql", one, "0002_name.sql", two, "0002_other.sql", three), "0002_other.sql 的编号不连续"},
			"no comment":    {files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", three[7:]), "0003_b.sql 的第一行"},
			"no reason":     {files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", "-- \n"+three), "0003_b.sql 的第一行"},
			"block first":   {files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", "-- sqlite:\n-- end\n"+three), "0003_b.sql 第 1 行"},
			"no end":        {files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", three+"-- sqlite:\n"), "0003_b.sql 的“-- sqlite:”"},
			"in each other": {files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", "-- x\n-- sqlite:\n-- postgres:\n-- end\n"), "0003_b.sql 第 3 行"},
			"end":           {files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", three+"-- end\n"), "0003_b.sql 第 4 行"},
			"name":          {files("0001_a.sql", one, "0002_name.sql", two, "3_b.sql", three), "3_b.sql 的文件名"},
			"bad SQL":       {files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", three+"CREATE TABLE;\n"), "0003_b.sql 没有做成"},
			"bad reference": {files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", three+"INSERT INTO b (id, a) VALUES (2, 9);\n"), "0003_b.sql 没有做成"},
		} {
			applied, err := d.Migrate(bg, c.files)
			if len(applied) != 0 || fault.As(err) == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v %v", name, applied, err)
			}
		}
		if _, err := d.Query(bg, "SELECT id FROM b"); err == nil {
			t.Error("a failed migration left something")
		}
	})
}

// Rebuilding a table, SQLite's way to change one, takes along nothing that
// refers to it.
func TestMigrateRebuild(t *testing.T) {
	d := dbtest.SQLite(t)
	rebuild := "-- why\nCREATE TABLE a2 (id BIGINT PRIMARY KEY, name TEXT NOT NULL);\nINSERT INTO a2 SELECT * FROM a;\nDROP TABLE a;\nALTER TABLE a2 RENAME TO a;\n"
	_, err := d.Migrate(bg, files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", three, "0004_a.sql", rebuild))
	must(t, err)
	var n int
	must(t, d.QueryRow(bg, "SELECT count(*) FROM a JOIN b ON b.a = a.id").Scan(&n))
	if n != 1 {
		t.Error(n)
	}
}

func TestMigrateAtOnce(t *testing.T) {
	eachEmpty(t, func(t *testing.T, d *db.DB) {
		var all sync.WaitGroup
		var mu sync.Mutex
		var applied []string
		for range 5 {
			all.Go(func() {
				names, err := d.Migrate(bg, files("0001_a.sql", one, "0002_name.sql", two, "0003_b.sql", three))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				applied = append(applied, names...)
				mu.Unlock()
			})
		}
		all.Wait()
		slices.Sort(applied)
		if !slices.Equal(applied, []string{"0001_a.sql", "0002_name.sql", "0003_b.sql"}) {
			t.Error(applied)
		}
	})
}
