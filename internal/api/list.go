package api

import (
	"math"
	"net/http"
	"net/url"
	"strconv"

	"sanshe/internal/area"
	"sanshe/internal/fault"
	"sanshe/internal/ident"
	"sanshe/internal/store"
)

func (c *call) list() error {
	q, err := c.query()
	if err != nil {
		return err
	}
	page, err := c.reader().List(c.r.Context(), c.plan.reg, q)
	if err != nil {
		return err
	}
	b := append(make([]byte, 0, 1500*(len(page.Records)+1)), `{"items":[`...)
	for i, rec := range page.Records {
		b = c.plan.appendRecord(comma(b, i), c, rec, true)
	}
	b = append(b, `],"total":`...)
	if q.NoTotal {
		b = append(b, "null"...)
	} else {
		b = strconv.AppendInt(b, int64(page.Total), 10)
	}
	b = strconv.AppendBool(append(b, `,"total_over":`...), page.Over)
	b = appendCursor(append(b, `,"next":`...), page.Next)
	b = appendCursor(append(b, `,"prev":`...), -page.Prev)
	return c.send(http.StatusOK, append(b, '}'))
}

// appendCursor writes where another page begins: older than an id, or newer
// than one that is written negative.
func appendCursor(b []byte, at int64) []byte {
	if at == 0 {
		return append(b, "null"...)
	}
	return append(strconv.AppendInt(append(b, '"'), at, 10), '"')
}

// query reads what a list is asked for. Whatever it does not know is refused:
// a filter that was overlooked would show more than was asked for.
func (c *call) query() (store.Query, error) {
	q := store.Query{Filters: map[string]string{}}
	var problems []fault.Problem
	wrong := func(name, format string, args ...any) {
		label := name
		if f := c.plan.reg.Field(name); f != nil {
			label = f.Label
		}
		problems = append(problems, fault.Problem{Field: name, Label: label, Text: fault.New(fault.Invalid, format, args...).Message})
	}
	params, err := url.ParseQuery(c.r.URL.RawQuery)
	if err != nil {
		return q, malformed("地址里问号后面的部分写法不对，请按百分号编码")
	}
	for _, name := range sorted(params) {
		text := params[name][0]
		f := c.plan.reg.Field(name)
		switch err := ident.CheckText(text); {
		case len(params[name]) > 1:
			wrong(name, "写了 %d 次；要几个值，用逗号隔开写在一处", len(params[name]))
		case text == "":
			wrong(name, "没有写值；不用它就不要带上")
		case err != nil:
			wrong(name, "%v", err)
		case f != nil && f.IsSealed:
			wrong(name, "加密保存，不能写在地址里查找")
		case name == "area":
			if err := area.Valid(text); err != nil {
				wrong(name, "%v", err)
			}
			q.Area = text
		case name == "q":
			if q.Text = text; len([]rune(text)) > maxWords {
				wrong(name, "最多 %d 个字", maxWords)
			}
		case name == "voided" || name == "total":
			if text != "true" && text != "false" {
				wrong(name, "应为 true 或 false")
			}
			q.Voided, q.NoTotal = q.Voided || name == "voided" && text == "true", q.NoTotal || name == "total" && text == "false"
		case name == "limit":
			if q.Limit, err = strconv.Atoi(text); err != nil || q.Limit < 1 || q.Limit > maxLimit {
				wrong(name, "应为 1 到 %d", maxLimit)
			}
		case name == "cursor":
			at, err := strconv.ParseInt(text, 10, 64)
			if err != nil || at == 0 || at == math.MinInt64 {
				wrong(name, "应照抄上一次答复里的 next 或 prev")
			}
			q.After, q.Before = max(at, 0), max(-at, 0)
		default:
			q.Filters[name] = text
		}
	}
	if len(problems) > 0 {
		return q, fault.Fields(problems...)
	}
	return q, nil
}

const (
	maxLimit = 200 // records on a page
	maxWords = 100 // characters to search for
)
