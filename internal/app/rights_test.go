package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sanshe/internal/app"
	"sanshe/internal/need"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// rights writes who may do what with a register: one row for each role that may
// do anything. “own” is only with records that are theirs.
func rights(r *record.Register) string {
	var b strings.Builder
	reach := "their division and everything under it"
	if r.Rights.Reach == record.County {
		reach = "the whole county, personal fields masked"
	}
	fmt.Fprintf(&b, "### %s `%s`\n\nReach: %s.", r.Label, r.Name, reach)
	if r.Rights.EditIn != nil {
		var in []string
		for _, o := range r.State.Kind.(record.Chosen).Options() {
			if r.Rights.MayEditIn(o.Value) {
				in = append(in, o.Label)
			}
		}
		fmt.Fprintf(&b, " Edited only while %s.", strings.Join(in, "、"))
	}
	b.WriteString("\n\n| role |")
	for _, a := range record.Actions {
		fmt.Fprintf(&b, " %s |", a)
	}
	b.WriteString(" steps |\n|---|" + strings.Repeat(":-:|", len(record.Actions)) + "---|\n")
	row := func(label string, may func(record.Action) string, steps func(*record.Step) string) {
		cells, any := []string{label}, false
		for _, a := range record.Actions {
			cells = append(cells, may(a))
		}
		var list []string
		for _, s := range r.Steps {
			if how := steps(s); how != "" {
				list = append(list, strings.TrimSpace(s.Name+" "+strings.TrimSuffix(how, "✓")))
			}
		}
		cells = append(cells, strings.Join(list, ", "))
		for _, c := range cells[1:] {
			any = any || c != ""
		}
		if any {
			b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		}
	}
	for _, n := range people.RoleNames {
		holds := func(list, own, task record.Roles) string {
			switch {
			case slices.Contains(list, n.Role):
				return "✓"
			case slices.Contains(own, n.Role):
				return "own"
			case slices.Contains(task, n.Role):
				return "task"
			}
			return ""
		}
		row(n.Label, func(a record.Action) string {
			if a == record.Read {
				return holds(slices.Concat(r.Rights.Read, record.By(people.Auditor)), r.Rights.ReadOwn, r.Rights.ReadTask)
			}
			return holds(r.Rights.For(a), nil, nil)
		}, func(s *record.Step) string { return holds(s.Roles, s.OwnerRoles, nil) })
	}
	row("居民", func(a record.Action) string {
		if a == record.Create && r.Rights.PublicCreate {
			return "✓"
		}
		return ""
	}, func(s *record.Step) string {
		if s.ByResident {
			return "own"
		}
		return ""
	})
	return b.String() + "\n"
}

// shown lists which fields anybody may see, which are masked and which are
// encrypted.
func shown(registers []*record.Register) string {
	var b strings.Builder
	b.WriteString("| register | public | personal | sealed |\n|---|---|---|---|\n")
	for _, r := range registers {
		list := func(is func(*record.Field) bool) string {
			var names []string
			for _, f := range r.Fields {
				if is(f) {
					names = append(names, f.Name)
				}
			}
			return strings.Join(names, ", ")
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.Name, list(func(f *record.Field) bool { return f.IsPublic }),
			list(func(f *record.Field) bool { return f.IsPersonal && !f.IsSealed }), list(func(f *record.Field) bool { return f.IsSealed }))
	}
	return b.String()
}

func rightsDocument() string {
	var b strings.Builder
	b.WriteString("# Rights 权限\n\nWritten by a test from the descriptions and held to them: a change of rights is a change of this file, which somebody reads.\n\n")
	b.WriteString("**own** is only with records that are theirs: an organisation’s, or, for residents (居民), the one whose receipt they hold. **task** is only while a task about the record is open that was given to them by name. A register or an action not listed is for nobody. Reading a masked field in full (reveal) is logged.\n\n## Registers 台账\n\n")
	for _, r := range app.Book().Registers {
		b.WriteString(rights(r))
	}
	b.WriteString(ruling() + "## Fields 字段\n\n**Public** fields may be shown to anybody once the record is published, **personal** ones are masked until they are revealed, **sealed** ones are also encrypted and found by equality only.\n\n")
	return b.String() + shown(app.Book().Registers)
}

