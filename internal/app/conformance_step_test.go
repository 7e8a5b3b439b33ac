package app_test

import (
	"slices"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// hindered are steps that a rule of their domain rightly refuses on a record
// made up like this one, and what it says. Stories tell how they are taken.
var hindered = map[string]string{
	"need.lapse":          "居民还有时间答复",
	"pact.sign":           "契约里还没有承诺的事",
	"certificate.renew":   "继续教育",
	"grading_entry.name":  "公示到",
	"party_org.join":      "不是另一个已成立的党组织",
	"social_org.approve":  "还缺",
	"social_org.register": "还缺",
	"service_proof.issue": "没有已记录的志愿服务",
	"sign_up.swap":        "不再招募",
	"contract.finish":     "还没有完成的终期评估",
	"purchase.settle":     "公示到",
	"donation.settle":     "没有登记用在哪里",
}

// way gives the steps from where records of reg begin to a state, nil if only
// code leads there.
func way(reg *record.Register, to string) []*record.Step {
	type path struct {
		state string
		steps []*record.Step
	}
	seen := map[string]bool{}
	for queue := []path{{reg.State.Initial[0], []*record.Step{}}}; len(queue) > 0; queue = queue[1:] {
		p := queue[0]
		if p.state == to {
			return p.steps
		}
		for _, st := range reg.Steps {
			if st.Possible(p.state) && !seen[st.To] && (len(st.Roles) > 0 || reg.Rights.Closed) && hindered[reg.Name+"."+st.Name] == "" {
				seen[st.To] = true
				queue = append(queue, path{st.To, append(slices.Clone(p.steps), st)})
			}
		}
	}
	return nil
}

// isStepped takes every step of the register once, each on a record of its own
// brought to where it starts, and tries each where it does not.
func (f *followed) isStepped() {
	for _, st := range f.reg.Steps {
		from := st.From[0]
		steps := way(f.reg, from)
		if steps == nil {
			continue
		}
		x := &followed{f.maker, f.reg, f.make(f.reg), nil, nil}
		if f.reg.StateOf(f.get(f.reg, x.id)) != f.reg.State.Initial[0] {
			continue // what it says decides where it begins, as with opinions
		}
		x.note("create")
		for _, s := range steps {
			if _, err := f.take(f.reg, x.id, s, ""); err != nil {
				f.Fatalf("%s on the way to %s: %v", s, from, err)
			}
			x.note(s.Name)
		}
		res, err := f.take(f.reg, x.id, st, "step "+f.reg.Name+st.Name)
		if says := hindered[f.reg.Name+"."+st.Name]; says != "" {
			if err == nil || !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) {
				f.Errorf("%s should be hindered (%s): %v", st, says, err)
			}
			continue
		}
		if len(st.Roles) == 0 && !f.reg.OwnedBy(f.everybody(), f.get(f.reg, x.id), f.Store.Book()) {
			if !fault.Is(err, fault.Refused) {
				f.Errorf("%s is nobody's to take from the desk: %v", st, err)
			}
			continue
		}
		if err != nil {
			f.Errorf("%s: %v", st, err)
			continue
		}
		x.note(st.Name)
		rec := f.get(f.reg, x.id)
		if f.reg.StateOf(rec) != st.To {
			f.Errorf("%s leads to %s, want %s", st, f.reg.StateOf(rec), st.To)
		}
		passages, err := f.Store.Reader(f.everybody()).Passages(f.Ctx(), f.reg, x.id)
		f.Do(err)
		if last := passages[len(passages)-1]; len(passages) != len(steps)+2 || last.Step != st.Name || last.From != from || last.To != st.To || last.Name != "全能" || last.On != f.Store.Today() {
			f.Errorf("%s passed as %+v", st, last)
		}
		if !st.Possible(st.To) {
			if _, err := f.take(f.reg, x.id, st, ""); !fault.HasCode(err, fault.CodeState) {
				f.Errorf("%s taken again from %s: %v", st, st.To, err)
			}
		}
		if _, err := f.Store.Take(f.Ctx(), f.everybody(), f.reg, x.id, record.BaseOf(rec).Version, st.Name, store.Taking{On: f.Store.Today().AddDays(1), Note: "早"}, ""); err == nil {
			f.Errorf("%s taken tomorrow", st)
		}
		if res.ID != x.id {
			f.Errorf("%s: result %+v", st, res)
		}
		x.isKnown()
	}
}

func (f *followed) isVoided() {
	version := record.BaseOf(f.get(f.reg, f.id)).Version
	if _, err := f.Store.Void(f.Ctx(), f.everybody(), f.reg, f.id, version, "", ""); !fault.Is(err, fault.Invalid) {
		f.Errorf("voided without a reason: %v", err)
	}
	if _, err := f.Store.Void(f.Ctx(), f.everybody(), f.reg, f.id, version, "记重了", ""); err != nil {
		f.Fatal(err)
	}
	f.note("void")
	if f.finds(store.Query{}) || !f.finds(store.Query{Voided: true}) {
		f.Error("a void record counts, or cannot be found")
	}
}

// isKnown holds history, audit and what was known when against the test's own
// copies.
func (f *followed) isKnown() {
	r := f.Store.Reader(f.everybody())
	entries, err := r.Entries(f.Ctx(), f.reg, f.id, 100)
	f.Do(err)
	slices.Reverse(entries)
	var did []string
	for _, e := range entries {
		if e.Name != "全能" || e.Via != "web" || e.Account != 99 || e.Seq == 0 || e.Register != f.reg.Name {
			f.Errorf("entry %+v", e)
		}
		did = append(did, e.Action)
	}
	want := 0
	for _, action := range did { // a step's effects may add edits of their own
		if want < len(f.done) && action == f.done[want] {
			want++
		}
	}
	if want != len(f.done) {
		f.Errorf("audited %v, was done %v", did, f.done)
	}
	versions, err := r.Versions(f.Ctx(), f.reg, f.id)
	f.Do(err)
	sealed, err := f.DB.Sealed(f.Ctx())
	f.Do(err)
	for _, v := range versions {
		b := record.BaseOf(v.Record)
		if b.Since > sealed {
			f.Errorf("version %d is at %d, sealed up to %d", b.Version, b.Since, sealed)
		}
		for _, known := range []int64{b.Since, max(b.Since, v.Until-1)} {
			rec, err := r.GetKnown(f.Ctx(), f.reg, f.id, known)
			if err != nil {
				f.Errorf("known at %d: %v", known, err)
				continue
			}
			if was := f.copies[b.Version-1]; was != "" && f.words(rec) != was {
				f.Errorf("known at %d as\n%swas\n%s", known, f.words(rec), was)
			}
		}
		if v.Until != 0 && len(v.Changes) == 0 && b.Version > 1 {
			f.Errorf("version %d says not what it changed", b.Version)
		}
	}
	if first := versions[len(versions)-1].Record; record.BaseOf(first).Since > 1 {
		if _, err := r.GetKnown(f.Ctx(), f.reg, f.id, record.BaseOf(first).Since-1); !fault.Is(err, fault.NotFound) {
			f.Errorf("known before it was made: %v", err)
		}
	}
	if len(versions) > len(f.copies) {
		f.Errorf("%d images of %d versions", len(versions), len(f.copies))
	}
}
