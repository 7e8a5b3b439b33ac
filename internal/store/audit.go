package store

import (
	"context"
	"encoding/json"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

func join(parts []string, sep string) string { return strings.Join(parts, sep) }

// Change is one field that changed. Personal fields are named, not quoted.
type FieldChange struct {
	Field string `json:"field"`
	Label string `json:"label"`
	Was   string `json:"was"`
	Is    string `json:"is"`
}

// diff tells what changed between two images of a record.
func (tx *Tx) diff(reg *record.Register, before, after record.Record) []FieldChange {
	var out []FieldChange
	if was, is := record.BaseOf(before).Area, record.BaseOf(after).Area; was != is {
		out = append(out, FieldChange{Field: "area", Label: "所属区划", Was: was, Is: is})
	}
	for _, f := range reg.Fields {
		if f.Same(before, after) {
			continue
		}
		c := FieldChange{Field: f.Name, Label: f.Label, Was: f.Text(before), Is: f.Text(after)}
		if f.IsPersonal {
			c.Was, c.Is = "***", "***"
		}
		out = append(out, c)
	}
	return out
}

// backdated says on which day a move takes effect, if not on that of the entry.
func (tx *Tx) backdated(on clock.Date) []FieldChange {
	if on == tx.Today() {
		return nil
	}
	return []FieldChange{{Field: "on_day", Label: "生效日期", Is: string(on)}}
}

// audit writes the entry of a change, in the change's transaction.
func (tx *Tx) audit(action string, reg *record.Register, rec record.Record, reason string, diff []FieldChange) error {
	detail := ""
	if len(diff) > 0 {
		b, err := json.Marshal(diff)
		if err != nil {
			return err
		}
		detail = string(b)
	}
	name, id, place := "", int64(0), tx.actor.Area
	if reg != nil {
		name = reg.Name
	}
	if rec != nil {
		b := record.BaseOf(rec)
		id, place = b.ID, b.Area
	}
	return tx.entry(action, name, id, place, reason, detail)
}

func (tx *Tx) entry(action, register string, id int64, place, reason, detail string) error {
	seq, err := tx.seq()
	if err != nil {
		return err
	}
	return tx.db.Insert(tx.ctx, `INSERT INTO audit (id, seq, at, account, name, unit, via, origin, action, register, record, area, reason, detail)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		tx.store.ids.next(), seq, tx.at.UnixMilli(), tx.actor.Account, tx.actor.Name, tx.actor.Unit, tx.actor.Via, tx.actor.From,
		action, register, id, place, reason, detail)
}

// Note writes an audit entry about something that is not a record: a sign-in,
// a grant, an export. Keepers beside the store use it inside their own change.
func (tx *Tx) Entry(action, what, reason, detail string) error {
	return tx.entry(action, what, 0, tx.actor.Area, reason, detail)
}

// EntryAbout writes an audit entry about a record, in plain words.
func (tx *Tx) EntryAbout(action string, reg *record.Register, id int64, place, detail string) error {
	return tx.entry(action, reg.Name, id, place, "", detail)
}

// Entry is one entry of the audit.
type Entry struct {
	ID, Seq  int64
	At       record.Moment
	Account  int64
	Name     string
	Unit     string
	Via      string
	From     string
	Action   string
	Register string
	Record   int64
	Area     string
	Reason   string
	Detail   string
}

// Changes gives the fields an entry says changed.
func (e *Entry) Changes() []FieldChange {
	var out []FieldChange
	if e.Detail != "" && json.Unmarshal([]byte(e.Detail), &out) != nil {
		return nil // details of other actions are plain words
	}
	return out
}

const entryColumns = "id, seq, at, account, name, unit, via, origin, action, register, record, area, reason, detail"

func scanEntry(row scanner) (Entry, error) {
	var e Entry
	err := row.Scan(&e.ID, &e.Seq, (*int64)(&e.At), &e.Account, &e.Name, &e.Unit, &e.Via, &e.From, &e.Action, &e.Register, &e.Record, &e.Area, &e.Reason, &e.Detail)
	return e, err
}

// Entries gives the newest audit entries about a record the reader may read.
func (r *Reader) Entries(ctx context.Context, reg *record.Register, id int64, limit int) ([]Entry, error) {
	if _, err := r.Get(ctx, reg, id); err != nil {
		return nil, err
	}
	return r.store.entries(ctx, r.q, "record = ? ORDER BY id DESC LIMIT ?", id, limit)
}

func (s *Store) entries(ctx context.Context, q db.Queryer, where string, args ...any) ([]Entry, error) {
	rows, err := q.Query(ctx, "SELECT "+entryColumns+" FROM audit WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Entry
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, rows.Err()
}

// Reveal gives the plain value of a personal field. The look is recorded
// before the answer leaves.
func (s *Store) Reveal(ctx context.Context, a *record.Actor, reg *record.Register, id int64, field, reason string) (string, error) {
	f := reg.Field(field)
	if f == nil || !f.IsPersonal {
		return "", fault.New(fault.NotFound, "%s没有要查看的“%s”", reg.Label, field)
	}
	var value string
	_, err := s.Write(ctx, a, Key{}, func(tx *Tx) (Result, error) {
		rec, err := tx.Mine().Get(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		if err := s.mayReveal(a, reg, rec, true); err != nil {
			return Result{}, err
		}
		if value = f.Text(rec); strings.HasPrefix(value, record.Lost) {
			return Result{}, fault.New(fault.Unavailable, "%s是用遗失的密钥加密的，谁也看不到；请重新登记，或找回密钥文件", f.Label)
		}
		return Result{}, tx.audit("reveal", reg, rec, reason, []FieldChange{{Field: f.Name, Label: f.Label}})
	})
	if err != nil {
		return "", err
	}
	return value, nil
}

// MayAudit refuses whoever does not read the audit.
func (s *Store) MayAudit(a *record.Actor) error {
	if a.Holds(s.opts.Auditors) {
		return nil
	}
	return fault.New(fault.Refused, "您的岗位不看审计记录；需要时请联系审计部门")
}

// Audit gives entries of an auditor's division, newest first, those before an id
// (0 for the newest), by name and action if they are not "". What was done in
// closed registers is in the chain, and not told.
func (s *Store) Audit(ctx context.Context, a *record.Actor, name, action string, before int64, limit int) ([]Entry, error) {
	if err := s.MayAudit(a); err != nil {
		return nil, err
	}
	lo, hi := area.Bounds(a.Area)
	var c cond
	c.add("area >= ? AND area < ? AND register NOT IN ("+s.closedNames()+")", lo, hi)
	if name != "" {
		c.add("name = ?", name)
	}
	if action != "" {
		c.add("action = ?", action)
	}
	if before > 0 {
		c.add("id < ?", before)
	}
	return s.entries(ctx, s.db, c.sql()+" ORDER BY id DESC LIMIT ?", append(c.args, limit)...)
}

// Looks gives the newest looks at personal fields of a record, and openings of its dossier. Pages ask
// [Store.MayReveal] or [Store.MayAudit] first.
func (s *Store) Looks(ctx context.Context, reg *record.Register, id int64, limit int) ([]Entry, error) {
	return s.entries(ctx, s.db, "record = ? AND register = ? AND action IN ('reveal', 'open') ORDER BY id DESC LIMIT ?", id, reg.Name, limit)
}
