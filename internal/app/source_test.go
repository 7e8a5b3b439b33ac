package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	sqlText = regexp.MustCompile(`^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s`)
	sqlLike = regexp.MustCompile(`\b(LIKE|ILIKE|GLOB)\b`)
)

// slips gives what a file does that no file of its package may.
func slips(name, src string) (wrong []string) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, name, src, parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	pkg := path.Base(path.Dir(name))
	say := func(n ast.Node, format string, args ...any) {
		wrong = append(wrong, fmt.Sprintf("%s: %s", files.Position(n.Pos()), fmt.Sprintf(format, args...)))
	}
	for _, i := range f.Imports {
		if i.Path.Value == `"reflect"` && pkg != "record" {
			say(i, "only record looks at types while it runs")
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				say(n, "init() acts where nobody called it")
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && n.Sel.Name == "Now" && pkg != "clock" && pkg != "bench" {
				say(n, "the time comes from the clock the program was given")
			}
		case *ast.BasicLit:
			if n.Kind != token.STRING {
				return true
			}
			text := strings.Trim(n.Value, "`\"")
			if sqlLike.MatchString(text) {
				say(n, "LIKE finds by wildcards; divisions are ranges, words are searched")
			}
			keeper := slices.Contains([]string{"store", "db", "auth", "figure", "job", "dbtest", "bench"}, pkg) || path.Base(name) == "figures.go"
			if sqlText.MatchString(text) && !keeper {
				say(n, "SQL is written by keepers and in figures.go")
			}
		}
		return true
	})
	return wrong
}

func TestSource(t *testing.T) {
	for name, src := range sources(t) {
		for _, w := range slips(name, src) {
			t.Error(w)
		}
	}
}

// The guard above notices each slip.
func TestSourceNotices(t *testing.T) {
	for says, body := range map[string]string{
		"only record looks":  `import "reflect"`,
		"init() acts":        `func init() {}`,
		"the time comes":     `var at = time.Now()`,
		"LIKE finds":         "const q = `area LIKE ?`",
		"SQL is written by ": `const q = "SELECT 1 FROM need"`,
	} {
		got := slips("internal/need/bad.go", "package need\n"+body)
		if len(got) != 1 || !strings.Contains(got[0], says) {
			t.Errorf("%s: %v", body, got)
		}
	}
	if got := slips("internal/need/good.go", "package need\n// init and LIKE and time.Now are only spoken of\nconst like = \"we like it\""); len(got) > 0 {
		t.Error(got)
	}
}

// linesOfCode counts lines with something on them besides comment.
func linesOfCode(src string) int {
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, []byte(src), nil, 0)
	lines := map[int]bool{}
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return len(lines)
		}
		if tok == token.SEMICOLON && lit == "\n" {
			continue
		}
		for i := range strings.Count(lit, "\n") + 1 {
			lines[file.Line(pos)+i] = true
		}
	}
}

// The machinery that describes must stay small enough to be read in an
// afternoon. What would go beyond belongs to a domain.
func TestRecordStaysSmall(t *testing.T) {
	const most = 2050
	sum := 0
	for name, src := range sources(t) {
		if strings.HasPrefix(name, "internal/record/") {
			sum += linesOfCode(src)
		}
	}
	if t.Logf("record has %d lines of code, of at most %d", sum, most); sum > most || sum < most/2 {
		t.Errorf("record has %d lines of code; at most %d", sum, most)
	}
	if n := linesOfCode("package x\n\n// a\n/* b\nc */\nvar s = `d\ne` // f\n"); n != 3 {
		t.Errorf("counted %d lines, want 3", n)
	}
}
