package web_test

import (
	"fmt"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/ident"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/service"
)

// The form of a survey opens with what the organisation answered last time, and
// is empty when nobody has asked it yet.
func TestSurveyOpensAsLastTime(t *testing.T) {
	each(t, func(s *site) {
		officer := s.as("officer")
		for i, answers := range []record.Input{{"full_members": "4", "probationary_members": "2", "staff": "11"}, nil} {
			code, err := ident.USCCFor(ident.PrivateNonEnterprise, County, i)
			s.Do(err)
			o := s.Make(s.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": fmt.Sprint("第", i, "社"), "code": code, "kind": "民办非企业单位", "registered_on": "2019-05-06"})
			if answers != nil {
				in := record.Input{"org": record.Input{}.ID(o), "surveyed_on": "2026-02-01", "source": "摸排"}
				for name, v := range answers {
					in[name] = v
				}
				s.Make(s.Officer(), party.MemberSurveys.Register, Community, in)
			}
			form := officer.get(fmt.Sprintf("/r/member_survey/new?org=%d", o)).is(200).form("/r/member_survey")
			for _, name := range []string{"full_members", "probationary_members", "staff"} {
				if got := form.Get(name); got != answers[name] {
					t.Errorf("%d: %s opens as %q, want %q", i, name, got, answers[name])
				}
			}
		}
	})
}

// Recording an activity opens with what was so the last time it was done here,
// and without what is said of the day itself.
func TestActivityOpensAsLastTime(t *testing.T) {
	each(t, func(s *site) {
		reg := service.Activities.Register
		for _, in := range []record.Input{{"title": "义剪", "place": "三栋坝子", "length": "2小时", "unnamed": "9", "summary": "剪了九个头"}, {"title": "歌会", "kind": "文体活动", "place": "活动室", "length": "1小时"}} {
			s.Make(s.Worker(), reg, Community, in)
			s.On("2026-03-03")
		}
		for query, want := range map[string][3]string{"": {"culture", "活动室", "1小时"}, "?title=义剪": {"volunteer", "三栋坝子", "2小时"}, "?title=没有过的": {"culture", "活动室", "1小时"}} {
			form := s.as("worker").get("/r/activity/new" + query).is(200).form("/r/activity")
			if got := [3]string{form.Get("kind"), form.Get("place"), form.Get("length")}; got != want {
				t.Errorf("%q opens as %q, want %q", query, got, want)
			}
			if form.Get("unnamed")+form.Get("summary")+form.Get("names") != "" || form.Get("held_on") != "2026-03-03" {
				t.Errorf("%q says of the day %v", query, form)
			}
		}
	})
}
