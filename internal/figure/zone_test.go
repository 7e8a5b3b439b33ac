package figure_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	. "sanshe/internal/apptest"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/dbtest"
	"sanshe/internal/figure"
	"sanshe/internal/migration"
	"sanshe/internal/service"
	"sanshe/internal/store"
)

// anEvening has the same things happen over a new year's midnight in Shanghai,
// while it is 31 December in UTC and noon in New York, and gives all that is told
// of it afterwards, in sum.
func anEvening(w *World) string {
	h := newHistory(w, 21)
	w.Clock.Set(time.Date(2026, 12, 31, 22, 0, 0, 0, clock.Shanghai))
	for range 20 {
		h.happen()
		if w.Clock.Advance(-time.Hour); w.Store.Today() > "2027-01-01" {
			w.Clock.Set(time.Date(2027, 1, 1, 3, 0, 0, 0, clock.Shanghai))
		}
	}
	var b strings.Builder
	for _, q := range []figure.Question{{Area: County}, {Area: Town, At: "2026-12-31"}, {At: "2027-01-01"}} {
		b.WriteString(bundle(w, q))
	}
	list, err := store.Find(w.Ctx(), w.Store.Reader(w.Officer()), service.Activities, nil)
	w.Do(err)
	for _, a := range list {
		passages, err := w.Store.Reader(w.Officer()).Passages(w.Ctx(), service.Activities.Register, a.ID)
		w.Do(err)
		fmt.Fprintln(&b, a.Title, a.On, a.Created, a.Changed.Time().Format(time.RFC3339), passages)
	}
	return fmt.Sprintf("evening %d %x", b.Len(), sha256.Sum256([]byte(b.String())))
}

// Wherever the machine believes to stand, and whether it knows of time zones at
// all, the county is in Shanghai; and so it is whatever zone PostgreSQL keeps.
func TestTheSameEverywhere(t *testing.T) {
	child := func(zone string, more ...string) string {
		cmd := exec.Command(os.Args[0], "-test.run=^TestAnEvening$", "-test.v")
		cmd.Env = append(append(os.Environ(), "SANSHE_EVENING=1", "TZ="+zone), more...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("in %s: %v\n%s", zone, err, out)
		}
		_, says, _ := strings.Cut(string(out), "evening ")
		says, _, _ = strings.Cut(says, "\n")
		return says
	}
	want := child("Asia/Shanghai")
	if len(want) < 64 {
		t.Fatalf("nothing is told: %q", want)
	}
	for zone, env := range map[string]string{"UTC": "", "America/New_York": "", "Pacific/Kiritimati": "ZONEINFO=/nowhere"} {
		if got := child(zone, env); got != want {
			t.Errorf("in %s it is %s, in Shanghai %s", zone, got, want)
		}
	}
	t.Run("postgres", func(t *testing.T) {
		d, err := db.Open(t.Context(), db.Config{DSN: dbtest.PostgresDSN(t, dbtest.WithSchema(migration.Files)) + "&timezone=America/New_York"})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		var zone string
		if err := d.QueryRow(t.Context(), "SHOW timezone").Scan(&zone); err != nil || zone != "America/New_York" {
			t.Fatalf("the server's zone is %s, %v", zone, err)
		}
		if got := anEvening(New(t, d)); got != "evening "+want {
			t.Errorf("on a server in New York it is %s, want %s", got, want)
		}
	})
}

// TestAnEvening is run by the one above, in a process of its own.
func TestAnEvening(t *testing.T) {
	if os.Getenv("SANSHE_EVENING") == "" {
		t.Skip("is run by TestTheSameEverywhere")
	}
	fmt.Println(anEvening(OnSQLite(t)))
}
