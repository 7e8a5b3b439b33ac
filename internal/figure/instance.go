package figure

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"sanshe/internal/clock"
)

// Instance (专题指标) asks a contract of one thing: training.trained@exam is
// training.trained of the trainings before the exam. Which there are is data;
// what they may be asked of the contract says, with {id name} for a record and
// {of name} for an entry of a code list, which are 0 and ” when it is asked of
// everything.
type Instance struct {
	Name     string // what follows the @
	Contract string
	Label    string
	Params   map[string]string
	From, To clock.Date // its own days instead of the contract's period; "" for those
	Style    Style
}

// Instances lets the engine answer for the instances that list gives, as known
// at a sequence number, or now for 0.
func (e *Engine) Instances(list func(ctx context.Context, known int64) ([]Instance, error)) {
	e.instances = list
}

// Of answers for contracts asked of one thing each that nobody has named.
func (e *Engine) Of(ctx context.Context, q Question, of ...Instance) ([]Answer, error) {
	list := make([]*Contract, len(of))
	for n, i := range of {
		var err error
		if list[n], err = e.instance(i); err != nil {
			return nil, err
		}
	}
	return e.ask(ctx, list, q, e.cache)
}

// Params gives the names a contract may be asked of, in order.
func (c *Contract) Params() []string {
	out := map[string]bool{}
	for _, m := range macro.FindAllStringSubmatch(c.List+c.Of, -1) {
		if m[1] == "id" || m[1] == "of" {
			out[m[2]] = true
		}
	}
	return slices.Sorted(maps.Keys(out))
}

// every gives the contracts and, after each, its instances.
func (e *Engine) every(ctx context.Context, known int64) ([]*Contract, error) {
	if e.instances == nil {
		return e.contracts, nil
	}
	list, err := e.instances(ctx, known)
	if err != nil {
		return nil, err
	}
	named := map[string][]*Contract{}
	for _, i := range list {
		c, err := e.instance(i)
		if err != nil {
			return nil, err
		}
		named[i.Contract] = append(named[i.Contract], c)
	}
	var out []*Contract
	for _, c := range e.contracts {
		out = append(append(out, c), named[c.Name]...)
	}
	return out, nil
}

// find gives the contract of a figure by name, also of an instance.
func (e *Engine) find(ctx context.Context, name string, known int64) (*Contract, error) {
	if c := e.byName[name]; c != nil {
		return c, nil
	}
	if strings.Contains(name, "@") {
		list, err := e.every(ctx, known)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(list, func(c *Contract) bool { return c.Name == name }); i >= 0 {
			return list[i], nil
		}
	}
	return nil, unknown(name)
}

// paramValue is all that may stand in the text of a query.
var paramValue = regexp.MustCompile(`^[a-z0-9_]*$`)

// instance makes the contract of one instance.
func (e *Engine) instance(i Instance) (*Contract, error) {
	base := e.byName[i.Contract]
	if base == nil {
		return nil, fmt.Errorf("instance %q is of %q, which is no figure", i.Name, i.Contract)
	}
	c := *base
	c.Name, c.Label, c.params, c.from, c.to = base.Name+"@"+i.Name, cmp.Or(i.Label, base.Label), i.Params, i.From, i.To
	c.Rule += "（专题：" + c.Label + "）"
	if i.Style != (Style{}) {
		c.Style = i.Style
	}
	c.Adds, c.Base = nil, ""
	for name, value := range i.Params {
		if !slices.Contains(base.Params(), name) {
			return nil, fmt.Errorf("instance %q asks %q of %q, which cannot be asked that", i.Name, name, i.Contract)
		}
		if !paramValue.MatchString(value) {
			return nil, fmt.Errorf("instance %q: %q cannot stand in a query", i.Name, value)
		}
		c.asked += "|" + name + "=" + value
	}
	parts := strings.Split(c.asked, "|")
	slices.Sort(parts) // a map has no order, a key must
	c.asked = strings.Join(append(parts, string(i.From), string(i.To)), "|")
	return &c, nil
}
