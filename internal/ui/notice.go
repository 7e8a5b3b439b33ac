package ui

import (
	"io"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Notice says something inline, with an icon and words; it never goes away by
// itself. Tone Bad and Warn are announced to screen readers at once.
func Notice(tone Tone, body ...g.Node) g.Node {
	icon := map[Tone]string{OK: "ok", Warn: "warn", Bad: "warn"}[tone]
	role := "status"
	if tone == Bad {
		role = "alert"
	}
	return h.Div(class("notice", string(tone)), h.Role(role), Icon(or(icon, "info")), h.Div(g.Group(body)))
}

// UndoBar says what was just done and offers to take it back. With script it
// leaves after ten seconds, unless it is being used; the timeline keeps 撤销.
type UndoBar struct {
	Text string // "已办结 12 条"
	Undo Action // a POST; its label defaults to 撤销
}

// Render writes the bar.
func (b UndoBar) Render(w io.Writer) error {
	undo := b.Undo
	undo.Label, undo.Small = or(undo.Label, "撤销"), true
	return h.Div(h.Class("undo"), h.Role("status"), h.Data("undo", ""), Icon("ok"), h.Span(g.Text(b.Text)), undo).Render(w)
}

// EmptyState says what will be here, why there is nothing, and what to do first.
type EmptyState struct {
	Title  string // "没有找到“理发”"
	Why    string // "换个说法，或登记为新需求"
	Action []Action
}

// Render writes the state.
func (e EmptyState) Render(w io.Writer) error {
	return h.Div(h.Class("empty"), h.P(h.Class("t"), g.Text(e.Title)), text(h.P, e.Why),
		g.If(len(e.Action) > 0, h.Div(h.Class("ac"), actions(e.Action)))).Render(w)
}

// ErrorPage is the body of an answer that is not a page: 403 没有权限看这条,
// 404 找不到, 409, 503 稍后再试. Its words say what happened, whom to ask and
// where to go on.
type ErrorPage struct {
	Code    int
	Title   string
	Text    string
	Ref     string // reference number of an internal error
	Actions []Action
	Body    g.Group // a search form, a ConflictTable
}

// Render writes the page.
func (e ErrorPage) Render(w io.Writer) error {
	return h.Div(h.Class("oops"),
		h.H1(g.Text(e.Title)),
		h.P(g.Text(e.Text)),
		e.Body,
		g.If(len(e.Actions) > 0, h.Div(h.Class("ac"), actions(e.Actions))),
		h.P(h.Class("mute code"), g.Text("代码 "+strconv.Itoa(e.Code)), g.If(e.Ref != "", g.Text("，编号 "+e.Ref))),
	).Render(w)
}

// ConflictRow is a field that two people changed.
type ConflictRow struct {
	Label  string
	Yours  string
	Theirs string
	Name   string // with a name the person chooses: sent as "yours" or "theirs"
}

// ConflictTable shows both versions of a record side by side [已被改过].
type ConflictTable struct {
	Who  string // "王雪梅 11月23日 14:32 改过"
	Rows []ConflictRow
}

// Render writes the table.
func (c ConflictTable) Render(w io.Writer) error {
	side := func(r ConflictRow, value, words string, on bool) g.Node {
		if r.Name == "" || r.Yours == r.Theirs {
			return h.Td(h.Data("label", words), g.Text(or(value, "未填写")))
		}
		kind := "theirs"
		if on {
			kind = "yours"
		}
		return h.Td(h.Data("label", words), h.Label(h.Class("ck"), h.Input(h.Type("radio"), h.Name(r.Name), h.Value(kind), g.If(!on, h.Checked())), h.Span(g.Text(or(value, "未填写")))))
	}
	return h.Div(h.Class("card tw cards"), h.Table(h.Class("conflict"),
		h.Caption(g.Text(c.Who)),
		h.THead(h.Tr(h.Th(h.Scope("col"), g.Text("项目")), h.Th(h.Scope("col"), g.Text("现在的内容")), h.Th(h.Scope("col"), g.Text("这次填的")))),
		h.TBody(g.Map(c.Rows, func(r ConflictRow) g.Node {
			return h.Tr(class(when(r.Yours != r.Theirs, "diff")), h.Th(h.Scope("row"), g.Text(r.Label)), side(r, r.Theirs, "现在的内容", false), side(r, r.Yours, "这次填的", true))
		})))).Render(w)
}
