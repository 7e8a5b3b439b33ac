package app_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors is the building, from the ground up. A package imports only from
// floors below its own; those of one floor never import one another.
var floors = []struct {
	name     string
	packages string
}{
	{"ground", "fault migration"},
	{"ground", "area clock"},
	{"ground", "ident"},
	{"description", "record"},
	{"keepers", "db sso sms"},
	{"keepers", "dbtest store"},
	{"keepers", "auth figure file job"},
	{"formats", "sheet report ui post ical"},
	{"formats", "exchange"},
	{"surfaces", "web portal api"},
	{"domains", "people"},
	{"domains", "place"},
	{"domains", "org"},
	{"domains", "need party centre regional training"},
	{"domains", "station"},
	{"domains", "service honour inservice incubation meeting message"},
	{"domains", "casework purchase volunteer giving"},
	{"domains", "topic"},
	{"assembly", "app"},
	{"assembly", "apptest demo"},
	{"assembly", "cli"},
	{"assembly", "main"},
}

// forbidden says what else may not be, though the floors would let it.
func forbidden(from, to string) string {
	switch {
	case floorName(from) == "domains" && floorName(to) == "surfaces":
		return "a domain knows of no surface"
	case (to == "dbtest" || to == "apptest") && from != "apptest":
		return "what tests use is used by tests"
	}
	return ""
}

func floor(pkg string) int {
	return slices.IndexFunc(floors, func(f struct{ name, packages string }) bool {
		return slices.Contains(strings.Fields(f.packages), pkg)
	})
}

func floorName(pkg string) string { return floors[floor(pkg)].name }

// misplaced gives what is wrong with the imports of packages.
func misplaced(imports map[string][]string) (wrong []string) {
	for pkg, list := range imports {
		if floor(pkg) < 0 {
			wrong = append(wrong, pkg+" stands on no floor; say in this test where it belongs")
			continue
		}
		for _, to := range list {
			switch {
			case floor(to) < 0: // said of to itself
			case floor(to) >= floor(pkg):
				wrong = append(wrong, fmt.Sprintf("%s (%s) imports %s (%s), which is not below it", pkg, floorName(pkg), to, floorName(to)))
			case forbidden(pkg, to) != "":
				wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", pkg, to, forbidden(pkg, to)))
			}
		}
	}
	slices.Sort(wrong)
	return wrong
}

// sources gives every Go file of the product, tests aside, by its path.
func sources(t *testing.T) map[string]string {
	t.Helper()
	root, files := os.DirFS("../.."), map[string]string{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if _, other := fs.Stat(root, path.Join(name, "go.mod")); err == nil && d.IsDir() && name != "." && other == nil {
			return fs.SkipDir // a module of its own is no part of the product
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		b, err := fs.ReadFile(root, name)
		files[name] = string(b)
		return err
	})
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}

func importsOf(t *testing.T, files map[string]string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for name, src := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		pkg := strings.TrimPrefix(path.Dir(name), "internal/")
		if f.Name.Name == "main" {
			pkg = "main"
		}
		list := out[pkg]
		for _, i := range f.Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			if to, ours := strings.CutPrefix(p, "sanshe/internal/"); ours && !slices.Contains(list, to) {
				list = append(list, to)
			}
		}
		out[pkg] = list
	}
	return out
}

func TestFloors(t *testing.T) {
	imports := importsOf(t, sources(t))
	for _, w := range misplaced(imports) {
		t.Error(w)
	}
	for i := len(floors) - 1; i >= 0; i-- {
		for _, pkg := range strings.Fields(floors[i].packages) {
			if list, ok := imports[pkg]; ok {
				slices.Sort(list)
				t.Logf("%2d %-12s %-10s → %s", i, floors[i].name, pkg, strings.Join(list, " "))
			}
		}
	}
}

// The guard above notices each way of breaking the rule.
func TestFloorsNotices(t *testing.T) {
	for says, imports := range map[string]map[string][]string{
		"store (keepers) imports need (domains), which is not below it":     {"store": {"record", "need"}},
		"web (surfaces) imports api (surfaces), which is not below it":      {"web": {"api"}},
		"record (description) imports db (keepers), which is not below it":  {"record": {"db"}},
		"people (domains) imports org (domains), which is not below it":     {"people": {"org"}},
		"need imports web: a domain knows of no surface":                    {"need": {"web"}},
		"cli imports dbtest: what tests use is used by tests":               {"cli": {"dbtest"}},
		"util stands on no floor; say in this test where it belongs":        {"util": nil},
		"figure (keepers) imports auth (keepers), which is not below it":    {"figure": {"auth"}},
		"party (domains) imports service (domains), which is not below it":  {"party": {"service"}},
		"sheet (formats) imports exchange (formats), which is not below it": {"sheet": {"exchange"}},
	} {
		if got := misplaced(imports); len(got) != 1 || got[0] != says {
			t.Errorf("%v: %v, want %s", imports, got, says)
		}
	}
}
