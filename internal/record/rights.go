package record

import (
	"cmp"
	"context"
	"slices"
	"time"

	"sanshe/internal/area"
	"sanshe/internal/clock"
)

// Role (角色) is a function somebody holds, such as community worker. Roles are
// named in code; who holds them is dated data.
type Role string

// Roles lists roles. nil is unstated, which start-up refuses; [Nobody] is nobody.
type Roles []Role

// By lists roles.
func By(roles ...Role) Roles { return append(Roles{}, roles...) }

// Nobody is the stated absence of anybody.
var Nobody = Roles{}

// Actor is whoever is acting: what they may do and how far they may see.
type Actor struct {
	Account  int64  // 0 for a resident without an account and for the system itself
	Name     string // as shown in 办理经过
	Unit     string // for whom they act
	Roles    Roles
	Area     string           // the division they work for
	Owns     map[string]int64 // register to the one record of it that is theirs: their unit, their organisation
	Glimpses []Glimpse        // records elsewhere they were let read for a while
	For      int64            // the account acted for, 0 in their own name
	Looking  bool             // looks as somebody else does: changes nothing
	Unproven bool             // has not shown of late that it is they: what asks for proof waits for it
	Only     *Limits          // narrows all this; nil does not
	Via      string           // web, api, cli, portal, demo
	From     string           // address of the request
}

// Glimpse (紧急查看) is one record elsewhere that somebody was let read for a
// while, with a reason and the consent of a second person.
type Glimpse struct {
	Register string
	Record   int64
}

// InOwnName reports whether nobody else's name is acted or looked under.
func (a *Actor) InOwnName() bool { return a.For == 0 && !a.Looking }

// Self gives the account whose work the actor does: that acted for, or their own.
func (a *Actor) Self() int64 { return cmp.Or(a.For, a.Account) }

// Holds reports whether the actor holds any of roles.
func (a *Actor) Holds(roles Roles) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(a.Roles, r) })
}

// Reach says how far the staff who may read a register see.
type Reach int

const (
	Below  Reach = iota // their division and everything under it
	County              // everything in their county, personal fields always masked
)

// Rights says who may do what with a register's records.
type Rights struct {
	Reach    Reach
	Read     Roles // within reach
	ReadOwn  Roles // only records whose Owner field is theirs; nil means nobody
	ReadTask Roles // only records with an open task that is theirs by name; nil means nobody
	Create   Roles // in their division and below
	Edit     Roles
	EditIn   []Chooser // states in which Edit is possible; nil for all
	Void     Roles
	Export   Roles
	Reveal   Roles // see personal and sealed fields, each look logged
	Import   Roles
	Merge    Roles // nil means nobody
	// Closed keeps the records from auditors too (保密); what belongs to such a
	// record is open to those it belongs to.
	Closed bool
	// PublicCreate lets residents without an account create a record through
	// the public pages.
	PublicCreate bool
}

// Action is what rights are given for, besides steps.
type Action string

const (
	Read   Action = "read"
	Create Action = "create"
	Edit   Action = "edit"
	Void   Action = "void"
	Export Action = "export"
	Reveal Action = "reveal"
	Import Action = "import"
	Merge  Action = "merge"
)

// Actions lists every action, for tables of rights.
var Actions = []Action{Read, Create, Edit, Void, Export, Reveal, Import, Merge}

// For gives the roles that may take action.
func (r *Rights) For(a Action) Roles {
	return map[Action]Roles{
		Read: slices.Concat(r.Read, r.ReadOwn, r.ReadTask), Create: r.Create, Edit: r.Edit, Void: r.Void,
		Export: r.Export, Reveal: r.Reveal, Import: r.Import, Merge: r.Merge,
	}[a]
}

// MayEditIn reports whether records in state may be edited at all.
func (r *Rights) MayEditIn(state string) bool {
	return r.EditIn == nil || slices.Contains(values(r.EditIn), state)
}

// Within reports whether a record of area lies in the actor's division.
func (a *Actor) Within(code string) bool { return area.Contains(a.Area, code) }

// CountyOf gives the county of a division code, or the code itself if it lies
// above the counties.
func CountyOf(code string) string {
	if len(code) > 6 {
		return code[:6]
	}
	return code
}

// Tx is the transaction a check or an effect runs in. It is opaque: domains
// hand it to the store.
type Tx interface {
	Context() context.Context
	Actor() *Actor
	Now() time.Time
	Today() clock.Date
	On() clock.Date // the day the step takes effect; today outside steps
	Note() string   // the reason given with the step
}
