package app

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// meter counts requests for Prometheus. Its labels are routes as they stand in
// the code and statuses: never an address, an account or anything that is kept.
type meter struct {
	flying atomic.Int64
	mu     sync.Mutex
	routes map[string]*timing
}

// buckets are the upper bounds of durations, in seconds.
var buckets = [...]float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

type timing struct {
	status  map[int]int64
	within  [len(buckets)]int64
	all     int64
	seconds float64
}

func (m *meter) count(route string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.routes == nil {
		m.routes = map[string]*timing{}
	}
	t := m.routes[route]
	if t == nil {
		t = &timing{status: map[int]int64{}}
		m.routes[route] = t
	}
	t.status[status]++
	t.all++
	t.seconds += took.Seconds()
	for i, limit := range buckets {
		if took.Seconds() <= limit {
			t.within[i]++
		}
	}
}

// gauge is one number that is read when asked for.
type gauge struct {
	name, help string
	value      float64
}

// writeMetrics writes everything that is measured, in Prometheus' text format.
func (a *App) writeMetrics(w io.Writer) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for _, g := range []gauge{
		{"sanshe_requests_in_flight", "Requests being answered.", float64(a.meter.flying.Load())},
		{"sanshe_writer_queue", "Changes waiting for their turn.", float64(a.DB.WriterQueue())},
		{"sanshe_audit_sealed_timestamp_seconds", "When the audit was last chained and signed.", float64(a.sealed.Load()) / 1000},
		{"go_goroutines", "Goroutines.", float64(runtime.NumGoroutine())},
		{"go_memstats_heap_alloc_bytes", "Bytes in use.", float64(m.HeapAlloc)},
		{"go_memstats_sys_bytes", "Bytes taken from the system.", float64(m.Sys)},
	} {
		fmt.Fprintf(w, "# HELP %[1]s %[2]s\n# TYPE %[1]s gauge\n%[1]s %[3]g\n", g.name, g.help, g.value)
	}
	fmt.Fprintf(w, "# TYPE sanshe_info gauge\nsanshe_info{version=%q,engine=%q} 1\n", Version, a.DB.Engine())
	a.meter.write(w)
}

func (m *meter) write(w io.Writer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	names := slices.Sorted(maps.Keys(m.routes))
	fmt.Fprint(w, "# HELP sanshe_requests_total Requests answered.\n# TYPE sanshe_requests_total counter\n")
	for _, name := range names {
		for _, status := range slices.Sorted(maps.Keys(m.routes[name].status)) {
			fmt.Fprintf(w, "sanshe_requests_total{route=%q,status=\"%d\"} %d\n", cmp.Or(name, "none"), status, m.routes[name].status[status])
		}
	}
	fmt.Fprint(w, "# HELP sanshe_request_seconds How long answers took.\n# TYPE sanshe_request_seconds histogram\n")
	for _, name := range names {
		t, route := m.routes[name], cmp.Or(name, "none")
		for i, limit := range buckets {
			fmt.Fprintf(w, "sanshe_request_seconds_bucket{route=%q,le=\"%g\"} %d\n", route, limit, t.within[i])
		}
		fmt.Fprintf(w, "sanshe_request_seconds_bucket{route=%[1]q,le=\"+Inf\"} %[2]d\nsanshe_request_seconds_sum{route=%[1]q} %[3]g\nsanshe_request_seconds_count{route=%[1]q} %[2]d\n", route, t.all, t.seconds)
	}
}
