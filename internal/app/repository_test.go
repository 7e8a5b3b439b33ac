package app_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"sanshe/internal/ident"
)

// strays are what no file of the repository says, each with why. They are put
// together here, so that this file does not say them either.
var strays = []struct {
	say  string
	what *regexp.Regexp
	in   func(name string) bool
}{
	{"a path of one machine", regexp.MustCompile(`\.\./` + `shared|/work` + `/|\.lib` + `rary/`), anywhere},
	{"where modules come from is for whoever builds to say", regexp.MustCompile(`(proxy|sum)\.golang` + `\.org|goproxy` + `\.(cn|io)|npm` + `js\.(org|com)|py` + `pi\.org|crates` + `\.io`), anywhere},
	{"what is not done stands in an issue, not in a file", regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|X` + `XX)\b`), anywhere},
	{"LIKE finds by wildcards; divisions are ranges, words are searched", regexp.MustCompile(`\bI?LI` + `KE\s+'`), func(name string) bool { return !strings.HasSuffix(name, "_test.go") }},
	{"a script inside a page is refused by the pages’ own policy", regexp.MustCompile(`<scr` + `ipt>`), func(name string) bool {
		return (path.Ext(name) == ".go" || path.Ext(name) == ".html") && !strings.HasSuffix(name, "_test.go")
	}},
}

func anywhere(string) bool { return true }

var (
	mobiles  = regexp.MustCompile(`(?:^|\D)(1[3-9]\d{9})(?:\D|$)`)
	made     = regexp.MustCompile(`^(13800\d{6}|1\d\d(0000\d{4}|12345678|87654321))$`)
	idShaped = regexp.MustCompile(`(?:^|[^0-9A-Za-z])([1-9]\d{16}[\dXx])(?:[^0-9A-Za-z]|$)`)
)

// invented reports whether an identity number is nobody's: its check digit is
// wrong, whoever had it was born before 1905, or it is the standard's own
// example.
func invented(id string) bool {
	return ident.CheckID(strings.ToUpper(id)) != nil || ident.IDBirth(id).Year() < 1905 || id == "11010519491231002"+"X"
}

// strayed says what a file has that no file may have.
func strayed(name, text string) (out []string) {
	for n, line := range strings.Split(text, "\n") {
		say := func(what string) {
			out = append(out, name+":"+strconv.Itoa(n+1)+": "+what)
		}
		for _, s := range strays {
			if s.in(name) && s.what.MatchString(line) {
				say(s.say)
			}
		}
		for _, m := range mobiles.FindAllStringSubmatch(line, -1) {
			if !made.MatchString(m[1]) {
				say("a telephone number that may be somebody’s; take 138000 and five digits")
			}
		}
		for _, m := range idShaped.FindAllStringSubmatch(line, -1) {
			if !invented(m[1]) {
				say("an identity number that may be somebody’s; take ident.SyntheticID")
			}
		}
	}
	return out
}

// everyFile gives what is written in the repository, by path.
func everyFile(t *testing.T) map[string]string {
	t.Helper()
	root, files := os.DirFS("../.."), map[string]string{}
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{".git", "bin", "tmp"}, name):
			return fs.SkipDir
		case d.IsDir() || name == ".git" || name == "go.sum" || strings.HasSuffix(name, ".min.js"): // the words of others
			return nil
		}
		b, err := fs.ReadFile(root, name)
		if utf8.Valid(b) { // pictures say nothing
			files[name] = string(b)
		}
		return err
	})
	if err != nil || len(files) < 200 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}

func TestRepository(t *testing.T) {
	for name, text := range everyFile(t) {
		for _, w := range strayed(name, text) {
			t.Error(w)
		}
	}
}

// The guard above notices each stray, and lets pass what only looks like one.
func TestRepositoryNotices(t *testing.T) {
	for line, want := range map[string]int{
		"see ../" + "shared/design":                     1,
		"cd /work" + "/main":                            1,
		"GOPROXY=https://proxy.golang" + ".org":         1,
		"// TO" + "DO: later":                           1,
		"WHERE area LI" + "KE '5105%'":                  1,
		"`<scr" + "ipt>alert(1)</script>`":              1,
		"call 1391234" + "5679":                         1,
		"id 51052219900307" + "001X":                    1,
		"call 13800002046, 13712345678 or 13900001111":  0,
		"id 510522190001010012, 11010519491231002X":     0,
		"id 510123199001011234 has a wrong check digit": 0,
		"v0.0.0-20240606120523-5a60cdf6a761":            0,
		"we like it, and have nothing to do":            0,
	} {
		if got := strayed("internal/need/x.go", line); len(got) != want {
			t.Errorf("%s: %v", line, got)
		}
	}
	if got := strayed("internal/need/x_test.go", "`<scr"+"ipt>`"); len(got) != 0 {
		t.Errorf("a test tries what pages must withstand: %v", got)
	}
}
