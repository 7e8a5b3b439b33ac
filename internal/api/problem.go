package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"sanshe/internal/fault"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Codes of errors that only this surface meets.
const (
	codeToken     = "token"      // no token, or one that does not count
	codeMethod    = "method"     // the address is there, the method is not
	codeMedia     = "media_type" // a body that is not application/json
	codeMalformed = "malformed"  // not JSON, or not a request that can be read
)

// The one table from error to status: by code, else by kind. A stale change
// that came with If-Match is 412.
var (
	statusOfCode = map[string]int{
		codeToken: 401, codeMethod: 405, codeMedia: 415, codeMalformed: 400,
		fault.CodeMissing: 428, fault.CodeTooBig: 413, fault.CodeRate: 429,
	}
	statusOfKind = map[fault.Kind]int{
		fault.Internal: 500, fault.Invalid: 422, fault.NotFound: 404,
		fault.Refused: 403, fault.Conflict: 409, fault.Unavailable: 503,
	}
	titles = map[int]string{
		400: "请求读不出来", 401: "要有接口令牌", 403: "没有这个权限", 404: "没有找到", 405: "不能这样请求", 409: "现在不能这样办",
		412: "记录已被改过", 413: "内容太大", 415: "只收 JSON", 422: "内容不对", 428: "要说明改的是哪一版", 429: "请求太密",
		500: "服务器出错", 503: "暂时不能用",
	}
)

// problem is the body of every error (RFC 9457).
type problem struct {
	Type      string          `json:"type"`
	Title     string          `json:"title"`
	Status    int             `json:"status"`
	Detail    string          `json:"detail"`
	Code      string          `json:"code"`
	Reference string          `json:"reference,omitempty"` // of an internal error, in the log
	Problems  []fault.Problem `json:"problems"`
	Current   json.RawMessage `json:"current,omitempty"` // the record as it is now, when the change was stale
}

// fail answers with an error.
func (c *call) fail(err error) {
	e := fault.As(err)
	switch {
	case e != nil:
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		e = fault.New(fault.Unavailable, "等得太久，请稍后再试")
	default:
		e = fault.Wrap(err, fault.Internal, "")
	}
	p := problem{Detail: e.Message, Code: e.Code, Problems: []fault.Problem{}, Status: statusOfKind[e.Kind]}
	if status := statusOfCode[e.Code]; status != 0 {
		p.Status = status
	}
	if p.Code == "" {
		p.Code = e.Kind.String()
	}
	if stale, ok := e.Detail.(store.Stale); ok && c.concerns(stale.Now) {
		p.Current = c.plan.appendRecord(nil, c, stale.Now, true)
		if c.r.Header.Get("If-Match") != "" {
			p.Status = http.StatusPreconditionFailed
		}
	}
	h := c.w.Header()
	switch p.Status {
	case http.StatusUnprocessableEntity:
		p.Problems = explain(e.Problems)
		if p.Detail == "" {
			p.Detail = "提交的内容有几处要改，见 problems 各项"
		}
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", "Bearer")
	case http.StatusPreconditionRequired:
		p.Detail = "请在请求头 If-Match 写明改的是哪一版：读取记录时答复里的 ETag"
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		h.Set("Retry-After", "5")
		if p.Detail == "" {
			p.Detail = "现在忙，请稍后再试"
		}
	case http.StatusInternalServerError:
		p.Reference, p.Detail = c.number, "服务器出了错，已记下，编号 "+c.number+"；请把编号告诉系统管理员"
		c.Log.LogAttrs(c.r.Context(), slog.LevelError, "api: internal error", slog.String("reference", c.number),
			slog.String("method", c.r.Method), slog.String("route", c.r.Pattern), slog.Any("error", err))
	}
	p.Title, p.Type, p.Detail = titles[p.Status], "urn:sanshe:problem:"+p.Code, clip(p.Detail)
	body, err := json.Marshal(p)
	if err != nil { // only Current could be to blame, and it is ours
		panic(err)
	}
	h.Set("Content-Type", "application/problem+json; charset=utf-8")
	c.w.WriteHeader(p.Status)
	c.w.Write(body)
}

// concerns reports whether rec is the record the request is about, which the
// actor has been found to be allowed to read. A step's effects may meet a
// stale record that they are not.
func (c *call) concerns(rec record.Record) bool {
	if c.route == nil || c.plan == nil || c.Store.Book().RegisterOf(rec) != c.plan.reg {
		return false
	}
	id, err := c.id()
	return err == nil && id == record.BaseOf(rec).ID
}

// unsettable says why what every record has cannot be set.
var unsettable = map[string]fault.Problem{
	"id":      {Label: "编号", Text: "由系统生成，不能填写"},
	"area":    {Label: "区划", Text: "登记时定下，不能修改"},
	"version": {Label: "版本", Text: "由系统生成；改的是哪一版写在请求头 If-Match 里"},
	"created": {Label: "登记时间", Text: "由系统生成，不能填写"},
	"changed": {Label: "变更时间", Text: "由系统生成，不能填写"},
	"voided":  {Label: "作废", Text: "作废请用 POST …/void"},
	"merged":  {Label: "合并到", Text: "由系统生成，不能填写"},
	"steps":   {Label: "可办步骤", Text: "由系统生成，不能填写"},
}

// explain puts problems as a program's author needs them said. A name that is
// no field comes labelled with itself.
func explain(list []fault.Problem) []fault.Problem {
	out := make([]fault.Problem, len(list))
	for i, p := range list {
		if why, ok := unsettable[p.Field]; ok && p.Label == p.Field {
			p.Label, p.Text = why.Label, why.Text
		}
		p.Field, p.Label, p.Text = clip(p.Field), clip(p.Label), clip(p.Text)
		out[i] = p
	}
	return out
}

// clip keeps an answer from repeating a megabyte of what was sent.
func clip(s string) string {
	const limit = 300
	n := 0
	for i := range s {
		if n++; n > limit {
			return s[:i] + "…"
		}
	}
	return s
}
