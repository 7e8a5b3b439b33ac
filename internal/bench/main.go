// Command bench measures this program against the limit: plain net/http on
// SQLite that does nothing but keep needs. Both hold the same needs, each
// serves from a process of its own, and the same closed-loop clients drive one
// after the other, several times round. It writes docs/PERFORMANCE.md.
//
//	go run ./internal/bench                 100,000 needs, about ten minutes on a quiet machine
//	go run ./internal/bench -n 1000000 -data DIR -peers FILE   a million, kept in DIR, beside other programs
//	go run ./internal/bench -quick -out ""  a look whether it runs
//	go run ./internal/bench -only list,read -profile ours.pprof -out ""
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"runtime/pprof"
	"syscall"
	"time"

	"sanshe/internal/clock"
)

// settings are what a run is told.
type settings struct {
	n       int
	rounds  int
	length  time.Duration
	out     string
	data    string
	only    string
	profile string
	imports bool
	peers   string
}

func main() {
	var s settings
	quick := flag.Bool("quick", false, "2,000 needs, half a second a workload, one round")
	flag.IntVar(&s.n, "n", 100_000, "needs")
	flag.IntVar(&s.rounds, "rounds", 3, "rounds; figures are medians of them")
	flag.DurationVar(&s.length, "length", 2*time.Second, "how long a workload is measured in a round")
	flag.StringVar(&s.out, "out", "docs/PERFORMANCE.md", "where the report goes; empty for standard output alone")
	flag.StringVar(&s.data, "data", "", "folder to keep the needs in and use again; empty for a temporary one")
	flag.StringVar(&s.only, "only", "", "workloads to run, separated by commas; empty for all")
	flag.StringVar(&s.profile, "profile", "", "file for a CPU profile of our server")
	flag.BoolVar(&s.imports, "imports", true, "measure imports and starts as well")
	flag.StringVar(&s.peers, "peers", "", "file with what another load generator measured of other programs, a JSON object a line; see peers.go")
	child := flag.String("child", "", "what this process is, when it is not the measuring one")
	file := flag.String("file", "", "what a child imports")
	flag.Parse()
	if *quick {
		s.n, s.length, s.rounds = 2000, 500*time.Millisecond, 1
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := error(nil)
	if *child != "" {
		err = profiled(s.profile, func() error { return childhood(ctx, *child, s.data, *file) })
	} else {
		err = bench(ctx, s)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// childhood is the life of a child.
func childhood(ctx context.Context, kind, dir, file string) error {
	switch kind {
	case "ours":
		return serveOurs(ctx, dir)
	case "limit":
		return serveLimit(ctx, dir)
	case "import":
		return importOurs(ctx, dir, file)
	case "import limit":
		return importLimit(ctx, dir, file)
	}
	return fmt.Errorf("there is no child %q", kind)
}

func profiled(path string, do func() error) error {
	if path == "" {
		return do()
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return do()
}

// bench runs everything and reports it.
func bench(ctx context.Context, s settings) error {
	debug.SetGCPercent(400) // the client shall get in nobody's way
	dir := s.data
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "sanshe-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	g := newGenerator(s.n)
	if err := seed(ctx, dir, g); err != nil {
		return err
	}
	t := &tally{settings: s, results: map[string][]result{}, imported: map[string]imported{}, size: map[string]int64{},
		awake: map[string][]time.Duration{}, idle: map[string][2]int64{}, worked: map[string][2]int64{}}
	t.size["ours"], t.size["limit"] = sizeOf(filepath.Join(dir, "ours", "sanshe.db*")), sizeOf(filepath.Join(dir, "limit", "limit.db*"))
	d, err := openDoors(ctx, filepath.Join(dir, "ours"), g)
	if err != nil {
		return err
	}
	a := &asker{g, d}
	if s.imports {
		if err := starts(ctx, dir, a, t); err != nil {
			return err
		}
	}
	if err := rounds(ctx, dir, a, t); err != nil {
		return err
	}
	if s.imports {
		if err := imports(ctx, dir, g, t); err != nil {
			return err
		}
	}
	return t.report()
}

// seed fills both servers' files, unless they are there.
func seed(ctx context.Context, dir string, g *generator) error {
	for kind, fill := range map[string]func(context.Context, string, *generator) error{"ours": seedOurs, "limit": seedLimit} {
		at := filepath.Join(dir, kind)
		if _, err := os.Stat(at); err == nil {
			continue
		}
		if err := os.MkdirAll(at, 0o700); err != nil {
			return err
		}
		began := clock.System().Now()
		if err := fill(ctx, at, g); err != nil {
			return fmt.Errorf("seeding %s: %w", kind, err)
		}
		progress("%s holds %d needs after %.1f s", kind, g.n, clock.System().Now().Sub(began).Seconds())
	}
	return nil
}

func progress(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
