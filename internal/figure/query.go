package figure

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// expand puts tables, days and settings in the places a list names. Days and
// numbers have been checked, so they stand in the text as they are.
func (e *Engine) expand(ctx context.Context, c *Contract, list string, q Question) (string, error) {
	var failed error
	out := macro.ReplaceAllStringFunc(list, func(m string) string {
		part := macro.FindStringSubmatch(m)
		switch part[1] {
		case "at":
			return "'" + string(q.At) + "'"
		case "from":
			from := q.At.YearStart()
			if c.Period == Cumulative {
				from = "0000"
			}
			return "'" + string(from) + "'"
		case "setting":
			n, err := e.setting(ctx, part[2], q)
			if err != nil {
				failed = err
			}
			return n
		case "state":
			return e.states(part[2], q)
		}
		reg := e.store.Book().Register(part[1])
		if q.Known == 0 {
			return "(SELECT * FROM " + reg.Name + " WHERE voided = '' AND merged = 0)"
		}
		return "(SELECT * FROM " + store.AsKnown(reg, q.Known) + " AS known WHERE voided = '' AND merged = 0)"
	})
	return out, failed
}

func (e *Engine) setting(ctx context.Context, name string, q Question) (string, error) {
	s, err := e.store.Setting(ctx, name, q.Area, q.At)
	if err != nil {
		return "", err
	}
	if _, err := strconv.Atoi(s.Value); err != nil {
		return "", fault.New(fault.Internal, "设置“%s”应为整数，现在是“%s”", name, s.Value)
	}
	return s.Value, nil
}

// states gives (record, state) on the day, as known. Today's state, as known
// now, is the one that stands in the record.
func (e *Engine) states(name string, q Question) string {
	reg := e.store.Book().Register(name)
	if q.Known == 0 && q.At >= e.store.Today() {
		return fmt.Sprintf("(SELECT id AS record, %s AS state FROM %s)", reg.State.Name, reg.Name)
	}
	known := ""
	if q.Known != 0 {
		known = fmt.Sprintf(" AND seq <= %d", q.Known)
	}
	return fmt.Sprintf(`(SELECT record, to_state AS state FROM (SELECT record, to_state, row_number() OVER (PARTITION BY record ORDER BY on_day DESC, id DESC) AS place
		FROM passage WHERE register = '%s' AND on_day <= '%s'%s) AS ranked WHERE place = 1)`, reg.Name, q.At, known)
}

// params gives the settings a contract depends on, as they stand for the question.
func (e *Engine) params(ctx context.Context, c *Contract, q Question) (string, error) {
	var b strings.Builder
	for _, name := range c.Settings {
		v, err := e.setting(ctx, name, q)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s=%s;", name, v)
	}
	if q.Known == 0 && q.At >= e.store.Today() {
		b.WriteString("today " + string(e.store.Today()))
	}
	return b.String(), nil
}

// within keeps the rows of a list that lie in a division. A record of several
// divisions lies in each of them and is counted once in what holds them all.
func (e *Engine) within(c *Contract, q Question) string {
	if q.Area == "" {
		return "1 = 1"
	}
	lo, hi := area.Bounds(q.Area)
	own := fmt.Sprintf("(area >= '%s' AND area < '%s')", lo, hi)
	for _, f := range c.Register.Fields {
		if f.IsAreas {
			open := "until = 0"
			if q.Known != 0 {
				open = fmt.Sprintf("since <= %[1]d AND (until = 0 OR until > %[1]d)", q.Known)
			}
			return fmt.Sprintf("(%s OR id IN (SELECT record FROM record_area WHERE register = '%s' AND area >= '%s' AND area < '%s' AND %s))", own, c.Register.Name, lo, hi, open)
		}
	}
	return own
}

// measure gives the SQL of one number.
func (e *Engine) measure(ctx context.Context, c *Contract, list string, q Question) (string, error) {
	body, err := e.expand(ctx, c, list, q)
	if err != nil {
		return "", err
	}
	what := map[Measure]string{Count: "count(*)", Sum: "CAST(coalesce(sum(n), 0) AS BIGINT)", Distinct: "count(DISTINCT k)"}[c.Measure]
	return fmt.Sprintf("(SELECT %s FROM (%s) AS listed WHERE %s)", what, body, e.within(c, q)), nil
}

// PartName says which of a figure's lists is meant.
type PartName string

const (
	Numerator   PartName = "numerator"   // what is counted
	Denominator PartName = "denominator" // what it is out of
	Rest        PartName = "rest"        // the base without what is counted
)

// Row is a record behind a figure and what it contributes.
type Row struct {
	Record record.Record // nil if the asker may not read it
	ID     int64
	Area   string
	N      int64
}

// Rows is a page of the records behind a figure.
type Rows struct {
	Answer *Answer
	Part   PartName
	Rows   []Row
	Hidden int // of this page, how many the asker may not read
	Next   int64
}

