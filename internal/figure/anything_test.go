package figure_test

import (
	"fmt"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// anything does one thing at random, as one of many who work at once.
func (h *history) anything() {
	h.Helper()
	things := []func() error{h.person, h.joins, h.joins, h.joins, h.merges, h.merges, h.parts, h.moves, h.moves, h.divisions, h.imports, h.imports, h.leaps}
	if h.IntN(3) > 0 {
		h.happen()
		return
	}
	h.note(things[h.IntN(len(things))]())
}

// note counts what was done and what was refused.
func (h *history) note(err error) {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.NotFound, fault.Unavailable:
		if err != nil {
			h.refused++
			return
		}
	}
	if err != nil {
		h.Errorf("%v", err)
		return
	}
	h.done++
}

func (h *history) change(fn func(tx *store.Tx) error) error {
	_, err := h.Store.Write(h.Ctx(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) { return store.Result{}, fn(tx) })
	return err
}

func (h *history) person() error {
	return h.change(func(tx *store.Tx) error {
		_, err := store.Add(tx, people.Persons, h.place(), func(p *people.Person) {
			p.Name = []string{"陈桂芳", "李小兰", "赵大海", "王建国"}[h.IntN(4)]
		})
		return err
	})
}

// joins enters somebody for an activity; the same few activities, so that some
// who are one by and by were at the same.
func (h *history) joins() error {
	return h.change(func(tx *store.Tx) error {
		list, err := store.Find(tx.Context(), tx.All(), service.Activities, nil)
		if err != nil || len(list) == 0 {
			return err
		}
		a := list[h.IntN(min(4, len(list)))]
		p, err := some(h, tx, people.Persons)
		if err != nil {
			return err
		}
		_, err = store.Add(tx, service.Participations, a.Area, func(x *service.Participation) {
			x.Activity, x.Person, x.Name, x.Role, x.Minutes = record.ID[service.Activity](a.ID), record.ID[people.Person](p.ID), "某人", service.Taker, int64(h.IntN(90))
		})
		return err
	})
}

func (h *history) merges() error {
	list, err := store.Find(h.Ctx(), h.Store.Reader(h.Officer()), people.Persons, nil)
	if err != nil || len(list) < 6 {
		return err
	}
	_, err = h.Store.Merge(h.Ctx(), h.Officer(), people.Persons.Register, pick(h, list).ID, pick(h, list).ID, "同一个人", "")
	return err
}

func (h *history) parts() error {
	page, err := h.Store.Reader(h.Officer()).List(h.Ctx(), people.Persons.Register, store.Query{Voided: true})
	if err != nil || len(page.Records) == 0 {
		return err
	}
	_, err = h.Store.Unmerge(h.Ctx(), h.Officer(), people.Persons.Register, record.BaseOf(page.Records[h.IntN(len(page.Records))]).ID, "不是同一个人", "")
	return err
}

// moves gives something to another division, as when communities merge.
func (h *history) moves() error {
	return h.change(func(tx *store.Tx) error {
		switch h.IntN(4) {
		case 0:
			return elsewhere(h, tx, need.Needs)
		case 1:
			return elsewhere(h, tx, org.SocialOrgs)
		case 2:
			return elsewhere(h, tx, service.Participations)
		}
		return elsewhere(h, tx, service.Activities)
	})
}

func elsewhere[T any](h *history, tx *store.Tx, t record.Type[T]) error {
	rec, err := some(h, tx, t)
	if b := record.BaseOf(any(rec).(record.Record)); err == nil && b.ID != 0 {
		err = store.Change(tx, t, rec, func(*T) { b.Area = h.place() })
	}
	return err
}

// divisions renames one, or ends it and begins it anew in the next edition.
func (h *history) divisions() error {
	return h.change(func(tx *store.Tx) error {
		code := h.place()
		d, err := store.First(tx.Context(), tx.All(), place.Divisions, func(d *place.Division, w *store.Where) { w.Is(&d.Code, code).Empty(&d.Until) })
		if err != nil {
			return err
		}
		if d != nil && h.IntN(2) == 0 {
			return store.Change(tx, place.Divisions, d, func(d *place.Division) { d.Name = fmt.Sprint("社区", h.Uint32()) })
		}
		if d != nil {
			if err := store.Change(tx, place.Divisions, d, func(d *place.Division) { d.Until = tx.Today() }); err != nil {
				return err
			}
		}
		_, err = store.Add(tx, place.Divisions, code, func(d *place.Division) {
			d.Code, d.Name, d.Level, d.From = code, fmt.Sprint("社区", h.Uint32()), place.Village, tx.Today()
		})
		return err
	})
}

// imports reads a file of activities, new ones and ones that are there, and maybe
// takes the whole back.
func (h *history) imports() error {
	a, reg := h.TownOfficer(), service.Activities.Register
	there, err := store.Find(h.Ctx(), h.Store.Reader(a), service.Activities, func(x *service.Activity, w *store.Where) { w.Is(&x.State, service.Held) })
	if err != nil {
		return err
	}
	rows := func(yield func(store.ImportRow, error) bool) {
		for i := range 2 + h.IntN(3) {
			row := store.ImportRow{Line: int64(i + 2), In: record.Input{"held_on": string(h.Store.Today().AddDays(-h.IntN(30))), "unnamed": fmt.Sprint(h.IntN(9))}}
			if h.IntN(2) == 0 && len(there) > 0 {
				row.Code = record.Code(pick(h, there).ID)
			} else {
				row.In["title"], row.In["kind"], row.In["names"], row.Area = fmt.Sprint("导入的", h.Uint32()), "volunteer", "陈桂芳、孙小梅", Community2
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	b, err := h.Store.Stage(h.Ctx(), a, reg, fmt.Sprint(h.Uint32(), ".xlsx"), fmt.Sprint(h.Uint32()), "", rows)
	if err != nil {
		return err
	}
	if _, err = h.Store.Apply(h.Ctx(), a, b.ID, nil); err != nil || h.IntN(3) == 0 {
		return err
	}
	if h.IntN(4) == 0 { // meanwhile
		h.happen()
	}
	_, err = h.Store.Undo(h.Ctx(), a, b.ID)
	return err
}

// leaps puts the program's clock right, or wrong.
func (h *history) leaps() error {
	h.Clock.Advance([]time.Duration{-time.Second, -time.Hour, -30 * time.Hour, 12 * time.Hour, time.Minute}[h.IntN(5)])
	return nil
}
