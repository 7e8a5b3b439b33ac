package party

import (
	"context"
	"fmt"
	"strings"

	g "maragu.dev/gomponents"

	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/record"
	"sanshe/internal/store"
	"sanshe/internal/ui"
)

// Meaning says what a survey means: who counts towards a branch and who does not yet.
func Meaning(_ context.Context, _ *store.Reader, rec record.Record, _ func(string) string) (*ui.Panel, error) {
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
	return &ui.Panel{Body: ui.Notice(ui.Info, g.Text(words))}, nil
}

// OrgCoverage draws how the Party reaches an organisation: now, and before.
func OrgCoverage(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	id := record.ID[org.SocialOrg](record.BaseOf(rec).ID)
	rows, err := store.Find(ctx, r, Coverages, func(c *Coverage, w *store.Where) { w.Is(&c.Org, id).Last(&c.From).Limit(6) })
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var branches []int64
	for _, c := range rows {
		branches = append(branches, int64(c.PartyOrg))
	}
	names, err := r.Titles(ctx, PartyOrgs.Register, branches)
	if err != nil {
		return nil, err
	}
	var list ui.Items
	for _, c := range rows {
		it := ui.Item{Title: Coverages.Field("kind").Text(c), Href: url(fmt.Sprintf("/r/party_coverage/%d", c.ID)), Note: days(c.From, c.Until)}
		if name := names[int64(c.PartyOrg)]; name != "" {
			it.Note = name + "，" + it.Note
		}
		if c.Until == "" && c.Kind == None {
			it.Tag = ui.Tag{Text: "未覆盖", Tone: ui.Warn}
		} else if c.Until == "" {
			it.Tag = ui.Tag{Text: "现在", Tone: ui.OK}
		}
		list.List = append(list.List, it)
	}
	card := ui.Card{Title: "党组织覆盖", Bare: true, Body: g.Group{list}}
	if r.Actor().Holds(Coverages.Rights.Create) {
		card.Link = ui.Link{Label: "改登记覆盖方式", Href: url(fmt.Sprintf("/r/party_coverage/new?org=%d", id))}
	}
	return &ui.Panel{Body: card}, nil
}

// BranchMembers says how many full members a branch has, by the last surveys of
// what it covers, and warns of fewer than three.
func BranchMembers(ctx context.Context, r *store.Reader, rec record.Record, _ func(string) string) (*ui.Panel, error) {
	o := rec.(*PartyOrg)
	if o.State != Founded || o.Kind != Branch && o.Kind != JointBranch {
		return nil, nil
	}
	covers, err := store.Find(ctx, r, Coverages, func(c *Coverage, w *store.Where) {
		w.Is(&c.PartyOrg, record.ID[PartyOrg](o.ID)).In(&c.Kind, Single, Joint).Empty(&c.Until).Limit(100)
	})
	if err != nil || len(covers) == 0 {
		return nil, err
	}
	ids, last := make([]any, len(covers)), map[record.ID[org.SocialOrg]]int64{}
	for i, c := range covers {
		ids[i] = c.Org
	}
	surveys, err := store.Find(ctx, r, MemberSurveys, func(m *MemberSurvey, w *store.Where) {
		w.In(&m.Org, ids...).Is(&m.State, Verified).AtMost(&m.On, r.Today()).By(&m.On).Limit(1000)
	})
	if err != nil {
		return nil, err
	}
	for _, m := range surveys {
		last[m.Org] = m.Full
	}
	full := int64(0)
	for _, n := range last {
		full += n
	}
	words := fmt.Sprintf("覆盖 %d 家社会组织，最近的摸排共有正式党员 %d 名", len(covers), full)
	switch missing := len(covers) - len(last); {
	case missing > 0:
		return &ui.Panel{Body: ui.Notice(ui.Info, g.Text(fmt.Sprintf("%s；还有 %d 家没有摸排。", words, missing)))}, nil
	case full < fullMembersForBranch:
		return &ui.Panel{Body: ui.Notice(ui.Warn, g.Text(fmt.Sprintf("%s，不足 %d 名：核对后联合组建、并入或撤销。", words, fullMembersForBranch)))}, nil
	}
	return &ui.Panel{Body: ui.Notice(ui.Info, g.Text(words+"。"))}, nil
}

