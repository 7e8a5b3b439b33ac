package record

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

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
	for _, verify := range []func(*Register, Roles) error{b.verify, b.verifyOwners} {
		for _, r := range registers {
			if err := verify(r, roles); err != nil {
				panic(fmt.Sprintf("record %s (%s): %v", r.Name, r.Label, err))
			}
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

// verifyOwners refuses a register that is read by owners, but says not who
// owns and is not what owners of others are.
func (b *Book) verifyOwners(r *Register, _ Roles) error {
	if r.Owner == nil && len(r.Rights.ReadOwn) > 0 && !slices.ContainsFunc(b.pointing[r], func(p Pointer) bool { return p.Field.IsOwner }) {
		return fmt.Errorf("is read by owners, but no field says who owns")
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
