package need_test

import (
	"fmt"
	"sync"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/need"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// A need is offered to one at a time, also when many offer it at one moment:
// what the check looks at is locked, because no key can say it.
func TestOneMatchAtATimeUnderRace(t *testing.T) {
	Each(t, func(w *World) {
		w.Make(w.Civil(), org.SocialOrgs.Register, Community, record.Input{
			"name": "银龄助老服务中心", "code": "52510522MJQ000023K", "kind": "民办非企业单位", "category": "生活服务", "registered_on": "2019-05-06"})
		res := w.Make(w.Worker(), need.Resources.Register, Community, record.Input{
			"title": "上门理发", "kind": "专业服务", "categories": "照顾老人", "org": "银龄助老服务中心", "cost": "公益"})
		w.Step(w.Worker(), need.Resources.Register, res, "accept", store.Taking{})
		for range 4 {
			id := w.Make(w.Worker(), need.Needs.Register, Community, record.Input{"category": "照顾老人", "detail": "请人上门理发", "phone": "13800002046"})
			w.Step(w.Worker(), need.Needs.Register, id, "verify", store.Taking{})
			var all sync.WaitGroup
			errs := make([]error, 12)
			for i := range errs {
				all.Go(func() {
					a := w.Worker()
					a.Account = int64(100 + i)
					_, errs[i] = w.Store.Create(w.Ctx(), a, need.Matches.Register, Community,
						record.Input{"need": record.Input{}.ID(id), "resource": record.Input{}.ID(res)}, fmt.Sprint("offer", i))
				})
			}
			all.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
				}
			}
			if won != 1 {
				t.Errorf("%d offers of one need were made at once", won)
			}
		}
	})
}
