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
	peer  string        // the workload of other programs that is the same
	ahead string        // whose rate ours must be, "pocketbase submit", at least
	by    float64       // so many times
	note  string
}

const durable = "durable: WAL, synchronous=FULL, grouped commits, answered after the sync"

// lines is the table. Goals are those of the design.
func lines() []line {
	return []line{
		{label: "W1 submit a need, API", ours: "submit", base: "limit submit", times: 2.5, tail: 60 * time.Millisecond, peer: "submit", ahead: "pocketbase submit", by: 2, note: durable},
		{label: "W1 submit a need, resident's form", ours: "submit form", base: "limit submit", times: 2.5, tail: 60 * time.Millisecond, note: durable},
		{label: "W2 list of 50 with total, JSON", ours: "list", base: "limit list", times: 1.5, peer: "list"},
		{label: "W2 list of 50 with total, workbench", ours: "list html", base: "limit list", times: 2.5},
		{label: "W2 page in the middle", ours: "middle", base: "ours first", times: 1.3, peer: "middle", note: "of our own first page; others: page 2,001"},
		{label: "W2 page near the end", ours: "end", base: "ours first", times: 1.3, note: "of our own first page"},
		{label: "W2 first page of a state, whole county", ours: "first", base: "limit middle"},
		{label: "W3 search, common word", ours: "common", base: "limit common", peer: "common", times: 2},
		{label: "W3 search, rare word", ours: "rare", base: "limit rare", peer: "rare", times: 2},
		{label: "W3 search, absent word", ours: "absent", base: "limit absent", times: 2},
		{label: "W3 rare against common", ours: "rare", base: "ours common", times: 1, note: "rare as fast as common"},
		{label: "W3 absent against common", ours: "absent", base: "ours common", times: 1, note: "absent as fast as common"},
		{label: "W3 search page, common word", ours: "common html"},
		{label: "W3 search page, rare word", ours: "rare html"},
		{label: "W4 read one record, API", ours: "read", base: "limit read", peer: "read", times: 2.5, note: "token, scope and masks on"},
		{label: "W4 read one record, workbench", ours: "read html"},
		{label: "W5 figures unchanged, API", ours: "figures", base: "limit counters", most: 2 * time.Millisecond, peer: "counters"},
		{label: "W5 dashboard unchanged, workbench", ours: "board"},
		{label: "W5 figures after one change, API", ours: "figures changed", most: 50 * time.Millisecond},
		{label: "W5 dashboard after one change, workbench", ours: "board changed"},
		{label: "W6 resident's form", ours: "form", base: "limit page", times: 1.5, peer: "page", note: "never cached: each form carries a key of its own"},
		{label: "W6 resident's progress page", ours: "progress", base: "limit page", times: 1.5},
		{label: "W7 nine reads, one write", ours: "mix", base: "limit mix", times: 2, tail: 110 * time.Millisecond, peer: "mix", ahead: "gin-pg mix", by: 1, note: durable},
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
		mid = all[(len(all)-1)/2]
	}
	return mid
}

func cpuOf(r result) time.Duration       { return r.CPU }
func p50Of(r result) time.Duration       { return r.P50 }
func p99Of(r result) time.Duration       { return r.P99 }
func rateOf(r result) float64            { return r.Rate }
func diskOf(r result) int64              { return r.Disk }
func foreignOf(r result) float64         { return r.Foreign }
func same(d time.Duration) time.Duration { return d }

// row writes a line with what was measured; nothing if it was not.
func (t *tally) row(l line) string {
	runs, base := t.calm("ours "+l.ours), t.calm(l.base)
	if len(runs) == 0 {
		return ""
	}
	ratio, goals, met := t.judge(l, runs, base)
	verdict := map[bool]string{true: "yes", false: "**no**"}[met]
	if len(goals) == 0 {
		verdict = "–"
	}
	if l.note == durable {
		l.note = fmt.Sprintf("%s; %d KB to the disk a request, the limit's %d", l.note, median(runs, diskOf, cmp.Compare)>>10, median(base, diskOf, cmp.Compare)>>10)
	}
	cells := []string{l.label, t.shown("ours " + l.ours), t.shown(l.base), ratio, strings.Join(goals, ", "), verdict}
	for _, p := range t.measured() {
		cells = append(cells, t.shown(p[0]+" "+l.peer))
	}
	return "| " + strings.Join(append(cells, fmt.Sprintf("%.1f", median(runs, foreignOf, cmp.Compare)), l.note), " | ") + " |\n"
}

