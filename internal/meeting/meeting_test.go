package meeting_test

import (
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/meeting"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// The secretary calls a joint meeting; what it resolves is somebody's by a day,
// and is reported back.
func Test区域共建联席会(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		secretary, meetings, list := w.Worker(), meeting.Meetings.Register, meeting.Resolutions.Register
		secretary.Account, secretary.Roles = 32, record.By(people.CommunitySecretary)
		unit := w.Make(w.Officer(), people.Units.Register, County, record.Input{"name": "县医院", "kind": "事业单位"})
		m := w.Make(secretary, meetings, Community, record.Input{"title": "一季度联席会", "kind": "区域共建联席会", "held_on": "2026-03-02", "agenda": `[{"what":"停车位错时开放","from":"居民"}]`})
		what := record.Input{"meeting": record.Input{}.ID(m), "what": "开放停车位二十个", "owner": "单位", "unit": record.Input{}.ID(unit), "due_on": "2026-03-20"}
		refused := func(says string, err error) {
			w.Helper()
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), says) {
				w.Errorf("应说“%s”：%v", says, err)
			}
		}
		_, err := w.Store.Create(w.Ctx(), secretary, list, Community, what, "")
		refused("会议还没有开", err)
		refused("到会", w.TryStep(secretary, meetings, m, "hold", store.Taking{}))
		w.Step(secretary, meetings, m, "hold", store.Taking{In: record.Input{"held_on": "2026-03-02", "present": `[{"side":"社区党组织","who":"书记"},{"side":"驻区单位","who":"县医院"}]`}})
		what["unit"] = ""
		_, err = w.Store.Create(w.Ctx(), secretary, list, Community, what, "")
		refused("由单位办的要选是哪一个", err)
		what["unit"] = record.Input{}.ID(unit)
		r := w.Make(secretary, list, Community, what)
		due := func() (out string) {
			tasks, err := w.Store.Inbox(w.Ctx(), w.Worker(), 50)
			w.Do(err)
			for _, x := range tasks {
				if x.Record == r {
					out += x.Label + " " + string(x.Due) + ";"
				}
			}
			return out
		}
		if got := due(); got != "办理议定事项 2026-03-20;" {
			w.Errorf("待办 %q", got)
		}
		w.Step(secretary, list, r, "finish", store.Taking{In: record.Input{"done_on": "2026-03-02", "result": "晚七点至早七点开放"}})
		if got := due(); got != "反馈议定事项的结果 ;" {
			w.Errorf("待办 %q", got)
		}
		w.Step(secretary, list, r, "report_back", store.Taking{In: record.Input{"told": "告诉了提出的居民"}})
		if got := due(); got != "" {
			w.Errorf("待办 %q", got)
		}
		w.Step(secretary, meetings, m, "close", store.Taking{In: record.Input{"minutes": "议定一件。"}})
	})
}
