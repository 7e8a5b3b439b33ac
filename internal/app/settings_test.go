package app_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sanshe/internal/app"
	"sanshe/internal/people"
	"sanshe/internal/store"
)

// askedFor gives the names of settings that a file asks for; what is worked out
// of a name stands in it as *.
func askedFor(name, src string) (names []string, err error) {
	f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		called := ""
		switch fn := call.Fun.(type) {
		case *ast.Ident:
			called = fn.Name
		case *ast.SelectorExpr:
			called = fn.Sel.Name
		}
		for _, arg := range call.Args {
			if name := spelt(arg); strings.Contains(name, ".") && slices.Contains([]string{"Number", "NumberOn", "Setting", "within", "days", "span"}, called) {
				names = append(names, name)
			}
		}
		return true
	})
	return names, nil
}

// spelt gives the text an argument is, with * for each part that is not written out.
func spelt(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return s
		}
	case *ast.BinaryExpr:
		return spelt(e.X) + spelt(e.Y)
	}
	return "*"
}

// Every setting that code or a figure asks for is described, and every one that
// is described is asked for.
func TestSettingsAreDescribed(t *testing.T) {
	asked := map[string]bool{}
	for name, src := range sources(t) {
		names, err := askedFor(name, src)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range names {
			asked[n] = true
		}
		for _, s := range app.Settings() { // in a list that a domain goes through
			asked[s.Name] = asked[s.Name] || !strings.HasPrefix(name, "internal/app/") && strings.Contains(src, `{"`+s.Name+`", `) || strings.Contains(src, `, "`+s.Name+`"}`) || strings.Contains(src, `"`+s.Name+`": &`)
		}
	}
	for _, c := range app.Figures() {
		for _, n := range c.Settings {
			asked[n] = true
		}
	}
	described := map[string]bool{}
	for _, s := range app.Settings() {
		for n := range asked {
			if yes, _ := path.Match(n, s.Name); yes && n != "*" {
				asked[s.Name], described[n] = true, true
			}
		}
		if described[s.Name] = true; len(s.By) > 0 && !asked[s.Name] {
			t.Errorf("%s (%s) is described and asked for by nobody", s.Name, s.Label)
		}
		if len(s.By) > 0 && (s.Chapter < 1 || s.Chapter > 4 || s.Kind == "" || s.Least > s.Most) {
			t.Errorf("%s (%s): chapter %d, %s, from %d to %d", s.Name, s.Label, s.Chapter, s.Kind, s.Least, s.Most)
		}
	}
	for n := range asked {
		if !described[n] {
			t.Errorf("%s is asked for and described nowhere", n)
		}
	}
}

// The guard above notices, and start-up refuses what is unsound.
func TestSettingsNotice(t *testing.T) {
	got, err := askedFor("x.go", "package x\nfunc f() { store.Number(tx, \"no.such\", a); within(\"y.z\"); other(\"a.b\"); Number(tx, \"g.\"+o+\".\"+i) }")
	if err != nil || !slices.Equal(got, []string{"no.such", "y.z", "g.*.*"}) {
		t.Errorf("%v, %v", got, err)
	}
	for says, spoil := range map[string]func(s *store.Setting){
		"lacks a name": func(s *store.Setting) { s.Means = "" },
		"lacks a name, label, kind, meaning, source or": func(s *store.Setting) { s.By = nil },
		"which it would refuse":                         func(s *store.Setting) { s.Value = "0" },
		"which is no register":                          func(s *store.Setting) { s.Clocks = []store.Clock{{Register: "nobody", Task: "x"}} },
		"is described twice":                            func(s *store.Setting) { s.Name = "party.found_days" },
	} {
		list := app.Settings()
		spoil(&list[0])
		if err := store.Described(app.Book(), store.Options{Settings: list, Codes: app.Codes(), Roles: people.RoleNames}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, want %s", err, says)
		}
	}
	if err := store.Described(app.Book(), store.Options{Settings: app.Settings(), Codes: app.Codes()[1:], Roles: people.RoleNames}); err == nil || !strings.Contains(err.Error(), `"need_category" of `) {
		t.Errorf("a list nobody describes: %v", err)
	}
}
