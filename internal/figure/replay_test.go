package figure_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// replay is the county told again from its audit, one number after the other:
// entries say what happened to which record, images what it then said. It does
// not ask the store what was known when, nor what state a record was in; those
// it works out, and holds against what the store keeps.
type replay struct {
	*World
	entries []store.Entry
	images  map[int64]map[int64]record.Record // record to number to what it said from then on
	kept    []kept                            // passages as the store keeps them
	now     map[int64]record.Record
	of      map[int64]*record.Register
	moves   map[int64][]turn
	at      int // of entries
}

// turn is a state entered on a day; first tells the one a record began in.
type turn struct {
	passage
	entered clock.Date
	first   bool
}

type kept struct {
	turn
	record, since, until int64
}

func newReplay(w *World) *replay {
	w.Helper()
	r := &replay{World: w, images: map[int64]map[int64]record.Record{}, now: map[int64]record.Record{}, of: map[int64]*record.Register{}, moves: map[int64][]turn{}}
	r.rows("SELECT id, seq, at, action, register, record, area, reason, detail FROM audit ORDER BY seq, id", func(scan func(...any) error) error {
		var e store.Entry
		err := scan(&e.ID, &e.Seq, (*int64)(&e.At), &e.Action, &e.Register, &e.Record, &e.Area, &e.Reason, &e.Detail)
		r.entries = append(r.entries, e)
		return err
	})
	r.rows("SELECT record, on_day, to_state, seq, until FROM passage ORDER BY on_day, seq, id", func(scan func(...any) error) error {
		var k kept
		err := scan(&k.record, (*string)(&k.on), &k.state, &k.since, &k.until)
		r.kept = append(r.kept, k)
		return err
	})
	for _, reg := range w.Store.Book().Registers {
		for _, rec := range append(images(w, reg, reg.Name+"_history", ""), images(w, reg, reg.Name, "")...) {
			b := record.BaseOf(rec)
			if r.images[b.ID] == nil {
				r.images[b.ID] = map[int64]record.Record{}
			}
			if r.images[b.ID][b.Since] != nil {
				w.Errorf("%s %d has two images since %d", reg.Name, b.ID, b.Since)
			}
			r.images[b.ID][b.Since] = rec
		}
	}
	return r
}

func (r *replay) rows(query string, each func(scan func(...any) error) error) {
	r.Helper()
	rows, err := r.DB.Query(r.Ctx(), query)
	r.Do(err)
	defer rows.Close()
	for rows.Next() {
		r.Do(each(rows.Scan))
	}
	r.Do(rows.Err())
}

// numbers gives every number of a change, rising.
func (r *replay) numbers() (out []int64) {
	for _, e := range r.entries {
		out = append(out, e.Seq)
	}
	return slices.Compact(out)
}

// upTo goes on to what was known at a number, which is not before the last.
func (r *replay) upTo(known int64) {
	r.Helper()
	for r.at < len(r.entries) && r.entries[r.at].Seq <= known {
		seq, about := r.entries[r.at].Seq, map[int64][]store.Entry{}
		var order []int64
		for ; r.at < len(r.entries) && r.entries[r.at].Seq == seq; r.at++ {
			if e := r.entries[r.at]; e.Record != 0 {
				if about[e.Record] == nil {
					order = append(order, e.Record)
				}
				about[e.Record] = append(about[e.Record], e)
			}
		}
		for _, id := range order {
			r.apply(seq, id, about[id])
		}
	}
}

// apply takes in what one change did to one record.
func (r *replay) apply(seq, id int64, entries []store.Entry) {
	r.Helper()
	image, was := r.images[id][seq], r.now[id]
	if image == nil { // read, revealed or exported
		return
	}
	reg := r.Store.Book().Register(entries[0].Register)
	for _, says := range unexplained(reg, was, image, entries) {
		r.Errorf("%s %d at %d: %s", reg.Name, id, seq, says)
	}
	r.now[id], r.of[id] = image, reg
	if reg.State == nil {
		return
	}
	for _, e := range entries {
		on := clock.DateOf(e.At.Time())
		for _, c := range e.Changes() {
			if c.Field == "on_day" {
				on = clock.Date(c.Is)
			}
		}
		if step := reg.Step(e.Action); step != nil {
			r.moves[id] = append(r.moves[id], turn{passage{on, step.To}, on, false})
		} else if e.Action == "create" || e.Action == "import" && was == nil {
			r.moves[id] = append(r.moves[id], turn{passage{begun(reg, image, on), firstState(reg, image, entries)}, on, true})
		}
	}
	r.begin(reg, id, was, image)
	slices.SortStableFunc(r.moves[id], func(a, b turn) int { return cmp.Compare(a.on, b.on) })
}

