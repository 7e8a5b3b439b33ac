// Command bench measures this program against the limit: plain net/http on
// SQLite that does nothing but keep needs. Both hold the same needs, each
// serves from a process of its own, and the same closed-loop clients drive one
// after the other, several times round. It writes docs/PERFORMANCE.md.
//
//	go run ./internal/bench                 100,000 needs, about ten minutes on a quiet machine
//	go run ./internal/bench -n 1000000 -data DIR -results FILE   a million, kept in DIR; what is measured is added to FILE
//	go run ./internal/bench -quick -out ""  a look whether it runs
//	go run ./internal/bench -only list,read -profile ours.pprof -out ""
package main

import (
	"context"
	"errors"
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
	results string
	peers   []peer
}

func main() {
	var s settings
	quick := flag.Bool("quick", false, "2,000 needs, half a second a workload, one round")
	flag.IntVar(&s.n, "n", 100_000, "needs")
	flag.IntVar(&s.rounds, "rounds", 3, "rounds; figures are medians of them; 0 for starts, imports and beside alone")
	flag.DurationVar(&s.length, "length", 2*time.Second, "how long a workload is measured in a round")
	flag.StringVar(&s.out, "out", "docs/PERFORMANCE.md", "where the report goes; empty for standard output alone")
	flag.StringVar(&s.data, "data", "", "folder to keep the needs in and use again; empty for a temporary one")
	flag.StringVar(&s.only, "only", "", "workloads to run, separated by commas; starts, imports and beside are some; empty for all")
	flag.StringVar(&s.profile, "profile", "", "file for a CPU profile of our server")
	flag.StringVar(&s.results, "results", "", "file to keep what was measured in, and to add to: rounds may then lie apart")
	flag.Func("peer", "another program to drive beside, NAME=HOST:PORT,PID[,PID]; see peers.go", func(text string) error {
		p, err := parsePeer(text)
		s.peers = append(s.peers, p)
		return err
	})
	rows := flag.Bool("rows", false, "write the needs as CSV for a peer's table, and end")
	child := flag.String("child", "", "what this process is, when it is not the measuring one")
	file := flag.String("file", "", "what a child imports")
	flag.Parse()
	if *quick {
		s.n, s.length, s.rounds = 2000, 500*time.Millisecond, 1
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := error(nil)
	if *rows {
		err = writeRows(os.Stdout, newGenerator(s.n))
	} else if *child != "" {
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
	t, err := newTally(s)
	if err != nil {
		return err
	}
	t.Size["ours"], t.Size["limit"] = sizeOf(filepath.Join(dir, "ours", "sanshe.db*")), sizeOf(filepath.Join(dir, "limit", "limit.db*"))
	parts := []struct {
		wanted bool
		do     func() error
	}{
		{t.wants("starts"), func() error { return starts(ctx, dir, g, t) }},
		{t.rounds > 0, func() error { return rounds(ctx, dir, g, t) }},
		{t.wants("imports"), func() error { return imports(ctx, dir, t) }},
		{t.wants("beside"), func() error { return beside(ctx, dir, t) }},
	}
	for _, p := range parts {
		if p.wanted {
			if err := p.do(); err != nil {
				return err
			}
		}
	}
	return errors.Join(t.keep(), t.report())
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
