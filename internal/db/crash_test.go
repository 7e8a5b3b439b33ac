package db_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"sanshe/internal/db"
)

// TestCrash kills a process in the middle of many writes: what it was told is
// durable is there afterwards, and the file is sound.
func TestCrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "crash.db")
	d, err := db.Open(bg, db.Config{DSN: path})
	must(t, err)
	_, err = d.Migrate(bg, schema)
	must(t, err)
	must(t, d.Close())

	acknowledged := map[int]bool{}
	for round := range 3 {
		child := exec.Command(os.Args[0], "-test.run=^TestCrashChild$")
		child.Env = append(os.Environ(), "SANSHE_CRASH="+path, "SANSHE_FROM="+strconv.Itoa(round*1_000_000))
		out, err := child.StdoutPipe()
		must(t, err)
		must(t, child.Start())
		told := 0
		for lines := bufio.NewScanner(out); lines.Scan(); {
			text, whole := strings.CutSuffix(lines.Text(), ".") // the last may be cut short
			if id, err := strconv.Atoi(text); err == nil && whole {
				acknowledged[id] = true
				told++
			}
			if told == 500*(round+1) {
				must(t, child.Process.Kill())
			}
		}
		_ = child.Wait()
		if told < 500 {
			t.Fatalf("the child told of %d writes", told)
		}
		d, err := db.Open(bg, db.Config{DSN: path})
		must(t, err)
		present := map[int]bool{}
		for _, id := range ids(t, d) {
			present[id] = true
		}
		for id := range acknowledged {
			if !present[id] {
				t.Errorf("round %d: write %d was acknowledged and is lost", round, id)
			}
		}
		var check string
		must(t, d.QueryRow(bg, "PRAGMA integrity_check").Scan(&check))
		if check != "ok" {
			t.Error(check)
		}
		t.Logf("round %d: %d acknowledged, %d present", round, len(acknowledged), len(present))
		must(t, d.Close())
	}
}

// TestCrashChild is the process that TestCrash kills.
func TestCrashChild(t *testing.T) {
	path := os.Getenv("SANSHE_CRASH")
	if path == "" {
		t.Skip("only for TestCrash")
	}
	d, err := db.Open(bg, db.Config{DSN: path})
	must(t, err)
	from, _ := strconv.Atoi(os.Getenv("SANSHE_FROM"))
	var mu sync.Mutex
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			for i := from + w; ; i += 16 {
				if err := insert(d, i); err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				fmt.Printf("%d.\n", i)
				mu.Unlock()
			}
		})
	}
	all.Wait()
}
