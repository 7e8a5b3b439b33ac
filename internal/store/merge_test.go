package store_test

import (
	"fmt"
	"slices"
	"testing"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// picture gives what every gift says of people, and how many different people
// were given something.
func (w *world) picture() (says []string, distinct int) {
	w.Helper()
	list, err := store.Find(w.ctx(), w.Reader(as(county, staff)), gifts, nil)
	w.must(err)
	people := map[record.ID[Soul]]bool{}
	for _, g := range list {
		says = append(says, fmt.Sprint(g.Title, g.To, g.Helpers))
		people[g.To] = true
	}
	return says, len(people)
}

func TestMergeAndItsUndoing(t *testing.T) {
	each(t, func(w *world) {
		a := as(county, staff)
		keeper, loser, third := w.make(souls.Register, community, record.Input{"name": "陈桂芳"}),
			w.make(souls.Register, elsewhere, record.Input{"name": "陈桂芬", "number": canaryNumber}), w.make(souls.Register, community, record.Input{"name": "罗小英"})
		for i, who := range []int64{keeper, loser, loser, third} {
			w.make(gifts.Register, community, record.Input{"title": fmt.Sprint("米", i), "to_soul": id(who), "helpers": []string{
				id(keeper) + "、" + id(loser), id(loser) + "、" + id(keeper) + "、" + id(third), id(loser), ""}[i]})
		}
		before, n := w.picture()
		if n != 3 {
			w.Fatalf("%d people", n)
		}
		then := w.sealed()
		_, err := w.Merge(w.ctx(), a, souls.Register, keeper, loser, "同一个人", "m")
		w.must(err)
		w.sound()
		merged, n := w.picture()
		if n != 2 || slices.Equal(merged, before) {
			w.Errorf("%d people: %v", n, merged)
		}
		page, err := w.Reader(a).List(w.ctx(), souls.Register, store.Query{})
		w.must(err)
		if page.Total != 2 {
			w.Errorf("%d people are listed", page.Total)
		}
		for what, err := range map[string]error{
			"edit":        second(w.Edit(w.ctx(), a, souls.Register, loser, 2, record.Input{"home": "别处"}, "")),
			"void":        second(w.Void(w.ctx(), a, souls.Register, loser, 2, "错", "")),
			"merge again": second(w.Merge(w.ctx(), a, souls.Register, third, loser, "", "")),
			"merge into":  second(w.Merge(w.ctx(), a, souls.Register, loser, third, "", "")),
		} {
			if !fault.HasCode(err, fault.CodeState) {
				w.Errorf("%s of what was merged: %v", what, err)
			}
		}
		_, err = w.Merge(w.ctx(), a, souls.Register, third, keeper, "又是同一个人", "")
		w.must(err)
		if _, err := w.Unmerge(w.ctx(), a, souls.Register, loser, "不是", ""); !fault.HasCode(err, fault.CodeState) {
			w.Errorf("undone out of order: %v", err)
		}
		for _, who := range []int64{keeper, loser} {
			_, err = w.Unmerge(w.ctx(), a, souls.Register, who, "不是同一个人", "")
			w.must(err)
		}
		after, n := w.picture()
		if n != 3 || !slices.Equal(after, before) {
			w.Errorf("after undoing %d people:\n%v\nbefore\n%v", n, after, before)
		}
		rec, err := w.Reader(a).GetKnown(w.ctx(), souls.Register, loser, then)
		w.must(err)
		now, err := w.Reader(a).Get(w.ctx(), souls.Register, loser)
		w.must(err)
		if rec.(*Soul).Merged != 0 || now.(*Soul).Merged != 0 || now.(*Soul).Number != canaryNumber {
			w.Errorf("then %+v, now %+v", rec, now)
		}
		if _, err := w.Unmerge(w.ctx(), a, souls.Register, loser, "再来", ""); !fault.HasCode(err, fault.CodeState) {
			w.Errorf("undone twice: %v", err)
		}
		w.sound()
	})
}

// What somebody changed after a merge is theirs; undoing leaves it alone.
func TestUndoingLeavesLaterWorkAlone(t *testing.T) {
	each(t, func(w *world) {
		a := as(county, staff)
		keeper, loser, third := w.make(souls.Register, community, record.Input{"name": "甲"}), w.make(souls.Register, community, record.Input{"name": "乙"}), w.make(souls.Register, community, record.Input{"name": "丙"})
		gift := w.make(gifts.Register, community, record.Input{"title": "米", "to_soul": id(loser)})
		_, err := w.Merge(w.ctx(), a, souls.Register, keeper, loser, "同", "")
		w.must(err)
		_, err = w.Edit(w.ctx(), a, gifts.Register, gift, w.version(gifts.Register, gift), record.Input{"to_soul": id(third)}, "")
		w.must(err)
		_, err = w.Unmerge(w.ctx(), a, souls.Register, loser, "不同", "")
		w.must(err)
		if says, _ := w.picture(); says[0] != fmt.Sprint("米", third, []int64(nil)) {
			w.Errorf("gift is %s", says[0])
		}
		w.sound()
	})
}

// A merge that would break a key is refused as a whole.
func TestUnmergeMeetsKeys(t *testing.T) {
	each(t, func(w *world) {
		a := as(county, staff)
		keeper, loser := w.make(souls.Register, community, record.Input{"name": "甲"}), w.make(souls.Register, community, record.Input{"name": "乙", "number": canaryNumber})
		_, err := w.Merge(w.ctx(), a, souls.Register, keeper, loser, "同", "")
		w.must(err)
		w.make(souls.Register, community, record.Input{"name": "又登记的乙", "number": canaryNumber})
		_, err = w.Unmerge(w.ctx(), a, souls.Register, loser, "不同", "")
		if e := fault.As(err); e == nil || e.Kind != fault.Invalid || e.Problems[0].Text != "这个身份证号已经登记过" {
			w.Errorf("undone beside another of that number: %v", err)
		}
		w.sound()
	})
}

// Two people who were entered for one thing and turn out to be one: what the
// loser had becomes part of what the keeper has, with all that points at it,
// and undoing parts them again, also along a chain.
func TestMergeFoldsWhatBecomesTheSame(t *testing.T) {
	each(t, func(w *world) {
		a, ctx := as(county, staff), w.ctx()
		club := w.make(clubs.Register, county, record.Input{"name": "棋社"})
		var people, seats [3]int64
		for i, name := range []string{"甲", "乙", "丙"} {
			people[i] = w.make(souls.Register, community, record.Input{"name": name})
			seats[i] = w.make(seatings.Register, community, record.Input{"title": name, "club": id(club), "soul": id(people[i])})
		}
		note := w.make(seatings.Register, community, record.Input{"title": "座次说明", "about": id(seats[1])})
		get := func(n int64) *Seat {
			rec, err := store.One(ctx, w.Reader(a), seatings, record.ID[Seat](n))
			w.must(err)
			return rec
		}
		says := func() (out []string) {
			for _, n := range []int64{seats[0], seats[1], seats[2], note} {
				s := get(n)
				out = append(out, fmt.Sprint(s.Soul, s.About, s.Merged))
			}
			return out
		}
		before, then := says(), w.sealed()
		_, err := w.Merge(ctx, a, souls.Register, people[0], people[1], "同一个人", "")
		w.must(err)
		if s := get(seats[1]); s.Merged != seats[0] || int64(s.Soul) != people[0] || int64(get(note).About) != seats[0] {
			w.Errorf("the loser's seat is %+v, the note is about %d", s, get(note).About)
		}
		between := says()
		_, err = w.Merge(ctx, a, souls.Register, people[2], people[0], "又是同一个人", "")
		w.must(err)
		if page, err := w.Reader(a).List(ctx, seatings.Register, store.Query{}); err != nil || page.Total != 2 || int64(get(note).About) != seats[2] {
			w.Errorf("%+v are listed, %v; the note is about %d", page, err, get(note).About)
		}
		w.sound()
		for i, want := range [][]string{between, before} {
			_, err = w.Unmerge(ctx, a, souls.Register, people[i], "不是同一个人", "")
			w.must(err)
			if got := says(); !slices.Equal(got, want) {
				w.Errorf("undone: %v, want %v", got, want)
			}
		}
		rec, err := w.Reader(a).GetKnown(ctx, seatings.Register, seats[1], then)
		if err != nil || fmt.Sprint(rec.(*Seat).Soul, rec.(*Seat).About, rec.(*Seat).Merged) != before[1] {
			w.Errorf("as known before: %+v, %v", rec, err)
		}
		w.sound()
	})
}
