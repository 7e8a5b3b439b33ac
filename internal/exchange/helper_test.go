package exchange_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	. "sanshe/internal/apptest"
	"sanshe/internal/exchange"
	"sanshe/internal/fault"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/sheet"
	"sanshe/internal/store"
)

// staff holds every role in the county: what a file may hold is then what the
// register has.
func staff() *record.Actor {
	return &record.Actor{Account: 99, Name: "试用", Unit: "县里", Area: County, Via: "web", Roles: people.Roles()}
}

func export(w *World, a *record.Actor, reg *record.Register, q store.Query, f exchange.Format) []byte {
	w.Helper()
	var b bytes.Buffer
	w.Do(exchange.Export(w.Ctx(), w.Store, w.Store.Reader(a), reg, exchange.Wanted{Query: q, Why: "试", Who: a.Name}, f, &b))
	return b.Bytes()
}

func upload(w *World, a *record.Actor, reg *record.Register, name string, data []byte) (*store.Batch, error) {
	return exchange.Import(w.Ctx(), w.Store, a, reg, bytes.NewReader(data), int64(len(data)), name, sheet.BrowserLimits())
}

func stage(w *World, a *record.Actor, reg *record.Register, name string, data []byte) *store.Batch {
	w.Helper()
	b, err := upload(w, a, reg, name, data)
	w.Do(err)
	return b
}

// csv stages rows typed as csv.
func csv(w *World, a *record.Actor, reg *record.Register, rows ...string) *store.Batch {
	w.Helper()
	return stage(w, a, reg, "表.csv", []byte(strings.Join(rows, "\r\n")))
}

func apply(w *World, a *record.Actor, b *store.Batch) *store.Batch {
	w.Helper()
	b, err := w.Store.Apply(w.Ctx(), a, b.ID, nil)
	w.Do(err)
	return b
}

// counts holds a batch to how many rows are new, updates, the same, and bad.
func counts(t *testing.T, b *store.Batch, want ...int) {
	t.Helper()
	got := []int{b.New, b.Update, b.Same, b.Bad}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("新增 更新 不变 有问题：%v，应为 %v", got, want)
			return
		}
	}
}

// said gives everything wrong with a batch, a row a line.
func said(w *World, a *record.Actor, b *store.Batch) string {
	w.Helper()
	rows, err := w.Store.Rows(w.Ctx(), a, b.ID, store.RowBad, 0, 1000)
	w.Do(err)
	var out []string
	for _, r := range rows {
		out = append(out, exchange.ProblemText(r))
	}
	return strings.Join(out, "\n")
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("没有说“%s”：%s", p, text)
		}
	}
}

// refused holds an error to a kind and to what it says.
func refused(t *testing.T, err error, kind fault.Kind, parts ...string) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("should be %v: %v", kind, err)
		return
	}
	contains(t, err.Error(), parts...)
}

// cells reads a file of ours back.
func cells(w *World, data []byte) (heads []string, rows [][]string) {
	w.Helper()
	r, err := sheet.Open(bytes.NewReader(data), int64(len(data)), "x", sheet.Options{Limits: sheet.CommandLimits()})
	w.Do(err)
	for {
		row, _, err := r.Next()
		if err == io.EOF {
			return r.Headers(), rows
		}
		w.Do(err)
		rows = append(rows, row)
	}
}
