package need

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/area"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// sorts are what stands in the list, in this order: what nobody can do yet comes
// first, for it is what people should talk about.
func sorts() []struct{ tab, title string } {
	return []struct{ tab, title string }{{"gap", "缺口：没有资源答得上"}, {"ready", "有合适的，等您对接"}, {"asked", "已问，等对方答复"}}
}

// sort tells which of them a need is.
func (b *board) sort(n *Need) string {
	switch {
	case b.asked[record.ID[Need](n.ID)] != nil:
		return "asked"
	case b.answers[n.ID].none():
		return "gap"
	}
	return "ready"
}

func (b *board) at(tab string, need int64) string {
	q := "/matching?c=" + b.place
	if tab != "" {
		q += "&tab=" + tab
	}
	if need != 0 {
		q += fmt.Sprintf("&need=%d", need)
	}
	return b.url(q)
}

func (b *board) draw() (*ui.View, error) {
	rules, err := b.r.Rules(b.ctx)
	if err != nil {
		return nil, err
	}
	label := func(list, value string) string { return rules.CodeLabel(list, value, b.today) }
	detail := g.Node(b.overview(rules))
	if b.open != nil {
		if detail, err = b.detail(label); err != nil {
			return nil, err
		}
	}
	return &ui.View{Wide: true, Head: ui.Head{Title: "对接台"}, Body: g.Group{
		ui.Split{List: b.list(label), Detail: detail, Open: b.open != nil, Label: "需求和能答它的资源"}}}, nil
}

// list is the needs of the community, by what can be done about them.
func (b *board) list(label func(list, value string) string) g.Node {
	box := ui.Inbox{Title: "对接台", Summary: fmt.Sprintf("%s，%d 件", b.names[b.place], len(b.needs)), Heading: b.open == nil, Extra: b.chooser(),
		Empty: ui.EmptyState{Title: "没有等对接的需求", Why: "受理了、还没有安排的需求会出现在这里。", Action: []ui.Action{{Label: "登记需求", Href: b.url("/desk")}}}}
	counts := map[string]int{}
	for _, n := range b.needs {
		counts[b.sort(n)]++
	}
	box.Tabs = []ui.Link{{Label: "全部", Count: fmt.Sprint(len(b.needs)), Href: b.at("", 0), Current: b.tab == ""}}
	for i, s := range sorts() {
		short := []string{"缺口", "可对接", "等答复"}[i]
		box.Tabs = append(box.Tabs, ui.Link{Label: short, Count: fmt.Sprint(counts[s.tab]), Href: b.at(s.tab, 0), Current: b.tab == s.tab})
		group := ui.InboxGroup{Title: s.title, Overdue: s.tab == "gap"}
		for _, n := range b.needs {
			if b.sort(n) == s.tab && (b.tab == "" || b.tab == s.tab) {
				group.Rows = append(group.Rows, b.row(n, label))
			}
		}
		box.Groups = append(box.Groups, group)
	}
	return box
}

func (b *board) row(n *Need, label func(list, value string) string) ui.InboxRow {
	a := b.answers[n.ID]
	row := ui.InboxRow{Chapter: 3, Kind: short(label("need_category", n.Category)), Title: n.Title, Href: b.at(b.tab, n.ID), Current: n == b.open, Due: fmt.Sprintf("%d 天", b.today.Sub(n.Raised))}
	switch {
	case b.asked[record.ID[Need](n.ID)] != nil:
		row.Meta = "已问：" + b.called[b.asked[record.ID[Need](n.ID)].ID]
	case a.none() && n.State == NoResource:
		row.Meta = "已记为暂无资源"
	case a.none():
		row.Meta = "本社区和镇里没有合适的"
	default:
		row.Meta = a.words() + "可对接"
		if n.State == NoResource {
			row.Meta += "，原先记为暂无资源"
		}
	}
	return row
}

func (a answers) words() string {
	var words []string
	if a.resources > 0 {
		words = append(words, fmt.Sprintf("%d 个资源", a.resources))
	}
	if a.projects > 0 {
		words = append(words, fmt.Sprintf("%d 个项目", a.projects))
	}
	return strings.Join(words, "、")
}

// short names a category in two characters.
func short(label string) string {
	r := []rune(label)
	return string(r[:min(2, len(r))])
}

// chooser leads to another community, for whoever looks after several.
func (b *board) chooser() g.Node {
	counts, codes := map[string]int{}, []string{}
	for _, n := range b.waiting {
		if counts[n.Area]++; counts[n.Area] == 1 {
			codes = append(codes, n.Area)
		}
	}
	if area.LevelOf(b.r.Actor().Area) >= area.Community || len(codes) < 2 {
		return nil
	}
	slices.Sort(codes)
	x := ui.Field{Widget: ui.Select, Name: "c", Label: "社区", Value: b.place, Empty: "选社区"}
	for _, c := range codes {
		x.Options = append(x.Options, ui.Option{Value: c, Label: fmt.Sprintf("%s（%d 件）", b.names[c], counts[c])})
	}
	return ui.FilterBar{Action: b.url("/matching"), Fields: []ui.Field{x}}
}

