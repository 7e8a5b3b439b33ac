// Package store keeps described records in SQL. It is the only way to read or
// change one: every read carries an actor and gets exactly what that actor may
// see; every change is one transaction with its history, passage, tasks and
// audit entry.
package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/record"
)

// Options say what a store works with.
type Options struct {
	Clock clock.Clock
	Keys  *Keyring // seals personal numbers
	// Divisions is the register of divisions, whose area is the division's own
	// code and whose title is its name.
	Divisions *record.Register
	// Roles names the roles, in the order pages list them.
	Roles []RoleName
	// Auditors read every register in their division, and nothing in full.
	Auditors record.Roles
	// Handlers hear what steps emit, in order, in the same transaction; one
	// that refuses refuses the step.
	Handlers []Handler
	// Settings and Codes describe what officials may change, and say what a new
	// county begins with.
	Settings []Setting
	Codes    []CodeList
	Calendar record.Roles // who may change the calendar
}

// RoleName is what a role is called.
type RoleName struct {
	Role  record.Role
	Label string
}

// RoleNames gives the roles, in the order pages list them.
func (s *Store) RoleNames() []RoleName { return s.opts.Roles }

// RoleLabel gives what a role is called.
func (s *Store) RoleLabel(r record.Role) string {
	for _, n := range s.opts.Roles {
		if n.Role == r {
			return n.Label
		}
	}
	return string(r)
}

// Handler hears an event.
type Handler func(tx *Tx, event any) error

// Store keeps the records of a book.
type Store struct {
	db     *db.DB
	book   *record.Book
	clock  clock.Clock
	keys   *Keyring
	opts   Options
	ids    *idMaker
	plans  map[*record.Register]*plan
	ways   []way  // to read
	acting []rule // of acting

	imports   chan struct{} // tells that a batch was begun
	elsewhere []sealedPlace // where keepers beside this one keep sealed values

	tallies map[*record.Register]*tally
	spell   speller

	settled sync.Mutex // guards rules
	names   areaNames
	rules   *Rules
}

// New opens the store on a migrated database.
func New(ctx context.Context, d *db.DB, book *record.Book, o Options) (*Store, error) {
	if o.Clock == nil {
		o.Clock = clock.System()
	}
	s := &Store{db: d, book: book, clock: o.Clock, keys: o.Keys, opts: o, plans: map[*record.Register]*plan{}, tallies: map[*record.Register]*tally{}, ways: waysToRead(), acting: rulesOfActing(), imports: make(chan struct{}, 1)}
	for _, r := range book.Registers {
		s.plans[r], s.tallies[r] = newPlan(r), &tally{}
	}
	if err := Described(book, o); err != nil {
		return nil, err
	}
	ids, err := newIDMaker(ctx, d, o.Clock)
	if err != nil {
		return nil, err
	}
	s.ids = ids
	if err := s.seed(ctx); err != nil {
		return nil, err
	}
	return s, s.reindexOnce(ctx)
}

// Book gives the list of registers.
func (s *Store) Book() *record.Book { return s.book }

// DB gives the database, for keepers beside this one.
func (s *Store) DB() *db.DB { return s.db }

// Clock gives the clock all times come from.
func (s *Store) Clock() clock.Clock { return s.clock }

// Keys gives the keyring.
func (s *Store) Keys() *Keyring { return s.keys }

// Renew keeps what this process holds in the database for longer. A server
// calls it now and then.
func (s *Store) Renew(ctx context.Context) error { return s.ids.lease(ctx) }

// Close gives back what this process holds in the database.
func (s *Store) Close(ctx context.Context) error { return s.ids.release(ctx) }

// NewID makes an id.
func (s *Store) NewID() int64 { return s.ids.next() }

// Today gives the day in Shanghai.
func (s *Store) Today() clock.Date { return clock.Today(s.clock) }

func (s *Store) now() time.Time { return s.clock.Now() }

const baseColumns = "id, area, version, since, created, changed, voided, merged"

// plan is the SQL of one register, written once.
type plan struct {
	reg     *record.Register
	fields  []*record.Field
	columns string // in order: base, fields, blind indexes
	load    string // base and fields: what is scanned
	insert  string
	update  string
	archive string
	lean    *plan // to load what lists show, and nothing else
}

func newPlan(r *record.Register) *plan {
	p := &plan{reg: r, fields: r.Fields, lean: &plan{reg: r}}
	names := strings.Split(baseColumns, ", ")
	p.lean.load = baseColumns
	for _, f := range r.Fields {
		names = append(names, f.Name)
		if f.InListing || f.IsState || f.IsOwner || f == r.About() {
			p.lean.fields, p.lean.load = append(p.lean.fields, f), p.lean.load+", "+f.Name
		}
	}
	p.load = strings.Join(names, ", ")
	for _, f := range r.Fields {
		names = append(names, blindColumns(f)...)
	}
	p.columns = strings.Join(names, ", ")
	p.insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s)", r.Name, p.columns, strings.Repeat(", ?", len(names)-1))
	var set []string
	for _, n := range names[1:] {
		set = append(set, n+" = ?")
	}
	p.update = fmt.Sprintf("UPDATE %s SET %s WHERE id = ? AND version = ?", r.Name, strings.Join(set, ", "))
	p.archive = fmt.Sprintf("INSERT INTO %s_history (%s, until) SELECT %s, ? FROM %s WHERE id = ?", r.Name, p.columns, p.columns, r.Name)
	return p
}

// args gives the values of rec in the order of the plan's columns.
func (s *Store) args(p *plan, rec record.Record) ([]any, error) {
	b := record.BaseOf(rec)
	out := []any{b.ID, b.Area, b.Version, b.Since, int64(b.Created), int64(b.Changed), b.Voided, b.Merged}
	for _, f := range p.reg.Fields {
		v := f.Kind.Arg(f.Value(rec))
		if f.IsSealed {
			sealed, err := s.keys.Seal(p.reg.Name, f.Name, b.ID, v.(string))
			if err != nil {
				return nil, err
			}
			v = sealed
		}
		out = append(out, v)
	}
	for _, f := range p.reg.Fields {
		if f.IsSealed {
			out = append(out, s.blind(p.reg, f, f.Text(rec))...)
		}
	}
	return out, nil
}

// scanner is a row being read.
type scanner interface{ Scan(dest ...any) error }

// scan reads a row of the plan's load columns into rec.
func (s *Store) scan(p *plan, row scanner, rec record.Record, more ...any) error {
	b := record.BaseOf(rec)
	dest := make([]any, 0, 8+len(p.reg.Fields)+len(more))
	dest = append(dest, &b.ID, &b.Area, &b.Version, &b.Since, (*int64)(&b.Created), (*int64)(&b.Changed), &b.Voided, &b.Merged)
	for _, f := range p.fields {
		dest = append(dest, f.Kind.Dest(f.Ptr(rec)))
	}
	if err := row.Scan(append(dest, more...)...); err != nil {
		return err
	}
	for _, f := range p.fields {
		if f.IsSealed {
			if err := s.unseal(p.reg, f, rec); err != nil {
				return err
			}
		}
	}
	return nil
}

// RoleKnown reports whether a role is among names.
func RoleKnown(names []RoleName, r record.Role) bool {
	return slices.ContainsFunc(names, func(n RoleName) bool { return n.Role == r })
}
