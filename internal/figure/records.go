package figure

import (
	"context"
	"fmt"

	"sanshe/internal/db"
	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

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
	N      int64 // adds up to the figure; 0 for a person who has been counted already
}

// Rows is a page of the records behind a figure.
type Rows struct {
	Answer *Answer
	Part   PartName
	Rows   []Row
	Hidden int // of this page, how many the asker may not read
	Next   int64
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

// Records gives the records behind a figure, in order of id after a cursor.
// What the asker may not read is counted, not shown.
func (e *Engine) Records(ctx context.Context, r *store.Reader, name string, q Question, part PartName, after int64, limit int) (*Rows, error) {
	a, err := e.One(ctx, name, q)
	if err != nil {
		return nil, err
	}
	return e.Behind(ctx, r, a, part, after, limit)
}

// Behind gives the records behind an answer, as [Engine.Records] does.
func (e *Engine) Behind(ctx context.Context, r *store.Reader, a *Answer, part PartName, after int64, limit int) (*Rows, error) {
	switch part {
	case "":
		part = Numerator
	case Numerator:
	case Denominator, Rest:
		if !a.Ratio() {
			return nil, fault.New(fault.NotFound, "“%s”不是比率，没有分母", a.Label)
		}
	default:
		return nil, fault.New(fault.NotFound, "没有“%s”这一部分，可选 numerator、denominator、rest", part)
	}
	s, err := e.statement(ctx, a.Question, a.Contract)
	if err != nil {
		return nil, err
	}
	s.ahead = a.ahead
	if limit <= 0 || limit > 200 {
		limit = 200
	}
	out := &Rows{Answer: a, Part: part}
	if err := out.read(ctx, s, after, limit); err != nil {
		return nil, err
	}
	return out, e.fill(ctx, r, out)
}

// read reads the rows of a page.
func (out *Rows) read(ctx context.Context, s *statement, after int64, limit int) error {
	c := out.Answer.Contract
	query := fmt.Sprintf("SELECT id, area, n FROM (SELECT id, area, %s AS n FROM (%s) AS listed WHERE %s) AS shares WHERE id > %d ORDER BY id LIMIT %d",
		c.share(), s.part(c, out.Part), s.within(c.Register, s.now()), after, limit+1)
	return out.scan(ctx, s.store.DB(), query, limit)
}

// scan reads the rows a query gives, at most limit.
func (out *Rows) scan(ctx context.Context, q db.Queryer, query string, limit int) error {
	rows, err := q.Query(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row Row
		if err := rows.Scan(&row.ID, &row.Area, &row.N); err != nil {
			return err
		}
		if len(out.Rows) == limit {
			out.Next = out.Rows[limit-1].ID
			break
		}
		out.Rows = append(out.Rows, row)
	}
	return rows.Err()
}

// fill reads the records of a page. Those that counted once and are void or
// merged now are shown as well.
func (e *Engine) fill(ctx context.Context, r *store.Reader, out *Rows) error {
	readable, reg := map[int64]record.Record{}, out.Answer.Register
	if e.store.MayRead(reg, r.Actor()) {
		for _, voided := range []bool{false, true} {
			ids := []int64{}
			for _, row := range out.Rows {
				if readable[row.ID] == nil {
					ids = append(ids, row.ID)
				}
			}
			if len(ids) == 0 || voided && out.Answer.Known == 0 {
				break
			}
			page, err := r.List(ctx, reg, store.Query{IDs: ids, Limit: 200, NoTotal: true, Voided: voided})
			if err != nil {
				return err
			}
			for _, rec := range page.Records {
				readable[record.BaseOf(rec).ID] = rec
			}
		}
	}
	for i := range out.Rows {
		if out.Rows[i].Record = readable[out.Rows[i].ID]; out.Rows[i].Record == nil {
			out.Hidden++
		}
	}
	return nil
}