// overview sets out, by what a need is about, how many wait and what there is,
// and what nobody can do anywhere in the reader's care.
func (b *board) overview(rules *store.Rules) g.Node {
	t := ui.Table{Caption: "供需一览", Plain: true, Columns: []ui.Column{{Label: "哪方面"}, {Label: "等对接的需求", Number: true}, {Label: "能做的资源", Number: true}, {Label: "在做的项目", Number: true}, {Label: "缺口", Number: true}}}
	for _, o := range rules.Options("need_category", b.place, b.today) {
		var wait, can, gap int64
		for _, n := range b.needs {
			if n.Category == o.Value {
				wait++
				if b.sort(n) == "gap" {
					gap++
				}
			}
		}
		for _, x := range b.resource {
			if slices.Contains(x.Category, o.Value) {
				can++
			}
		}
		doing := int64(0)
		for _, p := range b.projects {
			if b.does[p.ID].at(o.Value) {
				doing++
			}
		}
		lack := g.Node(g.Text("—"))
		if gap > 0 {
			lack = ui.Tag{Text: fmt.Sprintf("%d 件", gap), Tone: ui.Warn}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []g.Node{g.Text(o.Label), ui.Num(wait), ui.Num(can), ui.Num(doing), lack}})
	}
	gaps := ui.Items{Empty: "没有记为暂无资源的需求。"}
	for _, n := range b.waiting {
		if n.State == NoResource && len(gaps.List) < 12 {
			gaps.List = append(gaps.List, ui.Item{Title: n.Title, Note: b.names[n.Area] + "，" + rules.CodeLabel("need_category", n.Category, b.today), Day: string(n.Raised),
				Href: b.url(fmt.Sprintf("/matching?c=%s&need=%d", n.Area, n.ID))})
		}
	}
	return ui.Record{Beside: true, Title: b.names[b.place] + "供需一览", Body: g.Group{
		ui.Card{Title: "需求和资源", Note: fmt.Sprintf("%d 件等对接，%d 个资源、%d 个项目服务这里", len(b.needs), len(b.resource), len(b.projects)), Bare: true, Body: g.Group{t},
			Link: ui.Link{Label: "资源清单", Href: b.url("/r/resource")}},
		ui.Card{Title: "缺口清单", Note: "记为暂无资源的，最早的在前", Bare: true, Body: g.Group{gaps}, Link: ui.Link{Label: "全部", Href: b.url("/r/need?state=no_resource")}}}}
}

// detail is a need and what it can be matched to.
func (b *board) detail(label func(list, value string) string) (g.Node, error) {
	n := b.open
	fit, unfit, err := Suggest(b.ctx, b.r, n, b.today)
	if err != nil {
		return nil, err
	}
	projects, _, err := SuggestProjects(b.ctx, b.r, n, b.today)
	if err != nil {
		return nil, err
	}
	var targets []string
	for _, t := range n.Targets {
		targets = append(targets, label("target_group", t))
	}
	about := []ui.SummaryItem{{Label: "哪方面的事", Value: g.Text(label("need_category", n.Category))}}
	for _, it := range []struct{ label, text string }{{"服务对象", strings.Join(targets, "、")}, {"方便的时段", string(n.When)}, {"提出", n.Raised.Chinese() + "，" + Needs.Field("source").Text(n)}} {
		if it.text != "" {
			about = append(about, ui.SummaryItem{Label: it.label, Value: g.Text(it.text)})
		}
	}
	m, may := b.asked[record.ID[Need](n.ID)], b.r.Actor().Holds(Matches.Rights.Create)
	page := ui.Record{Crumbs: []ui.Link{{Label: "对接台", Href: b.at(b.tab, 0)}, {Label: b.names[n.Area]}}, Back: ui.Link{Label: "对接台", Href: b.at(b.tab, 0)}, Title: n.Title,
		Tag: ui.Tag{Text: Needs.StateLabel(string(n.State))}, Bar: b.bar(n, m, may),
		Body: g.Group{ui.Card{Title: "居民怎么说", Bare: true, Body: g.Group{ui.Quote{Text: n.Detail}, ui.SummaryList{Items: about}}}}}
	if m != nil {
		page.Notice = ui.Notice(ui.Info, g.Text("已问“"+b.called[m.ID]+"”，等答复。"), h.A(ui.Href(b.url(fmt.Sprintf("/r/match/%d", m.ID))), g.Text("看这次对接")))
	}
	may = may && m == nil
	back := fmt.Sprintf("/matching?c=%s&need=%d", b.place, n.ID)
	page.Body = append(page.Body, ui.Card{Title: "可对接的资源", Note: fmt.Sprintf("%d 个，按列出的理由排，由您决定", len(fit)), Bare: true, Body: g.Group{suggested(fit, n, may, back, b.url), missing(unfit)}})
	if len(projects) > 0 {
		page.Body = append(page.Body, ui.Card{Title: "可并入的项目", Bare: true, Body: g.Group{suggested(projects, n, may, back, b.url)}})
	}
	return page, nil
}

