package ui

import (
	"fmt"
	"io"
	"slices"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Form is a form with its problems and its bar of actions. The browser's own
// checking is off: the server answers with all problems at once.
type Form struct {
	ID       string
	Action   string
	Get      bool   // GET instead of POST
	Files    bool   // carries files (multipart)
	Key      string // idempotency key, sent as _key
	Version  string // version of the record being edited, sent as _version
	Hidden   []Pair
	Draft    string // keeps what is typed on this device under this name; include the person's id. Empty: none
	NoDraft  bool   // never keep anything: sealed fields, shared devices
	Problems []Problem
	Body     g.Group // Fields and FormSections
	Bar      g.Node  // usually an ActionBar
}

// Render writes the form.
func (f Form) Render(w io.Writer) error {
	method := "post"
	if f.Get {
		method = "get"
	}
	return h.Form(class("form"), attr("id", f.ID), h.Method(method), h.Action(safe(f.Action)), g.Attr("novalidate"),
		g.If(f.Files, h.EncType("multipart/form-data")),
		g.If(f.NoDraft, h.Data("nodraft", "")),
		g.If(!f.NoDraft && f.Draft != "", g.Group{h.Data("draft", f.Draft), h.Data("version", f.Version)}),
		g.If(f.Key != "", h.Input(h.Type("hidden"), h.Name("_key"), h.Value(f.Key))),
		g.If(f.Version != "", h.Input(h.Type("hidden"), h.Name("_version"), h.Value(f.Version))),
		hidden(f.Hidden),
		ErrorSummary{Problems: f.Problems},
		f.Body,
		f.Bar,
	).Render(w)
}

// AlikeBox is where a form shows what is probably recorded already; from is the
// address that says so, asked by the script while somebody types.
func AlikeBox(from string, found g.Group) g.Node {
	return h.Div(h.ID("alike"), h.Role("status"), attr("data-alike", from), found)
}

// FormSection groups fields under a heading. Folded, it is opened by the heading:
// for what is seldom filled in.
type FormSection struct {
	Title  string
	Note   string
	Body   g.Group
	Pairs  bool // short fields stand two abreast on wide screens
	Folded bool
}

// Render writes the section.
func (s FormSection) Render(w io.Writer) error {
	if s.Folded && s.Title != "" {
		return h.Details(class("fs", when(s.Pairs, "pairs")), h.Summary(h.Span(g.Text(s.Title)), text(h.Small, or(s.Note, when(s.Title != "可不填", "可不填"))), Icon("down")),
			h.Div(h.Class("fields"), s.Body)).Render(w)
	}
	return h.Section(class("fs", when(s.Pairs, "pairs")),
		g.If(s.Title != "", h.H2(h.Span(g.Text(s.Title)), text(h.Small, s.Note))),
		h.Div(h.Class("fields"), s.Body),
	).Render(w)
}

// Problem is one thing to mend, said with the same words as beside the field.
type Problem struct {
	Field string // name of the field; empty: of the whole form
	Text  string // where, what and how: "写下手机号，或者勾选不留电话"
}

// ErrorSummary stands above a form that came back, takes the focus, and leads
// to each field.
type ErrorSummary struct {
	Title    string // defaults to "还差 2 处没填好", or "没有办成" if no field is at fault
	Problems []Problem
}

// Render writes nothing without problems.
func (e ErrorSummary) Render(w io.Writer) error {
	if len(e.Problems) == 0 {
		return nil
	}
	title := fmt.Sprintf("还差 %d 处没填好", len(e.Problems))
	if !slices.ContainsFunc(e.Problems, func(p Problem) bool { return p.Field != "" }) {
		title = "没有办成"
	}
	title = or(e.Title, title)
	return h.Div(h.Class("err"), h.ID("errors"), h.Role("alert"), h.TabIndex("-1"), h.AutoFocus(), h.Data("focus", ""),
		h.H2(Icon("warn"), g.Text(title)),
		h.Ul(g.Map(e.Problems, func(p Problem) g.Node {
			if p.Field == "" {
				return h.Li(g.Text(p.Text))
			}
			return h.Li(h.A(Href("#"+FieldID(p.Field)), g.Text(p.Text)))
		}))).Render(w)
}

// FieldID is the id of the input called name.
func FieldID(name string) string { return "f-" + name }

// Widget is how a field is filled in.
type Widget string

// The widgets. Text is the zero value.
const (
	TextInput Widget = ""
	Prose     Widget = "prose"    // several lines
	Number    Widget = "number"   // whole or decimal, with Unit
	Money     Widget = "money"    // 元; typed as 1234.5 or 0.5万
	DateInput Widget = "date"     // typed freely (20261123, 昨天), with a calendar
	DateTime  Widget = "datetime" // 2026-11-23 17:30
	Month     Widget = "month"    // 2026-11
	Window    Widget = "window"   // two inputs, name.from and name.to; Values holds both
	Check     Widget = "check"    // one box, value "1"
	Choice    Widget = "choice"   // one of Options: tiles up to six, otherwise a select
	Radios    Widget = "radios"   // one of Options, always tiles
	Select    Widget = "select"   // one of Options, always a select
	Checks    Widget = "checks"   // any of Options
	Picker    Widget = "picker"   // a record found by typing, see Field.Source
	Grid      Widget = "grid"     // rows, see Field.Grid
	File      Widget = "file"
	Phone     Widget = "phone"
	Password  Widget = "password"
	Code      Widget = "code" // one-time code, credit code: no spacing, no autocapitals
)

// Option is one value to choose from.
type Option struct {
	Value, Label, Note string
}

// Field is a label and the input under it. Required is the rule: a field that
// is not required carries 可不填.
//
// A Picker sends two values: name is the chosen record's id, name.text what
// stands in the box. When name.text is not the label of that id, or the id is
// empty, the text counts: without script it is all there is.
type Field struct {
	Widget   Widget
	Name     string
	Label    string
	Hint     string // between label and input
	Value    string
	Values   []string // Checks, Window
	Text     string   // Picker: what stands in the box for Value
	Error    string
	Required bool
	ReadOnly bool
	Options  []Option
	Unit     string // after the input: 元, 人, 小时
	From     string // where a prefilled value comes from: "来自 9 月"
	Echo     string // how the value was understood: "2026年11月23日 周一"
	Source   string // Picker: address answering ?q= with [{"value","label","note"}]
	Grid     *GridRows
	Kept     []KeptFile // File: already stored
	Accept   string     // File: "image/*", ".xlsx,.csv"
	Multiple bool
	Lines    int // Prose: height
	MaxLen   int
	Auto     string // autocomplete token: "tel", "name", "one-time-code"
	Short    bool   // half width
	First    bool   // where whoever opens the form begins to type
	Sealed   bool   // never kept in a draft
	Empty    string // Select: words of the empty choice; defaults to 没有选
	Prefix   string // of the id, where two forms on a page share names

	filter bool // stands in a FilterBar
}

// GridRows is a small table inside a form. Row i, column c is sent as
// name.i.c; three blank rows are always there, and script adds more.
type GridRows struct {
	Columns []Field // Name, Label, Widget, Options, Unit; the other fields are ignored
	Rows    []GridRow
	Add     string // words of the button; defaults to 加一行
}

// GridRow is one filled row, by column name.
type GridRow struct {
	Values map[string]string
	Texts  map[string]string // Picker columns: what stands in the box
	Errors map[string]string
}

// KeptFile is a file already stored with the record.
type KeptFile struct {
	Name, Href, Note string
	Remove           string // value of the box that takes it away, sent as name.remove; empty: it stays
}
