package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// machinery are the tables beside the registers that a copy takes along.
var machinery = []string{"audit", "audit_head", "passage", "task", "record_area", "link", "merge", "idempotency", "receipt", "provision",
	"attachment", "import_batch", "import_row", "import_map", "account", "role_grant", "identity", "factor", "recovery_code", "delegation", "glimpse", "session", "guise", "api_token", "sign_in_code"}

// CopyAll copies a county's rows from one migrated database into another that
// is empty, on either engine. Numbers of changes go on rising in the copy. The
// words of search are not copied; [New] makes them again.
func CopyAll(ctx context.Context, book *record.Book, from, to *db.DB) error {
	tables := append([]string{}, machinery...)
	for _, r := range book.Registers {
		tables = append(tables, r.Name, r.Name+"_history")
	}
	var n int
	if err := to.QueryRow(ctx, "SELECT count(*) FROM audit").Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return fault.New(fault.Conflict, "目标数据库里已有数据，恢复只能进空的数据库")
	}
	if err := to.Write(ctx, func(tx *db.Tx) error { // what a new county begins with gives way
		_, err := tx.Exec(ctx, "DELETE FROM provision")
		return err
	}); err != nil {
		return err
	}
	err := from.Snapshot(db.Patient(ctx), func(q db.Queryer) error { // the county may be at work: all tables as of one moment
		for _, t := range tables {
			if err := copyTable(ctx, t, q, to); err != nil {
				return fmt.Errorf("%s: %w", t, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return to.SkipTo(ctx, from)
}

// copySlice is how many rows one transaction of a copy writes.
const copySlice = 200

func copyTable(ctx context.Context, table string, from db.Queryer, to *db.DB) error {
	rows, err := from.Query(ctx, "SELECT * FROM "+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	insert := fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s)", table, strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1))
	var slice [][]any
	flush := func() error {
		if len(slice) == 0 {
			return nil
		}
		err := to.Write(ctx, func(tx *db.Tx) error {
			tx.Gather()
			for _, row := range slice {
				if err := tx.Insert(ctx, insert, row...); err != nil {
					return err
				}
			}
			return nil
		})
		slice = nil
		return err
	}
	for rows.Next() {
		values, dest := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		for i, v := range values {
			if b, ok := v.([]byte); ok {
				values[i] = string(b)
			}
		}
		if slice = append(slice, values); len(slice) == copySlice {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return flush()
}

// reindexOnce makes the words of search again, if a migration asked for it.
func (s *Store) reindexOnce(ctx context.Context) error {
	var asked int
	err := s.db.QueryRow(ctx, "SELECT count(*) FROM meta WHERE name = 'reindex'").Scan(&asked)
	if err != nil || asked == 0 {
		return err
	}
	if err := s.reindexAll(ctx); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { _, err := tx.Exec(ctx, "DELETE FROM meta WHERE name = 'reindex'"); return err })
}

// reindexAll makes the words in the order of ids, which is that of lists, whatever
// register they are of.
func (s *Store) reindexAll(ctx context.Context) error {
	clear := []string{"DELETE FROM search_doc"}
	if s.db.Engine() == db.SQLite {
		clear = append(clear, "INSERT INTO search (search) VALUES ('delete-all')")
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		for _, query := range clear {
			if _, err := tx.Exec(ctx, query); err != nil {
				return err
			}
		}
		return nil
	})
	var all []string
	for _, reg := range s.book.Registers {
		all = append(all, fmt.Sprintf("SELECT id, '%s' AS register FROM %s WHERE %s", reg.Name, reg.Name, live))
	}
	for last, more := int64(0), true; more && err == nil; {
		query := fmt.Sprintf("SELECT id, register FROM (%s) AS every WHERE id > %d ORDER BY id LIMIT %d", strings.Join(all, " UNION ALL "), last, copySlice)
		last, more, err = s.reindex(ctx, query)
	}
	return err
}

// reindex makes the words of the records a query names, and gives the last.
func (s *Store) reindex(ctx context.Context, query string) (last int64, more bool, err error) {
	rows, err := s.db.Query(ctx, query)
	if err != nil {
		return 0, false, err
	}
	defer rows.Close()
	ids, places := map[string][]string{}, map[int64]int{}
	for rows.Next() {
		var register string
		if err := rows.Scan(&last, &register); err != nil {
			return 0, false, err
		}
		places[last] = len(places)
		ids[register] = append(ids[register], strconv.FormatInt(last, 10))
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(places) == 0 {
		return 0, false, err
	}
	list := make([]record.Record, len(places))
	for register, of := range ids { // a query for each register of the few there are in a slice
		recs, err := (&Reader{s, s.db, nil}).load(ctx, s.book.Register(register), "id IN ("+strings.Join(of, ", ")+")", nil)
		if err != nil {
			return 0, false, err
		}
		for _, rec := range recs {
			list[places[record.BaseOf(rec).ID]] = rec
		}
	}
	return last, true, s.db.Write(ctx, func(d *db.Tx) error {
		tx := &Tx{store: s, ctx: ctx, db: d, actor: System("cli"), at: s.now()}
		for _, rec := range list {
			if rec == nil { // voided meanwhile
				continue
			}
			if err := tx.index(s.book.RegisterOf(rec), nil, rec); err != nil {
				return err
			}
		}
		return nil
	})
}
