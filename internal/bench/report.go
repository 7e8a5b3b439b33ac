package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"sanshe/internal/clock"
)

//go:embed notes.md
var notes string

// line is a row of the table: one workload of ours, what it is held against,
// and the goal.
type line struct {
	label string
	ours  string
	base  string  // "limit list", "ours first"; empty for none
	times float64 // at most this many times the base, in processor time
	most  time.Duration
	tail  time.Duration // the 99th percentile at most
	note  string
}

const durable = "durable: WAL, synchronous=FULL, grouped commits, answered after the sync"

// lines is the table. Goals are those of the design.
func lines() []line {
	return []line{
		{label: "W1 submit a need, API", ours: "submit", base: "limit submit", times: 2.5, tail: 60 * time.Millisecond, note: durable},
		{label: "W1 submit a need, resident's form", ours: "submit form", base: "limit submit", times: 2.5, tail: 60 * time.Millisecond, note: durable},
		{label: "W2 list of 50 with total, JSON", ours: "list", base: "limit list", times: 1.5},
		{label: "W2 list of 50 with total, workbench", ours: "list html", base: "limit list", times: 2.5},
		{label: "W2 page in the middle", ours: "middle", base: "ours first", times: 1.3, note: "of our own first page"},
		{label: "W2 page near the end", ours: "end", base: "ours first", times: 1.3, note: "of our own first page"},
		{label: "W2 first page of a state, whole county", ours: "first", base: "limit middle"},
		{label: "W3 search, common word", ours: "common", base: "limit common", times: 2},
		{label: "W3 search, rare word", ours: "rare", base: "limit rare", times: 2},
		{label: "W3 search, absent word", ours: "absent", base: "limit absent", times: 2},
		{label: "W3 rare against common", ours: "rare", base: "ours common", times: 1, note: "rare as fast as common"},
		{label: "W3 absent against common", ours: "absent", base: "ours common", times: 1, note: "absent as fast as common"},
		{label: "W3 search page, common word", ours: "common html"},
		{label: "W3 search page, rare word", ours: "rare html"},
		{label: "W4 read one record, API", ours: "read", base: "limit read", times: 2.5, note: "token, scope and masks on"},
		{label: "W4 read one record, workbench", ours: "read html"},
		{label: "W5 figures unchanged, API", ours: "figures", base: "limit counters", most: 2 * time.Millisecond},
		{label: "W5 dashboard unchanged, workbench", ours: "board"},
		{label: "W5 figures after one change, API", ours: "figures changed", most: 50 * time.Millisecond},
		{label: "W5 dashboard after one change, workbench", ours: "board changed"},
		{label: "W6 resident's form", ours: "form", base: "limit page", times: 1.5, note: "never cached: each form carries a key of its own"},
		{label: "W6 resident's progress page", ours: "progress", base: "limit page", times: 1.5},
		{label: "W7 nine reads, one write", ours: "mix", base: "limit mix", times: 2, tail: 110 * time.Millisecond, note: durable},
	}
}

// median gives the middle of what f says of the runs of a workload.
func median[T, N any](runs []T, f func(T) N, compare func(a, b N) int) (mid N) {
	var all []N
	for _, r := range runs {
		all = append(all, f(r))
	}
	if len(all) > 0 {
		slices.SortFunc(all, compare)
		mid = all[len(all)/2]
	}
	return mid
}

func floats(a, b float64) int            { return int(max(-1, min(1, (a-b)*1e9))) }
func durations(a, b time.Duration) int   { return int(max(-1, min(1, a-b))) }
func cpuOf(r result) time.Duration       { return r.cpu }
func p50Of(r result) time.Duration       { return r.p50 }
func p99Of(r result) time.Duration       { return r.p99 }
func rateOf(r result) float64            { return r.rate }
func diskOf(r result) int64              { return r.disk }
func foreignOf(r result) float64         { return r.foreign }
func same(d time.Duration) time.Duration { return d }

// row writes a line with what was measured; nothing if it was not.
func (t *tally) row(l line) string {
	runs, base := t.results["ours "+l.ours], t.results[l.base]
	if len(runs) == 0 {
		return ""
	}
	used, against := median(runs, cpuOf, durations), median(base, cpuOf, durations)
	p50, p99 := median(runs, p50Of, durations), median(runs, p99Of, durations)
	var goals []string
	met := true
	ratio := "–"
	if against > 0 && used > 0 {
		x := float64(used) / float64(against)
		ratio = fmt.Sprintf("%.2f", x)
		if l.times > 0 {
			goals, met = append(goals, fmt.Sprintf("≤ %g ×", l.times)), met && x <= l.times
		}
	}
	if l.most > 0 {
		goals, met = append(goals, "≤ "+l.most.String()), met && p50 <= l.most
	}
	if l.tail > 0 {
		goals, met = append(goals, "p99 ≤ "+l.tail.String()), met && p99 <= l.tail
	}
	verdict := map[bool]string{true: "yes", false: "**no**"}[met]
	if len(goals) == 0 {
		verdict = "–"
	}
	bad := 0
	for _, r := range slices.Concat(runs, base) {
		bad += r.bad
	}
	if l.note == durable {
		l.note = fmt.Sprintf("%s; %d KB to the disk a request, the limit's %d", l.note, median(runs, diskOf, cmp.Compare)>>10, median(base, diskOf, cmp.Compare)>>10)
	}
	if bad > 0 {
		l.note = strings.TrimSpace(fmt.Sprintf("%s **%d wrong answers**", l.note, bad))
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %s | %s | %s | %s |\n", l.label, t.shown("ours "+l.ours), t.shown(l.base), ratio,
		strings.Join(goals, ", "), verdict, fmt.Sprintf("%.1f", median(runs, foreignOf, floats)), l.note)
}

