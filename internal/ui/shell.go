package ui

import (
	"fmt"
	"io"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Shell is the workbench around a page: top bar, navigation, main area.
// At widths below 1200 px the navigation is a rail of marks, below 900 px a
// 菜单 that opens without script.
type Shell struct {
	Product  string // defaults to Product
	Subtitle string // "合江县社会治理工作台"
	Home     string
	Search   Search
	Actions  []Action // top bar, at most two; the first is usually Primary
	Help     string   // address of the help page
	Who      Who
	Nav      []NavGroup
	NavFoot  g.Node // quiet words under the navigation
	Demo     string // words of the red band; empty outside demonstrations
	Wide     bool   // the main area has no padding: for Split
	Body     g.Group
}

// Search is the search form of the top bar.
type Search struct {
	Action      string // address; the query is sent as q
	Query       string
	Placeholder string
}

// Who is the signed-in person. Menu holds the person's own pages, the looks
// (see Looks) and sign-out.
type Who struct {
	Name string
	Role string // "滨江社区 · 社区工作者"
	Menu g.Group
}

// NavGroup is a group of the navigation. A chapter (1 to 4) has a heading with
// its mark; its Href is where the mark leads in the rail and after G 1–4.
type NavGroup struct {
	Chapter int
	Title   string
	Href    string
	Links   []Link
	More    []Link // seldom used: folded, unless one of them is the page being shown
}

// Render writes the shell.
func (s Shell) Render(w io.Writer) error {
	product := or(s.Product, Product)
	var links strings.Builder // stand twice on the page
	if err := nav(s.Nav, s.NavFoot).Render(&links); err != nil {
		return err
	}
	return h.Div(class("shell", when(s.Demo != "", "demoed")),
		h.Header(h.Class("top"),
			DemoBanner(s.Demo),
			h.A(h.Class("brand"), Href(or(s.Home, "#")), h.Aria("label", product+" 首页"),
				Mark(), h.Span(g.Text(product), text(h.Small, s.Subtitle))),
			s.Search,
			h.Div(h.Class("me"),
				actions(s.Actions),
				g.If(s.Help != "", h.A(h.Class("ic"), Href(s.Help), h.Aria("label", "帮助"), Icon("help"))),
				s.Who,
				h.Details(h.Class("menu"), h.Data("menu", ""),
					h.Summary(h.Class("btn"), Icon("menu"), g.Text("菜单")),
					h.Nav(h.Class("pop"), h.Aria("label", "主导航"), g.Raw(links.String()))),
			),
		),
		h.Nav(h.Class("nav"), h.Aria("label", "主导航"), g.Raw(links.String())),
		h.Main(h.ID("main"), class("main", when(s.Wide, "wide")), s.Body),
		HelpKeys{},
	).Render(w)
}

// Render writes the search form, or nothing without an address.
func (s Search) Render(w io.Writer) error {
	if s.Action == "" {
		return h.Div(h.Class("search")).Render(w)
	}
	return h.Form(h.Class("search"), h.Role("search"), h.Action(safe(s.Action)),
		h.Label(h.Class("vh"), h.For("q"), g.Text("搜索")), Icon("search"),
		h.Input(h.ID("q"), h.Name("q"), h.Type("search"), h.Value(s.Query), h.AutoComplete("off"), attr("placeholder", s.Placeholder)),
		h.Span(h.Class("kbd"), h.Aria("hidden", "true"), g.Text("/")),
	).Render(w)
}

// Render writes the name with its menu, or nothing without a name.
func (p Who) Render(w io.Writer) error {
	if p.Name == "" {
		return nil
	}
	short := []rune(p.Name)
	if len(short) > 2 {
		short = short[len(short)-2:]
	}
	return h.Details(h.Class("who"), h.Data("menu", ""),
		h.Summary(h.Span(h.Class("ava"), h.Aria("hidden", "true"), g.Text(string(short))),
			h.Span(h.Class("name"), h.B(g.Text(p.Name)), text(h.Small, p.Role))),
		h.Div(h.Class("pop"), p.Menu),
	).Render(w)
}

func nav(groups []NavGroup, foot g.Node) g.Node {
	return g.Group{
		g.Map(groups, func(n NavGroup) g.Node {
			links := g.Node(g.Map(n.Links, func(l Link) g.Node { return navLink(l, n.Chapter > 0) }))
			if len(n.More) > 0 {
				links = g.Group{links, h.Details(g.If(slices.ContainsFunc(n.More, func(l Link) bool { return l.Current }), g.Attr("open")),
					h.Summary(g.Text(fmt.Sprintf("其余 %d 本台账", len(n.More))), Icon("down")), g.Map(n.More, func(l Link) g.Node { return navLink(l, true) }))}
			}
			if n.Chapter == 0 {
				return h.Div(h.Class("grp"), links)
			}
			href := n.Href
			if href == "" && len(n.Links) > 0 {
				href = n.Links[0].Href
			}
			return h.Div(class("grp", chapter(n.Chapter)),
				h.H2(h.A(Href(href), g.Attr("data-go", string(rune('0'+n.Chapter))), ChapterMark(n.Chapter), h.Span(g.Text(n.Title)))),
				h.Div(h.Class("subs"), h.Span(h.Class("cap"), h.Aria("hidden", "true"), g.Text(n.Title)), links))
		}),
		g.Iff(foot != nil, func() g.Node { return h.P(h.Class("foot"), foot) }),
	}
}

func navLink(l Link, sub bool) g.Node {
	return h.A(Href(l.Href), class(when(sub, "sub")), current(l.Current, "page"), attr("data-go", l.Key),
		Icon(l.Icon),
		h.Span(h.Class("l"), g.Text(l.Label)), g.If(l.Count != "", h.Span(h.Class("n"), g.Text(l.Count))))
}

// Looks are the switches for dark, large type, contrast and row height, as
// links that work without script. path is the address of the page being shown.
func Looks(p Prefs, path string) g.Node {
	one := func(name, value, on, label, off string) g.Node {
		return pref("btn txt sm", path, name, value, on, label, off)
	}
	return h.Div(h.Class("looks"),
		one("theme", p.Theme, "dark", "深色", "浅色"),
		one("size", p.Size, "large", "大字", "标准字"),
		one("contrast", p.Contrast, "more", "高对比", "标准对比"),
		one("rows", p.Rows, "compact", "紧凑行距", "标准行距"),
	)
}

// pref is a link that switches one preference on or off, and without script
// asks the server for it.
func pref(cls, path, name, value, on, label, off string) g.Node {
	to, words, next, alt := on, label, "standard", off
	if value == on {
		to, words, next, alt = next, alt, to, words
	}
	return h.A(h.Class(cls), Href(path+"?"+name+"="+to), h.Data("pref", name), h.Data("value", to), h.Data("next", next), h.Data("alt", alt), g.Text(words))
}

// HelpKeys is the list of shortcut keys, opened by ?. Shell includes it. A
// checkbox in it switches the single keys off on this device.
type HelpKeys struct{}

// KeyList is the list of shortcut keys by itself, for the help page.
func KeyList() g.Node {
	keys := [][2]string{
		{"J K ↓ ↑", "下一条、上一条"}, {"Enter", "打开"}, {"A", "做主要操作"}, {"E", "编辑"}, {"C", "记一次活动"},
		{"/", "搜索"}, {"G 然后 I", "去待办"}, {"G 然后 D", "去看板"}, {"G 然后 1 至 4", "去一二三四"},
		{"X", "选中或取消"}, {"Shift + J K", "连续选中"}, {"Esc", "关闭"}, {"Ctrl + S", "保存草稿"}, {"Ctrl + Enter", "提交"},
	}
	return h.Dl(h.Class("keys"), g.Map(keys, func(k [2]string) g.Node {
		return g.Group{h.Dt(h.Span(h.Class("kbd"), g.Text(k[0]))), h.Dd(g.Text(k[1]))}
	}))
}

// Render writes the list, hidden until asked for.
func (HelpKeys) Render(w io.Writer) error {
	return h.Div(h.ID("keys"), h.Class("sheet"), h.Role("dialog"), h.Aria("modal", "true"), h.Aria("labelledby", "keys-title"), g.Attr("hidden"),
		h.Div(h.Class("card"),
			h.H2(h.ID("keys-title"), h.TabIndex("-1"), g.Text("快捷键"), h.Button(h.Type("button"), h.Class("btn txt sm r"), h.Data("close", ""), g.Text("关闭"))),
			KeyList(),
			h.Label(h.Class("ck"), h.Input(h.Type("checkbox"), h.ID("keys-on"), h.Checked()), g.Text("在这台电脑上使用单键快捷键")),
		),
	).Render(w)
}