// judge holds a line against its goals.
func (t *tally) judge(l line, runs, base []result) (ratio string, goals []string, met bool) {
	used, against := median(runs, cpuOf, cmp.Compare), median(base, cpuOf, cmp.Compare)
	ratio, met = "–", true
	goal := func(text string, ok bool) { goals, met = append(goals, text), met && ok }
	if against > 0 && used > 0 {
		x := float64(used) / float64(against)
		ratio = fmt.Sprintf("%.2f", x)
		if l.times > 0 {
			goal(fmt.Sprintf("≤ %g ×", l.times), x <= l.times)
		}
	}
	if l.most > 0 {
		goal("≤ "+l.most.String(), median(runs, p50Of, cmp.Compare) <= l.most)
	}
	if l.tail > 0 {
		goal("p99 ≤ "+l.tail.String(), median(runs, p99Of, cmp.Compare) <= l.tail)
	}
	if other := t.calm(l.ahead); len(other) > 0 {
		name, _, _ := strings.Cut(l.ahead, " ")
		goal(fmt.Sprintf("≥ %g × the rate of %s", l.by, name), median(runs, rateOf, cmp.Compare) >= l.by*median(other, rateOf, cmp.Compare))
	}
	return ratio, goals, met
}

// loud is from how many processors used by others on a run is not counted, if
// there are calmer ones of the same workload.
const loud = 0.3

func (t *tally) calm(name string) []result {
	all := t.Results[name]
	if calm := slices.DeleteFunc(slices.Clone(all), func(r result) bool { return r.Foreign > loud }); len(calm) > 0 {
		return calm
	}
	return all
}

// measured gives the peers that were driven.
func (t *tally) measured() (out [][2]string) {
	for _, p := range peerNames {
		if t.Results[p[0]+" read"] != nil {
			out = append(out, p)
		}
	}
	return out
}

// shown writes the medians of a workload: processor time, rate, percentiles.
func (t *tally) shown(name string) string {
	runs := t.calm(name)
	if len(runs) == 0 {
		return "–"
	}
	used, bad := "–", 0
	if c := median(runs, cpuOf, cmp.Compare); c > 0 {
		used = fmt.Sprint(c.Microseconds())
	}
	for _, r := range runs {
		bad += r.Bad
	}
	rate := median(runs, rateOf, cmp.Compare)
	text := fmt.Sprintf("%s (%.*f/s · %.1f · %.1f)", used, map[bool]int{true: 1}[rate < 10], rate, ms(median(runs, p50Of, cmp.Compare)), ms(median(runs, p99Of, cmp.Compare)))
	if bad > 0 {
		text += fmt.Sprintf(" **%d wrong answers**", bad)
	}
	return text
}

// report writes the report to where it is asked for, and to standard output.
func (t *tally) report() error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Performance\n\nWritten by `go run ./internal/bench` (`make bench`) on %s; do not edit by hand. Explanations, from internal/bench/notes.md, are at the end.\n\n", clock.Today(clock.System()))
	fmt.Fprintf(&b, "%d needs (title 10–30, detail 100–300 Chinese characters, a telephone number each), %d processors (%s), %s, rounds: %d of %s each.\n\n",
		t.n, runtime.NumCPU(), machine(), toolchain(), len(t.Results["ours read"]), t.length)
	b.WriteString(method)
	b.WriteString("\n| workload | ours | against | ratio | goal | met? |")
	for _, p := range t.measured() {
		b.WriteString(" " + p[1] + " |")
	}
	b.WriteString(" not ours | notes |\n|---|---|---|---|---|---|---|---|" + strings.Repeat("---|", len(t.measured())) + "\n")
	for _, l := range lines() {
		b.WriteString(t.row(l))
	}
	t.rest(&b)
	b.WriteString("\n" + notes)
	if t.out == "" {
		fmt.Print(b.String())
		return nil
	}
	return os.WriteFile(t.out, []byte(b.String()), 0o644)
}

const method = `Ours and the limit hold the same needs from one generator and serve each from a process of its own. The limit is plain net/http on SQLite with the same driver: prepared statements,
grouped commits, WAL and ` + "`synchronous=FULL`" + `; a need, its audit row, its words and its counter in one transaction; no accounts, rights, history, tasks, steps, sealed fields or repeats told apart.
Other programs hold the same needs too: PocketBase with its audit in a hook (` + "`synchronous=NORMAL`" + `, its own setting, weaker than ours), and gin+gorm in the usual manner, on SQLite (as its driver opens it) and on PostgreSQL (its server’s settings,
` + "`synchronous_commit=on`" + `). internal/bench/peers has their sources, and how to run all of this again.

One closed-loop client with raw keep-alive sockets drives all, workload by workload, by turns, round by round; a figure is the median of its rounds. Clients share the processors with the server, and
so does whatever else runs on the machine (column “not ours”: processors it used; rounds in which it used more than 0.3 are left out where there are calmer ones), so the figure to compare is the server's processor time for a request, user and system, from
/proc, that of its database included. The ratio is of processor times. The resident's form is sent from changing loopback addresses, because one address may send only so many.

Each cell: processor time in µs a request (requests a second · p50 in ms · p99 in ms).
`

