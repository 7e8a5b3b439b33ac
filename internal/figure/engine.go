package figure

import (
	"context"
	"fmt"
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
	cache     cache
}

// New brings contracts together. It panics on an unsound one.
func New(s *store.Store, contracts ...Contract) *Engine {
	e := &Engine{store: s, byName: map[string]*Contract{}}
	for i := range contracts {
		c := &contracts[i]
		if err := c.check(s.Book()); err != nil {
			panic(err.Error())
		}
		if e.byName[c.Name] != nil {
			panic(fmt.Sprintf("figure %q is listed twice", c.Name))
		}
		e.contracts, e.byName[c.Name] = append(e.contracts, c), c
	}
	for _, c := range e.contracts {
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
	return e.ask(ctx, e.contracts, q, &e.cache)
}

// Recount answers for every figure without the cache.
func (e *Engine) Recount(ctx context.Context, q Question) ([]Answer, error) {
	return e.ask(ctx, e.contracts, q, &cache{})
}

// One answers for one figure.
func (e *Engine) One(ctx context.Context, name string, q Question) (*Answer, error) {
	c := e.byName[name]
	if c == nil {
		return nil, unknown(name)
	}
	list, err := e.ask(ctx, []*Contract{c}, q, &e.cache)
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

func unknown(name string) error {
	return fault.New(fault.NotFound, "没有叫“%s”的指标", name)
}

// normal fills in and checks a question, and says up to which number changes
// are settled.
func (e *Engine) normal(ctx context.Context, q Question) (Question, int64, error) {
	if q.At == "" {
		q.At = e.store.Today()
	}
	if !q.At.Valid() {
		return q, 0, fault.Fields(fault.Problem{Field: "at", Label: "截至日期", Text: fmt.Sprintf("“%s”不是日期，应如 2026-09-30", q.At)})
	}
	if q.Area != "" {
		if err := area.Valid(q.Area); err != nil {
			return q, 0, fault.Fields(fault.Problem{Field: "area", Label: "区划", Text: err.Error()})
		}
	}
	sealed, err := e.store.DB().Sealed(ctx)
	switch {
	case err != nil:
	case q.Known < 0:
		err = fault.Fields(fault.Problem{Field: "known", Label: "变更号", Text: "应照抄指标里的 known"})
	case q.Known > sealed:
		err = fault.New(fault.Conflict, "那一刻的变更还没有全部落定，请稍后再问")
	}
	return q, sealed, err
}

// statement begins a statement for a question over contracts. Settings are read
// before it, never while it holds a connection.
func (e *Engine) statement(ctx context.Context, q Question, list ...*Contract) (*statement, error) {
	s := &statement{Engine: e, q: q, settings: map[string]string{}}
	for _, c := range list {
		for _, name := range c.Settings {
			v, err := e.store.Setting(ctx, name, q.Area, q.At)
			if err != nil {
				return nil, err
			}
			if _, err := strconv.Atoi(v.Value); err != nil {
				return nil, fault.New(fault.Internal, "设置“%s”应为整数，现在是“%s”", name, v.Value)
			}
			s.settings[name] = v.Value
		}
	}
	return s, nil
}

// ask answers from the cache and counts what it does not hold, all in one
// statement and as of one moment.
func (e *Engine) ask(ctx context.Context, list []*Contract, q Question, kept *cache) ([]Answer, error) {
	q, sealed, err := e.normal(ctx, q)
	if err != nil {
		return nil, err
	}
	s, err := e.statement(ctx, q, list...)
	if err != nil {
		return nil, err
	}
	out := make([]Answer, len(list))
	err = e.store.DB().Snapshot(ctx, func(r db.Queryer) error {
		stamps, err := e.stamps(ctx, r, q)
		if err != nil {
			return err
		}
		var places []int
		var parts []string
		for i, c := range list {
			out[i] = Answer{Contract: c, Question: q}
			was, ok := kept.get(s.key(c))
			if ok && was.stamp == stamps.of(c) {
				out[i].Num, out[i].Den = was.num, was.den
				continue
			}
			if !ok || !c.Alone || !stamps.near(c, was.stamp) {
				was = counted{}
			}
			places = append(places, i)
			parts = append(parts, s.number(c, c.List, was.num, was.stamp), s.number(c, c.Of, was.den, was.stamp))
		}
		fresh, err := numbers(ctx, r, s.with(), parts)
		if err != nil {
			return err
		}
		for n, i := range places {
			out[i].Num, out[i].Den = fresh[2*n], fresh[2*n+1]
			// An older change that is still open could yet slip in under the
			// stamp; only then is nothing kept.
			if stamp := stamps.of(list[i]); stamp <= sealed {
				kept.put(s.key(list[i]), counted{out[i].Num, out[i].Den, stamp})
			}
		}
		return nil
	})
	for i := range out {
		out[i].None = out[i].Shape == Percent && out[i].Den == 0
	}
	return out, err
}

// numbers asks for many numbers in one statement. They are columns of one row:
// as rows joined by UNION they would nest deeper than SQLite goes.
func numbers(ctx context.Context, r db.Queryer, with string, parts []string) ([]int64, error) {
	if len(parts) == 0 {
		return nil, nil
	}
	out, dest := make([]int64, len(parts)), make([]any, len(parts))
	for i := range out {
		dest[i] = &out[i]
	}
	return out, r.QueryRow(ctx, with+"SELECT "+strings.Join(parts, ", ")).Scan(dest...)
}

// KnownAt gives the sequence number of what was known at a time: the last
// sealed change recorded by then.
func (e *Engine) KnownAt(ctx context.Context, t time.Time) (int64, error) {
	sealed, err := e.store.DB().Sealed(ctx)
	if err != nil {
		return 0, err
	}
	var seq int64
	err = e.store.DB().QueryRow(ctx, "SELECT coalesce(max(seq), 0) FROM audit WHERE at <= ? AND seq <= ?", t.UnixMilli(), sealed).Scan(&seq)
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
