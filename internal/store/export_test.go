package store

import "context"

// ReindexAll makes the words of search again.
func (s *Store) ReindexAll(ctx context.Context) error { return s.reindexAll(ctx) }

// Tidy draws an image anew.
func Tidy(data []byte) ([]byte, string, error) { return tidy(data) }
