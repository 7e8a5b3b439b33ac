package record

import (
	"fmt"
	"slices"
)

// verifyConduct reports the first way in which steps, tasks, keys and rights
// are unsound.
func (r *Register) verifyConduct() error {
	if err := r.verifyRights(); err != nil {
		return err
	}
	if (len(r.Steps) > 0 || len(r.Tasks) > 0) && r.State == nil {
		return fmt.Errorf("has steps but no state")
	}
	names := map[string]bool{}
	for _, s := range r.Steps {
		if names[s.Name] {
			return fmt.Errorf("step %q is described twice", s.Name)
		}
		names[s.Name] = true
		if err := r.verifyStep(s); err != nil {
			return fmt.Errorf("step %q %v", s.Name, err)
		}
	}
	if err := r.verifyWays(); err != nil {
		return err
	}
	tasks := map[string]bool{}
	for _, t := range r.Tasks {
		switch {
		case !r.hasState(t.State):
			return fmt.Errorf("task %q names unknown state %q", t.Kind, t.State)
		case len(t.Roles) == 0:
			return fmt.Errorf("task %q is nobody's", t.Kind)
		case t.ToOwner && r.Owner == nil:
			return fmt.Errorf("task %q is for the owner, but no field says who owns", t.Kind)
		case tasks[t.State+" "+t.Kind]:
			return fmt.Errorf("task %q is described twice", t.Kind)
		case !t.ToOwner && !r.mayRead(t.Roles):
			return fmt.Errorf("task %q is for a role that may not read", t.Kind)
		}
		tasks[t.State+" "+t.Kind] = true
	}
	for _, k := range r.Keys {
		if err := k.verify(); err != nil {
			return err
		}
	}
	for _, k := range r.Likes {
		indexed := slices.ContainsFunc(k.Fields, func(f *Field) bool { _, ref := f.Kind.(Ref); return f.IsSealed || ref })
		if !indexed || slices.ContainsFunc(k.Fields, func(f *Field) bool { return !f.Kind.filters() }) {
			return fmt.Errorf("a likeness needs a sealed field or a reference, and no lists")
		}
	}
	return nil
}

func (r *Register) verifyRights() error {
	if r.Rights.Read == nil {
		return fmt.Errorf("does not say who may read")
	}
	if len(r.Rights.Read)+len(r.Rights.ReadOwn) == 0 {
		return fmt.Errorf("may be read by nobody")
	}
	for _, a := range Actions {
		roles := r.Rights.For(a)
		if a != Merge && roles == nil {
			return fmt.Errorf("does not say who may %s", a)
		}
		if a != Create && a != Import && !r.mayRead(roles) {
			return fmt.Errorf("lets a role %s that may not read", a)
		}
	}
	for _, s := range values(r.Rights.EditIn) {
		if !r.hasState(s) {
			return fmt.Errorf("may be edited in unknown state %q", s)
		}
	}
	return nil
}

// mayRead reports whether each of roles may read some record, if only while a
// task is open: without that it can do nothing with one.
func (r *Register) mayRead(roles Roles) bool {
	readers := r.Rights.For(Read)
	for _, t := range r.Tasks {
		if t.ToOwner {
			readers = append(readers, t.Roles...)
		}
	}
	return !slices.ContainsFunc(roles, func(role Role) bool { return !slices.Contains(readers, role) })
}

func (r *Register) hasState(s string) bool { return r.State != nil && r.State.Kind.(choice).has(s) }

func (r *Register) verifyStep(s *Step) error {
	if bad := badName(s.Name); bad != "" {
		return fmt.Errorf("%s", bad)
	}
	if len(s.From) == 0 {
		return fmt.Errorf("starts from no state")
	}
	for _, v := range append([]string{s.To}, s.From...) {
		if !r.hasState(v) {
			return fmt.Errorf("names unknown state %q", v)
		}
	}
	switch {
	case len(s.Roles)+len(s.OwnerRoles) == 0 && !s.ByResident && !s.ByCode:
		return fmt.Errorf("may be taken by nobody")
	case len(s.OwnerRoles) > 0 && r.Owner == nil && len(r.Rights.ReadOwn) == 0:
		return fmt.Errorf("is for owners, but no field says who owns")
	case !r.mayRead(append(append(Roles{}, s.Roles...), s.OwnerRoles...)):
		return fmt.Errorf("is for a role that may not read")
	}
	for _, f := range s.Asked {
		if f.IsState {
			return fmt.Errorf("asks for the state, which it sets itself")
		}
	}
	return nil
}

// verifyWays reports the first state that no steps lead to from where records begin.
func (r *Register) verifyWays() error {
	if r.State == nil {
		return nil
	}
	reached := slices.Clone(r.State.Initial)
	for i := 0; i < len(reached); i++ {
		for _, s := range r.Steps {
			if s.Possible(reached[i]) && !slices.Contains(reached, s.To) {
				reached = append(reached, s.To)
			}
		}
	}
	for _, o := range r.State.Kind.(choice).options {
		if !slices.Contains(reached, o.Value) {
			return fmt.Errorf("no step leads to state %q", o.Value)
		}
	}
	return nil
}

func (k *Key) verify() error {
	if len(k.Fields) == 0 {
		return fmt.Errorf("a key has no fields")
	}
	for _, f := range append(append([]*Field{}, k.Fields...), k.While...) {
		if f.IsSealed && len(k.Fields)+len(k.While) > 1 {
			return fmt.Errorf("a key over sealed field %q has other fields", f.Name)
		}
		if !f.Kind.filters() {
			return fmt.Errorf("a %s cannot be part of a key", f.Kind.Name())
		}
	}
	return nil
}

// OwnedBy reports whether rec belongs to actor, if no field says whose it is by
// being theirs: an organisation reads its own entry.
func (r *Register) OwnedBy(a *Actor, rec Record, book *Book) bool {
	if r.Owner == nil {
		return a.Owns[r.Name] != 0 && a.Owns[r.Name] == rec.base().ID
	}
	return slices.ContainsFunc(r.Owners, func(f *Field) bool {
		id := f.Kind.JSON(f.Value(rec)).(int64)
		to := book.Target(f)
		return id != 0 && (a.Owns[to.Name] == id || to.Rights.Closed) // only those whom that is whose read this
	})
}