// rest writes what is not asked over HTTP.
func (t *tally) rest(b *strings.Builder) {
	yes := func(ok bool) string { return map[bool]string{true: "yes", false: "**no**"}[ok] }
	b.WriteString("\n| | ours | limit | goal | met? |\n|---|---|---|---|---|\n")
	if len(t.Awake["ours"]) > 0 {
		scan, cold := median(t.Results["limit scan"], p50Of, cmp.Compare), median(t.Cold, same, cmp.Compare)
		fmt.Fprintf(b, "| W5 figures cold: the first question after a start | %.0f ms | %.0f ms for the scan | ≤ the scan | %s |\n", ms(cold), ms(scan), yes(cold <= scan))
		start := median(t.Awake["ours"], same, cmp.Compare)
		fmt.Fprintf(b, "| W9 start to the first /healthz | %.0f ms | %.0f ms | ≤ 300 ms | %s |\n", ms(start), ms(median(t.Awake["limit"], same, cmp.Compare)), yes(start <= 300*time.Millisecond))
		fmt.Fprintf(b, "| W9 idle memory, resident (proportional) | %s | %s | ≤ 60 MB | %s |\n", mb(t.Idle["ours"]), mb(t.Idle["limit"]), yes(t.Idle["ours"][0] <= 60<<20))
	}
	if len(t.Worked) > 0 {
		fmt.Fprintf(b, "| memory after all the work | %s | %s | | |\n", mb(t.Worked["ours"]), mb(t.Worked["limit"]))
		for _, p := range t.measured() {
			fmt.Fprintf(b, "| – of %s, with its database | %s | | | |\n", p[1], mb(t.Worked[p[0]]))
		}
	}
	per := func(who string) float64 { return float64(t.Size[who]) / float64(t.n) * 1e6 / (1 << 30) }
	fmt.Fprintf(b, "| W9 file for 1,000,000 needs, from %d | %.2f GB | %.2f GB | ≤ 2 GB | %s |\n", t.n, per("ours"), per("limit"), yes(per("ours") <= 2))
	if n := min(t.n, importedRows); len(t.Imported) > 0 {
		csv, xlsx := t.Imported["ours csv"].Wall, t.Imported["ours xlsx"].Wall
		scale := time.Duration(float64(n) / 100_000 * float64(time.Second))
		fmt.Fprintf(b, "| W8 import of %d rows of csv, staged, checked, audited, searchable (%s) | %s | %s | ≤ 15 s for 100,000 | %s |\n", n, durable,
			t.took("ours csv"), t.took("limit csv"), yes(csv <= 15*scale))
		fmt.Fprintf(b, "| W8 the same from .xlsx | %s | – | ≤ 7 s more | %s |\n", t.took("ours xlsx"), yes(xlsx-csv <= 7*scale))
	}
	if len(t.Beside) > 0 {
		t.besides(b)
	}
}

// besides writes what eight people had of the server beside an import.
func (t *tally) besides(b *strings.Builder) {
	fmt.Fprintf(b, "\nEight people, each resting %s after an answer, while a command imports %d rows into the same county (%s): p50, p99 and the slowest, in ms.\n\n| | alone | beside the import | goal | met? |\n|---|---|---|---|---|\n",
		rest, min(t.n, besideRows), t.took("beside"))
	for _, x := range [][2]string{{"list html", "a page of the workbench"}, {"submit", "a need, submitted"}} {
		shown := func(when string) string {
			r := t.Beside[when+" "+x[0]]
			return fmt.Sprintf("%.1f · %.1f · %.1f", ms(r.P50), ms(r.P99), ms(r.Most))
		}
		met := t.Beside["beside "+x[0]].P99 <= 150*time.Millisecond
		fmt.Fprintf(b, "| %s | %s | %s | p99 ≤ 150ms | %s |\n", x[1], shown("alone"), shown("beside"), map[bool]string{true: "yes", false: "**no**"}[met])
	}
}

func (t *tally) took(name string) string {
	i := t.Imported[name]
	return fmt.Sprintf("%.1f s, %.1f s of processor, %d MB at most", i.Wall.Seconds(), i.CPU.Seconds(), i.Memory>>20)
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
