package store

import "sanshe/internal/record"

// keyValues gives what a key compares in rec, and whether the key holds for it.
func (s *Store) keyValues(k *record.Key, rec record.Record) ([]any, bool) {
	var out []any
	for _, f := range k.Fields {
		v := s.keyValue(f, rec)
		if v == "" || v == int64(0) {
			return nil, false
		}
		out = append(out, v)
	}
	for _, f := range k.While {
		if !f.Empty(rec) {
			return nil, false
		}
	}
	return out, true
}

// addKey keeps the live records for which a key compares these values.
func (c *cond) addKey(reg *record.Register, k *record.Key, values []any) {
	c.parts = append(c.parts, "voided = ''", "merged = 0")
	for i, column := range keyColumns(k) {
		c.add(column+" = ?", values[i])
	}
	for _, w := range k.While {
		c.add(w.Name+" = ?", w.Kind.Arg(w.Value(reg.New())))
	}
}
