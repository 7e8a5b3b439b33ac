package clock

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

func TestClocks(t *testing.T) {
	noon := time.Date(2026, 7, 27, 12, 0, 0, 0, Shanghai)
	if got := Fixed(noon).Now(); !got.Equal(noon) {
		t.Errorf("Fixed: %v", got)
	}
	if d := time.Since(System().Now()); d < 0 || d > time.Minute {
		t.Errorf("System is off by %v", d)
	}
	w := NewWalking(noon)
	var all sync.WaitGroup
	for range 24 {
		all.Go(func() { w.Advance(time.Hour); w.Now() })
	}
	all.Wait()
	if got := Today(w); got != "2026-07-28" {
		t.Errorf("after 24 hours by 24 goroutines: %s", got)
	}
	w.Set(noon)
	if got := Stamp(w.Now()); got != "2026-07-27 12:00" {
		t.Errorf("after Set: %s", got)
	}
	if got := Stamp(time.Time{}); got != "" {
		t.Errorf("Stamp of the zero time: %q", got)
	}
}

// callsNow lists the Go files of root, tests, other modules and package clock
// aside, that call time.Now.
func callsNow(root fs.FS) (found []string, err error) {
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || len(d.Name()) > 1 && d.Name()[0] == '.' || otherModule(root, name)):
			return fs.SkipDir
		case path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") || path.Dir(name) == "internal/clock":
			return nil
		}
		src, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
		if file == nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Now" {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" {
					found = append(found, name)
				}
			}
			return true
		})
		return nil
	})
	return found, err
}

func otherModule(root fs.FS, dir string) bool {
	_, err := fs.Stat(root, path.Join(dir, "go.mod"))
	return err == nil && dir != "."
}

func TestOnlyClockCallsNow(t *testing.T) {
	found, err := callsNow(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range found {
		t.Errorf("%s calls time.Now: take a clock.Clock instead", name)
	}
}

func TestOnlyClockCallsNowCanFail(t *testing.T) {
	now := &fstest.MapFile{Data: []byte("package p\nimport \"time\"\nvar f = time.Now\n")}
	found, err := callsNow(fstest.MapFS{"internal/web/a.go": now, "internal/web/a_test.go": now, "internal/clock/c.go": now})
	if err != nil || len(found) != 1 || found[0] != "internal/web/a.go" {
		t.Errorf("found %v, %v", found, err)
	}
}
