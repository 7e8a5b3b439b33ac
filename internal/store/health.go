package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"sanshe/internal/record"
)

// Health is what a store knows of how it is doing, cheaply enough to ask daily.
type Health struct {
	Newest    record.Moment // audit entry
	Unsealed  record.Moment // oldest entry not yet in the chain; 0 for none
	Head      *Head         // nil for none
	Orphans   int           // open tasks whose record is gone, void or merged
	Unindexed int           // sealed values not found by their last four
	Years     map[int]bool  // whether the calendar knows this year and the next
	Batches   int           // imports left half done
}

// Health looks.
func (s *Store) Health(ctx context.Context) (*Health, error) {
	h := &Health{Years: map[int]bool{}}
	head, err := s.lastHead(ctx)
	if err != nil {
		return nil, err
	}
	if head.Upto > 0 {
		h.Head = &head
	}
	for _, ask := range []struct {
		query string
		into  any
	}{
		{"SELECT coalesce(max(at), 0) FROM audit", (*int64)(&h.Newest)},
		{fmt.Sprintf("SELECT coalesce(min(at), 0) FROM audit WHERE seq > %d", head.Upto), (*int64)(&h.Unsealed)},
		{"SELECT count(*) FROM import_batch WHERE state IN ('applying', 'undoing')", &h.Batches},
	} {
		if err := s.db.QueryRow(ctx, ask.query).Scan(ask.into); err != nil {
			return nil, err
		}
	}
	for _, reg := range s.book.Registers {
		n := 0
		err := s.db.QueryRow(ctx, fmt.Sprintf("SELECT count(*) FROM task k WHERE k.closed = 0 AND k.register = '%[1]s' AND NOT EXISTS (SELECT 1 FROM %[1]s t WHERE t.id = k.record AND t.voided = '' AND t.merged = 0)", reg.Name)).Scan(&n)
		if err != nil {
			return nil, err
		}
		h.Orphans += n
		for _, f := range reg.Fields {
			if !lastFour(f) {
				continue
			}
			if err := s.db.QueryRow(ctx, fmt.Sprintf("SELECT count(*) FROM %[1]s WHERE %[2]s <> '' AND %[2]s_eq <> '' AND %[2]s_last4 = ''", reg.Name, f.Name)).Scan(&n); err != nil {
				return nil, err
			}
			h.Unindexed += n
		}
	}
	days, err := s.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	for y := s.Today().Year(); y <= s.Today().Year()+1; y++ {
		h.Years[y] = days.Knows(y)
	}
	return h, nil
}

// HeadAt gives the head of the chain at a sequence number, nil if there is none.
func (s *Store) HeadAt(ctx context.Context, upto int64) (*Head, error) {
	var h Head
	err := s.db.QueryRow(ctx, "SELECT upto, entries, hash, signature, at FROM audit_head WHERE upto = ?", upto).Scan(&h.Upto, &h.Entries, &h.Hash, &h.Signature, &h.At)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &h, err
}
