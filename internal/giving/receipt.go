package giving

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	g "maragu.dev/gomponents"
	h "maragu.dev/gomponents/html"

	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Keepers are who keep donations, and print their receipts.
func Keepers() record.Roles {
	return record.By(people.CommunityWorker, people.TownOfficer, people.CivilAffairs, people.CountyOfficer)
}

// Receipt draws the note of thanks for a donation (捐赠收据), for A4. It names the
// official receipt by its number and is none itself; who gave is written by hand
// if their name is masked.
func Receipt(ctx context.Context, r *store.Reader, q url.Values, url func(string) string) (*ui.View, error) {
	id, err := strconv.ParseInt(q.Get("donation"), 10, 64)
	if err != nil {
		return &ui.View{Head: ui.Head{Title: "捐赠收据"}, Body: g.Group{ui.EmptyState{Title: "还没有选捐赠", Why: "从捐赠台账里打开一笔，再打印收据。"}}}, nil
	}
	d, err := store.One(ctx, r, Donations, record.ID[Donation](id))
	if err != nil {
		return nil, err
	}
	s := &sheet{ctx: ctx, r: r, list: []*Donation{d}, uses: map[record.ID[Donation]][]*Use{}}
	if err := s.read(); err != nil {
		return nil, err
	}
	who := map[DonorKind]string{OrgDonor: s.orgs[int64(d.Org)], UnitDonor: s.units[int64(d.Unit)]}[d.From]
	rows := g.Group{}
	row := func(label, text string) {
		if text != "" {
			rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text(label)), h.Td(g.Text(text))))
		}
	}
	row("捐赠方", who)
	if who == "" {
		rows = append(rows, h.Tr(h.Th(h.Scope("row"), g.Text("捐赠人")), h.Td(g.Text("　"))))
	}
	row("捐赠日期", d.On.Chinese())
	if d.Money > 0 {
		row("金额", d.Money.Yuan()+" 元")
	}
	if row("物资", d.Goods); d.Worth > 0 {
		row("物资折价", d.Worth.Yuan()+" 元")
	}
	row("用途", d.Purpose)
	row("接收单位", s.orgs[int64(d.Receiver)]+s.units[int64(d.TakenBy)])
	row("公益事业捐赠票据号", d.Receipt)
	if d.Nameless {
		row("公开", "捐赠人不愿公开姓名，公示时写“爱心人士”")
	}
	return &ui.View{Head: ui.Head{Title: "捐赠收据", Crumbs: []ui.Link{{Label: Donations.Label, Href: url("/r/donation")}, {Label: record.Code(id), Href: url(fmt.Sprintf("/r/donation/%d", id))}, {Label: "收据"}},
		Note: g.Text("用浏览器的打印（Ctrl+P），A4 纸。这是感谢和核对用的收据，不代替财政部门监制的捐赠票据。")},
		Body: g.Group{h.Section(h.Class("card form-paper"), h.Table(h.Caption(g.Text("捐赠收据")), h.TBody(rows)),
			h.P(g.Text("感谢您的爱心。用到哪里，公示页上会写明。")),
			h.P(h.Class("sign"), g.Map([]string{"经手人", "接收单位（盖章）", "日期"}, func(s string) g.Node { return h.Span(g.Text(s + "：")) })))}}, nil
}

// ToReceipt leads from a donation to its receipt.
func ToReceipt(_ context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	if !r.Actor().Holds(Keepers()) {
		return nil, nil
	}
	return &ui.Panel{Body: ui.Card{Title: "收据", Screen: true, Body: g.Group{h.P(h.A(ui.Href(url(fmt.Sprintf("/receipt?donation=%d", record.BaseOf(rec).ID))), g.Text("打印捐赠收据")))}}}, nil
}