// Records gives the records behind a figure, in order of id after a cursor.
// What the asker may not read is counted, not shown.
func (e *Engine) Records(ctx context.Context, r *store.Reader, name string, q Question, part PartName, after int64, limit int) (*Rows, error) {
	a, err := e.One(ctx, name, q)
	if err != nil {
		return nil, err
	}
	q = a.Question
	if part == "" {
		part = Numerator
	}
	body, err := e.list(ctx, a.Contract, q, part)
	if err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 200 {
		limit = 200
	}
	n := "1"
	if a.Measure == Sum {
		n = "n"
	}
	rows, err := e.store.DB().Query(ctx, fmt.Sprintf("SELECT id, area, %s FROM (%s) AS listed WHERE %s AND id > %d ORDER BY id LIMIT %d", n, body, e.within(a.Contract, q), after, limit+1))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := &Rows{Answer: a, Part: part}
	ids := []int64{}
	for rows.Next() {
		var row Row
		if err := rows.Scan(&row.ID, &row.Area, &row.N); err != nil {
			return nil, err
		}
		if len(out.Rows) == limit {
			out.Next = out.Rows[limit-1].ID
			break
		}
		out.Rows, ids = append(out.Rows, row), append(ids, row.ID)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	return out, e.fill(ctx, r, out, ids)
}

// fill reads the records of a page.
func (e *Engine) fill(ctx context.Context, r *store.Reader, out *Rows, ids []int64) error {
	readable := map[int64]record.Record{}
	if e.store.MayRead(out.Answer.Register, r.Actor()) && len(ids) > 0 {
		page, err := r.List(ctx, out.Answer.Register, store.Query{IDs: ids, Limit: 200, NoTotal: true})
		if err != nil {
			return err
		}
		for _, rec := range page.Records {
			readable[record.BaseOf(rec).ID] = rec
		}
	}
	for i := range out.Rows {
		if out.Rows[i].Record = readable[out.Rows[i].ID]; out.Rows[i].Record == nil {
			out.Hidden++
		}
	}
	return nil
}

func (e *Engine) list(ctx context.Context, c *Contract, q Question, part PartName) (string, error) {
	num, err := e.expand(ctx, c, c.List, q)
	if err != nil || part == Numerator {
		return num, err
	}
	if c.Of == "" {
		return "", fault.New(fault.NotFound, "“%s”不是比率，没有分母", c.Label)
	}
	den, err := e.expand(ctx, c, c.Of, q)
	if err != nil || part == Denominator {
		return den, err
	}
	if part != Rest {
		return "", fault.New(fault.NotFound, "没有“%s”这一部分，可选 numerator、denominator、rest", part)
	}
	return fmt.Sprintf("SELECT * FROM (%s) AS base WHERE id NOT IN (SELECT id FROM (%s) AS counted)", den, num), nil
}

// Bucket is part of a figure: a division or a month.
type Bucket struct {
	Key string
	N   int64
}

// ByArea gives a figure's number for each division its records lie in. A record
// of several divisions is in each, so that they may add up to more than the whole.
func (e *Engine) ByArea(ctx context.Context, name string, q Question) ([]Bucket, error) {
	c := e.byName[name]
	if c == nil {
		return nil, unknown(name)
	}
	q, err := e.normal(ctx, q)
	if err != nil {
		return nil, err
	}
	body, err := e.expand(ctx, c, c.List, q)
	if err != nil {
		return nil, err
	}
	return e.buckets(ctx, fmt.Sprintf("SELECT area, count(*) FROM (%s) AS listed WHERE %s GROUP BY area ORDER BY area", e.spread(c, body, q), e.within(&Contract{Register: plainRegister(c)}, q)))
}

func plainRegister(c *Contract) *record.Register { return &record.Register{Name: c.Register.Name} }

// spread repeats a record for each further division it belongs to.
func (e *Engine) spread(c *Contract, body string, q Question) string {
	for _, f := range c.Register.Fields {
		if f.IsAreas {
			open := "a.until = 0"
			if q.Known != 0 {
				open = fmt.Sprintf("a.since <= %[1]d AND (a.until = 0 OR a.until > %[1]d)", q.Known)
			}
			return fmt.Sprintf("SELECT id, area FROM (%[1]s) AS own UNION ALL SELECT own.id, a.area FROM (%[1]s) AS own JOIN record_area a ON a.record = own.id AND a.register = '%[2]s' AND %[3]s", body, c.Register.Name, open)
		}
	}
	return "SELECT id, area FROM (" + body + ") AS own"
}

// ByMonth gives a dated figure's number for each month of its period.
func (e *Engine) ByMonth(ctx context.Context, name string, q Question) ([]Bucket, error) {
	c := e.byName[name]
	if c == nil || !c.Dated {
		return nil, unknown(name)
	}
	q, err := e.normal(ctx, q)
	if err != nil {
		return nil, err
	}
	body, err := e.expand(ctx, c, c.List, q)
	if err != nil {
		return nil, err
	}
	list, err := e.buckets(ctx, fmt.Sprintf("SELECT substr(d, 1, 7), count(*) FROM (%s) AS listed WHERE %s GROUP BY substr(d, 1, 7) ORDER BY 1", body, e.within(c, q)))
	if err != nil || c.Period != YearToDate {
		return list, err
	}
	have := map[string]int64{}
	for _, b := range list {
		have[b.Key] = b.N
	}
	list = nil
	for d := q.At.YearStart(); d <= q.At; d = clock.Date(d.AddMonths(1)) {
		list = append(list, Bucket{d.Month(), have[d.Month()]})
	}
	return list, nil
}

func (e *Engine) buckets(ctx context.Context, query string) ([]Bucket, error) {
	rows, err := e.store.DB().Query(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Bucket
	for rows.Next() {
		var b Bucket
		if err := rows.Scan(&b.Key, &b.N); err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, rows.Err()
}

// Total gives how many the part counts in all, by the figure's measure.
func (r *Rows) Total() int64 {
	switch r.Part {
	case Denominator:
		return r.Answer.Den
	case Rest:
		return r.Answer.Den - r.Answer.Num
	}
	return r.Answer.Num
}
