package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Setting (设置) is a value officials may change, with the division and days it
// holds for. The nearest division upward wins; of those, the latest.
type Setting struct {
	Name  string
	Area  string // "" everywhere
	From  clock.Date
	To    clock.Date // "" open; the day after the last
	Value string
	Note  string // what it means and where it comes from
}

// CodeValue is one value of an open code list.
type CodeValue struct {
	List, Value, Label string
	Area               string
	From, To           clock.Date
	Note               string
}

// settings is what was read of settings, codes and the calendar, at one time.
type settings struct {
	read     time.Time
	values   map[string][]Setting
	codes    map[string][]CodeValue
	calendar *clock.Calendar
}

// settingsAge is how long settings are trusted before they are read again;
// another process may have changed them. This process drops them at once.
const settingsAge = 5 * time.Second

func (s *Store) rules(ctx context.Context) (*settings, error) {
	s.settled.Lock()
	defer s.settled.Unlock()
	// Age is measured by the machine, not by the store's clock, which may stand still.
	if s.settings != nil && time.Since(s.settings.read) < settingsAge {
		return s.settings, nil
	}
	got, err := s.readSettings(ctx)
	if err == nil {
		s.settings = got
	}
	return got, err
}

func (s *Store) readSettings(ctx context.Context) (*settings, error) {
	out := &settings{read: clock.System().Now(), values: map[string][]Setting{}, codes: map[string][]CodeValue{}}
	rows, err := s.db.Query(ctx, "SELECT name, area, from_day, to_day, value, note FROM setting ORDER BY name, area, from_day")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var v Setting
		if err := rows.Scan(&v.Name, &v.Area, (*string)(&v.From), (*string)(&v.To), &v.Value, &v.Note); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out.values[v.Name] = append(out.values[v.Name], v)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	rows, err = s.db.Query(ctx, "SELECT list, value, label, area, from_day, to_day, note FROM code_value ORDER BY list, place, value")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var v CodeValue
		if err := rows.Scan(&v.List, &v.Value, &v.Label, &v.Area, (*string)(&v.From), (*string)(&v.To), &v.Note); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		out.codes[v.List] = append(out.codes[v.List], v)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	rows, err = s.db.Query(ctx, "SELECT day, kind, name FROM calendar ORDER BY day")
	if err != nil {
		return nil, err
	}
	var days []clock.Day
	for rows.Next() {
		var d clock.Day
		if err := rows.Scan((*string)(&d.Date), (*string)(&d.Kind), &d.Name); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		days = append(days, d)
	}
	out.calendar = clock.NewCalendar(days)
	return out, errors.Join(rows.Err(), rows.Close())
}

// seed writes what a new county begins with; what is there already stays.
func (s *Store) seed(ctx context.Context) error {
	var n int
	if err := s.db.QueryRow(ctx, "SELECT (SELECT count(*) FROM setting) + (SELECT count(*) FROM code_value)").Scan(&n); err != nil || n >= len(s.opts.Settings)+len(s.opts.Codes) {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, v := range s.opts.Settings {
			if _, err := tx.Exec(ctx, "INSERT INTO setting (name, area, from_day, to_day, value, note) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
				v.Name, v.Area, string(v.From), string(v.To), v.Value, v.Note); err != nil {
				return err
			}
		}
		for i, v := range s.opts.Codes {
			if _, err := tx.Exec(ctx, "INSERT INTO code_value (list, value, label, area, from_day, to_day, place, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
				v.List, v.Value, v.Label, v.Area, string(v.From), string(v.To), i, v.Note); err != nil {
				return err
			}
		}
		for _, d := range clock.NationalDays() {
			if _, err := tx.Exec(ctx, "INSERT INTO calendar (day, kind, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", string(d.Date), string(d.Kind), d.Name); err != nil {
				return err
			}
		}
		return nil
	})
}

func holds(on, from, to clock.Date) bool { return from <= on && (to == "" || on < to) }

// at gives the setting that holds in a division on a day.
func (v *settings) at(name, code string, on clock.Date) (Setting, bool) {
	var best Setting
	found := false
	for _, x := range v.values[name] {
		if holds(on, x.From, x.To) && area.Contains(x.Area, code) && (!found || len(x.Area) > len(best.Area) || len(x.Area) == len(best.Area) && x.From > best.From) {
			best, found = x, true
		}
	}
	return best, found
}

