package record

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// reserved names are columns and routes of the machinery.
var reserved = []string{"id", "area", "version", "since", "created", "changed", "voided", "merged", "until",
	"known", "at", "q", "cursor", "page", "sort", "order", "limit", "scope", "history", "new", "edit", "void", "reveal", "merge", "export", "import", "tasks", "_key"}

// verifyFields reports the first way in which the fields are unsound.
func (r *Register) verifyFields(fs *Fields) error {
	if !nameRule.MatchString(r.Name) {
		return fmt.Errorf("name %q is not lower-case letters, digits and _", r.Name)
	}
	if r.Label == "" {
		return fmt.Errorf("has no Chinese name")
	}
	labels := map[string]bool{}
	for _, f := range r.Fields {
		switch {
		case r.byName[f.Name] != nil:
			return fmt.Errorf("field %q is described twice", f.Name)
		case labels[f.Label]:
			return fmt.Errorf("label %q stands for two fields", f.Label)
		case f.Label == "":
			return fmt.Errorf("field %q has no label", f.Name)
		case !nameRule.MatchString(f.Name) || slices.Contains(reserved, f.Name):
			return fmt.Errorf("field name %q is reserved or not lower-case letters, digits and _", f.Name)
		}
		r.byName[f.Name], labels[f.Label] = f, true
		if err := r.verifyField(f); err != nil {
			return fmt.Errorf("field %q: %v", f.Name, err)
		}
	}
	return fs.complete()
}

func (r *Register) verifyField(f *Field) error {
	filter, _ := f.Kind.inherits()
	_, chosen := f.Kind.(choice)
	switch {
	case f.CanFilter && !filter:
		return fmt.Errorf("a %s cannot be filtered on", f.Kind.Name())
	case f.CanFilter && f.IsSealed:
		return fmt.Errorf("a sealed field cannot be filtered on")
	case f.IsSealed && f.IsSearched:
		return fmt.Errorf("a sealed field cannot be searched")
	case f.IsSealed && (f.Kind.Column() != "TEXT" || f.goKind(reflect.New(r.goType).Elem()) != reflect.String):
		return fmt.Errorf("only text can be sealed")
	case f.IsPublic && f.IsPersonal:
		return fmt.Errorf("a personal field cannot be public")
	case f.IsSearched && f.Kind.Column() != "TEXT":
		return fmt.Errorf("a %s cannot be searched", f.Kind.Name())
	case f.IsRequired && f.IsSystem && !f.IsState:
		return fmt.Errorf("a field set by code cannot be required of people")
	case f.start && f.Kind.Name() != "date":
		return fmt.Errorf("only a date says when the first state began")
	}
	if f.IsState {
		if r.State != nil {
			return fmt.Errorf("is a second state")
		}
		r.State = f
		for _, s := range f.Initial {
			if !f.Kind.(choice).has(s) {
				return fmt.Errorf("unknown initial state %q", s)
			}
		}
		if !chosen || len(f.Initial) == 0 {
			return fmt.Errorf("a state has no options")
		}
	}
	if f.title {
		if r.Title != nil {
			return fmt.Errorf("is a second title")
		}
		r.Title = f
	}
	if f.start {
		r.Start = f
	}
	if f.IsOwner {
		if _, ok := f.Kind.(Ref); !ok {
			return fmt.Errorf("an owner must be a reference")
		}
		if r.Owner != nil {
			return fmt.Errorf("is a second owner")
		}
		r.Owner = f
	}
	return nil
}

// verifyConduct reports the first way in which steps, tasks, keys and rights
// are unsound.
func (r *Register) verifyConduct() error {
	for _, a := range Actions {
		if a != Merge && a != Read && r.Rights.For(a) == nil {
			return fmt.Errorf("does not say who may %s", a)
		}
	}
	if r.Rights.Read == nil {
		return fmt.Errorf("does not say who may read")
	}
	if len(r.Rights.Read)+len(r.Rights.ReadOwn) == 0 {
		return fmt.Errorf("may be read by nobody")
	}
	if (len(r.Steps) > 0 || len(r.Tasks) > 0) && r.State == nil {
		return fmt.Errorf("has steps but no state")
	}
	has := func(s string) bool { return r.State != nil && r.State.Kind.(choice).has(s) }
	names, reached := map[string]bool{}, map[string]bool{}
	if r.State != nil {
		for _, s := range r.State.Initial {
			reached[s] = true
		}
	}
	for _, s := range r.Steps {
		if names[s.Name] {
			return fmt.Errorf("step %q is described twice", s.Name)
		}
		if !nameRule.MatchString(s.Name) || slices.Contains(reserved, s.Name) {
			return fmt.Errorf("step name %q is reserved or not lower-case letters, digits and _", s.Name)
		}
		names[s.Name], reached[s.To] = true, true
		if len(s.From) == 0 {
			return fmt.Errorf("step %q starts from no state", s.Name)
		}
		for _, v := range append([]string{s.To}, s.From...) {
			if !has(v) {
				return fmt.Errorf("step %q names unknown state %q", s.Name, v)
			}
		}
		if len(s.Roles)+len(s.OwnerRoles) == 0 && !s.ByResident && !s.ByCode {
			return fmt.Errorf("step %q may be taken by nobody", s.Name)
		}
		if len(s.OwnerRoles) > 0 && r.Owner == nil && !r.ownsItself() {
			return fmt.Errorf("step %q is for owners, but no field says who owns", s.Name)
		}
		for _, f := range s.Asked {
			if f.IsState {
				return fmt.Errorf("step %q asks for the state", s.Name)
			}
		}
	}
	if r.State != nil {
		for _, o := range r.State.Kind.(choice).options {
			if !reached[o.Value] {
				return fmt.Errorf("no step leads to state %q", o.Value)
			}
		}
	}
	for _, t := range r.Tasks {
		if !has(t.State) {
			return fmt.Errorf("task %q names unknown state %q", t.Kind, t.State)
		}
		if len(t.Roles) == 0 {
			return fmt.Errorf("task %q is nobody's", t.Kind)
		}
	}
	for _, s := range values(r.Rights.EditIn) {
		if !has(s) {
			return fmt.Errorf("may be edited in unknown state %q", s)
		}
	}
	if len(r.Rights.ReadOwn) > 0 && r.Owner == nil && !r.ownsItself() {
		return fmt.Errorf("is read by owners, but no field says who owns")
	}
	for _, k := range r.Keys {
		for _, f := range k.Fields {
			if f.IsSealed && len(k.Fields) > 1 {
				return fmt.Errorf("a key over sealed field %q has other fields", f.Name)
			}
		}
	}
	return nil
}

