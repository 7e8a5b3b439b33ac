package ui

import (
	"io"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// PhonePage is a whole document for residents: narrow, large type, no
// navigation to learn. With Wide it is a page of the public column [专栏].
type PhonePage struct {
	Title   string // of the document; the place is added: "说说您需要什么 · 滨江社区"
	Problem bool
	Prefs   Prefs
	Place   string // "滨江社区", shown at the top left
	Home    string // address the place leads to; empty: no link
	Tel     string // number behind 打电话: "0830-5262345"
	Large   string // address of this page without query, for the switch 大字; empty: no switch
	Form    string // id of the page's form: the switch sends it along, so that nothing typed is lost
	Static  bool   // no script at all: HTML and the style sheet only
	Demo    string
	Nav     []Link // 找服务, 提需求, 看公开, 查进度; for the public column
	Wide    bool   // up to 960 px, for lists and tables
	Before  g.Node // the county site's own header, when embedded as a column
	Print   Print
	Head    g.Group
	Body    g.Group
	Foot    g.Group // 党政机关标识, 网站标识码, 备案号
}

// PhonePage renders a document for residents with the portal's style sheet.
func (u *UI) PhonePage(p PhonePage) g.Node {
	title := p.Title + when(p.Place != "", " · "+p.Place)
	place := g.Group{Icon("pin"), g.Text(p.Place)}
	wrap := class("wrap", when(p.Wide, "wide"))
	body := g.Group{
		// Enter in a field presses the first button of its form; that must not be the switch 大字.
		g.If(p.Form != "", h.Button(h.Class("vh"), h.Type("submit"), h.FormAttr(p.Form), h.TabIndex("-1"), h.Aria("hidden", "true"), g.Text("提交"))),
		p.Before,
		h.Header(
			DemoBanner(p.Demo),
			h.Div(wrap,
				h.Div(h.Class("bar0"),
					g.Iff(p.Place != "", func() g.Node {
						if p.Home != "" {
							return h.A(h.Class("loc"), Href(p.Home), place)
						}
						return h.Span(h.Class("loc"), place)
					}),
					h.Span(h.Class("r"), sizeLink(p), g.If(p.Tel != "", h.A(h.Class("pill"), Href("tel:"+strings.ReplaceAll(p.Tel, " ", "")), Icon("tel"), g.Text("打电话"))))),
				g.If(len(p.Nav) > 0, h.Nav(h.Class("seg"), h.Aria("label", "栏目"), g.Map(p.Nav, func(l Link) g.Node {
					return h.A(Href(l.Href), current(l.Current, "page"), g.Text(l.Label))
				}))))),
		h.Div(wrap, h.Main(h.ID("main"), p.Body), g.If(len(p.Foot) > 0, h.Footer(h.Class("foot"), p.Foot))),
	}
	return u.document(Page{Title: title, Problem: p.Problem, Prefs: p.Prefs, Static: p.Static, Print: p.Print, Head: p.Head, Body: body}, "portal", "", p.Prefs.Theme)
}

func sizeLink(p PhonePage) g.Node {
	if p.Large == "" {
		return nil
	}
	if p.Form != "" {
		to, words := "large", "大字"
		if p.Prefs.Size == "large" {
			to, words = "standard", "标准字"
		}
		return h.Button(h.Class("pill"), h.Type("submit"), h.FormAttr(p.Form), h.FormAction(safe(p.Large+"?size="+to)), g.Text(words))
	}
	return pref("pill", p.Large, "size", p.Prefs.Size, "large", "大字", "标准字")
}

// PhoneHead is the heading of a resident's page: the only h1 and a line under
// it, given as phrases that stay whole.
type PhoneHead struct {
	Title string
	Lead  []string // "不用注册，", "1 个工作日内", "有人联系您"
	Done  bool     // a large tick above: something was received
}

// Render writes the heading.
func (p PhoneHead) Render(w io.Writer) error {
	return g.Group{
		g.If(p.Done, h.Div(h.Class("okc"), h.Aria("hidden", "true"), Icon("tick"))),
		h.H1(h.TabIndex("-1"), g.Text(p.Title)),
		g.If(len(p.Lead) > 0, h.P(h.Class("ld"), Lines(p.Lead...))),
	}.Render(w)
}

// ChoiceTile is one choice of ChoiceTiles.
type ChoiceTile struct {
	Value   string
	Label   string
	Icon    string // old, kid, care, leaf, talk, art, or another name known to Icon
	Chapter int    // 1 to 4, colour of the icon
	Quiet   bool   // across the whole width, no icon: "说不准，直接写"
}

// ChoiceTiles asks for one of a few choices by large tiles. Nothing is chosen
// beforehand.
type ChoiceTiles struct {
	Name   string
	Legend string
	Hint   string
	Tiles  []ChoiceTile
	Value  string // what the resident chose before the form came back
	Error  string
}

// Render writes the tiles.
func (c ChoiceTiles) Render(w io.Writer) error {
	f := Field{Name: c.Name, Hint: c.Hint, Error: c.Error}
	return h.FieldSet(class("fd", when(c.Error != "", "has")), h.ID(f.id()), h.TabIndex("-1"), f.described(), h.Legend(g.Text(c.Legend)), f.notes(),
		h.Div(h.Class("opts"), g.Map(c.Tiles, func(t ChoiceTile) g.Node {
			return h.Label(class(when(t.Quiet, "w")),
				h.Input(h.Type("radio"), h.Name(c.Name), h.Value(t.Value), g.If(t.Value == c.Value && c.Value != "", h.Checked())),
				h.Span(h.Class("face"), g.If(t.Icon != "", h.Span(class("g", chapter(t.Chapter)), Icon(t.Icon))), h.Span(g.Text(t.Label)), h.Span(h.Class("tk"), Icon("tick"))))
		}))).Render(w)
}

// PhoneField asks for a phone number and offers to go without one.
type PhoneField struct {
	Name   string
	Label  string // "您的手机号"
	Value  string
	Hint   string // "只有办理的社区工作人员能看到"
	Error  string
	None   Field   // Check: "不留电话，凭查询码看进度"; left out without a name
	Others []Field // further Checks: "我是帮家人或邻居填的"
}

// Render writes the field.
func (p PhoneField) Render(w io.Writer) error {
	more := g.Map(append([]Field{p.None}, p.Others...), func(f Field) g.Node {
		if f.Name == "" {
			return nil
		}
		f.Widget = Check
		return f
	})
	return g.Group{
		Field{Widget: Phone, Name: p.Name, Label: p.Label, Value: p.Value, Hint: p.Hint, Error: p.Error, Required: true, Sealed: true},
		h.Div(h.Class("cks"), more),
	}.Render(w)
}

// PhotoField is a large dashed button that takes photos. It is always optional.
type PhotoField struct {
	Name  string
	Label string // defaults to 拍张照片
	Error string
	Hint  string // under the button: "打字不方便，可以用键盘上的话筒说话"
	Max   int    // how many at most; 0 or 1: one
}

// Render writes the button.
func (p PhotoField) Render(w io.Writer) error {
	f := Field{Name: p.Name, Error: p.Error}
	return h.Div(class("fd", "photo", when(p.Error != "", "has")), f.notes(),
		h.Div(h.Class("ph1"), h.Input(f.common(), h.Type("file"), h.Accept("image/*"), g.If(p.Max > 1, h.Multiple()), h.Data("photo", "")),
			h.Label(h.For(f.id()), Icon("cam"), g.Text(or(p.Label, "拍张照片")), h.Small(g.Text("可不传")))),
		h.P(h.Class("hint"), h.Data("photos", ""), h.Role("status")), text(h.P, p.Hint, h.Class("hint"))).Render(w)
}

// ReceiptCard shows the query code [查询码] in groups, ten characters as
// 3-3-4, with a QR code of the same address if there is one.
type ReceiptCard struct {
	Label  string // defaults to 查询码
	Code   string
	QR     g.Node // an SVG
	Hint   string // "拍下来，或抄在纸上"
	Action Action // "存成图片"
}

// Render writes the card.
func (r ReceiptCard) Render(w io.Writer) error {
	return h.Section(h.Class("box"),
		h.Div(h.Class("rc"),
			h.Div(h.Span(h.Class("cap"), g.Text(or(r.Label, "查询码"))), h.B(h.Class("code"), g.Map(groups(r.Code), func(s string) g.Node { return h.Span(g.Text(s)) }))),
			g.If(r.Action.Label != "", r.Action)),
		g.Iff(r.QR != nil, func() g.Node { return h.Div(h.Class("qr"), r.QR) }),
		text(h.P, r.Hint, h.Class("hint"))).Render(w)
}

// groups cuts a code into parts of three, the last of three or four.
func groups(code string) (out []string) {
	code = strings.ReplaceAll(code, " ", "")
	for len(code) > 4 {
		out, code = append(out, code[:3]), code[3:]
	}
	return append(out, code)
}

// StepsVertical shows what happens next, downwards.
type StepsVertical struct {
	Title string // "接下来"
	List  []Step
}

// Render writes the steps.
func (s StepsVertical) Render(w io.Writer) error {
	return h.Section(h.Class("next"), h.H2(g.Text(s.Title)),
		h.Ol(h.Aria("label", Steps{Label: s.Title, List: s.List}.label()), steps(s.List))).Render(w)
}

// RatingTiles asks how a service was, in five words from 非常满意 to 非常不满意.
// The values sent are 5 to 1.
type RatingTiles struct {
	Name   string
	Legend string // "这次服务您满意吗"
	Value  string
	Error  string
}

// Render writes the tiles.
func (r RatingTiles) Render(w io.Writer) error {
	words := []string{"非常满意", "满意", "基本满意", "不满意", "非常不满意"}
	f := Field{Name: r.Name, Error: r.Error}
	var tiles g.Group
	for i, word := range words {
		value := string(rune('5' - i))
		tiles = append(tiles, h.Label(h.Input(h.Type("radio"), h.Name(r.Name), h.Value(value), g.If(r.Value == value, h.Checked())),
			h.Span(h.Class("face"), Icon("face"+value), h.Span(g.Text(word)), h.Span(h.Class("tk"), Icon("tick")))))
	}
	return h.FieldSet(class("fd", when(r.Error != "", "has")), h.ID(f.id()), h.TabIndex("-1"), f.described(), h.Legend(g.Text(r.Legend)), f.notes(), h.Div(h.Class("opts one rate"), tiles)).Render(w)
}

// BigButton is the one button of a resident's page, across the whole width.
type BigButton struct {
	Label string
	Href  string // a link instead of a submit button
	Quiet bool   // bordered instead of filled: the second choice
}

// Render writes the button.
func (b BigButton) Render(w io.Writer) error {
	cls := class("big1", when(b.Quiet, "quiet"))
	if b.Href != "" {
		return h.A(cls, Href(b.Href), g.Text(b.Label)).Render(w)
	}
	return h.Button(cls, h.Type("submit"), g.Text(b.Label)).Render(w)
}

// Privacy is the line above a resident's submit button.
func Privacy(words, link, href string) g.Node {
	return h.P(h.Class("prv"), Lines(words), h.A(Href(href), h.Class("nw"), g.Text(link)))
}
