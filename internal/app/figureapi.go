package app

import (
	"context"
	"strconv"

	"sanshe/internal/api"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// figureAPI shows the figures through the API.
type figureAPI struct {
	engine *figure.Engine
	store  *store.Store
}

func (f figureAPI) question(a *record.Actor, q api.FigureQuery) (figure.Question, error) {
	if !a.Holds(people.Viewers()) {
		return figure.Question{}, fault.New(fault.Refused, "您的岗位不看全县的数；需要时请联系县级经办")
	}
	if !a.Only.Allows(record.ToCount, "") {
		return figure.Question{}, store.OutOfLimits("", record.ToCount)
	}
	if q.Area == "" {
		q.Area = record.CountyOf(a.Area)
	}
	if record.CountyOf(q.Area) != record.CountyOf(a.Area) {
		return figure.Question{}, fault.New(fault.Refused, "%s不在您所在的县", q.Area)
	}
	return figure.Question{Area: q.Area, At: q.At, Known: q.Known}, nil
}

// All implements [api.Figures].
func (f figureAPI) All(ctx context.Context, a *record.Actor, q api.FigureQuery) ([]api.Figure, error) {
	question, err := f.question(a, q)
	if err != nil {
		return nil, err
	}
	list, err := f.engine.All(ctx, question)
	if err != nil {
		return nil, err
	}
	out := make([]api.Figure, len(list))
	for i := range list {
		out[i] = shown(&list[i])
	}
	return out, nil
}

// One implements [api.Figures].
func (f figureAPI) One(ctx context.Context, a *record.Actor, name string, q api.FigureQuery) (*api.Figure, error) {
	question, err := f.question(a, q)
	if err != nil {
		return nil, err
	}
	answer, err := f.engine.One(ctx, name, question)
	if err != nil {
		return nil, err
	}
	out := shown(answer)
	return &out, nil
}

// Records implements [api.Figures].
func (f figureAPI) Records(ctx context.Context, a *record.Actor, name string, q api.FigureQuery, p api.FigurePart) (*api.FigureRows, error) {
	question, err := f.question(a, q)
	if err != nil {
		return nil, err
	}
	var after int64
	if p.Cursor != "" {
		if after, err = strconv.ParseInt(p.Cursor, 10, 64); err != nil {
			return nil, fault.Fields(fault.Problem{Field: "cursor", Label: "cursor", Text: "不是上一页给的游标"})
		}
	}
	rows, err := f.engine.Records(ctx, f.store.Reader(a), name, question, figure.PartName(p.Part), after, p.Limit)
	if err != nil {
		return nil, err
	}
	out := &api.FigureRows{Figure: shown(rows.Answer), Total: int(rows.Total())}
	for _, r := range rows.Rows {
		row := api.FigureRow{Register: rows.Answer.Register.Name, ID: r.ID, Area: r.Area}
		if r.Record != nil {
			row.Title = rows.Answer.Register.ShownTitle(r.Record)
		}
		if rows.Answer.Measure != figure.Count {
			share := strconv.FormatInt(r.N, 10)
			row.Share = &share
		}
		out.Items = append(out.Items, row)
	}
	if rows.Next != 0 {
		next := strconv.FormatInt(rows.Next, 10)
		out.Next = &next
	}
	return out, nil
}

// shown turns an answer into what the API gives.
func shown(a *figure.Answer) api.Figure {
	out := api.Figure{Name: a.Name, Label: a.Label, Unit: a.Unit, Text: a.Text(), Rule: a.Rule, Excludes: a.Excludes, Basis: a.Basis, Owner: a.Owner,
		Version: a.Version, Period: a.Period.String(), Register: a.Register.Name, Area: a.Area, At: a.At, Known: a.Known}
	if v := a.Value(); v != "" {
		out.Value = &v
	}
	if a.Ratio() {
		out.Numerator, out.Denominator = &a.Num, &a.Den
	}
	return out
}
