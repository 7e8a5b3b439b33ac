package ui

import (
	"io"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Product is the name every page title ends with.
const Product = "三社联动"

// Page is a whole HTML document of the workbench. Body is usually one Shell,
// or one Plain for pages before sign-in.
type Page struct {
	Title   string // what the page is about; the product's name is added
	Problem bool   // the form came back with problems: "错误：" stands before the title
	Prefs   Prefs
	Screen  bool    // 大屏: the dashboard on a wall, dark, without chrome
	Static  bool    // no script at all: HTML and the style sheet only
	Print   Print   // what stands at the head and foot of the printed page
	Head    g.Group // further elements of <head>, such as a feed
	Body    g.Group
}

// Print is the head and foot of a page on paper.
type Print struct {
	Unit string // who printed or issued it
	AsOf string // "截至 2026年11月23日 08:00"
	URL  string // full address, to find the page again
	Code string // short code of the record
}

// Page renders a workbench document with the app's style sheet and script.
func (u *UI) Page(p Page) g.Node {
	mode, theme := "", p.Prefs.Theme
	if p.Screen {
		mode, theme = "screen", "dark"
	}
	return u.document(p, "app", mode, theme)
}

func (u *UI) document(p Page, sheet, mode, theme string) g.Node {
	title := when(p.Problem, "错误：") + p.Title
	if p.Title != Product {
		title += " — " + Product
	}
	return h.Doctype(h.HTML(h.Lang("zh-CN"),
		attr("data-theme", theme), attr("data-size", p.Prefs.Size), attr("data-contrast", p.Prefs.Contrast),
		attr("data-rows", p.Prefs.Rows), attr("data-mode", mode),
		h.Head(
			h.Meta(h.Charset("utf-8")),
			h.Meta(h.Name("viewport"), h.Content("width=device-width,initial-scale=1,viewport-fit=cover")),
			h.Meta(h.Name("format-detection"), h.Content("telephone=no")),
			h.TitleEl(g.Text(title)),
			h.Link(h.Rel("icon"), h.Href(u.AssetURL("mark.svg"))),
			h.Link(h.Rel("stylesheet"), h.Href(u.AssetURL(sheet+".css"))),
			g.If(!p.Static, h.Script(h.Src(u.AssetURL(sheet+".js")), h.Type("module"))),
			p.Head,
		),
		h.Body(class(sheet),
			h.A(h.Class("skip"), Href("#main"), g.Text("跳到正文")),
			printHead(p.Title, p.Print), p.Body, printFoot(p.Print),
			h.P(h.ID("live"), h.Class("vh"), h.Role("status")),
		),
	))
}

func printHead(title string, p Print) g.Node {
	if p == (Print{}) {
		return nil
	}
	return h.Div(h.Class("paper head"), h.Aria("hidden", "true"), text(h.Span, p.Unit), text(h.B, title), text(h.Span, p.AsOf))
}

func printFoot(p Print) g.Node {
	if p.URL == "" && p.Code == "" {
		return nil
	}
	return h.Div(h.Class("paper foot"), h.Aria("hidden", "true"), text(h.Span, p.URL), text(h.Span, p.Code))
}

// Plain is the body of a page without navigation: sign-in [登录], set-up,
// errors before sign-in. It shows the mark and one card.
type Plain struct {
	Product  string // defaults to Product
	Subtitle string // "合江县社会治理工作台"
	Demo     string
	Body     g.Group
	Foot     g.Group
}

// Render writes the body.
func (p Plain) Render(w io.Writer) error {
	return g.Group{
		g.If(p.Demo != "", h.Header(DemoBanner(p.Demo))),
		h.Main(h.ID("main"), h.Class("plain"),
			h.Div(h.Class("brand"), Mark(), h.Span(g.Text(or(p.Product, Product)), text(h.Small, p.Subtitle))),
			h.Div(h.Class("card"), p.Body),
			g.If(len(p.Foot) > 0, h.Div(h.Class("foot mute"), p.Foot)),
		),
	}.Render(w)
}

// DemoBanner is the red band saying that the data are invented. Empty text, no
// band.
func DemoBanner(words string) g.Node {
	if words == "" {
		return nil
	}
	return h.Div(h.Class("demo"), h.Role("note"), Icon("warn"), h.Span(g.Text(words)))
}

// Head is the heading of a page: the only h1, a line under it, and the page's
// actions at the right.
type Head struct {
	Title   string
	Note    g.Node // line under the title
	Crumbs  []Link
	Tag     g.Node // chip beside the title, usually a Tag
	Actions []Action
}

// Render writes the heading.
func (p Head) Render(w io.Writer) error {
	return h.Div(h.Class("hd"),
		h.Div(Crumbs(p.Crumbs...),
			h.Div(h.Class("ttl"), h.H1(h.TabIndex("-1"), g.Text(p.Title)), p.Tag),
			g.Iff(p.Note != nil, func() g.Node { return h.P(h.Class("note"), p.Note) })),
		g.Iff(len(p.Actions) > 0, func() g.Node { return h.Div(h.Class("ac"), actions(p.Actions)) }),
	).Render(w)
}

// Crumbs is the path to the page. An entry without address is text.
func Crumbs(links ...Link) g.Node {
	if len(links) == 0 {
		return nil
	}
	var out g.Group
	for i, l := range links {
		if i > 0 {
			out = append(out, h.Span(h.Aria("hidden", "true"), g.Text("/")))
		}
		if l.Href == "" {
			out = append(out, h.Span(h.Class("code"), g.Text(l.Label)))
		} else {
			out = append(out, h.A(Href(l.Href), g.Text(l.Label)))
		}
	}
	return h.Nav(h.Class("crumb"), h.Aria("label", "所在位置"), out)
}

func or(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}
