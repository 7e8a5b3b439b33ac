package exchange_test

import (
	"io"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/demo"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// What was exported and is imported unchanged changes nothing, whatever is in
// the register: two years of a county's work.
func TestRoundTrip(t *testing.T) {
	Each(t, func(w *World) {
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, clock.Shanghai)
		_, err := demo.Fill(w.Ctx(), w.App, now, nil)
		w.Do(err)
		for _, reg := range w.Store.Book().Registers {
			for _, f := range []exchange.Format{exchange.XLSX, exchange.CSV} {
				roundTrip(w, reg, f)
			}
		}
	})
}

func roundTrip(w *World, reg *record.Register, f exchange.Format) {
	w.Helper()
	a := staff()
	if len(reg.Rights.Export) == 0 { // what is confidential leaves by no file
		err := exchange.Export(w.Ctx(), w.Store, w.Store.Reader(a), reg, exchange.Wanted{Why: "试", Who: a.Name}, f, io.Discard)
		refused(w.T, err, fault.Refused, "不能导出"+reg.Label)
		return
	}
	data := export(w, a, reg, store.Query{}, f)
	_, rows := cells(w, data)
	if len(rows) > 2000 { // of what everybody has, one town's
		data = export(w, a, reg, store.Query{Area: "510522001"}, f)
		_, rows = cells(w, data)
	}
	w.Logf("%s %s: %d rows, %d KB", reg.Name, f, len(rows), len(data)>>10)
	b, err := upload(w, a, reg, "导出."+string(f), data)
	switch {
	case len(reg.Rights.Import) == 0:
		refused(w.T, err, fault.Refused, "不能导入"+reg.Label)
	case len(rows) == 0:
		refused(w.T, err, fault.Invalid, "没有数据")
	default:
		w.Do(err)
		if b.New+b.Update+b.Bad > 0 || b.Same != len(rows) {
			w.Errorf("%s %s: %d rows, new %d, update %d, same %d, bad %d", reg.Name, f, len(rows), b.New, b.Update, b.Same, b.Bad)
			list, err := w.Store.Rows(w.Ctx(), a, b.ID, store.RowUpdate, 0, 3)
			w.Do(err)
			for _, r := range list {
				w.Log(r.Line, r.Changes)
			}
			w.Log(firstLines(said(w, a, b)))
		}
		w.Do(w.Store.Discard(w.Ctx(), a, b.ID))
	}
}

func firstLines(s string) string { return s[:min(len(s), 800)] }
