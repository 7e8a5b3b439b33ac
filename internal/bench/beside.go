package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"sanshe/internal/clock"
)

// importedRows are how many rows an import of the W8 goal has, besideRows how
// many the command line takes at most.
const importedRows, besideRows = 100_000, 200_000

// besideOps are what people do meanwhile.
var besideOps = []string{"list html", "submit"}

// rest is how long somebody looks at an answer before asking again.
const rest = 50 * time.Millisecond

// beside measures what eight people have of a server, alone and while a command
// imports as many rows as it takes at most into the same county.
func beside(ctx context.Context, dir string, t *tally) error {
	at := filepath.Join(dir, "beside")
	if err := os.RemoveAll(at); err != nil {
		return err
	}
	g := newGenerator(min(t.n, 2000))
	county := filepath.Join(at, "ours")
	if err := os.MkdirAll(county, 0o700); err != nil {
		return err
	}
	if err := seedOurs(ctx, county, g); err != nil {
		return err
	}
	d, err := openDoors(ctx, county, g)
	if err != nil {
		return err
	}
	if err := writeSheets(at, newGenerator(min(t.n, besideRows)), "need.xlsx"); err != nil {
		return err
	}
	c, err := launch(ctx, "ours", county, t.profile)
	if err != nil {
		return err
	}
	defer c.stop() //nolint:errcheck // what it is asked tells
	a := &asker{g, d}
	alone, end := context.WithTimeout(ctx, 5*t.length)
	defer end()
	if err := t.people(alone, "alone", c, a); err != nil {
		return err
	}
	importing, end := context.WithCancel(ctx)
	defer end()
	failed := make(chan error, 1)
	go func() {
		defer end()
		took, err := runImport(ctx, "import", county, filepath.Join(at, "need.xlsx"))
		t.Imported["beside"] = took
		failed <- err
	}()
	if err := t.people(importing, "beside", c, a); err != nil {
		return err
	}
	return errors.Join(<-failed, os.RemoveAll(at))
}

// people has four read and four write, with rests, until ctx ends.
func (t *tally) people(ctx context.Context, when string, c *child, a *asker) error {
	var wg sync.WaitGroup
	failed := make(chan error, len(besideOps))
	for _, o := range a.ops() {
		if !slices.Contains(besideOps, o.name) {
			continue
		}
		if err := probe(c, o); err != nil {
			return err
		}
		o.clients, o.rest = 4, rest
		wg.Go(func() {
			began := clock.System().Now()
			answers, err := drive(ctx, c, o)
			failed <- err
			r := answers.result(clock.System().Now().Sub(began))
			progress("%-7s %-10s %7.0f/s  p50 %6.1f ms  p99 %6.1f ms  most %6.1f ms  bad %d", when, o.name, r.Rate, ms(r.P50), ms(r.P99), ms(r.Most), r.Bad)
			t.mu.Lock()
			defer t.mu.Unlock()
			t.Beside[when+" "+o.name] = r
		})
	}
	wg.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}
