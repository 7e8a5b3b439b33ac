package store_test

import (
	"slices"
	"testing"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// sees gives which of ids an actor finds by every way there is to find one.
func (w *world) sees(a *record.Actor, reg *record.Register, ids ...int64) []int64 {
	w.Helper()
	var got []int64
	for _, id := range ids {
		_, err := w.Reader(a).Get(w.ctx(), reg, id)
		if err == nil {
			got = append(got, id)
		} else if !fault.Is(err, fault.NotFound) {
			w.Errorf("get: %v", err)
		}
		known, err := w.DB().Sealed(w.ctx())
		w.must(err)
		_, knownErr := w.Reader(a).GetKnown(w.ctx(), reg, id, known)
		_, versionErr := w.Reader(a).Versions(w.ctx(), reg, id)
		_, entryErr := w.Reader(a).Entries(w.ctx(), reg, id, 10)
		for _, err := range []error{knownErr, versionErr, entryErr} {
			if (err == nil) != slices.Contains(got, id) {
				w.Errorf("%s %d is readable one way and not another: %v", reg.Name, id, err)
			}
		}
	}
	page, err := w.Reader(a).List(w.ctx(), reg, store.Query{IDs: ids})
	listed := []int64{}
	if err == nil {
		for _, rec := range page.Records {
			listed = append(listed, record.BaseOf(rec).ID)
		}
	} else if !fault.Is(err, fault.Refused) {
		w.Errorf("list: %v", err)
	}
	slices.Sort(listed)
	if !slices.Equal(listed, got) || err == nil && page.Total != len(got) {
		w.Errorf("%s: gets %v, lists %v", reg.Name, got, listed)
	}
	n, err := w.Reader(a).Count(w.ctx(), reg, store.Query{IDs: ids})
	w.must(err)
	if n.Total != len(got) {
		w.Errorf("%s: gets %v, counts %d", reg.Name, got, n.Total)
	}
	return got
}

func (w *world) expect(who string, got []int64, want ...int64) {
	w.Helper()
	if !slices.Equal(got, want) {
		w.Errorf("%s sees %v, want %v", who, got, want)
	}
}

func TestReach(t *testing.T) {
	each(t, func(w *world) {
		here := w.make(gifts.Register, community, record.Input{"title": "这里的米"})
		there := w.make(gifts.Register, elsewhere, record.Input{"title": "那里的米"})
		both := w.make(gifts.Register, community, record.Input{"title": "两地的米", "also": elsewhere})
		wide := w.make(gifts.Register, town, record.Input{"title": "全镇的米"})
		all := []int64{here, there, both, wide}
		w.expect("the county", w.sees(as(county, staff), gifts.Register, all...), all...)
		w.expect("a clerk of the county", w.sees(as(county, clerk), gifts.Register, all...), all...)
		w.expect("the town", w.sees(as(town, staff), gifts.Register, all...), here, both, wide)
		w.expect("the community", w.sees(as(community, staff), gifts.Register, all...), here, both)
		w.expect("another community", w.sees(as(elsewhere, staff), gifts.Register, all...), there, both)
		w.expect("another county", w.sees(as("510521", staff), gifts.Register, all...))
		w.expect("a role that may not", w.sees(as(county, guest), gifts.Register, all...))
		w.expect("nobody", w.sees(nil, gifts.Register, all...))
		w.expect("a club", w.sees(of(77), gifts.Register, all...))

		a, b := w.make(clubs.Register, community, record.Input{"name": "甲社"}), w.make(clubs.Register, elsewhere, record.Input{"name": "乙社"})
		w.expect("the other community, of what the county reads", w.sees(as(elsewhere, staff), clubs.Register, a, b), a, b)
		w.expect("another county, of what the county reads", w.sees(as("510521", staff), clubs.Register, a, b))
		w.expect("a club, of itself", w.sees(of(b), clubs.Register, a, b), b)

		if _, err := w.Reader(as(elsewhere, staff)).List(w.ctx(), gifts.Register, store.Query{Area: community}); err != nil {
			w.Errorf("asking for another's division: %v", err)
		}
		page, err := w.Reader(as(elsewhere, staff)).List(w.ctx(), gifts.Register, store.Query{Area: town})
		w.must(err)
		if len(page.Records) != 1 || record.BaseOf(page.Records[0]).ID != both {
			w.Errorf("of another town's records, %d are given; only the joint one is theirs", len(page.Records))
		}
	})
}

// What lies outside the reader's division is not found by its words either.
func TestSearchStaysInReach(t *testing.T) {
	each(t, func(w *world) {
		w.make(gifts.Register, community, record.Input{"title": "团圆饭", "note": "独一无二的话"})
		both := w.make(gifts.Register, community, record.Input{"title": "团圆酒", "also": elsewhere})
		for _, c := range []struct {
			a    *record.Actor
			text string
			want int
		}{
			{as(community, staff), "团圆", 2}, {as(elsewhere, staff), "团圆", 1}, {as(elsewhere, staff), "独一无二", 0}, {as("510521", staff), "团圆", 0},
			{as(community, staff), "tyf", 1}, {as(community, staff), "tuanyuan", 2}, {as(elsewhere, staff), "tyf", 0}, {of(1), "团圆", 0},
			{as(elsewhere, staff), record.Code(both), 1}, {as(community, staff), "rgift", 0}, {as(community, staff), `团圆" OR "`, 0}, {as(community, staff), "' & '团", 2},
		} {
			page, err := w.Reader(c.a).List(w.ctx(), gifts.Register, store.Query{Text: c.text})
			if err != nil || page.Total != c.want || len(page.Records) != c.want {
				w.Errorf("%s of %s finds %+v, %v; want %d", c.text, c.a.Area, page, err, c.want)
			}
		}
		for _, bad := range []string{`510522001" OR "a`, "51'", "510522001001 x", "*", "510522:"} {
			if _, err := w.Reader(as(county, staff)).List(w.ctx(), gifts.Register, store.Query{Area: bad, Text: "团圆"}); !fault.Is(err, fault.Invalid) {
				w.Errorf("division %q: %v", bad, err)
			}
		}
	})
}

// A club reads what is its own, and a letter only while it has to answer it.
func TestOwnersAndTheirTasks(t *testing.T) {
	each(t, func(w *world) {
		a, b := w.make(clubs.Register, community, record.Input{"name": "甲社"}), w.make(clubs.Register, community, record.Input{"name": "乙社"})
		ga, gb := w.make(gifts.Register, community, record.Input{"title": "甲的", "giver": id(a)}), w.make(gifts.Register, community, record.Input{"title": "乙的", "giver": id(b)})
		nobodys := w.make(gifts.Register, community, record.Input{"title": "谁的也不是"})
		w.expect("甲社", w.sees(of(a), gifts.Register, ga, gb, nobodys), ga)
		w.expect("a club of no number", w.sees(of(0), gifts.Register, ga, gb, nobodys))

		la, lb := w.make(letters.Register, community, record.Input{"about": "问甲", "to_club": id(a)}), w.make(letters.Register, community, record.Input{"about": "问乙", "to_club": id(b)})
		toNobody := w.make(letters.Register, community, record.Input{"about": "没写给谁"})
		w.expect("甲社, asked", w.sees(of(a), letters.Register, la, lb, toNobody), la)
		inbox, err := w.Inbox(w.ctx(), of(a), 10)
		w.must(err)
		if len(inbox) != 1 || inbox[0].Record != la {
			w.Errorf("the inbox of 甲社: %+v", inbox)
		}
		if _, err := w.Take(w.ctx(), of(b), letters.Register, la, 1, "answer", store.Taking{}, ""); !fault.Is(err, fault.NotFound) {
			w.Errorf("乙社 answers for 甲社: %v", err)
		}
		_, err = w.Take(w.ctx(), of(a), letters.Register, la, 1, "answer", store.Taking{}, "")
		w.must(err)
		w.expect("甲社, having answered", w.sees(of(a), letters.Register, la, lb))
		w.step(letters.Register, la, "reopen", store.Taking{})
		w.expect("甲社, asked again", w.sees(of(a), letters.Register, la, lb), la)
		_, err = w.Void(w.ctx(), as(county, staff), letters.Register, la, w.version(letters.Register, la), "写错了", "")
		w.must(err)
		w.expect("甲社, of a letter withdrawn", w.sees(of(a), letters.Register, la, lb))
		w.sound()
	})
}

// Nobody writes where they may not read, nor points at what they may not read.
func TestWritingStaysInReach(t *testing.T) {
	each(t, func(w *world) {
		here := w.make(souls.Register, community, record.Input{"name": "陈桂芳"})
		w.make(souls.Register, community, record.Input{"name": "罗小英"})
		stranger := as(elsewhere, staff)
		gift := w.make(gifts.Register, community, record.Input{"title": "米", "to_soul": id(here)})
		for what, err := range map[string]error{
			"edit": second(w.Edit(w.ctx(), stranger, gifts.Register, gift, 1, record.Input{"title": "面"}, "")),
			"step": second(w.Take(w.ctx(), stranger, gifts.Register, gift, 1, "give", store.Taking{}, "")),
			"void": second(w.Void(w.ctx(), stranger, gifts.Register, gift, 1, "错", "")),
			"reveal": func() error {
				_, err := w.Reveal(w.ctx(), stranger, souls.Register, here, "phone", "看看")
				return err
			}(),
			"receipt": func() error {
				_, err := w.NewReceipt(w.ctx(), stranger, gifts.Register, gift)
				return err
			}(),
		} {
			if !fault.Is(err, fault.NotFound) {
				w.Errorf("%s from another division: %v", what, err)
			}
		}
		for _, place := range []string{community, county, "510522002", "51052200200", "510522002001 x", "510522002001'", "51052200200100000000000"} {
			_, err := w.Create(w.ctx(), stranger, gifts.Register, place, record.Input{"title": "面"}, "")
			if k := fault.KindOf(err); err == nil || k != fault.Refused && k != fault.Invalid {
				w.Errorf("made at %q: %v", place, err)
			}
		}
		for _, who := range []string{id(here), "陈桂芳", "陈小二", record.Code(here)} {
			_, err := w.Create(w.ctx(), stranger, gifts.Register, elsewhere, record.Input{"title": "面", "to_soul": who}, "")
			if e := fault.As(err); e == nil || e.Kind != fault.Invalid || len(e.Problems) != 1 || e.Problems[0].Field != "to_soul" {
				w.Errorf("given to somebody of another division by %s: %v", who, err)
			}
		}
		theirs := w.make(gifts.Register, elsewhere, record.Input{"title": "面", "to_soul": id(here)}) // the county may
		_, err := w.Edit(w.ctx(), stranger, gifts.Register, theirs, 1, record.Input{"title": "面条", "to_soul": id(here)}, "")
		if err != nil {
			w.Errorf("left as the county set it: %v", err)
		}
		made, err := w.Create(w.ctx(), as(community, staff), gifts.Register, community, record.Input{"title": "油", "to_soul": record.Code(here)}, "")
		w.must(err)
		rec, err := store.One(w.ctx(), w.Reader(as(county, staff)), gifts, record.ID[Gift](made.ID))
		w.must(err)
		if int64(rec.To) != here {
			w.Errorf("given by number to %d, want %d", rec.To, here)
		}
		w.sound()
	})
}

func second(_ store.Result, err error) error { return err }

// A role that may read but not do is told so, and whom to ask.
func TestRolesAreRefused(t *testing.T) {
	w := onSQLite(t)
	gift := w.make(gifts.Register, community, record.Input{"title": "米"})
	a := as(community, clerk)
	for what, err := range map[string]error{
		"create": second(w.Create(w.ctx(), a, gifts.Register, community, record.Input{"title": "面"}, "")),
		"edit":   second(w.Edit(w.ctx(), a, gifts.Register, gift, 1, record.Input{"title": "面"}, "")),
		"step":   second(w.Take(w.ctx(), a, gifts.Register, gift, 1, "give", store.Taking{}, "")),
		"void":   second(w.Void(w.ctx(), a, gifts.Register, gift, 1, "错", "")),
		"merge":  second(w.Merge(w.ctx(), a, gifts.Register, gift, gift, "同", "")),
		"submit": func() error {
			_, _, err := w.Submit(w.ctx(), a, gifts.Register, community, record.Input{"title": "面"}, "k")
			return err
		}(),
	} {
		if !fault.Is(err, fault.Refused) {
			w.Errorf("%s: %v", what, err)
		}
	}
}
