package api_test

import (
	"context"
	"errors"
	"testing"

	"sanshe/internal/api"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// figures are the figures of these tests, among them one for each way in which
// the machinery below may fail.
type figures struct{}

var failures = map[string]error{
	"busy": fault.Coded(fault.Unavailable, fault.CodeBusy, "现在忙，请稍后再试"),
	"full": fault.Coded(fault.Unavailable, fault.CodeFull, "数据库已满"),
	"away": fault.New(fault.Unavailable, ""),
	"late": context.DeadlineExceeded,
	"lost": errors.New("pq: relation secret_table at 10.0.0.7"),
	"ours": fault.Wrap(errors.New("hunter2"), fault.Internal, "设置 x 不对"),
}

func (figures) All(context.Context, *record.Actor, api.FigureQuery) ([]api.Figure, error) {
	return nil, nil
}

func (figures) One(_ context.Context, a *record.Actor, name string, q api.FigureQuery) (*api.Figure, error) {
	if name == "panic" {
		panic("hunter2")
	}
	if name != "org.covered" {
		if err := failures[name]; err != nil {
			return nil, err
		}
		return nil, fault.New(fault.NotFound, "没有叫“%s”的指标", name)
	}
	value, n, d := "94.87", int64(74), int64(78)
	return &api.Figure{Name: name, Label: "党组织覆盖率", Unit: "%", Value: &value, Text: "94.87%", Numerator: &n, Denominator: &d,
		Rule: "纳入基数的社会组织中……", Version: 1, Period: "截至当日", Register: "social_org", Area: q.Area, At: q.At, Known: q.Known}, nil
}

func (f figures) Records(ctx context.Context, a *record.Actor, name string, q api.FigureQuery, p api.FigurePart) (*api.FigureRows, error) {
	one, err := f.One(ctx, a, name, q)
	if err != nil {
		return nil, err
	}
	next := p.Part
	return &api.FigureRows{Figure: *one, Items: []api.FigureRow{{Register: "social_org", ID: 7, Area: q.Area, Title: "银龄"}}, Total: p.Limit, Next: &next}, nil
}

func TestFigures(t *testing.T) {
	s := onSQLite(t)
	a := s.Officer()
	s.do(a, "GET", "figures?area=510522&at=2026-01-31", "").is(200).has("items", "[]")
	s.do(a, "GET", "figures/org.covered?at=2026-01-31&known=12&area=510522", "").is(200).has("value", "94.87", "at", "2026-01-31", "known", "12", "area", "510522")
	s.do(a, "GET", "figures/org.covered/records?part=rest&limit=7", "").is(200).has("next", "rest", "total", "7")
	s.do(a, "GET", "figures/nosuch", "").is(404)
	s.do(a, "GET", "figures/org.covered/nosuch", "").is(404)
	wrong := s.do(a, "GET", "figures/org.covered?at=2026-02-30&known=x&area=5&part=rest", "").is(422).problems()
	if len(wrong) != 4 {
		t.Errorf("problems: %v", wrong)
	}
	s.do(a, "GET", "figures?limit=5", "").is(422)
	s.do(a, "GET", "figures/org.covered/records?limit=201", "").is(422)
}