// OrgMembers draws what the last surveys of an organisation's members found, and
// its undertaking.
func OrgMembers(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	id := record.ID[org.SocialOrg](record.BaseOf(rec).ID)
	surveys, err := store.Find(ctx, r, MemberSurveys, func(m *MemberSurvey, w *store.Where) { w.Is(&m.Org, id).Last(&m.On).Limit(4) })
	if err != nil {
		return nil, err
	}
	signed, err := store.Find(ctx, r, Undertakings, func(u *Undertaking, w *store.Where) { w.Is(&u.Org, id).Limit(1) })
	if err != nil {
		return nil, err
	}
	list := ui.Items{Empty: "还没有摸排过党员情况。"}
	for _, m := range surveys {
		it := ui.Item{Title: fmt.Sprintf("正式党员 %d 名", m.Full), Note: string(m.On) + " " + MemberSurveys.Field("source").Text(m), Href: url(fmt.Sprintf("/r/member_survey/%d", m.ID))}
		if m.Probationary > 0 {
			it.Title += fmt.Sprintf("，预备党员 %d 名", m.Probationary)
		}
		if m.State != Verified {
			it.Tag = ui.Tag{Text: MemberSurveys.StateLabel(string(m.State)), Tone: ui.Warn}
		}
		list.List = append(list.List, it)
	}
	for _, u := range signed {
		list.List = append(list.List, ui.Item{Title: "党建工作承诺书", Note: string(u.Signed) + " 签署", Href: url(fmt.Sprintf("/r/undertaking/%d", u.ID)), Tag: ui.Tag{Text: Undertakings.StateLabel(string(u.State))}})
	}
	if o := rec.(*org.SocialOrg); len(signed) == 0 && r.Actor().Holds(Undertakings.Rights.Create) && (o.State == org.Preparing || o.State == org.Approved) {
		list.List = append(list.List, ui.Item{Title: "党建工作承诺书还没有登记", Note: "准予登记前要有；点开登记", Href: url(fmt.Sprintf("/r/undertaking/new?org=%d", id)), Tag: ui.Tag{Text: "待登记", Tone: ui.Warn}})
	}
	card := ui.Card{Title: "党员情况", Bare: true, Body: g.Group{list}}
	if r.Actor().Holds(MemberSurveys.Rights.Create) {
		card.Link = ui.Link{Label: "登记摸排", Href: url(fmt.Sprintf("/r/member_survey/new?org=%d", id))}
	} else if len(list.List) == 0 {
		return nil, nil
	}
	return &ui.Panel{Body: card}, nil
}

// OrgInstructors draws who is sent to an organisation, and their last visits.
func OrgInstructors(ctx context.Context, r *store.Reader, rec record.Record, url func(string) string) (*ui.Panel, error) {
	id := record.ID[org.SocialOrg](record.BaseOf(rec).ID)
	postings, err := store.Find(ctx, r, Postings, func(p *Posting, w *store.Where) { w.Is(&p.Org, id).Last(&p.From).Limit(4) })
	if err != nil || len(postings) == 0 {
		return nil, err
	}
	ids := make([]any, len(postings))
	var who []int64
	for i, p := range postings {
		ids[i] = record.ID[Posting](p.ID)
		who = append(who, int64(p.Instructor))
	}
	names, err := r.Titles(ctx, Instructors.Register, who)
	if err != nil {
		return nil, err
	}
	visits, err := store.Find(ctx, r, Guidances, func(v *Guidance, w *store.Where) { w.In(&v.Posting, ids...).Last(&v.On).Limit(3) })
	if err != nil {
		return nil, err
	}
	panel, list := &ui.Panel{}, ui.Items{}
	for _, p := range postings {
		name := names[int64(p.Instructor)]
		it := ui.Item{Title: name, Note: "派驻 " + days(p.From, p.Until), Href: url(fmt.Sprintf("/r/posting/%d", p.ID)), Tag: ui.Tag{Text: Postings.StateLabel(string(p.State))}}
		if p.State == Posted && p.Last != "" {
			it.Note = fmt.Sprintf("派驻 %s 至 %s", p.From, p.Last)
			panel.Due = append(panel.Due, ui.Item{Title: "党建指导员" + name + "派驻到期", Note: "到期不再算工作覆盖：续派或另派", Day: string(p.Last), Href: it.Href})
		}
		list.List = append(list.List, it)
	}
	for _, v := range visits {
		list.List = append(list.List, ui.Item{Title: v.Done, Note: string(v.On) + " 指导", Href: url(fmt.Sprintf("/r/guidance/%d", v.ID))})
	}
	panel.Body = ui.Card{Title: "党建指导员", Bare: true, Body: g.Group{list}}
	return panel, nil
}

// days says from when to when, as people read it.
func days(from, until clock.Date) string {
	if until == "" {
		return "自 " + string(from)
	}
	return string(from) + " 至 " + strings.TrimSpace(string(until))
}
