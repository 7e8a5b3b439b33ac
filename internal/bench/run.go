package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sanshe/internal/clock"
)

// tally gathers what was measured, by "ours list", "limit list" and the like.
type tally struct {
	settings
	results  map[string][]result
	imported map[string]imported
	awake    map[string][]time.Duration // from start to /healthz
	cold     []time.Duration            // the first question for the figures after a start
	size     map[string]int64           // of the seeded files, bytes
	idle     map[string][2]int64        // resident and proportional memory after a start, bytes
	worked   map[string][2]int64        // and after all the work
}

func (s settings) wants(name string) bool {
	return s.only == "" || slices.Contains(strings.Split(s.only, ","), name)
}

// turn is one server's go at a workload.
type turn struct {
	who string
	on  *child
	op
}

// rounds drives both servers through every workload, by turns.
func rounds(ctx context.Context, dir string, a *asker, t *tally) (err error) {
	ours, err := launch(ctx, "ours", filepath.Join(dir, "ours"), t.profile)
	if err != nil {
		return err
	}
	limit, err := launch(ctx, "limit", filepath.Join(dir, "limit"), "")
	if err != nil {
		return errors.Join(err, ours.stop())
	}
	defer func() { err = errors.Join(err, ours.stop(), limit.stop()) }()
	theirs := a.limitOps()
	var turns []turn
	for _, o := range a.ops() {
		if i := slices.IndexFunc(theirs, func(l op) bool { return l.name == o.name }); i >= 0 {
			turns = append(turns, turn{"limit", limit, theirs[i]})
			theirs = slices.Delete(theirs, i, i+1)
		}
		turns = append(turns, turn{"ours", ours, o})
	}
	for _, o := range theirs { // what only the limit has
		turns = append(turns, turn{"limit", limit, o})
	}
	for round := range t.rounds {
		for _, x := range turns {
			if !t.wants(x.name) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			r, err := run(x.on, x.op, t.length)
			if err != nil {
				return err
			}
			t.results[x.who+" "+x.name] = append(t.results[x.who+" "+x.name], r)
			progress("%d %-5s %-15s %9.0f/s  p50 %8.2f ms  p99 %8.2f ms  cpu %8d µs  others %.2f  bad %d", round+1, x.who, x.name,
				r.rate, ms(r.p50), ms(r.p99), r.cpu.Microseconds(), r.foreign, r.bad)
		}
	}
	for who, c := range map[string]*child{"ours": ours, "limit": limit} {
		rss, pss := memory(c.cmd.Process.Pid)
		t.worked[who] = [2]int64{rss, pss}
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// starts starts each server several times, and asks ours for the figures first thing.
func starts(ctx context.Context, dir string, a *asker, t *tally) error {
	for range max(t.rounds, 3) {
		for _, who := range []string{"limit", "ours"} {
			c, err := launch(ctx, who, filepath.Join(dir, who), "")
			if err != nil {
				return err
			}
			t.awake[who] = append(t.awake[who], c.wakeIn)
			if who == "ours" {
				err = coldFigures(c, a, t)
			}
			if err := errors.Join(err, c.stop()); err != nil {
				return err
			}
		}
	}
	for _, who := range []string{"limit", "ours"} { // memory of a server nobody has asked anything
		c, err := launch(ctx, who, filepath.Join(dir, who), "")
		if err != nil {
			return err
		}
		time.Sleep(time.Second)
		rss, pss := memory(c.cmd.Process.Pid)
		t.idle[who] = [2]int64{rss, pss}
		if err := c.stop(); err != nil {
			return err
		}
	}
	progress("awake %v, figures cold %v, idle memory %v", t.awake, t.cold, t.idle)
	return nil
}

func coldFigures(c *child, a *asker, t *tally) error {
	conn, err := dial(c.addr, 0)
	if err != nil {
		return err
	}
	defer conn.close()
	began := clock.System().Now()
	_, _, err = conn.do(a.api("figures"), false)
	t.cold = append(t.cold, clock.System().Now().Sub(began))
	return err
}

// imports times imports of as many rows as were seeded, once each: they are long,
// and what else runs on the machine evens out.
func imports(ctx context.Context, dir string, g *generator, t *tally) error {
	if err := writeSheets(dir, g); err != nil {
		return err
	}
	for _, i := range []struct{ name, kind, file string }{{"limit csv", "import limit", "need.csv"}, {"ours csv", "import", "need.csv"}, {"ours xlsx", "import", "need.xlsx"}} {
		took, err := timeImport(ctx, i.kind, filepath.Join(dir, "import"), filepath.Join(dir, i.file))
		if err != nil {
			return err
		}
		t.imported[i.name] = took
		progress("import %-10s %.1f s, %.1f s of processor", i.name, took.wall.Seconds(), took.cpu.Seconds())
	}
	return nil
}
