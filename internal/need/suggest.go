package need

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Suggestion is one resource or project held against one need: a filter first,
// then a sum that anybody can follow. A person decides.
type Suggestion struct {
	Resource *Resource
	Project  *Project
	Org      *org.SocialOrg // nil if a unit offers it, or nobody carries it yet
	Score    int
	Helped   []string // what speaks for it
	Hurt     []string // what speaks against it
	Misses   []string // why it does not fit, each with what would make it fit
}

// Points of the sum. They only order suggestions for one need; they are never
// added up over people or organisations.
const (
	pointsCategory = 40
	pointsTarget   = 20
	pointsNear     = 20
	pointsTown     = 10
	pointsWindow   = 10
	pointsFree     = 10
)

// How many resources are looked at: those that do what is needed and serve the
// place, and of those that nearly do, in the town and in the community itself.
const (
	mostFit  = 3000
	mostNear = 40
)

// Suggest gives the resources that fit a need, best first, and some that do not,
// each with its reasons.
func Suggest(ctx context.Context, r *store.Reader, n *Need, today clock.Date) (fit, unfit []Suggestion, err error) {
	list, err := candidates(ctx, r, n)
	if err != nil {
		return nil, nil, err
	}
	all, err := weighResources(ctx, r, n, list, today)
	if err != nil {
		return nil, nil, err
	}
	fit, unfit = sorted(all)
	return fit, unfit, nil
}

// candidates gives the resources that do what is needed and serve the place, and
// some that miss one of the two.
func candidates(ctx context.Context, r *store.Reader, n *Need) ([]*Resource, error) {
	list, err := store.Find(ctx, r, Resources, func(x *Resource, w *store.Where) {
		w.Over(n.Area).Has(&x.Category, n.Category).Is(&x.State, Available).Limit(mostFit)
	})
	if err != nil {
		return nil, err
	}
	seen := map[int64]bool{}
	for _, x := range list {
		seen[x.ID] = true
	}
	for _, miss := range []func(*Resource, *store.Where){
		func(x *Resource, w *store.Where) { w.Below(area.Parent(n.Area)).Has(&x.Category, n.Category) },
		func(x *Resource, w *store.Where) { w.Below(n.Area) },
	} {
		near, err := store.Find(ctx, r, Resources, func(x *Resource, w *store.Where) {
			miss(x, w)
			w.Is(&x.State, Available).Limit(mostNear)
		})
		if err != nil {
			return nil, err
		}
		for _, x := range near {
			if !seen[x.ID] {
				seen[x.ID] = true
				list = append(list, x)
			}
		}
	}
	return list, nil
}

// sorted puts what fits best first, and of the others those that miss least.
func sorted(list []Suggestion) (fit, unfit []Suggestion) {
	for _, s := range list {
		if len(s.Misses) > 0 {
			unfit = append(unfit, s)
		} else {
			fit = append(fit, s)
		}
	}
	order := func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(len(a.Misses), len(b.Misses)), cmp.Compare(b.Score, a.Score), cmp.Compare(a.id(), b.id()))
	}
	slices.SortFunc(fit, order)
	slices.SortFunc(unfit, order)
	return fit, unfit
}

func (s Suggestion) id() int64 {
	if s.Project != nil {
		return s.Project.ID
	}
	return s.Resource.ID
}

// weighResources weighs resources against one need.
func weighResources(ctx context.Context, r *store.Reader, n *Need, list []*Resource, today clock.Date) ([]Suggestion, error) {
	orgs, err := orgsOf(ctx, r, list)
	if err != nil {
		return nil, err
	}
	load, err := loads(ctx, r, list)
	out := make([]Suggestion, len(list))
	for i, x := range list {
		out[i] = weigh(n, x, orgs[x.Org], load[record.ID[Resource](x.ID)], today)
	}
	return out, err
}

func orgsOf(ctx context.Context, r *store.Reader, list []*Resource) (map[record.ID[org.SocialOrg]]*org.SocialOrg, error) {
	var ids []record.ID[org.SocialOrg]
	for _, x := range list {
		ids = append(ids, x.Org)
	}
	return orgsCalled(ctx, r, ids)
}

