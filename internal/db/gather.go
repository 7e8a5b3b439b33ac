package db

import (
	"context"
	"strings"
)

// gatherRows is how many rows of one INSERT are written as one statement.
const gatherRows = 25

// gathered are the rows of an INSERT that wait.
type gathered struct {
	query string // of one row, ending in VALUES (…)
	rows  [][]any
}

// Gather has [Tx.Insert] keep rows until something else is asked of the
// database, and then write many with one statement. It is for those who write
// much; a row that is refused is then refused with its neighbours.
func (tx *Tx) Gather() { tx.gathers = true }

// Insert runs an INSERT of one row, written as … VALUES (?, …) and nothing after.
func (tx *Tx) Insert(ctx context.Context, query string, args ...any) error {
	if !tx.gathers {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}
	for _, g := range tx.pending {
		if g.query == query {
			g.rows = append(g.rows, args)
			return nil
		}
	}
	tx.pending = append(tx.pending, &gathered{query, [][]any{args}})
	return nil
}

// InsertLast is [Tx.Insert] for words of search, which nothing in the
// transaction reads: while rows are gathered they wait for the end. Statements
// of many rows open a savepoint, and at each of those FTS5 writes its words out.
func (tx *Tx) InsertLast(ctx context.Context, query string, args ...any) error {
	if !tx.gathers {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}
	tx.last = append(tx.last, func() error { _, err := tx.exec(ctx, query, args...); return err })
	return nil
}

// finish writes all that waits.
func (tx *Tx) finish() error {
	err := tx.flush(context.Background())
	for i := 0; i < len(tx.last) && err == nil; i++ {
		err = tx.last[i]()
	}
	return err
}

func (s *session) flush(ctx context.Context) error {
	list := s.pending
	s.pending = nil
	for _, g := range list {
		for len(g.rows) > 0 {
			n := min(len(g.rows), gatherRows)
			if err := s.insert(ctx, g.query, g.rows[:n]); err != nil {
				return err
			}
			g.rows = g.rows[n:]
		}
	}
	return nil
}

func (s *session) insert(ctx context.Context, query string, rows [][]any) error {
	one := query[strings.LastIndex(query, "VALUES ")+len("VALUES "):]
	args := make([]any, 0, len(rows)*len(rows[0]))
	for _, r := range rows {
		args = append(args, r...)
	}
	_, err := s.exec(ctx, query+strings.Repeat(", "+one, len(rows)-1), args...)
	return err
}
