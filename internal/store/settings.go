package store

import (
	"context"
	"strconv"
	"time"

	"sanshe/internal/clock"
	"sanshe/internal/record"
)

// settingsAge is how long settings are trusted before they are read again;
// another process may have changed them. This process drops them at once.
const settingsAge = 5 * time.Second

// Rules gives the rules as they are now.
func (s *Store) Rules(ctx context.Context) (*Rules, error) { return s.rulesUpTo(ctx, 0) }

// RulesKnown gives the rules as they were known at a sealed number; 0 is now.
func (s *Store) RulesKnown(ctx context.Context, known int64) (*Rules, error) {
	r, err := s.rulesUpTo(ctx, known)
	if err != nil {
		return nil, err
	}
	return r.Known(known), nil
}

// rulesUpTo gives rules that hold every change up to a number: what was known
// at it must not depend on when somebody looked last.
func (s *Store) rulesUpTo(ctx context.Context, number int64) (*Rules, error) {
	s.settled.Lock()
	defer s.settled.Unlock()
	if s.rules != nil && s.rules.sealed >= number && time.Since(s.rules.read) < settingsAge {
		return s.rules, nil
	}
	got, err := s.readRules(ctx, s.db)
	if err == nil {
		s.rules = got
	}
	return got, err
}

func (s *Store) forget() {
	s.settled.Lock()
	s.rules = nil
	s.settled.Unlock()
}

// Setting gives the setting that holds in a division on a day.
func (s *Store) Setting(ctx context.Context, name, code string, on clock.Date) (Provision, error) {
	r, err := s.Rules(ctx)
	if err != nil {
		return Provision{}, err
	}
	p, ok := r.Setting(name, code, on)
	if !ok {
		return p, errNoSetting(name)
	}
	return p, nil
}

// Number gives a setting that is a whole number, for the division of the
// record in hand, on the day the step takes effect.
func Number(tx record.Tx, name, code string) (int, error) {
	return NumberOn(tx, name, code, In(tx).On())
}

// NumberOn is [Number] on the day a clock began: one that runs keeps its days.
func NumberOn(tx record.Tx, name, code string, on clock.Date) (int, error) {
	s := In(tx)
	p, ok := s.rules.Setting(name, code, on)
	if !ok || s.store.opts.Settings != nil && s.store.Described(name) == nil {
		return 0, errNoSetting(name)
	}
	return strconv.Atoi(p.Value)
}

// Deadline gives the day on which a clock of a setting, in days or in working
// days, ends that began on a day; "" if nothing says so.
func Deadline(tx record.Tx, setting, place string, began clock.Date) clock.Date {
	s := In(tx)
	v := s.store.Described(setting)
	if v == nil {
		return ""
	}
	return s.rules.Due(v, place, began, s.Today())
}

// WorkingDays gives the n-th working day after a day, by the county's
// calendar (调休 counted).
func WorkingDays(tx record.Tx, after clock.Date, n int) clock.Date {
	due, _ := In(tx).rules.Calendar().AddWorkingDays(after, n)
	return due
}

// Calendar gives the county's working days.
func (s *Store) Calendar(ctx context.Context) (*clock.Calendar, error) {
	r, err := s.Rules(ctx)
	if err != nil {
		return nil, err
	}
	return r.Calendar(), nil
}

// Options gives the values of a code list in a division on a day, in order.
func (s *Store) Options(ctx context.Context, list, code string, on clock.Date) ([]record.Option, error) {
	r, err := s.Rules(ctx)
	if err != nil {
		return nil, err
	}
	return r.Options(list, code, on), nil
}

// CodeLabel gives what a value of a code list is called, also one no longer in
// use; the value itself if nobody knows it.
func (s *Store) CodeLabel(ctx context.Context, list, value string) string {
	r, err := s.Rules(ctx)
	if err != nil {
		return value
	}
	return r.CodeLabel(list, value, s.Today())
}
