package need

import (
	"context"
	"strings"

	"sanshe/internal/clock"
	"sanshe/internal/org"
	"sanshe/internal/people"
	"sanshe/internal/record"
	"sanshe/internal/store"
)

// Entry (清单条目) is one line of a published list, in the words of the day.
type Entry struct{ No, What, About, Who, When, Money, Came string }

// Fields implements [record.Row].
func (e *Entry) Fields(f *record.Fields) {
	f.Text(&e.No, "no", "编号")
	f.Text(&e.What, "what", "内容")
	f.Text(&e.About, "about", "方面")
	f.Text(&e.Who, "who", "谁")
	f.Text(&e.When, "at_time", "时间")
	f.Text(&e.Money, "money", "费用")
	f.Text(&e.Came, "came", "进展")
}

// listing is how a list is made: which records stand on it, and from which of
// their fields the lines are. Only fields that anybody may see are said.
type listing struct {
	reg                                 *record.Register
	what, about, who, when, money, came []string
}

func listings() map[ListKind]listing {
	return map[ListKind]listing{
		NeedList:     {reg: Needs.Register, what: []string{"told"}, about: []string{"category"}, when: []string{"raised_on"}, came: []string{"state"}},
		ResourceList: {reg: Resources.Register, what: []string{"title"}, about: []string{"categories", "targets"}, who: []string{"org", "unit"}, when: []string{"suits"}, money: []string{"cost"}},
		ProjectList: {reg: Projects.Register, what: []string{"title", "goal"}, who: []string{"lead"}, when: []string{"from_day", "until_day"},
			money: []string{"budget", "funding"}, came: []string{"state", "outcome"}},
	}
}

// Heads gives what the columns of a list are called; "" for one it does not have.
func (k ListKind) Heads() Entry {
	return map[ListKind]Entry{
		NeedList:     {No: "编号", What: "需求", About: "哪方面", When: "提出日期", Came: "办到哪一步"},
		ResourceList: {No: "编号", What: "能做什么", About: "适合谁、哪方面", Who: "谁来做", When: "时段", Money: "费用"},
		ProjectList:  {No: "编号", What: "项目和目标", Who: "承接", When: "起止", Money: "预算和来源", Came: "进展"},
	}[k]
}

// Told gives what an edition says, without the columns its list does not have.
func (e *ListEdition) Told() (heads []string, rows [][]string) {
	cells := func(x Entry) []string { return []string{x.What, x.About, x.Who, x.When, x.Money, x.Came, x.No} }
	names := cells(e.Kind.Heads())
	keep := func(line []string) (out []string) {
		for i, c := range line {
			if names[i] != "" {
				out = append(out, c)
			}
		}
		return out
	}
	for _, x := range e.Rows {
		rows = append(rows, keep(cells(x)))
	}
	return keep(names), rows
}

// entries gives the lines of a community's list as it stands.
func entries(ctx context.Context, all *store.Reader, kind ListKind, place string) ([]Entry, error) {
	list, err := standing(ctx, all, kind, place)
	if err != nil {
		return nil, err
	}
	c := &crier{listing: listings()[kind], today: all.Today()}
	if c.rules, err = all.Rules(ctx); err != nil {
		return nil, err
	}
	if c.orgs, err = all.Titles(ctx, org.SocialOrgs.Register, c.named("org", "lead", list)); err != nil {
		return nil, err
	}
	if c.units, err = all.Titles(ctx, people.Units.Register, c.named("unit", "", list)); err != nil {
		return nil, err
	}
	out := make([]Entry, len(list))
	for i, rec := range list {
		out[i] = c.entry(rec)
	}
	return out, nil
}

// mostEntries bounds a list: a community has tens.
const mostEntries = 2000

// standing gives the records that stand on a list.
func standing(ctx context.Context, all *store.Reader, kind ListKind, place string) (out []record.Record, err error) {
	switch kind {
	case NeedList:
		list, err := store.Find(ctx, all, Needs, func(n *Need, w *store.Where) {
			w.Below(place).In(&n.State, Verified, NoResource, Arranged, Served, Closed).By(&n.Raised).Limit(mostEntries)
		})
		for _, n := range list {
			out = append(out, n)
		}
		return out, err
	case ResourceList:
		list, err := store.Find(ctx, all, Resources, func(r *Resource, w *store.Where) { w.Below(place).Is(&r.State, Available).Limit(mostEntries) })
		for _, r := range list {
			out = append(out, r)
		}
		return out, err
	}
	list, err := store.Find(ctx, all, Projects, func(p *Project, w *store.Where) {
		w.Below(place).In(&p.State, Planned, Published, Running, Finished).Limit(mostEntries)
	})
	for _, p := range list {
		out = append(out, p)
	}
	return out, err
}

// crier says records aloud: their public fields, in the words of the day.
type crier struct {
	listing
	rules       *store.Rules
	today       clock.Date
	orgs, units map[int64]string
}

func (c *crier) entry(rec record.Record) Entry {
	e := Entry{No: record.Code(record.BaseOf(rec).ID), What: c.say(rec, c.what, "："), About: c.say(rec, c.about, "，"), Who: c.say(rec, c.who, "、"),
		When: c.say(rec, c.when, " 至 "), Money: c.say(rec, c.money, "，"), Came: c.say(rec, c.came, "："),
	}
	if e.What == "" {
		e.What = e.About // nobody has put it into words for the public
	}
	return e
}

// say joins what fields of a record say.
func (c *crier) say(rec record.Record, names []string, sep string) string {
	var words []string
	for _, name := range names {
		if f := c.reg.Field(name); tells(f) && !f.Empty(rec) {
			words = append(words, c.text(f, rec))
		}
	}
	return strings.Join(words, sep)
}

// tells is the one rule for what a public list may say.
func tells(f *record.Field) bool { return f.IsPublic && !f.IsPersonal }

func (c *crier) text(f *record.Field, rec record.Record) string {
	if coded, ok := f.Kind.(record.Coded); ok {
		var words []string
		for _, v := range record.Split(f.Text(rec)) {
			words = append(words, c.rules.CodeLabel(coded.List(), v, c.today))
		}
		return strings.Join(words, "、")
	}
	if ids := store.RefIDs(f, rec); len(ids) > 0 {
		if f.Name == "unit" {
			return c.units[ids[0]]
		}
		return c.orgs[ids[0]]
	}
	if f.Kind.Name() == "money" {
		return strings.TrimSuffix(f.Text(rec), ".00") + " 元"
	}
	return f.Text(rec)
}

// named gives the ids that reference fields of records hold.
func (c *crier) named(a, b string, list []record.Record) (ids []int64) {
	for _, name := range []string{a, b} {
		f := c.reg.Field(name)
		if f == nil {
			continue
		}
		for _, rec := range list {
			ids = append(ids, store.RefIDs(f, rec)...)
		}
	}
	return ids
}
