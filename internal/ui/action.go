package ui

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Style is how strongly an action is drawn.
type Style string

// Normal is a bordered button, Primary the one filled button of a view, Quiet
// a button that looks like a link.
const (
	Normal  Style = ""
	Primary Style = "pri"
	Quiet   Style = "txt"
)

// Action is something a person can do. With Href it is a link. With Post it is
// a small form of its own, sent to that address with Hidden. With neither it
// is a submit button of the form around it, or of the form named in Form.
type Action struct {
	Label  string // verb and object: 受理, 生成工作报告, 转交…
	Href   string
	Post   string
	Hidden []Pair
	Name   string // of the submit button, with Value
	Value  string
	Form   string // id of the form a submit button belongs to
	To     string // a submit button sends its form to this address instead (formaction)
	Icon   string
	Key    string // single key that does this: "A", "E", "C"
	Note   string // words for screen readers after the label: the row's name
	Style  Style
	Small  bool
	Target string // "_blank" opens a new tab
	Forget bool   // throws away the drafts kept on this device; for sign-out [退出]
}

// Render writes the link, button or form.
func (a Action) Render(w io.Writer) error {
	var kbd, note g.Node
	if a.Key != "" {
		kbd = h.Span(h.Class("kbd"), h.Aria("hidden", "true"), g.Text(a.Key))
	}
	if a.Note != "" {
		note = VisuallyHidden(a.Note)
	}
	inner := g.Group{class("btn", string(a.Style), when(a.Small, "sm")), attr("data-key", a.Key),
		g.If(a.Style == Primary, h.Data("primary", "")), Icon(a.Icon), g.Text(a.Label), note, kbd}
	if a.Href != "" {
		return h.A(Href(a.Href), attr("target", a.Target), g.If(a.Target == "_blank", h.Rel("noopener")), inner).Render(w)
	}
	button := h.Button(h.Type("submit"), attr("name", a.Name), attr("value", a.Value), attr("form", a.Form), g.If(a.To != "", h.FormAction(safe(a.To))), inner)
	if a.Post == "" {
		return button.Render(w)
	}
	return h.Form(h.Class("one"), h.Method("post"), h.Action(safe(a.Post)), g.If(a.Forget, h.Data("forget", "")), hidden(a.Hidden), button).Render(w)
}

func actions(as []Action) g.Node {
	return g.Map(as, func(a Action) g.Node { return a })
}

// More is a small menu of further actions behind 更多. It opens without script.
type More struct {
	Label   string // defaults to 更多
	Note    string // for screen readers: the row's name
	Actions []Action
}

// Render writes nothing when there is no action.
func (m More) Render(w io.Writer) error {
	if len(m.Actions) == 0 {
		return nil
	}
	return h.Details(h.Class("more"), h.Data("menu", ""),
		h.Summary(h.Class("btn txt sm"), g.Text(or(m.Label, "更多")), g.If(m.Note != "", VisuallyHidden(m.Note)), Icon("down")),
		h.Div(h.Class("pop"), g.Map(m.Actions, func(a Action) g.Node {
			a.Style, a.Small = Quiet, true
			return a
		})),
	).Render(w)
}

// ActionBar stays at the bottom of the page: what can be done with the record.
// Exactly one action should be Primary. Note stands at the right: "第 2 件，共 12 件".
type ActionBar struct {
	Actions []Action
	More    []Action
	Note    string
	Saved   string // "已保存 14:32", quiet text near the buttons
}

// Render writes the bar.
func (b ActionBar) Render(w io.Writer) error {
	return h.Div(class("bar", when(len(b.Actions) > 3, "many")), actions(b.Actions), More{Actions: b.More},
		h.Span(h.Class("saved"), h.Data("saved", ""), g.Text(b.Saved)),
		g.If(b.Note != "", h.Span(h.Class("sp"), g.Text(b.Note))),
	).Render(w)
}
