package figure

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Engine answers for every figure.
type Engine struct {
	store     *store.Store
	contracts []*Contract
	byName    map[string]*Contract
	cache     *cache
	rules     *store.Rules // to answer by instead of those that hold; nil for these
	instances func(ctx context.Context, known int64) ([]Instance, error)
}

// New brings contracts together. It panics on an unsound one.
func New(s *store.Store, contracts ...Contract) *Engine {
	e := &Engine{store: s, byName: map[string]*Contract{}, cache: &cache{}}
	for i := range contracts {
		c := &contracts[i]
		c.sources = nil
		if err := c.check(s.Book()); err != nil {
			panic(err.Error())
		}
		if e.byName[c.Name] != nil {
			panic(fmt.Sprintf("figure %q is listed twice", c.Name))
		}
		c.sources = c.reads()
		e.contracts, e.byName[c.Name] = append(e.contracts, c), c
	}
	for _, c := range e.contracts {
		for _, name := range c.Settings {
			if s.Described(name) == nil {
				panic(fmt.Sprintf("figure %q depends on setting %q, which nobody describes", c.Name, name))
			}
		}
		for _, name := range append([]string{c.Base}, c.Adds...) {
			if name != "" && e.byName[name] == nil {
				panic(fmt.Sprintf("figure %q is made of %q, which is no figure", c.Name, name))
			}
		}
	}
	return e
}

// Contracts gives every contract, in order.
func (e *Engine) Contracts() []*Contract { return e.contracts }

// Contract gives the contract of a figure, or nil.
func (e *Engine) Contract(name string) *Contract { return e.byName[name] }

// All answers for every figure.
func (e *Engine) All(ctx context.Context, q Question) ([]Answer, error) {
	list, err := e.every(ctx, q.Known)
	if err != nil {
		return nil, err
	}
	return e.ask(ctx, list, q, e.cache)
}

// Recount answers for every figure without the cache.
func (e *Engine) Recount(ctx context.Context, q Question) ([]Answer, error) {
	list, err := e.every(ctx, q.Known)
	if err != nil {
		return nil, err
	}
	return e.ask(ctx, list, q, &cache{})
}

