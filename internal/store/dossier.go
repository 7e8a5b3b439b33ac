package store

import (
	"context"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// A dossier (案卷) is a record of a closed register with what belongs to it: a
// case with its notes. Whom it belongs to opens it, and for some hours what is
// personal in it is shown in full. The opening is in the audit before anything
// is shown.

// Guarded is implemented by records of closed registers that show nothing
// until somebody has said why they open them.
type Guarded interface{ Guarded(today clock.Date) bool }

// dossierOf gives the record that a record's dossier is kept under: the closed
// one it belongs to, or itself.
func (r *Reader) dossierOf(ctx context.Context, reg *record.Register, rec record.Record) (*record.Register, record.Record, error) {
	for _, f := range reg.Owners {
		target := r.store.book.Target(f)
		if ids := RefIDs(f, rec); target.Rights.Closed && len(ids) > 0 {
			above, err := (&Reader{r.store, r.q, nil}).Get(ctx, target, ids[0])
			return target, above, err
		}
	}
	return reg, rec, nil
}

// guard refuses a record of a guarded dossier that the actor has not opened.
func (r *Reader) guard(ctx context.Context, reg *record.Register, rec record.Record) error {
	if r.actor == nil || !reg.Rights.Closed {
		return nil
	}
	reg, rec, err := r.dossierOf(ctx, reg, rec)
	if err != nil {
		return err
	}
	if g, ok := rec.(Guarded); !ok || !g.Guarded(r.Today()) {
		return nil
	}
	until, err := r.openUntil(ctx, reg, rec)
	if err == nil && until == 0 {
		err = fault.Coded(fault.Refused, fault.CodeReason, "这是未成年人的案卷，写明为什么要看才能打开，打开会记录下来；不是您办的，需要时请联系负责的社工")
	}
	return err
}

// OpenUntil gives until when the actor has the dossier of a record open, 0 if
// they have not.
func (r *Reader) OpenUntil(ctx context.Context, reg *record.Register, rec record.Record) (record.Moment, error) {
	if r.actor == nil || !reg.Rights.Closed {
		return 0, nil
	}
	reg, rec, err := r.dossierOf(ctx, reg, rec)
	if err != nil {
		return 0, err
	}
	return r.openUntil(ctx, reg, rec)
}

// openUntil reads the audit: whoever made the record has it open as well.
func (r *Reader) openUntil(ctx context.Context, reg *record.Register, rec record.Record) (record.Moment, error) {
	b, now := record.BaseOf(rec), r.store.now()
	hours, err := r.store.Setting(ctx, "dossier.hours", b.Area, clock.DateOf(now))
	if err != nil {
		return 0, err
	}
	n, err := strconv.Atoi(hours.Value)
	if err != nil {
		return 0, err
	}
	span := time.Duration(n) * time.Hour
	var opened int64
	err = r.q.QueryRow(ctx, "SELECT coalesce(max(at), 0) FROM audit WHERE record = ? AND register = ? AND account = ? AND account <> 0 AND action IN ('open', 'create') AND at > ?",
		b.ID, reg.Name, r.actor.Account, now.Add(-span).UnixMilli()).Scan(&opened)
	if err != nil || opened == 0 {
		return 0, err
	}
	return record.Moment(opened + span.Milliseconds()), nil
}

// OpenDossier opens the dossier of a record for the hours of the setting
// dossier.hours, to whom it belongs; a guarded one with a reason.
func (s *Store) OpenDossier(ctx context.Context, a *record.Actor, reg *record.Register, id int64, reason string) error {
	if !reg.Rights.Closed {
		return fault.New(fault.NotFound, "%s不是保密的，不用打开案卷", reg.Label)
	}
	reason = strings.TrimSpace(reason)
	_, err := s.Write(ctx, a, Key{}, func(tx *Tx) (Result, error) {
		rec, err := tx.Mine().get(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		if err := s.mayReveal(a, reg, rec, true); err != nil {
			return Result{}, err
		}
		file, rec, err := tx.Mine().dossierOf(ctx, reg, rec)
		if err != nil {
			return Result{}, err
		}
		if g, ok := rec.(Guarded); ok && reason == "" && g.Guarded(tx.Today()) {
			return Result{}, fault.Fields(fault.Problem{Field: "reason", Label: "为什么要看", Text: "没有填；未成年人的案卷写明原因才能打开"})
		}
		return Result{}, tx.audit("open", file, rec, reason, nil)
	})
	return err
}

// closedNames lists the closed registers for a condition in SQL.
func (s *Store) closedNames() string {
	names := []string{"''"}
	for _, r := range s.book.Registers {
		if r.Rights.Closed {
			names = append(names, "'"+r.Name+"'")
		}
	}
	return strings.Join(names, ", ")
}
