package app_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Who reads and does what is decided in store/scope.go and store/may.go. Here
// every role, from every kind of place and in every standing, meets records of
// every register in every place and state, and each decision is held to the
// oracle's.

const (
	mine, others = int64(1) << 40, int64(1)<<40 + 1 // owners
	named        = int64(7001)                      // has tasks by name
)

// tried is a county with records to try rights on.
type tried struct {
	*World
	things map[*record.Register][]thing
	spares map[*record.Register]int64
	people []somebody
}

// places records lie in: the actor's own community, one beside it, the town
// above, another town, the county, another county.
var placesTried = []string{Community, Community2, Town, Elsewhere, County, "510521001001"}

func newTried(w *World) *tried {
	t := &tried{World: w, things: map[*record.Register][]thing{}, spares: map[*record.Register]int64{}}
	m := &maker{World: w}
	for _, reg := range w.Store.Book().Registers {
		states := []string{""}
		if reg.State != nil {
			states = nil
			for _, o := range reg.State.Kind.(record.Chosen).Options() {
				states = append(states, o.Value)
			}
		}
		for _, place := range placesTried {
			for _, state := range states {
				t.add(m, reg, place, state)
			}
		}
	}
	t.cast()
	return t
}

// add makes a record and sets it where it is to be tried, past all rules.
func (t *tried) add(m *maker, reg *record.Register, place, state string) {
	i := len(t.things[reg])
	id, owner := t.make(m, reg), []int64{mine, others}[i%2]
	if alone := slices.ContainsFunc(reg.Keys, func(k *record.Key) bool { return slices.Contains(k.Fields, reg.Owner) }); alone && i != 2 {
		owner = others + 10 + int64(i) // of one owner there is one
	}
	_, err := t.Store.Write(t.Ctx(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		set, args := "area = ?", []any{place}
		if reg.State != nil {
			set, args = set+", "+reg.State.Name+" = ?", append(args, state)
		}
		if reg.Owner != nil {
			set, args = set+", "+reg.Owner.Name+" = ?", append(args, owner)
		}
		switch i % 9 {
		case 7:
			set += ", voided = '重复'"
		case 8:
			set, args = set+", merged = ?", append(args, others)
		}
		_, err := tx.Exec(t.Ctx(), "UPDATE "+reg.Name+" SET "+set+" WHERE id = ?", append(args, id)...)
		task := func(account int64, ownerRegister string, owner, closed int64) {
			if err == nil {
				_, err = tx.Exec(t.Ctx(), `INSERT INTO task (id, register, record, kind, label, title, role, account, owner_register, owner, area, due, opened, closed)
					VALUES (?, ?, ?, 'x', 'x', 'x', 'nobody', ?, ?, ?, ?, '', 1, ?)`, t.Store.NewID(), reg.Name, id, account, ownerRegister, owner, place, closed)
			}
		}
		task([]int64{0, named, named, named + 9}[i%4], "", 0, []int64{0, 0, 1, 0}[i%4])
		task(0, "social_org", []int64{mine, mine, others}[i%3], []int64{0, 1, 0}[i%3])
		return store.Result{}, err
	})
	t.Do(err)
	x := thing{reg: reg, id: id, place: place, state: state, gone: i%9 >= 7}
	_, err = t.Store.Write(t.Ctx(), store.System("test"), store.Key{}, func(tx *store.Tx) (store.Result, error) {
		var err error
		x.rec, err = tx.All().Get(t.Ctx(), reg, id)
		return store.Result{}, err
	})
	t.Do(err)
	for _, f := range reg.Fields {
		if f.IsAreas {
			x.also = f.Value(x.rec).([]string)
		}
	}
	if reg.Owner != nil {
		x.owner, x.ownedIn = owner, t.Store.Book().Target(reg.Owner).Name
	}
	if i%4 == 1 {
		x.named = named
	} else if i%4 == 3 {
		x.named = named + 9
	}
	if i%3 != 1 {
		x.ownersTask = []int64{mine, mine, others}[i%3]
	}
	t.things[reg] = append(t.things[reg], x)
}

