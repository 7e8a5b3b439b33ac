package party

import (
	"context"
	"fmt"
	"net/url"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/clock"
	"sanshe/internal/figure"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// boardFigures are the figures of the coverage board, coverage by organisation
// first, coverage by work after.
var boardFigures = []string{"party.base", "party.coverage_rate", "party.unbuilt", "party.work_coverage", "party.unreached", "party.instructors", "party.elections_due"}

// board is the coverage board (党组织覆盖) of a division on a day.
type board struct {
	ctx     context.Context
	e       *figure.Engine
	r       *store.Reader
	url     func(string) string
	q       figure.Question
	by      map[string]*figure.Answer
	members []*org.SocialOrg    // the base, as far as it is drawn
	covered map[int64]*Coverage // by organisation
	names   map[int64]string    // of Party organisations
}

// Board gives the page of coverage: one square is one organisation of the base,
// the uncovered first; then the two worklists, 应建未建 and 待派.
func Board(e *figure.Engine) func(context.Context, *store.Reader, url.Values, func(string) string) (*ui.View, error) {
	return func(ctx context.Context, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error) {
		at, err := clock.ParseDate(q.Get("at"), r.Today())
		if err != nil {
			return nil, err
		}
		b := &board{ctx: ctx, e: e, r: r, url: url, q: figure.Question{Area: r.Actor().Area, At: at}, by: map[string]*figure.Answer{}}
		if b.q.At == "" {
			b.q.At = r.Today()
		}
		return b.draw()
	}
}

func (b *board) draw() (*ui.View, error) {
	list, err := b.e.Several(b.ctx, b.q, boardFigures...)
	if err != nil {
		return nil, err
	}
	for i := range list {
		b.by[list[i].Name] = &list[i]
	}
	base, err := b.behind("party.base", drawn)
	if err != nil {
		return nil, err
	}
	if err := b.read(base); err != nil {
		return nil, err
	}
	lists, err := b.worklists()
	if err != nil {
		return nil, err
	}
	return &ui.View{
		Head: ui.Head{Title: "党组织覆盖", Note: g.Group{g.Text("截至" + b.q.At.Chinese() + "。"), ui.Lines("组织覆盖以纳入基数为底，", "工作覆盖以全部登记的为底，", "两个数不能相加。")},
			Actions: b.registers()},
		AsOf: "截至 " + b.q.At.Chinese(),
		Body: g.Group{
			ui.FilterBar{Action: b.url("/coverage"), Fields: []ui.Field{{Widget: ui.DateInput, Name: "at", Label: "截至哪一天", Value: string(b.q.At)}}},
			b.mosaic(base),
			h.Div(h.ID("worklists"), h.Class("two-up below"), lists),
		},
	}, nil
}

// drawn is how many organisations of the base are drawn as squares.
const drawn = 200

// read gathers how each organisation of the base is covered on the day.
func (b *board) read(base *figure.Rows) error {
	var ids []any
	var branches []int64
	for _, row := range base.Rows {
		if o, ok := row.Record.(*org.SocialOrg); ok {
			b.members, ids = append(b.members, o), append(ids, record.ID[org.SocialOrg](o.ID))
		}
	}
	rows, err := store.Find(b.ctx, b.r, Coverages, func(c *Coverage, w *store.Where) { w.In(&c.Org, ids...).AtMost(&c.From, b.q.At).By(&c.From) })
	if err != nil {
		return err
	}
	b.covered = map[int64]*Coverage{}
	for _, c := range rows {
		if c.Until == "" || c.Until > b.q.At {
			b.covered[int64(c.Org)] = c
			branches = append(branches, int64(c.PartyOrg))
		}
	}
	b.names, err = b.r.Titles(b.ctx, PartyOrgs.Register, branches)
	return err
}

// kinds of squares, the uncovered first.
func kinds() []ui.Kind {
	return []ui.Kind{{Name: "未覆盖", Mark: "未"}, {Name: "单独组建", Mark: "单", Shade: 1}, {Name: "联合组建", Mark: "联", Shade: 2}, {Name: "视同覆盖", Mark: "视", Shade: 3}}
}

// kind says which square an organisation is.
func (b *board) kind(id int64) string {
	switch c := b.covered[id]; {
	case c == nil || c.Kind == None || c.Kind == WorkOnly:
		return "未覆盖"
	default:
		return Coverages.Field("kind").Text(c)
	}
}

func (b *board) mosaic(base *figure.Rows) g.Node {
	a := b.by["party.coverage_rate"]
	m := ui.Mosaic{Chapter: 1, What: "纳入基数的社会组织，未覆盖的在前", Kinds: kinds(), Past: "worklists"}
	t := ui.Table{Caption: "纳入基数的社会组织", Columns: []ui.Column{{Label: "社会组织"}, {Label: "覆盖"}, {Label: "党组织"}, {Label: "起"}}}
	for _, k := range m.Kinds {
		for _, o := range b.members {
			if b.kind(o.ID) != k.Name {
				continue
			}
			href := b.url(fmt.Sprintf("/r/social_org/%d", o.ID))
			m.Squares = append(m.Squares, ui.Square{Name: o.Name, Kind: k.Name, Href: href})
			row := ui.Row{Href: href, Cells: []g.Node{g.Text(o.Name), g.Text(k.Name), nil, nil}}
			if c := b.covered[o.ID]; c != nil {
				row.Cells[2], row.Cells[3] = g.Text(b.names[int64(c.PartyOrg)]), ui.Date(string(c.From))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	lead := ui.Figure{Name: a.Label, Value: a.Number(), Unit: a.Unit, Note: a.Out() + "已覆盖", Href: b.figure(a.Name)}
	if a.None {
		lead.Unit, lead.Note = "", "还没有纳入基数的社会组织"
	}
	more := ""
	if rest := base.Total() - int64(len(m.Squares)); rest > 0 {
		more = fmt.Sprintf("另有 %d 家没有画出来，见名单。", rest)
	}
	return ui.Card{Title: "组织覆盖", Note: "一格是一家社会组织", Link: ui.Link{Label: "怎么算的、名单", Href: b.figure(a.Name)}, Bare: true, Body: g.Group{
		h.Div(h.Class("coverage"), h.Div(h.Class("numbers"), ui.Headline(lead)), m), g.If(more != "", h.P(h.Class("in mute"), g.Text(more))),
		h.Details(h.Class("in table-alt"), h.Summary(g.Text("以表格看")), t),
	}}
}

// figure gives the address of a figure on the board's day.
func (b *board) figure(name string) string {
	return b.url("/figures/" + name + "?at=" + string(b.q.At))
}

// registers leads to those the visitor reads.
func (b *board) registers() (out []ui.Action) {
	for _, reg := range []*record.Register{Coverages.Register, PartyOrgs.Register} {
		if b.r.Actor().Holds(reg.Rights.Read) {
			out = append(out, ui.Action{Label: reg.Label + "台账", Href: b.url("/r/" + reg.Name)})
		}
	}
	return out
}
