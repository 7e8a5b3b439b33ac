package app_test

import (
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// modules gives the modules go.mod requires, and the packages of its tools.
func modules(text string) (required, tools []string) {
	block := ""
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "//":
		case words[0] == ")":
			block = ""
		case len(words) == 2 && words[1] == "(":
			block = words[0]
		case block == "require":
			required = append(required, words[0])
		case block == "tool":
			tools = append(tools, words[0])
		case words[0] == "require" && len(words) > 1:
			required = append(required, words[1])
		case words[0] == "tool" && len(words) > 1:
			tools = append(tools, words[1])
		}
	}
	return required, tools
}

// direct says which of the modules are imported, and where: “program”, “tests”
// or “tool”.
func direct(t *testing.T, gomod string, files map[string]string) map[string]string {
	t.Helper()
	required, tools := modules(gomod)
	owner := func(pkg string) string {
		best := ""
		for _, m := range required {
			if (pkg == m || strings.HasPrefix(pkg, m+"/")) && len(m) > len(best) {
				best = m
			}
		}
		return best
	}
	out := map[string]string{}
	for _, p := range tools {
		out[owner(p)] = "tool"
	}
	for name, src := range files {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		testing := strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "internal/dbtest/") || strings.HasPrefix(name, "internal/apptest/")
		for _, i := range f.Imports {
			pkg, _ := strconv.Unquote(i.Path.Value)
			m := owner(pkg)
			switch {
			case m == "":
			case !testing:
				out[m] = "program"
			case out[m] == "":
				out[m] = "tests"
			}
		}
	}
	return out
}

// unstated says where a table of modules and the imports differ.
func unstated(imported map[string]string, table string) (out []string) {
	seen := map[string]bool{}
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || !strings.HasPrefix(line, "| `") {
			continue
		}
		m, in, licence, why := strings.Trim(cells[1], " `"), strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3]), strings.TrimSpace(cells[4])
		switch is := imported[m]; {
		case is == "":
			out = append(out, m+" is imported nowhere")
		case is != in:
			out = append(out, m+" is in: "+is+", not "+in)
		case licence == "" || why == "":
			out = append(out, m+" lacks its licence or its reason")
		}
		seen[m] = true
	}
	for m := range imported {
		if !seen[m] {
			out = append(out, m+" has no row")
		}
	}
	slices.Sort(out)
	return out
}

func TestDependencies(t *testing.T) {
	gomod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("../../docs/DEPENDENCIES.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range unstated(direct(t, string(gomod), everyFile(t)), string(table)) {
		t.Error(w)
	}
}

// The guard above notices each way of being wrong.
func TestDependenciesNotices(t *testing.T) {
	gomod := "module sanshe\n\nrequire (\n\texample.org/a v1.0.0\n\texample.org/a/v2 v2.0.0 // indirect\n\texample.org/b v1.0.0\n)\n\nrequire example.org/c v1.0.0\n\ntool example.org/c/cmd/c\n"
	imported := direct(t, gomod, map[string]string{
		"internal/x/x.go": "package x\nimport _ \"example.org/a/v2/deep\"", "internal/x/x_test.go": "package x\nimport (\n\t_ \"example.org/b\"\n\t_ \"fmt\"\n)",
	})
	got := unstated(imported, "| `example.org/a/v2` | tests | MIT | x |\n| `example.org/b` | tests | MIT | |\n| `example.org/d` | tests | MIT | x |\n")
	want := []string{"example.org/a/v2 is in: program, not tests", "example.org/b lacks its licence or its reason", "example.org/c has no row", "example.org/d is imported nowhere"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
