package figure

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/store"
)

// counted is what counting gave, and the last change it knew of.
type counted struct{ num, den, stamp int64 }

// cache keeps what was counted, by contract, version, question and settings.
// What it holds is exact: it counts only while nothing that the contract reads
// has changed, or as the beginning to which changes are added.
type cache struct {
	mu     sync.Mutex
	held   map[string]counted
	parted map[string]apart
}

// apart is what grouping gave, and the last change it knew of. It is not
// written to any more.
type apart struct {
	n     map[string]int64
	stamp int64
}

// cacheSize bounds the cache; a county asks far fewer questions a day.
const cacheSize = 20_000

// aLot is how many entries of the audit about one register make it better to
// count a list anew than by what has changed.
const aLot = 100

func (c *cache) get(key string) (counted, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	got, ok := c.held[key]
	return got, ok
}

func (c *cache) put(key string, n counted) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil || len(c.held) >= cacheSize {
		c.held = map[string]counted{}
	}
	c.held[key] = n
}

func (c *cache) groups(key string) (apart, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	got, ok := c.parted[key]
	return got, ok
}

// partedSize bounds the groups kept, each of which holds a county's communities.
const partedSize = 500

func (c *cache) putGroups(key string, g apart) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.parted == nil || len(c.parted) >= partedSize {
		c.parted = map[string]apart{}
	}
	c.parted[key] = g
}

// key names what is asked: the contract and all that its number depends on
// besides the records.
func (s *statement) key(c *Contract) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s|%d|%s|%s|%d", c.Name, c.Version, s.q.Area, s.q.At, s.q.Known)
	for _, name := range c.Settings {
		fmt.Fprintf(&b, "|%s=%s", name, s.settings[name])
	}
	b.WriteString(c.asked)
	if s.today() { // another day's today reads states where this one's does not
		fmt.Fprintf(&b, "|%s", s.store.Today())
	}
	return b.String()
}

// stamps is the last change of every register that figures read, the one after
// which a lot has changed, and up to where changes are sealed. What was known
// at a number never changes, so that number is its stamp.
type stamps struct {
	known, sealed int64
	last, lot     map[string]int64
}

func (s stamps) of(c *Contract) (n int64) {
	if s.known != 0 {
		return s.known
	}
	for _, name := range c.reads() {
		n = max(n, s.last[name])
	}
	return n
}

// near reports whether not a lot has changed since a stamp. 0, before any
// change, is not a moment to look back to.
func (s stamps) near(c *Contract, stamp int64) bool {
	return stamp > 0 && !slices.ContainsFunc(c.reads(), func(name string) bool { return stamp < s.lot[name] })
}

// stamps looks where the registers stand, and refuses a question that comes too early.
func (s *statement) stamps(ctx context.Context, r db.Queryer) (stamps, error) {
	out := stamps{known: s.q.Known, last: map[string]int64{}, lot: map[string]int64{}}
	tomorrow := s.q.At.AddDays(1)
	parts := []string{"(" + s.store.DB().SealedQuery() + ")",
		fmt.Sprintf("(SELECT count(*) FROM (SELECT 1 FROM passage WHERE id >= %d AND on_day > '%s' LIMIT 1) AS ahead)", store.FirstID(tomorrow.Time()), s.q.At)}
	var names []string
	for _, c := range s.contracts {
		for _, name := range c.reads() {
			if s.q.Known != 0 || slices.Contains(names, name) {
				continue
			}
			names = append(names, name)
			for _, place := range []int{0, aLot} {
				parts = append(parts, fmt.Sprintf("coalesce((SELECT seq FROM audit WHERE register = '%s' ORDER BY seq DESC LIMIT 1 OFFSET %d), 0)", name, place))
			}
		}
	}
	list, err := numbers(ctx, r, parts)
	out.sealed, s.ahead = list[0], list[1] > 0
	for i, name := range names {
		out.last[name], out.lot[name] = list[2+2*i], list[3+2*i]
	}
	if err == nil && s.q.Known > out.sealed { // earlier changes may yet join those
		err = fault.New(fault.Conflict, "那一刻的变更还没有全部落定，请稍后再问")
	}
	return out, err
}
