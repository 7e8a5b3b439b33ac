package app_test

import (
	"slices"
	"strings"

	"sanshe/internal/people"
	"sanshe/internal/record"
)

// oracle says who may do what, from the description alone: a second telling of
// the rules, plain and slow, that knows nothing of how the store decides.

// thing is a record, as far as rights go.
type thing struct {
	reg        *record.Register
	rec        record.Record
	id         int64
	place      string
	also       []string // where it also is
	state      string
	gone       bool   // void or merged
	owner      int64  // of the register of owners
	ownedIn    string // that register
	ownersTask int64  // the owner that an open task is for
	named      int64  // the account that an open task was given to
}

// somebody is an actor, who holds one role.
type somebody struct {
	*record.Actor
	role    record.Role
	variant string
}

type verdict string

const (
	unseen   verdict = "404"
	refused  verdict = "403"
	settled  verdict = "409" // may, but not as the record is
	letIn    verdict = "200"
	takeStep         = "step "
)

func (p somebody) in(list record.Roles) bool { return slices.Contains(list, p.role) }

func (p somebody) owns(x thing) bool {
	if x.reg.Owner == nil {
		return p.Owns[x.reg.Name] != 0 && p.Owns[x.reg.Name] == x.id
	}
	return x.owner != 0 && p.Owns[x.ownedIn] == x.owner
}

// belongs adds what belongs to a closed record: whoever has come to read it is
// one whom that record belongs to.
func (p somebody) belongs(x thing) bool {
	above := func(f *record.Field) bool { return !f.Empty(x.rec) && closedTarget[f.Name] }
	return p.owns(x) || x.reg.Rights.Closed && slices.ContainsFunc(x.reg.Owners, above)
}

// closedTarget are the references to closed records.
var closedTarget = map[string]bool{"social_case": true, "social_group": true}

func below(area string) func(string) bool {
	return func(place string) bool { return strings.HasPrefix(place, area) }
}

// allowed says whether a token, if there is one, was made for work of a scope.
func (p somebody) allowed(x thing, s record.Scope) bool {
	return p.Only == nil || slices.Contains(p.Only.Scopes, s) && (len(p.Only.Registers) == 0 || slices.Contains(p.Only.Registers, x.reg.Name))
}

// sure says whether an act waits for proof that it is they.
func sure(x thing, act string) bool {
	st := x.reg.Step(strings.TrimPrefix(act, takeStep))
	return act == "export" || act == "reveal" || st != nil && strings.HasPrefix(act, takeStep) && st.NeedsProof
}

// reads says whether somebody reads a thing.
func (p somebody) reads(x thing) bool {
	if !p.allowed(x, record.ToRead) || x.reg.Rights.Closed && (p.For != 0 || p.Looking) {
		return false
	}
	rights, area := x.reg.Rights, p.Area
	if rights.Reach == record.County {
		area = area[:6]
	}
	near := slices.ContainsFunc(append([]string{x.place}, x.also...), below(area))
	if near && (p.in(rights.Read) || p.role == people.Auditor && !rights.Closed) {
		return true
	}
	if p.in(rights.ReadOwn) && p.owns(x) {
		return true
	}
	for _, t := range x.reg.Tasks {
		if t.ToOwner && p.in(t.Roles) && x.ownersTask != 0 && p.Owns["social_org"] == x.ownersTask {
			return true
		}
	}
	me := p.Account
	if p.For != 0 {
		me = p.For
	}
	if p.in(rights.ReadTask) && x.named != 0 && x.named == me {
		return true
	}
	return p.in(rights.Read) && slices.Contains(p.Glimpses, record.Glimpse{Register: x.reg.Name, Record: x.id})
}

// acts says what comes of an act on a thing that somebody reads.
func (p somebody) acts(x thing, act string) verdict {
	rights, home := x.reg.Rights, below(p.Area)(x.place)
	scope := record.ToWrite
	switch {
	case act == "export":
		scope = record.ToExport
	case act == "reveal":
		scope = record.ToReveal
	case sure(x, act):
		scope = record.ToApprove
	}
	inRole, from, step := false, true, strings.HasPrefix(act, takeStep)
	switch act {
	case "create":
		inRole = p.in(rights.Create)
	case "edit":
		inRole = p.in(rights.Edit)
	case "void":
		inRole = p.in(rights.Void)
	case "export":
		inRole = p.in(rights.Export)
	case "import":
		inRole = p.in(rights.Import)
	case "merge", "unmerge":
		inRole = p.in(rights.Merge)
	case "reveal":
		inRole = p.in(rights.Reveal)
	default:
		st := x.reg.Step(strings.TrimPrefix(act, takeStep))
		inRole = p.in(st.Roles) || p.belongs(x) && p.in(st.OwnerRoles)
		from = slices.Contains(st.From, x.state)
	}
	switch {
	case p.Looking || rights.Closed && p.For != 0 || !inRole || !p.allowed(x, scope):
		return refused
	case act == "edit" && rights.EditIn != nil && !rights.MayEditIn(x.state):
		return settled
	case (act == "edit" || act == "void" || act == "merge" || act == "unmerge" || step) && !home && !p.belongs(x):
		return refused
	case act == "reveal" && !home && !(rights.Closed && p.belongs(x)) && !(rights.Reach == record.Below && slices.ContainsFunc(x.also, below(p.Area))):
		return refused
	case (act == "edit" || act == "merge" || step) && x.gone, !from:
		return settled
	}
	return letIn
}

// actsOn lists everything that can be done to a register's records.
func actsOn(reg *record.Register) []string {
	list := []string{"create", "edit", "void", "export", "import", "merge", "unmerge", "reveal"}
	for _, st := range reg.Steps {
		list = append(list, takeStep+st.Name)
	}
	return list
}
