package app_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/need"
	"sanshe/internal/record"
)

// TestCrash kills the program while many residents hand in what they need.
// Everybody who was given a receipt finds their need afterwards, and nothing
// in the database contradicts itself.
func TestCrash(t *testing.T) {
	kills, each := 4, 2500
	if testing.Short() {
		kills, each = 2, 250
	}
	dir, told := t.TempDir(), map[string]string{} // receipt to what was asked
	for kill := range kills {
		before := len(told)
		child := exec.Command(os.Args[0], "-test.run=^TestCrashChild$")
		child.Env = append(os.Environ(), "SANSHE_CRASH="+dir, fmt.Sprint("SANSHE_ROUND=", kill))
		out, err := child.StdoutPipe()
		if err == nil {
			err = child.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(out); lines.Scan(); {
			code, detail, ok := strings.Cut(lines.Text(), " ")
			if detail, whole := strings.CutSuffix(detail, "."); ok && whole { // the last line may be cut short
				told[code] = detail
			}
			if len(told) == before+each {
				_ = child.Process.Kill()
			}
		}
		_ = child.Wait()
		if len(told) < before+each {
			t.Fatalf("round %d: only %d receipts were given", kill, len(told)-before)
		}
	}
	county, err := app.Open(t.Context(), app.Config{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer county.Close()
	lost := 0
	for code, detail := range told {
		_, rec, err := county.Store.ByReceipt(t.Context(), code)
		if n, ok := rec.(*need.Need); err != nil || !ok || n.Detail != detail || n.State != need.Raised {
			if lost++; lost < 5 {
				t.Errorf("receipt %s for %s: %+v, %v", code, detail, rec, err)
			}
		}
	}
	found, err := county.Store.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Error(f)
	}
	var sound string
	if err := county.DB.QueryRow(t.Context(), "PRAGMA integrity_check").Scan(&sound); err != nil || sound != "ok" {
		t.Error(sound, err)
	}
	t.Logf("%d receipts over %d kills, %d lost", len(told), kills, lost)
}

// TestCrashChild is the program that TestCrash kills.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv("SANSHE_CRASH")
	if dir == "" {
		t.Skip("only for TestCrash")
	}
	county, err := app.Open(t.Context(), app.Config{Data: dir, Create: true})
	if err != nil {
		t.Fatal(err)
	}
	resident := &record.Actor{Name: "居民", Via: "portal", Area: Community}
	var all sync.WaitGroup
	for worker := range 64 {
		all.Go(func() {
			for i := 0; ; i++ {
				detail := fmt.Sprintf("第%s轮%d号居民的第%d件事", os.Getenv("SANSHE_ROUND"), worker, i)
				receipt, _, err := county.Store.Submit(context.Background(), resident, need.Needs.Register, Community,
					record.Input{"category": "elder", "detail": detail, "phone": "13800002046"}, detail)
				if err != nil {
					continue // busy: that resident has no receipt and tries again
				}
				fmt.Printf("%s %s.\n", receipt.Code, detail)
			}
		})
	}
	all.Wait()
}
