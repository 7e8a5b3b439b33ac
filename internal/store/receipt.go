package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"errors"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/ident"
	"sanshe/internal/record"
)

// Receipt is what a resident holds in hand instead of an account: a code of ten
// characters to type (50 bits, tries are limited) and a link of 128 bits to
// scan. Both are kept only as keyed hashes.
type Receipt struct{ Code, Link string }

const receiptLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ9" // without 0 1 I L O; 9 twice keeps it at 32

func newReceipt() Receipt {
	raw := make([]byte, 26)
	rand.Read(raw)
	code := make([]byte, 10)
	for i := range code {
		code[i] = receiptLetters[raw[i]&31]
	}
	return Receipt{string(code), base64.RawURLEncoding.EncodeToString(raw[10:])}
}

// Submit makes a record for a resident without an account, and the receipt for
// it. Sent twice with one key it is made once; the receipt is given again.
func (s *Store) Submit(ctx context.Context, a *record.Actor, reg *record.Register, place string, in record.Input, key string) (Receipt, Result, error) {
	if !reg.Rights.PublicCreate {
		return Receipt{}, Result{}, fault.New(fault.Refused, "%s不能在这里提交", reg.Label)
	}
	out := newReceipt()
	res, err := s.Write(ctx, a, Key{key, []any{"submit", reg.Name, place, in}}, func(tx *Tx) (Result, error) {
		rec := reg.New()
		if st, ok := rec.(record.Starter); ok {
			st.Start(*a, tx.Today())
		}
		record.BaseOf(rec).Area = place
		if err := gather(tx.mayBegin(reg, in), tx.fill(reg, rec, in)); err != nil {
			return Result{}, err
		}
		if err := tx.create(reg, rec, "create", ""); err != nil {
			return Result{}, err
		}
		if err := tx.receipt(reg, rec, out); err != nil {
			return Result{}, err
		}
		sealed, err := s.keys.Seal("receipt", "receipt", record.BaseOf(rec).ID, out.Code+out.Link)
		if err != nil {
			return Result{}, err
		}
		r := result(rec)
		r.Extra = map[string]any{"receipt": sealed}
		return r, nil
	})
	if err != nil {
		return Receipt{}, Result{}, err
	}
	if res.Replayed {
		sealed, _ := res.Extra["receipt"].(string)
		plain, err := s.keys.Open("receipt", "receipt", res.ID, sealed)
		if err != nil || len(plain) < 10 || strings.HasPrefix(plain, record.Lost) {
			return Receipt{}, Result{}, errors.Join(err, fault.New(fault.Internal, "回执读不出来"))
		}
		out = Receipt{plain[:10], plain[10:]}
	}
	return out, res, nil
}

func (tx *Tx) receipt(reg *record.Register, rec record.Record, out Receipt) error {
	k := tx.store.keys
	_, err := tx.db.Exec(tx.ctx, "INSERT INTO receipt (code_hash, link_hash, register, record, at) VALUES (?, ?, ?, ?, ?)",
		k.Blind("receipt", out.Code), k.Blind("receipt", out.Link), reg.Name, record.BaseOf(rec).ID, tx.at.UnixMilli())
	return err
}

// NewReceipt makes a receipt for a record that staff entered for a resident.
func (s *Store) NewReceipt(ctx context.Context, a *record.Actor, reg *record.Register, id int64) (Receipt, error) {
	out := newReceipt()
	_, err := s.Write(ctx, a, Key{}, func(tx *Tx) (Result, error) {
		rec, err := tx.Mine().Get(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		if err := tx.receipt(reg, rec, out); err != nil {
			return Result{}, err
		}
		return Result{}, tx.audit("receipt", reg, rec, "", nil)
	})
	return out, err
}

// ByReceipt gives the record a receipt stands for. What of it may be shown is
// for the caller to keep to: fields that are Public, and its passages.
func (s *Store) ByReceipt(ctx context.Context, codeOrLink string) (*record.Register, record.Record, error) {
	text := strings.TrimSpace(ident.Narrow(codeOrLink)) // before its length is taken: full-width letters have three bytes
	if len(text) < 20 {
		text = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(text))
	}
	hash := s.keys.Blind("receipt", text)
	var register string
	var id int64
	err := s.db.QueryRow(ctx, "SELECT register, record FROM receipt WHERE code_hash = ? OR link_hash = ?", hash, hash).Scan(&register, &id)
	reg := s.book.Register(register)
	if errors.Is(err, sql.ErrNoRows) || err == nil && reg == nil {
		return nil, nil, fault.New(fault.NotFound, "没有这个查询码；请对照回执再输一次，共 10 位，没有 0、1、I、L、O")
	}
	if err != nil {
		return nil, nil, err
	}
	rec, err := (&Reader{s, s.db, nil}).Get(ctx, reg, id)
	return reg, rec, err
}

// SubmittedOn gives what residents submitted about a record, such as the
// opinion of a need: the first live record of reg whose reference ref is id,
// nil if there is none. What of it may be shown is for the caller to keep to.
func (s *Store) SubmittedOn(ctx context.Context, reg *record.Register, ref *record.Field, id int64) (record.Record, error) {
	if !reg.Rights.PublicCreate {
		return nil, fault.New(fault.Refused, "%s不在这里公开", reg.Label)
	}
	list, err := (&Reader{s, s.db, nil}).load(ctx, reg, ref.Name+" = ? AND voided = '' AND merged = 0 ORDER BY id LIMIT 1", []any{id})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}
