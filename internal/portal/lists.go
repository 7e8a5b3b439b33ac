package portal

import (
	"net/http"
	"strconv"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/fault"
	"sanshe/internal/ui"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"
)

// Edition is a published list, as it stood when it was published.
type Edition struct {
	ID    int64
	Area  string
	Title string // 2026 年需求清单（第 2 期）
	Note  string
	On    clock.Date
	Later int64 // a later edition of the same list, 0 if this is the last
	Items int64
	Heads []string
	Rows  [][]string
}

// lists shows what lists a community has published.
func (v *visit) lists() error {
	wrong := v.known()
	code, body := http.StatusOK, g.Group{ui.PhoneHead{Title: "三张清单", Lead: []string{"居民要什么、", "有什么可以帮、", "在做什么项目"}}}
	if v.place.code == "" {
		said := ""
		if wrong != nil {
			code, said = status(wrong), v.notHere(wrong)
		}
		field, err := v.chooser("", said)
		if err != nil {
			return err
		}
		body = append(body, ui.Form{Action: v.UI.URL("/p/lists"), Get: true, NoDraft: true, Body: g.Group{field, ui.BigButton{Label: "就看这里"}}})
		return v.column(code, "三张清单", body)
	}
	list, err := v.Lists(v.r.Context(), v.place.code)
	if err != nil {
		return err
	}
	items := ui.Items{Empty: "这个社区还没有公布清单。"}
	for _, e := range list {
		it := ui.Item{Title: e.Title, Href: v.UI.URL("/p/lists/" + strconv.FormatInt(e.ID, 10)), Note: strconv.FormatInt(e.Items, 10) + " 条", Day: string(e.On)}
		if e.Later == 0 {
			it.Tag = ui.Tag{Text: "最新一期", Tone: ui.OK}
		}
		items.List = append(items.List, it)
	}
	return v.column(code, "三张清单", append(body, ui.Card{Title: v.place.name, Bare: true, Body: g.Group{items}}, ui.BigButton{Label: "提需求", Href: v.UI.URL("/p/need"), Quiet: true}))
}

// list shows one edition: the lines as they were on the day.
func (v *visit) list() error {
	id, err := strconv.ParseInt(v.r.PathValue("id"), 10, 64)
	if err != nil {
		return v.lost()
	}
	e, err := v.List(v.r.Context(), id)
	if err != nil {
		return err
	}
	if e == nil {
		return fault.New(fault.NotFound, "没有公布过这一期，或者已经撤回")
	}
	if p, err := v.at(e.Area); err == nil {
		v.place = p
	}
	t := ui.Table{Caption: e.Title, Empty: ui.EmptyState{Title: "这一期没有留下条目", Why: "发布得早，只记了条数。"}}
	for _, head := range e.Heads {
		t.Columns = append(t.Columns, ui.Column{Label: head})
	}
	for _, r := range e.Rows {
		row := ui.Row{}
		for _, cell := range r {
			if from, to, span := strings.Cut(cell, " 至 "); span { // days stay whole
				row.Cells = append(row.Cells, ui.Lines(from+" 至 ", to))
				continue
			}
			row.Cells = append(row.Cells, g.Text(cell))
		}
		t.Rows = append(t.Rows, row)
	}
	body := g.Group{ui.PhoneHead{Title: e.Title, Lead: []string{e.On.Chinese() + "公布，", strconv.FormatInt(e.Items, 10) + " 条，", "照公布那天的样子"}}}
	if e.Later != 0 {
		body = append(body, ui.Notice(ui.Info, h.P(g.Text("后来又公布了一期。"), h.A(ui.Href(v.UI.URL("/p/lists/"+strconv.FormatInt(e.Later, 10))), g.Text("看最新的")))))
	}
	if e.Note != "" {
		body = append(body, h.P(h.Class("hint"), g.Text("说明："+e.Note)))
	}
	return v.column(http.StatusOK, e.Title, append(body, h.Section(h.Class("card"), t), ui.BigButton{Label: "这个社区的全部清单", Href: v.UI.URL("/p/lists?c=" + e.Area), Quiet: true}))
}

// column writes a wide page that search engines may keep: it is public.
func (v *visit) column(code int, title string, body g.Group) error {
	v.w.Header().Del("X-Robots-Tag")
	v.write(code, ui.PhonePage{Title: title, Wide: true, Body: body, Print: ui.Print{Unit: v.place.name, URL: v.public(v.r.URL.Path)}})
	return nil
}
