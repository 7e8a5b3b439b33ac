package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

func (w *world) sealed() int64 {
	w.Helper()
	n, err := w.DB().Sealed(w.ctx())
	w.must(err)
	return n
}

// Every image of a record can be had again, by its number and with what it changed.
func TestHistory(t *testing.T) {
	each(t, func(w *world) {
		a := as(community, staff)
		gift := w.make(gifts.Register, community, record.Input{"title": "米", "lines": `[{"what":"米","cost":"20"}]`, "worth": "0.5万元"})
		before := w.sealed()
		_, err := w.Edit(w.ctx(), a, gifts.Register, gift, 1, record.Input{"title": "香米", "lines": `[{"what":"米","cost":"20"},{"what":"油","cost":"30.5"}]`}, "")
		w.must(err)
		_, err = w.Edit(w.ctx(), a, gifts.Register, gift, 2, record.Input{"title": "香米"}, "")
		w.must(err)
		if v := w.version(gifts.Register, gift); v != 2 {
			w.Errorf("an edit that changes nothing makes version %d", v)
		}
		w.step(gifts.Register, gift, "give", store.Taking{})
		_, err = w.Void(w.ctx(), a, gifts.Register, gift, 3, "记重了", "")
		w.must(err)
		list, err := w.Reader(a).Versions(w.ctx(), gifts.Register, gift)
		w.must(err)
		var says []string
		for _, v := range list {
			var parts []string
			for _, c := range v.Changes {
				parts = append(parts, c.Label+" "+c.Was+"→"+c.Is)
			}
			says = append(says, fmt.Sprintf("%d %s", record.BaseOf(v.Record).Version, strings.Join(parts, "，")))
		}
		want := []string{"4 ", "3 状态 已许诺→已送出",
			`2 名目 米→香米，明细 [{"cost":"20.00","what":"米"}]→[{"cost":"20.00","what":"米"},{"cost":"30.50","what":"油"}]`, "1 "}
		if !slices.Equal(says, want) {
			w.Errorf("versions:\n%s\nwant\n%s", strings.Join(says, "\n"), strings.Join(want, "\n"))
		}
		first, err := w.Reader(a).GetKnown(w.ctx(), gifts.Register, gift, before)
		w.must(err)
		if g := first.(*Gift); g.Title != "米" || len(g.Lines) != 1 || g.Worth != 500_000 || g.Version != 1 || g.State != promised || g.Voided != "" {
			w.Errorf("known then as %+v", g)
		}
		if _, err := w.Reader(a).GetKnown(w.ctx(), gifts.Register, gift, list[3].Record.(*Gift).Since-1); !fault.Is(err, fault.NotFound) {
			w.Errorf("before it was made: %v", err)
		}
		w.sound()
	})
}

// What no longer counts is not worked on any more.
func TestVoidedStaysVoided(t *testing.T) {
	each(t, func(w *world) {
		a := as(county, staff)
		gift := w.make(gifts.Register, community, record.Input{"title": "米"})
		if _, err := w.Void(w.ctx(), a, gifts.Register, gift, 1, "  ", ""); !fault.Is(err, fault.Invalid) {
			w.Errorf("voided without a reason: %v", err)
		}
		_, err := w.Void(w.ctx(), a, gifts.Register, gift, 1, "记错了", "")
		w.must(err)
		if inbox, _ := w.Inbox(w.ctx(), a, 10); len(inbox) > 0 {
			w.Errorf("tasks remain: %+v", inbox)
		}
		for what, err := range map[string]error{
			"edit": second(w.Edit(w.ctx(), a, gifts.Register, gift, 2, record.Input{"title": "面"}, "")),
			"step": second(w.Take(w.ctx(), a, gifts.Register, gift, 2, "give", store.Taking{}, "")),
			"void": second(w.Void(w.ctx(), a, gifts.Register, gift, 2, "再来", "")),
			"from code": second(w.Write(w.ctx(), a, store.Key{}, func(tx *store.Tx) (store.Result, error) {
				g, err := store.One(tx.Context(), tx.All(), gifts, record.ID[Gift](gift))
				if err != nil {
					return store.Result{}, err
				}
				return store.Result{}, store.TakeStep(tx, gifts, g, "give", "")
			})),
		} {
			if !fault.Is(err, fault.Conflict) || !fault.HasCode(err, fault.CodeState) {
				w.Errorf("%s: %v", what, err)
			}
		}
		if _, err := w.Create(w.ctx(), a, letters.Register, community, record.Input{"about": "米", "to_club": id(gift)}, ""); !fault.Is(err, fault.Invalid) {
			w.Errorf("pointed at: %v", err)
		}
		for _, voided := range []bool{false, true} {
			page, err := w.Reader(a).List(w.ctx(), gifts.Register, store.Query{Voided: voided, Text: map[bool]string{false: "米"}[voided]})
			w.must(err)
			if (page.Total == 1) != voided {
				w.Errorf("listed with voided=%v: %d", voided, page.Total)
			}
		}
		w.sound()
	})
}

