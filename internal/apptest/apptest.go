// Package apptest gives tests a county to work in: a migrated database on
// either engine, divisions loaded, a clock that is moved by hand, and actors of
// every role. Nothing in it is a mock.
package apptest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"sanshe/internal/app"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/migration"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Codes of divisions tests use.
const (
	County     = "510522"
	Town       = "510522001"    // 符阳街道
	OtherTown  = "510522002"    // 临港街道
	Community  = "510522001001" // in Town
	Community2 = "510522001002"
	Elsewhere  = "510522002001" // in OtherTown
)

// World is a county under test.
type World struct {
	*testing.T
	*app.App
	Clock *clock.Walking
}

// Each runs a story on SQLite and on PostgreSQL, on 2026-03-02 at nine.
func Each(t *testing.T, story func(w *World)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { story(New(t, d)) }, dbtest.WithSchema(migration.Files))
}

// OnSQLite runs a story on SQLite alone, for what is the same on both engines.
func OnSQLite(t *testing.T) *World {
	t.Helper()
	return New(t, dbtest.SQLite(t, dbtest.WithSchema(migration.Files)))
}

// New makes a county on a migrated database.
func New(t *testing.T, d *db.DB) *World {
	t.Helper()
	keys, err := store.NewKeyring()
	if err != nil {
		t.Fatal(err)
	}
	w := &World{T: t, Clock: clock.NewWalking(time.Date(2026, 3, 2, 9, 0, 0, 0, clock.Shanghai))}
	w.App, err = app.Assemble(t.Context(), app.Config{Clock: w.Clock, Data: t.TempDir()}, d, keys)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Ctx gives the test's context.
func (w *World) Ctx() context.Context { return w.Context() }

// On moves the clock to nine in the morning of a day.
func (w *World) On(day clock.Date) *World {
	w.Clock.Set(day.Time().Add(9 * time.Hour))
	return w
}

func actor(id int64, name, area string, roles ...record.Role) *record.Actor {
	return &record.Actor{Account: id, Name: name, Unit: name + "单位", Area: area, Roles: roles, Via: "web", Owns: map[string]int64{}}
}

// Actors of every role.
func (w *World) Officer() *record.Actor { return actor(11, "周启明", County, people.CountyOfficer) }
func (w *World) Civil() *record.Actor   { return actor(12, "何民政", County, people.CivilAffairs) }
func (w *World) TownOfficer() *record.Actor {
	return actor(13, "赵镇街", Town, people.TownOfficer)
}
func (w *World) Worker() *record.Actor {
	return actor(14, "王雪梅", Community, people.CommunityWorker)
}
func (w *World) OtherWorker() *record.Actor {
	return actor(15, "李外社", Elsewhere, people.CommunityWorker)
}
func (w *World) Admin() *record.Actor {
	return actor(16, "系统管理员", County, people.Administrator)
}

// Member gives somebody of a social organisation.
func (w *World) Member(org int64) *record.Actor {
	a := actor(17, "陈机构", County, people.Organisation)
	a.Owns["social_org"] = org
	return a
}

// Do fails the test unless err is nil.
func (w *World) Do(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// Set makes a setting hold from a day on in a division, "" everywhere.
func (w *World) Set(name, area string, from clock.Date, value string) {
	w.Helper()
	_, err := w.Store.Rule(w.Ctx(), store.System("test"), store.Ruling{Sort: store.OfSetting, Name: name, Seen: store.AnyVersion, Note: "县里定的", Rows: []store.Wanted{{Area: area, From: from, Value: value}}}, "")
	w.Do(err)
}

// Make creates a record as an actor would, and gives its id.
func (w *World) Make(a *record.Actor, reg *record.Register, area string, in record.Input) int64 {
	w.Helper()
	res, err := w.Store.Create(w.Ctx(), a, reg, area, in, "")
	w.Do(err)
	return res.ID
}

// Step takes a step as an actor would.
func (w *World) Step(a *record.Actor, reg *record.Register, id int64, step string, t store.Taking) {
	w.Helper()
	w.Do(w.TryStep(a, reg, id, step, t))
}

// TryStep takes a step and gives what came of it.
func (w *World) TryStep(a *record.Actor, reg *record.Register, id int64, step string, t store.Taking) error {
	w.Helper()
	rec, err := w.Store.Reader(a).Get(w.Ctx(), reg, id)
	if err != nil {
		return err
	}
	_, err = w.Store.Take(w.Ctx(), a, reg, id, record.BaseOf(rec).Version, step, t, "")
	return err
}

// Todo gives what is left to do about a record for whoever holds an actor's
// roles, each with its day, what is due first before the rest: also what is too
// far ahead for an inbox.
func (w *World) Todo(a *record.Actor, reg *record.Register, id int64) string {
	w.Helper()
	list, err := w.Store.TasksAbout(w.Ctx(), reg, id)
	w.Do(err)
	var says []string
	for _, t := range list {
		if a.Holds(record.By(t.Role)) {
			says = append(says, strings.TrimSpace(cmp.Or(string(t.Due), "9999")+" "+t.Label))
		}
	}
	slices.Sort(says)
	for i, s := range says {
		day, label, _ := strings.Cut(s, " ")
		says[i] = strings.TrimSuffix(label+" "+day, " 9999")
	}
	return strings.Join(says, "；")
}

// Get reads a record as an actor would.
func Get[T any](w *World, a *record.Actor, t record.Type[T], id int64) *T {
	w.Helper()
	rec, err := store.One(w.Ctx(), w.Store.Reader(a), t, record.ID[T](id))
	w.Do(err)
	return rec
}
