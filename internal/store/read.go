package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Reader reads for one actor.
type Reader struct {
	store *Store
	q     db.Queryer
	actor *record.Actor
}

// Reader gives a reader for an actor.
func (s *Store) Reader(a *record.Actor) *Reader {
	if a == nil {
		a = &record.Actor{}
	}
	return &Reader{s, s.db, a}
}

// ReaderAt gives a reader for an actor over a snapshot or other connection.
func (s *Store) ReaderAt(q db.Queryer, a *record.Actor) *Reader {
	r := s.Reader(a)
	r.q = q
	return r
}

// Actor gives whom the reader reads for.
func (r *Reader) Actor() *record.Actor { return r.actor }

// without gives the reader without what its actor may only glimpse.
func (r *Reader) without(glimpses []record.Glimpse) *Reader {
	if len(glimpses) == 0 {
		return r
	}
	a, narrow := *r.actor, *r
	a.Glimpses, narrow.actor = nil, &a
	return &narrow
}

// Query asks for a page of records.
type Query struct {
	Area    string            // a division to keep to, within the actor's reach
	Filters map[string]string // field to value; days and numbers also as 甲..乙
	Text    string            // words to find
	Voided  bool              // void and merged records instead of live ones
	IDs     []int64           // only these
	After   int64             // the page after this id (older)
	Before  int64             // the page before this id (newer)
	Limit   int               // at most 200; 50 if 0
	NoTotal bool              // do not count
	Lean    bool              // read only the fields that lists show
	matched bool              // IDs are what has the words of Text
	ByArea  bool              // in division order instead of newest first
}

// Page is a page of records.
type Page struct {
	Records []record.Record
	Total   int  // exact; if Over, TotalLimit
	Over    bool // there are more than TotalLimit
	Next    int64
	Prev    int64
}

// TotalLimit is how far is counted what no tally is kept of; beyond it lists say 1万+.
const TotalLimit = 10_000

// TotalText writes the total as people read it.
func (p *Page) TotalText() string {
	if p.Over {
		return "1万+"
	}
	return strconv.Itoa(p.Total)
}

// Get gives one record, if the actor may read it, and has opened its dossier if
// that is guarded.
func (r *Reader) Get(ctx context.Context, reg *record.Register, id int64) (record.Record, error) {
	rec, err := r.get(ctx, reg, id)
	if err == nil {
		err = r.guard(ctx, reg, rec)
	}
	if err != nil {
		return nil, err
	}
	return rec, nil
}

func (r *Reader) get(ctx context.Context, reg *record.Register, id int64) (record.Record, error) {
	p := r.store.plans[reg]
	var c cond
	c.add("id = ?", id)
	r.store.scope(&c, reg, r.actor)
	rec := reg.New()
	err := r.store.scan(p, r.q.QueryRow(ctx, "SELECT "+p.load+" FROM "+reg.Name+" WHERE "+c.sql(), c.args...), rec)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound(reg, id)
	}
	return rec, err
}

func notFound(reg *record.Register, id int64) error {
	return fault.New(fault.NotFound, "没有找到%s %s：它不存在，或者不在您的辖区", reg.Label, record.Code(id))
}

// List gives a page of the records the actor may read.
func (r *Reader) List(ctx context.Context, reg *record.Register, q Query) (*Page, error) {
	if !r.store.MayRead(reg, r.actor) {
		return nil, fault.New(fault.Refused, "您的岗位不能查看%s；需要时请联系本单位管理员", reg.Label)
	}
	c, err := r.where(ctx, reg, q)
	if err == nil {
		err = r.seek(ctx, reg, q)
	}
	if err != nil {
		return nil, err
	}
	page := &Page{}
	if !q.NoTotal {
		if err := r.count(ctx, reg, c, page); err != nil {
			return nil, err
		}
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	q.Limit = min(q.Limit, 200)
	order := "id DESC"
	switch {
	case q.ByArea:
		order = "area, id DESC"
	case q.Before != 0:
		c.turn(">", q.Before)
		order = "id"
	case q.After != 0:
		c.turn("<", q.After)
	}
	p := r.store.plans[reg]
	if q.Lean {
		p = p.lean
	}
	page.Records, err = r.read(ctx, p, c.page(reg, r.q.Engine(), order, q.Limit+1), c.values())
	if err != nil {
		return nil, err
	}
	more := len(page.Records) > q.Limit
	if more {
		page.Records = page.Records[:q.Limit]
	}
	if q.Before != 0 && !q.ByArea {
		slices.Reverse(page.Records)
	}
	if n := len(page.Records); n > 0 && !q.ByArea {
		if more || q.Before != 0 {
			page.Next = record.BaseOf(page.Records[n-1]).ID
		}
		if q.After != 0 || q.Before != 0 && more {
			page.Prev = record.BaseOf(page.Records[0]).ID
		}
	}
	return page, nil
}

func (r *Reader) count(ctx context.Context, reg *record.Register, c *cond, page *Page) error {
	if c.total != nil {
		page.Total = int(*c.total)
		return nil
	}
	query := fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d) AS counted", c.source(reg), c.sql(), TotalLimit+1)
	if err := r.q.QueryRow(ctx, query, c.values()...).Scan(&page.Total); err != nil {
		return err
	}
	if page.Over = page.Total > TotalLimit; page.Over {
		page.Total = TotalLimit
	}
	return nil
}

