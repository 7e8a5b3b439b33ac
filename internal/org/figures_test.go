package org_test

import (
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// “民办非企业140家，社会团体102家”: an import neither takes an association for a
// private unit nor counts what is only filed (dossier G16).
func TestRegisteredFigures(t *testing.T) {
	Each(t, func(w *World) {
		NewG0(w)
		register := map[string]string{"org.registered": "242家", "org.private_nonenterprise": "140家", "org.association": "102家", "org.filed_groups": "0家"}
		w.Says(figure.Question{Area: County}, register)

		rows := []record.Input{
			{"name": "荔江义工联合会", "code": "51510522MJQ000015U", "kind": "民办非企业单位", "registered_on": "2026-02-01"},
			{"name": "邻里歌友队", "kind": "备案社区社会组织", "registered_on": "2026-02-01"},
		}
		batch, err := w.Store.Stage(w.Ctx(), w.Civil(), org.SocialOrgs.Register, "名册.xlsx", "1", "", func(yield func(store.ImportRow, error) bool) {
			for i, in := range rows {
				if !yield(store.ImportRow{Line: int64(i + 2), In: in, Area: Community}, nil) {
					return
				}
			}
		})
		w.Do(err)
		bad, err := w.Store.Rows(w.Ctx(), w.Civil(), batch.ID, store.RowBad, 0, 10)
		w.Do(err)
		if batch.New != 1 || len(bad) != 1 || bad[0].Line != 2 || !strings.Contains(bad[0].Problems[0].Text, "51 开头") {
			t.Errorf("staged: %d new, bad %+v", batch.New, bad)
		}
		_, err = w.Store.Apply(w.Ctx(), w.Civil(), batch.ID, nil)
		w.Do(err)
		register["org.filed_groups"] = "1家"
		w.Says(figure.Question{Area: County}, register)
		w.Says(figure.Question{Area: County, At: "2026-01-31"}, map[string]string{"org.registered": "242家", "org.filed_groups": "0家"})
		w.Says(figure.Question{Area: County, At: "2019-05-05"}, map[string]string{"org.registered": "0家"})
	})
}

// An organisation counts from its registration on, in whatever state it stands
// in the register, until it leaves.
func TestStandingInTheRegister(t *testing.T) {
	Each(t, func(w *World) {
		civil, reg := w.Civil(), org.SocialOrgs.Register
		id := w.Make(civil, reg, Community, record.Input{"name": "筹备中的中心", "code": "52510522MJQ000023K", "kind": "民办非企业单位", "registered_on": "2026-03-02", "state": "筹备"})
		w.Says(figure.Question{Area: County}, map[string]string{"org.registered": "0家"})
		papers(w, id)
		w.Step(civil, reg, id, "approve", store.Taking{})
		steps := []struct {
			on         clock.Date
			step, want string
		}{{"2026-03-05", "register", "1家"}, {"2026-03-06", "list_abnormal", "1家"}, {"2026-03-07", "apply_cancel", "1家"}, {"2026-03-08", "cancel", "0家"}}
		for _, s := range steps {
			w.On(s.on).Step(civil, reg, id, s.step, store.Taking{Note: "x"})
			w.Says(figure.Question{Area: County}, map[string]string{"org.registered": s.want})
		}
		for _, s := range steps {
			w.Says(figure.Question{Area: County, At: s.on}, map[string]string{"org.registered": s.want})
		}
	})
}
