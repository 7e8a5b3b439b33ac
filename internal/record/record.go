// Package record lets a Go struct describe itself once: its fields, checks,
// steps and rights. Tables, forms, lists, spreadsheets, the API, scope, masks,
// history and the audit are derived from that one description by the packages
// above, which never name a domain.
//
// A description is told by address, the way the standard flag package is told
// of flags, so a renamed field cannot drift from its description. A wrong
// description stops the program at start-up with one plain sentence.
package record

import (
	"fmt"
	"reflect"
	"regexp"
	"time"

	"sanshe/internal/clock"
)

// Base is embedded by every record.
type Base struct {
	ID      int64  // made by the application: time-ordered, at most 53 bits
	Area    string // division code (行政区划): 6 digits county, 9 town, 12 community
	Version int64  // rises by one with every change; guards against lost updates
	Since   int64  // sequence number of the change that made this version
	Created Moment
	Changed Moment
	Voided  string // why the record is void (作废); "" while it counts
	Merged  int64  // the record this one was merged into; 0 if none
}

func (b *Base) base() *Base { return b }

// Record is what a record type must do: say what its fields are.
type Record interface {
	Fields(*Fields)
	base() *Base
}

// BaseOf gives the common part of r.
func BaseOf(r Record) *Base { return r.base() }

// Checker is implemented by records whose fields must agree with each other.
type Checker interface{ Check(*Problems) }

// CheckerIn is implemented by records that must agree with other records. It
// runs in the transaction of the change, under the change's authority.
type CheckerIn interface {
	CheckIn(Tx, *Problems) error
}

// Starter is implemented by records whose empty form is not empty: it sets
// what the system already knows, so that nobody is asked.
type Starter interface{ Start(Actor, clock.Date) }

// Preparer is implemented by records that must put others in order before they
// can be made: the row before is closed when the next one opens.
type Preparer interface{ Prepare(Tx) error }

// Opener is implemented by records whose creation has effects on others, in
// the same transaction.
type Opener interface{ Opened(Tx) error }

// Changer is implemented by records whose correction has effects on others.
type Changer interface{ Edited(Tx) error }

// Voider is implemented by records that may not be voided at any time.
type Voider interface{ Voiding(Tx) error }

// Righted is implemented by every record: who may do what. What is unstated
// is refused at start-up.
type Righted interface{ Rights() Rights }

// Register (台账) is a described record type with its Go type forgotten, for
// the packages that treat all records alike.
type Register struct {
	Name   string // table, route and key; part of the public contract
	Label  string // the Chinese name
	Fields []*Field
	State  *Field // nil if the record has no states
	Start  *Field // the day its first state began, if not the day it was entered
	Title  *Field // what it is called in lists and references
	Owner  *Field // the first reference that says whose it is
	Owners []*Field
	Place  *Field // the reference that says where it lies, if nobody is asked
	Steps  []*Step
	Tasks  []*TaskRule
	Path   []string // the ordinary way through the states
	Keys   []*Key
	Likes  []*Key // agreeing in one of these, two records are probably one
	Rights Rights

	goType reflect.Type
	byName map[string]*Field
}

// Type is a register that remembers its Go type.
type Type[T any] struct{ *Register }

// New makes an empty record, in the first of its states if it has any.
func (t Type[T]) New() *T { return any(t.Register.New()).(*T) }

var nameRule = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

// Define reads the description of T. It panics if the description is
// incomplete or contradicts itself: that is a bug, to be met at start-up
// rather than in front of a resident.
func Define[T any, P interface {
	*T
	Record
	Righted
}](name, label string) Type[T] {
	proto := new(T)
	fs := &Fields{proto: reflect.ValueOf(proto).Elem()}
	P(proto).Fields(fs)
	r := &Register{Name: name, Label: label, Fields: fs.list, goType: reflect.TypeFor[T](), byName: map[string]*Field{}}
	err := fs.err
	if err == nil {
		err = r.verifyFields(fs)
	}
	if err == nil {
		r.Rights = P(proto).Rights()
		steps := &Steps[T]{fields: fs}
		if s, ok := any(proto).(interface{ Steps(*Steps[T]) }); ok {
			s.Steps(steps)
		}
		keys := &Keys{fields: fs}
		if k, ok := any(proto).(interface{ Keys(*Keys) }); ok {
			k.Keys(keys)
		}
		r.Steps, r.Tasks, r.Path, r.Keys, r.Likes = steps.list, steps.tasks, steps.path, keys.list, keys.like
		if err = fs.err; err == nil {
			err = r.verifyConduct()
		}
	}
	if err != nil {
		panic(fmt.Sprintf("record %s (%s): %v", name, label, err))
	}
	return Type[T]{r}
}

