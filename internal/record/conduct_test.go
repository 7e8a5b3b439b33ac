package record

import (
	"fmt"
	"strings"
	"testing"
)

func ofSteps(f func(*thing, *Steps[thing])) spoilt { return spoilt{steps: f} }
func ofRights(f func(*Rights)) spoilt              { return spoilt{rights: f} }
func ofKeys(f func(*thing, *Keys)) spoilt          { return spoilt{keys: f} }

func TestUnsoundSteps(t *testing.T) {
	type steps = *Steps[thing]
	testUnsound(t, []unsound{
		{"steps without a state", spoilt{
			fields: func(_ *thing, f *Fields) {
				f.named("colour").IsState, f.named("day").start = false, false
			},
			rights: func(r *Rights) { r.EditIn = nil },
		}, "has steps but no state"},
		{"a beginning without a state", ofField(func(_ *thing, f *Fields) { f.named("colour").IsState = false }),
			`field "day": says when the first state began, but there are no states`},
		{"a step to an unknown state", ofSteps(func(_ *thing, s steps) { s.Step("tear", "撕", colour("torn")).From(red).By("staff") }),
			`step "tear" names unknown state "torn"`},
		{"a step from an unknown state", ofSteps(func(_ *thing, s steps) { s.Step("mend", "补", red).From(colour("torn")).By("staff") }),
			`step "mend" names unknown state "torn"`},
		{"a step from nowhere", ofSteps(func(_ *thing, s steps) { s.Step("mend", "补", red).By("staff") }), `step "mend" starts from no state`},
		{"a step nobody may take", ofSteps(func(_ *thing, s steps) { s.Step("mend", "补", red).From(blue) }), `step "mend" may be taken by nobody`},
		{"a step twice", ofSteps(func(_ *thing, s steps) { s.Step("paint", "再上色", red).From(blue).By("staff") }), `step "paint" is described twice`},
		{"a step with a bad name", ofSteps(func(_ *thing, s steps) { s.Step("Mend", "补", red).From(blue).By("staff") }),
			`step "Mend" is not lower-case letters, digits and _`},
		{"a step with a reserved name", ofSteps(func(_ *thing, s steps) { s.Step("void", "废", red).From(blue).By("staff") }), `step "void" is reserved`},
		{"a step that asks for the state", ofSteps(func(t *thing, s steps) { s.Step("mend", "补", red).From(blue).By("staff").Ask(&t.Colour) }),
			`step "mend" asks for the state, which it sets itself`},
		{"a step that asks for what is no field", ofSteps(func(_ *thing, s steps) { s.Step("mend", "补", red).From(blue).By("staff").Ask(new(string)) }),
			"an address given in its description is not one of its fields"},
		{"a step for who may not read", ofSteps(func(_ *thing, s steps) { s.Step("mend", "补", red).From(blue).By("staff", "stranger") }),
			`step "mend" is for a role that may not read`},
		{"a step for owners of nothing", spoilt{
			fields: func(_ *thing, f *Fields) { f.named("who").IsOwner = false },
			rights: func(r *Rights) { r.Read, r.ReadOwn = By("staff", "org"), nil },
		}, `step "finish" is for owners, but no field says who owns`},
		{"no way into a state", spoilt{
			fields: func(_ *thing, f *Fields) {
				f.named("colour").Kind = choice{options: Options(red, "红", green, "绿", blue, "蓝", "torn", "破")}
			},
		}, `no step leads to state "torn"`},
		{"a way only from where there is no way", spoilt{
			fields: func(_ *thing, f *Fields) {
				f.named("colour").Kind = choice{options: Options(red, "红", green, "绿", blue, "蓝", "torn", "破", "lost", "丢")}
			},
			steps: func(_ *thing, s steps) {
				s.Step("lose", "丢", colour("lost")).From(colour("torn")).By("staff")
				s.Step("find", "找", colour("torn")).From(colour("lost")).By("staff")
			},
		}, `no step leads to state "torn"`},
	})
}

func TestUnsoundTasks(t *testing.T) {
	type steps = *Steps[thing]
	testUnsound(t, []unsound{
		{"a task in an unknown state", ofSteps(func(_ *thing, s steps) { s.Task(colour("torn"), "mend", "补", "staff") }), `task "mend" names unknown state "torn"`},
		{"nobody's task", ofSteps(func(_ *thing, s steps) { s.Task(red, "mend", "补") }), `task "mend" is nobody's`},
		{"a task twice", ofSteps(func(_ *thing, s steps) { s.Task(red, "paint", "上色", "staff") }), `task "paint" is described twice`},
		{"a task for who may not read", ofSteps(func(_ *thing, s steps) { s.Task(red, "mend", "补", "stranger") }), `task "mend" is for a role that may not read`},
		{"an owner's task without owners", spoilt{
			fields: func(_ *thing, f *Fields) { f.named("who").IsOwner = false },
			steps: func(_ *thing, s steps) {
				for _, st := range s.list {
					st.Roles, st.OwnerRoles = By("staff"), nil
				}
			},
			rights: func(r *Rights) { r.ReadOwn = nil },
		}, `task "finish" is for the owner, but no field says who owns`},
	})
}

