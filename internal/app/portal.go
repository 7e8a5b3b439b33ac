package app

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"sanshe/internal/area"
	"sanshe/internal/auth"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/giving"
	"sanshe/internal/message"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/place"
	"sanshe/internal/portal"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
	"sanshe/internal/ui"
	"sanshe/internal/volunteer"
)

// portal assembles the residents' pages: the words they read, the way of a need
// and how often anything may be tried.
func (a *App) portal(s Site, look *ui.UI) http.Handler {
	one := auth.NewLimiter(clock.System(), 6*time.Second, 20, 100_000)         // one address
	everybody := auth.NewLimiter(clock.System(), 50*time.Millisecond, 600, 16) // all tries at codes together
	days := func(ctx context.Context, setting, code string) string {
		v, err := a.Store.Setting(ctx, setting, code, a.Store.Today())
		if err != nil {
			return "尽快" // a promise without its number is not made
		}
		return v.Value + " 个工作日内"
	}
	return portal.New(portal.Config{
		Store: a.Store, UI: look, Base: s.Base, Demo: s.Demo != "",
		Need: need.Needs.Register, Opinion: service.Opinions.Register, CategoryList: "need_category",
		Limit: func(key string) (bool, time.Duration) {
			if strings.Contains(key, "/") {
				return one.Allow(key)
			}
			return everybody.Allow(key)
		},
		Promise: func(ctx context.Context, code string) string { return days(ctx, "need.answer_days", code) },
		CallBack: func(ctx context.Context, code, level string) string {
			if level != string(service.Bad) && level != string(service.VeryBad) {
				return ""
			}
			return days(ctx, "opinion.call_days", code) + "会有人回访"
		},
		Messages: &portal.Messages{
			Silent: func(ctx context.Context, n record.Record) (bool, error) {
				return message.Silent(ctx, a.Store, n.(*need.Need))
			},
			Refuse: func(ctx context.Context, who *record.Actor, n record.Record) error {
				return message.Refuse(ctx, a.Store, who, n.(*need.Need))
			},
		},
		Proof: func(ctx context.Context, code string) ([][2]string, error) {
			found, err := volunteer.CheckProof(ctx, a.Store, code)
			if found == nil {
				return nil, err
			}
			return found.Says(), err
		},
		Sheets:    []portal.Sheet{{Name: "giving", Title: "捐赠和使用公示", Says: "谁捐了什么、用在哪里，由接收的单位公开，欢迎监督。不愿公开姓名的写“爱心人士”。", Draw: giving.Shown(a.reception())}},
		Community: a.community, Communities: a.communities, Lists: a.lists, List: a.list,
		Tiles: map[string]portal.Tile{"elder": {Icon: "old", Chapter: 1}, "child": {Icon: "kid", Chapter: 4}, "health": {Icon: "care", Chapter: 3},
			"environment": {Icon: "leaf", Chapter: 2}, "mediation": {Icon: "talk", Chapter: 4}, "culture": {Icon: "art", Chapter: 3}},
		Words: map[string]string{
			"raised": "已提交", "verified": "社区已受理", "no_resource": "暂时没有合适的人手，已记下", "arranged": "已找好人，等上门服务",
			"served": "服务做完了，等您确认", "closed": "办好了", "refused": "这件不能受理", "transferred": "转给别的部门办",
			"merged": "和同样的事并在一起办", "withdrawn": "您撤回了", "confirm": "您确认办好了",
			"reopen": "您说还没办好，重新安排", "lapse": "没有等到您的答复，先办结了", "unarrange": "原来找的人没有谈成，重新安排"},
		Path: []portal.Stage{{State: "raised", Label: "提交"}, {State: "verified", Label: "社区联系您"}, {State: "arranged", Label: "安排服务", Note: "找合适的社会组织或志愿者"},
			{State: "served", Label: "上门服务"}, {State: "closed", Label: "请您确认、评价", Note: "不满意会有人回访"}},
		Offers: []portal.Offer{
			{Step: "confirm", Label: "办好了", Main: true},
			{Step: "reopen", Label: "还没办好", Ask: "哪里还没办好", Send: "请社区重办"},
			{Step: "withdraw", Label: "不用办了，撤回", Says: "撤回以后不再办理。以后还需要，可以再提一件。", Send: "撤回"}},
		Reasons: []string{"refuse", "transfer", "lack"},
		RateIn:  []string{"served", "closed"},
	})
}

// reception reads what anybody may know of the communities.
func (a *App) reception() *store.Reader {
	return a.Store.Reader(&record.Actor{Name: "居民", Via: "portal", Roles: record.By(people.CommunityWorker)})
}

func (a *App) community(ctx context.Context, code string) (name, phone string, err error) {
	missing := fault.New(fault.NotFound, "没有这个社区，请从列表里选")
	if area.LevelOf(code) != area.Community {
		return "", "", missing
	}
	c, err := store.First(ctx, a.reception(), place.Communities, func(_ *place.Community, w *store.Where) { w.Below(code) })
	if err != nil {
		return "", "", err
	}
	if c == nil {
		return "", "", missing
	}
	return c.Name, c.Phone, nil
}

// communities lists those a resident may choose when no poster says which, the
// urban ones first.
func (a *App) communities(ctx context.Context) ([]record.Option, error) {
	list, err := store.Find(ctx, a.reception(), place.Communities, func(c *place.Community, w *store.Where) { w.Last(&c.Urban).Limit(1000) })
	var urban, other []record.Option
	for _, c := range list {
		o := record.Option{Value: c.Area, Label: c.Name}
		if c.Urban {
			urban = append(urban, o)
		} else {
			other = append(other, o)
		}
	}
	byCode := func(a, b record.Option) int { return cmp.Compare(a.Value, b.Value) }
	slices.SortFunc(urban, byCode)
	slices.SortFunc(other, byCode)
	return append(urban, other...), err
}

// lists gives what lists a community has published, the last first.
func (a *App) lists(ctx context.Context, code string) ([]portal.Edition, error) {
	list, err := store.Find(ctx, a.reception(), need.ListEditions, func(e *need.ListEdition, w *store.Where) {
		w.Below(code).Is(&e.State, need.Out).Last(&e.Published).Limit(60)
	})
	var out []portal.Edition
	last := map[need.ListKind]int64{}
	for _, e := range list {
		p := edition(e)
		p.Later = last[e.Kind]
		last[e.Kind] = cmp.Or(last[e.Kind], e.ID)
		out = append(out, p)
	}
	return out, err
}

// list gives one published list, nil if there is none.
func (a *App) list(ctx context.Context, id int64) (*portal.Edition, error) {
	e, err := store.First(ctx, a.reception(), need.ListEditions, func(e *need.ListEdition, w *store.Where) { w.ID(id).Is(&e.State, need.Out) })
	if err != nil || e == nil {
		return nil, err
	}
	all, err := a.lists(ctx, e.Area)
	if err != nil {
		return nil, err
	}
	out := edition(e)
	if i := slices.IndexFunc(all, func(x portal.Edition) bool { return x.ID == id }); i >= 0 {
		out.Later = all[i].Later
	}
	out.Heads, out.Rows = e.Told()
	return &out, nil
}

func edition(e *need.ListEdition) portal.Edition {
	out := portal.Edition{ID: e.ID, Area: e.Area, Note: e.Note, On: e.Published, Items: e.Items, Title: fmt.Sprintf("%d 年%s", e.Year, need.ListEditions.Field("kind").Text(e))}
	if e.No > 0 {
		out.Title += fmt.Sprintf("（第 %d 期）", e.No)
	}
	return out
}