// New makes an empty record, in the first of its states if it has any.
func (r *Register) New() Record {
	rec := reflect.New(r.goType).Interface().(Record)
	if r.State != nil {
		r.SetState(rec, r.State.Initial[0])
	}
	return rec
}

// Field gives the field called name, or nil.
func (r *Register) Field(name string) *Field { return r.byName[name] }

// Step gives the step called name, or nil.
func (r *Register) Step(name string) *Step {
	for _, s := range r.Steps {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// StateOf gives the state rec is in, "" if the register has no states.
func (r *Register) StateOf(rec Record) string {
	if r.State == nil {
		return ""
	}
	return r.State.in(rec).String()
}

// SetState puts rec into a state. Only the store calls it, in a step.
func (r *Register) SetState(rec Record, state string) {
	r.State.in(rec).SetString(state)
}

// StateLabel gives the Chinese name of a state.
func (r *Register) StateLabel(state string) string {
	if r.State == nil {
		return state
	}
	return r.State.Kind.Format(state)
}

// TitleOf gives what rec is called.
func (r *Register) TitleOf(rec Record) string {
	if r.Title != nil {
		if s := r.Title.Text(rec); s != "" {
			return s
		}
	}
	return r.Label + " " + Code(rec.base().ID)
}

// Copy gives a copy of rec that shares nothing that can be written to.
func (r *Register) Copy(rec Record) Record {
	c := reflect.New(r.goType)
	c.Elem().Set(reflect.ValueOf(rec).Elem())
	for _, f := range r.Fields { // slices are replaced whole, never written into
		if v := c.Elem().FieldByIndex(f.index); v.Kind() == reflect.Slice && !v.IsNil() {
			n := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(n, v)
			v.Set(n)
		}
	}
	return c.Interface().(Record)
}

const codeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Code writes an id in the short form shown to people (编号): base 32 without
// I, L, O and U, so that it can be read out over the telephone.
func Code(id int64) string {
	if id <= 0 {
		return "0"
	}
	var b [13]byte
	i := len(b)
	for ; id > 0; id >>= 5 {
		i--
		b[i] = codeDigits[id&31]
	}
	return string(b[i:])
}

// Moment is a point in time in milliseconds since 1970 (UTC); 0 is unknown.
type Moment int64

// MomentOf gives t as a Moment.
func MomentOf(t time.Time) Moment { return Moment(t.UnixMilli()) }

// Time gives m as a time in Shanghai.
func (m Moment) Time() time.Time { return time.UnixMilli(int64(m)).In(clock.Shanghai) }

func (m Moment) String() string {
	if m == 0 {
		return ""
	}
	return clock.Stamp(m.Time())
}

// ID points at a record of type T. The type parameter is the foreign key.
type ID[T any] int64

func (*ID[T]) target() reflect.Type { return reflect.TypeFor[T]() }

// IDs points at several records of type T.
type IDs[T any] []ID[T]

func (*IDs[T]) target() reflect.Type { return reflect.TypeFor[T]() }

// Int64s gives the ids without their type.
func (l IDs[T]) Int64s() []int64 {
	out := make([]int64, len(l))
	for i, id := range l {
		out[i] = int64(id)
	}
	return out
}

type reference interface{ target() reflect.Type }

// At gives the field at address p inside rec. It panics on an address outside:
// that is a slip in a program, not in data.
func (r *Register) At(rec Record, p any) *Field {
	at := reflect.ValueOf(p)
	for _, f := range r.Fields {
		fp := reflect.ValueOf(f.Ptr(rec))
		if fp.Pointer() == at.Pointer() && fp.Type() == at.Type() {
			return f
		}
	}
	panic(fmt.Sprintf("an address outside %T", rec))
}

// ShownTitle gives what rec is called to those who may not see personal fields.
func (r *Register) ShownTitle(rec Record) string {
	if r.Title != nil && r.Title.IsPersonal {
		return r.Title.Masked(rec)
	}
	return r.TitleOf(rec)
}

// About gives the reference that a record without a title is named after: the
// first required one, or the first. nil if it has a title or no references.
func (r *Register) About() *Field {
	if r.Title != nil {
		return nil
	}
	var about *Field
	for _, f := range r.Fields {
		if _, ok := f.Kind.(Ref); ok && (about == nil || f.IsRequired && !about.IsRequired) {
			about = f
		}
	}
	return about
}
