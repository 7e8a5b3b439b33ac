package party

import (
	"context"
	"fmt"

	g "maragu.dev/gomponents"

	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Meaning says what a survey means: who counts towards a branch and who does not yet.
func Meaning(_ context.Context, _ *store.Reader, rec record.Record, _ func(string) string) (g.Node, error) {
	m := rec.(*MemberSurvey)
	words := fmt.Sprintf("正式党员 %d 名，不足 %d 名，不属于应建。", m.Full, fullMembersForBranch)
	switch {
	case m.Full >= fullMembersForBranch:
		words = fmt.Sprintf("正式党员 %d 名，应单独建立党支部（3 名以上正式党员，预备党员不算）。", m.Full)
	case m.Full+m.Probationary == 0:
		words = "没有党员，不在纳入基数。"
	}
	if m.Probationary > 0 {
		words += fmt.Sprintf("另有 %d 名预备党员，转正后重新摸排。", m.Probationary)
	}
	return ui.Notice(ui.Info, g.Text(words)), nil
}

// OrgFile draws the Party side of an organisation's page: how it is covered
// now and was before, and what the last surveys found.
func OrgFile(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (g.Node, error) {
	o := rec.(*org.SocialOrg)
	id := record.ID[org.SocialOrg](o.ID)
	rows, err := store.Find(ctx, r, Coverages, func(c *Coverage, w *store.Where) { w.Is(&c.Org, id).Last(&c.From).Limit(6) })
	if err != nil {
		return nil, err
	}
	surveys, err := store.Find(ctx, r, MemberSurveys, func(m *MemberSurvey, w *store.Where) { w.Is(&m.Org, id).Last(&m.On).Limit(3) })
	if err != nil || len(rows)+len(surveys) == 0 {
		return nil, err
	}
	covered := ui.Table{Caption: "党组织覆盖", Plain: true, Columns: []ui.Column{{Label: "覆盖方式"}, {Label: "起"}, {Label: "止"}}}
	for _, c := range rows {
		until := string(c.Until)
		if until == "" {
			until = "现在"
		}
		covered.Rows = append(covered.Rows, ui.Row{Href: url(fmt.Sprintf("/r/party_coverage/%d", c.ID)), Cells: []g.Node{g.Text(Coverages.Field("kind").Text(c)), ui.Date(string(c.From)), ui.Date(until)}})
	}
	found := ui.Table{Caption: "党员情况摸排", Plain: true, Columns: []ui.Column{{Label: "摸排日期"}, {Label: "正式党员", Number: true}, {Label: "预备党员", Number: true}, {Label: "状态"}}}
	for _, m := range surveys {
		found.Rows = append(found.Rows, ui.Row{Href: url(fmt.Sprintf("/r/member_survey/%d", m.ID)), Cells: []g.Node{ui.Date(string(m.On)), ui.Num(m.Full), ui.Num(m.Probationary), g.Text(MemberSurveys.StateLabel(string(m.State)))}})
	}
	return g.Group{ui.Card{Title: "党组织覆盖", Bare: true, Body: g.Group{covered}}, g.If(len(surveys) > 0, ui.Card{Title: "党员情况", Bare: true, Body: g.Group{found}})}, nil
}