// A new record begins at the beginning; who may import may choose among the
// states that are marked for it.
func TestInitialStates(t *testing.T) {
	w := onSQLite(t)
	res, err := w.Create(w.ctx(), as(county, staff), gifts.Register, community, record.Input{"title": "米", "state": "已送出", "day": "2026-02-01"}, "")
	w.must(err)
	rec, err := w.Reader(as(county, staff)).Get(w.ctx(), gifts.Register, res.ID)
	w.must(err)
	if rec.(*Gift).State != given {
		w.Errorf("begins as %s", rec.(*Gift).State)
	}
	for _, state := range []string{"thanked", "已退回", "丢了"} {
		if _, err := w.Create(w.ctx(), as(county, staff), gifts.Register, community, record.Input{"title": "米", "state": state}, ""); !fault.Is(err, fault.Invalid) {
			w.Errorf("begins as %s: %v", state, err)
		}
	}
	if _, err := w.Edit(w.ctx(), as(county, staff), gifts.Register, res.ID, 1, record.Input{"state": "thanked"}, ""); !fault.Is(err, fault.Invalid) {
		w.Errorf("edited into a state: %v", err)
	}
	w.sound()
}

// A record that moves to another division goes with its words and tasks, and
// its history says so.
func TestMovingToAnotherDivision(t *testing.T) {
	each(t, func(w *world) {
		gift := w.make(gifts.Register, community, record.Input{"title": "搬家的米"})
		_, err := w.Write(w.ctx(), as(county, staff), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			g, err := store.One(tx.Context(), tx.All(), gifts, record.ID[Gift](gift))
			if err != nil {
				return store.Result{}, err
			}
			return store.Result{}, store.Change(tx, gifts, g, func(g *Gift) { g.Area = elsewhere })
		})
		w.must(err)
		w.expect("the old community", w.sees(as(community, staff), gifts.Register, gift))
		w.expect("the new one", w.sees(as(elsewhere, staff), gifts.Register, gift), gift)
		page, err := w.Reader(as(elsewhere, staff)).List(w.ctx(), gifts.Register, store.Query{Text: "搬家"})
		w.must(err)
		inbox, err := w.Inbox(w.ctx(), as(elsewhere, staff), 10)
		w.must(err)
		if page.Total != 1 || len(inbox) != 1 {
			w.Errorf("found %d times, with tasks %+v", page.Total, inbox)
		}
		list, err := w.Reader(as(elsewhere, staff)).Versions(w.ctx(), gifts.Register, gift)
		w.must(err)
		if len(list) != 2 || len(list[0].Changes) != 1 || list[0].Changes[0].Was != community {
			w.Errorf("versions: %+v", list)
		}
		w.sound()
	})
}

