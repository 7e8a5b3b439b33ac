package volunteer

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Planners see whom they could ask for their shifts.
func Planners() record.Roles {
	return record.By(people.CommunityWorker, people.TownOfficer, people.CountyOfficer)
}

// How far ahead the page of suggestions looks, and at how much of it.
const (
	planDays   = 14
	planShifts = 120
	planPeople = 2000
)

// Plan gives the page of suggestions (排班建议): for each shift of the reader's that
// still has places, whom they could ask, and why. Nobody is signed up by it, and
// nobody is told: the organiser asks, and the volunteer may say no (志愿服务条例:
// voluntary).
func Plan(s *store.Store) func(context.Context, *store.Reader, url.Values, func(string) string) (*ui.View, error) {
	return func(ctx context.Context, r *store.Reader, _ url.Values, url func(string) string) (*ui.View, error) {
		shifts, left, taken, err := toPlan(ctx, s, r)
		if err != nil {
			return nil, err
		}
		list, err := store.Find(ctx, r, Volunteers, func(v *Volunteer, w *store.Where) { w.Is(&v.State, Active).Limit(planPeople) })
		if err != nil {
			return nil, err
		}
		by := map[int64][]Suggested{}
		for _, x := range Assign(list, shifts, left, taken) {
			by[x.Shift.ID] = append(by[x.Shift.ID], x)
		}
		view := &ui.View{Head: ui.Head{Title: "排班建议", Note: ui.Lines("两周以内还缺人的班次，", "可以去问问谁。", "只是建议：先问本人，愿意再替他报名。")}}
		var cards g.Group
		for _, x := range shifts {
			cards = append(cards, suggestions(x, left[record.ID[Shift](x.ID)], by[x.ID], url))
		}
		if len(cards) == 0 {
			cards = g.Group{ui.EmptyState{Title: "两周以内没有缺人的班次", Why: "登记一个班次，或者等报名的人退出。", Action: []ui.Action{{Label: "登记班次", Href: url("/r/shift/new")}}}}
		}
		view.Body = g.Group{h.Div(h.Class("two-up"), cards)}
		return view, nil
	}
}

func suggestions(x *Shift, left int64, list []Suggested, url func(string) string) g.Node {
	items := ui.Items{Empty: "本辖区没有会、有空又没排班的志愿者。"}
	for _, p := range list {
		items.List = append(items.List, ui.Item{Title: Volunteers.ShownTitle(p.Volunteer), Href: url(fmt.Sprintf("/r/volunteer/%d", p.Volunteer.ID)), Note: strings.Join(p.Reasons, "，"),
			Action: ui.Action{Label: "问过，报名", Href: url(fmt.Sprintf("/r/sign_up/new?shift=%d&volunteer=%d&_to=/shift-plan", x.ID, p.Volunteer.ID))}})
	}
	return ui.Card{Title: x.Title, Note: fmt.Sprintf("%s，还缺 %d 人", x.when(), left), Bare: true, Link: ui.Link{Label: "班次", Href: url(fmt.Sprintf("/r/shift/%d", x.ID))}, Body: g.Group{items}}
}

// toPlan gives the reader's own shifts that have places left, how many, and which
// of all shifts of those days each volunteer has.
func toPlan(ctx context.Context, s *store.Store, r *store.Reader) ([]*Shift, map[record.ID[Shift]]int64, Taken, error) {
	now := record.MomentOf(s.Clock().Now())
	open, err := store.Find(ctx, s.Reader(checker()), Shifts, func(x *Shift, w *store.Where) {
		w.Is(&x.State, Open).More(&x.From, now).Less(&x.From, record.MomentOf(r.Today().AddDays(planDays+1).Time())).By(&x.From).Limit(1000)
	})
	if err != nil {
		return nil, nil, nil, err
	}
	ids, byID := make([]any, len(open)), map[record.ID[Shift]]*Shift{}
	left, taken := map[record.ID[Shift]]int64{}, Taken{}
	for i, x := range open {
		id := record.ID[Shift](x.ID)
		ids[i], byID[id], left[id] = id, x, x.Wanted
	}
	ups, err := store.Find(ctx, s.Reader(checker()), SignUps, func(u *SignUp, w *store.Where) {
		w.In(&u.Shift, ids...).In(&u.State, In, Arrived, Waiting).Limit(100_000)
	})
	if err != nil {
		return nil, nil, nil, err
	}
	for _, u := range ups {
		if taken[u.Volunteer] = append(taken[u.Volunteer], byID[u.Shift]); u.State != Waiting {
			left[u.Shift]--
		}
	}
	var mine []*Shift
	for _, x := range open {
		if r.Actor().Within(x.Area) && left[record.ID[Shift](x.ID)] > 0 && len(mine) < planShifts {
			mine = append(mine, x)
		}
	}
	return mine, left, taken, nil
}
