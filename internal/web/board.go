package web

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/area"
	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/figure"
	"sanshe/internal/ui"
)

// Board is one of the four cards of the dashboard: its leading figure, the
// chart beside it, and what else stands on it.
type Board struct {
	Chapter int
	Lead    string
	Note    string            // under the leading figure; empty for “78 家中 74 家”
	Parts   []string          // figures the chart is made of
	Labels  []string          // what the parts are called in the chart
	Shape   string            // waffle, split, columns
	Figures []string          // up to six more
	Notes   map[string]string // quiet words after a figure's name
}

// question reads area, day and knowledge from the address.
func (w *Web) question(v *visit) (figure.Question, error) {
	q := v.r.URL.Query()
	out := figure.Question{Area: or(q.Get("area"), w.County)}
	if !area.Contains(w.County, out.Area) && w.County != "" {
		return out, fault.New(fault.Refused, "%s不在%s", out.Area, w.Name)
	}
	at, err := clock.ParseDate(q.Get("at"), w.Store.Today())
	if err != nil {
		return out, err
	}
	out.At = at
	if k := q.Get("known"); k != "" {
		if out.Known, err = strconv.ParseInt(k, 10, 64); err != nil {
			t, errTime := clock.ParseTime(k)
			if errTime != nil {
				return out, errTime
			}
			out.Known, err = w.Figures.KnownAt(v.ctx(), t)
		}
	}
	return out, err
}

func (w *Web) mayFigures(v *visit) error {
	if w.seesFigures(v.actor) {
		return nil
	}
	return fault.New(fault.Refused, "您的岗位不看全县的数；需要时请联系县级经办")
}

// address writes a question into the address of a figure.
func (w *Web) address(name string, q figure.Question, more ...string) string {
	u := url.Values{}
	if q.At != "" && q.At != w.Store.Today() {
		u.Set("at", string(q.At))
	}
	if q.Area != w.County {
		u.Set("area", q.Area)
	}
	if q.Known != 0 {
		u.Set("known", strconv.FormatInt(q.Known, 10))
	}
	for i := 0; i+1 < len(more); i += 2 {
		u.Set(more[i], more[i+1])
	}
	path := "/figures/" + name
	if name == "" {
		path = "/board"
	}
	if len(u) > 0 {
		path += "?" + u.Encode()
	}
	return w.UI.URL(path)
}

// drawn turns an answer into a figure that opens where it comes from.
func (w *Web) drawn(a *figure.Answer, note string) ui.Figure {
	f := ui.Figure{Name: a.Label, Value: a.Number(), Unit: a.Unit, Note: note, Href: w.address(a.Name, a.Question)}
	if note == "" && a.Ratio() {
		f.Note = a.Out()
	}
	if a.None {
		f.Unit = ""
	}
	return f
}

// board is the dashboard: the four chapters, the communities, one figure opened.
func (w *Web) board(v *visit) (g.Node, error) {
	if err := w.mayFigures(v); err != nil {
		return nil, err
	}
	q, err := w.question(v)
	if err != nil {
		return nil, err
	}
	list, err := w.Figures.All(v.ctx(), q)
	if err != nil {
		return nil, err
	}
	by := map[string]*figure.Answer{}
	for i := range list {
		by[list[i].Name], q = &list[i], list[i].Question
	}
	page := ui.Board{Note: "每个数都是一份名单数出来的：点开看名单。"}
	for _, b := range w.Boards {
		card, err := w.card(v, b, by, q)
		if err != nil {
			return nil, err
		}
		page.Cards = append(page.Cards, card)
	}
	if page.Area, err = w.places3(v, q); err != nil {
		return nil, err
	}
	if name := v.r.URL.Query().Get("figure"); by[name] != nil {
		if page.Panel, err = w.panel(v, by[name], by, w.address("", q)); err != nil {
			return nil, err
		}
	}
	screen := v.r.URL.Query().Get("view") == "screen"
	head := ui.Head{Title: "三社联动总览", Note: h.Span(g.Text(fmt.Sprintf("%s至%s，%s", q.At.YearStart().Chinese(), q.At.Chinese(), w.Name))), Actions: []ui.Action{
		{Label: "大屏", Href: w.address("", q, "view", "screen"), Icon: "full"},
		{Label: "生成工作报告", Href: w.UI.URL("/report?at=" + string(q.At)), Icon: "doc", Style: ui.Primary}}}
	if screen {
		return w.UI.Page(ui.Page{Title: "三社联动总览", Prefs: v.prefs, Screen: true, Body: g.Group{h.Main(h.ID("main"), h.Class("main"), head, page)}}), nil
	}
	return w.shell(v, "三社联动总览", false, head, page), nil
}

