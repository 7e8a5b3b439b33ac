package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// deed is something somebody does to the n-th gift or person there is.
type deed struct {
	what    string
	n, with int
	text    string
}

var deeds = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) deed {
	return deed{
		rapid.SampledFrom([]string{"make", "make", "edit", "edit", "edit", "give", "send_back", "void", "merge", "unmerge"}).Draw(t, "what"),
		rapid.IntRange(0, 5).Draw(t, "n"), rapid.IntRange(0, 3).Draw(t, "with"), rapid.StringMatching(`[米面油糖]{1,4}`).Draw(t, "text"),
	}
}), 60, 60)

// model is what the test itself remembers of every version of every gift.
type model struct {
	*world
	mu     sync.Mutex
	people []int64
	gifts  []int64
	images map[int64]map[int64]string // gift to version to what it said
}

// says puts a gift in words, but for whom it went to: merges lead that elsewhere.
func says(g *Gift) string { return fmt.Sprint(g.Title, g.Count, g.State, g.Voided != "") }

func (m *model) remember(g *Gift) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.images[g.ID] == nil {
		m.images[g.ID] = map[int64]string{}
		m.gifts = append(m.gifts, g.ID)
	}
	m.images[g.ID][g.Version] = says(g)
}

func (m *model) pick(n int) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.gifts[n%len(m.gifts)]
}

// do does one deed, and remembers what it must have come to if the store says
// that it was done.
func (m *model) do(d deed, key string) error {
	a, ctx := as(community, staff), m.ctx()
	if d.what == "make" {
		to := m.people[d.with%len(m.people)]
		res, err := m.Create(ctx, a, gifts.Register, community, record.Input{"title": d.text, "count": fmt.Sprint(d.n), "to_soul": id(to)}, key)
		if err == nil {
			g := gifts.New()
			g.ID, g.Version, g.Title, g.Count = res.ID, 1, d.text, int64(d.n)
			m.remember(g)
		}
		return err
	}
	if d.what == "merge" || d.what == "unmerge" {
		x, y := m.people[d.n%len(m.people)], m.people[d.with%len(m.people)]
		if d.what == "merge" {
			return second(m.Merge(ctx, a, souls.Register, x, y, "同", key))
		}
		return second(m.Unmerge(ctx, a, souls.Register, x, "不同", key))
	}
	g, err := store.One(ctx, m.Reader(a), gifts, record.ID[Gift](m.pick(d.n)))
	if err != nil {
		return err
	}
	before := says(g)
	var res store.Result
	switch d.what {
	case "edit":
		g.Title, g.Count = d.text, int64(d.with)
		res, err = m.Edit(ctx, a, gifts.Register, g.ID, g.Version, record.Input{"title": d.text, "count": fmt.Sprint(d.with)}, key)
	case "void":
		g.Voided = "错"
		res, err = m.Void(ctx, a, gifts.Register, g.ID, g.Version, "错", key)
	default:
		g.State = map[string]giftState{"give": given, "send_back": returned}[d.what]
		res, err = m.Take(ctx, a, gifts.Register, g.ID, g.Version, d.what, store.Taking{}, key)
	}
	if err != nil || says(g) == before {
		return err
	}
	if g.Version++; res.Version != g.Version {
		return fmt.Errorf("version %d was made of %d", res.Version, g.Version-1)
	}
	m.remember(g)
	return nil
}

// Many people at once do whatever comes to their minds. What the store then
// tells of any sealed number is what the test remembers of it.
func TestWhateverIsDone(t *testing.T) {
	seeds := 3
	if testing.Short() {
		seeds = 1
	}
	each(t, func(w *world) {
		for seed := range seeds {
			m := &model{world: w, images: map[int64]map[int64]string{}}
			for i := range 4 {
				m.people = append(m.people, w.make(souls.Register, community, record.Input{"name": string([]rune("赵钱孙李")[i])}))
			}
			w.must(m.do(deed{what: "make", text: "米"}, ""))
			list := deeds.Example(seed)
			var all sync.WaitGroup
			for worker := range 4 {
				all.Go(func() {
					for i := worker; i < len(list); i += 4 {
						err := m.do(list[i], fmt.Sprint("seed", seed, "deed", i))
						if k := fault.KindOf(err); err != nil && k != fault.Conflict && k != fault.Invalid {
							w.Errorf("%+v: %v", list[i], err)
						}
					}
				})
			}
			all.Wait()
			m.compare()
			w.sound()
		}
	})
}

// compare holds what the store knew at each number against the model.
func (m *model) compare() {
	m.Helper()
	a, top := as(community, staff), m.sealed()
	var numbers []int64
	seqs := map[int64][]int64{} // gift to the numbers of its changes, as the audit has them
	m.rows("SELECT DISTINCT record, seq FROM audit WHERE register = 'gift' ORDER BY seq", func(c []any) {
		gift, seq := c[0].(int64), c[1].(int64)
		if m.images[gift] != nil {
			seqs[gift], numbers = append(seqs[gift], seq), append(numbers, seq)
		}
	})
	numbers = append(slices.Compact(numbers), top)
	for i := 0; i < len(numbers); i += 1 + len(numbers)/12 {
		known := numbers[i]
		if known > top {
			m.Errorf("%d is not sealed, with nobody writing", known)
		}
		live := 0
		for _, gift := range m.gifts {
			version := 0
			for _, seq := range seqs[gift] {
				if seq <= known {
					version++
				}
			}
			rec, err := m.Reader(a).GetKnown(m.ctx(), gifts.Register, gift, known)
			if version == 0 {
				if !fault.Is(err, fault.NotFound) {
					m.Errorf("gift %d was known at %d, before it was made: %+v, %v", gift, known, rec, err)
				}
				continue
			}
			live++
			m.must(err)
			g := rec.(*Gift)
			want, remembered := m.images[gift][g.Version]
			if int(g.Version) != version || remembered && says(g) != want {
				m.Errorf("at %d gift %d was version %d %s, want %d %s", known, gift, g.Version, says(g), version, want)
			}
		}
		var n int
		ids := fmt.Sprint(m.gifts[0])
		for _, gift := range m.gifts[1:] {
			ids += fmt.Sprint(", ", gift)
		}
		m.must(m.DB().QueryRow(m.ctx(), "SELECT count(*) FROM "+store.AsKnown(gifts.Register, known)+" AS known WHERE id IN ("+ids+")").Scan(&n))
		if n != live {
			m.Errorf("at %d, %d gifts were known, want %d", known, n, live)
		}
	}
	page, err := m.Reader(a).List(m.ctx(), gifts.Register, store.Query{IDs: m.gifts})
	m.must(err)
	for _, rec := range page.Records {
		if g := rec.(*Gift); m.images[g.ID][g.Version] != "" && m.images[g.ID][g.Version] != says(g) {
			m.Errorf("listed as %s, want %s", says(g), m.images[g.ID][g.Version])
		}
	}
	if m.DB().Engine() == db.SQLite && len(numbers) < 10 {
		m.Errorf("only %d changes were made", len(numbers))
	}
}
