package auth

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Guise says under which name a session acts or looks when it is not its own.
type Guise struct {
	Own     *record.Actor // whoever is signed in
	Name    string        // the account acted for or looked as
	Looking bool          // looks only
}

// Auditors says which roles may look as another account of their division does.
func Auditors(roles ...record.Role) Option { return func(a *Auth) { a.auditors = roles } }

// ActFor lets a session act under a delegation that its account has taken.
func (a *Auth) ActFor(ctx context.Context, s *Session, delegation int64) error {
	own := s.own()
	return a.write(ctx, own, func(tx *store.Tx) error {
		if err := s.inOwnName(); err != nil {
			return err
		}
		d, err := scanDelegation(tx.QueryRow(ctx, delegationQuery+" WHERE d.id = ? AND d.taker = ?", delegation, own.Account))
		if errors.Is(err, sql.ErrNoRows) {
			return fault.New(fault.NotFound, "没有这次代理，或者不是交给您的")
		}
		if err != nil {
			return err
		}
		if today := tx.Today(); d.From > today || d.To <= today {
			return fault.Coded(fault.Conflict, fault.CodeState, "这次代理从 %s 起、%s 前有效，今天不能用", d.From, d.To)
		}
		return a.putOn(ctx, tx, s, delegation, 0, "act_for", "", fmt.Sprintf("代 %s %d", d.GiverName, d.Giver))
	})
}

// LookAs lets an auditor’s session see what an account of the auditor’s division
// sees. Nothing can be changed, and every page is written down.
func (a *Auth) LookAs(ctx context.Context, s *Session, account int64, reason string) error {
	own := s.own()
	return a.surely(ctx, own, func(tx *store.Tx) error {
		if err := s.inOwnName(); err != nil {
			return err
		}
		if !own.Holds(a.auditors) {
			return fault.New(fault.Refused, "只有审计岗位能以别人的身份看；需要时请联系审计部门")
		}
		h, err := load(ctx, tx, "id", account)
		if err != nil {
			return err
		}
		switch {
		case !own.Within(h.Area):
			return errNoAccount()
		case account == own.Account || h.Disabled != 0:
			return fault.Fields(fault.Problem{Field: "account", Label: "账号", Text: "应是别人的、可用的账号"})
		case strings.TrimSpace(reason) == "":
			return fault.Fields(fault.Problem{Field: "reason", Label: "原因", Text: "没有填"})
		}
		return a.putOn(ctx, tx, s, 0, account, "look_as", reason, h.who())
	})
}

func (a *Auth) putOn(ctx context.Context, tx *store.Tx, s *Session, delegation, account int64, action, reason, detail string) error {
	_, err := tx.Exec(ctx, "DELETE FROM guise WHERE session = ? OR session NOT IN (SELECT id FROM session)", s.ID)
	if err == nil {
		_, err = tx.Exec(ctx, "INSERT INTO guise (session, delegation, account) VALUES (?, ?, ?)", s.ID, delegation, account)
	}
	if err != nil {
		return err
	}
	return tx.Entry(action, "account", reason, detail)
}

// OwnName gives a session its own name again.
func (a *Auth) OwnName(ctx context.Context, s *Session) error {
	return a.write(ctx, s.own(), func(tx *store.Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM guise WHERE session = ?", s.ID)
		if err != nil || n == 0 {
			return err
		}
		return tx.Entry("own_name", "account", "", "")
	})
}

// own gives whoever is signed in, whatever the session acts as.
func (s *Session) own() *record.Actor {
	if s.Guise != nil {
		return s.Guise.Own
	}
	return s.Actor
}

func (s *Session) inOwnName() error {
	if s.Guise != nil {
		return fault.New(fault.Refused, "现在不是本人身份，请先回到本人身份；需要时请联系本单位管理员")
	}
	return nil
}

// InOwnName gives the session as its account’s own.
func (s *Session) InOwnName() *Session {
	own := *s
	own.Actor, own.Guise = s.own(), nil
	return &own
}

// Guised sets the actor of a session to whom it acts for or looks as, if it
// does, and the delegation still holds. It reads everything anew, as
// [Auth.Session] does: what the giver lost a moment ago is gone.
func (a *Auth) Guised(ctx context.Context, s *Session) error {
	var delegation, account int64
	err := a.store.DB().QueryRow(ctx, "SELECT delegation, account FROM guise WHERE session = ?", s.ID).Scan(&delegation, &account)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	own, lent := s.Actor, record.Roles(nil)
	if delegation != 0 {
		today := string(a.store.Today())
		d, err := scanDelegation(a.store.DB().QueryRow(ctx, delegationQuery+" WHERE d.id = ? AND d.taker = ? AND d.from_day <= ? AND d.to_day > ?", delegation, own.Account, today, today))
		if errors.Is(err, sql.ErrNoRows) {
			return nil // it has ended: in one’s own name again
		}
		if err != nil {
			return err
		}
		account, lent = d.Giver, d.Roles
	} else if !own.Holds(a.auditors) {
		return nil
	}
	other, err := a.ActorOf(ctx, account)
	if fault.Is(err, fault.Refused) || fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if delegation == 0 && !own.Within(other.Area) {
		return nil
	}
	s.Guise = &Guise{Own: own, Name: other.Name, Looking: delegation == 0}
	s.Actor = other
	other.Via, other.From, other.Unproven = own.Via, own.From, own.Unproven
	if s.Guise.Looking {
		other.Looking = true
		return nil
	}
	other.Roles = slices.DeleteFunc(other.Roles, func(r record.Role) bool { return !slices.Contains(lent, r) })
	other.Name = own.Name + "（代 " + other.Name + "）"
	other.Account, other.For, other.Glimpses = own.Account, account, nil // a glimpse was consented to for one person
	return nil
}

// Looked writes down a page that an auditor sees as somebody else would, before
// it goes out.
func (a *Auth) Looked(ctx context.Context, s *Session, path string) error {
	return a.write(ctx, s.own(), func(tx *store.Tx) error {
		return tx.Entry("look", "account", "", fmt.Sprintf("以 %s 的身份看 %s", s.Guise.Name, path))
	})
}
