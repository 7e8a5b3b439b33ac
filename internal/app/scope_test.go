package app_test

import (
	"slices"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/area"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Whoever acts, from wherever, sees of every register exactly what its rights
// say: by number, in lists and by words.
func TestEveryRegisterStaysInScope(t *testing.T) {
	Each(t, func(w *World) {
		m := &maker{World: w}
		for _, reg := range w.Store.Book().Registers {
			id := m.make(reg)
			rec := m.get(reg, id)
			places := []string{record.BaseOf(rec).Area}
			for _, f := range reg.Fields {
				if f.IsAreas {
					places = append(places, f.Value(rec).([]string)...)
				}
			}
			for _, role := range people.Roles() {
				for _, from := range []string{Community, Town, County, Community2, Elsewhere, OtherTown, "510521", "510521001001"} {
					reach := from
					if reg.Rights.Reach == record.County {
						reach = from[:6]
					}
					may := (role == people.Auditor && !reg.Rights.Closed || slices.Contains(reg.Rights.Read, role)) && slices.ContainsFunc(places, func(p string) bool { return area.Contains(reach, p) })
					a := &record.Actor{Account: 5, Name: "某人", Roles: record.By(role), Area: from, Via: "web", Owns: map[string]int64{"social_org": 1, "unit": 1, "instructor": 1, "social_worker": 1, "volunteer": 1}} // of an organisation that has no part in this
					r := w.Store.Reader(a)
					_, err := r.Get(w.Ctx(), reg, id)
					if may && err != nil || !may && !fault.Is(err, fault.NotFound) {
						w.Errorf("%s at %s reads %s of %v: %v, may: %v", role, from, reg.Name, places, err, may)
					}
					page, err := r.List(w.Ctx(), reg, store.Query{IDs: []int64{id}})
					if none := (role != people.Auditor || reg.Rights.Closed) && !slices.Contains(reg.Rights.For(record.Read), role); none && !fault.Is(err, fault.Refused) || !none && (err != nil || (page.Total == 1) != may || (len(page.Records) == 1) != may) {
						w.Errorf("%s at %s lists %s: %+v, %v, may: %v", role, from, reg.Name, page, err, may)
					}
					if found, err := r.List(w.Ctx(), reg, store.Query{IDs: []int64{id}, Text: record.Code(id)}); err == nil && (found.Total == 1) != may {
						w.Errorf("%s at %s finds %s: %d, may: %v", role, from, reg.Name, found.Total, may)
					}
				}
			}
		}
	})
}