func orgsCalled(ctx context.Context, r *store.Reader, ids []record.ID[org.SocialOrg]) (map[record.ID[org.SocialOrg]]*org.SocialOrg, error) {
	out, seen := map[record.ID[org.SocialOrg]]*org.SocialOrg{0: nil}, []any{}
	for _, id := range ids {
		if _, ok := out[id]; !ok {
			out[id] = nil
			seen = append(seen, int64(id))
		}
	}
	orgs, err := store.Find(ctx, r, org.SocialOrgs, func(o *org.SocialOrg, w *store.Where) { w.IDs(seen).Limit(len(seen) + 1) })
	for _, o := range orgs {
		out[record.ID[org.SocialOrg](o.ID)] = o
	}
	return out, err
}

// loads gives how many needs each resource has been asked for and not finished.
func loads(ctx context.Context, r *store.Reader, list []*Resource) (map[record.ID[Resource]]int, error) {
	var ids []any
	for _, x := range list {
		if x.Capacity > 0 { // what takes as many as come is never full
			ids = append(ids, record.ID[Resource](x.ID))
		}
	}
	out := map[record.ID[Resource]]int{}
	taken, err := store.Find(ctx, r, Matches, func(m *Match, w *store.Where) {
		w.In(&m.Resource, ids...).In(&m.State, Asked, Accepted).Limit(mostFit)
	})
	if err != nil || len(taken) == 0 {
		return out, err
	}
	var needs []any
	for _, m := range taken {
		needs = append(needs, int64(m.Need))
	}
	open, err := store.Find(ctx, r, Needs, func(n *Need, w *store.Where) {
		w.IDs(needs).In(&n.State, Verified, NoResource, Arranged).Limit(mostFit)
	})
	unfinished := map[record.ID[Need]]bool{}
	for _, n := range open {
		unfinished[record.ID[Need](n.ID)] = true
	}
	for _, m := range taken {
		if unfinished[m.Need] {
			out[m.Resource]++
		}
	}
	return out, err
}

// weigh filters by kind, place, time, capacity, eligibility and the standing of
// the organisation, and adds up what speaks for a resource.
func weigh(n *Need, x *Resource, o *org.SocialOrg, busy int, today clock.Date) Suggestion {
	s := Suggestion{Resource: x, Org: o}
	miss := func(format string, args ...any) { s.Misses = append(s.Misses, fmt.Sprintf(format, args...)) }
	plus := func(points int, format string, args ...any) {
		s.Score += points
		s.Helped = append(s.Helped, fmt.Sprintf(format, args...))
	}
	if slices.Contains(x.Category, n.Category) {
		plus(pointsCategory, "做的正是这方面的事")
	} else {
		miss("做的是别的方面；若它也做这方面的事，请在资源里补上")
	}
	switch {
	case x.Area == n.Area || slices.Contains(x.Places, n.Area):
		plus(pointsNear, "就在本社区服务")
	case area.Contains(x.Area, n.Area) || slices.ContainsFunc(x.Places, func(p string) bool { return area.Contains(p, n.Area) }):
		plus(pointsTown, "服务范围含本社区")
	default:
		miss("服务的地方不含本社区；若能来，请在“服务的社区”里加上")
	}
	if len(x.Targets) > 0 && len(n.Targets) > 0 {
		if slices.ContainsFunc(n.Targets, func(t string) bool { return slices.Contains(x.Targets, t) }) {
			plus(pointsTarget, "服务对象相符")
		} else {
			miss("服务对象不同；若也能服务，请在资源里补上")
		}
	}
	switch {
	case !x.When.Overlaps(n.When):
		miss("时段对不上：它是%s，居民方便的是%s；改约时间就合适", x.When, n.When)
	case x.When != "" && n.When != "":
		plus(pointsWindow, "时段合得上")
	}
	if x.Capacity > 0 {
		if int64(busy) >= x.Capacity {
			miss("手上已有 %d 件，同时最多接 %d 件；等它办完一件", busy, x.Capacity)
		} else if busy > 0 {
			s.Hurt = append(s.Hurt, fmt.Sprintf("手上已有 %d 件", busy))
			s.Score -= busy
		}
	}
	if x.From != "" && today < x.From {
		miss("%s才开始", x.From.Chinese())
	}
	if x.Until != "" && today > x.Until {
		miss("有效期到 %s 为止；续期后就可以", x.Until.Chinese())
	}
	if o != nil && o.State != org.Normal {
		miss("“%s”现在是“%s”；恢复正常后才能对接", o.Name, org.SocialOrgs.StateLabel(string(o.State)))
	}
	switch x.Cost {
	case Free:
		plus(pointsFree, "公益，不收费")
	case Paid:
		s.Hurt = append(s.Hurt, "低偿，居民要付一点费用")
	}
	return s
}

func join(list []string) string { return strings.Join(list, "；") }
