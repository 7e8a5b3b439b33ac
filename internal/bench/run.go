package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"sanshe/internal/clock"
)

// tally gathers what was measured, by "ours list", "limit list" and the like. It
// is kept between runs, so that rounds may lie apart.
type tally struct {
	settings
	Results  map[string][]result
	Imported map[string]imported
	Awake    map[string][]time.Duration // from start to /healthz
	Cold     []time.Duration            // the first question for the figures after a start
	Size     map[string]int64           // of the seeded files, bytes
	Idle     map[string][2]int64        // resident and proportional memory after a start, bytes
	Worked   map[string][2]int64        // and after all the work
	Beside   map[string]result          // what people ask alone and beside an import
	mu       sync.Mutex                 // of Beside
}

// newTally goes on from the results that are kept, if they are.
func newTally(s settings) (*tally, error) {
	t := &tally{settings: s, Results: map[string][]result{}, Imported: map[string]imported{}, Size: map[string]int64{},
		Awake: map[string][]time.Duration{}, Idle: map[string][2]int64{}, Worked: map[string][2]int64{}, Beside: map[string]result{}}
	raw, err := os.ReadFile(s.results)
	if s.results == "" || errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, t)
	}
	return t, err
}

func (t *tally) keep() error {
	if t.results == "" {
		return nil
	}
	raw, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return os.WriteFile(t.results, raw, 0o600)
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
func rounds(ctx context.Context, dir string, g *generator, t *tally) (err error) {
	d, err := openDoors(ctx, filepath.Join(dir, "ours"), g)
	if err != nil {
		return err
	}
	a := &asker{g, d}
	ours, err := launch(ctx, "ours", filepath.Join(dir, "ours"), t.profile)
	if err != nil {
		return err
	}
	limit, err := launch(ctx, "limit", filepath.Join(dir, "limit"), "")
	if err != nil {
		return errors.Join(err, ours.stop())
	}
	defer func() { err = errors.Join(err, ours.stop(), limit.stop()) }()
	servers := []peer{{"limit", *limit, a.limitOps()}, {"ours", *ours, a.ops()}}
	for _, p := range t.peers {
		if err := p.open(a); err != nil {
			return err
		}
		servers = append(servers, p)
	}
	var turns []turn
	for _, name := range opNames(servers) {
		for i := range servers {
			if o := slices.IndexFunc(servers[i].ops, func(o op) bool { return o.name == name }); o >= 0 {
				turns = append(turns, turn{servers[i].name, &servers[i].child, servers[i].ops[o]})
			}
		}
	}
	for round := range t.rounds {
		for _, x := range turns {
			if !t.wants(x.name) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			r, err := run(ctx, x.on, x.op, t.length)
			if err != nil {
				return err
			}
			t.Results[x.who+" "+x.name] = append(t.Results[x.who+" "+x.name], r)
			progress("%d %-10s %-15s %9.1f/s  p50 %8.2f ms  p99 %8.2f ms  cpu %8d µs  others %.2f  bad %d", round+1, x.who, x.name,
				r.Rate, ms(r.P50), ms(r.P99), r.CPU.Microseconds(), r.Foreign, r.Bad)
		}
	}
	for _, s := range servers {
		t.Worked[s.name] = memory(s.pids)
	}
	return nil
}

// opNames gives the names of all workloads, ours first.
func opNames(servers []peer) (names []string) {
	for _, s := range append([]peer{servers[1]}, servers...) {
		for _, o := range s.ops {
			if !slices.Contains(names, o.name) {
				names = append(names, o.name)
			}
		}
	}
	return names
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// starts starts each server several times, and asks ours for the figures first thing.
func starts(ctx context.Context, dir string, g *generator, t *tally) error {
	d, err := openDoors(ctx, filepath.Join(dir, "ours"), g)
	if err != nil {
		return err
	}
	a := &asker{g, d}
	for range max(t.rounds, 3) {
		for _, who := range []string{"limit", "ours"} {
			c, err := launch(ctx, who, filepath.Join(dir, who), "")
			if err != nil {
				return err
			}
			t.Awake[who] = append(t.Awake[who], c.wakeIn)
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
		t.Idle[who] = memory(c.pids)
		if err := c.stop(); err != nil {
			return err
		}
	}
	progress("awake %v, figures cold %v, idle memory %v", t.Awake, t.Cold, t.Idle)
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
	t.Cold = append(t.Cold, clock.System().Now().Sub(began))
	return err
}

// imports times imports, once each: they are long, and what else runs on the
// machine evens out.
func imports(ctx context.Context, dir string, t *tally) error {
	if err := writeSheets(dir, newGenerator(min(t.n, importedRows)), "need.csv", "need.xlsx"); err != nil {
		return err
	}
	for _, i := range []struct{ name, kind, file string }{{"limit csv", "import limit", "need.csv"}, {"ours csv", "import", "need.csv"}, {"ours xlsx", "import", "need.xlsx"}} {
		took, err := timeImport(ctx, i.kind, filepath.Join(dir, "import"), filepath.Join(dir, i.file))
		if err != nil {
			return err
		}
		t.Imported[i.name] = took
		progress("import %-10s %.1f s, %.1f s of processor, %d MB", i.name, took.Wall.Seconds(), took.CPU.Seconds(), took.Memory>>20)
	}
	return nil
}