// shown writes the medians of a workload: processor time, rate, percentiles.
func (t *tally) shown(name string) string {
	runs := t.results[name]
	if len(runs) == 0 {
		return "–"
	}
	used := "–"
	if c := median(runs, cpuOf, durations); c > 0 {
		used = fmt.Sprint(c.Microseconds())
	}
	return fmt.Sprintf("%s (%.0f/s · %.1f · %.1f)", used, median(runs, rateOf, floats), ms(median(runs, p50Of, durations)), ms(median(runs, p99Of, durations)))
}

// report writes the report to where it is asked for, and to standard output.
func (t *tally) report() error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Performance\n\nWritten by `go run ./internal/bench` (`make bench`) on %s; do not edit by hand. Explanations, from internal/bench/notes.md, are at the end.\n\n", clock.Today(clock.System()))
	fmt.Fprintf(&b, "%d needs (title 10–30, detail 100–300 Chinese characters, a telephone number each), %d processors (%s), %s, rounds: %d of %s each.\n\n",
		t.n, runtime.NumCPU(), machine(), runtime.Version(), t.rounds, t.length)
	b.WriteString(method)
	b.WriteString("\n| workload | ours | against | ratio | goal | met? | others | notes |\n|---|---|---|---|---|---|---|---|\n")
	for _, l := range lines() {
		b.WriteString(t.row(l))
	}
	t.rest(&b)
	if err := t.others(&b); err != nil {
		return err
	}
	b.WriteString("\n" + notes)
	if t.out == "" {
		fmt.Print(b.String())
		return nil
	}
	return os.WriteFile(t.out, []byte(b.String()), 0o644)
}

const method = `Ours and the limit hold the same needs from one generator and serve each from a process of its own. The limit is plain net/http on SQLite with the same driver: prepared statements,
grouped commits, WAL and ` + "`synchronous=FULL`" + `; a need, its audit row, its words and its counter in one transaction; no accounts, rights, history, tasks, steps, sealed fields or repeats told apart.
One closed-loop client with raw keep-alive sockets drives both, workload by workload, round by round; a figure is the median of its rounds. Clients share the processors with the server, and
**so does whatever else runs on the machine** (column “others”: processors used by it), so the figure to compare is the server's processor time for a request, user and system, from
/proc; rates and percentiles are for feel. The ratio is of processor times. The resident's form is sent from changing loopback addresses, because one address may send only so many.

Each cell: processor time in µs a request (requests a second · p50 in ms · p99 in ms).
`

// rest writes what is not asked over HTTP.
func (t *tally) rest(b *strings.Builder) {
	yes := func(ok bool) string { return map[bool]string{true: "yes", false: "**no**"}[ok] }
	b.WriteString("\n| | ours | limit | goal | met? |\n|---|---|---|---|---|\n")
	if len(t.awake["ours"]) > 0 {
		scan, cold := median(t.results["limit scan"], p50Of, durations), median(t.cold, same, durations)
		fmt.Fprintf(b, "| W5 figures cold: the first question after a start | %.0f ms | %.0f ms for the scan | ≤ the scan | %s |\n", ms(cold), ms(scan), yes(cold <= scan))
		start := median(t.awake["ours"], same, durations)
		fmt.Fprintf(b, "| W9 start to the first /healthz | %.0f ms | %.0f ms | ≤ 300 ms | %s |\n", ms(start), ms(median(t.awake["limit"], same, durations)), yes(start <= 300*time.Millisecond))
		fmt.Fprintf(b, "| W9 idle memory, resident (proportional) | %s | %s | ≤ 60 MB | %s |\n", mb(t.idle["ours"]), mb(t.idle["limit"]), yes(t.idle["ours"][0] <= 60<<20))
	}
	if len(t.worked) > 0 {
		fmt.Fprintf(b, "| memory after all the work | %s | %s | | |\n", mb(t.worked["ours"]), mb(t.worked["limit"]))
	}
	per := func(who string) float64 { return float64(t.size[who]) / float64(t.n) * 1e6 / (1 << 30) }
	fmt.Fprintf(b, "| W9 file for 1,000,000 needs, from %d | %.2f GB | %.2f GB | ≤ 2 GB | %s |\n", t.n, per("ours"), per("limit"), yes(per("ours") <= 2))
	if len(t.imported) > 0 {
		csv, xlsx := t.imported["ours csv"].wall, t.imported["ours xlsx"].wall
		scale := time.Duration(float64(t.n) / 100_000 * float64(time.Second))
		fmt.Fprintf(b, "| W8 import of %d rows of csv, once, staged, checked, audited, searchable (%s) | %s | %s | ≤ 15 s for 100,000 | %s |\n", t.n, durable,
			t.took("ours csv"), t.took("limit csv"), yes(csv <= 15*scale))
		fmt.Fprintf(b, "| W8 the same from .xlsx | %s | – | ≤ 7 s more | %s |\n", t.took("ours xlsx"), yes(xlsx-csv <= 7*scale))
	}
	fmt.Fprintf(b, "\nBuilt with %s. To run it again: `go run ./internal/bench`; `-h` lists what may be changed, `-quick` looks whether it runs.\n", toolchain())
}

func (t *tally) took(name string) string {
	return fmt.Sprintf("%.1f s, %.1f s of processor", t.imported[name].wall.Seconds(), t.imported[name].cpu.Seconds())
}

func mb(m [2]int64) string { return fmt.Sprintf("%d MB (%d)", m[0]>>20, m[1]>>20) }

// toolchain names the driver both servers keep their needs with.
func toolchain() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			if d.Path == "modernc.org/sqlite" {
				return runtime.Version() + " and " + d.Path + " " + d.Version
			}
		}
	}
	return runtime.Version()
}
