package record

import "slices"

// Scope (范围) is a kind of work that an API token is made for.
type Scope string

const (
	ToRead    Scope = "read"
	ToWrite   Scope = "write"   // make, change, void, merge, import, and take steps
	ToApprove Scope = "approve" // take steps that ask people for proof
	ToExport  Scope = "export"
	ToReveal  Scope = "reveal"
	ToCount   Scope = "figures"
)

// Scopes lists every scope.
var Scopes = []Scope{ToRead, ToWrite, ToApprove, ToExport, ToReveal, ToCount}

// Label gives what people call the scope.
func (s Scope) Label() string {
	return map[Scope]string{ToRead: "读取", ToWrite: "登记和办理", ToApprove: "批准", ToExport: "导出", ToReveal: "查看个人信息", ToCount: "指标"}[s]
}

// Limits narrow an actor to a part of what their roles allow. No scope includes
// another: who may only write does not read what others wrote.
type Limits struct {
	Scopes    []Scope
	Registers []string // by name; none for all
}

// Allows reports whether work of a scope is within the limits, in a register or
// ("") outside of registers. nil limits nothing.
func (l *Limits) Allows(s Scope, register string) bool {
	return l == nil || slices.Contains(l.Scopes, s) &&
		(register == "" || len(l.Registers) == 0 || slices.Contains(l.Registers, register))
}
