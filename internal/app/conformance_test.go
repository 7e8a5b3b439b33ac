package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Every register keeps the promises of the machinery, on both engines. A new
// register is tested the day it is listed.
func TestEveryRegister(t *testing.T) {
	Each(t, func(w *World) {
		m := &maker{World: w}
		for _, reg := range app.Book().Registers {
			if len(reg.Rights.Create) == 0 {
				continue // what the system alone writes, its story tells
			}
			w.Run(reg.Name, func(t *testing.T) {
				of := *w
				of.T = t
				m.World = &of
				m.n += 10
				m.conforms(m.Store.Book().Register(reg.Name))
			})
		}
		found, err := w.Store.Verify(w.Ctx())
		w.Do(err)
		for _, f := range found {
			w.Error(f)
		}
	})
}

// followed is a record whose every version the test keeps a copy of.
type followed struct {
	*maker
	reg    *record.Register
	id     int64
	copies []string // by version, from 1
	done   []string // what was done to it, oldest first
}

func (m *maker) conforms(reg *record.Register) {
	in := m.input(reg, asked(reg))
	place := m.place(reg)
	res, err := m.Store.Create(m.Ctx(), m.everybody(), reg, place, in, "create "+reg.Name)
	if err != nil {
		m.Fatalf("%v: %v", in, err)
	}
	again, err := m.Store.Create(m.Ctx(), m.everybody(), reg, place, in, "create "+reg.Name)
	if err != nil || again.ID != res.ID || !again.Replayed {
		m.Errorf("sent twice: %+v, %v", again, err)
	}
	if _, err := m.Store.Create(m.Ctx(), m.everybody(), reg, place, record.Input{"nothing": ""}, "create "+reg.Name); !fault.Is(err, fault.Conflict) {
		m.Errorf("another form under the same key: %v", err)
	}
	f := &followed{m, reg, res.ID, nil, nil}
	f.note("create")
	f.readsBack(in)
	f.isListed(in)
	f.isEdited()
	f.isStepped()
	f.isVoided()
	f.isKnown()
}

// note keeps a copy of the version that somebody just made.
func (f *followed) note(did string) {
	f.Helper()
	rec := f.get(f.reg, f.id)
	for int(record.BaseOf(rec).Version) > len(f.copies) {
		f.copies = append(f.copies, "") // a step's own effects make versions of their own
	}
	f.copies[record.BaseOf(rec).Version-1] = f.words(rec)
	f.done = append(f.done, did)
}

func (f *followed) words(rec record.Record) string {
	var b strings.Builder
	for _, x := range f.reg.Fields {
		fmt.Fprintf(&b, "%s=%s\n", x.Name, x.Text(rec))
	}
	return b.String() + record.BaseOf(rec).Voided
}

func (f *followed) readsBack(in record.Input) {
	rec, want := f.get(f.reg, f.id), f.reg.New()
	for _, x := range asked(f.reg) {
		if _, coded := x.Kind.(record.Coded); coded || x.Name == "names" || x.Name == "helpers" { // codes become values; pasted names become participations
			continue
		}
		if x.IsPassing {
			if !x.Empty(rec) {
				f.Errorf("%s is kept", x.Name)
			}
			continue
		}
		f.Do(x.Kind.Parse(x.Ptr(want), in[x.Name]))
		if !x.Same(want, rec) && !(x.Empty(want) && x.Empty(rec)) && !x.Empty(want) {
			f.Errorf("%s is %q, was typed as %q", x.Name, x.Text(rec), in[x.Name])
		}
	}
	if b := record.BaseOf(rec); b.ID != f.id || b.Version != 1 || b.Area == "" || b.Since == 0 || b.Created != record.MomentOf(f.Clock.Now()) || b.Voided != "" {
		f.Errorf("base is %+v", *b)
	}
}

func (f *followed) finds(q store.Query) bool {
	f.Helper()
	page, err := f.Store.Reader(f.everybody()).List(f.Ctx(), f.reg, q)
	if err != nil {
		f.Errorf("%+v: %v", q, err)
		return false
	}
	if page.Total < len(page.Records) {
		f.Errorf("%+v: %d given of %d", q, len(page.Records), page.Total)
	}
	return slices.ContainsFunc(page.Records, func(r record.Record) bool { return record.BaseOf(r).ID == f.id })
}