// spare gives a record of a register for others to point at.
func (t *tried) spare(m *maker, reg *record.Register) int64 {
	if t.spares[reg] == 0 {
		t.spares[reg] = m.make(reg)
	}
	return t.spares[reg]
}

// make makes a record; what it points at is a spare one, unless its rules want
// others.
func (t *tried) make(m *maker, reg *record.Register) int64 {
	target := func(f *record.Field) *record.Register {
		keyed := slices.ContainsFunc(reg.Keys, func(k *record.Key) bool { return slices.Contains(k.Fields, f) })
		if to := t.Store.Book().Target(f); !keyed && to != nil {
			return to
		}
		return nil
	}
	in, agreed := m.input(reg, slices.DeleteFunc(asked(reg), func(f *record.Field) bool { return target(f) != nil })), m.agreements(reg)
	for _, f := range asked(reg) {
		if to := target(f); to != nil {
			in[f.Name] = record.Input{}.ID(t.spare(m, to))
			if text, ok := agreed[f.Name]; ok {
				in[f.Name] = text
			}
		}
	}
	res, err := t.Store.Create(t.Ctx(), m.everybody(), reg, m.place(reg), in, "")
	if err != nil {
		return m.make(reg)
	}
	return res.ID
}

// cast gives everybody: each role in each kind of place and each standing.
func (t *tried) cast() {
	unit, org := t.Store.Book().Register("unit"), t.Store.Book().Register("social_org")
	var glimpses []record.Glimpse
	for _, reg := range t.Store.Book().Registers {
		for i, x := range t.things[reg] {
			if i%7 == 3 {
				glimpses = append(glimpses, record.Glimpse{Register: reg.Name, Record: x.id})
			}
		}
	}
	for _, role := range people.Roles() {
		for _, area := range []string{County, Town, Community, Community2, OtherTown, "510521"} {
			for _, variant := range []string{"plain", "owner", "itself", "named", "delegate", "glimpse", "looking", "reading token", "writing token", "unproven"} {
				a := &record.Actor{Account: 5, Name: "某人", Roles: record.By(role), Area: area, Via: "web", Owns: map[string]int64{"unit": t.things[unit][0].id}}
				switch variant {
				case "owner":
					a.Owns = map[string]int64{"social_org": mine, "unit": mine, "instructor": mine, "social_worker": mine, "volunteer": mine}
				case "itself":
					a.Owns["social_org"] = t.things[org][1].id
				case "named":
					a.Account = named
				case "delegate":
					a.For = named
				case "glimpse":
					a.Glimpses = glimpses
				case "reading token":
					a.Only = &record.Limits{Scopes: []record.Scope{record.ToRead, record.ToReveal}, Registers: []string{"need", "person", "unit", "social_org"}}
				case "writing token":
					a.Only = &record.Limits{Scopes: []record.Scope{record.ToWrite, record.ToApprove, record.ToExport}}
				case "unproven":
					a.Unproven = true
				case "looking":
					a.Looking, a.Owns["social_org"], a.Owns["instructor"] = true, mine, mine
				}
				t.people = append(t.people, somebody{a, role, variant})
			}
		}
	}
}

