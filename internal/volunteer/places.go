package volunteer

import (
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// room gives a shift, locked, and how many of its places are free.
func room(tx record.Tx, id record.ID[Shift]) (*Shift, int64, error) {
	if err := store.Lock(tx, Shifts, id); err != nil {
		return nil, 0, err
	}
	all := store.In(tx).All()
	s, err := store.One(tx.Context(), all, Shifts, id)
	if err != nil {
		return nil, 0, err
	}
	n, err := store.CountOf(tx.Context(), all, SignUps, func(u *SignUp, w *store.Where) { w.Is(&u.Shift, id).In(&u.State, In, Arrived) })
	return s, s.Wanted - int64(n), err
}

// over reports whether a shift has ended.
func (s *Shift) over(tx record.Tx) bool { return s.To.Time().Before(tx.Now()) }

// fill gives what places are free to whoever has waited longest, and then to
// those who want to change over from another shift. Nobody has to see to it.
func fill(tx record.Tx, id record.ID[Shift]) error {
	for {
		s, free, err := room(tx, id)
		if err != nil || free < 1 || s.State != Open || s.over(tx) {
			return err
		}
		next, err := first(tx, func(u *SignUp, w *store.Where) { w.Is(&u.Shift, id).Is(&u.State, Waiting).By(&u.Since) })
		if err != nil {
			return err
		}
		if next != nil {
			if err := store.TakeStep(tx, SignUps, next, "move_up", "有空位，自动递补"); err != nil {
				return err
			}
			continue
		}
		next, err = first(tx, func(u *SignUp, w *store.Where) { w.Is(&u.Wish, id).Is(&u.State, In) })
		if err != nil || next == nil {
			return err
		}
		if err := next.changeOver(tx); err != nil {
			return err
		}
	}
}

func first(tx record.Tx, where func(*SignUp, *store.Where)) (*SignUp, error) {
	return store.First(tx.Context(), store.In(tx).All(), SignUps, where)
}

// left gives the place to whoever comes next.
func (u *SignUp) left(tx record.Tx) error {
	if err := u.forget(tx); err != nil {
		return err
	}
	return fill(tx, u.Shift)
}

// back takes a place again, if one is left.
func (u *SignUp) back(tx record.Tx) error {
	s, free, err := room(tx, u.Shift)
	switch {
	case err != nil:
		return err
	case s.State != Open:
		return fault.New(fault.Conflict, "“%s”不再招募", s.Title)
	case free < 0: // this one is counted already
		return fault.New(fault.Conflict, "“%s”已报满，可以排队候补", s.Title)
	}
	return nil
}

// queue waits from now on, or has the place at once if one is free.
func (u *SignUp) queue(tx record.Tx) error {
	if err := store.Change(tx, SignUps, u, func(u *SignUp) { u.Since = record.MomentOf(tx.Now()) }); err != nil {
		return err
	}
	return fill(tx, u.Shift)
}

// keep gives up the wish to change over.
func (u *SignUp) keep(tx record.Tx) error { return u.forget(tx) }

func (u *SignUp) forget(tx record.Tx) error {
	if u.Wish == 0 {
		return nil
	}
	return store.Change(tx, SignUps, u, func(u *SignUp) { u.Wish = 0 })
}

// swap changes over to another shift: at once if it has a place, or if somebody
// in it wants to come here; otherwise as soon as either is so.
func (u *SignUp) swap(tx record.Tx) error {
	s, free, err := room(tx, u.Wish)
	if err != nil {
		return err
	}
	there, err := first(tx, func(x *SignUp, w *store.Where) {
		w.Is(&x.Shift, u.Wish).Is(&x.Volunteer, u.Volunteer).In(&x.State, In, Arrived)
	})
	switch {
	case err != nil:
		return err
	case there != nil:
		return problem("wish", "想换到", "已经报上“"+s.Title+"”，不用换")
	case s.State != Open || s.over(tx):
		return problem("wish", "想换到", "“"+s.Title+"”不再招募")
	case free > 0:
		return u.changeOver(tx)
	}
	other, err := first(tx, func(x *SignUp, w *store.Where) { w.Is(&x.Shift, u.Wish).Is(&x.Wish, u.Shift).Is(&x.State, In) })
	if err != nil || other == nil {
		return err
	}
	mine, theirs := u.Shift, u.Wish
	for _, x := range []*SignUp{u, other} {
		if err := x.vacate(tx); err != nil {
			return err
		}
	}
	if err := take(tx, theirs, u.Volunteer); err != nil {
		return err
	}
	return take(tx, mine, other.Volunteer)
}

// changeOver leaves a place for one in the shift wished for.
func (u *SignUp) changeOver(tx record.Tx) error {
	to := u.Wish
	if err := u.vacate(tx); err != nil {
		return err
	}
	if err := take(tx, to, u.Volunteer); err != nil {
		return err
	}
	return fill(tx, u.Shift)
}

func (u *SignUp) vacate(tx record.Tx) error {
	if err := u.forget(tx); err != nil {
		return err
	}
	return store.TakeStep(tx, SignUps, u, "change_over", "换班")
}

// take puts a volunteer into a shift that has a place.
func take(tx record.Tx, id record.ID[Shift], v record.ID[Volunteer]) error {
	u, err := first(tx, func(u *SignUp, w *store.Where) { w.Is(&u.Shift, id).Is(&u.Volunteer, v) })
	switch {
	case err != nil:
		return err
	case u == nil:
		var s *Shift
		if s, err = store.One(tx.Context(), store.In(tx).All(), Shifts, id); err != nil {
			return err
		}
		_, err = store.Add(tx, SignUps, s.Area, func(u *SignUp) { u.Shift, u.Volunteer = id, v })
		return err
	case u.State == Waiting:
		return store.TakeStep(tx, SignUps, u, "move_up", "换班")
	}
	return store.TakeStep(tx, SignUps, u, "back", "换班")
}
