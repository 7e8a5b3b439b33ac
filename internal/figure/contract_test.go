package figure_test

import (
	"fmt"
	"strings"
	"testing"

	"sanshe/internal/app"
	. "sanshe/internal/apptest"
	"sanshe/internal/figure"
	"sanshe/internal/need"
	"sanshe/internal/record"
)

// sound is a contract with nothing wrong.
func sound() figure.Contract {
	return figure.Contract{Name: "x", Label: "某数", Unit: "个", Chapter: 1, Rule: "数一数", Register: need.Needs.Register, Version: 1, List: "SELECT id, area FROM {need}"}
}

// An unsound contract stops the program at start-up, with what is wrong.
func TestUnsoundContracts(t *testing.T) {
	w := OnSQLite(t)
	refused := func(list ...figure.Contract) (says string) {
		defer func() {
			if p := recover(); p != nil {
				says = fmt.Sprint(p)
			}
		}()
		figure.New(w.Store, list...)
		return ""
	}
	if says := refused(sound()); says != "" {
		t.Fatalf("a sound one: %s", says)
	}
	percent := func(c *figure.Contract) { c.Shape, c.Of, c.Unit, c.Each = figure.Percent, c.List, "%", "件" }
	for says, spoil := range map[string]func(c *figure.Contract){
		"lacks a name":                       func(c *figure.Contract) { c.Name = "" },
		"lacks a name, label":                func(c *figure.Contract) { c.Label = "" },
		"lacks a name, label, unit":          func(c *figure.Contract) { c.Unit = "" },
		"lacks a name, label, unit, rule":    func(c *figure.Contract) { c.Rule = "" },
		"version, register":                  func(c *figure.Contract) { c.Version = 0 },
		"register or list":                   func(c *figure.Contract) { c.List = "" },
		"lacks a name, label, unit, rule, v": func(c *figure.Contract) { c.Register = nil },
		"what its earlier versions were":     func(c *figure.Contract) { c.Version = 2 },
		"which nobody describes": func(c *figure.Contract) {
			c.Settings = []string{"a.b"}
			c.List += " WHERE heads > {setting a.b}"
		},
		"belongs to no chapter":               func(c *figure.Contract) { c.Chapter = 5 },
		"only a ratio has a base":             func(c *figure.Contract) { c.Of = c.List },
		"only a ratio has a ":                 func(c *figure.Contract) { c.Shape = figure.Part },
		"a ratio counts records":              func(c *figure.Contract) { percent(c); c.Measure = figure.Distinct },
		"a percentage has the unit %":         func(c *figure.Contract) { percent(c); c.Each = "" },
		"a percentage has the unit % and":     func(c *figure.Contract) { c.Unit = "%" },
		"only a ratio has parts":              func(c *figure.Contract) { c.Adds = []string{"x"} },
		"a brace in its list is not":          func(c *figure.Contract) { c.List = "SELECT id, area FROM {Need}" },
		"its register is not in the book":     func(c *figure.Contract) { c.Register = &record.Register{Name: "need"} },
		"asks for the state of \"person\"":    func(c *figure.Contract) { c.List += " JOIN {state person} s ON 1 = 1" },
		"asks for the state of \"nobody\"":    func(c *figure.Contract) { c.List += " JOIN {state nobody} s ON 1 = 1" },
		"does not declare setting":            func(c *figure.Contract) { c.List += " WHERE heads > {setting a.b}" },
		"declares setting \"a.b\", which its": func(c *figure.Contract) { c.Settings = []string{"a.b"} },
		"reads \"nothing\", which is no":      func(c *figure.Contract) { c.List = "SELECT id, area FROM {nothing}" },
		"but several may count as one":        func(c *figure.Contract) { c.Alone, c.Measure = true, figure.Distinct },
		"but reads need twice":                func(c *figure.Contract) { c.Alone = true; c.List += " WHERE merged_to IN (SELECT id FROM {need})" },
		"but not how activity belongs":        func(c *figure.Contract) { c.Alone = true; c.List += ", {activity} a" },
		"but not how participation belongs": func(c *figure.Contract) {
			c.Alone, c.Beside = true, map[string]string{"participation": "activity"}
			c.List += ", {participation} p"
		},
		"is made of \"y\", which is no": func(c *figure.Contract) { percent(c); c.Base = "y" },
	} {
		c := sound()
		spoil(&c)
		if got := refused(c); !strings.Contains(got, says) {
			t.Errorf("%q, want %q", got, says)
		}
	}
	if got := refused(sound(), sound()); got != `figure "x" is listed twice` {
		t.Error(got)
	}
}

// Every contract of the county says what an auditor asks.
func TestContractsExplainThemselves(t *testing.T) {
	labels := map[string]bool{}
	for _, c := range app.Figures() {
		if c.Owner == "" || c.Excludes == "" && c.Shape == figure.Plain && c.Measure == figure.Count && c.Period == figure.YearToDate {
			t.Errorf("%s says not who answers for it, or what it leaves out", c.Name)
		}
		if labels[c.Label] {
			t.Errorf("two figures are called %s", c.Label)
		}
		labels[c.Label] = true
	}
}

// What the pages say of an answer.
func TestAnswerInWords(t *testing.T) {
	percent := &figure.Contract{Unit: "%", Each: "家", Shape: figure.Percent}
	part := &figure.Contract{Unit: "个", Shape: figure.Part}
	sum := &figure.Contract{Unit: "人次", Style: figure.Style{Round: 100, Word: "余"}}
	for _, c := range []struct {
		a                              figure.Answer
		value, number, text, words, of string
	}{
		{figure.Answer{Contract: percent, Num: 63, Den: 78}, "80.77", "80.77", "80.77%", "80.77%", "78 家中 63 家"},
		{figure.Answer{Contract: percent, None: true}, "", "—", "—", "—", "0 家中 0 家"},
		{figure.Answer{Contract: part, Num: 10, Den: 11}, "10", "10", "10个", "10", "11 个中 10 个"},
		{figure.Answer{Contract: sum, Num: 4012}, "4012", "4,012", "4,012人次", "4000余", ""},
	} {
		if c.a.Value() != c.value || c.a.Number() != c.number || c.a.Text() != c.text || c.a.Words() != c.words || c.a.Out() != c.of {
			t.Errorf("%q %q %q %q %q, want %+v", c.a.Value(), c.a.Number(), c.a.Text(), c.a.Words(), c.a.Out(), c)
		}
	}
}
