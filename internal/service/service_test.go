package service_test

import (
	"fmt"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

func story(t *testing.T, name string, tell func(w *World)) {
	t.Run(name, func(t *testing.T) {
		Each(t, func(w *World) {
			tell(w)
			found, err := w.Store.Verify(w.Ctx())
			if w.Do(err); len(found) > 0 {
				w.Error(found)
			}
		})
	})
}

func id(n int64) string { return record.Input{}.ID(n) }

func refuses(w *World, says string, err error) {
	w.Helper()
	if k := fault.KindOf(err); err == nil || k == fault.Internal || !strings.Contains(err.Error(), says) {
		w.Errorf("应说“%s”：%v", says, err)
	}
}

// sees gives how many activities of a state an actor counts in a division.
func sees(w *World, a *record.Actor, area string, state service.State) int {
	w.Helper()
	page, err := w.Store.Reader(a).Count(w.Ctx(), service.Activities.Register, store.Query{Area: area, Filters: map[string]string{"state": string(state)}})
	w.Do(err)
	return page.Total
}

func TestG20合办计划和取消(t *testing.T) {
	story(t, "合办的全县算一场、各社区各算一场；计划和取消的不算", func(w *World) {
		w.On("2026-03-02")
		hold := func(title, state string, more ...string) (int64, error) {
			in := record.Input{"title": title, "kind": "志愿服务", "held_on": "2026-03-02", "state": state}
			for i := 0; i+1 < len(more); i += 2 {
				in[more[i]] = more[i+1]
			}
			res, err := w.Store.Create(w.Ctx(), w.Worker(), service.Activities.Register, Community, in, "")
			return res.ID, err
		}
		_, err := hold("两社区合办义诊", "已完成", "also", Elsewhere)
		w.Do(err)
		_, err = hold("本社区清扫", "")
		w.Do(err)
		var plans []int64
		for _, title := range []string{"计划的歌会", "计划的灯会", "计划的庙会"} {
			p, err := hold(title, "计划中", "held_on", "2026-04-05")
			w.Do(err)
			plans = append(plans, p)
		}
		w.Step(w.Worker(), service.Activities.Register, plans[0], "cancel", store.Taking{Note: "下雨"})
		all, here, there := sees(w, w.Officer(), County, service.Held), sees(w, w.Officer(), Community, service.Held), sees(w, w.Officer(), Elsewhere, service.Held)
		if all != 2 || here != 2 || there != 1 {
			w.Errorf("全县 %d 场，两社区 %d、%d 场；应为 2 场，2、1 场", all, here, there)
		}
		if n := sees(w, w.OtherWorker(), "", service.Held); n != 1 {
			w.Errorf("合办的社区自己看到 %d 场", n)
		}
		if p, c := sees(w, w.Officer(), County, service.Planned), sees(w, w.Officer(), County, service.Cancelled); p != 2 || c != 1 {
			w.Errorf("计划 %d 场、取消 %d 场", p, c)
		}
		_, err = hold("明天的活动", "已完成", "held_on", "2026-03-03")
		refuses(w, "2026年3月3日还没有到", err)
		_, err = hold("直接取消的", "已取消")
		refuses(w, "新登记的只能是：已完成、计划中", err)
		refuses(w, "还没有到", w.TryStep(w.Worker(), service.Activities.Register, plans[1], "hold", store.Taking{In: record.Input{"held_on": "2026-04-05"}}))
		w.On("2026-04-06")
		w.Step(w.Worker(), service.Activities.Register, plans[1], "hold", store.Taking{In: record.Input{"held_on": "2026-04-05", "unnamed": "30"}})
		if n := sees(w, w.Officer(), County, service.Held); n != 3 {
			w.Errorf("办完后全县 %d 场，应为 3 场", n)
		}
		_, err = w.Store.Create(w.Ctx(), w.Worker(), service.Participations.Register, Community, record.Input{"activity": id(plans[0]), "name": "陈桂芳", "role": "志愿者"}, "")
		refuses(w, "“计划的歌会”已取消，不能再记参与", err)
	})
}

func TestG20事情发生在哪里就记在哪里(t *testing.T) {
	story(t, "社会组织搬走以后，办过的活动和参与不动", func(w *World) {
		o := w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "银龄助老", "code": "52510522MJQ000023K", "kind": "民办非企业单位", "registered_on": "2019-05-06"})
		a := w.Make(w.Worker(), service.Activities.Register, Community, record.Input{"title": "理发", "kind": "专业社工服务", "org": id(o), "names": "陈桂芳、王建国、陈桂芳", "length": "2小时"})
		_, err := w.Store.Write(w.Ctx(), w.Civil(), store.Key{}, func(tx *store.Tx) (store.Result, error) {
			rec, err := store.One(tx.Context(), tx.All(), org.SocialOrgs, record.ID[org.SocialOrg](o))
			if err != nil {
				return store.Result{}, err
			}
			return store.Result{}, store.Change(tx, org.SocialOrgs, rec, func(o *org.SocialOrg) { o.Area = Elsewhere })
		})
		w.Do(err)
		if got := Get(w, w.Officer(), org.SocialOrgs, o).Area; got != Elsewhere {
			w.Errorf("社会组织在 %s", got)
		}
		if got := Get(w, w.Worker(), service.Activities, a); got.Area != Community || got.Names != "" {
			w.Errorf("活动在 %s，名单还留着 %q", got.Area, got.Names)
		}
		if n := sees(w, w.OtherWorker(), "", service.Held); n != 0 {
			w.Errorf("搬去的社区多了 %d 场活动", n)
		}
		took, err := store.Find(w.Ctx(), w.Store.Reader(w.Worker()), service.Participations, nil)
		w.Do(err)
		if len(took) != 2 || took[0].Minutes != 120 || took[0].Area != Community {
			w.Errorf("参与：%+v", took)
		}
		if err := w.TryStep(w.OtherWorker(), service.Activities.Register, a, "cancel", store.Taking{Note: "x"}); !fault.Is(err, fault.NotFound) {
			w.Errorf("外社区取消：%v", err)
		}
		_, err = w.Store.Create(w.Ctx(), w.OtherWorker(), service.Participations.Register, Elsewhere, record.Input{"activity": id(a), "name": "李四", "role": "志愿者"}, "")
		refuses(w, "不在您的辖区", err)
	})
}

