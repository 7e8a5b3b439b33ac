package record

import (
	"fmt"
	"reflect"
	"strings"

	"sanshe/internal/fault"
)

// Fields gathers a record's description of itself.
type Fields struct {
	proto   reflect.Value
	list    []*Field
	section string
	err     error
	inRow   bool
}

// Field describes one field to every reader of the record.
type Field struct {
	Name    string // column, JSON key, form input, filter; part of the public contract
	Label   string // the Chinese name officials know it by, unique within the register
	Hint    string // said between label and field
	Section string // heading in the form
	Kind    Kind

	IsRequired bool
	InListing  bool // a column of lists and exports
	CanFilter  bool // may be filtered on
	IsSearched bool // its words are found by search
	IsPublic   bool // may be shown to anybody once the record is published
	IsPersonal bool // masked unless revealed
	IsSealed   bool // encrypted, found by equality only
	IsOwner    bool // a reference to whoever the record belongs to
	IsPlace    bool // a reference to what the record lies beside
	IsFixed    bool // set when the record is made, never edited
	IsSystem   bool // set by code only; shown, never asked
	IsPassing  bool // asked when the record is made, and not kept in it
	IsState    bool // moves only by steps
	IsAreas    bool // lists the divisions the record also belongs to
	Initial    []string

	title, start bool
	index        []int
	plain        reflect.Kind // see Plain
}

// Required says the field must not be empty.
func (f *Field) Required() *Field { f.IsRequired = true; return f }

// InList makes the field a column of lists and exports.
func (f *Field) InList() *Field { f.InListing = true; return f }

// Filter lets lists be filtered on the field.
func (f *Field) Filter() *Field { f.CanFilter = true; return f }

// Search lets the field's words be found.
func (f *Field) Search() *Field { f.IsSearched = true; return f }

// Public lets anybody see the field once the record is published.
func (f *Field) Public() *Field { f.IsPublic = true; return f }

// Personal masks the field (个人信息) until it is revealed, which is logged.
func (f *Field) Personal() *Field { f.IsPersonal = true; return f }

// Sealed encrypts the field with a key outside the database. It is found by
// equality only, and never searched, compared or logged.
func (f *Field) Sealed() *Field { f.IsSealed, f.IsPersonal = true, true; return f }

// Owner says the reference names whom the record belongs to.
func (f *Field) Owner() *Field { f.IsOwner = true; return f }

// Places says the record lies where what it refers to lies, so that nobody is
// asked for its division.
func (f *Field) Places() *Field { f.IsPlace = true; return f }

// Fixed says the field is set when the record is made and not edited.
func (f *Field) Fixed() *Field { f.IsFixed = true; return f }

// Passing says the field is asked when the record is made and not kept in it:
// what it says goes elsewhere, as a telephone number goes to the person.
func (f *Field) Passing() *Field { f.IsPassing, f.IsFixed = true, true; return f }

// System says the field is set by code only.
func (f *Field) System() *Field { f.IsSystem = true; return f }

// Title makes the field what the record is called; it is searched, also by pinyin.
func (f *Field) Title() *Field { f.title, f.InListing, f.IsSearched = true, true, true; return f }

// Begins says the record's first state began on this day, not on the day it
// was entered.
func (f *Field) Begins() *Field { f.start = true; return f }

// Help sets the hint.
func (f *Field) Help(text string) *Field { f.Hint = text; return f }

// InitialStates lists the states a new or imported record may be in; without
// it only the first option is.
func (f *Field) InitialStates(states ...Chooser) *Field {
	f.Initial = values(states)
	return f
}

// Asked reports whether forms, imports and the API may set the field.
func (f *Field) Asked() bool { return !f.IsSystem && !f.IsState }

// in gives the field in r.
func (f *Field) in(r any) reflect.Value { return reflect.ValueOf(r).Elem().FieldByIndex(f.index) }

// Ptr gives the address of the field in r, ready for Scan or Parse.
func (f *Field) Ptr(r any) any { return f.in(r).Addr().Interface() }

// Value gives the field's value in r.
func (f *Field) Value(r any) any { return f.in(r).Interface() }

// Plain gives the field's value in r as the API does, if that is the text or the
// whole number the field is kept as; which of them, and without a copy.
func (f *Field) Plain(r any) (text string, n int64, isText, isNumber bool) {
	switch v := f.in(r); f.plain {
	case reflect.String:
		return v.String(), 0, true, false
	case reflect.Int64:
		return "", v.Int(), false, true
	}
	return "", 0, false, false
}

// Text gives the field's value in r as a person would write it.
func (f *Field) Text(r any) string { return f.Kind.Format(f.Value(r)) }

// Empty reports whether the field is empty in r. A false or a zero is an answer.
func (f *Field) Empty(r any) bool {
	v := f.in(r)
	switch v.Kind() {
	case reflect.Slice:
		return v.Len() == 0
	case reflect.Bool:
		return false
	case reflect.Int64:
		return v.Int() == 0 && !f.Kind.ZeroCounts()
	}
	return v.IsZero()
}

// Clear empties the field in r.
func (f *Field) Clear(r any) { reflect.ValueOf(f.Ptr(r)).Elem().SetZero() }

// Set copies the field from one record to another of the same type.
func (f *Field) Set(to, from any) {
	reflect.ValueOf(f.Ptr(to)).Elem().Set(reflect.ValueOf(f.Value(from)))
}

// Same reports whether the field is equal in two records; no list is as good as
// an empty one.
func (f *Field) Same(a, b any) bool {
	x, y := f.in(a), f.in(b)
	if x.Kind() != reflect.Slice {
		return x.Equal(y)
	}
	return x.Len() == 0 && y.Len() == 0 || reflect.DeepEqual(x.Interface(), y.Interface())
}

// Masked gives the field's text as it looks to somebody who may not see it.
func (f *Field) Masked(r any) string {
	s := f.Text(r)
	switch {
	case s == "":
		return ""
	case f.IsSealed && strings.HasPrefix(s, Lost):
		return Lost
	}
	return f.Kind.Mask(s)
}

// Lost stands before a sealed value whose key is gone. The value is kept as it
// is, should the key be found.
const Lost = "〔密钥遗失〕"

// problem makes a problem of this field.
func (f *Field) problem(format string, args ...any) fault.Problem {
	return fault.Problem{Field: f.Name, Label: f.Label, Text: fmt.Sprintf(format, args...)}
}

// Initials gives the states a new record may be in; none without a state.
func (f *Field) Initials() []string {
	if f == nil {
		return nil
	}
	return f.Initial
}
