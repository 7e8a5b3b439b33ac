package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// peer is one run of a workload against another program, as the load generator
// beside this one writes it. Its “limit” is the same thing as ours: ratios are
// taken to that of the same file, for its needs are others.
type peer struct {
	Target, Op string
	Conns      int
	RPS        float64
	P99        float64 `json:"p99_ms"`
	CPU        float64 `json:"server_cpu_us_per_req"`
	Bad, Errs  int
}

// peerOps are the workloads that both generators know.
var peerOps = [][2]string{{"w1_insert", "W1 submit a need"}, {"w2_list", "W2 list of 50 with total"}, {"w2_deep", "W2 page 2,001"}, {"w3_common", "W3 search, common word"},
	{"w3_rare", "W3 search, rare word"}, {"w4_read", "W4 read one record"}, {"w5_stats", "W5 counts by community, state and month"}, {"w6_portal", "W6 public page"}, {"w7_mixed", "W7 nine reads, one write"}}

// others writes what was measured of other programs, at the most clients of each workload.
func (t *tally) others(b *strings.Builder) error {
	if t.peers == "" {
		return nil
	}
	f, err := os.Open(t.peers)
	if err != nil {
		return err
	}
	defer f.Close()
	runs, conns := map[[2]string][]peer{}, map[string]int{}
	var targets []string
	for in := bufio.NewScanner(f); in.Scan(); {
		var p peer
		if err := json.Unmarshal(in.Bytes(), &p); err != nil {
			return fmt.Errorf("%s: %w", t.peers, err)
		}
		if p.Conns > conns[p.Op] {
			conns[p.Op] = p.Conns
		}
		runs[[2]string{p.Target, p.Op}] = append(runs[[2]string{p.Target, p.Op}], p)
		if !slices.Contains(targets, p.Target) {
			targets = append(targets, p.Target)
		}
	}
	fmt.Fprintf(b, "\n## Other programs\n\nThe same table of needs in other programs, driven by a generator of the same kind (closed loop, raw sockets), with a limit of its own kind; µs of processor a request, times that limit's (requests a second · p99 in ms).\n\n| workload | clients | %s |\n|---|---|%s\n",
		strings.Join(targets, " | "), strings.Repeat("---|", len(targets)))
	for _, op := range peerOps {
		if conns[op[0]] == 0 {
			continue
		}
		fmt.Fprintf(b, "| %s | %d |", op[1], conns[op[0]])
		for _, target := range targets {
			b.WriteString(shownPeer(runs[[2]string{target, op[0]}], runs[[2]string{"limit", op[0]}], conns[op[0]]))
		}
		b.WriteString("\n")
	}
	return nil
}

func shownPeer(runs, limit []peer, conns int) string {
	at := func(list []peer) []peer {
		return slices.DeleteFunc(slices.Clone(list), func(p peer) bool { return p.Conns != conns })
	}
	if runs, limit = at(runs), at(limit); len(runs) == 0 {
		return " – |"
	}
	used, base, bad := median(runs, func(p peer) float64 { return p.CPU }, cmp.Compare), median(limit, func(p peer) float64 { return p.CPU }, cmp.Compare), 0
	for _, p := range runs {
		bad += p.Bad + p.Errs
	}
	text := fmt.Sprintf(" %.0f", used)
	if base > 0 {
		text += fmt.Sprintf(", %.1f ×", used/base)
	}
	text += fmt.Sprintf(" (%.0f/s · %.0f)", median(runs, func(p peer) float64 { return p.RPS }, cmp.Compare), median(runs, func(p peer) float64 { return p.P99 }, cmp.Compare))
	if bad > 0 {
		text += fmt.Sprintf(" **%d wrong answers**", bad)
	}
	return text + " |"
}
