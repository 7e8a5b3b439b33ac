package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"sanshe/internal/area"
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
	rules *settings // as of the beginning
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
	rules, err := s.rules(ctx)
	if err != nil {
		return Result{}, err
	}
	hash := ""
	if key.Key != "" {
		body, err := json.Marshal(key.Content)
		if err != nil {
			return Result{}, err
		}
		sum := sha256.Sum256(body)
		hash = hex.EncodeToString(sum[:])
	}
	var out Result
	once := func(d *db.Tx) (err error) {
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
		body, err := json.Marshal(out)
		if err == nil {
			_, err = d.Exec(ctx, "UPDATE idempotency SET result = ? WHERE actor = ? AND key = ?", string(body), actorKey(a), key.Key)
		}
		return err
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
// one.
var errOvertaken = fault.New(fault.Unavailable, "现在忙，请稍后再试")

// replay claims the key, or gives what was done under it before.
func (tx *Tx) replay(key, hash string) (Result, bool, error) {
	n, err := tx.db.Exec(tx.ctx, "INSERT INTO idempotency (actor, key, hash, result, at) VALUES (?, ?, ?, '', ?) ON CONFLICT DO NOTHING",
		actorKey(tx.actor), key, hash, tx.at.UnixMilli())
	if err != nil || n == 1 {
		return Result{}, false, err
	}
	var was, body string
	if err := tx.db.QueryRow(tx.ctx, "SELECT hash, result FROM idempotency WHERE actor = ? AND key = ?", actorKey(tx.actor), key).Scan(&was, &body); err != nil {
		return Result{}, false, err
	}
	if was != hash {
		return Result{}, false, fault.New(fault.Conflict, "这个提交编号已经用在另一次不同的提交上；请刷新页面后再交")
	}
	out := Result{Replayed: true}
	return out, true, json.Unmarshal([]byte(body), &out)
}

func actorKey(a *record.Actor) string {
	if a.Account != 0 {
		return fmt.Sprint(a.Account)
	}
	return a.Via
}

// Create makes a record of what was typed.
func (s *Store) Create(ctx context.Context, a *record.Actor, reg *record.Register, place string, in record.Input, key string) (Result, error) {
	if !a.Holds(reg.Rights.Create) {
		return Result{}, fault.New(fault.Refused, "您的岗位不能登记%s；需要时请联系本单位管理员", reg.Label)
	}
	return s.Write(ctx, a, Key{key, []any{"create", reg.Name, place, in}}, func(tx *Tx) (Result, error) {
		rec := reg.New()
		if st, ok := rec.(record.Starter); ok {
			st.Start(*a, tx.Today())
		}
		record.BaseOf(rec).Area = place
		err := gather(tx.mayBegin(reg, in), tx.fill(reg, rec, in))
		if err == nil {
			err = tx.checkReach(reg, rec, nil)
		}
		if err != nil {
			return Result{}, err
		}
		if err := tx.create(reg, rec, "create", in[""]); err != nil {
			return Result{}, err
		}
		return result(rec), nil
	})
}

// mayBegin refuses a first state other than the first of all to who may not
// choose it: only whoever may import may, for everybody else there are steps.
func (tx *Tx) mayBegin(reg *record.Register, in record.Input) error {
	if reg.State == nil || in[reg.State.Name] == "" || tx.actor.Holds(reg.Rights.Import) {
		return nil
	}
	rec, first := reg.New(), reg.New()
	if err := reg.Set(rec, record.Input{reg.State.Name: in[reg.State.Name]}); err != nil || reg.StateOf(rec) == reg.StateOf(first) {
		return err
	}
	return fault.Fields(fault.Problem{Field: reg.State.Name, Label: reg.State.Label, Text: "您登记时只能是“" + reg.StateLabel(reg.StateOf(first)) + "”"})
}

// fill parses what was typed into rec and says at once everything wrong with
// it: what cannot be resolved, what will not parse and what is missing.
func (tx *Tx) fill(reg *record.Register, rec record.Record, in record.Input) error {
	resolved, unresolved := tx.Mine().Resolve(tx.ctx, reg, in)
	err := gather(unresolved, reg.Set(rec, resolved))
	if !fault.Is(err, fault.Invalid) {
		return err
	}
	var missing []fault.Problem
	for _, f := range reg.Fields {
		if f.IsRequired && f.Asked() && f.Empty(rec) {
			missing = append(missing, fault.Problem{Field: f.Name, Label: f.Label, Text: "没有填"})
		}
	}
	return gather(err, fault.Fields(missing...))
}

// gather makes one error of several about fields; what a later one says of a
// field already complained of is left out. Any other error comes before them.
func gather(errs ...error) error {
	var all []fault.Problem
	for _, err := range errs {
		if err == nil {
			continue
		}
		e := fault.As(err)
		if e == nil || e.Kind != fault.Invalid || e.Message != "" {
			return err
		}
		said := all
		for _, p := range e.Problems {
			if !slices.ContainsFunc(said, func(q fault.Problem) bool { return q.Field == p.Field }) {
				all = append(all, p)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return fault.Fields(all...)
}

func result(rec record.Record) Result {
	b := record.BaseOf(rec)
	return Result{ID: b.ID, Version: b.Version}
}

// Edit changes fields of a record as somebody saw it in version.
func (s *Store) Edit(ctx context.Context, a *record.Actor, reg *record.Register, id, version int64, in record.Input, key string) (Result, error) {
	return s.Write(ctx, a, Key{key, []any{"edit", reg.Name, id, version, in}}, func(tx *Tx) (Result, error) {
		before, err := tx.Mine().Get(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		if !a.Holds(reg.Rights.Edit) {
			return Result{}, fault.New(fault.Refused, "您的岗位不能修改%s；需要时请联系登记单位", reg.Label)
		}
		if state := reg.StateOf(before); reg.State != nil && !reg.Rights.MayEditIn(state) {
			return Result{}, fault.Coded(fault.Conflict, fault.CodeState, "%s现在是“%s”，不能再修改", reg.Label, reg.StateLabel(state))
		}
		if err := cmp.Or(tx.athome(reg, before), standing(reg, before), fresh(reg, before, version)); err != nil {
			return Result{}, err
		}
		after := reg.Copy(before)
		if err := tx.fill(reg, after, in); err != nil {
			return Result{}, err
		}
		if err := tx.checkReach(reg, after, before); err != nil {
			return Result{}, err
		}
		if err := tx.change(reg, before, after, "edit", ""); err != nil {
			return Result{}, err
		}
		return result(after), nil
	})
}

// athome refuses to change what lies outside the actor's division and is not
// theirs: reading may reach further than that.
func (tx *Tx) athome(reg *record.Register, rec record.Record) error {
	if tx.actor.Within(record.BaseOf(rec).Area) || reg.OwnedBy(tx.actor, rec, tx.store.book) {
		return nil
	}
	return fault.New(fault.Refused, "这条%s不在您的辖区，只能看；要改请联系它所在的社区或镇街", reg.Label)
}

// standing refuses to change what no longer counts.
func standing(reg *record.Register, rec record.Record) error {
	switch b := record.BaseOf(rec); {
	case b.Voided != "":
		return fault.Coded(fault.Conflict, fault.CodeState, "这条%s已经作废", reg.Label)
	case b.Merged != 0:
		return fault.Coded(fault.Conflict, fault.CodeState, "这条%s已经合并到 %s，请在那一条上办理", reg.Label, record.Code(b.Merged))
	}
	return nil
}

// Stale is the detail of a stale change: the record as it is now.
type Stale struct{ Now record.Record }

// AnyVersion stands for the record as it is now, whichever version that is:
// for steps taken by a program, whose meaning does not depend on what the
// record's fields said.
const AnyVersion int64 = -1

func fresh(reg *record.Register, now record.Record, version int64) error {
	switch b := record.BaseOf(now); {
	case version == AnyVersion:
		return nil
	case version == 0:
		return fault.Coded(fault.Invalid, fault.CodeMissing, "没有说明是在哪一版上修改的；请刷新后再试")
	case version != b.Version:
		e := fault.Coded(fault.Conflict, fault.CodeStale, "%s在您打开之后已被改过，请看两个版本后再决定", reg.Label)
		e.Detail = Stale{now}
		return e
	}
	return nil
}

// Void takes a record out of every list and figure, with a reason. Nothing is
// ever deleted.
func (s *Store) Void(ctx context.Context, a *record.Actor, reg *record.Register, id, version int64, reason, key string) (Result, error) {
	return s.Write(ctx, a, Key{key, []any{"void", reg.Name, id, version, reason}}, func(tx *Tx) (Result, error) {
		before, err := tx.Mine().Get(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		if !a.Holds(reg.Rights.Void) {
			return Result{}, fault.New(fault.Refused, "您的岗位不能作废%s；需要时请联系登记单位", reg.Label)
		}
		if err := cmp.Or(tx.athome(reg, before), fresh(reg, before, version)); err != nil {
			return Result{}, err
		}
		after, err := tx.void(reg, before, reason)
		if err != nil {
			return Result{}, err
		}
		return result(after), nil
	})
}

func (tx *Tx) void(reg *record.Register, before record.Record, reason string) (record.Record, error) {
	if reason = strings.TrimSpace(reason); reason == "" {
		return nil, fault.Fields(fault.Problem{Field: "reason", Label: "原因", Text: "作废要写明原因"})
	}
	if err := standing(reg, before); err != nil {
		return nil, err
	}
	after := reg.Copy(before)
	record.BaseOf(after).Voided = reason
	if err := tx.put(reg, before, after); err != nil {
		return nil, err
	}
	if err := tx.closeTasks(after); err != nil {
		return nil, err
	}
	return after, tx.audit("void", reg, after, reason, nil)
}

// create checks and writes a new record with its passage, tasks, words and
// audit entry.
func (tx *Tx) create(reg *record.Register, rec record.Record, action, reason string) error {
	b := record.BaseOf(rec)
	if err := tx.checkArea(reg, rec); err != nil {
		return err
	}
	if p, ok := rec.(record.Preparer); ok {
		if err := p.Prepare(tx); err != nil {
			return err
		}
	}
	if err := tx.check(reg, rec, nil); err != nil {
		return err
	}
	seq, err := tx.seq()
	if err != nil {
		return err
	}
	if b.ID == 0 {
		b.ID = tx.store.ids.next()
	}
	b.Version, b.Since = 1, seq
	b.Created, b.Changed = record.MomentOf(tx.at), record.MomentOf(tx.at)
	p := tx.store.plans[reg]
	args, err := tx.store.args(p, rec)
	if err != nil {
		return err
	}
	if _, err := tx.db.Exec(tx.ctx, p.insert, args...); err != nil {
		return tx.keyError(reg, rec, err)
	}
	if err := tx.links(reg, nil, rec); err != nil {
		return err
	}
	if reg.State != nil {
		on := tx.On()
		if reg.Start != nil && !reg.Start.Empty(rec) {
			on = min(on, clock.Date(reg.Start.Text(rec))) // what is planned for later is a plan from today
		}
		if err := tx.pass(reg, rec, action, "", on, reason); err != nil {
			return err
		}
		if err := tx.openTasks(reg, rec); err != nil {
			return err
		}
	}
	if err := tx.index(reg, nil, rec); err != nil {
		return err
	}
	if err := tx.audit(action, reg, rec, reason, nil); err != nil {
		return err
	}
	if o, ok := rec.(record.Opener); ok {
		return o.Opened(tx)
	}
	return nil
}

// checkArea holds a record to the actor's division.
func (tx *Tx) checkArea(reg *record.Register, rec record.Record) error {
	b := record.BaseOf(rec)
	if b.Area == "" {
		b.Area = tx.actor.Area
	}
	if err := area.Valid(b.Area); err != nil {
		return err
	}
	if !tx.actor.Within(b.Area) {
		return fault.New(fault.Refused, "%s不在您的辖区，不能在那里登记%s", b.Area, reg.Label)
	}
	return nil
}

func (tx *Tx) check(reg *record.Register, rec, before record.Record) error {
	ps := reg.Check(rec, before)
	if err := tx.checkRefs(reg, rec, before, ps); err != nil {
		return err
	}
	if c, ok := rec.(record.CheckerIn); ok && len(ps.List) == 0 {
		if err := c.CheckIn(tx, ps); err != nil {
			return err
		}
	}
	return ps.Err()
}

// change checks and writes what an edit made of a record.
func (tx *Tx) change(reg *record.Register, before, after record.Record, action, reason string) error {
	if err := tx.check(reg, after, before); err != nil {
		return err
	}
	diff := tx.diff(reg, before, after)
	if len(diff) == 0 {
		return nil // nothing changed: no version, no history
	}
	if err := tx.put(reg, before, after); err != nil {
		return err
	}
	if place := record.BaseOf(after).Area; place != record.BaseOf(before).Area { // its tasks go with it
		if _, err := tx.db.Exec(tx.ctx, "UPDATE task SET area = ? WHERE record = ? AND closed = 0", place, record.BaseOf(after).ID); err != nil {
			return err
		}
	}
	if err := tx.audit(action, reg, after, reason, diff); err != nil {
		return err
	}
	if c, ok := after.(record.Changer); ok {
		return c.Edited(tx)
	}
	return nil
}

// put writes after in place of before, keeping before's image as history.
func (tx *Tx) put(reg *record.Register, before, after record.Record) error {
	seq, err := tx.seq()
	if err != nil {
		return err
	}
	p, b, was := tx.store.plans[reg], record.BaseOf(after), record.BaseOf(before)
	if was.Since > seq {
		return errOvertaken
	}
	if was.Since != seq { // a second change in one transaction leaves no image of the first
		if _, err := tx.db.Exec(tx.ctx, p.archive, seq, b.ID); err != nil {
			return err
		}
	}
	b.Version, b.Since, b.Changed = was.Version+1, seq, record.MomentOf(tx.at)
	args, err := tx.store.args(p, after)
	if err != nil {
		return err
	}
	n, err := tx.db.Exec(tx.ctx, p.update, append(args[1:], b.ID, was.Version)...)
	if err != nil {
		return tx.keyError(reg, after, err)
	}
	if n == 0 {
		now, err := tx.All().Get(tx.ctx, reg, b.ID)
		if err != nil {
			return err
		}
		return fresh(reg, now, was.Version)
	}
	if err := tx.links(reg, before, after); err != nil {
		return err
	}
	return tx.index(reg, before, after)
}

func (tx *Tx) seq() (int64, error) { return tx.db.Seq(), nil }

// keyError turns a broken key of the database into the sentence the register
// gives for it.
func (tx *Tx) keyError(reg *record.Register, rec record.Record, err error) error {
	var unique *db.UniqueError
	if !errors.As(err, &unique) {
		return err
	}
	for i, k := range reg.Keys {
		if unique.Constraint == keyName(reg, i) || unique.Table == reg.Name && slices.Equal(unique.Columns, keyColumns(k)) {
			return fault.Fields(fault.Problem{Field: k.Fields[0].Name, Label: k.Fields[0].Label, Text: k.Message})
		}
	}
	return fault.Wrap(err, fault.Conflict, "%s与已有记录重复", reg.Label)
}

// Add makes a record from code, under the authority of the step it runs in.
func Add[T any](tx record.Tx, t record.Type[T], area string, fill func(*T)) (*T, error) {
	s := In(tx)
	rec := t.New()
	fill(rec)
	r := any(rec).(record.Record)
	if area != "" {
		record.BaseOf(r).Area = area
	}
	was := s.actor
	s.actor = s.authority()
	err := s.create(t.Register, r, "create", s.note)
	s.actor = was
	return rec, err
}

// Change changes a record from code, under the authority of the step it runs in.
func Change[T any](tx record.Tx, t record.Type[T], rec *T, change func(*T)) error {
	s, r := In(tx), any(rec).(record.Record)
	before := t.Copy(r)
	change(rec)
	return s.change(t.Register, before, r, "edit", s.note)
}

// VoidOne voids a record from code, under the authority of the step it runs in.
func VoidOne[T any](tx record.Tx, t record.Type[T], rec *T, reason string) error {
	_, err := In(tx).void(t.Register, any(rec).(record.Record), reason)
	return err
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
