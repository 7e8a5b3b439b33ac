package record

import (
	"fmt"
	"slices"

	"sanshe/internal/clock"
)

// Steps gathers the steps by which a record's state moves, and the tasks that
// its states give people.
type Steps[T any] struct {
	fields *Fields
	list   []*Step
	tasks  []*TaskRule
	path   []string
}

// Step (办理步骤) is one official action: who may take it, when, what it asks
// and what it does.
type Step struct {
	Name, Label string
	From        []string
	To          string
	Roles       Roles
	OwnerRoles  Roles    // may take it on records that are theirs
	Asked       []*Field // shown with the step
	Needed      []*Field // of those, the ones that must not be empty
	NeedsNote   bool     // a reason must be given
	NeedsProof  bool     // whoever takes it has just shown that it is they
	ByResident  bool     // may be taken on the public pages by whoever holds the receipt
	ByCode      bool     // taken only by effects of other records and by jobs
	Hint        string   // what taking it means

	do func(Record, Tx) error
}

// Do runs the step's effects on r.
func (s *Step) Do(r Record, tx Tx) error {
	if s.do == nil {
		return nil
	}
	return s.do(r, tx)
}

// StepOf builds a step of T.
type StepOf[T any] struct {
	*Step
	steps *Steps[T]
}

// Step describes an action that moves a record to state to.
func (ss *Steps[T]) Step(name, label string, to Chooser) *StepOf[T] {
	s := &Step{Name: name, Label: label, To: values([]Chooser{to})[0]}
	ss.list = append(ss.list, s)
	return &StepOf[T]{s, ss}
}

// From says in which states the step may be taken.
func (s *StepOf[T]) From(states ...Chooser) *StepOf[T] { s.Step.From = values(states); return s }

// By says which roles may take the step.
func (s *StepOf[T]) By(roles ...Role) *StepOf[T] { s.Step.Roles = roles; return s }

// ByOwner says which roles may take the step on records that are theirs.
func (s *StepOf[T]) ByOwner(roles ...Role) *StepOf[T] { s.Step.OwnerRoles = roles; return s }

// Public lets whoever holds the record's receipt take the step.
func (s *StepOf[T]) Public() *StepOf[T] { s.Step.ByResident = true; return s }

// Inner says the step is taken only by effects of other records and by jobs.
func (s *StepOf[T]) Inner() *StepOf[T] { s.Step.ByCode = true; return s }

// Ask shows fields with the step.
func (s *StepOf[T]) Ask(at ...any) *StepOf[T] {
	for _, p := range at {
		s.Step.Asked = append(s.Step.Asked, s.steps.fields.at(p))
	}
	return s
}

// Need shows fields with the step and requires them.
func (s *StepOf[T]) Need(at ...any) *StepOf[T] {
	s.Ask(at...)
	for _, p := range at {
		s.Step.Needed = append(s.Step.Needed, s.steps.fields.at(p))
	}
	return s
}

// Reason requires a reason.
func (s *StepOf[T]) Reason() *StepOf[T] { s.Step.NeedsNote = true; return s }

// Proof requires that whoever takes the step has just shown that it is they: it
// approves something, and must not be taken by whoever finds a screen unlocked.
func (s *StepOf[T]) Proof() *StepOf[T] { s.Step.NeedsProof = true; return s }

// Says explains what taking the step means.
func (s *StepOf[T]) Says(hint string) *StepOf[T] { s.Step.Hint = hint; return s }

// Do says what else happens, in the same transaction as the move.
func (s *StepOf[T]) Do(f func(*T, Tx) error) *StepOf[T] {
	s.Step.do = func(r Record, tx Tx) error { return f(any(r).(*T), tx) }
	return s
}

// TaskRule says that a record in a state is somebody's task (待办).
type TaskRule struct {
	State, Kind, Label string
	Roles              Roles
	ToOwner            bool // the task is the owner's, not the division's
	due                func(Record, Tx) clock.Date
}

// Due gives the day the task is due, "" for none.
func (t *TaskRule) Due(r Record, tx Tx) clock.Date {
	if t.due == nil {
		return ""
	}
	return t.due(r, tx)
}

// TaskOf builds a task rule of T.
type TaskOf[T any] struct{ *TaskRule }

// Task gives whoever holds one of roles a task while a record is in state.
func (ss *Steps[T]) Task(state Chooser, kind, label string, roles ...Role) *TaskOf[T] {
	t := &TaskRule{State: values([]Chooser{state})[0], Kind: kind, Label: label, Roles: roles}
	ss.tasks = append(ss.tasks, t)
	return &TaskOf[T]{t}
}

// Due says when the task is due.
func (t *TaskOf[T]) Due(f func(*T, Tx) clock.Date) *TaskOf[T] {
	t.TaskRule.due = func(r Record, tx Tx) clock.Date { return f(any(r).(*T), tx) }
	return t
}

// Owner makes the task the record owner's.
func (t *TaskOf[T]) Owner() *TaskOf[T] { t.TaskRule.ToOwner = true; return t }

// Path says the ordinary way through the states, drawn as progress.
func (ss *Steps[T]) Path(states ...Chooser) { ss.path = values(states) }

// Keys gathers what must be unique.
type Keys struct {
	fields     *Fields
	list, like []*Key
}

// Key says that no two live records agree in all of Fields (while the fields
// in While are empty). The database enforces it.
type Key struct {
	Fields, While []*Field
	Message       string
	Folding       bool
}

// One says that no two live records agree in all of these fields. Empty values
// do not collide.
func (k *Keys) One(at ...any) *Key {
	key := &Key{Message: "已经有一条同样的记录"}
	for _, p := range at {
		key.Fields = append(key.Fields, k.fields.at(p))
	}
	k.list = append(k.list, key)
	return key
}

// Like says that two records which agree in all of these fields are probably
// one: nothing forbids both, but whoever imports is asked. One of the fields
// must have an index of its own: a sealed one or a reference.
func (k *Keys) Like(at ...any) {
	like := &Key{}
	for _, p := range at {
		like.Fields = append(like.Fields, k.fields.at(p))
	}
	k.like = append(k.like, like)
}

// WhileEmpty limits the key to records in which a field is empty: “exactly one open”.
func (k *Keys) WhileEmpty(key *Key, at ...any) {
	for _, p := range at {
		key.While = append(key.While, k.fields.at(p))
	}
}

// Says sets what a user reads when the key is broken.
func (k *Key) Says(message string) *Key { k.Message = message; return k }

// Folds says that of two records which a merge of what they point at makes alike
// in this key, the loser's becomes part of the keeper's. Without it such a merge
// is refused.
func (k *Key) Folds() *Key { k.Folding = true; return k }

// MayStep reports whether actor's roles let them take the step; owned says
// whether the record is theirs.
func (s *Step) MayStep(a *Actor, owned bool) bool {
	return a.Holds(s.Roles) || owned && a.Holds(s.OwnerRoles)
}

// Possible reports whether the step can be taken from state.
func (s *Step) Possible(state string) bool { return slices.Contains(s.From, state) }

func (s *Step) String() string { return fmt.Sprintf("%s（%s）", s.Label, s.Name) }
