package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"sanshe/internal/app"
	"sanshe/internal/people"
	"sanshe/internal/record"
)

// term is a word that the code knows, or a row of the glossary.
type term struct{ chinese, declared, name string }

// spoken gives the words of the code, by the section they belong in.
func spoken() map[string][]term {
	out := map[string][]term{}
	add := func(section, name, chinese string) {
		out[section] = append(out[section], term{chinese: chinese, name: name})
	}
	for _, r := range app.Book().Registers {
		add("Registers", r.Name, r.Label)
		for _, s := range r.Steps {
			add("Steps", r.Name+"."+s.Name, s.Label)
		}
		if r.State != nil {
			for _, o := range r.State.Kind.(record.Chosen).Options() {
				add("States", r.Name+"."+o.Value, o.Label)
			}
		}
	}
	for _, n := range people.RoleNames {
		add("Roles", string(n.Role), n.Label)
	}
	for _, c := range app.Figures() {
		add("Figures", c.Name, c.Label)
	}
	return out
}

// written gives the rows of GLOSSARY.md, by the first word of their heading.
func written(text string) map[string][]term {
	out, section := map[string][]term{}, ""
	for line := range strings.Lines(text) {
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			section, _, _ = strings.Cut(heading, " ")
		}
		cells := strings.Split(line, "|")
		if len(cells) < 6 || strings.HasPrefix(line, "| 中文") || strings.HasPrefix(line, "|---") {
			continue
		}
		cell := func(i int) string { return strings.Trim(cells[i], " `") }
		out[section] = append(out[section], term{cell(1), cell(3), cell(4)})
	}
	return out
}

// disagreements says where a section of the glossary and the code differ.
func disagreements(section string, code, rows []term) (out []string) {
	say := func(format string, args ...any) {
		out = append(out, section+": "+fmt.Sprintf(format, args...))
	}
	labels, seen, stands := map[string]string{}, map[string]bool{}, map[string]string{}
	for _, c := range code {
		labels[c.name] = c.chinese
	}
	for _, r := range rows {
		label, known := labels[r.name]
		switch {
		case !known:
			say("%s (%s) is nowhere in the code", r.name, r.chinese)
		case seen[r.name]:
			say("%s has two rows", r.name)
		case label != r.chinese:
			say("%s is %s here and %s in the code", r.name, r.chinese, label)
		}
		seen[r.name] = true
		word := r.name[strings.LastIndex(r.name, ".")+1:]
		if section == "Figures" {
			word = r.name
		}
		if was := stands[r.chinese]; was != "" && was != word {
			say("%s stands for %s and for %s", r.chinese, was, word)
		}
		stands[r.chinese] = word
	}
	for _, c := range code {
		if !seen[c.name] {
			say("%s (%s) has no row", c.name, c.chinese)
		}
	}
	return out
}

// declared gives what Go files declare at the top, by package and name, each
// with the text it stands for if it is a constant.
func declared(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, src := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		pkg := path.Base(path.Dir(name)) + "."
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
				out[pkg+fn.Name.Name] = ""
			}
			gen, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range gen.Specs {
				switch s := s.(type) {
				case *ast.TypeSpec:
					out[pkg+s.Name.Name] = ""
				case *ast.ValueSpec:
					for i, n := range s.Names {
						out[pkg+n.Name] = ""
						if i < len(s.Values) {
							if lit, ok := s.Values[i].(*ast.BasicLit); ok {
								out[pkg+n.Name] = strings.Trim(lit.Value, `"`)
							}
						}
					}
				}
			}
		}
	}
	return out
}

func TestGlossary(t *testing.T) {
	text, err := os.ReadFile("../../GLOSSARY.md")
	if err != nil {
		t.Fatal(err)
	}
	rows, known := written(string(text)), declared(t, sources(t))
	for section, code := range spoken() {
		for _, w := range disagreements(section, code, rows[section]) {
			t.Error(w)
		}
	}
	for section, list := range rows {
		for _, r := range list {
			value, ok := known[r.declared]
			switch {
			case !ok:
				t.Errorf("%s: there is no Go %s (%s)", section, r.declared, r.chinese)
			case section == "States" && value != r.name[strings.Index(r.name, ".")+1:], section == "Roles" && value != r.name:
				t.Errorf("%s: %s is %q, not %s", section, r.declared, value, r.name)
			}
		}
	}
}

// The guard above notices each way of drifting apart.
func TestGlossaryNotices(t *testing.T) {
	code := []term{{chinese: "需求", name: "need"}, {chinese: "撤回", name: "need.withdraw"}}
	for says, rows := range map[string][]term{
		"need (需求) has no row":                        {{chinese: "撤回", name: "need.withdraw"}},
		"wish (心愿) is nowhere in the code":            {{chinese: "需求", name: "need"}, {chinese: "撤回", name: "need.withdraw"}, {chinese: "心愿", name: "wish"}},
		"need is 诉求 here and 需求 in the code":          {{chinese: "诉求", name: "need"}, {chinese: "撤回", name: "need.withdraw"}},
		"need has two rows":                           {{chinese: "需求", name: "need"}, {chinese: "需求", name: "need"}, {chinese: "撤回", name: "need.withdraw"}},
		"撤回 stands for withdraw and for take_back":    {{chinese: "需求", name: "need"}, {chinese: "撤回", name: "need.withdraw"}, {chinese: "撤回", name: "x.take_back"}},
		"x.take_back (撤回) is nowhere in the code":     {{chinese: "需求", name: "need"}, {chinese: "撤回", name: "need.withdraw"}, {chinese: "撤回", name: "x.take_back"}},
		"need.withdraw is 收回 here and 撤回 in the code": {{chinese: "需求", name: "need"}, {chinese: "收回", name: "need.withdraw"}},
	} {
		if got := disagreements("Steps", code, rows); !slices.Contains(got, "Steps: "+says) {
			t.Errorf("%v: %v, want %s", rows, got, says)
		}
	}
	rows := written("## Steps 步骤\n\n| 中文 | English | Go | name | 出处 | 说明 |\n|---|---|---|---|---|---|\n| 撤回 | withdraw | `need.Need` | `need.withdraw` | (推断) | |\n")
	if want := (term{"撤回", "need.Need", "need.withdraw"}); len(rows["Steps"]) != 1 || rows["Steps"][0] != want {
		t.Errorf("read %v", rows)
	}
}
