package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Tx is a change in progress: one transaction in which records, history,
// passages, tasks, search words and the audit entry are written together. It
// implements [record.Tx].
type Tx struct {
	store *Store
	ctx   context.Context
	db    *db.Tx
	actor *record.Actor
	at    time.Time
	on    clock.Date
	note  string
	rules *Rules // as of the beginning
}

// Context implements [record.Tx].
func (tx *Tx) Context() context.Context { return tx.ctx }

// Actor gives who is acting, also inside effects that run under the step's authority.
func (tx *Tx) Actor() *record.Actor { return tx.actor }

// Now gives the time of the change.
func (tx *Tx) Now() time.Time { return tx.at }

// Today gives the day of the change in Shanghai.
func (tx *Tx) Today() clock.Date { return clock.DateOf(tx.at) }

// On gives the day the step takes effect; today outside steps.
func (tx *Tx) On() clock.Date {
	if tx.on == "" {
		return tx.Today()
	}
	return tx.on
}

// Note gives the reason given with the step.
func (tx *Tx) Note() string { return tx.note }

// Store gives the store.
func (tx *Tx) Store() *Store { return tx.store }

// All reads with the authority of the step: everything. Effects and checks
// across records use it.
func (tx *Tx) All() *Reader { return &Reader{tx.store, tx.db, nil} }

// Mine reads what the actor may read, inside the transaction.
func (tx *Tx) Mine() *Reader { return &Reader{tx.store, tx.db, tx.actor} }

// Exec runs a statement on a keeper's own tables and gives the number of rows it
// changed. It and QueryRow are for keepers beside the store: auth, figure, import.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	return tx.db.Exec(ctx, query, args...)
}

// QueryRow runs a statement that gives one row, as [Tx.Exec] does.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *db.Row {
	return tx.db.QueryRow(ctx, query, args...)
}

// As runs fn as the doing of another actor, at the present of the clock: the
// demonstration writes the work of many people's day as one change.
func (tx *Tx) As(a *record.Actor, fn func() error) error {
	actor, at := tx.actor, tx.at
	tx.actor, tx.at = a, tx.store.now()
	defer func() { tx.actor, tx.at = actor, at }()
	return fn()
}

// In gives the store's transaction behind the opaque one a domain is handed.
func In(tx record.Tx) *Tx { return tx.(*Tx) }

// Result is what a change did.
type Result struct {
	ID       int64          `json:"id"`
	Version  int64          `json:"version"`
	Extra    map[string]any `json:"extra,omitempty"`
	Replayed bool           `json:"-"` // the same key had done it before

	Record record.Record `json:"-"` // as the change left it; nil if that must be read
}

// Key makes a change idempotent: the same actor, key and content do it once.
type Key struct {
	Key     string
	Content any // what is being asked, to tell a repeat from a mix-up
}

// Write runs fn as one change by actor. With a key, a repeat gives the first
// result instead. fn may run more than once and must only depend on the
// database.
func (s *Store) Write(ctx context.Context, a *record.Actor, key Key, fn func(tx *Tx) (Result, error)) (Result, error) {
	if err := looking(a); err != nil {
		return Result{}, err
	}
	rules, err := s.Rules(ctx)
	if err != nil {
		return Result{}, err
	}
	hash := ""
	if key.Key != "" {
		body, err := json.Marshal(key.Content)
		if err != nil {
			return Result{}, err
		}
		hash = s.keys.Blind("repeat", string(body)) // a plain hash would give away a telephone number to whoever tries them all
	}
	var out Result
	once := func(d *db.Tx) (err error) {
		if err := s.keys.refresh(); err != nil {
			return err
		}
		tx := &Tx{store: s, ctx: ctx, db: d, actor: a, at: s.now(), rules: rules}
		if key.Key == "" {
			out, err = fn(tx)
			return err
		}
		done, found, err := tx.replay(key.Key, hash)
		if err != nil || found {
			out = done
			return err
		}
		if out, err = fn(tx); err != nil {
			return err
		}
		return tx.keep(key.Key, hash, out)
	}
	for range 5 {
		if err = s.db.Write(ctx, once); !errors.Is(err, errOvertaken) {
			break
		}
	}
	if err != nil {
		return Result{}, err
	}
	return out, nil
}

// errOvertaken says that a record was changed under a later number than that of
// this change, which on PostgreSQL got its number first and came second. The
// order of numbers must be the order of images, so it is done again with a new
// one. Or that what was done was being done under the same key at the same time.
var errOvertaken = fault.New(fault.Unavailable, "现在忙，请稍后再试")

// replay gives what was done under a key before, if it was.
func (tx *Tx) replay(key, hash string) (Result, bool, error) {
	var was, body string
	err := tx.db.QueryRow(tx.ctx, "SELECT hash, result FROM idempotency WHERE actor = ? AND key = ?", actorKey(tx.actor), key).Scan(&was, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return Result{}, false, nil
	}
	if err != nil {
		return Result{}, false, err
	}
	if was != hash {
		return Result{}, false, fault.New(fault.Conflict, "这个提交编号已经用在另一次不同的提交上；请刷新页面后再交")
	}
	out := Result{Replayed: true}
	return out, true, json.Unmarshal([]byte(body), &out)
}

// keep writes down what was done under a key.
func (tx *Tx) keep(key, hash string, out Result) error {
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	n, err := tx.db.Exec(tx.ctx, "INSERT INTO idempotency (actor, key, hash, result, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		actorKey(tx.actor), key, hash, string(body), tx.at.UnixMilli())
	if err == nil && n == 0 {
		return errOvertaken
	}
	return err
}

// repeatsKept is how long a form or request may be sent again.
const repeatsKept = 7 * 24 * time.Hour

// Sweep forgets what was done under keys that nobody will send again.
func (s *Store) Sweep(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM idempotency WHERE at < ?", s.now().Add(-repeatsKept).UnixMilli())
		return err
	})
}

func actorKey(a *record.Actor) string {
	if a.Account != 0 {
		return fmt.Sprint(a.Account)
	}
	return a.Via
}

// authority gives the actor with reach over everything, for records that
// effects make outside the actor's own division. The audit names the actor.
func (tx *Tx) authority() *record.Actor {
	a := *tx.actor
	a.Area = ""
	return &a
}

// Emit tells every handler of an event, in order; the first refusal refuses
// the step.
func (tx *Tx) Emit(event any) error {
	for _, h := range tx.store.opts.Handlers {
		if err := h(tx, event); err != nil {
			return err
		}
	}
	return nil
}

// System gives the actor that is the system itself, for jobs and imports by command.
func System(via string) *record.Actor { return &record.Actor{Name: "系统", Via: via} }