func (b *board) bar(n *Need, m *Match, may bool) g.Node {
	bar := ui.ActionBar{}
	at := func(more string) string { return b.url(fmt.Sprintf("/r/need/%d%s", n.ID, more)) }
	if may && m == nil && n.State == Verified {
		bar.Actions = append(bar.Actions, ui.Action{Label: "记为暂无资源…", Href: at("/do/lack")})
	}
	if may && m == nil {
		bar.Actions = append(bar.Actions, ui.Action{Label: "社区自己办…", Href: at("/do/serve")}, ui.Action{Label: "与另一件合并…", Href: at("/do/combine"), Style: ui.Quiet})
	}
	bar.Actions = append(bar.Actions, ui.Action{Label: "打开这条需求", Href: at(""), Style: ui.Quiet})
	return bar
}

// mostSuggested is how many suggestions of a kind are drawn.
const mostSuggested = 8

// suggested draws suggestions with the reasons of each, and what asks for one;
// back is where that leads, or the match it makes.
func suggested(list []Suggestion, n *Need, may bool, back string, url func(string) string) g.Node {
	t := ui.Table{Caption: "建议", Columns: []ui.Column{{Label: "谁、能做什么"}, {Label: "为什么合适"}, {Label: "要留意"}},
		Empty: ui.EmptyState{Title: "没有合适的资源", Why: "看看下面的差在哪里；真没有，就记为暂无资源，进入缺口清单。"}}
	if may {
		t.Columns = append(t.Columns, ui.Column{Label: "办理", Hidden: true})
	}
	for i, s := range list[:min(mostSuggested, len(list))] {
		row := ui.Row{Best: i == 0, Name: s.title(), Cells: []g.Node{
			g.Group{h.A(ui.Href(url(s.path())), g.Text(s.title())), h.Small(g.Text(s.by()))}, chips(s.Helped, ui.OK), chips(s.Hurt, ui.Warn)}}
		if may {
			row.Cells = append(row.Cells, ui.Action{Label: "对接", Small: true, Note: s.title(), Post: url("/r/match"), Hidden: []ui.Pair{s.target(), {Name: "need", Value: fmt.Sprint(n.ID)},
				{Name: "_area", Value: n.Area}, {Name: "_key", Value: fmt.Sprintf("%x", rand.Uint64())}, {Name: "_to", Value: back}}})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// missing draws what does not fit, with what would make it fit.
func missing(list []Suggestion) g.Node {
	if len(list) == 0 {
		return nil
	}
	var items g.Group
	for _, s := range list[:min(mostSuggested, len(list))] {
		items = append(items, h.Li(h.B(g.Text(s.title())), g.Text(" "+s.by()+"："+strings.Join(s.Misses, "；"))))
	}
	return h.Details(h.Class("in"), h.Summary(g.Text(fmt.Sprintf("还差一点的 %d 个，差在哪里", len(list)))), h.Ul(items))
}

func chips(words []string, tone ui.Tone) g.Node {
	return g.Map(words, func(w string) g.Node { return g.Group{ui.Tag{Text: w, Tone: tone}, g.Text(" ")} })
}

func (s Suggestion) title() string {
	if s.Project != nil {
		return s.Project.Title
	}
	return s.Resource.Title
}

func (s Suggestion) path() string {
	if s.Project != nil {
		return fmt.Sprintf("/r/project/%d", s.Project.ID)
	}
	return fmt.Sprintf("/r/resource/%d", s.Resource.ID)
}

// target is the field of the match that names what is suggested.
func (s Suggestion) target() ui.Pair {
	if s.Project != nil {
		return ui.Pair{Name: "project", Value: fmt.Sprint(s.Project.ID)}
	}
	return ui.Pair{Name: "resource", Value: fmt.Sprint(s.Resource.ID)}
}

// by says whose it is, and when.
func (s Suggestion) by() string {
	words := []string{"单位提供"}
	switch {
	case s.Org != nil:
		words = []string{s.Org.Name}
	case s.Project != nil:
		words = []string{"还没有承接的"}
	}
	if s.Resource != nil && s.Resource.When != "" {
		words = append(words, string(s.Resource.When))
	}
	return strings.Join(words, " · ")
}