func (w *Web) card(v *visit, b Board, by map[string]*figure.Answer, q figure.Question) (ui.ChapterCard, error) {
	chapters := map[int]string{}
	for _, c := range w.Menu {
		chapters[c.Number] = c.Name
	}
	n := 0
	for _, a := range by {
		if a.Chapter == b.Chapter {
			n++
		}
	}
	card := ui.ChapterCard{Chapter: b.Chapter, Title: chapters[b.Chapter], More: ui.Link{Label: "全部指标", Href: w.UI.URL("/figures")}}
	if n > 0 {
		card.More.Label = fmt.Sprintf("%d 个指标", n)
	}
	if lead := by[b.Lead]; lead != nil {
		card.Lead = w.inBoard(v, lead, q, b.Note)
	} else {
		card.Lead = ui.Figure{Name: b.Note, Value: "待接入", Words: true}
	}
	var parts []ui.Part
	for i, name := range b.Parts {
		if a := by[name]; a != nil {
			parts = append(parts, ui.Part{Label: b.Labels[i], Count: a.Num, Href: w.address(a.Name, q)})
		}
	}
	switch {
	case b.Shape == "waffle" && len(parts) > 0 && by[b.Lead] != nil:
		lead := by[b.Lead]
		card.Chart = ui.Waffle{Chapter: b.Chapter, What: "纳入基数的社会组织", Unit: "家", Parts: parts, Rest: ui.Part{Label: "未覆盖", Count: lead.Den - lead.Num, Href: w.address(lead.Name, q, "part", "rest")}}
	case b.Shape == "split" && len(parts) > 0:
		card.Chart = ui.SplitBar{Chapter: b.Chapter, Unit: "家", Parts: parts}
	case b.Shape == "columns" && by[b.Lead] != nil:
		months, err := w.Figures.ByMonth(v.ctx(), b.Lead, q)
		if err != nil {
			return card, err
		}
		chart := ui.Columns{Chapter: b.Chapter, What: "每月" + by[b.Lead].Label, Unit: by[b.Lead].Unit}
		for _, m := range months {
			month, _ := strconv.Atoi(m.Key[5:])
			chart.Points = append(chart.Points, ui.Part{Label: fmt.Sprintf("%d月", month), Count: m.N})
		}
		card.Chart = chart
	}
	for _, name := range b.Figures {
		if a := by[name]; a != nil {
			card.Figures = append(card.Figures, w.inBoard(v, a, q, b.Notes[name]))
		}
	}
	return card, nil
}

// inBoard draws a figure that opens its panel beside the cards.
func (w *Web) inBoard(v *visit, a *figure.Answer, q figure.Question, note string) ui.Figure {
	f := w.drawn(a, note)
	f.Href, f.Key, f.Current = w.address("", q, "figure", a.Name), a.Name, v.r.URL.Query().Get("figure") == a.Name
	return f
}

// places3 shows services and needs by community, in division order.
func (w *Web) places3(v *visit, q figure.Question) (g.Node, error) {
	if len(w.Boards) < 3 {
		return nil, nil
	}
	names := [2]string{w.Boards[2].Lead, ""}
	if len(w.Boards[2].Figures) > 0 {
		names[1] = w.Boards[2].Figures[0]
	}
	first, second := w.Figures.Contract(names[0]), w.Figures.Contract(names[1])
	if first == nil || second == nil {
		return nil, nil
	}
	one, err := w.Figures.ByArea(v.ctx(), first.Name, q)
	if err != nil {
		return nil, err
	}
	two, err := w.Figures.ByArea(v.ctx(), second.Name, q)
	if err != nil {
		return nil, err
	}
	other := map[string]int64{}
	for _, b := range two {
		other[b.Key] = b.N
	}
	var codes []string
	most := int64(1)
	for _, b := range one {
		codes = append(codes, b.Key)
		most = max(most, b.N)
	}
	areas, err := w.Store.AreaNames(v.ctx(), codes)
	if err != nil {
		return nil, err
	}
	card := ui.AreaCard{Title: "各社区", Note: "按区划顺序，合办的活动各社区各算一场", Map: ui.TileMap{What: first.Label, Unit: first.Unit},
		Table: ui.Table{Caption: "各社区的" + first.Label + "和" + second.Label, Plain: true, Tight: true, Columns: []ui.Column{{Label: "社区"}, {Label: first.Label, Unit: first.Unit, Number: true, Lead: true}, {Label: first.Label, Bar: true}, {Label: second.Label, Unit: second.Unit, Number: true}}}}
	for i, b := range one {
		if i == 24 {
			break // a county's tiles; the figure's own page has them all
		}
		name := shortPlace(areas[b.Key])
		at := figure.Question{Area: b.Key, At: q.At, Known: q.Known}
		card.Map.Tiles = append(card.Map.Tiles, ui.Tile{Label: tile(name), Name: name, Value: b.N, Note: fmt.Sprintf("%s %d %s", second.Label, other[b.Key], second.Unit), Href: w.address(first.Name, at)})
		card.Table.Rows = append(card.Table.Rows, ui.Row{Href: w.address("", at), Cells: []g.Node{g.Text(name), ui.Num(b.N), ui.Bar(float64(b.N) / float64(most)), ui.Num(other[b.Key])}})
	}
	if len(card.Map.Tiles) == 0 {
		return nil, nil
	}
	return card, nil
}

// tile shortens a community's name for a tile.
func tile(name string) string {
	r := []rune(strings.TrimSuffix(strings.TrimSuffix(name, "社区"), "村"))
	return string(r[:min(4, len(r))])
}
