package api

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/record"
)

// Figures answers for the county's figures (指标). An unknown name is
// fault.NotFound.
type Figures interface {
	All(ctx context.Context, a *record.Actor, q FigureQuery) ([]Figure, error)
	One(ctx context.Context, a *record.Actor, name string, q FigureQuery) (*Figure, error)
	Records(ctx context.Context, a *record.Actor, name string, q FigureQuery, p FigurePart) (*FigureRows, error)
}

// FigureQuery is what a figure is asked for.
type FigureQuery struct {
	Area  string     // a division and everything under it; "" is all the actor's
	At    clock.Date // the day it speaks of; "" is today
	Known int64      // as known at this sequence number; 0 is now
}

// FigurePart is a page of the records behind a figure.
type FigurePart struct {
	Part   string // numerator, denominator, or rest: what is in the base only
	Cursor string // from a page before; "" is the first
	Limit  int
}

// Figure is a figure as programs are given it.
type Figure struct {
	Name        string     `json:"name"`
	Label       string     `json:"label"`
	Unit        string     `json:"unit"`
	Value       *string    `json:"value"`       // exact; nil when there is nothing to divide by
	Text        string     `json:"text"`        // with its unit, “—” for nil
	Numerator   *int64     `json:"numerator"`   // of a ratio
	Denominator *int64     `json:"denominator"` // of a ratio
	Rule        string     `json:"rule"`        // in words
	Excludes    string     `json:"excludes"`
	Basis       string     `json:"basis"`
	Owner       string     `json:"owner"`
	Version     int        `json:"version"`  // of the definition
	Period      string     `json:"period"`   // 截至当日, 今年以来 or 累计
	Register    string     `json:"register"` // of the records behind it
	Area        string     `json:"area"`
	At          clock.Date `json:"at"`
	Known       int64      `json:"known"` // asking again with it gives the same value; 0 was now
}

// FigureRow is one record behind a figure.
type FigureRow struct {
	Register string  `json:"register"`
	ID       int64   `json:"id"`
	Area     string  `json:"area"`
	Title    string  `json:"title"` // masked if it is personal
	Share    *string `json:"share"` // what it adds; nil where records are merely counted
}

// FigureRows is a page of them.
type FigureRows struct {
	Figure Figure      `json:"figure"`
	Items  []FigureRow `json:"items"`
	Total  int         `json:"total"`
	Next   *string     `json:"next"` // cursor of the page after; nil on the last
}

func (s *server) figureRoutes() []*route {
	if s.Figures == nil {
		return nil
	}
	return []*route{
		{method: "GET", path: "figures", serve: (*call).figures, doc: figuresOperation()},
		{method: "GET", path: "figures/{name}", serve: (*call).figure, doc: oneFigureOperation()},
		{method: "GET", path: "figures/{name}/records", serve: (*call).figureRecords, doc: figureRecordsOperation()},
	}
}

func (c *call) figures() error {
	q, _, err := c.question(false)
	if err != nil {
		return err
	}
	list, err := c.Figures.All(c.r.Context(), c.actor, q)
	if err != nil {
		return err
	}
	return c.sendJSON(struct {
		Items []Figure `json:"items"`
	}{append([]Figure{}, list...)})
}

func (c *call) figure() error {
	q, _, err := c.question(false)
	if err != nil {
		return err
	}
	f, err := c.Figures.One(c.r.Context(), c.actor, c.value, q)
	if err != nil {
		return err
	}
	return c.sendJSON(f)
}

func (c *call) figureRecords() error {
	q, part, err := c.question(true)
	if err != nil {
		return err
	}
	rows, err := c.Figures.Records(c.r.Context(), c.actor, c.value, q, part)
	if err != nil {
		return err
	}
	if rows.Items == nil {
		rows.Items = []FigureRow{}
	}
	return c.sendJSON(rows)
}

func (c *call) sendJSON(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.send(http.StatusOK, body)
}

// question reads what a figure is asked for, and which of its records if they
// are wanted.
func (c *call) question(records bool) (q FigureQuery, p FigurePart, err error) {
	params, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return q, p, malformed("地址里问号后面的部分写法不对，请按百分号编码")
	}
	p = FigurePart{Part: "numerator", Limit: 50}
	var problems []fault.Problem
	wrong := func(name, text string) {
		problems = append(problems, fault.Problem{Field: name, Label: name, Text: text})
	}
	for _, name := range sorted(params) {
		text := params[name][0]
		switch page := records && slices.Contains([]string{"part", "cursor", "limit"}, name); {
		case len(params[name]) > 1:
			wrong(name, "只能写一次")
		case name == "at":
			if q.At = clock.Date(text); !q.At.Valid() {
				wrong(name, "应为日期，如 2026-09-30")
			}
		case name == "known":
			if q.Known, err = strconv.ParseInt(text, 10, 64); err != nil || q.Known < 1 {
				wrong(name, "应照抄指标里的 known")
			}
		case name == "area":
			if err := area.Valid(text); err != nil {
				wrong(name, err.Error())
			}
			q.Area = text
		case page && name == "part":
			if p.Part = text; !slices.Contains(parts, text) {
				wrong(name, "应为 numerator、denominator 或 rest")
			}
		case page && name == "cursor":
			if p.Cursor = text; text == "" {
				wrong(name, "应照抄上一次答复里的 next")
			}
		case page:
			if p.Limit, err = strconv.Atoi(text); err != nil || p.Limit < 1 || p.Limit > maxLimit {
				wrong(name, "应为 1 到 200")
			}
		default:
			wrong(name, "没有这个参数")
		}
	}
	if len(problems) > 0 {
		return q, p, fault.Fields(problems...)
	}
	return q, p, nil
}

var parts = []string{"numerator", "denominator", "rest"}

// sorted gives the names of params in order, for problems to come in order.
func sorted(params url.Values) []string {
	names := make([]string, 0, len(params))
	for name := range params {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
