package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// openTasks opens the tasks that rec's state gives people.
func (tx *Tx) openTasks(reg *record.Register, rec record.Record) error {
	b := record.BaseOf(rec)
	for _, t := range reg.Tasks {
		if t.State != reg.StateOf(rec) {
			continue
		}
		ownerRegister, owner := "", int64(0)
		if t.ToOwner && reg.Owner != nil {
			ownerRegister, owner = tx.store.book.Target(reg.Owner).Name, reg.Owner.Kind.JSON(reg.Owner.Value(rec)).(int64)
			if owner == 0 {
				continue // nobody's, and not everybody's
			}
		}
		for _, role := range t.Roles {
			if err := tx.task(reg, rec, t.Kind, t.Label, role, ownerRegister, owner, b.Area, t.Due(rec, tx)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (tx *Tx) task(reg *record.Register, rec record.Record, kind, label string, role record.Role, ownerRegister string, owner int64, place string, due clock.Date) error {
	if reg.Rights.Closed && owner == 0 { // nobody but its owner hears of it
		ownerRegister, owner = tx.store.book.Target(reg.Owner).Name, reg.Owner.Kind.JSON(reg.Owner.Value(rec)).(int64)
	}
	title := reg.ShownTitle(rec)
	if f := reg.About(); f != nil && !f.Empty(rec) && !tx.store.book.Target(f).Rights.Closed {
		about, err := tx.All().Titles(tx.ctx, tx.store.book.Target(f), RefIDs(f, rec))
		if err != nil {
			return err
		}
		for _, t := range about {
			title = t
		}
	}
	return tx.db.Insert(tx.ctx, `INSERT INTO task (id, register, record, kind, label, title, role, account, owner_register, owner, area, due, opened, closed)
		VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, 0)`,
		tx.store.ids.next(), reg.Name, record.BaseOf(rec).ID, kind, label, title, string(role), ownerRegister, owner, place, string(due), tx.at.UnixMilli())
}

// OpenTask gives whoever holds role in a division a task about a record, in
// addition to what its state gives.
func OpenTask[T any](tx record.Tx, t record.Type[T], rec *T, kind, label string, role record.Role, due clock.Date) error {
	r := any(rec).(record.Record)
	return In(tx).task(t.Register, r, kind, label, role, "", 0, record.BaseOf(r).Area, due)
}

// Retask opens anew the tasks that a record's state gives, when the day they are
// due, or whose they are, has changed.
func Retask[T any](tx record.Tx, t record.Type[T], rec *T) error {
	r := any(rec).(record.Record)
	if err := In(tx).closeTasks(r, t.Register, ""); err != nil {
		return err
	}
	return In(tx).openTasks(t.Register, r)
}

// CloseTasks closes a record's open tasks of a kind, "" for all of them.
func CloseTasks[T any](tx record.Tx, _ record.Type[T], rec *T, kind string) error {
	s := In(tx)
	_, err := s.db.Exec(s.ctx, "UPDATE task SET closed = ? WHERE record = ? AND closed = 0 AND (kind = ? OR ? = '')",
		s.at.UnixMilli(), record.BaseOf(any(rec).(record.Record)).ID, kind, kind)
	return err
}

// closeTasks closes what a step has done: the tasks its states gave and the one of
// its own name. What was opened besides stays until whoever opened it closes it.
func (tx *Tx) closeTasks(rec record.Record, reg *record.Register, step string) error {
	args := []any{tx.at.UnixMilli(), record.BaseOf(rec).ID, step}
	for _, t := range reg.Tasks {
		args = append(args, t.Kind)
	}
	_, err := tx.db.Exec(tx.ctx, "UPDATE task SET closed = ? WHERE record = ? AND closed = 0 AND kind IN (?"+strings.Repeat(", ?", len(reg.Tasks))+")", args...)
	return err
}

// endTasks closes whatever is to be done about a record that has come to its end.
func (tx *Tx) endTasks(rec record.Record) error {
	_, err := tx.db.Exec(tx.ctx, "UPDATE task SET closed = ? WHERE record = ? AND closed = 0 AND kind <> ?", tx.at.UnixMilli(), record.BaseOf(rec).ID, told)
	return err
}

// Task (待办) is something somebody has to do about a record.
type Task struct {
	ID       int64
	Register *record.Register
	Record   int64
	Kind     string
	Label    string
	Title    string
	Area     string
	Due      clock.Date
	Opened   record.Moment
	Role     record.Role // whose it is, unless it was given to an account by name
	Account  int64
}

const taskColumns = "id, register, record, kind, label, title, area, due, opened, role, account"

func (s *Store) scanTask(row scanner) (t Task, err error) {
	var register string
	err = row.Scan(&t.ID, &register, &t.Record, &t.Kind, &t.Label, &t.Title, &t.Area, (*string)(&t.Due), (*int64)(&t.Opened), &t.Role, &t.Account)
	t.Register = s.book.Register(register)
	return t, err
}

// TasksOf gives the open tasks that an account has by name.
func (s *Store) TasksOf(ctx context.Context, account int64, limit int) ([]Task, error) {
	return s.tasks(ctx, "account = ? AND account <> 0 AND closed = 0 ORDER BY id LIMIT ?", account, limit)
}

// TasksByName gives the open tasks that anybody has by name.
func (s *Store) TasksByName(ctx context.Context, limit int) ([]Task, error) {
	return s.tasks(ctx, "account <> 0 AND closed = 0 ORDER BY id LIMIT ?", limit)
}

// TasksAbout gives a record’s open tasks that are of no owner.
func (s *Store) TasksAbout(ctx context.Context, reg *record.Register, id int64) ([]Task, error) {
	return s.tasks(ctx, "record = ? AND register = ? AND owner = 0 AND closed = 0 ORDER BY id LIMIT 50", id, reg.Name)
}

// Tasks gives the open tasks about records of a register that the reader has
// read, whoever has them to do.
func (r *Reader) Tasks(ctx context.Context, reg *record.Register, ids ...int64) ([]Task, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := []any{reg.Name}
	for _, id := range ids {
		args = append(args, id)
	}
	return r.store.tasks(ctx, "closed = 0 AND register = ? AND record IN (?"+strings.Repeat(", ?", len(ids)-1)+") ORDER BY id LIMIT 500", args...)
}

func (s *Store) tasks(ctx context.Context, where string, args ...any) (list []Task, err error) {
	rows, err := s.db.Query(ctx, "SELECT "+taskColumns+" FROM task WHERE "+where, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		t, err := s.scanTask(rows)
		if err != nil {
			return nil, err
		}
		if t.Register != nil {
			list = append(list, t)
		}
	}
	return list, rows.Err()
}

// OpenedTask gives an open task that is of no owner.
func (tx *Tx) OpenedTask(id int64) (Task, error) {
	t, err := tx.store.scanTask(tx.QueryRow(tx.ctx, "SELECT "+taskColumns+" FROM task WHERE id = ? AND owner = 0 AND closed = 0", id))
	if errors.Is(err, sql.ErrNoRows) || err == nil && t.Register == nil {
		return t, fault.New(fault.NotFound, "没有这件待办，或者已经办完")
	}
	return t, err
}

// GiveTasks gives the open tasks that meet a condition to an account by name.
func (tx *Tx) GiveTasks(where string, to int64, args ...any) error {
	_, err := tx.db.Exec(tx.ctx, "UPDATE task SET account = ? WHERE "+where, append([]any{to}, args...)...)
	return err
}

// told is the kind of tasks that only tell something. Steps do not close them.
const told = "told"

// Tell opens a task about a record that only tells whoever holds a role there
// something, until they say that they know.
func (tx *Tx) Tell(reg *record.Register, rec record.Record, role record.Role, what string) error {
	return tx.task(reg, rec, told, what, role, "", 0, record.BaseOf(rec).Area, "")
}

// Untell closes what holders of roles were told of a record.
func (tx *Tx) Untell(reg *record.Register, id int64, roles record.Roles) error {
	for _, role := range roles { // a handful
		_, err := tx.db.Exec(tx.ctx, "UPDATE task SET closed = ? WHERE record = ? AND register = ? AND kind = ? AND role = ? AND closed = 0", tx.at.UnixMilli(), id, reg.Name, told, string(role))
		if err != nil {
			return err
		}
	}
	return nil
}

// Known closes what the actor was told of a record.
func (s *Store) Known(ctx context.Context, a *record.Actor, reg *record.Register, id int64) error {
	_, err := s.Write(ctx, a, Key{}, func(tx *Tx) (Result, error) {
		tasks, err := s.TasksAbout(ctx, reg, id)
		if err != nil {
			return Result{}, err
		}
		for _, t := range tasks { // at most 50, nearly always one
			if t.Kind != told || !a.Holds(record.By(t.Role)) || !a.Within(t.Area) {
				continue
			}
			if _, err := tx.db.Exec(ctx, "UPDATE task SET closed = ? WHERE id = ?", tx.at.UnixMilli(), t.ID); err != nil {
				return Result{}, err
			}
			if err := tx.EntryAbout("known", reg, id, t.Area, t.Label); err != nil {
				return Result{}, err
			}
		}
		return Result{}, nil
	})
	return err
}

// daysAhead is how long before it is due a task comes into an inbox: the end of a
// term of years is nothing to do today. The record shows it all the while.
const daysAhead = 90

// Inbox gives the actor's open tasks, due first. More than limit are counted,
// not given. What is due in more than [daysAhead] days is still to come.
func (s *Store) Inbox(ctx context.Context, a *record.Actor, limit int) ([]Task, error) {
	var mine cond
	lo, hi := area.Bounds(a.Area)
	for _, role := range a.Roles {
		mine.add("(role = ? AND owner = 0 AND account = 0 AND area >= ? AND area < ?)", string(role), lo, hi)
		for register, id := range a.Owns {
			mine.add("(role = ? AND owner_register = ? AND owner = ?)", string(role), register, id)
		}
	}
	if a.Self() != 0 {
		mine.add("(account = ? AND account <> 0)", a.Self())
	}
	if len(mine.parts) == 0 {
		return nil, nil
	}
	query := "SELECT " + taskColumns + " FROM task WHERE closed = 0 AND due <= ? AND (" + join(mine.parts, " OR ") +
		fmt.Sprintf(") ORDER BY CASE WHEN due = '' THEN '9999' ELSE due END, id LIMIT %d", limit)
	rows, err := s.db.Query(ctx, query, append([]any{string(s.Today().AddDays(daysAhead))}, mine.args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Task
	seen := map[int64]bool{}
	for rows.Next() {
		t, err := s.scanTask(rows)
		if err != nil {
			return nil, err
		}
		if t.Register != nil && (t.Kind == told || !seen[t.Record]) && a.Only.Allows(record.ToRead, t.Register.Name) && (a.InOwnName() || !t.Register.Rights.Closed) {
			seen[t.Record] = seen[t.Record] || t.Kind != told // one line a record, whatever number of roles it waits for
			list = append(list, t)
		}
	}
	return list, rows.Err()
}
