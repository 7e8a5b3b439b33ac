package store

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"

	"sanshe/internal/db"
)

// The audit is chained: a head is a hash over every entry up to a sealed
// number, beginning with the head before it, and signed. Heads are also written
// outside the database, so that a database put back to an earlier state, or
// changed by somebody who can change it, is told apart.

// Head is a signed head of the audit chain.
type Head struct {
	Upto      int64 // sequence number
	Entries   int64 // since the head before
	Hash      string
	Signature string
	At        int64
}

func (h Head) String() string {
	return fmt.Sprintf("%d %d %s %s", h.Upto, h.At, h.Hash, h.Signature)
}

// SealAudit extends the chain over the entries that are sealed now. It gives
// nil if there is nothing new. Only one process should do this at a time; two
// would write the same head, of which the database keeps one.
func (s *Store) SealAudit(ctx context.Context) (*Head, error) {
	last, err := s.lastHead(ctx)
	if err != nil {
		return nil, err
	}
	upto, err := s.db.Sealed(ctx)
	if err != nil || upto <= last.Upto {
		return nil, err
	}
	h := sha256.New()
	h.Write([]byte(last.Hash))
	n, err := s.hashEntries(ctx, s.db, h, last.Upto, upto)
	if err != nil || n == 0 {
		return nil, err
	}
	head := &Head{Upto: upto, Entries: n, Hash: hex.EncodeToString(h.Sum(nil)), At: s.now().UnixMilli()}
	head.Signature = hex.EncodeToString(ed25519.Sign(s.keys.keys.Load().sign, []byte(head.Hash)))
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "INSERT INTO audit_head (upto, entries, hash, signature, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
			head.Upto, head.Entries, head.Hash, head.Signature, head.At)
		return err
	})
	return head, err
}

func (s *Store) lastHead(ctx context.Context) (h Head, err error) {
	err = s.db.QueryRow(ctx, "SELECT upto, entries, hash, signature, at FROM audit_head ORDER BY upto DESC LIMIT 1").Scan(&h.Upto, &h.Entries, &h.Hash, &h.Signature, &h.At)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return h, err
}

func (s *Store) hashEntries(ctx context.Context, q db.Queryer, h hash.Hash, after, upto int64) (n int64, err error) {
	rows, err := q.Query(ctx, "SELECT "+entryColumns+" FROM audit WHERE seq > ? AND seq <= ? ORDER BY seq, id", after, upto)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return 0, err
		}
		fmt.Fprintf(h, "%d|%d|%d|%d|%q|%q|%q|%q|%q|%q|%d|%q|%q|%q\n", e.ID, e.Seq, e.At, e.Account, e.Name, e.Unit, e.Via, e.From, e.Action, e.Register, e.Record, e.Area, e.Reason, e.Detail)
		n++
	}
	return n, rows.Err()
}

// verifyAudit recomputes the chain.
func (s *Store) verifyAudit(ctx context.Context, q db.Queryer, report func(string, ...any)) error {
	rows, err := q.Query(ctx, "SELECT upto, entries, hash, signature, at FROM audit_head ORDER BY upto")
	if err != nil {
		return err
	}
	var heads []Head
	for rows.Next() {
		var h Head
		if err := rows.Scan(&h.Upto, &h.Entries, &h.Hash, &h.Signature, &h.At); err != nil {
			return errors.Join(err, rows.Close())
		}
		heads = append(heads, h)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	prev := Head{}
	for _, h := range heads {
		sum := sha256.New()
		sum.Write([]byte(prev.Hash))
		n, err := s.hashEntries(ctx, q, sum, prev.Upto, h.Upto)
		if err != nil {
			return err
		}
		if got := hex.EncodeToString(sum.Sum(nil)); got != h.Hash || n != h.Entries {
			report("审计：序号 %d 至 %d 之间的记录被改过（应有 %d 条，现有 %d 条）", prev.Upto, h.Upto, h.Entries, n)
		}
		sig, err := hex.DecodeString(h.Signature)
		if h.Upto > s.keys.keys.Load().file.Unsigned && (err != nil || !s.keys.signed([]byte(h.Hash), sig)) {
			report("审计：序号 %d 的签名不对", h.Upto)
		}
		prev = h
	}
	return nil
}