// Setting gives the setting that holds in a division on a day.
func (s *Store) Setting(ctx context.Context, name, code string, on clock.Date) (Setting, error) {
	v, err := s.rules(ctx)
	if err != nil {
		return Setting{}, err
	}
	x, ok := v.at(name, code, on)
	if !ok {
		return x, fault.New(fault.Internal, "没有设置“%s”，请在设置里补上", name)
	}
	return x, nil
}

// Number gives a setting that is a whole number, for the division of the
// record in hand, on the day the step takes effect.
func Number(tx record.Tx, name, code string) (int, error) {
	s := In(tx)
	x, ok := s.rules.at(name, code, s.On())
	if !ok {
		return 0, fault.New(fault.Internal, "没有设置“%s”，请在设置里补上", name)
	}
	n, err := strconv.Atoi(x.Value)
	if err != nil {
		return 0, fault.New(fault.Internal, "设置“%s”应为整数，现在是“%s”", name, x.Value)
	}
	return n, nil
}

// WorkingDays gives the n-th working day after a day, by the county's
// calendar (调休 counted).
func WorkingDays(tx record.Tx, after clock.Date, n int) clock.Date {
	due, _ := In(tx).rules.calendar.AddWorkingDays(after, n)
	return due
}

// Calendar gives the county's working days.
func (s *Store) Calendar(ctx context.Context) (*clock.Calendar, error) {
	v, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	return v.calendar, nil
}

// PutSetting makes a setting hold from a day on, with its audit entry.
func (s *Store) PutSetting(ctx context.Context, a *record.Actor, v Setting, reason string) error {
	_, err := s.Write(ctx, a, Key{}, func(tx *Tx) (Result, error) {
		_, err := tx.db.Exec(ctx, "INSERT INTO setting (name, area, from_day, to_day, value, note) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name, area, from_day) DO UPDATE SET to_day = excluded.to_day, value = excluded.value, note = excluded.note",
			v.Name, v.Area, string(v.From), string(v.To), v.Value, v.Note)
		if err != nil {
			return Result{}, err
		}
		detail, err := json.Marshal([]FieldChange{{Field: v.Name, Label: v.Name, Is: v.Value}})
		if err != nil {
			return Result{}, err
		}
		return Result{}, tx.Entry("setting", v.Name, reason, string(detail))
	})
	s.forget()
	return err
}

// PutCode makes a value of a code list hold, with its audit entry.
func (s *Store) PutCode(ctx context.Context, a *record.Actor, v CodeValue) error {
	_, err := s.Write(ctx, a, Key{}, func(tx *Tx) (Result, error) {
		_, err := tx.db.Exec(ctx, "INSERT INTO code_value (list, value, label, area, from_day, to_day, place, note) VALUES (?, ?, ?, ?, ?, ?, 1000, ?) ON CONFLICT (list, value, area, from_day) DO UPDATE SET label = excluded.label, to_day = excluded.to_day, note = excluded.note",
			v.List, v.Value, v.Label, v.Area, string(v.From), string(v.To), v.Note)
		if err != nil {
			return Result{}, err
		}
		return Result{}, tx.Entry("code", v.List, "", v.Value+" "+v.Label)
	})
	s.forget()
	return err
}

func (s *Store) forget() {
	s.settled.Lock()
	s.settings = nil
	s.settled.Unlock()
}

// Options gives the values of a code list in a division on a day, in order.
func (s *Store) Options(ctx context.Context, list, code string, on clock.Date) ([]record.Option, error) {
	v, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	return v.options(list, code, on), nil
}

func (v *settings) options(list, code string, on clock.Date) []record.Option {
	var out []record.Option
	for _, c := range v.codes[list] {
		if holds(on, c.From, c.To) && (area.Contains(c.Area, code) || code == "") {
			out = append(out, record.Option{Value: c.Value, Label: c.Label})
		}
	}
	return out
}

// CodeLabel gives what a value of a code list is called, also one no longer in
// use; the value itself if nobody knows it.
func (s *Store) CodeLabel(ctx context.Context, list, value string) string {
	v, err := s.rules(ctx)
	if err != nil {
		return value
	}
	for _, c := range v.codes[list] {
		if c.Value == value {
			return c.Label
		}
	}
	return value
}

// AllSettings gives every setting, for pages that show them.
func (s *Store) AllSettings(ctx context.Context) ([]Setting, error) {
	v, err := s.rules(ctx)
	if err != nil {
		return nil, err
	}
	var out []Setting
	for _, list := range v.values {
		out = append(out, list...)
	}
	slices.SortFunc(out, func(a, b Setting) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Area, b.Area), cmp.Compare(a.From, b.From))
	})
	return out, nil
}
