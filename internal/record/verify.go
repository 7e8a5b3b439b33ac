package record

import (
	"fmt"
	"reflect"
	"slices"
)

// reserved names are columns and routes of the machinery.
var reserved = []string{"id", "area", "version", "since", "created", "changed", "voided", "merged", "until",
	"known", "at", "q", "cursor", "page", "sort", "order", "limit", "scope", "history", "new", "edit", "void", "reveal", "merge", "export", "import", "tasks", "col", "_key"}

// badName says what is wrong with a name, "" if nothing is.
func badName(name string) string {
	switch {
	case !nameRule.MatchString(name):
		return "is not lower-case letters, digits and _"
	case slices.Contains(reserved, name):
		return "is reserved"
	}
	return ""
}

// verifyFields reports the first way in which the fields are unsound.
func (r *Register) verifyFields(fs *Fields) error {
	if bad := badName(r.Name); bad != "" {
		return fmt.Errorf("name %q %s", r.Name, bad)
	}
	if r.Label == "" {
		return fmt.Errorf("has no Chinese name")
	}
	if err := fs.verifyNames(); err != nil {
		return err
	}
	for _, f := range r.Fields {
		r.byName[f.Name] = f
		if err := r.verifyField(f); err != nil {
			return fmt.Errorf("field %q: %v", f.Name, err)
		}
	}
	if r.Start != nil && r.State == nil {
		return fmt.Errorf("field %q: says when the first state began, but there are no states", r.Start.Name)
	}
	return fs.complete()
}

func (fs *Fields) verifyNames() error {
	names, labels, indexes := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, f := range fs.list {
		index := fmt.Sprint(f.index)
		switch bad := badName(f.Name); {
		case names[f.Name] || indexes[index]:
			return fmt.Errorf("field %q is described twice", f.Name)
		case labels[f.Label]:
			return fmt.Errorf("label %q stands for two fields", f.Label)
		case f.Label == "":
			return fmt.Errorf("field %q has no label", f.Name)
		case bad != "":
			return fmt.Errorf("field name %q %s", f.Name, bad)
		}
		names[f.Name], labels[f.Label], indexes[index] = true, true, true
	}
	return nil
}

// verifyRow reports the first way in which the fields of a row are unsound. A
// row is kept whole with its parent, so nothing is sealed in it, found by it,
// or followed out of it.
func (fs *Fields) verifyRow() error {
	if fs.err != nil {
		return fs.err
	}
	if err := fs.verifyNames(); err != nil {
		return err
	}
	for _, f := range fs.list {
		_, follows := f.Kind.(Targeted)
		if follows || f.IsState || f.IsAreas || f.IsOwner || f.start || f.IsSystem || f.IsFixed || f.IsPersonal || f.CanFilter || f.IsSearched {
			return fmt.Errorf("field %q: a row has no references, states, seals, searches and the like of its own", f.Name)
		}
		if err := verifyKind(f.Kind); err != nil {
			return fmt.Errorf("field %q: %v", f.Name, err)
		}
	}
	return fs.complete()
}

func verifyKind(k Kind) error {
	if c, ok := k.(Coded); ok && c.List() == "" {
		return fmt.Errorf("names no code list")
	}
	if c, ok := k.(choice); ok {
		if len(c.options) == 0 {
			return fmt.Errorf("has no options")
		}
		seen := map[string]bool{}
		for _, o := range c.options {
			if o.Label == "" || seen[o.Value] || seen["“"+o.Label] {
				return fmt.Errorf("option %q is unnamed or there twice", o.Value)
			}
			seen[o.Value], seen["“"+o.Label] = true, true
		}
	}
	return nil
}

// wordy are the kinds whose words can be found.
var wordy = []string{"text", "prose", "name", "address", "credit_code", "phone"}

func (r *Register) verifyField(f *Field) error {
	filter := f.Kind.filters()
	if err := verifyKind(f.Kind); err != nil {
		return err
	}
	switch {
	case f.CanFilter && !filter:
		return fmt.Errorf("a %s cannot be filtered on", f.Kind.Name())
	case f.CanFilter && f.IsSealed:
		return fmt.Errorf("a sealed field cannot be filtered on")
	case f.CanFilter && f.IsPersonal:
		return fmt.Errorf("a personal field cannot be filtered on, which would tell what the mask hides")
	case f.IsSealed && f.IsSearched:
		return fmt.Errorf("a sealed field cannot be searched")
	case f.IsSealed && (f.Kind.Column() != "TEXT" || f.goKind(reflect.New(r.goType).Elem()) != reflect.String):
		return fmt.Errorf("only text can be sealed")
	case f.IsPublic && f.IsPersonal:
		return fmt.Errorf("a personal field cannot be public")
	case f.IsSearched && !slices.Contains(wordy, f.Kind.Name()):
		return fmt.Errorf("a %s cannot be searched", f.Kind.Name())
	case f.IsRequired && f.IsSystem && !f.IsState:
		return fmt.Errorf("a field set by code cannot be required of people")
	case f.IsRequired && f.Kind.ZeroCounts():
		return fmt.Errorf("an empty %s counts as 0 or no, so it cannot be required; say in Check what is too little", f.Kind.Name())
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
	}
	if f.title {
		if r.Title != nil {
			return fmt.Errorf("is a second title")
		}
		r.Title = f
	}
	if f.start {
		if r.Start != nil {
			return fmt.Errorf("is a second beginning")
		}
		r.Start = f
	}
	if f.IsAreas && slices.ContainsFunc(r.Fields, func(o *Field) bool { return o.IsAreas && o != f }) {
		return fmt.Errorf("is a second list of divisions")
	}
	if f.IsOwner {
		if _, ok := f.Kind.(Ref); !ok {
			return fmt.Errorf("an owner must be a reference")
		}
		r.Owners = append(r.Owners, f)
		r.Owner = r.Owners[0]
	}
	if f.IsPlace {
		if _, ok := f.Kind.(Ref); !ok || !f.IsRequired || r.Place != nil {
			return fmt.Errorf("a place is one required reference")
		}
		r.Place = f
	}
	return nil
}