// One answers for one figure.
func (e *Engine) One(ctx context.Context, name string, q Question) (*Answer, error) {
	list, err := e.Several(ctx, q, name)
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// Several answers for figures by name, in that order.
func (e *Engine) Several(ctx context.Context, q Question, names ...string) ([]Answer, error) {
	list := make([]*Contract, len(names))
	for i, name := range names {
		var err error
		if list[i], err = e.find(ctx, name, q.Known); err != nil {
			return nil, err
		}
	}
	return e.ask(ctx, list, q, e.cache)
}

func unknown(name string) error {
	return fault.New(fault.NotFound, "没有叫“%s”的指标", name)
}

// normal fills in and checks a question.
func (e *Engine) normal(q Question) (Question, error) {
	if q.At == "" {
		q.At = e.store.Today()
	}
	var problems []fault.Problem
	if !q.At.Valid() {
		problems = append(problems, fault.Problem{Field: "at", Label: "截至日期", Text: fmt.Sprintf("“%s”不是日期，应如 2026-09-30", q.At)})
	}
	if q.Known < 0 {
		problems = append(problems, fault.Problem{Field: "known", Label: "变更号", Text: "应照抄指标里的 known"})
	}
	if q.Area != "" {
		if err := area.Valid(q.Area); err != nil {
			problems = append(problems, fault.Problem{Field: "area", Label: "区划", Text: err.Error()})
		}
	}
	if len(problems) > 0 {
		return q, fault.Fields(problems...)
	}
	return q, nil
}

// statement begins a statement for a question over contracts. Settings are read
// before it, never while it holds a connection.
func (e *Engine) statement(ctx context.Context, q Question, list ...*Contract) (*statement, error) {
	s := &statement{Engine: e, q: q, settings: map[string]string{}}
	rules := e.rules
	for _, c := range list {
		for _, name := range c.Settings {
			if rules == nil {
				var err error
				if rules, err = e.store.RulesKnown(ctx, q.Known); err != nil {
					return nil, err
				}
			}
			v, ok := rules.Setting(name, q.Area, q.At)
			if _, err := strconv.Atoi(v.Value); err != nil || !ok { // it stands in the text of the query
				return nil, fault.New(fault.Internal, "设置“%s”应为整数，现在是“%s”", name, v.Value)
			}
			s.settings[name] = v.Value
		}
	}
	return s, nil
}

// ask answers from the cache and counts what it does not hold, all as of one
// moment and in at most three statements: what has changed, by which records,
// and the numbers.
func (e *Engine) ask(ctx context.Context, list []*Contract, q Question, kept *cache) ([]Answer, error) {
	q, err := e.normal(q)
	if err != nil {
		return nil, err
	}
	s, err := e.statement(ctx, q, list...)
	if err != nil {
		return nil, err
	}
	out := make([]Answer, len(list))
	err = s.snapshot(ctx, func(r db.Queryer) error {
		stamps, err := s.stamps(ctx, r)
		if err != nil {
			return err
		}
		was, cold := map[*Contract]counted{}, []int{}
		for i, c := range list {
			out[i] = Answer{Contract: c, Question: q, ahead: s.ahead}
			switch got, ok := kept.get(s.key(c)); {
			case ok && got.stamp == stamps.of(c):
				out[i].Num, out[i].Den = got.num, got.den
				continue
			case ok && c.Alone && stamps.near(c, got.stamp):
				was[c] = got
			}
			cold = append(cold, i)
		}
		only, err := touch(ctx, r, was)
		if err != nil {
			return err
		}
		var parts []string
		for _, i := range cold {
			c := list[i]
			parts = append(parts, s.number(c, c.List, was[c].num, only[c]), s.number(c, c.Of, was[c].den, only[c]))
		}
		fresh, err := numbers(ctx, r, parts)
		if err != nil {
			return err
		}
		for n, i := range cold {
			out[i].Num, out[i].Den = fresh[2*n], fresh[2*n+1]
			// An older change that is still open could yet slip in under the
			// stamp; only then is nothing kept.
			if stamp := stamps.of(list[i]); stamp <= stamps.sealed {
				kept.put(s.key(list[i]), counted{out[i].Num, out[i].Den, stamp})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].None = out[i].Shape == Percent && out[i].Den == 0
	}
	return out, nil
}

// number gives the SQL of one number, as it stands; or, of one that was counted
// at an earlier change, what it was then, less what the records touched since
// added to it, plus what they add now.
func (s *statement) number(c *Contract, list string, was int64, only *touched) string {
	if only == nil || list == "" {
		return s.measure(c, list, s.now())
	}
	return fmt.Sprintf("%d - %s + %s", was, s.measure(c, list, view{only.since, only}), s.measure(c, list, view{0, only}))
}

// numbers asks for many numbers in one statement. They are columns of one row:
// as rows joined by UNION they would nest deeper than SQLite goes.
func numbers(ctx context.Context, r db.Queryer, parts []string) ([]int64, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	out, dest := make([]int64, len(parts)), make([]any, len(parts))
	for i := range out {
		dest[i] = &out[i]
	}
	return out, r.QueryRow(ctx, "SELECT "+strings.Join(parts, ", ")).Scan(dest...)
}

// KnownAt gives the sequence number of what was known at a time: the change
// before the first one recorded later. A clock that was put back afterwards
// changes nothing in the answer.
func (e *Engine) KnownAt(ctx context.Context, t time.Time) (int64, error) {
	var seq int64
	later := fmt.Sprintf("SELECT min(seq + 0) FROM audit WHERE id >= %d AND at > %d", store.FirstID(t), t.UnixMilli()) // +0: by id, not from the first number on
	err := e.store.DB().QueryRow(ctx, fmt.Sprintf("SELECT coalesce(max(seq), 0) FROM audit WHERE seq <= (%s) AND seq < coalesce((%s), %d)",
		e.store.DB().SealedQuery(), later, int64(math.MaxInt64))).Scan(&seq)
	if err == nil && seq == 0 {
		err = fault.New(fault.NotFound, "%s 之前还没有记录", clock.Stamp(t))
	}
	return seq, err
}

// RecordedAt gives when a sequence number was recorded.
func (e *Engine) RecordedAt(ctx context.Context, known int64) (record.Moment, error) {
	var at int64
	err := e.store.DB().QueryRow(ctx, "SELECT coalesce(max(at), 0) FROM audit WHERE seq = ?", known).Scan(&at)
	return record.Moment(at), err
}
