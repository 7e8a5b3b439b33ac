package need

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"unicode"

	g "maragu.dev/gomponents"

	"sanshe/internal/ident"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// mostAlike is how many needs are looked at, the newest first, and sameShare how
// many of a hundred pairs of neighbouring characters of the shorter text must be
// in the other, for the two to be probably one.
const (
	mostAlike = 200
	sameShare = 40
)

// alike is a need that says much of what is being typed.
type alike struct {
	*Need
	share int
}

// Alike gives the open needs of a community that are probably what a text says,
// the likeliest first.
func Alike(ctx context.Context, r *store.Reader, place, text string) ([]alike, error) {
	want := pairs(text)
	if len(want) < 3 {
		return nil, nil
	}
	list, err := store.Find(ctx, r, Needs, func(n *Need, w *store.Where) {
		w.Below(place).In(&n.State, Raised, Verified, NoResource, Arranged, Served).Last(&n.Raised).Limit(mostAlike)
	})
	var out []alike
	for _, n := range list {
		if s := share(want, pairs(n.Detail+" "+n.Title)); s >= sameShare {
			out = append(out, alike{n, s})
		}
	}
	slices.SortStableFunc(out, func(a, b alike) int { return cmp.Compare(b.share, a.share) })
	return out[:min(4, len(out))], err
}

// pairs gives every two neighbouring characters of a text, punctuation left out.
func pairs(text string) map[[2]rune]bool {
	out, last := map[[2]rune]bool{}, rune(0)
	for _, c := range ident.Narrow(text) {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			last = 0
			continue
		}
		if last != 0 {
			out[[2]rune{last, c}] = true
		}
		last = c
	}
	return out
}

// share gives how many of a hundred pairs of the shorter text are in the other.
func share(a, b map[[2]rune]bool) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for p := range a {
		if b[p] {
			n++
		}
	}
	if len(a) < 3 {
		return 0
	}
	return n * 100 / len(a)
}

// Told draws, while a need is being written down, what was probably told before.
func Told(ctx context.Context, r *store.Reader, place string, in record.Input, url func(string) string) (g.Node, error) {
	list, err := Alike(ctx, r, place, in["detail"])
	if err != nil || len(list) == 0 {
		return nil, err
	}
	items := ui.Items{}
	for _, n := range list {
		items.List = append(items.List, ui.Item{Title: n.Title, Href: url(fmt.Sprintf("/r/need/%d", n.ID)), Note: n.Raised.Chinese() + "，" + Needs.Field("source").Text(n.Need), Tag: ui.Tag{Text: Needs.StateLabel(string(n.State))}})
	}
	return ui.Card{Title: "可能说过了", Note: "是同一件就不用再登；登了也可以合并", Bare: true, Body: g.Group{items}}, nil
}
