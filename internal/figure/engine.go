package figure

import (
	"context"
	"fmt"
	"strings"
	"sync"
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

	mu    sync.Mutex
	cache map[string]counted
}

// New brings contracts together. It panics on an unsound one.
func New(s *store.Store, contracts ...Contract) *Engine {
	e := &Engine{store: s, byName: map[string]*Contract{}, cache: map[string]counted{}}
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
	return e
}

// Contracts gives every contract, in order.
func (e *Engine) Contracts() []*Contract { return e.contracts }

// Contract gives the contract of a figure, or nil.
func (e *Engine) Contract(name string) *Contract { return e.byName[name] }

// Question is what a figure is asked for.
type Question struct {
	Area  string     // a division and everything under it; "" is everywhere
	At    clock.Date // the day it speaks of; "" is today
	Known int64      // as known at this sequence number; 0 is now
}

// Answer is a figure for a question.
type Answer struct {
	*Contract
	Question
	Num, Den int64
	None     bool // nothing to divide by: “—”
}

// Value gives the exact value as a decimal, "" for “—”.
func (a *Answer) Value() string {
	switch {
	case a.None:
		return ""
	case a.Shape == Percent:
		return Percentage(a.Num, a.Den)
	}
	return fmt.Sprint(a.Num)
}

// Number gives the value as tables show it, without the unit.
func (a *Answer) Number() string {
	switch {
	case a.None:
		return "—"
	case a.Shape == Percent:
		return Percentage(a.Num, a.Den)
	}
	return grouped(a.Num)
}

// Text gives the value with its unit.
func (a *Answer) Text() string {
	if a.None {
		return "—"
	}
	return a.Number() + a.Unit
}

// Words gives the value as a document says it, without the unit except %.
func (a *Answer) Words() string {
	switch {
	case a.None:
		return "—"
	case a.Shape == Percent:
		return Percentage(a.Num, a.Den) + "%"
	}
	return a.Style.Words(a.Num)
}

// Ratio reports whether the figure has a base, which is shown wherever it is.
func (a *Answer) Ratio() bool { return a.Shape != Plain }

// Out says a ratio in words: 78 家中 74 家.
func (a *Answer) Out() string {
	if !a.Ratio() {
		return ""
	}
	unit := a.Unit
	if a.Shape == Percent {
		unit = "家"
	}
	return fmt.Sprintf("%s %s中 %s %s", grouped(a.Den), unit, grouped(a.Num), unit)
}

// counted is what counting gave, and what it depends on.
type counted struct {
	num, den int64
	stamp    int64
}

// All answers for every figure.
func (e *Engine) All(ctx context.Context, q Question) ([]Answer, error) {
	return e.ask(ctx, e.contracts, q)
}

