package store

import (
	"context"
	"fmt"
	"strings"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// machinery are the tables beside the registers that a copy takes along.
var machinery = []string{"audit", "audit_head", "passage", "task", "record_area", "link", "merge", "idempotency", "receipt", "provision",
	"attachment", "import_batch", "import_row", "import_map", "account", "role_grant", "identity", "factor", "recovery_code", "session", "api_token", "sign_in_code"}

// CopyAll copies a county's rows from one migrated database into another that
// is empty, on either engine. Numbers of changes go on rising in the copy. The
// words of search are not copied; [Store.Reindex] makes them again.
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
	err := from.Snapshot(ctx, func(q db.Queryer) error { // the county may be at work: all tables as of one moment
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
			for _, row := range slice {
				if _, err := tx.Exec(ctx, insert, row...); err != nil {
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

// Reindex makes the words of search again, for every register.
func (s *Store) Reindex(ctx context.Context) error {
	all := &Reader{s, s.db, nil}
	for _, reg := range s.book.Registers {
		var last int64
		for {
			list, err := all.load(ctx, reg, fmt.Sprintf("id > %d ORDER BY id LIMIT %d", last, copySlice), nil)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				break
			}
			err = s.db.Write(ctx, func(d *db.Tx) error {
				tx := &Tx{store: s, ctx: ctx, db: d, actor: System("cli"), at: s.now()}
				for _, rec := range list {
					if err := tx.reindex(reg, rec); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			last = record.BaseOf(list[len(list)-1]).ID
		}
	}
	return nil
}

// reindex writes the words of a record anew.
func (tx *Tx) reindex(reg *record.Register, rec record.Record) error {
	id := record.BaseOf(rec).ID
	if tx.db.Engine() == db.SQLite {
		if _, err := tx.db.Exec(tx.ctx, "DELETE FROM search WHERE rowid = ?", id); err != nil {
			return err
		}
	}
	if _, err := tx.db.Exec(tx.ctx, "DELETE FROM search_doc WHERE record = ?", id); err != nil {
		return err
	}
	if b := record.BaseOf(rec); b.Voided != "" || b.Merged != 0 {
		return nil
	}
	return tx.index(reg, nil, rec)
}
