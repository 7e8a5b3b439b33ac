package ui

import (
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// CSP is the Content-Security-Policy the pages are made for and tested under.
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; " +
	"require-trusted-types-for 'script'; trusted-types sanshe"

// UI is the look of one deployment: it knows the path the site is mounted
// under and the addresses of the asset files. It never changes after New.
type UI struct {
	base   string
	assets map[string]asset  // by served file name, "app-1a2b3c4d.css"
	urls   map[string]string // by plain name, "app.css"
}

// New prepares the look of a site mounted under base ("" or "/sanshe").
func New(base string) *UI {
	u := &UI{base: strings.TrimSuffix(base, "/"), assets: map[string]asset{}, urls: map[string]string{}}
	for _, b := range bundles() {
		u.add(b)
	}
	return u
}

// URL puts the base path before a path of this site: URL("/needs") is
// "/sanshe/needs" when the site is mounted under /sanshe.
func (u *UI) URL(path string) string { return u.base + path }

// AssetURL is the address of an asset file by its plain name: "app.css",
// "app.js", "portal.css", "portal.js" or "mark.svg". It panics on another name,
// which is a mistake of the programmer.
func (u *UI) AssetURL(name string) string {
	url, ok := u.urls[name]
	if !ok {
		panic("ui: no asset " + name)
	}
	return u.base + "/assets/" + url
}

// Href is the href attribute of a link. An address with any scheme other than
// http, https, mailto and tel is refused and becomes "#".
func Href(url string) g.Node { return h.Href(safe(url)) }

func safe(url string) string {
	head, _, found := strings.Cut(url, ":")
	for _, r := range url {
		if r < ' ' || r == '\\' {
			return "#"
		}
	}
	if strings.HasPrefix(url, "//") || strings.HasPrefix(url, " ") {
		return "#"
	}
	if !found || strings.ContainsAny(head, "/?#") {
		return url
	}
	switch strings.ToLower(head) {
	case "http", "https", "mailto", "tel":
		return url
	}
	return "#"
}

// Tone says what a chip, tag or notice is about.
type Tone string

// The tones. The zero value is plain. A tone is never shown by colour alone.
const (
	OK   Tone = "ok"
	Warn Tone = "warn"
	Bad  Tone = "bad"
	Info Tone = "info"
)

// Link is a place to go: in a menu, a tab, a breadcrumb, a list of links.
type Link struct {
	Label   string
	Href    string
	Count   string // small number or words beside the label: "12", "今天 2 场"
	Icon    string // name known to Icon
	Key     string // key pressed after G to come here: "I" inbox, "D" dashboard
	Current bool   // the page being shown
}

// Pair is a hidden input of a form.
type Pair struct{ Name, Value string }

func hidden(pairs []Pair) g.Node {
	return g.Map(pairs, func(p Pair) g.Node {
		return h.Input(h.Type("hidden"), h.Name(p.Name), h.Value(p.Value))
	})
}

// VisuallyHidden is text for screen readers only.
func VisuallyHidden(text string) g.Node { return h.Span(h.Class("vh"), g.Text(text)) }

// Lines keeps each phrase unbroken, so that Chinese text wraps between phrases
// and not inside a word: Lines("不用注册，", "1 个工作日内", "有人联系您").
func Lines(phrases ...string) g.Node {
	return g.Map(phrases, func(s string) g.Node { return h.Span(h.Class("nw"), g.Text(s)) })
}

// Date is a point in time as text, set without the extra space that CJK
// spacing would put into it.
func Date(text string) g.Node { return h.Time(g.Text(text)) }

// chapter is the class that sets the colours of chapter 1 to 4 [一二三四].
func chapter(n int) string {
	if n < 1 || n > 4 {
		return "c0"
	}
	return "c" + string(rune('0'+n))
}

// ChapterMark is the small square with 一, 二, 三 or 四.
func ChapterMark(n int) g.Node {
	if n < 1 || n > 4 {
		return nil
	}
	return h.I(h.Class("mark "+chapter(n)), g.Text(string([]rune("一二三四")[n-1])))
}

// class joins the class names that apply.
func class(names ...string) g.Node {
	var on []string
	for _, n := range names {
		if n != "" {
			on = append(on, n)
		}
	}
	if len(on) == 0 {
		return nil
	}
	return h.Class(strings.Join(on, " "))
}

// when is the string if the condition holds.
func when(ok bool, s string) string {
	if ok {
		return s
	}
	return ""
}

// attr is the attribute if its value is not empty.
func attr(name, value string) g.Node {
	if value == "" {
		return nil
	}
	return g.Attr(name, value)
}

// text is the node for a non-empty string.
func text(tag func(...g.Node) g.Node, s string, more ...g.Node) g.Node {
	if s == "" {
		return nil
	}
	return tag(append(more, g.Text(s))...)
}

func current(on bool, kind string) g.Node {
	if !on {
		return nil
	}
	return g.Attr("aria-current", kind)
}