// One answers for one figure.
func (e *Engine) One(ctx context.Context, name string, q Question) (*Answer, error) {
	c := e.byName[name]
	if c == nil {
		return nil, unknown(name)
	}
	list, err := e.ask(ctx, []*Contract{c}, q)
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

func unknown(name string) error {
	return fault.New(fault.NotFound, "没有叫“%s”的指标", name)
}

func (e *Engine) normal(ctx context.Context, q Question) (Question, error) {
	if q.At == "" {
		q.At = e.store.Today()
	}
	if !q.At.Valid() {
		return q, fault.Fields(fault.Problem{Field: "at", Label: "截至日期", Text: fmt.Sprintf("“%s”不是日期，应如 2026-09-30", q.At)})
	}
	if q.Area != "" {
		if err := area.Valid(q.Area); err != nil {
			return q, fault.Fields(fault.Problem{Field: "area", Label: "区划", Text: err.Error()})
		}
	}
	if q.Known != 0 {
		sealed, err := e.store.DB().Sealed(ctx)
		if err != nil {
			return q, err
		}
		if q.Known > sealed {
			return q, fault.New(fault.Conflict, "那一刻的变更还没有全部落定，请稍后再问")
		}
	}
	return q, nil
}

// ask counts what the cache does not hold, all in one statement.
func (e *Engine) ask(ctx context.Context, list []*Contract, q Question) ([]Answer, error) {
	q, err := e.normal(ctx, q)
	if err != nil {
		return nil, err
	}
	stamps, err := e.stamps(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Answer, len(list))
	var cold []*Contract
	keys := map[*Contract]string{}
	for i, c := range list {
		params, err := e.params(ctx, c, q)
		if err != nil {
			return nil, err
		}
		keys[c] = fmt.Sprintf("%s|%d|%s|%s|%d|%s", c.Name, c.Version, q.Area, q.At, q.Known, params)
		out[i] = Answer{Contract: c, Question: q}
		if got, ok := e.cached(keys[c], stamps.of(c)); ok {
			out[i].Num, out[i].Den = got.num, got.den
		} else {
			cold = append(cold, c)
		}
	}
	if len(cold) > 0 {
		fresh, err := e.count(ctx, e.store.DB(), cold, q)
		if err != nil {
			return nil, err
		}
		for i, c := range list {
			got, ok := fresh[c.Name]
			if !ok {
				continue
			}
			out[i].Num, out[i].Den = got.num, got.den
			// An older change that is still open could yet slip in under the
			// stamp; only then is nothing kept.
			if got.stamp = stamps.of(c); got.stamp <= stamps.sealed {
				e.keep(keys[c], got)
			}
		}
	}
	for i := range out {
		out[i].None = out[i].Shape == Percent && out[i].Den == 0
	}
	return out, nil
}

// Recount answers for every figure without the cache.
func (e *Engine) Recount(ctx context.Context, q Question) ([]Answer, error) {
	e.mu.Lock()
	e.cache = map[string]counted{}
	e.mu.Unlock()
	return e.All(ctx, q)
}

func (e *Engine) cached(key string, stamp int64) (counted, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	got, ok := e.cache[key]
	return got, ok && got.stamp == stamp
}

// cacheSize bounds the cache; a county asks for far fewer questions a day.
const cacheSize = 20_000

func (e *Engine) keep(key string, c counted) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.cache) >= cacheSize {
		e.cache = map[string]counted{}
	}
	e.cache[key] = c
}

// stampSet is the last change of every register figures read, and what is sealed.
type stampSet struct {
	last   map[string]int64
	sealed int64
}

func (s *stampSet) of(c *Contract) (n int64) {
	for _, name := range c.reads() {
		n = max(n, s.last[name])
	}
	return n
}

func (e *Engine) stamps(ctx context.Context) (*stampSet, error) {
	s := &stampSet{last: map[string]int64{}}
	var err error
	if s.sealed, err = e.store.DB().Sealed(ctx); err != nil {
		return nil, err
	}
	var parts []string
	var args []any
	seen := map[string]bool{}
	for _, c := range e.contracts {
		for _, name := range c.reads() {
			if !seen[name] {
				seen[name] = true
				parts = append(parts, "SELECT CAST(? AS TEXT) AS register, coalesce(max(seq), 0) AS seq FROM audit WHERE register = ?")
				args = append(args, name, name)
			}
		}
	}
	if len(parts) == 0 {
		return s, nil
	}
	rows, err := e.store.DB().Query(ctx, strings.Join(parts, " UNION ALL "), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var seq int64
		if err := rows.Scan(&name, &seq); err != nil {
			return nil, err
		}
		s.last[name] = seq
	}
	return s, rows.Err()
}

// count counts figures in one statement.
func (e *Engine) count(ctx context.Context, q db.Queryer, list []*Contract, question Question) (map[string]counted, error) {
	var parts []string
	for _, c := range list {
		num, err := e.measure(ctx, c, c.List, question)
		if err != nil {
			return nil, err
		}
		den := "0"
		if c.Of != "" {
			if den, err = e.measure(ctx, c, c.Of, question); err != nil {
				return nil, err
			}
		}
		parts = append(parts, fmt.Sprintf("SELECT '%s' AS name, %s AS num, %s AS den", c.Name, num, den))
	}
	rows, err := q.Query(ctx, strings.Join(parts, " UNION ALL "))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]counted{}
	for rows.Next() {
		var name string
		var c counted
		if err := rows.Scan(&name, &c.num, &c.den); err != nil {
			return nil, err
		}
		out[name] = c
	}
	return out, rows.Err()
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