func TestUnsoundRights(t *testing.T) {
	cases := []unsound{
		{"read unstated", ofRights(func(r *Rights) { r.Read = nil }), "does not say who may read"},
		{"read by nobody", ofRights(func(r *Rights) { r.Read, r.ReadOwn = Nobody, nil }), "may be read by nobody"},
		{"edited in an unknown state", ofRights(func(r *Rights) { r.EditIn = []Chooser{colour("torn")} }), `may be edited in unknown state "torn"`},
		{"read by owners of nothing", spoilt{
			fields: func(_ *thing, f *Fields) { f.named("who").IsOwner = false },
			steps: func(_ *thing, s *Steps[thing]) {
				for _, st := range s.list {
					st.Roles, st.OwnerRoles = By("staff"), nil
				}
				s.tasks = nil
			},
		}, "is read by owners, but no field says who owns"},
	}
	unstate := map[Action]func(*Rights){
		Create: func(r *Rights) { r.Create = nil }, Edit: func(r *Rights) { r.Edit = nil }, Void: func(r *Rights) { r.Void = nil },
		Export: func(r *Rights) { r.Export = nil }, Reveal: func(r *Rights) { r.Reveal = nil }, Import: func(r *Rights) { r.Import = nil },
	}
	blind := map[Action]func(*Rights){
		Edit: func(r *Rights) { r.Edit = By("stranger") }, Void: func(r *Rights) { r.Void = By("stranger") },
		Export: func(r *Rights) { r.Export = By("stranger") }, Reveal: func(r *Rights) { r.Reveal = By("stranger") },
		Merge: func(r *Rights) { r.Merge = By("stranger") },
	}
	for _, a := range Actions {
		if f := unstate[a]; f != nil {
			cases = append(cases, unsound{string(a) + " unstated", ofRights(f), fmt.Sprintf("does not say who may %s", a)})
		} else if a != Read && a != Merge {
			t.Errorf("no test leaves %s unstated", a)
		}
		if f := blind[a]; f != nil {
			cases = append(cases, unsound{string(a) + " without reading", ofRights(f), fmt.Sprintf("lets a role %s that may not read", a)})
		}
	}
	testUnsound(t, cases)
}

func TestUnsoundKeys(t *testing.T) {
	testUnsound(t, []unsound{
		{"a key of nothing", ofKeys(func(_ *thing, k *Keys) { k.One() }), "a key has no fields"},
		{"a sealed field with others", ofKeys(func(t *thing, k *Keys) { k.One(&t.Secret, &t.Name) }), `a key over sealed field "secret" has other fields`},
		{"a sealed field while another is empty", ofKeys(func(t *thing, k *Keys) { k.WhileEmpty(k.One(&t.Secret), &t.Other) }), `a key over sealed field "secret" has other fields`},
		{"a list", ofKeys(func(t *thing, k *Keys) { k.One(&t.Many) }), "a refs cannot be part of a key"},
		{"a likeness without an index", ofKeys(func(t *thing, k *Keys) { k.Like(&t.Name) }), "a likeness needs a sealed field or a reference, and no lists"},
		{"what is no field", ofKeys(func(_ *thing, k *Keys) { k.One(new(string)) }), "an address given in its description is not one of its fields"},
	})
}

// outside is a record whose register nobody listed.
type outside struct{ Base }

func (*outside) Fields(*Fields) {}
func (*outside) Rights() Rights {
	return Rights{Read: By("staff"), Create: Nobody, Edit: Nobody, Void: Nobody, Export: Nobody, Reveal: Nobody, Import: Nobody}
}

// pointing is a record that refers to an unlisted one.
type pointing struct {
	Base
	To ID[outside]
}

func (p *pointing) Fields(f *Fields) { f.Ref(&p.To, "to_outside", "指向") }
func (*pointing) Rights() Rights     { return (*outside)(nil).Rights() }

func TestUnsoundBook(t *testing.T) {
	spoil = spoilt{}
	things := Define[thing]("thing", "东西").Register
	pointings := Define[pointing]("pointing", "指针").Register
	outsides := Define[outside]("outside", "外面").Register
	same := Define[outside]("other", "外面").Register
	both := Roles{"staff", "org"}
	for _, c := range []struct {
		name      string
		roles     Roles
		registers []*Register
		says      string
	}{
		{"sound", both, []*Register{things, outsides, pointings}, ""},
		{"a reference to an unlisted register", both, []*Register{things, pointings}, `record pointing (指针): field "to_outside" points at outside, which is not a register`},
		{"a role nobody can hold", Roles{"staff"}, []*Register{things}, `record thing (东西): names role "org", which nobody can hold`},
		{"a register twice", both, []*Register{things, things}, "record thing (东西): listed twice"},
		{"two registers of one Chinese name", both, []*Register{outsides, same}, "record other (外面): another register has that Chinese name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			says := func() (says string) {
				defer func() {
					if p := recover(); p != nil {
						says = fmt.Sprint(p)
					}
				}()
				NewBook(c.roles, c.registers...)
				return ""
			}()
			if says != c.says {
				t.Errorf("start-up says %q, want %q", says, c.says)
			}
		})
	}
}

func TestUnsoundRegisterNames(t *testing.T) {
	spoil = spoilt{}
	for name, want := range map[string]string{
		"Thing":                 `record Thing (东西): name "Thing" is not lower-case letters, digits and _`,
		"2nd":                   `record 2nd (东西): name "2nd" is not lower-case letters, digits and _`,
		"area":                  `record area (东西): name "area" is reserved`,
		strings.Repeat("a", 42): fmt.Sprintf("record %[1]s (东西): name %[1]q is not lower-case letters, digits and _", strings.Repeat("a", 42)),
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); got != want {
					t.Errorf("start-up says %q, want %q", got, want)
				}
			}()
			Define[thing](name, "东西")
		}()
	}
	defer func() {
		if got := fmt.Sprint(recover()); got != "record thing (): has no Chinese name" {
			t.Error(got)
		}
	}()
	Define[thing]("thing", "")
}
