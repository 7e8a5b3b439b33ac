package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// codeListPage shows a code list: its values in order with how many records use
// each, and the form for one more.
func (w *Web) codeListPage(v *visit) (g.Node, error) {
	l := w.Store.CodeListOf(v.r.PathValue("name"))
	if l == nil {
		return nil, errNowhere()
	}
	rules, err := w.Store.Rules(v.ctx())
	if err != nil {
		return nil, err
	}
	rows := slices.Clone(rules.Rows(store.OfCode, l.Name))
	place, err := w.placesOf(v, rows)
	if err != nil {
		return nil, err
	}
	used, err := w.Store.CodeUse(v.ctx(), w.Store.DB(), l.Name)
	if err != nil {
		return nil, err
	}
	history, err := w.rulings(v, l.Name)
	if err != nil {
		return nil, err
	}
	may, today := w.Store.MayRule(v.actor, store.OfCode, l.Name), w.Store.Today()
	t := ui.Table{Caption: l.Label, Columns: []ui.Column{{Label: "名称"}, {Label: "代码"}, {Label: "适用"}, {Label: "起止"}, {Label: "现在"}, {Label: "用着的记录", Number: true}}}
	last := int64(0)
	for _, p := range rows {
		last = max(last, p.Place)
		tone := stands(p, today)
		row := ui.Row{Name: p.Value, Cells: []g.Node{h.Strong(g.Text(p.Value)), h.Span(h.Class("code mute"), g.Text(p.Key)), g.Text(place(p.Area)), g.Text(spell(p)),
			ui.Tag{Text: map[ui.Tone]string{ui.OK: "现行", ui.Info: "将来", past: "已停用"}[tone], Tone: tone}, ui.Num(used[p.Key])}}
		if may && tone != past {
			link := func(more ...string) string {
				q := url.Values{"key": {p.Key}, "fixed": {"1"}, "area": {p.Area}, "from": {string(max(p.From, today.AddDays(1)))}}
				for i := 0; i+1 < len(more); i += 2 {
					q.Set(more[i], more[i+1])
				}
				return w.settingURL(store.OfCode, l.Name, "/change?"+q.Encode())
			}
			row.Actions = []ui.Action{
				{Label: "改名", Href: link("value", p.Value, "place", fmt.Sprint(p.Place)), Small: true},
				{Label: "停用", Href: link("end", "1"), Small: true}}
			if used[p.Key] == 0 {
				row.More = []ui.Action{{Label: "加错了，删掉", Href: link("end", "1", "drop", "1", "from", string(p.From))}}
			}
		}
		t.Rows = append(t.Rows, row)
	}
	right := g.Node(ui.Card{Title: "增加", Body: g.Group{h.P(h.Class("sec"), g.Text("您的岗位只能看；要改请联系"+w.roleWords(l.By)+"。"))}})
	if may {
		form, err := w.rulingForm(v, store.OfCode, l.Name, url.Values{"from": {string(today)}, "place": {fmt.Sprint(last + 10)}}, nil)
		if err != nil {
			return nil, err
		}
		right = ui.Card{Title: "加一个值", Body: g.Group{form}}
	}
	return w.shell(v, l.Label, false, ui.Head{Title: l.Label, Crumbs: w.settingCrumbs(l.Label), Note: g.Text("依据：" + strings.TrimSpace(l.Source) + "。记录用着的值可以停用，不能删掉。")},
		done(v.r.URL.Query().Get("done")), h.Div(h.Class("lay with wide"), h.Div(h.Class("stack"), ui.Card{Title: "值", Note: "按表单里的顺序", Body: g.Group{t}, Bare: true}, history), h.Div(h.Class("stack"), right))), nil
}
