package service_test

import (
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/figure"
	"sanshe/internal/record"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// “各类社区服务586次”: what two communities held together is one in the county and
// one in each; what was planned or cancelled is none (dossier G20).
func TestJointActivityCountsOnce(t *testing.T) {
	Each(t, func(w *World) {
		w.Services(585)
		worker, reg := w.Worker(), service.Activities.Register
		worker.Area = Urban()[1]
		w.Make(worker, reg, Urban()[1], record.Input{"title": "两个社区一起办", "kind": "文体活动", "held_on": "2026-03-01", "also": Urban()[5]})
		for i := range 5 {
			id := w.Make(worker, reg, Urban()[1], record.Input{"title": "还没办的", "kind": "文体活动", "held_on": "2026-03-20", "state": "计划中"})
			if i < 2 {
				w.Step(worker, reg, id, "cancel", store.Taking{Note: "下雨"})
			}
		}
		q := figure.Question{Area: County}
		w.Says(q, map[string]string{"service.held": "586次"})
		sum, each := int64(0), map[string]int64{}
		buckets, err := w.Figures.ByArea(w.Ctx(), "service.held", q)
		w.Do(err)
		for _, b := range buckets {
			sum, each[b.Key] = sum+b.N, b.N
		}
		if sum != 587 || len(buckets) != 11 {
			t.Errorf("%d communities add up to %d", len(buckets), sum)
		}
		for _, code := range Urban() {
			a, err := w.Figures.One(w.Ctx(), "service.held", figure.Question{Area: code})
			w.Do(err)
			if a.Num != each[code] {
				t.Errorf("%s: %d by itself, %d among all", code, a.Num, each[code])
			}
		}
		w.Says(figure.Question{Area: Town}, map[string]string{"service.held": "427次"}) // 8 of 11 communities, the joint one once
		months, err := w.Figures.ByMonth(w.Ctx(), "service.held", q)
		w.Do(err)
		if len(months) != 3 || months[0].Key != "2026-01" || months[0].N+months[1].N+months[2].N != 586 || months[2].N != 1 {
			t.Errorf("by month: %v", months)
		}

		w.On("2026-03-21") // a plan that was carried out counts from then on
		page, err := w.Store.Reader(worker).List(w.Ctx(), reg, store.Query{Filters: map[string]string{"state": "计划中"}})
		w.Do(err)
		w.Step(worker, reg, record.BaseOf(page.Records[0]).ID, "hold", store.Taking{})
		w.Says(q, map[string]string{"service.held": "587次"})
		w.Says(figure.Question{Area: County, At: "2026-03-20"}, map[string]string{"service.held": "586次"})
	})
}

// 场次, 人次, 人数 and 时长 are four figures: somebody who comes twice is one
// person, and heads without names are nobody's.
func TestAttendance(t *testing.T) {
	Each(t, func(w *World) {
		make := func(names, length, unnamed string) {
			w.Make(w.Worker(), service.Activities.Register, Community, record.Input{
				"title": "课后托管", "kind": "志愿服务", "held_on": "2026-03-01", "names": names, "length": length, "unnamed": unnamed})
		}
		make("陈桂芳、王建国", "2小时", "10")
		make("陈桂芳\n李小兰", "90分钟", "0")
		says := map[string]string{"service.held": "2次", "service.attendances": "14人次", "service.people": "3人", "service.minutes": "420分钟"}
		w.Says(figure.Question{Area: County}, says)
		w.Says(figure.Question{Area: Community2}, map[string]string{"service.attendances": "0人次", "service.people": "0人"})
		for name, rows := range map[string]int{"service.held": 2, "service.attendances": 2, "service.people": 4, "service.minutes": 2} {
			if behind := w.Behind(name, figure.Question{Area: County}, figure.Numerator); len(behind) != rows {
				t.Errorf("%d records behind %s", len(behind), name)
			}
		}
	})
}