// ownsItself reports whether a record can belong to an actor by being theirs:
// an organisation reads its own entry.
func (r *Register) ownsItself() bool { return r.Owner == nil && len(r.Rights.ReadOwn) > 0 }

// OwnedBy reports whether rec belongs to actor.
func (r *Register) OwnedBy(a *Actor, rec Record, book *Book) bool {
	if r.Owner == nil {
		return a.Owns[r.Name] != 0 && a.Owns[r.Name] == rec.base().ID
	}
	target := book.Target(r.Owner)
	id := r.Owner.Kind.JSON(r.Owner.Value(rec)).(int64)
	return target != nil && id != 0 && a.Owns[target.Name] == id
}

// Book is the list of registers, in menu order. It is made once, in app.
type Book struct {
	Registers []*Register
	byName    map[string]*Register
	byType    map[reflect.Type]*Register
	pointing  map[*Register][]Pointer
}

// Pointer is a field through which records of a register point at another.
type Pointer struct {
	From  *Register
	Field *Field
}

// NewBook brings registers together. It panics on a reference that leads
// nowhere, a right or a step for a role that nobody can hold, or two registers
// of one name.
func NewBook(roles Roles, registers ...*Register) *Book {
	b := &Book{Registers: registers, byName: map[string]*Register{}, byType: map[reflect.Type]*Register{}, pointing: map[*Register][]Pointer{}}
	labels := map[string]bool{}
	for _, r := range registers {
		if b.byName[r.Name] != nil {
			panic(fmt.Sprintf("record %s (%s): listed twice", r.Name, r.Label))
		}
		if labels[r.Label] {
			panic(fmt.Sprintf("record %s (%s): another register has that Chinese name", r.Name, r.Label))
		}
		b.byName[r.Name], b.byType[r.goType], labels[r.Label] = r, r, true
	}
	for _, r := range registers {
		if err := b.verify(r, roles); err != nil {
			panic(fmt.Sprintf("record %s (%s): %v", r.Name, r.Label, err))
		}
	}
	return b
}

func (b *Book) verify(r *Register, roles Roles) error {
	known := func(list Roles) error {
		for _, role := range list {
			if !slices.Contains(roles, role) {
				return fmt.Errorf("names role %q, which nobody can hold", role)
			}
		}
		return nil
	}
	for _, a := range Actions {
		if err := known(r.Rights.For(a)); err != nil {
			return err
		}
	}
	for _, s := range r.Steps {
		if err := known(append(append(Roles{}, s.Roles...), s.OwnerRoles...)); err != nil {
			return err
		}
	}
	for _, t := range r.Tasks {
		if err := known(t.Roles); err != nil {
			return err
		}
	}
	for _, f := range r.Fields {
		if t, ok := f.Kind.(Targeted); ok {
			to := b.byType[t.Target()]
			if to == nil {
				return fmt.Errorf("field %q points at %s, which is not a register", f.Name, t.Target().Name())
			}
			b.pointing[to] = append(b.pointing[to], Pointer{r, f})
		}
	}
	return nil
}

// Register gives the register called name, or nil.
func (b *Book) Register(name string) *Register { return b.byName[name] }

// Target gives the register that a Ref or Refs field points at, or nil.
func (b *Book) Target(f *Field) *Register {
	if t, ok := f.Kind.(Targeted); ok {
		return b.byType[t.Target()]
	}
	return nil
}

// PointingAt gives the fields through which other records point at r.
func (b *Book) PointingAt(r *Register) []Pointer { return b.pointing[r] }

// RegisterOf gives the register of rec.
func (b *Book) RegisterOf(rec Record) *Register { return b.byType[reflect.TypeOf(rec).Elem()] }

func (r *Register) String() string { return strings.TrimSpace(r.Label + " " + r.Name) }