func (f *followed) isListed(in record.Input) {
	rec := f.get(f.reg, f.id)
	if !f.finds(store.Query{}) || !f.finds(store.Query{Area: record.BaseOf(rec).Area}) || !f.finds(store.Query{ByArea: true}) || f.finds(store.Query{Voided: true}) || f.finds(store.Query{Area: Elsewhere}) {
		f.Error("is not listed where it is, or listed where it is not")
	}
	for _, x := range f.reg.Fields {
		text := x.Text(rec)
		switch {
		case x.IsSealed && text != "":
			if len(f.reg.Rights.Reveal) > 0 && !f.finds(store.Query{Filters: map[string]string{x.Name: text}}) {
				f.Errorf("not found by %s", x.Name)
			}
		case !x.CanFilter || x.Empty(rec):
			if _, err := f.Store.Reader(f.everybody()).List(f.Ctx(), f.reg, store.Query{Filters: map[string]string{x.Name: "x"}}); !x.CanFilter && !x.IsSealed && !fault.Is(err, fault.Invalid) {
				f.Errorf("filtered on %s: %v", x.Name, err)
			}
		default:
			if !f.finds(store.Query{Filters: map[string]string{x.Name: text}}) {
				f.Errorf("not found by %s = %s", x.Name, text)
			}
			if x.Kind.Name() == "date" && (!f.finds(store.Query{Filters: map[string]string{x.Name: text + ".." + text}}) || f.finds(store.Query{Filters: map[string]string{x.Name: "2030-01-01.."}}) || f.finds(store.Query{Filters: map[string]string{x.Name: "..1999-01-01"}})) {
				f.Errorf("ranges of %s", x.Name)
			}
		}
		if c, ok := x.Kind.(record.Chosen); ok && x.CanFilter {
			for _, o := range c.Options() {
				if o.Label != text && f.finds(store.Query{Filters: map[string]string{x.Name: o.Value}}) {
					f.Errorf("found by %s = %s, and it is %s", x.Name, o.Label, text)
				}
			}
		}
	}
	if f.reg.Title == nil {
		return
	}
	ways := []string{"油米糖", "ymtm", "youmitangmian", "糖面"}
	if title := f.reg.Title.Text(rec); strings.HasPrefix(title, "王明") {
		ways = []string{"王明", "wm", "wangming"}
	} else if f.reg.Title.IsSystem { // made of other records’ names
		ways = []string{title[:6]}
	}
	for _, q := range append(ways, record.Code(f.id)) {
		if !f.finds(store.Query{Text: q}) {
			f.Errorf("%s is not found by %s", f.reg.Title.Text(rec), q)
		}
	}
	if f.finds(store.Query{Text: "没有的话"}) {
		f.Error("found by words it has not")
	}
}

// change gives an edit of a field that nothing else has to agree with.
func (f *followed) change() record.Input {
	for _, x := range asked(f.reg) {
		if kind := x.Kind.Name(); !x.IsFixed && (kind == "text" || kind == "prose" || kind == "address" || x.Name == "minutes") {
			return record.Input{x.Name: map[bool]string{true: "45分钟", false: "改后的话"}[kind == "minutes"]}
		}
	}
	return nil
}

func (f *followed) isEdited() {
	rec, in := f.get(f.reg, f.id), f.change()
	if in == nil {
		return // every field is fixed or must agree with another
	}
	if len(f.reg.Rights.Edit) == 0 || !f.reg.Rights.MayEditIn(f.reg.StateOf(rec)) {
		_, err := f.Store.Edit(f.Ctx(), f.everybody(), f.reg, f.id, 1, record.Input{}, "")
		if !fault.Is(err, fault.Refused) && !fault.HasCode(err, fault.CodeState) {
			f.Errorf("edited where nobody may: %v", err)
		}
		return
	}
	version := record.BaseOf(rec).Version
	if _, err := f.Store.Edit(f.Ctx(), f.everybody(), f.reg, f.id, 0, in, ""); !fault.HasCode(err, fault.CodeMissing) {
		f.Errorf("edited without a version: %v", err)
	}
	if _, err := f.Store.Edit(f.Ctx(), f.everybody(), f.reg, f.id, version, in, "edit "+f.reg.Name); err != nil {
		f.Fatalf("edit %v: %v", in, err)
	}
	f.note("edit")
	if again, err := f.Store.Edit(f.Ctx(), f.everybody(), f.reg, f.id, version, in, "edit "+f.reg.Name); err != nil || !again.Replayed || again.Version != version+1 {
		f.Errorf("the edit sent twice: %+v, %v", again, err)
	}
	_, err := f.Store.Edit(f.Ctx(), f.everybody(), f.reg, f.id, version, record.Input{}, "")
	if e := fault.As(err); !fault.HasCode(err, fault.CodeStale) || e.Kind != fault.Conflict {
		f.Errorf("a stale edit: %v", err)
	}
}