// disagreements compares what the store decides with the oracle, for every
// stride-th actor, and counts what it compared. It stops after most.
func (t *tried) disagreements(stride, most int) (found []string, reading, acting int) {
	t.Helper()
	say := func(p somebody, x thing, what string, got, want any) {
		found = append(found, fmt.Sprintf("%s (%s) at %s, %s %s at %s “%s”: %s is %v, should be %v", p.role, p.variant, p.Area, x.reg.Name, record.Code(x.id), x.place, x.state, what, got, want))
	}
	for i := 0; i < len(t.people); i += stride {
		p := t.people[i]
		r := t.Store.Reader(p.Actor)
		for _, reg := range t.Store.Book().Registers {
			seen := map[int64]bool{}
			for _, gone := range []bool{false, true} {
				page, err := r.List(t.Ctx(), reg, store.Query{IDs: idsOf(t.things[reg]), Limit: 200, NoTotal: true, Voided: gone})
				if fault.Is(err, fault.Refused) {
					break
				}
				t.Do(err)
				for _, rec := range page.Records {
					seen[record.BaseOf(rec).ID] = true
				}
			}
			for j, x := range t.things[reg] {
				want := p.reads(x)
				if reading++; seen[x.id] != want {
					say(p, x, "listing", seen[x.id], want)
				}
				if (i+j)%11 == 0 { // by number it is the same
					_, err := r.Get(t.Ctx(), reg, x.id)
					if reading++; (err == nil) != want || err != nil && !fault.Is(err, fault.NotFound) {
						say(p, x, "reading", err, want)
					}
				}
				for _, act := range actsOn(reg) {
					if (i+j)%3 != 0 {
						continue
					}
					if acting++; t.may(p, x, act) != p.acts(x, act) {
						say(p, x, act, t.may(p, x, act), p.acts(x, act))
					}
				}
				if len(found) >= most {
					return found, reading, acting
				}
			}
		}
	}
	return found, reading, acting
}

func idsOf(list []thing) (ids []int64) {
	for _, x := range list {
		ids = append(ids, x.id)
	}
	return ids
}

// may asks the store.
func (t *tried) may(p somebody, x thing, act string) verdict {
	s, a := t.Store, p.Actor
	var err error
	switch act {
	case "create":
		err = s.MayCreate(a, x.reg)
	case "edit":
		err = s.MayEdit(a, x.reg, x.rec)
	case "void":
		err = s.MayVoid(a, x.reg, x.rec)
	case "export":
		err = s.MayExport(a, x.reg)
	case "import":
		err = s.MayImport(a, x.reg)
	case "merge":
		err = s.MayMerge(a, x.reg, x.rec)
	case "unmerge":
		err = s.MayUnmerge(a, x.reg, x.rec)
	case "reveal":
		err = s.MayReveal(a, x.reg, x.rec)
	default:
		err = s.MayTake(a, x.reg, x.rec, x.reg.Step(strings.TrimPrefix(act, takeStep)))
	}
	return verdictOf(err)
}

func verdictOf(err error) verdict {
	switch fault.KindOf(err) {
	case fault.NotFound:
		return unseen
	case fault.Refused:
		return refused
	case fault.Conflict:
		if fault.HasCode(err, fault.CodeStale) { // everything else was let in
			return letIn
		}
		return settled
	}
	return letIn
}

// Every role meets every register, action, place, standing and state.
func TestAuthorization(t *testing.T) {
	Each(t, func(w *World) {
		tr, stride := newTried(w), 1
		if testing.Short() {
			stride = 13
		}
		found, reading, acting := tr.disagreements(stride, 20)
		for _, f := range found {
			w.Error(f)
		}
		w.Logf("%d decisions about reading, %d about acting", reading, acting)
		if !testing.Short() && reading+acting < 30_000 {
			w.Errorf("only %d decisions", reading+acting)
		}
		tally, wrong := tr.attempts(stride, 13, 20)
		for _, f := range wrong {
			w.Error(f)
		}
		w.Logf("tried for real: %v", tally)
		if len(tally) < 4 {
			w.Errorf("not every answer was met: %v", tally)
		}
	})
}

// attempts tries each act for real, on a version that is not the record's: who
// is let in is told that it is stale, and nothing changes. It gives how often
// each answer came, and where it should not have; it stops after most of those.
func (t *tried) attempts(stride, sparse, most int) (tally map[verdict]int, wrong []string) {
	t.Helper()
	tally = map[verdict]int{}
	for i, p := range t.people {
		if i%stride != 0 {
			continue
		}
		for k, reg := range t.Store.Book().Registers {
			list := t.things[reg]
			for n, act := range actsOn(reg) {
				x := list[(i*7+k*3+n*5)%len(list)]
				if (i+k+n)%sparse != 0 {
					continue
				}
				want := unseen
				if p.reads(x) {
					want = p.acts(x, act)
				}
				switch {
				case p.Looking:
					want = refused // before anything is read
				case p.Unproven && want == letIn && sure(x, act):
					want = refused
				}
				got, err := t.attempt(p, x, act)
				if got == "" {
					continue
				}
				if tally[want]++; got != want {
					wrong = append(wrong, fmt.Sprintf("%s (%s) at %s tries to %s %s at %s “%s”: %s (%v), should be %s", p.role, p.variant, p.Area, act, reg.Name, x.place, x.state, got, err, want))
				}
				if len(wrong) >= most {
					return tally, wrong
				}
			}
		}
	}
	return tally, wrong
}

