package web_test

import (
	"fmt"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/ident"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
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