// Each calls fn for every record of a query, in order of id, a slice at a
// time: exports stream. It stops at the first error.
func (r *Reader) Each(ctx context.Context, reg *record.Register, q Query, fn func(record.Record) error) error {
	q.Limit, q.NoTotal, q.Before, q.ByArea = 200, true, 0, false
	for {
		page, err := r.List(ctx, reg, q)
		if err != nil {
			return err
		}
		for _, rec := range page.Records {
			if err := fn(rec); err != nil {
				return err
			}
		}
		if page.Next == 0 {
			return nil
		}
		q.After = page.Next
	}
}

func (r *Reader) load(ctx context.Context, reg *record.Register, where string, args []any) ([]record.Record, error) {
	return r.read(ctx, r.store.plans[reg], reg.Name+" WHERE "+where, args)
}

// read gives the records selected from what the text says, as far as a plan goes.
func (r *Reader) read(ctx context.Context, p *plan, from string, args []any) ([]record.Record, error) {
	rows, err := r.q.Query(ctx, "SELECT "+p.load+" FROM "+from, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []record.Record
	for rows.Next() {
		rec := p.reg.New()
		if err := r.store.scan(p, rows, rec); err != nil {
			return nil, err
		}
		list = append(list, rec)
	}
	return list, rows.Err()
}

// Titles gives what records are called, for references in lists and forms.
// A title that is personal is masked.
func (r *Reader) Titles(ctx context.Context, reg *record.Register, ids []int64) (map[int64]string, error) {
	out, _, err := r.Called(ctx, reg, ids)
	return out, err
}

// Called gives what records are called, and of which the actor's own division
// does not let them open the page.
func (r *Reader) Called(ctx context.Context, reg *record.Register, ids []int64) (out map[int64]string, away map[int64]bool, err error) {
	out, away = map[int64]string{}, map[int64]bool{}
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id int64) bool { return id == 0 })
	if len(ids) == 0 || reg.Title == nil {
		return out, away, nil
	}
	marks := make([]string, len(ids))
	for i, id := range ids {
		marks[i] = strconv.FormatInt(id, 10)
	}
	var c cond
	c.add("id IN (" + strings.Join(marks, ", ") + ")")
	if reg.Rights.Closed { // not even what it is called
		r.store.scope(&c, reg, r.actor)
	}
	rows, err := r.q.Query(ctx, fmt.Sprintf("SELECT id, area, %s FROM %s WHERE %s", reg.Title.Name, reg.Name, c.sql()), c.args...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var title, place string
		if err := rows.Scan(&id, &place, &title); err != nil {
			return nil, nil, err
		}
		away[id] = r.actor != nil && !area.Contains(r.store.reachOf(reg, r.actor), place) && !r.actor.Holds(reg.Rights.ReadOwn)
		if reg.Title.IsPersonal {
			title = reg.Title.Kind.Mask(title)
		}
		out[id] = title
	}
	return out, away, rows.Err()
}

// Count gives how many records a query finds, exactly up to TotalLimit.
func (r *Reader) Count(ctx context.Context, reg *record.Register, q Query) (*Page, error) {
	c, err := r.where(ctx, reg, q)
	if err == nil {
		err = r.seek(ctx, reg, q)
	}
	if err != nil {
		return nil, err
	}
	page := &Page{}
	return page, r.count(ctx, reg, c, page)
}

// Rules gives settings and code lists as they are now.
func (r *Reader) Rules(ctx context.Context) (*Rules, error) { return r.store.Rules(ctx) }

// AreaNames gives what divisions are called.
func (r *Reader) AreaNames(ctx context.Context, codes []string) (map[string]string, error) {
	return r.store.AreaNames(ctx, codes)
}

// Today gives the day in Shanghai.
func (r *Reader) Today() clock.Date { return r.store.Today() }
