package main

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"sanshe/internal/app"
)

// BenchmarkHandlers answers every workload once after another, without a network:
// what this program and the limit themselves take. SANSHE_BENCH_DATA names a
// folder that `-data` filled and SANSHE_BENCH_N says with how many needs.
func BenchmarkHandlers(b *testing.B) {
	debug.SetGCPercent(400) // as [app.App.Serve] does
	dir, g := os.Getenv("SANSHE_BENCH_DATA"), newGenerator(100_000)
	if dir == "" {
		dir, g = b.TempDir(), newGenerator(2000)
	}
	if err := seed(b.Context(), dir, g); err != nil {
		b.Fatal(err)
	}
	doors, err := openDoors(b.Context(), filepath.Join(dir, "ours"), g)
	if err != nil {
		b.Fatal(err)
	}
	county, err := app.Open(b.Context(), app.Config{Data: filepath.Join(dir, "ours")})
	if err != nil {
		b.Fatal(err)
	}
	defer county.Close()
	ours, err := county.Handler(b.Context(), app.Site{})
	if err != nil {
		b.Fatal(err)
	}
	l, err := openLimit(b.Context(), filepath.Join(dir, "limit"))
	if err != nil {
		b.Fatal(err)
	}
	defer l.close() //nolint:errcheck // nothing is left to be told
	limit, err := l.handler()
	if err != nil {
		b.Fatal(err)
	}
	a := &asker{g, doors}
	for _, o := range a.limitOps() {
		b.Run("limit/"+o.name, func(b *testing.B) { answer(b, limit, o) })
	}
	for _, o := range a.ops() {
		b.Run("ours/"+o.name, func(b *testing.B) { answer(b, ours, o) })
	}
}

func answer(b *testing.B, h http.Handler, o op) {
	who := &caller{Rand: rand.New(rand.NewPCG(rand.Uint64(), 2))}
	b.ReportAllocs()
	began := cpuOfSelf() // of the processor alone: a shared machine makes everything else up
	for b.Loop() {
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(o.make(who))))
		if err != nil {
			b.Fatal(err)
		}
		r.RemoteAddr = "127.0.0.1:1"
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); !good(o, w.Code) {
			b.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	b.ReportMetric(float64((cpuOfSelf()-began).Microseconds())/float64(b.N), "cpu-µs/op")
}
