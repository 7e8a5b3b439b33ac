package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/report"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Figures lets a report see the county's figures as of one question.
type Figures struct {
	Answers map[string]*figure.Answer
	Address func(name string) string
	codes   map[string]string
	at      clock.Date
}

// NewFigures asks for every figure at once.
func NewFigures(ctx context.Context, e *figure.Engine, q figure.Question, address func(string) string) (*Figures, error) {
	list, err := e.All(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &Figures{Answers: map[string]*figure.Answer{}, Address: address, codes: map[string]string{}}
	for i := range list {
		out.Answers[list[i].Name], out.at = &list[i], list[i].At
	}
	return out, nil
}

// Figure implements [report.Source]. A figure whose records come with later
// work is missing, and prints as such.
func (f *Figures) Figure(name string) (report.Figure, error) {
	if f.codes[name] == "" {
		f.codes[name] = fmt.Sprintf("S%02d", len(f.codes)+1)
	}
	a := f.Answers[name]
	if a == nil {
		return report.Figure{Name: name, Label: report.Waiting(name), Missing: true, Code: f.codes[name]}, nil
	}
	out := report.Figure{Name: a.Name, Label: a.Label, Text: a.Words(), Unit: a.Unit, Value: a.Value(), Rule: a.Rule, At: string(a.At), Definition: a.Version, URL: f.Address(a.Name), Code: f.codes[name]}
	if a.Ratio() {
		out.Numerator, out.Denominator = &a.Num, &a.Den
	}
	return out, nil
}

// Fill renders the county's report as of a day.
func Fill(ctx context.Context, doc *report.Document, e *figure.Engine, q figure.Question, signature string, address func(string) string) (*report.Filled, error) {
	src, err := NewFigures(ctx, e, q, address)
	if err != nil {
		return nil, err
	}
	filled, err := report.Render(doc, src)
	if err != nil {
		return nil, err
	}
	filled.Signature, filled.Date = signature, src.at.Time()
	return filled, nil
}

func (w *Web) filled(v *visit) (*report.Filled, figure.Question, error) {
	if err := w.mayFigures(v); err != nil {
		return nil, figure.Question{}, err
	}
	q, err := w.question(v)
	if err != nil {
		return nil, q, err
	}
	if q.At == "" {
		q.At = w.Store.Today()
	}
	f, err := Fill(v.ctx(), w.Report, w.Figures, q, w.Name, func(name string) string { return w.address(name, q) })
	return f, q, err
}

// printed gives the address of the report as a file, as it is on the page.
func (w *Web) printed(q figure.Question) string {
	u := url.Values{"at": {string(q.At)}}
	if q.Area != w.County {
		u.Set("area", q.Area)
	}
	if q.Known != 0 {
		u.Set("known", strconv.FormatInt(q.Known, 10))
	}
	return w.UI.URL("/report.docx?" + u.Encode())
}

// reportPage shows the report with its figures in place, each a way to its records.
func (w *Web) reportPage(v *visit) (g.Node, error) {
	f, q, err := w.filled(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := f.HTML(&b); err != nil {
		return nil, err
	}
	missing := 0
	for _, x := range f.Figures() {
		if x.Missing {
			missing++
		}
	}
	note := g.Text(fmt.Sprintf("截至 %s。点任何一个数看它的名单；〔待接入〕的 %d 个数要等记录接进来；没有数的句子是可以改的文字。", q.At.Chinese(), missing))
	return w.shell(v, f.Title(), false,
		ui.Head{Title: "工作报告", Note: note, Actions: []ui.Action{{Label: "下载 .docx", Href: w.printed(q), Icon: "doc", Style: ui.Primary}}},
		ui.FilterBar{Action: w.UI.URL("/report"), Fields: []ui.Field{{Widget: ui.DateInput, Name: "at", Label: "截至日期", Value: string(q.At)}}},
		h.Section(h.Class("card official"), g.Raw(b.String()))), nil
}

func (w *Web) reportFile(v *visit) (g.Node, error) {
	f, q, err := w.filled(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := f.DOCX(&b, report.Options{Base: or(v.r.URL.Scheme, "http") + "://" + v.r.Host}); err != nil {
		return nil, err
	}
	head := v.w.Header()
	head.Set("Content-Type", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
	head.Set("Content-Disposition", `attachment; filename="report-`+string(q.At)+`.docx"; filename*=UTF-8''`+strings.ReplaceAll(escape(f.Title()+" "+string(q.At)), "+", "%20")+`.docx`)
	head.Set("Cache-Control", "no-store")
	_, err = v.w.Write(b.Bytes())
	if err != nil {
		return nil, nil // the browser has gone; there is nobody to tell
	}
	return nil, nil
}

func (w *Web) help(v *visit) (g.Node, error) {
	q := func(title, words string) g.Node { return ui.Card{Title: title, Body: g.Group{h.P(g.Text(words))}} }
	return w.shell(v, "帮助", false, ui.Head{Title: "帮助"},
		q("待办", "登录后先看待办：按到期先后排好，点一件就在右边办。超期、今天、本周、以后分开列。"),
		q("数是怎么来的", "看板和报告里的每个数都是一份名单数出来的，没有人填数。点数字看口径、名单，再点看每条记录。"),
		q("同一信息只填一次", "已经登记过的人、组织、活动，选出来就行；活动的名单可以直接粘贴姓名。"),
		q("个人信息", "姓名、电话、住址默认遮住；“查看”会留下记录。"),
		q("谁能看到", "每条记录的办理经过下面有“谁能看到这条，为什么”。辖区以外、急着要看的，在右上角菜单的“紧急查看”里写明原因，由第二个人同意。"),
		q("出差、请假", "右上角菜单的“代理”里把工作交给同事一段时间，到期自动结束；一件事要指定一个人办，在记录页的“更多”里“指派”。"),
		ui.Card{Title: "快捷键", Body: g.Group{ui.KeyList()}},
		ui.Card{Title: "建议和投诉", Body: g.Group{h.P(g.Text("用着不顺手，或者觉得被重复要数，"), h.A(ui.Href(w.UI.URL("/feedback")), g.Text("告诉我们")), g.Text("。"))}}), nil
}

func (w *Web) feedbackPage(v *visit) (g.Node, error) { return w.feedbackForm(v, nil) }

func (w *Web) feedbackForm(v *visit, err error) (g.Node, error) {
	list, by, other := problems(err)
	if err != nil && other != nil {
		return nil, other
	}
	if err != nil {
		v.status = http.StatusUnprocessableEntity
	}
	return w.shellPage(v, ui.Page{Title: "建议和投诉", Problem: err != nil}, false,
		ui.Head{Title: "建议和投诉", Note: g.Text("哪里不好用、被要求重复填报、被排名或者被打卡，都可以写在这里。")},
		done(v.r.URL.Query().Get("done")),
		ui.Form{Action: w.UI.URL("/feedback"), Problems: list, Body: g.Group{ui.FormSection{Body: g.Group{
			ui.Field{Widget: ui.Prose, Name: "words", Label: "想说的", Required: true, Lines: 6, Value: v.r.PostForm.Get("words"), Error: by["words"]}}}},
			Bar: ui.ActionBar{Actions: []ui.Action{{Label: "提交", Style: ui.Primary}}}}), nil
}

// feedback keeps what was said with the audit, where it cannot be lost.
func (w *Web) feedback(v *visit) (g.Node, error) {
	words := strings.TrimSpace(v.r.PostForm.Get("words"))
	if n := len([]rune(words)); n == 0 || n > 2000 {
		return w.feedbackForm(v, fault.Fields(fault.Problem{Field: "words", Label: "想说的", Text: "写几句话，最多 2,000 字"}))
	}
	_, err := w.Store.Write(v.ctx(), v.actor, store.Key{}, func(tx *store.Tx) (store.Result, error) {
		return store.Result{}, tx.Entry("feedback", "feedback", words, "")
	})
	if err != nil {
		return nil, err
	}
	return w.go303(v, "/feedback?done="+escape("已收到，谢谢"))
}