func Test同一个人只算一人(t *testing.T) {
	story(t, "合并人员后人数减一、人次不变，撤销后照旧", func(w *World) {
		x := w.Make(w.Worker(), people.Persons.Register, Community, record.Input{"name": "陈桂芳"})
		y := w.Make(w.Worker(), people.Persons.Register, Community, record.Input{"name": "陈桂芬"})
		for _, who := range []int64{x, y} {
			a := w.Make(w.Worker(), service.Activities.Register, Community, record.Input{"title": "理发", "kind": "志愿服务"})
			w.Make(w.Worker(), service.Participations.Register, Community, record.Input{"activity": id(a), "person": id(who), "name": "陈桂芳", "role": "志愿者"})
		}
		count := func() string {
			list, err := store.Find(w.Ctx(), w.Store.Reader(w.Worker()), service.Participations, nil)
			w.Do(err)
			heads := map[record.ID[people.Person]]bool{}
			for _, p := range list {
				heads[p.Person] = true
			}
			return fmt.Sprintf("%d人%d人次", len(heads), len(list))
		}
		before := count()
		_, err := w.Store.Merge(w.Ctx(), w.Worker(), people.Persons.Register, x, y, "同一个人，名字写错", "")
		w.Do(err)
		merged := count()
		_, err = w.Store.Unmerge(w.Ctx(), w.Worker(), people.Persons.Register, y, "是姐妹", "")
		w.Do(err)
		if after := count(); before != "2人2人次" || merged != "1人2人次" || after != before {
			w.Errorf("合并前 %s、合并后 %s、撤销后 %s", before, merged, after)
		}
	})
}

func Test不满意的评价(t *testing.T) {
	story(t, "一个工作日内回访，十五个工作日内整改，不与任何人比较", func(w *World) {
		w.On("2026-09-30")
		n := w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "照顾老人", "detail": "理发", "source": "线下走访"})
		resident := &record.Actor{Name: "居民", Via: "portal", Area: Community}
		rate := func(level, key string) (int64, error) {
			_, res, err := w.Store.Submit(w.Ctx(), resident, service.Opinions.Register, Community, record.Input{"need": id(n), "level": level, "words": "来晚了"}, key)
			return res.ID, err
		}
		o, err := rate("非常不满意", "a")
		w.Do(err)
		_, err = rate("满意", "b")
		refuses(w, "这条需求已经评价过了", err)
		due := func() string {
			list, err := w.Store.Inbox(w.Ctx(), w.Worker(), 10)
			w.Do(err)
			var says []string
			for _, t := range list {
				if t.Record == o {
					says = append(says, t.Label+string(t.Due))
				}
			}
			return strings.Join(says, "；")
		}
		if got := due(); got != "回访不满意的评价2026-10-08" { // 国庆 10 月 1 至 7 日
			w.Errorf("待办：%s", got)
		}
		w.On("2026-10-08")
		refuses(w, "记录回访前要填", w.TryStep(w.Worker(), service.Opinions.Register, o, "call", store.Taking{}))
		w.Step(w.Worker(), service.Opinions.Register, o, "call", store.Taking{In: record.Input{"call": "已致歉，约好周六再去"}})
		if got := due(); got != "整改不满意的服务2026-10-27" { // 从评价那天算起，不因回访晚而推后；10 月 10 日上班
			w.Errorf("待办：%s", got)
		}
		w.Step(w.Worker(), service.Opinions.Register, o, "mend", store.Taking{In: record.Input{"mend": "已重新上门"}})
		if got := due(); got != "" {
			w.Errorf("整改完还有待办：%s", got)
		}
		_, err = w.Store.Edit(w.Ctx(), w.Worker(), service.Opinions.Register, o, record.BaseOf(Get(w, w.Worker(), service.Opinions, o)).Version, record.Input{"level": "满意"}, "")
		if !fault.Is(err, fault.Refused) {
			w.Errorf("改居民的评价：%v", err)
		}
	})
}
