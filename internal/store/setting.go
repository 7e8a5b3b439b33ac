package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// SettingKind says what sort of value a setting has.
type SettingKind string

// The kinds. All but choices, roles and text are kept as whole numbers.
const (
	WorkDays SettingKind = "work_days" // 工作日, by the calendar
	Days     SettingKind = "days"      // 自然日
	Count    SettingKind = "count"     // in the setting's unit
	Percent  SettingKind = "percent"   // in hundredths of a percent
	Money    SettingKind = "money"     // in fen
	Choice   SettingKind = "choice"    // one of Options
	RoleList SettingKind = "roles"     // roles, with commas between
	Text     SettingKind = "text"
)

// Setting (设置) describes a value that officials may change.
type Setting struct {
	Name, Label string
	Chapter     int // of the report; 0 for what belongs to none
	Kind        SettingKind
	Unit        string // of a count
	Least, Most int64  // of numbers, in what they are kept in
	Options     []record.Option
	Value       string // what a county begins with
	Means       string
	Source      string       // 文号 and clause, or that it is inferred (推断)
	By          record.Roles // who may change it; [record.Nobody]: the program keeps it for itself
	Clocks      []Clock      // the tasks whose due days it sets
}

// Clock (时限) names a task that is due some days after its state began.
type Clock struct{ Register, Task string }

// CodeList (代码表) describes an open code list.
type CodeList struct {
	Name, Label string
	Source      string
	By          record.Roles
	Values      []record.Option // what a county begins with
}

// UnitOf gives what the value of a setting is counted in.
func (v *Setting) UnitOf() string {
	switch v.Kind {
	case WorkDays:
		return "个工作日"
	case Days:
		return "天"
	case Percent:
		return "%"
	case Money:
		return "元"
	}
	return v.Unit
}

// Inferred reports whether no document gives the value.
func (v *Setting) Inferred() bool { return strings.Contains(v.Source, "推断") }

// decimal reports whether values are kept in hundredths of what they are typed in.
func (v *Setting) decimal() bool { return v.Kind == Percent || v.Kind == Money }

// Format writes a value as people do, without the unit.
func (v *Setting) Format(value string) string {
	switch n, err := strconv.ParseInt(value, 10, 64); {
	case v.Kind == Choice:
		for _, o := range v.Options {
			if o.Value == value {
				return o.Label
			}
		}
	case v.decimal() && err == nil:
		s := fmt.Sprintf("%d.%02d", n/100, n%100)
		return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return value
}

// Says writes a value with its unit.
func (v *Setting) Says(value string) string {
	return strings.TrimSpace(v.Format(value) + " " + v.UnitOf())
}

// Parse reads a value as people type it, with or without its unit. Errors say
// what it should be.
func (v *Setting) Parse(typed string, roles []RoleName) (string, error) {
	t := strings.TrimSpace(typed)
	switch {
	case t == "":
		return "", fmt.Errorf("没有填")
	case v.Kind == Choice:
		for _, o := range v.Options {
			if t == o.Value || t == o.Label {
				return o.Value, nil
			}
		}
		return "", fmt.Errorf("没有“%s”这一项，请从列出的里面选", quoted(t))
	case v.Kind == RoleList:
		return parseRoles(t, roles)
	case v.Kind == Text:
		if n := int64(len([]rune(t))); strings.ContainsAny(t, "\r\n") || v.Most > 0 && n > v.Most {
			return "", fmt.Errorf("应是一行、不超过 %d 个字，现在 %d 个字", v.Most, n)
		}
		return t, nil
	}
	return v.number(t)
}

func (v *Setting) number(t string) (string, error) {
	scale := 0
	if v.decimal() {
		scale = 2
	}
	for _, unit := range []string{v.UnitOf(), strings.TrimPrefix(v.UnitOf(), "个"), "天", "日"} {
		t = strings.TrimSpace(strings.TrimSuffix(t, unit))
	}
	n, err := record.ParseScaled(t, scale)
	switch {
	case err != nil && v.decimal():
		return "", fmt.Errorf("“%s”不是数字，应如 12.5，最多两位小数", quoted(t))
	case err != nil:
		return "", fmt.Errorf("“%s”不是整数，应如 %d", quoted(t), max(v.Least, 1))
	case n < v.Least || n > v.Most:
		return "", fmt.Errorf("应在 %s 到 %s 之间", v.Format(fmt.Sprint(v.Least)), v.Says(fmt.Sprint(v.Most)))
	}
	return fmt.Sprint(n), nil
}

func parseRoles(t string, roles []RoleName) (string, error) {
	var out []string
	for _, word := range record.Split(t) {
		word = strings.TrimSpace(word)
		i := slices.IndexFunc(roles, func(n RoleName) bool { return string(n.Role) == word || n.Label == word })
		if i < 0 {
			return "", fmt.Errorf("没有“%s”这个岗位，请从列出的里面选", quoted(word))
		}
		out = append(out, string(roles[i].Role))
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), ","), nil
}

// quoted makes what was typed short enough for a sentence.
func quoted(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

// Settings describes every setting, in order.
func (s *Store) Settings() []Setting { return s.opts.Settings }

// CodeLists describes every open code list, in order.
func (s *Store) CodeLists() []CodeList { return s.opts.Codes }

// Described gives the description of a setting, nil if there is none.
func (s *Store) Described(name string) *Setting {
	if i := slices.IndexFunc(s.opts.Settings, func(v Setting) bool { return v.Name == name }); i >= 0 {
		return &s.opts.Settings[i]
	}
	return nil
}

// CodeListOf gives the description of a code list, nil if there is none.
func (s *Store) CodeListOf(name string) *CodeList {
	if i := slices.IndexFunc(s.opts.Codes, func(l CodeList) bool { return l.Name == name }); i >= 0 {
		return &s.opts.Codes[i]
	}
	return nil
}

// Described says in which way the descriptions of settings are unsound; start-up
// refuses them.
func Described(book *record.Book, o Options) error {
	seen := map[string]bool{}
	for i := range o.Settings {
		v := &o.Settings[i]
		says := ""
		if v.Value != "" {
			if value, err := v.Parse(v.Value, o.Roles); err != nil || value != v.Value && !v.decimal() {
				says = fmt.Sprintf("begins with %q, which it would refuse: %v", v.Value, err)
			}
		}
		for _, c := range v.Clocks {
			if book.Register(c.Register) == nil {
				says = fmt.Sprintf("sets due days in %q, which is no register", c.Register)
			}
		}
		switch {
		case v.Name == "" || v.Label == "" || v.Means == "" || v.Source == "" || v.By == nil || v.Kind == "":
			says = "lacks a name, label, kind, meaning, source or who may change it"
		case seen[v.Name]:
			says = "is described twice"
		}
		if seen[v.Name] = true; says != "" {
			return fmt.Errorf("setting %q %s", v.Name, says)
		}
	}
	for _, reg := range book.Registers {
		for _, f := range reg.Fields {
			if c, ok := f.Kind.(record.Coded); ok && o.Codes != nil && !slices.ContainsFunc(o.Codes, func(l CodeList) bool { return l.Name == c.List() }) {
				return fmt.Errorf("code list %q of %s.%s is not described", c.List(), reg.Name, f.Name)
			}
		}
	}
	return nil
}

// errNoSetting is met by code that asks for a value nobody has described or set.
func errNoSetting(name string) error {
	return fault.New(fault.Internal, "没有设置“%s”，请在设置里补上", name)
}
