package meeting_test

import (
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/meeting"
	"sanshe/internal/need"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// What a joint meeting resolved becomes a need of the community, verified and with
// its source, and is finished when the need has been seen to.
func Test议定事项转为需求(t *testing.T) {
	Each(t, func(w *World) {
		w.On("2026-03-02")
		at := func(area string) int64 {
			m := w.Make(w.TownOfficer(), meeting.Meetings.Register, area, record.Input{"title": "三月联席会议", "kind": "区域共建联席会", "held_on": "2026-03-02", "state": "已召开", "present": `[{"side":"社区党组织","who":"书记"}]`})
			return w.Make(w.TownOfficer(), meeting.Resolutions.Register, area, record.Input{"meeting": record.Input{}.ID(m), "what": "给滨江苑补一盏路灯", "owner": "镇街", "due_on": "2026-03-31"})
		}
		pass := store.Taking{In: record.Input{"about": "环境卫生"}}
		if err := w.TryStep(w.TownOfficer(), meeting.Resolutions.Register, at(Town), "pass_on", pass); err == nil || !strings.Contains(err.Error(), "需求要登记在社区") {
			t.Errorf("镇街的议定事项：%v", err)
		}
		r := at(Community)
		if err := w.TryStep(w.Worker(), meeting.Resolutions.Register, r, "pass_on", store.Taking{}); err == nil || !strings.Contains(err.Error(), "转为需求前要填") {
			t.Errorf("没说哪方面的事：%v", err)
		}
		w.Step(w.Worker(), meeting.Resolutions.Register, r, "pass_on", pass)
		got := Get(w, w.Worker(), meeting.Resolutions, r)
		n := Get(w, w.Worker(), need.Needs, int64(got.Need))
		if got.State != meeting.PassedOn || n.Source != need.Meeting || n.Detail != "给滨江苑补一盏路灯" || n.State != need.Verified || n.Area != Community {
			t.Errorf("%+v 成了 %+v", got, n)
		}
		inbox, err := w.Store.Inbox(w.Ctx(), w.Worker(), 10)
		w.Do(err)
		var labels []string
		for _, x := range inbox {
			labels = append(labels, x.Label+string(x.Due))
		}
		if all := strings.Join(labels, "；"); !strings.Contains(all, "对接资源") || !strings.Contains(all, "需求办好以后办结议定事项2026-03-31") {
			t.Errorf("待办：%s", all)
		}
		w.Step(w.Worker(), meeting.Resolutions.Register, r, "finish", store.Taking{In: record.Input{"done_on": "2026-03-02", "result": "路灯亮了"}})
	})
}