// ruling lists who may change which setting. Staff and administrators read them.
func ruling() string {
	var b strings.Builder
	b.WriteString("## Settings 设置\n\nWho may change them, within their own division. Whoever sees figures, and the administrator, reads them.\n\n| | | may change |\n|---|---|---|\n")
	row := func(label, name string, by record.Roles) {
		var who []string
		for _, n := range people.RoleNames {
			if slices.Contains(by, n.Role) {
				who = append(who, n.Label)
			}
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", label, name, strings.Join(who, "、"))
	}
	for _, s := range app.Settings() {
		row(s.Label, s.Name, s.By)
	}
	for _, l := range app.Codes() {
		row(l.Label, l.Name, l.By)
	}
	row("工作日历", store.CalendarName, app.CalendarKeepers())
	return b.String() + "\n"
}

func TestRights(t *testing.T) { golden(t, "../../docs/RIGHTS.md", rightsDocument()) }

// No change of rights, and none of what is public or sealed, goes unnoticed.
func TestRightsNotices(t *testing.T) {
	was := need.Needs.Register
	change := func(what string, fn func(*record.Register)) {
		r := *was
		r.Fields, r.Steps = nil, nil
		for _, f := range was.Fields {
			c := *f
			r.Fields = append(r.Fields, &c)
		}
		for _, s := range was.Steps {
			c := *s
			r.Steps = append(r.Steps, &c)
		}
		fn(&r)
		list := []*record.Register{&r}
		if rights(&r)+shown(list) == rights(was)+shown([]*record.Register{was}) {
			t.Errorf("%s goes unnoticed", what)
		}
	}
	for _, a := range []struct {
		name  string
		roles func(*record.Rights) *record.Roles
	}{
		{"read", func(r *record.Rights) *record.Roles { return &r.Read }}, {"read own", func(r *record.Rights) *record.Roles { return &r.ReadOwn }}, {"read by task", func(r *record.Rights) *record.Roles { return &r.ReadTask }},
		{"create", func(r *record.Rights) *record.Roles { return &r.Create }}, {"edit", func(r *record.Rights) *record.Roles { return &r.Edit }},
		{"void", func(r *record.Rights) *record.Roles { return &r.Void }}, {"export", func(r *record.Rights) *record.Roles { return &r.Export }},
		{"reveal", func(r *record.Rights) *record.Roles { return &r.Reveal }}, {"import", func(r *record.Rights) *record.Roles { return &r.Import }},
		{"merge", func(r *record.Rights) *record.Roles { return &r.Merge }},
	} {
		change(a.name, func(r *record.Register) {
			list := a.roles(&r.Rights)
			*list = append(append(record.Roles{}, *list...), people.Administrator)
		})
	}
	change("reach", func(r *record.Register) { r.Rights.Reach = record.County })
	change("states of editing", func(r *record.Register) { r.Rights.EditIn = r.Rights.EditIn[1:] })
	change("residents", func(r *record.Register) { r.Rights.PublicCreate = false })
	change("a step’s role", func(r *record.Register) { r.Steps[0].Roles = record.By(people.Administrator) })
	change("a step’s owner", func(r *record.Register) { r.Steps[0].OwnerRoles = record.By(people.Organisation) })
	change("a step by residents", func(r *record.Register) { r.Steps[0].ByResident = true })
	change("a public field", func(r *record.Register) { r.Fields[0].IsPublic = true })
	change("a sealed field", func(r *record.Register) { r.Fields[fieldAt(was, "phone")].IsSealed = false })
	change("a personal field", func(r *record.Register) { r.Fields[fieldAt(was, "raiser")].IsPersonal = false })
}

func fieldAt(r *record.Register, name string) int {
	return slices.IndexFunc(r.Fields, func(f *record.Field) bool { return f.Name == name })
}
