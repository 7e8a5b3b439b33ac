package org_test

import (
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/fault"
	"sanshe/internal/org"
	"sanshe/internal/party"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

func refuses(w *World, says string, err error) {
	w.Helper()
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), says) {
		w.Errorf("应说“%s”：%v", says, err)
	}
}

// papers hands in what the Party asks of whoever registers: 四同时.
func papers(w *World, o int64) {
	w.Helper()
	id, today := record.Input{}.ID(o), string(w.Store.Today())
	w.Make(w.Civil(), party.Undertakings.Register, Community, record.Input{"org": id, "signed_on": today})
	s := w.Make(w.Officer(), party.MemberSurveys.Register, Community, record.Input{"org": id, "surveyed_on": today, "source": "登记", "full_members": "0"})
	w.Step(w.Officer(), party.MemberSurveys.Register, s, "verify", store.Taking{})
}

func registered(w *World, kind org.Kind) int {
	w.Helper()
	n, err := store.CountOf(w.Ctx(), w.Store.Reader(w.Civil()), org.SocialOrgs, func(o *org.SocialOrg, c *store.Where) { c.Is(&o.Kind, kind) })
	w.Do(err)
	return n
}

func TestG16类型要与代码相符(t *testing.T) {
	try := func(w *World, in record.Input) error {
		in["registered_on"] = "2019-05-06"
		_, err := w.Store.Create(w.Ctx(), w.Civil(), org.SocialOrgs.Register, Community, in, "")
		return err
	}
	t.Run("51 开头的不是民办非企业单位，没有代码的只能备案", func(t *testing.T) {
		Each(t, func(w *World) {
			refuses(w, "代码以 51 开头，是社会团体，与类型“民办非企业单位”不符", try(w, record.Input{"name": "甲社", "code": "51510522MJQ000015U", "kind": "民办非企业单位"}))
			refuses(w, "登记的社会组织要填统一社会信用代码", try(w, record.Input{"name": "邻里舞蹈队", "kind": "社会团体"}))
			refuses(w, "备案的社区社会组织没有统一社会信用代码", try(w, record.Input{"name": "邻里舞蹈队", "code": "51510522MJQ000015U", "kind": "备案社区社会组织"}))
			refuses(w, "校验位对不上", try(w, record.Input{"name": "甲社", "code": "51510522MJQ000015A", "kind": "社会团体"}))
			w.Do(try(w, record.Input{"name": "甲社", "code": "51510522mjq000015u", "kind": "社会团体"}))
			w.Do(try(w, record.Input{"name": "邻里舞蹈队", "kind": "备案社区社会组织"}))
			refuses(w, "这个统一社会信用代码已经登记过", try(w, record.Input{"name": "乙社", "code": "51510522MJQ000015U", "kind": "社会团体"}))
			refuses(w, "或只差写法：“邻里舞蹈队”（编号 ", try(w, record.Input{"name": "邻里舞蹈队", "kind": "备案社区社会组织"}))
			if a, g := registered(w, org.Association), registered(w, org.CommunityGroup); a != 1 || g != 1 {
				w.Errorf("登记的 %d 家、备案的 %d 家，应各 1 家", a, g)
			}
			covered, err := store.CountOf(w.Ctx(), w.Store.Reader(w.Officer()), party.Coverages, nil)
			if w.Do(err); covered != 1 {
				w.Errorf("有 %d 条覆盖记录：备案的不在登记之内，不应有", covered)
			}
			found, err := w.Store.Verify(w.Ctx())
			if w.Do(err); len(found) > 0 {
				w.Error(found)
			}
		})
	})
}

func Test登记到注销(t *testing.T) {
	t.Run("各步都有生效日期和经过，只有民政办", func(t *testing.T) {
		w := OnSQLite(t).On("2026-03-02")
		o := w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{"name": "甲社", "kind": "社会团体", "registered_on": "2026-03-01", "state": "筹备"})
		papers(w, o)
		w.Step(w.Civil(), org.SocialOrgs.Register, o, "approve", store.Taking{})
		refuses(w, "登记入册前要填", w.TryStep(w.Civil(), org.SocialOrgs.Register, o, "register", store.Taking{}))
		if err := w.TryStep(w.Officer(), org.SocialOrgs.Register, o, "register", store.Taking{}); !fault.Is(err, fault.Refused) || !strings.Contains(err.Error(), "民政经办") {
			w.Errorf("县级经办发证：%v", err)
		}
		w.Step(w.Civil(), org.SocialOrgs.Register, o, "register", store.Taking{In: record.Input{"code": "51510522MJQ000015U"}})
		w.On("2026-05-01")
		refuses(w, "要写明原因", w.TryStep(w.Civil(), org.SocialOrgs.Register, o, "list_abnormal", store.Taking{}))
		w.Step(w.Civil(), org.SocialOrgs.Register, o, "list_abnormal", store.Taking{On: "2026-04-20", Note: "未按时年检"})
		refuses(w, "不能早于上一步的 2026年4月20日", w.TryStep(w.Civil(), org.SocialOrgs.Register, o, "delist", store.Taking{On: "2026-04-19", Note: "已补"}))
		refuses(w, "不能晚于今天", w.TryStep(w.Civil(), org.SocialOrgs.Register, o, "delist", store.Taking{On: "2026-05-02", Note: "已补"}))
		w.Step(w.Civil(), org.SocialOrgs.Register, o, "delist", store.Taking{Note: "已补"})
		refuses(w, "现在是“正常”，不能准予注销", w.TryStep(w.Civil(), org.SocialOrgs.Register, o, "cancel", store.Taking{}))
		list, err := w.Store.Reader(w.Civil()).Passages(w.Ctx(), org.SocialOrgs.Register, o)
		w.Do(err)
		var says []string
		for _, p := range list {
			says = append(says, string(p.On)+p.Label)
		}
		if got, want := strings.Join(says, " "), "2026-03-01登记 2026-03-02准予登记 2026-03-02发证，登记入册 2026-04-20列入活动异常名录 2026-05-01移出活动异常名录"; got != want {
			w.Errorf("办理经过：%s，应为 %s", got, want)
		}
	})
}
