package store_test

import (
	"fmt"
	"slices"
	"testing"

	"sanshe/internal/record"
	"sanshe/internal/store"
)

// found gives the notes of what a search finds, in the order of the list.
func (w *world) found(text string) (notes []string) {
	w.Helper()
	page, err := w.Reader(as(county, staff)).List(w.ctx(), gifts.Register, store.Query{Text: text})
	w.must(err)
	if page.Total != len(page.Records) {
		w.Errorf("%s: %d of %d", text, len(page.Records), page.Total)
	}
	for _, rec := range page.Records {
		notes = append(notes, any(rec).(*Gift).Note)
	}
	return notes
}

func TestSearchFindsWhatStandsThere(t *testing.T) {
	each(t, func(w *world) {
		first := w.make(gifts.Register, community, record.Input{"title": "慰问", "note": "送给王德明的米和油，型号 AB12C"})
		w.make(gifts.Register, elsewhere, record.Input{"title": "重庆火锅底料", "note": "观音桥买的，音阁寺旁边"})
		const one, two = "送给王德明的米和油，型号 AB12C", "观音桥买的，音阁寺旁边"
		for text, want := range map[string][]string{
			"德明": {one}, "王德明": {one}, "明": {one}, "王": {one}, "油": {one}, // the last character of a run as well
			"观音": {two}, "音阁": {two}, "观音阁": nil, // both words, but not side by side
			"ab12c": {one}, "b12": {one}, "12c": {one}, "型号 王德明": {one}, "c": {two, one}, // c ends AB12C, and begins a reading of 重
			"chongqing": {two}, "zhongqing": {two}, "cqhg": {two}, "zqhg": {two}, "whatever": nil, "，": nil,
			record.Code(first): {one}, record.Code(first)[:8]: {two, one}, record.Code(first)[2:]: nil,
		} {
			if got := w.found(text); !slices.Equal(got, want) {
				w.Errorf("%s finds %q, want %q", text, got, want)
			}
		}
		_, err := w.Edit(w.ctx(), as(county, staff), gifts.Register, first, 1, record.Input{"note": "改送面粉"}, "")
		w.must(err)
		if len(w.found("德明")) > 0 || len(w.found("面粉")) != 1 || w.found("慰问")[0] != "改送面粉" {
			w.Error("a changed text is found as it was")
		}
		_, err = w.Void(w.ctx(), as(county, staff), gifts.Register, first, 2, "弄错", "")
		w.must(err)
		if len(w.found("面粉")) > 0 {
			w.Error("what is void is found")
		}
		w.sound()
	})
}

// Pages of a search follow one another, forwards and back, also after an edit
// and after the words were made again.
func TestPagesOfASearch(t *testing.T) {
	each(t, func(w *world) {
		var ids []int64
		for i := range 12 {
			ids = append(ids, w.make(gifts.Register, community, record.Input{"title": fmt.Sprint("春节慰问", i)}))
		}
		slices.Reverse(ids)
		_, err := w.Edit(w.ctx(), as(county, staff), gifts.Register, ids[7], 1, record.Input{"note": "改过"}, "")
		w.must(err)
		for range 2 {
			var got []int64
			q := store.Query{Text: "慰问", Limit: 5}
			var pages []*store.Page
			for more := true; more; more = q.After != 0 {
				page, err := w.Reader(as(county, staff)).List(w.ctx(), gifts.Register, q)
				w.must(err)
				for _, rec := range page.Records {
					got = append(got, record.BaseOf(rec).ID)
				}
				pages, q.After = append(pages, page), page.Next
			}
			if !slices.Equal(got, ids) || len(pages) != 3 || pages[0].Total != 12 {
				w.Errorf("%d pages: %v, want %v", len(pages), got, ids)
			}
			back, err := w.Reader(as(county, staff)).List(w.ctx(), gifts.Register, store.Query{Text: "慰问", Limit: 5, Before: pages[2].Prev})
			w.must(err)
			if record.BaseOf(back.Records[0]).ID != ids[5] || len(back.Records) != 5 {
				w.Error("the page before is another")
			}
			w.must(w.ReindexAll(w.ctx()))
		}
		w.sound()
	})
}

// Where many registers have the words, a search says so of those it does not
// look into; it has no more registers here than it looks into.
func TestSearchEverywhere(t *testing.T) {
	each(t, func(w *world) {
		w.make(clubs.Register, community, record.Input{"name": "夕阳红合唱团"})
		w.make(gifts.Register, community, record.Input{"title": "送夕阳红的音响"})
		w.make(letters.Register, community, record.Input{"about": "夕阳和红旗"})
		hits, err := w.Reader(as(county, staff)).Search(w.ctx(), "夕阳红", 5)
		w.must(err)
		if len(hits) != 2 || hits[0].Register != clubs.Register || len(hits[1].Records) != 1 {
			w.Errorf("%+v", hits)
		}
	})
}