// Of many who register the same at once exactly one does, and the others read
// the register's own sentence.
func TestKeysUnderRace(t *testing.T) {
	each(t, func(w *world) {
		var all sync.WaitGroup
		errs := make([]error, 64)
		for i := range errs {
			all.Go(func() {
				a := as(community, staff)
				a.Account = int64(i)
				_, errs[i] = w.Create(w.ctx(), a, clubs.Register, community, record.Input{"name": "同名社"}, fmt.Sprint("form", i))
			})
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			e := fault.As(err)
			switch {
			case err == nil:
				won++
			case e == nil || e.Kind != fault.Invalid || len(e.Problems) != 1 || e.Problems[0].Text != "已经有一个叫这个名称的社团" || e.Problems[0].Field != "name":
				w.Errorf("a loser reads: %v", err)
			}
		}
		if n := w.count("club"); won != 1 || n != 1 {
			w.Errorf("%d won, %d are there", won, n)
		}
		w.sound()
	})
}

// One of many edits of one version wins; the others are shown what is there now.
func TestEditsUnderRace(t *testing.T) {
	each(t, func(w *world) {
		gift := w.make(gifts.Register, community, record.Input{"title": "米"})
		var all sync.WaitGroup
		errs := make([]error, 32)
		for i := range errs {
			all.Go(func() {
				_, errs[i] = w.Edit(w.ctx(), as(community, staff), gifts.Register, gift, 1, record.Input{"title": fmt.Sprint("米", i)}, "")
			})
		}
		all.Wait()
		won := ""
		for i, err := range errs {
			if e := fault.As(err); err == nil {
				won += fmt.Sprint("米", i)
			} else if stale, ok := e.Detail.(store.Stale); !fault.HasCode(err, fault.CodeStale) || !ok || record.BaseOf(stale.Now).Version != 2 {
				w.Errorf("a loser reads: %v", err)
			}
		}
		rec, err := w.Reader(as(community, staff)).Get(w.ctx(), gifts.Register, gift)
		w.must(err)
		if rec.(*Gift).Title != won || rec.(*Gift).Version != 2 {
			w.Errorf("%+v, won by %s", rec, won)
		}
		w.sound()
	})
}

// On PostgreSQL a change may get its number before another and come after it.
// Its image must not be filed under the lower number.
func TestOrderOfNumbersIsOrderOfImages(t *testing.T) {
	each(t, func(w *world) {
		if w.DB().Engine() == db.SQLite {
			w.Skip("there is one writer")
		}
		gift := w.make(gifts.Register, community, record.Input{"title": "米"})
		runs := 0
		_, err := w.Write(w.ctx(), as(county, staff), store.Key{Key: "slow"}, func(tx *store.Tx) (store.Result, error) {
			if runs++; runs == 1 {
				w.must(tx.Entry("test", "gift", "", "")) // takes the number
				if _, err := w.Edit(context.Background(), as(county, staff), gifts.Register, gift, 1, record.Input{"title": "面"}, ""); err != nil {
					return store.Result{}, err
				}
			}
			g, err := store.One(tx.Context(), tx.All(), gifts, record.ID[Gift](gift))
			if err != nil {
				return store.Result{}, err
			}
			return store.Result{}, store.Change(tx, gifts, g, func(g *Gift) { g.Title += "条" })
		})
		w.must(err)
		list, err := w.Reader(as(county, staff)).Versions(w.ctx(), gifts.Register, gift)
		w.must(err)
		var titles []string
		for i, v := range list {
			titles = append(titles, v.Record.(*Gift).Title)
			if i > 0 && record.BaseOf(v.Record).Since >= v.Until {
				w.Errorf("an image from %d to %d", record.BaseOf(v.Record).Since, v.Until)
			}
		}
		if runs != 2 || !slices.Equal(titles, []string{"面条", "面", "米"}) {
			w.Errorf("%d runs made %v", runs, titles)
		}
		w.sound()
	})
}