// firstState gives the state a record was made in, of the change that made it:
// what it says, or what the first step of that change says it was.
func firstState(reg *record.Register, rec record.Record, entries []store.Entry) string {
	for _, e := range entries {
		for _, c := range e.Changes() {
			if c.Field == reg.State.Name {
				was := reg.New()
				if reg.State.Kind.Parse(reg.State.Ptr(was), c.Was) == nil {
					return reg.StateOf(was)
				}
			}
		}
	}
	return reg.StateOf(rec)
}

// begun is the day a record says it began, at the latest that on which it was entered.
func begun(reg *record.Register, rec record.Record, entered clock.Date) clock.Date {
	if reg.Start == nil || reg.Start.Empty(rec) {
		return entered
	}
	return min(entered, clock.Date(reg.Start.Text(rec)))
}

// begin moves the first of a record's turns to where it belongs.
func (r *replay) begin(reg *record.Register, id int64, was, image record.Record) {
	list := r.moves[id]
	i := slices.IndexFunc(list, func(m turn) bool { return m.first })
	if was == nil || reg.Start == nil || reg.Start.Same(was, image) {
		return
	}
	if list[i].on != begun(reg, was, list[i].entered) {
		list[i].entered = list[i].on
	}
	on := begun(reg, image, list[i].entered)
	if !slices.ContainsFunc(list, func(m turn) bool { return !m.first && m.on <= on }) {
		list[i].on = on
	}
}

// unexplained says what of a new image the entries of its change do not account for.
func unexplained(reg *record.Register, was, is record.Record, entries []store.Entry) (out []string) {
	old, b := &record.Base{}, record.BaseOf(is)
	first, last, did := map[string]string{}, map[string]string{}, map[string]bool{}
	for _, e := range entries {
		did[e.Action] = true
		for _, c := range e.Changes() {
			if _, seen := first[c.Field]; !seen {
				first[c.Field] = c.Was
			}
			last[c.Field] = c.Is
		}
	}
	say := func(yes bool, format string, args ...any) {
		if yes {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	if was != nil {
		old = record.BaseOf(was)
	}
	say(was == nil != (did["create"] || did["import"] && old.ID == 0), "begins with %v", did)
	say(b.Version <= old.Version, "version %d follows %d", b.Version, old.Version)
	say(b.Voided != old.Voided && !did["void"], "was voided by %v", did)
	say(b.Merged != old.Merged && !did["merge"] && !did["unmerge"] && last["merged"] == "" && first["merged"] == "", "was merged by %v", did)
	if was == nil {
		return out
	}
	say(b.Area != old.Area && (first["area"] != old.Area || last["area"] != b.Area), "moved from %s to %s, by %v to %v", old.Area, b.Area, first["area"], last["area"])
	for _, f := range reg.Fields {
		says, told := last[f.Name]
		switch {
		case !told:
			say(!f.Same(was, is), "%s was %q and is %q, which no entry says", f.Name, f.Text(was), f.Text(is))
		case !f.IsPersonal:
			say(says != f.Text(is) || first[f.Name] != f.Text(was), "%s was %q and is %q, and the entries say %q and %q", f.Name, f.Text(was), f.Text(is), first[f.Name], says)
		}
	}
	return out
}

// check holds what the store kept as known at a number to what was told.
func (r *replay) check(known int64) {
	r.Helper()
	for _, reg := range r.Store.Book().Registers {
		told, got := map[int64]int64{}, map[int64]int64{}
		for id, rec := range r.now {
			if r.of[id] == reg {
				told[id] = record.BaseOf(rec).Version
			}
		}
		r.rows("SELECT id, version FROM "+store.AsKnown(reg, known)+" AS known", func(scan func(...any) error) error {
			var id, version int64
			err := scan(&id, &version)
			if _, twice := got[id]; twice {
				r.Errorf("at %d %s %d was known twice", known, reg.Name, id)
			}
			got[id] = version
			return err
		})
		if !maps.Equal(told, got) {
			r.Errorf("at %d %s: known %v, told %v", known, reg.Name, got, told)
		}
	}
	stood := map[int64]string{}
	for _, k := range r.kept {
		if k.since <= known && (k.until == 0 || k.until > known) {
			stood[k.record] += fmt.Sprint(k.on, k.state, " ")
		}
	}
	for id, list := range r.moves {
		var told strings.Builder
		for _, m := range list {
			told.WriteString(fmt.Sprint(m.on, m.state, " "))
		}
		if told.String() != stood[id] {
			r.Errorf("at %d %s %d had passed %s, told %s", known, r.of[id].Name, id, stood[id], told.String())
		}
	}
}

// county gives what was told, to be counted.
func (r *replay) county() *county {
	c := readRegisters(func(reg *record.Register) (out []record.Record) {
		for _, id := range slices.Sorted(maps.Keys(r.now)) {
			if b := record.BaseOf(r.now[id]); r.of[id] == reg && b.Voided == "" && b.Merged == 0 {
				out = append(out, r.now[id])
			}
		}
		return out
	})
	for id, list := range r.moves {
		for _, m := range list {
			c.passages[id] = append(c.passages[id], m.passage)
		}
	}
	return c
}