const staleVersion = 999

func (t *tried) attempt(p somebody, x thing, act string) (verdict, error) {
	ctx, s, a := t.Ctx(), t.Store, p.Actor
	var err error
	switch step := strings.TrimPrefix(act, takeStep); {
	case act == "edit":
		_, err = s.Edit(ctx, a, x.reg, x.id, staleVersion, nil, "")
	case act == "void":
		_, err = s.Void(ctx, a, x.reg, x.id, staleVersion, "试", "")
	case step != act:
		_, err = s.Take(ctx, a, x.reg, x.id, staleVersion, step, store.Taking{Note: "试"}, "")
	case act == "reveal":
		i := slices.IndexFunc(x.reg.Fields, func(f *record.Field) bool { return f.IsPersonal })
		if i < 0 {
			return "", nil
		}
		_, err = s.Reveal(ctx, a, x.reg, x.id, x.reg.Fields[i].Name, "")
	default:
		return "", nil
	}
	return verdictOf(err), err
}

// Whoever takes one rule away, whichever it is, is told so: a rule that nobody
// would miss is either no rule or not tested. The lists are reached around the
// language, so that nothing in the program can do the same.
func TestEveryRuleIsMissed(t *testing.T) {
	tr := newTried(OnSQLite(t))
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(tr.people), func(i, j int) { tr.people[i], tr.people[j] = tr.people[j], tr.people[i] })
	look := func(what string) {
		if found, _, _ := tr.disagreements(1, 1); len(found) > 0 {
			return
		}
		if _, wrong := tr.attempts(1, 1, 1); len(wrong) == 0 {
			t.Errorf("%s, and nobody notices", what)
		}
	}
	if found, _, _ := tr.disagreements(7, 1); len(found) > 0 {
		t.Fatal(found)
	}
	rules := reachAround(reflect.ValueOf(tr.Store).Elem(), "acting")
	for i := range rules.Len() {
		rule := reachAround(rules.Index(i), "refuses")
		was := reflect.ValueOf(rule.Interface())
		rule.Set(reflect.MakeFunc(rule.Type(), func([]reflect.Value) []reflect.Value { return []reflect.Value{reflect.Zero(rule.Type().Out(0))} }))
		look("the rule “" + rules.Index(i).FieldByName("name").String() + "” is dropped")
		rule.Set(was)
	}
	ways := reachAround(reflect.ValueOf(tr.Store).Elem(), "ways")
	below := reflect.ValueOf(reachAround(ways.Index(0), "to").Interface())
	for i := range ways.Len() {
		name := ways.Index(i).FieldByName("name").String()
		open, to := reachAround(ways.Index(i), "open"), reachAround(ways.Index(i), "to")
		wasOpen, wasTo := reflect.ValueOf(open.Interface()), reflect.ValueOf(to.Interface())
		for _, answer := range []bool{false, true} {
			open.Set(reflect.MakeFunc(open.Type(), func([]reflect.Value) []reflect.Value { return []reflect.Value{reflect.ValueOf(answer)} }))
			look(fmt.Sprintf("the way by %s is open: %v", name, answer))
			open.Set(wasOpen)
		}
		to.Set(reflect.MakeFunc(to.Type(), func(in []reflect.Value) []reflect.Value {
			in[4] = reflect.ValueOf("") // no division: everything
			return below.Call(in)
		}))
		look("the way by " + name + " leads anywhere")
		to.Set(wasTo)
	}
}

// reachAround gives an unexported field so that it can be set.
func reachAround(v reflect.Value, name string) reflect.Value {
	f := v.FieldByName(name)
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}
