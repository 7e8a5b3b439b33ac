package volunteer

import (
	"context"
	"fmt"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

func numbersOf(body g.Group) g.Node { return h.Div(h.Class("numbers"), body) }

func sectionOf(body g.Node) g.Node { return h.Section(h.Class("turn"), body) }

// mostRoll is how many of those down for a shift its page lists.
const mostRoll = 100

// Roll draws, for whoever organises a shift, the code to tell on the spot, and who
// is down, came and waits.
func Roll(s *store.Store) func(context.Context, *store.Reader, record.Record, func(string) string) (*ui.Panel, error) {
	return func(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
		x := rec.(*Shift)
		if s.MayEdit(r.Actor(), Shifts.Register, rec) != nil && x.State == Open || !s.MayRead(SignUps.Register, r.Actor()) {
			return nil, nil
		}
		list, err := store.Find(ctx, r, SignUps, func(u *SignUp, w *store.Where) {
			w.Is(&u.Shift, record.ID[Shift](x.ID)).In(&u.State, In, Arrived, Waiting).By(&u.Since).Limit(1000)
		})
		if err != nil {
			return nil, err
		}
		var ids []int64
		count := map[SignUpState]int{}
		for _, u := range list {
			ids = append(ids, int64(u.Volunteer))
			count[u.State]++
		}
		names, err := s.Reader(checker()).Titles(ctx, Volunteers.Register, ids)
		if err != nil {
			return nil, err
		}
		items := ui.Items{Empty: "还没有人报名。"}
		for i, u := range list {
			if i == mostRoll {
				break
			}
			it := ui.Item{Title: names[int64(u.Volunteer)], Tag: ui.Tag{Text: SignUps.StateLabel(string(u.State))}, Href: url(fmt.Sprintf("/r/sign_up/%d", u.ID))}
			if st := SignUps.Step("arrive"); u.State == In && s.MayTake(r.Actor(), SignUps.Register, u, st) == nil {
				it.Action = ui.Action{Label: st.Label, Post: url(fmt.Sprintf("/r/sign_up/%d/do/arrive", u.ID)), Hidden: []ui.Pair{{Name: "_key", Value: newKey()},
					{Name: "_version", Value: fmt.Sprint(u.Version)}, {Name: "_to", Value: fmt.Sprintf("/r/shift/%d", x.ID)}}}
			}
			items.List = append(items.List, it)
		}
		body := g.Group{items}
		if x.State == Open {
			body = append(g.Group{numbersOf(g.Group{ui.Headline(ui.Figure{Name: "到场码", Value: x.Code, Note: "在现场念给到场的人，他们在手机上填"})})}, body...)
		}
		note := fmt.Sprintf("要 %d 人，已报 %d 人，到场 %d 人，候补 %d 人", x.Wanted, count[In]+count[Arrived], count[Arrived], count[Waiting])
		return &ui.Panel{Body: ui.Card{Title: "报名和到场", Note: note, Bare: true, Link: ui.Link{Label: "全部", Href: url(fmt.Sprintf("/r/sign_up?shift=%d", x.ID))}, Body: body}}, nil
	}
}
