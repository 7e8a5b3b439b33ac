package need

import (
	"context"
	"fmt"
	"slices"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// mostProjects is how many projects of a place are looked at.
const mostProjects = 100

// SuggestProjects gives the projects of its place that a need fits into, best
// first, and those it does not, each with its reasons.
func SuggestProjects(ctx context.Context, r *store.Reader, n *Need, today clock.Date) (fit, unfit []Suggestion, err error) {
	list, err := projectsOver(ctx, r, n.Area)
	if err != nil {
		return nil, nil, err
	}
	all, err := weighProjects(ctx, r, n, list, today)
	fit, unfit = sorted(all)
	return fit, unfit, err
}

func projectsOver(ctx context.Context, r *store.Reader, place string) ([]*Project, error) {
	return store.Find(ctx, r, Projects, func(p *Project, w *store.Where) {
		w.Over(place).In(&p.State, Published, Running).Last(&p.From).Limit(mostProjects)
	})
}

// weighProjects weighs projects against one need. What a project does is told by
// the needs it answers and the resources it uses.
func weighProjects(ctx context.Context, r *store.Reader, n *Need, list []*Project, today clock.Date) ([]Suggestion, error) {
	does, err := doing(ctx, r, list)
	if err != nil {
		return nil, err
	}
	var leads []record.ID[org.SocialOrg]
	for _, p := range list {
		leads = append(leads, p.Lead)
	}
	orgs, err := orgsCalled(ctx, r, leads)
	out := make([]Suggestion, len(list))
	for i, p := range list {
		out[i] = weighProject(n, p, orgs[p.Lead], does[p.ID], today)
	}
	return out, err
}

// does is what a project does: how many needs of each category it answers, and
// what its resources are for.
type does struct {
	answers map[string]int
	uses    []string
}

// at tells whether a project does something about a category.
func (d does) at(category string) bool {
	return d.answers[category] > 0 || slices.Contains(d.uses, category)
}

func doing(ctx context.Context, r *store.Reader, list []*Project) (map[int64]does, error) {
	var needs, uses []any
	for _, p := range list {
		for _, id := range p.Needs {
			needs = append(needs, int64(id))
		}
		for _, id := range p.Uses {
			uses = append(uses, int64(id))
		}
	}
	answered, err := store.Find(ctx, r, Needs, func(_ *Need, w *store.Where) { w.IDs(needs) })
	if err != nil {
		return nil, err
	}
	used, err := store.Find(ctx, r, Resources, func(_ *Resource, w *store.Where) { w.IDs(uses) })
	out := map[int64]does{}
	for _, p := range list {
		d := does{answers: map[string]int{}}
		for _, x := range answered {
			if slices.Contains(p.Needs, record.ID[Need](x.ID)) {
				d.answers[x.Category]++
			}
		}
		for _, x := range used {
			if slices.Contains(p.Uses, record.ID[Resource](x.ID)) {
				d.uses = append(d.uses, x.Category...)
			}
		}
		out[p.ID] = d
	}
	return out, err
}

func weighProject(n *Need, p *Project, o *org.SocialOrg, d does, today clock.Date) Suggestion {
	s := Suggestion{Project: p, Org: o}
	miss := func(format string, args ...any) { s.Misses = append(s.Misses, fmt.Sprintf(format, args...)) }
	plus := func(points int, format string, args ...any) {
		s.Score += points
		s.Helped = append(s.Helped, fmt.Sprintf(format, args...))
	}
	switch {
	case slices.Contains(p.Needs, record.ID[Need](n.ID)):
		plus(2*pointsCategory, "已列入这个项目回应的需求")
	case d.answers[n.Category] > 0:
		plus(pointsCategory, "已回应同类需求 %d 件", d.answers[n.Category])
	case slices.Contains(d.uses, n.Category):
		plus(pointsCategory, "用的资源做的正是这方面的事")
	default:
		miss("做的是别的方面；若也做这方面的事，请在项目“使用的资源”里补上")
	}
	switch {
	case p.Area == n.Area:
		plus(pointsNear, "就在本社区")
	case area.Contains(p.Area, n.Area):
		plus(pointsTown, "范围含本社区")
	default:
		miss("不在本社区")
	}
	if p.State != Published && p.State != Running {
		miss("项目现在是“%s”", Projects.StateLabel(string(p.State)))
	}
	if p.Until != "" && today > p.Until {
		miss("项目到 %s 为止；延期后就可以", p.Until.Chinese())
	}
	if p.State == Published {
		s.Hurt = append(s.Hurt, "还没有确定由谁承接")
	}
	if o != nil && o.State != org.Normal {
		miss("“%s”现在是“%s”；恢复正常后才能对接", o.Name, org.SocialOrgs.StateLabel(string(o.State)))
	}
	return s
}
